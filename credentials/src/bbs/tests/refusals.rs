//! Signatures, proofs and keys that are not what they should be.

use blstrs::{G1Affine, G2Affine};

use super::super::{BbsError, MAX_MESSAGES, Proof, Signature, SigningKey, VerifyingKey};
use super::{HEADER, PRESENTATION, Scripted, derived, key, messages, shown, signed, unhex};
use crate::problem::Coded;

/// The order of the group.
const R: &str = "73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001";

#[test]
fn a_signature_holds_for_its_key_header_and_messages_only() {
    let (signer, messages, signature) = signed();
    let verify = |signer: &SigningKey, header: &[u8], messages: &[String]| {
        signature.verify(signer.public(), header, messages)
    };
    assert_eq!(verify(&signer, HEADER, &messages), Ok(()));
    let mut swapped = messages.clone();
    swapped.swap(3, 4);
    let mut longer = messages.clone();
    longer.push(String::new());
    for (name, result) in [
        ("another key", verify(&key(2), HEADER, &messages)),
        ("another header", verify(&signer, b"", &messages)),
        ("two messages swapped", verify(&signer, HEADER, &swapped)),
        ("a message fewer", verify(&signer, HEADER, &messages[..9])),
        ("a message more", verify(&signer, HEADER, &longer)),
        ("no message", verify(&signer, HEADER, &[])),
    ] {
        assert_eq!(result, Err(BbsError::SignatureInvalid), "{name}");
    }
}

#[test]
fn nothing_signed_is_signed_too() {
    let none: [&str; 0] = [];
    let signature = key(1).sign(b"", &none).unwrap();
    assert_eq!(signature.verify(key(1).public(), b"", &none), Ok(()));
    let mut rng = Scripted::counting(5);
    let proof = signature
        .derive(key(1).public(), b"", &none, b"", &[], &mut rng)
        .unwrap();
    assert_eq!(proof.verify::<&str>(key(1).public(), b"", b"", &[]), Ok(()));
    assert_eq!(proof.to_bytes().len(), Proof::LEAST_LENGTH);
}

#[test]
fn a_proof_holds_for_its_key_headers_and_messages_only() {
    let (signer, disclosed, proof) = derived();
    let verify = |signer: &SigningKey, header: &[u8], presentation: &[u8], disclosed: &[_]| {
        proof.verify(signer.public(), header, presentation, disclosed)
    };
    assert_eq!(verify(&signer, HEADER, PRESENTATION, &disclosed), Ok(()));
    let changed = |change: fn(&mut Vec<(usize, Vec<u8>)>)| {
        let mut disclosed = disclosed.clone();
        change(&mut disclosed);
        verify(&signer, HEADER, PRESENTATION, &disclosed)
    };
    for (name, result) in [
        (
            "another key",
            verify(&key(2), HEADER, PRESENTATION, &disclosed),
        ),
        (
            "another header",
            verify(&signer, b"", PRESENTATION, &disclosed),
        ),
        (
            "another presentation",
            verify(&signer, HEADER, b"", &disclosed),
        ),
        ("another message", changed(|shown| shown[1].1[0] ^= 1)),
        ("another index", changed(|shown| shown[1].0 = 1)),
        (
            "messages swapped",
            changed(|shown| {
                let (one, other) = shown.split_at_mut(1);
                std::mem::swap(&mut one[0].1, &mut other[0].1);
            }),
        ),
        (
            "a message withheld",
            changed(|shown| {
                shown.pop();
            }),
        ),
        (
            "a message added",
            changed(|shown| shown.push((9, b"message 9".to_vec()))),
        ),
    ] {
        assert_eq!(result, Err(BbsError::ProofInvalid), "{name}");
    }
    for (name, result, found) in [
        ("falling indexes", changed(|shown| shown.swap(0, 1)), 0),
        ("an index twice", changed(|shown| shown[1].0 = 0), 0),
        ("an index beyond", changed(|shown| shown[3].0 = 10), 10),
        (
            "an index far beyond",
            changed(|shown| shown[3].0 = usize::MAX),
            usize::MAX,
        ),
    ] {
        assert_eq!(
            result,
            Err(BbsError::Index {
                found,
                messages: 10
            }),
            "{name}"
        );
    }
}

#[test]
fn a_changed_byte_anywhere_breaks_signature_and_proof() {
    let (signer, messages, signature) = signed();
    let good = signature.to_bytes();
    for at in 0..good.len() {
        let mut changed = good;
        changed[at] ^= 1;
        let read = Signature::from_bytes(&changed);
        assert!(
            read.and_then(|read| read.verify(signer.public(), HEADER, &messages))
                .is_err(),
            "signature, byte {at}"
        );
    }
    let (signer, disclosed, proof) = derived();
    let good = proof.to_bytes();
    for at in 0..good.len() {
        let mut changed = good.clone();
        changed[at] ^= 1;
        let read = Proof::from_bytes(&changed);
        let verified =
            read.and_then(|read| read.verify(signer.public(), HEADER, PRESENTATION, &disclosed));
        assert!(verified.is_err(), "proof, byte {at}");
    }
}

