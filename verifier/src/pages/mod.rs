//! Pages for people, without a script and without anything from elsewhere: a report that can be kept, sent and printed.
//!
//! [`ReportPage`] is what `verify --page` writes. Each section of it has its own file here, with its own template; the
//! sections that a passport's own page shows as well are [`content`].

mod chain;
pub mod content;
mod end;
mod health;
mod plot;
mod report;

pub use end::EndSection;
pub use health::HealthSection;
pub use report::ReportPage;

/// How all pages look, light and dark, wide and narrow.
pub const STYLE: &str = include_str!("style.css");
