//! Making, keeping and publishing battery passport credentials.
pub mod pages;
