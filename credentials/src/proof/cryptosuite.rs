//! The cryptosuites: one enum, one dispatch.

use std::fmt;

use serde_json::Value;

use super::{Proof, ProofError, eddsa_jcs_2022};
use crate::json::{JsonPointer, Tree};
use crate::keys::{Algorithm, PublicKey, Signer};

/// A way to make and check the `proofValue` of a `DataIntegrityProof`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cryptosuite {
    /// Ed25519 over canonical JSON (vc-di-eddsa 1.0 section 3.3).
    EddsaJcs2022,
}

impl Cryptosuite {
    /// Every cryptosuite.
    pub const ALL: [Self; 1] = [Self::EddsaJcs2022];

    /// The value of `cryptosuite`.
    pub fn name(self) -> &'static str {
        match self {
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
        }
    }

    /// The cryptosuite of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// The algorithms whose keys make such proofs.
    pub fn algorithms(self) -> &'static [Algorithm] {
        match self {
            Self::EddsaJcs2022 => &[Algorithm::Ed25519],
        }
    }

    /// The `proofValue` for a document under a proof configuration.
    pub(super) fn sign(
        self,
        document: &Value,
        configuration: &Value,
        signer: &dyn Signer,
    ) -> Result<String, ProofError> {
        self.accepts(signer.public_key(), &JsonPointer::root())?;
        match self {
            Self::EddsaJcs2022 => eddsa_jcs_2022::sign(document, configuration, signer),
        }
    }

    /// The bytes that a `proofValue` stands for.
    pub(super) fn read_value(self, text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
        match self {
            Self::EddsaJcs2022 => eddsa_jcs_2022::read_value(text, at),
        }
    }

    /// The hash of a proof as it was read, without its `proofValue`.
    pub(super) fn hash_configuration(self, proof: Tree<'_, '_>) -> [u8; 32] {
        match self {
            Self::EddsaJcs2022 => eddsa_jcs_2022::hash_configuration(proof),
        }
    }

    /// Whether this key made this proof of this document.
    pub(super) fn verify(
        self,
        proof: &Proof,
        document: Tree<'_, '_>,
        key: &PublicKey,
    ) -> Result<(), ProofError> {
        self.accepts(key, proof.pointer())?;
        match self {
            Self::EddsaJcs2022 => eddsa_jcs_2022::verify(proof, document, key),
        }
    }

    fn accepts(self, key: &PublicKey, at: &JsonPointer) -> Result<(), ProofError> {
        if self.algorithms().contains(&key.algorithm()) {
            return Ok(());
        }
        Err(ProofError::KeyAlgorithm {
            at: at.clone(),
            cryptosuite: self,
            algorithm: key.algorithm(),
        })
    }
}

impl fmt::Display for Cryptosuite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
