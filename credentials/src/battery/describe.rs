//! A passport's content for people: titles instead of member names, units as they are spoken, one line a value.

use jiff::Timestamp;
use serde_json::Value;

use super::attributes::{Attribute, Kind, Part, table};
use super::category::Category;
use super::composite;
use super::content::{Place, visit};
use crate::json::JsonPointer;

/// One line of a passport.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Relative to `credentialSubject`.
    pub pointer: JsonPointer,
    /// How far inside: 0 for a content group.
    pub depth: usize,
    /// What is told.
    pub title: String,
    /// The value with its unit; nothing for a heading.
    pub text: Option<String>,
}

/// The lines of `subject`, groups before what is in them. What the table does not know keeps its own name.
pub fn describe(subject: &Value) -> Vec<Line> {
    let mut lines = Vec::new();
    // The place whose inside is told in its own line already.
    let mut told: Option<JsonPointer> = None;
    visit(subject, &mut |place| {
        // Told in words of its own, at the end.
        if place
            .pointer
            .tokens()
            .first()
            .is_some_and(|group| group == "sources")
        {
            return;
        }
        if told
            .as_ref()
            .is_some_and(|outer| place.pointer.starts_with(outer))
        {
            return;
        }
        let text = text(&place);
        if text.is_some() {
            told = Some(place.pointer.clone());
        }
        lines.push(Line {
            pointer: place.pointer.clone(),
            depth: place.pointer.tokens().len().saturating_sub(1),
            title: title(&place),
            text,
        });
    });
    lines.extend(composite::lines(subject));
    lines
}

/// A UCUM unit as people write it.
pub fn unit(ucum: &str) -> &str {
    match ucum {
        "A.h" => "Ah",
        "kW.h" => "kWh",
        "kg/kW.h" => "kg CO2e/kWh",
        "W/W.h" => "W/Wh",
        "Cel" => "°C",
        "Ohm" => "Ω",
        "a" => "years",
        "mo" => "months",
        "/h" => "per hour",
        "%/mo" => "% per month",
        "{cycle}" => "cycles",
        "{event}" => "events",
        "{cell}" => "cells",
        plain => plain,
    }
}

/// The unit behind this figure: of one thing there is one.
fn unit_of<'u>(figure: &str, ucum: &'u str) -> &'u str {
    let several = unit(ucum);
    match ucum {
        "a" | "mo" | "{cycle}" | "{event}" | "{cell}" if figure == "1" => {
            several.trim_end_matches('s')
        }
        _ => several,
    }
}

fn title(place: &Place<'_, '_>) -> String {
    let name = place
        .pointer
        .tokens()
        .last()
        .map(String::as_str)
        .unwrap_or_default();
    match (place.row, name.parse::<usize>()) {
        (Some(_), Ok(index)) => (index + 1).to_string(),
        (Some(row), _) => row.title.to_owned(),
        (None, _) => name.to_owned(),
    }
}

/// The value in one line, where it fits in one.
fn text(place: &Place<'_, '_>) -> Option<String> {
    let Some(row) = place.row else {
        return Some(scalar(place.value, None).unwrap_or_else(|| place.value.to_string()));
    };
    match place.value {
        Value::Object(texts) if row.kind == Kind::LanguageMap => {
            let spoken = texts.get("en").or_else(|| texts.values().next())?;
            spoken.as_str().map(str::to_owned)
        }
        Value::Object(members) if place.element => {
            let cells: Option<Vec<String>> = members
                .iter()
                .map(|(name, value)| {
                    let member = table().member(row, name);
                    let cell = scalar(value, member)?;
                    Some(format!(
                        "{}: {cell}",
                        member.map_or(name.as_str(), |row| row.title)
                    ))
                })
                .collect();
            cells.map(|cells| cells.join(", "))
        }
        Value::Object(members) if row.part == Part::Attribute => measured(row, members),
        Value::Array(items) => {
            let plain = table().member(row, "*");
            let cells: Option<Vec<String>> = items.iter().map(|item| scalar(item, plain)).collect();
            cells
                .filter(|cells| !cells.is_empty())
                .map(|cells| cells.join(", "))
        }
        value => scalar(value, Some(row)),
    }
}

/// A dynamic value with the time it was measured.
fn measured(row: &Attribute, members: &serde_json::Map<String, Value>) -> Option<String> {
    let time = members.get("lastUpdate")?.as_str()?;
    let mut values = members.iter().filter(|(name, _)| *name != "lastUpdate");
    let (name, value) = values.next()?;
    if values.next().is_some() {
        return None;
    }
    let value = scalar(value, table().member(row, name))?;
    Some(format!("{value} ({})", day(time)))
}

