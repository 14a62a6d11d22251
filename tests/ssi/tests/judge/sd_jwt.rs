//! SD-JWT and key binding.

use std::time::Duration;

use credentials::keys::{Algorithm, PublicKey, SecretKey, Signer};
use credentials::sd_jwt::{ExpectedBinding, Issue, KeyBinding, SdJwt, issue};
use credentials::{Coded, JsonPointer};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use ssi::JWK;
use ssi::claims::VerificationParameters;
use ssi::claims::jws::JwsPayload;
use ssi::claims::jwt::{AnyClaims, JWTClaims};
use ssi::claims::sd_jwt::{ConcealJwtClaims, KbJwtPayload, SdAlg, SdJwtBuf};
use ssi_judge::documents::passport;
use ssi_judge::keys::{did, jwk, key, method};
use ssi_judge::ready;

const NONCE: &str = "n-0S6_WzA2Mj";
const AUDIENCE: &str = "https://recycler.example";
const ALGORITHMS: [Algorithm; 3] = [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384];

#[test]
fn a_passport_made_here_verifies_there_whatever_of_it_is_shown() {
    for algorithm in ALGORITHMS {
        let issuer = key(algorithm, 1);
        let whole = made_here(&issuer, key(Algorithm::P256, 2).public());
        for shown in [whole.present(&[]).unwrap(), some_of(&whole), whole] {
            let claims = verified_there(shown.as_str(), issuer.public()).unwrap();
            assert_eq!(claims, *shown.claims(), "{algorithm}");
        }
    }
}

#[test]
fn a_passport_made_there_verifies_here_whatever_of_it_is_shown() {
    for algorithm in ALGORITHMS {
        let issuer = key(algorithm, 3);
        let whole = SdJwt::parse(&made_there(&issuer, key(Algorithm::P256, 4).public())).unwrap();
        whole.verify(issuer.public()).unwrap();
        assert_eq!(whole.credential(), passport(&did(&issuer)), "{algorithm}");
        assert_eq!(whole.verification_method().unwrap(), method(&issuer));
        let some = some_of(&whole);
        some.verify(issuer.public()).unwrap();
        assert!(some.disclosed().len() < whole.disclosed().len());
    }
}

#[test]
fn both_refuse_another_key_and_a_changed_disclosure() {
    let issuer = key(Algorithm::Ed25519, 5);
    let whole = made_here(&issuer, key(Algorithm::P256, 6).public());
    let stranger = key(Algorithm::Ed25519, 7);
    assert!(verified_there(whole.as_str(), stranger.public()).is_err());
    assert!(whole.verify(stranger.public()).is_err());

    // The salt is what a disclosure begins with.
    let (token, disclosures) = whole.as_str().split_once('~').unwrap();
    let changed = disclosures.replacen("WyJ", "WyK", 1);
    let changed = format!("{token}~{changed}");
    assert!(verified_there(&changed, issuer.public()).is_err());
    assert!(SdJwt::parse(&changed).is_err());
}

#[test]
fn a_key_binding_made_here_holds_there() {
    let (issuer, holder) = (key(Algorithm::P256, 8), key(Algorithm::Ed25519, 9));
    let bound = some_of(&made_here(&issuer, holder.public()));
    let bound = SdJwtBuf::new(bound.bind(&binding(), &holder).unwrap()).unwrap();
    let found = bound.decode_kb().unwrap().unwrap();
    let claims = &found.signing_bytes.payload;
    assert_eq!(
        (claims.aud.as_str(), claims.nonce.0.as_str()),
        (AUDIENCE, NONCE)
    );
    assert!(claims.sd_hash.verify(SdAlg::Sha256, &bound));
    let holder = VerificationParameters::from_resolver(public_jwk(holder.public()));
    ready(found.verify(&holder)).unwrap().unwrap();
}

#[test]
fn a_key_binding_made_there_is_refused_here_for_its_time() {
    // RFC 9901 section 4.3: `iat` is as in RFC 7519, whose section 2 lets a NumericDate be "non-integer"; `exp` and `nbf`
    // "MUST be a number" there, and are null here. We read whole seconds, as RFC 9901's examples have them.
    let (issuer, holder) = (key(Algorithm::P256, 10), key(Algorithm::P256, 11));
    let bound = bound_there(&made_here(&issuer, holder.public()), &holder);
    let payload = bound.decode_kb().unwrap().unwrap();
    let payload = serde_json::to_value(&payload.signing_bytes.payload).unwrap();
    assert!(payload["iat"].is_f64(), "{payload}");
    assert_eq!(
        (&payload["exp"], &payload["nbf"]),
        (&json!(null), &json!(null))
    );
    let error = SdJwt::parse(bound.as_str()).unwrap_err();
    assert_eq!(error.code(), "key_binding.claim");
}

