//! The cryptosuites: one enum, one dispatch.

use std::fmt;

use serde_json::Value;

use super::covered::Covered;
use super::whole::{Configuration, Form, Whole, hash_for};
use super::{Proof, ProofError, ecdsa_jcs_2019, ecdsa_rdfc_2019, eddsa_jcs_2022, eddsa_rdfc_2022};
use crate::canon::rdfc::Digest;
use crate::context::Contexts;
use crate::json::{JsonPointer, Tree};
use crate::keys::{Algorithm, PublicKey, Signer};

/// A way to make and check the `proofValue` of a `DataIntegrityProof`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Cryptosuite {
    /// Ed25519 over canonical JSON (vc-di-eddsa 1.0 section 3.3).
    EddsaJcs2022,
    /// Ed25519 over canonical N-Quads (vc-di-eddsa 1.0 section 3.2).
    EddsaRdfc2022,
    /// ECDSA over canonical JSON (vc-di-ecdsa 1.0 section 3.3).
    EcdsaJcs2019,
    /// ECDSA over canonical N-Quads (vc-di-ecdsa 1.0 section 3.2).
    EcdsaRdfc2019,
}

impl Cryptosuite {
    /// Every cryptosuite.
    pub const ALL: [Self; 4] = [
        Self::EddsaJcs2022,
        Self::EddsaRdfc2022,
        Self::EcdsaJcs2019,
        Self::EcdsaRdfc2019,
    ];

    /// The value of `cryptosuite`.
    pub fn name(self) -> &'static str {
        match self {
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
            Self::EcdsaJcs2019 => "ecdsa-jcs-2019",
            Self::EcdsaRdfc2019 => "ecdsa-rdfc-2019",
        }
    }

    /// The cryptosuite of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// The algorithms whose keys make such proofs.
    pub fn algorithms(self) -> &'static [Algorithm] {
        self.whole().algorithms
    }

    /// Whether documents are read as statements, so that their contexts have to define all they say.
    pub fn reads_contexts(self) -> bool {
        self.whole().form == Form::Rdf
    }

    /// What a key of this algorithm signs: the hashes of the proof configuration and of the document without its
    /// `proof`.
    pub fn hashes(
        self,
        document: &Value,
        configuration: &Value,
        algorithm: Algorithm,
        contexts: &Contexts,
    ) -> Result<[Digest; 2], ProofError> {
        let at = JsonPointer::from_iter(["proof"]);
        let covered = Covered::AllButProofs(document.into());
        let hash = hash_for(algorithm);
        self.whole()
            .hashes(&covered, configuration, hash, contexts, &at)
    }

    /// The `proofValue` for a document under a proof configuration.
    pub(super) fn sign(
        self,
        covered: &Covered<'_, '_>,
        configuration: &Value,
        signer: &dyn Signer,
        contexts: &Contexts,
    ) -> Result<String, ProofError> {
        self.accepts(signer.public_key(), &JsonPointer::root())?;
        self.whole().sign(covered, configuration, signer, contexts)
    }

    /// The bytes that a `proofValue` stands for.
    pub(super) fn read_value(self, text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
        self.whole().read_value(text, at)
    }

    /// A proof of this document as it was read, without its `proofValue`.
    pub(super) fn read_configuration(
        self,
        document: Tree<'_, '_>,
        proof: Tree<'_, '_>,
    ) -> Configuration {
        self.whole().read_configuration(document, proof)
    }

    /// Whether this key made this proof of this document.
    pub(super) fn verify(
        self,
        proof: &Proof,
        document: Tree<'_, '_>,
        key: &PublicKey,
        contexts: &Contexts,
    ) -> Result<(), ProofError> {
        self.accepts(key, proof.pointer())?;
        self.whole().verify(proof, document, key, contexts)
    }

    fn whole(self) -> Whole {
        match self {
            Self::EddsaJcs2022 => eddsa_jcs_2022::SUITE,
            Self::EddsaRdfc2022 => eddsa_rdfc_2022::SUITE,
            Self::EcdsaJcs2019 => ecdsa_jcs_2019::SUITE,
            Self::EcdsaRdfc2019 => ecdsa_rdfc_2019::SUITE,
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
