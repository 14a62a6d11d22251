//! Do identifiers name what they claim: the battery (Art. 77(3)), substances by CAS number?

use serde_json::Value;

use super::finding::{Finding, Findings};
use super::places::PRODUCT_ID;
use crate::battery::attributes::Kind;
use crate::battery::content::visit;
use crate::battery::identifier::{BatteryId, IdentifierError};
use crate::problem::{Coded, Problem};

const ARTICLE: &str = "Art. 77(3)";

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    let id = battery_id(subject, findings);
    visit(subject, &mut |place| {
        let (Some(row), Some(text)) = (place.row, place.value.as_str()) else {
            return;
        };
        match row.kind {
            Kind::Cas => {
                if let Err(fault) = cas(text) {
                    let finding = Finding::error(fault.code(), place.pointer, fault.message(text));
                    let finding = finding.by(row).hint(fault.hint(text));
                    findings.push(match cas(text.trim()) {
                        Ok(()) => finding.replace(text.trim()),
                        Err(_) => finding,
                    });
                }
            }
            Kind::BatteryId => match text.parse::<BatteryId>() {
                Err(error) => findings.push(refused(&error, text, &place.pointer.to_string())),
                Ok(product) if place.pointer.to_string() == PRODUCT_ID => {
                    if let Some(id) = &id
                        && *id != product
                    {
                        findings.push(contradicted(id, &product));
                    }
                }
                Ok(_) => {}
            },
            _ => {}
        }
    });
}

/// The battery that the subject is about.
fn battery_id(subject: &Value, findings: &mut Findings) -> Option<BatteryId> {
    let missing = |message: &str| {
        Finding::error("identifier.missing", "/id", message)
            .article(ARTICLE)
            .hint("give it as https://HOST/01/GTIN/21/SERIAL")
    };
    let text = match subject.get("id") {
        Some(Value::String(text)) => text,
        Some(_) => {
            findings.push(missing("the battery's identifier is not a text"));
            return None;
        }
        None => {
            findings.push(missing("the battery's identifier (`id`) is missing"));
            return None;
        }
    };
    match text.parse::<BatteryId>() {
        Ok(id) => Some(id),
        Err(error) => {
            findings.push(refused(&error, text, "/id"));
            None
        }
    }
}

fn refused(error: &IdentifierError, found: &str, pointer: &str) -> Finding {
    let mut finding = Finding::error(error.code(), pointer, error.to_string()).article(ARTICLE);
    finding.hint = error.hint();
    match error {
        IdentifierError::GtinCheckDigit { gtin, expected, .. } => {
            let stem = &gtin[..gtin.len() - 1];
            finding.replace(found.replacen(gtin, &format!("{stem}{expected}"), 1))
        }
        _ => finding,
    }
}

fn contradicted(id: &BatteryId, product: &BatteryId) -> Finding {
    Finding::error(
        "identifier.contradicted",
        PRODUCT_ID,
        format!("the passport is about {id}, but its product identifier is {product}"),
    )
    .article(ARTICLE)
    .hint("state the identifier of the label's QR code in both places")
    .replace(id.to_string())
}

/// Whether a text is a CAS registry number, its check digit held against the others.
pub fn cas_number(text: &str) -> Result<(), Problem> {
    cas(text).map_err(|fault| Problem {
        code: fault.code(),
        message: fault.message(text),
        pointer: None,
        hint: Some(fault.hint(text)),
    })
}

/// Why a text is no CAS registry number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum CasFault {
    Shape,
    CheckDigit { expected: u8 },
}

/// Two to seven digits, two digits, a check digit: the digits before it, weighted from the right, modulo 10.
fn cas(text: &str) -> Result<(), CasFault> {
    let parts: Vec<&str> = text.split('-').collect();
    let [first, second, check] = parts.as_slice() else {
        return Err(CasFault::Shape);
    };
    let lengths = (2..=7).contains(&first.len()) && second.len() == 2 && check.len() == 1;
    let digits: Option<Vec<u32>> = text
        .chars()
        .filter(|c| *c != '-')
        .map(|c| c.to_digit(10))
        .collect();
    let (true, Some(digits)) = (lengths, digits) else {
        return Err(CasFault::Shape);
    };
    let Some((found, before)) = digits.split_last() else {
        return Err(CasFault::Shape);
    };
    let sum: u32 = before
        .iter()
        .rev()
        .zip(1..)
        .map(|(digit, weight)| digit * weight)
        .sum();
    match sum % 10 {
        expected if expected == *found => Ok(()),
        // Below ten, so it fits.
        expected => Err(CasFault::CheckDigit {
            expected: expected as u8,
        }),
    }
}

