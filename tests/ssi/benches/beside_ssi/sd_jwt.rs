//! Row 5: SD-JWT. What `ssi` leaves to its caller, the whole key binding, is done for it here as its documentation has it.

use std::hint::black_box;
use std::time::Duration;

use credentials::battery::passport::disclosable;
use credentials::keys::{Algorithm, Signer};
use credentials::sd_jwt::{ExpectedBinding, Issue, KeyBinding, SdJwt, issue};
use criterion::Criterion;
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use ssi::JWK;
use ssi::claims::VerificationParameters;
use ssi::claims::jws::JwsPayload;
use ssi::claims::jwt::{AnyClaims, JWTClaims};
use ssi::claims::sd_jwt::{ConcealJwtClaims, KbJwtPayload, SdAlg, SdJwtBuf};
use ssi_judge::documents::half_passport;
use ssi_judge::judge::pointers;
use ssi_judge::keys::{did, jwk, key, method};
use ssi_judge::ready;

use crate::compare;

const NONCE: &str = "bUtJdJESdWp4qkDH";
const AUDIENCE: &str = "https://recycler.example";
const EXPECTED: ExpectedBinding<'static> = ExpectedBinding {
    nonce: Some(NONCE),
    audience: Some(AUDIENCE),
    now: Timestamp::UNIX_EPOCH,
    max_age: Duration::from_secs(300),
    skew: Duration::from_secs(60),
};

pub fn row_5(c: &mut Criterion) {
    let (issuer, holder) = (key(Algorithm::Ed25519, 1), key(Algorithm::Ed25519, 2));
    let mut rng = StdRng::seed_from_u64(3);
    let claims = half_passport(&did(&issuer));
    let places = disclosable(&claims);
    let kid = method(&issuer);
    let how = Issue {
        typ: "vc+sd-jwt",
        kid: &kid,
        disclosable: &places,
        holder: Some(holder.public()),
        decoys: 0,
    };
    let held = issue(&claims, &how, &issuer, &mut rng).unwrap();
    println!(
        "SD-JWT: {} disclosures, {} bytes",
        places.len(),
        held.as_str().len()
    );

    let mut their_claims = claims.clone();
    their_claims["cnf"] = json!({"jwk": holder.public().to_jwk()});
    let their_claims: JWTClaims<AnyClaims> = serde_json::from_value(their_claims).unwrap();
    // It conceals in the order that it is given: what is inside comes first.
    let texts: Vec<String> = places.iter().rev().map(|place| place.to_string()).collect();
    let their_places = pointers(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    let (their_issuer, their_holder) = (jwk(&issuer), jwk(&holder));
    let their_issue = || -> SdJwtBuf {
        ready(their_claims.conceal_and_sign(SdAlg::Sha256, &their_places, &their_issuer)).unwrap()
    };

    let hashes = || {
        for disclosure in held.as_str().split('~').skip(1) {
            black_box(Sha256::digest(disclosure.as_bytes()));
        }
    };
    let mut floor = || {
        hashes();
        black_box(issuer.sign(&[1; 64]).unwrap());
    };
    let mut ours = || drop(issue(black_box(&claims), &how, &issuer, &mut rng).unwrap());
    let mut theirs = || drop(their_issue());
    compare(c, "sd-jwt: issue", &mut floor, &mut ours, Ok(&mut theirs));

    let binding = KeyBinding {
        nonce: NONCE,
        audience: AUDIENCE,
        issued_at: Timestamp::UNIX_EPOCH,
    };
    let mut floor = || {
        black_box(Sha256::digest(held.as_str()));
        black_box(holder.sign(&[1; 64]).unwrap());
    };
    let present = || {
        held.present(&places)
            .unwrap()
            .bind(&binding, &holder)
            .unwrap()
    };
    let mut ours = || drop(present());
    let their_held = their_issue();
    let their_present = || -> SdJwtBuf {
        let mut shown = their_held.decode_reveal_any().unwrap();
        shown.retain(&their_places);
        let mut shown = shown.into_encoded();
        let binding = KbJwtPayload::new(AUDIENCE.into(), NONCE.into(), SdAlg::Sha256, &shown);
        shown.set_kb(&ready(binding.sign(&their_holder)).unwrap());
        shown
    };
    let mut theirs = || drop(their_present());
    let operation = "sd-jwt: present all with key binding";
    compare(c, operation, &mut floor, &mut ours, Ok(&mut theirs));

    let signature = issuer.sign(&[1; 64]).unwrap();
    let mut floor = || {
        hashes();
        for _ in 0..2 {
            issuer.public().verify(&[1; 64], &signature).unwrap();
        }
    };
    let presented = present();
    let mut ours = || {
        let read = SdJwt::parse(black_box(&presented)).unwrap();
        read.verify(issuer.public()).unwrap();
        read.verify_key_binding(&EXPECTED).unwrap();
    };
    let their_presented = their_present().into_string();
    let public: JWK = serde_json::from_value(issuer.public().to_jwk()).unwrap();
    let mut theirs = || verify_there(black_box(&their_presented), &public);
    let operation = "sd-jwt: verify with key binding";
    compare(c, operation, &mut floor, &mut ours, Ok(&mut theirs));
}

fn verify_there(text: &str, issuer: &JWK) {
    let sd_jwt = SdJwtBuf::new(text.to_owned()).unwrap();
    let issuer = VerificationParameters::from_resolver(issuer);
    let (revealed, verdict) = ready(sd_jwt.decode_reveal_verify_any(&issuer)).unwrap();
    verdict.unwrap();
    let claims: Value = serde_json::to_value(revealed.claims()).unwrap();
    let holder: JWK = serde_json::from_value(claims["cnf"]["jwk"].clone()).unwrap();
    let binding = sd_jwt.decode_kb().unwrap().unwrap();
    let found = &binding.signing_bytes.payload;
    assert_eq!(
        (found.aud.as_str(), found.nonce.0.as_str()),
        (AUDIENCE, NONCE)
    );
    assert!(found.sd_hash.verify(SdAlg::Sha256, &sd_jwt));
    let holder = VerificationParameters::from_resolver(holder);
    ready(binding.verify(&holder)).unwrap().unwrap();
}
