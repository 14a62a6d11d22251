//! The hands a battery went through, as a small tree: the newest passport on top, what it follows below it, and what is
//! wrong beside the passport where it shows.

use std::collections::{HashMap, HashSet};

use platform::Ui;
use platform::ui::{Mark, Style};

use super::content::{plain, shortened};
use crate::provenance::{Fault, Link};
use crate::report::Check;

/// The tree of the links; nothing when there are none and nothing more is to be said than the check says.
pub(super) fn tree(check: &Check, ui: &Ui) -> String {
    let links = &check.links;
    let older: HashSet<&str> = links.iter().map(|link| link.older.id.as_str()).collect();
    let mut heads: Vec<&str> = Vec::new();
    let mut listed = HashSet::new();
    for link in links {
        let id = link.newer.id.as_str();
        if !older.contains(id) && listed.insert(id) {
            heads.push(id);
        }
    }
    let mut below: HashMap<&str, Vec<&Link>> = HashMap::new();
    for link in links {
        below.entry(&link.newer.id).or_default().push(link);
    }
    let mut tree = Tree {
        below,
        faults: &check.faults,
        ui,
        drawn: HashSet::new(),
        out: String::new(),
    };
    for head in heads {
        tree.passport(head, "  ");
        tree.below(head, "  ");
    }
    if links.is_empty() && check.faults.len() < 2 {
        return String::new();
    }
    tree.elsewhere();
    format!(
        "\n{}\n{}",
        ui.paint(Style::Heading, "How it came here"),
        tree.out
    )
}

struct Tree<'l> {
    below: HashMap<&'l str, Vec<&'l Link>>,
    faults: &'l [Fault],
    ui: &'l Ui,
    /// A passport that two others follow is drawn out once.
    drawn: HashSet<&'l str>,
    out: String,
}

impl<'l> Tree<'l> {
    /// A passport, and once what is wrong with it.
    fn passport(&mut self, id: &str, indent: &str) {
        self.out += &format!("{indent}{}\n", plain(id));
        if self.drawn.contains(id) {
            return;
        }
        let faults = self.faults;
        for fault in faults {
            if fault.credential.as_deref() == Some(id) {
                self.fault(fault, indent);
            }
        }
    }

    /// What is wrong with what is no passport of the tree: offers, acceptances, orders, events, and what hangs loose.
    fn elsewhere(&mut self) {
        let faults = self.faults;
        for fault in faults {
            let id = fault.credential.as_deref();
            if !id.is_some_and(|id| self.drawn.contains(id)) {
                self.fault(fault, "  ");
            }
        }
    }

    fn fault(&mut self, fault: &Fault, indent: &str) {
        let mark = self.ui.painted_mark(Mark::Fail);
        let said = shortened(&plain(&fault.detail));
        self.out += &format!("{indent}{mark} {said} [{}]\n", fault.code);
    }

    fn below(&mut self, newer: &'l str, indent: &str) {
        if !self.drawn.insert(newer) {
            return;
        }
        let several = self.below.remove(newer).unwrap_or_default();
        for (n, link) in several.iter().enumerate() {
            let (branch, stem) = match n + 1 == several.len() {
                true => ("└─", "  "),
                false => ("├─", "│ "),
            };
            let why = self.ui.paint(Style::Dim, &plain(&why(link)));
            self.out += &format!("{indent}{branch} {why}\n");
            let indent = format!("{indent}{stem} ");
            self.passport(&link.older.id, &indent);
            self.below(&link.older.id, &indent);
        }
    }
}

fn why(link: &Link) -> String {
    let (from, to) = (shortened(link.from.as_str()), shortened(link.to.as_str()));
    match link.kind {
        "reissue" => format!("{} {from} issued it again for {to}", link.at),
        "hand-over" => format!("{} {to} took over from {from}", link.at),
        "succession" => format!(
            "{} {to} took over from {from}, by an authority's order",
            link.at
        ),
        "renewal" => format!("{} {to} renewed the battery", link.at),
        _ => format!("{} {to} issued a new version", link.at),
    }
}
