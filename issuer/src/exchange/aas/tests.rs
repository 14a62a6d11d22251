//! The published templates, samples there and back, and shells that are wrong.

use std::collections::BTreeMap;
use std::path::PathBuf;

use credentials::battery::attributes::table;
use credentials::problem::Coded;
use serde_json::{Value, json};

use super::template::{Element, Shape};
use crate::exchange::tests::without_listed;
use crate::exchange::{self, Exported, Fate, Field, Format, Imported, Options, Report, SourceFile};
use crate::sample;

mod hostile;
mod packages;
mod served;

/// The newest of each part.
const TEMPLATES: [&str; 7] = [
    "1.0/IDTA 02035-1_DBP-Part-1_Digital Nameplate.json",
    "1.0/IDTA 02035-2_DBP-Part-2_HandoverDocumentation.json",
    "1.0/IDTA 02035-3_DBP-Part-3_ProductCarbonFootprint.json",
    "1.0.1/IDTA 02035-4_DBP-Part-4_TechnicalData.json",
    "1.0.1/IDTA 02035-5_DBP-Part-5_ProductCondition.json",
    "1.0.1/IDTA 02035-6_DBP-Part-6_MaterialComposition.json",
    "1.0.1/IDTA 02035-7_DBP-Part-7_Circularity.json",
];

fn published_folder(path: &str) -> Option<PathBuf> {
    let data = std::env::var_os("PASSPORT_DATA_DIR").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared/data"),
        PathBuf::from,
    );
    let path = data.join(path);
    if !path.exists() {
        eprintln!("skipped: {path:?} not found, set PASSPORT_DATA_DIR");
        return None;
    }
    Some(path)
}

fn published(path: &str) -> Option<SourceFile> {
    let path = published_folder(path)?;
    Some(SourceFile {
        name: path.file_name().unwrap().to_str().unwrap().to_owned(),
        bytes: std::fs::read(&path).unwrap(),
    })
}

fn templates() -> Option<Vec<SourceFile>> {
    let path = |name: &&str| format!("idta-02035/{name}");
    TEMPLATES
        .iter()
        .map(|name| published(&path(name)))
        .collect()
}

fn file(content: &Value) -> SourceFile {
    SourceFile {
        name: "a.json".to_owned(),
        bytes: content.to_string().into_bytes(),
    }
}

fn import(files: &[SourceFile]) -> Imported {
    let imported = exchange::import(files, &Options::default()).unwrap();
    assert_eq!(imported.report.format, Format::Aas);
    assert_accounted_for(files, &imported);
    imported
}

fn import_again(exported: &Exported) -> Imported {
    let files: Vec<SourceFile> = exported
        .files
        .iter()
        .map(|(name, bytes)| SourceFile {
            name: name.clone(),
            bytes: bytes.clone(),
        })
        .collect();
    import(&files)
}

/// Values of elements of the kinds that hold one, found without the walk.
fn values(value: &Value, at: String, out: &mut Vec<String>) {
    let kind = value.get("modelType").and_then(Value::as_str);
    let scalar = |name: &str| {
        value
            .get(name)
            .is_some_and(|v| v.is_string() || v.is_number() || v.is_boolean())
    };
    match kind {
        Some("Property") if scalar("value") => out.push(format!("{at}/value")),
        Some("File") if scalar("value") => {
            out.push(format!("{at}/value"));
            if scalar("contentType") {
                out.push(format!("{at}/contentType"));
            }
        }
        Some("MultiLanguageProperty") => {
            let texts = value["value"].as_array().map_or(0, Vec::len);
            out.extend((0..texts).map(|text| format!("{at}/value/{text}/text")));
        }
        _ => match value {
            Value::Object(members) => {
                for (name, inner) in members {
                    if ["submodels", "submodelElements", "value", "statements"]
                        .contains(&name.as_str())
                    {
                        values(inner, format!("{at}/{name}"), out);
                    }
                }
            }
            Value::Array(items) => {
                for (index, inner) in items.iter().enumerate() {
                    values(inner, format!("{at}/{index}"), out);
                }
            }
            _ => {}
        },
    }
}

