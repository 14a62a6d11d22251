//! What a battery is made of, each material once, by its name.

use std::collections::HashMap;

use serde_json::{Value, json};

use super::passport::Writer;
use crate::exchange::convert::{figure, tidy};

impl Writer<'_> {
    /// Materials with mass and share, hazardous substances, and what of them is recycled, by their names.
    pub fn materials(&mut self) -> Option<Value> {
        let mut all = Materials::default();
        let list = "/materialComposition/batteryMaterials";
        let whole = self
            .content
            .pointer("/generalProductInformation/batteryMass");
        let whole = whole.and_then(Value::as_f64).filter(|mass| *mass > 0.0);
        for at in 0..self.ledger.length(list) {
            let at = format!("{list}/{at}");
            let name = format!("{at}/batteryMaterialName");
            let Some(index) = self.text(&name).map(|name| all.add(name)) else {
                continue;
            };
            self.map(&name, &format!("/materialsProvenance/{index}/name"));
            self.cas(&format!("{at}/batteryMaterialIdentifier"), &mut all, index);
            let mass = format!("{at}/batteryMaterialMass");
            if let Some(grams) = self.ledger.number(&mass) {
                let value = self.content.pointer(&mass);
                all.list[index]["mass"] =
                    json!({"type": ["Measure"], "value": value, "unit": "GRM"});
                if let Some(whole) = whole {
                    all.list[index]["massFraction"] = json!(tidy(grams / 1000.0 / whole));
                }
                self.map(&mass, &format!("/materialsProvenance/{index}/mass/value"));
            }
        }
        let list = "/materialComposition/hazardousSubstances";
        for at in 0..self.ledger.length(list) {
            let at = format!("{list}/{at}");
            let name = format!("{at}/hazardousSubstanceName");
            let Some(index) = self.text(&name).map(|name| all.named(name)) else {
                continue;
            };
            all.list[index]["hazardous"] = json!(true);
            self.map(&name, &format!("/materialsProvenance/{index}/name"));
            self.cas(
                &format!("{at}/hazardousSubstanceIdentifier"),
                &mut all,
                index,
            );
        }
        let list = "/circularity/recycledContent";
        for at in 0..self.ledger.length(list) {
            let at = format!("{list}/{at}");
            let name = format!("{at}/recycledMaterial");
            let shares =
                ["preConsumerShare", "postConsumerShare"].map(|share| format!("{at}/{share}"));
            let numbers = [0, 1].map(|which| self.ledger.number(&shares[which]));
            let (Some(material), [Some(before), Some(after)]) = (self.text(&name), numbers) else {
                continue;
            };
            let index = all.named(material);
            let fraction = tidy((before + after) / 100.0);
            let to = format!("/materialsProvenance/{index}");
            all.list[index]["recycledMassFraction"] = json!(fraction);
            self.map(&name, &format!("{to}/name"));
            for (share, number) in shares.iter().zip([before, after]) {
                let from = format!("{} %", figure(number));
                let into = format!("{} of the mass, both shares together", figure(fraction));
                let to = format!("{to}/recycledMassFraction");
                self.convert(share, &to, from, into);
            }
        }
        let list = "/materialComposition/criticalRawMaterials";
        for at in 0..self.ledger.length(list) {
            let at = format!("{list}/{at}");
            if let Some(index) = self.text(&at).map(|name| all.named(name)) {
                self.map(&at, &format!("/materialsProvenance/{index}/name"));
            }
        }
        (!all.list.is_empty()).then_some(Value::Array(all.list))
    }

    fn cas(&mut self, pointer: &str, all: &mut Materials, index: usize) {
        let Some(number) = self.text(pointer) else {
            return;
        };
        let there = all.list[index].pointer("/materialType/code");
        if there.is_some_and(|there| there != number) {
            self.ledger
                .leave(pointer, "a material of that name has another number");
            return;
        }
        all.list[index]["materialType"] = json!({
            "type": ["Classification"],
            "id": format!("https://commonchemistry.cas.org/detail?cas_rn={number}"),
            "code": number,
            "name": all.list[index]["name"],
            "schemeID": "https://www.cas.org/cas-data/cas-registry",
            "schemeName": "CAS Registry",
        });
        self.map(
            pointer,
            &format!("/materialsProvenance/{index}/materialType/code"),
        );
    }
}

/// Materials in order, each found by its name again.
#[derive(Default)]
struct Materials {
    list: Vec<Value>,
    by_name: HashMap<String, usize>,
}

impl Materials {
    fn add(&mut self, name: &str) -> usize {
        let index = self.list.len();
        self.list.push(json!({"type": ["Material"], "name": name}));
        self.by_name.entry(name.to_lowercase()).or_insert(index);
        index
    }

    fn named(&mut self, name: &str) -> usize {
        match self.by_name.get(&name.to_lowercase()) {
            Some(index) => *index,
            None => self.add(name),
        }
    }
}
