//! Pages for people: what a phone shows that scans the label.

mod passport;

pub use passport::{PassportPage, State};
