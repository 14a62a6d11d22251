//! Why an SD-JWT is refused, or cannot be made.

use crate::did::DidError;
use crate::jose::{JoseError, OutOfTime};
use crate::json::{JsonError, JsonPointer};
use crate::keys::KeyError;
use crate::problem::Coded;

/// A refused SD-JWT. Places are in the disclosed payload.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SdJwtError {
    /// No tilde: a JWT perhaps, and not an SD-JWT.
    #[error("expected an SD-JWT: a signed token and disclosures, each followed by `~`")]
    NotSdJwt,
    /// More bytes than the limit.
    #[error("the SD-JWT has {found} bytes, at most {limit} are read")]
    TooLarge {
        /// Bytes found.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// More disclosures than the limit.
    #[error("the SD-JWT has {found} disclosures, at most {limit} are read")]
    TooMany {
        /// Disclosures found.
        found: usize,
        /// The limit.
        limit: usize,
    },
    /// Nested too deep, disclosures inside disclosures included.
    #[error("the disclosed payload is nested deeper than {limit}")]
    TooDeep {
        /// Where.
        at: JsonPointer,
        /// The limit.
        limit: usize,
    },
    /// The token signed by the issuer is not an acceptable JWS, or its signature does not hold.
    #[error("the issuer's token: {0}")]
    Issuer(JoseError),
    /// The payload is not strict JSON.
    #[error("the payload is not acceptable JSON: {0}")]
    Payload(JsonError),
    /// The payload is not an object.
    #[error("expected a payload that is an object")]
    NotAnObject,
    /// `typ` is of something else.
    #[error("expected `typ` to be a media type of SD-JWTs, such as `vc+sd-jwt`, found `{0}`")]
    Type(String),
    /// Another hash algorithm, or `_sd_alg` of another type.
    #[error("expected `_sd_alg` to be `sha-256`, found {0}")]
    HashAlgorithm(String),
    /// `_sd` is not an array of strings, or `...` is not alone with a string.
    #[error("expected `{name}` to hold digests as RFC 9901 section 4.2.4 says")]
    DigestsMalformed {
        /// Where.
        at: JsonPointer,
        /// `_sd` or `...`.
        name: &'static str,
    },
    /// `_sd`, `_sd_alg` or `...` where no claim may have this name.
    #[error("the name `{name}` is reserved and no claim may have it here")]
    ReservedClaim {
        /// Where.
        at: JsonPointer,
        /// The name.
        name: &'static str,
    },
    /// One digest in two places.
    #[error("a digest occurs twice: {digest}")]
    DigestRepeated {
        /// The digest.
        digest: String,
    },
    /// Not base64url of an array of two or three elements with a salt, or a name that is not a string.
    #[error(
        "disclosure {number} is malformed: expected base64url of an array of salt, name and value, or of salt and value"
    )]
    DisclosureMalformed {
        /// Which, from 1.
        number: usize,
    },
    /// Base64url of something that is not strict JSON.
    #[error("disclosure {number} is not acceptable JSON: {error}")]
    DisclosureJson {
        /// Which, from 1.
        number: usize,
        /// Why.
        error: JsonError,
    },
    /// One disclosure twice.
    #[error("disclosure {number} is a repetition")]
    DisclosureRepeated {
        /// Which, from 1.
        number: usize,
    },
    /// No digest leads to it.
    #[error("no digest refers to disclosure {number}")]
    DisclosureUnreferenced {
        /// Which, from 1.
        number: usize,
    },
    /// A disclosure of an element for an object, or of a member for an array.
    #[error("disclosure {number} has {found} elements, expected {expected} for this place")]
    DisclosureKind {
        /// Which, from 1.
        number: usize,
        /// Where its digest stands.
        at: JsonPointer,
        /// 3 in an object, 2 in an array.
        expected: usize,
        /// The other.
        found: usize,
    },
    /// A disclosure of `_sd`, `_sd_alg` or `...`.
    #[error("disclosure {number} names the reserved claim `{name}`")]
    DisclosureReserved {
        /// Which, from 1.
        number: usize,
        /// Where its digest stands.
        at: JsonPointer,
        /// The name.
        name: String,
    },
    /// A disclosure of a claim that is there already.
    #[error("disclosure {number} names a claim that is there already")]
    DisclosureNameTaken {
        /// Which, from 1.
        number: usize,
        /// The claim.
        at: JsonPointer,
    },
    /// No `kid`.
    #[error("the issuer's token does not say which key signed it (`kid`)")]
    KeyIdMissing,
    /// `kid` is not a DID URL.
    #[error("`kid` does not name a verification method: {0}")]
    KeyId(DidError),
    /// `cnf` is not an object with `jwk`.
    #[error("expected the holder's key as `cnf.jwk`")]
    Confirmation,
    /// `cnf.jwk` is not a good key.
    #[error("the holder's key is not usable: {0}")]
    HolderKey(KeyError),
    /// No key to bind to.
    #[error("the credential names no holder's key (`cnf`)")]
    NoHolderKey,
    /// Another key than the one in `cnf` was to sign.
    #[error("the credential is bound to another key than the one that signs")]
    NotTheHolder,
    /// The key-binding JWT is not an acceptable JWS, or its signature does not hold.
    #[error("the key-binding JWT: {0}")]
    KeyBinding(JoseError),
    /// The key-binding JWT is signed though there is no `cnf` to check it by.
    #[error("there is a key-binding JWT, and no `cnf` to check it by")]
    KeyBindingUnexpected,
    /// No key-binding JWT.
    #[error("the presentation has no key-binding JWT")]
    KeyBindingMissing,
    /// `typ` of the key-binding JWT is not `kb+jwt`.
    #[error("expected `typ` of the key-binding JWT to be `kb+jwt`")]
    KeyBindingType,
    /// A claim of the key-binding JWT is absent or of another type.
    #[error("expected {expected} as `{name}` of the key-binding JWT")]
    KeyBindingClaim {
        /// The claim.
        name: &'static str,
        /// What it should hold.
        expected: &'static str,
    },
    /// `nonce` is not the one that was asked for.
    #[error("the key-binding JWT answers another request: its `nonce` is not the expected one")]
    Nonce,
    /// `aud` is somebody else.
    #[error("the key-binding JWT is for `{found}`, expected `{expected}`")]
    Audience {
        /// Who asks.
        expected: String,
        /// Whom it is for.
        found: String,
    },
    /// `sd_hash` is of another presentation.
    #[error("the key-binding JWT is over other disclosures: its `sd_hash` does not fit")]
    SdHash,
    /// `iat` is too long ago.
    #[error("the key-binding JWT was made {age} seconds ago, at most {limit} are accepted")]
    Stale {
        /// Seconds since.
        age: i64,
        /// Seconds accepted.
        limit: i64,
    },
    /// `iat` is not yet.
    #[error("the key-binding JWT was made {ahead} seconds from now")]
    Future {
        /// Seconds from now.
        ahead: i64,
    },
    /// Not yet, or no longer: `nbf`, `exp` of the issuer's token.
    #[error("the issuer's token holds {when} {bound}")]
    NotNow {
        /// `nbf` or `exp`.
        name: &'static str,
        /// `from` or `until`.
        when: &'static str,
        /// Seconds since 1970.
        bound: i64,
    },
    /// An SD-JWT VC without type.
    #[error("expected the credential's type as a text in `vct`")]
    Vct,
    /// `ld` is no object.
    #[error("expected a JSON-LD object in `ld`")]
    Ld,
    /// A claim and the credential in `ld` say two things.
    #[error("the claim `{name}` and what `ld` says of the same differ")]
    Differs {
        /// The claim.
        name: &'static str,
    },
    /// A credential that an SD-JWT VC has no words for.
    #[error("an SD-JWT VC needs {expected} as the credential's {member}")]
    NotSayable {
        /// The member of the credential.
        member: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// `nbf` or `exp` is not a number of seconds.
    #[error("expected `{name}` to be whole seconds since 1970")]
    Time {
        /// The claim.
        name: &'static str,
    },
    /// A pointer leads nowhere.
    #[error("there is nothing at `{0}`")]
    NoSuchPlace(JsonPointer),
    /// A claim that must always be shown was to be withheld, or can be.
    #[error("`{shown}` must always be shown, so `{at}` cannot be withheld")]
    AlwaysShown {
        /// What could be withheld.
        at: JsonPointer,
        /// What must be shown.
        shown: &'static str,
    },
    /// The claims have a `cnf` of their own, and a holder was given.
    #[error("the claims have `cnf` already")]
    ConfirmationTaken,
}

