//! The address prefixes: each stands for one way to sign.

use credentials::DidUrl;
use credentials::did::Did;
use credentials::keys::{Algorithm, SecretKey};
use credentials::suite::Suite;

/// One way to sign, with the key for it.
#[derive(Debug)]
pub(super) struct Prefix {
    /// What stands in the address.
    pub(super) name: String,
    /// How is signed.
    pub(super) suite: Suite,
    /// Who signs: a `did:key`.
    pub(super) did: Did,
    /// With which verification method.
    pub(super) method: DidUrl,
    /// The key behind it.
    pub(super) key: SecretKey,
}

impl Prefix {
    pub(super) fn new(name: String, suite: Suite, key: SecretKey) -> Self {
        Self {
            name,
            suite,
            did: Did::of_key(key.public()),
            method: DidUrl::of_key(key.public()),
            key,
        }
    }
}

/// Name, suite and kind of key of every prefix. The first kind of key that a suite signs with goes by the name of the
/// suite alone: `ecdsa-rdfc-2019`, `ecdsa-rdfc-2019-p384`.
pub(super) fn all() -> impl Iterator<Item = (String, Suite, Algorithm)> {
    Suite::all().filter(is_of_the_model).flat_map(|suite| {
        let kinds = suite.algorithms().iter().enumerate();
        kinds.map(move |(n, kind)| {
            let name = match n {
                0 => suite.name().to_owned(),
                _ => format!("{}-{}", suite.name(), short(*kind)),
            };
            (name, suite, *kind)
        })
    })
}

/// An SD-JWT VC is no credential of the W3C's model.
fn is_of_the_model(suite: &Suite) -> bool {
    *suite != Suite::DcSdJwt
}

fn short(kind: Algorithm) -> &'static str {
    match kind {
        Algorithm::Ed25519 => "ed25519",
        Algorithm::P256 => "p256",
        Algorithm::P384 => "p384",
        Algorithm::Bls12381G2 => "bls12381",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_suite_has_a_prefix_for_each_kind_of_key() {
        let names: Vec<String> = all().map(|(name, ..)| name).collect();
        for name in [
            "eddsa-jcs-2022",
            "eddsa-rdfc-2022",
            "ecdsa-rdfc-2019",
            "ecdsa-rdfc-2019-p384",
            "ecdsa-jcs-2019",
            "ecdsa-jcs-2019-p384",
            "vc+jwt",
            "vc+jwt-p256",
            "sd-jwt",
        ] {
            assert!(names.iter().any(|found| found == name), "{name}");
        }
        assert!(!names.iter().any(|name| name.starts_with("dc+")));
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len());
    }
}
