//! What a credential of ours is: one thing. Who may sign it, how it is read and what follows from it all go by its type, so
//! that one with several would be judged as the one and count as the other.

use serde_json::Value;

use super::accreditation::ACCREDITED_OPERATOR;
use super::composite::SUPPLIER_DECLARATION;
use super::event::{EventKind, LIFECYCLE_EVENT};
use super::passport::PASSPORT;
use super::statement::StatementError;
use super::transfer::{
    SUCCESSION_ORDER, TRANSFER_ACCEPTANCE, TRANSFER_OFFER, TRANSFER_REJECTION, TRANSFER_WITHDRAWAL,
};
use super::trust_list::TRUST_LIST;
use crate::model::has_type;

/// The one kind that a credential is of; none where it is none of ours.
pub fn kind_of(credential: &Value) -> Result<Option<&'static str>, StatementError> {
    let mut found = KINDS.into_iter().filter(|kind| has_type(credential, kind));
    let kind = found.next();
    let mut events = EventKind::ALL
        .into_iter()
        .map(EventKind::name)
        .filter(|name| has_type(credential, name));
    // An event has two types: that it is one, and which; that it has one of those is for whoever reads it.
    let second = match kind {
        None | Some(LIFECYCLE_EVENT) => found.next(),
        Some(_) => found.next().or_else(|| events.next()),
    };
    match (kind, second) {
        (Some(first), Some(second)) => Err(StatementError::Kinds { first, second }),
        _ => Ok(kind),
    }
}

/// The types of our credentials, of which each has one.
pub(crate) const KINDS: [&str; 10] = [
    PASSPORT,
    LIFECYCLE_EVENT,
    TRANSFER_OFFER,
    TRANSFER_ACCEPTANCE,
    TRANSFER_REJECTION,
    TRANSFER_WITHDRAWAL,
    SUCCESSION_ORDER,
    ACCREDITED_OPERATOR,
    TRUST_LIST,
    SUPPLIER_DECLARATION,
];

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::battery::roles::Act;
    use crate::battery::transfer::Proposal;
    use crate::battery::transfer::tests::{order_of, passport};
    use crate::problem::Coded;

    #[test]
    fn a_credential_is_of_one_kind_and_an_event_says_that_it_is_one() {
        let kind = |types: &[&str]| {
            let credential = json!({"type": types});
            kind_of(&credential).map_err(|error| error.code())
        };
        assert_eq!(
            kind(&["VerifiableCredential", PASSPORT]),
            Ok(Some(PASSPORT))
        );
        assert_eq!(
            kind(&[LIFECYCLE_EVENT, "Recall"]),
            Ok(Some(LIFECYCLE_EVENT))
        );
        assert_eq!(kind(&["VerifiableCredential", "Recall"]), Ok(None));
        for several in [
            &[SUCCESSION_ORDER, TRANSFER_REJECTION][..],
            &[SUCCESSION_ORDER, "StateOfHealth"],
            &[TRANSFER_ACCEPTANCE, "StateOfHealth"],
            &[PASSPORT, LIFECYCLE_EVENT],
        ] {
            assert_eq!(kind(several), Err("statement.several_kinds"), "{several:?}");
        }
    }

    #[test]
    fn what_is_an_order_and_something_else_is_neither() {
        let mut order = order_of(&passport().reference).build().unwrap();
        for other in [TRANSFER_REJECTION, "StateOfHealth"] {
            order["type"] = json!(["VerifiableCredential", SUCCESSION_ORDER, other]);
            let read = Proposal::read(&order).unwrap_err();
            assert_eq!(read.code(), "statement.several_kinds", "{other}");
            assert_eq!(Act::of(&order), None, "{other}");
        }
        order["type"] = json!(["VerifiableCredential", "StateOfHealth"]);
        assert_eq!(Act::of(&order), None);
    }
}
