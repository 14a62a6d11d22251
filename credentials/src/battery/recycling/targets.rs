//! The targets of Annex XII as data. They bind a recycler over a year and all batteries of a kind (Art. 71), so that one
//! battery below them breaks no law; it is worth knowing.

use jiff::civil::Date;

use super::metal::Metal;

/// What has to be reached from a day on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Target {
    /// In per cent.
    pub percent: f64,
    /// The last day by which it has to be reached.
    pub from: Date,
    /// Where it is written.
    pub law: &'static str,
}

/// How Annex XII part B tells batteries apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// Lead-acid.
    LeadAcid,
    /// Lithium-based.
    Lithium,
    /// Nickel-cadmium.
    NickelCadmium,
    /// Everything else.
    Other,
}

const fn target(percent: f64, (year, month, day): (i16, i8, i8), law: &'static str) -> Target {
    Target {
        percent,
        from: Date::constant(year, month, day),
        law,
    }
}

const END_2025: (i16, i8, i8) = (2025, 12, 31);
const END_2027: (i16, i8, i8) = (2027, 12, 31);
const END_2030: (i16, i8, i8) = (2030, 12, 31);
const END_2031: (i16, i8, i8) = (2031, 12, 31);

/// How much of a metal has to be recovered, by Annex XII part C, earliest first.
pub const fn of_metal(metal: Metal) -> &'static [Target; 2] {
    match metal {
        Metal::Cobalt => {
            const {
                &[
                    target(90.0, END_2027, "Annex XII part C(1)(a)"),
                    target(95.0, END_2031, "Annex XII part C(2)(a)"),
                ]
            }
        }
        Metal::Copper => {
            const {
                &[
                    target(90.0, END_2027, "Annex XII part C(1)(b)"),
                    target(95.0, END_2031, "Annex XII part C(2)(b)"),
                ]
            }
        }
        Metal::Lead => {
            const {
                &[
                    target(90.0, END_2027, "Annex XII part C(1)(c)"),
                    target(95.0, END_2031, "Annex XII part C(2)(c)"),
                ]
            }
        }
        Metal::Lithium => {
            const {
                &[
                    target(50.0, END_2027, "Annex XII part C(1)(d)"),
                    target(80.0, END_2031, "Annex XII part C(2)(d)"),
                ]
            }
        }
        Metal::Nickel => {
            const {
                &[
                    target(90.0, END_2027, "Annex XII part C(1)(e)"),
                    target(95.0, END_2031, "Annex XII part C(2)(e)"),
                ]
            }
        }
    }
}

/// How much of a battery's mass has to be recycled, by Annex XII part B, earliest first.
pub const fn of_mass(family: Family) -> &'static [Target] {
    match family {
        Family::LeadAcid => {
            const {
                &[
                    target(75.0, END_2025, "Annex XII part B(1)(a)"),
                    target(80.0, END_2030, "Annex XII part B(2)(a)"),
                ]
            }
        }
        Family::Lithium => {
            const {
                &[
                    target(65.0, END_2025, "Annex XII part B(1)(b)"),
                    target(70.0, END_2030, "Annex XII part B(2)(b)"),
                ]
            }
        }
        Family::NickelCadmium => const { &[target(80.0, END_2025, "Annex XII part B(1)(c)")] },
        Family::Other => const { &[target(50.0, END_2025, "Annex XII part B(1)(d)")] },
    }
}

