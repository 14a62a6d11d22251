//! What a report tells of the hands a battery went through.

use credentials::battery::Reference;
use credentials::battery::identifier::BatteryId;
use credentials::battery::parts::Parts;
use credentials::battery::provenance::{self, LinkKind, Word};
use credentials::{Did, Problem};
use jiff::Timestamp;
use serde::Serialize;

/// The hands, how they hang together, who they are, and what is wrong. Nothing when nobody asked.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Chain {
    /// The passports, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hands: Vec<Hand>,
    /// Which follows which, newest first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub links: Vec<Link>,
    /// The operators that have a name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub operators: Vec<Operator>,
    /// Everything that is wrong, each at its place; the first is the check's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub faults: Vec<Fault>,
}

/// One passport of the chain.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hand {
    /// Its id and digest.
    pub passport: Reference,
    /// The battery it is of.
    pub battery: String,
    /// Who answers for the battery by it.
    pub issuer: Did,
    /// From when on.
    pub from: Timestamp,
    /// What its status lists say: `active`, `transferred`, `ceased`, `superseded`, `revoked` or `suspended`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// The parts of the battery that it is for; all of it where none are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
    /// The parts that have left the battery.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<String>,
}

/// One passport and the one it follows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// Why it follows: `version`, `remainder`, `reissue`, `hand-over`, `succession` or `renewal`.
    pub kind: &'static str,
    /// The later passport.
    pub newer: Reference,
    /// The earlier one.
    pub older: Reference,
    /// Start of the later one.
    pub at: Timestamp,
    /// Who answered for the battery before.
    pub from: Did,
    /// Who did afterwards.
    pub to: Did,
    /// The acceptance that carries the hand-over, where one is needed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub acceptance: Option<Reference>,
    /// The authority's order that took the place of an offer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<Reference>,
    /// The parts of the earlier battery that went over; of a remainder: that left it. All of it where none are named.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parts: Vec<String>,
}

/// What an operator is called.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Operator {
    /// Who.
    pub did: Did,
    /// Its name.
    pub name: String,
    /// The reader's trust list says so; else the operator itself does, and anybody can call itself anything.
    pub listed: bool,
}

/// One thing that is wrong with the hands, at its place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Fault {
    /// Dotted and stable.
    pub code: &'static str,
    /// What was expected, and what was found.
    pub detail: String,
    /// Id of the credential where it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credential: Option<String>,
    /// JSON Pointer to the place, in what was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

impl Chain {
    /// Whether there is more to draw than the check itself says.
    pub fn is_worth_drawing(&self) -> bool {
        !self.links.is_empty() || self.faults.len() > 1
    }

    /// An operator by its [name](Self::name), and beside it the DID, which alone is proven.
    pub fn called(&self, did: &Did) -> String {
        match self.name(did) {
            Some(name) => format!("{name} ({did})"),
            None => did.to_string(),
        }
    }

    /// What the reader's list calls an operator; else, in quotation marks, what it calls itself.
    pub fn name(&self, did: &Did) -> Option<String> {
        let operators = &self.operators;
        let found = operators.binary_search_by(|operator| operator.did.cmp(did));
        let operator = operators.get(found.ok()?)?;
        Some(match operator.listed {
            true => operator.name.clone(),
            false => format!("“{}”", operator.name),
        })
    }
}

impl Hand {
    /// What a person knows the battery by: the serial number on it, and which parts of it are meant.
    pub(crate) fn what(&self) -> String {
        let id = self.battery.parse::<BatteryId>().ok();
        let serial = id.as_ref().and_then(BatteryId::serial);
        let name = serial.map_or_else(|| self.battery.clone(), ToString::to_string);
        match (self.parts.as_slice(), self.removed.as_slice()) {
            ([], []) => name,
            ([], removed) => format!("{name}, without {}", removed.join(", ")),
            (parts, _) => format!("{name}, only {}", parts.join(", ")),
        }
    }
}

impl Link {
    /// What happened, with the names of those who did it.
    pub(crate) fn told(&self, chain: &Chain) -> String {
        let (from, to) = (chain.called(&self.from), chain.called(&self.to));
        let parts = match self.parts.as_slice() {
            [] => None,
            [one] => Some(format!("the part {one}")),
            several => Some(format!("the parts {}", several.join(", "))),
        };
        let of =
            |parts: Option<String>| parts.map_or_else(String::new, |parts| format!(" {parts}"));
        match (self.kind, parts) {
            ("reissue", None) => format!("{from} issued it again for {to}"),
            ("reissue", Some(parts)) => format!("{from} issued it again for {to}, for {parts}"),
            ("hand-over", parts) => format!("{to} took over{} from {from}", of(parts)),
            ("succession", parts) => format!(
                "{to} took over{} from {from}, by an authority's order",
                of(parts)
            ),
            ("renewal", None) => format!("{to} renewed the battery"),
            ("renewal", Some(parts)) => format!("{to} made a battery of {parts}"),
            ("remainder", Some(parts)) => format!("{to} issued a new version, without {parts}"),
            _ => format!("{to} issued a new version"),
        }
    }
}

impl Fault {
    pub(super) fn new(credential: Option<&str>, problem: Problem) -> Self {
        Self {
            code: problem.code,
            detail: problem.message,
            credential: credential.map(str::to_owned),
            pointer: problem.pointer,
        }
    }
}

impl From<&provenance::Hand> for Hand {
    fn from(hand: &provenance::Hand) -> Self {
        Self {
            passport: hand.reference.clone(),
            battery: hand.battery.clone(),
            issuer: hand.issuer.clone(),
            from: hand.from,
            status: Some(hand.status)
                .filter(|status| *status != Word::Unknown)
                .map(Word::name),
            parts: names(&hand.parts),
            removed: names(&hand.removed),
        }
    }
}

fn names(parts: &Parts) -> Vec<String> {
    parts.names().map(str::to_owned).collect()
}

impl From<&provenance::Link> for Link {
    fn from(link: &provenance::Link) -> Self {
        Self {
            kind: match link.kind {
                LinkKind::Version => "version",
                LinkKind::Remainder => "remainder",
                LinkKind::Reissue => "reissue",
                LinkKind::HandOver => "hand-over",
                LinkKind::Succession => "succession",
                LinkKind::Renewal => "renewal",
            },
            newer: link.newer.clone(),
            older: link.older.clone(),
            at: link.at,
            from: link.from.clone(),
            to: link.to.clone(),
            acceptance: link.acceptance.clone(),
            order: link.order.clone(),
            parts: names(&link.parts),
        }
    }
}
