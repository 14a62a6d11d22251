//! What remains of a battery when parts of it go to another operator.

use jiff::Timestamp;
use serde_json::Value;

use super::check::{Accepted, Held};
use super::error::TransferError;
use super::reissue::{Fresh, next_version};
use crate::battery::passport::removed;
use crate::battery::statement::Statement;

/// Plans the next version of the old operator's passport, for what is left: the same content, naming all parts that have
/// gone (`partsRemoved`). `current` is the passport as it stands now; it may be later than the one that was offered, when
/// other parts went meanwhile.
pub fn remaining(
    accepted: &Accepted,
    current: Held<'_>,
    valid_from: Timestamp,
    fresh: Fresh,
) -> Result<Value, TransferError> {
    let offer = accepted.proposal();
    let (statement, _) = Statement::read(current.credential)?;
    let offered_by = &offer.statement().issuer;
    if statement.issuer != *offered_by {
        return Err(TransferError::NotTheIssuer {
            expected: offered_by.clone(),
            found: statement.issuer,
        });
    }
    let gone = removed(current.credential);
    if let Some(part) = offer.parts().names().find(|part| gone.contains(part)) {
        return Err(TransferError::PartGone {
            part: part.to_owned(),
            passport: current.reference.id.clone(),
        });
    }
    let mut rest = next_version(current, valid_from, fresh);
    rest["credentialSubject"]["partsRemoved"] = gone.with(offer.parts()).to_value();
    Ok(rest)
}
