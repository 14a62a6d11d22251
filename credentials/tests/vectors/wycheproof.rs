//! Project Wycheproof: signatures valid and hostile.

use credentials::jose::Jws;
use credentials::keys::{Algorithm, PublicKey, Signed, verify_batch};
use serde_json::Value;

use crate::{find, read_json, unhex};

#[test]
fn every_ed25519_verdict_is_the_published_one() {
    judge("ed25519_test.json", |group| {
        let key = unhex(group["publicKey"]["pk"].as_str().unwrap());
        PublicKey::from_bytes(Algorithm::Ed25519, &key).unwrap()
    });
}

#[test]
fn every_ecdsa_p256_verdict_is_the_published_one() {
    judge("ecdsa_secp256r1_sha256_p1363_test.json", |group| {
        ecdsa("P-256", 32, group)
    });
}

#[test]
fn every_ecdsa_p384_verdict_is_the_published_one() {
    judge("ecdsa_secp384r1_sha384_p1363_test.json", |group| {
        ecdsa("P-384", 48, group)
    });
}

fn ecdsa(curve: &str, length: usize, group: &Value) -> PublicKey {
    let [x, y] = ["wx", "wy"].map(|name| {
        let hex = group["publicKey"][name].as_str().unwrap();
        coordinate(hex, length)
    });
    PublicKey::from_jwk(&serde_json::json!({"kty": "EC", "crv": curve, "x": x, "y": y})).unwrap()
}

/// A coordinate that Wycheproof writes as a signed integer, in base64url at its full length.
fn coordinate(hex: &str, length: usize) -> String {
    use base64::Engine;
    let bytes = unhex(hex);
    let mut full = vec![0; length];
    let kept = &bytes[bytes.len().saturating_sub(length)..];
    full[length - kept.len()..].copy_from_slice(kept);
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(full)
}

fn judge(file: &str, key_of: impl Fn(&Value) -> PublicKey) {
    let Some(path) = find("wycheproof", &format!("wycheproof/{file}")) else {
        return;
    };
    let vectors = read_json(path);
    let (mut accepted, mut refused) = (0, 0);
    let mut batch = Vec::new();
    for group in vectors["testGroups"].as_array().unwrap() {
        let key = key_of(group);
        for test in group["tests"].as_array().unwrap() {
            let message = unhex(test["msg"].as_str().unwrap());
            let signature = unhex(test["sig"].as_str().unwrap());
            let valid = key.verify(&message, &signature).is_ok();
            assert_eq!(
                valid,
                test["result"] == "valid",
                "{file} {}: {}",
                test["tcId"],
                test["comment"]
            );
            *if valid { &mut accepted } else { &mut refused } += 1;
            batch.push((key.clone(), message, signature, valid));
        }
    }
    let items: Vec<Signed<'_>> = batch
        .iter()
        .map(|(key, message, signature, _)| Signed {
            key,
            message,
            signature,
        })
        .collect();
    let expected: Vec<usize> = (0..batch.len()).filter(|&at| !batch[at].3).collect();
    assert_eq!(verify_batch(&items), expected, "{file}, as a batch");
    println!("wycheproof: {file}: {accepted} accepted, {refused} refused, as published");
    assert_eq!(Some(accepted + refused), vectors["numberOfTests"].as_u64());
}

#[test]
fn every_jws_of_a_key_of_ours_is_judged_as_published() {
    let Some(path) = find("wycheproof", "wycheproof/json_web_signature_test.json") else {
        return;
    };
    let (mut accepted, mut refused) = (0, 0);
    for group in read_json(path)["testGroups"].as_array().unwrap() {
        let jwk = &group["public"];
        if !["P-256", "P-384", "Ed25519"].contains(&jwk["crv"].as_str().unwrap_or_default()) {
            continue;
        }
        let key = PublicKey::from_jwk(jwk);
        for test in group["tests"].as_array().unwrap() {
            let verified = key.as_ref().ok().zip(test["jws"].as_str());
            let valid = verified
                .is_some_and(|(key, jws)| Jws::parse(jws).is_ok_and(|jws| jws.verify(key).is_ok()));
            let name = format!("{}: {} {jwk}", test["tcId"], test["comment"]);
            assert_eq!(valid, test["result"] == "valid", "{name}");
            *if valid { &mut accepted } else { &mut refused } += 1;
        }
    }
    println!("wycheproof: JWS: {accepted} accepted, {refused} refused, as published");
    assert!(accepted > 0 && refused > 0);
}
