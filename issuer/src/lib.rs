//! Making, keeping and publishing battery passport credentials.
//!
//! [`Issuer`] is one operator, opened from its data folder; its methods are what the commands and the endpoints call.
//!
//! - [`store`] keeps everything: one small trait, one file an engine
//! - [`exchange`] reads passports in other people's formats
//! - [`identity`] and [`keys`]: who signs, and with what
//! - [`issuance`]: content in, signed and kept credential out
//! - [`label`] makes what is printed on a battery
//! - [`life`]: what happens to a battery, and how its passport ends
//! - [`transfer`] hands a battery to another operator
//! - [`oid4vci`] hands credentials to wallets
//! - [`vc_api`] lets test suites issue and verify
//! - [`publish`] is what everyone may fetch, [`service`] hands it out
//! - [`pages`] shows passports to people
//! - [`quickstart`] plays the whole story on one machine
//! - [`sample`]: our own batteries, to try everything on
//! - [`commands`]: the command line, one file a command

mod clock;
pub mod commands;
mod error;
pub mod exchange;
pub mod identity;
pub mod issuance;
mod issuer;
pub mod keys;
pub mod label;
pub mod life;
mod lookup;
pub mod oid4vci;
pub mod pages;
pub mod publish;
pub mod quickstart;
pub mod sample;
pub mod service;
mod standing;
pub mod store;
pub mod transfer;
pub mod vc_api;

pub use error::Error;
pub use issuer::{Issuer, NewIssuer};
pub use standing::{StandingError, Verb};
