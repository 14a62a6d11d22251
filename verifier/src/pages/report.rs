//! What came of a verification, as a page that can be kept.

use askama::Template;
use credentials::battery::naming;
use platform::ui::Mark;
use serde_json::Value;

use super::chain::ChainSection;
use super::content::Group;
use super::end::EndSection;
use super::health::HealthSection;
use crate::render::content::{plain, shortened};
use crate::render::sources::{Backed, REST};
use crate::render::{Verdict, facts, kind};
use crate::report::{Check, CheckName, CheckStatus, DocumentStatus, Report};

/// The page of a report.
#[derive(Debug, Template)]
#[template(path = "report.html")]
pub struct ReportPage {
    kind: &'static str,
    title: String,
    verdict: &'static str,
    class: &'static str,
    sentence: String,
    hint: Option<String>,
    facts: Vec<(&'static str, String)>,
    chain: Option<ChainSection>,
    health: Option<HealthSection>,
    end: Option<EndSection>,
    checks: Vec<Looked>,
    documents: Vec<(String, &'static str)>,
    backed: Vec<Backed>,
    groups: Vec<Group>,
    style: &'static str,
}

/// One check.
#[derive(Debug)]
struct Looked {
    name: CheckName,
    class: &'static str,
    word: &'static str,
    detail: String,
    code: Option<&'static str>,
    hint: Option<String>,
}

impl ReportPage {
    /// The page of this report.
    pub fn new(report: &Report) -> Self {
        let verdict = Verdict::of(report);
        let (word, class) = match verdict.mark {
            Mark::Pass => ("Verified.", "good"),
            Mark::Warn => ("Verified.", "wait"),
            Mark::Fail | Mark::Skip => ("Not verified.", "bad"),
        };
        let subject = report
            .credential
            .as_ref()
            .and_then(|credential| credential.get("credentialSubject"));
        let chain = report.check(CheckName::Chain).map(|check| &check.chain);
        Self {
            kind: kind(report.credential.as_ref()),
            title: subject.and_then(title).map_or("Report".to_owned(), plain),
            verdict: word,
            class,
            sentence: verdict.text,
            hint: verdict.hint,
            facts: facts(report),
            chain: chain.and_then(ChainSection::of),
            health: report
                .life
                .as_ref()
                .and_then(|life| HealthSection::of(&life.health)),
            end: report.recycling().map(EndSection::of),
            checks: report.checks.iter().map(Looked::of).collect(),
            documents: report
                .documents
                .iter()
                .map(|document| {
                    let came = match document.status {
                        DocumentStatus::Match => "the file that was bound",
                        DocumentStatus::Mismatch => "another file than was bound",
                        DocumentStatus::Unchecked => "not compared: no file was given",
                    };
                    (plain(&document.id), came)
                })
                .collect(),
            backed: report.sources.as_ref().map(Backed::all).unwrap_or_default(),
            groups: subject.map(Group::all).unwrap_or_default(),
            style: super::STYLE,
        }
    }

    /// The page as HTML.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        self.render()
    }
}

impl Looked {
    fn of(check: &Check) -> Self {
        let (class, word) = match check.status {
            CheckStatus::Pass => ("good", "passed"),
            CheckStatus::Fail => ("bad", "failed"),
            CheckStatus::Warning => ("wait", "look at it"),
            CheckStatus::Skipped => ("past", "not looked at"),
        };
        let asks = matches!(check.status, CheckStatus::Fail | CheckStatus::Warning);
        Self {
            name: check.name,
            class,
            word,
            detail: shortened(&plain(check.detail.as_deref().unwrap_or_default())),
            code: check.code,
            hint: check.hint.clone().filter(|_| asks),
        }
    }
}

/// What a battery is called: its model, or else its identifier.
fn title(subject: &Value) -> Option<&str> {
    naming::model(subject).or_else(|| subject["id"].as_str())
}
