//! The report for people: the verdict first, in words that need no glossary; then what to do, what was found, and what
//! the credential says.

mod chain;
pub(crate) mod content;
mod life;
pub(crate) mod sources;

use credentials::battery::Audience;
use credentials::battery::audit::audit;
use credentials::battery::passport::PASSPORT;
use credentials::model::Credential;
use jiff::Timestamp;
use platform::Ui;
use platform::ui::{Mark, Style};
use serde_json::Value;

use crate::report::{Check, CheckName, CheckStatus, DocumentStatus, Report};

/// The whole report as text.
pub fn report(report: &Report, ui: &Ui) -> String {
    let mut out = verdict(report, ui);
    out += &what_it_is(report, ui);
    out += &format!("\n{}\n", ui.paint(Style::Heading, "Checks"));
    for check in &report.checks {
        out += &self::check(check, ui);
    }
    out += &documents(report, ui);
    if let Some(life) = &report.life {
        out += &life::told(life, ui);
    }
    if let Some(sources) = &report.sources {
        out += &sources::told(sources, ui);
    }
    if let Some(subject) = report
        .credential
        .as_ref()
        .and_then(|credential| credential.get("credentialSubject"))
    {
        out += &content::disclosed(subject, ui);
    }
    out
}

/// One line, and where it is no: why, and what to do.
pub fn verdict(report: &Report, ui: &Ui) -> String {
    let verdict = Verdict::of(report);
    let style = match verdict.mark {
        Mark::Fail => Style::Bad,
        _ => Style::Heading,
    };
    let (mark, text) = (
        ui.painted_mark(verdict.mark),
        ui.paint(style, &verdict.text),
    );
    let mut out = format!("{mark} {text}\n");
    if let Some(hint) = verdict.hint {
        out += &format!("  {} {hint}\n", ui.paint(Style::Accent, "What to do:"));
    }
    out
}

/// What a report comes to.
pub(crate) struct Verdict {
    /// Yes, yes with warnings, or no.
    pub mark: Mark,
    /// The same in a sentence.
    pub text: String,
    /// What to do where it is no.
    pub hint: Option<String>,
}

impl Verdict {
    pub fn of(report: &Report) -> Self {
        let what = kind(report.credential.as_ref());
        if !report.verified {
            let owed = || report.checks.iter().find(|check| check.owed);
            let first = report.failures().next().or_else(owed);
            let ended = first.filter(|check| is_end(check)).and(report.recycling());
            let text = match (ended, first) {
                (Some(end), _) => format!(
                    "This {what} has ceased: its battery was recycled on {} by {}.",
                    end.at.strftime("%Y-%m-%d"),
                    content::shortened(&content::plain(&end.by()))
                ),
                (None, Some(check)) if order_revoked(report, check) => {
                    format!("The order by which this {what} follows was revoked by its authority.")
                }
                (None, Some(check)) => sentence(check, what),
                (None, None) => String::new(),
            };
            return Self {
                mark: Mark::Fail,
                text,
                hint: first.and_then(|check| check.hint.clone()),
            };
        }
        let warned = report
            .checks
            .iter()
            .any(|check| check.status == CheckStatus::Warning);
        let (mark, end) = match warned {
            true => (Mark::Warn, ", but see the warnings"),
            false => (Mark::Pass, ""),
        };
        let who = match report.check(CheckName::Status).map(|check| check.status) {
            Some(CheckStatus::Skipped) => "is authentic; its issuer keeps no status for it",
            _ => "is authentic and current",
        };
        Self {
            mark,
            text: format!("This {what} {who}{end}."),
            hint: None,
        }
    }
}

/// Whether what was revoked is no passport, but the order that it rests on.
fn order_revoked(report: &Report, check: &Check) -> bool {
    let chain = report.check(CheckName::Chain);
    let mut faults = chain.into_iter().flat_map(|check| &check.chain.faults);
    let at = check.pointer.as_deref().unwrap_or_default();
    check.code == Some("status.revoked")
        && faults.any(|fault| {
            let place = fault.pointer.as_deref().unwrap_or_default();
            fault.code == "chain.order_revoked" && at.starts_with(place)
        })
}

