//! Keys that are good, and keys that only look so.

use rand::{SeedableRng, rngs::StdRng};
use serde_json::{Value, json};

use super::{
    Algorithm, KeyError, PublicKey, SecretKey, SignatureError, Signed, Signer, verify_batch,
};
use crate::bbs::Signature;
use crate::problem::Coded;

const SIGNING: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];

fn key(algorithm: Algorithm, seed: u64) -> SecretKey {
    SecretKey::generate(algorithm, &mut StdRng::seed_from_u64(seed)).unwrap()
}

#[test]
fn a_new_key_signs_and_survives_every_encoding() {
    for algorithm in SIGNING {
        let secret = key(algorithm, 1);
        let public = secret.public();
        let signature = secret.sign(b"message").unwrap();
        assert_eq!(signature.len(), 2 * algorithm.secret_key_length());
        assert_eq!(public.verify(b"message", &signature), Ok(()));
        assert_eq!(
            public.verify(b"massage", &signature),
            Err(SignatureError::Invalid)
        );
        assert_eq!(
            key(algorithm, 2).public().verify(b"message", &signature),
            Err(SignatureError::Invalid)
        );

        assert_eq!(
            &PublicKey::from_multikey(&public.to_multikey()).unwrap(),
            public
        );
        assert_eq!(&PublicKey::from_jwk(&public.to_jwk()).unwrap(), public);
        assert_eq!(
            &PublicKey::from_bytes(algorithm, public.as_bytes()).unwrap(),
            public
        );
        for again in [
            SecretKey::from_seed(algorithm, &secret.to_bytes()).unwrap(),
            SecretKey::from_multikey(&secret.to_multikey()).unwrap(),
        ] {
            assert_eq!(again.public(), public);
            assert_eq!(
                public.verify(b"again", &again.sign(b"again").unwrap()),
                Ok(())
            );
        }
    }
}

#[test]
fn a_changed_bit_anywhere_breaks_a_signature() {
    for algorithm in SIGNING {
        let secret = key(algorithm, 3);
        let signature = secret.sign(b"message").unwrap();
        for bit in 0..signature.len() * 8 {
            let mut changed = signature.clone();
            changed[bit / 8] ^= 1 << (bit % 8);
            assert!(
                secret.public().verify(b"message", &changed).is_err(),
                "{algorithm}, bit {bit}"
            );
        }
        for length in [0, signature.len() - 1] {
            let error = secret
                .public()
                .verify(b"message", &signature[..length])
                .unwrap_err();
            assert_eq!(error.code(), "signature.length");
        }
    }
}

#[test]
fn ed25519_keys_of_small_order_or_in_a_second_encoding_are_refused() {
    let encoded = |first: u8, middle: u8, last: u8| {
        let mut bytes = [middle; 32];
        (bytes[0], bytes[31]) = (first, last);
        bytes
    };
    let order_8 = [
        0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98,
        0xf0, 0xd5, 0xdf, 0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53,
        0xfc, 0x05,
    ];
    for (name, bytes, expected) in [
        ("the identity", encoded(1, 0, 0), KeyError::SmallOrder),
        ("order two", encoded(0xEC, 0xFF, 0x7F), KeyError::SmallOrder),
        ("order four", encoded(0, 0, 0), KeyError::SmallOrder),
        (
            "order four, negative",
            encoded(0, 0, 0x80),
            KeyError::SmallOrder,
        ),
        ("order eight", order_8, KeyError::SmallOrder),
        (
            "the identity with a negative zero",
            encoded(1, 0, 0x80),
            KeyError::NonCanonical,
        ),
        ("y = p", encoded(0xED, 0xFF, 0x7F), KeyError::NonCanonical),
        (
            "y = p + 1",
            encoded(0xEE, 0xFF, 0x7F),
            KeyError::NonCanonical,
        ),
        (
            "no point",
            encoded(2, 0, 0),
            KeyError::Invalid(Algorithm::Ed25519),
        ),
    ] {
        assert_eq!(
            PublicKey::from_bytes(Algorithm::Ed25519, &bytes),
            Err(expected),
            "{name}"
        );
    }
}

