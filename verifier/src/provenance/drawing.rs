//! How a chain is drawn, on a terminal and on a page alike: the newest passport on top, below it what it follows, and
//! what is wrong beside the passport where it shows.
//!
//! A battery that is made of several has several histories: each is a branch, and one that branches share is drawn
//! once. Whoever sends a history decides how long it is, so nothing here calls itself, and a straight line of passports
//! goes straight down.

use std::collections::{HashMap, HashSet};

use super::chain::{Chain, Fault, Hand, Link};

/// What is drawn, from top to bottom.
#[derive(Debug, PartialEq)]
pub(crate) struct Drawing<'c> {
    pub rows: Vec<Row<'c>>,
    /// What is wrong with what is no passport of the chain: offers, acceptances, orders, events, and what hangs loose.
    pub elsewhere: Vec<&'c Fault>,
}

/// One thing that is drawn.
#[derive(Debug, PartialEq)]
pub(crate) enum Row<'c> {
    Passport(Passport<'c>),
    /// Why the passport above follows the one below.
    Follows(&'c Link),
    /// A history of its own begins, one of several; whether it is the last of them.
    Begin {
        last: bool,
    },
    /// It ends.
    End,
}

/// A passport in the drawing.
#[derive(Debug, PartialEq)]
pub(crate) struct Passport<'c> {
    pub id: &'c str,
    pub hand: Option<&'c Hand>,
    pub faults: Vec<&'c Fault>,
    /// It is drawn above, with what is wrong and what comes before.
    pub again: bool,
    /// Something comes below it.
    pub follows: bool,
}

impl<'c> Drawing<'c> {
    pub fn of(chain: &'c Chain) -> Self {
        let older: HashSet<&str> = chain
            .links
            .iter()
            .map(|link| link.older.id.as_str())
            .collect();
        let mut below: HashMap<&str, Vec<&Link>> = HashMap::new();
        let mut heads = Vec::new();
        for link in &chain.links {
            let id = link.newer.id.as_str();
            let links = below.entry(id).or_default();
            if links.is_empty() && !older.contains(id) {
                heads.push(id);
            }
            links.push(link);
        }
        let mut faults: HashMap<Option<&str>, Vec<&Fault>> = HashMap::new();
        for fault in &chain.faults {
            faults
                .entry(fault.credential.as_deref())
                .or_default()
                .push(fault);
        }
        let hands = chain.hands.iter();
        let mut pen = Pen {
            hands: hands
                .map(|hand| (hand.passport.id.as_str(), hand))
                .collect(),
            below,
            faults,
            drawn: HashSet::new(),
            rows: Vec::new(),
        };
        // What follows something that is not here, or nothing.
        let alone = chain.hands.iter().map(|hand| hand.passport.id.as_str());
        heads.extend(alone.filter(|id| !older.contains(id) && !pen.below.contains_key(id)));
        if heads.is_empty() {
            heads.extend(chain.hands.first().map(|hand| hand.passport.id.as_str()));
        }
        for head in heads {
            pen.draw(head);
        }
        let at_a_passport = |fault: &&Fault| {
            let id = fault.credential.as_deref();
            id.is_some_and(|id| pen.drawn.contains(id))
        };
        let faults = chain.faults.iter();
        Self {
            elsewhere: faults.filter(|fault| !at_a_passport(fault)).collect(),
            rows: pen.rows,
        }
    }
}

struct Pen<'c> {
    hands: HashMap<&'c str, &'c Hand>,
    below: HashMap<&'c str, Vec<&'c Link>>,
    faults: HashMap<Option<&'c str>, Vec<&'c Fault>>,
    drawn: HashSet<&'c str>,
    rows: Vec<Row<'c>>,
}

