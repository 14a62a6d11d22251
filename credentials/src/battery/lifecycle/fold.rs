//! Passport and events in, state and faults out; the same for every order of arrival.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use jiff::Timestamp;
use serde_json::Value;

use super::fault::LifecycleFault;
use super::health;
use super::history::{Reading, State};
use super::rules::{BatteryStatus, Phase, Rule};
use crate::battery::event::{Event, EventKind};
use crate::battery::identifier::BatteryId;
use crate::did::Did;

/// What passport and events add up to, and which events do not fit.
#[derive(Debug, Clone, PartialEq)]
pub struct Fold {
    /// The battery as the events that fit tell it.
    pub state: State,
    /// The others, in the order in which they are said to have happened.
    pub faults: Vec<LifecycleFault>,
}

/// Folds the events of a battery over its passport credential. Proofs and statuses have been verified: a revoked
/// event is not among them.
///
/// An event that its issuer issued again (`supersedes`) counts once. What no event tells, the passport does: it
/// exists only for a battery on the market (Art. 77(1)), and states a status.
pub fn fold(passport: &Value, events: &[Event]) -> Fold {
    let Some(stated) = Stated::read(passport) else {
        return Fold {
            state: State::new(Phase::Unmade, BatteryStatus::Original),
            faults: vec![LifecycleFault::NoPassport],
        };
    };
    let (events, mut faults) = in_order(&stated.battery, events);
    let mut folding = Folding::begin(&stated, &events);
    for together in events.chunk_by(|one, next| one.time == next.time) {
        let mut waiting = together.to_vec();
        while !waiting.is_empty() {
            let event = waiting.remove(folding.first_to_fit(&waiting));
            folding.pass(event.time, &stated);
            if let Err(fault) = folding.apply(event) {
                faults.push(fault);
            }
        }
    }
    folding.pass(Timestamp::MAX, &stated);
    Fold {
        state: folding.end(),
        faults,
    }
}

impl Fold {
    /// The state, where everything fits.
    pub fn into_result(self) -> Result<State, Vec<LifecycleFault>> {
        match self.faults.is_empty() {
            true => Ok(self.state),
            false => Err(self.faults),
        }
    }
}

/// What the passport says of the battery's life.
struct Stated {
    battery: BatteryId,
    from: Timestamp,
    status: BatteryStatus,
    put_into_service: Option<Timestamp>,
    condition: BTreeMap<String, Value>,
}

impl Stated {
    fn read(passport: &Value) -> Option<Self> {
        let subject = passport.get("credentialSubject")?;
        // What is withheld from an audience is as good as unsaid.
        let general = &subject["generalProductInformation"];
        let condition = &subject["performanceAndDurability"]["batteryCondition"];
        let text = |value: &'_ Value| value.as_str().map(str::to_owned);
        Some(Self {
            battery: subject.get("id")?.as_str()?.parse().ok()?,
            from: passport.get("validFrom")?.as_str()?.parse().ok()?,
            status: text(&general["batteryStatus"])
                .and_then(|status| status.parse().ok())
                .unwrap_or(BatteryStatus::Original),
            put_into_service: text(&general["puttingIntoService"])
                .and_then(|time| time.parse().ok()),
            condition: condition
                .as_object()
                .into_iter()
                .flatten()
                .map(|(name, value)| (name.clone(), value.clone()))
                .collect(),
        })
    }
}

/// The events as they happened: of this battery, each once, the latest issue of each.
fn in_order<'e>(battery: &BatteryId, events: &'e [Event]) -> (Vec<&'e Event>, Vec<LifecycleFault>) {
    let mut faults = Vec::new();
    let mut by_id: BTreeMap<(&Did, &str), &Event> = BTreeMap::new();
    let mut conflicting = BTreeSet::new();
    for event in events {
        let key = (&event.statement.issuer, event.statement.id.as_str());
        let kept = by_id.entry(key).or_insert(event);
        if *kept != event {
            conflicting.insert(key);
            // Whichever arrives first, the same one stays.
            if format!("{event:?}") < format!("{kept:?}") {
                *kept = event;
            }
        }
    }
    faults.extend(
        conflicting
            .into_iter()
            .map(|(_, id)| LifecycleFault::Conflicting {
                event: id.to_owned(),
            }),
    );
    // Only its own issuer replaces an event.
    let superseded: BTreeSet<(&Did, &str)> = by_id
        .values()
        .filter_map(|event| {
            Some((
                &event.statement.issuer,
                event.supersedes.as_ref()?.id.as_str(),
            ))
        })
        .collect();
    let mut ordered = Vec::with_capacity(by_id.len());
    for (key, event) in by_id {
        if event.battery != *battery {
            faults.push(LifecycleFault::OtherBattery {
                event: event.statement.id.clone(),
                expected: battery.to_string(),
                found: event.battery.to_string(),
            });
        } else if !superseded.contains(&key) {
            ordered.push(event);
        }
    }
    ordered.sort_by_key(|event| (event.time, rank(event.kind)));
    (ordered, faults)
}

