//! What a presentation shows, and for whom it is good.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod common;

use std::time::Duration;

use common::{Issuer, environment, now, record, wallet};
use credentials::battery::composite::{Declaration, Own, Sources, Supplier, bind};
use credentials::battery::statement::Statement;
use credentials::battery::{Audience, Reference};
use credentials::context::Contexts;
use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::{self, Cryptosuite, Expected, ProofOptions, ProofPurpose};
use credentials::sd_jwt::{ExpectedBinding, SdJwt};
use credentials::secured::Secured;
use credentials::{Coded, JsonPointer, Suite};
use serde_json::{Value, json};
use verifier::{Policy, Report};
use wallet_cli::present::{Binding, Showing};
use wallet_cli::{Item, Record, Unlocked};

fn held(wallet: &mut Unlocked, secured: &credentials::secured::Secured) -> Item {
    wallet.keep(&[record(secured)]).unwrap();
    Item::read(record(secured)).unwrap()
}

fn bound_to(nonce: &str, audience: &str) -> Option<Binding> {
    Some(Binding {
        nonce: nonce.into(),
        audience: audience.into(),
    })
}

fn pointer(text: &str) -> JsonPointer {
    JsonPointer::parse(text).unwrap()
}

const CHEMISTRY: &str = "/credentialSubject/materialComposition/batteryChemistry";
const DISMANTLING: &str = "/credentialSubject/circularity/dismantlingAndRemovalInformation";

#[test]
fn each_audience_sees_its_own_and_the_public_is_the_default() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let item = held(&mut wallet, &acme.passport("urn:uuid:a1", None));
    for (audience, dismantling) in [
        (None, false),
        (Some(Audience::Public), false),
        (Some("recycler".parse().unwrap()), true),
    ] {
        let showing = Showing {
            audience,
            ..Showing::default()
        };
        let shown = wallet.present(&item, &showing, now()).unwrap();
        let read = SdJwt::parse(&shown.text).unwrap();
        read.verify(acme.key.public()).unwrap();
        assert!(
            pointer(CHEMISTRY).get(read.claims()).is_some(),
            "{audience:?}"
        );
        let seen = pointer(DISMANTLING).get(read.claims()).is_some();
        assert_eq!(seen, dismantling, "{audience:?}");
        assert_eq!(shown.withheld > 0, !dismantling, "{audience:?}");
        assert!(read.key_binding().is_none());
        assert_eq!(shown.file, format!("{}\n", shown.text));
    }
}

#[test]
fn named_places_are_shown_with_what_is_inside_them_and_nothing_else() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    for (id, suite) in [
        ("urn:uuid:a1", Suite::SdJwt),
        ("urn:uuid:a2", Suite::DcSdJwt),
    ] {
        let passport = acme.sign(&acme.unsigned_passport(id), suite, None);
        let item = held(&mut wallet, &passport);
        for named in ["/credentialSubject/circularity", "/circularity"] {
            let showing = Showing {
                disclose: vec![pointer(named)],
                ..Showing::default()
            };
            let shown = wallet.present(&item, &showing, now()).unwrap();
            let read = SdJwt::parse(&shown.text).unwrap().credential();
            let inside = pointer(DISMANTLING).child(0).child("documentURL");
            assert!(inside.get(&read).is_some(), "{suite} {named}");
            assert!(shown.disclosed.contains(&pointer(DISMANTLING)));
            for other in ["materialComposition", "generalProductInformation"] {
                assert!(read["credentialSubject"].get(other).is_none(), "{suite}");
            }
        }
        for missing in ["/credentialSubject/nothing", "/issuer/0", "/ld", ""] {
            let showing = Showing {
                disclose: vec![pointer(missing)],
                ..Showing::default()
            };
            let refused = wallet.present(&item, &showing, now()).unwrap_err();
            assert_eq!(refused.code(), "present.no_place", "{missing}");
        }
    }
}

