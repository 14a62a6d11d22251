//! A real battery handed over.

use std::sync::Arc;

use credentials::battery::transfer::{EndKind, TransferAcceptance, TransferEnd, TransferOffer};
use credentials::battery::{Bundle, Event, EventDraft, Parts, Statement};
use credentials::context::Contexts;
use credentials::keys::{Algorithm, SecretKey};
use credentials::problem::Coded;
use credentials::secured::{Secured, Securing, secure};
use credentials::{Did, DidUrl, Suite};
use did_resolver::guard::{Client, Policy};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use verifier::Environment;
use verifier::environment::Online;

use super::*;
use crate::issuance::tests::{Scene, are_bound, documents, scene};
use crate::issuance::{Issued, PassportOrder, new_id};
use crate::sample;
use crate::store::Lifecycle;

mod parts;
mod refused;

const SERIAL: &str = "VC77-0001234";

fn at() -> Timestamp {
    "2030-01-01T08:00:00Z".parse().unwrap()
}

fn days(count: i64) -> Timestamp {
    at() + SignedDuration::from_hours(24 * count)
}

/// did:key needs no network, and there is none.
fn world() -> Environment {
    let client = Client::new(Policy {
        offline: true,
        ..Policy::default()
    });
    let place = std::env::temp_dir();
    Online::new(Arc::new(client), move || Ok(place.clone()), at()).environment()
}

/// An operator with a did:key.
struct Operator {
    key: SecretKey,
    did: Did,
}

impl Operator {
    fn new() -> Self {
        let key = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
        let did = Did::parse(&format!("did:key:{}", key.public().to_multikey())).unwrap();
        Self { key, did }
    }

    fn sign(&self, credential: &Value, when: Timestamp) -> Secured {
        let method: DidUrl = self
            .did
            .with_fragment(&self.key.public().to_multikey())
            .unwrap();
        let by = Securing {
            method: &method,
            holder: None,
            created: when,
            contexts: Contexts::pinned(),
        };
        let suite = Suite::EDDSA_JCS_2022;
        secure(credential, suite, &by, &self.key, &mut rand::rng()).unwrap()
    }

    /// The unsigned acceptance of an offer.
    fn acceptance(&self, offer: &Secured, when: Timestamp) -> TransferAcceptance {
        let read = TransferOffer::read(&offer.credential()).unwrap();
        TransferAcceptance {
            statement: Statement::new(new_id(), self.did.clone(), when),
            battery: read.battery,
            offer: offer.reference().unwrap(),
            operator: self.did.clone(),
        }
    }

    fn accept(&self, offer: &Secured, when: Timestamp) -> Vec<u8> {
        let unsigned = self.acceptance(offer, when).build();
        self.sign(&unsigned, when).to_text().into_bytes()
    }

    fn reject(&self, offer: &Secured, when: Timestamp) -> Vec<u8> {
        let end = TransferEnd {
            statement: Statement::new(new_id(), self.did.clone(), when),
            kind: EndKind::Rejection,
            battery: TransferOffer::read(&offer.credential()).unwrap().battery,
            offer: offer.reference().unwrap(),
            reason: None,
        };
        self.sign(&end.build(), when).to_text().into_bytes()
    }
}

/// All of a battery, for a month.
fn order_to(to: &Did) -> TransferOrder {
    TransferOrder {
        to: to.clone(),
        parts: Parts::whole(),
        days: 30,
        terms: None,
    }
}

/// An issuer with a passport and an event, and who takes the battery over.
struct Play {
    scene: Scene,
    passport: Issued,
    event: Issued,
    new: Operator,
}

fn play() -> Play {
    let scene = scene();
    let passport = scene.passport(PassportOrder::new(sample::ev_passport()));
    let draft = EventDraft::from_file(&sample::soh_event()).unwrap();
    let prepared = scene.issuer.prepare_event(&draft, None, at()).unwrap();
    let event = scene.issuer.issue(prepared, at()).unwrap();
    Play {
        scene,
        passport,
        event,
        new: Operator::new(),
    }
}

