//! A battery goes from its manufacturer to another operator: everything that is signed on the way.

use credentials::battery::transfer::{
    Circumstances, Fresh, Held, TransferAcceptance, TransferOffer, check_acceptance, reissue,
};
use credentials::battery::{
    BatteryId, Bundle, BundleKind, Parts, PassportDraft, Reference, Statement,
};
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
        Self::of_first(row, Standing::Transferred)
    }

    /// The same, where the passport that was offered has this standing afterwards.
    pub fn of_first(row: Row, standing: Standing) -> Self {
        let (issuer, successor) = (row.party(Role::Issuer), row.party(Role::Successor));
        let status = entries(row, standing);
        let passport = row.passport("first", brief(&content::whole()), status);
        let first = row.secure(&passport.build().unwrap(), &issuer, time::ISSUED);
        let event = row.secure(&row.event("event"), &issuer, time::EVENT);
        let offer = offer(row, &first, &event).build().unwrap();
        let offer = row.secure(&offer, &issuer, time::OFFERED);
        let acceptance = acceptance(row, &offer).build();
        let acceptance = row.secure(&acceptance, &successor, time::ACCEPTED);
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

/// The manufacturer's consent.
pub fn offer(row: Row, first: &Secured, event: &Secured) -> TransferOffer {
    let issuer = row.party(Role::Issuer).did;
    TransferOffer {
        statement: Statement {
            valid_until: Some(time::OFFER_ENDS),
            ..Statement::new(row.id("offer"), issuer, time::OFFERED)
        },
        battery: battery(),
        new_operator: row.party(Role::Successor).did,
        parts: Parts::whole(),
        passport: first.reference().unwrap(),
        events: vec![event.reference().unwrap()],
        terms: None,
    }
}

/// The new operator's consent.
pub fn acceptance(row: Row, offer: &Secured) -> TransferAcceptance {
    let successor = row.party(Role::Successor).did;
    TransferAcceptance {
        statement: Statement::new(row.id("acceptance"), successor.clone(), time::ACCEPTED),
        battery: battery(),
        offer: offer.reference().unwrap(),
        operator: successor,
    }
}

fn battery() -> BatteryId {
    content::whole()["id"].as_str().unwrap().parse().unwrap()
}

/// The new operator's own passport, in which the battery stores energy at home.
pub fn own_passport(row: Row, predecessor: Reference) -> Value {
    let subject = brief(&issuer::sample::second_life_passport());
    PassportDraft {
        id: row.id("own"),
        issuer: row.party(Role::Successor).did.to_string(),
        issuer_name: Some("Rewatt".into()),
        valid_from: time::TAKEN_OVER,
        predecessor: vec![predecessor.into()],
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
    let fresh_passport = Fresh {
        id: row.id("reissued"),
        status: entries(row, Standing::Clear),
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
