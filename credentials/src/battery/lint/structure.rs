//! Is every value known, and of its type?

use std::fmt::Write;

use serde_json::Value;
use url::Url;

use super::finding::{Finding, Findings};
use super::plain;
use super::when::When;
use crate::battery::attributes::{Attribute, Kind, Part, table};
use crate::battery::category::CATEGORY;
use crate::battery::content::{Place, visit};
use crate::battery::describe;
use crate::battery::reference::Reference;

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    frame(subject, findings);
    visit(subject, &mut |place| match place.row {
        None => unknown(&place, findings),
        // `category` says more of what it is.
        Some(row) if row.pointer == CATEGORY && place.value.is_string() => {}
        Some(row) => {
            known(&place, row, findings);
            required_members(&place, row, findings);
        }
    });
}

/// What stands around the content.
fn frame(subject: &Value, findings: &mut Findings) {
    if let Some(level) = subject.get("granularityLevel")
        && level != "item"
    {
        findings.push(
            Finding::error(
                "structure.granularity",
                "/granularityLevel",
                format!("expected \"item\": one passport for each battery, found {level}"),
            )
            .article("Art. 77(2)")
            .replace("item"),
        );
    }
    let single = subject
        .get("supersedes")
        .into_iter()
        .map(|value| ("/supersedes".to_owned(), value));
    let list = super::elements(subject, "/predecessor");
    for (pointer, value) in single.chain(list) {
        if Reference::read(value).is_none() {
            findings.push(
                Finding::error(
                    "structure.reference",
                    &pointer,
                    "expected {\"id\", \"digestMultibase\"} of the other passport",
                )
                .article("Art. 77(7)"),
            );
        }
    }
}

fn unknown(place: &Place<'_, '_>, findings: &mut Findings) {
    let tokens = place.pointer.tokens();
    let name = tokens.last().map(String::as_str).unwrap_or_default();
    let finding = Finding::error(
        "structure.unknown",
        place.pointer,
        format!("no attribute is called {name:?} here"),
    );
    findings.push(match suggestion(place, name) {
        Some(known) => finding.hint(format!("did you mean {known}?")),
        None => finding.hint("leave it out: no reader would know what it means or who may see it"),
    });
}

/// The Battery Pass spelling leads to ours; else the nearest name among the siblings, or the place where
/// this very name is known.
fn suggestion(place: &Place<'_, '_>, name: &str) -> Option<String> {
    let tokens = place.pointer.tokens();
    let group = tokens.first()?;
    let inside: String = tokens[1..].iter().fold(String::new(), |mut out, token| {
        let _ = write!(out, "/{token}");
        out
    });
    if let Some(row) = table().from_battery_pass(group, &inside) {
        return Some(row.pointer.to_owned());
    }
    let siblings: Vec<&Attribute> = match place.parent {
        Some(parent) => table().members(parent).collect(),
        None => table().groups().collect(),
    };
    let near = siblings
        .iter()
        .map(|row| (distance(name, row.name()), row.name()))
        .filter(|(distance, known)| *distance * 3 <= known.len())
        .min();
    if let Some((_, known)) = near {
        return Some(known.to_owned());
    }
    table()
        .iter()
        .find(|row| row.part != Part::Member && row.name() == name)
        .map(|row| row.pointer.to_owned())
}

fn known(place: &Place<'_, '_>, row: &Attribute, findings: &mut Findings) {
    let expected = if place.element {
        Kind::Object
    } else {
        row.kind
    };
    if place.value.is_null() {
        findings.push(
            Finding::error(
                "structure.null",
                place.pointer,
                format!("{}: found null", row.title),
            )
            .by(row)
            .hint("leave out what is not known"),
        );
        return;
    }
    let Err(fault) = fits(expected, place.value) else {
        return;
    };
    let found = shown(place.value);
    let finding = match fault {
        Fault::Kind => Finding::error(
            "structure.kind",
            place.pointer,
            format!(
                "{}: expected {}, found {found}",
                row.title,
                name(expected, row)
            ),
        ),
        Fault::Malformed(code, what) => Finding::error(
            code,
            place.pointer,
            format!("{}: expected {what}, found {found}", row.title),
        ),
        Fault::Doubtful(code, what) => Finding::warning(
            code,
            place.pointer,
            format!("{}: expected {what}, found {found}", row.title),
        ),
    }
    .by(row);
    findings.push(match fix(expected, place.value) {
        Some(Fix { hint, value }) => finding.hint(hint).replace(value),
        None => finding,
    });
}