#[test]
fn lengths_points_and_scalars_are_checked_before_anything_else() {
    let (_, _, signature) = signed();
    let (_, _, proof) = derived();
    let infinity = [&[0xC0][..], &[0; 47]].concat();
    let beside_group = beside_group();
    let no_x = [&[0x9A][..], &[0xFF; 47]].concat();
    let uncompressed = [&[0x00][..], &[0; 47]].concat();
    let put = |octets: &[u8], at: usize, part: &[u8]| {
        let mut octets = octets.to_vec();
        octets[at..at + part.len()].copy_from_slice(part);
        octets
    };
    let signature = signature.to_bytes();
    for (name, octets, code) in [
        ("nothing", vec![], "bbs.signature_length"),
        (
            "a byte short",
            signature[1..].to_vec(),
            "bbs.signature_length",
        ),
        (
            "a byte more",
            [&signature[..], &[0]].concat(),
            "bbs.signature_length",
        ),
        ("identity", put(&signature, 0, &infinity), "bbs.point"),
        (
            "outside the group",
            put(&signature, 0, &beside_group),
            "bbs.point",
        ),
        ("x beyond the field", put(&signature, 0, &no_x), "bbs.point"),
        ("no flag", put(&signature, 0, &uncompressed), "bbs.point"),
        ("e = 0", put(&signature, 48, &[0; 32]), "bbs.scalar"),
        ("e = r", put(&signature, 48, &unhex(R)), "bbs.scalar"),
        ("e beyond r", put(&signature, 48, &[0xFF; 32]), "bbs.scalar"),
    ] {
        assert_eq!(
            Signature::from_bytes(&octets).unwrap_err().code(),
            code,
            "{name}"
        );
    }
    let proof = proof.to_bytes();
    let mut cases = vec![
        ("nothing", vec![], "bbs.proof_length"),
        ("points alone", proof[..144].to_vec(), "bbs.proof_length"),
        ("three scalars", proof[..240].to_vec(), "bbs.proof_length"),
        ("half a scalar", proof[..288].to_vec(), "bbs.proof_length"),
        (
            "endless",
            [&proof[..144], &vec![1; 32 * (MAX_MESSAGES + 5)]].concat(),
            "bbs.too_many_messages",
        ),
    ];
    for point in [0, 48, 96] {
        cases.push(("identity", put(&proof, point, &infinity), "bbs.point"));
        cases.push((
            "outside the group",
            put(&proof, point, &beside_group),
            "bbs.point",
        ));
    }
    for scalar in (144..proof.len()).step_by(32) {
        cases.push(("zero", put(&proof, scalar, &[0; 32]), "bbs.scalar"));
        cases.push(("the order", put(&proof, scalar, &unhex(R)), "bbs.scalar"));
    }
    for (name, octets, code) in cases {
        assert_eq!(
            Proof::from_bytes(&octets).unwrap_err().code(),
            code,
            "{name}"
        );
    }
}

#[test]
fn keys_outside_the_group_are_refused() {
    let secret = |octets: [u8; 32]| SigningKey::from_bytes(&octets);
    let order: [u8; 32] = unhex(R).try_into().unwrap();
    assert!(secret([0; 32]).is_none());
    assert!(secret([0xFF; 32]).is_none());
    assert!(secret(order).is_none());
    assert!(SigningKey::derive(&[1; 31], b"").is_none());
    assert!(SigningKey::derive(&[1; 32], &[0; 65_536]).is_none());

    let good = *key(1).public().as_bytes();
    assert!(VerifyingKey::from_bytes(&good).is_some());
    let mut infinity = [0; 96];
    infinity[0] = 0xC0;
    let mut uncompressed = good;
    uncompressed[0] &= 0x7F;
    assert!(VerifyingKey::from_bytes(&infinity).is_none());
    assert!(VerifyingKey::from_bytes(&uncompressed).is_none());
    assert!(VerifyingKey::from_bytes(&[0xFF; 96]).is_none());
    // Half of all x are of a point, and of those one in 2^381 is in the group: none of these keys is.
    let mut with_x = [0; 96];
    with_x[0] = 0x80;
    let mut points = 0;
    for x in 0..=u8::MAX {
        with_x[95] = x;
        points += u32::from(
            G2Affine::from_compressed_unchecked(&with_x)
                .is_some()
                .unwrap_u8(),
        );
        assert!(VerifyingKey::from_bytes(&with_x).is_none(), "{x}");
    }
    assert!(points > 64, "{points}");
}

/// The first point of the curve that is not in the group G1.
fn beside_group() -> Vec<u8> {
    let mut octets = [0; 48];
    octets[0] = 0x80;
    loop {
        octets[47] += 1;
        let point = G1Affine::from_compressed_unchecked(&octets);
        let point: Option<G1Affine> = point.into();
        if point.is_some_and(|point| !bool::from(point.is_torsion_free())) {
            return octets.to_vec();
        }
    }
}

#[test]
fn too_many_messages_are_refused_without_work() {
    let many = vec![""; MAX_MESSAGES + 1];
    let too_many = BbsError::TooManyMessages {
        found: MAX_MESSAGES + 1,
    };
    assert_eq!(key(1).sign(b"", &many), Err(too_many.clone()));
    let (signer, _, proof) = derived();
    let disclosed: Vec<_> = many.iter().copied().enumerate().skip(6).collect();
    assert_eq!(
        proof.verify(signer.public(), b"", b"", &disclosed),
        Err(too_many)
    );
}

#[test]
fn a_broken_random_source_makes_no_proof() {
    let (key, messages, signature) = signed();
    for octets in [vec![0; 48 * 11], vec![7; 48 * 11]] {
        let mut rng = Scripted::new(octets);
        let proof = signature.derive(key.public(), HEADER, &messages, b"", &[1], &mut rng);
        assert_eq!(proof, Err(BbsError::Randomness));
    }
}

#[test]
fn a_proof_from_a_signature_that_does_not_hold_does_not_verify() {
    let (signer, _, signature) = signed();
    let others = messages(11);
    let mut rng = Scripted::counting(20);
    let proof = signature
        .derive(signer.public(), HEADER, &others, b"", &[0], &mut rng)
        .unwrap();
    let verified = proof.verify(signer.public(), HEADER, b"", &shown(&others, &[0]));
    assert_eq!(verified, Err(BbsError::ProofInvalid));
}
