//! The hands a battery went through, as nested lists that a style sheet draws as a line with branches; see
//! [`crate::provenance::drawing`].

use askama::Template;
use credentials::Did;
use jiff::Timestamp;

use crate::provenance::drawing::{Drawing, Passport, Row};
use crate::provenance::{Chain, Fault, Hand};
use crate::render::content::{plain, shortened};

/// The section of a page.
#[derive(Debug, Template)]
#[template(path = "chain.html")]
pub(super) struct ChainSection {
    steps: Vec<Step>,
    elsewhere: Vec<Wrong>,
    /// Somebody is called what it calls itself.
    own_words: bool,
}

#[derive(Debug)]
enum Step {
    Passport(Box<Station>),
    Follows { at: Moment, told: String },
    Begin,
    End,
}

#[derive(Debug)]
struct Station {
    id: String,
    what: String,
    again: bool,
    battery: String,
    operator: Name,
    from: Option<Moment>,
    status: &'static str,
    faults: Vec<Wrong>,
}

#[derive(Debug, Default)]
struct Name {
    name: Option<String>,
    did: String,
}

#[derive(Debug)]
struct Moment {
    exact: String,
    text: String,
}

#[derive(Debug)]
struct Wrong {
    code: &'static str,
    detail: String,
}

impl ChainSection {
    /// The section; none where nothing more is to be said than the check says.
    pub fn of(chain: &Chain) -> Option<Self> {
        if !chain.is_worth_drawing() {
            return None;
        }
        let drawing = Drawing::of(chain);
        let step = |row| match row {
            Row::Passport(passport) => Step::Passport(Box::new(Station::of(&passport, chain))),
            Row::Follows(link) => Step::Follows {
                at: Moment::of(link.at),
                told: shortened(&plain(&link.told(chain))),
            },
            Row::Begin { .. } => Step::Begin,
            Row::End => Step::End,
        };
        Some(Self {
            steps: drawing.rows.into_iter().map(step).collect(),
            elsewhere: drawing.elsewhere.into_iter().map(Wrong::of).collect(),
            own_words: chain.operators.iter().any(|operator| !operator.listed),
        })
    }
}

impl Station {
    fn of(passport: &Passport<'_>, chain: &Chain) -> Self {
        let hand = passport.hand;
        Self {
            id: plain(passport.id),
            what: plain(&hand.map_or_else(|| passport.id.to_owned(), Hand::what)),
            again: passport.again,
            battery: hand.map(|hand| plain(&hand.battery)).unwrap_or_default(),
            operator: hand
                .map(|hand| Name::of(&hand.issuer, chain))
                .unwrap_or_default(),
            from: hand.map(|hand| Moment::of(hand.from)),
            status: hand.and_then(|hand| hand.status).unwrap_or("unknown"),
            faults: passport
                .faults
                .iter()
                .map(|fault| Wrong::of(fault))
                .collect(),
        }
    }

    fn class(&self) -> &'static str {
        match (self.faults.is_empty(), self.status) {
            (false, _) | (_, "revoked" | "suspended") => "bad",
            (true, "active") => "good",
            (true, _) => "past",
        }
    }
}

impl Name {
    fn of(did: &Did, chain: &Chain) -> Self {
        Self {
            name: chain.name(did).map(|name| plain(&name)),
            did: did.to_string(),
        }
    }
}

impl Moment {
    fn of(time: Timestamp) -> Self {
        Self {
            exact: time.to_string(),
            text: time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        }
    }
}

impl Wrong {
    fn of(fault: &Fault) -> Self {
        Self {
            code: fault.code,
            detail: plain(&fault.detail),
        }
    }
}
