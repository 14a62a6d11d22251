//! Presentations to a reader that gave a nonce, by somebody else, for somebody else, or too late.

use credentials::Suite;
use credentials::battery::Audience;
use credentials::keys::Algorithm;
use credentials::proof::{self, Cryptosuite, ProofOptions};
use credentials::secured::Secured;
use jiff::SignedDuration;
use serde_json::{Value, json};

use super::tokens::jws;
use super::{Bad, Fault, changed};
use crate::vectors::case::Set;
use crate::vectors::cast::{Party, Role};
use crate::vectors::edges::bound;
use crate::vectors::row::Row;
use crate::vectors::showing::{self, Answer, NONCE, READER};
use crate::vectors::{good, time};

pub(super) fn add(set: &mut Set) {
    asked(set);
    audience(set);
    key_binding(set);
    signed_presentation(set);
}

/// The same presentation to a reader that asks otherwise.
fn asked(set: &mut Set) {
    let places: [(&str, Fault, Fault, Fault); 2] = [
        (
            "sd-jwt/ed25519",
            ("holder-binding", "key_binding.nonce", "/nonce"),
            ("holder-binding", "key_binding.audience", "/aud"),
            ("holder-binding", "key_binding.stale", "/iat"),
        ),
        (
            "eddsa-jcs-2022/ed25519",
            (
                "holder-binding",
                "proof.challenge_mismatch",
                "/proof/challenge",
            ),
            ("holder-binding", "proof.domain_mismatch", "/proof/domain"),
            ("holder-binding", "holder_binding.stale", "/proof/created"),
        ),
    ];
    for (folder, nonce, reader, stale) in places {
        let name = |what: &str| format!("binding/{what}-{}", folder.replace('/', "-"));
        let mut bad = Bad::of(set, &format!("{folder}/presentation-public"));
        bad.asked(
            &name("other-nonce"),
            "It answers another nonce",
            nonce,
            |ask| {
                ask.nonce = Some("n-8c1b-vectors".into());
            },
        );
        bad.asked(
            &name("other-reader"),
            "It was made for another reader",
            reader,
            |ask| {
                ask.aud = Some("repairer.example".into());
            },
        );
        bad.asked(&name("stale"), "It was made an hour ago", stale, |ask| {
            ask.at = time::PRESENTED + SignedDuration::from_hours(1);
        });
    }
}

/// More or less than the audience may see.
fn audience(set: &mut Set) {
    for (folder, place) in [
        (
            "sd-jwt/p256",
            "/credentialSubject/generalProductInformation/puttingIntoService",
        ),
        (
            "eddsa-jcs-2022/ed25519",
            "/verifiableCredential/0/credentialSubject/generalProductInformation/puttingIntoService",
        ),
        (
            "vc-jwt/ed25519",
            "/verifiableCredential/0/credentialSubject/circularity/dismantlingAndRemovalInformation",
        ),
    ] {
        let mut bad = Bad::of(set, &format!("{folder}/presentation-recycler"));
        let name = format!("audience/beyond-{}", folder.replace('/', "-"));
        let about = "A recycler's presentation is shown to the public";
        bad.asked(
            &name,
            about,
            ("audience", "audience.beyond", place),
            |ask| {
                ask.audience = Some("public".into());
            },
        );
    }
    let row = row(Suite::SdJwt, Algorithm::Ed25519);
    let mut bad = Bad::of(set, "sd-jwt/ed25519/presentation-public");
    let Some(Secured::SdJwt(shown)) = showing::cut(&good::passport(row), Audience::Public) else {
        unreachable!("the row is of SD-JWTs");
    };
    let left: Vec<_> = shown
        .disclosed()
        .iter()
        .map(|one| one.pointer.clone())
        .filter(|place| !place.to_string().contains("/circularity/"))
        .collect();
    let trimmed = shown.present(&left).unwrap();
    let bound = showing::bind(&trimmed, &row.party(Role::Holder), Answer::RIGHT);
    let missing = (
        "audience",
        "audience.missing_public",
        "/credentialSubject/circularity/renewableContent",
    );
    bad.text_is(
        "audience/public-left-out",
        "The holder has left out what is public",
        missing,
        format!("{bound}\n"),
    );
}

