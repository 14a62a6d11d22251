//! Decentralized identifiers (DID 1.0 section 3), parsed once and never bare strings after that.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::keys::PublicKey;
use crate::problem::Coded;

/// A DID, such as `did:web:example.com`: no path, query or fragment.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Did(String);

/// A DID URL, such as `did:web:example.com#key-1`: a DID and what is wanted of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DidUrl {
    did: Did,
    /// Path, query and fragment with their delimiters.
    rest: String,
}

/// A text that is not a DID or not a DID URL.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DidError {
    /// No `did:` at the start.
    #[error("expected a DID, which starts with `did:`, found `{0}`")]
    Scheme(String),
    /// The method name is empty or has other characters than a-z and 0-9.
    #[error("expected a DID method of a-z and 0-9, found `{0}`")]
    Method(String),
    /// The method-specific identifier is empty or has a character it may not have.
    #[error("expected a method-specific identifier of letters, digits and `.-_:%`, found `{0}`")]
    Identifier(String),
    /// A DID was asked for and a DID URL was found.
    #[error("expected a DID without path, query or fragment, found `{0}`")]
    Url(String),
    /// Path, query or fragment has a character that RFC 3986 does not allow there.
    #[error("expected a DID URL with the path, query and fragment of RFC 3986, found `{0}`")]
    Part(String),
    /// Longer than anything we follow.
    #[error("expected a DID URL of at most {MAX_LENGTH} bytes, found {0}")]
    Length(usize),
}

impl Did {
    /// Parses a DID by the grammar of DID Core section 3.1; a DID URL with more than the DID is refused.
    pub fn parse(text: &str) -> Result<Self, DidError> {
        match split(text)? {
            (did, "") => Ok(Self(did.to_owned())),
            _ => Err(DidError::Url(text.to_owned())),
        }
    }

    /// The did:key of a key. Its characters are those of base58, so it always is a DID.
    pub fn of_key(key: &PublicKey) -> Self {
        Self(format!("did:key:{}", key.to_multikey()))
    }

    /// The key that a did:key is; none where it is another DID, or no key.
    pub fn key(&self) -> Option<PublicKey> {
        let multikey = (self.method() == "key").then(|| self.identifier())?;
        PublicKey::from_multikey(multikey).ok()
    }

    /// The method name, such as `web`.
    pub fn method(&self) -> &str {
        self.parts().0
    }

    /// What follows the method name, such as `example.com`.
    pub fn identifier(&self) -> &str {
        self.parts().1
    }

    /// The whole text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The DID URL of this DID with a fragment, which is given without `#`.
    pub fn with_fragment(&self, fragment: &str) -> Result<DidUrl, DidError> {
        self.join(&format!("#{fragment}"))
    }

    /// The DID URL that a DID document of this DID means: an absolute one, or a relative one such as `#key-1`.
    pub fn join(&self, reference: &str) -> Result<DidUrl, DidError> {
        match reference.as_bytes().first() {
            Some(b'#' | b'?' | b'/') => DidUrl::parse(&format!("{self}{reference}")),
            _ => DidUrl::parse(reference),
        }
    }

    fn parts(&self) -> (&str, &str) {
        let rest = self.0.get(SCHEME.len()..).unwrap_or_default();
        rest.split_once(':').unwrap_or_default()
    }
}

impl DidUrl {
    /// Parses a DID URL by the grammar of DID Core section 3.2, of bounded length; a bare DID is one.
    pub fn parse(text: &str) -> Result<Self, DidError> {
        if text.len() > MAX_LENGTH {
            return Err(DidError::Length(text.len()));
        }
        let (did, rest) = split(text)?;
        let part =
            |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@%/?#".contains(&byte);
        let valid = rest.bytes().all(part)
            && rest.bytes().filter(|byte| *byte == b'#').count() <= 1
            && escapes_are_whole(rest);
        if !valid {
            return Err(DidError::Part(text.to_owned()));
        }
        Ok(Self {
            did: Did(did.to_owned()),
            rest: rest.to_owned(),
        })
    }

