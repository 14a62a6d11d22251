//! The whole flow without HTTP, and what each step refuses.

use credentials::keys::{Algorithm, SecretKey};
use credentials::protocol::oid4vci::{
    CredentialOffer, CredentialRequest, ErrorCode, IssuerUrl, OfferLink, Requested, TokenRequest,
    prove,
};
use credentials::secured::{Secured, Securing, secure};
use credentials::{Coded, Suite, battery};
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;

use super::*;
use crate::store::{self, Change, Kind, Standing};
use crate::{Issuer, NewIssuer, sample};

struct Scene {
    _place: tempfile::TempDir,
    issuer: Issuer,
    passport: String,
}

fn now() -> Timestamp {
    "2027-02-18T08:00:00Z".parse().unwrap()
}

fn wallet(seed: u64) -> SecretKey {
    SecretKey::generate(Algorithm::Ed25519, &mut StdRng::seed_from_u64(seed)).unwrap()
}

/// An issuer with one passport.
fn scene() -> Scene {
    let place = tempfile::tempdir().unwrap();
    let new = NewIssuer {
        name: "Voltcell".into(),
        did: "web:voltcell.example".parse().unwrap(),
        algorithm: Algorithm::Ed25519,
        base_url: None,
    };
    let issuer = Issuer::init(place.path(), new, None, now()).unwrap();
    let subject = sample::ev_passport();
    let battery = subject["id"].as_str().unwrap().to_owned();
    let draft = battery::PassportDraft {
        id: "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f".into(),
        issuer: issuer.did().to_string(),
        issuer_name: None,
        valid_from: now(),
        valid_until: None,
        subject,
        version: 1,
        supersedes: None,
        predecessor: vec![],
        status: vec![],
    };
    let credential = draft.build().unwrap();
    let ring = issuer.ring().unwrap();
    let key = ring.jose().unwrap();
    let by = Securing {
        method: &key.method,
        holder: None,
        created: now(),
    };
    let secured = secure(
        &credential,
        Suite::SdJwt,
        &by,
        &key.secret,
        &mut rand::rng(),
    )
    .unwrap();
    let passport = credential["id"].as_str().unwrap().to_owned();
    let record = store::Credential {
        id: passport.clone(),
        battery,
        serial: None,
        kind: Kind::Passport,
        title: battery::passport::PASSPORT.into(),
        version: 1,
        suite: Suite::SdJwt.name().into(),
        text: secured.to_text(),
        digest: secured.digest(),
        issued: now(),
        holder: None,
        status: None,
        standing: Standing::default(),
        replaced_by: None,
    };
    let keep = Change::Keep {
        credential: Box::new(record),
        replaces: None,
    };
    issuer.store().commit(&[keep]).unwrap();
    Scene {
        _place: place,
        issuer,
        passport,
    }
}

impl Scene {
    fn offer(&self, with_tx_code: bool) -> (CredentialOffer, Option<String>) {
        let lifetime = SignedDuration::from_hours(24);
        let offered = self
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
        token::trade(&self.issuer, form.to_form().as_bytes(), now()).map(|token| token.access_token)
    }

    fn ask(
        &self,
        offer: &CredentialOffer,
        token: &str,
        wallet: &SecretKey,
    ) -> Result<Secured, ErrorResponse> {
        let url = IssuerUrl::parse("https://voltcell.example").unwrap();
        let nonce = nonce::make(&self.issuer, now()).unwrap();
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
        let given = credential::give(&self.issuer, Some(token), body.as_bytes(), now())?;
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
        scene.issuer.store().copies(&scene.passport).unwrap().len(),
        1
    );
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
    let expired = token::trade(&scene.issuer, form.to_form().as_bytes(), late).unwrap_err();
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
fn nothing_is_given_without_a_token_or_without_a_fresh_proof() {
    let scene = scene();
    let (offer, _) = scene.offer(false);
    let token = scene.trade(&offer, None).unwrap();
    let stranger = scene.ask(&offer, "another token", &wallet(1)).unwrap_err();
    assert_eq!(stranger.error, ErrorCode::InvalidToken);
    let none = scene.ask_with(&offer, &token, vec![]).unwrap_err();
    assert_eq!(none.error, ErrorCode::InvalidProof);

    let url = IssuerUrl::parse("https://voltcell.example").unwrap();
    let stale = nonce::make(&scene.issuer, now() - SignedDuration::from_mins(6)).unwrap();
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
    scene.issuer.store().commit(&[stand]).unwrap();
    let refused = scene.ask(&offer, &token, &wallet(1)).unwrap_err();
    assert_eq!(refused.error, ErrorCode::CredentialRequestDenied);
}

#[test]
fn only_what_exists_is_offered() {
    let scene = scene();
    let offered = scene
        .issuer
        .offer("urn:uuid:0", SignedDuration::from_hours(1), false, now());
    assert_eq!(offered.unwrap_err().code(), "issuer.no_credential");
}
