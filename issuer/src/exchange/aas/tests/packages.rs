//! AASX packages: ours, the published one, and those of people who mean harm.

use std::collections::BTreeSet;
use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::*;

const RELS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" Type="http://admin-shell.io/aasx/relationships/aasx-origin" Target="/aasx/aasx-origin"/></Relationships>"#;

fn origin_rels(target: &str) -> String {
    format!(
        r#"<Relationships><Relationship Id="b" TargetMode="External" Type="http://www.admin-shell.io/aasx/relationships/aas-spec" Target="{target}"/></Relationships>"#
    )
}

fn zip(parts: &[(&str, &[u8])]) -> SourceFile {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer
            .start_file(*name, SimpleFileOptions::default())
            .unwrap();
        writer.write_all(bytes).unwrap();
    }
    SourceFile {
        name: "a.aasx".to_owned(),
        bytes: writer.finish().unwrap().into_inner(),
    }
}

fn package(part: &str, environment: &[u8]) -> SourceFile {
    zip(&[
        ("_rels/.rels", RELS.as_bytes()),
        ("aasx/_rels/aasx-origin.rels", origin_rels(part).as_bytes()),
        ("aasx/aasx-origin", b""),
        (part.trim_start_matches('/'), environment),
    ])
}

fn code(file: SourceFile) -> &'static str {
    exchange::import(&[file], &Options::default())
        .unwrap_err()
        .code()
}

fn xml(elements: &str) -> String {
    format!(
        r#"<?xml version="1.0"?><aas:environment xmlns:aas="https://admin-shell.io/aas/3/0"><aas:submodels><aas:submodel>
        <aas:id>urn:x</aas:id><aas:semanticId><aas:type>ExternalReference</aas:type><aas:keys><aas:key>
        <aas:type>GlobalReference</aas:type><aas:value>0173-1#01-AHX837#002</aas:value></aas:key></aas:keys></aas:semanticId>
        <aas:submodelElements>{elements}</aas:submodelElements></aas:submodel></aas:submodels></aas:environment>"#
    )
}

const NAMED: &str = "<aas:multiLanguageProperty><aas:idShort>X</aas:idShort><aas:semanticId><aas:keys><aas:key><aas:value>0173-1#02-AAO677#004</aas:value></aas:key></aas:keys></aas:semanticId><aas:value><aas:langStringTextType><aas:language>de</aas:language><aas:text>Zelle &amp; S&#246;hne</aas:text></aas:langStringTextType></aas:value></aas:multiLanguageProperty>";

#[test]
fn a_package_of_ours_is_read_like_the_file_in_it() {
    let content = sample::ev_passport();
    let json = super::super::export(&content).unwrap();
    let aasx = super::super::export_package(&content).unwrap();
    assert_eq!(aasx.report, json.report);
    assert_eq!(import_again(&aasx).passport, import_again(&json).passport);
    assert_eq!(aasx, super::super::export_package(&content).unwrap());
    let report = import_again(&aasx).report;
    assert_eq!(
        report.fields[0].file,
        "passport.aasx:/aasx/environment.json"
    );
}

#[test]
fn the_published_package_is_known_as_a_template_that_nobody_filled_in() {
    let Some(file) = published("catena-x-battery-pass-6.1.0/BatteryPass.aasx") else {
        return;
    };
    let refused = exchange::import(&[file], &Options::default()).unwrap_err();
    assert_eq!(refused.code(), "import.no_values");
    assert!(refused.to_string().contains("content.xml"), "{refused}");
}

#[test]
fn xml_is_read_as_the_json_of_the_same_shell() {
    let nested = format!(
        "<aas:submodelElementCollection><aas:idShort>Mine</aas:idShort><aas:value>{NAMED}<aas:property><aas:valueType>xs:float</aas:valueType><aas:value>355.2</aas:value><aas:semanticId><aas:keys><aas:key><aas:value>0173-1#02-ABL588#001</aas:value></aas:key></aas:keys></aas:semanticId></aas:property></aas:value></aas:submodelElementCollection>"
    );
    let imported = import(&[package("/aasx/a.xml", xml(&nested).as_bytes())]);
    let voltage = "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage";
    assert_eq!(imported.passport.pointer(voltage), Some(&json!(355.2)));
    let name = "/generalProductInformation/manufacturerInformation/contactName";
    assert_eq!(
        imported.passport.pointer(name),
        Some(&json!("Zelle & Söhne"))
    );
    let place = "/submodels/0/submodelElements/0/value/0/value/0/text";
    assert!(matches!(fate(&imported.report, place), Fate::Mapped { .. }));
}

#[test]
fn entities_and_document_types_are_not_read() {
    for text in [
        xml(NAMED).replacen("<aas:env", "<!DOCTYPE a [<!ENTITY b \"c\">]><aas:env", 1),
        xml(NAMED).replace("&amp;", "&b;"),
        xml(NAMED).replace("&#246;", "&#xFFFFFFFF;"),
        xml(NAMED).replace("</aas:environment>", ""),
        xml(&"<aas:value>".repeat(200)),
        "<a/>".to_owned(),
        String::new(),
        "no xml".to_owned(),
    ] {
        let code = code(package("/aasx/a.xml", text.as_bytes()));
        assert!(
            ["aasx.xml", "aasx.version"].contains(&code),
            "{code}: {text:.80}"
        );
    }
    let many = xml(&"<a/>".repeat(200_001));
    assert_eq!(code(package("/aasx/a.xml", many.as_bytes())), "aasx.xml");
    let two = xml(NAMED).replace("aas/3/0", "aas/2/0");
    assert_eq!(code(package("/aasx/a.xml", two.as_bytes())), "aasx.version");
}

