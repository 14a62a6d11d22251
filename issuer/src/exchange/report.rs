//! What became of every value of the source, and what the passport still lacks.

use std::collections::HashMap;
use std::fmt;

use credentials::battery::Category;
use credentials::battery::attributes::{Kind, Requirement, table};
use credentials::battery::content::visit;
use credentials::json::JsonPointer;
use serde::{Serialize, Serializer};
use serde_json::Value;

use super::detect::Format;
use super::source::BIG_INTEGER;

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

/// The values of one file, each waiting for its fate, which it meets once.
pub(super) struct Ledger<'s> {
    file: &'s str,
    root: &'s Value,
    fields: Vec<Waiting<'s>>,
    by_pointer: HashMap<String, usize>,
}

/// A value, and the fate it waits for.
struct Waiting<'s> {
    /// Where the file has it.
    source: JsonPointer,
    /// Where the importer looks for it.
    pointer: JsonPointer,
    value: &'s Value,
    fate: Option<Fate>,
}

impl<'s> Ledger<'s> {
    pub fn new(file: &'s str, root: &'s Value) -> Self {
        let mut leaves = Vec::new();
        collect(&mut JsonPointer::root(), root, &mut leaves);
        Self::only(file, root, leaves)
    }

    /// Of these values only: what else is in the file describes them.
    pub fn only(file: &'s str, root: &'s Value, leaves: Vec<(JsonPointer, &'s Value)>) -> Self {
        let fields = leaves.into_iter().map(|(pointer, value)| Waiting {
            source: pointer.clone(),
            pointer,
            value,
            fate: None,
        });
        Self::of(file, root, fields.collect())
    }

    /// A file in an older shape: `root` is its content in the shape that the importer knows, and `moved` says where
    /// each value of it was.
    pub fn moved(
        file: &'s str,
        root: &'s Value,
        moved: &'s [(JsonPointer, JsonPointer, Value)],
    ) -> Self {
        let fields = moved.iter().map(|(source, pointer, value)| Waiting {
            source: source.clone(),
            pointer: pointer.clone(),
            value,
            fate: None,
        });
        Self::of(file, root, fields.collect())
    }

    fn of(file: &'s str, root: &'s Value, fields: Vec<Waiting<'s>>) -> Self {
        let mut by_pointer = HashMap::with_capacity(fields.len());
        for (index, field) in fields.iter().enumerate() {
            // Of two that moved to one place the first is there.
            by_pointer.entry(field.pointer.to_string()).or_insert(index);
        }
        Self {
            file,
            root,
            fields,
            by_pointer,
        }
    }

    /// Pointers of the values whose fate is open.
    pub fn open(&self) -> Vec<(JsonPointer, &'s Value)> {
        self.fields
            .iter()
            .filter(|field| field.fate.is_none())
            .map(|field| (field.pointer.clone(), field.value))
            .collect()
    }

    /// What stands at a pointer, leaf or not.
    pub fn value(&self, pointer: &str) -> Option<&'s Value> {
        self.root.pointer(pointer)
    }

    /// A number whose fate is open.
    pub fn number(&self, pointer: &str) -> Option<f64> {
        self.is_open(pointer)
            .then(|| self.value(pointer)?.as_f64())?
    }

    /// A text whose fate is open.
    pub fn text(&self, pointer: &str) -> Option<&'s str> {
        self.is_open(pointer)
            .then(|| self.value(pointer)?.as_str())?
    }

    /// How many elements the list at a pointer has.
    pub fn length(&self, pointer: &str) -> usize {
        self.value(pointer)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    }

    /// Seals the fate of the value at a pointer, unless it is sealed or there is none.
    pub fn seal(&mut self, pointer: &str, fate: Fate) {
        if let Some(index) = self.by_pointer.get(pointer) {
            self.fields[*index].fate.get_or_insert(fate);
        }
    }

    pub fn leave(&mut self, pointer: &str, reason: impl Into<String>) {
        self.seal(
            pointer,
            Fate::LeftOver {
                reason: reason.into(),
            },
        );
    }

    /// Leaves over whatever is open at `outer` or inside it.
    pub fn leave_inside(&mut self, outer: &str, reason: &str) {
        let Ok(outer) = JsonPointer::parse(outer) else {
            return;
        };
        for field in &mut self.fields {
            if field.pointer.starts_with(&outer) {
                field.fate.get_or_insert_with(|| Fate::LeftOver {
                    reason: reason.to_owned(),
                });
            }
        }
    }

    /// The account; what nobody asked for is left over.
    pub fn finish(self) -> Vec<Field> {
        self.finish_as(NO_ATTRIBUTE)
    }

    /// The account, and why what nobody asked for is left over.
    pub fn finish_as(self, unclaimed_because: &str) -> Vec<Field> {
        let file = self.file.to_owned();
        self.fields
            .into_iter()
            .map(|field| Field {
                file: file.clone(),
                place: Place::Pointer(field.source),
                value: shown(field.value),
                fate: field.fate.unwrap_or_else(|| Fate::LeftOver {
                    reason: unclaimed(field.value, unclaimed_because),
                }),
            })
            .collect()
    }

    /// Whether there is a value at a pointer, and its fate is open.
    pub fn is_open(&self, pointer: &str) -> bool {
        self.by_pointer
            .get(pointer)
            .is_some_and(|index| self.fields[*index].fate.is_none())
    }
}

const NO_ATTRIBUTE: &str = "the passport has no attribute for it";

fn unclaimed(value: &Value, otherwise: &str) -> String {
    match value {
        Value::Null => "it is null: nothing is stated".to_owned(),
        Value::Array(_) | Value::Object(_) => "it is empty: nothing is stated".to_owned(),
        _ => otherwise.to_owned(),
    }
}

/// The digits of an integer that no JSON reader holds, without the mark.
fn shown(value: &Value) -> Value {
    match value
        .as_str()
        .and_then(|text| text.strip_prefix(BIG_INTEGER))
    {
        Some(digits) => digits.into(),
        None => value.clone(),
    }
}

/// Scalars, and what is empty, with the pointer to each.
pub(super) fn collect<'s>(
    pointer: &mut JsonPointer,
    value: &'s Value,
    leaves: &mut Vec<(JsonPointer, &'s Value)>,
) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            for (name, value) in members {
                pointer.push(name);
                collect(pointer, value, leaves);
                pointer.pop();
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for (index, value) in items.iter().enumerate() {
                pointer.push(index);
                collect(pointer, value, leaves);
                pointer.pop();
            }
        }
        leaf => leaves.push((pointer.clone(), leaf)),
    }
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