#[test]
fn a_suppliers_share_is_shown_with_the_total_that_it_proves_to_be_a_part_of() {
    let (_place, mut wallet) = wallet();
    for (n, suite) in [Suite::SdJwt, SELECTIVE[0], SELECTIVE[1]]
        .into_iter()
        .enumerate()
    {
        let acme = Issuer::for_suite(suite);
        let passport = composite(&acme, &format!("urn:uuid:a{n}"));
        let item = held(&mut wallet, &acme.sign(&passport, suite, None));
        let share = pointer("/sources/statements/0");
        let showing = Showing {
            disclose: vec![share],
            ..Showing::default()
        };
        let shown = wallet.present(&item, &showing, now()).unwrap();
        let read = Secured::parse(shown.text.as_bytes()).unwrap().credential();
        let sources = Sources::read(&read["credentialSubject"]).unwrap();
        assert_eq!(sources.statements.len(), 1, "{suite}");
        assert_eq!(sources.totals[0].shares, 2, "{suite}");
        assert_eq!(sources.totals[0].shown, 1, "{suite}");
        let number = sources.totals[0].attribute.get(&read["credentialSubject"]);
        assert_eq!(number.and_then(Value::as_f64), Some(12.5), "{suite}");
        assert!(pointer(DISMANTLING).get(&read).is_none(), "{suite}");
    }
}

/// A passport whose carbon footprint is partly a supplier's.
fn composite(acme: &Issuer, id: &str) -> Value {
    let mut passport = acme.unsigned_passport(id);
    let subject = &mut passport["credentialSubject"];
    subject["carbonFootprint"] = json!({"batteryCarbonFootprint": 12.5});
    let part = json!({"id": "urn:lot:7", "carbonFootprint": {"batteryCarbonFootprint": 5}});
    let from = "2026-01-01T00:00:00Z".parse().unwrap();
    let statement = Statement::new("urn:uuid:d1", Issuer::new().did(), from);
    let supplier = Supplier {
        reference: Reference {
            id: statement.id.clone(),
            digest_multibase: "uEiA".to_owned(),
        },
        declaration: Declaration::new(statement, &part).unwrap(),
    };
    let own = Own {
        did: acme.did(),
        name: None,
        rest: true,
    };
    bind(subject, &[supplier], &own, &mut rand::rng()).unwrap();
    passport
}

#[test]
fn a_presentation_is_bound_to_the_nonce_and_the_reader_by_the_wallets_key() {
    let (_place, mut wallet) = wallet();
    let own = wallet.key().public().clone();
    let item = held(
        &mut wallet,
        &Issuer::new().passport("urn:uuid:a1", Some(&own)),
    );
    let showing = Showing {
        binding: bound_to("n-1", "https://recycler.example"),
        ..Showing::default()
    };
    let shown = wallet.present(&item, &showing, now()).unwrap();
    let read = SdJwt::parse(&shown.text).unwrap();
    let expected = |nonce| ExpectedBinding {
        nonce: Some(nonce),
        audience: Some("https://recycler.example"),
        now: now(),
        max_age: Duration::from_secs(60),
        skew: Duration::from_secs(60),
    };
    read.verify_key_binding(&expected("n-1")).unwrap();
    assert!(read.verify_key_binding(&expected("n-2")).is_err());
}

#[test]
fn a_credential_that_is_bound_to_nobody_or_to_another_is_not_presented_to_a_nonce() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let showing = Showing {
        binding: bound_to("n-1", "https://recycler.example"),
        ..Showing::default()
    };
    let open = held(&mut wallet, &acme.passport("urn:uuid:a1", None));
    let refused = wallet.present(&open, &showing, now()).unwrap_err();
    assert_eq!(refused.code(), "present.unbound");
    let other = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
    let foreign = held(
        &mut wallet,
        &acme.passport("urn:uuid:a2", Some(other.public())),
    );
    let refused = wallet.present(&foreign, &showing, now()).unwrap_err();
    assert_eq!(refused.code(), "present.other_key");
}

#[test]
fn an_event_travels_whole_and_with_a_nonce_in_a_signed_presentation() {
    let (_place, mut wallet) = wallet();
    let event = Issuer::new().event("urn:uuid:b1");
    let item = held(&mut wallet, &event);
    let plain = wallet.present(&item, &Showing::default(), now()).unwrap();
    assert_eq!(plain.text, event.to_text());

    let showing = Showing {
        binding: bound_to("n-1", "https://recycler.example"),
        ..Showing::default()
    };
    let signed = wallet.present(&item, &showing, now()).unwrap();
    let document = credentials::json::parse(signed.file.as_bytes()).unwrap();
    let proofs = proof::proofs(&document).unwrap();
    assert_eq!(proofs.len(), 1);
    assert_eq!(*proofs[0].verification_method(), wallet.method());
    proofs[0]
        .verify(&document, wallet.key().public(), Contexts::pinned())
        .unwrap();
    let expected = |challenge| Expected {
        purpose: ProofPurpose::Authentication,
        at: now(),
        domain: Some("https://recycler.example"),
        challenge: Some(challenge),
    };
    proofs[0].check(&expected("n-1")).unwrap();
    assert!(proofs[0].check(&expected("n-2")).is_err());
    assert_eq!(document["holder"], wallet.did().as_str());

    let showing = Showing {
        disclose: vec![pointer("/credentialSubject")],
        ..Showing::default()
    };
    let refused = wallet.present(&item, &showing, now()).unwrap_err();
    assert_eq!(refused.code(), "present.whole");
}

