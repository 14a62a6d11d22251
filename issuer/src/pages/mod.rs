//! Pages for people: what a phone shows that scans the label.

mod passport;

pub use passport::{PassportPage, State};
use verifier::pages::STYLE;

/// The page where a label leads nowhere.
pub fn missing() -> String {
    include_str!("missing.html").replace("{style}", STYLE)
}
