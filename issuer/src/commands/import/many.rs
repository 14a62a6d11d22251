//! Tables and NDJSON: content of many batteries, one a line, written as it is made.

use std::path::{Path, PathBuf};

use credentials::Problem;
use platform::cli::OrFail;
use platform::output::Stream;
use platform::ui::{Mark, Style, counted};
use platform::{Exit, Failure, Ui};
use serde_json::{Value, json};

use super::{Import, LIMIT, failure};
use crate::exchange::table::{self, Mapping, RowFault, Table, TableContent, TableFile};
use crate::exchange::{Counts, Lines, Many, Options, Outcome};

/// A kind of file that holds many batteries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Table,
    Lines,
}

/// What a person wants to see of a file with thousands of wrong rows.
const SHOWN: usize = 20;

/// Whether the file holds many batteries: as it is said, else by its ending.
pub(super) fn kind(import: &Import) -> Result<Option<Kind>, Failure> {
    let by_name = match import.format.as_str() {
        "csv" | "xlsx" => Some(Kind::Table),
        "ndjson" => Some(Kind::Lines),
        "auto" => import.files.iter().find_map(|file| ending(file)),
        // A line is in the format that is named.
        _ => import
            .files
            .iter()
            .find_map(|file| ending(file))
            .filter(|kind| *kind == Kind::Lines),
    };
    let kind =
        by_name.or((import.mapping.is_some() || import.mapping_template).then_some(Kind::Table));
    if kind.is_some() && import.files.len() > 1 {
        return Err(Failure::usage(Problem {
            code: "usage.arguments",
            message: format!(
                "expected one table or NDJSON file, found {}",
                import.files.len()
            ),
            pointer: None,
            hint: Some("the list of materials is named in the mapping".to_owned()),
        }));
    }
    Ok(kind)
}

fn ending(file: &Path) -> Option<Kind> {
    let ending = file.extension()?.to_str()?.to_lowercase();
    match ending.as_str() {
        "csv" | "tsv" | "txt" | "xlsx" => Some(Kind::Table),
        "ndjson" | "jsonl" => Some(Kind::Lines),
        _ => None,
    }
}

pub(super) fn run(import: &Import, kind: Kind, ui: &Ui) -> Result<Exit, Failure> {
    let path = import
        .files
        .first()
        .map_or(Path::new("-"), PathBuf::as_path);
    if import.mapping_template {
        let template = table::template(open(path)?).map_err(failure)?;
        platform::output::write(
            ui,
            import.output.as_deref().unwrap_or(Path::new("-")),
            template.as_bytes(),
        )?;
        return Ok(Exit::Ok);
    }
    if import.id.is_some() {
        return Err(Failure::usage(Problem {
            code: "usage.arguments",
            message: "--id is of one battery, and these are many".to_owned(),
            pointer: None,
            hint: Some("say in the mapping how id is made; a line has its own".to_owned()),
        }));
    }
    let mut options = Options {
        amendments: import.amendments()?,
        ..Options::default()
    };
    match kind {
        Kind::Lines => {
            if !matches!(import.format.as_str(), "auto" | "ndjson") {
                options.format = Some(import.format.parse().or_usage()?);
            }
            let file = open(path)?;
            let length = file.content.length().unwrap_or_default();
            let lines = Lines::new(&file.name, file.content.into_read(), length, &options);
            write(import, Many::Lines(Box::new(lines)), "line", ui)
        }
        Kind::Table => {
            let mapping = mapping(import)?;
            let materials = match mapping.materials_file() {
                Some(name) => Some(open(&beside(import.mapping.as_deref(), name))?),
                None => None,
            };
            let table = Table::open(open(path)?, materials, &mapping, &options).map_err(failure)?;
            write(import, Many::Table(Box::new(table)), "row", ui)
        }
    }
}

fn mapping(import: &Import) -> Result<Mapping, Failure> {
    let Some(path) = &import.mapping else {
        return Err(failure(crate::exchange::ImportError::Table {
            format: crate::exchange::Format::Csv,
        }));
    };
    let bytes = platform::input::read(path, LIMIT)?;
    let name = path.display().to_string();
    let text = String::from_utf8(bytes)
        .map_err(|_| failure(crate::exchange::ImportError::Encoding { file: name.clone() }))?;
    Mapping::parse(&name, &text).map_err(|fault| failure(fault.into()))
}

/// A file that a mapping names is sought where the mapping is.
fn beside(mapping: Option<&Path>, name: &str) -> PathBuf {
    mapping
        .and_then(Path::parent)
        .map_or_else(|| PathBuf::from(name), |folder| folder.join(name))
}

fn open(path: &Path) -> Result<TableFile, Failure> {
    if path == Path::new("-") {
        return Ok(TableFile {
            name: "standard input".to_owned(),
            content: TableContent::Memory(platform::input::read(path, LIMIT)?),
        });
    }
    Ok(TableFile {
        name: path.display().to_string(),
        content: TableContent::File(platform::input::open(path)?),
    })
}

