//! A row of the vectors: a suite with a key, and how things are signed in it.

use credentials::Suite;
use credentials::battery::{EventDraft, PassportDraft, Statement};
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey};
use credentials::proof::Cryptosuite;
use credentials::secured::{Secured, Securing, secure};
use jiff::Timestamp;
use serde_json::Value;

use super::cast::{Party, Role, key_name};
use super::content::urn;
use super::settle::settle;
use super::stream::Stream;
use super::time;

/// A suite with a key of one algorithm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row {
    /// How credentials are secured.
    pub suite: Suite,
    /// The issuer's key.
    pub algorithm: Algorithm,
}

impl Row {
    /// Every suite with every key that signs in it.
    pub fn all() -> Vec<Self> {
        let rows = Suite::all().flat_map(|suite| {
            let algorithms = suite.algorithms().iter();
            algorithms.map(move |&algorithm| Self { suite, algorithm })
        });
        rows.collect()
    }

    /// Its folder, such as `ecdsa-jcs-2019/p384`.
    pub fn folder(self) -> String {
        let suite = self.suite.name().replace('+', "-");
        format!("{suite}/{}", key_name(self.algorithm))
    }

    /// A file of this row; JSON, or one line of text.
    pub fn file(self, name: &str) -> String {
        let ending = match self.suite {
            Suite::SdJwt | Suite::DcSdJwt => "sd-jwt",
            Suite::VcJwt => "jwt",
            Suite::DataIntegrity(_) => "json",
        };
        format!("{}/{name}.{ending}", self.folder())
    }

    /// How a holder of this row signs presentations; what can be cut has no signature of its own for that.
    pub fn presentations(self) -> Cryptosuite {
        match (self.suite, self.algorithm) {
            (Suite::DataIntegrity(suite), _) if !suite.discloses_selectively() => suite,
            (_, Algorithm::Ed25519 | Algorithm::Bls12381G2) => Cryptosuite::EddsaJcs2022,
            _ => Cryptosuite::EcdsaJcs2019,
        }
    }

    /// Whoever plays this role. Nobody presents with a BBS key.
    pub fn party(self, role: Role) -> Party {
        let algorithm = match (role, self.algorithm) {
            (Role::Holder, Algorithm::Bls12381G2) => Algorithm::Ed25519,
            (_, algorithm) => algorithm,
        };
        Party::new(role, algorithm)
    }

    /// The id of something of this row.
    pub fn id(self, what: &str) -> String {
        urn(&format!("{}/{what}", self.folder()))
    }

    /// Signs something in the row's suite. Salts come from the credential's id.
    pub fn secure(self, credential: &Value, by: &Party, created: Timestamp) -> Secured {
        self.secure_for(None, credential, by, created)
    }

    /// Signs something whose presentations are bound to a key, where the suite binds any.
    pub fn secure_for(
        self,
        holder: Option<&PublicKey>,
        credential: &Value,
        by: &Party,
        created: Timestamp,
    ) -> Secured {
        let securing = Securing {
            method: &by.method,
            holder: holder.filter(|_| self.suite.binds_holder()),
            created,
            contexts: Contexts::pinned(),
        };
        let id = credential["id"].as_str().unwrap_or_default();
        let rng = Stream::of(&format!("salts {id}"));
        let secured = secure(credential, self.suite, &securing, by, &mut rng.clone()).unwrap();
        match &secured {
            Secured::DataIntegrity(embedded) if self.suite == ECDSA_SD_2023 => {
                let settled = settle(embedded.document().clone(), rng);
                Secured::from_value(settled).unwrap()
            }
            _ => secured,
        }
    }

    /// A passport of this content, by the manufacturer.
    pub fn passport(self, what: &str, subject: Value, status: Vec<Value>) -> PassportDraft {
        PassportDraft {
            id: self.id(what),
            issuer: self.party(Role::Issuer).did.to_string(),
            issuer_name: Some("Volt Cell".into()),
            valid_from: time::ISSUED,
            valid_until: None,
            subject,
            version: 1,
            supersedes: None,
            predecessor: Vec::new(),
            status,
        }
    }

    /// The battery's state of health after half a year, by the manufacturer.
    pub fn event(self, what: &str) -> Value {
        let draft = EventDraft::from_file(&issuer::sample::soh_event()).unwrap();
        let issuer = self.party(Role::Issuer).did;
        draft
            .build(&Statement::new(self.id(what), issuer, time::EVENT))
            .unwrap()
    }
}

const ECDSA_SD_2023: Suite = Suite::DataIntegrity(Cryptosuite::EcdsaSd2023);
