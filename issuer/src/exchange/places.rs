//! How long the account of a file may get: it names each value by its place, and a place repeats every name around it.

use serde_json::Value;

use super::ImportError;

/// All places of a file together, in bytes; those of real passports are below a megabyte.
const LIMIT: usize = 64 << 20;

/// Refuses a file whose places would fill the memory.
pub(super) fn check(file: &str, value: &Value) -> Result<(), ImportError> {
    let mut left = LIMIT;
    match spend(value, 0, &mut left) {
        Some(()) => Ok(()),
        None => Err(ImportError::Places {
            file: file.to_owned(),
            limit: LIMIT,
        }),
    }
}

/// Takes from what is left the places of all values inside; none when it is spent. JSON is read to a bounded depth.
fn spend(value: &Value, length: usize, left: &mut usize) -> Option<()> {
    match value {
        Value::Object(members) => members
            .iter()
            .try_for_each(|(name, inside)| spend(inside, length + name.len() + 1, left)),
        Value::Array(items) => items
            .iter()
            .try_for_each(|inside| spend(inside, length + 6, left)),
        _ => {
            *left = left.checked_sub(length)?;
            Some(())
        }
    }
}
