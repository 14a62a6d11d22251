//! The subject of a UNTP Digital Product Passport.

use credentials::battery::attributes::{Kind, Part, table};
use credentials::battery::lint::day;
use credentials::battery::{BatteryId, Category};
use serde_json::{Map, Value, json};

use super::is_uri;
use crate::exchange::Format;
use crate::exchange::country::alpha_2;
use crate::exchange::ledger::Ledger;
use crate::exchange::report::{Fate, Report};

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

/// The passport on one side, the report on the other.
pub(super) struct Writer<'s> {
    pub content: &'s Value,
    pub ledger: Ledger<'s>,
}

const GENERAL: &str = "/generalProductInformation";

impl<'s> Writer<'s> {
    /// A text that was not written yet.
    pub fn text(&self, pointer: &str) -> Option<&'s str> {
        self.ledger.text(pointer)
    }

    pub fn map(&mut self, pointer: &str, to: &str) {
        self.ledger.seal(pointer, Fate::Mapped { to: places(to) });
    }

    pub fn convert(&mut self, pointer: &str, to: &str, from: String, into: String) {
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
        if let Some(day) = self.text(&made).and_then(day_of) {
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
    pub fn link(&mut self, pointer: &str, to: &str) -> Option<Value> {
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

fn places(to: &str) -> Vec<String> {
    vec![format!("/credentialSubject{to}")]
}

pub(super) fn title(pointer: &str) -> &'static str {
    let row = table().at(pointer);
    let above = row.and_then(|row| table().parent(row));
    match (row, above) {
        // `Document` and `Symbol` say little.
        (Some(row), Some(above)) if row.part == Part::Member => above.title,
        (Some(row), _) => row.title,
        _ => "Document",
    }
}

/// The day of a date or a time.
fn day_of(text: &str) -> Option<&str> {
    text.get(..10).filter(|first| day(first).is_some())
}
