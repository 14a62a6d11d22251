//! Submodels that tools generate from the Catena-X BatteryPass aspect: an element for each property of the aspect,
//! under the name that it has in the model. Put back into the payload's names, they are what `catena_x` reads.

use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

use super::concept;
use crate::exchange::battery_pass::whole;

/// A value: where it stands in the environment, where in the payload, and itself.
type Moved = (JsonPointer, JsonPointer, Value);

/// The payload of a submodel of the aspect.
pub(super) struct Payload {
    pub root: Value,
    pub moved: Vec<Moved>,
}

/// The payload of the first submodel of the aspect that an environment has.
pub(super) fn payload(environment: &Value) -> Option<Payload> {
    let submodels = environment.get("submodels")?.as_array()?;
    let of_aspect = |submodel: &Value| {
        let id = submodel
            .pointer("/semanticId/keys/0/value")
            .and_then(Value::as_str);
        id.is_some_and(|id| {
            concept::plain(id) == "samm:io.catenax.battery.battery_pass#BatteryPass"
        })
    };
    let index = submodels.iter().position(of_aspect)?;
    let mut moved = Vec::new();
    let elements = submodels.get(index)?.get("submodelElements")?;
    let from = JsonPointer::parse(&format!("/submodels/{index}/submodelElements")).ok()?;
    let root = object(elements, &from, &JsonPointer::root(), &mut moved, 0);
    Some(Payload { root, moved })
}

/// Elements lie no deeper in each other.
const DEPTH: usize = 64;

fn object(
    elements: &Value,
    from: &JsonPointer,
    to: &JsonPointer,
    moved: &mut Vec<Moved>,
    depth: usize,
) -> Value {
    let mut members = Map::new();
    for (index, element) in elements.as_array().into_iter().flatten().enumerate() {
        let Some(name) = element.get("idShort").and_then(Value::as_str) else {
            continue;
        };
        let name = payload_name(to, name);
        let to = to.child(name);
        if let Some(value) = value(element, &from.child(index), &to, moved, depth) {
            members.entry(name).or_insert(value);
        }
    }
    Value::Object(members)
}

fn value(
    element: &Value,
    from: &JsonPointer,
    to: &JsonPointer,
    moved: &mut Vec<Moved>,
    depth: usize,
) -> Option<Value> {
    let inside = element.get("value")?;
    let from = from.child("value");
    match element.get("modelType").and_then(Value::as_str)? {
        _ if depth > DEPTH => None,
        "SubmodelElementCollection" => {
            let object = object(inside, &from, to, moved, depth + 1);
            object
                .as_object()
                .is_some_and(|members| !members.is_empty())
                .then_some(object)
        }
        "SubmodelElementList" => {
            let mut items: Vec<Value> = Vec::new();
            for (index, item) in inside.as_array()?.iter().enumerate() {
                let to = to.child(items.len());
                items.extend(value(item, &from.child(index), &to, moved, depth + 1));
            }
            (!items.is_empty()).then_some(Value::Array(items))
        }
        "Property" => {
            let typed = typed(inside, element.get("valueType").and_then(Value::as_str));
            moved.push((from, to.clone(), typed.clone()));
            Some(typed)
        }
        _ => None,
    }
}

/// A text of the environment as the payload has it.
fn typed(value: &Value, value_type: Option<&str>) -> Value {
    let Some(text) = value.as_str() else {
        return value.clone();
    };
    match value_type {
        Some("xs:boolean") => match text {
            "true" | "1" => json!(true),
            "false" | "0" => json!(false),
            _ => value.clone(),
        },
        None | Some("xs:string" | "xs:anyURI" | "xs:date" | "xs:dateTime") => value.clone(),
        Some(_) => match text.parse::<f64>() {
            Ok(number) if number.is_finite() => whole(number),
            _ => value.clone(),
        },
    }
}

/// The name in the payload of what the model calls `name`, in the object at a place of the payload.
fn payload_name<'n>(outer: &JsonPointer, name: &'n str) -> &'n str {
    let outer = outer.to_string();
    NAMES
        .iter()
        .find(|(within, theirs, _)| *theirs == name && outer.starts_with(within))
        .map_or(name, |(.., ours)| ours)
}