/// Why not, for somebody who never heard of verification methods; the checks below it have the rest.
fn sentence(check: &Check, kind: &str) -> String {
    let what = match &check.about {
        Some(about) => format!("{} among these", content::shortened(&content::plain(about))),
        None => format!("this {kind}"),
    };
    let begun = begun(&what);
    let detail = content::shortened(&content::plain(check.detail.as_deref().unwrap_or_default()));
    match check.name {
        CheckName::Parse => format!("This cannot be read as a credential: {detail}."),
        CheckName::Model => format!("{begun} is not well-formed: {detail}."),
        CheckName::Proof if check.code.is_some_and(is_resolution) => {
            format!("Nobody can tell whether {what} is genuine: {detail}.")
        }
        CheckName::Proof => {
            format!("{begun} was changed or forged: its signature does not hold.")
        }
        CheckName::IssuerKey if check.code == Some("issuer_key.no_did") => {
            format!("Nobody can tell whose {what} is: {detail}.")
        }
        CheckName::IssuerKey => {
            format!("{begun} was not signed by the operator that it names.")
        }
        CheckName::Validity => format!("{begun} is out of its time: {detail}."),
        CheckName::Status => match check.code {
            Some("status.revoked") => format!("{begun} was revoked by its issuer."),
            Some("status.suspended") => format!("{begun} is suspended by its issuer."),
            Some("status.transferred") => {
                format!("{begun} is no longer current: the battery has passed to another operator.")
            }
            Some("status.superseded") => format!(
                "{begun} is no longer current: its issuer has corrected it with a later version."
            ),
            Some("status.ceased") => {
                format!("{begun} is no longer current: it ceased to exist with the battery.")
            }
            _ => format!("Nobody can tell whether {what} is still current: {detail}."),
        },
        CheckName::Schema if check.code.is_some_and(|code| code.starts_with("document.")) => {
            format!("A document is not the one that {what} binds: {detail}.")
        }
        CheckName::Schema
            if check
                .code
                .is_some_and(|code| code.starts_with("composition.")) =>
        {
            format!("What {what} says of its suppliers does not hold: {detail}.")
        }
        CheckName::Schema => format!("{begun} says something that cannot be: {detail}."),
        CheckName::Trust => {
            format!("You have no reason to trust who issued {what}: {detail}.")
        }
        CheckName::Audience => format!("{begun} is not cut to its reader: {detail}."),
        CheckName::HolderBinding => {
            format!("Whoever showed {what} has not proved to be its holder: {detail}.")
        }
        CheckName::Lifecycle => format!("The life of this battery does not add up: {detail}."),
        CheckName::Chain => format!("The hands of this battery do not join up: {detail}."),
    }
}

