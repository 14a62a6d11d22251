//! A battery goes from its manufacturer to another operator: everything that is signed on the way.

use credentials::battery::transfer::{
    Circumstances, Fresh, Held, TransferAcceptance, TransferOffer, check_acceptance, reissue,
};
use credentials::battery::{Bundle, BundleKind, PassportDraft, Reference, Statement};
use credentials::secured::Secured;
use serde_json::Value;

use super::cast::Role;
use super::content::{self, brief};
use super::row::Row;
use super::status::{Standing, entries};
use super::time;

/// What the two operators signed, in order.
#[derive(Debug, Clone)]
pub struct Handover {
    /// The passport that is offered; its status is `transferred`.
    pub first: Secured,
    /// An event that goes with it.
    pub event: Secured,
    /// The manufacturer's consent.
    pub offer: Secured,
    /// The new operator's consent.
    pub acceptance: Secured,
    /// The same passport, issued again for the new operator.
    pub reissued: Secured,
    /// The same event, issued again.
    pub event_again: Secured,
    /// The new operator's own passport.
    pub own: Secured,
}

impl Handover {
    /// The hand-over of the sample battery in a row.
    pub fn new(row: Row) -> Self {
        let (issuer, successor) = (row.party(Role::Issuer), row.party(Role::Successor));
        let status = entries(&issuer, Standing::Transferred);
        let passport = row
            .passport("first", brief(&content::whole()), status)
            .build()
            .unwrap();
        let first = row.secure(&passport, &issuer, time::ISSUED);
        let event = row.secure(&row.event("event"), &issuer, time::EVENT);
        let battery = passport["credentialSubject"]["id"].as_str().unwrap();
        let offer = TransferOffer {
            statement: Statement {
                valid_until: Some(time::OFFER_ENDS),
                ..Statement::new(row.id("offer"), issuer.did.clone(), time::OFFERED)
            },
            battery: battery.parse().unwrap(),
            new_operator: successor.did.clone(),
            passport: first.reference().unwrap(),
            events: vec![event.reference().unwrap()],
            terms: None,
        };
        let offer = row.secure(&offer.build().unwrap(), &issuer, time::OFFERED);
        let acceptance = TransferAcceptance {
            statement: Statement::new(row.id("acceptance"), successor.did.clone(), time::ACCEPTED),
            battery: battery.parse().unwrap(),
            offer: offer.reference().unwrap(),
            operator: successor.did.clone(),
        };
        let acceptance = row.secure(&acceptance.build(), &successor, time::ACCEPTED);
        let (passport, events) = again(row, &first, &event, &offer, &acceptance);
        let holder = Some(successor.public());
        let reissued = row.secure_for(holder, &passport, &issuer, time::REISSUED);
        let event_again = row.secure(&events[0], &issuer, time::REISSUED);
        let own = own_passport(row, reissued.reference().unwrap());
        Self {
            own: row.secure_for(holder, &own, &successor, time::TAKEN_OVER),
            first,
            event,
            offer,
            acceptance,
            reissued,
            event_again,
        }
    }

    /// What the manufacturer hands over: both consents, and what it issued again.
    pub fn transfer(&self) -> Value {
        let members = [
            &self.offer,
            &self.acceptance,
            &self.reissued,
            &self.event_again,
        ];
        bundle(BundleKind::Transfer, members)
    }
}

/// Credentials that travel together.
pub fn bundle<'s>(kind: BundleKind, members: impl IntoIterator<Item = &'s Secured>) -> Value {
    let credentials = members.into_iter().cloned().collect();
    Bundle { kind, credentials }.to_value()
}

/// The new operator's own passport, in which the battery stores energy at home.
pub fn own_passport(row: Row, predecessor: Reference) -> Value {
    let subject = brief(&issuer::sample::second_life_passport());
    PassportDraft {
        id: row.id("own"),
        issuer: row.party(Role::Successor).did.to_string(),
        issuer_name: Some("Rewatt".into()),
        valid_from: time::TAKEN_OVER,
        predecessor: vec![predecessor],
        ..row.passport("own", subject, Vec::new())
    }
    .build()
    .unwrap()
}

/// What the manufacturer issues again once the offer was accepted.
fn again(
    row: Row,
    first: &Secured,
    event: &Secured,
    offer: &Secured,
    acceptance: &Secured,
) -> (Value, Vec<Value>) {
    let held =
        [first, event, offer, acceptance].map(|one| (one.credential(), one.reference().unwrap()));
    let [first, event, offer, acceptance] = held.each_ref().map(|(credential, reference)| Held {
        credential,
        reference,
    });
    let accepted =
        check_acceptance(offer, acceptance, time::ACCEPTED, &Circumstances::default()).unwrap();
    let issuer = row.party(Role::Issuer);
    let fresh_passport = Fresh {
        id: row.id("reissued"),
        status: entries(&issuer, Standing::Clear),
    };
    let fresh_event = Fresh {
        id: row.id("event again"),
        status: Vec::new(),
    };
    let again = reissue(
        &accepted,
        first,
        &[event],
        time::REISSUED,
        fresh_passport,
        vec![fresh_event],
    )
    .unwrap();
    (again.passport, again.events)
}