#[test]
fn points_beside_the_curve_and_strange_forms_are_refused() {
    for algorithm in [Algorithm::P256, Algorithm::P384] {
        let public = key(algorithm, 4).public().clone();
        let mut beside = public.uncompressed().to_vec();
        *beside.last_mut().unwrap() ^= 1;
        let mut hybrid = public.uncompressed().to_vec();
        hybrid[0] = 0x06 | (hybrid.last().unwrap() & 1);
        let beyond_field = [&[0x02][..], &vec![0xFF; algorithm.secret_key_length()]].concat();
        for (name, point) in [
            ("beside the curve", beside),
            ("hybrid", hybrid),
            ("x beyond the field", beyond_field),
            ("infinity", vec![0]),
            ("nothing", vec![]),
            ("a byte short", public.as_bytes()[1..].to_vec()),
        ] {
            assert_eq!(
                PublicKey::from_sec1(algorithm, &point),
                Err(KeyError::Invalid(algorithm)),
                "{algorithm} {name}"
            );
        }
    }
}

#[test]
fn scalars_outside_the_group_are_refused() {
    for (algorithm, seed) in [
        (Algorithm::P256, vec![0; 32]),
        (Algorithm::P256, vec![0xFF; 32]),
        (Algorithm::P384, vec![0; 48]),
        (Algorithm::P384, vec![0xFF; 48]),
    ] {
        assert_eq!(
            SecretKey::from_seed(algorithm, &seed).unwrap_err(),
            KeyError::Invalid(algorithm)
        );
    }
}

#[test]
fn multikeys_that_are_not_what_they_should_be_are_refused() {
    let secret = key(Algorithm::P256, 5);
    let public = secret.public().to_multikey();
    let short = format!("z{}", bs58::encode([0xed, 0x01, 7]).into_string());
    let no_flag = format!(
        "z{}",
        bs58::encode([&[0xeb, 0x01][..], &[0x11; 96]].concat()).into_string()
    );
    for (text, code) in [
        ("", "key.multibase"),
        ("u7QE", "key.multibase"),
        ("z0OIl", "key.multibase"),
        (&format!("z{}", "2".repeat(100_000)), "key.multibase"),
        ("z", "key.multicodec"),
        ("z3u2", "key.multicodec"),
        (&short, "key.length"),
        (&no_flag, "key.invalid"),
        (secret.to_multikey().as_str(), "key.wrong_half"),
    ] {
        assert_eq!(
            PublicKey::from_multikey(text).unwrap_err().code(),
            code,
            "{text:.40}"
        );
    }
    assert_eq!(
        SecretKey::from_multikey(&public).unwrap_err().code(),
        "key.wrong_half"
    );
}

#[test]
fn jwks_that_are_not_what_they_should_be_are_refused() {
    let good = key(Algorithm::P256, 6).public().to_jwk();
    let with = |member: &str, value: Value| {
        let mut jwk = good.clone();
        jwk[member] = value;
        jwk
    };
    for (jwk, message) in [
        (json!("text"), "`kty` is `OKP` or `EC`"),
        (with("kty", json!("RSA")), "`kty` is `OKP` or `EC`"),
        (
            with("crv", json!("secp256k1")),
            "`crv` is `P-256` or `P-384`",
        ),
        (with("crv", json!("P-384")), "`x` is a coordinate"),
        (with("x", json!("AA")), "`x` is a coordinate"),
        (with("y", Value::Null), "`y` is a coordinate"),
        (
            with("x", json!(format!("{}=", good["x"].as_str().unwrap()))),
            "`x` is a coordinate",
        ),
        (with("y", good["x"].clone()), "found bytes that no key has"),
        (with("alg", json!("ES384")), "`alg` is the one of its `crv`"),
        (with("alg", Value::Null), "`alg` is the one of its `crv`"),
        (with("use", json!("enc")), "`use` is `sig`"),
        (
            with("key_ops", json!(["sign"])),
            "`key_ops` is a list with `verify`",
        ),
        (
            with("d", json!("AA")),
            "expected a public key, found a secret one",
        ),
    ] {
        let error = PublicKey::from_jwk(&jwk).unwrap_err().to_string();
        assert!(error.contains(message), "{jwk}: {error}");
    }
    for jwk in [
        with("alg", json!("ES256")),
        with("use", json!("sig")),
        with("kid", json!("x")),
    ] {
        assert!(PublicKey::from_jwk(&jwk).is_ok(), "{jwk}");
    }
}

