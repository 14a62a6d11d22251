//! The JSON-LD contexts that our credentials name, pinned: nothing is ever fetched.

mod contexts;
#[cfg(test)]
mod generate;
#[cfg(test)]
pub(crate) mod ours;
mod pinned;

pub use contexts::{ContextError, Contexts};
pub use pinned::{Pinned, pinned};

/// W3C Verifiable Credentials 2.0.
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
/// W3C Verifiable Credentials 1.1.
pub const CREDENTIALS_V1: &str = "https://www.w3.org/2018/credentials/v1";
/// W3C Data Integrity 1.0, which the second version of the data model includes and the first does not.
pub const DATA_INTEGRITY_V2: &str = "https://w3id.org/security/data-integrity/v2";
/// Ours: battery passports, lifecycle events, transfers.
pub const BATTERY_PASSPORT_V1: &str = "https://w3id.org/voltproof/dbp/v1";
