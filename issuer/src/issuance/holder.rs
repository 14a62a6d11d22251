//! Whom a credential is bound to.

use credentials::Did;
use credentials::keys::{Algorithm, PublicKey};
use did_resolver::{Relationship, Resolve};

use crate::Error;

/// A holder: a DID and the key of it that presentations will be signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holder {
    /// Who.
    pub did: Did,
    /// With which key.
    pub key: PublicKey,
}

impl Holder {
    /// The holder of this DID: its first authentication key that makes JOSE signatures.
    pub fn of(did: &Did, resolver: &dyn Resolve) -> Result<Self, Error> {
        let resolved = resolver
            .resolve(did)
            .map_err(|error| Error::Refused(error.into()))?;
        let mut methods = resolved.document.methods_for(Relationship::Authentication);
        let method = methods
            .find(|method| matches!(method.key.algorithm(), Algorithm::Ed25519 | Algorithm::P256))
            .ok_or_else(|| Error::NoHolderKey(did.clone()))?;
        Ok(Self {
            did: did.clone(),
            key: method.key.clone(),
        })
    }
}
