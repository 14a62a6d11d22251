//! What a battery's passport and events add up to.

use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::Value;

use super::health::Measurement;
use super::rules::{BatteryStatus, Phase};

/// A battery as its passport and its events tell it.
#[derive(Debug, Clone, PartialEq)]
pub struct State {
    /// Where it is in its life.
    pub phase: Phase,
    /// Annex XIII point 4(c).
    pub status: BatteryStatus,
    /// When it was made, where an event says so.
    pub made: Option<Timestamp>,
    /// When it was last placed on the market.
    pub placed_on_market: Option<Timestamp>,
    /// When it was last put into service.
    pub put_into_service: Option<Timestamp>,
    /// When it last became waste, while it is.
    pub waste_since: Option<Timestamp>,
    /// When it was recycled, and so its passport ceased (Art. 77(8)).
    pub ceased: Option<Timestamp>,
    /// Recalls that no maintenance answers, by the ids of their credentials.
    pub open_recalls: Vec<String>,
    /// Incidents, by the ids of their credentials.
    pub incidents: Vec<String>,
    /// The latest value of each dynamic attribute of `batteryCondition`; of `negativeEvents` all.
    pub readings: BTreeMap<String, Reading>,
    /// Every value of the state of health that was told, by attribute, in the order of time.
    pub health: BTreeMap<&'static str, Vec<Measurement>>,
    /// How many events fitted.
    pub events: usize,
    /// When the last of them happened.
    pub last_event: Option<Timestamp>,
}

/// A measured value, and where it is from.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// As in the passport, `lastUpdate` included.
    pub value: Value,
    /// When it was read.
    pub at: Timestamp,
    /// Id of the event's credential; nothing for what the passport itself states.
    pub event: Option<String>,
}

impl State {
    pub(super) fn new(phase: Phase, status: BatteryStatus) -> Self {
        Self {
            phase,
            status,
            made: None,
            placed_on_market: None,
            put_into_service: None,
            waste_since: None,
            ceased: None,
            open_recalls: Vec::new(),
            incidents: Vec::new(),
            readings: BTreeMap::new(),
            health: BTreeMap::new(),
            events: 0,
            last_event: None,
        }
    }

    /// The latest number of an attribute that has one, such as `stateOfCertifiedEnergy`, in the unit of the
    /// attribute table.
    pub fn number(&self, attribute: &str) -> Option<f64> {
        let reading = self.readings.get(attribute)?;
        reading.value.get(format!("{attribute}Value"))?.as_f64()
    }
}
