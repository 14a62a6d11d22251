//! One event of a battery's life as an event of UNTP, and a transfer as a transaction.
//!
//! What UNTP has by EPCIS: an object event for what happens to a battery that stays itself, a transformation for a
//! battery that becomes materials, a transaction for one that changes hands. Business steps and dispositions are those
//! of the GS1 Core Business Vocabulary.

use credentials::battery::BatteryId;
use credentials::battery::attributes::table;
use credentials::battery::event::{Event, EventKind};
use credentials::battery::recycling::Metal;
use credentials::battery::transfer::{Proposal, TransferAcceptance};
use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

use super::units;
use crate::exchange::ledger::Ledger;
use crate::exchange::report::{Fate, Field};

/// How UNTP says what happened.
struct Words {
    process: &'static str,
    action: &'static str,
    step: &'static str,
    disposition: Option<&'static str>,
}

const fn words(kind: EventKind) -> Words {
    let (process, action, step, disposition) = match kind {
        EventKind::Manufactured => ("Manufacture", "add", "commissioning", Some("active")),
        EventKind::PlacedOnMarket => (
            "Placing on the market",
            "observe",
            "other",
            Some("sellable_accessible"),
        ),
        EventKind::PutIntoService => (
            "Putting into service",
            "observe",
            "installing",
            Some("active"),
        ),
        EventKind::StateOfHealth => (
            "Reading of the state of health",
            "observe",
            "sensor_reporting",
            None,
        ),
        EventKind::Maintenance => (
            "Maintenance or repair",
            "observe",
            "repairing",
            Some("active"),
        ),
        EventKind::Incident => ("Incident", "observe", "other", Some("damaged")),
        EventKind::PreparedForReuse => (
            "Preparation for re-use",
            "observe",
            "inspecting",
            Some("conformant"),
        ),
        EventKind::Repurposed => ("Repurposing", "observe", "repairing", Some("available")),
        EventKind::Remanufactured => ("Remanufacturing", "observe", "repairing", Some("available")),
        EventKind::Recall => ("Recall", "observe", "holding", Some("recalled")),
        EventKind::BecameWaste => ("Becoming waste", "observe", "collecting", Some("inactive")),
        EventKind::Recycled => ("Recycling", "delete", "destroying", Some("destroyed")),
    };
    Words {
        process,
        action,
        step,
        disposition,
    }
}

/// An event, and what became of every value of its credential's subject.
pub(super) fn event(event: &Event, subject: &Value) -> (Value, Vec<Field>) {
    let mut ledger = Ledger::new(&event.statement.id, subject);
    let said = words(event.kind);
    let transformed = event.kind == EventKind::Recycled;
    let kind = if transformed {
        "TransformationEvent"
    } else {
        "ObjectEvent"
    };
    let mut written = Map::new();
    let mut put = |name: &str, value: Value| written.insert(name.to_owned(), value);
    put("type", json!([kind, "Event"]));
    put("id", json!(event.statement.id));
    put("processType", json!(said.process));
    put("eventTime", json!(event.time.to_string()));
    put("action", json!(said.action));
    if let Some(disposition) = said.disposition {
        put("disposition", json!(format!("{CBV}Disp-{disposition}")));
    }
    put("bizStep", json!(format!("{CBV}BizStep-{}", said.step)));
    if let Some(place) = ledger.text("/facility").filter(|text| super::is_uri(text)) {
        put("bizLocation", json!(place));
        map(&mut ledger, "/facility", "/bizLocation");
    }
    let readings = readings(&mut ledger);
    if !readings.is_empty() {
        let device = json!({"device": item(&event.battery)});
        put(
            "sensorElementList",
            json!([{"type": ["SensorElement"], "sensorMetadata": device, "sensorReport": readings}]),
        );
    }
    let list = if transformed {
        "inputEPCList"
    } else {
        "epcList"
    };
    put(list, json!([item(&event.battery)]));
    map(&mut ledger, "/id", &format!("/{list}/0/id"));
    map(&mut ledger, "/eventTime", "/eventTime");
    if transformed {
        let recovered = recovered(&event.statement.id, &mut ledger);
        if !recovered.is_empty() {
            put("outputQuantityList", Value::Array(recovered));
        }
    }
    ledger.leave_inside("/type", "the type of the event says it");
    ledger.leave_inside(
        "/replacedParts",
        "UNTP names classes of parts by URI, and these are part numbers",
    );
    (written.into(), ledger.finish_as(NO_PLACE))
}

