//! The names that known contexts have for what they define.
//!
//! JSON-LD lets the same statement be made under any name: an IRI, an alias of the document's own, inside `@nest`. Who
//! signs statements signs none of that, and who reads a credential reads `validUntil` and `credentialStatus` by these
//! names. So that both mean the same, what a known context names goes by that name.

use std::collections::HashSet;
use std::sync::Arc;

use foldhash::HashMap;

use super::compiled::Manner;
use super::context::{Active, Processor};
use super::definition::Target;
use super::keyword::Keyword;
use crate::context::Contexts;

/// Of each IRI that a context defines, the terms for it.
#[derive(Debug, Default)]
pub(crate) struct Names {
    /// One name, seldom two.
    terms: HashMap<Box<str>, Vec<Box<str>>>,
}

impl Names {
    /// Reads these contexts and whatever is inside their terms.
    pub(crate) fn of<'u>(contexts: &Contexts, urls: impl Iterator<Item = &'u String>) -> Self {
        let mut names = Self::default();
        let mut seen = HashSet::new();
        for url in urls {
            let mut processor = Processor::new(contexts);
            // One that cannot be read defines nothing: a document that names it is refused.
            if let Ok(active) = processor.named(&Active::initial(), url) {
                names.collect(&mut processor, &active, &mut seen, 0);
            }
        }
        names
    }

    /// Whether this name may be used for this IRI: it has no other.
    pub(super) fn allow(&self, name: &str, iri: &str) -> bool {
        let named = |names: &Vec<Box<str>>| names.iter().any(|known| **known == *name);
        self.terms.get(iri).is_none_or(named)
    }

    fn collect(
        &mut self,
        processor: &mut Processor<'_>,
        active: &Arc<Active>,
        seen: &mut HashSet<u64>,
        depth: usize,
    ) {
        for (name, definition) in active.terms.iter() {
            if let Target::Iri(iri) = &definition.target {
                let names = self.terms.entry(iri.clone()).or_default();
                if !names.contains(name) {
                    names.push(name.clone());
                }
            }
            if let Some(scoped) = &definition.context
                && depth < NESTING
                && seen.insert(scoped.serial)
                && let Ok(inside) = processor.scoped(active, scoped, Manner::Property)
            {
                self.collect(processor, &inside, seen, depth + 1);
            }
        }
    }
}

/// Whether a member of this name may stand for this keyword where members are read by their names. What puts members of
/// an object elsewhere may not, and `@id` and `@type` go by the names that the contexts give them.
pub(super) fn keyword_allowed(name: &str, keyword: Keyword) -> bool {
    match keyword {
        Keyword::Id => name == "id",
        Keyword::Type => name == "type",
        Keyword::Graph | Keyword::Included | Keyword::Nest | Keyword::Reverse | Keyword::Set => {
            false
        }
        _ => name.starts_with('@'),
    }
}

/// Contexts inside terms inside contexts are followed this deep.
const NESTING: usize = 8;

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::canon::jsonld::{to_rdf, to_rdf_without};
    use crate::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2};
    use crate::json::Node;
    use crate::problem::Coded;

    #[test]
    fn terms_inside_terms_have_names_too() {
        let names = Contexts::pinned().names();
        for (name, iri) in [
            (
                "validUntil",
                "https://www.w3.org/2018/credentials#validUntil",
            ),
            (
                "credentialStatus",
                "https://www.w3.org/2018/credentials#credentialStatus",
            ),
            ("expires", "https://w3id.org/security#expiration"),
            ("holder", "https://w3id.org/voltproof/dbp#holder"),
            (
                "statusListIndex",
                "https://www.w3.org/ns/credentials/status#statusListIndex",
            ),
        ] {
            assert!(names.allow(name, iri), "{name}");
            assert!(!names.allow("other", iri), "{name}");
            assert!(!names.allow(iri, iri), "{name}");
        }
        assert!(names.allow("urn:p", "urn:p"));
    }

    fn credential(context: Value, members: Value) -> Value {
        let mut document = json!({
            "@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1, context],
            "id": "urn:uuid:1", "type": ["VerifiableCredential"], "issuer": "did:example:i",
            "credentialSubject": {"id": "urn:s"},
        });
        for (name, value) in members.as_object().unwrap() {
            document[name] = value.clone();
        }
        document
    }

    #[test]
    fn what_has_a_name_goes_by_no_other_where_it_is_signed() {
        let date = json!({"@value": "2026-01-01T00:00:00Z",
            "@type": "http://www.w3.org/2001/XMLSchema#dateTime"});
        let until = "https://www.w3.org/2018/credentials#validUntil";
        let passport = "https://w3id.org/voltproof/dbp#DigitalBatteryPassport";
        for (context, members, at) in [
            (
                json!({}),
                json!({until: date}),
                format!("/{}", until.replace('/', "~1")),
            ),
            (
                json!({"c": "https://www.w3.org/2018/credentials#"}),
                json!({"c:validUntil": date}),
                "/c:validUntil".into(),
            ),
            (json!({"end": until}), json!({"end": date}), "/end".into()),
            (
                json!({"@vocab": "https://www.w3.org/2018/credentials#valid"}),
                json!({"Until": date}),
                "/Until".into(),
            ),
            (
                json!({"within": "@nest"}),
                json!({"within": {"validUntil": "2026-01-01T00:00:00Z"}}),
                "/within".into(),
            ),
            (
                json!({}),
                json!({"@nest": {"validUntil": "2026-01-01T00:00:00Z"}}),
                "/@nest".into(),
            ),
            (
                json!({}),
                json!({"@included": {"id": "urn:uuid:1", "type": "VerifiableCredential",
                    "validUntil": "2026-01-01T00:00:00Z"}}),
                "/@included".into(),
            ),
            (
                json!({}),
                json!({"credentialSubject": {"@id": "urn:s"}}),
                "/credentialSubject/@id".into(),
            ),
            (
                json!({"who": "@id"}),
                json!({"credentialSubject": {"who": "urn:s"}}),
                "/credentialSubject/who".into(),
            ),
            (
                json!({}),
                json!({"credentialSubject": {"@set": [{"id": "urn:s"}]}}),
                "/credentialSubject/@set".into(),
            ),
            (
                json!({}),
                json!({"type": ["VerifiableCredential", passport]}),
                "/type/1".into(),
            ),
            (
                json!({"Passport": passport}),
                json!({"type": ["VerifiableCredential", "Passport"]}),
                "/type/1".into(),
            ),
        ] {
            let document = credential(context, members);
            let node = Node::from(&document);
            assert!(to_rdf(&node, Contexts::pinned()).is_ok(), "{document}");
            let error = to_rdf_without(&node, Contexts::pinned(), None).unwrap_err();
            assert_eq!(
                (error.code(), error.pointer().unwrap()),
                ("jsonld.other_name", at),
                "{document}"
            );
        }
    }

    #[test]
    fn what_no_known_context_names_may_be_called_anything() {
        let context = json!({"colour": "https://cells.example/v1#colour",
            "Cell": "https://cells.example/v1#Cell", "name": "https://schema.org/name"});
        let members = json!({"type": ["VerifiableCredential", "Cell", "https://cells.example/v1#Other"],
            "credentialSubject": {"id": "urn:s", "colour": "red", "name": "n",
                "https://cells.example/v1#weight": 3}});
        let document = credential(context, members);
        let read = to_rdf_without(&Node::from(&document), Contexts::pinned(), None);
        assert_eq!(read.map(|dataset| dataset.quads().len()), Ok(8));
    }
}
