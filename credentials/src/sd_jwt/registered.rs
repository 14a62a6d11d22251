//! Claims that say what a token is and so can never be withheld.

use super::SD_ALG;
use super::linked::DC;
use crate::jose::short_type;
use crate::json::JsonPointer;

/// Media type of a credential of the data model 2.0 in this form (VC-JOSE-COSE section 6).
pub const MEDIA_TYPE: &str = "application/vc+sd-jwt";

/// `typ` of a credential of the data model 2.0.
pub(super) const VC: &str = "vc+sd-jwt";

/// The claim of such a token that always shows and is in this place, or holds it; none when it may be withheld.
pub(super) fn always_shown(typ: &str, place: &JsonPointer) -> Option<&'static str> {
    // Media types make no difference of case (RFC 6838 section 4.2).
    let is = |kind: &str| short_type(typ).eq_ignore_ascii_case(kind);
    // Whoever reads the claims of another token as a credential reads these by their names.
    let own: &[&[&str]] = if is(DC) { &SD_JWT_VC } else { &CREDENTIAL };
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

/// draft-ietf-oauth-sd-jwt-vc section 2.2.2.3, and in `ld` what VC-JOSE-COSE asks for: whoever reads the credential there
/// validates it by the same rules.
const SD_JWT_VC: [&[&str]; 15] = [
    &["iss"],
    &["nbf"],
    &["exp"],
    &["vct"],
    &["vct#integrity"],
    &["aka_vcts"],
    &["status"],
    &["ld", "@context"],
    &["ld", "type"],
    &["ld", "issuer", "id"],
    &["ld", "credentialStatus"],
    &["ld", "credentialSchema"],
    &["ld", "relatedResource"],
    &["ld", "validFrom"],
    &["ld", "validUntil"],
];
