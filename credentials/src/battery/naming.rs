//! What people call a battery, and what they look for first.

use serde_json::Value;

use super::attributes::{Attribute, table};
use super::identifier::BatteryId;
use super::passport::PASSPORT;

const MODEL: &str = "/generalProductInformation/modelIdentifier";
const MAKER: &str = "/generalProductInformation/manufacturerInformation/contactName";
const OPERATOR: &str = "/generalProductInformation/operatorInformation/contactName";
const OPERATOR_EMAIL: &str = "/generalProductInformation/operatorInformation/emailAddress";

/// The model of a passport's subject.
pub fn model(subject: &Value) -> Option<&str> {
    subject.pointer(MODEL)?.as_str()
}

/// Who made it.
pub fn maker(subject: &Value) -> Option<&str> {
    subject.pointer(MAKER)?.as_str()
}

/// Who answers for it (Art. 77(4)).
pub fn operator(subject: &Value) -> Option<&str> {
    subject.pointer(OPERATOR)?.as_str()
}

/// Where that operator is written to; none where it is not plainly an address.
pub fn operator_email(subject: &Value) -> Option<&str> {
    let email = subject.pointer(OPERATOR_EMAIL)?.as_str()?;
    let plain = |c: char| c.is_ascii_alphanumeric() || ".@_+-".contains(c);
    (email.contains('@') && email.chars().all(plain)).then_some(email)
}

/// A credential among others: `passport of VC77-0001234`, `StateOfHealth of VC77-0001234`.
pub fn credential(document: &Value) -> String {
    let types = document["type"].as_array().into_iter().flatten();
    let kind = types.rev().find_map(Value::as_str);
    let kind = match kind.unwrap_or("credential") {
        PASSPORT => "passport",
        kind => kind,
    };
    let Some(of) = document["credentialSubject"]["id"].as_str() else {
        return kind.to_owned();
    };
    let battery = of.parse::<BatteryId>().ok();
    let serial = battery.as_ref().and_then(BatteryId::serial);
    let name = serial.map_or_else(|| of.to_owned(), ToString::to_string);
    format!("{kind} of {name}")
}

/// The rows of the table that a reader looks for first, each with its short title.
pub fn at_a_glance() -> impl Iterator<Item = (&'static str, &'static Attribute)> {
    let rows = table().iter();
    rows.filter_map(|row| Some((row.at_a_glance?, row)))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::audience::may_see;
    use super::super::{Audience, attributes::Kind};
    use super::*;

    #[test]
    fn a_credential_among_others_goes_by_its_kind_and_the_number_on_the_battery() {
        let battery = "https://id.example.com/01/09506000134352/21/A1";
        for (types, subject, called) in [
            (
                json!(["VerifiableCredential", PASSPORT]),
                json!(battery),
                "passport of A1",
            ),
            (
                json!(["VerifiableCredential", "LifecycleEvent", "Recycled"]),
                json!(battery),
                "Recycled of A1",
            ),
            (
                json!(["VerifiableCredential"]),
                json!("did:web:a.example"),
                "VerifiableCredential of did:web:a.example",
            ),
            (json!("x"), json!(7), "credential"),
        ] {
            let document = json!({"type": types, "credentialSubject": {"id": subject}});
            assert_eq!(credential(&document), called);
        }
    }

    #[test]
    fn names_and_what_is_looked_for_first_are_public_rows_of_the_table() {
        for pointer in [MODEL, MAKER, OPERATOR] {
            assert_eq!(table().at(pointer).unwrap().kind, Kind::Text, "{pointer}");
        }
        let named = [MODEL, MAKER, OPERATOR, OPERATOR_EMAIL]
            .map(|pointer| table().governing(pointer).unwrap());
        let first = at_a_glance().map(|(_, row)| table().governing(row.pointer).unwrap());
        for row in named.into_iter().chain(first) {
            assert!(may_see(row, Audience::Public), "{}", row.pointer);
        }
        assert_eq!(at_a_glance().count(), 8);
    }
}
