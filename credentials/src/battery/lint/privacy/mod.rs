//! Does the content tell who owns or drives the battery, in which vehicle, or where it has been? The Regulation asks for
//! none of it: Annex XIII is about batteries and the companies that make and treat them, and Art. 78 for a high level of
//! privacy. All of this is a warning: whether a text means a person, only a person can tell.

mod traces;

use serde_json::Value;

use super::finding::{Finding, Findings};
use crate::battery::attributes::{Attribute, Kind};
use crate::battery::content::visit;
use crate::battery::identifier::BatteryId;
use crate::json::JsonPointer;
use traces::Trace;

const LAW: &str = "Art. 78; Regulation (EU) 2016/679 Art. 5(1)(c)";

/// A passport's subject.
pub(super) fn check(subject: &Value, findings: &mut Findings) {
    battery_id(subject, findings);
    visit(subject, &mut |place| {
        let Some(row) = place.row else {
            names(place.pointer, place.value, findings);
            return;
        };
        for (pointer, text) in texts(place.pointer, place.value, row) {
            if let Some(trace) = look(row, text) {
                findings.push(found(trace, &pointer));
            }
        }
    });
}

/// What an event says beside measured values, and the texts among those.
pub(super) fn check_event(subject: &Value, findings: &mut Findings) {
    battery_id(subject, findings);
    let condition = "/performanceAndDurability";
    if let Some(measured) = subject.pointer(condition) {
        let measured = serde_json::json!({"performanceAndDurability": measured});
        check(&measured, findings);
    }
    let Value::Object(members) = subject else {
        return;
    };
    for (name, value) in members {
        let pointer = JsonPointer::from_iter([name]);
        // Part numbers and batches are codes; the event's frame is read elsewhere.
        let look = match name.as_str() {
            "id"
            | "type"
            | "battery"
            | "eventTime"
            | "time"
            | "supersedes"
            | "performanceAndDurability"
            | "recoveredMasses"
            | "containedMasses" => continue,
            "replacedParts" | "batch" | "remedies" => traces::in_code,
            _ => traces::in_text,
        };
        let alone = value.as_str().map(|text| (pointer.clone(), text));
        let several = value.as_array().into_iter().flatten().enumerate();
        let several = several.filter_map(|(at, item)| Some((pointer.child(at), item.as_str()?)));
        for (pointer, text) in alone.into_iter().chain(several) {
            if let Some(trace) = look(text) {
                findings.push(found(trace, &pointer));
            }
        }
    }
}

/// A serial number that is the vehicle's makes the public link of the label a register of vehicles.
fn battery_id(subject: &Value, findings: &mut Findings) {
    let id = subject.get("id").and_then(Value::as_str);
    let Some(Ok(id)) = id.map(str::parse::<BatteryId>) else {
        return;
    };
    let serial = id.serial().map(|serial| serial.as_str().to_owned());
    if let Some(serial) = serial
        && traces::in_text(&serial) == Some(Trace::Vin)
    {
        findings.push(found(Trace::Vin, &JsonPointer::from_iter(["id"])));
    }
}

/// What nothing describes may still tell by its name what it holds.
fn names(pointer: &JsonPointer, value: &Value, findings: &mut Findings) {
    let name = pointer
        .tokens()
        .last()
        .map(String::as_str)
        .unwrap_or_default();
    if let Some(trace) = traces::in_name(name) {
        findings.push(found(trace, pointer));
        return;
    }
    match value {
        Value::Object(members) => {
            for (name, value) in members {
                names(&pointer.child(name), value, findings);
            }
        }
        Value::Array(items) => {
            for (at, item) in items.iter().enumerate() {
                names(&pointer.child(at), item, findings);
            }
        }
        Value::String(text) => {
            if let Some(trace) = traces::in_text(text) {
                findings.push(found(trace, pointer));
            }
        }
        _ => {}
    }
}

/// The texts of a value: itself, or those of a map by language.
fn texts<'v>(
    pointer: &JsonPointer,
    value: &'v Value,
    row: &Attribute,
) -> Vec<(JsonPointer, &'v str)> {
    match value {
        Value::String(text) => vec![(pointer.clone(), text)],
        Value::Object(texts) if row.kind == Kind::LanguageMap => texts
            .iter()
            .filter_map(|(tag, text)| Some((pointer.child(tag), text.as_str()?)))
            .collect(),
        _ => Vec::new(),
    }
}

fn look(row: &Attribute, text: &str) -> Option<Trace> {
    match row.kind {
        Kind::Text | Kind::LanguageMap if is_contact(row) => {
            traces::in_text(text).filter(|trace| !matches!(trace, Trace::Contact | Trace::Person))
        }
        Kind::Text if is_code(row) => traces::in_code(text),
        Kind::Text | Kind::LanguageMap => traces::in_text(text),
        Kind::Url => traces::in_code(text),
        _ => None,
    }
}

/// The fields in which a company says how to reach it.
fn is_contact(row: &Attribute) -> bool {
    [
        "/generalProductInformation/manufacturerInformation/",
        "/generalProductInformation/operatorInformation/",
        "/generalProductInformation/manufacturingPlace/",
        "/circularity/sparePartSources/",
    ]
    .iter()
    .any(|company| row.pointer.starts_with(company))
        && !is_code(row)
}

/// Names that machines read.
fn is_code(row: &Attribute) -> bool {
    let name = row.name();
    [
        "Identifier",
        "identifier",
        "Number",
        "Id",
        "Digest",
        "Code",
        "mimeType",
    ]
    .iter()
    .any(|end| name.ends_with(end))
}

