use std::path::PathBuf;

use credentials::battery::documents::{Document, Files, documents};
use credentials::battery::event::LIFECYCLE_EVENT;
use credentials::battery::lint::{
    Answer, Finding, Findings, Ruling, Severity, Verdict, evidence, lint, lint_event,
};
use credentials::battery::{Category, Event, EventDraft, EventKind};
use credentials::json;
use credentials::model::has_type;
use credentials::secured::Secured;
use platform::cli::OrFail;
use platform::documents::Documents;
use platform::ui::{Mark, Style, counted};
use platform::{Exit, Failure, Ui};
use serde_json::{Value, json};

use super::now;

/// Say whether content is fit to be issued as a passport, in three verdicts that are never added up
///
/// schema: is it well formed, in its types, units, ranges and identifiers. law: is it what the Regulation asks of this
/// category. evidence: are the documents that claims rest on bound by their digests, and are the files at hand the ones
/// that were bound.
///
/// Every finding names the attribute, the place, the article, and what to put there instead. Exit code 1 when one of the
/// verdicts is fail, which blocks issuing; warnings, notes and incomplete evidence do not. FILE is content (id and the
/// groups), a credential, whose subject is then judged, or an event as `issue event` takes it.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer lint passport.json
  dbp-issuer lint passport.json --category ev --json
  dbp-issuer lint soh.json --category ev
  dbp-issuer lint passport.json --document https://volt.example/doc.pdf=doc.pdf")]
pub struct Lint {
    /// Content of a passport, a passport credential, or an event; - for standard input
    file: PathBuf,
    /// Judge it as this category instead of the one it states
    #[arg(long, value_parser = super::category, value_name = "ev|lmt|industrial|stationary")]
    category: Option<Category>,
    #[command(flatten)]
    documents: Documents,
}

/// The largest file that is read.
const LIMIT: usize = 4 * 1024 * 1024;

impl Lint {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let bytes = platform::input::read(&self.file, LIMIT)?;
        let in_file = |failure: Failure| failure.in_file(&self.file);
        let content = content(&bytes).map_err(in_file)?;
        let judged = if EventDraft::is_one(&content) {
            Judged::event(&content, self.category).map_err(in_file)?
        } else if has_type(&content, LIFECYCLE_EVENT) {
            Judged::signed_event(&content).map_err(in_file)?
        } else {
            Judged::passport(&content, self.category, &self.documents.by_url()?)
        };
        let findings = &judged.findings;
        let rulings = Verdict::ALL.map(|verdict| (verdict, findings.ruling(verdict)));
        ui.document(&json!({
            "event": judged.event.map(EventKind::name),
            "category": judged.category.map(Category::name),
            "verdicts": rulings
                .iter()
                .map(|(verdict, ruling)| (verdict.name().to_owned(), json!(ruling)))
                .collect::<serde_json::Map<_, _>>(),
            "findings": findings,
            "documents": judged.documents,
        }));
        tell(ui, &judged, &rulings);
        Ok(match findings.is_compliant() {
            true => Exit::Ok,
            false => Exit::Negative,
        })
    }
}

/// What a file is, and what is to be said of it.
struct Judged {
    event: Option<EventKind>,
    category: Option<Category>,
    findings: Findings,
    documents: Vec<Document>,
}

impl Judged {
    fn passport(content: &Value, category: Option<Category>, files: &Files) -> Self {
        let (subject, related) = match content.get("credentialSubject") {
            Some(subject) => (subject, &content["relatedResource"]),
            None => (content, &Value::Null),
        };
        let findings = lint(subject, category, now()).with(evidence(subject, related, files));
        Self {
            event: None,
            category: category.or_else(|| Category::of(subject).ok()),
            findings,
            documents: documents(subject, related, files),
        }
    }

    fn signed_event(credential: &Value) -> Result<Self, Failure> {
        let event = Event::read(credential).or_negative()?;
        Ok(Self {
            event: Some(event.kind),
            category: None,
            findings: lint_event(event.kind, &credential["credentialSubject"], None),
            documents: Vec::new(),
        })
    }

    /// What makes it no event at all is refused as `issue event` refuses it.
    fn event(content: &Value, category: Option<Category>) -> Result<Self, Failure> {
        let draft = EventDraft::from_file(content).or_negative()?;
        if let Some(category) = category {
            draft.check_category(category).or_negative()?;
        }
        Ok(Self {
            event: Some(draft.kind),
            category,
            findings: lint_event(draft.kind, &draft.subject().into(), None),
            documents: Vec::new(),
        })
    }
}

/// Content, or what a credential says in whichever way it is secured.
fn content(bytes: &[u8]) -> Result<Value, Failure> {
    let plain = json::parse(bytes).or_usage();
    match Secured::parse(bytes) {
        Ok(secured) => Ok(secured.credential()),
        Err(_) => plain,
    }
}

/// The findings under their verdicts, and at the end, where the eye rests, the verdicts alone.
fn tell(ui: &Ui, judged: &Judged, rulings: &[(Verdict, Ruling)]) {
    for (verdict, _) in rulings {
        let mut of_verdict = judged.findings.on(*verdict).peekable();
        if of_verdict.peek().is_none() {
            continue;
        }
        ui.line(ui.paint(
            Style::Heading,
            &format!("{verdict}: {}?", verdict.question()),
        ));
        for finding in of_verdict {
            tell_one(ui, finding);
        }
        ui.line("");
    }
    match (judged.event, judged.category) {
        (Some(event), Some(category)) => {
            ui.line(format!("judged as {event}, of category {category}"));
        }
        (Some(event), None) => ui.line(format!("judged as {event}")),
        (None, Some(category)) => ui.line(format!("judged as {category} battery")),
        (None, None) => {}
    }
    for (verdict, ruling) in rulings {
        let mark = match ruling.verdict {
            Answer::Pass => Mark::Pass,
            Answer::Fail => Mark::Fail,
            Answer::Incomplete => Mark::Warn,
        };
        let counts = [
            (ruling.counts.error, "error"),
            (ruling.counts.warning, "warning"),
            (ruling.counts.note, "note"),
        ];
        let counts: Vec<String> = counts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, noun)| counted(count, noun))
            .collect();
        let answer = ruling.verdict.to_string();
        ui.mark(
            mark,
            format!("{:<9} {answer:<11} {}", verdict.name(), counts.join(", ")).trim_end(),
        );
    }
}

fn tell_one(ui: &Ui, finding: &Finding) {
    let style = match finding.severity {
        Severity::Error => Style::Bad,
        Severity::Warning => Style::Warning,
        Severity::Note => Style::Dim,
    };
    let code = ui.paint(style, &format!("{}[{}]:", finding.severity, finding.code));
    ui.line(format!("  {code} {}", finding.message));
    let pointer = match finding.pointer.to_string() {
        whole if whole.is_empty() => "the whole content".to_owned(),
        place => place,
    };
    let pointer = ui.paint(Style::Accent, &pointer);
    match &finding.article {
        Some(article) => ui.line(format!("    --> {pointer}  ({article})")),
        None => ui.line(format!("    --> {pointer}")),
    }
    if let Some(hint) = &finding.hint {
        ui.line(format!("    fix: {hint}"));
    }
}
