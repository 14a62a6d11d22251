//! Who says so: the totals that are proved, and whose word each statement is.

use credentials::battery::describe::unit;
use platform::Ui;
use platform::ui::{Mark, Style};

use super::content::{plain, shortened, wrapped};
use crate::report::{Report, SourceState, SourceStatus, TotalState};

/// A section of the report, where others than the passport's issuer stand behind something.
pub(super) fn told(report: &Report, ui: &Ui) -> String {
    let Some(sources) = &report.sources else {
        return String::new();
    };
    let mut out = format!("\n{}\n", ui.paint(Style::Heading, "Who says so"));
    for total in &sources.totals {
        out += &line(Mark::Pass, &total.title, &proved(total), ui);
    }
    for source in &sources.statements {
        let (mark, said) = word(source);
        out += &line(mark, &source.title, &said, ui);
    }
    let rest = "Everything else, the passport's issuer says itself.";
    out += &format!("  {}\n", ui.paint(Style::Dim, rest));
    out
}

fn proved(total: &TotalState) -> String {
    let sum = format!("{} {}", total.sum, unit(total.unit));
    match (total.shares, total.shown) {
        (1, 0) => format!("{sum}, by 1 share that is withheld"),
        (1, 1) => format!("{sum}, by 1 share"),
        (shares, 0) => format!("{sum}, the proved sum of {shares} shares that are withheld"),
        (shares, shown) if shares == shown => format!("{sum}, the sum of {shares} shares"),
        (shares, shown) => {
            format!("{sum}, the proved sum of {shares} shares, {shown} of them shown")
        }
    }
}

fn word(source: &SourceState) -> (Mark, String) {
    let mut said = match &source.name {
        Some(name) => name.clone(),
        None => source.stated_by.clone(),
    };
    if let Some(share) = &source.share {
        said += &format!(", share {share}");
    }
    let (mark, what) = match source.status {
        SourceStatus::Issuer => (Mark::Pass, "the passport's issuer's own"),
        SourceStatus::Bound => (Mark::Skip, "bound by digest, no file was given"),
        SourceStatus::Verified => (Mark::Pass, "declaration verified"),
        SourceStatus::Doubtful => (Mark::Warn, "declaration in doubt"),
        SourceStatus::Broken => (Mark::Fail, "declaration does not hold"),
    };
    (mark, format!("{said}: {what}"))
}

/// What is said, and below it by whom: both may be long.
fn line(mark: Mark, title: &str, said: &str, ui: &Ui) -> String {
    let room = ui.width().saturating_sub(6).max(24);
    let mut out = format!("  {} {}\n", ui.painted_mark(mark), plain(title));
    for more in wrapped(&shortened(&plain(said)), room) {
        out += &format!("      {}\n", ui.paint(Style::Dim, &more));
    }
    out
}