impl CasFault {
    fn code(self) -> &'static str {
        match self {
            CasFault::Shape => "identifier.cas_shape",
            CasFault::CheckDigit { .. } => "identifier.cas_check_digit",
        }
    }

    fn message(self, text: &str) -> String {
        match self {
            CasFault::Shape => {
                let short: String = text.chars().take(40).collect();
                format!("expected a CAS number such as 7440-02-0, found {short:?}")
            }
            CasFault::CheckDigit { expected } => {
                format!("the check digit of CAS number {text} must be {expected}")
            }
        }
    }

    fn hint(self, text: &str) -> String {
        let trimmed = text.trim();
        match self {
            CasFault::Shape if trimmed != text && cas(trimmed).is_ok() => {
                format!("write {trimmed:?}, without the white space")
            }
            // EC numbers have three groups of three, three and one.
            CasFault::Shape if trimmed.len() == 9 && trimmed.matches('-').count() == 2 => {
                "this looks like an EC number: look up the CAS number of the substance".to_owned()
            }
            _ => "look the substance up in its safety data sheet".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, linted, with, without};
    use super::*;
    use crate::battery::category::Category;

    #[test]
    fn cas_numbers_are_held_against_their_check_digit() {
        for good in [
            "7732-18-5",
            "7440-02-0",
            "7440-48-4",
            "12190-79-3",
            "50-00-0",
            "21324-40-3",
        ] {
            assert_eq!(cas(good), Ok(()), "{good}");
        }
        assert_eq!(cas("7440-02-1"), Err(CasFault::CheckDigit { expected: 0 }));
        for bad in [
            "",
            "-",
            "--",
            "7440020",
            "7440-02-",
            "7-02-0",
            "74400211-02-0",
            "201-004-7",
            "7439-93-2 ",
            "７７-18-5",
        ] {
            assert_eq!(cas(bad), Err(CasFault::Shape), "{bad}");
        }
    }

    #[test]
    fn a_wrong_cas_number_is_refused_where_it_stands() {
        let pointer = "/materialComposition/batteryMaterials/0/batteryMaterialIdentifier";
        for (value, code, hint) in [
            (
                "7440-02-1",
                "identifier.cas_check_digit",
                "safety data sheet",
            ),
            (
                "7439-93-2 ",
                "identifier.cas_shape",
                "without the white space",
            ),
            ("201-004-7", "identifier.cas_shape", "EC number"),
        ] {
            let findings = linted(&with(Category::Ev, pointer, json!(value)), None);
            assert_eq!(codes_at(&findings, pointer), [code], "{value}");
            let told = findings
                .errors()
                .next()
                .and_then(|finding| finding.hint.clone());
            assert!(told.unwrap().contains(hint), "{value}");
        }
    }

    #[test]
    fn a_gtin_with_a_wrong_check_digit_is_refused() {
        let id = "https://id.voltcell.example/01/09506000134353/21/VC77-1";
        let findings = linted(&with(Category::Ev, "/id", json!(id)), None);
        assert_eq!(codes_at(&findings, "/id"), ["identifier.gtin_check_digit"]);
    }

    #[test]
    fn a_serial_number_that_no_label_can_carry_is_refused() {
        let id = "https://id.voltcell.example/01/09506000134352/21/VC77-000000000000000001";
        let findings = linted(&with(Category::Ev, "/id", json!(id)), None);
        assert_eq!(codes_at(&findings, "/id"), ["identifier.serial_length"]);
    }

    #[test]
    fn a_passport_about_nothing_is_refused() {
        let findings = linted(&without(Category::Ev, "/id"), None);
        assert_eq!(codes_at(&findings, "/id"), ["identifier.missing"]);
        let findings = linted(&with(Category::Ev, "/id", json!(7)), None);
        assert_eq!(codes_at(&findings, "/id"), ["identifier.missing"]);
    }

    #[test]
    fn two_identifiers_must_name_the_same_battery() {
        let other = json!("https://id.voltcell.example/01/09506000134352/21/OTHER");
        let findings = linted(&with(Category::Ev, PRODUCT_ID, other), None);
        assert_eq!(codes_at(&findings, PRODUCT_ID), ["identifier.contradicted"]);
    }
}
