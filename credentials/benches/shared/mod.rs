//! A passport of about the size of a real one: a value of most rows of the attribute table.

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2};
use serde_json::{Map, Value, json};

/// 5.8 kB, some 170 statements, 20 nested objects.
pub fn passport() -> Value {
    let mut subject = json!({"id": "https://id.acme.example/01/09506000134352/21/A1", "type": ["Battery"],
        "granularityLevel": "item", "version": 1});
    for group in table()
        .groups()
        .filter(|group| !["circularity", "labels"].contains(&group.name()))
    {
        subject[group.name()] = filled(group);
    }
    json!({"@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1],
        "id": "urn:uuid:30000000-0000-4000-8000-000000000000",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:acme.example", "name": "Acme"}, "validFrom": "2027-02-18T00:00:00Z",
        "credentialSubject": subject})
}

fn filled(row: &Attribute) -> Value {
    let members = || -> Map<String, Value> {
        let members = table().members(row);
        members
            .map(|member| (member.name().to_owned(), filled(member)))
            .collect()
    };
    match row.kind {
        Kind::Object => members().into(),
        Kind::Array => match table().member(row, "*") {
            Some(plain) => json!([filled(plain)]),
            None => json!([members()]),
        },
        Kind::Number => json!(92.4),
        Kind::Integer => json!(7),
        Kind::Boolean => json!(true),
        Kind::LanguageMap => json!({"en": "Harmful if swallowed"}),
        Kind::DateTime => json!("2027-02-18T00:00:00Z"),
        Kind::Url | Kind::BatteryId => json!("https://acme.example/documents/17"),
        _ => json!(row.title),
    }
}
