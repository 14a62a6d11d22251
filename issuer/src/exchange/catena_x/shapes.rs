//! The versions of the aspect, told apart by members that only one of them has.

use serde_json::Value;

/// A version of io.catenax.battery.battery_pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::exchange) enum Version {
    /// Its weights are misspelt.
    V3_0_0,
    /// One flat tree, units in the model alone.
    V3_0_1,
    /// After the Regulation: sections as today, alternatives as `left` and `right`.
    V4_0_0,
    /// The sections of today.
    V5_0_0,
    /// Names of substances beside their numbers.
    V6_0_0,
    /// States its version.
    V6_1_0,
}

/// A version, and where it shows.
struct Shape {
    version: Version,
    name: &'static str,
    /// Any of these is enough to tell it from its neighbours; `*` is any member.
    signs: &'static [&'static str],
}

/// From the newest: what it has, the older ones lack.
const SHAPES: &[Shape] = &[
    Shape {
        version: Version::V6_1_0,
        name: "6.1.0",
        signs: &["/specVersion"],
    },
    Shape {
        version: Version::V6_0_0,
        name: "6.0.0",
        signs: &[
            "/commercial",
            "/metadata/lastModification",
            "/handling/content",
            "/materials/hazardous/other/*/materialIdentification/*/name",
            "/materials/active/other/*/materialIdentification/*/name",
            "/materials/composition/*/id/*/name",
        ],
    },
    Shape {
        version: Version::V5_0_0,
        name: "5.0.0",
        signs: &[
            "/handling/spareParts",
            "/materials/hazardous/other/*/materialName",
            "/materials/active/other/*/materialName",
            "/materials/composition/*/name",
            "/identification/identification/codes/*/description",
            "/conformity/declarationOfConformityId/*",
        ],
    },
    Shape {
        version: Version::V4_0_0,
        name: "4.0.0",
        signs: &[
            "/generalInformation",
            "/chemicalMaterial",
            "/physicalDimension/weight/unit",
            "/circularity/carbonFootprint",
            "/circularity/spareParts",
            "/identification/localIdentifier",
            "/metadata/economicOperator",
        ],
    },
    Shape {
        version: Version::V3_0_0,
        name: "3.0.0",
        signs: &[
            "/cellChemistry/*/*/matierialWeight",
            "/cellChemistry/*/*/matierialPercentageMassFraction",
            "/composition/compositionOfBattery/*/matierialWeight",
            "/electrochemicalProperties/batteryPower/originalPower",
        ],
    },
    Shape {
        version: Version::V3_0_1,
        name: "3.0.1",
        signs: THREE,
    },
];

/// Places of 3.0.0 and 3.0.1.
const THREE: &[&str] = &[
    "/electrochemicalProperties/ratedCapacity",
    "/electrochemicalProperties/batteryVoltage",
    "/electrochemicalProperties/batteryPower",
    "/electrochemicalProperties/internalResistance",
    "/cellChemistry/cathodeActiveMaterials",
    "/cellChemistry/anodeActiveMaterials",
    "/cellChemistry/electrolyteComposition",
    "/composition/compositionOfBattery",
    "/composition/components",
    "/batteryIdentification/batteryIDDMCCode",
    "/batteryIdentification/batteryType",
    "/stateOfBattery/statusBattery",
    "/temperatureRangeIdleState/temperatureRangeIdleStateUpperLimit",
    "/batteryCycleLife/cycleLifeTestCRate",
    "/cO2FootprintTotal",
    "/document/testReportsResults",
];

/// Places that all versions from 4.0.0 on have.
const LATER: &[&str] = &[
    "/identification/idDmc",
    "/identification/chemistry",
    "/performance/rated/capacity",
    "/performance/rated/energy",
    "/performance/rated/voltage",
    "/performance/rated/power",
    "/performance/rated/lifetime",
    "/performance/dynamic/stateOfCharge",
    "/performance/dynamic/fullCycles",
    "/performance/dynamic/capacity",
    "/performance/dynamic/energy",
    "/safety/usableExtinguishAgent",
    "/safety/dismantling",
    "/safety/removalFromAppliance",
    "/safety/safetyMeasures",
    "/conformity/dueDiligencePolicy",
    "/conformity/declarationOfConformity",
];

