//! Passports in other people's formats: one file a format, told apart by shape.
//!
//! [`import`] turns files into content that `lint` and `issue passport` read, and a [`Report`] in which every
//! value of the source stands exactly once: mapped, converted, guessed, in conflict with another, or left over with
//! the reason. [`Many`] does so for every row of a table and every line of NDJSON.

pub mod aas;
mod amend;
mod battery_pass;
mod by_rating;
mod catena_x;
mod convert;
mod country;
mod critical;
mod detect;
mod draft;
mod error;
mod export;
mod ledger;
mod lines;
mod many;
mod media;
mod passport;
mod places;
mod report;
mod source;
pub mod table;
#[cfg(test)]
mod tests;
mod units;
pub mod untp;

use credentials::battery::{BatteryId, Category};
use serde_json::Value;

pub use amend::{AmendError, Amendments};
pub use detect::Format;
pub use error::{ExportError, ImportError};
pub use export::{Beyond, ExportFormat, Exported, export, export_events, seen_by};
pub use lines::Lines;
pub use many::{Many, Outcome};
pub use report::{Counts, Fate, Field, Missing, Place, Report, SetByCaller};

use draft::Draft;

/// One file as it was read.
#[derive(Debug, Clone)]
pub struct SourceFile {
    /// What people call it.
    pub name: String,
    /// JSON in UTF-8 or UTF-16, or a package of parts.
    pub bytes: Vec<u8>,
}

/// What the caller knows better than the files.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The format; nothing: told by shape.
    pub format: Option<Format>,
    /// The battery's identifier.
    pub id: Option<BatteryId>,
    /// Values that the files lack, or have wrong.
    pub amendments: Amendments,
}

/// What an import gives.
#[derive(Debug, Clone, PartialEq)]
pub struct Imported {
    /// `id` and the content groups.
    pub passport: Value,
    /// What became of every value.
    pub report: Report,
}

/// Reads one passport from its file or files.
pub fn import(files: &[SourceFile], options: &Options) -> Result<Imported, ImportError> {
    let mut sources = Vec::new();
    let mut skipped = Vec::new();
    for file in files {
        let source = source::read(file)?;
        match source.describes() {
            Some(what) => skipped.push((source.name, what)),
            None => sources.push(source),
        }
    }
    if let (Some((file, what)), true) = (skipped.first(), sources.is_empty()) {
        return Err(ImportError::OnlyDescribes {
            file: file.clone(),
            what,
        });
    }
    let skipped = skipped.into_iter().map(|(name, _)| name).collect();
    let format = match options.format {
        Some(format) => format,
        None => detect::format(&sources)?,
    };
    let mut draft = options.draft();
    let mut version = None;
    let mut fields = match format {
        Format::BatteryPass => {
            let (found, fields) = battery_pass::import(&sources, &mut draft)?;
            version = Some(found);
            fields
        }
        Format::CatenaX => {
            let (found, fields) = catena_x::import(&sources, &mut draft)?;
            version = Some(found);
            fields
        }
        Format::Aas => aas::import(&sources, &mut draft)?,
        Format::Passport => passport::import(&sources, &mut draft)?,
        // What was signed elsewhere is verified, not imported.
        Format::Untp => return Err(ImportError::OnlyWritten(format)),
        // They hold many batteries and need a mapping.
        Format::Csv | Format::Xlsx => return Err(ImportError::Table { format }),
    };
    if matches!(format, Format::BatteryPass | Format::Aas) {
        critical::list_flagged(&mut draft, &mut fields);
    }
    if format != Format::Passport {
        media::tell_by_endings(&mut draft, &mut fields);
    }
    options.finish(
        draft,
        Report {
            version,
            skipped,
            ..Report::new(format, fields)
        },
    )
}

impl Options {
    /// A passport with nothing in it but what the caller says.
    fn draft(&self) -> Draft {
        let mut draft = Draft::new(self.id.as_ref());
        self.amendments.before(&mut draft);
        draft
    }

    /// The passport with everything that the caller says, and the whole account.
    fn finish(&self, draft: Draft, mut report: Report) -> Result<Imported, ImportError> {
        let mut passport = draft.finish();
        report.set = self.amendments.after(&mut passport, &mut report.fields)?;
        let passport = draft::ordered(passport);
        report.category = Category::of(&passport).ok();
        report.missing = report::missing(&passport, report.category);
        Ok(Imported { passport, report })
    }
}
