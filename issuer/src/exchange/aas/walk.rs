//! From an environment to claims: every value of it, and where in the passport it belongs.

use std::collections::HashMap;

use credentials::json::JsonPointer;
use serde_json::{Map, Value};

use super::concept;
use super::template::{self, Element, Form, Part, Shape};

/// A value that a template describes.
#[derive(Debug, Clone)]
pub(super) struct Claim<'s> {
    /// Where it stands in the file.
    pub pointer: String,
    pub value: &'s Value,
    pub element: &'static Element,
    /// Where it belongs; with `*` where the file does not say of which element of a list.
    pub to: String,
    /// Where the element of its list says which one it is, and what.
    pub picked: Option<(String, String)>,
    /// The language of a text.
    pub language: Option<&'s str>,
    /// The media type of a file and where that stands.
    pub media_type: Option<(String, &'s str)>,
    /// The unit that the file states.
    pub unit: Option<&'static str>,
    /// What was assumed, to know it for this element.
    pub guess: Option<String>,
}

/// Where a value belongs.
struct Target {
    to: String,
    /// Where its list's element says which one it is, and what.
    picked: Option<(String, String)>,
}

/// What was found in an environment.
#[derive(Debug, Default)]
pub(super) struct Walk<'s> {
    /// Every value, in the order of the file.
    pub leaves: Vec<(JsonPointer, &'s Value)>,
    pub claims: Vec<Claim<'s>>,
    /// Values with no place in the passport, and why.
    pub left: Vec<(String, String)>,
    /// Identifiers of shells' assets.
    pub assets: Vec<Asset<'s>>,
}

/// An identifier of the asset that a shell stands for.
#[derive(Debug)]
pub(super) struct Asset<'s> {
    pub pointer: String,
    pub value: &'s Value,
    /// Of one battery, not of a model.
    pub is_instance: bool,
}

/// What is counted over all files of one battery.
#[derive(Debug, Default)]
pub(super) struct Counts {
    /// How many elements each list of the passport has by now.
    lists: HashMap<String, usize>,
    /// Which element of a list has the member that was asked for.
    picked: HashMap<String, usize>,
    /// Parts that were read, with the submodel's name.
    parts: HashMap<u8, String>,
    /// Ids of submodels.
    submodels: Vec<String>,
}

/// Values are looked for no deeper than any parser of ours goes.
const DEPTH: usize = 128;

pub(super) fn walk<'s>(environment: &'s Value, counts: &mut Counts) -> Walk<'s> {
    let mut walker = Walker {
        found: Walk::default(),
        units: units(environment),
        counts,
    };
    for (index, shell) in items(environment, "assetAdministrationShells") {
        walker.shell(
            shell,
            &format!("/assetAdministrationShells/{index}/assetInformation"),
        );
    }
    for (index, submodel) in items(environment, "submodels") {
        walker.submodel(submodel, &format!("/submodels/{index}"));
        if is_template(submodel) {
            let assets = walker.found.assets.iter_mut();
            assets.for_each(|asset| asset.is_instance = false);
        }
    }
    walker.found
}

struct Walker<'s, 'c> {
    found: Walk<'s>,
    units: HashMap<String, &'static str>,
    counts: &'c mut Counts,
}

/// What an element may be.
#[derive(Clone, Copy)]
struct Context<'i> {
    candidates: &'static [Element],
    /// Elements of a list are known by being in it.
    in_list: bool,
    indices: &'i [usize],
}

