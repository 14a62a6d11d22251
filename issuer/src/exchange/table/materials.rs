//! The list of materials: many rows a battery, found by a key that both tables hold.
//!
//! A list is of a model or a part number as a rule, so it is small beside the batteries, and is held in memory.

mod material;

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};

use self::material::{Material, Places};
use super::cell::Cell;
use super::fault::{MappingFault, RowFault};
use super::mapping::{Mapping, Materials, Measure, Written};
use super::row::Row;
use crate::exchange::draft::Draft;
use crate::exchange::report::Field;

const MATERIALS: &str = "/materialComposition/batteryMaterials";
const HAZARDS: &str = "/materialComposition/hazardousSubstances";
const MASS: &str = "/generalProductInformation/batteryMass";

/// Every material row, by the key of its battery.
pub(super) struct Library {
    file: String,
    header: Vec<String>,
    columns: Columns,
    rows: BTreeMap<String, Vec<Row>>,
    found: RefCell<HashSet<String>>,
}

struct Columns {
    key: usize,
    name: usize,
    cas: Option<usize>,
    mass: Option<(usize, Written, Option<usize>)>,
    component: Option<usize>,
    component_id: Option<usize>,
    critical: Option<usize>,
    hazardous: Option<usize>,
    class: Option<usize>,
    impact: Option<usize>,
}

impl Library {
    pub fn new(
        file: &str,
        mapping: &Mapping,
        materials: &Materials,
        header: Vec<String>,
    ) -> Result<Self, MappingFault> {
        let find = |name: &str, at: &str| {
            super::row::find(&header, name, file, mapping, &format!("/materials/{at}"))
        };
        let maybe = |name: &Option<String>, at: &str| {
            name.as_deref().map(|name| find(name, at)).transpose()
        };
        let mass = match &materials.mass {
            Some((name, written)) => {
                let beside = match &written.unit {
                    Some(Measure::Beside(name)) => Some(find(name, "unit_column")?),
                    _ => None,
                };
                Some((find(name, "mass")?, written.clone(), beside))
            }
            None => None,
        };
        let columns = Columns {
            key: find(&materials.key, "key")?,
            name: find(&materials.name, "name")?,
            cas: maybe(&materials.cas, "cas")?,
            mass,
            component: maybe(&materials.component, "component")?,
            component_id: maybe(&materials.component_id, "component_id")?,
            critical: maybe(&materials.critical, "critical")?,
            hazardous: maybe(&materials.hazardous, "hazardous")?,
            class: maybe(&materials.class, "class")?,
            impact: maybe(&materials.impact, "impact")?,
        };
        Ok(Self {
            file: file.to_owned(),
            header,
            columns,
            rows: BTreeMap::new(),
            found: RefCell::default(),
        })
    }

    pub fn add(&mut self, row: Row) {
        let key = row.cells.get(self.columns.key).map(Cell::shown);
        let key = key.unwrap_or_default().trim().to_owned();
        self.rows.entry(key).or_default().push(row);
    }

    /// How many rows no battery asked for.
    pub fn unused(&self) -> usize {
        let found = self.found.borrow();
        self.rows
            .iter()
            .filter(|(key, _)| !found.contains(*key))
            .map(|(_, rows)| rows.len())
            .sum()
    }

    /// Puts the materials of a battery in its passport.
    pub fn take(&self, key: &str, draft: &mut Draft) -> (Vec<Field>, Vec<RowFault>) {
        let Some(rows) = self.rows.get(key) else {
            return (Vec::new(), Vec::new());
        };
        self.found.borrow_mut().insert(key.to_owned());
        let mut fields = Vec::new();
        let mut faults = Vec::new();
        let battery = draft.number(MASS).filter(|mass| *mass > 0.0);
        let read: Vec<Material<'_>> = rows
            .iter()
            .map(|row| Material::new(self, row, &mut faults))
            .collect();
        let shares = critical_shares(&read, battery);
        let mut hazards = draft.length(HAZARDS);
        let first = draft.length(MATERIALS);
        for (index, mut material) in read.into_iter().enumerate() {
            let to = Places {
                material: format!("{MATERIALS}/{}", first + index),
                hazard: (material.hazardous == Some(true)).then(|| {
                    hazards += 1;
                    format!("{HAZARDS}/{}", hazards - 1)
                }),
            };
            material.put(draft, &to, battery, &shares, &mut faults);
            fields.extend(material.finish());
        }
        (fields, faults)
    }
}

/// The share of each critical raw material in the battery, all its rows together.
fn critical_shares(materials: &[Material<'_>], battery: Option<f64>) -> BTreeMap<String, f64> {
    let mut shares = BTreeMap::new();
    let Some(battery) = battery else {
        return shares;
    };
    for material in materials {
        if let (Some(true), Some(grams)) = (material.critical, material.grams) {
            *shares.entry(material.substance()).or_insert(0.0) += percent(grams, battery);
        }
    }
    shares
}

/// Per cent of a battery's kilograms, as exactly as anybody weighs.
fn percent(grams: f64, battery: f64) -> f64 {
    let share = grams / battery / 10.0;
    format!("{share:.5e}").parse().unwrap_or(share)
}
