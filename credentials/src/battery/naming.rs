//! What people call a battery, and what they look for first.

use serde_json::Value;

use super::attributes::{Attribute, table};

const MODEL: &str = "/generalProductInformation/modelIdentifier";
const MAKER: &str = "/generalProductInformation/manufacturerInformation/contactName";

/// The model of a passport's subject.
pub fn model(subject: &Value) -> Option<&str> {
    subject.pointer(MODEL)?.as_str()
}

/// Who made it.
pub fn maker(subject: &Value) -> Option<&str> {
    subject.pointer(MAKER)?.as_str()
}

/// The rows of the table that a reader looks for first, each with its short title.
pub fn at_a_glance() -> impl Iterator<Item = (&'static str, &'static Attribute)> {
    let rows = table().iter();
    rows.filter_map(|row| Some((row.at_a_glance?, row)))
}

#[cfg(test)]
mod tests {
    use super::super::audience::may_see;
    use super::super::{Audience, attributes::Kind};
    use super::*;

    #[test]
    fn names_and_what_is_looked_for_first_are_public_rows_of_the_table() {
        for pointer in [MODEL, MAKER] {
            assert_eq!(table().at(pointer).unwrap().kind, Kind::Text, "{pointer}");
        }
        let named = [MODEL, MAKER].map(|pointer| table().governing(pointer).unwrap());
        let first = at_a_glance().map(|(_, row)| table().governing(row.pointer).unwrap());
        for row in named.into_iter().chain(first) {
            assert!(may_see(row, Audience::Public), "{}", row.pointer);
        }
        assert_eq!(at_a_glance().count(), 8);
    }
}
