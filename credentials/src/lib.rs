//! What a battery passport credential is and how it is secured: pure, no network, no clock, no files.
//!
//! Bytes come in through [`json`] (strict, bounded) and go out through [`canon`] (what is hashed and signed). Every
//! error can be told as a [`Problem`]: stable code, message, JSON pointer, hint.

pub mod battery;
pub mod bbs;
pub mod canon;
pub mod context;
pub mod did;
pub mod jose;
pub mod json;
pub mod keys;
pub mod model;
pub mod problem;
pub mod proof;
pub mod protocol;
pub mod sd_jwt;
pub mod secured;
pub mod status;
pub mod suite;
pub mod vc_jwt;

pub use did::{Did, DidUrl};
pub use json::JsonPointer;
pub use problem::{Coded, Problem};
pub use secured::Secured;
pub use suite::Suite;
