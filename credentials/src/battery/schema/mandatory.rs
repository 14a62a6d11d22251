//! What must be there for a category, as a schema beside the one that says what may be.

use serde_json::{Map, Value, json};

use crate::battery::attributes::{Attribute, Kind, Part, Requirement, table};
use crate::battery::category::{CATEGORY, Category, RATED_ENERGY, SMALL_INDUSTRIAL_KWH};

/// The content states this category; with none, any.
pub(super) fn stated(category: Option<Category>) -> Value {
    let mut at = match category {
        Some(category) => json!({"const": category.name()}),
        None => json!(true),
    };
    for name in CATEGORY.rsplit('/').filter(|name| !name.is_empty()) {
        at = json!({"properties": {name: at}, "required": [name]});
    }
    at
}

/// What the law asks of this category; the category itself among it.
pub(super) fn of(category: Category) -> Value {
    let (properties, required) = inside(table().groups(), category);
    json!({"properties": properties, "required": required})
}

/// The properties with a duty in them, and which of these must be there.
fn inside<'t>(
    rows: impl Iterator<Item = &'t Attribute>,
    category: Category,
) -> (Map<String, Value>, Vec<&'static str>) {
    let mut properties = Map::new();
    let mut required = Vec::new();
    for row in rows {
        let said = match row.part {
            Part::Group | Part::Section => {
                let (properties, below) = inside(table().members(row), category);
                if below.is_empty() {
                    continue;
                }
                required.push(row.name());
                json!({"properties": properties, "required": below})
            }
            Part::Attribute => {
                if row.requirements.of(category) == Requirement::Mandatory {
                    required.push(row.name());
                }
                duty(row, category)
            }
            Part::Member => continue,
        };
        if said.as_object().is_some_and(|said| !said.is_empty()) {
            properties.insert(row.name().to_owned(), said);
        }
    }
    (properties, required)
}

/// More than being there.
fn duty(row: &Attribute, category: Category) -> Value {
    let mandatory = row.requirements.of(category) == Requirement::Mandatory;
    if row.pointer == CATEGORY {
        return json!({"const": category.name()});
    }
    if row.pointer == RATED_ENERGY && category.is_industrial() {
        // Art. 77(1): no passport at or below.
        return json!({"exclusiveMinimum": SMALL_INDUSTRIAL_KWH});
    }
    match row.kind {
        Kind::Array if mandatory && !row.none_is_an_answer => json!({"minItems": 1}),
        Kind::Object if mandatory && !table().members(row).any(|member| member.required_member) => {
            json!({"minProperties": 1})
        }
        _ => json!({}),
    }
}
