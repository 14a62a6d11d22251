//! draft-irtf-cfrg-bbs-signatures section 8.4, BLS12-381-SHA-256: keys, generators, scalars, signatures and proofs.

use blstrs::G1Affine;
use sha2::{Digest, Sha256};

use super::super::ciphersuite::{
    API_ID, EXPAND_LENGTH, HASH_TO_SCALAR, ScalarHash, message_scalar, reduce,
};
use super::super::generators::Generators;
use super::super::{Proof, Signature, SigningKey};
use super::{Scripted, shown, unhex};
use blstrs::Scalar;

const HEADER: &str = "11223344556677889900aabbccddeeff";
const PRESENTATION: &str = "bed231d880675ed101ead304512e043ade9958dd0241ea70b4b3957fba941501";
const PUBLIC: &str = "a820f230f6ae38503b86c70dc50b61c58a77e45c39ab25c0652bbaa8fa136f2851bd4781c9dcde39fc9d1d52c9e60268061e7d7632171d91aa8d460acee0e96f1e7c4cfb12d3ff9ab5d5dc91c277db75c845d649ef3c4f63aebc364cd55ded0c";

/// Section 8.2.
const MESSAGES: [&str; 10] = [
    "9872ad089e452c7b6e283dfac2a80d58e8d0ff71cc4d5e310a1debdda4a45f02",
    "c344136d9ab02da4dd5908bbba913ae6f58c2cc844b802a6f811f5fb075f9b80",
    "7372e9daa5ed31e6cd5c825eac1b855e84476a1d94932aa348e07b73",
    "77fe97eb97a1ebe2e81e4e3597a3ee740a66e9ef2412472c",
    "496694774c5604ab1b2544eababcf0f53278ff50",
    "515ae153e22aae04ad16f759e07237b4",
    "d183ddc6e2665aa4e2f088af",
    "ac55fb33a75909ed",
    "96012096",
    "",
];

/// Signatures over the first message and over all ten.
const ONE: &str = "84773160b824e194073a57493dac1a20b667af70cd2352d8af241c77658da5253aa8458317cca0eae615690d55b1f27164657dcafee1d5c1973947aa70e2cfbb4c892340be5969920d0916067b4565a0";
const TEN: &str = "8339b285a4acd89dec7777c09543a43e3cc60684b0a6f8ab335da4825c96e1463e28f8c5f4fd0641d19cec5920d3a8ff4bedb6c9691454597bbd298288abed3632078557b2ace7d44caed846e1a0a1e8";

#[test]
fn the_key_pair_comes_out() {
    let material = b"this-IS-just-an-Test-IKM-to-generate-$e(r@t#-key";
    let info = b"this-IS-some-key-metadata-to-be-used-in-test-key-gen";
    let key = SigningKey::derive(material, info).unwrap();
    assert_eq!(
        key.scalar().to_bytes_be().to_vec(),
        unhex("60e55110f76883a13d030b2f6bd11883422d5abde717569fc0731f51237169fc")
    );
    assert_eq!(key.public().as_bytes().to_vec(), unhex(PUBLIC));
}

#[test]
fn generators_come_out_whatever_was_asked_for_before() {
    let first = Generators::for_messages(1);
    assert_eq!(
        first.octets(1),
        unhex(
            "a9ec65b70a7fbe40c874c9eb041c2cb0a7af36ccec1bea48fa2ba4c2eb67ef7f9ecb17ed27d38d27cdeddff44c8137be\
             98cd5313283aaf5db1b3ba8611fe6070d19e605de4078c38df36019fbaad0bd28dd090fd24ed27f7f4d22d5ff5dea7d4"
        )
    );
    let more = Generators::for_messages(600);
    assert_eq!(more.octets(1), first.octets(1));
    assert_eq!(
        more.octets(10)[10 * 48..],
        unhex(
            "a1f229540474f4d6f1134761b92b788128c7ac8dc9b0c52d59493132679673032ac7db3fb3d79b46b13c1c41ee495bca"
        )
    );
    let p1 = G1Affine::from(more.sum(&[Scalar::from(1)]));
    assert_eq!(
        p1.to_compressed().to_vec(),
        unhex(
            "a8ce256102840821a3e94ea9025e4662b205762f9776b3a766c872b948f1fd225e7c59698588e70d11406d161b4e28c9"
        )
    );
}

