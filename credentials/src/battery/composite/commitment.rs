//! Commitments to shares that add up without being seen: Pedersen commitments in ristretto255 (RFC 9496).
//!
//! A share of `v` millionths is hidden in `C = v·V + r·B`: `B` is the group's base point, `r` a random blinding, and `V`
//! a point whose logarithm to `B` nobody knows, since it is hashed from the battery and the attribute. So commitments
//! of one battery or attribute prove nothing for another. `ΣC` opens to `Σv` with `Σr`: whoever knows both checks the
//! sum, and learns no share from it.
//!
//! `V` is the one-way map of RFC 9496 section 4.3.4 on SHA-512 of [`DOMAIN`], then the battery's identifier and the
//! attribute's pointer, each behind its length in bytes as eight big-endian bytes. Points and scalars are their 32
//! canonical bytes, base64url without padding.
//!
//! A sum of commitments says nothing on the sign of a share. Its issuer, who signs all of them, could hide a negative
//! one; what a supplier declared is what catches that.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::scalar::Scalar;
use rand::CryptoRng;
use sha2::{Digest, Sha512};

use super::amount::Amount;

/// What the commitments of one attribute of one battery are made with.
#[derive(Debug, Clone)]
pub struct Committer {
    value: RistrettoPoint,
}

/// A hidden share.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Commitment(RistrettoPoint);

/// What opens a commitment, together with its share.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Opening(Scalar);

impl Committer {
    /// For the attribute at this pointer of the passport of the battery with this identifier.
    pub fn new(battery: &str, attribute: &str) -> Self {
        let mut hash = Sha512::new_with_prefix(DOMAIN);
        for part in [battery, attribute] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Self {
            value: RistrettoPoint::from_uniform_bytes(&hash.finalize().into()),
        }
    }

    /// The share, hidden.
    pub fn commit(&self, share: Amount, opening: &Opening) -> Commitment {
        Commitment(self.value * scalar(share) + RistrettoPoint::mul_base(&opening.0))
    }

    /// Whether the commitments hide shares of this sum.
    pub fn adds_up(&self, commitments: &[Commitment], sum: Amount, opening: &Opening) -> bool {
        let total: RistrettoPoint = commitments.iter().map(|commitment| commitment.0).sum();
        total == self.commit(sum, opening).0
    }
}

impl Opening {
    /// A new one. Whoever learns it can try shares until one fits: it is as secret as its share.
    pub fn random(rng: &mut impl CryptoRng) -> Self {
        let mut bytes = [0; 64];
        rng.fill_bytes(&mut bytes);
        Self(Scalar::from_bytes_mod_order_wide(&bytes))
    }

    /// What opens the sum of the commitments that these open.
    pub fn sum<'o>(openings: impl IntoIterator<Item = &'o Self>) -> Self {
        Self(openings.into_iter().map(|opening| opening.0).sum())
    }

    /// As 43 characters of base64url.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_bytes())
    }

    /// Reads the text of one; nothing if it is none, or not reduced.
    pub fn decode(text: &str) -> Option<Self> {
        Option::from(Scalar::from_canonical_bytes(bytes(text)?)).map(Self)
    }
}

impl Commitment {
    /// As 43 characters of base64url.
    pub fn encode(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.compress().as_bytes())
    }

    /// Reads the text of one; there is one text for each.
    pub fn decode(text: &str) -> Option<Self> {
        CompressedRistretto(bytes(text)?).decompress().map(Self)
    }
}

impl std::fmt::Debug for Commitment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Commitment({})", self.encode())
    }
}

/// It says nothing: a report or a log is no place for what opens a secret.
impl std::fmt::Debug for Opening {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Opening")
    }
}

fn scalar(share: Amount) -> Scalar {
    let size = Scalar::from(share.millionths().unsigned_abs());
    if share.millionths() < 0 { -size } else { size }
}

fn bytes(text: &str) -> Option<[u8; 32]> {
    URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()
}

