//! did:jwk: the identifier is a JWK in base64url.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::did::DidError;
use credentials::keys::PublicKey;
use credentials::{Did, DidUrl, json};
use serde_json::{Value, json};

use crate::document::{DidDocument, Relationship, VerificationMethod};
use crate::error::ResolveError;

/// The did:jwk of a key, and the document it stands for.
pub fn document(key: &PublicKey) -> Result<(Did, DidDocument), DidError> {
    let jwk = key.to_jwk();
    let did = Did::parse(&format!("did:jwk:{}", BASE64URL.encode(jwk.to_string())))?;
    let document = from_jwk(&did, jwk, key.clone())?;
    Ok((did, document))
}

/// The document of a did:jwk.
pub fn resolve(did: &Did) -> Result<DidDocument, ResolveError> {
    let invalid = |reason: &dyn std::fmt::Display| ResolveError::invalid(did, reason);
    let text = BASE64URL
        .decode(did.identifier())
        .map_err(|_| invalid(&"expected a JWK in base64url without padding"))?;
    let jwk = json::parse(&text).map_err(|error| invalid(&error))?;
    let key = PublicKey::from_jwk(&jwk).map_err(|error| invalid(&error))?;
    from_jwk(did, jwk, key).map_err(|error| invalid(&error))
}

/// did:jwk specification, `Resolve`: the one method is `#0`, and a JWK for signatures only takes no part in key agreement.
fn from_jwk(did: &Did, jwk: Value, key: PublicKey) -> Result<DidDocument, DidError> {
    let id: DidUrl = did.with_fragment("0")?;
    let relationships = if jwk.get("use").is_some() {
        &Relationship::SIGNING[..]
    } else {
        &Relationship::ALL
    };
    let value = json!({"id": id, "type": "JsonWebKey2020", "controller": did, "publicKeyJwk": jwk});
    let contexts = json!([
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/suites/jws-2020/v1"
    ]);
    let method = VerificationMethod {
        id,
        controller: did.clone(),
        key,
        expires: None,
        revoked: None,
    };
    Ok(DidDocument::of_one_key(
        contexts,
        method,
        value,
        relationships,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use credentials::Coded;

    /// The P-256 example of the did:jwk specification.
    const PUBLISHED: &str = "did:jwk:eyJjcnYiOiJQLTI1NiIsImt0eSI6IkVDIiwieCI6ImFjYklRaXVNczNpOF91c3pFakoydHBUdFJNNEVVM3l6OTFQSDZDZEgyVjAiLCJ5IjoiX0tjeUxqOXZXTXB0bm1LdG00NkdxRHo4d2Y3NEk1TEtncmwyR3pIM25TRSJ9";

    #[test]
    fn the_published_example_has_its_published_document() {
        let did = Did::parse(PUBLISHED).unwrap();
        let document = resolve(&did).unwrap();
        let id = format!("{PUBLISHED}#0");
        assert_eq!(
            document.to_value(),
            json!({
                "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/suites/jws-2020/v1"],
                "id": PUBLISHED,
                "verificationMethod": [{
                    "id": id,
                    "type": "JsonWebKey2020",
                    "controller": PUBLISHED,
                    "publicKeyJwk": {
                        "crv": "P-256",
                        "kty": "EC",
                        "x": "acbIQiuMs3i8_uszEjJ2tpTtRM4EU3yz91PH6CdH2V0",
                        "y": "_KcyLj9vWMptnmKtm46GqDz8wf74I5LKgrl2GzH3nSE"
                    }
                }],
                "assertionMethod": [id],
                "authentication": [id],
                "keyAgreement": [id],
                "capabilityInvocation": [id],
                "capabilityDelegation": [id]
            })
        );
        assert_eq!(
            DidDocument::parse(&document.to_value(), &did).unwrap(),
            document
        );
    }

    #[test]
    fn a_key_becomes_a_did_and_is_found_again() {
        let key =
            PublicKey::from_multikey("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap();
        let (did, made) = document(&key).unwrap();
        assert_eq!(resolve(&did).unwrap(), made);
        let method = made.method(&did.with_fragment("0").unwrap()).unwrap();
        assert_eq!(method.key, key);
    }

    #[test]
    fn a_key_for_signatures_only_takes_no_part_in_key_agreement() {
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "use": "sig",
            "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"});
        let did = Did::parse(&format!("did:jwk:{}", BASE64URL.encode(jwk.to_string()))).unwrap();
        let document = resolve(&did).unwrap();
        assert_eq!(document.methods_for(Relationship::KeyAgreement).count(), 0);
        assert_eq!(
            document.methods_for(Relationship::AssertionMethod).count(),
            1
        );
    }

    #[test]
    fn what_is_no_public_jwk_is_an_invalid_did() {
        let encoded = |text: &str| format!("did:jwk:{}", BASE64URL.encode(text));
        for text in [
            "did:jwk:e30".to_owned(),
            "did:jwk:A".to_owned(),
            encoded("{"),
            encoded(r#"{"kty":"OKP","kty":"OKP"}"#),
            encoded(
                r#"{"kty":"OKP","crv":"Ed25519","x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"}"#,
            ),
        ] {
            let error = resolve(&Did::parse(&text).unwrap()).unwrap_err();
            assert_eq!(error.code(), "resolve.invalid_did", "{text}");
        }
    }
}
