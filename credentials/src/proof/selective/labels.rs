//! Names of blank nodes that say nothing of what was withheld: canonical names, put through an HMAC.

use std::fmt;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// How a suite names blank nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labelling {
    /// `u` and the HMAC in base64url (vc-di-ecdsa section 3.4.4: `createHmacIdLabelMapFunction`).
    Hmac,
    /// `b` and the place of the HMAC among all (vc-di-bbs section 3.2.1: `createShuffledIdLabelMapFunction`). A name of
    /// its own for each node would let verifiers recognise a credential.
    Shuffled,
}

/// The name of a blank node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::proof) enum Label {
    Hmac([u8; HMAC]),
    Shuffled(u32),
}

/// Bytes of an HMAC.
pub(in crate::proof) const HMAC: usize = 32;

impl Labelling {
    /// The names of nodes that have these canonical numbers, in the same order.
    pub(super) fn labels(self, key: &[u8; HMAC], numbers: &[Option<u32>]) -> Vec<Option<Label>> {
        let key = hmac::Key::new(hmac::HMAC_SHA256, key);
        let label = |number: u32| {
            let mut label = [0; HMAC];
            let tag = hmac::sign(&key, format!("c14n{number}").as_bytes());
            label.copy_from_slice(tag.as_ref());
            Label::Hmac(label)
        };
        let mut labels: Vec<Option<Label>> =
            numbers.iter().map(|number| number.map(label)).collect();
        if self == Self::Shuffled {
            // In the order of the text, which is not that of the bytes.
            let names = labels.iter().enumerate();
            let mut names: Vec<(String, usize)> = names
                .filter_map(|(at, label)| Some((label.as_ref()?.to_string(), at)))
                .collect();
            names.sort_unstable();
            for (place, (_, at)) in (0..).zip(names) {
                labels[at] = Some(Label::Shuffled(place));
            }
        }
        labels
    }
}

impl fmt::Display for Label {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Hmac(hmac) => write!(f, "u{}", URL_SAFE_NO_PAD.encode(hmac)),
            Self::Shuffled(place) => write!(f, "b{place}"),
        }
    }
}
