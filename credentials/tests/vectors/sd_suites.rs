//! Every step of `ecdsa-sd-2023` and `bbs-2023` as their specifications publish them: statements under HMAC names,
//! groups, hashes, base proof, and the proof derived from it.

use std::path::Path;

use credentials::context::Contexts;
use credentials::json::JsonPointer;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::proof::selective::{Grouped, Labelling};
use credentials::proof::{
    Cryptosuite, ProofOptions, configuration, derive, derive_for, proofs, sign,
};
use serde_json::Value;

use crate::bbs_2023::Mocked;
use crate::{find, read_json, unhex};

/// One published example.
struct Example {
    suite: Cryptosuite,
    labelling: Labelling,
    key: PublicKey,
    hmac_key: [u8; 32],
    document: Value,
    mandatory: Vec<JsonPointer>,
    shown: Vec<JsonPointer>,
    /// Where the steps are.
    steps: std::path::PathBuf,
}

impl Example {
    fn all() -> Vec<Self> {
        Self::ecdsa().into_iter().chain(Self::bbs()).collect()
    }

    fn ecdsa() -> Vec<Self> {
        [
            ("ecdsa-sd-2023/employ", "employ"),
            ("ecdsa-sd-2023/prc", "prCred"),
        ]
        .into_iter()
        .filter_map(|(steps, listed)| Self::of_ecdsa(steps, listed))
        .collect()
    }

    fn bbs() -> Vec<Self> {
        [("", "wind"), ("prc", "prCred")]
            .into_iter()
            .filter_map(|(steps, listed)| Self::of_bbs(steps, listed))
            .collect()
    }

    fn of_ecdsa(steps: &str, listed: &str) -> Option<Self> {
        let folder = find("sd_suites", "vc-di-ecdsa")?;
        let steps = find("sd_suites", &format!("vc-di-ecdsa/{steps}"))?;
        let keys = read_json(folder.join("ecdsa-sd-2023/SDKeyMaterial.json"));
        let key = keys["baseKeyPair"]["publicKeyMultibase"].as_str().unwrap();
        Some(Self {
            suite: Cryptosuite::EcdsaSd2023,
            labelling: Labelling::Hmac,
            key: PublicKey::from_multikey(key).unwrap(),
            hmac_key: hmac_key(&keys),
            document: unsigned(&steps),
            mandatory: pointers(&folder.join(format!("{listed}Mandatory.json"))),
            shown: pointers(&folder.join(format!("{listed}Selective.json"))),
            steps,
        })
    }

    fn of_bbs(steps: &str, listed: &str) -> Option<Self> {
        let folder = find("sd_suites", "vc-di-bbs")?;
        let steps = find("sd_suites", &format!("vc-di-bbs/{steps}"))?;
        let keys = read_json(folder.join("BBSKeyMaterial.json"));
        let public = unhex(keys["publicKeyHex"].as_str().unwrap());
        Some(Self {
            suite: Cryptosuite::Bbs2023,
            labelling: Labelling::Shuffled,
            key: PublicKey::from_bytes(Algorithm::Bls12381G2, &public).unwrap(),
            hmac_key: hmac_key(&keys),
            document: unsigned(&steps),
            mandatory: pointers(&folder.join(format!("{listed}Mandatory.json"))),
            shown: pointers(&folder.join(format!("{listed}Selective.json"))),
            steps,
        })
    }

    fn step(&self, name: &str) -> Value {
        read_json(self.steps.join(name))
    }

    /// What all examples of a suite share.
    fn material(&self, name: &str) -> Value {
        let own = self.steps.join(name);
        let above = || self.steps.parent().unwrap().join(name);
        read_json(if own.exists() { own } else { above() })
    }

    fn grouped(&self) -> Grouped {
        Grouped::of(
            &self.document,
            &self.mandatory,
            &self.shown,
            self.labelling,
            &self.hmac_key,
            Contexts::pinned(),
        )
        .unwrap()
    }