/// Places of 5.0.0 and later, where 4.0.0 has others.
const SINCE_FIVE: &[&str] = &[
    "/characteristics/warranty",
    "/sustainability/carbonFootprint",
    "/sustainability/documents",
    "/materials/hazardous",
    "/materials/active",
    "/materials/composition",
    "/identification/identification",
];

/// Places that passports of any product have as well: by themselves they say nothing of batteries.
const SHARED: &[&str] = &[
    "/metadata/passportIdentifier",
    "/characteristics/physicalDimension",
    "/operation/manufacturer",
];

/// Members that only passports of other products have.
const OF_OTHERS: &[&str] = &[
    "/typology",
    "/additionalData",
    "/metadata/specVersion",
    "/metadata/language",
    "/characteristics/lifespan",
    "/characteristics/physicalState",
];

/// One place may be chance.
const ENOUGH: usize = 3;

const NAMESPACE: &str = "io.catenax.battery.battery_pass";

/// The version of an object; nothing where it is no battery pass of Catena-X, or of a version that is not known.
pub(in crate::exchange) fn version(value: &Value) -> Option<Version> {
    if let Some(stated) = stated(value) {
        return stated;
    }
    let known = |places: &[&str]| places.iter().filter(|place| has(value, place)).count();
    let shape = |shape: &&Shape| shape.signs.iter().any(|sign| has(value, sign));
    let found = SHAPES.iter().find(shape).map(|shape| shape.version);
    match found {
        Some(three @ (Version::V3_0_0 | Version::V3_0_1)) => {
            (known(THREE) >= ENOUGH).then_some(three)
        }
        Some(Version::V4_0_0) => {
            let of_four = known(LATER) + known(SHARED) + shape_places(value);
            (of_four >= ENOUGH).then_some(Version::V4_0_0)
        }
        // Where nothing tells two versions apart, they are the same, and the later is named.
        found => {
            let own = known(LATER) + known(SINCE_FIVE);
            (own > 0 && own + known(SHARED) >= ENOUGH).then(|| found.unwrap_or(Version::V6_0_0))
        }
    }
}

/// What a passport of another product calls itself, or that it is one; nothing where an object is none of Catena-X.
pub(in crate::exchange) fn other_passport(value: &Value) -> Option<String> {
    if version(value).is_some() {
        return None;
    }
    let stated = ["/specVersion", "/metadata/specVersion"];
    let mut stated = stated.iter().filter_map(|at| value.pointer(at)?.as_str());
    if let Some((_, aspect)) = stated.find_map(|text| text.split_once("io.catenax.")) {
        // Of a version that is not known.
        if NAMESPACE.ends_with(aspect.split(':').next().unwrap_or_default()) {
            return None;
        }
        return Some(format!("the Catena-X aspect {aspect}"));
    }
    let frames = [
        "",
        "/unspecific",
        "/generic",
        "/productUnspecificParameters",
    ];
    let is_frame = |at: &&str| {
        let Some(frame) = value.pointer(at) else {
            return false;
        };
        let is_other = !at.is_empty() || OF_OTHERS.iter().any(|sign| has(frame, sign));
        is_other && has(frame, "/metadata/passportIdentifier") && has(frame, "/identification")
    };
    let found = frames.iter().any(is_frame);
    found.then(|| "a Catena-X DigitalProductPassport".to_owned())
}

/// What an object says of itself: a version, which is known or not; nothing where it says none.
fn stated(value: &Value) -> Option<Option<Version>> {
    let text = value.get("specVersion")?.as_str()?;
    let (_, behind) = text.split_once(NAMESPACE)?;
    let number = behind.trim_start_matches(':');
    let number = number.split(['#', '/']).next().unwrap_or_default();
    let by_name = SHAPES.iter().find(|shape| shape.name == number);
    Some(match number {
        "" => Some(Version::V6_1_0),
        _ => by_name.map(|shape| shape.version),
    })
}

/// How many signs of 4.0.0 there are.
fn shape_places(value: &Value) -> usize {
    let four = SHAPES.iter().find(|shape| shape.version == Version::V4_0_0);
    four.map_or(0, |shape| {
        shape.signs.iter().filter(|sign| has(value, sign)).count()
    })
}

