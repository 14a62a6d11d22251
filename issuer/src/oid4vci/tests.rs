//! The whole flow without HTTP, and what each step refuses.

use credentials::keys::{Algorithm, SecretKey};
use credentials::proof::Cryptosuite;
use credentials::protocol::oid4vci::{
    CredentialOffer, CredentialRequest, ErrorCode, IssuerUrl, OfferLink, Requested, TokenRequest,
    prove,
};
use credentials::secured::Secured;
use credentials::{Coded, Suite};
use jiff::SignedDuration;
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::issuance::tests::now;
use crate::issuance::{self, PassportOrder};
use crate::sample;
use crate::store::{Change, Standing};

/// An issuer with one passport.
struct Scene {
    desk: issuance::tests::Scene,
    passport: String,
}

fn scene() -> Scene {
    scene_in(Suite::SdJwt)
}

fn scene_in(suite: Suite) -> Scene {
    let desk = issuance::tests::scene_with(suite.algorithms()[0]);
    let issued = desk.passport(PassportOrder {
        suite,
        ..PassportOrder::new(sample::ev_passport())
    });
    Scene {
        passport: issued.reference.id,
        desk,
    }
}

fn wallet(seed: u64) -> SecretKey {
    SecretKey::generate(Algorithm::Ed25519, &mut StdRng::seed_from_u64(seed)).unwrap()
}

impl Scene {
    fn offer(&self, with_tx_code: bool) -> (CredentialOffer, Option<String>) {
        let lifetime = SignedDuration::from_hours(24);
        let offered = self
            .desk
            .issuer
            .offer(&self.passport, lifetime, with_tx_code, now())
            .unwrap();
        let Ok(OfferLink::Value(offer)) = OfferLink::parse(&offered.link) else {
            panic!("expected an offer by value");
        };
        (*offer, offered.tx_code)
    }

    fn trade(
        &self,
        offer: &CredentialOffer,
        tx_code: Option<&str>,
    ) -> Result<String, ErrorResponse> {
        let grant = offer.grants.pre_authorized.clone().unwrap();
        let form = TokenRequest {
            pre_authorized_code: grant.code,
            tx_code: tx_code.map(str::to_owned),
            configurations: vec![],
        };
        token::trade(&self.desk.issuer, form.to_form().as_bytes(), now())
            .map(|token| token.access_token)
    }

    fn ask(
        &self,
        offer: &CredentialOffer,
        token: &str,
        wallet: &SecretKey,
    ) -> Result<Secured, ErrorResponse> {
        let url = IssuerUrl::parse("https://voltcell.example").unwrap();
        let nonce = nonce::make(&self.desk.issuer, now()).unwrap();
        let proof = prove(wallet, &url, Some(&nonce), now()).unwrap();
        self.ask_with(offer, token, vec![proof])
    }

    fn ask_with(
        &self,
        offer: &CredentialOffer,
        token: &str,
        proofs: Vec<String>,
    ) -> Result<Secured, ErrorResponse> {
        let request = CredentialRequest {
            requested: Requested::Configuration(offer.credential_configuration_ids[0].clone()),
            proofs,
        };
        let body = request.to_json();
        let given = credential::give(&self.desk.issuer, Some(token), body.as_bytes(), now())?;
        Ok(Secured::parse(&given.credentials[0].to_bytes()).unwrap())
    }
}

