//! What a proof is to say beside its value.

use std::fmt;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::Cryptosuite;
use crate::context::Contexts;
use crate::did::DidUrl;
use crate::json::JsonPointer;

/// What a proof is for (Data Integrity section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProofPurpose {
    /// To make claims: credentials.
    AssertionMethod,
    /// To show who presents: presentations.
    Authentication,
}

/// What a proof says beside its value.
#[derive(Debug, Clone)]
pub struct ProofOptions {
    /// By what a later proof can name this one: a URL.
    pub id: Option<String>,
    /// The key that verifies it.
    pub verification_method: DidUrl,
    /// What it is for.
    pub purpose: ProofPurpose,
    /// When it was made.
    pub created: Option<Timestamp>,
    /// When it stops to be acceptable.
    pub expires: Option<Timestamp>,
    /// For whom it is made; empty for anyone.
    pub domain: Vec<String>,
    /// The verifier's challenge that it answers.
    pub challenge: Option<String>,
    /// The `id`s of the proofs that this one follows and covers.
    pub previous: Vec<String>,
    /// The places that a holder cannot withhold, for suites that disclose selectively.
    pub mandatory: Vec<JsonPointer>,
    /// The contexts that the document may name.
    pub contexts: Contexts,
}

impl ProofOptions {
    /// A proof of claims by this verification method, made at this time.
    pub fn assertion(verification_method: DidUrl, created: Timestamp) -> Self {
        Self {
            id: None,
            verification_method,
            purpose: ProofPurpose::AssertionMethod,
            created: Some(created),
            expires: None,
            domain: Vec::new(),
            challenge: None,
            previous: Vec::new(),
            mandatory: Vec::new(),
            contexts: Contexts::pinned().clone(),
        }
    }
}

/// The proof of this document without its `proofValue`: what a cryptosuite hashes beside the document.
///
/// Its `@context` is that of the document (vc-di-eddsa sections 3.2.5 and 3.3.1). A proof over canonical JSON keeps it,
/// so that it still holds after a later proof of a set has appended a context of its own.
pub fn configuration(document: &Value, suite: Cryptosuite, options: &ProofOptions) -> Value {
    let mut proof = Map::with_capacity(12);
    let mut put = |name: &str, value: Value| drop(proof.insert(name.to_owned(), value));
    put("type", json!("DataIntegrityProof"));
    if let Some(id) = &options.id {
        put("id", json!(id));
    }
    put("cryptosuite", json!(suite.name()));
    if let Some(created) = options.created {
        put("created", json!(created.to_string()));
    }
    if let Some(expires) = options.expires {
        put("expires", json!(expires.to_string()));
    }
    put(
        "verificationMethod",
        json!(options.verification_method.to_string()),
    );
    put("proofPurpose", json!(options.purpose.name()));
    let mut put_each = |name: &str, values: &[String]| match values {
        [] => {}
        [only] => put(name, json!(only)),
        several => put(name, json!(several)),
    };
    put_each("domain", &options.domain);
    put_each("previousProof", &options.previous);
    if let Some(challenge) = &options.challenge {
        put("challenge", json!(challenge));
    }
    if let Some(context) = document.get("@context") {
        put("@context", context.clone());
    }
    Value::Object(proof)
}

impl ProofPurpose {
    /// The value of `proofPurpose`.
    pub fn name(self) -> &'static str {
        match self {
            Self::AssertionMethod => "assertionMethod",
            Self::Authentication => "authentication",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::AssertionMethod, Self::Authentication]
            .into_iter()
            .find(|purpose| purpose.name() == name)
    }
}

impl fmt::Display for ProofPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
