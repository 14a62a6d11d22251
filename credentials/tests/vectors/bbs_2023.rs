//! The BBS steps of `bbs-2023` as Data Integrity BBS Cryptosuites 1.0 publishes them: key pair, base signature over the
//! header and the messages, derived proof for the published random numbers.

use std::convert::Infallible;
use std::path::Path;

use credentials::bbs::{Proof, Signature};
use credentials::keys::{Algorithm, PublicKey, SecretKey, Signer};
use rand::{TryCryptoRng, TryRng};
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::{find, read_json, unhex};

#[test]
fn the_published_signature_and_proof_come_out_byte_for_byte() {
    let Some(folder) = find("bbs_2023", "vc-di-bbs") else {
        return;
    };
    let published = Published::read(&folder);
    let key = SecretKey::from_seed(Algorithm::Bls12381G2, &published.secret).unwrap();
    assert_eq!(key.public().as_bytes(), published.public);

    let messages: Vec<&[u8]> = published.messages.iter().map(Vec::as_slice).collect();
    let signature = key.sign_messages(&published.header, &messages).unwrap();
    assert_eq!(signature, published.signature);

    let signature = Signature::from_bytes(&signature).unwrap();
    let public = PublicKey::from_bytes(Algorithm::Bls12381G2, &published.public).unwrap();
    let public = public.bbs().unwrap();
    let verified = signature.verify(public, &published.header, &messages);
    assert_eq!(verified, Ok(()));

    let indexes: Vec<usize> = published.disclosed.iter().map(|(at, _)| *at).collect();
    let scalars = 5 + messages.len() - indexes.len();
    let proof = signature
        .derive(
            public,
            &published.header,
            &messages,
            &published.presentation,
            &indexes,
            &mut Mocked::new(&published.seed, scalars),
        )
        .unwrap();
    assert_eq!(proof.to_bytes(), published.proof);
}

#[test]
fn the_published_proof_verifies_for_what_it_was_made_for() {
    let Some(folder) = find("bbs_2023", "vc-di-bbs") else {
        return;
    };
    let published = Published::read(&folder);
    let key = PublicKey::from_bytes(Algorithm::Bls12381G2, &published.public).unwrap();
    let proof = Proof::from_bytes(&published.proof).unwrap();
    let verify = |header: &[u8], presentation: &[u8], disclosed: &[(usize, Vec<u8>)]| {
        proof.verify(key.bbs().unwrap(), header, presentation, disclosed)
    };
    let (header, presentation) = (&published.header, &published.presentation);
    assert_eq!(verify(header, presentation, &published.disclosed), Ok(()));

    assert!(verify(&header[1..], presentation, &published.disclosed).is_err());
    assert!(verify(header, &[], &published.disclosed).is_err());
    assert!(verify(header, presentation, &published.disclosed[1..]).is_err());
    let mut changed = published.disclosed.clone();
    changed[0].1.push(b' ');
    assert!(verify(header, presentation, &changed).is_err());
}

/// What the published files say, brought together.
struct Published {
    secret: Vec<u8>,
    public: Vec<u8>,
    header: Vec<u8>,
    /// The statements that are not mandatory, in order.
    messages: Vec<Vec<u8>>,
    signature: Vec<u8>,
    presentation: Vec<u8>,
    disclosed: Vec<(usize, Vec<u8>)>,
    seed: Vec<u8>,
    proof: Vec<u8>,
}

impl Published {
    fn read(folder: &Path) -> Self {
        let file = |name: &str| read_json(folder.join(name));
        let bytes = |value: &Value| unhex(value.as_str().unwrap());
        let keys = file("BBSKeyMaterial.json");
        let hashes = file("addHashData.json");
        let material = file("BBSDeriveMaterial.json");
        let statements = file("addBaseTransform.json");
        let statements = statements["nonMandatory"]["value"].as_array().unwrap();
        let statement = |entry: &Value| entry[1].as_str().unwrap().as_bytes().to_vec();
        let numbers: Vec<u64> = statements
            .iter()
            .map(|entry| entry[0].as_u64().unwrap())
            .collect();
        let messages: Vec<Vec<u8>> = statements.iter().map(statement).collect();
        let base = file("addRawBaseSignatureInfo.json");
        // Both name statements of the whole document; a message has its place among those that are not mandatory.
        let groups = file("derivedGroupIndexes.json");
        let combined = groups["combinedIndexes"].as_array().unwrap();
        let shown = |number: &u64| combined.iter().any(|shown| shown == number);
        let places = (0..messages.len()).filter(|&place| shown(&numbers[place]));
        let disclosed = places
            .map(|place| (place, messages[place].clone()))
            .collect();
        Self {
            secret: bytes(&keys["privateKeyHex"]),
            public: bytes(&keys["publicKeyHex"]),
            header: [bytes(&hashes["proofHash"]), bytes(&hashes["mandatoryHash"])].concat(),
            messages,
            signature: bytes(&base["bbsSignature"]),
            presentation: bytes(&material["presentationHeaderHex"]),
            disclosed,
            seed: bytes(&material["pseudoRandSeedHex"]),
            proof: bytes(&file("derivedDisclosureData.json")["bbsProof"]),
        }
    }
}

/// `seeded_random_scalars` of draft-irtf-cfrg-bbs-signatures section 8.1, as a random source. The domain separation tag
/// of this proof is the bare interface identifier, without the `MOCK_RANDOM_SCALARS_DST_` of the draft's own proofs.
pub(crate) struct Mocked(pub(crate) std::vec::IntoIter<u8>);

impl Mocked {
    pub(crate) fn new(seed: &[u8], scalars: usize) -> Self {
        let dst: &[u8] = b"BBS_BLS12381G1_XMD:SHA-256_SSWU_RO_H2G_HM2S_";
        let dst = [dst, &[dst.len() as u8]].concat();
        let length = scalars * 48;
        // RFC 9380 section 5.3.1.
        let length_octets = (length as u16).to_be_bytes();
        let b_0 = Sha256::digest([&[0; 64], seed, &length_octets, &[0], &dst].concat());
        let (mut octets, mut last) = (Vec::new(), [0; 32]);
        for number in 1..=length.div_ceil(32) as u8 {
            let mixed: Vec<u8> = b_0.iter().zip(last).map(|(a, b)| a ^ b).collect();
            last = Sha256::digest([mixed.as_slice(), &[number], &dst].concat()).into();
            octets.extend(last);
        }
        Self(octets.into_iter())
    }
}

impl TryRng for Mocked {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut octets = [0; 4];
        self.try_fill_bytes(&mut octets)?;
        Ok(u32::from_le_bytes(octets))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut octets = [0; 8];
        self.try_fill_bytes(&mut octets)?;
        Ok(u64::from_le_bytes(octets))
    }

    fn try_fill_bytes(&mut self, octets: &mut [u8]) -> Result<(), Infallible> {
        octets.fill_with(|| self.0.next().expect("enough octets"));
        Ok(())
    }
}

impl TryCryptoRng for Mocked {}
