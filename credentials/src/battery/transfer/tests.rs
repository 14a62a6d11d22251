use serde_json::{Value, json};

use super::*;
use crate::battery::event::{Event, EventDraft};
use crate::battery::parts::Parts;
use crate::battery::reference::{Reference, digest_json};
use crate::battery::statement::Statement;
use crate::problem::Coded;

pub(in crate::battery) const BATTERY: &str =
    "https://id.acme.example/01/09506000134352/21/EV-000417";
pub(in crate::battery) const OLD: &str = "did:web:acme.example";
pub(in crate::battery) const NEW: &str = "did:web:second-life.example";

/// A credential and its reference, as if it were secured.
#[derive(Clone)]
pub(in crate::battery) struct Signed {
    pub(in crate::battery) credential: Value,
    pub(in crate::battery) reference: Reference,
}

impl Signed {
    pub(in crate::battery) fn new(credential: Value) -> Self {
        let reference = Reference {
            id: credential["id"].as_str().unwrap().to_owned(),
            digest_multibase: digest_json(&credential),
        };
        Self {
            credential,
            reference,
        }
    }

    fn held(&self) -> Held<'_> {
        Held {
            credential: &self.credential,
            reference: &self.reference,
        }
    }
}

pub(in crate::battery) fn statement(id: &str, issuer: &str, from: &str) -> Statement {
    let id = format!("urn:example:{id}");
    Statement::new(id, issuer.parse().unwrap(), from.parse().unwrap())
}

pub(in crate::battery) fn passport() -> Signed {
    Signed::new(json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/voltproof/dbp/v1"],
        "id": "urn:example:passport-1",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": OLD, "name": "Acme Batteries"},
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialStatus": [{"type": "BitstringStatusListEntry", "statusListIndex": "7"}],
        "credentialSubject": {"id": BATTERY, "type": ["Battery"], "version": 1,
            "generalProductInformation": {"batteryCategory": "ev"}},
    }))
}

pub(in crate::battery) fn events() -> [Signed; 2] {
    [OLD, "did:web:workshop.example"].map(|issuer| {
        let file = json!({"type": "Maintenance", "battery": BATTERY, "time": "2029-05-01T08:00:00Z",
            "work": "coolant seal replaced"});
        let draft = EventDraft::from_file(&file).unwrap();
        let statement = statement(
            &format!("event-of-{issuer}"),
            issuer,
            "2029-05-01T09:00:00Z",
        );
        Signed::new(draft.build(&statement).unwrap())
    })
}

pub(in crate::battery) fn offer_to(operator: &str, passport: &Reference) -> TransferOffer {
    TransferOffer {
        statement: Statement {
            valid_until: Some("2034-08-31T00:00:00Z".parse().unwrap()),
            ..statement("offer", OLD, "2034-08-01T00:00:00Z")
        },
        battery: BATTERY.parse().unwrap(),
        new_operator: operator.parse().unwrap(),
        parts: Parts::whole(),
        passport: passport.clone(),
        events: events().map(|event| event.reference).to_vec(),
        terms: Some("https://acme.example/terms/second-life".to_owned()),
    }
}

fn offer() -> TransferOffer {
    offer_to(NEW, &passport().reference)
}

pub(in crate::battery) fn acceptance_of(offer: &Reference) -> TransferAcceptance {
    TransferAcceptance {
        statement: statement("acceptance", NEW, "2034-08-10T00:00:00Z"),
        battery: BATTERY.parse().unwrap(),
        offer: offer.clone(),
        operator: NEW.parse().unwrap(),
    }
}

fn check(
    offer: &Signed,
    acceptance: &Signed,
    known: &Circumstances<'_>,
) -> Result<Accepted, TransferError> {
    let now = "2034-08-11T00:00:00Z".parse().unwrap();
    check_acceptance(offer.held(), acceptance.held(), now, known)
}

