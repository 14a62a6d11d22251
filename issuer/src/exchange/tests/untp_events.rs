//! Events and transfers in the words of the UN Transparency Protocol.

use credentials::battery::reference::digest_multibase;
use credentials::battery::transfer::{TransferAcceptance, TransferOffer};
use credentials::battery::{EventDraft, EventKind, Parts, Reference, Statement};
use credentials::problem::Coded;
use serde_json::{Value, json};

use super::{ID, leaves};
use crate::exchange::{Exported, Fate, export_events};

fn statement(number: u8, issuer: &str) -> Statement {
    Statement::new(
        format!("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b{number:02}"),
        issuer.parse().unwrap(),
        "2029-03-01T08:05:00Z".parse().unwrap(),
    )
}

fn event(file: Value) -> Value {
    let mut file = file;
    file["battery"] = json!(ID);
    file["time"] = json!("2029-03-01T08:00:00Z");
    let draft = EventDraft::from_file(&file).unwrap();
    draft.build(&statement(1, "did:web:fleet.example")).unwrap()
}

fn written(exported: &Exported) -> Value {
    let [(_, bytes)] = exported.files.as_slice() else {
        panic!("one file: {:?}", exported.files.len())
    };
    serde_json::from_slice(bytes).unwrap()
}

fn exported(credential: &Value) -> (Value, Exported) {
    let exported = export_events(std::slice::from_ref(credential), None)
        .unwrap()
        .unwrap();
    (written(&exported), exported)
}

#[test]
fn a_reading_of_the_state_of_health_is_an_object_event_with_a_sensor_report() {
    let credential = event(
        json!({"type": "StateOfHealth", "stateOfCertifiedEnergy": 92.4,
        "numberOfFullCycles": 311, "method": "BMS reading"}),
    );
    let (said, exported) = exported(&credential);
    assert_eq!(exported.files[0].0, "01-StateOfHealth.untp.json");
    assert_eq!(said["type"][0], "DigitalTraceabilityEvent");
    assert_eq!(said["issuer"]["id"], "did:web:fleet.example");
    let subject = &said["credentialSubject"][0];
    assert_eq!(subject["type"], json!(["ObjectEvent", "Event"]));
    assert_eq!(subject["id"], credential["id"]);
    assert_eq!(subject["epcList"][0]["id"], ID);
    let reports = subject["sensorElementList"][0]["sensorReport"]
        .as_array()
        .unwrap();
    let health = reports
        .iter()
        .find(|report| report["value"] == 92.4)
        .unwrap();
    assert_eq!(
        (&health["uom"], &health["time"]),
        (&json!("P1"), &json!("2029-03-01T08:00:00Z"))
    );
    assert!(
        health["sensorType"]
            .as_str()
            .unwrap()
            .ends_with("#stateOfCertifiedEnergyValue")
    );
}

