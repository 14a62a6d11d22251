//! The JSON-LD contexts that our credentials name, pinned: nothing is ever fetched.

/// W3C Verifiable Credentials 2.0.
pub const CREDENTIALS_V2: &str = "https://www.w3.org/ns/credentials/v2";
/// Ours: battery passports, lifecycle events, transfers.
pub const BATTERY_PASSPORT_V1: &str = "https://w3id.org/voltproof/dbp/v1";
