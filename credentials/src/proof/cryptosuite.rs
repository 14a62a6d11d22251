//! The cryptosuites: one enum, one dispatch.

use std::fmt;

use rand::CryptoRng;
use serde_json::Value;

use super::covered::{self, Covered};
use super::whole::{Configuration, Form, Whole, hash_for};
use super::{
    Proof, ProofError, bbs_2023, ecdsa_jcs_2019, ecdsa_rdfc_2019, ecdsa_sd_2023, eddsa_jcs_2022,
    eddsa_rdfc_2022,
};
use crate::canon::rdfc::{Digest, Hash};
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
    /// ECDSA over single statements, so that a holder can withhold some (vc-di-ecdsa 1.0 section 3.6).
    EcdsaSd2023,
    /// BBS over all statements, of which a holder shows some without leaving a trace (vc-di-bbs 1.0 section 3.4).
    Bbs2023,
}

/// How a suite works.
enum Kind {
    /// One signature over one hash of a whole document.
    Whole(Whole),
    /// Statements that are signed so that each can be shown without the others.
    EcdsaSd,
    Bbs,
}

impl Cryptosuite {
    /// Every cryptosuite.
    pub const ALL: [Self; 6] = [
        Self::EddsaJcs2022,
        Self::EddsaRdfc2022,
        Self::EcdsaJcs2019,
        Self::EcdsaRdfc2019,
        Self::EcdsaSd2023,
        Self::Bbs2023,
    ];

    /// The value of `cryptosuite`.
    pub fn name(self) -> &'static str {
        match self {
            Self::EddsaJcs2022 => "eddsa-jcs-2022",
            Self::EddsaRdfc2022 => "eddsa-rdfc-2022",
            Self::EcdsaJcs2019 => "ecdsa-jcs-2019",
            Self::EcdsaRdfc2019 => "ecdsa-rdfc-2019",
            Self::EcdsaSd2023 => "ecdsa-sd-2023",
            Self::Bbs2023 => "bbs-2023",
        }
    }

    /// The cryptosuite of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|suite| suite.name() == name)
    }

    /// The algorithms whose keys make such proofs.
    pub fn algorithms(self) -> &'static [Algorithm] {
        match self.kind() {
            Kind::Whole(whole) => whole.algorithms,
            Kind::EcdsaSd => ecdsa_sd_2023::ALGORITHMS,
            Kind::Bbs => bbs_2023::ALGORITHMS,
        }
    }

    /// Whether documents are read as statements, so that their contexts have to define all they say.
    pub fn reads_contexts(self) -> bool {
        match self.kind() {
            Kind::Whole(whole) => whole.form == Form::Rdf,
            Kind::EcdsaSd | Kind::Bbs => true,
        }
    }

    /// Whether a holder can show part of a document, with a proof derived from the issuer's.
    pub fn discloses_selectively(self) -> bool {
        matches!(self.kind(), Kind::EcdsaSd | Kind::Bbs)
    }

    /// What a key of this algorithm signs: the hashes of the proof configuration and of the document without its
    /// `proof`. The suites that disclose selectively hash only the configuration and the mandatory statements so, and
    /// none here.
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
        self.form_of_configuration()
            .hashes(&covered, configuration, hash, contexts, &at)
    }

    /// The `proofValue` for a document under a proof configuration.
    pub(super) fn sign(
        self,
        covered: &Covered<'_, '_>,
        configuration: &Value,
        mandatory: &[JsonPointer],
        signer: &dyn Signer,
        contexts: &Contexts,
        rng: &mut dyn CryptoRng,
    ) -> Result<String, ProofError> {
        self.accepts(signer.public_key(), &JsonPointer::root())?;
        let sign = match self.kind() {
            Kind::Whole(whole) => return whole.sign(covered, configuration, signer, contexts),
            Kind::EcdsaSd => ecdsa_sd_2023::sign,
            Kind::Bbs => bbs_2023::sign,
        };
        let at = JsonPointer::from_iter(["proof"]);
        let Covered::AllButProofs(document) = covered else {
            return Err(ProofError::ChainUnsupported { at });
        };
        let hash = Form::Rdf.hash(configuration.into(), None, Hash::Sha256, contexts);
        let hash = hash.map_err(|error| error.inside(&at))?;
        sign(*document, hash.as_bytes(), mandatory, signer, contexts, rng)
    }

    /// The bytes that a `proofValue` stands for.
    pub(super) fn read_value(self, text: &str, at: &JsonPointer) -> Result<Vec<u8>, ProofError> {
        match self.kind() {
            Kind::Whole(whole) => whole.read_value(text, at),
            Kind::EcdsaSd => ecdsa_sd_2023::read_value(text, at),
            Kind::Bbs => bbs_2023::read_value(text, at),
        }
    }

    /// Whether this is the value of a proof from which a holder derives others.
    pub(super) fn is_base(self, value: &[u8]) -> bool {
        match self.kind() {
            Kind::Whole(_) => false,
            Kind::EcdsaSd => ecdsa_sd_2023::is_base(value),
            Kind::Bbs => bbs_2023::is_base(value),
        }
    }

    /// A proof of this document as it was read, without its `proofValue`.
    pub(super) fn read_configuration(
        self,
        document: Tree<'_, '_>,
        proof: Tree<'_, '_>,
    ) -> Configuration {
        self.form_of_configuration()
            .read_configuration(document, proof)
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
        let verify = match self.kind() {
            Kind::Whole(whole) => return whole.verify(proof, document, key, contexts),
            Kind::EcdsaSd => ecdsa_sd_2023::verify,
            Kind::Bbs => bbs_2023::verify,
        };
        let Covered::AllButProofs(document) = covered::by_read(proof, document)? else {
            return Err(ProofError::ChainUnsupported {
                at: proof.pointer().clone(),
            });
        };
        let hash = proof.configuration.hash(contexts, proof.pointer())?;
        verify(proof, document, hash.as_bytes(), key, contexts)
    }

    /// The part of a document that shows these places and what is mandatory, and the value of its derived proof.
    pub(super) fn derive(
        self,
        proof: &Proof,
        document: &Value,
        shown: &[JsonPointer],
        presentation_header: &[u8],
        contexts: &Contexts,
        rng: &mut dyn CryptoRng,
    ) -> Result<(Value, String), ProofError> {
        match self.kind() {
            Kind::Whole(_) => Err(ProofError::NoBaseProof),
            Kind::EcdsaSd => ecdsa_sd_2023::derive(proof, document, shown, contexts),
            Kind::Bbs => {
                bbs_2023::derive(proof, document, shown, presentation_header, contexts, rng)
            }
        }
    }

    fn kind(self) -> Kind {
        match self {
            Self::EddsaJcs2022 => Kind::Whole(eddsa_jcs_2022::SUITE),
            Self::EddsaRdfc2022 => Kind::Whole(eddsa_rdfc_2022::SUITE),
            Self::EcdsaJcs2019 => Kind::Whole(ecdsa_jcs_2019::SUITE),
            Self::EcdsaRdfc2019 => Kind::Whole(ecdsa_rdfc_2019::SUITE),
            Self::EcdsaSd2023 => Kind::EcdsaSd,
            Self::Bbs2023 => Kind::Bbs,
        }
    }

    /// Selective or not, a proof configuration is hashed as ecdsa-rdfc-2019 hashes it.
    fn form_of_configuration(self) -> Whole {
        match self.kind() {
            Kind::Whole(whole) => whole,
            Kind::EcdsaSd | Kind::Bbs => ecdsa_rdfc_2019::SUITE,
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