#[test]
fn a_key_binding_by_a_stranger_passes_there_and_is_refused_here() {
    // RFC 9901 section 7.3 step 5.b: "Determine the public key for the Holder from the SD-JWT", and step 5.d: "Validate the
    // signature over the KB-JWT". ssi verifies the issuer's part and leaves the rest to its caller.
    let (issuer, holder) = (key(Algorithm::Ed25519, 12), key(Algorithm::P256, 13));
    let stranger = key(Algorithm::P256, 14);
    let whole = made_here(&issuer, holder.public());
    let by_holder = whole.bind(&binding(), &holder).unwrap();
    // As the holder signs it, but for the key.
    let (signed, _) = by_holder.rsplit_once('.').unwrap();
    let (_, signing_input) = signed.rsplit_once('~').unwrap();
    let signature = stranger.sign(signing_input.as_bytes()).unwrap();
    let by_stranger = format!("{signed}.{}", base64url(&signature));

    verified_there(&by_stranger, issuer.public()).unwrap();
    let read = SdJwt::parse(&by_stranger).unwrap();
    let error = read.verify_key_binding(&expected()).unwrap_err();
    assert_eq!(error.code(), "key_binding.signature_invalid");
    let good = SdJwt::parse(&by_holder).unwrap();
    good.verify_key_binding(&expected()).unwrap();
}

fn made_here(issuer: &SecretKey, holder: &PublicKey) -> SdJwt {
    let claims = passport(&did(issuer));
    let how = Issue {
        typ: "vc+sd-jwt",
        kid: &method(issuer),
        disclosable: &credentials::battery::passport::disclosable(&claims),
        holder: Some(holder),
        decoys: 0,
    };
    issue(&claims, &how, issuer, &mut StdRng::seed_from_u64(15)).unwrap()
}

fn made_there(issuer: &SecretKey, holder: &PublicKey) -> String {
    let claims = passport(&did(issuer));
    let places = credentials::battery::passport::disclosable(&claims);
    // It conceals in the order that it is given, and cannot find a place inside of what is concealed already.
    let places: Vec<ssi::JsonPointerBuf> = places
        .iter()
        .rev()
        .map(|place| place.to_string().parse().unwrap())
        .collect();
    let mut claims = claims;
    claims["cnf"] = json!({"jwk": holder.to_jwk()});
    let claims: JWTClaims<AnyClaims> = serde_json::from_value(claims).unwrap();
    let mut signer = jwk(issuer);
    signer.key_id = Some(method(issuer).to_string());
    let made = ready(claims.conceal_and_sign(SdAlg::Sha256, &places, &signer));
    made.unwrap().to_string()
}

/// The claims that it discloses, when the issuer's signature holds.
fn verified_there(text: &str, issuer: &PublicKey) -> Result<Value, String> {
    let sd_jwt = SdJwtBuf::new(text.to_owned()).unwrap();
    let issuer = VerificationParameters::from_resolver(public_jwk(issuer));
    let (revealed, verdict) =
        ready(sd_jwt.decode_reveal_verify_any(&issuer)).map_err(|error| error.to_string())?;
    verdict.map_err(|error| error.to_string())?;
    Ok(serde_json::to_value(revealed.claims()).unwrap())
}

fn bound_there(sd_jwt: &SdJwt, holder: &SecretKey) -> SdJwtBuf {
    let mut sd_jwt = SdJwtBuf::new(sd_jwt.as_str().to_owned()).unwrap();
    let binding = KbJwtPayload::new(AUDIENCE.into(), NONCE.into(), SdAlg::Sha256, &sd_jwt);
    let jwt = ready(binding.sign(&jwk(holder))).unwrap();
    sd_jwt.set_kb(&jwt);
    sd_jwt
}

/// Two attributes and what they stand in.
fn some_of(whole: &SdJwt) -> SdJwt {
    let shown = [
        "/credentialSubject/generalProductInformation/batteryMass",
        "/credentialSubject/generalProductInformation/modelIdentifier",
    ];
    let shown = shown.map(|text| JsonPointer::parse(text).unwrap());
    whole.present(&shown).unwrap()
}

fn public_jwk(key: &PublicKey) -> JWK {
    serde_json::from_value(key.to_jwk()).unwrap()
}

fn base64url(bytes: &[u8]) -> String {
    use base64::Engine;
    base64::prelude::BASE64_URL_SAFE_NO_PAD.encode(bytes)
}

fn binding() -> KeyBinding<'static> {
    KeyBinding {
        nonce: NONCE,
        audience: AUDIENCE,
        issued_at: now(),
    }
}

fn expected() -> ExpectedBinding<'static> {
    ExpectedBinding {
        nonce: Some(NONCE),
        audience: Some(AUDIENCE),
        now: now(),
        max_age: Duration::from_secs(300),
        skew: Duration::from_secs(60),
    }
}

fn now() -> Timestamp {
    "2026-11-20T12:00:00Z".parse().unwrap()
}
