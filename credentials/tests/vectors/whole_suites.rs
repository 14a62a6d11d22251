//! The suites that sign a whole document, as Data Integrity EdDSA and ECDSA Cryptosuites 1.0 publish them: every
//! intermediate value. (ECDSA signatures are made with fresh randomness, so that the published ones can only be
//! verified.)

use std::path::{Path, PathBuf};

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

/// One published example: a folder with its steps, whose names end alike.
struct Published {
    suite: Cryptosuite,
    key: SecretKey,
    folder: PathBuf,
    suffix: String,
    created: String,
}

/// Every folder of both specifications that has the steps of a suite of ours.
fn published() -> Vec<Published> {
    let mut found = Vec::new();
    for root in ["vc-di-eddsa", "vc-di-ecdsa"] {
        let Some(root) = find("whole_suites", root) else {
            continue;
        };
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                    continue;
                }
                let name = path.file_name().unwrap().to_str().unwrap();
                let suffix = name.strip_prefix("proofConfig");
                let suffix = suffix.and_then(|rest| rest.strip_suffix(".json"));
                found.extend(suffix.and_then(|suffix| one(&root, &folder, suffix)));
            }
        }
    }
    found.sort_by(|a, b| a.folder.cmp(&b.folder));
    found
}

/// Nothing for a suite that is not ours (`Ed25519Signature2020` is no cryptosuite of Data Integrity).
fn one(root: &Path, folder: &Path, suffix: &str) -> Option<Published> {
    let config = read_json(folder.join(format!("proofConfig{suffix}.json")));
    let text = |name: &str| config[name].as_str().unwrap_or_default();
    let (_, multikey) = text("verificationMethod").split_once('#')?;
    let pairs = ["keyPair.json", "p256KeyPair.json", "p384KeyPair.json"];
    let mut pairs = pairs.iter().map(|pair| root.join(pair));
    let key = pairs.find_map(|pair| {
        let key = pair.exists().then(|| key(&read_json(pair)))?;
        (key.public().to_multikey() == multikey).then_some(key)
    });
    Some(Published {
        suite: Cryptosuite::named(text("cryptosuite"))?,
        key: key.unwrap_or_else(|| panic!("{}: no key pair of {multikey}", folder.display())),
        folder: folder.to_owned(),
        suffix: suffix.to_owned(),
        created: text("created").to_owned(),
    })
}

#[test]
fn every_published_step_comes_out_byte_for_byte() {
    for published in published() {
        let Published {
            suite,
            ref key,
            ref folder,
            ref suffix,
            ref created,
        } = published;
        let name = folder.display();
        let step = |name: &str| {
            read(folder.join(format!("{name}{suffix}.txt")))
                .trim_end()
                .to_owned()
        };
        let hash = match key.algorithm() {
            Algorithm::P384 => Hash::Sha384,
            _ => Hash::Sha256,
        };

        let signed = read(folder.join(format!("signed{suffix}.json")));
        let mut document = parse(signed.as_bytes()).unwrap();
        document.as_object_mut().unwrap().shift_remove("proof");
        assert_eq!(
            canonical(suite, &document, hash),
            step("canonDoc"),
            "{name}"
        );
        let config = configuration(&document, suite, &options(key, created));
        let config_expected = read_json(folder.join(format!("proofConfig{suffix}.json")));
        assert_eq!(config, config_expected, "{name}");
        assert_eq!(
            canonical(suite, &config, hash),
            step("proofCanon"),
            "{name}"
        );

        let hashes = suite.hashes(&document, &config, key.algorithm(), Contexts::pinned());
        let [config_hash, document_hash] = hashes.unwrap().map(|hash| hash.to_string());
        assert_eq!(config_hash, step("proofHash"), "{name}");
        assert_eq!(document_hash, step("docHash"), "{name}");
        assert_eq!(config_hash + &document_hash, step("combinedHash"), "{name}");

        let secured = sign(
            &document,
            suite,
            &options(key, created),
            key,
            &mut rand::rng(),
        )
        .unwrap();
        let value = published_value(&signed);
        assert_eq!(value, step("sigBTC58"), "{name}");
        let signature = bs58::decode(&value[1..]).into_vec().unwrap();
        assert_eq!(signature, unhex(&step("sigHex")), "{name}");
        if key.algorithm() == Algorithm::Ed25519 {
            assert_eq!(secured, parse(signed.as_bytes()).unwrap());
        }
        for text in [signed, secured.to_string()] {
            let node = Node::parse(text.as_bytes()).unwrap();
            let read = proofs(&node).unwrap();
            assert_eq!(read.len(), 1);
            let verified = read[0].verify(&node, key.public(), Contexts::pinned());
            assert_eq!(verified, Ok(()), "{name}");
        }
        println!("whole_suites: {name}, {suite} of {created}: as published");
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
