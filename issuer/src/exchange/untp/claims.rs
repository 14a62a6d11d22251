//! What a passport declares, as conformity claims with measured values.

use credentials::battery::attributes::{Attribute, Part, table};
use credentials::json::JsonPointer;
use serde_json::{Value, json};

use super::passport::{Writer, title};
use super::places::CLAIMS;
use super::{is_uri, units};

impl Writer<'_> {
    /// Declarations, reports, footprint, performance and condition, each with its evidence or its values.
    pub fn claims(&mut self) -> Option<Value> {
        let battery = self.content["id"].as_str().unwrap_or_default();
        let mut claims = Vec::new();
        for claim in CLAIMS {
            let to = format!("/conformityClaim/{}", claims.len());
            let evidence = claim.evidence.and_then(|pointer| {
                let url = self.text(pointer).filter(|url| is_uri(url))?;
                self.map(pointer, &format!("{to}/conformityEvidence/linkURL"));
                let name = title(pointer);
                Some(json!({"type": ["SecureLink", "Link"], "linkURL": url, "linkName": name}))
            });
            let values = self.metrics(claim.measured, &to);
            if evidence.is_none() && values.is_empty() {
                continue;
            }
            let mut written = json!({
                "type": ["Claim", "Declaration"],
                "id": format!("{battery}#{}", claim.name),
                "description": claim.description,
                "referenceRegulation": regulation(),
                "conformityTopic": claim.topic,
            });
            if !values.is_empty() {
                written["declaredValue"] = Value::Array(values);
            }
            if let Some(evidence) = evidence {
                written["conformityEvidence"] = evidence;
            }
            claims.push(written);
        }
        (!claims.is_empty()).then_some(Value::Array(claims))
    }

    /// Every number below these places, with what tells it from its neighbours.
    fn metrics(&mut self, measured: &[&str], to: &str) -> Vec<Value> {
        let mut values = Vec::new();
        for (pointer, value) in self.ledger.open() {
            let place = pointer.to_string();
            let Some(row) = table().at(&place).filter(|_| value.is_number()) else {
                continue;
            };
            if !measured.iter().any(|start| place.starts_with(start)) {
                continue;
            }
            let Some(unit) = row.unit else { continue };
            // Mass of CO2 equivalent by energy has no code: the name says by what.
            let (code, by) = match unit {
                "kg/kW.h" => ("KGM", ", CO2 equivalent per kWh delivered"),
                "%/mo" => ("P1", ", per month"),
                unit => match units::code(unit) {
                    Some(code) => (code, ""),
                    None => {
                        let reason = format!("UNECE Recommendation 20 has no code for {unit}");
                        self.ledger.leave(&place, reason);
                        continue;
                    }
                },
            };
            let name = format!("{}{by}", self.metric_name(row, &pointer));
            let at = format!("{to}/declaredValue/{}/metricValue/value", values.len());
            self.map(&place, &at);
            let at = format!("{to}/declaredValue/{}/metricName", values.len());
            let outer = place.rsplit_once('/').map_or("", |(outer, _)| outer);
            for sibling in IN_NAMES.map(|sibling| format!("{outer}/{sibling}")) {
                if let Some(said) = self.text(&sibling) {
                    self.convert(&sibling, &at, said.to_owned(), name.clone());
                }
            }
            values.push(json!({
                "type": ["Metric"],
                "metricName": name,
                "metricValue": {"type": ["Measure"], "value": value, "unit": code},
            }));
        }
        values
    }

    /// What a person calls it, and what its siblings say of it: stage, component, state of charge, time.
    fn metric_name(&self, row: &'static Attribute, pointer: &JsonPointer) -> String {
        let mut said = match table().parent(row) {
            Some(parent) if row.part == Part::Member => vec![parent.title.to_owned()],
            _ => Vec::new(),
        };
        // "Value" and "Count" say nothing beside what they are of.
        if said.is_empty() || !row.name().ends_with("Value") {
            said.push(row.title.to_owned());
        }
        let place = pointer.to_string();
        let outer = place.rsplit_once('/').map_or("", |(outer, _)| outer);
        for sibling in IN_NAMES {
            let sibling = self.content.pointer(&format!("{outer}/{sibling}"));
            said.extend(sibling.and_then(Value::as_str).map(str::to_owned));
        }
        let charge = self.content.pointer(&format!("{outer}/atSoC"));
        if let Some(charge) = charge.filter(|_| row.name() != "atSoC") {
            said.push(format!("at {charge} % charge"));
        }
        said.join(", ")
    }
}

/// What tells a measured value from its neighbours, and stands in its name.
const IN_NAMES: [&str; 3] = ["lifecycleStage", "batteryComponent", "lastUpdate"];

fn regulation() -> Value {
    json!({
        "type": ["Regulation"],
        "id": "http://data.europa.eu/eli/reg/2023/1542/oj",
        "name": "Regulation (EU) 2023/1542 concerning batteries and waste batteries",
        "administeredBy": {"id": "https://european-union.europa.eu", "name": "European Union"},
    })
}
