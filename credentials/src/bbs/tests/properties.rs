//! Whatever is signed and shown verifies; whatever is read does not panic.

use proptest::collection::vec;
use proptest::prelude::*;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::super::{Proof, Signature, VerifyingKey};
use super::{derived, key, shown};

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_part_of_any_messages_can_be_shown(
        messages in vec((vec(any::<u8>(), 0..40), any::<bool>()), 0..24),
        header in vec(any::<u8>(), 0..80),
        presentation in vec(any::<u8>(), 0..80),
        seed in any::<u64>(),
    ) {
        let (messages, show): (Vec<Vec<u8>>, Vec<bool>) = messages.into_iter().unzip();
        let indexes: Vec<usize> = (0..messages.len()).filter(|&index| show[index]).collect();
        let signer = key(3);
        let signature = signer.sign(&header, &messages).unwrap();
        let signature = Signature::from_bytes(&signature.to_bytes()).unwrap();
        prop_assert_eq!(signature.verify(signer.public(), &header, &messages), Ok(()));

        let mut rng = StdRng::seed_from_u64(seed);
        let mut derive = || signature
            .derive(signer.public(), &header, &messages, &presentation, &indexes, &mut rng)
            .unwrap();
        let (proof, other) = (derive(), derive());
        prop_assert_ne!(&proof, &other);
        let proof = Proof::from_bytes(&proof.to_bytes()).unwrap();
        prop_assert_eq!(proof.hidden(), messages.len() - indexes.len());
        let disclosed = shown(&messages, &indexes);
        let verify = |disclosed: &[(usize, Vec<u8>)]| {
            proof.verify(signer.public(), &header, &presentation, disclosed)
        };
        prop_assert_eq!(verify(&disclosed), Ok(()));

        for at in 0..disclosed.len() {
            let mut changed = disclosed.clone();
            changed[at].1.push(0);
            prop_assert!(verify(&changed).is_err());
            let mut moved = disclosed.clone();
            moved[at].0 += 1;
            prop_assert!(verify(&moved).is_err());
        }
    }

    #[test]
    fn no_octets_make_a_proof_by_chance(octets in vec(any::<u8>(), 0..600), at in 0_usize..464) {
        prop_assert!(Signature::from_bytes(&octets).is_err());
        prop_assert!(Proof::from_bytes(&octets).is_err());
        if let Some(octets) = octets.first_chunk() {
            prop_assert!(VerifyingKey::from_bytes(octets).is_none());
        }
        // A proof whose middle is overwritten: often well formed, never good.
        let (signer, disclosed, proof) = derived();
        let good = proof.to_bytes();
        let mut changed = good.clone();
        changed.iter_mut().skip(at).zip(&octets).for_each(|(to, from)| *to = *from);
        if changed != good && let Ok(read) = Proof::from_bytes(&changed) {
            let verified = read.verify(signer.public(), super::HEADER, super::PRESENTATION, &disclosed);
            prop_assert!(verified.is_err());
        }
    }
}
