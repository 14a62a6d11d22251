//! Batteries that become several or one of several, and one whose operator is gone.
//!
//! Each history is a list of files, so that bad cases put another one in the place of one of them.

use credentials::battery::transfer::{
    Circumstances, Fresh, Ground, Held, SuccessionOrder, TransferOffer, check_acceptance, reissue,
    remaining,
};
use credentials::battery::{Parts, PassportDraft, Predecessor, Reference, Statement};
use credentials::secured::Secured;
use serde_json::{Value, json};

use super::case::{Ask, Case, Kind, Set};
use super::cast::Role;
use super::content::{self, brief};
use super::edges::ROW;
use super::handover::{acceptance, offer};
use super::status::{Standing, entries};
use super::{TRUST, good, time};

/// One module of a pack has gone; the rest stays.
pub const SPLIT: &str = "edge/split";
/// The module and another pack have become one battery.
pub const MERGE: &str = "edge/merge";
/// An authority ordered who follows.
pub const ORDER: &str = "edge/order";

/// The part that goes.
const PART: &str = "M1";
/// Who is trusted as what, the authority too.
const OPERATORS: &str = "edge/order-trust.json";

pub(super) fn add(set: &mut Set) {
    let split = Split::new();
    let files = [
        ("split-first", &split.first),
        ("split-offer", &split.offer),
        ("split-acceptance", &split.acceptance),
        ("split-part", &split.part),
        ("split-rest", &split.rest),
        ("split-own", &split.own),
    ];
    let files = files
        .map(|(name, secured)| put(set, name, secured))
        .to_vec();
    let about = "A module of a pack went to another operator, who made a battery of it; the pack without it is still its manufacturer's";
    add_case(set, SPLIT, about, files.clone(), TRUST);

    let other = PassportDraft {
        issuer: ROW.party(Role::Successor).did.to_string(),
        issuer_name: Some("Rewatt".into()),
        ..ROW.passport("other pack", brief(&other_pack()), Vec::new())
    };
    let other = ROW.secure(
        &other.build().unwrap(),
        &ROW.party(Role::Successor),
        time::ISSUED,
    );
    let named = [followed(&split.part, &[]), followed(&other, &[])];
    let merged = own(&named, "merged");
    let mut merge = files;
    merge.pop();
    for (name, secured) in [("merge-other", &other), ("merge-own", &merged)] {
        merge.push(put(set, name, secured));
    }
    let about = "A module of one pack and the whole of another became one battery, which names both as predecessors";
    add_case(set, MERGE, about, merge, OPERATORS);

    let orphaned = Orphaned::new();
    let files = [
        ("order-first", &orphaned.first),
        ("order", &orphaned.order),
        ("order-acceptance", &orphaned.acceptance),
        ("order-own", &orphaned.own),
    ];
    let files = files
        .map(|(name, secured)| put(set, name, secured))
        .to_vec();
    set.put_json(OPERATORS, &operators("authority"));
    let about = "The manufacturer is insolvent: an authority ordered who follows, who accepted the order and issued its own passport";
    add_case(set, ORDER, about, files, OPERATORS);
}

fn put(set: &mut Set, name: &str, secured: &Secured) -> String {
    set.put(format!("edge/{name}.json"), secured.to_file())
}

fn add_case(set: &mut Set, id: &str, about: &str, files: Vec<String>, trust: &str) {
    let name = id.trim_start_matches("edge/");
    set.add(Case {
        id: id.into(),
        verify: Ask {
            chain: true,
            trust: Some(trust.into()),
            ..Ask::plain()
        },
        ..good::case(ROW, Kind::History, name, about, files)
    });
}

/// A trust list of all that act here; the authority as this.
pub fn operators(authority: &str) -> Value {
    let entry = |role: Role, roles: &[&str]| json!({"did": ROW.party(role).did, "roles": roles});
    json!({"issuers": [
        entry(Role::Issuer, &["manufacturer"]),
        entry(Role::Successor, &["manufacturer", "repurposer"]),
        entry(Role::Authority, &[authority]),
    ]})
}

/// A pack of which a module goes.
pub struct Split {
    /// The pack's passport.
    pub first: Secured,
    offer: Secured,
    acceptance: Secured,
    /// Issued again for the module.
    pub part: Secured,
    /// The next version of the pack's, without the module.
    pub rest: Secured,
    own: Secured,
}

