//! Claims that say what a token is and so can never be withheld.

use super::SD_ALG;
use crate::jose::short_type;
use crate::json::JsonPointer;

/// Media type of a credential of the data model 2.0 in this form (VC-JOSE-COSE section 6).
pub const MEDIA_TYPE: &str = "application/vc+sd-jwt";

/// `typ` of a credential of the data model 2.0.
pub(super) const VC: &str = "vc+sd-jwt";

/// The claim of such a token that always shows and is in this place, or holds it; none when it may be withheld.
pub(super) fn always_shown(typ: &str, place: &JsonPointer) -> Option<&'static str> {
    let own: &[&[&str]] = match short_type(typ) {
        VC => &CREDENTIAL,
        _ => &[],
    };
    let related = |listed: &&&[&'static str]| {
        let mut tokens = listed.iter().zip(place.tokens());
        tokens.all(|(listed, token)| listed == token)
    };
    let listed = [CONFIRMATION].iter().chain(own).find(related)?;
    listed.first().copied()
}

/// Whether a disclosure may never have this name, wherever it stands.
pub(super) fn is_reserved(name: &str) -> bool {
    // RFC 9901 section 7.1 step 3.c.ii.2; and `_sd_alg`, which step 3.f would remove again.
    [super::SD, super::ELEMENT, SD_ALG].contains(&name)
}

/// Who withholds the holder's key makes a stolen credential everybody's.
const CONFIRMATION: &[&str] = &["cnf"];

/// VC-JOSE-COSE section 3.2.1: what verification and validation need.
const CREDENTIAL: [&[&str]; 8] = [
    &["@context"],
    &["type"],
    &["issuer", "id"],
    &["credentialStatus"],
    &["credentialSchema"],
    &["relatedResource"],
    &["validFrom"],
    &["validUntil"],
];
