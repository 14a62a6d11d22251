//! The Status List Token: a list as its issuer signs it (draft-ietf-oauth-status-list section 5.1).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};

use super::entry::is_url;
use super::{StatusError, StatusIndex, TokenStatusEntry, TokenStatusList};
use crate::did::DidUrl;
use crate::jose::{self, Header, JoseError, Jws};
use crate::json;
use crate::keys::{PublicKey, Signer};

/// Media type of a Status List Token as JWT.
pub const LIST_TOKEN_TYPE: &str = "application/statuslist+jwt";

/// What a Status List Token says besides the list.
#[derive(Debug, Clone)]
pub struct TokenDescription<'a> {
    /// URL at which the token is published.
    pub uri: &'a str,
    /// When this state of the list began to hold.
    pub issued_at: Timestamp,
    /// Until when a verifier may rely on it.
    pub expires: Option<Timestamp>,
    /// After how long a refresh should be tried.
    pub ttl: Option<SignedDuration>,
}

/// A Status List Token that was read. Its signature is not verified before [`ListToken::verify`].
#[derive(Debug, Clone)]
pub struct ListToken {
    /// `sub`: the URL at which it says that it is published.
    pub uri: String,
    /// From when it holds.
    pub issued_at: Timestamp,
    /// Until when it holds.
    pub expires: Option<Timestamp>,
    /// After how long a refresh should be tried.
    pub ttl: Option<SignedDuration>,
    text: String,
    header: Header,
    /// Length of what was signed.
    signed: usize,
    signature: Vec<u8>,
    bits: u64,
    lst: String,
}

/// What a Status List Token says of one credential (section 7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenStatus {
    /// 0: nothing against it.
    Valid,
    /// 1: cancelled for good.
    Invalid,
    /// 2: not to be accepted for the time being.
    Suspended,
    /// Any other value: for an application, or not yet assigned.
    Other(u8),
}

/// Signs a list as a token in compact form (section 5.1), with `kid` in its header.
pub fn issue_list_token(
    list: &TokenStatusList,
    about: &TokenDescription<'_>,
    kid: &DidUrl,
    signer: &dyn Signer,
) -> Result<String, JoseError> {
    let header = Header {
        typ: Some(TYP.to_owned()),
        kid: Some(kid.to_string()),
        ..Header::new(signer.public_key().algorithm())
    };
    let mut claims = json!({
        "sub": about.uri,
        "iat": about.issued_at.as_second(),
        "status_list": {"bits": list.bits(), "lst": list.encode()},
    });
    if let Some(expires) = about.expires {
        claims["exp"] = json!(expires.as_second());
    }
    if let Some(ttl) = about.ttl {
        claims["ttl"] = json!(ttl.as_secs());
    }
    jose::sign(&header, claims.to_string().as_bytes(), signer)
}