impl From<OutOfTime> for SdJwtError {
    fn from(fault: OutOfTime) -> Self {
        match fault {
            OutOfTime::NoTime(name) => Self::Time { name },
            OutOfTime::NotNow(name, when, bound) => Self::NotNow { name, when, bound },
        }
    }
}

impl Coded for SdJwtError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotSdJwt => "sd_jwt.not_sd_jwt",
            Self::TooLarge { .. } => "sd_jwt.too_large",
            Self::TooMany { .. } => "sd_jwt.too_many_disclosures",
            Self::TooDeep { .. } => "sd_jwt.too_deep",
            Self::Issuer(error) => match error.code() {
                "signature.invalid" => "sd_jwt.signature_invalid",
                code => code,
            },
            Self::Payload(error) | Self::DisclosureJson { error, .. } => error.code(),
            Self::NotAnObject => "sd_jwt.not_an_object",
            Self::Type(_) => "sd_jwt.typ",
            Self::HashAlgorithm(_) => "sd_jwt.hash_unsupported",
            Self::DigestsMalformed { .. } => "sd_jwt.digests_malformed",
            Self::ReservedClaim { .. } => "sd_jwt.reserved_claim",
            Self::DigestRepeated { .. } => "sd_jwt.digest_repeated",
            Self::DisclosureMalformed { .. } => "sd_jwt.disclosure_malformed",
            Self::DisclosureRepeated { .. } => "sd_jwt.disclosure_repeated",
            Self::DisclosureUnreferenced { .. } => "sd_jwt.disclosure_unreferenced",
            Self::DisclosureKind { .. } => "sd_jwt.disclosure_kind",
            Self::DisclosureReserved { .. } => "sd_jwt.disclosure_reserved",
            Self::DisclosureNameTaken { .. } => "sd_jwt.disclosure_name_taken",
            Self::KeyIdMissing => "sd_jwt.kid_missing",
            Self::KeyId(_) => "sd_jwt.kid",
            Self::Confirmation => "sd_jwt.cnf",
            Self::HolderKey(_) => "sd_jwt.holder_key",
            Self::NoHolderKey => "sd_jwt.cnf_missing",
            Self::NotTheHolder => "sd_jwt.not_the_holder",
            Self::KeyBinding(error) => match error.code() {
                "signature.invalid" => "key_binding.signature_invalid",
                "jose.alg_mismatch" => "key_binding.alg_mismatch",
                "jose.alg_none" => "key_binding.alg_none",
                code => code,
            },
            Self::KeyBindingUnexpected => "key_binding.unexpected",
            Self::KeyBindingMissing => "key_binding.missing",
            Self::KeyBindingType => "key_binding.typ",
            Self::KeyBindingClaim { .. } => "key_binding.claim",
            Self::Nonce => "key_binding.nonce",
            Self::Audience { .. } => "key_binding.audience",
            Self::SdHash => "key_binding.sd_hash",
            Self::Stale { .. } => "key_binding.stale",
            Self::Future { .. } => "key_binding.future",
            Self::NotNow { name: "nbf", .. } => "sd_jwt.not_yet_valid",
            Self::NotNow { .. } => "sd_jwt.expired",
            Self::Time { .. } => "sd_jwt.time",
            Self::Vct => "sd_jwt.vct",
            Self::Ld => "sd_jwt.ld",
            Self::Differs { .. } => "sd_jwt.differs",
            Self::NotSayable { .. } => "sd_jwt.not_sayable",
            Self::NoSuchPlace(_) => "sd_jwt.no_such_place",
            Self::AlwaysShown { .. } => "sd_jwt.always_shown",
            Self::ConfirmationTaken => "sd_jwt.cnf_taken",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Issuer(error) | Self::KeyBinding(error) => error.pointer(),
            Self::Payload(error) | Self::DisclosureJson { error, .. } => error.pointer(),
            Self::TooDeep { at, .. }
            | Self::DigestsMalformed { at, .. }
            | Self::ReservedClaim { at, .. }
            | Self::DisclosureKind { at, .. }
            | Self::DisclosureReserved { at, .. }
            | Self::DisclosureNameTaken { at, .. }
            | Self::AlwaysShown { at, .. }
            | Self::NoSuchPlace(at) => Some(at.to_string()),
            Self::Type(_) | Self::KeyBindingType => Some("/typ".into()),
            Self::HashAlgorithm(_) => Some("/_sd_alg".into()),
            Self::KeyIdMissing | Self::KeyId(_) => Some("/kid".into()),
            Self::Confirmation | Self::ConfirmationTaken => Some("/cnf".into()),
            Self::HolderKey(_) => Some("/cnf/jwk".into()),
            Self::KeyBindingClaim { name, .. }
            | Self::NotNow { name, .. }
            | Self::Differs { name }
            | Self::Time { name } => Some(format!("/{name}")),
            Self::Vct => Some("/vct".into()),
            Self::Ld => Some("/ld".into()),
            Self::NotSayable { member, .. } => Some(format!("/{member}")),
            Self::Nonce => Some("/nonce".into()),
            Self::Audience { .. } => Some("/aud".into()),
            Self::SdHash => Some("/sd_hash".into()),
            Self::Stale { .. } | Self::Future { .. } => Some("/iat".into()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Issuer(error) | Self::KeyBinding(error) => return error.hint(),
            Self::Payload(error) | Self::DisclosureJson { error, .. } => return error.hint(),
            Self::KeyId(error) => return error.hint(),
            Self::HolderKey(error) => return error.hint(),
            Self::NotSdJwt => "give the whole text, from `ey` to the last `~` or what follows it",
            Self::TooLarge { .. } | Self::TooMany { .. } | Self::TooDeep { .. } => {
                "split the content, or let fewer parts of it be withheld"
            }
            Self::DisclosureRepeated { .. } => "present each disclosure once",
            Self::DisclosureUnreferenced { .. } => {
                "it was changed, belongs to another credential, or the one around it was left out"
            }
            Self::DisclosureMalformed { .. } => "the text was cut or changed on its way",
            Self::DigestsMalformed { .. }
            | Self::ReservedClaim { .. }
            | Self::DigestRepeated { .. }
            | Self::DisclosureKind { .. }
            | Self::DisclosureReserved { .. }
            | Self::DisclosureNameTaken { .. } => {
                "two readers could see different claims: ask the issuer for a correct credential"
            }
            Self::Vct | Self::Ld | Self::Differs { .. } => {
                "two readers could see different credentials: ask the issuer for a correct one"
            }
            Self::NotSayable { .. } => "choose the suite sd-jwt, which carries any credential",
            Self::AlwaysShown { .. } => {
                "leave it where it always shows: who could withhold it could hide a revocation or the holder"
            }
            Self::HashAlgorithm(_) => "ask the issuer for one that is made with SHA-256",
            Self::KeyIdMissing => "the issuer must put the DID URL of its key into the header",
            Self::NoHolderKey | Self::KeyBindingUnexpected => {
                "ask the issuer for a credential that is bound to the holder's key"
            }
            Self::NotTheHolder => "present with the key that the credential was issued to",
            Self::KeyBindingMissing => {
                "present it again with the nonce and audience of the verifier"
            }
            Self::Nonce | Self::Stale { .. } => {
                "an answer counts once: ask for a new presentation with a new nonce"
            }
            Self::Audience { .. } => "it may have been made for another verifier and replayed",
            Self::SdHash => "the disclosures were changed after the holder signed",
            Self::Future { .. } => "compare the clocks of holder and verifier",
            Self::NoSuchPlace(_) => "list the places with `show`",
            _ => return None,
        };
        Some(hint.into())
    }
}
