//! Units as people and UCUM write them, each with its dimension, so that only what can be converted is.

use super::convert::tidy;

/// Exponents of kilogram, metre, second, ampere, kelvin, and of things that are counted.
type Dimension = [i8; 6];

/// A unit: a value times `factor` plus `offset` is in the base units of its dimension.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Unit {
    dimension: Dimension,
    factor: f64,
    offset: f64,
}

impl Unit {
    /// `kWh`, `kW.h`, `kilowatt hours`, `kg CO2e/kWh`, `% per month`, `°C`.
    pub fn parse(text: &str) -> Option<Self> {
        let text = plain(text);
        if text.is_empty() {
            return None;
        }
        let (above, below) = match text.split_once('/') {
            Some((above, below)) => (above, Some(below)),
            None => (text.as_str(), None),
        };
        let above = match above {
            "" | "1" => Unit::new(NONE, 1.0),
            above => product(above)?,
        };
        match below {
            None => Some(above),
            Some(below) => above.combine(product(below)?, -1),
        }
    }

    /// A value in another unit of the same dimension.
    pub fn convert(self, value: f64, into: Unit) -> Option<f64> {
        (self.dimension == into.dimension)
            .then(|| tidy((value * self.factor + self.offset - into.offset) / into.factor))
    }

    /// Whether values are the same figures in both.
    pub fn same(self, other: Unit) -> bool {
        self.dimension == other.dimension
            && self.offset == other.offset
            && (self.factor / other.factor - 1.0).abs() < 1e-12
    }

    /// Whether one leads to the other at all.
    pub fn leads_to(self, other: Unit) -> bool {
        self.dimension == other.dimension
    }

    const fn new(dimension: Dimension, factor: f64) -> Self {
        Self {
            dimension,
            factor,
            offset: 0.0,
        }
    }

    /// A product, or with -1 a quotient; degrees with another zero take part in neither.
    fn combine(self, other: Unit, power: i8) -> Option<Self> {
        if self.offset != 0.0 || other.offset != 0.0 {
            return None;
        }
        let mut dimension = self.dimension;
        for (mine, theirs) in dimension.iter_mut().zip(other.dimension) {
            *mine += theirs * power;
        }
        Some(Self::new(
            dimension,
            self.factor * other.factor.powi(power.into()),
        ))
    }
}

/// One way of writing for `kg CO2e / kWh`, `kgCO2-eq per kWh` and the like.
fn plain(text: &str) -> String {
    let mut text = text.trim().replace(" per ", "/");
    for carbon in ["CO2", "CO₂"] {
        for ending in ["-eq.", "-eq", "eq.", "eq", " eq.", " eq", "-e", "e", ""] {
            text = text.replace(&format!("{carbon}{ending}"), "");
        }
    }
    let text = text.replace(['·', '*', '⋅'], ".").replace('μ', "µ");
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").replace(" /", "/").replace("/ ", "/")
}

fn product(text: &str) -> Option<Unit> {
    text.split('.')
        .try_fold(Unit::new(NONE, 1.0), |whole, part| {
            whole.combine(atom(part)?, 1)
        })
        // A unit that stands alone may have another zero.
        .or_else(|| atom(text))
}

fn atom(text: &str) -> Option<Unit> {
    let text = text.trim();
    let known = |text: &str| UNITS.iter().find(|(names, ..)| names.contains(&text));
    if let Some((_, dimension, factor, _)) = known(text) {
        return Some(Unit {
            dimension: *dimension,
            factor: *factor,
            offset: zero(text),
        });
    }
    for (prefix, power) in PREFIXES {
        if let Some((_, dimension, factor, true)) = text.strip_prefix(prefix).and_then(known) {
            return Some(Unit::new(*dimension, factor * power));
        }
    }
    // Words may be written in any case and number; symbols not: mW is not MW.
    let word = text.to_lowercase();
    let word = WORDS
        .iter()
        .find(|(names, _)| names.contains(&word.as_str()))
        .map(|(_, symbol)| *symbol)?;
    atom(word)
}

/// What the zero of a temperature is in kelvin.
fn zero(text: &str) -> f64 {
    match text {
        "Cel" | "°C" | "C°" | "degC" => 273.15,
        "[degF]" | "°F" | "degF" => 459.67 * 5.0 / 9.0,
        _ => 0.0,
    }
}

