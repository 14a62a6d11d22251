//! did:web: the document is a file on the web server of its domain.

use credentials::did::DidError;
use credentials::keys::{Algorithm, PublicKey};
use credentials::{Did, json};
use jiff::Timestamp;
use serde_json::{Value, json};
use url::{Host, Url};

use crate::document::{DidDocument, Relationship};
use crate::error::ResolveError;
use crate::guard::is_localhost;

/// Largest document that is read, in bytes.
pub const MAX_DOCUMENT: usize = 64 * 1024;

/// The media types a document may be asked for as.
pub(crate) const ACCEPT: &str = "application/did, application/did+ld+json, application/did+json, application/json;q=0.9, */*;q=0.1";

/// A key that an issuer publishes in its document.
#[derive(Debug, Clone, Copy)]
pub struct Published<'a> {
    /// The fragment of its id, without `#`.
    pub fragment: &'a str,
    /// The key.
    pub key: &'a PublicKey,
    /// What it may be used for. A replaced key stays in `assertionMethod`, so that what it signed goes on verifying.
    pub relationships: &'a [Relationship],
    /// Since when nothing it signed is to be believed.
    pub revoked: Option<Timestamp>,
}

/// The document that an issuer publishes.
pub fn document(did: &Did, keys: &[Published<'_>]) -> Result<Value, DidError> {
    let mut document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "verificationMethod": [],
    });
    let mut methods = Vec::new();
    let mut uses: Vec<(Relationship, Vec<Value>)> = Vec::new();
    for published in keys {
        let id = did.with_fragment(published.fragment)?;
        let mut method = json!({
            "id": id,
            "type": "Multikey",
            "controller": did,
            "publicKeyMultibase": published.key.to_multikey(),
        });
        if let Some(revoked) = published.revoked {
            method["revoked"] = json!(revoked);
        }
        methods.push(method);
        for relationship in published.relationships {
            match uses.iter_mut().find(|(known, _)| known == relationship) {
                Some((_, ids)) => ids.push(json!(id)),
                None => uses.push((*relationship, vec![json!(id)])),
            }
        }
    }
    document["verificationMethod"] = methods.into();
    for (relationship, ids) in uses {
        document[relationship.name()] = ids.into();
    }
    Ok(document)
}

/// The fragments under which keys of one kind are usually published: `ed25519-1`, `p-256-2`.
pub fn fragment(algorithm: Algorithm, number: usize) -> String {
    let name = match algorithm {
        Algorithm::Ed25519 => "ed25519",
        Algorithm::P256 => "p-256",
        Algorithm::P384 => "p-384",
        Algorithm::Bls12381G2 => "bls12-381-g2",
    };
    format!("{name}-{number}")
}

/// Where the document of a did:web is (did:web specification, `Read (Resolve)`). With `loopback`, a name of this machine
/// is asked over http.
pub fn url(did: &Did, loopback: bool) -> Result<Url, ResolveError> {
    let invalid = |reason: &str| ResolveError::invalid(did, reason);
    let mut parts = did.identifier().split(':');
    let domain = parts.next().unwrap_or_default();
    let (name, port) = split_port(domain)
        .ok_or_else(|| invalid("expected a domain name, with `%3A` and a port where it has one"))?;
    let scheme = if loopback && is_localhost(name) {
        "http"
    } else {
        "https"
    };
    let port = port.map(|port| format!(":{port}")).unwrap_or_default();
    let mut text = format!("{scheme}://{name}{port}");
    let mut segments = 0;
    for segment in parts {
        if !is_plain(segment) {
            return Err(invalid("expected path segments that name a folder"));
        }
        text.push('/');
        text.push_str(segment);
        segments += 1;
    }
    if segments == 0 {
        text.push_str("/.well-known");
    }
    text.push_str("/did.json");
    match Url::parse(&text) {
        // A number such as `127.1` is an address too, once a browser's parser has read it.
        Ok(url) => match url.host() {
            Some(Host::Domain(host)) if host.eq_ignore_ascii_case(name) => Ok(url),
            _ => Err(invalid("expected a domain name, found an address")),
        },
        Err(_) => Err(invalid("expected a domain name")),
    }
}

/// The did:web whose document is at this host, and the path below it if there is one.
pub fn did(host: &str, port: Option<u16>, path: &[&str]) -> Result<Did, DidError> {
    let port = port.map(|port| format!("%3A{port}")).unwrap_or_default();
    let path: String = path.iter().map(|segment| format!(":{segment}")).collect();
    Did::parse(&format!("did:web:{host}{port}{path}"))
}

/// Reads a document that was fetched.
pub fn parse(did: &Did, bytes: &[u8]) -> Result<DidDocument, ResolveError> {
    let limits = json::Limits {
        size: MAX_DOCUMENT,
        depth: 16,
    };
    let value = json::parse_with(bytes, limits).map_err(|source| ResolveError::Json {
        did: did.clone(),
        source,
    })?;
    DidDocument::parse(&value, did).map_err(|source| ResolveError::document(did, source))
}

/// `example.com` or `example.com%3A3000`.
fn split_port(domain: &str) -> Option<(&str, Option<u16>)> {
    let end = domain.find('%').unwrap_or(domain.len());
    let (name, escaped) = domain.split_at(end);
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b".-_".contains(&byte);
    if name.is_empty() || !name.bytes().all(allowed) {
        return None;
    }
    if escaped.is_empty() {
        return Some((name, None));
    }
    let port = escaped
        .strip_prefix("%3A")
        .or(escaped.strip_prefix("%3a"))?;
    // `u16` would read `+80`.
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    let port = port.parse().ok().filter(|port| digits && *port != 0)?;
    Some((name, Some(port)))
}

