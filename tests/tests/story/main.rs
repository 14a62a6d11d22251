//! The main job from outside: the manufacturer issues, the recycler checks, the repurposer takes over.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod ending;
mod handing_over;
mod holding;
mod making;
mod reading;
mod resolving;
mod scene;
mod taking_apart;