#[test]
fn the_thumbprint_is_that_of_rfc_8037_appendix_a() {
    let jwk =
        json!({"kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
    let thumbprint = PublicKey::from_jwk(&jwk).unwrap().thumbprint();
    assert_eq!(thumbprint, "kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
}

#[test]
fn a_batch_names_every_bad_signature_and_no_good_one() {
    let keys: Vec<SecretKey> = (0..20)
        .map(|seed| key(SIGNING[usize::from(seed % 5 == 4)], seed))
        .collect();
    let messages: Vec<Vec<u8>> = (0..600_u32)
        .map(|number| number.to_le_bytes().to_vec())
        .collect();
    let signatures: Vec<Vec<u8>> = messages
        .iter()
        .enumerate()
        .map(|(at, message)| keys[at % 20].sign(message).unwrap())
        .collect();
    for bad in [
        vec![],
        vec![0],
        vec![599],
        vec![4, 5, 6, 255, 256, 257],
        (100..400).collect(),
    ] {
        let mut signatures = signatures.clone();
        for (turn, &position) in bad.iter().enumerate() {
            match turn % 4 {
                0 => signatures[position][0] ^= 1,
                1 => signatures[position][40] ^= 1,
                2 => signatures[position].truncate(63),
                _ => signatures[position] = vec![0xFF; 64],
            }
        }
        let items: Vec<Signed<'_>> = (0..600)
            .map(|at| Signed {
                key: keys[at % 20].public(),
                message: &messages[at],
                signature: &signatures[at],
            })
            .collect();
        assert_eq!(verify_batch(&items), bad);
    }
    assert!(verify_batch(&[]).is_empty());
}

#[test]
fn debug_output_shows_no_secret() {
    let secret = key(Algorithm::Ed25519, 7);
    let shown = format!("{secret:?}");
    assert_eq!(
        shown,
        format!("SecretKey(of {})", secret.public().to_multikey())
    );
}

#[test]
fn a_bls_key_signs_lists_and_survives_every_encoding() {
    let secret = key(Algorithm::Bls12381G2, 8);
    let public = secret.public();
    let signature = secret.sign_messages(b"header", &[b"one", b"two"]).unwrap();
    let signature = Signature::from_bytes(&signature).unwrap();
    let bbs = public.bbs().unwrap();
    assert_eq!(signature.verify(bbs, b"header", &["one", "two"]), Ok(()));
    assert!(signature.verify(bbs, b"header", &["two", "one"]).is_err());

    let encoded = public.to_multikey();
    assert!(encoded.starts_with("zUC7"), "{encoded}");
    assert_eq!(&PublicKey::from_multikey(&encoded).unwrap(), public);
    for again in [
        SecretKey::from_seed(Algorithm::Bls12381G2, &secret.to_bytes()).unwrap(),
        SecretKey::from_multikey(&secret.to_multikey()).unwrap(),
    ] {
        assert_eq!(again.public(), public);
    }
    assert_eq!(
        format!("{secret:?}"),
        format!("SecretKey(of {})", public.to_multikey())
    );
}

#[test]
fn bls_keys_sign_no_single_message_and_others_no_list() {
    let secret = key(Algorithm::Bls12381G2, 8);
    assert_eq!(secret.public().jose_alg(), None);
    assert_eq!(
        secret.public().verify(b"", b"").unwrap_err().code(),
        "signature.unsupported"
    );
    assert!(secret.sign(b"message").is_err());
    for algorithm in SIGNING {
        assert!(key(algorithm, 9).sign_messages(b"", &[b"one"]).is_err());
        assert!(key(algorithm, 9).public().bbs().is_none());
    }
}

#[test]
fn bls_keys_outside_the_group_are_refused() {
    let mut identity = [0; 96];
    identity[0] = 0xC0;
    let mut beside = key(Algorithm::Bls12381G2, 8).public().as_bytes().to_vec();
    beside[95] ^= 1;
    let mut uncompressed = beside.clone();
    uncompressed[0] &= 0x7F;
    let invalid = KeyError::Invalid(Algorithm::Bls12381G2);
    for (name, bytes, expected) in [
        ("the identity", identity.to_vec(), KeyError::SmallOrder),
        ("beside the group", beside, invalid.clone()),
        ("uncompressed", uncompressed, invalid.clone()),
        ("beyond the field", vec![0xFF; 96], invalid.clone()),
    ] {
        let read = PublicKey::from_bytes(Algorithm::Bls12381G2, &bytes);
        assert_eq!(read, Err(expected), "{name}");
    }
    for seed in [[0; 32], [0xFF; 32]] {
        let read = SecretKey::from_seed(Algorithm::Bls12381G2, &seed);
        assert_eq!(read.unwrap_err(), invalid);
    }
}
