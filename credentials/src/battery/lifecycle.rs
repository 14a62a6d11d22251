//! Where a battery is in its life: the passport and its events, folded.
//!
//! The rules are the table [`RULES`]: from which phases an event may come, where it leads, by which article.
//! Events may arrive late, twice and in any order; they are put into the order in which they happened first, so
//! that every arrival gives the same [`Fold`]. An impossible event is told as a [`LifecycleFault`] and changes
//! nothing.

mod fault;
mod fold;
mod health;
mod history;
mod rules;

pub use fault::LifecycleFault;
pub use fold::{Fold, fold};
pub use health::{Measurement, Series, series};
pub use history::{Reading, State};
pub use rules::{BatteryStatus, Phase, RULES, Rule};

#[cfg(test)]
mod arrivals;
#[cfg(test)]
mod document;
#[cfg(test)]
mod sequences;
