//! The subject of a UNTP Digital Product Passport.

use std::collections::HashMap;

use credentials::battery::attributes::{Attribute, Kind, Part, table};
use credentials::battery::{BatteryId, Category};
use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

use super::places::CLAIMS;
use super::{is_uri, units};
use crate::exchange::Format;
use crate::exchange::convert::{figure, tidy};
use crate::exchange::country::alpha_2;
use crate::exchange::report::{Fate, Ledger, Report};

/// The subject, and what became of every value of the passport.
pub(super) fn subject(content: &Value) -> (Value, Report) {
    let mut writer = Writer {
        content,
        ledger: Ledger::new("", content),
    };
    let mut subject = Map::new();
    subject.insert("type".to_owned(), json!(["ProductPassport"]));
    let passport = "/generalProductInformation/batteryPassportIdentifier";
    if let Some(id) = writer.text(passport).filter(|id| is_uri(id)) {
        subject.insert("id".to_owned(), json!(id));
        writer.map(passport, "/id");
    }
    subject.insert("granularityLevel".to_owned(), json!("item"));
    let materials = writer.materials();
    let product = writer.product();
    let due_diligence = writer.link(
        "/supplyChainDueDiligence/supplyChainDueDiligenceReport",
        "/dueDiligenceDeclaration",
    );
    let circularity = writer.circularity();
    let claims = writer.claims();
    for (name, value) in [
        ("product", Some(writer.further(product))),
        ("conformityClaim", claims),
        ("circularityScorecard", circularity),
        ("dueDiligenceDeclaration", due_diligence),
        ("materialsProvenance", materials),
    ] {
        subject.extend(value.map(|value| (name.to_owned(), value)));
    }
    let fields = writer
        .ledger
        .finish_as("the UNTP product passport has no place for it");
    let report = Report {
        category: Category::of(content).ok(),
        ..Report::new(Format::Untp, fields)
    };
    (subject.into(), report)
}

struct Writer<'s> {
    content: &'s Value,
    ledger: Ledger<'s>,
}

const GENERAL: &str = "/generalProductInformation";

/// What tells a measured value from its neighbours, and stands in its name.
const IN_NAMES: [&str; 3] = ["lifecycleStage", "batteryComponent", "lastUpdate"];