const NONE: Dimension = [0; 6];
const MASS: Dimension = [1, 0, 0, 0, 0, 0];
const TIME: Dimension = [0, 0, 1, 0, 0, 0];
const RATE: Dimension = [0, 0, -1, 0, 0, 0];
const CURRENT: Dimension = [0, 0, 0, 1, 0, 0];
const CHARGE: Dimension = [0, 0, 1, 1, 0, 0];
const WARMTH: Dimension = [0, 0, 0, 0, 1, 0];
const ENERGY: Dimension = [1, 2, -2, 0, 0, 0];
const POWER: Dimension = [1, 2, -3, 0, 0, 0];
const VOLTAGE: Dimension = [1, 2, -3, -1, 0, 0];
const RESISTANCE: Dimension = [1, 2, -3, -2, 0, 0];
const COUNT: Dimension = [0, 0, 0, 0, 0, 1];

const HOUR: f64 = 3600.0;
const DAY: f64 = 24.0 * HOUR;
/// 365.25 days a year.
const MONTH: f64 = 30.4375 * DAY;

/// Symbols, dimension, factor, and whether prefixes go before them.
const UNITS: &[(&[&str], Dimension, f64, bool)] = &[
    (&["g"], MASS, 0.001, true),
    (&["t"], MASS, 1000.0, false),
    (&["[ston_av]"], MASS, 907.184_74, false),
    (&["lb", "lbs", "[lb_av]"], MASS, 0.453_592_37, false),
    (&["oz", "[oz_av]"], MASS, 0.028_349_523_125, false),
    (&["s", "sec"], TIME, 1.0, true),
    (&["min"], TIME, 60.0, false),
    (&["h", "hr"], TIME, HOUR, false),
    (&["d"], TIME, DAY, false),
    (&["wk"], TIME, 7.0 * DAY, false),
    (&["mo"], TIME, MONTH, false),
    (&["a", "yr"], TIME, 12.0 * MONTH, false),
    (&["C"], RATE, 1.0 / HOUR, false),
    (&["A"], CURRENT, 1.0, true),
    (&["Ah"], CHARGE, HOUR, true),
    (&["K"], WARMTH, 1.0, false),
    (&["Cel", "°C", "C°", "degC"], WARMTH, 1.0, false),
    (&["[degF]", "°F", "degF"], WARMTH, 5.0 / 9.0, false),
    (&["J"], ENERGY, 1.0, true),
    (&["Wh"], ENERGY, HOUR, true),
    (&["W"], POWER, 1.0, true),
    (&["V"], VOLTAGE, 1.0, true),
    (&["Ohm", "ohm", "Ω", "Ω"], RESISTANCE, 1.0, true),
    (&["1"], NONE, 1.0, false),
    (&["%"], NONE, 0.01, false),
    (&["‰"], NONE, 0.001, false),
    (&["ppm", "[ppm]"], NONE, 1e-6, false),
    (&["ppb", "[ppb]"], NONE, 1e-9, false),
    (&["[pptr]"], NONE, 1e-12, false),
    (
        &["{cycle}", "{event}", "{cell}", "{count}"],
        COUNT,
        1.0,
        false,
    ),
];

const PREFIXES: [(&str, f64); 6] = [
    ("k", 1e3),
    ("M", 1e6),
    ("G", 1e9),
    ("m", 1e-3),
    ("µ", 1e-6),
    ("u", 1e-6),
];

/// Everyday words of the languages that factories of the Union write most.
const WORDS: &[(&[&str], &str)] = &[
    (&["gram", "grams", "gramm", "gramme", "grammes", "gr"], "g"),
    (
        &[
            "kilogram",
            "kilograms",
            "kilogramm",
            "kilo",
            "kilos",
            "kgs",
            "kg",
        ],
        "kg",
    ),
    (&["milligram", "milligrams", "milligramm"], "mg"),
    (&["tonne", "tonnes", "ton", "tons", "to"], "t"),
    (&["pound", "pounds"], "lb"),
    (&["ounce", "ounces"], "oz"),
    (&["second", "seconds", "sekunde", "sekunden"], "s"),
    (&["minute", "minutes", "minuten", "mins"], "min"),
    (
        &[
            "hour", "hours", "hrs", "stunde", "stunden", "heure", "heures", "std",
        ],
        "h",
    ),
    (&["day", "days", "tag", "tage", "jour", "jours"], "d"),
    (&["week", "weeks", "woche", "wochen"], "wk"),
    (&["month", "months", "monat", "monate", "mois", "mth"], "mo"),
    (
        &[
            "year", "years", "jahr", "jahre", "an", "ans", "année", "années", "y",
        ],
        "a",
    ),
    (
        &[
            "ampere hours",
            "ampere-hours",
            "amp hours",
            "amperestunden",
            "ah",
        ],
        "Ah",
    ),
    (
        &["kilowatt hours", "kilowatt-hours", "kilowattstunden", "kwh"],
        "kWh",
    ),
    (&["watt hours", "watt-hours", "wattstunden", "wh"], "Wh"),
    (&["watt", "watts"], "W"),
    (&["kilowatt", "kilowatts", "kw"], "kW"),
    (&["volt", "volts"], "V"),
    (&["ohms"], "Ohm"),
    (&["milliohm", "milliohms", "mohm"], "mOhm"),
    (&["celsius", "degrees celsius", "grad celsius", "°c"], "Cel"),
    (&["fahrenheit"], "°F"),
    (&["kelvin"], "K"),
    (
        &[
            "percent",
            "per cent",
            "prozent",
            "pour cent",
            "pct",
            "wt%",
            "wt.%",
            "gew.-%",
            "% w/w",
        ],
        "%",
    ),
    (
        &[
            "cycle", "cycles", "zyklen", "event", "events", "pcs", "piece", "pieces", "stück",
        ],
        "{count}",
    ),
];