impl Split {
    /// With all consents.
    pub fn new() -> Self {
        let (maker, successor) = (ROW.party(Role::Issuer), ROW.party(Role::Successor));
        let status = entries(ROW, Standing::Superseded);
        let first = ROW.passport("pack", brief(&content::whole()), status);
        let first = ROW.secure(&first.build().unwrap(), &maker, time::ISSUED);
        let event = ROW.secure(&ROW.event("event"), &maker, time::EVENT);
        let offered = TransferOffer {
            statement: Statement {
                id: ROW.id("offer of a part"),
                ..offer(ROW, &first, &event).statement
            },
            parts: Parts::named([PART]).unwrap(),
            events: Vec::new(),
            ..offer(ROW, &first, &event)
        };
        let offer = ROW.secure(&offered.build().unwrap(), &maker, time::OFFERED);
        let mut accepted = acceptance(ROW, &offer);
        accepted.statement.id = ROW.id("acceptance of a part");
        let acceptance = ROW.secure(&accepted.build(), &successor, time::ACCEPTED);

        let held =
            [&first, &offer, &acceptance].map(|one| (one.credential(), one.reference().unwrap()));
        let [passport, offered, accepted] = held.each_ref().map(|(credential, reference)| Held {
            credential,
            reference,
        });
        let known = Circumstances::default();
        let accepted = check_acceptance(offered, accepted, time::ACCEPTED, &known).unwrap();
        let fresh = |what: &str| Fresh {
            id: ROW.id(what),
            status: entries(ROW, Standing::Clear),
        };
        let (at, again) = (time::REISSUED, fresh("part"));
        let part = reissue(&accepted, passport, &[], at, again, Vec::new())
            .unwrap()
            .passport;
        let rest = remaining(&accepted, passport, at, fresh("rest")).unwrap();
        let part = ROW.secure_for(Some(successor.public()), &part, &maker, at);
        Self {
            own: own(&[followed(&part, &[])], "own of a part"),
            rest: ROW.secure(&rest, &maker, at),
            first,
            offer,
            acceptance,
            part,
        }
    }
}

/// The new operator's own passport of a battery made of these.
pub fn own(predecessor: &[Predecessor], what: &str) -> Secured {
    let successor = ROW.party(Role::Successor);
    let passport = PassportDraft {
        issuer: successor.did.to_string(),
        issuer_name: Some("Rewatt".into()),
        valid_from: time::TAKEN_OVER,
        predecessor: predecessor.to_vec(),
        ..ROW.passport(
            what,
            brief(&issuer::sample::second_life_passport()),
            Vec::new(),
        )
    };
    ROW.secure(&passport.build().unwrap(), &successor, time::TAKEN_OVER)
}

/// A passport as a predecessor, for these parts.
pub fn followed(passport: &Secured, parts: &[&str]) -> Predecessor {
    Predecessor {
        passport: passport.reference().unwrap(),
        parts: Parts::named(parts.iter().copied()).unwrap(),
    }
}

/// A battery whose operator is gone.
pub struct Orphaned {
    /// The passport as it was last published.
    pub first: Secured,
    order: Secured,
    acceptance: Secured,
    own: Secured,
}

impl Orphaned {
    /// With order, acceptance and the new operator's passport.
    pub fn new() -> Self {
        let (maker, successor) = (ROW.party(Role::Issuer), ROW.party(Role::Successor));
        let status = entries(ROW, Standing::Clear);
        let first = ROW.passport("orphan", brief(&content::whole()), status);
        let first = ROW.secure(&first.build().unwrap(), &maker, time::ISSUED);
        let order = order(first.reference().unwrap());
        let order = ROW.secure(
            &order.build().unwrap(),
            &ROW.party(Role::Authority),
            time::OFFERED,
        );
        let mut accepted = acceptance(ROW, &order);
        accepted.statement.id = ROW.id("acceptance of the order");
        Self {
            acceptance: ROW.secure(&accepted.build(), &successor, time::ACCEPTED),
            own: own(&[followed(&first, &[])], "own of the orphan"),
            first,
            order,
        }
    }
}

/// The authority's order on the passport of the sample battery.
pub fn order(passport: Reference) -> SuccessionOrder {
    SuccessionOrder {
        statement: Statement {
            valid_until: Some(time::OFFER_ENDS),
            ..Statement::new(
                ROW.id("order"),
                ROW.party(Role::Authority).did,
                time::OFFERED,
            )
        },
        battery: content::whole()["id"].as_str().unwrap().parse().unwrap(),
        former_operator: ROW.party(Role::Issuer).did,
        new_operator: ROW.party(Role::Successor).did,
        parts: Parts::whole(),
        passport,
        ground: Ground::Insolvency,
        reason: None,
    }
}

/// Another pack of the same kind, which is the new operator's own.
fn other_pack() -> Value {
    let mut content = content::whole();
    let other = content["id"]
        .as_str()
        .unwrap()
        .replace("0001234", "0001299");
    content["generalProductInformation"]["productIdentifier"] = json!(other);
    content["id"] = json!(other);
    content
}