fn accepted() -> Accepted {
    let offer = Signed::new(offer().build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    check(&offer, &acceptance, &Circumstances::default()).unwrap()
}

#[test]
fn what_is_offered_and_accepted_reads_back() {
    let credential = offer().build().unwrap();
    assert_eq!(
        credential["type"],
        json!(["VerifiableCredential", "TransferOffer"])
    );
    assert_eq!(TransferOffer::read(&credential), Ok(offer()));
    let offer = Signed::new(credential).reference;
    let acceptance = acceptance_of(&offer);
    assert_eq!(
        TransferAcceptance::read(&acceptance.build()),
        Ok(acceptance)
    );
    for kind in [EndKind::Rejection, EndKind::Withdrawal] {
        let end = TransferEnd {
            statement: statement("end", NEW, "2034-08-09T00:00:00Z"),
            kind,
            battery: BATTERY.parse().unwrap(),
            offer: offer.clone(),
            reason: Some("capacity too low".to_owned()),
        };
        assert_eq!(TransferEnd::read(&end.build()), Ok(end));
    }
}

#[test]
fn an_acceptance_without_operator_means_its_issuer() {
    let mut credential = acceptance_of(&passport().reference).build();
    let subject = credential["credentialSubject"].as_object_mut().unwrap();
    subject.shift_remove("operator");
    let read = TransferAcceptance::read(&credential).unwrap();
    assert_eq!(read.operator.as_str(), NEW);
}

#[test]
fn an_offer_without_end_or_to_oneself_is_no_offer() {
    let mut endless = offer();
    endless.statement.valid_until = None;
    assert_eq!(endless.build(), Err(TransferError::NoExpiry));
    let error = offer_to(OLD, &passport().reference).build().unwrap_err();
    assert_eq!(error.code(), "transfer.to_oneself");
}

#[test]
fn both_consents_make_a_transfer() {
    let accepted = accepted();
    assert_eq!(accepted.holder().as_str(), NEW);
    assert_eq!(accepted.operator().as_str(), NEW);
}

#[test]
fn an_acceptance_that_does_not_fit_the_offer_is_refused() {
    type Change = fn(&mut TransferOffer, &mut TransferAcceptance);
    let cases: [(&str, &str, Change); 7] = [
        (
            "transfer.offer_altered",
            "/credentialSubject/offer/digestMultibase",
            |offer, _| {
                offer.terms = Some("another price".to_owned());
            },
        ),
        (
            "transfer.other_offer",
            "/credentialSubject/offer/id",
            |offer, _| {
                offer.statement.id = "urn:example:offer-2".to_owned();
            },
        ),
        ("transfer.not_addressed", "/issuer", |_, acceptance| {
            acceptance.statement.issuer = "did:web:stranger.example".parse().unwrap();
        }),
        (
            "transfer.other_battery",
            "/credentialSubject/id",
            |_, acceptance| {
                acceptance.battery = "https://id.acme.example/01/09506000134352/21/EV-000418"
                    .parse()
                    .unwrap();
            },
        ),
        ("transfer.offer_expired", "/validFrom", |_, acceptance| {
            acceptance.statement.valid_from = "2034-08-31T00:00:00Z".parse().unwrap();
        }),
        (
            "transfer.accepted_before_offer",
            "/validFrom",
            |_, acceptance| {
                acceptance.statement.valid_from = "2034-07-31T00:00:00Z".parse().unwrap();
            },
        ),
        (
            "transfer.other_offer",
            "/credentialSubject/offer/id",
            |_, acceptance| {
                acceptance.offer.id = "urn:example:offer-2".to_owned();
            },
        ),
    ];
    for (code, pointer, change) in cases {
        let mut offer = offer();
        let mut acceptance = acceptance_of(&Signed::new(offer.build().unwrap()).reference);
        change(&mut offer, &mut acceptance);
        let offer = Signed::new(offer.build().unwrap());
        let error = check(
            &offer,
            &Signed::new(acceptance.build()),
            &Circumstances::default(),
        )
        .unwrap_err();
        assert_eq!(error.code(), code);
        assert_eq!(error.pointer().as_deref(), Some(pointer), "{code}");
        assert!(error.hint().is_some(), "{code}");
    }
}

#[test]
fn an_acceptance_that_arrives_after_the_offer_expired_is_refused_whatever_its_own_time() {
    let offer = Signed::new(offer().build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    let late = "2034-09-01T00:00:00Z".parse().unwrap();
    let error = check_acceptance(
        offer.held(),
        acceptance.held(),
        late,
        &Circumstances::default(),
    );
    assert_eq!(error.unwrap_err().code(), "transfer.offer_expired");
}

#[test]
fn what_has_ended_or_happened_before_is_refused() {
    let offer = Signed::new(offer().build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    let end = |kind, issuer| TransferEnd {
        statement: statement("end", issuer, "2034-08-09T00:00:00Z"),
        kind,
        battery: BATTERY.parse().unwrap(),
        offer: offer.reference.clone(),
        reason: None,
    };
    let code = |known: &Circumstances<'_>| check(&offer, &acceptance, known).map_err(|e| e.code());
    for (ends, expected) in [
        (
            end(EndKind::Rejection, NEW),
            Some("transfer.offer_rejected"),
        ),
        (
            end(EndKind::Withdrawal, OLD),
            Some("transfer.offer_withdrawn"),
        ),
        (end(EndKind::Withdrawal, "did:web:stranger.example"), None),
        (end(EndKind::Rejection, OLD), None),
    ] {
        let ends = [ends];
        let known = Circumstances {
            ends: &ends,
            ..Circumstances::default()
        };
        assert_eq!(code(&known).err(), expected);
    }

    let mut second = acceptance_of(&offer.reference);
    second.statement.id = "urn:example:acceptance-2".to_owned();
    let first = Signed::new(second.build()).reference;
    let twice = Circumstances {
        accepted: Some(&first),
        transferred: true,
        ..Circumstances::default()
    };
    assert_eq!(code(&twice).err(), Some("transfer.accepted_twice"));
    let again = Circumstances {
        accepted: Some(&acceptance.reference),
        transferred: true,
        ..Circumstances::default()
    };
    assert!(code(&again).is_ok());

    let gone = Circumstances {
        transferred: true,
        ..Circumstances::default()
    };
    assert_eq!(code(&gone).err(), Some("transfer.already_transferred"));
    let newer = first;
    let stale = Circumstances {
        passport: Some(&newer),
        ..Circumstances::default()
    };
    assert_eq!(code(&stale).err(), Some("transfer.other_passport"));
}

fn plan(passport: &Signed, ids: usize) -> Result<Reissue, TransferError> {
    let events = events();
    let held = [events[0].held(), events[1].held()];
    let fresh = |id: &str| Fresh {
        id: id.to_owned(),
        status: vec![json!({"type": "BitstringStatusListEntry", "statusListIndex": "9"})],
    };
    let from = "2034-08-12T00:00:00Z".parse().unwrap();
    let ids = vec![fresh("urn:example:event-2"); ids];
    reissue(
        &accepted(),
        passport.held(),
        &held,
        from,
        fresh("urn:example:passport-2"),
        ids,
    )
}

#[test]
fn the_old_operator_issues_its_own_credentials_again_and_no_others() {
    let plan = plan(&passport(), 1).unwrap();
    let (old, new) = (passport(), &plan.passport);
    assert_eq!(new["id"], "urn:example:passport-2");
    assert_eq!(new["validFrom"], "2034-08-12T00:00:00Z");
    assert_eq!(new["issuer"], old.credential["issuer"]);
    assert_eq!(new["credentialStatus"][0]["statusListIndex"], "9");
    assert_eq!(new["credentialSubject"]["version"], 2);
    assert_eq!(
        new["credentialSubject"]["supersedes"],
        old.reference.to_value()
    );
    assert_eq!(
        new["credentialSubject"]["generalProductInformation"],
        old.credential["credentialSubject"]["generalProductInformation"]
    );
    assert_eq!(
        (plan.events.len(), plan.unchanged.as_slice()),
        (1, &[1][..])
    );
    let event = Event::read(&plan.events[0]).unwrap();
    let [own, _] = events();
    assert_eq!(event.supersedes, Some(own.reference.clone()));
    assert_eq!(event.time, Event::read(&own.credential).unwrap().time);
    assert_eq!(plan.holder.as_str(), NEW);
}

#[test]
fn a_passport_that_was_not_offered_is_not_issued_again() {
    let mut other = passport();
    other.credential["credentialSubject"]["version"] = json!(2);
    let other = Signed::new(other.credential);
    let error = plan(&other, 1).unwrap_err();
    assert_eq!(error.code(), "transfer.other_passport");
    let error = plan(&passport(), 2).unwrap_err();
    assert_eq!(error.code(), "transfer.id_count");
}

pub(in crate::battery) const AUTHORITY: &str = "did:web:surveillance.example";

pub(in crate::battery) fn order_of(passport: &Reference) -> SuccessionOrder {
    SuccessionOrder {
        statement: statement("order", AUTHORITY, "2034-08-05T00:00:00Z"),
        battery: BATTERY.parse().unwrap(),
        former_operator: OLD.parse().unwrap(),
        new_operator: NEW.parse().unwrap(),
        parts: Parts::whole(),
        passport: passport.clone(),
        ground: Ground::Insolvency,
        reason: Some("case 2034-118".to_owned()),
    }
}

#[test]
fn what_an_authority_orders_reads_back_and_is_accepted_like_an_offer() {
    let order = order_of(&passport().reference);
    let signed = Signed::new(order.build().unwrap());
    assert_eq!(SuccessionOrder::read(&signed.credential), Ok(order));
    let acceptance = Signed::new(acceptance_of(&signed.reference).build());
    let accepted = check(&signed, &acceptance, &Circumstances::default()).unwrap();
    assert!(accepted.proposal().is_order());
    assert_eq!(accepted.proposal().old_operator().as_str(), OLD);
    // Nobody signs for who is gone.
    let fresh = || Fresh {
        id: "urn:example:again".to_owned(),
        status: Vec::new(),
    };
    let at = "2034-08-12T00:00:00Z".parse().unwrap();
    let again = reissue(&accepted, passport().held(), &[], at, fresh(), Vec::new());
    assert_eq!(again.unwrap_err().code(), "transfer.not_the_issuer");
}

#[test]
fn an_order_is_about_two_others_and_says_why() {
    let order = || order_of(&passport().reference);
    for (issuer, former, code) in [
        (NEW, OLD, "transfer.own_order"),
        (OLD, OLD, "transfer.own_order"),
        (AUTHORITY, NEW, "transfer.to_oneself"),
    ] {
        let order = SuccessionOrder {
            statement: statement("order", issuer, "2034-08-05T00:00:00Z"),
            former_operator: former.parse().unwrap(),
            ..order()
        };
        assert_eq!(order.build().unwrap_err().code(), code, "{issuer}");
    }
    let mut credential = order().build().unwrap();
    credential["credentialSubject"]["ground"] = json!("because");
    let error = SuccessionOrder::read(&credential).unwrap_err();
    assert_eq!(
        error.pointer().as_deref(),
        Some("/credentialSubject/ground")
    );
    assert!("because".parse::<Ground>().is_err());
    for ground in Ground::ALL {
        assert_eq!(ground.to_string().parse(), Ok(ground));
    }
}

#[test]
fn an_order_that_expired_or_was_taken_back_is_not_accepted() {
    let mut order = order_of(&passport().reference);
    order.statement.valid_until = Some("2034-08-09T00:00:00Z".parse().unwrap());
    let signed = Signed::new(order.build().unwrap());
    let acceptance = Signed::new(acceptance_of(&signed.reference).build());
    let late = check(&signed, &acceptance, &Circumstances::default());
    assert_eq!(late.unwrap_err().code(), "transfer.offer_expired");

    let signed = Signed::new(order_of(&passport().reference).build().unwrap());
    let acceptance = Signed::new(acceptance_of(&signed.reference).build());
    let ends = [TransferEnd {
        statement: statement("end", AUTHORITY, "2034-08-06T00:00:00Z"),
        kind: EndKind::Withdrawal,
        battery: BATTERY.parse().unwrap(),
        offer: signed.reference.clone(),
        reason: None,
    }];
    let known = Circumstances {
        ends: &ends,
        ..Circumstances::default()
    };
    let ended = check(&signed, &acceptance, &known).unwrap_err();
    assert_eq!(ended.code(), "transfer.offer_withdrawn");
}
