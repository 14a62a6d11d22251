//! A passport's content as JSON Schema (2020-12), written from the attribute table.
//!
//! It says what the linter refuses as far as one value at a time goes: types, names, ranges, enumerations, and
//! what is mandatory for the category. [`UNSAID`] lists what a schema cannot say; only the linter judges in full.

mod forms;
mod mandatory;

use serde_json::{Map, Value, json};

use super::attributes::{Attribute, Kind, table};
use super::category::Category;
use super::content::FRAME;

/// What the linter refuses and no schema can.
pub const UNSAID: &[&str] = &[
    "check digits of CAS numbers and GTINs, and the characters of a serial number",
    "the same identifier in `id` and in productIdentifier",
    "days that the calendar does not have, where a validator takes `format` as a remark",
    "dates in order: manufacture before service, updates before now",
    "values that fit one another: shares and stages that add up, voltages and ranges in order",
    "doubts: values that are possible and unusual, attributes that do not apply to the category",
    "conditions that the law attaches, such as a date or an exemption",
];

/// The schema of content (`id` and the content groups) for one category, or for whichever the content states.
pub fn schema(category: Option<Category>) -> Value {
    let mut properties = frame();
    for group in table().groups() {
        properties.insert(group.name().to_owned(), row(group));
    }
    let mandatory: Vec<Value> = match category {
        Some(category) => vec![mandatory::of(category)],
        None => std::iter::once(mandatory::stated(None))
            .chain(Category::ALL.map(|category| {
                json!({"if": mandatory::stated(Some(category)), "then": mandatory::of(category)})
            }))
            .collect(),
    };
    let (suffix, title) = match category {
        Some(category) => (format!("-{category}"), format!(", {}", category.title())),
        None => (String::new(), String::new()),
    };
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": format!("https://w3id.org/voltproof/dbp/content{suffix}.schema.json"),
        "title": format!("Content of a digital battery passport{title}"),
        "description": "Regulation (EU) 2023/1542, Annex XIII; Battery Pass 1.2 (DIN DKE SPEC 99100)",
        "$comment": format!("A schema cannot say: {}.", UNSAID.join("; ")),
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "required": ["id"],
        "allOf": mandatory,
    })
}

/// What stands around the content.
fn frame() -> Map<String, Value> {
    let reference = json!({
        "type": "object",
        "properties": {"id": {"type": "string"}, "digestMultibase": {"type": "string"}},
        "required": ["id", "digestMultibase"],
    });
    let parts = json!({
        "type": "array",
        "items": {"type": "string", "minLength": 1},
        "minItems": 1,
        "uniqueItems": true,
    });
    FRAME
        .iter()
        .map(|name| {
            let said = match *name {
                "id" => forms::battery_id(
                    "Unique identifier of the battery, as its label's QR code has it. Art. 77(3)",
                ),
                "granularityLevel" => json!({"const": "item"}),
                "supersedes" => reference.clone(),
                "predecessor" => {
                    let mut followed = reference.clone();
                    followed["properties"]["parts"] = parts.clone();
                    json!({"type": "array", "items": followed})
                }
                "parts" | "partsRemoved" => parts.clone(),
                _ => json!(true),
            };
            ((*name).to_owned(), said)
        })
        .collect()
}

/// What one row says of its value.
fn row(row: &Attribute) -> Value {
    let mut said = Map::new();
    said.insert("title".into(), json!(row.title));
    if let Some(description) = description(row) {
        said.insert("description".into(), json!(description));
    }
    match row.kind {
        Kind::Object => said.extend(object(row)),
        Kind::Array => {
            let items = match table().member(row, "*") {
                Some(element) => self::row(element),
                None => object(row).into(),
            };
            said.insert("type".into(), json!("array"));
            said.insert("items".into(), items);
        }
        _ => said.extend(forms::of(row)),
    }
    said.into()
}

/// The object that a row describes, or that each entry of its list is.
fn object(row: &Attribute) -> Map<String, Value> {
    let members = || table().members(row);
    let properties: Map<String, Value> = members()
        .map(|member| (member.name().to_owned(), self::row(member)))
        .collect();
    let required: Vec<&str> = members()
        .filter(|member| member.required_member)
        .map(Attribute::name)
        .collect();
    let mut said = Map::new();
    said.insert("type".into(), json!("object"));
    said.insert("properties".into(), properties.into());
    said.insert("additionalProperties".into(), json!(false));
    if !required.is_empty() {
        said.insert("required".into(), json!(required));
    }
    said
}

/// Unit and article; a member has the article of its attribute, which tells it once.
fn description(row: &Attribute) -> Option<String> {
    let unit = row.unit.map(|ucum| format!("Unit (UCUM): {ucum}"));
    let article = match row.part {
        super::attributes::Part::Attribute => Some(row.article()),
        _ => None,
    };
    let parts: Vec<String> = [unit, article].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(". "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_in_the_schema_with_its_title() {
        let schema = schema(None);
        for row in table().iter() {
            let mut place = String::new();
            for step in row.pointer.split('/').skip(1) {
                match step {
                    "*" => place += "/items",
                    name => place += &format!("/properties/{name}"),
                }
            }
            let said = schema.pointer(&place).unwrap_or_else(|| panic!("{place}"));
            assert_eq!(said["title"], row.title, "{place}");
        }
    }

    #[test]
    fn an_attribute_says_its_unit_and_its_article() {
        let schema = schema(Some(Category::Ev));
        let said = &schema["properties"]["performanceAndDurability"]["properties"]["batteryTechnicalProperties"]
            ["properties"]["ratedCapacity"];
        assert_eq!(
            said["description"],
            "Unit (UCUM): A.h. Annex XIII 1(g); Art. 10(1), Annex IV part A(1), Annex VI part A(6)"
        );
        assert_eq!(said["maximum"], 100_000.0);
    }

    #[test]
    fn every_object_of_ours_refuses_names_that_the_table_does_not_have() {
        fn look(value: &Value, at: &str) {
            if value["type"] == "object"
                && value.get("title").is_some()
                && !at.ends_with("labelingMeaning")
            {
                assert_eq!(value["additionalProperties"], false, "{at}");
            }
            if let Some(properties) = value.get("properties").and_then(Value::as_object) {
                for (name, inside) in properties {
                    look(inside, &format!("{at}/{name}"));
                }
            }
            if let Some(items) = value.get("items") {
                look(items, &format!("{at}/*"));
            }
        }
        look(&schema(None), "");
    }
}