#[cfg(test)]
mod tests {
    use credentials::battery::attributes::table;

    use super::*;

    fn converted(value: f64, from: &str, into: &str) -> Option<f64> {
        Unit::parse(from)?.convert(value, Unit::parse(into)?)
    }

    #[test]
    fn every_unit_of_the_attribute_table_is_known() {
        for row in table().iter() {
            for unit in [row.unit, row.battery_pass_unit].into_iter().flatten() {
                assert!(Unit::parse(unit).is_some(), "{unit} of {}", row.pointer);
            }
        }
    }

    #[test]
    fn everyday_spellings_lead_to_the_units_of_the_law() {
        for (value, from, into, expected) in [
            (1.2, "t", "kg", 1200.0),
            (478_000.0, "Gramm", "kg", 478.0),
            (10.0, "lbs", "kg", 4.535_923_7),
            (75.5, "kWh", "kW.h", 75.5),
            (75_500.0, "Wh", "kW.h", 75.5),
            (0.2, "MW", "W", 200_000.0),
            (200.0, "kw", "W", 200_000.0),
            (3.6, "MJ", "kWh", 1.0),
            (100_000.0, "mAh", "A.h", 100.0),
            (1.5, "mΩ", "Ohm", 0.0015),
            (1.5, "milliohm", "Ohm", 0.0015),
            (86.0, "°F", "Cel", 30.0),
            (293.15, "K", "°C", 20.0),
            (8.0, "years", "mo", 96.0),
            (96.0, "Monate", "a", 8.0),
            (61_000.0, "g CO2e / kWh", "kg/kW.h", 61.0),
            (61.0, "kg CO2-eq per kWh", "kg/kW.h", 61.0),
            (61.0, "kgCO2e/kWh", "kg/kW.h", 61.0),
            (0.02, "t CO2/MWh", "kg/kW.h", 0.02),
            (250.0, "%", "W/W.h", f64::NAN),
            (2.5, "kW/kWh", "W/W.h", 2.5),
            (1.0, "C", "/h", 1.0),
            (24.0, "% per year", "%/mo", 2.0),
            (500.0, "ppm", "%", 0.05),
            (0.12, "1", "%", 12.0),
            (1500.0, "Zyklen", "{cycle}", 1500.0),
        ] {
            let got = converted(value, from, into);
            if expected.is_nan() {
                assert_eq!(got, None, "{from} to {into}");
            } else {
                let got = got.unwrap_or_else(|| panic!("{from} to {into}"));
                assert!(
                    (got - expected).abs() < expected.abs() * 1e-9,
                    "{from}: {got}"
                );
            }
        }
    }

    #[test]
    fn what_is_no_unit_or_of_another_dimension_is_not_converted() {
        for (from, into) in [
            ("furlong", "kg"),
            ("", "kg"),
            ("kg", "W"),
            ("Ah", "kWh"),
            ("%", "{cycle}"),
            ("°C/h", "K/h"),
            ("k", "g"),
            ("kt", "kg"),
            ("/", "%"),
        ] {
            assert_eq!(converted(1.0, from, into), None, "{from} to {into}");
        }
    }

    #[test]
    fn a_milliwatt_is_no_megawatt() {
        assert_eq!(converted(1.0, "mW", "W"), Some(0.001));
        assert_eq!(converted(1.0, "MW", "W"), Some(1e6));
        let same = |a: &str, b: &str| Unit::parse(a).unwrap().same(Unit::parse(b).unwrap());
        assert!(same("kWh", "kW.h") && same("W/Wh", "C") && !same("K", "°C") && !same("g", "kg"));
    }
}
