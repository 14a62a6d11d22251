//! `eddsa-jcs-2022` as Data Integrity EdDSA Cryptosuites 1.0 appendix B.2 publishes it: every intermediate value.

use credentials::canon::jcs;
use credentials::did::DidUrl;
use credentials::json::{Node, parse};
use credentials::keys::SecretKey;
use credentials::proof::{Cryptosuite, ProofOptions, configuration, eddsa_jcs_2022, proofs, sign};

use crate::{find, read, read_json, unhex};

#[test]
fn every_published_step_comes_out_byte_for_byte() {
    let Some(folder) = find("eddsa_jcs_2022", "vc-di-eddsa") else {
        return;
    };
    let step = |name: &str| read(folder.join("eddsa-jcs-2022").join(name));
    let pair = read_json(folder.join("keyPair.json"));
    let key = SecretKey::from_multikey(pair["privateKeyMultibase"].as_str().unwrap()).unwrap();
    let multikey = key.public().to_multikey();
    let method = DidUrl::parse(&format!("did:key:{multikey}#{multikey}")).unwrap();
    let options = ProofOptions::assertion(method, "2023-02-24T23:36:38Z".parse().unwrap());

    let document = read_json(folder.join("unsigned.json"));
    assert_eq!(
        jcs::to_vec(&document),
        step("canonDocJCS.txt").trim().as_bytes()
    );
    assert_eq!(
        jcs::sha256(&document).to_vec(),
        unhex(&step("docHashJCS.txt"))
    );

    let config = configuration(&document, Cryptosuite::EddsaJcs2022, &options);
    assert_eq!(
        config,
        read_json(folder.join("eddsa-jcs-2022/proofConfigJCS.json"))
    );
    assert_eq!(
        jcs::to_vec(&config),
        step("proofCanonJCS.txt").trim().as_bytes()
    );
    assert_eq!(
        jcs::sha256(&config).to_vec(),
        unhex(&step("proofHashJCS.txt"))
    );

    let data = eddsa_jcs_2022::hash_data(&document, &config);
    assert_eq!(data.to_vec(), unhex(&step("combinedHashJCS.txt")));

    let secured = sign(&document, Cryptosuite::EddsaJcs2022, &options, &key).unwrap();
    let value = secured["proof"]["proofValue"].as_str().unwrap();
    assert_eq!(value, step("sigBTC58JCS.txt").trim());
    let signature = bs58::decode(value.trim_start_matches('z'))
        .into_vec()
        .unwrap();
    assert_eq!(signature, unhex(&step("sigHexJCS.txt")));

    let published = step("signedJCS.json");
    assert_eq!(secured, parse(published.as_bytes()).unwrap());
    let node = Node::parse(published.as_bytes()).unwrap();
    let read = proofs(&node).unwrap();
    assert_eq!(read.len(), 1);
    assert_eq!(read[0].verify(&node, key.public()), Ok(()));
}