/// What became of all rows together.
#[derive(Default)]
struct Sums {
    passports: usize,
    counts: Counts,
    wrong: usize,
    faults: Vec<RowFault>,
    unnamed: usize,
}

fn write(import: &Import, mut many: Many<'_>, noun: &str, ui: &Ui) -> Result<Exit, Failure> {
    let to_stdout = import
        .output
        .as_deref()
        .is_none_or(|path| path == Path::new("-"));
    if to_stdout && ui.is_json() {
        return Err(Failure::usage(Problem {
            code: "usage.arguments",
            message: "with --json the content of many batteries needs a file to go to".to_owned(),
            pointer: None,
            hint: Some("name it with -o passports.ndjson".to_owned()),
        }));
    }
    let mut output = match &import.output {
        Some(path) if !to_stdout => Some(Stream::create(path)?),
        _ => None,
    };
    let mut report = match &import.report {
        Some(path) => Some(Stream::create(path)?),
        None => None,
    };
    let mut sums = Sums::default();
    let bar = ui.progress(many.progress().1, "importing");
    while let Some(outcome) = many.next() {
        bar.set_position(many.progress().0);
        if let Some(report) = &mut report {
            report.line(&told(&outcome))?;
        }
        match outcome.result {
            Ok(imported) => {
                let line = imported.passport.to_string();
                match &mut output {
                    Some(output) => output.line(&line)?,
                    None => ui.bytes(format!("{line}\n").as_bytes()),
                }
                sums.add(&imported);
            }
            Err(faults) => {
                sums.wrong += 1;
                let room = SHOWN.saturating_sub(sums.faults.len());
                sums.faults.extend(faults.into_iter().take(room));
                if import.strict {
                    break;
                }
            }
        }
    }
    bar.finish_and_clear();
    let stopped = import.strict && sums.wrong > 0;
    if !stopped {
        // With --strict and a wrong row nothing appears; without it what is right does.
        if let Some(output) = output {
            output.finish()?;
        }
    }
    if let Some(report) = report {
        report.finish()?;
    }
    tell(import, &sums, &many.notes(), noun, stopped, to_stdout, ui);
    Ok(if sums.wrong > 0 {
        Exit::Usage
    } else {
        Exit::Ok
    })
}

/// The report of one row, on one line.
fn told(outcome: &Outcome) -> String {
    match &outcome.result {
        Ok(imported) => json!({
            "at": outcome.place,
            "id": imported.passport.get("id"),
            "counts": imported.report.counts(),
            "report": imported.report,
        }),
        Err(faults) => json!({"at": outcome.place, "faults": faults}),
    }
    .to_string()
}

impl Sums {
    fn add(&mut self, imported: &crate::exchange::Imported) {
        self.passports += 1;
        self.counts.add(imported.report.counts());
        if imported.passport.get("id").is_none_or(Value::is_null) {
            self.unnamed += 1;
        }
    }
}

fn tell(
    import: &Import,
    sums: &Sums,
    notes: &[String],
    noun: &str,
    stopped: bool,
    to_stdout: bool,
    ui: &Ui,
) {
    let faults: Vec<Value> = sums.faults.iter().map(|fault| json!(fault)).collect();
    ui.document(&json!({
        "passports": if stopped { 0 } else { sums.passports },
        "wrong": sums.wrong,
        "counts": sums.counts,
        "faults": faults,
        "notes": notes,
    }));
    if ui.is_json() {
        return;
    }
    let line = |text: String| {
        if to_stdout {
            ui.error_text(&format!("{text}\n"));
        } else {
            ui.line(text);
        }
    };
    let mark = if sums.wrong > 0 {
        Mark::Fail
    } else {
        Mark::Pass
    };
    let made = counted(sums.passports, "passport");
    let mut text = match stopped {
        true => format!(
            "{} stopped at the first wrong {noun}: no file was written",
            ui.painted_mark(mark)
        ),
        false => format!("{} {made}: {}", ui.painted_mark(mark), sums.counts),
    };
    if sums.wrong > 0 && !stopped {
        text.push_str(&format!("; {} wrong", counted(sums.wrong, noun)));
    }
    line(text);
    for fault in &sums.faults {
        let at = ui.paint(Style::Accent, &format!("{}:{}", fault.file, fault.place));
        line(format!("  x {at} {}", fault.message));
    }
    if sums.faults.len() == SHOWN {
        line("  … and more: see --report FILE".to_owned());
    }
    for note in notes {
        line(format!("{} {note}", ui.painted_mark(Mark::Warn)));
    }
    if sums.unnamed > 0 {
        line(format!(
            "{} {} without an identifier: {}",
            ui.painted_mark(Mark::Warn),
            counted(sums.unnamed, "passport"),
            match noun {
                "line" => "give each line its id",
                _ => "say in the mapping how id is made",
            }
        ));
    }
    if sums.counts.guessed + sums.counts.conflicts + sums.counts.left_over > 0
        && import.report.is_none()
        && !stopped
    {
        line("  every guess, conflict and leftover: --report FILE".to_owned());
    }
}
