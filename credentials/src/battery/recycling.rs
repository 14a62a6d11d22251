//! The end of a battery: the recycling certificate, what it recovers, and what the law asks of it.
//!
//! A [`Certificate`] is what the event `Recycled` says: mass in, masses out. [`Metal`] lists the metals that Annex XII part C
//! sets targets for, [`targets`] the targets as data. With the certificate the passport ceases to exist (Art. 77(8)).

mod certificate;
mod metal;
pub mod targets;

pub use certificate::{Certificate, Masses, contained};
pub use metal::Metal;