impl Play {
    fn try_offer(&self, to: &Did, when: Timestamp) -> Result<Secured, Error> {
        let order = TransferOrder {
            terms: Some("ex works".into()),
            ..order_to(to)
        };
        self.scene.issuer.offer_transfer(SERIAL, order, when)
    }

    fn offer(&self) -> Secured {
        self.try_offer(&self.new.did, at()).unwrap()
    }

    fn accept(&self, acceptance: &[u8], when: Timestamp) -> Result<Transfer, Error> {
        self.scene
            .issuer
            .accept_transfer(acceptance, &world(), when)
    }

    fn reissue(&self, offer: &Secured, when: Timestamp) -> Result<Bundle, Error> {
        let world = world();
        let id = offer.reference().unwrap().id;
        self.scene
            .issuer
            .reissue(&id, world.resolver.as_ref(), when)
    }

    fn state(&self, offer: &Secured) -> TransferState {
        let id = offer.reference().unwrap().id;
        self.scene.issuer.transfer_of(&id).unwrap().state
    }

    fn stand(&self, to: Standing) {
        let change = crate::store::Change::Stand {
            credential: self.passport.reference.id.clone(),
            from: Standing::default(),
            to,
        };
        self.scene.issuer.store().commit(&[change]).unwrap();
    }
}

fn code<T: std::fmt::Debug>(result: Result<T, Error>) -> &'static str {
    let error = result.unwrap_err();
    assert!(error.hint().is_some(), "{error}");
    error.code()
}

#[test]
fn a_battery_goes_to_who_accepted_it_and_the_old_passport_is_transferred() {
    let play = play();
    let offer = play.offer();
    let read = TransferOffer::read(&offer.credential()).unwrap();
    assert_eq!(read.passport, play.passport.reference);
    assert_eq!(read.events, std::slice::from_ref(&play.event.reference));
    assert_eq!(read.expires(), days(30));

    let acceptance = play.new.accept(&offer, days(2));
    play.accept(&acceptance, days(3)).unwrap();
    assert_eq!(play.state(&offer), TransferState::Accepted);
    // After the offer's end too: it was accepted in time.
    let bundle = play.reissue(&offer, days(40)).unwrap();

    let [same_offer, same_acceptance, passport, event] = bundle.credentials.as_slice() else {
        panic!("expected four credentials");
    };
    assert_eq!(same_offer.to_text(), offer.to_text());
    assert_eq!(same_acceptance.to_text().as_bytes(), acceptance);
    let Secured::SdJwt(sd_jwt) = passport else {
        panic!("expected an SD-JWT");
    };
    assert_eq!(
        sd_jwt.holder_key().unwrap().as_ref(),
        Some(play.new.key.public())
    );
    let subject = &passport.credential()["credentialSubject"];
    assert_eq!(subject["supersedes"], play.passport.reference.to_value());
    assert_eq!(subject["version"], 2);
    let event = Event::read(&event.credential()).unwrap();
    assert_eq!(event.supersedes.as_ref(), Some(&play.event.reference));

    let store = play.scene.issuer.store();
    let old = store
        .credential(&play.passport.reference.id)
        .unwrap()
        .unwrap();
    assert_eq!(old.standing.lifecycle, Lifecycle::Transferred);
    let new = store.current_passport(&old.battery).unwrap().unwrap();
    assert_eq!(new.id, passport.reference().unwrap().id);
    assert_eq!(new.holder.as_deref(), Some(play.new.did.as_str()));
    assert_eq!(new.standing, Standing::default());
    assert_ne!(new.status, old.status);
    let old_event = store.credential(&play.event.reference.id).unwrap().unwrap();
    assert_eq!(old_event.standing, Standing::default());
}

