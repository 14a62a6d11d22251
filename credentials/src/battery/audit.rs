//! Did a presentation show one audience what it may see, no more and no less?

use serde_json::Value;

use super::attributes::{Part, Point, Requirement, table};
use super::audience::{Audience, may_see};
use super::category::Category;
use super::content::visit;
use crate::json::JsonPointer;

/// What is wrong with a disclosure to one audience. Both lists empty: nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Audit {
    /// Disclosed, and none of this audience's business (Art. 77(2)).
    pub beyond: Vec<JsonPointer>,
    /// Mandatory for the category, public (Annex XIII point 1), and not disclosed.
    pub missing_public: Vec<JsonPointer>,
}

/// What an event tells of its battery that is none of this audience's business. What else it says, of itself, is of no
/// attribute.
pub fn told_beyond(subject: &Value, audience: Audience) -> Vec<JsonPointer> {
    let mut beyond = Vec::new();
    visit(subject, &mut |place| {
        if place.is_attribute() && place.row.is_some_and(|row| !may_see(row, audience)) {
            beyond.push(place.pointer.clone());
        }
    });
    beyond
}

impl Audit {
    /// Nothing to object to.
    pub fn is_clean(&self) -> bool {
        self.beyond.is_empty() && self.missing_public.is_empty()
    }
}

/// Holds the disclosed `subject` (`credentialSubject` as the reader has it) against what `audience` may
/// see. An attribute that the table does not know belongs to no audience. Without a category only what
/// every category must publish counts as missing.
pub fn audit(subject: &Value, audience: Audience, category: Option<Category>) -> Audit {
    let mut beyond = Vec::new();
    visit(subject, &mut |place| {
        let hidden = match place.row {
            Some(row) => place.is_attribute() && !may_see(row, audience),
            // Inside an attribute that is reported as a whole already, or that may be seen.
            None => place.parent.is_none_or(|parent| {
                matches!(parent.part, Part::Group | Part::Section) || may_see(parent, audience)
            }),
        };
        if hidden {
            beyond.push(place.pointer.clone());
        }
    });
    let missing_public = table()
        .attributes()
        .filter(|row| matches!(row.point, Some(Point::One(_))))
        .filter(|row| {
            let mandatory = |category| row.requirements.of(category) == Requirement::Mandatory;
            match category {
                Some(category) => mandatory(category),
                None => Category::ALL.into_iter().all(mandatory),
            }
        })
        .filter(|row| subject.pointer(row.pointer).is_none_or(Value::is_null))
        .filter_map(|row| JsonPointer::parse(row.pointer).ok())
        .collect();
    Audit {
        beyond,
        missing_public,
    }
}