impl<'s> Walker<'s, '_> {
    fn shell(&mut self, shell: &'s Value, at: &str) {
        let Some(information) = shell.get("assetInformation") else {
            return;
        };
        let kind = information.get("assetKind").and_then(Value::as_str);
        let is_instance = kind.is_none_or(|kind| kind == "Instance");
        let asset = |found: &mut Walk<'s>, pointer: String, value: Option<&'s Value>| {
            let Some(value) = value.filter(|value| is_scalar(value)) else {
                return;
            };
            found.leaf(&pointer, value);
            found.assets.push(Asset {
                pointer,
                value,
                is_instance,
            });
        };
        let found = &mut self.found;
        asset(
            found,
            format!("{at}/globalAssetId"),
            information.get("globalAssetId"),
        );
        for (index, id) in items(information, "specificAssetIds") {
            asset(
                found,
                format!("{at}/specificAssetIds/{index}/value"),
                id.get("value"),
            );
        }
    }

    fn submodel(&mut self, submodel: &'s Value, at: &str) {
        let Some(members) = submodel.as_object() else {
            self.leave_all(submodel, at, "expected a submodel");
            return;
        };
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let name = text("idShort").or(text("id")).unwrap_or("without a name");
        let ids = ids(members);
        let known = Part::by_ids(ids.iter().copied());
        let part = known.or_else(|| Part::by_id_short(name));
        let before = self.found.leaves.len();
        let claims = self.found.claims.len();
        let repeated =
            text("id").is_some_and(|id| self.counts.submodels.iter().any(|seen| seen == id));
        let taken = part.and_then(|part| self.counts.parts.get(&part.number).cloned());
        let elements = format!("{at}/submodelElements");
        if repeated || taken.is_some() {
            let reason = match (part, taken) {
                (Some(part), Some(taken)) if !repeated => {
                    format!(
                        "part {} was read from the submodel {taken} already",
                        part.number
                    )
                }
                _ => "a submodel with this id was read already".to_owned(),
            };
            if let Some(children) = submodel.get("submodelElements") {
                self.leave_all(children, &elements, &reason);
            }
            return;
        }
        let context = Context {
            candidates: part.map_or(&[], |part| part.elements),
            in_list: false,
            indices: &[],
        };
        for (index, element) in items(submodel, "submodelElements") {
            self.element(element, &format!("{elements}/{index}"), context, 0);
        }
        if self.found.leaves.len() == before {
            return;
        }
        if let Some(part) = part {
            self.counts.parts.insert(part.number, name.to_owned());
        }
        self.counts.submodels.extend(text("id").map(str::to_owned));
        let assumptions = [
            (known.is_none()).then(|| format!("the submodel {name} was known by its name alone")),
            is_template(submodel).then(|| "an example value of a template".to_owned()),
        ];
        for claim in &mut self.found.claims[claims..] {
            let all = assumptions
                .iter()
                .flatten()
                .cloned()
                .chain(claim.guess.take());
            let all: Vec<String> = all.collect();
            claim.guess = (!all.is_empty()).then(|| all.join("; "));
        }
    }

    fn element(&mut self, element: &'s Value, at: &str, context: Context<'_>, depth: usize) {
        let Some(members) = element.as_object() else {
            self.leave_all(element, at, "expected a submodel element");
            return;
        };
        if depth > DEPTH {
            self.leave_all(element, at, "it lies too deep");
            return;
        }
        for (index, extension) in items(element, "extensions") {
            if let Some(value) = extension.get("value") {
                let at = format!("{at}/extensions/{index}/value");
                self.leave_all(value, &at, "an extension, which no template describes");
            }
        }
        let kind = members
            .get("modelType")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let (children, is_container) = match kind {
            "SubmodelElementCollection" | "SubmodelElementList" => ("value", true),
            "Entity" => ("statements", true),
            _ => ("value", false),
        };
        let found = find(members, is_container, context);
        if !is_container {
            self.leaf_element(kind, members, at, found, context);
            return;
        }
        if kind == "Entity" {
            self.leave_members(
                members,
                at,
                &["statements"],
                "an entity of its own, not this battery",
            );
        }
        let Some(inner) = members.get(children) else {
            return;
        };
        let Value::Array(inner) = inner else {
            self.leave_all(
                inner,
                &format!("{at}/{children}"),
                "expected a list of elements",
            );
            return;
        };
        if !inner.iter().any(has_value) {
            return;
        }
        let mut indices = context.indices.to_vec();
        if let Some(found) = &found {
            indices.extend(self.count(found.element, context.indices));
        }
        let inside = match &found {
            Some(found) => Context {
                candidates: found.element.inside(),
                in_list: matches!(found.element.shape, Shape::List(_)),
                indices: &indices,
            },
            // What a template does not know may still hold what it knows.
            None => Context {
                in_list: false,
                ..context
            },
        };
        for (index, child) in inner.iter().enumerate() {
            self.element(
                child,
                &format!("{at}/{children}/{index}"),
                inside,
                depth + 1,
            );
        }
    }

    /// Values of an element that holds no others.
    fn leaf_element(
        &mut self,
        kind: &str,
        members: &'s Map<String, Value>,
        at: &str,
        found: Option<Found>,
        context: Context<'_>,
    ) {
        let own = match kind {
            "Property" => own_value(members)
                .map(|(member, value)| vec![(format!("{at}/{member}"), value, None)]),
            "MultiLanguageProperty" => texts(members, at),
            "File" => members
                .get("value")
                .filter(|value| is_scalar(value))
                .map(|value| vec![(format!("{at}/value"), value, None)]),
            _ => None,
        };
        let Some(own) = own.filter(|own| !own.is_empty()) else {
            let reason = match kind {
                "Property" | "MultiLanguageProperty" | "File" => "expected a text".to_owned(),
                "" => "it has no modelType".to_owned(),
                other => format!("the passport takes no value from a {other}"),
            };
            self.leave_members(members, at, &[], &reason);
            return;
        };
        let media_type = (kind == "File")
            .then(|| members.get("contentType")?.as_str())
            .flatten()
            .map(|media_type| (format!("{at}/contentType"), media_type));
        let place = found.as_ref().and_then(|found| {
            let mut indices = context.indices.to_vec();
            indices.extend(self.count(found.element, context.indices));
            let target = self.place(found.element, &indices)?;
            Some((found, target))
        });
        for (pointer, value, _) in &own {
            self.found.leaf(pointer, value);
        }
        if let (Some((pointer, _)), Some(value)) = (&media_type, members.get("contentType")) {
            self.found.leaf(pointer, value);
        }
        let Some((found, target)) = place else {
            let reason = match &found {
                Some(_) => "the passport has no attribute for it".to_owned(),
                None => unknown(members),
            };
            let pointers = own.into_iter().map(|(pointer, ..)| pointer);
            for pointer in pointers.chain(media_type.map(|(pointer, _)| pointer)) {
                self.found.left.push((pointer, reason.clone()));
            }
            return;
        };
        let unit = ids(members)
            .first()
            .and_then(|id| self.units.get(&concept::plain(id)).copied());
        let one_language = !matches!(found.element.form, Form::Languages);
        let preferred = preferred_language(&own);
        for (index, (pointer, value, language)) in own.into_iter().enumerate() {
            if one_language && index != preferred {
                let reason = "the passport keeps this text in one language, and another was taken";
                self.found.left.push((pointer, reason.to_owned()));
                continue;
            }
            self.found.claims.push(Claim {
                pointer,
                value,
                element: found.element,
                to: target.to.clone(),
                picked: target.picked.clone(),
                language: language.or_else(|| language_qualifier(members)),
                media_type: media_type.clone(),
                unit,
                guess: found.guess.clone(),
            });
        }
    }

    /// The number of this element in its list of the passport, where it is one of a list.
    fn count(&mut self, element: &Element, indices: &[usize]) -> Option<usize> {
        let list = filled(element.each?, indices);
        let next = self.counts.lists.entry(list).or_insert(0);
        let index = *next;
        *next += 1;
        Some(index)
    }

    /// Where the value of an element belongs.
    fn place(&mut self, element: &Element, indices: &[usize]) -> Option<Target> {
        let Some(to) = element.to else {
            // The serial number is a part of the identifier.
            return (element.form == Form::Serial).then(|| Target {
                to: "/id".to_owned(),
                picked: None,
            });
        };
        let to = filled(to, indices);
        let Some((list, rest)) = to.split_once("/{") else {
            let known = !to.contains('*') || element.form == Form::OfAll;
            return known.then_some(Target { to, picked: None });
        };
        let ((member, value), rest) = rest
            .split_once('}')
            .and_then(|(member, rest)| Some((member.split_once('=')?, rest)))?;
        let picked = &mut self.counts.picked;
        let of_list = format!("{list}/{{");
        let next = picked
            .keys()
            .filter(|key| key.starts_with(&of_list))
            .count();
        let index = *picked.entry(format!("{of_list}{value}")).or_insert(next);
        Some(Target {
            to: format!("{list}/{index}{rest}"),
            picked: Some((format!("{list}/{index}/{member}"), value.to_owned())),
        })
    }

    fn leave_members(
        &mut self,
        members: &'s Map<String, Value>,
        at: &str,
        except: &[&str],
        reason: &str,
    ) {
        for (name, value) in members {
            if !DESCRIBING.contains(&name.as_str()) && !except.contains(&name.as_str()) {
                let name = JsonPointer::root().child(name);
                self.leave_all(value, &format!("{at}{name}"), reason);
            }
        }
    }

    /// Leaves over every value at and in `value`.
    fn leave_all(&mut self, value: &'s Value, at: &str, reason: &str) {
        match value {
            Value::Object(members) => self.leave_members(members, at, &[], reason),
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.leave_all(item, &format!("{at}/{index}"), reason);
                }
            }
            Value::Null => {}
            scalar => {
                self.found.leaf(at, scalar);
                self.found.left.push((at.to_owned(), reason.to_owned()));
            }
        }
    }
}