fn found(trace: Trace, pointer: &JsonPointer) -> Finding {
    let (code, what, fix) = match trace {
        Trace::Vin => (
            "privacy.vin",
            "this looks like a vehicle identification number: it ties the battery to one vehicle and so to its keeper",
            "drop it; a workshop that needs it reads it in the vehicle",
        ),
        Trace::Plate => (
            "privacy.plate",
            "this looks like a vehicle's registration number: it leads to its keeper",
            "drop it",
        ),
        Trace::Imei => (
            "privacy.device",
            "this looks like the number of a modem: it makes the vehicle traceable",
            "drop it; name the battery by its own identifier",
        ),
        Trace::Place => (
            "privacy.place",
            "this looks like the coordinates of a place: where a battery has been tells where its owner has",
            "drop it, or coarsen it to the country",
        ),
        Trace::Contact => (
            "privacy.contact",
            "this looks like an e-mail address or telephone number outside the fields of a company",
            "drop it, or give a company's in operatorInformation",
        ),
        Trace::Person => (
            "privacy.person",
            "this looks like the name of a person",
            "say what was done, not who did it or for whom",
        ),
        Trace::BareHash => (
            "privacy.bare_hash",
            "this looks like a digest without a salt: whoever tries all vehicle numbers finds the one behind it",
            "drop it; selective disclosure has salted digests of what may be shown later",
        ),
    };
    Finding::warning(code, pointer, what).article(LAW).hint(fix)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, complete, linted, with};
    use super::super::{Severity, Verdict, lint_event};
    use super::*;
    use crate::battery::category::Category;
    use crate::battery::event::EventKind;

    const EVENT: &str = "/performanceAndDurability/batteryCondition/negativeEvents";

    fn event_told(text: &str) -> Value {
        json!([{"negativeEvent": text, "lastUpdate": "2027-05-01T00:00:00Z"}])
    }

    #[test]
    fn free_text_that_identifies_is_a_warning_of_the_law_with_reason_and_fix() {
        let content = with(
            Category::Ev,
            EVENT,
            event_told("crash of WVWZZZ1KZAW123456"),
        );
        let findings = linted(&content, None);
        let place = format!("{EVENT}/0/negativeEvent");
        let finding = findings
            .iter()
            .find(|finding| finding.pointer.to_string() == place)
            .unwrap();
        assert_eq!(finding.code, "privacy.vin");
        assert_eq!(
            (finding.severity, finding.verdict),
            (Severity::Warning, Verdict::Law)
        );
        assert!(finding.hint.is_some() && finding.article.is_some());
        assert!(findings.is_compliant());
    }

    #[test]
    fn the_contact_of_a_company_is_no_secret_and_elsewhere_it_is_one() {
        let name = "/generalProductInformation/operatorInformation/contactName";
        let content = with(Category::Ev, name, json!("Mr. Volt, volt@cells.example"));
        assert_eq!(codes_at(&linted(&content, None), name), [] as [&str; 0]);
        let vin = with(Category::Ev, name, json!("keeper of WVWZZZ1KZAW123456"));
        assert_eq!(codes_at(&linted(&vin, None), name), ["privacy.vin"]);
        let meaning = "/labels/labels/0/labelingMeaning";
        let content = with(
            Category::Ev,
            meaning,
            json!({"en": "ask volt@cells.example"}),
        );
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, &format!("{meaning}/en")),
            ["privacy.contact"]
        );
    }

    #[test]
    fn a_member_that_nobody_knows_is_judged_by_its_name_too() {
        let place = "/generalProductInformation/licencePlate";
        let content = with(Category::Ev, place, json!("?"));
        let codes = codes_at(&linted(&content, None), place);
        assert!(codes.contains(&"privacy.plate"), "{codes:?}");
        let place = "/generalProductInformation/telematics";
        let content = with(Category::Ev, place, json!({"gps": [48.2, 16.4]}));
        let inner = format!("{place}/gps");
        assert_eq!(codes_at(&linted(&content, None), &inner), ["privacy.place"]);
    }

    #[test]
    fn a_battery_that_is_numbered_like_its_vehicle_is_noticed() {
        let id = "https://id.voltcell.example/01/09506000134352/21/1M8GDM9AXKP042788";
        let findings = linted(&with(Category::Ev, "/id", json!(id)), None);
        assert_eq!(codes_at(&findings, "/id"), ["privacy.vin"]);
    }

    #[test]
    fn the_samples_identify_nobody() {
        for category in Category::ALL {
            let mut findings = Findings::default();
            check(&complete(category), &mut findings);
            assert_eq!(findings, Findings::default(), "{category}");
        }
    }

    #[test]
    fn an_event_is_judged_in_its_words_and_in_its_measurements() {
        let subject = json!({
            "id": "https://id.voltcell.example/01/09506000134352/21/VC77-0001234",
            "eventTime": "2027-05-01T00:00:00Z",
            "work": "balanced cells for Mr. Doe",
            "replacedParts": ["BP-100-XY", "1M8GDM9AXKP042788"],
            "performanceAndDurability": {"batteryCondition": {
                "negativeEvents": event_told("fell at 48.20849, 16.37208")
            }}
        });
        let findings = lint_event(EventKind::StateOfHealth, &subject, None);
        let found: Vec<_> = findings
            .iter()
            .map(|finding| (finding.code, finding.pointer.to_string()))
            .collect();
        assert_eq!(
            found,
            [
                ("privacy.place", format!("{EVENT}/0/negativeEvent")),
                ("privacy.person", "/work".to_owned()),
                ("privacy.vin", "/replacedParts/1".to_owned()),
            ]
        );
    }
}
