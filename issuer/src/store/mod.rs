//! What an issuer must never forget: who it is, its sealed keys, what it signed and how that stands, transfers and
//! credential offers.
//!
//! A [`Store`] takes [`Change`]s, all of one [`Store::commit`] or none, and answers a few questions. Each change says
//! what it expects to find; where another process was faster the commit is refused as a [`Conflict`] and nothing
//! happened. When `commit` returns, the changes are on disk.
//!
//! Status indexes come out of [`Change::Reserve`]: the counter of a [`StatusGroup`] is advanced in the transaction
//! that reports it, so that no index is given twice, whoever is killed when and however many processes issue. A
//! writer of many credentials commits one group and reserves for the next in the same transaction.

mod change;
#[cfg(test)]
pub(crate) mod conformance;
mod error;
mod record;
mod sqlite;

pub use change::{Change, Committed, Reservation};
pub use error::{Conflict, StoreError};
pub use record::{
    Copy, Credential, Identity, Key, KeyState, Kind, Lifecycle, Offer, Standing, StatusGroup,
    StatusSlot, Transfer, TransferState,
};
pub use sqlite::SqliteStore;

use credentials::status::StatusPurpose;

/// A place that keeps everything, for one process or many.
pub trait Store: Send + Sync {
    /// Applies all changes in order, or none of them.
    fn commit(&self, changes: &[Change]) -> Result<Committed, StoreError>;

    /// Who issues; nothing before `init`.
    fn identity(&self) -> Result<Option<Identity>, StoreError>;

    /// All keys, oldest first.
    fn keys(&self) -> Result<Vec<Key>, StoreError>;

    /// The credential with this id.
    fn credential(&self, id: &str) -> Result<Option<Credential>, StoreError>;

    /// Up to `limit` credentials whose id begins like this, in the order of their ids.
    fn by_id_prefix(&self, prefix: &str, limit: usize) -> Result<Vec<Credential>, StoreError>;

    /// The battery's passport that no later one replaced.
    fn current_passport(&self, battery: &str) -> Result<Option<Credential>, StoreError>;

    /// All credentials of a battery, oldest first.
    fn of_battery(&self, battery: &str) -> Result<Vec<Credential>, StoreError>;

    /// Current passports whose serial number is this, whatever the host and product.
    fn by_serial(&self, serial: &str) -> Result<Vec<Credential>, StoreError>;

    /// Up to `limit` credentials after this one in the order of issuing; from the first one when none is given.
    fn page(&self, after: Option<&str>, limit: usize) -> Result<Vec<Credential>, StoreError>;

    /// The credential's text as it was issued to another holder, by the digest of that text.
    fn copies(&self, credential: &str) -> Result<Vec<Copy>, StoreError>;

    /// The group with this number, counted from zero.
    fn status_group(&self, number: u32) -> Result<Option<StatusGroup>, StoreError>;

    /// Index and value of every entry of a group that is not zero for this purpose.
    fn raised(&self, group: u32, purpose: &StatusPurpose) -> Result<Vec<(u32, u8)>, StoreError>;

    /// The transfer that began with the offer of this id.
    fn transfer(&self, offer: &str) -> Result<Option<Transfer>, StoreError>;

    /// All transfers, oldest first.
    fn transfers(&self) -> Result<Vec<Transfer>, StoreError>;

    /// The credential offer with this hash of its pre-authorized code.
    fn offer_by_code(&self, code_hash: &[u8; 32]) -> Result<Option<Offer>, StoreError>;

    /// The credential offer with this hash of the access token that its code was traded for.
    fn offer_by_token(&self, token_hash: &[u8; 32]) -> Result<Option<Offer>, StoreError>;
}
