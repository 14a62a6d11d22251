//! One material of a list, to its places in the passport.

use std::collections::BTreeMap;

use credentials::battery::attributes::{Attribute, table};
use serde_json::{Value, json};

use super::super::cell::{Cell, How, Wanted};
use super::super::fault::RowFault;
use super::super::mapping::Written;
use super::super::row::{Row, also, nothing, place};
use super::{HAZARDS, Library, MATERIALS, percent};
use crate::exchange::convert::figure;
use crate::exchange::draft::Draft;
use crate::exchange::report::{Fate, Field, Place};

const CRITICAL: &str = "/materialComposition/criticalRawMaterials";

/// Annex VI part A(10): what is above it is named on the label. Per cent by weight.
const LABEL_LIMIT: f64 = 0.1;

/// Where a row goes.
pub(super) struct Places {
    pub(super) material: String,
    pub(super) hazard: Option<String>,
}

/// One row of the list, on its way.
pub(super) struct Material<'l> {
    library: &'l Library,
    row: &'l Row,
    fates: Vec<Option<Fate>>,
    pub(super) grams: Option<f64>,
    pub(super) critical: Option<bool>,
    pub(super) hazardous: Option<bool>,
}

impl<'l> Material<'l> {
    pub(super) fn new(library: &'l Library, row: &'l Row, faults: &mut Vec<RowFault>) -> Self {
        let mut material = Self {
            library,
            row,
            fates: vec![None; row.cells.len()],
            grams: None,
            critical: None,
            hazardous: None,
        };
        let columns = &library.columns;
        if *material.cell(columns.name) == Cell::Empty {
            let message = "empty, and a material needs its name".to_owned();
            faults.push(material.fault(columns.name, "import.cell_empty", message));
        }
        for (column, slot) in [
            (columns.critical, &mut material.critical),
            (columns.hazardous, &mut material.hazardous),
        ] {
            let Some(column) = column else { continue };
            match row.cells.get(column).unwrap_or(&Cell::Empty).is_set() {
                Ok(set) => *slot = Some(set),
                Err(message) => faults.push(fault(library, row, column, "import.cell", message)),
            }
        }
        if let Some((column, written, beside)) = &columns.mass
            && *material.cell(*column) != Cell::Empty
        {
            let unit = beside.map(|beside| material.cell(beside).clone());
            let wanted = wanted("batteryMaterialMass", MATERIALS, written);
            let read = wanted.map(|wanted| material.cell(*column).read(&wanted, unit.as_ref()));
            material.grams = read
                .and_then(Result::ok)
                .and_then(|reading| reading.value.as_f64());
        }
        material
    }