/// As a sentence begins.
fn begun(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// Whether a check says no more than that the battery was recycled.
fn is_end(check: &Check) -> bool {
    matches!(check.code, Some("status.ceased" | "lifecycle.ceased"))
}

fn is_resolution(code: &str) -> bool {
    ["resolve.", "fetch.", "did."]
        .iter()
        .any(|prefix| code.starts_with(prefix))
}

/// What was verified, in columns.
fn what_it_is(report: &Report, ui: &Ui) -> String {
    let facts = facts(report);
    if facts.is_empty() {
        return String::new();
    }
    let mut out = String::from("\n");
    for (name, value) in facts {
        let name = ui.paint(Style::Dim, &format!("{name:<12}"));
        out += &format!("  {name}  {value}\n");
    }
    out
}

/// What was verified: which battery, by whom, since when, for whom.
pub(crate) fn facts(report: &Report) -> Vec<(&'static str, String)> {
    let Some(document) = &report.credential else {
        return Vec::new();
    };
    let text = |pointer: &str| document.pointer(pointer).and_then(Value::as_str);
    let issuer = report
        .issuer
        .as_ref()
        .map(|did| match text("/issuer/name") {
            Some(name) => format!("{} ({did})", content::plain(name)),
            None => did.to_string(),
        });
    let rows = [
        ("Battery", text("/credentialSubject/id").map(content::plain)),
        ("Issued by", issuer),
        ("Valid from", text("/validFrom").map(content::plain)),
        ("Valid until", text("/validUntil").map(content::plain)),
        ("Secured with", report.suite.map(|suite| suite.to_string())),
        (
            "Checked for",
            report.audience.map(|audience| audience.to_string()),
        ),
        ("Shows", shows(report, document)),
        ("As of", Some(to_the_second(report.as_of))),
    ];
    let told = |(name, value): (_, Option<String>)| Some((name, value?));
    rows.into_iter().filter_map(told).collect()
}

/// How much of a passport a reader has before it, where nobody asked for an audience.
fn shows(report: &Report, document: &Value) -> Option<String> {
    if report.audience.is_some() || !Credential::new(document).has_type(PASSPORT) {
        return None;
    }
    let subject = document.get("credentialSubject")?;
    let may_see_all = |audience: &Audience| audit(subject, *audience, None).beyond.is_empty();
    let readers: Vec<Audience> = Audience::ALL.into_iter().filter(may_see_all).collect();
    let names = || {
        readers
            .iter()
            .map(|reader| reader.name())
            .collect::<Vec<_>>()
    };
    Some(match readers.as_slice() {
        [] => "more than any one reader may see".to_owned(),
        readers if readers.contains(&Audience::Public) => "what everyone may see".to_owned(),
        _ => format!("what only {} may see", names().join(", ")),
    })
}

/// One check: how it went, why, where, and what to do.
pub fn check(check: &Check, ui: &Ui) -> String {
    let mark = match check.status {
        CheckStatus::Pass => Mark::Pass,
        CheckStatus::Fail => Mark::Fail,
        CheckStatus::Warning => Mark::Warn,
        CheckStatus::Skipped => Mark::Skip,
    };
    let mut out = format!("  {} {:<16}", ui.painted_mark(mark), check.name);
    let detail = check.detail.as_deref().unwrap_or_default();
    let room = ui.width().saturating_sub(INDENT).max(24);
    let mut lines =
        content::wrapped(&content::shortened(&content::plain(detail)), room).into_iter();
    out += &lines.next().unwrap_or_default();
    out.truncate(out.trim_end().len());
    out += "\n";
    let indent = " ".repeat(INDENT);
    for more in lines {
        out += &format!("{indent}{more}\n");
    }
    if let Some(code) = check.code {
        let place = match &check.pointer {
            Some(pointer) if !pointer.is_empty() => {
                format!("{code} at {}", content::plain(pointer))
            }
            _ => code.to_owned(),
        };
        out += &format!("{indent}{}\n", ui.paint(Style::Dim, &place));
    }
    if let (Some(hint), CheckStatus::Fail | CheckStatus::Warning) = (&check.hint, check.status) {
        for (n, more) in content::wrapped(hint, room.saturating_sub(3))
            .iter()
            .enumerate()
        {
            let arrow = if n == 0 { "-> " } else { "   " };
            out += &format!("{indent}{}{more}\n", ui.paint(Style::Accent, arrow));
        }
    }
    out + &chain::tree(&check.chain, ui)
}

/// The documents that are bound by digest, and what came of each.
fn documents(report: &Report, ui: &Ui) -> String {
    if report.documents.is_empty() {
        return String::new();
    }
    let mut out = format!(
        "\n{}\n",
        ui.paint(Style::Heading, "Documents bound by digest")
    );
    for document in &report.documents {
        let (mark, said) = match document.status {
            DocumentStatus::Match => (Mark::Pass, ""),
            DocumentStatus::Mismatch => (Mark::Fail, "  another file than was bound"),
            DocumentStatus::Unchecked => (Mark::Skip, "  not compared: no file was given"),
        };
        let id = content::shortened(&content::plain(&document.id));
        out += &format!(
            "  {} {id}{}\n",
            ui.painted_mark(mark),
            ui.paint(Style::Dim, said)
        );
    }
    out
}

/// Nobody reads nanoseconds.
pub(crate) fn to_the_second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// What a person calls it.
pub(crate) fn kind(credential: Option<&Value>) -> &'static str {
    match credential {
        Some(document) if Credential::new(document).has_type(PASSPORT) => "battery passport",
        _ => "credential",
    }
}

/// Columns before the detail of a check.
const INDENT: usize = 20;
