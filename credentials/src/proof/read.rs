//! Reading the proofs that a document carries.

use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::whole::Configuration;
use super::{Cryptosuite, ProofError, ProofPurpose, covered};
use crate::context::Contexts;
use crate::did::DidUrl;
use crate::json::{JsonPointer, Tree};
use crate::keys::PublicKey;
use crate::model::date_time;

/// One proof of a document, well-formed but not verified.
#[derive(Debug, Clone)]
pub struct Proof {
    pub(super) pointer: JsonPointer,
    cryptosuite: Cryptosuite,
    verification_method: DidUrl,
    purpose: ProofPurpose,
    created: Option<Timestamp>,
    expires: Option<Timestamp>,
    domain: Vec<String>,
    challenge: Option<String>,
    /// The `id`s of the proofs that it follows; the document has each.
    pub(super) previous: Vec<String>,
    /// The `@context` that the signed document had, where the proof says so.
    pub(super) context: Option<Value>,
    /// The bytes of `proofValue`.
    pub(super) value: Vec<u8>,
    /// Binds [`Proof::verify`] to everything above, as it was read.
    pub(super) configuration: Configuration,
}

/// More proofs than this are refused: each costs a signature check and a hash of the whole document.
pub const MAX_PROOFS: usize = 16;

/// Reads all proofs of a document; none when it has no `proof`.
///
/// In a proof set every proof has to hold. One that cannot be read is an error and not a set without it.
pub fn proofs<'v, 'd: 'v>(document: impl Into<Tree<'v, 'd>>) -> Result<Vec<Proof>, ProofError> {
    let document = document.into();
    let at = JsonPointer::from_iter(["proof"]);
    let Some(found) = document.get("proof") else {
        return Ok(Vec::new());
    };
    let several = match found.length() {
        None => return Ok(vec![read(document, found, at)?]),
        Some(0) => {
            return Err(ProofError::Malformed {
                at,
                expected: "a proof or a set of proofs",
            });
        }
        Some(found) if found > MAX_PROOFS => return Err(ProofError::TooMany { found }),
        Some(length) => (0..length).filter_map(|position| Some((position, found.item(position)?))),
    };
    several
        .map(|(position, proof)| read(document, proof, at.child(position)))
        .collect()
}

/// The document without its proofs, under the `@context` that all of its proofs were made for.
///
/// A context that was appended after signing is not covered by a proof that names fewer (vc-di-eddsa section 3.3.2
/// step 4), and is left out here.
pub fn unsecured(document: &Value, proofs: &[Proof]) -> Value {
    let mut unsecured = document.clone();
    if let Some(members) = unsecured.as_object_mut() {
        members.shift_remove("proof");
        let signed = proofs.iter().filter_map(|proof| proof.context.as_ref());
        let length = |context: &Value| context.as_array().map_or(1, Vec::len);
        let shortest = signed.min_by_key(|context| length(context));
        if let Some(shortest) = shortest
            && let Some(context) = members.get_mut("@context")
        {
            *context = shortest.clone();
        }
    }
    unsecured
}

impl Proof {
    /// Checks that this key made this proof over this document, which is the one that the proof was read from.
    ///
    /// Only the signature: what the proof is for is [`Proof::check`]'s question. A proof that follows others covers
    /// them; whether those hold is for each to say.
    pub fn verify<'v, 'd: 'v>(
        &self,
        document: impl Into<Tree<'v, 'd>>,
        key: &PublicKey,
        contexts: &Contexts,
    ) -> Result<(), ProofError> {
        self.cryptosuite
            .verify(self, document.into(), key, contexts)
    }

    /// Whether it is an issuer's proof of a whole document, from which its holder derives proofs of parts.
    ///
    /// [`Proof::verify`] then is the holder's check that every statement was signed. Whoever else reads it sees all that
    /// the holder could withhold: it is not what a holder presents.
    pub fn is_base(&self) -> bool {
        self.cryptosuite.is_base(&self.value)
    }

    /// Its place in the document: `/proof` or `/proof/1`.
    pub fn pointer(&self) -> &JsonPointer {
        &self.pointer
    }

    /// How it was made.
    pub fn cryptosuite(&self) -> Cryptosuite {
        self.cryptosuite
    }

    /// The key that should verify it.
    pub fn verification_method(&self) -> &DidUrl {
        &self.verification_method
    }

    /// What it is for.
    pub fn purpose(&self) -> ProofPurpose {
        self.purpose
    }

    /// When it was made.
    pub fn created(&self) -> Option<Timestamp> {
        self.created
    }

    /// When it stops to be acceptable.
    pub fn expires(&self) -> Option<Timestamp> {
        self.expires
    }

    /// For whom it was made; empty for anyone.
    pub fn domain(&self) -> &[String] {
        &self.domain
    }

    /// The challenge that it answers.
    pub fn challenge(&self) -> Option<&str> {
        self.challenge.as_deref()
    }
}