/// A transfer that both sides signed.
pub(super) fn transaction(
    proposal: &Proposal,
    accepted: &TransferAcceptance,
    subject: &Value,
) -> (Value, Vec<Field>) {
    let mut ledger = Ledger::new(&accepted.statement.id, subject);
    let written = json!({
        "type": ["TransactionEvent", "Event"],
        "id": accepted.statement.id,
        "processType": "Transfer to another operator",
        "eventTime": accepted.statement.valid_from.to_string(),
        "action": "observe",
        "disposition": format!("{CBV}Disp-active"),
        "bizStep": format!("{CBV}BizStep-accepting"),
        "sourceParty": proposal.old_operator().to_string(),
        "destinationParty": accepted.operator.to_string(),
        "epcList": handed_over(proposal),
    });
    map(&mut ledger, "/id", "/epcList/0/id");
    map(&mut ledger, "/operator", "/destinationParty");
    ledger.leave_inside("/type", "the type of the event says it");
    ledger.leave_inside("/offer", "the offer says who gives, and is no event");
    (written, ledger.finish_as(NO_PLACE))
}

const NO_PLACE: &str = "an event of UNTP has no place for it";

/// The GS1 Core Business Vocabulary.
const CBV: &str = "https://ref.gs1.org/cbv/";

/// Where the attributes of the passport are defined.
const VOCABULARY: &str = "https://w3id.org/voltproof/dbp#";

fn item(battery: &BatteryId) -> Value {
    let name = match battery.serial() {
        Some(serial) => format!("Battery {}", serial.as_str()),
        None => "Battery".to_owned(),
    };
    json!({"type": ["Item"], "id": battery.to_string(), "name": name})
}

/// The battery, or the parts of it that go over, each named within it.
fn handed_over(proposal: &Proposal) -> Vec<Value> {
    let whole = item(proposal.battery());
    if proposal.parts().is_whole() {
        return vec![whole];
    }
    let part = |name: &str| {
        let mut part = whole.clone();
        part["id"] = json!(format!("{}#{}", proposal.battery(), encoded(name)));
        part["name"] = json!(format!(
            "Part {name} of {}",
            whole["name"].as_str().unwrap_or_default()
        ));
        part
    };
    proposal.parts().names().map(part).collect()
}

fn encoded(text: &str) -> String {
    url::form_urlencoded::byte_serialize(text.as_bytes()).collect()
}

/// Every measured value that has a unit code, with its time.
fn readings(ledger: &mut Ledger<'_>) -> Vec<Value> {
    let mut readings = Vec::new();
    for (pointer, value) in ledger.open() {
        let place = pointer.to_string();
        let Some(row) = table()
            .at(&place)
            .filter(|row| value.is_number() && row.unit.is_some())
        else {
            continue;
        };
        let unit = row.unit.unwrap_or_default();
        let Some(code) = units::code(unit) else {
            ledger.leave(
                &place,
                format!("UNECE Recommendation 20 has no code for {unit}"),
            );
            continue;
        };
        let at = format!("/sensorElementList/0/sensorReport/{}", readings.len());
        let mut reading = json!({
            "type": ["SensorData"],
            "sensorType": format!("{VOCABULARY}{}", row.name()),
            "value": value,
            "uom": code,
        });
        let updated = beside(&pointer, "lastUpdate");
        if let Some(time) = ledger.value(&updated).and_then(Value::as_str) {
            reading["time"] = json!(time);
            map(ledger, &updated, &format!("{at}/time"));
        }
        map(ledger, &place, &format!("{at}/value"));
        readings.push(reading);
    }
    readings
}

fn beside(pointer: &JsonPointer, name: &str) -> String {
    let outer = pointer.parent().unwrap_or_else(JsonPointer::root);
    outer.child(name).to_string()
}

/// Materials that came out, as classes of products.
fn recovered(event: &str, ledger: &mut Ledger<'_>) -> Vec<Value> {
    let list = "/recoveredMasses";
    let mut quantities = Vec::new();
    for index in 0..ledger.length(list) {
        let [name, mass] = ["material", "mass"].map(|member| format!("{list}/{index}/{member}"));
        let (Some(material), Some(kilograms)) = (ledger.text(&name), ledger.value(&mass)) else {
            continue;
        };
        let at = format!("/outputQuantityList/{}", quantities.len());
        quantities.push(json!({
            "type": ["QuantityElement"],
            "productId": class(event, material),
            "productName": material,
            "quantity": kilograms,
            "uom": "KGM",
        }));
        map(ledger, &name, &format!("{at}/productName"));
        map(ledger, &mass, &format!("{at}/quantity"));
    }
    quantities
}

/// The metals of Annex XII by their CAS numbers; another material by its name in this event.
fn class(event: &str, material: &str) -> String {
    match Metal::named(material) {
        Some(metal) => format!(
            "https://commonchemistry.cas.org/detail?cas_rn={}",
            metal.cas()
        ),
        None => format!("{event}#{}", encoded(material)),
    }
}

fn map(ledger: &mut Ledger<'_>, pointer: &str, to: &str) {
    let to = vec![format!("/credentialSubject/0{to}")];
    ledger.seal(pointer, Fate::Mapped { to });
}