#[test]
fn a_part_that_unpacks_to_too_much_is_refused() {
    let bomb = vec![b' '; 40 * 1024 * 1024];
    let file = package("/aasx/a.json", &bomb);
    assert!(file.bytes.len() < 100_000);
    assert_eq!(code(file), "aasx.part_too_large");
}

#[test]
fn parts_are_read_once_and_together_to_a_limit() {
    let environment = json!({"submodels": [], "padding": " ".repeat(3 * 1024 * 1024)}).to_string();
    let related = |targets: &[String]| {
        let relations: String = targets
            .iter()
            .map(|target| origin_rels(target))
            .collect::<String>()
            .replace("</Relationships><Relationships>", "");
        let mut parts: Vec<(&str, &[u8])> = vec![
            ("_rels/.rels", RELS.as_bytes()),
            ("aasx/_rels/aasx-origin.rels", relations.as_bytes()),
            ("aasx/aasx-origin", b""),
        ];
        let names: BTreeSet<String> = targets.iter().map(|target| target.to_lowercase()).collect();
        parts.extend(
            names
                .iter()
                .map(|name| (&name[1..], environment.as_bytes())),
        );
        code(zip(&parts))
    };
    let spelled = |n: usize| {
        if n.is_multiple_of(2) {
            "/aasx/a.json"
        } else {
            "/aasx/A.json"
        }
        .to_owned()
    };
    let once = related(&(0..40).map(spelled).collect::<Vec<_>>());
    assert_ne!(once, "aasx.part_too_large");
    let each = related(
        &(0..12)
            .map(|n| format!("/aasx/{n}.json"))
            .collect::<Vec<_>>(),
    );
    assert_eq!(each, "aasx.part_too_large");
}

#[test]
fn more_parts_than_any_package_has_are_refused() {
    let names: Vec<String> = (0..5000).map(|index| format!("aasx/{index}")).collect();
    let mut parts: Vec<(&str, &[u8])> = vec![("_rels/.rels", RELS.as_bytes())];
    parts.extend(names.iter().map(|name| (name.as_str(), &b""[..])));
    assert_eq!(code(zip(&parts)), "aasx.parts");
}

#[test]
fn relations_that_lead_out_of_the_package_or_to_nothing_are_refused() {
    for (target, expected) in [
        ("../../etc/passwd", "aasx.no_relation"),
        ("https://example.com/a.json", "aasx.no_relation"),
        ("/aasx/other.json", "aasx.part_missing"),
    ] {
        let file = zip(&[
            ("_rels/.rels", RELS.as_bytes()),
            (
                "aasx/_rels/aasx-origin.rels",
                origin_rels(target).as_bytes(),
            ),
            ("aasx/aasx-origin", b""),
        ]);
        assert_eq!(code(file), expected, "{target}");
    }
    assert_eq!(
        code(zip(&[("_rels/.rels", b"<a/>"), ("aasx", b"")])),
        "aasx.no_relation"
    );
    let twice = zip(&[
        ("_rels/.rels", RELS.as_bytes()),
        ("_RELS/.rels", b""),
        ("aasx", b""),
    ]);
    assert_eq!(code(twice), "aasx.part_repeated");
}

#[test]
fn a_broken_archive_is_refused() {
    let whole = package("/aasx/a.json", b"{}");
    assert_eq!(code(whole.clone()), "import.not_of_format");
    for end in (10..whole.bytes.len()).step_by(7) {
        let cut = SourceFile {
            bytes: whole.bytes[..end].to_vec(),
            ..whole.clone()
        };
        assert!(exchange::import(&[cut], &Options::default()).is_err());
    }
}

/// A value for every property, in the type that it has.
fn filled(value: &mut Value) {
    if value.get("modelType") == Some(&json!("Property")) {
        let kind = value
            .get("valueType")
            .and_then(Value::as_str)
            .unwrap_or_default();
        value["value"] = json!(match kind {
            "xs:boolean" => "true",
            "xs:string" | "xs:anyURI" => "text",
            "xs:date" => "2026-05-07",
            "xs:dateTime" => "2026-05-07T08:30:00Z",
            _ => "12",
        });
        return;
    }
    match value {
        Value::Object(members) => members.values_mut().for_each(filled),
        Value::Array(items) => items.iter_mut().for_each(filled),
        _ => {}
    }
}

#[test]
fn a_shell_of_the_catena_x_aspect_is_read_as_its_payload() {
    let (Some(package), Some(payload)) = (
        published("catena-x-battery-pass-6.1.0/BatteryPass.aasx"),
        published("catena-x-battery-pass-6.1.0/BatteryPass.json"),
    ) else {
        return;
    };
    let (_, mut environment) = super::super::package::open(&package.bytes)
        .unwrap()
        .remove(0);
    filled(&mut environment["submodels"]);
    // Every name of the model has become one of the payload.
    let read = super::super::samm::payload(&environment).unwrap();
    let example: Value = serde_json::from_slice(&payload.bytes).unwrap();
    assert_eq!(read.moved.len(), 288);
    for (source, place, _) in &read.moved {
        assert!(
            example.pointer(&place.to_string()).is_some(),
            "{source}: {place}"
        );
    }
    let imported = import(&[file(&environment)]);
    let voltage = "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage";
    assert_eq!(imported.passport.pointer(voltage), Some(&json!(12)));
    let counts = imported.report.counts();
    assert_eq!(
        counts.mapped + counts.converted + counts.guessed + counts.conflicts + counts.left_over,
        288
    );
    assert!(counts.mapped > 80, "{counts:?}");
}