#[test]
fn a_wallet_fetches_the_passport_bound_to_its_key() {
    let scene = scene();
    let (offer, _) = scene.offer(false);
    let token = scene.trade(&offer, None).unwrap();
    let wallet = wallet(1);
    let Secured::SdJwt(given) = scene.ask(&offer, &token, &wallet).unwrap() else {
        panic!("expected an SD-JWT");
    };
    assert_eq!(given.holder_key().unwrap().as_ref(), Some(wallet.public()));
    assert_eq!(given.credential()["id"], scene.passport);
    assert_eq!(
        scene
            .desk
            .issuer
            .store()
            .copies(&scene.passport)
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn each_suite_is_given_in_the_format_that_wallets_know_it_by() {
    let url = IssuerUrl::parse("https://voltcell.example").unwrap();
    let metadata = serde_json::to_value(metadata::issuer(&url, "Volt Cell")).unwrap();
    for (suite, format) in [
        (Suite::SdJwt, "vc+sd-jwt"),
        (Suite::DcSdJwt, "dc+sd-jwt"),
        (Suite::VcJwt, "jwt_vc_json"),
        (Suite::EDDSA_JCS_2022, "ldp_vc"),
        (Suite::DataIntegrity(Cryptosuite::EcdsaSd2023), "ldp_vc"),
        (Suite::DataIntegrity(Cryptosuite::Bbs2023), "ldp_vc"),
    ] {
        let scene = scene_in(suite);
        let (offer, _) = scene.offer(false);
        let id = &offer.credential_configuration_ids[0];
        let configuration = &metadata["credential_configurations_supported"][id];
        assert_eq!(configuration["format"], format);
        let token = scene.trade(&offer, None).unwrap();
        let given = scene.ask(&offer, &token, &wallet(1)).unwrap();
        assert_eq!(given.suite(), suite);
        let holder = given.holder_key().unwrap();
        let expected = suite.discloses_selectively().then(|| wallet(1));
        assert_eq!(holder.as_ref(), expected.as_ref().map(SecretKey::public));
        let proof = configuration["proof_types_supported"].get("jwt");
        assert_eq!(proof.is_some(), expected.is_some(), "{suite}");
        if let Some(vct) = configuration.get("vct") {
            let Secured::SdJwt(sd_jwt) = &given else {
                panic!("expected an SD-JWT VC");
            };
            assert_eq!(sd_jwt.claim("vct").as_ref(), Some(vct));
        }
    }
}

#[test]
fn an_answer_that_was_lost_is_given_again_to_the_same_key_only() {
    let scene = scene();
    let (offer, _) = scene.offer(false);
    let token = scene.trade(&offer, None).unwrap();
    let first = scene.ask(&offer, &token, &wallet(1)).unwrap();
    let again = scene.ask(&offer, &token, &wallet(1)).unwrap();
    assert_eq!(first.to_text(), again.to_text());
    let refused = scene.ask(&offer, &token, &wallet(2)).unwrap_err();
    assert_eq!(refused.error, ErrorCode::CredentialRequestDenied);
}

#[test]
fn a_code_is_good_once_and_not_for_ever() {
    let scene = scene();
    let (offer, _) = scene.offer(false);
    scene.trade(&offer, None).unwrap();
    let again = scene.trade(&offer, None).unwrap_err();
    assert_eq!(again.error, ErrorCode::InvalidGrant);

    let (offer, _) = scene.offer(false);
    let code = offer.grants.pre_authorized.unwrap().code;
    let form = TokenRequest {
        pre_authorized_code: code,
        tx_code: None,
        configurations: vec![],
    };
    let late = now() + SignedDuration::from_hours(24);
    let expired = token::trade(&scene.desk.issuer, form.to_form().as_bytes(), late).unwrap_err();
    assert_eq!(expired.error, ErrorCode::InvalidGrant);
}

#[test]
fn a_transaction_code_is_asked_for_and_cannot_be_guessed() {
    let scene = scene();
    let (offer, tx_code) = scene.offer(true);
    let missing = scene.trade(&offer, None).unwrap_err();
    assert_eq!(missing.error, ErrorCode::InvalidRequest);
    for _ in 0..5 {
        let wrong = scene.trade(&offer, Some("no")).unwrap_err();
        assert_eq!(wrong.error, ErrorCode::InvalidGrant);
    }
    let locked = scene.trade(&offer, tx_code.as_deref()).unwrap_err();
    assert_eq!(locked.error, ErrorCode::InvalidGrant);

    let (offer, tx_code) = scene.offer(true);
    scene.trade(&offer, tx_code.as_deref()).unwrap();
}

#[test]
fn guessing_at_once_gives_no_more_guesses() {
    let scene = scene();
    let (offer, _) = scene.offer(true);
    let guessed: Vec<_> = std::thread::scope(|threads| {
        let guess = || scene.trade(&offer, Some("no")).unwrap_err();
        let all: Vec<_> = (0..24).map(|_| threads.spawn(guess)).collect();
        all.into_iter().map(|one| one.join().unwrap()).collect()
    });
    let compared = guessed
        .iter()
        .filter(|refused| refused.to_string().contains("is wrong"));
    assert!(compared.count() <= 5);
}

#[test]
fn nothing_is_given_without_a_token_or_without_a_fresh_proof() {
    let scene = scene();
    let (offer, _) = scene.offer(false);
    let token = scene.trade(&offer, None).unwrap();
    let stranger = scene.ask(&offer, "another token", &wallet(1)).unwrap_err();
    assert_eq!(stranger.error, ErrorCode::InvalidToken);
    let none = scene.ask_with(&offer, &token, vec![]).unwrap_err();
    assert_eq!(none.error, ErrorCode::InvalidProof);

    let url = IssuerUrl::parse("https://voltcell.example").unwrap();
    let stale = nonce::make(&scene.desk.issuer, now() - SignedDuration::from_mins(6)).unwrap();
    for nonce in [None, Some("AAAA"), Some(stale.as_str())] {
        let proof = prove(&wallet(1), &url, nonce, now()).unwrap();
        let refused = scene.ask_with(&offer, &token, vec![proof]).unwrap_err();
        assert_eq!(refused.error, ErrorCode::InvalidNonce);
    }
}

#[test]
fn a_passport_revoked_since_it_was_offered_is_not_given() {
    let scene = scene();
    let (offer, _) = scene.offer(false);
    let token = scene.trade(&offer, None).unwrap();
    let revoked = Standing {
        revoked: true,
        ..Standing::default()
    };
    let stand = Change::Stand {
        credential: scene.passport.clone(),
        from: Standing::default(),
        to: revoked,
    };
    scene.desk.issuer.store().commit(&[stand]).unwrap();
    let refused = scene.ask(&offer, &token, &wallet(1)).unwrap_err();
    assert_eq!(refused.error, ErrorCode::CredentialRequestDenied);
}

#[test]
fn only_what_exists_is_offered() {
    let scene = scene();
    let offered =
        scene
            .desk
            .issuer
            .offer("urn:uuid:0", SignedDuration::from_hours(1), false, now());
    assert_eq!(offered.unwrap_err().code(), "issuer.no_credential");
}
