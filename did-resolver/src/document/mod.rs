//! DID documents (DID 1.0 section 5): who may verify what with which key.
//!
//! A document is read as hostile input: its `id` must be the DID that was asked for, no verification method may appear
//! twice, and a method of a kind we do not know is kept aside with the reason, so that one such key does not take the
//! others down.

mod error;
mod method;
#[cfg(test)]
mod tests;

use credentials::{Did, DidUrl, JsonPointer};
use serde_json::{Value, json};

pub use error::DocumentError;
pub use method::VerificationMethod;

use method::Unusable;

/// A DID document, with its verification methods ready for use.
#[derive(Debug, Clone, PartialEq)]
pub struct DidDocument {
    id: Did,
    value: Value,
    methods: Vec<VerificationMethod>,
    unusable: Vec<Unusable>,
    /// In the order of [`Relationship::ALL`].
    relationships: [Vec<DidUrl>; 5],
}

/// What a verification method may be used for (DID 1.0 section 5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Relationship {
    /// To sign credentials and other claims.
    AssertionMethod,
    /// To prove control of the DID, such as in a presentation.
    Authentication,
    /// To encrypt to the subject.
    KeyAgreement,
    /// To invoke a capability.
    CapabilityInvocation,
    /// To delegate a capability.
    CapabilityDelegation,
}

impl DidDocument {
    /// Reads the document that was found for `did`.
    pub fn parse(value: &Value, did: &Did) -> Result<Self, DocumentError> {
        let members = value
            .as_object()
            .ok_or_else(|| DocumentError::shape(&JsonPointer::root(), "an object"))?;
        match members.get("id").and_then(Value::as_str) {
            Some(found) if found == did.as_str() => {}
            Some(found) => {
                return Err(DocumentError::ForeignId {
                    expected: did.clone(),
                    found: found.to_owned(),
                });
            }
            None => return Err(DocumentError::shape(&at(&["id"]), "a DID")),
        }
        let controllers = controllers(value)?;
        let mut document = Self {
            id: did.clone(),
            value: value.clone(),
            methods: Vec::new(),
            unusable: Vec::new(),
            relationships: Default::default(),
        };
        for (item, place) in list(value, "verificationMethod")? {
            document.add(item, &place, &controllers)?;
        }
        for relationship in Relationship::ALL {
            for (item, place) in list(value, relationship.name())? {
                let id = match item {
                    Value::String(reference) => method::absolute(did, reference, &place)?,
                    embedded => document.add(embedded, &place, &controllers)?,
                };
                document.relationships[relationship as usize].push(id);
            }
        }
        Ok(document)
    }

    /// The DID that the document is about.
    pub fn id(&self) -> &Did {
        &self.id
    }

    /// The verification method with this id, whatever it may be used for.
    pub fn method(&self, id: &DidUrl) -> Option<&VerificationMethod> {
        self.methods.iter().find(|method| method.id == *id)
    }

    /// Why a method that the document has cannot be used here; none when it can, or when there is no such method.
    pub fn why_unusable(&self, id: &DidUrl) -> Option<&DocumentError> {
        let found = self.unusable.iter().find(|unusable| unusable.id == *id);
        found.map(|unusable| &unusable.reason)
    }

    /// Whether the document lets this method be used so.
    pub fn has(&self, relationship: Relationship, id: &DidUrl) -> bool {
        self.relationships[relationship as usize].contains(id)
    }

    /// The methods that may be used so, in the order of the document.
    pub fn methods_for(
        &self,
        relationship: Relationship,
    ) -> impl Iterator<Item = &VerificationMethod> {
        let listed = self.relationships[relationship as usize].iter();
        listed.filter_map(|id| self.method(id))
    }

    /// The document as it was read.
    pub fn to_value(&self) -> Value {
        self.value.clone()
    }

    /// The document as it was read.
    pub fn as_value(&self) -> &Value {
        &self.value
    }

    /// A document of one key with these relationships: what did:key and did:jwk stand for.
    pub(crate) fn of_one_key(
        contexts: Value,
        method: VerificationMethod,
        method_value: Value,
        relationships: &[Relationship],
    ) -> Self {
        let id = method.id.did().clone();
        let mut value =
            json!({"@context": contexts, "id": id, "verificationMethod": [method_value]});
        let mut lists: [Vec<DidUrl>; 5] = Default::default();
        for relationship in relationships {
            value[relationship.name()] = json!([method.id]);
            lists[*relationship as usize].push(method.id.clone());
        }
        Self {
            id,
            value,
            methods: vec![method],
            unusable: Vec::new(),
            relationships: lists,
        }
    }

    /// Takes one method in, usable or not, and gives its id.
    fn add(
        &mut self,
        item: &Value,
        place: &JsonPointer,
        controllers: &[Did],
    ) -> Result<DidUrl, DocumentError> {
        let id = method::id(&self.id, item, place)?;
        let known = self.methods.iter().map(|method| &method.id);
        let mut known = known.chain(self.unusable.iter().map(|unusable| &unusable.id));
        // Which of the two a signature means would be anyone's guess.
        if known.any(|known| *known == id) {
            return Err(DocumentError::MethodTwice {
                id,
                at: place.clone(),
            });
        }
        match VerificationMethod::read(&self.id, id.clone(), item, place, controllers) {
            Ok(method) => self.methods.push(method),
            Err(reason) => self.unusable.push(Unusable {
                id: id.clone(),
                reason,
            }),
        }
        Ok(id)
    }
}

impl Relationship {
    /// Every relationship.
    pub const ALL: [Self; 5] = [
        Self::AssertionMethod,
        Self::Authentication,
        Self::KeyAgreement,
        Self::CapabilityInvocation,
        Self::CapabilityDelegation,
    ];

    /// The ones that a key which signs can be in: all but key agreement.
    pub const SIGNING: [Self; 4] = [
        Self::Authentication,
        Self::AssertionMethod,
        Self::CapabilityInvocation,
        Self::CapabilityDelegation,
    ];

    /// The document's member, such as `assertionMethod`.
    pub fn name(self) -> &'static str {
        match self {
            Self::AssertionMethod => "assertionMethod",
            Self::Authentication => "authentication",
            Self::KeyAgreement => "keyAgreement",
            Self::CapabilityInvocation => "capabilityInvocation",
            Self::CapabilityDelegation => "capabilityDelegation",
        }
    }
}

impl std::fmt::Display for Relationship {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}

/// `controller` of the document: absent, one DID, or a list of them.
fn controllers(value: &Value) -> Result<Vec<Did>, DocumentError> {
    let read = |item: &Value, place: JsonPointer| {
        let did = item.as_str().and_then(|text| Did::parse(text).ok());
        did.ok_or_else(|| DocumentError::shape(&place, "a DID"))
    };
    match value.get("controller") {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => items
            .iter()
            .enumerate()
            .map(|(index, item)| read(item, at(&["controller"]).child(index)))
            .collect(),
        Some(item) => Ok(vec![read(item, at(&["controller"]))?]),
    }
}

/// The items of a member that is a list, and their places; none when it is absent.
fn list<'v>(
    value: &'v Value,
    member: &str,
) -> Result<Vec<(&'v Value, JsonPointer)>, DocumentError> {
    let place = at(&[member]);
    match value.get(member) {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => Ok(items
            .iter()
            .enumerate()
            .map(|(index, item)| (item, place.child(index)))
            .collect()),
        Some(_) => Err(DocumentError::shape(&place, "a list")),
    }
}

fn at(tokens: &[&str]) -> JsonPointer {
    let mut pointer = JsonPointer::root();
    for token in tokens {
        pointer.push(token);
    }
    pointer
}
