//! `did:key`: the same document from the same DID.

use credentials::keys::{Algorithm, PublicKey};
use serde_json::Value;
use ssi::dids::{DIDBuf, DIDKey, DIDResolver};
use ssi_judge::keys::{did, key, method};
use ssi_judge::ready;

#[test]
fn ssi_finds_our_key_of_every_algorithm_under_the_method_that_we_name() {
    for (seed, algorithm) in (1..).zip(Algorithm::ALL) {
        let key = key(algorithm, seed);
        let document = resolved(&did(&key)).unwrap();
        let found = &document["verificationMethod"][0];
        assert_eq!(found["id"], method(&key).to_string(), "{algorithm}");
        assert_eq!(found["type"], "Multikey");
        assert_eq!(document["assertionMethod"][0], found["id"]);
        let multikey = found["publicKeyMultibase"].as_str().unwrap();
        assert_eq!(PublicKey::from_multikey(multikey).unwrap(), *key.public());
    }
}

#[test]
fn what_is_no_public_key_is_resolved_by_ssi_and_refused_here() {
    // did:key, "Signature Method Creation Algorithm": a length that is not the key type's is `invalidPublicKeyLength`, and
    // bytes that are no point of the curve are `invalidPublicKey`. ssi decodes the key when a signature is checked, and
    // resolves the DID before.
    let good = key(Algorithm::P256, 1).public().to_multikey();
    let good = bs58::decode(&good[1..]).into_vec().unwrap();
    let mut off_curve = good.clone();
    let refused = |bytes: &[u8]| PublicKey::from_multikey(&multikey(bytes)).is_err();
    while !refused(&off_curve) {
        off_curve[9] = off_curve[9].wrapping_add(1);
    }
    for (name, bytes) in [("short", &good[..30]), ("off the curve", &off_curve)] {
        assert!(refused(bytes), "{name}");
        assert!(
            resolved(&format!("did:key:{}", multikey(bytes))).is_ok(),
            "{name}"
        );
    }
}

fn multikey(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

fn resolved(did: &str) -> Result<Value, String> {
    let did = DIDBuf::from_string(did.to_owned()).unwrap();
    let output = ready(DIDKey.resolve_representation(&did, Default::default()));
    let output = output.map_err(|error| error.to_string())?;
    serde_json::from_slice(&output.document).map_err(|error| error.to_string())
}
