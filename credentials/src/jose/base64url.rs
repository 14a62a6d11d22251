//! Base64url without padding (RFC 7515 section 2): many small texts, so each costs little.

use base64_simd::{AsOut, URL_SAFE_NO_PAD};

/// The text of these bytes at the end of another.
pub(crate) fn append(bytes: &[u8], text: &mut String) {
    URL_SAFE_NO_PAD.encode_append(bytes, text);
}

/// The text of `N` bytes, which is `M` long.
pub(crate) fn encode<const N: usize, const M: usize>(bytes: &[u8; N]) -> [u8; M] {
    const { assert!(M == (N * 8).div_ceil(6)) }
    let mut text = [0; M];
    let _ = URL_SAFE_NO_PAD.encode(bytes, text.as_mut_slice().as_out());
    text
}

/// The bytes of a text; none where it is not the one text of any bytes.
pub(crate) fn decode(text: &str) -> Option<Vec<u8>> {
    URL_SAFE_NO_PAD.decode_to_vec(text).ok()
}

/// The same, after other bytes.
pub(crate) fn decode_after(text: &str, bytes: &mut Vec<u8>) -> Option<()> {
    URL_SAFE_NO_PAD.decode_append(text, bytes).ok()
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as JUDGE;
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn every_text_of_up_to_three_characters_is_taken_or_refused_as_rfc_4648_has_it() {
        // Alphabet, both neighbours of it, padding, space, beyond ASCII.
        let some = [
            "", "A", "B", "Q", "g", "w", "_", "-", "9", "+", "/", "=", " ", "\n", "é",
        ];
        let ends = some.map(|a| some.map(|b| some.map(|c| [a, b, c].concat())));
        for end in ends.iter().flatten().flatten() {
            for around in ["", "AAAA", "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZn"] {
                let text = format!("{around}{end}");
                assert_eq!(decode(&text), JUDGE.decode(&text).ok(), "{text:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back_and_is_what_another_library_writes(bytes: Vec<u8>, before: String) {
            let mut text = before.clone();
            append(&bytes, &mut text);
            let text = text.strip_prefix(&before).unwrap();
            prop_assert_eq!(text, JUDGE.encode(&bytes));
            let mut all = vec![1, 2];
            decode_after(text, &mut all).unwrap();
            prop_assert_eq!(&all[2..], &bytes);
        }

        #[test]
        fn a_text_with_one_other_character_is_read_as_another_library_reads_it(bytes: Vec<u8>, at: usize, other: char) {
            let mut text: Vec<char> = JUDGE.encode(bytes).chars().collect();
            if !text.is_empty() {
                let at = at % text.len();
                text[at] = other;
            }
            let text: String = text.into_iter().collect();
            prop_assert_eq!(decode(&text), JUDGE.decode(&text).ok());
        }

        #[test]
        fn a_digest_has_forty_three_characters(bytes: [u8; 32]) {
            let text: [u8; 43] = encode(&bytes);
            prop_assert_eq!(std::str::from_utf8(&text).unwrap(), JUDGE.encode(bytes));
        }
    }
}
