//! did:key: the identifier is the key.

use credentials::keys::PublicKey;
use credentials::{Did, DidUrl};
use serde_json::json;

use crate::document::{DidDocument, Relationship, VerificationMethod};
use crate::error::ResolveError;

/// The did:key of a key, and the document it stands for.
pub fn document(key: &PublicKey) -> (Did, DidDocument) {
    let method = VerificationMethod {
        id: DidUrl::of_key(key),
        controller: Did::of_key(key),
        key: key.clone(),
        expires: None,
        revoked: None,
    };
    let value = json!({
        "id": method.id,
        "type": "Multikey",
        "controller": method.controller,
        "publicKeyMultibase": key.to_multikey(),
    });
    let contexts = json!([
        "https://www.w3.org/ns/did/v1",
        "https://w3id.org/security/multikey/v1"
    ]);
    // Nothing here encrypts, so no key agreement key is derived.
    let document = DidDocument::of_one_key(contexts, method, value, &Relationship::SIGNING);
    (document.id().clone(), document)
}

/// The document of a did:key.
pub fn resolve(did: &Did) -> Result<DidDocument, ResolveError> {
    // did:key 0.9 section 3.1 allows `did:key:1.1:z...`; no other version than the plain one is in use.
    match PublicKey::from_multikey(did.identifier()) {
        Ok(key) => Ok(document(&key).1),
        Err(error) => Err(ResolveError::invalid(did, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use credentials::Coded;
    use std::path::{Path, PathBuf};

    fn vectors(test: &str) -> Option<PathBuf> {
        let root = match std::env::var_os("VECTORS_DIR") {
            Some(folder) => PathBuf::from(folder),
            None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"),
        };
        let folder = root.join("did-key");
        if folder.exists() {
            return Some(folder);
        }
        eprintln!("{test}: skipped, there is no did-key (set VECTORS_DIR)");
        None
    }

    #[test]
    fn the_published_documents_name_the_same_methods_for_the_same_uses() {
        let Some(folder) =
            vectors("the_published_documents_name_the_same_methods_for_the_same_uses")
        else {
            return;
        };
        let mut compared = 0;
        let mut keys = 0;
        for file in ["ed25519-x25519.json", "nist-curves.json", "bls12381.json"] {
            let text = std::fs::read(folder.join(file)).unwrap();
            let vectors: serde_json::Value = serde_json::from_slice(&text).unwrap();
            for (did, vector) in vectors.as_object().unwrap() {
                let did = Did::parse(did).unwrap();
                let Ok(ours) = resolve(&did) else {
                    // P-521, BLS12-381 G1 and the pair of both groups, which we do not read.
                    assert!(
                        ["z2J9", "z3tE", "z5Tc"]
                            .iter()
                            .any(|kind| did.identifier().starts_with(kind)),
                        "{did}"
                    );
                    continue;
                };
                // They are written with older types; what a method is for, and its key, must agree.
                let theirs = DidDocument::parse(&vector["didDocument"], &did).unwrap();
                for relationship in Relationship::SIGNING {
                    for method in ours.methods_for(relationship) {
                        assert!(theirs.has(relationship, &method.id), "{relationship} {did}");
                        if let Some(published) = theirs.method(&method.id) {
                            assert_eq!(published.key, method.key, "{did}");
                            keys += 1;
                        }
                        compared += 1;
                    }
                }
            }
        }
        println!("did:key: compared {compared} uses of methods, {keys} with their keys");
        assert!(compared >= 40 && keys >= 16, "{compared} {keys}");
    }

    #[test]
    fn a_document_reads_back_as_itself() {
        for multikey in [
            "z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",
        ] {
            let (did, made) = document(&PublicKey::from_multikey(multikey).unwrap());
            assert_eq!(did.identifier(), multikey);
            assert_eq!(DidDocument::parse(&made.to_value(), &did).unwrap(), made);
            assert_eq!(resolve(&did).unwrap(), made);
        }
    }

    #[test]
    fn what_is_no_key_is_an_invalid_did() {
        for text in [
            "did:key:z6Mk",
            "did:key:abc",
            "did:key:1.1:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2",
            // secp256k1
            "did:key:zQ3shokFTS3brHcDQrn82RUDfCZESWL1ZdCEJwekUDPQiYBme",
        ] {
            let error = resolve(&Did::parse(text).unwrap()).unwrap_err();
            assert_eq!(error.code(), "resolve.invalid_did", "{text}");
        }
    }
}
