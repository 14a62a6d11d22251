//! What servers of shells give instead of an environment: one submodel, a list or a page of them, or the values of one
//! alone (`$value` of the AAS API, Part 2 of its specification, and the payloads of IDTA's aspect models). Each is
//! read as the environment that it stands for, and told by the places that the file has.

use std::borrow::Cow;
use std::collections::HashMap;

use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

use super::parts::PARTS;
use super::template::{Element, Part, Shape};
use super::value::is_scalar;
use super::walk::items;
use crate::exchange::report::{Field, Place};

/// An environment, and where the file has what is in it.
pub(super) struct Served<'v> {
    pub environment: Cow<'v, Value>,
    sources: Sources,
}

/// From places of the environment to those of the file.
enum Sources {
    /// They are the same.
    Own,
    /// The submodels are listed elsewhere: the first step or steps of their places there.
    Submodels(&'static str),
    /// The environment is the one submodel.
    Submodel,
    /// One by one.
    Values(HashMap<String, JsonPointer>),
}

const SUBMODELS: &str = "/submodels";
const SUBMODEL: &str = "/submodels/0";

/// The environment that an object, or a list of objects, is or stands for.
pub(super) fn environment(value: &Value) -> Option<Served<'_>> {
    if ["submodels", "assetAdministrationShells"]
        .iter()
        .any(|name| value.get(*name).is_some_and(Value::is_array))
    {
        return Some(Served {
            environment: Cow::Borrowed(value),
            sources: Sources::Own,
        });
    }
    let of = |submodels: Value, sources: Sources| Served {
        environment: Cow::Owned(json!({ "submodels": submodels })),
        sources,
    };
    if is_submodel(value) {
        return Some(of(json!([value]), Sources::Submodel));
    }
    for (at, list) in [("", Some(value)), ("/result", value.get("result"))] {
        let submodels = list.and_then(Value::as_array);
        if submodels.is_some_and(|all| !all.is_empty() && all.iter().all(is_submodel)) {
            return Some(of(json!(submodels), Sources::Submodels(at)));
        }
    }
    let (part, at, values) = named_values(value)?;
    let mut sources = HashMap::new();
    let from = JsonPointer::parse(&format!("{SUBMODEL}/submodelElements")).ok()?;
    let elements = elements(values, part.elements, &at, &from, &mut sources, 0);
    let submodel = json!({
        "modelType": "Submodel",
        "idShort": part.id_short,
        "submodelElements": elements,
    });
    Some(of(json!([submodel]), Sources::Values(sources)))
}

/// By what an environment of version 2 of the metamodel is known: its kinds are objects, its identifiers have a type.
pub(super) fn earlier_version(environment: &Value) -> Option<String> {
    let all = ["submodels", "assetAdministrationShells"];
    let mut all = all.iter().flat_map(|name| items(environment, name));
    all.find_map(|(_, identifiable)| {
        let sign = ["/modelType/name", "/identification/id"]
            .into_iter()
            .find(|sign| identifiable.pointer(sign).is_some())?;
        Some(format!("the member {sign} of version 2"))
    })
}

impl Served<'_> {
    /// Puts the places of the file for those of the environment.
    pub fn place(&self, fields: &mut [Field]) {
        for field in fields {
            let Place::Pointer(pointer) = &mut field.place else {
                continue;
            };
            let own = pointer.to_string();
            let moved = match &self.sources {
                Sources::Own => return,
                Sources::Submodel => own.strip_prefix(SUBMODEL).map(str::to_owned),
                Sources::Submodels(at) => own
                    .strip_prefix(SUBMODELS)
                    .map(|inside| format!("{at}{inside}")),
                Sources::Values(all) => all.get(&own).map(ToString::to_string),
            };
            if let Some(moved) = moved.and_then(|moved| JsonPointer::parse(&moved).ok()) {
                *pointer = moved;
            }
        }
    }
}

