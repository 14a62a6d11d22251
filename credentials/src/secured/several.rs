//! One credential with several proofs: a set, or a chain in which each proof covers the one before it (Data Integrity
//! section 2.1.1 and 2.1.2).

use jiff::Timestamp;
use rand::CryptoRng;
use serde_json::Value;

use super::{Secured, SecuredError, mandatory, with_holder};
use crate::context::Contexts;
use crate::did::DidUrl;
use crate::keys::{PublicKey, Signer};
use crate::proof::{self, Cryptosuite, ProofOptions};
use crate::suite::Suite;

/// One who signs, and in which suite.
#[derive(Clone, Copy)]
pub struct Signatory<'a> {
    /// The verification method whose key signs.
    pub method: &'a DidUrl,
    /// The key.
    pub signer: &'a dyn Signer,
    /// How.
    pub cryptosuite: Cryptosuite,
    /// The URL by which the next one's proof names this one's: with it on every proof but the last, the set is a chain.
    pub id: Option<&'a str>,
}

/// Signs a credential once for each signatory, in this order. Presentations of a passport are bound to the holder's key.
pub fn secure_by_all(
    credential: &Value,
    signatories: &[Signatory<'_>],
    holder: Option<&PublicKey>,
    created: Timestamp,
    contexts: &Contexts,
    rng: &mut dyn CryptoRng,
) -> Result<Secured, SecuredError> {
    let [first, ..] = signatories else {
        return Err(SecuredError::Unsecured);
    };
    let suite = Suite::DataIntegrity(first.cryptosuite);
    let mut document = with_holder(credential, suite, holder)?.into_owned();
    let mut previous = Vec::new();
    for by in signatories {
        let options = ProofOptions {
            id: by.id.map(str::to_owned),
            previous: std::mem::take(&mut previous),
            mandatory: mandatory(&document, by.cryptosuite),
            contexts: contexts.clone(),
            ..ProofOptions::assertion(by.method.clone(), created)
        };
        proof::sign_in_place(&mut document, by.cryptosuite, &options, by.signer, rng)?;
        previous.extend(options.id);
    }
    Secured::embedded(document)
}
