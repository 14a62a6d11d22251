//! What the reader asks of a credential.

use std::collections::HashMap;
use std::time::Duration;

use credentials::battery::{Audience, BatteryId, Category};
use credentials::secured::Secured;
use jiff::Timestamp;
use platform::documents::Given;
use platform::suppliers::Declared;

use crate::trust::Trust;

/// What the reader asks of a credential beyond that it is authentic and current.
#[derive(Debug, Clone)]
pub struct Policy {
    /// Nothing may be disclosed beyond what this audience may see.
    pub audience: Option<Audience>,
    /// The nonce that the reader gave to the holder: the presentation must be bound to it.
    pub nonce: Option<String>,
    /// The reader's own name, as the holder was told: the presentation must be made for it.
    pub aud: Option<String>,
    /// The time at which all is judged.
    pub at: Timestamp,
    /// Whose credentials the reader accepts, and for what.
    pub trust: Option<Trust>,
    /// Accreditations of issuers that the list does not name: see [`crate::trust`].
    pub accreditations: Vec<Secured>,
    /// Of which category batteries are, as far as the reader knows it by itself; of others, their passports tell.
    pub categories: HashMap<BatteryId, Category>,
    /// Walk back through the hands the battery went through.
    pub chain: bool,
    /// Documents that the reader has, to be held against what the passport binds.
    pub documents: Vec<Given>,
    /// Suppliers' declarations that the reader has, to be held against those that the passport binds.
    pub suppliers: Vec<Declared>,
    /// How old a key binding may be when a nonce or an audience was asked for.
    pub max_age: Duration,
    /// How far the clocks of holder and reader may differ.
    pub skew: Duration,
    /// Judge as far as the W3C specifications go, for interoperability: whether a key belongs to an issuer that is no
    /// DID stays open, and a holder may present nothing but itself.
    pub bare: bool,
}

impl Policy {
    /// Authentic and current at this time, nothing more.
    pub fn at(at: Timestamp) -> Self {
        Self {
            audience: None,
            nonce: None,
            aud: None,
            at,
            trust: None,
            accreditations: Vec::new(),
            categories: HashMap::new(),
            chain: false,
            documents: Vec::new(),
            suppliers: Vec::new(),
            max_age: Duration::from_secs(15 * 60),
            skew: Duration::from_secs(60),
            bare: false,
        }
    }

    /// Whether a presentation must be bound to its holder.
    pub fn wants_binding(&self) -> bool {
        self.nonce.is_some() || self.aud.is_some()
    }
}
