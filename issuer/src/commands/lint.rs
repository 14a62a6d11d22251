use std::path::PathBuf;

use credentials::battery::Category;
use credentials::battery::documents::documents;
use credentials::battery::lint::{
    Answer, Finding, Findings, Ruling, Severity, Verdict, evidence, lint,
};
use credentials::json;
use credentials::secured::Secured;
use platform::cli::OrFail;
use platform::documents::Documents;
use platform::ui::{Mark, Style, counted};
use platform::{Exit, Failure, Ui};
use serde_json::{Value, json};

/// Say whether content is fit to be issued as a passport, in three verdicts that are never added up
///
/// schema: is it well formed, in its types, units, ranges and identifiers. law: is it what the Regulation asks of this
/// category. evidence: are the documents that claims rest on bound by their digests, and are the files at hand the ones
/// that were bound.
///
/// Every finding names the attribute, the place, the article, and what to put there instead. Exit code 1 when one of the
/// verdicts is fail, which blocks issuing; warnings, notes and incomplete evidence do not. FILE is content (id and the
/// groups) or a credential, whose subject is then judged.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer lint passport.json
  dbp-issuer lint passport.json --category ev --json
  dbp-issuer lint passport.json --document https://volt.example/doc.pdf=doc.pdf")]
pub struct Lint {
    /// Content of a passport, or a passport credential; - for standard input
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
        let content = content(&bytes).map_err(|failure| failure.in_file(&self.file))?;
        let files = self.documents.by_url()?;
        let (subject, related) = match content.get("credentialSubject") {
            Some(subject) => (subject, &content["relatedResource"]),
            None => (&content, &Value::Null),
        };
        let findings =
            lint(subject, self.category, super::now()).with(evidence(subject, related, &files));
        let judged_as = self.category.or_else(|| Category::of(subject).ok());
        let rulings = Verdict::ALL.map(|verdict| (verdict, findings.ruling(verdict)));
        ui.document(&json!({
            "category": judged_as.map(Category::name),
            "verdicts": rulings
                .iter()
                .map(|(verdict, ruling)| (verdict.name().to_owned(), json!(ruling)))
                .collect::<serde_json::Map<_, _>>(),
            "findings": findings,
            "documents": documents(subject, related, &files),
        }));
        tell(ui, judged_as, &rulings, &findings);
        Ok(match findings.is_compliant() {
            true => Exit::Ok,
            false => Exit::Negative,
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
fn tell(ui: &Ui, category: Option<Category>, rulings: &[(Verdict, Ruling)], findings: &Findings) {
    for (verdict, _) in rulings {
        let mut of_verdict = findings.on(*verdict).peekable();
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
    if let Some(category) = category {
        ui.line(format!("judged as {category} battery"));
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
