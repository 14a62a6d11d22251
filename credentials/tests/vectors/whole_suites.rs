//! The suites that sign a whole document, as Data Integrity EdDSA and ECDSA Cryptosuites 1.0 publish them: every
//! intermediate value. (ECDSA signatures are made with fresh randomness, so that the published ones can only be
//! verified.)

use credentials::canon::jcs;
use credentials::canon::jsonld::to_rdf;
use credentials::canon::rdfc::{Effort, Hash, canonicalize_with};
use credentials::context::Contexts;
use credentials::did::DidUrl;
use credentials::json::{Node, parse};
use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::{Cryptosuite, ProofOptions, configuration, proofs, sign};
use serde_json::Value;

use crate::{find, read, read_json, unhex};

struct Published {
    suite: Cryptosuite,
    key: &'static str,
    folder: &'static str,
    suffix: &'static str,
}

const PUBLISHED: [Published; 5] = [
    Published {
        suite: Cryptosuite::EddsaJcs2022,
        key: "vc-di-eddsa/keyPair.json",
        folder: "vc-di-eddsa/eddsa-jcs-2022",
        suffix: "JCS",
    },
    Published {
        suite: Cryptosuite::EddsaRdfc2022,
        key: "vc-di-eddsa/keyPair.json",
        folder: "vc-di-eddsa/eddsa-rdfc-2022",
        suffix: "DataInt",
    },
    Published {
        suite: Cryptosuite::EcdsaJcs2019,
        key: "vc-di-ecdsa/p256KeyPair.json",
        folder: "vc-di-ecdsa/ecdsa-jcs-2019-p256",
        suffix: "JCSECDSAP256",
    },
    Published {
        suite: Cryptosuite::EcdsaRdfc2019,
        key: "vc-di-ecdsa/p256KeyPair.json",
        folder: "vc-di-ecdsa/ecdsa-rdfc-2019-p256",
        suffix: "ECDSAP256",
    },
    Published {
        suite: Cryptosuite::EcdsaRdfc2019,
        key: "vc-di-ecdsa/p384KeyPair.json",
        folder: "vc-di-ecdsa/ecdsa-rdfc-2019-p384",
        suffix: "ECDSAP384",
    },
];

#[test]
fn every_published_step_comes_out_byte_for_byte() {
    for published in PUBLISHED {
        let Some(folder) = find("whole_suites", published.folder) else {
            continue;
        };
        let (suite, suffix) = (published.suite, published.suffix);
        let step = |name: &str| {
            read(folder.join(format!("{name}{suffix}.txt")))
                .trim_end()
                .to_owned()
        };
        let key = key(&read_json(find("whole_suites", published.key).unwrap()));
        let hash = match key.algorithm() {
            Algorithm::P384 => Hash::Sha384,
            _ => Hash::Sha256,
        };

        let document = read_json(folder.join("../unsigned.json"));
        assert_eq!(
            canonical(suite, &document, hash),
            step("canonDoc"),
            "{suite}"
        );
        let config = configuration(&document, suite, &options(&key, "2023-02-24T23:36:38Z"));
        let config_expected = read_json(folder.join(format!("proofConfig{suffix}.json")));
        assert_eq!(config, config_expected, "{suite}");
        assert_eq!(
            canonical(suite, &config, hash),
            step("proofCanon"),
            "{suite}"
        );

        let hashes = suite.hashes(&document, &config, key.algorithm(), Contexts::pinned());
        let [config_hash, document_hash] = hashes.unwrap().map(|hash| hash.to_string());
        assert_eq!(config_hash, step("proofHash"), "{suite}");
        assert_eq!(document_hash, step("docHash"), "{suite}");
        assert_eq!(
            config_hash + &document_hash,
            step("combinedHash"),
            "{suite}"
        );

        let secured = sign(
            &document,
            suite,
            &options(&key, "2023-02-24T23:36:38Z"),
            &key,
            &mut rand::rng(),
        )
        .unwrap();
        let published = read(folder.join(format!("signed{suffix}.json")));
        let value = published_value(&published);
        assert_eq!(value, step("sigBTC58"), "{suite}");
        let signature = bs58::decode(&value[1..]).into_vec().unwrap();
        assert_eq!(signature, unhex(&step("sigHex")), "{suite}");
        if key.algorithm() == Algorithm::Ed25519 {
            assert_eq!(secured, parse(published.as_bytes()).unwrap());
        }
        for text in [published, secured.to_string()] {
            let node = Node::parse(text.as_bytes()).unwrap();
            let read = proofs(&node).unwrap();
            assert_eq!(read.len(), 1);
            let verified = read[0].verify(&node, key.public(), Contexts::pinned());
            assert_eq!(verified, Ok(()), "{suite}");
        }
    }
}

#[test]
fn the_published_proof_set_and_chain_come_out_byte_for_byte() {
    let Some(folder) = find("whole_suites", "vc-di-eddsa/proof-set-chain") else {
        return;
    };
    let pairs = read_json(folder.join("multiKeyPairs.json"));
    let mut document = read_json(folder.join("unsigned.json"));
    for (pair, config, signed) in [
        ("keyPair1", "proofSetConfig1", "signedProofSet1"),
        ("keyPair2", "proofSetConfig2", "signedProofSet2"),
        ("keyPair3", "proofChainConfig1", "signedProofChain1"),
        ("keyPair4", "proofChainConfig2", "signedProofChain2"),
    ] {
        let key = key(&pairs[pair]);
        let config = read_json(folder.join(format!("{config}.json")));
        let options = ProofOptions {
            id: config["id"].as_str().map(str::to_owned),
            previous: match &config["previousProof"] {
                Value::String(one) => vec![one.clone()],
                several => serde_json::from_value(several.clone()).unwrap_or_default(),
            },
            ..options(&key, config["created"].as_str().unwrap())
        };
        document = sign(
            &document,
            Cryptosuite::EddsaRdfc2022,
            &options,
            &key,
            &mut rand::rng(),
        )
        .unwrap();
        assert_eq!(
            document,
            read_json(folder.join(format!("{signed}.json"))),
            "{signed}"
        );
    }
    let read = proofs(&document).unwrap();
    for (proof, pair) in read
        .iter()
        .zip(["keyPair1", "keyPair2", "keyPair3", "keyPair4"])
    {
        let key = key(&pairs[pair]);
        let verified = proof.verify(&document, key.public(), Contexts::pinned());
        assert_eq!(verified, Ok(()), "{pair}");
    }
}

fn canonical(suite: Cryptosuite, document: &Value, hash: Hash) -> String {
    if !suite.reads_contexts() {
        return String::from_utf8(jcs::to_vec(document)).unwrap();
    }
    let dataset = to_rdf(&Node::from(document), Contexts::pinned()).unwrap();
    let canonical = canonicalize_with(&dataset, hash, Effort::default()).unwrap();
    canonical.as_str().trim_end().to_owned()
}

fn key(pair: &Value) -> SecretKey {
    let secret = pair["privateKeyMultibase"].as_str();
    let secret = secret.or_else(|| pair["secretKeyMultibase"].as_str());
    SecretKey::from_multikey(secret.unwrap()).unwrap()
}

fn options(key: &SecretKey, created: &str) -> ProofOptions {
    let multikey = key.public().to_multikey();
    let method = DidUrl::parse(&format!("did:key:{multikey}#{multikey}")).unwrap();
    ProofOptions::assertion(method, created.parse().unwrap())
}

fn published_value(signed: &str) -> String {
    let signed: Value = serde_json::from_str(signed).unwrap();
    signed["proof"]["proofValue"].as_str().unwrap().to_owned()
}