/// Names of properties that the payload shortens: within which of its objects, in the model, in the payload.
const NAMES: &[(&str, &str, &str)] = &[
    ("/identification", "batteryCategory", "category"),
    ("/identification", "batteryChemistry", "chemistry"),
    ("/identification", "serialInformation", "serial"),
    ("/identification", "batchInformation", "batch"),
    ("/identification", "partTypeInformation", "type"),
    ("/identification", "codeKey", "key"),
    ("/identification", "codeValue", "value"),
    ("/identification", "partClassification", "classification"),
    ("/operation", "facilityIdentification", "facility"),
    ("/operation", "manufacturerIdentification", "manufacturer"),
    ("/characteristics", "quantityValue", "value"),
    ("/characteristics", "linearUnit", "unit"),
    ("/characteristics", "massUnit", "unit"),
    ("/sustainability", "sustainabilityDocuments", "documents"),
    ("/sustainability", "footprintValue", "value"),
    ("/sustainability", "footprintRulebook", "rulebook"),
    ("/sustainability", "footprintLifecycle", "lifecycle"),
    ("/sustainability", "footprintUnit", "unit"),
    ("/sustainability", "footprintType", "type"),
    ("/sustainability", "state", "status"),
    ("/materials/composition", "materialIdentification", "id"),
    ("/materials/composition", "materialUnit", "unit"),
    ("/materials", "activeMaterials", "active"),
    ("/materials", "otherActiveMaterials", "other"),
    ("/materials", "hazardousSubstance", "hazardous"),
    ("/materials", "hazardousCadmium", "cadmium"),
    ("/materials", "hazardousMercury", "mercury"),
    ("/materials", "otherHazardousMaterial", "other"),
    ("/materials", "materialComposition", "composition"),
    ("/materials", "chemicalId", "id"),
    ("/materials", "listTypeId", "type"),
    ("/materials", "chemicalName", "name"),
    ("/performance", "ratedPerformance", "rated"),
    ("/performance", "dynamicPerformance", "dynamic"),
    ("/performance/rated/lifetime", "testReport", "report"),
    ("/performance/rated", "minVoltage", "min"),
    ("/performance/rated", "maxVoltage", "max"),
    ("/performance/rated", "nominalVoltage", "nominal"),
    ("/performance/rated", "testingTemperature", "temperature"),
    (
        "/performance/rated",
        "ratedRoundTripEfficiency",
        "roundTripEfficiency",
    ),
    (
        "/performance/rated",
        "initialRoundTripEfficiency",
        "initial",
    ),
    (
        "/performance/rated",
        "roundTripEfficiency50Percent",
        "50PercentLife",
    ),
    ("/performance/rated", "ratedEnergy", "energy"),
    ("/performance", "energyValue", "value"),
    ("/performance/rated", "ratedResistance", "resistance"),
    ("/performance/rated", "cellResistance", "cell"),
    ("/performance/rated", "moduleResistance", "module"),
    ("/performance/rated", "packResistance", "pack"),
    ("/performance/rated", "ratedPower", "power"),
    ("/performance", "powerValue", "value"),
    ("/performance/rated", "capabilityAt20SoC", "at20SoC"),
    ("/performance/rated", "capabilityAt80SoC", "at80SoC"),
    ("/performance/rated", "ratedCapacity", "capacity"),
    ("/performance", "capacityValue", "value"),
    (
        "/performance/rated",
        "capacityThresholdExhaustion",
        "thresholdExhaustion",
    ),
    (
        "/performance/rated",
        "performanceTemperature",
        "temperature",
    ),
    ("/performance/rated", "lowerTemperatureBoundary", "lower"),
    ("/performance/rated", "upperTemperatureBoundary", "upper"),
    ("/performance/dynamic/fullCycles", "cycles", "value"),
    ("/performance/dynamic", "percentValue", "value"),
    ("/performance/dynamic", "dataRecordTime", "time"),
    ("/performance/dynamic", "dynamicPower", "power"),
    ("/performance/dynamic", "powerFade", "fade"),
    ("/performance/dynamic", "remainingPower", "remaining"),
    ("/performance/dynamic", "dynamicCapacity", "capacity"),
    ("/performance/dynamic", "capacityFade", "fade"),
    ("/performance/dynamic", "capacityThroughput", "throughput"),
    ("/performance/dynamic", "remainingCapacity", "capacity"),
    (
        "/performance/dynamic",
        "dynamicRoundTripEfficiency",
        "roundTripEfficiency",
    ),
    ("/performance/dynamic", "roundTripEfficiencyFade", "fade"),
    (
        "/performance/dynamic",
        "remainingRoundTripEfficiency",
        "remaining",
    ),
    (
        "/performance/dynamic",
        "dynamicInternalResistance",
        "resistance",
    ),
    ("/performance/dynamic", "resistanceIncrease", "increase"),
    ("/performance/dynamic", "packResistanceIncrease", "pack"),
    ("/performance/dynamic", "moduleResistanceIncrease", "module"),
    ("/performance/dynamic", "cellResistanceIncrease", "cell"),
    ("/performance/dynamic", "remainingResistanceValue", "value"),
    ("/performance/dynamic", "remainingResistance", "remaining"),
    ("/performance/dynamic", "remainingPackResistance", "pack"),
    (
        "/performance/dynamic",
        "remainingModuleResistance",
        "module",
    ),
    ("/performance/dynamic", "remainingCellResistance", "cell"),
    ("/performance/dynamic", "dynamicEnergy", "energy"),
    ("/performance/dynamic", "remainingEnergy", "remaining"),
    ("/performance/dynamic", "energyThroughput", "throughput"),
    ("/safety", "agentDocument", "document"),
    ("/safety", "usableExtinguishingMedia", "media"),
    ("/sources", "contentType", "type"),
    ("/handling", "spareParts", "content"),
    ("/handling", "sparePartSources", "producer"),
    ("/handling", "sourcesIdentification", "id"),
];
