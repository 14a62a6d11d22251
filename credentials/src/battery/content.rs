//! Walking a subject beside the attribute table: every place with the row that describes it.

use serde_json::Value;

use super::attributes::{Attribute, Kind, Part, table};
use crate::json::JsonPointer;

/// Members of `credentialSubject` that frame the content: never withheld, outside the attribute table.
pub const FRAME: &[&str] = &[
    "id",
    "type",
    "granularityLevel",
    "version",
    "supersedes",
    "predecessor",
    "parts",
    "partsRemoved",
];

/// One place in a subject.
#[derive(Debug, Clone, Copy)]
pub struct Place<'p, 'v> {
    /// Relative to `credentialSubject`.
    pub pointer: &'p JsonPointer,
    /// The row that describes it; of an object in a list: the list's. Nothing for what is unknown.
    pub row: Option<&'static Attribute>,
    /// The row one step up.
    pub parent: Option<&'static Attribute>,
    /// The value is an object in the list that `row` describes.
    pub element: bool,
    /// What stands there.
    pub value: &'v Value,
}

impl Place<'_, '_> {
    /// Whether this place is an attribute as a whole, and so a unit of the law.
    pub fn is_attribute(&self) -> bool {
        !self.element && self.row.is_some_and(|row| row.part == Part::Attribute)
    }
}

/// Calls `each` with every place of `subject` but its frame, outer before inner. What is unknown is
/// told once, not what is in it.
pub fn visit<'v>(subject: &'v Value, each: &mut impl FnMut(Place<'_, 'v>)) {
    let Value::Object(members) = subject else {
        return;
    };
    let mut pointer = JsonPointer::root();
    for (name, value) in members {
        if FRAME.contains(&name.as_str()) {
            continue;
        }
        pointer.push(name);
        descend(&mut pointer, table().group(name), None, value, each);
        pointer.pop();
    }
}

fn descend<'v>(
    pointer: &mut JsonPointer,
    row: Option<&'static Attribute>,
    parent: Option<&'static Attribute>,
    value: &'v Value,
    each: &mut impl FnMut(Place<'_, 'v>),
) {
    each(Place {
        pointer,
        row,
        parent,
        element: false,
        value,
    });
    let Some(row) = row else { return };
    match value {
        // Its members are language tags, not names of ours.
        Value::Object(_) if row.kind == Kind::LanguageMap => {}
        Value::Object(members) => into_members(pointer, row, members, each),
        Value::Array(items) => {
            let plain = table().member(row, "*");
            for (index, item) in items.iter().enumerate() {
                pointer.push(index);
                match (plain, item) {
                    (Some(plain), _) => descend(pointer, Some(plain), Some(row), item, each),
                    (None, Value::Object(members)) => {
                        each(Place {
                            pointer,
                            row: Some(row),
                            parent: Some(row),
                            element: true,
                            value: item,
                        });
                        into_members(pointer, row, members, each);
                    }
                    (None, _) => each(Place {
                        pointer,
                        row: Some(row),
                        parent: Some(row),
                        element: true,
                        value: item,
                    }),
                }
                pointer.pop();
            }
        }
        _ => {}
    }
}

fn into_members<'v>(
    pointer: &mut JsonPointer,
    row: &'static Attribute,
    members: &'v serde_json::Map<String, Value>,
    each: &mut impl FnMut(Place<'_, 'v>),
) {
    for (name, value) in members {
        pointer.push(name);
        descend(pointer, table().member(row, name), Some(row), value, each);
        pointer.pop();
    }
}