fn key_binding(set: &mut Set) {
    let row = row(Suite::SdJwt, Algorithm::Ed25519);
    let (holder, stranger) = (row.party(Role::Holder), row.party(Role::Stranger));
    let mut bad = Bad::of(set, "edge/bound");
    let good = bad.text().trim_end().to_owned();
    let (presented, token) = good.rsplit_once('~').unwrap();
    let [header, payload] = [0, 1].map(|part| super::tokens::Parts::of(token).decoded(part));
    let missing = ("holder-binding", "holder_binding.missing", "");
    bad.text_is(
        "binding/missing",
        "The holder's key binding was cut off",
        missing,
        format!("{presented}~\n"),
    );
    let mut case =
        |name: &str, about: &str, fault: Fault, header: &Value, payload: &Value, by: &Party| {
            let token = jws(&header.to_string(), &payload.to_string(), by);
            bad.text_is(
                &format!("binding/{name}"),
                about,
                fault,
                format!("{presented}~{token}\n"),
            );
        };
    let invalid = ("holder-binding", "key_binding.signature_invalid", "");
    case(
        "by-another",
        "Somebody else signed the key binding",
        invalid,
        &header,
        &payload,
        &stranger,
    );
    let with = |of: &Value, name: &str, value: Value| {
        let mut changed = of.clone();
        changed[name] = value;
        changed
    };
    let of_another = with(
        &payload,
        "sd_hash",
        json!("LSrMxvCjrmbxKfqkmMEHYVVGMBGMVGMkqrVCzVyPnPE"),
    );
    case(
        "over-another",
        "The key binding is over another presentation",
        ("holder-binding", "key_binding.sd_hash", "/sd_hash"),
        &header,
        &of_another,
        &holder,
    );
    case(
        "of-another-type",
        "The key binding is a plain JWT",
        ("parse", "key_binding.typ", "/typ"),
        &with(&header, "typ", json!("JWT")),
        &payload,
        &holder,
    );
    case(
        "alg-none",
        "The key binding says that nothing signs it",
        ("parse", "key_binding.alg_none", "/alg"),
        &with(&header, "alg", json!("none")),
        &payload,
        &holder,
    );
    case(
        "nonce-missing",
        "The key binding has no nonce",
        ("parse", "key_binding.claim", "/nonce"),
        &header,
        &with(&payload, "nonce", Value::Null),
        &holder,
    );
    let future = with(&payload, "iat", json!(time::VERIFIED.as_second() + 3600));
    case(
        "from-the-future",
        "The key binding was made in an hour",
        ("holder-binding", "key_binding.future", "/iat"),
        &header,
        &future,
        &holder,
    );
    let fault = ("holder-binding", "key_binding.sd_hash", "/sd_hash");
    let about = "Less is shown than the holder signed";
    let less = bound().present(&[]).unwrap();
    bad.text_is(
        "binding/less-than-signed",
        about,
        fault,
        format!("{}{token}\n", less.as_str()),
    );
    let token = showing::bind(&bound(), &holder, Answer::RIGHT);
    let (_, token) = token.rsplit_once('~').unwrap();
    let fault = ("parse", "key_binding.unexpected", "");
    let about = "A key binding to a credential that is bound to no key";
    let text = format!("{}{token}\n", good::brief(row).to_text());
    let mut bad = Bad::of(set, "sd-jwt/ed25519/brief");
    bad.text_is("binding/to-no-key", about, fault, text);
}

fn signed_presentation(set: &mut Set) {
    let row = row(Suite::EDDSA_JCS_2022, Algorithm::Ed25519);
    let (holder, stranger) = (row.party(Role::Holder), row.party(Role::Stranger));
    let suite = Cryptosuite::EddsaJcs2022;
    let mut bad = Bad::of(set, "edge/presentation");
    let missing = (
        "holder-binding",
        "holder_binding.missing",
        "/verifiableCredential/0",
    );
    bad.change(
        "presentation/unsigned",
        "Nobody signed the presentation",
        missing,
        |document| {
            document.as_object_mut().unwrap().shift_remove("proof");
        },
    );
    let invalid = ("proof", "proof.signature_invalid", "/proof/proofValue");
    bad.change(
        "presentation/signature-changed",
        "One character of the holder's proof was changed",
        invalid,
        |document| {
            let value = changed(document["proof"]["proofValue"].as_str().unwrap());
            document["proof"]["proofValue"] = json!(value);
        },
    );
    let unsigned = {
        let mut document = bad.document();
        document.as_object_mut().unwrap().shift_remove("proof");
        document
    };
    let forged = showing::sign(&unsigned, suite, &stranger, Answer::RIGHT);
    let other = ("holder-binding", "holder_binding.holder", "/holder");
    bad.document_is(
        "presentation/signed-by-another",
        "Somebody else than the holder signed",
        other,
        &forged,
    );
    let purpose = (
        "holder-binding",
        "proof.purpose_mismatch",
        "/proof/proofPurpose",
    );
    let asserted = ProofOptions {
        domain: vec![READER.into()],
        challenge: Some(NONCE.into()),
        ..ProofOptions::assertion(holder.method.clone(), time::PRESENTED)
    };
    let signed = proof::sign(&unsigned, suite, &asserted, &holder, &mut rand::rng()).unwrap();
    bad.document_is(
        "presentation/purpose-assertion",
        "The holder's proof asserts and does not authenticate",
        purpose,
        &signed,
    );
    let mut empty = unsigned.clone();
    empty["verifiableCredential"] = json!([]);
    let signed = showing::sign(&empty, suite, &holder, Answer::RIGHT);
    bad.document_is(
        "presentation/empty",
        "Nothing is presented",
        ("parse", "parse.empty_presentation", "/verifiableCredential"),
        &signed,
    );
    let mut changed = unsigned;
    let inside = (
        "proof",
        "proof.signature_invalid",
        "/verifiableCredential/0/proof/proofValue",
    );
    changed["verifiableCredential"][0]["validFrom"] = json!("2026-11-24T08:00:01Z");
    let signed = showing::sign(&changed, suite, &holder, Answer::RIGHT);
    bad.document_is(
        "presentation/credential-changed",
        "The credential in it was changed before the holder signed",
        inside,
        &signed,
    );
    // An SD-JWT in a presentation that its holder did not sign.
    let bound = Secured::SdJwt(Box::new(bound()));
    let presentation = showing::presentation(&stranger, &[&bound]);
    let signed = showing::sign(&presentation, suite, &stranger, Answer::RIGHT);
    let other = (
        "holder-binding",
        "holder_binding.other_key",
        "/verifiableCredential/0/cnf",
    );
    let mut bad = Bad::of(set, "edge/bound");
    bad.case(
        "presentation/of-another-holder",
        "Somebody presents what is bound to another key",
        other,
        |case| {
            case.files = vec!["bad/presentation/of-another-holder.json".into()];
            case.alone = false;
        },
    );
    bad.set
        .put_json("bad/presentation/of-another-holder.json", &signed);
}

fn row(suite: Suite, algorithm: Algorithm) -> Row {
    Row { suite, algorithm }
}
