//! The table as a whole: inheritance, and lookup by pointer or by Battery Pass name.

use std::collections::HashMap;
use std::sync::LazyLock;

use super::attribute::{Attribute, Part, Source};
use super::{
    carbon_footprint, circularity, condition, due_diligence, general, labels, materials, sources,
    technical,
};

/// Every row, with what a member has from its attribute and a group from its content filled in.
pub struct Table {
    rows: Vec<Attribute>,
    parents: Vec<Option<usize>>,
    children: Vec<Vec<usize>>,
    groups: Vec<usize>,
    by_pattern: HashMap<&'static str, usize>,
    by_battery_pass: HashMap<(&'static str, String), usize>,
}

/// The attribute table.
pub fn table() -> &'static Table {
    static TABLE: LazyLock<Table> = LazyLock::new(Table::new);
    &TABLE
}

impl Table {
    /// Every row, groups before what is in them.
    pub fn iter(&self) -> impl Iterator<Item = &Attribute> {
        self.rows.iter()
    }

    /// The content groups.
    pub fn groups(&self) -> impl Iterator<Item = &Attribute> {
        self.groups.iter().map(|index| &self.rows[*index])
    }

    /// The rows that are the unit of disclosure and of the law.
    pub fn attributes(&self) -> impl Iterator<Item = &Attribute> {
        self.iter().filter(|row| row.part == Part::Attribute)
    }

    /// The row at a pointer relative to `credentialSubject`; array indices match `*`, and an element
    /// without a row of its own has its array's.
    pub fn at(&self, pointer: &str) -> Option<&Attribute> {
        let pattern = pattern(pointer);
        let index = self
            .by_pattern
            .get(pattern.as_str())
            .or_else(|| self.by_pattern.get(pattern.strip_suffix("/*")?))?;
        self.rows.get(*index)
    }

    /// The attribute that governs a pointer: the row there, or the nearest one above it that is an
    /// attribute. Nothing for groups, sections and what the table does not know.
    pub fn governing(&self, pointer: &str) -> Option<&Attribute> {
        std::iter::successors(self.at(pointer), |row| self.parent(row))
            .find(|row| row.part == Part::Attribute)
    }

    /// The row one step up.
    pub fn parent(&self, row: &Attribute) -> Option<&Attribute> {
        self.parents[row.index].map(|index| &self.rows[index])
    }

    /// The rows one step down; of an array: the members of its elements, or `*` for plain elements.
    pub fn members(&self, row: &Attribute) -> impl Iterator<Item = &Attribute> {
        self.children[row.index]
            .iter()
            .map(|index| &self.rows[*index])
    }

    /// The row of a group.
    pub fn group(&self, name: &str) -> Option<&Attribute> {
        self.groups().find(|group| group.name() == name)
    }

    /// The row of a member of `row`.
    pub fn member(&self, row: &Attribute, name: &str) -> Option<&Attribute> {
        self.members(row).find(|member| member.name() == name)
    }

    /// The row that takes the value which Battery Pass 1.2 keeps at `pointer` in the aspect of `group`
    /// (a group's name here, such as `carbonFootprint`).
    pub fn from_battery_pass(&self, group: &str, pointer: &str) -> Option<&Attribute> {
        let group = self.group(group)?;
        let index = self
            .by_battery_pass
            .get(&(group.name(), pattern(pointer)))?;
        self.rows.get(*index)
    }

    /// Where Battery Pass 1.2 keeps this value: pointers within its aspect, the preferred one first;
    /// none for what it lacks.
    pub fn battery_pass_pointers(&self, row: &Attribute) -> Vec<String> {
        let name = match row.source {
            Source::Absent => return Vec::new(),
            Source::At(pointers) => {
                return pointers
                    .iter()
                    .map(|pointer| (*pointer).to_owned())
                    .collect();
            }
            Source::Named(name) => name,
            Source::Same => row.name(),
        };
        let Some(parent) = self.parent(row) else {
            return Vec::new();
        };
        let above = match parent.part {
            Part::Group => vec![String::new()],
            _ => self.battery_pass_pointers(parent),
        };
        let element = if is_element_member(row.pointer) {
            "/*"
        } else {
            ""
        };
        above
            .into_iter()
            .map(|base| format!("{base}{element}/{name}"))
            .collect()
    }

    fn new() -> Self {
        let mut rows: Vec<Attribute> = [
            general::ROWS,
            labels::ROWS,
            carbon_footprint::ROWS,
            due_diligence::ROWS,
            materials::ROWS,
            circularity::ROWS,
            technical::ROWS,
            condition::ROWS,
            sources::ROWS,
        ]
        .concat();
        let mut by_pattern = HashMap::new();
        for (index, row) in rows.iter_mut().enumerate() {
            row.index = index;
            by_pattern.insert(row.pointer, index);
        }
        let parents: Vec<Option<usize>> = rows
            .iter()
            .map(|row| {
                parent_pattern(row.pointer).and_then(|parent| by_pattern.get(parent).copied())
            })
            .collect();
        let mut children = vec![Vec::new(); rows.len()];
        let mut groups = Vec::new();
        for (index, parent) in parents.iter().enumerate() {
            match parent {
                Some(parent) => children[*parent].push(index),
                None => groups.push(index),
            }
        }
        inherit(&mut rows, &parents);
        let mut table = Self {
            rows,
            parents,
            children,
            groups,
            by_pattern,
            by_battery_pass: HashMap::new(),
        };
        let mut by_battery_pass = HashMap::new();
        for row in table.iter() {
            let group = row.pointer.split('/').nth(1).unwrap_or_default();
            for pointer in table.battery_pass_pointers(row) {
                by_battery_pass.insert((group, pointer), row.index);
            }
        }
        table.by_battery_pass = by_battery_pass;
        table
    }
}