/// Every value of every element is in the report, nothing is there twice, and every target is in the passport.
fn assert_accounted_for(files: &[SourceFile], imported: &Imported) {
    let mut told: BTreeMap<(String, String), usize> = BTreeMap::new();
    for field in &imported.report.fields {
        *told
            .entry((field.file.clone(), field.place.to_string()))
            .or_default() += 1;
    }
    assert!(told.values().all(|times| *times == 1), "{told:?}");
    for file in files {
        let Ok(environment) = serde_json::from_slice::<Value>(&file.bytes) else {
            continue;
        };
        let mut expected = Vec::new();
        values(&environment, String::new(), &mut expected);
        for pointer in expected {
            let key = (file.name.clone(), pointer);
            assert!(told.contains_key(&key), "{key:?} is not told");
        }
    }
    for Field { place, fate, .. } in &imported.report.fields {
        match fate {
            Fate::Mapped { to } | Fate::Converted { to, .. } | Fate::Guessed { to, .. } => {
                assert!(!to.is_empty(), "{place}");
                for to in to {
                    assert!(imported.passport.pointer(to).is_some(), "{place} -> {to}");
                }
            }
            Fate::Conflict { to, kept, .. } => {
                assert_eq!(imported.passport.pointer(&to[0]), Some(kept));
            }
            Fate::LeftOver { reason } => assert!(!reason.is_empty(), "{place}"),
        }
    }
}

fn fate<'r>(report: &'r Report, pointer: &str) -> &'r Fate {
    let field = report
        .fields
        .iter()
        .find(|field| field.place.to_string() == pointer);
    &field
        .unwrap_or_else(|| panic!("{pointer} is not told"))
        .fate
}

fn reason<'r>(report: &'r Report, pointer: &str) -> &'r str {
    match fate(report, pointer) {
        Fate::LeftOver { reason } | Fate::Conflict { reason, .. } => reason,
        Fate::Guessed { why, .. } => why,
        other => panic!("{pointer}: {other:?}"),
    }
}

/// The content without the values at these places, and without what is empty for that.
fn without(content: &Value, places: &[String]) -> Value {
    fn prune(value: &Value, at: &str, places: &[String]) -> Option<Value> {
        if places.iter().any(|place| place == at) {
            return None;
        }
        match value {
            Value::Object(members) => {
                let kept: serde_json::Map<String, Value> = members
                    .iter()
                    .filter_map(|(name, inner)| {
                        Some((name.clone(), prune(inner, &format!("{at}/{name}"), places)?))
                    })
                    .collect();
                (!kept.is_empty()).then_some(Value::Object(kept))
            }
            Value::Array(items) => {
                let kept: Vec<Value> = items
                    .iter()
                    .enumerate()
                    .filter_map(|(index, inner)| prune(inner, &format!("{at}/{index}"), places))
                    .collect();
                (!kept.is_empty()).then_some(Value::Array(kept))
            }
            // 8.0 and 8 are one number.
            Value::Number(number) => Some(json!(number.as_f64())),
            other => Some(other.clone()),
        }
    }
    prune(content, "", places).unwrap_or_default()
}

fn lost(report: &Report) -> Vec<String> {
    report
        .fields
        .iter()
        .filter(|field| matches!(field.fate, Fate::LeftOver { .. }))
        .map(|field| field.place.to_string())
        .collect()
}

/// Every value of the passport once in the report, and every target in the environment.
fn assert_export_accounted_for(content: &Value, exported: &Exported) {
    let environment: Value = serde_json::from_slice(&exported.files[0].1).unwrap();
    for field in &exported.report.fields {
        let stands = content.pointer(&field.place.to_string());
        assert_eq!(stands, Some(&field.value));
        if let Fate::Mapped { to } | Fate::Converted { to, .. } = &field.fate {
            for to in to {
                assert!(environment.pointer(to).is_some(), "{} -> {to}", field.place);
            }
        }
    }
}

#[test]
fn every_part_of_the_table_leads_to_an_attribute() {
    fn check(element: &Element, of: &str) {
        let name = format!("{of}/{}", element.id_short);
        let virtual_place =
            |to: &str| to.starts_with("/documents") || to.starts_with("/footprints");
        for to in element.to.into_iter().chain(element.each) {
            let pattern = match (to.split_once("/{"), to.split_once('}')) {
                (Some((list, _)), Some((_, rest))) => format!("{list}/*{rest}"),
                _ => to.to_owned(),
            };
            let place = pattern.replace('*', "0");
            assert!(
                virtual_place(to) || table().at(&place).is_some(),
                "{name}: {to}"
            );
        }
        if let Some(unit) = element.unit {
            let place = element.to.unwrap_or_default();
            let place = match (place.split_once("/{"), place.split_once('}')) {
                (Some((list, _)), Some((_, rest))) => format!("{list}/0{rest}"),
                _ => place.replace('*', "0"),
            };
            let ours = table().at(&place).unwrap().unit.unwrap();
            let known = |_: &str| Some(400.0);
            let there = exchange::by_rating::into_theirs(100.0, unit, ours, &known);
            assert!(there.is_ok(), "{name}: {there:?}");
        }
        assert!(!matches!(element.shape, Shape::List(_)) || element.inside().len() == 1);
        element
            .inside()
            .iter()
            .for_each(|inner| check(inner, &name));
    }
    for part in super::parts::PARTS {
        part.elements
            .iter()
            .for_each(|element| check(element, part.id_short));
    }
}

