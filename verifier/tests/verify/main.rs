//! Verification from outside: real keys, real credentials, and everything that must be refused.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod audience;
mod bytes;
mod ceased;
mod chain;
mod command;
mod composition;
mod content;
mod documents;
mod holder;
mod issuer;
mod life;
mod online;
mod presentation;
mod renamed;
mod report;
mod roles;
mod status;
mod status_token;
mod time;
mod trust_list;
mod world;
