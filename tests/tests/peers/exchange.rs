//! Exports, held against the published schemas by another validator (Ajv).

use std::collections::BTreeSet;
use std::path::PathBuf;

use credentials::battery::{Audience, EventDraft, Statement};
use issuer::exchange::untp::{Envelope, Trace};
use issuer::exchange::{ExportFormat, export, export_events, seen_by};
use issuer::sample;
use serde_json::{Value, json};

use super::judge::accepts;

fn published(path: &str) -> Option<PathBuf> {
    let data = std::env::var_os("PASSPORT_DATA_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = data.join(path);
    if !path.exists() {
        eprintln!(
            "skipped: {} not found, set PASSPORT_DATA_DIR",
            path.display()
        );
        return None;
    }
    Some(path)
}

/// A published schema: some are UTF-16, one has stray bytes in its descriptions.
fn schema(path: &PathBuf) -> Value {
    let bytes = std::fs::read(path).unwrap();
    let text = match bytes.as_slice() {
        [0xff, 0xfe, rest @ ..] => {
            let (pairs, _) = rest.as_chunks::<2>();
            let units: Vec<u16> = pairs.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        all => String::from_utf8_lossy(all).into_owned(),
    };
    serde_json::from_str(&text).unwrap()
}

/// Places where the judge finds another value than the schema allows, and places where it finds none.
fn faults(schema: &Value, value: &Value) -> (BTreeSet<String>, BTreeSet<String>) {
    let request = json!({"do": "validatePublished", "schema": schema, "value": value});
    let answer = accepts("schema.js", &request);
    let (mut refused, mut missing) = (BTreeSet::new(), BTreeSet::new());
    for error in answer["errors"].as_array().into_iter().flatten() {
        let at = error["instancePath"].as_str().unwrap();
        match error["params"]["missingProperty"].as_str() {
            Some(name) => missing.insert(format!("{at}/{name}")),
            None => refused.insert(at.to_owned()),
        };
    }
    (refused, missing)
}

#[test]
fn exported_aspects_fit_the_published_schemas_but_where_the_report_says_otherwise() {
    let Some(folder) = published("batterypass-1.2") else {
        return;
    };
    for (name, content) in [
        ("ev", sample::ev_passport()),
        ("lmt", sample::lmt_passport()),
        ("stationary", sample::stationary_passport()),
        ("second-life", sample::second_life_passport()),
    ] {
        let exported = export(&content, ExportFormat::BatteryPass, None).unwrap();
        assert!(!exported.files.is_empty());
        for (file, bytes) in &exported.files {
            let aspect = file.strip_suffix(".json").unwrap();
            let schema = schema(&folder.join(format!("{aspect}-schema.json")));
            let value: Value = serde_json::from_slice(bytes).unwrap();
            let (refused, missing) = faults(&schema, &value);
            let beyond = exported.beyond.iter().filter(|beyond| beyond.file == *file);
            let beyond: BTreeSet<String> = beyond.map(|beyond| beyond.pointer.clone()).collect();
            assert_eq!(refused, beyond, "{name}: {file}");
            let place = format!("{file}#");
            let told = exported.report.missing.iter();
            let told: BTreeSet<String> = told
                .filter_map(|missing| missing.pointer.strip_prefix(&place))
                .map(str::to_owned)
                .collect();
            assert_eq!(missing, told, "{name}: {file}");
        }
    }
}

#[test]
fn exported_product_passports_fit_the_published_untp_schema() {
    let Some(path) = published("untp/dpp/untp-dpp-schema.json") else {
        return;
    };
    let schema = schema(&path);
    let envelope = Envelope {
        id: "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f".to_owned(),
        issuer: "did:web:voltcell.example".to_owned(),
        name: "Voltcell GmbH".to_owned(),
        valid_from: "2026-05-07T08:30:00Z".to_owned(),
        valid_until: Some("2041-05-07T08:30:00Z".to_owned()),
        history: vec![Trace {
            id: "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b55".to_owned(),
            title: "StateOfHealth".to_owned(),
            digest: "6239119dda5bd4c8a6ffb832fe16feaa5c27b7dba154d24c53d4470a2c69adc2".to_owned(),
        }],
    };
    let none = (BTreeSet::new(), BTreeSet::new());
    for content in [
        sample::ev_passport(),
        sample::lmt_passport(),
        sample::stationary_passport(),
        sample::second_life_passport(),
    ] {
        let public = seen_by(&content, Audience::Public);
        let bare = json!({"id": content["id"]});
        for content in [&content, &public, &bare] {
            let exported = export(content, ExportFormat::Untp, Some(&envelope)).unwrap();
            let [(_, bytes)] = exported.files.as_slice() else {
                panic!("one file");
            };
            let passport: Value = serde_json::from_slice(bytes).unwrap();
            assert_eq!(faults(&schema, &passport), none);
        }
    }
    // The judge sees a fault where there is one.
    let exported = export(&sample::ev_passport(), ExportFormat::Untp, Some(&envelope)).unwrap();
    let mut broken: Value = serde_json::from_slice(&exported.files[0].1).unwrap();
    broken["credentialSubject"]["conformityClaim"][0]["conformityTopic"] = json!("weather");
    assert_ne!(faults(&schema, &broken), none);
}

#[test]
fn exported_events_fit_the_published_untp_schemas() {
    let Some(path) = published("untp/dte/untp-dte-schema.json") else {
        return;
    };
    let whole = schema(&path);
    let none = (BTreeSet::new(), BTreeSet::new());
    for file in [
        json!({"type": "Manufactured", "facility": "https://id.gs1.org/414/9520123456788"}),
        json!({"type": "PlacedOnMarket", "country": "DE"}),
        json!({"type": "StateOfHealth", "stateOfCertifiedEnergy": 92.4, "numberOfFullCycles": 311}),
        json!({"type": "Maintenance", "work": "Contactor replaced", "replacedParts": ["VC-1"]}),
        json!({"type": "Repurposed", "application": "Home storage"}),
        json!({"type": "Recall", "reason": "Coolant leak"}),
        json!({"type": "BecameWaste"}),
        json!({"type": "Recycled", "recoveredMasses": [{"material": "Cobalt", "mass": 6}, {"material": "Black mass", "mass": 90}]}),
    ] {
        let event = event_of(file);
        assert_eq!(faults(&whole, &event), none, "{event}");
        let subject = &event["credentialSubject"][0];
        let kind = subject["type"][0].as_str().unwrap();
        let own = published(&format!("untp/dte/{kind}-schema.json")).unwrap();
        assert_eq!(faults(&schema(&own), subject), none, "{subject}");
    }
    // The judge sees a fault where there is one.
    let mut broken = event_of(json!({"type": "BecameWaste"}));
    broken["issuer"].as_object_mut().unwrap().remove("name");
    assert_ne!(faults(&whole, &broken), none);
}

/// The traceability event that an event of a battery is exported as.
fn event_of(mut file: Value) -> Value {
    file["battery"] = json!("https://id.voltcell.example/01/09506000134352/21/A1");
    file["time"] = json!("2029-03-01T08:00:00Z");
    let statement = Statement::new(
        "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b55",
        "did:web:fleet.example".parse().unwrap(),
        "2029-03-01T08:05:00Z".parse().unwrap(),
    );
    let credential = EventDraft::from_file(&file)
        .unwrap()
        .build(&statement)
        .unwrap();
    let exported = export_events(&[credential], None).unwrap().unwrap();
    serde_json::from_slice(&exported.files[0].1).unwrap()
}
