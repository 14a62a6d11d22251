//! Keys that both libraries hold.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::DidUrl;
use credentials::keys::{Algorithm, SecretKey};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::json;
use ssi::JWK;
use ssi::bbs::BBSplusSecretKey;

/// A key that is the same in every run.
pub fn key(algorithm: Algorithm, seed: u64) -> SecretKey {
    SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(seed)).unwrap()
}

/// The one verification method of the key's `did:key`.
pub fn method(key: &SecretKey) -> DidUrl {
    let multikey = key.public().to_multikey();
    DidUrl::parse(&format!("did:key:{multikey}#{multikey}")).unwrap()
}

/// The key's `did:key`.
pub fn did(key: &SecretKey) -> String {
    format!("did:key:{}", key.public().to_multikey())
}

/// The same secret key as `ssi` holds it.
pub fn jwk(key: &SecretKey) -> JWK {
    if key.algorithm() == Algorithm::Bls12381G2 {
        return BBSplusSecretKey::from_bytes(&key.to_bytes())
            .unwrap()
            .into();
    }
    let mut jwk = key.public().to_jwk();
    jwk["d"] = json!(BASE64URL.encode(key.to_bytes()));
    serde_json::from_value(jwk).unwrap()
}
