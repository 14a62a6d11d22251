//! The clock of the vectors: what happens when.

use jiff::Timestamp;

/// The passport is issued.
pub const ISSUED: Timestamp = on_the_day(8 * 60);
/// The state of health is reported.
pub const EVENT: Timestamp = on_the_day(8 * 60 + 10);
/// The battery is offered to another operator.
pub const OFFERED: Timestamp = on_the_day(8 * 60 + 20);
/// The offer is accepted.
pub const ACCEPTED: Timestamp = on_the_day(8 * 60 + 30);
/// The passport is issued again, for the new operator.
pub const REISSUED: Timestamp = on_the_day(8 * 60 + 40);
/// The new operator issues its own passport.
pub const TAKEN_OVER: Timestamp = on_the_day(9 * 60);
/// The status lists are published.
pub const LISTED: Timestamp = on_the_day(11 * 60);
/// The holder presents.
pub const PRESENTED: Timestamp = on_the_day(11 * 60 + 55);
/// Everything is verified.
pub const VERIFIED: Timestamp = on_the_day(12 * 60);
/// The offer would have ended.
pub const OFFER_ENDS: Timestamp = on_the_day(30 * 24 * 60);

/// So many minutes after the beginning of 24 November 2026 in UTC.
const fn on_the_day(minute: i64) -> Timestamp {
    Timestamp::constant(MIDNIGHT + minute * 60, 0)
}

/// 2026-11-24T00:00:00Z
const MIDNIGHT: i64 = 1_795_478_400;
