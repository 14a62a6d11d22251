//! Units and forms of the field, turned into ours.

use super::units::Unit;

/// A figure of Catena-X, whose units have names of their own, in a unit of ours; nothing where one does not lead to the
/// other, as cycles to a calendar life, or a share of the volume to one of the mass.
pub(super) fn of_samm(value: f64, unit: &str, into: &str) -> Option<f64> {
    let symbol = match unit.strip_prefix("unit:")? {
        "gram" => "g",
        "kilogram" => "kg",
        "tonneMetricTon" => "t",
        "tonUsOrShortTonUkorus" => "[ston_av]",
        "ounceAvoirdupois" => "oz",
        "pound" => "lb",
        "day" => "d",
        "month" => "mo",
        "year" => "a",
        "percent" => "%",
        "partPerThousand" => "‰",
        "partPerMillion" => "ppm",
        "partPerBillionUs" => "ppb",
        "partPerTrillionUs" => "[pptr]",
        _ => return None,
    };
    Unit::parse(symbol)?.convert(value, Unit::parse(into)?)
}

/// The unit as people write it.
pub(super) fn unit(name: &str) -> &str {
    match name {
        "unit:gram" => "g",
        "unit:kilogram" => "kg",
        "unit:partPerMillion" => "ppm",
        "unit:percent" => "%",
        other => other.strip_prefix("unit:").unwrap_or(other),
    }
}

/// Months of `--06`, which the schema of Battery Pass 1.2 asks for, or of a period such as `P8Y6M`.
pub(super) fn warranty_months(text: &str) -> Option<f64> {
    if let Some(month) = text.strip_prefix("--") {
        let months: f64 = month.get(..2)?.parse::<u8>().ok()?.into();
        return (1.0..=12.0).contains(&months).then_some(months);
    }
    let mut rest = text.strip_prefix('P')?;
    let mut months = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit())?;
        let number: f64 = rest[..digits].parse().ok()?;
        let mut after = rest[digits..].chars();
        months += match after.next()? {
            'Y' => number * 12.0,
            'M' => number,
            _ => return None,
        };
        rest = after.as_str();
    }
    (months > 0.0).then_some(months)
}

/// `www.volt.example/doc.pdf` as the link that browsers make of it.
pub(super) fn link(text: &str) -> Option<String> {
    let link = format!("https://{text}");
    let is_host = text.to_ascii_lowercase().starts_with("www.");
    (is_host && url::Url::parse(&link).is_ok()).then_some(link)
}

/// What is assumed of it.
pub(super) const NO_SCHEME: &str = "no scheme is stated: taken as https";

/// A number for people: huge ones without their hundreds of digits.
pub(super) fn figure(value: f64) -> String {
    if value.abs() < 1e15 {
        value.to_string()
    } else {
        format!("{value:e}")
    }
}

/// Without what binary fractions add: 0.02 and not 0.020000000000000004.
pub(super) fn tidy(value: f64) -> f64 {
    if value == 0.0 || !value.is_finite() {
        return value;
    }
    format!("{value:.12e}").parse().unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn masses_lives_and_concentrations_come_out_in_our_units() {
        assert_eq!(of_samm(20.0, "unit:gram", "kg"), Some(0.02));
        assert_eq!(of_samm(1.2, "unit:tonneMetricTon", "kg"), Some(1200.0));
        assert_eq!(of_samm(20.0, "unit:metre", "kg"), None);
        assert_eq!(of_samm(8.0, "unit:year", "mo"), Some(96.0));
        assert_eq!(of_samm(730.5, "unit:day", "mo"), Some(24.0));
        assert_eq!(of_samm(1500.0, "unit:cycle", "mo"), None);
        assert_eq!(of_samm(5.3, "unit:partPerMillion", "%"), Some(0.000_53));
        assert_eq!(of_samm(5.3, "unit:percentVolume", "%"), None);
    }

    #[test]
    fn warranties_are_read_as_the_field_writes_them() {
        for (text, months) in [
            ("--06", 6.0),
            ("--12Z", 12.0),
            ("P8Y", 96.0),
            ("P8Y6M", 102.0),
        ] {
            assert_eq!(warranty_months(text), Some(months), "{text}");
        }
        for text in ["", "--", "--13", "--6", "P", "PY", "P3D", "8 years", "--é6"] {
            assert_eq!(warranty_months(text), None, "{text}");
        }
    }

    #[test]
    fn an_address_without_its_scheme_is_the_link_that_browsers_make_of_it() {
        let told = "https://WWW.volt.example/a.pdf";
        assert_eq!(link("WWW.volt.example/a.pdf").as_deref(), Some(told));
        for text in ["volt.example", "https://www.volt.example", "www. volt", ""] {
            assert_eq!(link(text), None, "{text}");
        }
    }

    #[test]
    fn numbers_keep_their_size_when_they_are_tidied() {
        for value in [0.0, -1.5e308, 5e-324, 0.1 + 0.2, 123_456_789.123] {
            assert!((tidy(value) - value).abs() <= value.abs() * 1e-11);
        }
    }
}
