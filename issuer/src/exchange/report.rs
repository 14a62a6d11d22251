//! What became of every value of the source, and what the passport still lacks.

use std::fmt;

use credentials::battery::Category;
use credentials::battery::attributes::{Kind, Requirement, table};
use credentials::battery::content::visit;
use credentials::json::JsonPointer;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::detect::Format;

/// The account of an import.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// What the files were read as.
    pub format: Format,
    /// The version of the format, where it has several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<&'static str>,
    /// What the battery says it is, where that has a passport.
    #[serde(serialize_with = "by_name")]
    pub category: Option<Category>,
    /// Every value of the source, exactly once, in the order of the source.
    pub fields: Vec<Field>,
    /// What the caller said beside the files, and what that replaced.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub set: Vec<SetByCaller>,
    /// What the law asks for and the files did not give.
    pub missing: Vec<Missing>,
    /// Files beside the payloads that are none: JSON schemas, semantic models, descriptions of an API.
    pub skipped: Vec<String>,
}

/// One value of the source.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    /// The file.
    pub file: String,
    /// Where in the file.
    #[serde(flatten)]
    pub place: Place,
    /// What stands there.
    pub value: Value,
    /// What became of it.
    #[serde(flatten)]
    pub fate: Fate,
}

/// Where a value stands in its file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// In JSON.
    Pointer(JsonPointer),
    /// In a table: `Sheet!B7`, or `7:2` for line and column.
    Cell(String),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Pointer(pointer) => pointer.fmt(f),
            Place::Cell(cell) => f.write_str(cell),
        }
    }
}

/// What became of a value.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "fate", rename_all = "kebab-case")]
pub enum Fate {
    /// Taken as it is.
    Mapped {
        /// Where it stands in the passport.
        to: Vec<String>,
    },
    /// Taken in another unit or form.
    Converted {
        /// Where it stands in the passport.
        to: Vec<String>,
        /// The value with its unit, as the source has it.
        from: String,
        /// The value with its unit, as the passport has it.
        into: String,
        /// What was assumed.
        #[serde(skip_serializing_if = "Option::is_none")]
        note: Option<String>,
    },
    /// Taken under an assumption that the source does not state.
    Guessed {
        /// Where it stands in the passport.
        to: Vec<String>,
        /// What was assumed, and from what.
        why: String,
    },
    /// Not taken: the passport has another value in its place.
    Conflict {
        /// Where it would stand.
        to: Vec<String>,
        /// What stands there.
        kept: Value,
        /// Why that was kept.
        reason: String,
    },
    /// Not in the passport.
    LeftOver {
        /// Why not.
        reason: String,
    },
}

/// A value that the caller set.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SetByCaller {
    /// Where it stands in the passport.
    pub pointer: String,
    /// What stands there now; null: it was taken away.
    pub value: Value,
    /// The value with its unit as the caller wrote it, where that is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// `--set`, or the file that was merged in.
    pub by: String,
    /// What the files have.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replaced: Option<Value>,
}

/// Something mandatory that the passport lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Relative to `credentialSubject`.
    pub pointer: String,
    /// What it is.
    pub title: String,
    /// Where it is asked for.
    pub article: String,
}

/// How many values shared each fate.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Counts {
    /// Taken as they are.
    pub mapped: usize,
    /// Taken in another unit or form.
    pub converted: usize,
    /// Taken under an assumption.
    pub guessed: usize,
    /// Beside another value that was kept.
    pub conflicts: usize,
    /// Not in the passport.
    pub left_over: usize,
    /// Said by the caller beside the files.
    #[serde(skip_serializing_if = "is_none")]
    pub set: usize,
    /// Mandatory, and not in the files.
    pub missing: usize,
}

impl Counts {
    /// Whether no value of the source is in the passport.
    pub fn is_nothing_taken(&self) -> bool {
        self.mapped + self.converted + self.guessed == 0
    }

    /// Adds those of another report.
    pub fn add(&mut self, more: Counts) {
        self.mapped += more.mapped;
        self.converted += more.converted;
        self.guessed += more.guessed;
        self.conflicts += more.conflicts;
        self.left_over += more.left_over;
        self.set += more.set;
        self.missing += more.missing;
    }
}

/// What is none is not told, but for what everybody looks for.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} values mapped, {} converted",
            self.mapped, self.converted
        )?;
        for (count, what) in [(self.guessed, "guessed"), (self.conflicts, "in conflict")] {
            if count > 0 {
                write!(f, ", {count} {what}")?;
            }
        }
        write!(f, ", {} left over", self.left_over)?;
        match self.set {
            0 => Ok(()),
            set => write!(f, ", {set} set by the caller"),
        }
    }
}

impl Report {
    /// The account of these values, as the files have them.
    pub(super) fn new(format: Format, fields: Vec<Field>) -> Self {
        Self {
            format,
            version: None,
            category: None,
            fields,
            set: Vec::new(),
            missing: Vec::new(),
            skipped: Vec::new(),
        }
    }

    /// How many values shared each fate.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts {
            missing: self.missing.len(),
            set: self.set.len(),
            ..Counts::default()
        };
        for field in &self.fields {
            match field.fate {
                Fate::Mapped { .. } => counts.mapped += 1,
                Fate::Converted { .. } => counts.converted += 1,
                Fate::Guessed { .. } => counts.guessed += 1,
                Fate::Conflict { .. } => counts.conflicts += 1,
                Fate::LeftOver { .. } => counts.left_over += 1,
            }
        }
        counts
    }
}

/// What the law asks of the category, or of every category where it is not known, and members that an
/// attribute which is there cannot do without.
pub(super) fn missing(passport: &Value, category: Option<Category>) -> Vec<Missing> {
    let categories = category.map_or_else(|| Category::ALL.to_vec(), |category| vec![category]);
    let mandatory = table().attributes().filter(|row| {
        categories
            .iter()
            .all(|category| row.requirements.of(*category) == Requirement::Mandatory)
    });
    let mut missing: Vec<Missing> = mandatory
        .filter(|row| passport.pointer(row.pointer).is_none())
        .map(|row| Missing {
            pointer: row.pointer.to_owned(),
            title: row.title.to_owned(),
            article: row.article(),
        })
        .collect();
    if passport.get("id").is_none() {
        let id = Missing {
            pointer: "/id".to_owned(),
            title: "Battery identifier of the label".to_owned(),
            article: "Art. 77(3)".to_owned(),
        };
        missing.insert(0, id);
    }
    visit(passport, &mut |place| {
        let (Some(row), Some(members)) = (place.row, place.value.as_object()) else {
            return;
        };
        if !(place.element || row.kind == Kind::Object) {
            return;
        }
        for member in table().members(row).filter(|member| member.required_member) {
            if !members.contains_key(member.name()) {
                missing.push(Missing {
                    pointer: place.pointer.child(member.name()).to_string(),
                    title: format!("{}: {}", row.title, member.title),
                    article: row.article(),
                });
            }
        }
    });
    missing
}

#[allow(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde asks with a reference"
)]
fn is_none(count: &usize) -> bool {
    *count == 0
}

fn by_name<S: Serializer>(category: &Option<Category>, serializer: S) -> Result<S::Ok, S::Error> {
    category.map(Category::name).serialize(serializer)
}
