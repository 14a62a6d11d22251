//! From content to a signed credential: prepared, signed once, kept.
//!
//! [`Issuer::prepare_passport`](crate::Issuer::prepare_passport) and
//! [`Issuer::prepare_event`](crate::Issuer::prepare_event) validate, lint and take a status index; the [`Prepared`]
//! that comes out is the only thing that [`Issuer::issue`](crate::Issuer::issue) signs, once.

mod accreditation;
mod again;
mod attestation;
mod event;
mod holder;
mod other_words;
mod passport;
pub mod predecessor;
mod prepared;
pub(crate) mod slot;
pub mod supplier;
#[cfg(test)]
pub(crate) mod tests;
mod trust_list;

pub use accreditation::AccreditationOrder;
pub(crate) use again::Again;
pub(crate) use attestation::Attestation;
pub use holder::Holder;
pub use passport::PassportOrder;
pub(crate) use prepared::serial;
pub use prepared::{Further, Issued, Prepared};
pub use slot::ListPurpose;
pub use supplier::{Composition, DeclarationOrder};
pub use trust_list::TrustListOrder;

use rand::RngExt;

/// A new credential id: a random UUID (RFC 9562 section 5.4) as URN.
pub fn new_id() -> String {
    let mut bytes: [u8; 16] = rand::rng().random();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    format!(
        "urn:uuid:{}-{}-{}-{}-{}",
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..]
    )
}