#[test]
fn every_element_of_the_published_templates_is_known_by_its_ids() {
    let Some(mut files) = templates() else { return };
    files.extend(published(
        "idta-02035/1.0/IDTA 02035-7_DBP-Part-7_Circularity.json",
    ));
    for file in files {
        let mut environment: Value = serde_json::from_slice(&file.bytes).unwrap();
        // A value for each, and no names.
        fill(&mut environment["submodels"]);
        let text = environment
            .to_string()
            .replace("\"idShort\"", "\"wasIdShort\"");
        let imported = exchange::import(
            &[SourceFile {
                name: file.name.clone(),
                bytes: text.into_bytes(),
            }],
            &Options::default(),
        )
        .unwrap();
        for field in &imported.report.fields {
            if let Fate::LeftOver { reason } = &field.fate {
                assert!(
                    !reason.contains("no part of IDTA"),
                    "{} {}: {reason}",
                    file.name,
                    field.place
                );
            }
            if let Fate::Guessed { why, .. } = &field.fate {
                assert!(
                    !why.contains("name"),
                    "{} {}: {why}",
                    file.name,
                    field.place
                );
            }
        }
    }
}

fn fill(value: &mut Value) {
    match value {
        Value::Object(members) => {
            let kind = members
                .get("modelType")
                .and_then(Value::as_str)
                .map(str::to_owned);
            match kind.as_deref() {
                Some("Property" | "File") => {
                    members.entry("value").or_insert(json!("1"));
                }
                Some("MultiLanguageProperty") => {
                    members
                        .entry("value")
                        .or_insert(json!([{"language": "en", "text": "1"}]));
                }
                _ => members.values_mut().for_each(fill),
            }
        }
        Value::Array(items) => items.iter_mut().for_each(fill),
        _ => {}
    }
}

#[test]
fn the_published_templates_become_one_passport_of_examples() {
    let Some(files) = templates() else { return };
    let imported = import(&files);
    let counts = imported.report.counts();
    assert_eq!(
        (
            counts.mapped,
            counts.converted,
            counts.guessed,
            counts.conflicts,
            counts.left_over
        ),
        (0, 0, 75, 1, 16)
    );
    let told: Vec<&Fate> = imported
        .report
        .fields
        .iter()
        .map(|field| &field.fate)
        .collect();
    assert!(
        told.iter()
            .all(|fate| !matches!(fate, Fate::Mapped { .. } | Fate::Converted { .. }))
    );
    let technical = &imported.passport["performanceAndDurability"]["batteryTechnicalProperties"];
    assert_eq!(technical["nominalVoltage"], 4.3);
    assert_eq!(
        imported.passport["generalProductInformation"]["warrantyPeriod"],
        96
    );
}

#[test]
fn both_meanings_of_the_published_colliding_id_are_told_apart() {
    let Some(files) = templates() else { return };
    let imported = import(&files);
    let resistance = "/submodels/0/submodelElements/1/value/2/value";
    let why = reason(&imported.report, &format!("{resistance}/5/value"));
    assert!(
        why.contains("InitialInternalResistanceOnBatteryModuleLevel"),
        "{why}"
    );
    let condition = &imported.passport["performanceAndDurability"]["batteryCondition"];
    assert_eq!(
        condition["internalResistanceIncrease"][2],
        json!({"batteryComponent": "module", "internalResistanceIncreaseValue": 10})
    );
}

#[test]
fn the_published_examples_come_back_the_same_from_an_export() {
    let Some(files) = templates() else { return };
    let content = import(&files).passport;
    let exported = super::export(&content).unwrap();
    assert_export_accounted_for(&content, &exported);
    let again = import_again(&exported);
    let lost = lost(&exported.report);
    let again = without_listed(again.passport);
    assert_eq!(without(&again, &[]), without(&content, &lost));
}

#[test]
fn samples_come_back_the_same_but_for_what_the_export_names() {
    for (name, content) in [
        ("ev", sample::ev_passport()),
        ("lmt", sample::lmt_passport()),
        ("stationary", sample::stationary_passport()),
        ("second-life", sample::second_life_passport()),
    ] {
        let exported = super::export(&content).unwrap();
        assert_export_accounted_for(&content, &exported);
        let again = import_again(&exported);
        let gone = lost(&exported.report);
        assert_eq!(
            without(&without_listed(again.passport), &[]),
            without(&content, &gone),
            "{name}"
        );
        insta::assert_snapshot!(
            format!("what_aas_has_no_place_for_{name}"),
            lost(&exported.report).join("\n")
        );
    }
}
