//! A real battery handed over, and everything that must not hand it over.

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
use crate::standing::Verb;
use crate::store::{self, Lifecycle};

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
            to: to.clone(),
            parts: Parts::whole(),
            days: 30,
            terms: Some("ex works".into()),
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
fn a_battery_is_not_handed_over_twice() {
    let play = play();
    let other = Operator::new();
    let offer = play.offer();
    let second = |when| code(play.try_offer(&other.did, when));
    assert_eq!(second(days(1)), "transfer.already_open");
    let acceptance = play.new.accept(&offer, days(2));
    play.accept(&acceptance, days(2)).unwrap();
    assert_eq!(second(days(40)), "transfer.already_open");
    let different = play.new.accept(&offer, days(3));
    assert_eq!(
        code(play.accept(&different, days(3))),
        "transfer.accepted_twice"
    );
    play.reissue(&offer, days(4)).unwrap();
    assert_eq!(second(days(5)), "transfer.already_transferred");
    assert_eq!(
        code(play.accept(&different, days(5))),
        "transfer.accepted_twice"
    );
}

#[test]
fn only_the_exact_offer_accepted_in_time_by_its_addressee_counts() {
    let play = play();
    let offer = play.offer();
    let signed = |change: &dyn Fn(&mut TransferAcceptance)| {
        let mut acceptance = play.new.acceptance(&offer, days(1));
        change(&mut acceptance);
        let unsigned = acceptance.build();
        play.new.sign(&unsigned, days(1)).to_text()
    };
    let altered = |pointer: &str, to: &str| {
        let mut value: Value = serde_json::from_str(&signed(&|_| ())).unwrap();
        *value.pointer_mut(pointer).unwrap() = json!(to);
        value.to_string()
    };
    let stranger = Operator::new();
    let other_digest = play.passport.reference.digest_multibase.as_str();
    // An acceptance in the addressee's name, signed by somebody else.
    let forged = stranger.sign(&play.new.acceptance(&offer, days(1)).build(), days(1));
    let cases = [
        (
            "proof.signature_invalid",
            altered("/credentialSubject/operator", stranger.did.as_str()),
            days(1),
        ),
        ("issuer_key.not_assertion_method", forged.to_text(), days(1)),
        (
            "transfer.not_addressed",
            String::from_utf8(stranger.accept(&offer, days(1))).unwrap(),
            days(1),
        ),
        (
            "transfer.offer_altered",
            signed(&|acceptance| acceptance.offer.digest_multibase = other_digest.into()),
            days(1),
        ),
        (
            "transfer.other_battery",
            signed(&|acceptance| acceptance.battery = "urn:example:other".parse().unwrap()),
            days(1),
        ),
        ("transfer.offer_expired", signed(&|_| ()), days(30)),
        (
            "transfer.accepted_before_offer",
            signed(&|acceptance| acceptance.statement.valid_from = days(-1)),
            days(1),
        ),
    ];
    for (expected, acceptance, when) in cases {
        let error = play.accept(acceptance.as_bytes(), when).unwrap_err();
        assert_eq!(error.code(), expected, "{error}");
        assert!(error.pointer().is_some(), "{expected}");
        let failure = platform::Failure::from(error);
        assert_eq!(failure.exit, platform::Exit::Negative, "{expected}");
        assert_eq!(play.state(&offer), TransferState::Offered, "{expected}");
    }
    let unknown = signed(&|acceptance| acceptance.offer.id = "urn:example:offer".into());
    assert_eq!(
        code(play.accept(unknown.as_bytes(), days(1))),
        "transfer.unknown_offer"
    );
    assert_eq!(code(play.reissue(&offer, days(1))), "transfer.not_accepted");
}

