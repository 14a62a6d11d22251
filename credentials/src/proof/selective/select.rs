//! A part of a document, by pointers (vc-di-ecdsa sections 3.4.10 to 3.4.13: `selectJsonLd`).

use serde_json::{Map, Value};

use crate::json::JsonPointer;
use crate::proof::ProofError;

/// The document with what the pointers name, and of each object on the way its `id` and its `type`.
///
/// Elements of an array keep their order and close up. The outermost `@context` always stays.
pub(super) fn select<'p>(
    document: &Value,
    pointers: impl IntoIterator<Item = &'p JsonPointer>,
) -> Result<Value, ProofError> {
    let mut chosen = Chosen::default();
    // What is selected is a document without proofs.
    for pointer in pointers {
        let in_proof = pointer.tokens().first().is_some_and(|name| name == "proof");
        if in_proof || pointer.get(document).is_none() {
            return Err(ProofError::PointerMissing {
                at: pointer.clone(),
            });
        }
        chosen.add(pointer.tokens());
    }
    let mut selected = chosen.of(document);
    if let (Value::Object(members), Some(context)) = (&mut selected, document.get("@context")) {
        members.shift_insert(0, "@context".into(), context.clone());
    }
    Ok(selected)
}

/// Pointers as a tree.
#[derive(Default)]
struct Chosen<'p> {
    whole: bool,
    below: std::collections::BTreeMap<&'p str, Chosen<'p>>,
}

impl<'p> Chosen<'p> {
    fn add(&mut self, tokens: &'p [String]) {
        let mut chosen = self;
        for token in tokens {
            chosen = chosen.below.entry(token).or_default();
        }
        chosen.whole = true;
    }

    /// What of this value is chosen.
    fn of(&self, value: &Value) -> Value {
        match value {
            _ if self.whole => value.clone(),
            Value::Object(members) => {
                let kept = members.iter().filter_map(|(name, value)| {
                    let part = match self.below.get(name.as_str()) {
                        _ if always(name, value) => value.clone(),
                        Some(chosen) => chosen.of(value),
                        None => return None,
                    };
                    Some((name.clone(), part))
                });
                Value::Object(kept.collect::<Map<_, _>>())
            }
            Value::Array(items) => {
                let kept = items.iter().enumerate().filter_map(|(index, item)| {
                    let chosen = self.below.get(index.to_string().as_str())?;
                    Some(chosen.of(item))
                });
                kept.collect()
            }
            scalar => scalar.clone(),
        }
    }
}

/// `createInitialSelection`: which object it is, unless it is a blank node, and what it is.
fn always(name: &str, value: &Value) -> bool {
    match name {
        "type" | "@type" => true,
        "id" | "@id" => !value.as_str().is_some_and(|id| id.starts_with("_:")),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn selected(document: &Value, pointers: &[&str]) -> Result<Value, ProofError> {
        let pointers: Vec<JsonPointer> = pointers
            .iter()
            .map(|text| JsonPointer::parse(text).unwrap())
            .collect();
        select(document, &pointers)
    }

    fn document() -> Value {
        json!({"@context": ["urn:c"], "id": "urn:1", "type": ["T"],
            "a": {"id": "_:b", "type": "U", "x": 1, "y": {"z": [1, 2]}},
            "list": ["p", {"id": "urn:2", "q": 1, "r": null}, "s"], "proof": {"x": 1}})
    }

    #[test]
    fn the_way_to_what_is_selected_says_what_it_leads_through() {
        let head = json!({"@context": ["urn:c"], "id": "urn:1", "type": ["T"]});
        let with = |name: &str, value: Value| {
            let mut expected = head.clone();
            expected[name] = value;
            Ok(expected)
        };
        for (pointers, expected) in [
            (vec![], Ok(head.clone())),
            (vec!["/a/x"], with("a", json!({"type": "U", "x": 1}))),
            (
                vec!["/a/y/z/1"],
                with("a", json!({"type": "U", "y": {"z": [2]}})),
            ),
            (vec!["/a", "/a/x"], with("a", document()["a"].clone())),
            (
                vec!["/list/2", "/list/1/q"],
                with("list", json!([{"id": "urn:2", "q": 1}, "s"])),
            ),
            (
                vec!["/list/1/r"],
                with("list", json!([{"id": "urn:2", "r": null}])),
            ),
            (vec!["/type/0"], Ok(head.clone())),
            (vec!["/@context/0"], Ok(head.clone())),
            (vec![""], Ok(document())),
        ] {
            assert_eq!(selected(&document(), &pointers), expected, "{pointers:?}");
        }
    }

    #[test]
    fn a_pointer_to_nothing_is_refused() {
        for pointer in ["/b", "/proof", "/a/x/0", "/list/3", "/list/-", "/list/01"] {
            let error = selected(&document(), &["/a", pointer]).unwrap_err();
            assert_eq!(
                error,
                ProofError::PointerMissing {
                    at: JsonPointer::parse(pointer).unwrap()
                }
            );
        }
    }
}