impl<'s> Walk<'s> {
    fn leaf(&mut self, pointer: &str, value: &'s Value) {
        if let Ok(pointer) = JsonPointer::parse(pointer) {
            self.leaves.push((pointer, value));
        }
    }
}

/// Members that say what an element is, and nothing about the battery.
const DESCRIBING: &[&str] = &[
    "administration",
    "category",
    "contentType",
    "description",
    "direction",
    "displayName",
    "embeddedDataSpecifications",
    "entityType",
    "extensions",
    "externalSubjectId",
    "id",
    "idShort",
    "kind",
    "language",
    "lastUpdate",
    "maxInterval",
    "messageTopic",
    "minInterval",
    "modelType",
    "orderRelevant",
    "qualifiers",
    "semanticId",
    "semanticIdListElement",
    "state",
    "supplementalSemanticIds",
    "type",
    "typeValueListElement",
    "valueId",
    "valueType",
    "valueTypeListElement",
];

/// The element of the template that an element of the file is.
struct Found {
    element: &'static Element,
    guess: Option<String>,
}

/// By its ids; where these lead to several, its name decides; where they lead to none, its name is a guess.
fn find(members: &Map<String, Value>, is_container: bool, context: Context<'_>) -> Option<Found> {
    let ids = ids(members);
    let id_short = members
        .get("idShort")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let fitting = || {
        context
            .candidates
            .iter()
            .filter(|candidate| candidate.is_container() == is_container)
    };
    if context.in_list {
        return fitting().next().map(sure);
    }
    let mut ranked: Vec<(concept::Closeness, &'static Element)> = fitting()
        .filter_map(|candidate| {
            let closeness = concept::closeness(candidate.ids, ids.iter().copied())?;
            Some((closeness, candidate))
        })
        .collect();
    ranked.sort_by_key(|(closeness, _)| *closeness);
    let Some((closest, best)) = ranked.first().copied() else {
        let anywhere = (!is_container)
            .then(|| ids.iter().find_map(|id| template::anywhere(id)))
            .flatten();
        return anywhere.map(sure).or_else(|| {
            let named = fitting().find(|candidate| same_name(candidate.id_short, id_short))?;
            Some(Found {
                element: named,
                guess: Some(format!(
                    "by its name {id_short} alone: no id of it is known"
                )),
            })
        });
    };
    // Ids of a class that several elements have in common say nothing.
    let rivals = || {
        ranked
            .iter()
            .filter(|(closeness, _)| closeness.is_primary() || *closeness == closest)
    };
    if rivals().count() < 2 {
        return Some(sure(best));
    }
    let named = rivals().find(|(_, element)| same_name(element.id_short, id_short));
    let chosen = named.map_or(best, |(_, element)| *element);
    let other = rivals().find(|(_, element)| element.to != chosen.to);
    let guess = other.filter(|_| !is_container).map(|(_, other)| {
        let by = if named.is_some() {
            "its name"
        } else {
            "its first id"
        };
        format!(
            "its semantic id is that of {} too: taken by {by}",
            other.id_short
        )
    });
    Some(Found {
        element: chosen,
        guess,
    })
}

fn sure(element: &'static Element) -> Found {
    Found {
        element,
        guess: None,
    }
}

/// Names of repeated elements end with a number, `{00}` or `__00__`.
fn same_name(template: &str, found: &str) -> bool {
    let bare = found.trim_end_matches(|c: char| c.is_ascii_digit() || "_{}".contains(c));
    !template.is_empty()
        && (template.eq_ignore_ascii_case(found) || template.eq_ignore_ascii_case(bare))
}

fn unknown(members: &Map<String, Value>) -> String {
    match ids(members).first() {
        Some(id) => format!("no part of IDTA 02035 has {id} here"),
        None => "it has no semantic id, and no element here has its name".to_owned(),
    }
}

/// The semantic id, then the supplements; all keys of each.
fn ids(members: &Map<String, Value>) -> Vec<&str> {
    let own = members.get("semanticId").into_iter();
    let others = members.get("supplementalSemanticIds");
    let others = others.and_then(Value::as_array).into_iter().flatten();
    own.chain(others)
        .filter_map(|reference| reference.get("keys")?.as_array())
        .flatten()
        .filter_map(|key| key.get("value")?.as_str())
        .collect()
}

/// The value of a property, or what stands for it in a list of values.
fn own_value(members: &Map<String, Value>) -> Option<(&'static str, &Value)> {
    match members.get("value") {
        None | Some(Value::Null) => {
            let value = members.get("valueId")?.pointer("/keys/0/value")?;
            is_scalar(value).then_some(("valueId/keys/0/value", value))
        }
        Some(value) => is_scalar(value).then_some(("value", value)),
    }
}

type Own<'s> = (String, &'s Value, Option<&'s str>);

fn texts<'s>(members: &'s Map<String, Value>, at: &str) -> Option<Vec<Own<'s>>> {
    let texts = members.get("value")?.as_array()?;
    texts
        .iter()
        .enumerate()
        .map(|(index, text)| {
            let value = text.get("text").filter(|value| is_scalar(value))?;
            let language = text.get("language").and_then(Value::as_str);
            Some((format!("{at}/value/{index}/text"), value, language))
        })
        .collect()
}

