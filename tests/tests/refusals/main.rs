//! Everything that must be refused, as the person sees it who was handed it: exit code, check, code, place, advice.
//!
//! What is hostile is made with real keys: the signatures hold, unless the case is about a signature.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod binding;
mod content;
mod forger;
mod keys;
mod order;
mod reader;
mod sd_jwt;
mod standing;
mod status_list;
mod transfer;
mod trust;