#[test]
fn each_step_again_gives_the_same() {
    let play = play();
    let offer = play.offer();
    let acceptance = play.new.accept(&offer, days(2));
    play.accept(&acceptance, days(3)).unwrap();
    play.accept(&acceptance, days(50)).unwrap();
    let first = play.reissue(&offer, days(4)).unwrap();
    let kept = play.scene.issuer.store().page(None, 100).unwrap().len();
    let again = play.reissue(&offer, days(5)).unwrap();
    assert_eq!(first.to_value(), again.to_value());
    let still = play.scene.issuer.store().page(None, 100).unwrap().len();
    assert_eq!(kept, still);
    play.accept(&acceptance, days(60)).unwrap();
}

#[test]
fn an_offer_that_expired_was_rejected_or_withdrawn_makes_room_for_a_new_one() {
    let play = play();
    let first = play.offer();
    let second = play.try_offer(&play.new.did, days(30)).unwrap();
    assert_eq!(play.state(&first), TransferState::Expired);

    let stranger = Operator::new();
    let reject = |bytes: &[u8], when| play.scene.issuer.reject_transfer(bytes, &world(), when);
    let foreign = stranger.reject(&second, days(31));
    assert_eq!(code(reject(&foreign, days(31))), "transfer.not_addressed");
    let rejection = play.new.reject(&second, days(31));
    reject(&rejection, days(31)).unwrap();
    reject(&rejection, days(32)).unwrap();
    let late = play.new.accept(&second, days(32));
    assert_eq!(
        code(play.accept(&late, days(32))),
        "transfer.offer_rejected"
    );

    let third = play.try_offer(&play.new.did, days(33)).unwrap();
    let id = third.reference().unwrap().id;
    let withdraw = |when| play.scene.issuer.withdraw_transfer(&id, None, when);
    let withdrawal = withdraw(days(34)).unwrap();
    assert_eq!(withdraw(days(35)).unwrap().to_text(), withdrawal.to_text());
    let end = TransferEnd::read(&withdrawal.credential()).unwrap();
    assert_eq!(
        (end.kind, end.offer),
        (EndKind::Withdrawal, third.reference().unwrap())
    );
    let late = play.new.accept(&third, days(35));
    assert_eq!(
        code(play.accept(&late, days(35))),
        "transfer.offer_withdrawn"
    );

    let fourth = play.try_offer(&play.new.did, days(36)).unwrap();
    let acceptance = play.new.accept(&fourth, days(36));
    play.accept(&acceptance, days(36)).unwrap();
    let id = fourth.reference().unwrap().id;
    let too_late = play.scene.issuer.withdraw_transfer(&id, None, days(36));
    assert_eq!(code(too_late), "transfer.not_open");
    let too_late = play.new.reject(&fourth, days(37));
    assert_eq!(code(reject(&too_late, days(37))), "transfer.not_open");
}

/// What a new operator gets that accepts at once.
fn handed_over(issuer: &Issuer) -> Bundle {
    let new = Operator::new();
    let offer = issuer
        .offer_transfer(SERIAL, order_to(&new.did), at())
        .unwrap();
    let world = world();
    let acceptance = new.accept(&offer, at());
    let transfer = issuer.accept_transfer(&acceptance, &world, at()).unwrap();
    issuer
        .reissue(&transfer.offer, world.resolver.as_ref(), at())
        .unwrap()
}

#[test]
fn documents_stay_bound_when_the_passport_is_issued_again() {
    let scene = scene();
    scene.passport(PassportOrder {
        documents: documents(),
        ..PassportOrder::new(sample::ev_passport())
    });
    let bundle = handed_over(&scene.issuer);
    are_bound(&bundle.credentials[2].credential());
}

#[test]
fn a_passport_without_disclosures_is_issued_again_as_one_that_binds_its_holder() {
    let scene = scene();
    let passport = scene.passport(PassportOrder {
        suite: Suite::EDDSA_JCS_2022,
        ..PassportOrder::new(sample::ev_passport())
    });
    let bundle = handed_over(&scene.issuer);
    let again = &bundle.credentials[2];
    assert_eq!(again.suite(), Suite::SdJwt);
    assert_eq!(
        again.credential()["type"],
        passport.secured.credential()["type"]
    );
}