impl ListToken {
    /// Reads the compact form of a token of the type `statuslist+jwt` (section 5.1). No signature is checked yet.
    pub fn parse(text: &str) -> Result<Self, StatusError> {
        let jws = Jws::parse(text)?;
        // Section 5.1: the type keeps other tokens by the same key from being taken for a list.
        if !jws.header.is_of_type(TYP) {
            return Err(StatusError::TokenType(jws.header.typ));
        }
        let claims = json::parse(&jws.payload).map_err(JoseError::PayloadJson)?;
        let list = &claims["status_list"];
        let text_at = |value: &Value, at: &'static str| match value.as_str() {
            Some(text) => Ok(text.to_owned()),
            None => Err(malformed(at, "a text")),
        };
        let second = |name, at| match claims.get(name) {
            None => Ok(None),
            Some(time) => time
                .as_i64()
                .and_then(|second| Timestamp::from_second(second).ok())
                .map(Some)
                .ok_or(malformed(at, "whole seconds since 1970")),
        };
        let ttl = match claims.get("ttl") {
            None => None,
            // Section 5.1: a positive number.
            Some(ttl) => Some(
                ttl.as_i64()
                    .filter(|ttl| *ttl > 0)
                    .map(SignedDuration::from_secs)
                    .ok_or(malformed("/ttl", "a positive number of seconds"))?,
            ),
        };
        Ok(Self {
            uri: text_at(&claims["sub"], "/sub")?,
            issued_at: second("iat", "/iat")?
                .ok_or(malformed("/iat", "whole seconds since 1970"))?,
            expires: second("exp", "/exp")?,
            ttl,
            bits: list["bits"]
                .as_u64()
                .ok_or(malformed("/status_list/bits", "a number of bits"))?,
            lst: text_at(&list["lst"], "/status_list/lst")?,
            text: text.to_owned(),
            signed: jws.signing_input.len(),
            header: jws.header,
            signature: jws.signature,
        })
    }

    /// Checks that this key signed.
    pub fn verify(&self, key: &PublicKey) -> Result<(), StatusError> {
        self.header.fits(key.algorithm())?;
        let signed = &self.text.as_bytes()[..self.signed];
        key.verify(signed, &self.signature)
            .map_err(|error| JoseError::from(error).into())
    }

    /// The verification method that signed, by what the header says.
    pub fn verification_method(&self) -> Result<DidUrl, StatusError> {
        let kid = self.header.kid.as_deref().unwrap_or_default();
        DidUrl::parse(kid).map_err(|_| StatusError::TokenKey)
    }

    /// The list, expanded once for many lookups.
    pub fn expand(&self) -> Result<TokenStatusList, StatusError> {
        TokenStatusList::decode(&self.lst, self.bits)
    }

    /// What the list says of the credential with this entry (section 8.3, from step 4 on).
    pub fn status_of(&self, entry: &TokenStatusEntry) -> Result<TokenStatus, StatusError> {
        if !is_url(&self.uri, &entry.uri) {
            return Err(StatusError::SubjectMismatch {
                expected: entry.uri.to_string(),
                found: self.uri.clone(),
            });
        }
        self.value_at(entry.index)
    }

    fn value_at(&self, index: StatusIndex) -> Result<TokenStatus, StatusError> {
        Ok(match self.expand()?.get(index)? {
            0 => TokenStatus::Valid,
            1 => TokenStatus::Invalid,
            2 => TokenStatus::Suspended,
            other => TokenStatus::Other(other),
        })
    }
}

fn malformed(at: &'static str, expected: &'static str) -> StatusError {
    StatusError::TokenMalformed { at, expected }
}

