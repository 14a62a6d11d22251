//! Presenting: which disclosures travel.

use super::plan::Plan;
use super::{SdJwt, SdJwtError};
use crate::json::JsonPointer;

impl SdJwt {
    /// The same credential showing these places of [`SdJwt::credential`], with whatever must be shown for them to be
    /// seen, and nothing else that can be withheld. A key binding is left out: it was over something else.
    pub fn present(&self, shown: &[JsonPointer]) -> Result<Self, SdJwtError> {
        if let Some(missing) = shown.iter().find(|place| !self.has(place)) {
            return Err(SdJwtError::NoSuchPlace(missing.clone()));
        }
        let plan = Plan::new(shown);
        let mut text = String::with_capacity(self.as_str().len());
        text.push_str(self.issuer_jwt());
        text.push('~');
        let mut disclosures = Vec::new();
        for (place, disclosure) in self.placed() {
            if plan.reaches(place) {
                disclosures.push(text.len()..text.len() + disclosure.len());
                text.push_str(disclosure);
                text.push('~');
            }
        }
        Ok(self.with(text, disclosures))
    }
}
