//! The digests of a resource, as `digestSRI` and `digestMultibase` write them (section 5.3).

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// What the bytes of a resource have to hash to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Integrity {
    /// Every list has to hold: one for each member that names digests; any of its digests does.
    lists: Vec<Vec<Vec<u8>>>,
}

impl Integrity {
    /// Of an object with `digestSRI`, `digestMultibase` or both; none where it has neither, or one that cannot be read.
    pub fn of(resource: &Value) -> Option<Self> {
        let sri = resource
            .get("digestSRI")
            .map(|text| (text, read_sri as Read));
        let multibase = resource
            .get("digestMultibase")
            .map(|text| (text, read_multibase as Read));
        let lists = [sri, multibase]
            .into_iter()
            .flatten()
            .map(|(text, read)| read(text.as_str()?))
            .collect::<Option<Vec<_>>>()?;
        (!lists.is_empty()).then_some(Self { lists })
    }

    /// Of one `digestMultibase`.
    pub fn of_multibase(text: &str) -> Option<Self> {
        Some(Self {
            lists: vec![read_multibase(text)?],
        })
    }

    /// Whether these are the bytes.
    pub fn holds_for(&self, bytes: &[u8]) -> bool {
        let any = |list: &Vec<Vec<u8>>| list.iter().any(|digest| is_digest_of(digest, bytes));
        self.lists.iter().all(any)
    }
}

type Read = fn(&str) -> Option<Vec<Vec<u8>>>;

/// Whether this is a SHA-2 digest of the bytes; its length tells which.
pub(super) fn is_digest_of(digest: &[u8], bytes: &[u8]) -> bool {
    match digest.len() {
        32 => Sha256::digest(bytes).as_slice() == digest,
        48 => Sha384::digest(bytes).as_slice() == digest,
        64 => Sha512::digest(bytes).as_slice() == digest,
        _ => false,
    }
}

/// Subresource Integrity: one digest or several, separated by white space.
pub(super) fn read_sri(text: &str) -> Option<Vec<Vec<u8>>> {
    let one = |digest: &str| {
        let (algorithm, encoded) = digest.split_once('-')?;
        let length = match algorithm {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            _ => return None,
        };
        let bytes = BASE64_STANDARD.decode(encoded).ok()?;
        (bytes.len() == length).then_some(bytes)
    };
    let digests: Option<Vec<_>> = text.split_ascii_whitespace().map(one).collect();
    digests.filter(|digests| !digests.is_empty())
}

/// Multibase base64url or base58btc of a multihash (Data Integrity section 2.3), or of the bare digest, which others
/// write.
pub(super) fn read_multibase(text: &str) -> Option<Vec<Vec<u8>>> {
    let digits = text
        .get(1..)
        .filter(|digits| (1..=MAX_DIGITS).contains(&digits.len()))?;
    let bytes = match text.as_bytes()[0] {
        b'u' => BASE64_URL_SAFE_NO_PAD.decode(digits).ok()?,
        b'z' => bs58::decode(digits).into_vec().ok()?,
        _ => return None,
    };
    Some(vec![match bytes.as_slice() {
        // sha2-256, sha2-384 and sha2-512, each with its length.
        [0x12, 32, digest @ ..] if digest.len() == 32 => digest.to_vec(),
        [0x20, 48, digest @ ..] if digest.len() == 48 => digest.to_vec(),
        [0x13, 64, digest @ ..] if digest.len() == 64 => digest.to_vec(),
        _ => bytes,
    }])
}

/// Above a SHA-512 multihash; the work of base58 grows with the square of the length.
const MAX_DIGITS: usize = 128;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::battery::reference::digest_multibase;

    #[test]
    fn both_digests_have_to_hold_and_any_of_several_of_one() {
        let sri =
            |bytes: &[u8]| format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)));
        let good = digest_multibase(b"report");
        for (resource, holds) in [
            (json!({"digestMultibase": good}), true),
            (json!({"digestSRI": sri(b"report")}), true),
            (
                json!({"digestSRI": format!("{} {}", sri(b"old"), sri(b"report"))}),
                true,
            ),
            (
                json!({"digestSRI": sri(b"report"), "digestMultibase": good}),
                true,
            ),
            (
                json!({"digestSRI": sri(b"old"), "digestMultibase": good}),
                false,
            ),
            (json!({"digestMultibase": digest_multibase(b"old")}), false),
        ] {
            let integrity = Integrity::of(&resource).unwrap();
            assert_eq!(integrity.holds_for(b"report"), holds, "{resource}");
        }
    }

    #[test]
    fn what_names_no_digest_that_can_be_read_is_none() {
        for resource in [
            json!({}),
            json!({"digestSRI": "md5-AAAA"}),
            json!({"digestMultibase": "x00"}),
            json!({"digestMultibase": 7}),
            json!({"digestMultibase": digest_multibase(b"a"), "digestSRI": "sha256-"}),
        ] {
            assert_eq!(Integrity::of(&resource), None, "{resource}");
        }
    }

    #[test]
    fn a_digest_of_no_known_length_holds_for_nothing() {
        let short = Integrity::of_multibase("uAAAA").unwrap();
        assert!(!short.holds_for(b"") && !short.holds_for(&[0; 3]));
    }
}
