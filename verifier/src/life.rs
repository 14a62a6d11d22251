//! What the report tells of a battery's life: where it is, its state of health in time, and how it ended.

use credentials::Did;
use credentials::battery::Audience;
use credentials::battery::attributes::table;
use credentials::battery::audience::may_see;
use credentials::battery::event::{Event, EventKind};
use credentials::battery::lifecycle::{self, Measurement, Series, State};
use credentials::battery::lint::{Findings, lint_event};
use credentials::battery::recycling::{Certificate, Masses};
use jiff::Timestamp;
use serde::Serialize;
use serde_json::Value;

/// The life of a battery as the events that were shown and count tell it.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Life {
    /// Where the battery is, such as `in service`; nothing without its passport.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<&'static str>,
    /// Its status by Annex XIII point 4(c).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// How many events fitted.
    pub events: usize,
    /// The state of health in time, one attribute each, as far as the audience may see it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub health: Vec<Health>,
    /// Who ended it, and what was recovered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recycling: Option<Recycling>,
}

/// One attribute of the state of health in time.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Health {
    /// The attribute, such as `stateOfCertifiedEnergy`.
    pub attribute: &'static str,
    /// For people.
    pub title: &'static str,
    /// UCUM unit of the values.
    pub unit: &'static str,
    /// What 100 % is, where the unit is another one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rated: Option<f64>,
    /// At how many per cent the battery counts as exhausted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exhausted_at: Option<f64>,
    /// When the commercial warranty ends.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warranty_until: Option<Timestamp>,
    /// Its values, in the order of time.
    pub points: Vec<HealthPoint>,
}

/// One value.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HealthPoint {
    /// When it was measured.
    pub at: Timestamp,
    /// In the unit of its attribute.
    pub value: f64,
    /// Id of the event's credential; nothing for what the passport itself states.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
}

/// A recycling certificate (Art. 77(8)). Masses are in kg.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Recycling {
    /// Id of the certificate's credential.
    pub certificate: String,
    /// Who signed it.
    pub recycler: Did,
    /// The name it gives itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Whether the reader's trust list has it as a recycler; nothing where there is no list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// When the battery was recycled.
    pub at: Timestamp,
    /// Where.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facility: Option<String>,
    /// How.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub process: Option<String>,
    /// What went in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub input_mass: Option<f64>,
    /// What came out.
    pub recovered_masses: Vec<RecoveredMass>,
    /// The share of the input that was recovered, in per cent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub efficiency: Option<f64>,
    /// What is worth knowing: targets that were missed, masses that do not fit the passport.
    pub findings: Findings,
}

/// One recovered material.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecoveredMass {
    /// As the recycler names it.
    pub material: String,
    /// In kg.
    pub mass: f64,
}

impl Life {
    /// The life that a passport and its events add up to.
    pub fn of(state: &State, passport: &Value, audience: Option<Audience>) -> Self {
        let health = lifecycle::series(state, passport, audience);
        Self {
            phase: Some(state.phase.name()),
            status: Some(state.status.name()),
            events: state.events,
            health: health.into_iter().map(Health::from).collect(),
            recycling: None,
        }
    }
}

impl Recycling {
    /// What an event certifies, beside the battery's passport where it is at hand; nothing where it is of another kind.
    pub fn of(
        event: &Event,
        credential: &Value,
        passport: Option<&Value>,
        trusted: Option<bool>,
    ) -> Option<Self> {
        let certificate = Certificate::of(event)?;
        let findings = lint_event(
            EventKind::Recycled,
            &credential["credentialSubject"],
            passport.map(|passport| &passport["credentialSubject"]),
        );
        let Masses {
            input, recovered, ..
        } = &certificate.masses;
        let mass = |(material, mass): &(String, f64)| RecoveredMass {
            material: material.clone(),
            mass: *mass,
        };
        Some(Self {
            input_mass: *input,
            recovered_masses: recovered.iter().map(mass).collect(),
            efficiency: certificate.masses.efficiency(),
            certificate: certificate.id,
            recycler: certificate.recycler,
            name: certificate.recycler_name,
            trusted,
            at: certificate.at,
            facility: certificate.facility,
            process: certificate.process,
            findings,
        })
    }

    /// What of it this audience may see: what a battery was made of is not for everyone (Annex XIII 2(a)), and what was
    /// recovered tells it.
    pub fn for_audience(mut self, audience: Audience) -> Self {
        let materials = table().at("/materialComposition/batteryMaterials");
        if !materials.is_some_and(|row| may_see(row, audience)) {
            self.input_mass = None;
            self.recovered_masses.clear();
            self.findings = Findings::default();
        }
        self
    }

    /// Who recycled the battery, for people.
    pub fn by(&self) -> String {
        match &self.name {
            Some(name) => format!("{name} ({})", self.recycler),
            None => self.recycler.to_string(),
        }
    }
}

impl From<Series> for Health {
    fn from(series: Series) -> Self {
        let point = |Measurement { at, value, event }| HealthPoint { at, value, event };
        Self {
            attribute: series.attribute.name(),
            title: series.attribute.title,
            unit: series.unit,
            rated: series.rated,
            exhausted_at: series.exhausted_at,
            warranty_until: series.warranty_until,
            points: series.points.into_iter().map(point).collect(),
        }
    }
}