#[test]
fn every_value_of_an_event_is_where_the_report_says_it_went() {
    for file in [
        json!({"type": "StateOfHealth", "currentSelfDischargingRate": 2, "stateOfCertifiedEnergy": 92}),
        json!({"type": "Maintenance", "work": "Contactor replaced", "replacedParts": ["VC-1"]}),
        json!({"type": "Manufactured", "facility": "https://id.gs1.org/414/9520123456788", "batch": "B1"}),
        json!({"type": "Recycled", "facility": "Hall 3", "inputMass": 478,
            "recoveredMasses": [{"material": "Cobalt", "mass": 6}, {"material": "Black mass", "mass": 90}]}),
    ] {
        let credential = event(file);
        let (said, exported) = exported(&credential);
        let mut expected = Vec::new();
        leaves(
            String::new(),
            &credential["credentialSubject"],
            &mut expected,
        );
        let fields = &exported.report.fields;
        let told: Vec<String> = fields.iter().map(|field| field.place.to_string()).collect();
        assert_eq!(told, expected);
        for field in fields {
            match &field.fate {
                Fate::Mapped { to } => {
                    assert_eq!(said.pointer(&to[0]), Some(&field.value), "{}", field.place)
                }
                Fate::LeftOver { reason } => assert!(!reason.is_empty()),
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn every_kind_of_event_has_its_business_step() {
    let battery: credentials::battery::BatteryId = ID.parse().unwrap();
    let mut steps = Vec::new();
    for kind in EventKind::ALL {
        let mut draft = EventDraft::new(
            kind,
            battery.clone(),
            "2029-03-01T08:00:00Z".parse().unwrap(),
        );
        for (name, value) in [
            ("work", json!("w")),
            ("reason", json!("r")),
            ("restoredCapacity", json!(95)),
            ("cellStateOfHealthSpread", json!(2)),
        ] {
            if kind
                .details()
                .iter()
                .any(|detail| detail.name == name && detail.required)
            {
                draft.details.insert(name.to_owned(), value);
            }
        }
        if kind == EventKind::Incident {
            let fall = json!([{"negativeEvent": "Fall", "lastUpdate": "2029-03-01T08:00:00Z"}]);
            draft.condition.insert("negativeEvents".to_owned(), fall);
        }
        if kind == EventKind::StateOfHealth {
            let health =
                json!({"stateOfCertifiedEnergyValue": 90, "lastUpdate": "2029-03-01T08:00:00Z"});
            draft
                .condition
                .insert("stateOfCertifiedEnergy".to_owned(), health);
        }
        let credential = draft.build(&statement(1, "did:web:fleet.example")).unwrap();
        let (said, _) = exported(&credential);
        let subject = &said["credentialSubject"][0];
        steps.push(format!(
            "{kind}: {} {} {}",
            subject["type"][0].as_str().unwrap(),
            subject["bizStep"]
                .as_str()
                .unwrap()
                .rsplit('-')
                .next()
                .unwrap(),
            subject["action"].as_str().unwrap()
        ));
    }
    insta::assert_snapshot!(steps.join("\n"));
}

#[test]
fn recycling_transforms_a_battery_into_materials() {
    let credential = event(json!({"type": "Recycled",
        "recoveredMasses": [{"material": "Co", "mass": 6}, {"material": "Black mass", "mass": 90}]}));
    let (said, _) = exported(&credential);
    let subject = &said["credentialSubject"][0];
    assert_eq!(subject["type"][0], "TransformationEvent");
    assert_eq!(subject["inputEPCList"][0]["id"], ID);
    let outputs = &subject["outputQuantityList"];
    assert_eq!(
        outputs[0]["productId"],
        "https://commonchemistry.cas.org/detail?cas_rn=7440-48-4"
    );
    assert!(
        outputs[1]["productId"]
            .as_str()
            .unwrap()
            .ends_with("#Black+mass")
    );
    assert_eq!(
        (&outputs[1]["quantity"], &outputs[1]["uom"]),
        (&json!(90), &json!("KGM"))
    );
}

#[test]
fn a_transfer_is_a_transaction_between_both_who_signed_it() {
    let reference = |number: u8| Reference {
        id: format!("urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b{number:02}"),
        digest_multibase: digest_multibase(b"signed"),
    };
    let offer = TransferOffer {
        statement: Statement {
            valid_until: Some("2029-04-01T00:00:00Z".parse().unwrap()),
            ..statement(2, "did:web:volt.example")
        },
        battery: ID.parse().unwrap(),
        new_operator: "did:web:rewatt.example".parse().unwrap(),
        passport: reference(9),
        events: Vec::new(),
        parts: Parts::whole(),
        terms: None,
    }
    .build()
    .unwrap();
    let accepted = TransferAcceptance {
        statement: statement(3, "did:web:rewatt.example"),
        battery: ID.parse().unwrap(),
        offer: reference(2),
        operator: "did:web:rewatt.example".parse().unwrap(),
    }
    .build();
    let both = export_events(&[offer.clone(), accepted.clone()], None)
        .unwrap()
        .unwrap();
    let said = written(&both);
    assert_eq!(said["issuer"]["id"], "did:web:rewatt.example");
    let subject = &said["credentialSubject"][0];
    assert_eq!(subject["type"][0], "TransactionEvent");
    assert_eq!(subject["sourceParty"], "did:web:volt.example");
    assert_eq!(subject["destinationParty"], "did:web:rewatt.example");

    let mut of_parts = offer.clone();
    of_parts["credentialSubject"]["parts"] = json!(["M 1", "M 2"]);
    let some = export_events(&[of_parts, accepted.clone()], None);
    let subject = &written(&some.unwrap().unwrap())["credentialSubject"][0];
    assert_eq!(subject["epcList"][1]["id"], format!("{ID}#M+2"));

    let alone = export_events(&[accepted], None).unwrap_err();
    assert_eq!(alone.code(), "export.no_offer");
    assert_eq!(export_events(&[offer], None).unwrap(), None);
}
