//! From an environment to claims: every value of it, and where in the passport it belongs.

use std::collections::HashMap;

use credentials::json::JsonPointer;
use serde_json::{Map, Value};

use super::concept;
use super::find::{Context, Found, find, ids, unknown};
use super::stated_unit;
use super::template::{Element, Form, Part, Shape};
use super::value::{
    DESCRIBING, has_value, is_scalar, language_qualifier, own_value, preferred_language, texts,
};

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
    /// Whether any submodel is a part of IDTA 02035.
    pub has_part: bool,
    /// Names of the submodels that are none.
    pub others: Vec<&'s str>,
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
        units: stated_unit::stated(environment),
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
        match part {
            Some(_) => self.found.has_part = true,
            None => self.found.others.push(name),
        }
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

fn is_template(submodel: &Value) -> bool {
    submodel.get("kind").and_then(Value::as_str) == Some("Template")
}

pub(super) fn items<'v>(value: &'v Value, name: &str) -> impl Iterator<Item = (usize, &'v Value)> {
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

/// Every place of the content that a pattern fits, with what stands there.
pub(super) fn each<'v>(content: &'v Value, pattern: &str) -> Vec<(String, &'v Value)> {
    let mut places = vec![(String::new(), content)];
    for step in pattern.split('/').skip(1) {
        places = places
            .into_iter()
            .flat_map(|(place, value)| -> Vec<(String, &'v Value)> {
                match (step, value) {
                    ("*", Value::Array(items)) => items
                        .iter()
                        .enumerate()
                        .map(|(index, item)| (format!("{place}/{index}"), item))
                        .collect(),
                    (step, value) => value
                        .get(step)
                        .map(|inner| (format!("{place}/{step}"), inner))
                        .into_iter()
                        .collect(),
                }
            })
            .collect();
    }
    places
}
