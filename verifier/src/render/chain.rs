//! The hands a battery went through, as a small tree: the newest passport on top, what it follows below it.

use std::collections::HashSet;

use platform::Ui;
use platform::ui::Style;

use super::content::{plain, shortened};
use crate::provenance::Link;

/// The tree of the links; nothing when there are none.
pub(super) fn tree(links: &[Link], ui: &Ui) -> String {
    let older: HashSet<&str> = links.iter().map(|link| link.older.id.as_str()).collect();
    let mut heads: Vec<&str> = Vec::new();
    for link in links {
        let id = link.newer.id.as_str();
        if !older.contains(id) && !heads.contains(&id) {
            heads.push(id);
        }
    }
    let mut tree = Tree {
        links,
        ui,
        drawn: HashSet::new(),
        out: String::new(),
    };
    for head in heads {
        tree.out += &format!("  {}\n", plain(head));
        tree.below(head, "  ");
    }
    if tree.out.is_empty() {
        return String::new();
    }
    format!(
        "\n{}\n{}",
        ui.paint(Style::Heading, "How it came here"),
        tree.out
    )
}

struct Tree<'l> {
    links: &'l [Link],
    ui: &'l Ui,
    /// A passport that two others follow is drawn out once.
    drawn: HashSet<&'l str>,
    out: String,
}

impl<'l> Tree<'l> {
    fn below(&mut self, newer: &'l str, indent: &str) {
        if !self.drawn.insert(newer) {
            return;
        }
        let several: Vec<&Link> = self
            .links
            .iter()
            .filter(|link| link.newer.id == newer)
            .collect();
        for (n, link) in several.iter().enumerate() {
            let (branch, stem) = match n + 1 == several.len() {
                true => ("└─", "  "),
                false => ("├─", "│ "),
            };
            let why = self.ui.paint(Style::Dim, &plain(&why(link)));
            self.out += &format!("{indent}{branch} {why}\n");
            let indent = format!("{indent}{stem} ");
            self.out += &format!("{indent}{}\n", plain(&link.older.id));
            self.below(&link.older.id, &indent);
        }
    }
}

fn why(link: &Link) -> String {
    let (from, to) = (shortened(link.from.as_str()), shortened(link.to.as_str()));
    match link.kind {
        "reissue" => format!("{} {from} issued it again for {to}", link.at),
        "hand-over" => format!("{} {to} took over from {from}", link.at),
        "renewal" => format!("{} {to} renewed the battery", link.at),
        _ => format!("{} {to} issued a new version", link.at),
    }
}
