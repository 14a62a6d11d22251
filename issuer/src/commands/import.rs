mod many;

use std::path::{Path, PathBuf};

use credentials::Problem;
use credentials::battery::BatteryId;
use credentials::json;
use platform::cli::OrFail;
use platform::ui::{Mark, Style};
use platform::{Exit, Failure, Ui};
use serde_json::{Value, json};

use crate::exchange::{
    self, Amendments, Fate, Field, Format, ImportError, Imported, Options, Report, SetByCaller,
    SourceFile,
};

/// Turn passports in other formats into content for `lint` and `issue passport`, and account for every value
///
/// One battery from Battery Pass 1.2 or 1.0.0 (its aspects as one file each, as a folder, or merged in one file),
/// Catena-X BatteryPass 3.0.0 to 6.1.0, or the Asset Administration Shell of IDTA 02035 (its parts in one file or
/// several, as JSON, XML or AASX packages). Many batteries from a table (CSV or XLSX, one a row, with a mapping of its
/// columns) or from NDJSON (one a line, in any of the JSON formats): they come out one a line. The report tells of every value of the source whether it was taken
/// as it is, converted (with both figures), guessed (with the assumption), in conflict with another (with the one
/// that was kept), or left over and why, and what the law asks for that the files do not have.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer import aspects/ --id https://id.example.com/01/09506000134352/21/A1 -o passport.json
  dbp-issuer import BatteryPass.json --json | jq .report.missing
  dbp-issuer import battery.aasx -o passport.json
  dbp-issuer import BatteryPass.json --set /generalProductInformation/batteryMass='450 kg' --merge ours.json
  dbp-issuer import production.csv --mapping-template > mapping.toml
  dbp-issuer import production.csv --mapping mapping.toml -o passports.ndjson
  dbp-issuer import fleet.ndjson -o passports.ndjson --report report.ndjson")]
pub struct Import {
    /// Files of one battery, or a folder of them; or one table or NDJSON file of many; - for standard input
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// What the files are: auto, battery-pass, catena-x, aas, passport, csv, xlsx or ndjson
    #[arg(long, default_value = "auto", value_name = "FORMAT")]
    format: String,
    /// The battery's identifier, as its label's QR code has it
    #[arg(long, value_name = "https://HOST/01/GTIN/21/SERIAL")]
    id: Option<String>,
    /// Which column of a table becomes which attribute, as TOML or JSON
    #[arg(long, value_name = "FILE")]
    mapping: Option<PathBuf>,
    /// Print a mapping to start from, made of the table's column names
    #[arg(long, conflicts_with_all = ["mapping", "id", "report", "strict"])]
    mapping_template: bool,
    /// A value that the files lack or have wrong: JSON, a text as it is, or a figure with its unit; null takes away
    #[arg(long, value_name = "/POINTER=VALUE")]
    set: Vec<String>,
    /// A JSON file in the shape of the content, merged in before --set (RFC 7396)
    #[arg(long, value_name = "FILE")]
    merge: Vec<PathBuf>,
    /// Where the content goes [default: standard output, the report on standard error; with --json in the document]
    #[arg(long = "out", alias = "output", short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Where the report of every row or line goes, one JSON document a line
    #[arg(long, value_name = "FILE")]
    report: Option<PathBuf>,
    /// Stop at the first row or line that is wrong, and write no file
    #[arg(long)]
    strict: bool,
    /// Tell of every value, not only of what was converted or left over
    #[arg(long)]
    all: bool,
}

/// The largest file that is read.
const LIMIT: usize = 64 * 1024 * 1024;

/// What is taken out of a folder: files of the first of these endings that it has.
const ENDINGS: &[&str] = &["json", "aasx", "xml"];

impl Import {
    pub fn run(self, ui: &Ui) -> Result<Exit, Failure> {
        if let Some(kind) = many::kind(&self)? {
            return many::run(&self, kind, ui);
        }
        for (given, name) in [
            (self.mapping.is_some(), "--mapping"),
            (self.mapping_template, "--mapping-template"),
            (self.report.is_some(), "--report"),
            (self.strict, "--strict"),
        ] {
            if given {
                return Err(Failure::usage(Problem {
                    code: "usage.arguments",
                    message: format!("{name} is for tables and NDJSON"),
                    pointer: None,
                    hint: Some("say what the file is with --format csv, xlsx or ndjson".to_owned()),
                }));
            }
        }
        let format = match self.format.as_str() {
            "auto" => None,
            name => Some(name.parse::<Format>().or_usage()?),
        };
        let id = self
            .id
            .as_deref()
            .map(str::parse::<BatteryId>)
            .transpose()
            .or_usage()?;
        let options = Options {
            format,
            id,
            amendments: self.amendments()?,
        };
        let mut files = Vec::new();
        let mut beside = Vec::new();
        for path in &self.files {
            read(path, &mut files, &mut beside)?;
        }
        let mut imported = exchange::import(&files, &options).map_err(failure)?;
        imported.report.skipped.extend(beside);
        let mut text = serde_json::to_string_pretty(&imported.passport)
            .map_err(|error| Failure::usage(Problem::new("import.output", error.to_string())))?;
        text.push('\n');
        let to_stdout = |output: &PathBuf| output == Path::new("-");
        // With --json the one document on standard output has the content in it.
        if let Some(output) = &self.output
            && !(ui.is_json() && to_stdout(output))
        {
            platform::output::write(ui, output, text.as_bytes())?;
        }
        let Imported { passport, report } = &imported;
        ui.document(&json!({"passport": passport, "report": report, "counts": report.counts()}));
        if ui.is_json() {
            return Ok(Exit::Ok);
        }
        match &self.output {
            Some(output) if !to_stdout(output) => {
                tell(ui, report, self.all, &mut |line| ui.line(line));
                ui.note(format!("\nNext: dbp-issuer lint {}", output.display()));
            }
            // The content is the result; what is said about it must not get into it.
            Some(_) => tell(ui, report, self.all, &mut |line| {
                ui.error_text(&format!("{line}\n"))
            }),
            None => {
                ui.bytes(text.as_bytes());
                tell(ui, report, self.all, &mut |line| {
                    ui.error_text(&format!("{line}\n"))
                });
            }
        }
        Ok(Exit::Ok)
    }
}

