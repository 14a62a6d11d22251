//! What a battery passport credential is and how it is secured: pure, no network, no clock, no files.

pub mod problem;

pub use problem::Problem;