impl<'s> Writer<'s> {
    /// A text that was not written yet.
    fn text(&self, pointer: &str) -> Option<&'s str> {
        self.ledger.text(pointer)
    }

    fn map(&mut self, pointer: &str, to: &str) {
        self.ledger.seal(pointer, Fate::Mapped { to: places(to) });
    }

    fn convert(&mut self, pointer: &str, to: &str, from: String, into: String) {
        let note = None;
        let to = places(to);
        self.ledger.seal(
            pointer,
            Fate::Converted {
                to,
                from,
                into,
                note,
            },
        );
    }

    fn product(&mut self) -> Map<String, Value> {
        let mut product = Map::new();
        let mut put = |name: &str, value: Value| product.insert(name.to_owned(), value);
        put("type", json!(["Product"]));
        let id = self.text("/id").unwrap_or_default();
        put("id", json!(id));
        self.map("/id", "/product/id");
        let label = format!("{GENERAL}/productIdentifier");
        if self.text(&label) == Some(id) {
            self.map(&label, "/product/id");
        }
        let category = Category::of(self.content).ok().map(Category::title);
        let model = format!("{GENERAL}/modelIdentifier");
        match self.text(&model) {
            Some(name) => {
                put("name", json!(name));
                self.map(&model, "/product/name");
            }
            None => {
                put("name", json!(category.unwrap_or("Battery")));
            }
        }
        if let Ok(battery) = id.parse::<BatteryId>()
            && let (Some(gtin), Some(serial)) = (battery.gtin(), battery.serial())
        {
            put("registeredId", json!(format!("{gtin}.{}", serial.as_str())));
            put(
                "idScheme",
                json!({
                    "type": ["IdentifierScheme"],
                    "id": "https://id.gs1.org/01/",
                    "name": "Global Trade Identification Number (GTIN)",
                }),
            );
            put("serialNumber", json!(serial.as_str()));
        }
        let chemistry = "/materialComposition/batteryChemistry/clearName";
        let description: Vec<&str> = category.into_iter().chain(self.text(chemistry)).collect();
        if !description.is_empty() {
            put("description", json!(description.join(", ")));
            self.map(chemistry, "/product/description");
        }
        if let Some(title) = category {
            let kind = format!("{GENERAL}/batteryCategory");
            let from = self.text(&kind).unwrap_or_default().to_owned();
            self.convert(&kind, "/product/description", from, title.to_owned());
        }
        let maker = format!("{GENERAL}/manufacturerInformation");
        if let Some(party) = self.party(&maker) {
            put("producedByParty", party);
        }
        if let Some(facility) = self.facility() {
            put("producedAtFacility", facility);
        }
        let made = format!("{GENERAL}/manufacturingDate");
        if let Some(day) = self.text(&made).and_then(day) {
            put("productionDate", json!(day));
            let whole = self.text(&made).unwrap_or_default().to_owned();
            match whole == day {
                true => self.map(&made, "/product/productionDate"),
                false => self.convert(&made, "/product/productionDate", whole, day.to_owned()),
            }
        } else {
            self.ledger
                .leave(&made, "UNTP wants the day, and only the month is stated");
        }
        let country = format!("{GENERAL}/manufacturingPlace/addressCountry");
        match self.text(&country).map(|text| (text, alpha_2(text))) {
            Some((text, Some(letters))) => {
                put("countryOfProduction", json!(letters));
                let to = "/product/countryOfProduction";
                match text == letters {
                    true => self.map(&country, to),
                    false => self.convert(&country, to, text.to_owned(), letters.to_owned()),
                }
            }
            Some((text, None)) => self.ledger.leave(
                &country,
                format!("UNTP wants the two letters of ISO 3166-1, and {text:?} is no country's name in English"),
            ),
            None => {}
        }
        let mass = format!("{GENERAL}/batteryMass");
        if self.ledger.number(&mass).is_some() {
            let number = self.content.pointer(&mass);
            let weight = json!({"type": ["Measure"], "value": number, "unit": "KGM"});
            put(
                "dimensions",
                json!({"type": ["Dimension"], "weight": weight}),
            );
            self.map(&mass, "/product/dimensions/weight/value");
        }
        product
    }

    /// UNTP names parties by URI: the identifier where it is one, else the web site.
    fn party(&mut self, at: &str) -> Option<Value> {
        let [name, identifier, site] =
            ["contactName", "identifier", "webAddress"].map(|member| format!("{at}/{member}"));
        let names = self.text(&name)?;
        let by = [&identifier, &site]
            .into_iter()
            .find(|pointer| self.text(pointer).is_some_and(is_uri));
        let Some(by) = by else {
            self.ledger
                .leave(&name, "UNTP names a party by a URI, and none is stated");
            return None;
        };
        let mut party = json!({"id": self.text(by)?, "name": names});
        if let Some(registered) = self.text(&identifier) {
            party["registeredId"] = json!(registered);
            self.map(&identifier, "/product/producedByParty/registeredId");
        }
        self.map(by, "/product/producedByParty/id");
        self.map(&name, "/product/producedByParty/name");
        Some(party)
    }

    fn facility(&mut self) -> Option<Value> {
        let at = format!("{GENERAL}/manufacturingPlace");
        let [id, street] =
            ["facilityIdentifier", "streetAddress"].map(|member| format!("{at}/{member}"));
        let facility = self.text(&id).filter(|id| is_uri(id))?;
        let name = self.text(&street).unwrap_or(facility);
        let value = json!({"id": facility, "name": name});
        self.map(&id, "/product/producedAtFacility/id");
        self.map(&street, "/product/producedAtFacility/name");
        Some(value)
    }

    /// A document that has a place of its own.
    fn link(&mut self, pointer: &str, to: &str) -> Option<Value> {
        let url = self.text(pointer).filter(|url| is_uri(url))?;
        self.map(pointer, &format!("{to}/linkURL"));
        Some(json!({"type": ["Link"], "linkURL": url, "linkName": title(pointer)}))
    }

    fn circularity(&mut self) -> Option<Value> {
        let to = "/circularityScorecard";
        let recycling = self.link(
            "/circularity/endOfLifeInformation/informationOnCollection",
            &format!("{to}/recyclingInformation"),
        );
        let repair = self.link(
            "/circularity/dismantlingAndRemovalInformation/0/documentURL",
            &format!("{to}/repairInformation"),
        );
        if recycling.is_none() && repair.is_none() {
            return None;
        }
        let mut scorecard = json!({"type": ["CircularityPerformance"]});
        for (name, link) in [
            ("recyclingInformation", recycling),
            ("repairInformation", repair),
        ] {
            if let Some(link) = link {
                scorecard[name] = link;
            }
        }
        Some(scorecard)
    }

    /// Materials with mass and share, hazardous substances, and what of them is recycled, by their names.
    fn materials(&mut self) -> Option<Value> {
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

    fn claims(&mut self) -> Option<Value> {
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

    /// Documents and sites without a place of their own are further information.
    fn further(&mut self, mut product: Map<String, Value>) -> Value {
        let mut links = Vec::new();
        for (pointer, value) in self.ledger.open() {
            let place = pointer.to_string();
            let is_link = table().at(&place).is_some_and(|row| row.kind == Kind::Url);
            let url = value.as_str().filter(|url| is_link && is_uri(url));
            if let Some(url) = url {
                let at = format!("/product/furtherInformation/{}/linkURL", links.len());
                self.map(&place, &at);
                links.push(json!({"type": ["Link"], "linkURL": url, "linkName": title(&place)}));
            }
        }
        if !links.is_empty() {
            product.insert("furtherInformation".to_owned(), Value::Array(links));
        }
        product.into()
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

fn regulation() -> Value {
    json!({
        "type": ["Regulation"],
        "id": "http://data.europa.eu/eli/reg/2023/1542/oj",
        "name": "Regulation (EU) 2023/1542 concerning batteries and waste batteries",
        "administeredBy": {"id": "https://european-union.europa.eu", "name": "European Union"},
    })
}

fn places(to: &str) -> Vec<String> {
    vec![format!("/credentialSubject{to}")]
}

fn title(pointer: &str) -> &'static str {
    let row = table().at(pointer);
    let above = row.and_then(|row| table().parent(row));
    match (row, above) {
        // `Document` and `Symbol` say little.
        (Some(row), Some(above)) if row.part == Part::Member => above.title,
        (Some(row), _) => row.title,
        _ => "Document",
    }
}

fn day(text: &str) -> Option<&str> {
    text.get(..10)
        .filter(|day| day.parse::<jiff::civil::Date>().is_ok())
}