fn scalar(value: &Value, row: Option<&Attribute>) -> Option<String> {
    match value {
        Value::String(text) => Some(match row.map(|row| row.kind) {
            Some(Kind::Enumeration(_)) => match text.parse::<Category>() {
                Ok(category) => category.title().to_owned(),
                Err(_) => words(text),
            },
            Some(Kind::DateTime) => moment(text),
            _ => text.clone(),
        }),
        Value::Number(number) => {
            let number = number.to_string();
            let figure = number.strip_suffix(".0").unwrap_or(&number);
            Some(match row.and_then(|row| row.unit) {
                Some(ucum) => format!("{figure} {}", unit_of(figure, ucum)),
                None => figure.to_owned(),
            })
        }
        Value::Bool(true) => Some("yes".into()),
        Value::Bool(false) => Some("no".into()),
        Value::Null => Some("none".into()),
        Value::Array(_) | Value::Object(_) => None,
    }
}

/// `RawMaterialExtraction` as `Raw material extraction`; `NMC`, `ev` and `Model3D` as they are.
pub(super) fn words(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut words = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let after_word = at > 0 && letters[at - 1].is_lowercase();
        let begins_word = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        if letter.is_uppercase() && after_word && begins_word {
            words.push(' ');
            words.extend(letter.to_lowercase());
        } else {
            words.push(*letter);
        }
    }
    words
}

fn moment(time: &str) -> String {
    match time.parse::<Timestamp>() {
        Ok(time) => time.strftime("%Y-%m-%d %H:%M UTC").to_string(),
        Err(_) => time.to_owned(),
    }
}

fn day(time: &str) -> &str {
    time.split('T').next().unwrap_or(time)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn told(subject: &Value) -> Vec<String> {
        describe(subject)
            .into_iter()
            .map(|line| {
                let indent = "  ".repeat(line.depth);
                match line.text {
                    Some(text) => format!("{indent}{}: {text}", line.title),
                    None => format!("{indent}{}", line.title),
                }
            })
            .collect()
    }

    #[test]
    fn a_passport_reads_as_a_list_of_titles_and_values_with_units() {
        let subject = json!({
            "id": "https://id.voltcell.example/01/09506000134352/21/A1",
            "carbonFootprint": {
                "batteryCarbonFootprint": 61.5,
                "carbonFootprintPerLifecycleStage": [
                    {"lifecycleStage": "RawMaterialExtraction", "carbonFootprint": 40.25}
                ]
            },
            "materialComposition": {"criticalRawMaterials": ["Cobalt", "Lithium"]},
            "performanceAndDurability": {
                "batteryTechnicalProperties": {"ratedCapacity": 192},
                "batteryCondition": {"stateOfCertifiedEnergy": {
                    "stateOfCertifiedEnergyValue": 96.5, "lastUpdate": "2028-03-01T08:00:00Z"
                }}
            }
        });
        assert_eq!(
            told(&subject),
            [
                "Carbon footprint",
                "  Carbon footprint: 61.5 kg CO2e/kWh",
                "  Carbon footprint by life-cycle stage",
                "    1: Stage: Raw material extraction, Carbon footprint of the stage: 40.25 kg CO2e/kWh",
                "Materials and composition",
                "  Critical raw materials above 0.1 % by weight: Cobalt, Lithium",
                "Performance and durability",
                "  Technical properties",
                "    Rated capacity: 192 Ah",
                "  Condition",
                "    State of certified energy: 96.5 % (2028-03-01)",
            ]
        );
    }

    #[test]
    fn one_is_one_and_a_round_number_has_no_decimals() {
        let subject = json!({
            "generalProductInformation": {"warrantyPeriod": 1, "batteryMass": 430.0},
            "performanceAndDurability": {"batteryCondition": {
                "numberOfDeepDischarges": {"numberOfDeepDischargesValue": 1.0, "lastUpdate": "2028-03-01T08:00:00Z"},
                "numberOfFullCycles": {"numberOfFullCyclesValue": 0.5, "lastUpdate": "2028-03-01T08:00:00Z"}
            }}
        });
        let told = told(&subject).join("\n");
        for line in ["1 month\n", ": 430 kg", ": 1 event (", ": 0.5 cycles ("] {
            assert!(told.contains(line), "{line:?} in {told}");
        }
    }

    #[test]
    fn names_become_words_and_abbreviations_stay() {
        for (name, expected) in [
            ("RawMaterialExtraction", "Raw material extraction"),
            ("Model3D", "Model3D"),
            ("NMC", "NMC"),
            ("Original", "Original"),
        ] {
            assert_eq!(words(name), expected);
        }
    }

    #[test]
    fn what_the_table_does_not_know_keeps_its_name_and_is_told_whole() {
        let subject = json!({"houseColour": {"hex": "#00ff00"}});
        assert_eq!(told(&subject), [r##"houseColour: {"hex":"#00ff00"}"##]);
    }
}