fn is_submodel(value: &Value) -> bool {
    value.get("modelType").and_then(Value::as_str) == Some("Submodel")
        || value.get("submodelElements").is_some_and(Value::is_array) && value.get("id").is_some()
}

/// The part of IDTA 02035 whose values an object is, or has under the submodel's name.
fn named_values(value: &Value) -> Option<(&'static Part, JsonPointer, &Map<String, Value>)> {
    let members = value.as_object()?;
    if let (1, Some((name, inside))) = (members.len(), members.iter().next())
        && let (Some(part), Some(inside)) = (Part::by_id_short(name), inside.as_object())
        && known(part, inside) > 0
    {
        return Some((part, JsonPointer::root().child(name), inside));
    }
    PARTS
        .iter()
        .copied()
        .map(|part| (known(part, members), part))
        .filter(|(known, _)| *known > 0)
        .max_by_key(|(known, _)| *known)
        .map(|(_, part)| (part, JsonPointer::root(), members))
}

/// How many members have the name of an element of the part, letter by letter: those of Battery Pass differ in one.
/// One name of a scalar may be chance.
fn known(part: &Part, members: &Map<String, Value>) -> usize {
    let is_known = |(name, _): &(&String, &Value)| {
        part.elements
            .iter()
            .any(|element| element.id_short == name.as_str())
    };
    let mut known = members.iter().filter(is_known);
    match (known.next(), known.count()) {
        (None, _) => 0,
        (Some((_, value)), 0) if is_scalar(value) => 0,
        (Some(_), more) => more + 1,
    }
}

/// Values lie no deeper in each other.
const DEPTH: usize = 64;

/// An element for each value.
fn elements(
    values: &Map<String, Value>,
    candidates: &[Element],
    at: &JsonPointer,
    from: &JsonPointer,
    sources: &mut HashMap<String, JsonPointer>,
    depth: usize,
) -> Vec<Value> {
    let named = values.iter().enumerate().map(|(index, (name, value))| {
        let own = templates_name(name);
        let template = candidates
            .iter()
            .find(|candidate| candidate.id_short.eq_ignore_ascii_case(own));
        let mut made = element(
            value,
            template,
            &at.child(name),
            &from.child(index),
            sources,
            depth,
        );
        made.insert("idShort".to_owned(), own.into());
        Value::Object(made)
    });
    named.collect()
}

/// What the template calls an element that the aspect model of the same part calls otherwise.
fn templates_name(name: &str) -> &str {
    let found = OTHERWISE.iter().find(|(payload, _)| *payload == name);
    found.map_or(name, |(_, template)| template)
}

/// Names of payloads, and those of templates.
const OTHERWISE: &[(&str, &str)] = &[
    (
        "InitialInternalResistanceAtBatteryCellLevel",
        "InitialInternalResistanceOnBatteryCellLevel",
    ),
    (
        "InitialInternalResistanceAtBatteryPackLevel",
        "InitialInternalResistanceOnBatteryPackLevel",
    ),
    (
        "InitialInternalResistanceAtBatteryModuleLevel",
        "InitialInternalResistanceOnBatteryModuleLevel",
    ),
    (
        "InternalResistanceIncreaseAtBatteryCellLevel",
        "InternalResistanceIncreaseOfBatteryCellLevel",
    ),
    (
        "InternalResistanceIncreaseAtBatteryPackLevel",
        "InternalResistanceIncreaseOfBatteryPackLevel",
    ),
    (
        "InternalResistanceIncreaseAtBatteryModuleLevel",
        "InternalResistanceIncreaseOfBatteryModuleLevel",
    ),
    (
        "RatioNominalBatteryPowerAndBatteryEnergy",
        "RatioNorminalBatteryPowerAndBatteryEnergy",
    ),
    (
        "RemainingPowerCapabilityValue",
        "RemainingPowerCapabilityDynamicAt",
    ),
];