/// The target that is in force on a day; nothing before the first.
pub fn in_force(targets: &'static [Target], day: Date) -> Option<&'static Target> {
    targets.iter().rev().find(|target| target.from <= day)
}

impl Family {
    /// The family of a chemistry as passports name it, such as `NMC`; nothing for a name that tells none.
    pub fn of_chemistry(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let words: Vec<&str> = name
            .split(|letter: char| !letter.is_ascii_alphanumeric())
            .collect();
        let is = |known: &[&str]| words.iter().any(|word| known.contains(word));
        let begins = |stem: &str| words.iter().any(|word| word.starts_with(stem));
        if begins("lithium") || begins("nmc") || begins("ncm") || is(LITHIUM) {
            return Some(Self::Lithium);
        }
        if is(&["lead", "pb", "pba", "agm", "vrla"]) {
            return Some(Self::LeadAcid);
        }
        if is(&["nicd"]) || (is(&["nickel", "ni"]) && is(&["cadmium", "cd"])) {
            return Some(Self::NickelCadmium);
        }
        if begins("sodium") || begins("nimh") || is(&["na", "zebra", "zinc", "alkaline"]) {
            return Some(Self::Other);
        }
        None
    }

    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::LeadAcid => "lead-acid",
            Self::Lithium => "lithium-based",
            Self::NickelCadmium => "nickel-cadmium",
            Self::Other => "other",
        }
    }
}

const LITHIUM: &[&str] = &[
    "li", "lib", "lfp", "lmfp", "lfmp", "lmo", "lco", "lto", "nca", "ncma", "nmca", "lmno", "lnmo",
    "lnmc", "lipo", "lifepo4", "liion",
];

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn percent(targets: &'static [Target], day: Date) -> Option<f64> {
        in_force(targets, day).map(|target| target.percent)
    }

    #[test]
    fn recycling_reaches_what_annex_xii_part_b_asks_from_the_end_of_2025_and_of_2030() {
        for (family, from_2025, from_2030) in [
            (Family::LeadAcid, 75.0, 80.0),
            (Family::Lithium, 65.0, 70.0),
            (Family::NickelCadmium, 80.0, 80.0),
            (Family::Other, 50.0, 50.0),
        ] {
            let on = |day| percent(of_mass(family), day);
            let name = family.name();
            assert_eq!(on(date(2025, 12, 30)), None, "{name}");
            assert_eq!(on(date(2025, 12, 31)), Some(from_2025), "{name}");
            assert_eq!(on(date(2030, 12, 30)), Some(from_2025), "{name}");
            assert_eq!(on(date(2030, 12, 31)), Some(from_2030), "{name}");
            assert_eq!(on(date(2044, 2, 1)), Some(from_2030), "{name}");
        }
    }

    #[test]
    fn metals_are_recovered_as_annex_xii_part_c_asks_from_the_end_of_2027_and_of_2031() {
        for (metal, letter, from_2027, from_2031) in [
            (Metal::Cobalt, "(a)", 90.0, 95.0),
            (Metal::Copper, "(b)", 90.0, 95.0),
            (Metal::Lead, "(c)", 90.0, 95.0),
            (Metal::Lithium, "(d)", 50.0, 80.0),
            (Metal::Nickel, "(e)", 90.0, 95.0),
        ] {
            let on = |day| percent(of_metal(metal), day);
            assert_eq!(on(date(2027, 12, 30)), None, "{metal}");
            assert_eq!(on(date(2027, 12, 31)), Some(from_2027), "{metal}");
            assert_eq!(on(date(2031, 12, 30)), Some(from_2027), "{metal}");
            assert_eq!(on(date(2031, 12, 31)), Some(from_2031), "{metal}");
            let points = of_metal(metal).iter().zip(["C(1)", "C(2)"]);
            for (target, point) in points {
                assert_eq!(target.law, format!("Annex XII part {point}{letter}"));
            }
        }
    }

    #[test]
    fn a_chemistry_is_of_its_family_and_an_unknown_name_of_none() {
        for (name, family) in [
            ("NMC", Some(Family::Lithium)),
            ("NMC811", Some(Family::Lithium)),
            ("LFP", Some(Family::Lithium)),
            ("Li-ion", Some(Family::Lithium)),
            ("Lithium iron phosphate, graphite", Some(Family::Lithium)),
            ("Pb", Some(Family::LeadAcid)),
            ("NiCd", Some(Family::NickelCadmium)),
            ("Nickel-cadmium", Some(Family::NickelCadmium)),
            ("Sodium-ion", Some(Family::Other)),
            ("NiMH", Some(Family::Other)),
            ("X7", None),
            ("", None),
        ] {
            assert_eq!(Family::of_chemistry(name), family, "{name}");
        }
    }
}
