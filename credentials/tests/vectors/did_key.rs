//! The documents of the did:key specification: their Multikeys, JWKs and refusals.

use credentials::keys::{Algorithm, PublicKey, SecretKey, Signer};
use serde_json::Value;

use crate::{find, read_json};

/// How Multikeys of Ed25519, P-256, P-384 and BLS12-381 G2 begin.
const OURS: [&str; 4] = ["z6Mk", "zDn", "z82", "zUC7"];

#[test]
fn every_published_did_key_reads_and_writes_back_as_the_same_multikey() {
    let Some(folder) = find("did_key", "did-key") else {
        return;
    };
    let mut counted = [0; 4];
    for entry in std::fs::read_dir(&folder).unwrap() {
        let file = read_json(entry.unwrap().path());
        for (did, _) in file.as_object().into_iter().flatten() {
            let Some(multikey) = did.strip_prefix("did:key:") else {
                continue;
            };
            if OURS.iter().any(|kind| multikey.starts_with(kind)) {
                let key = PublicKey::from_multikey(multikey)
                    .unwrap_or_else(|error| panic!("{did}: {error}"));
                assert_eq!(key.to_multikey(), multikey);
                counted[Algorithm::ALL
                    .iter()
                    .position(|algorithm| *algorithm == key.algorithm())
                    .unwrap()] += 1;
            } else {
                let error = PublicKey::from_multikey(multikey).expect_err(did);
                assert_eq!(
                    error.to_string(),
                    "expected a Multikey of Ed25519, P-256, P-384 or BLS12-381 G2, found another multicodec prefix"
                );
            }
        }
    }
    println!(
        "did_key: read and written {counted:?} of {:?}",
        Algorithm::ALL
    );
    assert!(counted.iter().all(|count| *count > 0), "{counted:?}");
}

#[test]
fn a_published_jwk_is_the_key_of_its_did() {
    let Some(folder) = find("did_key", "did-key") else {
        return;
    };
    let mut compared = 0;
    for file in ["nist-curves.json", "ed25519-x25519.json"] {
        for (did, vector) in read_json(folder.join(file)).as_object().unwrap() {
            let Ok(key) = PublicKey::from_multikey(did.strip_prefix("did:key:").unwrap()) else {
                continue;
            };
            for method in vector["didDocument"]["verificationMethod"]
                .as_array()
                .unwrap()
            {
                let jwk = &method["publicKeyJwk"];
                if jwk.is_object() && jwk["crv"] != "X25519" {
                    assert_eq!(PublicKey::from_jwk(jwk).unwrap(), key, "{did}");
                    assert_eq!(PublicKey::from_jwk(&key.to_jwk()).unwrap(), key, "{did}");
                    assert_eq!(key.to_jwk()["x"], jwk["x"], "{did}");
                    compared += 1;
                }
            }
        }
    }
    println!("did_key: compared {compared} JWKs");
    assert!(compared > 0);
}

#[test]
fn a_published_secret_key_has_the_published_public_key() {
    for (file, key_pair) in [
        ("vc-di-eddsa/keyPair.json", None),
        (
            "vc-di-eddsa/proof-set-chain/multiKeyPairs.json",
            Some("keyPair1"),
        ),
        ("vc-di-ecdsa/p256KeyPair.json", None),
        ("vc-di-ecdsa/p384KeyPair.json", None),
    ] {
        let Some(path) = find("did_key", file) else {
            continue;
        };
        let vector = read_json(path);
        let pair: &Value = key_pair.map_or(&vector, |name| &vector[name]);
        let secret = pair
            .get("privateKeyMultibase")
            .or(pair.get("secretKeyMultibase"))
            .unwrap()
            .as_str()
            .unwrap();
        let key =
            SecretKey::from_multikey(secret).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(
            key.public().to_multikey(),
            pair["publicKeyMultibase"],
            "{file}"
        );
        assert_eq!(key.to_multikey().as_str(), secret, "{file}");
        let signature = key.sign(b"message").unwrap();
        assert_eq!(
            key.public().verify(b"message", &signature),
            Ok(()),
            "{file}"
        );
    }
}