/// What comes first of events with the same time, such as those that were recorded by the day. What leaves the battery
/// where it is comes before all of these, as soon as it can have happened: see `Folding::first_to_fit`.
fn rank(kind: EventKind) -> u8 {
    match kind {
        EventKind::Manufactured => 0,
        EventKind::BecameWaste => 1,
        EventKind::PreparedForReuse => 2,
        EventKind::Repurposed => 3,
        EventKind::Remanufactured => 4,
        EventKind::PlacedOnMarket => 5,
        EventKind::PutIntoService => 6,
        EventKind::Recall => 7,
        EventKind::Maintenance => 8,
        EventKind::StateOfHealth => 9,
        EventKind::Incident => 10,
        EventKind::Recycled => 11,
    }
}

struct Folding<'e> {
    state: State,
    /// The latest word on each attribute; the state gets its own copy at the end.
    latest: BTreeMap<&'e str, Word<'e>>,
    /// The counters since maintenance or renewal, which may exchange what counts.
    counters: HashMap<&'static str, f64>,
    /// Every negative event once, in order, and what has been seen of them.
    negative: Vec<Value>,
    negative_seen: HashSet<String>,
    status_told: bool,
    service_told: bool,
}

/// A value as passport or event have it.
#[derive(Clone, Copy)]
pub(super) struct Word<'e> {
    pub value: &'e Value,
    pub at: Timestamp,
    /// Id of the event's credential.
    pub event: Option<&'e str>,
}