/// Whether a path segment names one folder and leads nowhere else.
fn is_plain(segment: &str) -> bool {
    let lower = segment.to_ascii_lowercase();
    let dots = lower.replace("%2e", ".");
    let leads_away = ["%2f", "%5c", "%00"]
        .iter()
        .any(|escape| lower.contains(escape));
    !segment.is_empty() && dots != "." && dots != ".." && !leads_away
}

#[cfg(test)]
mod tests {
    use super::*;
    use credentials::Coded;

    #[test]
    fn a_did_names_the_file_of_its_document() {
        for (text, loopback, expected) in [
            (
                "did:web:w3c-ccg.github.io",
                false,
                "https://w3c-ccg.github.io/.well-known/did.json",
            ),
            (
                "did:web:w3c-ccg.github.io:user:alice",
                false,
                "https://w3c-ccg.github.io/user/alice/did.json",
            ),
            (
                "did:web:example.com%3A3000",
                false,
                "https://example.com:3000/.well-known/did.json",
            ),
            (
                "did:web:example.com%3a3000:user:alice",
                false,
                "https://example.com:3000/user/alice/did.json",
            ),
            (
                "did:web:Example.com",
                false,
                "https://example.com/.well-known/did.json",
            ),
            (
                "did:web:example.com:a%20b",
                false,
                "https://example.com/a%20b/did.json",
            ),
            (
                "did:web:localhost%3A8080",
                false,
                "https://localhost:8080/.well-known/did.json",
            ),
            (
                "did:web:localhost%3A8080",
                true,
                "http://localhost:8080/.well-known/did.json",
            ),
            (
                "did:web:acme.localhost%3A8080:x",
                true,
                "http://acme.localhost:8080/x/did.json",
            ),
            (
                "did:web:example.com",
                true,
                "https://example.com/.well-known/did.json",
            ),
        ] {
            let url = url(&Did::parse(text).unwrap(), loopback).unwrap();
            assert_eq!(url.as_str(), expected, "{text}");
        }
    }

    #[test]
    fn a_did_that_names_no_such_file_is_invalid() {
        for text in [
            "did:web:127.0.0.1",
            "did:web:127.0.0.1%3A80",
            "did:web:127.1",
            "did:web:2130706433",
            "did:web:0x7f000001",
            "did:web:169.254.169.254",
            "did:web:%5B%3A%3A1%5D",
            "did:web:example.com%2Fpath",
            "did:web:user%40example.com",
            "did:web:example.com%3A",
            "did:web:example.com%3A0",
            "did:web:example.com%3A65536",
            "did:web:example.com%3A80%3A80",
            "did:web:example.com%3A8%30",
            "did:web::example.com",
            "did:web:example.com::a",
            "did:web:example.com:..:a",
            "did:web:example.com:%2e%2E:a",
            "did:web:example.com:a%2Fb",
            "did:web:example.com:a%5cb",
            "did:web:xn--",
        ] {
            let error = url(&Did::parse(text).unwrap(), true).unwrap_err();
            assert_eq!(error.code(), "resolve.invalid_did", "{text}");
        }
    }

    #[test]
    fn what_an_issuer_publishes_reads_back() {
        let now =
            PublicKey::from_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
        let old =
            PublicKey::from_multikey("zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv").unwrap();
        let did = did("example.com", Some(8443), &["plant"]).unwrap();
        assert_eq!(did.as_str(), "did:web:example.com%3A8443:plant");
        let revoked = "2026-05-01T00:00:00Z".parse().ok();
        let published = document(
            &did,
            &[
                Published {
                    fragment: &fragment(Algorithm::Ed25519, 2),
                    key: &now,
                    relationships: &[Relationship::AssertionMethod, Relationship::Authentication],
                    revoked: None,
                },
                Published {
                    fragment: &fragment(Algorithm::P256, 1),
                    key: &old,
                    relationships: &[Relationship::AssertionMethod],
                    revoked,
                },
            ],
        )
        .unwrap();
        let read = parse(&did, published.to_string().as_bytes()).unwrap();
        let (first, second) = (
            did.with_fragment("ed25519-2").unwrap(),
            did.with_fragment("p-256-1").unwrap(),
        );
        assert_eq!(read.method(&first).unwrap().key, now);
        assert_eq!(read.method(&second).unwrap().revoked, revoked);
        assert!(read.has(Relationship::AssertionMethod, &second));
        assert!(!read.has(Relationship::Authentication, &second));
        assert!(read.has(Relationship::Authentication, &first));
    }

    #[test]
    fn a_document_with_a_repeated_member_or_too_long_is_refused() {
        let did = Did::parse("did:web:example.com").unwrap();
        let twice = br#"{"id":"did:web:example.com","id":"did:web:example.com"}"#;
        assert_eq!(parse(&did, twice).unwrap_err().code(), "json.duplicate_key");
        let long = format!(
            r#"{{"id":"did:web:example.com","a":"{}"}}"#,
            "a".repeat(MAX_DOCUMENT)
        );
        assert_eq!(
            parse(&did, long.as_bytes()).unwrap_err().code(),
            "json.too_large"
        );
    }
}
