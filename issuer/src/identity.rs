//! Who an issuer is: its DID, where it publishes, and the DID document that says so.

use std::str::FromStr;

use credentials::Did;
use credentials::keys::{Algorithm, PublicKey};
use serde_json::{Value, json};
use url::Url;

use crate::error::Error;
use crate::store::{Key, KeyState};

/// Which DID a new issuer gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DidChoice {
    /// The DID is the key: nothing to publish, nothing to rotate.
    Key,
    /// The DID is a web address that serves the document: what follows `did:web:`.
    Web(String),
}

impl FromStr for DidChoice {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let method = text.strip_prefix("did:").unwrap_or(text);
        match method.split_once(':') {
            None if method == "key" => Ok(Self::Key),
            Some(("web", host)) => {
                let host = escape_port(host);
                let did = Did::parse(&format!("did:web:{host}"))?;
                // Also tells whether it names a host at all.
                web_url(&did)?;
                Ok(Self::Web(host))
            }
            _ => Err(Error::DidMethod(text.to_owned())),
        }
    }
}

/// Where a `did:web` is served, without the name of the document: the base of all that its issuer publishes.
pub fn web_url(did: &Did) -> Result<String, Error> {
    let wrong = || Error::DidMethod(did.to_string());
    let mut steps = did.identifier().split(':');
    let host = steps.next().unwrap_or_default().replace("%3A", ":");
    let path: String = steps.map(|step| format!("/{step}")).collect();
    let url = format!("https://{host}{path}");
    let parsed = Url::parse(&url).map_err(|_| wrong())?;
    let is_name = parsed.domain().is_some() && !host.contains('%');
    if !is_name {
        return Err(wrong());
    }
    Ok(url)
}

/// The path on its host at which a `did:web` is looked for; none for other methods.
pub fn document_path(did: &Did) -> Option<String> {
    if did.method() != "web" {
        return None;
    }
    let mut steps = did.identifier().split(':').skip(1).peekable();
    Some(match steps.peek() {
        None => "/.well-known/did.json".to_owned(),
        Some(_) => {
            let path: String = steps.map(|step| format!("/{step}")).collect();
            format!("{path}/did.json")
        }
    })
}

/// An address to publish at: https, or http on this machine, without query, fragment and final slash.
pub fn base_url(text: &str) -> Result<String, Error> {
    let wrong = || Error::BaseUrl(text.to_owned());
    let url = Url::parse(text).map_err(|_| wrong())?;
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    let safe = url.scheme() == "https" || (url.scheme() == "http" && local);
    let plain = url.query().is_none() && url.fragment().is_none() && url.username().is_empty();
    if !safe || !plain || url.host_str().is_none() {
        return Err(wrong());
    }
    Ok(url.as_str().trim_end_matches('/').to_owned())
}

/// The document of an issuer with these keys. Retired keys stay assertion methods, so that what they signed still
/// verifies; only active ones authenticate.
pub fn document(did: &Did, keys: &[Key]) -> Result<Value, Error> {
    let mut methods = Vec::new();
    let mut assertion = Vec::new();
    let mut authentication = Vec::new();
    for key in keys {
        let id = key.method(did)?.to_string();
        // Reading it makes sure that nothing but keys is published.
        let public = PublicKey::from_multikey(&key.public)?;
        methods.push(json!({
            "id": id,
            "type": "Multikey",
            "controller": did.as_str(),
            "publicKeyMultibase": public.to_multikey(),
        }));
        // A BBS key signs lists of statements, not a verifier's challenge.
        if key.state == KeyState::Active && public.algorithm() != Algorithm::Bls12381G2 {
            authentication.push(id.clone());
        }
        assertion.push(id);
    }
    Ok(json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did.as_str(),
        "verificationMethod": methods,
        "assertionMethod": assertion,
        "authentication": authentication,
    }))
}

/// Which keys an identity needs so that it can sign everything: beside another kind, Ed25519 is the fastest for what
/// the issuer says for itself.
pub fn key_kinds(choice: &DidChoice, wanted: Algorithm) -> Vec<Algorithm> {
    match (choice, wanted) {
        (_, Algorithm::Ed25519) => vec![Algorithm::Ed25519],
        (DidChoice::Web(_), other) => vec![other, Algorithm::Ed25519],
        (DidChoice::Key, only) => vec![only],
    }
}

/// did:web writes a port with `%3A`; people write `localhost:8080`.
fn escape_port(host: &str) -> String {
    let mut steps = host.split(':');
    let name = steps.next().unwrap_or_default();
    let rest: Vec<&str> = steps.collect();
    match rest.split_first() {
        Some((port, path)) if !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()) => {
            let path: String = path.iter().map(|step| format!(":{step}")).collect();
            format!("{name}%3A{port}{path}")
        }
        _ => host.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use credentials::problem::Coded;

    #[test]
    fn a_did_is_chosen_in_the_words_of_the_help() {
        for (text, expected) in [
            ("key", DidChoice::Key),
            ("did:key", DidChoice::Key),
            ("web:acme.example", DidChoice::Web("acme.example".into())),
            (
                "did:web:acme.example:eu",
                DidChoice::Web("acme.example:eu".into()),
            ),
            (
                "web:localhost:8080",
                DidChoice::Web("localhost%3A8080".into()),
            ),
            (
                "web:localhost%3A8080:a",
                DidChoice::Web("localhost%3A8080:a".into()),
            ),
        ] {
            assert_eq!(text.parse::<DidChoice>().unwrap(), expected, "{text}");
        }
        for text in [
            "",
            "web",
            "web:",
            "key:z6Mk",
            "webvh:acme.example",
            "web:a/b",
            "web:10.0.0.1",
            "web:%41.example",
        ] {
            assert!(text.parse::<DidChoice>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_web_did_is_served_where_the_method_says() {
        for (did, url) in [
            ("did:web:acme.example", "https://acme.example"),
            ("did:web:acme.example%3A8443", "https://acme.example:8443"),
            ("did:web:acme.example:a:b", "https://acme.example/a/b"),
        ] {
            assert_eq!(web_url(&did.parse().unwrap()).unwrap(), url);
        }
    }

    #[test]
    fn the_document_is_where_the_did_says_wherever_the_issuer_publishes() {
        for (did, path) in [
            ("did:web:acme.example", Some("/.well-known/did.json")),
            ("did:web:acme.example%3A8443:a:b", Some("/a/b/did.json")),
            (
                "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
                None,
            ),
        ] {
            assert_eq!(document_path(&did.parse().unwrap()).as_deref(), path);
        }
    }

    #[test]
    fn an_address_that_others_could_read_along_is_refused() {
        assert_eq!(
            base_url("https://acme.example/").unwrap(),
            "https://acme.example"
        );
        assert_eq!(
            base_url("http://127.0.0.1:8080").unwrap(),
            "http://127.0.0.1:8080"
        );
        for text in [
            "http://acme.example",
            "ftp://acme.example",
            "acme.example",
            "https://a.example/?q",
            "https://u@a.example",
        ] {
            assert_eq!(
                base_url(text).unwrap_err().code(),
                "issuer.base_url",
                "{text}"
            );
        }
    }
}
