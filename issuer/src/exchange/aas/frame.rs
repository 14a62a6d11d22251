//! What stands around values in an environment: elements with their semantics, lists, submodels, the shell.

use serde_json::{Map, Value, json};

use super::template::{Element, Part, Shape};

pub(super) fn framed(
    element: &Element,
    kind: &str,
    in_list: bool,
    number: Option<usize>,
    more: Value,
) -> Value {
    let mut members = Map::new();
    members.insert("modelType".to_owned(), json!(kind));
    // AASd-120: the elements of a list have no name.
    if !in_list {
        let name = match number {
            Some(number) => format!("{}{number:02}", element.id_short),
            None => element.id_short.to_owned(),
        };
        members.insert("idShort".to_owned(), json!(name));
    }
    members.extend(semantics(element.ids));
    if let Value::Object(more) = more {
        members.extend(more);
    }
    Value::Object(members)
}

pub(super) fn list_of(inner: &Element, children: Vec<Value>) -> Value {
    let mut members = Map::new();
    let (kind, value_type) = match inner.shape {
        Shape::Collection(_) => ("SubmodelElementCollection", None),
        Shape::List(_) => ("SubmodelElementList", None),
        Shape::Property(value_type) => ("Property", Some(value_type)),
        Shape::Texts => ("MultiLanguageProperty", None),
        Shape::File => ("File", None),
    };
    if let Some(id) = inner.ids.first() {
        members.insert("semanticIdListElement".to_owned(), reference(id));
    }
    members.insert("typeValueListElement".to_owned(), json!(kind));
    if let Some(value_type) = value_type {
        members.insert("valueTypeListElement".to_owned(), json!(value_type));
    }
    members.insert("value".to_owned(), Value::Array(children));
    Value::Object(members)
}

fn semantics(ids: &[&str]) -> Map<String, Value> {
    let mut members = Map::new();
    if let Some((own, others)) = ids.split_first() {
        members.insert("semanticId".to_owned(), reference(own));
        if !others.is_empty() {
            let others: Vec<Value> = others.iter().map(|id| reference(id)).collect();
            members.insert("supplementalSemanticIds".to_owned(), Value::Array(others));
        }
    }
    members
}

fn reference(id: &str) -> Value {
    json!({"type": "ExternalReference", "keys": [{"type": "GlobalReference", "value": id}]})
}

pub(super) fn submodel(id: &str, part: &Part, elements: Vec<Value>) -> Value {
    let (version, revision) = part.version;
    let mut members = Map::new();
    members.insert("modelType".to_owned(), json!("Submodel"));
    members.insert("idShort".to_owned(), json!(part.id_short));
    members.insert("id".to_owned(), json!(format!("{id}#{}", part.id_short)));
    members.insert("kind".to_owned(), json!("Instance"));
    members.insert(
        "administration".to_owned(),
        json!({"version": version, "revision": revision, "templateId": part.template}),
    );
    members.extend(semantics(part.ids));
    members.insert("submodelElements".to_owned(), Value::Array(elements));
    Value::Object(members)
}

pub(super) fn shell(id: &str, submodels: &[Value]) -> Value {
    let references: Vec<Value> = submodels
        .iter()
        .filter_map(|submodel| submodel.get("id"))
        .map(|id| json!({"type": "ModelReference", "keys": [{"type": "Submodel", "value": id}]}))
        .collect();
    json!({
        "modelType": "AssetAdministrationShell",
        "idShort": "DigitalBatteryPassport",
        "id": format!("{id}#AssetAdministrationShell"),
        "assetInformation": {"assetKind": "Instance", "globalAssetId": id},
        "submodels": references,
    })
}
