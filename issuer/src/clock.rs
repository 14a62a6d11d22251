//! The time of issuing.

use jiff::Timestamp;

/// Now, in whole seconds: nobody wants nanoseconds in a passport.
pub(crate) fn now() -> Timestamp {
    let now = Timestamp::now();
    // Never rounded up: what begins to hold in half a second is not valid yet for a reader who looks now.
    Timestamp::from_second(now.as_second()).unwrap_or(now)
}