/// What was looked for, version by version.
pub(in crate::exchange) fn looked_for() -> String {
    let shapes: Vec<String> = SHAPES
        .iter()
        .map(|shape| format!("{} ({})", shape.name, shape.signs.first().unwrap_or(&"")))
        .collect();
    format!("Catena-X BatteryPass {}", shapes.join(", "))
}

impl Version {
    /// As it is written.
    pub fn name(self) -> &'static str {
        SHAPES
            .iter()
            .find(|shape| shape.version == self)
            .map_or("", |shape| shape.name)
    }
}

/// Whether there is something at a place.
fn has(value: &Value, place: &str) -> bool {
    let Some(rest) = place.strip_prefix('/') else {
        return !value.is_null();
    };
    let (step, rest) = match rest.split_once('/') {
        Some((step, _)) => (step, &rest[step.len()..]),
        None => (rest, ""),
    };
    match (value, step) {
        (Value::Object(members), "*") => members.values().any(|inner| has(inner, rest)),
        (Value::Array(items), "*") => items.iter().any(|inner| has(inner, rest)),
        (Value::Object(members), step) => members.get(step).is_some_and(|inner| has(inner, rest)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_stated_version_counts_and_one_that_is_not_known_is_refused() {
        let stated = |text: &str| version(&json!({"specVersion": text}));
        let urn = "urn:samm:io.catenax.battery.battery_pass";
        assert_eq!(
            stated(&format!("{urn}:6.1.0#BatteryPass")),
            Some(Version::V6_1_0)
        );
        assert_eq!(stated(&format!("{urn}:5.0.0")), Some(Version::V5_0_0));
        assert_eq!(
            stated("io.catenax.battery.battery_pass"),
            Some(Version::V6_1_0)
        );
        assert_eq!(stated(&format!("{urn}:7.0.0")), None);
        assert_eq!(stated("urn:samm:io.catenax.pcf:6.0.0#Pcf"), None);
    }

    #[test]
    fn sections_with_nothing_in_them_are_no_battery_pass() {
        let empty = json!({"identification": {}, "performance": {}, "materials": {}, "safety": {}});
        assert_eq!(version(&empty), None);
        let other = json!({"performance": {"rated": 1}, "materials": {"steel": 4}, "safety": {"belt": true}});
        assert_eq!(version(&other), None);
        assert_eq!(version(&json!({"handling": {"content": {}}})), None);
        assert_eq!(version(&json!([])), None);
    }

    #[test]
    fn the_passport_of_another_product_is_no_battery_pass_and_is_called_by_its_name() {
        let frame = json!({
            "metadata": {"passportIdentifier": "urn:uuid:1"},
            "identification": {"serial": [{"value": "42"}]},
            "characteristics": {"physicalDimension": {"weight": {"value": 9}}, "physicalState": "solid"},
            "operation": {"manufacturer": {"manufacturer": "BPNL00000000ABCD"}},
            "commercial": {"placedOnMarket": "2026-01-01"},
        });
        let any = Some("a Catena-X DigitalProductPassport".to_owned());
        assert_eq!(
            (version(&frame), other_passport(&frame)),
            (None, any.clone())
        );
        let nested = json!({"specific": {"torque": 4}, "generic": frame});
        assert_eq!((version(&nested), other_passport(&nested)), (None, any));

        let mut named = frame.clone();
        named["metadata"]["specVersion"] =
            "urn:io.catenax.generic.digital_product_passport:6.1.0".into();
        let name = "the Catena-X aspect generic.digital_product_passport:6.1.0";
        assert_eq!(other_passport(&named), Some(name.to_owned()));

        // What only a battery has decides.
        let mut battery = frame;
        battery["performance"] = json!({"rated": {"capacity": {"value": 94}}});
        assert_eq!(version(&battery), Some(Version::V6_0_0));
        assert_eq!(other_passport(&battery), None);
        assert_eq!(other_passport(&json!({"identification": {}})), None);
    }

    #[test]
    fn signs_are_found_through_lists_and_members() {
        let value = json!({"a": [{"b": null}, {"b": {"c": 1}}], "d": {"e": {"f": 1}}});
        for (place, there) in [
            ("/a/*/b/c", true),
            ("/a/*/b/x", false),
            ("/d/*/f", true),
            ("/a/*/*/c", true),
            ("/a/b", false),
            ("/d/e/f/g", false),
        ] {
            assert_eq!(has(&value, place), there, "{place}");
        }
    }
}