#[test]
fn a_passport_that_is_revoked_or_on_hold_is_not_handed_over() {
    for (standing, expected) in [
        (
            Standing {
                revoked: true,
                ..Standing::default()
            },
            "transfer.passport_revoked",
        ),
        (
            Standing {
                suspended: true,
                ..Standing::default()
            },
            "transfer.passport_suspended",
        ),
        (
            Standing {
                lifecycle: Lifecycle::Ceased,
                ..Standing::default()
            },
            "transfer.passport_ceased",
        ),
    ] {
        let before = play();
        before.stand(standing);
        assert_eq!(code(before.try_offer(&before.new.did, at())), expected);

        let meanwhile = play();
        let offer = meanwhile.offer();
        meanwhile.stand(standing);
        let acceptance = meanwhile.new.accept(&offer, days(1));
        assert_eq!(code(meanwhile.accept(&acceptance, days(1))), expected);

        let later = play();
        let offer = later.offer();
        let acceptance = later.new.accept(&offer, days(1));
        later.accept(&acceptance, days(1)).unwrap();
        later.stand(standing);
        assert_eq!(code(later.reissue(&offer, days(1))), expected);
    }
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

#[test]
fn a_passport_that_is_on_offer_is_not_corrected_under_the_hands_of_the_new_operator() {
    let play = play();
    let offer = play.offer();
    let correct = |at| {
        let order = PassportOrder {
            supersede: true,
            ..PassportOrder::new(sample::ev_passport())
        };
        code(play.scene.issuer.prepare_passport(order, at))
    };
    assert_eq!(correct(days(1)), "issuer.in_transfer");
    let acceptance = play.new.accept(&offer, days(1));
    play.accept(&acceptance, days(1)).unwrap();
    assert_eq!(correct(days(2)), "issuer.in_transfer");
    play.reissue(&offer, days(3)).unwrap();
    assert_eq!(correct(days(4)), "issuer.in_transfer");
}

#[test]
fn one_cannot_offer_to_oneself_for_no_time_or_what_one_does_not_have() {
    let play = play();
    let own = play.scene.issuer.did().clone();
    assert_eq!(code(play.try_offer(&own, at())), "transfer.to_oneself");
    for (days, expected) in [(0, "transfer.days"), (u32::MAX, "transfer.days")] {
        let order = TransferOrder {
            to: play.new.did.clone(),
            parts: Parts::whole(),
            days,
            terms: None,
        };
        let offered = play.scene.issuer.offer_transfer(SERIAL, order, at());
        assert_eq!(code(offered), expected);
    }
    let order = TransferOrder {
        to: play.new.did.clone(),
        parts: Parts::whole(),
        days: 3,
        terms: None,
    };
    let offered = play.scene.issuer.offer_transfer("nothing", order, at());
    assert_eq!(code(offered), "issuer.no_credential");
    assert!(play.scene.issuer.store().transfers().unwrap().is_empty());
}

impl Play {
    fn offer_parts(
        &self,
        to: &Operator,
        parts: &[&str],
        when: Timestamp,
    ) -> Result<Secured, Error> {
        let order = TransferOrder {
            to: to.did.clone(),
            parts: Parts::named(parts.iter().copied()).unwrap(),
            days: 30,
            terms: None,
        };
        self.scene.issuer.offer_transfer(SERIAL, order, when)
    }

    /// Gives these parts to an operator that accepts at once.
    fn give(&self, to: &Operator, parts: &[&str], when: Timestamp) -> Result<Bundle, Error> {
        let offer = self.offer_parts(to, parts, when)?;
        self.accept(&to.accept(&offer, when), when)?;
        self.reissue(&offer, when)
    }

    fn current(&self) -> store::Credential {
        self.scene.issuer.find(SERIAL).unwrap()
    }
}

fn removed(kept: &store::Credential) -> Vec<String> {
    let parts =
        credentials::battery::passport::removed(&Read::parse(&kept.text).unwrap().credential);
    parts.names().map(str::to_owned).collect()
}

#[test]
fn a_pack_that_is_taken_apart_goes_several_ways_and_each_part_once() {
    let play = play();
    let (one, two) = (Operator::new(), Operator::new());
    // Both before either has answered.
    let first = play.offer_parts(&one, &["M1", "M2"], at()).unwrap();
    let second = play.offer_parts(&two, &["M3"], at()).unwrap();
    let open = |parts: &[&str]| code(play.offer_parts(&two, parts, days(1)));
    assert_eq!(open(&["M2", "M4"]), "transfer.already_open");
    assert_eq!(open(&[]), "transfer.already_open");

    play.accept(&one.accept(&first, days(1)), days(1)).unwrap();
    let bundle = play.reissue(&first, days(2)).unwrap();
    let [_, _, passport, event] = bundle.credentials.as_slice() else {
        panic!("expected four credentials");
    };
    let subject = &passport.credential()["credentialSubject"];
    assert_eq!(subject["parts"], json!(["M1", "M2"]));
    assert_eq!(subject["supersedes"], play.passport.reference.to_value());
    assert!(subject.get("partsRemoved").is_none());
    assert_eq!(
        event.reference().unwrap(),
        play.event.reference,
        "as it was"
    );

    let store = play.scene.issuer.store();
    let old = store
        .credential(&play.passport.reference.id)
        .unwrap()
        .unwrap();
    assert_eq!(old.standing.lifecycle, Lifecycle::Superseded);
    let rest = play.current();
    assert_eq!(removed(&rest), ["M1", "M2"]);
    assert_eq!(rest.suite, old.suite);
    assert_eq!(rest.holder, old.holder);
    assert_eq!(old.replaced_by.as_ref(), Some(&rest.id));

    // The other offer is of the version before, and still good; after it all three are gone.
    play.accept(&two.accept(&second, days(3)), days(3)).unwrap();
    let bundle = play.reissue(&second, days(3)).unwrap();
    let subject = &bundle.credentials[2].credential()["credentialSubject"];
    assert_eq!(subject["parts"], json!(["M3"]));
    assert_eq!(removed(&play.current()), ["M1", "M2", "M3"]);
    assert_eq!(play.reissue(&first, days(9)).unwrap().credentials.len(), 4);

    // A correction of the rest brings none of them back.
    let order = PassportOrder {
        supersede: true,
        ..PassportOrder::new(sample::ev_passport())
    };
    play.scene.passport(order);
    assert_eq!(removed(&play.current()), ["M1", "M2", "M3"]);
    let gone = code(play.give(&two, &["M3"], days(5)));
    assert_eq!(gone, "transfer.part_gone");

    // Then the rest goes, as a whole.
    let rest = play.current();
    let bundle = play.give(&two, &[], days(6)).unwrap();
    let subject = &bundle.credentials[2].credential()["credentialSubject"];
    assert_eq!(subject["partsRemoved"], json!(["M1", "M2", "M3"]));
    assert!(subject.get("parts").is_none());
    let rest = store.credential(&rest.id).unwrap().unwrap();
    assert_eq!(rest.standing.lifecycle, Lifecycle::Transferred);
    assert_eq!(
        code(play.give(&one, &["M4"], days(7))),
        "transfer.already_transferred"
    );
}

#[test]
fn nobody_makes_a_battery_of_what_it_has_handed_over() {
    let play = play();
    let bundle = play.give(&play.new, &["M1"], days(1)).unwrap();
    let renew = |passport: Reference, parts: &[&str]| {
        let mut subject = sample::second_life_passport();
        let id = "https://id.rewatt.example/01/09506000134369/21/RW-7";
        subject["id"] = json!(id);
        subject["generalProductInformation"]["productIdentifier"] = json!(id);
        let order = PassportOrder {
            predecessor: vec![Predecessor {
                passport,
                parts: Parts::named(parts.iter().copied()).unwrap(),
            }],
            ..PassportOrder::new(subject)
        };
        let prepared = play.scene.issuer.prepare_passport(order, days(2));
        prepared.map(drop).map_err(|error| error.code())
    };
    let refused = Err("issuer.in_transfer");
    let again = bundle.credentials[2].reference().unwrap();
    assert_eq!(
        renew(again, &[]),
        refused,
        "what was issued again for another"
    );
    let first = || play.passport.reference.clone();
    assert_eq!(renew(first(), &["M1"]), refused);
    assert_eq!(renew(first(), &[]), refused);
    assert_eq!(renew(first(), &["M2"]), Ok(()));
    let rest = super::offer::reference(&play.current());
    assert_eq!(renew(rest.clone(), &[]), Ok(()));
    play.scene.issuer.stand(&rest.id, Verb::Cease).unwrap();
    assert_eq!(
        renew(rest, &[]),
        Err("transfer.passport_ceased"),
        "recycled"
    );
}

#[test]
fn a_part_whose_offer_ended_can_be_offered_anew() {
    let play = play();
    let offer = play.offer_parts(&play.new, &["M1"], at()).unwrap();
    let rejection = play.new.reject(&offer, days(1));
    let world = world();
    play.scene
        .issuer
        .reject_transfer(&rejection, &world, days(1))
        .unwrap();
    play.give(&play.new, &["M1"], days(2)).unwrap();
    assert_eq!(
        code(play.give(&play.new, &["M1"], days(3))),
        "transfer.part_gone"
    );
}

/// What a new operator gets that accepts at once.
fn handed_over(issuer: &Issuer) -> Bundle {
    let new = Operator::new();
    let order = TransferOrder {
        to: new.did.clone(),
        parts: Parts::whole(),
        days: 3,
        terms: None,
    };
    let offer = issuer.offer_transfer(SERIAL, order, at()).unwrap();
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