    /// The one verification method of the did:key of a key.
    pub fn of_key(key: &PublicKey) -> Self {
        Self {
            did: Did::of_key(key),
            rest: format!("#{}", key.to_multikey()),
        }
    }

    /// The DID before path, query and fragment.
    pub fn did(&self) -> &Did {
        &self.did
    }

    /// The path with its leading slash, or nothing.
    pub fn path(&self) -> &str {
        let end = self.rest.find(['?', '#']).unwrap_or(self.rest.len());
        &self.rest[..end]
    }

    /// The query without `?`.
    pub fn query(&self) -> Option<&str> {
        let before_fragment = self.rest.split('#').next()?;
        before_fragment.split_once('?').map(|(_, query)| query)
    }

    /// The fragment without `#`.
    pub fn fragment(&self) -> Option<&str> {
        self.rest.split_once('#').map(|(_, fragment)| fragment)
    }
}

impl fmt::Display for Did {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Display for DidUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.did, self.rest)
    }
}

impl FromStr for Did {
    type Err = DidError;

    fn from_str(text: &str) -> Result<Self, DidError> {
        Self::parse(text)
    }
}

impl FromStr for DidUrl {
    type Err = DidError;

    fn from_str(text: &str) -> Result<Self, DidError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Did {
    type Error = DidError;

    fn try_from(text: String) -> Result<Self, DidError> {
        Self::parse(&text)
    }
}

impl TryFrom<String> for DidUrl {
    type Error = DidError;

    fn try_from(text: String) -> Result<Self, DidError> {
        Self::parse(&text)
    }
}

impl From<Did> for String {
    fn from(did: Did) -> Self {
        did.0
    }
}

impl From<DidUrl> for String {
    fn from(url: DidUrl) -> Self {
        url.to_string()
    }
}

impl From<Did> for DidUrl {
    fn from(did: Did) -> Self {
        Self {
            did,
            rest: String::new(),
        }
    }
}

impl Coded for DidError {
    fn code(&self) -> &'static str {
        match self {
            Self::Scheme(_) => "did.scheme",
            Self::Method(_) => "did.method_name",
            Self::Identifier(_) => "did.identifier",
            Self::Url(_) => "did.is_url",
            Self::Part(_) => "did.url_part",
            Self::Length(_) => "did.too_long",
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Scheme(_) => {
                Some("a DID looks like `did:web:example.com` or `did:key:z6Mk...`".into())
            }
            _ => None,
        }
    }
}

const SCHEME: &str = "did:";

/// Far above every method in use; keeps hostile input small.
const MAX_LENGTH: usize = 2048;

/// A valid DID and what follows it: path, query, fragment.
fn split(text: &str) -> Result<(&str, &str), DidError> {
    if text.len() > MAX_LENGTH {
        return Err(DidError::Length(text.len()));
    }
    let Some(after_scheme) = text.strip_prefix(SCHEME) else {
        return Err(DidError::Scheme(text.to_owned()));
    };
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    let (did, rest) = text.split_at(end);
    let (method, identifier) = did
        .get(text.len() - after_scheme.len()..)
        .and_then(|parts| parts.split_once(':'))
        .ok_or_else(|| DidError::Identifier(text.to_owned()))?;
    if method.is_empty()
        || !method
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    {
        return Err(DidError::Method(text.to_owned()));
    }
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_:%".contains(&byte);
    let ends_open = identifier.is_empty() || identifier.ends_with(':');
    if ends_open || !identifier.bytes().all(allowed) || !escapes_are_whole(identifier) {
        return Err(DidError::Identifier(text.to_owned()));
    }
    Ok((did, rest))
}