#[test]
fn a_whole_passport_is_not_shown_to_an_audience_that_may_not_see_all_of_it() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let to = |audience: &str| Showing {
        audience: audience.parse().ok(),
        ..Showing::default()
    };
    for (id, suite) in [
        ("urn:uuid:a1", Suite::EDDSA_JCS_2022),
        ("urn:uuid:a2", Suite::VcJwt),
    ] {
        let whole = acme.sign(&acme.unsigned_passport(id), suite, None);
        let item = held(&mut wallet, &whole);
        let refused = wallet.present(&item, &to("public"), now()).unwrap_err();
        assert_eq!(refused.code(), "present.beyond_audience");
        assert!(refused.pointer().unwrap().starts_with(DISMANTLING));
        let shown = wallet.present(&item, &to("recycler"), now()).unwrap();
        assert_eq!(shown.text, whole.to_text());
    }
}

#[test]
fn the_verifier_accepts_what_was_presented_to_it_and_nothing_presented_to_another() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let own = wallet.key().public().clone();
    let passport = held(&mut wallet, &acme.passport("urn:uuid:a1", Some(&own)));
    let event = held(&mut wallet, &acme.event("urn:uuid:b1"));
    let vc = acme.unsigned_passport("urn:uuid:a3");
    let vc = held(&mut wallet, &acme.sign(&vc, Suite::DcSdJwt, Some(&own)));
    let whole = acme.unsigned_passport("urn:uuid:a2");
    let whole = held(&mut wallet, &acme.sign(&whole, Suite::VcJwt, None));
    let world = environment();
    let policy = |nonce: &str, aud: &str| Policy {
        nonce: Some(nonce.into()),
        aud: Some(aud.into()),
        ..Policy::at(now())
    };
    let reader = "https://recycler.example";
    for item in [&passport, &vc, &event, &whole] {
        let showing = Showing {
            audience: "recycler".parse().ok(),
            binding: bound_to("n-1", reader),
            ..Showing::default()
        };
        let shown = wallet.present(item, &showing, now()).unwrap();
        let report = |policy: Policy| verifier::verify(shown.text.as_bytes(), &policy, &world);
        let good = report(policy("n-1", reader));
        assert!(good.verified, "{:?}", good.problem());
        for (nonce, aud) in [("n-2", reader), ("n-1", "https://other.example")] {
            assert!(!report(policy(nonce, aud)).verified, "{nonce} {aud}");
        }
        let unbound = Showing {
            binding: None,
            ..showing
        };
        let shown = wallet.present(item, &unbound, now()).unwrap();
        let report = verifier::verify(shown.text.as_bytes(), &policy("n-1", reader), &world);
        assert!(!report.verified, "no binding at all");
    }
}

const SELECTIVE: [Suite; 2] = [
    Suite::DataIntegrity(Cryptosuite::EcdsaSd2023),
    Suite::DataIntegrity(Cryptosuite::Bbs2023),
];

fn judged(text: &str, policy: &Policy) -> Report {
    verifier::verify(text.as_bytes(), policy, &environment())
}

