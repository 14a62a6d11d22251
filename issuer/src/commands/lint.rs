use std::path::PathBuf;

use credentials::battery::Category;
use credentials::battery::lint::{Finding, Findings, Severity, lint};
use credentials::json;
use platform::cli::OrFail;
use platform::ui::{Mark, Style, counted};
use platform::{Exit, Failure, Ui};
use serde_json::json;

/// Say whether content is fit to be issued as a passport: types, units, identifiers, dates, and what the law asks
///
/// Every finding names the place, the article, and what to try. Errors block issuing and end with exit code 1;
/// warnings and notes do not. FILE is content (id and the groups) or a credential, whose subject is then judged.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer lint passport.json
  dbp-issuer lint passport.json --category ev --json")]
pub struct Lint {
    /// Content of a passport, or a passport credential as JSON; - for standard input
    file: PathBuf,
    /// Judge it as this category instead of the one it states
    #[arg(long, value_name = "ev|lmt|industrial|stationary")]
    category: Option<String>,
}

/// The largest file that is read.
const LIMIT: usize = 4 * 1024 * 1024;

impl Lint {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        let category = self
            .category
            .as_deref()
            .map(str::parse::<Category>)
            .transpose()
            .or_usage()?;
        let bytes = platform::input::read(&self.file, LIMIT)?;
        let content = json::parse(&bytes)
            .or_usage()
            .map_err(|failure| failure.in_file(&self.file))?;
        let subject = content.get("credentialSubject").unwrap_or(&content);
        let findings = lint(subject, category, super::now());
        let count = |severity| findings.of(severity).count();
        let [errors, warnings, notes] =
            [Severity::Error, Severity::Warning, Severity::Note].map(count);
        let judged_as = category.or_else(|| Category::of(subject).ok());
        ui.document(&json!({
            "compliant": findings.is_compliant(),
            "category": judged_as.map(Category::name),
            "counts": {"error": errors, "warning": warnings, "note": notes},
            "findings": findings,
        }));
        tell(ui, &findings);
        let verdict = match judged_as {
            Some(category) => format!("as {category} battery: "),
            None => String::new(),
        };
        let counts = [(errors, "error"), (warnings, "warning"), (notes, "note")]
            .map(|(count, noun)| counted(count, noun))
            .join(", ");
        if findings.is_compliant() {
            ui.mark(Mark::Pass, format!("{verdict}fit to be issued ({counts})"));
            Ok(Exit::Ok)
        } else {
            ui.mark(
                Mark::Fail,
                format!("{verdict}not fit to be issued ({counts})"),
            );
            Ok(Exit::Negative)
        }
    }
}

fn tell(ui: &Ui, findings: &Findings) {
    for finding in findings.iter() {
        tell_one(ui, finding);
    }
}

fn tell_one(ui: &Ui, finding: &Finding) {
    let style = match finding.severity {
        Severity::Error => Style::Bad,
        Severity::Warning => Style::Warning,
        Severity::Note => Style::Dim,
    };
    let code = ui.paint(style, &format!("{}[{}]:", finding.severity, finding.code));
    ui.line(format!("{code} {}", finding.message));
    let pointer = ui.paint(Style::Accent, &finding.pointer.to_string());
    match &finding.article {
        Some(article) => ui.line(format!("  --> {pointer}  ({article})")),
        None => ui.line(format!("  --> {pointer}")),
    }
    if let Some(hint) = &finding.hint {
        ui.line(format!("  hint: {hint}"));
    }
}