/// The element that has this value: of the kind that the template says, else of the kind that the value looks like.
fn element(
    value: &Value,
    template: Option<&Element>,
    at: &JsonPointer,
    from: &JsonPointer,
    sources: &mut HashMap<String, JsonPointer>,
    depth: usize,
) -> Map<String, Value> {
    let inside = template.map_or(&[][..], Element::inside);
    let (kind, own) = match value {
        Value::Object(members) if members.contains_key("contentType") => {
            for name in ["contentType", "value"] {
                sources.insert(from.child(name).to_string(), at.child(name));
            }
            let mut members = members.clone();
            members.insert("modelType".to_owned(), "File".into());
            return members;
        }
        Value::Object(members) if is_text(members, template) => {
            let from = from.child("value");
            let texts = texts([(at.clone(), value)], &from, sources);
            ("MultiLanguageProperty", texts)
        }
        // One for a list of one.
        single if is_list(template) && !single.is_array() && depth < DEPTH => {
            let item = from.child("value").child(0);
            let made = element(single, inside.first(), at, &item, sources, depth + 1);
            ("SubmodelElementList", json!([made]))
        }
        Value::Object(members) if depth < DEPTH => {
            let from = from.child("value");
            let inner = elements(members, inside, at, &from, sources, depth + 1);
            ("SubmodelElementCollection", Value::Array(inner))
        }
        Value::Array(items) if is_texts(items, template) => {
            let from = from.child("value");
            let items = items.iter().enumerate();
            let texts = texts(
                items.map(|(index, item)| (at.child(index), item)),
                &from,
                sources,
            );
            ("MultiLanguageProperty", texts)
        }
        Value::Array(items) if depth < DEPTH => {
            let from = from.child("value");
            let items = items.iter().enumerate().map(|(index, item)| {
                let [at, from] = [at, &from].map(|outer| outer.child(index));
                let made = element(item, inside.first(), &at, &from, sources, depth + 1);
                Value::Object(made)
            });
            ("SubmodelElementList", items.collect())
        }
        own => {
            sources.insert(from.child("value").to_string(), at.clone());
            ("Property", own.clone())
        }
    };
    let mut made = Map::new();
    made.insert("modelType".to_owned(), kind.into());
    made.insert("value".to_owned(), own);
    made
}

fn is_list(template: Option<&Element>) -> bool {
    template.is_some_and(|template| matches!(template.shape, Shape::List(_)))
}

/// A text in several languages is a list of objects with one member, the language; the payloads of aspect models have
/// such an object alone.
fn is_texts(items: &[Value], template: Option<&Element>) -> bool {
    let is_one = |item: &Value| {
        item.as_object()
            .is_some_and(|item| item.len() == 1 && is_text(item, template))
    };
    !items.is_empty() && items.iter().all(is_one)
}

fn is_text(members: &Map<String, Value>, template: Option<&Element>) -> bool {
    let is_language = |name: &String| {
        let primary = name.split('-').next().unwrap_or_default();
        (2..=3).contains(&primary.len()) && primary.bytes().all(|byte| byte.is_ascii_lowercase())
    };
    template.is_none_or(|template| matches!(template.shape, Shape::Texts))
        && !members.is_empty()
        && members.keys().all(is_language)
        && members.values().all(Value::is_string)
}

/// The texts of objects that stand at these places.
fn texts<'v>(
    items: impl IntoIterator<Item = (JsonPointer, &'v Value)>,
    from: &JsonPointer,
    sources: &mut HashMap<String, JsonPointer>,
) -> Value {
    let members = items.into_iter().flat_map(|(at, item)| {
        let item = item.as_object().into_iter().flatten();
        item.map(move |(language, text)| (at.child(language), language, text))
    });
    members
        .enumerate()
        .map(|(index, (at, language, text))| {
            sources.insert(from.child(index).child("text").to_string(), at);
            json!({"language": language, "text": text})
        })
        .collect()
}
