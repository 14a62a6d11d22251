//! Making, keeping and publishing battery passport credentials.
//!
//! - [`store`] keeps everything: one small trait, one file an engine
//! - [`pages`] shows passports to people

pub mod pages;
pub mod store;