/// A member has point, audiences, level, change and law from its attribute; a group or section is seen
/// by whoever may see anything in it.
fn inherit(rows: &mut [Attribute], parents: &[Option<usize>]) {
    for index in 0..rows.len() {
        let Some(above) = parents[index] else {
            continue;
        };
        match rows[index].part {
            Part::Member => {
                let parent = rows[above];
                let row = &mut rows[index];
                row.point = parent.point;
                row.audiences = parent.audiences;
                row.level = parent.level;
                row.change = parent.change;
                row.law = parent.law;
            }
            Part::Attribute => {
                let seen = rows[index].audiences;
                let mut up = Some(above);
                while let Some(at) = up {
                    rows[at].audiences = rows[at].audiences.or(seen);
                    up = parents[at];
                }
            }
            Part::Group | Part::Section => {}
        }
    }
}

/// The pattern one step up: `/labels/labels/*/labelingSymbol` is a member of `/labels/labels`.
fn parent_pattern(pattern: &str) -> Option<&str> {
    let (above, _) = pattern.rsplit_once('/')?;
    let above = above.strip_suffix("/*").unwrap_or(above);
    (!above.is_empty()).then_some(above)
}

/// Whether the pattern names a member of an array's elements.
fn is_element_member(pattern: &str) -> bool {
    pattern
        .rsplit_once('/')
        .is_some_and(|(above, _)| above.ends_with("/*"))
}

/// A pointer with `*` for each array index.
fn pattern(pointer: &str) -> String {
    let mut out = String::with_capacity(pointer.len());
    for step in pointer.split('/').skip(1) {
        out.push('/');
        let index = !step.is_empty() && step.bytes().all(|byte| byte.is_ascii_digit());
        out.push_str(if index { "*" } else { step });
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::{Kind, Requirement};
    use super::*;
    use crate::battery::category::Category;

    #[test]
    fn no_pointer_stands_twice_and_every_row_hangs_below_a_group() {
        let pointers: BTreeSet<&str> = table().iter().map(|row| row.pointer).collect();
        assert_eq!(pointers.len(), table().iter().count());
        assert_eq!(table().groups().count(), 8);
        for row in table().groups() {
            assert_eq!(row.part, Part::Group, "{}", row.pointer);
        }
    }

    #[test]
    fn every_attribute_cites_its_point_and_somebody_may_see_it() {
        for row in table().attributes() {
            assert!(row.article().starts_with("Annex XIII "), "{}", row.pointer);
            assert!(row.audiences.iter().next().is_some(), "{}", row.pointer);
        }
    }

    #[test]
    fn every_number_has_a_unit_and_a_range_and_its_plausible_range_lies_within() {
        for row in table()
            .iter()
            .filter(|row| matches!(row.kind, Kind::Number | Kind::Integer))
        {
            assert!(row.unit.is_some(), "{}", row.pointer);
            let range = row
                .range
                .unwrap_or_else(|| panic!("{} has no range", row.pointer));
            if let Some(plausible) = row.plausible {
                assert!(
                    range.contains(plausible.min) && range.contains(plausible.max),
                    "{}",
                    row.pointer
                );
            }
        }
    }

    #[test]
    fn rows_are_found_through_array_indices() {
        let mass = table()
            .at("/materialComposition/batteryMaterials/3/batteryMaterialMass")
            .unwrap();
        assert_eq!((mass.name(), mass.unit), ("batteryMaterialMass", Some("g")));
        let governing =
            table().governing("/materialComposition/batteryMaterials/3/batteryMaterialMass");
        assert_eq!(governing.unwrap().name(), "batteryMaterials");
        assert_eq!(
            table()
                .at("/materialComposition/batteryMaterials/3")
                .unwrap()
                .name(),
            "batteryMaterials"
        );
        assert!(table().at("/materialComposition/colour").is_none());
        assert!(table().governing("/materialComposition").is_none());
    }

    #[test]
    fn battery_pass_names_lead_to_ours() {
        for (group, theirs, ours) in [
            (
                "generalProductInformation",
                "/warrentyPeriod",
                "/generalProductInformation/warrantyPeriod",
            ),
            (
                "performanceAndDurability",
                "/batteryTechicalProperties/originalPowerCapability/0/atSoC",
                "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/*/atSoC",
            ),
            (
                "performanceAndDurability",
                "/batteryCondition/powerFade",
                "/performanceAndDurability/batteryCondition/powerFade/powerFadeValue",
            ),
        ] {
            let row = table().from_battery_pass(group, theirs);
            assert_eq!(row.map(|row| row.pointer), Some(ours), "{theirs}");
        }
    }

    #[test]
    fn only_ev_batteries_have_an_exhaustion_threshold() {
        let row = table()
            .at("/performanceAndDurability/batteryTechnicalProperties/capacityThresholdForExhaustion")
            .unwrap();
        assert_eq!(row.requirements.of(Category::Ev), Requirement::Mandatory);
        assert_eq!(
            row.requirements.of(Category::Lmt),
            Requirement::NotApplicable
        );
    }
}