    fn options(&self) -> ProofOptions {
        let published = self.step("addProofConfig.json");
        let text = |name: &str| published[name].as_str().unwrap();
        let method = text("verificationMethod").parse().unwrap();
        ProofOptions {
            mandatory: self.mandatory.clone(),
            ..ProofOptions::assertion(method, text("created").parse().unwrap())
        }
    }
}

/// What was signed. (The unsigned document beside the steps of the residence card is of another day.)
fn unsigned(steps: &Path) -> Value {
    let mut signed = read_json(steps.join("addSignedSDBase.json"));
    signed.as_object_mut().unwrap().shift_remove("proof");
    signed
}

fn hmac_key(keys: &Value) -> [u8; 32] {
    let hex = keys["hmacKeyString"].as_str().unwrap();
    unhex(hex).try_into().unwrap()
}

fn pointers(path: &Path) -> Vec<JsonPointer> {
    let published = read_json(path);
    let texts = published.as_array().unwrap().iter();
    texts
        .map(|text| text.as_str().unwrap().parse().unwrap())
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn numbers(indexes: impl Iterator<Item = usize>) -> Value {
    indexes.collect()
}

#[test]
fn the_published_statements_have_the_published_names_and_groups() {
    for example in Example::all() {
        let grouped = example.grouped();
        let lines: Value = grouped.lines().collect();
        assert_eq!(lines, example.step("addBaseDocHMACCanon.json"));

        let transformed = example.step("addBaseTransform.json");
        let at = |map: &Value| -> Value {
            let pairs = map["value"].as_array().unwrap();
            pairs.iter().map(|pair| pair[0].clone()).collect()
        };
        assert_eq!(numbers(grouped.mandatory()), at(&transformed["mandatory"]));
        assert_eq!(
            numbers(grouped.withholdable()),
            at(&transformed["nonMandatory"])
        );
        let groups = example.step("derivedGroupIndexes.json");
        for (name, found) in [
            ("combinedIndexes", numbers(grouped.combined())),
            ("mandatoryIndexes", numbers(grouped.mandatory())),
            ("nonMandatoryIndexes", numbers(grouped.withholdable())),
            ("selectiveIndexes", numbers(grouped.shown())),
        ] {
            assert_eq!(found, groups[name], "{} {name}", example.suite);
        }
        for (file, name, found) in [
            (
                "derivedAdjMandatoryIndexes.json",
                "adjMandatoryIndexes",
                numbers(grouped.mandatory_among_combined()),
            ),
            (
                "derivedAdjIndexes.json",
                "adjMandatoryIndexes",
                numbers(grouped.mandatory_among_combined()),
            ),
            (
                "derivedAdjIndexes.json",
                "adjSelectiveIndexes",
                numbers(grouped.shown_among_withholdable()),
            ),
        ] {
            if example.steps.join(file).exists() {
                assert_eq!(found, example.step(file)[name], "{} {name}", example.suite);
            }
        }
    }
}

#[test]
fn the_published_hashes_come_out() {
    for example in Example::all() {
        let published = example.step("addHashData.json");
        let mandatory = example.grouped().mandatory_hash();
        assert_eq!(Value::from(hex(&mandatory)), published["mandatoryHash"]);
        let configured = configuration(&example.document, example.suite, &example.options());
        assert_eq!(configured, example.step("addProofConfig.json"));
        let algorithm = example.key.algorithm();
        let hashes = example.suite.hashes(
            &example.document,
            &configured,
            algorithm,
            Contexts::pinned(),
        );
        let [proof, _] = hashes.unwrap();
        assert_eq!(Value::from(proof.to_string()), published["proofHash"]);
    }
}

#[test]
fn the_published_base_proof_holds_and_the_published_reveal_document_is_derived_from_it() {
    for example in Example::all() {
        let signed = example.step("addSignedSDBase.json");
        let proof = proofs(&signed).unwrap().remove(0);
        assert!(proof.is_base(), "{}", example.suite);
        let contexts = Contexts::pinned();
        assert_eq!(proof.verify(&signed, &example.key, contexts), Ok(()));

        let published = example.step("derivedRevealDocument.json");
        let derived = match example.suite {
            Cryptosuite::Bbs2023 => {
                let material = example.material("BBSDeriveMaterial.json");
                let bytes = |name: &str| unhex(material[name].as_str().unwrap());
                let grouped = example.grouped();
                let hidden =
                    grouped.withholdable().count() - grouped.shown_among_withholdable().count();
                derive_for(
                    &signed,
                    &example.shown,
                    &bytes("presentationHeaderHex"),
                    contexts,
                    &mut Mocked::new(&bytes("pseudoRandSeedHex"), 5 + hidden),
                )
            }
            _ => derive(&signed, &example.shown, contexts, &mut nothing_random()),
        };
        let derived = derived.unwrap();
        assert_eq!(derived, published, "{}", example.suite);
        let mut unsigned = derived;
        unsigned.as_object_mut().unwrap().shift_remove("proof");
        assert_eq!(unsigned, example.step("derivedUnsignedReveal.json"));

        let proof = proofs(&published).unwrap().remove(0);
        assert!(!proof.is_base(), "{}", example.suite);
        assert_eq!(proof.verify(&published, &example.key, contexts), Ok(()));
    }
}

#[test]
fn the_published_bbs_base_proof_comes_out_byte_for_byte() {
    for example in Example::bbs() {
        let keys = example.material("BBSKeyMaterial.json");
        let secret = unhex(keys["privateKeyHex"].as_str().unwrap());
        let key = SecretKey::from_seed(Algorithm::Bls12381G2, &secret).unwrap();
        let mut random = Mocked(Vec::from(example.hmac_key).into_iter());
        let signed = sign(
            &example.document,
            example.suite,
            &example.options(),
            &key,
            &mut random,
        );
        let published = example.step("addSignedSDBase.json");
        assert_eq!(signed.unwrap()["proof"], published["proof"]);
    }
}

/// AWS-LC draws the numbers of ECDSA signatures itself, so the value has the published one's shape and all of its parts
/// but the signatures.
#[test]
fn an_ecdsa_base_proof_with_the_published_keys_is_the_published_one_but_for_its_signatures() {
    for example in Example::ecdsa() {
        assert_its_parts(&example);
    }
}

fn assert_its_parts(example: &Example) {
    let published = example.step("addSignedSDBase.json");
    let raw = example.step("addRawBaseSignatureInfo.json");
    let keys = read_json(example.steps.join("../SDKeyMaterial.json"));
    let secret = |pair: &str| {
        let text = keys[pair]["secretKeyMultibase"].as_str().unwrap();
        // Multibase base58btc, and the two bytes that say p256-priv.
        bs58::decode(&text[1..]).into_vec().unwrap()[2..].to_vec()
    };
    let key = SecretKey::from_seed(Algorithm::P256, &secret("baseKeyPair")).unwrap();
    let random = [example.hmac_key.to_vec(), secret("proofKeyPair")].concat();
    let signed = sign(
        &example.document,
        example.suite,
        &example.options(),
        &key,
        &mut Mocked(random.into_iter()),
    )
    .unwrap();
    let contexts = Contexts::pinned();
    let proof = proofs(&signed).unwrap().remove(0);
    assert_eq!(proof.verify(&signed, &example.key, contexts), Ok(()));

    let value = |signed: &Value| decode(signed["proof"]["proofValue"].as_str().unwrap());
    let (mut ours, theirs) = (value(&signed), value(&published));
    assert_eq!(ours.len(), theirs.len());
    let mut signatures = vec![raw["baseSignature"].as_str().unwrap()];
    let others = raw["signatures"].as_array().unwrap().iter();
    signatures.extend(others.map(|text| text.as_str().unwrap()));
    for signature in signatures {
        let signature = unhex(signature);
        let windows = theirs.windows(signature.len());
        let at = windows.clone().position(|window| window == signature);
        ours[at.unwrap()..][..64].copy_from_slice(&signature);
    }
    assert_eq!(ours, theirs);
}

fn decode(text: &str) -> Vec<u8> {
    use base64::Engine as _;
    base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(&text[1..])
        .unwrap()
}

/// A derived ECDSA proof has nothing random in it.
fn nothing_random() -> Mocked {
    Mocked(Vec::new().into_iter())
}