impl<'e> Folding<'e> {
    fn begin(stated: &'e Stated, events: &[&'e Event]) -> Self {
        let told = |kind| events.iter().any(|event| event.kind == kind);
        let phase = if told(EventKind::Manufactured) {
            Phase::Unmade
        } else if told(EventKind::PlacedOnMarket) {
            Phase::Made
        } else {
            Phase::OnMarket
        };
        let mut folding = Self {
            state: State::new(phase, BatteryStatus::Original),
            latest: BTreeMap::new(),
            counters: HashMap::new(),
            negative: Vec::new(),
            negative_seen: HashSet::new(),
            status_told: false,
            service_told: told(EventKind::PutIntoService),
        };
        // No event tells of the life before this passport: it begins as the passport states.
        if events.first().is_none_or(|event| event.time >= stated.from) {
            folding.tell_status(stated);
        }
        folding
    }

    /// Takes what the passport states up to this time.
    fn pass(&mut self, time: Timestamp, stated: &'e Stated) {
        if let Some(from) = stated.put_into_service
            && !self.service_told
            && from <= time
        {
            self.service_told = true;
            if matches!(self.state.phase, Phase::Made | Phase::OnMarket) {
                self.state.phase = Phase::InService;
                self.state.put_into_service = Some(from);
            }
        }
        if !self.status_told && stated.from <= time {
            self.tell_status(stated);
        }
    }

    fn tell_status(&mut self, stated: &'e Stated) {
        self.status_told = true;
        for (name, value) in &stated.condition {
            let later = self.latest.get(name.as_str()).is_some_and(|known| {
                let updated = value.get("lastUpdate").and_then(Value::as_str);
                updated
                    .and_then(|time| time.parse().ok())
                    .is_none_or(|time: Timestamp| time <= known.at)
            });
            let word = Word {
                value,
                at: stated.from,
                event: None,
            };
            self.remember(name, word);
            if !later {
                self.latest.insert(name, word);
            }
        }
        // Where events tell more than the passport, they are right: it is not issued anew for each.
        if self.state.status != BatteryStatus::Original {
            return;
        }
        self.state.status = stated.status;
        match stated.status {
            BatteryStatus::Original => {}
            BatteryStatus::Waste => {
                self.state.phase = Phase::Waste;
                self.state.waste_since = Some(stated.from);
            }
            BatteryStatus::Reused | BatteryStatus::Repurposed | BatteryStatus::Remanufactured => {
                self.state.phase = Phase::Renewed;
            }
        }
    }

    /// Which of events with one time comes next: one that happens where the battery is and leaves it there, else the
    /// first that can happen, else the first. A repair on the day on which a battery became waste came before that.
    fn first_to_fit(&self, waiting: &[&Event]) -> usize {
        let fits = |event: &&Event| Rule::of(event.kind).from.contains(&self.state.phase);
        let stays = |event: &&Event| Rule::of(event.kind).to.is_none() && fits(event);
        let first = waiting.iter().position(stays);
        first.or_else(|| waiting.iter().position(fits)).unwrap_or(0)
    }

    fn apply(&mut self, event: &'e Event) -> Result<(), LifecycleFault> {
        let rule = Rule::of(event.kind);
        if !rule.from.contains(&self.state.phase) {
            return Err(LifecycleFault::Impossible {
                event: event.statement.id.clone(),
                kind: event.kind,
                time: event.time.to_string(),
                phase: self.state.phase,
            });
        }
        let renewed = rule.to == Some(Phase::Renewed);
        if event.kind == EventKind::Maintenance || renewed {
            self.counters.clear();
        }
        self.count(event)?;
        self.note(event);
        self.read(event);
        if event.kind == EventKind::BecameWaste && self.state.phase != Phase::Waste {
            self.state.waste_since = Some(event.time);
        }
        if renewed {
            self.state.waste_since = None;
        }
        self.state.phase = rule.to.unwrap_or(self.state.phase);
        self.state.status = rule.status.unwrap_or(self.state.status);
        self.state.events += 1;
        self.state.last_event = Some(event.time);
        Ok(())
    }

    /// Counters only rise, unless what counts was exchanged.
    fn count(&mut self, event: &Event) -> Result<(), LifecycleFault> {
        let counted = COUNTERS.iter().filter_map(|(counter, member)| {
            let value = event.condition.get(*counter)?.get(*member)?.as_f64()?;
            Some((*counter, value))
        });
        for (counter, after) in counted.clone() {
            let before = self.counters.get(counter).copied();
            if let Some(before) = before.filter(|before| after < *before) {
                return Err(LifecycleFault::CounterFell {
                    event: event.statement.id.clone(),
                    counter,
                    before,
                    after,
                    time: event.time.to_string(),
                });
            }
        }
        self.counters.extend(counted);
        Ok(())
    }

    fn note(&mut self, event: &Event) {
        let id = || event.statement.id.clone();
        match event.kind {
            EventKind::Manufactured => self.state.made = Some(event.time),
            EventKind::PlacedOnMarket => self.state.placed_on_market = Some(event.time),
            EventKind::PutIntoService => self.state.put_into_service = Some(event.time),
            EventKind::Recycled => self.state.ceased = Some(event.time),
            EventKind::Incident => self.state.incidents.push(id()),
            EventKind::Recall => self.state.open_recalls.push(id()),
            EventKind::Maintenance => {
                let remedies = event.details.get("remedies").and_then(Value::as_array);
                for remedied in remedies.into_iter().flatten() {
                    self.state.open_recalls.retain(|recall| remedied != recall);
                }
            }
            _ => {}
        }
    }

    fn read(&mut self, event: &'e Event) {
        for (name, value) in &event.condition {
            let word = Word {
                value,
                at: event.time,
                event: Some(&event.statement.id),
            };
            self.remember(name, word);
            self.latest.insert(name, word);
        }
    }

    /// What counts though a later value comes: measured health, and what happened once.
    fn remember(&mut self, name: &str, word: Word<'_>) {
        if name == NEGATIVE_EVENTS {
            for told in word.value.as_array().into_iter().flatten() {
                if self.negative_seen.insert(told.to_string()) {
                    self.negative.push(told.clone());
                }
            }
        }
        health::note(&mut self.state.health, name, word);
    }

    fn end(mut self) -> State {
        for (name, word) in self.latest {
            let value = match name == NEGATIVE_EVENTS && word.value.is_array() {
                true => Value::Array(std::mem::take(&mut self.negative)),
                false => word.value.clone(),
            };
            let reading = Reading {
                value,
                at: word.at,
                event: word.event.map(str::to_owned),
            };
            self.state.readings.insert(name.to_owned(), reading);
        }
        health::settle(&mut self.state.health);
        self.state
    }
}

const NEGATIVE_EVENTS: &str = "negativeEvents";

/// Attributes of Annex VII part B that only rise, with the member that counts.
const COUNTERS: &[(&str, &str)] = &[
    ("energyThroughput", "energyThroughputValue"),
    ("capacityThroughput", "capacityThroughputValue"),
    ("numberOfFullCycles", "numberOfFullCyclesValue"),
    ("numberOfDeepDischarges", "numberOfDeepDischargesValue"),
    ("numberOfOvercharges", "numberOfOverchargesValue"),
];

#[cfg(test)]
#[path = "tests.rs"]
pub(super) mod tests;
