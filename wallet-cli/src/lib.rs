//! Holding and presenting battery passports, and taking batteries over.
//!
//! - [`Wallet`] is one folder: a key and sealed credentials ([`item`]); [`Unlocked`] is one in use
//! - [`receive`] verifies before anything is kept; [`offer`] takes up credential offers (OpenID4VCI)
//! - [`transfer`] answers offers of batteries
//! - [`present`] shows what a reader may see
//! - [`backup`](mod@backup) is all of it in one sealed file
//! - [`commands`]: the command line, one file a command

pub mod backup;
pub mod commands;
mod error;
pub mod item;
pub mod offer;
pub mod present;
pub mod receive;
pub mod source;
mod store;
pub mod transfer;
mod wallet;

pub use error::WalletError;
pub use item::{Item, Record};
pub use wallet::{Kept, Unlocked, Wallet};
