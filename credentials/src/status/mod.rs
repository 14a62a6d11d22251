//! Whether a credential still stands: Bitstring Status List 1.0 (W3C Recommendation, 15 May 2025), and for SD-JWT VC
//! the Token Status List (draft-ietf-oauth-status-list).
//!
//! A credential carries one [`StatusEntry`] a purpose. Each names a position in a [`StatusList`], which its issuer
//! publishes inside a credential of its own:
//!
//! - [`StatusIndex`] and [`IndexSequence`] give every credential a position that tells nothing about its order
//! - [`list_credential`] wraps a list for signing; [`StatusListCredential`] reads one whose proof was verified
//! - [`StatusListCredential::status_of`] is the Validate Algorithm of section 3.2
//! - [`TokenStatusEntry`], [`TokenStatusList`] and [`ListToken`] are the same three of the Token Status List

mod allocation;
mod bitstring;
mod entry;
mod error;
mod list_credential;
mod list_token;
mod token_entry;
mod token_list;

pub use allocation::IndexSequence;
pub use bitstring::{MAX_LIST_BYTES, MIN_ENTRIES, StatusIndex, StatusList, StatusSize};
pub use entry::{StatusEntry, StatusMessage, StatusPurpose};
pub use error::StatusError;
pub use list_credential::{ListDescription, Status, StatusListCredential, list_credential};
pub use list_token::{LIST_TOKEN_TYPE, ListToken, TokenDescription, TokenStatus, issue_list_token};
pub use token_entry::{AnyStatusEntry, TokenStatusEntry};
pub(crate) use token_entry::{take_claim, with_claim};
pub use token_list::TokenStatusList;