/// The members that an object, or each object of a list, cannot do without, and those that are expected of it.
fn required_members(place: &Place<'_, '_>, row: &Attribute, findings: &mut Findings) {
    let object = match (row.kind, place.element) {
        (Kind::Object, false) | (Kind::Array, true) => place.value.as_object(),
        _ => None,
    };
    let Some(members) = object else { return };
    for member in table().members(row) {
        if members.contains_key(member.name()) {
            continue;
        }
        let pointer = place.pointer.child(member.name());
        let finding = if member.required_member {
            let message = format!("{}: {} is missing", row.title, member.title);
            Finding::error("structure.member_missing", &pointer, message)
        } else if member.expected_member {
            let message = format!("{}: {} is not stated", row.title, member.title);
            Finding::warning("structure.member_expected", &pointer, message)
        } else {
            continue;
        };
        findings.push(finding.by(row).hint(format!("add {:?}", member.name())));
    }
}

enum Fault {
    /// Another JSON type.
    Kind,
    /// The right JSON type, the wrong form.
    Malformed(&'static str, String),
    /// Acceptable, and hardly meant.
    Doubtful(&'static str, &'static str),
}

fn fits(kind: Kind, value: &Value) -> Result<(), Fault> {
    let malformed = |code, what: &str| Err(Fault::Malformed(code, what.to_owned()));
    match (kind, value) {
        (Kind::Object, Value::Object(_))
        | (Kind::Array, Value::Array(_))
        | (Kind::Number, Value::Number(_))
        | (Kind::Boolean, Value::Bool(_))
        // Their own families look closer.
        | (Kind::Cas | Kind::BatteryId, Value::String(_)) => Ok(()),
        (Kind::Integer, Value::Number(number)) => {
            match number.as_f64().is_some_and(|number| number.fract() == 0.0) {
                true => Ok(()),
                false => malformed("structure.not_whole", "a whole number"),
            }
        }
        (Kind::Text, Value::String(text)) => match text.trim().is_empty() {
            true => malformed("structure.empty", "a text that is not empty"),
            false => Ok(()),
        },
        (Kind::LanguageMap, Value::Object(texts)) => {
            let good = !texts.is_empty()
                && texts.iter().all(|(tag, text)| {
                    is_language_tag(tag) && text.as_str().is_some_and(|text| !text.is_empty())
                });
            match good {
                true => Ok(()),
                false => malformed("structure.language_map", "texts by language tag"),
            }
        }
        (Kind::Date, Value::String(text)) => match When::date(text) {
            Some(_) => Ok(()),
            None => malformed("date.malformed", "YYYY-MM, YYYY-MM-DD or an RFC 3339 date-time"),
        },
        (Kind::DateTime, Value::String(text)) => match When::instant(text) {
            Some(_) => Ok(()),
            None => malformed("date.malformed", "an RFC 3339 date-time with its offset"),
        },
        (Kind::Url, Value::String(text)) => match Url::parse(text) {
            Err(_) => malformed("structure.url", "an absolute URL"),
            Ok(url) if matches!(url.scheme(), "https" | "http" | "urn") => Ok(()),
            Ok(_) => Err(Fault::Doubtful("structure.url_scheme", "an https link that readers can follow")),
        },
        (Kind::Email, Value::String(text)) => match is_email(text) {
            true => Ok(()),
            false => malformed("structure.email", "an e-mail address"),
        },
        (Kind::Enumeration(values), Value::String(text)) => match values.contains(&text.as_str()) {
            true => Ok(()),
            false => Err(Fault::Malformed(
                "structure.enumeration",
                format!("one of {}", values.join(", ")),
            )),
        },
        _ => Err(Fault::Kind),
    }
}

fn name(kind: Kind, row: &Attribute) -> String {
    let number = |what: &str| match row.unit {
        Some(unit) => format!("{what} in {}", describe::unit(unit)),
        None => what.to_owned(),
    };
    match kind {
        Kind::Object => "an object".to_owned(),
        Kind::Array => "a list".to_owned(),
        Kind::Number => number("a number"),
        Kind::Integer => number("a whole number"),
        Kind::LanguageMap => "texts by language tag, such as {\"en\": \"…\"}".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Enumeration(values) => format!("one of {}", values.join(", ")),
        Kind::Text
        | Kind::Date
        | Kind::DateTime
        | Kind::Url
        | Kind::Email
        | Kind::Cas
        | Kind::BatteryId => "a text".to_owned(),
    }
}

/// What to write instead, where the value tells.
struct Fix {
    hint: String,
    value: Value,
}

fn fix(kind: Kind, value: &Value) -> Option<Fix> {
    match (kind, value) {
        (Kind::Number | Kind::Integer, Value::String(text)) => {
            let end = text
                .find(|c: char| !c.is_ascii_digit() && !".-+".contains(c))
                .unwrap_or(text.len());
            let number: f64 = text[..end].parse().ok()?;
            let unit = if end < text.trim_end().len() {
                " and without the unit"
            } else {
                ""
            };
            Some(Fix {
                hint: format!("write {number}, without quotes{unit}"),
                value: plain(number),
            })
        }
        (Kind::Array, value) => Some(Fix {
            hint: "put it in [ ], also when there is only one".to_owned(),
            value: Value::Array(vec![value.clone()]),
        }),
        (Kind::Enumeration(values), Value::String(text)) => {
            let meant = values
                .iter()
                .find(|known| known.eq_ignore_ascii_case(text.trim()))?;
            Some(Fix {
                hint: format!("write {meant}"),
                value: Value::from(*meant),
            })
        }
        _ => None,
    }
}

/// A value short enough for a message.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(_) => "an object".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::String(text) => {
            let short: String = text.chars().take(40).collect();
            let more = if short.len() < text.len() { "…" } else { "" };
            format!("the text {:?}", format!("{short}{more}"))
        }
        other => other.to_string(),
    }
}

