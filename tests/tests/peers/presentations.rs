//! Presentations of whole and of derived credentials, bound to their holder, against Digital Bazaar's libraries.

use std::collections::BTreeSet;

use credentials::Coded;
use credentials::context::{CREDENTIALS_V2, Contexts};
use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::{Cryptosuite, Expected, ProofOptions, ProofPurpose, derive, proofs, sign};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::documents::{contexts, event, passport};
use super::judge::{accepts, ask};
use super::{created, key, method, pointers};

const JUDGE: &str = "verifiable_credentials.js";
const CHALLENGE: &str = "n-0S6_WzA2Mj";
const DOMAIN: &str = "https://recycler.example";

/// How the holder signs.
fn holders() -> [(Cryptosuite, SecretKey); 3] {
    use Cryptosuite::{EcdsaRdfc2019, EddsaJcs2022, EddsaRdfc2022};
    [
        (EddsaJcs2022, key(Algorithm::Ed25519, 60)),
        (EddsaRdfc2022, key(Algorithm::Ed25519, 61)),
        (EcdsaRdfc2019, key(Algorithm::P256, 62)),
    ]
}

#[test]
fn a_presentation_made_here_verifies_there() {
    for (suite, holder) in holders() {
        let presentation = made_here(suite, &holder);
        let answer = accepts(JUDGE, &verify(&presentation, suite, CHALLENGE, DOMAIN));
        assert_eq!(answer["verified"], true, "{suite}: {answer}");
    }
}

#[test]
fn a_presentation_made_there_verifies_here() {
    for (suite, holder) in holders() {
        let request = json!({"do": "present", "suite": suite.name(), "presentation": unsigned(&holder),
            "secret": holder.to_multikey().as_str(), "public": holder.public().to_multikey(), "created": created(),
            "challenge": CHALLENGE, "domain": DOMAIN, "contexts": contexts()});
        let presentation = accepts(JUDGE, &request)["presentation"].take();
        let verdict = verified_here(&presentation, &holder, CHALLENGE, DOMAIN);
        assert_eq!(verdict, Ok(()), "{suite}");
    }
}

#[test]
fn another_challenge_another_domain_and_another_credential_are_refused_by_both() {
    let (suite, holder) = (Cryptosuite::EddsaRdfc2022, key(Algorithm::Ed25519, 63));
    let good = made_here(suite, &holder);
    let mut exchanged = good.clone();
    let credentials = exchanged["verifiableCredential"].as_array_mut().unwrap();
    credentials.pop().unwrap();
    for (presentation, challenge, domain, code) in [
        (&good, "another", DOMAIN, "proof.challenge_mismatch"),
        (
            &good,
            CHALLENGE,
            "https://other.example",
            "proof.domain_mismatch",
        ),
        (&exchanged, CHALLENGE, DOMAIN, "proof.signature_invalid"),
    ] {
        let verdict = verified_here(presentation, &holder, challenge, domain);
        assert_eq!(verdict, Err(code));
        let answer = ask(JUDGE, &verify(presentation, suite, challenge, domain));
        assert_ne!(answer["verified"], true, "{code}: {answer}");
    }
}

/// A whole event, and a derived part of a passport.
fn unsigned(holder: &SecretKey) -> Value {
    let (ed25519, p256) = (key(Algorithm::Ed25519, 64), key(Algorithm::P256, 65));
    let mut rng = StdRng::seed_from_u64(66);
    let event = event(&method(&ed25519).did().to_string());
    let options = ProofOptions::assertion(method(&ed25519), created());
    let event = sign(
        &event,
        Cryptosuite::EddsaRdfc2022,
        &options,
        &ed25519,
        &mut rng,
    )
    .unwrap();

    let subject = issuer::sample::ev_passport();
    let passport = passport(subject, &method(&p256).did().to_string());
    let mut options = ProofOptions::assertion(method(&p256), created());
    options.mandatory = pointers(&["/issuer", "/validFrom"]);
    let issued = sign(
        &passport,
        Cryptosuite::EcdsaSd2023,
        &options,
        &p256,
        &mut rng,
    )
    .unwrap();
    let shown = pointers(&["/credentialSubject/generalProductInformation/batteryMass"]);
    let derived = derive(&issued, &shown, Contexts::pinned(), &mut rng).unwrap();

    json!({"@context": [CREDENTIALS_V2], "type": ["VerifiablePresentation"], "holder": method(holder).did(),
        "verifiableCredential": [event, derived]})
}

fn made_here(suite: Cryptosuite, holder: &SecretKey) -> Value {
    let options = ProofOptions {
        purpose: ProofPurpose::Authentication,
        challenge: Some(CHALLENGE.into()),
        domain: vec![DOMAIN.into()],
        ..ProofOptions::assertion(method(holder), created())
    };
    let mut rng = StdRng::seed_from_u64(67);
    sign(&unsigned(holder), suite, &options, holder, &mut rng).unwrap()
}

/// The proof of the presentation alone: those of its credentials are judged in other tests.
fn verified_here(
    presentation: &Value,
    holder: &SecretKey,
    challenge: &str,
    domain: &str,
) -> Result<(), &'static str> {
    let proof = proofs(presentation)
        .map_err(|error| error.code())?
        .remove(0);
    let expected = Expected {
        purpose: ProofPurpose::Authentication,
        at: "2026-11-20T13:00:00Z".parse().unwrap(),
        domain: Some(domain),
        challenge: Some(challenge),
    };
    proof.check(&expected).map_err(|error| error.code())?;
    let verdict = proof.verify(presentation, holder.public(), Contexts::pinned());
    verdict.map_err(|error| error.code())
}

fn verify(presentation: &Value, suite: Cryptosuite, challenge: &str, domain: &str) -> Value {
    let suites: BTreeSet<&str> = [suite, Cryptosuite::EddsaRdfc2022, Cryptosuite::EcdsaSd2023]
        .map(Cryptosuite::name)
        .into();
    json!({"do": "verifyPresentation", "suites": suites, "presentation": presentation, "challenge": challenge,
        "domain": domain, "now": "2026-11-20T13:00:00Z", "contexts": contexts()})
}