/// Keeps these hashes apart from any others.
pub const DOMAIN: &str = "voltproof composition v1";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;

    const BATTERY: &str = "https://id.example.com/01/09506000134352/21/A1";
    const FOOTPRINT: &str = "/carbonFootprint/batteryCarbonFootprint";

    fn committed(
        committer: &Committer,
        shares: &[i64],
        seed: u64,
    ) -> (Vec<Opening>, Vec<Commitment>) {
        let mut rng = StdRng::seed_from_u64(seed);
        shares
            .iter()
            .map(|share| {
                let opening = Opening::random(&mut rng);
                let hidden = committer.commit(Amount::of_millionths(*share), &opening);
                (opening, hidden)
            })
            .unzip()
    }

    #[test]
    fn the_point_of_values_is_the_one_that_other_programs_get() {
        let committer = Committer::new(BATTERY, FOOTPRINT);
        let one = committer.commit(
            Amount::of_millionths(1),
            &Opening::decode("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA").unwrap(),
        );
        assert_eq!(one.encode(), "GE6Gjwyx0iyaeYwwR6ONU2u-sqB0pkQBLh8Cjdbr5U0");
    }

    #[test]
    fn a_commitment_of_another_battery_or_attribute_opens_nothing() {
        let shares = [61_000, 24_000];
        let own = Committer::new(BATTERY, FOOTPRINT);
        let (openings, hidden) = committed(&own, &shares, 1);
        let sum = Amount::of_millionths(85_000);
        let opening = Opening::sum(&openings);
        assert!(own.adds_up(&hidden, sum, &opening));
        for other in [
            Committer::new("https://id.example.com/01/09506000134352/21/A2", FOOTPRINT),
            Committer::new(BATTERY, "/carbonFootprint/absoluteCarbonFootprint"),
            Committer::new(&format!("{BATTERY}/"), &FOOTPRINT[1..]),
        ] {
            assert!(!other.adds_up(&hidden, sum, &opening));
        }
    }

    #[test]
    fn only_canonical_texts_are_read() {
        let opening = Opening::random(&mut StdRng::seed_from_u64(2));
        assert_eq!(Opening::decode(&opening.encode()), Some(opening));
        let order = "7dP1XBpjEljWnPei3vneFAAAAAAAAAAAAAAAAAAAABA";
        // The group's order is zero by another name, and 2^255 - 1 no point.
        assert_eq!(Opening::decode(order), None);
        let ones = URL_SAFE_NO_PAD.encode([0xff; 32]);
        assert_eq!(Commitment::decode(&ones), None);
        for text in ["", "AA", &format!("{}=", opening.encode()), "ä"] {
            assert_eq!(Opening::decode(text), None, "{text}");
            assert_eq!(Commitment::decode(text), None, "{text}");
        }
    }

    #[test]
    fn an_opening_does_not_tell_itself() {
        let opening = Opening::random(&mut StdRng::seed_from_u64(3));
        assert_eq!(format!("{opening:?}"), "Opening");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        #[test]
        fn shares_add_up_and_nothing_else_does(
            shares in prop::collection::vec(-1_000_000_000_000i64..1_000_000_000_000, 1..12),
            seed in any::<u64>(),
            off in prop_oneof![Just(-1i64), Just(1i64), any::<i32>().prop_map(i64::from)],
        ) {
            let committer = Committer::new(BATTERY, FOOTPRINT);
            let (openings, hidden) = committed(&committer, &shares, seed);
            let sum: i64 = shares.iter().sum();
            let opening = Opening::sum(&openings);
            let adds_up = |hidden: &[Commitment], sum| {
                committer.adds_up(hidden, Amount::of_millionths(sum), &opening)
            };
            prop_assert!(adds_up(&hidden, sum));
            prop_assert_eq!(adds_up(&hidden, sum + off), off == 0);
            prop_assert!(!adds_up(&hidden[1..], sum));
            let twice = [&hidden[..], &hidden[..1]].concat();
            prop_assert!(!adds_up(&twice, sum));
        }

        #[test]
        fn the_same_share_hides_behind_another_face_each_time(share in any::<i32>(), seed in any::<u64>()) {
            let committer = Committer::new(BATTERY, FOOTPRINT);
            let (_, hidden) = committed(&committer, &[share.into(), share.into()], seed);
            prop_assert_ne!(hidden[0], hidden[1]);
            prop_assert_eq!(Commitment::decode(&hidden[0].encode()), Some(hidden[0]));
        }
    }
}
