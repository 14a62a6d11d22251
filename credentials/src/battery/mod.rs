//! The battery passport itself, by Regulation (EU) 2023/1542.
//!
//! [`identifier`] names a battery, [`category`] says which batteries have a passport at all. Pure:
//! clock and randomness enter as arguments.

pub mod category;
pub mod identifier;

pub use category::Category;
pub use identifier::{BatteryId, Gtin, Serial};