impl Import {
    /// What the caller knows better than the files.
    fn amendments(&self) -> Result<Amendments, Failure> {
        let mut amendments = Amendments::default();
        for path in &self.merge {
            let document = json::parse(&platform::input::read(path, LIMIT)?)
                .or_usage()
                .map_err(|failure| failure.in_file(path))?;
            let name = path.display().to_string();
            amendments
                .merge(&name, &document, super::now())
                .or_usage()?;
        }
        for text in &self.set {
            amendments.set(text, super::now()).or_usage()?;
        }
        Ok(amendments)
    }
}

/// A file, or the files of a folder that may be content, in the order of their names; the same in another form is
/// named as being beside.
fn read(path: &Path, files: &mut Vec<SourceFile>, beside: &mut Vec<String>) -> Result<(), Failure> {
    if !path.is_dir() {
        files.push(SourceFile {
            name: path.display().to_string(),
            bytes: platform::input::read(path, LIMIT)?,
        });
        return Ok(());
    }
    let unreadable = |error: std::io::Error| {
        let message = format!("cannot read the folder {}: {error}", path.display());
        Failure::usage(Problem::new("input.unreadable", message))
    };
    let mut inside: Vec<(usize, PathBuf)> = Vec::new();
    for entry in std::fs::read_dir(path).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?.path();
        let ending = entry.extension().unwrap_or_default();
        let form = ENDINGS
            .iter()
            .position(|known| ending.eq_ignore_ascii_case(known));
        inside.extend(form.map(|form| (form, entry)));
    }
    inside.sort();
    let first = inside.first().map(|(form, _)| *form);
    for (form, file) in inside {
        match Some(form) == first {
            true => read(&file, files, beside)?,
            false => beside.push(file.display().to_string()),
        }
    }
    Ok(())
}

fn failure(error: ImportError) -> Failure {
    Failure::usage(error)
}

fn tell(ui: &Ui, report: &Report, all: bool, line: &mut dyn FnMut(String)) {
    let counts = report.counts();
    let category = match report.category {
        Some(category) => format!(", {category} battery"),
        None => String::new(),
    };
    let version = report
        .version
        .map_or_else(String::new, |version| format!(" {version}"));
    let mark = match counts.is_nothing_taken() {
        true => Mark::Warn,
        false => Mark::Pass,
    };
    line(format!(
        "{} {}{version}{category}: {counts}",
        ui.painted_mark(mark),
        report.format
    ));
    for field in &report.fields {
        if all || !matches!(field.fate, Fate::Mapped { .. }) {
            line(format!("  {}", told(ui, field)));
        }
    }
    for set in &report.set {
        line(format!("  {}", said(ui, set)));
    }
    for skipped in &report.skipped {
        let why = match skipped.to_lowercase().ends_with(".json") {
            true => "describes payloads, and is none",
            false => "was not taken: other files of the folder were",
        };
        line(format!("  - {skipped} {why}"));
    }
    if !report.missing.is_empty() {
        line(format!(
            "{} {} things the law asks for are missing",
            ui.painted_mark(Mark::Warn),
            report.missing.len()
        ));
    }
    for missing in &report.missing {
        let place = ui.paint(Style::Accent, &missing.pointer);
        line(format!(
            "  ! {place} {} ({})",
            missing.title, missing.article
        ));
    }
}

/// What became of one value.
pub(super) fn told(ui: &Ui, field: &Field) -> String {
    let place = ui.paint(Style::Accent, &field.place.to_string());
    match &field.fate {
        Fate::Mapped { to } => format!("= {place} -> {}", to.join(", ")),
        Fate::Converted {
            to,
            from,
            into,
            note,
        } => {
            let note = note
                .as_ref()
                .map_or_else(String::new, |note| format!(" ({note})"));
            format!("~ {place} -> {}: {from} is {into}{note}", to.join(", "))
        }
        Fate::Guessed { to, why } => format!(
            "? {place} -> {}: {}, {why}",
            to.join(", "),
            short(&field.value)
        ),
        Fate::Conflict { to, kept, reason } => format!(
            "x {place} -> {}: {} against {}, which was kept: {reason}",
            to.join(", "),
            short(&field.value),
            short(kept)
        ),
        Fate::LeftOver { reason } => format!("- {place} {}: {reason}", short(&field.value)),
    }
}

/// What the caller said of one place.
fn said(ui: &Ui, set: &SetByCaller) -> String {
    let place = ui.paint(Style::Accent, &set.pointer);
    let value = match (&set.value, &set.from) {
        (Value::Null, _) => "taken away".to_owned(),
        (value, Some(from)) => format!("{from} is {value}"),
        (value, None) => short(value),
    };
    let instead = set.replaced.as_ref().map_or_else(String::new, |there| {
        format!(", instead of {}", short(there))
    });
    format!("+ {place} {value}, set by the caller ({}){instead}", set.by)
}

/// A value short enough for a line.
fn short(value: &Value) -> String {
    let text = value.to_string();
    if text.chars().count() <= 48 {
        return text;
    }
    let start: String = text.chars().take(47).collect();
    format!("{start}…")
}
