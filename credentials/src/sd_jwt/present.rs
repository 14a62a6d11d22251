//! Presenting: which disclosures travel.

use super::{SdJwt, SdJwtError};
use crate::json::JsonPointer;

impl SdJwt {
    /// The same credential showing these places of [`SdJwt::claims`], with whatever must be shown for them to be
    /// seen, and nothing else that can be withheld. A key binding is left out: it was over something else.
    pub fn present(&self, shown: &[JsonPointer]) -> Result<Self, SdJwtError> {
        let mut shown: Vec<&JsonPointer> = shown.iter().collect();
        shown.sort_unstable();
        if let Some(missing) = shown
            .iter()
            .find(|place| place.get(self.claims()).is_none())
        {
            return Err(SdJwtError::NoSuchPlace((*missing).clone()));
        }
        let mut text = String::with_capacity(self.as_str().len());
        text.push_str(self.issuer_jwt());
        text.push('~');
        for (place, disclosure) in self.placed() {
            // Those inside a place, and the place itself, follow it in the order of pointers.
            let from = shown.partition_point(|shown| *shown < place);
            if shown
                .get(from)
                .is_some_and(|shown| shown.starts_with(place))
            {
                text.push_str(disclosure);
                text.push('~');
            }
        }
        Self::parse(&text)
    }
}