/// Whether every `%` is followed by two hexadecimal digits.
fn escapes_are_whole(text: &str) -> bool {
    text.split('%').skip(1).all(|after| {
        let digits = after.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_did_knows_its_method_and_identifier() {
        for (text, method, identifier) in [
            (
                "did:web:example.com%3A3000:user:alice",
                "web",
                "example.com%3A3000:user:alice",
            ),
            (
                "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                "key",
                "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            ),
            ("did:example::a", "example", ":a"),
            ("did:1:2", "1", "2"),
        ] {
            let did = Did::parse(text).unwrap();
            assert_eq!(
                (did.method(), did.identifier()),
                (method, identifier),
                "{text}"
            );
            assert_eq!(did.to_string(), text);
        }
    }

    #[test]
    fn a_did_url_comes_apart_and_together() {
        for (text, path, query, fragment) in [
            ("did:a:b", "", None, None),
            ("did:a:b#k", "", None, Some("k")),
            ("did:a:b#", "", None, Some("")),
            ("did:a:b/p/q?x=1#k?/", "/p/q", Some("x=1"), Some("k?/")),
            ("did:a:b?versionId=2", "", Some("versionId=2"), None),
            ("did:a:b#?q", "", None, Some("?q")),
        ] {
            let url = DidUrl::parse(text).unwrap();
            assert_eq!(
                (url.path(), url.query(), url.fragment()),
                (path, query, fragment),
                "{text}"
            );
            assert_eq!(url.did().as_str(), "did:a:b");
            assert_eq!(url.to_string(), text);
        }
    }

    #[test]
    fn what_is_not_a_did_is_refused() {
        for (text, code) in [
            ("", "did.scheme"),
            ("DID:web:a", "did.scheme"),
            ("https://example.com", "did.scheme"),
            ("did:", "did.identifier"),
            ("did:web", "did.identifier"),
            ("did:web:", "did.identifier"),
            ("did:web:a:", "did.identifier"),
            ("did::a", "did.method_name"),
            ("did:Web:a", "did.method_name"),
            ("did:web:a b", "did.identifier"),
            ("did:web:%4", "did.identifier"),
            ("did:web:%zz", "did.identifier"),
            ("did:web:é", "did.identifier"),
            ("did:web:a#k", "did.is_url"),
            ("did:web:a/p", "did.is_url"),
        ] {
            assert_eq!(Did::parse(text).unwrap_err().code(), code, "{text}");
        }
        for (text, code) in [
            ("did:web:a#k k", "did.url_part"),
            ("did:web:a#k#k", "did.url_part"),
            ("did:web:a?%g0", "did.url_part"),
            ("did:web:a#<", "did.url_part"),
        ] {
            assert_eq!(DidUrl::parse(text).unwrap_err().code(), code, "{text}");
        }
        let long = format!("did:web:{}", "a".repeat(MAX_LENGTH));
        assert_eq!(DidUrl::parse(&long).unwrap_err().code(), "did.too_long");
    }

    #[test]
    fn a_relative_reference_belongs_to_its_document() {
        let did = Did::parse("did:web:example.com").unwrap();
        assert_eq!(
            did.join("#key-1").unwrap().to_string(),
            "did:web:example.com#key-1"
        );
        assert_eq!(
            did.join("did:web:b#key-1").unwrap().to_string(),
            "did:web:b#key-1"
        );
        assert_eq!(did.join("key-1").unwrap_err().code(), "did.scheme");
        assert_eq!(did.with_fragment("k").unwrap().fragment(), Some("k"));
    }

    #[test]
    fn the_did_of_a_key_is_the_one_that_parses() {
        let text = "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
        let key = PublicKey::from_multikey(text).unwrap();
        let did = Did::parse(&format!("did:key:{text}")).unwrap();
        assert_eq!(Did::of_key(&key), did);
        assert_eq!(DidUrl::of_key(&key), did.with_fragment(text).unwrap());
    }

    #[test]
    fn both_read_and_write_as_plain_strings() {
        let url: DidUrl = serde_json::from_str("\"did:a:b#c\"").unwrap();
        assert_eq!(serde_json::to_string(&url).unwrap(), "\"did:a:b#c\"");
        assert!(serde_json::from_str::<Did>("\"did:a:b#c\"").is_err());
    }
}