/// What is still to be drawn.
enum Next<'c> {
    Passport(&'c str, usize),
    Row(Row<'c>),
}

impl<'c> Pen<'c> {
    fn draw(&mut self, head: &'c str) {
        let mut open = vec![Next::Passport(head, 0)];
        while let Some(next) = open.pop() {
            match next {
                Next::Row(row) => self.rows.push(row),
                Next::Passport(id, depth) => self.passport(id, depth, &mut open),
            }
        }
    }

    fn passport(&mut self, id: &'c str, depth: usize, open: &mut Vec<Next<'c>>) {
        let again = !self.drawn.insert(id);
        let links = match again {
            true => Vec::new(),
            false => self.below.remove(id).unwrap_or_default(),
        };
        self.rows.push(Row::Passport(Passport {
            id,
            hand: self.hands.get(id).copied(),
            faults: match again {
                true => Vec::new(),
                false => self.faults.remove(&Some(id)).unwrap_or_default(),
            },
            again,
            follows: !links.is_empty(),
        }));
        let branches = links.len() > 1 && depth < DEEPEST;
        let count = links.len();
        for (n, link) in links.into_iter().enumerate().rev() {
            if branches {
                open.push(Next::Row(Row::End));
            }
            let depth = depth + usize::from(branches);
            open.push(Next::Passport(&link.older.id, depth));
            open.push(Next::Row(Row::Follows(link)));
            if branches {
                let last = n + 1 == count;
                open.push(Next::Row(Row::Begin { last }));
            }
        }
    }
}

/// Branches of branches go no further to the right than this.
const DEEPEST: usize = 12;

#[cfg(test)]
mod tests {
    use credentials::battery::Reference;

    use super::*;

    fn passport(n: usize) -> Reference {
        Reference {
            id: format!("urn:example:{n}"),
            digest_multibase: format!("u{n}"),
        }
    }

    fn link(newer: usize, older: usize) -> Link {
        let operator: credentials::Did = "did:web:a.example".parse().unwrap();
        Link {
            kind: "renewal",
            newer: passport(newer),
            older: passport(older),
            at: jiff::Timestamp::UNIX_EPOCH,
            from: operator.clone(),
            to: operator,
            acceptance: None,
            order: None,
            parts: Vec::new(),
        }
    }

    fn drawn(links: &[(usize, usize)]) -> String {
        let chain = Chain {
            links: links
                .iter()
                .map(|(newer, older)| link(*newer, *older))
                .collect(),
            ..Chain::default()
        };
        let mut out = String::new();
        for row in Drawing::of(&chain).rows {
            match row {
                Row::Passport(passport) => {
                    out += passport.id.rsplit(':').next().unwrap();
                    out += if passport.again { "!" } else { "" };
                }
                Row::Follows(_) => out += "<",
                Row::Begin { .. } => out += "(",
                Row::End => out += ")",
            }
        }
        out
    }

    #[test]
    fn a_line_goes_straight_down_and_what_was_made_of_several_branches() {
        assert_eq!(drawn(&[(3, 2), (2, 1)]), "3<2<1");
        assert_eq!(drawn(&[(4, 3), (4, 2), (3, 1)]), "4(<3<1)(<2)");
    }

    #[test]
    fn a_history_that_branches_share_is_drawn_once() {
        assert_eq!(drawn(&[(4, 3), (4, 2), (3, 1), (2, 1)]), "4(<3<1)(<2<1!)");
    }

    #[test]
    fn a_circle_ends() {
        assert_eq!(drawn(&[(3, 2), (2, 1), (1, 2)]), "3<2<1<2!");
    }

    #[test]
    fn a_history_of_very_many_hands_is_drawn_and_does_not_run_off_the_page() {
        let line: Vec<_> = (1..50_000).rev().map(|n| (n + 1, n)).collect();
        assert_eq!(drawn(&line).matches('<').count(), 49_999);
        let ladder: Vec<_> = (1..5_000)
            .rev()
            .flat_map(|n| [(n + 1, n), (n + 1, n + 1_000_000)])
            .collect();
        let drawn = drawn(&ladder);
        assert_eq!(drawn.matches('(').count(), 2 * DEEPEST);
        assert_eq!(drawn.matches('<').count(), ladder.len());
    }
}