    fn cell(&self, column: usize) -> &'l Cell {
        self.row.cells.get(column).unwrap_or(&Cell::Empty)
    }

    fn fault(&self, column: usize, code: &'static str, message: String) -> RowFault {
        fault(self.library, self.row, column, code, message)
    }

    /// By the CAS number where there is one: names differ from row to row.
    pub(super) fn substance(&self) -> String {
        let by = |column: Option<usize>| {
            column.map(|column| self.cell(column).shown().trim().to_lowercase())
        };
        by(self.library.columns.cas)
            .filter(|cas| !cas.is_empty())
            .or_else(|| by(Some(self.library.columns.name)))
            .unwrap_or_default()
    }

    fn seal(&mut self, column: usize, fate: Fate) {
        if let Some(slot) = self.fates.get_mut(column) {
            slot.get_or_insert(fate);
        }
    }

    pub(super) fn put(
        &mut self,
        draft: &mut Draft,
        to: &Places,
        battery: Option<f64>,
        shares: &BTreeMap<String, f64>,
        faults: &mut Vec<RowFault>,
    ) {
        let columns = &self.library.columns;
        let plain = Written::default();
        for (column, material, hazard) in [
            (
                Some(columns.name),
                "batteryMaterialName",
                "hazardousSubstanceName",
            ),
            (
                columns.cas,
                "batteryMaterialIdentifier",
                "hazardousSubstanceIdentifier",
            ),
            (
                columns.component,
                "batteryMaterialLocation/componentName",
                "hazardousSubstanceLocation/componentName",
            ),
            (
                columns.component_id,
                "batteryMaterialLocation/componentId",
                "hazardousSubstanceLocation/componentId",
            ),
        ] {
            let Some(column) = column else { continue };
            let mut places = vec![format!("{}/{material}", to.material)];
            places.extend(to.hazard.iter().map(|base| format!("{base}/{hazard}")));
            self.text(
                column,
                (material, MATERIALS),
                &places,
                &plain,
                draft,
                faults,
            );
        }
        for (column, name) in [
            (columns.class, "hazardousSubstanceClass"),
            (columns.impact, "hazardousSubstanceImpact/0"),
        ] {
            let Some(column) = column else { continue };
            match &to.hazard {
                Some(base) => {
                    let places = [format!("{base}/{name}")];
                    self.text(column, (name, HAZARDS), &places, &plain, draft, faults);
                }
                None => self.seal(column, nothing("the material is not flagged as hazardous")),
            }
        }
        self.mass(draft, to, battery, faults);
        self.flags(draft, to, shares, battery);
    }

    fn text(
        &mut self,
        column: usize,
        (name, list): (&str, &str),
        places: &[String],
        written: &Written,
        draft: &mut Draft,
        faults: &mut Vec<RowFault>,
    ) {
        let cell = self.cell(column);
        if *cell == Cell::Empty {
            return;
        }
        let Some(wanted) = wanted(name, list, written) else {
            return;
        };
        match cell.read(&wanted, None) {
            Ok(reading) => {
                let fate = place(draft, places, reading);
                self.seal(column, fate);
            }
            Err(message) => faults.push(self.fault(column, "import.cell", message)),
        }
    }

    /// The mass, and for a hazardous substance its share of the battery.
    fn mass(
        &mut self,
        draft: &mut Draft,
        to: &Places,
        battery: Option<f64>,
        faults: &mut Vec<RowFault>,
    ) {
        let Some((column, written, beside)) = &self.library.columns.mass else {
            return;
        };
        let cell = self.cell(*column);
        if *cell == Cell::Empty {
            if let Some(beside) = beside {
                self.seal(*beside, nothing("there is no value that it is the unit of"));
            }
            return;
        }
        let unit = beside.map(|beside| self.cell(beside));
        let Some(wanted) = wanted("batteryMaterialMass", MATERIALS, written) else {
            return;
        };
        let reading = match cell.read(&wanted, unit) {
            Ok(reading) => reading,
            Err(message) => {
                faults.push(self.fault(*column, "import.cell", message));
                return;
            }
        };
        let guessed = matches!(reading.how, How::Guessed(_));
        let mut fate = place(
            draft,
            &[format!("{}/batteryMaterialMass", to.material)],
            reading,
        );
        if let (Some(base), Some(battery), Some(grams)) = (&to.hazard, battery, self.grams) {
            let share = percent(grams, battery);
            let place = format!("{base}/hazardousSubstanceConcentration");
            draft.put(&place, json!(share));
            let stated = format!(
                "{} g and {} % of {} kg",
                figure(grams),
                figure(share),
                figure(battery)
            );
            fate = match also(fate, &place) {
                Fate::Mapped { to } => Fate::Converted {
                    to,
                    from: format!("{} g", figure(grams)),
                    into: stated,
                    note: None,
                },
                Fate::Converted { to, from, note, .. } => Fate::Converted {
                    to,
                    from,
                    into: stated,
                    note,
                },
                Fate::Guessed { to, why } if guessed => Fate::Guessed {
                    to,
                    why: format!("{why}; {stated}"),
                },
                other => other,
            };
        }
        if let Some(beside) = beside {
            self.seal(*beside, fate.clone());
        }
        self.seal(*column, fate);
    }

    fn flags(
        &mut self,
        draft: &mut Draft,
        to: &Places,
        shares: &BTreeMap<String, f64>,
        battery: Option<f64>,
    ) {
        let columns = &self.library.columns;
        if let (Some(column), Some(set)) = (columns.hazardous, self.hazardous) {
            let fate = match (&to.hazard, set) {
                (Some(base), true) => Fate::Converted {
                    to: vec![base.clone()],
                    from: format!("{:?}", self.cell(column).shown()),
                    into: "an entry of the hazardous substances".to_owned(),
                    note: None,
                },
                _ => nothing("not hazardous: nothing to list"),
            };
            self.seal(column, fate);
        }
        let (Some(column), Some(set)) = (columns.critical, self.critical) else {
            return;
        };
        let flag = format!("{}/isCriticalRawMaterial", to.material);
        if !draft.put(&flag, json!(set)) {
            self.seal(column, nothing("the material has the flag already"));
            return;
        }
        let from = format!("{:?}", self.cell(column).shown());
        if !set {
            let fate = match self.cell(column) {
                Cell::Empty => Fate::Guessed {
                    to: vec![flag],
                    why: "empty: taken for no".to_owned(),
                },
                _ => Fate::Converted {
                    to: vec![flag],
                    from,
                    into: "false".to_owned(),
                    note: None,
                },
            };
            self.seal(column, fate);
            return;
        }
        let name = self.cell(columns.name).shown().trim().to_owned();
        let share = shares.get(&self.substance()).copied();
        let mut places = vec![flag];
        let note = match share {
            Some(share) if share <= LABEL_LIMIT => format!(
                "{} % of the battery: flagged, and below what Annex VI part A(10) names",
                figure(share)
            ),
            listed => {
                places.push(list(draft, &name));
                match (listed, battery) {
                    (Some(share), _) => format!("{} % of the battery", figure(share)),
                    (None, Some(_)) => "its mass is not stated: named all the same".to_owned(),
                    (None, None) => {
                        "the battery's mass is not stated: named all the same".to_owned()
                    }
                }
            }
        };
        let fate = match share {
            Some(_) => Fate::Converted {
                to: places,
                from,
                into: format!("true, {name:?}"),
                note: Some(note),
            },
            None => Fate::Guessed {
                to: places,
                why: note,
            },
        };
        self.seal(column, fate);
    }

    pub(super) fn finish(self) -> Vec<Field> {
        let mapped = |column: usize| self.library.columns.key == column;
        let fields = self.fates.into_iter().zip(&self.row.cells).enumerate();
        fields
            .map(|(column, (fate, cell))| Field {
                file: self.library.file.clone(),
                place: Place::Cell(self.row.place(column)),
                value: cell.value(),
                fate: fate.unwrap_or_else(|| match cell {
                    Cell::Empty => nothing("it is empty: nothing is stated"),
                    _ if mapped(column) => nothing("it finds the battery of the material"),
                    _ => nothing("the mapping does not name the column"),
                }),
            })
            .collect()
    }
}

/// The place of a name on the public list, made where it is not there yet.
fn list(draft: &mut Draft, name: &str) -> String {
    let listed = draft.get(CRITICAL).and_then(Value::as_array);
    let index = listed.map_or(0, |listed| {
        let there = listed.iter().position(|known| known == name);
        there.unwrap_or(listed.len())
    });
    let place = format!("{CRITICAL}/{index}");
    draft.put(&place, json!(name));
    place
}

fn fault(
    library: &Library,
    row: &Row,
    column: usize,
    code: &'static str,
    message: String,
) -> RowFault {
    let name = library.header.get(column).map_or("", String::as_str);
    RowFault {
        file: library.file.clone(),
        place: row.place(column),
        code,
        message: format!("column {name:?}: {message}"),
    }
}

/// What a member of a list's elements wants; the table knows it.
fn wanted<'w>(name: &str, list: &str, written: &'w Written) -> Option<Wanted<'w>> {
    let row: &'static Attribute = table().at(&format!("{list}/0/{name}"))?;
    Some(Wanted {
        kind: row.kind,
        unit: row.unit,
        name: row.name(),
        written,
    })
}
