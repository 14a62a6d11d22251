//! What the suites have in common that sign one hash of a whole document.

use serde_json::Value;

use super::base58::{self, Decoded};
use super::covered::{self, Covered};
use super::{Proof, ProofError};
use crate::canon::jcs;
use crate::canon::jsonld::to_rdf_without;
use crate::canon::rdfc::{Digest, Effort, Hash, canonicalize_with};
use crate::context::Contexts;
use crate::json::{JsonPointer, Node, Tree};
use crate::keys::{Algorithm, PublicKey, SignError, SignatureError, Signer};

/// A suite that signs one hash of a whole document.
#[derive(Debug, Clone, Copy)]
pub(super) struct Whole {
    /// What is hashed.
    pub(super) form: Form,
    /// Whose keys sign.
    pub(super) algorithms: &'static [Algorithm],
}

/// The text of a document that is hashed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// Canonical JSON (RFC 8785).
    Json,
    /// Canonical N-Quads (RDFC-1.0) of the document read as JSON-LD.
    Rdf,
}

/// A proof without its `proofValue`, as it was read.
#[derive(Debug, Clone)]
pub(super) enum Configuration {
    /// Hashed at once, where there is only one way to hash it.
    Hashed(Digest),
    /// Kept until the key tells how to hash it.
    Kept(Value),
}

impl Whole {
    /// The `proofValue` of a document under a proof configuration.
    pub(super) fn sign(
        self,
        covered: &Covered<'_, '_>,
        configuration: &Value,
        signer: &dyn Signer,
        contexts: &Contexts,
    ) -> Result<String, ProofError> {
        let algorithm = signer.public_key().algorithm();
        let at = JsonPointer::from_iter(["proof"]);
        let [configuration, document] =
            self.hashes(covered, configuration, hash_for(algorithm), contexts, &at)?;
        let signature = signer.sign(&join(&configuration, &document))?;
        let expected = 2 * algorithm.secret_key_length();
        if signature.len() != expected {
            let found = signature.len();
            return Err(SignError(format!("expected {expected} bytes, found {found}")).into());
        }
        Ok(match <&[u8; 64]>::try_from(signature.as_slice()) {
            Ok(signature) => format!("z{}", base58::encode(signature)),
            Err(_) => format!("z{}", bs58::encode(&signature).into_string()),
        })
    }

    /// The hashes of a proof configuration and of a document: what is signed, one after the other.
    pub(super) fn hashes(
        self,
        covered: &Covered<'_, '_>,
        configuration: &Value,
        hash: Hash,
        contexts: &Contexts,
        at: &JsonPointer,
    ) -> Result<[Digest; 2], ProofError> {
        let (document, without) = covered.parts();
        let document = self.form.hash(document, without, hash, contexts)?;
        let configuration = self
            .form
            .hash(configuration.into(), None, hash, contexts)
            .map_err(|error| error.inside(at))?;
        Ok([configuration, document])
    }

    /// Keeps of a proof what [`Whole::verify`] needs beside its value.
    pub(super) fn read_configuration(
        self,
        document: Tree<'_, '_>,
        proof: Tree<'_, '_>,
    ) -> Configuration {
        if self.form == Form::Json && self.algorithms == [Algorithm::Ed25519] {
            let hash = jcs::digest(proof, Some("proofValue"), Hash::Sha256);
            return Configuration::Hashed(hash);
        }
        let mut kept = proof.to_value();
        if let Some(members) = kept.as_object_mut() {
            members.shift_remove("proofValue");
            // vc-di-eddsa section 3.2.5 step 6: statements are read under the document's own contexts.
            if self.form == Form::Rdf
                && let Some(context) = document.get("@context")
            {
                members.insert("@context".into(), context.to_value());
            }
        }
        Configuration::Kept(kept)
    }

    /// Whether this key made this proof of this document.
    pub(super) fn verify(
        self,
        proof: &Proof,
        document: Tree<'_, '_>,
        key: &PublicKey,
        contexts: &Contexts,
    ) -> Result<(), ProofError> {
        let hash = hash_for(key.algorithm());
        let covered = covered::by_read(proof, document)?;
        let [configuration, document] = match &proof.configuration {
            Configuration::Hashed(configuration) => {
                let (document, without) = covered.parts();
                let document = self.form.hash(document, without, hash, contexts)?;
                [*configuration, document]
            }
            Configuration::Kept(kept) => {
                self.hashes(&covered, kept, hash, contexts, &proof.pointer)?
            }
        };
        let at = || proof.pointer.child("proofValue");
        key.verify(&join(&configuration, &document), &proof.value)
            .map_err(|error| match error {
                SignatureError::Length { expected, found } => ProofError::ValueLength {
                    at: at(),
                    expected,
                    found,
                },
                _ => ProofError::Signature { at: at() },
            })
    }

    /// The signature that multibase base58btc stands for, of a length that one of the algorithms has.
    pub(super) fn read_value(self, text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
        let at = || at.child("proofValue");
        let encoding = || ProofError::ValueEncoding {
            at: at(),
            expected: "`z` and base58btc",
        };
        let lengths = self
            .algorithms
            .iter()
            .map(|each| 2 * each.secret_key_length());
        let longest = lengths.max().unwrap_or_default();
        let digits = text.strip_prefix('z').ok_or_else(encoding)?;
        let found = match base58::decode(digits).ok_or_else(encoding)? {
            Decoded::Signature(bytes) => return Ok(bytes.to_vec()),
            // Of three digits come two bytes and more: a longer text is not worth decoding.
            Decoded::Other(_) if digits.len() <= longest * 3 / 2 => {
                let bytes = bs58::decode(digits).into_vec().map_err(|_| encoding())?;
                if bytes.len() == longest {
                    return Ok(bytes);
                }
                bytes.len()
            }
            Decoded::Other(found) => found,
        };
        Err(ProofError::ValueLength {
            at: at(),
            expected: longest,
            found,
        })
    }
}

impl Configuration {
    /// Its hash with SHA-256; `at` is the place of the proof.
    pub(super) fn hash(&self, contexts: &Contexts, at: &JsonPointer) -> Result<Digest, ProofError> {
        match self {
            Self::Hashed(hash) => Ok(*hash),
            Self::Kept(kept) => Form::Rdf
                .hash(kept.into(), None, Hash::Sha256, contexts)
                .map_err(|error| error.inside(at)),
        }
    }
}

impl Form {
    pub(super) fn hash(
        self,
        tree: Tree<'_, '_>,
        without: Option<&str>,
        hash: Hash,
        contexts: &Contexts,
    ) -> Result<Digest, ProofError> {
        if self == Self::Json {
            return Ok(jcs::digest(tree, without, hash));
        }
        let dataset = match tree {
            Tree::Node(node) => to_rdf_without(node, contexts, without)?,
            Tree::Value(value) => to_rdf_without(&Node::from(value), contexts, without)?,
        };
        let canonical = canonicalize_with(&dataset, hash, Effort::default())?;
        Ok(hash.of([canonical.as_bytes()]))
    }
}

/// SHA-384 for P-384, SHA-256 for the others (vc-di-ecdsa section 3.2.3).
pub(super) fn hash_for(algorithm: Algorithm) -> Hash {
    match algorithm {
        Algorithm::P384 => Hash::Sha384,
        _ => Hash::Sha256,
    }
}

fn join(configuration: &Digest, document: &Digest) -> Vec<u8> {
    [configuration.as_bytes(), document.as_bytes()].concat()
}
