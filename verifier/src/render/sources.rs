//! Who says so, attribute by attribute: the total that is proved, and whose word it rests on.

use credentials::battery::describe::unit;
use platform::Ui;
use platform::ui::{Mark, Style};

use super::content::{plain, shortened, wrapped};
use crate::report::{SourceState, SourceStatus, SourcesReport, TotalState};

/// An attribute that others than the passport's issuer stand behind.
#[derive(Debug)]
pub(crate) struct Backed {
    /// What people call it.
    pub title: String,
    /// What its shares add up to, where it is made of shares.
    pub total: Option<String>,
    /// Whose word it is, as far as that is shown, and what came of it.
    pub words: Vec<(Mark, String)>,
}

impl Backed {
    /// Every attribute with a total or a statement.
    pub fn all(sources: &SourcesReport) -> Vec<Self> {
        let mut order: Vec<(&str, &str)> = Vec::new();
        let totals = sources
            .totals
            .iter()
            .map(|one| (&one.attribute, &one.title));
        let statements = sources
            .statements
            .iter()
            .map(|one| (&one.attribute, &one.title));
        for (attribute, title) in totals.chain(statements) {
            if order.iter().all(|(known, _)| known != attribute) {
                order.push((attribute, title));
            }
        }
        let backed = |(attribute, title): (&str, &str)| {
            let total = sources.totals.iter().find(|one| one.attribute == attribute);
            let of = sources
                .statements
                .iter()
                .filter(|one| one.attribute == attribute);
            Self {
                title: plain(title),
                total: total.map(proved),
                words: of.map(|one| word(one, total)).collect(),
            }
        };
        order.into_iter().map(backed).collect()
    }
}

impl Backed {
    /// How the worst of its words stands, in a page.
    pub fn class(&self) -> &'static str {
        let has = |wanted: fn(&Mark) -> bool| self.words.iter().any(|(mark, _)| wanted(mark));
        match () {
            () if has(|mark| matches!(mark, Mark::Fail)) => "bad",
            () if has(|mark| matches!(mark, Mark::Warn)) => "wait",
            () if self.total.is_none() && has(|mark| matches!(mark, Mark::Skip)) => "past",
            () => "good",
        }
    }
}

/// What is said at the end, so that nobody takes silence for a supplier, or what is withheld for the issuer's word.
pub(crate) const REST: &str =
    "Of everything else, nothing that is shown names anybody but the passport's issuer.";

/// A section of the report.
pub(super) fn told(sources: &SourcesReport, ui: &Ui) -> String {
    let mut out = format!("\n{}\n", ui.paint(Style::Heading, "Who says so"));
    for backed in Backed::all(sources) {
        let room = ui.width().saturating_sub(6).max(24);
        let text = match &backed.total {
            Some(total) => format!("{}: {total}", backed.title),
            None => backed.title,
        };
        out += &hanging("  ", "    ", &text, room);
        for (mark, said) in &backed.words {
            let first = format!("    {} ", ui.painted_mark(*mark));
            out += &hanging(&first, "      ", said, room);
        }
    }
    out + &format!("  {}\n", ui.paint(Style::Dim, REST))
}

fn proved(total: &TotalState) -> String {
    let sum = format!("{} {}", total.sum, unit(total.unit));
    match (total.shares, total.shown) {
        (1, 0) => format!("{sum}, by 1 share that is withheld"),
        (1, 1) => format!("{sum}, by 1 share"),
        (shares, 0) => format!("{sum}, proved to be the sum of {shares} shares that are withheld"),
        (shares, shown) if shares == shown => format!("{sum}, the sum of {shares} shares"),
        (shares, shown) => {
            format!("{sum}, proved to be the sum of {shares} shares, {shown} of them shown")
        }
    }
}

fn word(source: &SourceState, total: Option<&TotalState>) -> (Mark, String) {
    let mut said = source
        .name
        .clone()
        .unwrap_or_else(|| source.stated_by.clone());
    if let (Some(share), Some(total)) = (&source.share, total) {
        said += &format!(", {share} {}", unit(total.unit));
    }
    let (mark, what) = match source.status {
        SourceStatus::Issuer => (Mark::Pass, "the passport's issuer's own"),
        SourceStatus::Bound => (Mark::Skip, "bound by digest, no file was given"),
        SourceStatus::Verified => (Mark::Pass, "declaration verified"),
        SourceStatus::Doubtful => (Mark::Warn, "declaration in doubt"),
        SourceStatus::Broken => (Mark::Fail, "declaration does not hold"),
    };
    (mark, shortened(&plain(&format!("{said}: {what}"))))
}

fn hanging(first: &str, others: &str, text: &str, room: usize) -> String {
    let lines = wrapped(text, room).join(&format!("\n{others}"));
    format!("{first}{lines}\n")
}