#[test]
fn a_derived_proof_shows_an_audience_what_is_its_own_and_answers_its_nonce() {
    for suite in SELECTIVE {
        let (_place, mut wallet) = wallet();
        let acme = Issuer::for_suite(suite);
        let own = wallet.key().public().clone();
        let passport = acme.sign(&acme.unsigned_passport("urn:uuid:a1"), suite, Some(&own));
        let item = held(&mut wallet, &passport);
        for (audience, dismantling) in [
            (Audience::Public, false),
            ("recycler".parse().unwrap(), true),
        ] {
            let showing = Showing {
                audience: Some(audience),
                binding: bound_to("n-1", "https://recycler.example"),
                ..Showing::default()
            };
            let shown = wallet.present(&item, &showing, now()).unwrap();
            let policy = Policy {
                nonce: Some("n-1".into()),
                aud: Some("https://recycler.example".into()),
                ..Policy::at(now())
            };
            let report = judged(&shown.text, &policy);
            assert!(report.problem().is_none(), "{suite} {:?}", report.problem());
            let read: Value = serde_json::from_str(&shown.text).unwrap();
            let read = &read["verifiableCredential"][0];
            assert!(pointer(CHEMISTRY).get(read).is_some(), "{suite}");
            assert_eq!(pointer(DISMANTLING).get(read).is_some(), dismantling);
            assert_eq!(shown.withheld > 0, !dismantling, "{suite}");

            let other = Policy {
                nonce: Some("n-2".into()),
                ..policy.clone()
            };
            let refused = judged(&shown.text, &other).problem().unwrap();
            assert_eq!(refused.code, "proof.challenge_mismatch", "{suite}");
            let public = Policy {
                audience: Some(Audience::Public),
                ..policy
            };
            let refused = judged(&shown.text, &public).problem().unwrap();
            // The passport here has next to nothing of what it should.
            let code = ["audience.missing_public", "audience.beyond"][usize::from(dismantling)];
            assert_eq!(refused.code, code, "{suite}");
        }
    }
}

#[test]
fn a_derived_proof_of_named_places_shows_these_and_what_is_always_shown() {
    for suite in SELECTIVE {
        let (_place, mut wallet) = wallet();
        let acme = Issuer::for_suite(suite);
        let passport = acme.sign(&acme.unsigned_passport("urn:uuid:a1"), suite, None);
        let item = held(&mut wallet, &passport);
        let showing = Showing {
            disclose: vec![pointer("/circularity")],
            ..Showing::default()
        };
        let shown = wallet.present(&item, &showing, now()).unwrap();
        let report = judged(&shown.text, &Policy::at(now()));
        assert!(report.problem().is_none(), "{suite} {:?}", report.problem());
        let read: Value = serde_json::from_str(&shown.text).unwrap();
        assert!(pointer(DISMANTLING).get(&read).is_some(), "{suite}");
        assert!(pointer(CHEMISTRY).get(&read).is_some(), "{suite}");
        let again = Record::received(&Secured::from_value(read).unwrap(), now(), "a presentation");
        let again = wallet.present(&Item::read(again).unwrap(), &showing, now());
        assert_eq!(again.unwrap_err().code(), "present.whole", "{suite}");
    }
}

#[test]
fn a_derived_proof_answers_a_nonce_only_by_the_key_that_the_passport_names() {
    for suite in SELECTIVE {
        let (_place, mut wallet) = wallet();
        let acme = Issuer::for_suite(suite);
        let unsigned = acme.unsigned_passport("urn:uuid:a1");
        let stranger = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
        let showing = Showing {
            binding: bound_to("n-1", "https://recycler.example"),
            ..Showing::default()
        };
        for (holder, code) in [
            (None, "present.unbound"),
            (Some(stranger.public()), "present.other_key"),
        ] {
            let item = held(&mut wallet, &acme.sign(&unsigned, suite, holder));
            let refused = wallet.present(&item, &showing, now()).unwrap_err();
            assert_eq!(refused.code(), code, "{suite}");
        }
        // Signed by a key all the same: the reader refuses it.
        let passport = acme.sign(&unsigned, suite, Some(stranger.public()));
        let part = passport
            .for_audience(Audience::Public, Contexts::pinned(), &mut rand::rng())
            .unwrap()
            .unwrap();
        let presentation = json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "type": ["VerifiablePresentation"],
            "verifiableCredential": [part.enveloped()],
        });
        let options = ProofOptions {
            purpose: ProofPurpose::Authentication,
            domain: vec!["https://recycler.example".into()],
            challenge: Some("n-1".into()),
            ..ProofOptions::assertion(wallet.method(), now())
        };
        let signed = proof::sign(
            &presentation,
            Cryptosuite::EddsaJcs2022,
            &options,
            wallet.key(),
            &mut rand::rng(),
        );
        let policy = Policy {
            nonce: Some("n-1".into()),
            aud: Some("https://recycler.example".into()),
            ..Policy::at(now())
        };
        let report = judged(&signed.unwrap().to_string(), &policy);
        let refused = report.problem().unwrap();
        assert_eq!(refused.code, "holder_binding.other_key", "{suite}");
        assert_eq!(
            refused.pointer.as_deref(),
            Some("/verifiableCredential/0/holder")
        );
    }
}