#[test]
fn octets_become_the_published_scalars() {
    let hashed = ScalarHash::new(HASH_TO_SCALAR)
        .with(unhex(MESSAGES[0]))
        .finish();
    assert_eq!(
        hashed.to_bytes_be().to_vec(),
        unhex("0f90cbee27beb214e6545becb8404640d3612da5d6758dffeccd77ed7169807c")
    );
    for (message, scalar) in [
        (
            MESSAGES[0],
            "1cb5bb86114b34dc438a911617655a1db595abafac92f47c5001799cf624b430",
        ),
        (
            MESSAGES[3],
            "4a196deafee5c23f630156ae13be3e46e53b7e39094d22877b8cba7f14640888",
        ),
    ] {
        assert_eq!(
            message_scalar(unhex(message)).to_bytes_be().to_vec(),
            unhex(scalar)
        );
    }
}

#[test]
fn signatures_come_out_and_verify() {
    let key = SigningKey::derive(
        b"this-IS-just-an-Test-IKM-to-generate-$e(r@t#-key",
        b"this-IS-some-key-metadata-to-be-used-in-test-key-gen",
    )
    .unwrap();
    for (count, published) in [(1, ONE), (10, TEN)] {
        let messages: Vec<Vec<u8>> = MESSAGES[..count]
            .iter()
            .map(|digits| unhex(digits))
            .collect();
        let signature = key.sign(&unhex(HEADER), &messages).unwrap();
        assert_eq!(signature.to_bytes().to_vec(), unhex(published));
        let read = Signature::from_bytes(&unhex(published)).unwrap();
        assert_eq!(read, signature);
        assert_eq!(read.verify(key.public(), &unhex(HEADER), &messages), Ok(()));
    }
}

/// Proofs 001 (one message, shown) and 003 (ten messages, four shown): the hash of each stands for its octets.
#[test]
fn proofs_come_out_and_verify() {
    for (signature, count, indexes, sha256) in [
        (
            ONE,
            1,
            &[0][..],
            "edbd57f7a82d8b85229881f13c82609895868ddafd43dfab5ba748374df4aae0",
        ),
        (
            TEN,
            10,
            &[0, 2, 4, 6],
            "d91c1ec3336934bd54b44466bd17b7ec18b160eecf920869576e8034f2935d56",
        ),
    ] {
        let messages: Vec<Vec<u8>> = MESSAGES[..count]
            .iter()
            .map(|digits| unhex(digits))
            .collect();
        let signature = Signature::from_bytes(&unhex(signature)).unwrap();
        let public: [u8; 96] = unhex(PUBLIC).try_into().unwrap();
        let public = super::super::VerifyingKey::from_bytes(&public).unwrap();
        let (header, presentation) = (unhex(HEADER), unhex(PRESENTATION));
        let mut rng = mocked(5 + count - indexes.len());
        let proof = signature
            .derive(
                &public,
                &header,
                &messages,
                &presentation,
                indexes,
                &mut rng,
            )
            .unwrap();
        let octets = proof.to_bytes();
        assert_eq!(Sha256::digest(&octets)[..], unhex(sha256), "{count}");
        let read = Proof::from_bytes(&octets).unwrap();
        assert_eq!(read, proof);
        let disclosed = shown(&messages, indexes);
        assert_eq!(
            read.verify(&public, &header, &presentation, &disclosed),
            Ok(())
        );
    }
}

/// Section 8.1: the random octets of all published proofs.
fn mocked(scalars: usize) -> Scripted {
    let dst = [API_ID, b"MOCK_RANDOM_SCALARS_DST_"].concat();
    let dst = [dst.as_slice(), &[dst.len() as u8]].concat();
    let length = ((scalars * EXPAND_LENGTH) as u16).to_be_bytes();
    let seed: &[u8] = b"3.141592653589793238462643383279";
    let b_0 = Sha256::digest([&[0; 64], seed, &length, &[0], &dst].concat());
    let mut octets = Vec::new();
    let mut last = [0; 32];
    for number in 1..=(scalars * EXPAND_LENGTH).div_ceil(32) as u8 {
        let mixed: Vec<u8> = b_0.iter().zip(last).map(|(a, b)| a ^ b).collect();
        last = Sha256::digest([mixed.as_slice(), &[number], &dst].concat()).into();
        octets.extend(last);
    }
    octets.truncate(scalars * EXPAND_LENGTH);
    Scripted::new(octets)
}

#[test]
fn octets_are_reduced_modulo_the_order() {
    let all = reduce(&[0xFF; EXPAND_LENGTH]);
    // 2^384 - 1 by squaring.
    let square = |scalar: Scalar, times| (0..times).fold(scalar, |scalar, _| scalar * scalar);
    let (two_128, two_256) = (square(Scalar::from(2), 7), square(Scalar::from(2), 8));
    assert_eq!(all, two_128 * two_256 - Scalar::from(1));
    let mut order = [0; EXPAND_LENGTH];
    order[16..].copy_from_slice(&unhex(
        "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001",
    ));
    assert_eq!(reduce(&order), Scalar::from(0));
}