/// `typ` of the token.
const TYP: &str = "statuslist+jwt";

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
    use rand::SeedableRng;
    use rand::rngs::StdRng;
    use url::Url;

    use super::*;
    use crate::keys::{Algorithm, SecretKey};
    use crate::problem::Coded;

    const URI: &str = "https://example.com/statuslists/1";

    fn key(seed: u64) -> SecretKey {
        SecretKey::generate(Algorithm::P256, &mut StdRng::seed_from_u64(seed)).unwrap()
    }

    fn entry(index: u32) -> TokenStatusEntry {
        TokenStatusEntry {
            index: index.into(),
            uri: Url::parse(URI).unwrap(),
        }
    }

    fn issued(list: &TokenStatusList) -> String {
        let about = TokenDescription {
            uri: URI,
            issued_at: Timestamp::from_second(1_686_920_170).unwrap(),
            expires: Timestamp::from_second(2_291_720_170).ok(),
            ttl: Some(SignedDuration::from_secs(43_200)),
        };
        let kid = DidUrl::parse("did:web:example.com#12").unwrap();
        issue_list_token(list, &about, &kid, &key(1)).unwrap()
    }

    /// A token with this header and claims, signed rightly.
    fn forged(header: &str, claims: &Value) -> String {
        let input = [header, &claims.to_string()]
            .map(|part| BASE64URL.encode(part))
            .join(".");
        let signature = key(1).sign(input.as_bytes()).unwrap();
        format!("{input}.{}", BASE64URL.encode(signature))
    }

    const HEADER: &str = r#"{"alg":"ES256","typ":"statuslist+jwt","kid":"did:web:example.com#12"}"#;

    /// The claims of the example of draft-ietf-oauth-status-list section 5.1.
    fn claims() -> Value {
        json!({"exp": 2_291_720_170_i64, "iat": 1_686_920_170, "sub": URI, "ttl": 43200,
            "status_list": {"bits": 1, "lst": "eNrbuRgAAhcBXQ"}})
    }

    #[test]
    fn a_list_that_was_issued_says_of_each_token_what_was_set() {
        let mut list = TokenStatusList::new(1000, 4).unwrap();
        for (index, value) in [(1, 1), (2, 2), (3, 3), (999, 0x0C)] {
            list.set(StatusIndex::from(index), value).unwrap();
        }
        let token = ListToken::parse(&issued(&list)).unwrap();
        token.verify(key(1).public()).unwrap();
        for (index, status) in [
            (0, TokenStatus::Valid),
            (1, TokenStatus::Invalid),
            (2, TokenStatus::Suspended),
            (3, TokenStatus::Other(3)),
            (999, TokenStatus::Other(0x0C)),
        ] {
            assert_eq!(token.status_of(&entry(index)), Ok(status));
        }
        let error = token.verify(key(2).public()).unwrap_err();
        assert_eq!(error.code(), "signature.invalid");
        let beyond = token.status_of(&entry(1000)).unwrap_err();
        assert_eq!(beyond.code(), "status.index_out_of_range");
    }

    #[test]
    fn the_claims_are_those_of_the_drafts_example() {
        let list = TokenStatusList::decode("eNrbuRgAAhcBXQ", 1).unwrap();
        let text = issued(&list);
        let mut parts = text.split('.').map(|part| BASE64URL.decode(part).unwrap());
        assert_eq!(parts.next().unwrap(), HEADER.as_bytes());
        let payload: Value = serde_json::from_slice(&parts.next().unwrap()).unwrap();
        assert_eq!(payload, claims());
        let token = ListToken::parse(&text).unwrap();
        assert_eq!(token.status_of(&entry(0)), Ok(TokenStatus::Invalid));
        assert_eq!(token.status_of(&entry(1)), Ok(TokenStatus::Valid));
        assert_eq!(token.ttl, Some(SignedDuration::from_hours(12)));
    }

    #[test]
    fn another_list_than_the_one_that_was_named_is_refused() {
        let mut other = claims();
        other["sub"] = json!("https://example.com/statuslists/2");
        let token = ListToken::parse(&forged(HEADER, &other)).unwrap();
        let error = token.status_of(&entry(0)).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            ("status.list_mismatch", Some("/sub"))
        );
    }

    #[test]
    fn a_token_that_is_not_whole_is_refused() {
        for (at, value) in [
            ("/sub", json!(null)),
            ("/sub", json!(1)),
            ("/iat", json!(null)),
            ("/iat", json!("2026")),
            ("/exp", json!(1.5)),
            ("/ttl", json!(0)),
            ("/ttl", json!("43200")),
            ("/status_list/bits", json!("1")),
            ("/status_list/bits", json!(-1)),
            ("/status_list/lst", json!(null)),
        ] {
            let mut claims = claims();
            *claims.pointer_mut(at).unwrap() = value;
            let error = ListToken::parse(&forged(HEADER, &claims)).unwrap_err();
            assert_eq!(
                (error.code(), error.pointer().as_deref()),
                ("status.token_malformed", Some(at))
            );
        }
        for (member, at) in [
            ("sub", "/sub"),
            ("iat", "/iat"),
            ("status_list", "/status_list/bits"),
        ] {
            let mut claims = claims();
            claims.as_object_mut().unwrap().remove(member);
            let error = ListToken::parse(&forged(HEADER, &claims)).unwrap_err();
            assert_eq!(error.pointer().as_deref(), Some(at), "{member}");
        }
    }

    #[test]
    fn a_token_of_another_type_or_unsigned_is_no_list() {
        for (header, code) in [
            (r#"{"alg":"ES256"}"#, "status.token_typ"),
            (r#"{"alg":"ES256","typ":"JWT"}"#, "status.token_typ"),
            (r#"{"alg":"none","typ":"statuslist+jwt"}"#, "jose.alg_none"),
        ] {
            let error = ListToken::parse(&forged(header, &claims())).unwrap_err();
            assert_eq!(error.code(), code, "{header}");
        }
        let token = ListToken::parse(&forged(
            r#"{"alg":"ES256","typ":"statuslist+jwt"}"#,
            &claims(),
        ));
        let error = token.unwrap().verification_method().unwrap_err();
        assert_eq!(error.code(), "status.token_kid");
        let token = ListToken::parse(&forged(HEADER, &claims())).unwrap();
        let ed25519 =
            SecretKey::generate(Algorithm::Ed25519, &mut StdRng::seed_from_u64(1)).unwrap();
        assert_eq!(
            token.verify(ed25519.public()).unwrap_err().code(),
            "jose.alg_mismatch"
        );
    }

    #[test]
    fn a_changed_character_anywhere_is_refused() {
        let text = forged(HEADER, &claims());
        for at in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            let changed = ListToken::parse(&String::from_utf8(bytes).unwrap());
            let outcome = changed.and_then(|token| token.verify(key(1).public()));
            assert!(outcome.is_err(), "character {at}");
        }
    }
}
