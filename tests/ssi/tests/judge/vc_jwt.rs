//! A credential as the payload of a JWT.

use std::borrow::Cow;

use credentials::Coded;
use credentials::canon::jcs;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::vc_jwt::{self, VcJwt};
use serde_json::Value;
use ssi::JWK;
use ssi::claims::VerificationParameters;
use ssi::claims::jws::{JwsPayload, JwsVec};
use ssi::claims::vc_jose_cose::JoseVc;
use ssi_judge::documents::{event, passport};
use ssi_judge::keys::{did, jwk, key, method};
use ssi_judge::ready;

const ALGORITHMS: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];

fn documents(key: &SecretKey) -> [Value; 2] {
    [passport(&did(key)), event(&did(key))]
}

#[test]
fn a_credential_signed_here_verifies_there() {
    for algorithm in ALGORITHMS {
        let key = key(algorithm, 50);
        for document in documents(&key) {
            let jwt = vc_jwt::issue(&document, &method(&key), &key).unwrap();
            let read = verified_there(jwt.as_str(), key.public()).unwrap();
            // As values of JSON: 2.0 went out as 2.
            assert_eq!(jcs::to_vec(&read), jcs::to_vec(&document), "{algorithm}");
        }
    }
}

#[test]
fn a_credential_signed_there_verifies_here_under_the_type_of_the_recommendation() {
    for algorithm in ALGORITHMS {
        let key = key(algorithm, 51);
        for document in documents(&key) {
            let jwt = signed_there(&Typed(&document, "vc+jwt"), &key);
            let read = VcJwt::parse(&jwt).unwrap();
            read.verify(key.public()).unwrap();
            assert_eq!(read.credential(), document, "{algorithm}");
            assert_eq!(read.verification_method().unwrap(), method(&key));
        }
    }
}

#[test]
fn the_type_that_ssi_writes_by_itself_is_of_a_draft_and_is_refused_here() {
    // VC-JOSE-COSE section 3.1.1: `typ` "SHOULD be `vc+jwt`". ssi 0.16 writes the draft's `vc-ld+jwt`. RFC 8725 section 3.11
    // has a token without the expected type refused, lest one of another kind be taken for a credential.
    let key = key(Algorithm::Ed25519, 52);
    let [passport, _] = documents(&key);
    let credential = JoseVc(serde_json::from_value(passport).unwrap());
    let jwt = signed_there::<JoseVc>(&credential, &key);
    verified_there(&jwt, key.public()).unwrap();
    assert_eq!(VcJwt::parse(&jwt).unwrap_err().code(), "vc_jwt.typ");
}

#[test]
fn another_key_is_refused_by_both() {
    let (issuer, stranger) = (key(Algorithm::P256, 53), key(Algorithm::P256, 54));
    let [_, event] = documents(&issuer);
    let jwt = vc_jwt::issue(&event, &method(&issuer), &stranger).unwrap();
    assert!(verified_there(jwt.as_str(), issuer.public()).is_err());
    let error = jwt.verify(issuer.public()).unwrap_err();
    assert_eq!(error.code(), "signature.invalid");
}

/// A payload under a `typ`.
struct Typed<'d>(&'d Value, &'static str);

impl JwsPayload for Typed<'_> {
    fn typ(&self) -> Option<&str> {
        Some(self.1)
    }

    fn cty(&self) -> Option<&str> {
        Some("vc")
    }

    fn payload_bytes(&self) -> Cow<'_, [u8]> {
        Cow::Owned(serde_json::to_vec(self.0).unwrap())
    }
}

fn signed_there<P: JwsPayload>(payload: &P, key: &SecretKey) -> String {
    let mut signer = jwk(key);
    signer.key_id = Some(method(key).to_string());
    ready(payload.sign(&signer)).unwrap().to_string()
}

/// The credential in it, when the signature holds.
fn verified_there(jwt: &str, key: &PublicKey) -> Result<Value, String> {
    let jws = JwsVec::new(jwt.as_bytes().to_vec()).map_err(|error| error.to_string())?;
    let decoded = JoseVc::decode_any(&jws).map_err(|error| error.to_string())?;
    let key: JWK = serde_json::from_value(key.to_jwk()).unwrap();
    let key = VerificationParameters::from_resolver(key);
    let verdict = ready(decoded.verify(&key)).map_err(|error| error.to_string())?;
    verdict.map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(&decoded.signing_bytes.payload.0).unwrap())
}