/// Reads one proof (Data Integrity section 2.1).
fn read(
    document: Tree<'_, '_>,
    proof: Tree<'_, '_>,
    pointer: JsonPointer,
) -> Result<Proof, ProofError> {
    let members = Members {
        proof,
        at: &pointer,
    };
    if !proof.is_object() {
        return Err(ProofError::Malformed {
            at: pointer,
            expected: "a proof as an object",
        });
    }
    let kind = members.required("type", "the type DataIntegrityProof")?;
    if kind != "DataIntegrityProof" {
        return Err(ProofError::Type {
            at: pointer.child("type"),
            found: kind.to_owned(),
        });
    }
    let suite = members.required("cryptosuite", "the name of a cryptosuite")?;
    let cryptosuite = Cryptosuite::named(suite).ok_or_else(|| ProofError::CryptosuiteUnknown {
        at: pointer.child("cryptosuite"),
        found: suite.to_owned(),
    })?;
    let purpose = members.required("proofPurpose", "a proof purpose")?;
    let purpose = ProofPurpose::named(purpose).ok_or_else(|| ProofError::PurposeUnknown {
        at: pointer.child("proofPurpose"),
        found: purpose.to_owned(),
    })?;
    let a_method = "a verification method as a DID URL";
    let method = members.required("verificationMethod", a_method)?;
    let method =
        DidUrl::parse(method).map_err(|_| members.malformed("verificationMethod", a_method))?;
    if let Some(id) = members.optional("id", "a URL")?
        && Url::parse(id).is_err()
    {
        return Err(members.malformed("id", "a URL"));
    }
    members.optional("nonce", "a nonce as a string")?;
    let value = members.required("proofValue", "a proof value as a multibase string")?;
    Ok(Proof {
        cryptosuite,
        verification_method: method,
        purpose,
        created: members.date_time("created")?,
        expires: members.date_time("expires")?,
        domain: members.strings("domain", "a domain or a set of domains, as strings")?,
        challenge: members
            .optional("challenge", "a challenge as a string")?
            .map(str::to_owned),
        previous: members.previous(document)?,
        context: proof
            .get("@context")
            .filter(|_| !cryptosuite.reads_contexts())
            .map(Tree::to_value),
        value: cryptosuite.read_value(value, &pointer)?,
        configuration: cryptosuite.read_configuration(document, proof),
        pointer,
    })
}

/// The members of one proof, with its place for errors.
struct Members<'p, 'v, 'd> {
    proof: Tree<'v, 'd>,
    at: &'p JsonPointer,
}

impl<'v> Members<'_, 'v, '_> {
    fn required(&self, name: &str, expected: &'static str) -> Result<&'v str, ProofError> {
        let text = self.optional(name, expected)?;
        text.ok_or_else(|| self.malformed(name, expected))
    }

    fn optional(&self, name: &str, expected: &'static str) -> Result<Option<&'v str>, ProofError> {
        match self.proof.get(name).map(Tree::as_str) {
            None => Ok(None),
            Some(Some(text)) => Ok(Some(text)),
            Some(None) => Err(self.malformed(name, expected)),
        }
    }

    /// A string, or an array of strings.
    fn strings(&self, name: &str, expected: &'static str) -> Result<Vec<String>, ProofError> {
        let Some(found) = self.proof.get(name) else {
            return Ok(Vec::new());
        };
        let strings: Option<Vec<String>> = match found.items() {
            None => found.as_str().map(|only| vec![only.to_owned()]),
            Some(several) => several.map(|one| Some(one.as_str()?.to_owned())).collect(),
        };
        strings.ok_or_else(|| self.malformed(name, expected))
    }

    fn date_time(&self, name: &str) -> Result<Option<Timestamp>, ProofError> {
        let expected = "a dateTimeStamp such as 2026-02-18T00:00:00Z";
        match self.optional(name, expected)? {
            None => Ok(None),
            Some(text) => date_time::parse(text)
                .map(Some)
                .ok_or_else(|| self.malformed(name, expected)),
        }
    }

    /// Section 2.1: each has to be the `id` of a proof of the same document.
    fn previous(&self, document: Tree<'_, '_>) -> Result<Vec<String>, ProofError> {
        let expected = "the id of a previous proof or several, as strings";
        let named = self.proof.get("previousProof").and_then(Tree::length);
        // Each is copied to be hashed, and a proof may name itself, or one many times.
        if let Some(found) = named.filter(|found| *found > MAX_PROOFS) {
            return Err(ProofError::TooManyPrevious {
                at: self.at.child("previousProof"),
                found,
            });
        }
        let previous = self.strings("previousProof", expected)?;
        match previous
            .iter()
            .find(|id| covered::find(document, id).is_none())
        {
            None => Ok(previous),
            Some(id) => Err(ProofError::PreviousProofUnknown {
                at: self.at.child("previousProof"),
                id: id.clone(),
            }),
        }
    }

    fn malformed(&self, name: &str, expected: &'static str) -> ProofError {
        ProofError::Malformed {
            at: self.at.child(name),
            expected,
        }
    }
}
