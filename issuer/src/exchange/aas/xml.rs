//! AAS V3 in XML, as the same environment has it in JSON.
//!
//! There is no document type declaration in an AAS, so none is read, and no entity but the five of XML and characters
//! by number.

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use serde_json::{Map, Value, json};

use super::fault::PackageFault;

/// Elements lie no deeper in each other.
const DEPTH: usize = 128;

/// A battery's environment has some ten thousand; each takes far more memory than `<a/>` takes bytes.
const ELEMENTS: usize = 200_000;

/// The namespaces of version 3 begin with it.
const NAMESPACE: &str = "https://admin-shell.io/aas/3/";

/// The environment in an XML text.
pub(in crate::exchange) fn environment(text: &str) -> Result<Value, PackageFault> {
    let broken = |reason: String| PackageFault::Xml { reason };
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Node> = Vec::new();
    let mut elements = 0;
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?;
        if matches!(event, Event::Start(_) | Event::Empty(_)) {
            elements += 1;
            if elements > ELEMENTS {
                return Err(broken(format!("more than {ELEMENTS} elements")));
            }
        }
        let closed = match event {
            Event::Start(start) => {
                if open.is_empty() {
                    check_version(&start)?;
                }
                if open.len() >= DEPTH {
                    return Err(broken(format!("more than {DEPTH} elements in each other")));
                }
                open.push(Node::named(&start));
                continue;
            }
            Event::Empty(start) => Node::named(&start),
            Event::End(_) => open
                .pop()
                .ok_or_else(|| broken("an end without a start".to_owned()))?,
            Event::Text(text) => {
                add_text(&mut open, &text);
                continue;
            }
            Event::CData(text) => {
                add_text(&mut open, &text);
                continue;
            }
            Event::GeneralRef(reference) => {
                let character = match &*reference {
                    "amp" => '&',
                    "lt" => '<',
                    "gt" => '>',
                    "quot" => '"',
                    "apos" => '\'',
                    name => reference
                        .resolve_char_ref()
                        .ok()
                        .flatten()
                        .ok_or_else(|| broken(format!("the entity {name:.40} is not read")))?,
                };
                add_text(&mut open, character.encode_utf8(&mut [0; 4]));
                continue;
            }
            Event::DocType(_) => return Err(broken("a document type is not read".to_owned())),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            Event::Eof => return Err(broken("it ends too soon".to_owned())),
        };
        match open.last_mut() {
            Some(outer) => outer.inside.push(closed),
            None if closed.name == "environment" => return Ok(closed.into_members(&[])),
            None => {
                return Err(broken(format!(
                    "expected an environment, found {:.40}",
                    closed.name
                )));
            }
        }
    }
}

fn check_version(root: &BytesStart<'_>) -> Result<(), PackageFault> {
    let namespaces: Vec<String> = root
        .attributes()
        .flatten()
        .filter(|attribute| attribute.key.as_ref().starts_with("xmlns"))
        .map(|attribute| attribute.value.as_ref().to_owned())
        .collect();
    if namespaces.iter().any(|space| space.starts_with(NAMESPACE)) {
        return Ok(());
    }
    Err(PackageFault::Version {
        found: format!(
            "the namespace {:?}",
            namespaces.into_iter().next().unwrap_or_default()
        ),
    })
}

fn add_text(open: &mut [Node], text: &str) {
    if let Some(node) = open.last_mut() {
        node.text.push_str(text);
    }
}

/// One element, without its prefix.
struct Node {
    name: String,
    inside: Vec<Node>,
    text: String,
}

impl Node {
    fn named(start: &BytesStart<'_>) -> Self {
        Self {
            name: start.local_name().as_ref().to_owned(),
            inside: Vec::new(),
            text: String::new(),
        }
    }

    /// What JSON has for a member of this name. What is in a list is named by its kind.
    fn into_member(self, outer: &str) -> Value {
        let holds_elements = match self.name.as_str() {
            "value" => HOLDERS.contains(&outer),
            name => LISTS.contains(&name),
        };
        if holds_elements {
            let items = self.inside.into_iter().map(Node::into_item);
            return Value::Array(items.collect());
        }
        if self.name == "value" && outer == "operationVariable" {
            return self
                .inside
                .into_iter()
                .next()
                .map_or(json!({}), Node::into_item);
        }
        if self.inside.is_empty() {
            return Value::String(self.text);
        }
        self.into_members(&[])
    }

    fn into_item(self) -> Value {
        let model_type = MODEL_TYPES
            .iter()
            .find(|kind| kind[1..] == self.name[self.name.len().min(1)..])
            .filter(|kind| {
                kind.to_ascii_lowercase()
                    .starts_with(&self.name[..self.name.len().min(1)])
            });
        let kind: Vec<(&str, Value)> = model_type
            .map(|kind| ("modelType", json!(kind)))
            .into_iter()
            .collect();
        if self.inside.is_empty() && kind.is_empty() {
            return Value::String(self.text);
        }
        self.into_members(&kind)
    }

    /// Of two members with one name the first is read.
    fn into_members(self, first: &[(&str, Value)]) -> Value {
        let mut members = Map::new();
        for (name, value) in first {
            members.insert((*name).to_owned(), value.clone());
        }
        for inner in self.inside {
            let name = inner.name.clone();
            let value = inner.into_member(&self.name);
            members.entry(name).or_insert(value);
        }
        Value::Object(members)
    }
}

/// Elements whose value is elements.
const HOLDERS: &[&str] = &[
    "multiLanguageProperty",
    "submodelElementCollection",
    "submodelElementList",
];

const LISTS: &[&str] = &[
    "annotations",
    "assetAdministrationShells",
    "conceptDescriptions",
    "definition",
    "description",
    "displayName",
    "embeddedDataSpecifications",
    "extensions",
    "inoutputVariables",
    "inputVariables",
    "isCaseOf",
    "keys",
    "outputVariables",
    "preferredName",
    "qualifiers",
    "refersTo",
    "shortName",
    "specificAssetIds",
    "statements",
    "submodelElements",
    "submodels",
    "supplementalSemanticIds",
    "valueReferencePairs",
];

/// Classes that JSON names and XML spells with a small letter.
const MODEL_TYPES: &[&str] = &[
    "AnnotatedRelationshipElement",
    "AssetAdministrationShell",
    "BasicEventElement",
    "Blob",
    "Capability",
    "ConceptDescription",
    "Entity",
    "File",
    "MultiLanguageProperty",
    "Operation",
    "Property",
    "Range",
    "ReferenceElement",
    "RelationshipElement",
    "Submodel",
    "SubmodelElementCollection",
    "SubmodelElementList",
];
