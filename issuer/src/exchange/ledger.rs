//! The values of a file, each of which meets one fate.

use std::collections::HashMap;

use credentials::json::JsonPointer;
use serde_json::Value;

use super::report::{Fate, Field, Place};
use super::source::BIG_INTEGER;

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