/// RFC 5646, as far as its form goes: a language of two to eight letters, then subtags.
fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let language = parts.next().is_some_and(|part| {
        (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    });
    language
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn is_email(text: &str) -> bool {
    let Some((local, domain)) = text.rsplit_once('@') else {
        return false;
    };
    !local.is_empty()
        && domain.contains('.')
        && !domain.starts_with('.')
        && !domain.ends_with('.')
        && !text.contains(char::is_whitespace)
}

/// Levenshtein distance, letters' case aside.
fn distance(left: &str, right: &str) -> usize {
    let right: Vec<char> = right.to_lowercase().chars().collect();
    let mut row: Vec<usize> = (0..=right.len()).collect();
    // A hostile name is not worth more than the longest of ours.
    for (i, l) in left.to_lowercase().chars().take(64).enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, r) in right.iter().enumerate() {
            let replaced = diagonal + usize::from(l != *r);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(diagonal + 1).min(row[j] + 1);
        }
    }
    row[right.len()]
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, complete, linted, with};
    use crate::battery::category::Category;

    #[test]
    fn an_unknown_attribute_is_refused_with_the_name_that_was_meant() {
        for (pointer, meant) in [
            ("/generalProductInformation/batteryMas", "batteryMass"),
            (
                "/generalProductInformation/warrentyPeriod",
                "/generalProductInformation/warrantyPeriod",
            ),
            (
                "/generalProductInformation/ratedEnergy",
                "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
            ),
            ("/materialComposit1on", "materialComposition"),
        ] {
            let findings = linted(&with(Category::Ev, pointer, json!(1)), None);
            let finding = findings
                .errors()
                .find(|finding| finding.pointer.to_string() == pointer)
                .unwrap_or_else(|| panic!("{pointer}"));
            assert_eq!(finding.code, "structure.unknown");
            assert_eq!(
                finding.hint.as_deref(),
                Some(format!("did you mean {meant}?").as_str())
            );
        }
    }

    #[test]
    fn what_frames_the_content_is_not_unknown() {
        let content = with(Category::Ev, "/version", json!(2));
        assert!(linted(&content, None).is_compliant());
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        for (pointer, value, code) in [
            (
                "/generalProductInformation/batteryMass",
                json!("430"),
                "structure.kind",
            ),
            (
                "/generalProductInformation/batteryMass",
                json!(null),
                "structure.null",
            ),
            (
                "/generalProductInformation/batteryStatus",
                json!("original"),
                "structure.enumeration",
            ),
            (
                "/generalProductInformation/manufacturingDate",
                json!("7172-75-08"),
                "date.malformed",
            ),
            (
                "/generalProductInformation/puttingIntoService",
                json!("2026-03-01"),
                "date.malformed",
            ),
            (
                "/generalProductInformation/manufacturerInformation/emailAddress",
                json!("nobody"),
                "structure.email",
            ),
            (
                "/generalProductInformation/manufacturerInformation",
                json!("Voltcell"),
                "structure.kind",
            ),
            (
                "/labels/declarationOfConformity",
                json!("see attachment"),
                "structure.url",
            ),
            (
                "/labels/labels/0/labelingMeaning",
                json!({"": "x"}),
                "structure.language_map",
            ),
            (
                "/labels/labels/0/labelingMeaning",
                json!("Separate collection"),
                "structure.kind",
            ),
            (
                "/materialComposition/criticalRawMaterials",
                json!("Cobalt"),
                "structure.kind",
            ),
            (
                "/materialComposition/criticalRawMaterials/0",
                json!(" "),
                "structure.empty",
            ),
            (
                "/materialComposition/batteryMaterials/0",
                json!("Nickel"),
                "structure.kind",
            ),
            (
                "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
                json!(1500.5),
                "structure.not_whole",
            ),
        ] {
            let findings = linted(&with(Category::Ev, pointer, value.clone()), None);
            assert!(
                codes_at(&findings, pointer).contains(&code),
                "{pointer} {value}: {findings:#?}"
            );
            assert!(!findings.is_compliant());
        }
    }

    #[test]
    fn a_link_that_no_reader_can_follow_is_a_warning() {
        let pointer = "/labels/declarationOfConformity";
        let findings = linted(
            &with(Category::Ev, pointer, json!("telnet://192.0.2.16:80/")),
            None,
        );
        assert_eq!(codes_at(&findings, pointer), ["structure.url_scheme"]);
        assert!(findings.is_compliant());
    }

    #[test]
    fn a_member_that_its_object_cannot_do_without_is_missed() {
        let mut content = complete(Category::Ev);
        content["circularity"]["sparePartSources"][0]
            .as_object_mut()
            .unwrap()
            .remove("components");
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, "/circularity/sparePartSources/0/components"),
            ["structure.member_missing"]
        );
    }

    #[test]
    fn a_member_that_the_law_does_not_ask_for_is_only_expected() {
        let fade = "/performanceAndDurability/batteryCondition/powerFade";
        let content = with(Category::Ev, fade, json!({"powerFadeValue": 3}));
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, &format!("{fade}/lastUpdate")),
            ["structure.member_expected"]
        );
        assert!(findings.is_compliant());
    }

    #[test]
    fn a_reference_without_digest_is_refused() {
        let content = with(Category::Ev, "/predecessor", json!([{"id": "urn:uuid:1"}]));
        assert_eq!(
            codes_at(&linted(&content, None), "/predecessor/0"),
            ["structure.reference"]
        );
    }
}