/// English, else the first.
fn preferred_language(own: &[Own<'_>]) -> usize {
    own.iter()
        .position(|(_, _, language)| language.is_some_and(|language| language.starts_with("en")))
        .unwrap_or(0)
}

/// The language of a text that the template keeps without.
fn language_qualifier(members: &Map<String, Value>) -> Option<&str> {
    let qualifiers = members.get("qualifiers")?.as_array()?;
    qualifiers
        .iter()
        .find(|qualifier| qualifier.get("type").and_then(Value::as_str) == Some("language"))?
        .get("value")?
        .as_str()
}

/// Whether anything in an element is a value.
fn has_value(element: &Value) -> bool {
    match element {
        Value::Object(members) => members.iter().any(|(name, value)| {
            name == "valueId" && !members.contains_key("value")
                || !DESCRIBING.contains(&name.as_str()) && has_value(value)
        }),
        Value::Array(items) => items.iter().any(has_value),
        Value::Null => false,
        _ => true,
    }
}

fn is_template(submodel: &Value) -> bool {
    submodel.get("kind").and_then(Value::as_str) == Some("Template")
}

fn is_scalar(value: &Value) -> bool {
    !matches!(value, Value::Null | Value::Array(_) | Value::Object(_))
}

fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (usize, &'v Value)> {
    let items = value.get(name).and_then(Value::as_array);
    items.into_iter().flatten().enumerate()
}

/// The pattern with indices in the order of its `*`.
pub(super) fn filled(pattern: &str, indices: &[usize]) -> String {
    let mut indices = indices.iter();
    let steps: Vec<String> = pattern
        .split('/')
        .map(|step| match step {
            "*" => indices
                .next()
                .map_or_else(|| "*".to_owned(), ToString::to_string),
            step => step.to_owned(),
        })
        .collect();
    steps.join("/")
}

/// The units that concept descriptions state, as UCUM.
fn units(environment: &Value) -> HashMap<String, &'static str> {
    let mut units = HashMap::new();
    for (_, concept) in items(environment, "conceptDescriptions") {
        let Some(id) = concept.get("id").and_then(Value::as_str) else {
            continue;
        };
        for (_, specification) in items(concept, "embeddedDataSpecifications") {
            let content = specification.get("dataSpecificationContent");
            let stated = content.and_then(|content| content.get("unit")?.as_str());
            if let Some(unit) = stated.and_then(ucum) {
                units.insert(concept::plain(id), unit);
            }
        }
    }
    units
}

/// Names of units in the aspect models of the field, with or without their URN.
fn ucum(name: &str) -> Option<&'static str> {
    let name = name.rsplit(['#', ':']).next().unwrap_or(name);
    Some(match name {
        "gram" | "g" => "g",
        "kilogram" | "kg" => "kg",
        "tonneMetricTon" | "t" => "t",
        "watt" | "W" => "W",
        "kilowatt" | "kW" => "kW",
        "percent" | "%" => "%",
        "wattHour" | "Wh" => "W.h",
        "kilowattHour" | "kWh" => "kW.h",
        "ampereHour" | "Ah" => "A.h",
        "volt" | "V" => "V",
        "ohm" | "Ohm" => "Ohm",
        "milliohm" | "mOhm" => "mOhm",
        "secondUnitOfTime" | "s" => "s",
        "minuteUnitOfTime" | "min" => "min",
        "hourUnitOfTime" | "h" => "h",
        "year" => "a",
        "month" => "mo",
        _ => return None,
    })
}
