//! Lifecycle events: what happens to a battery after its passport was issued.
//!
//! An event never rewrites the passport: the current state is the passport plus its events.
//! [`EventKind`] is the list of the twelve with who may issue which,
//! [`EventDraft`] what `issue event FILE` reads, [`Event`] an event that was issued. Measured values carry
//! the names, units and ranges of the attribute table, in the passport's own place
//! (`performanceAndDurability.batteryCondition`), so that one reader serves both.

mod condition;
mod details;
mod draft;
mod error;
mod issued;
mod kind;

pub(crate) use condition::CONDITION;
pub use details::{Detail, Shape};
pub use draft::EventDraft;
pub use error::EventError;
pub use issued::Event;
pub use kind::{EventKind, LIFECYCLE_EVENT};
