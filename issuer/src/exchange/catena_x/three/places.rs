//! What moves where.

/// From the source to the passport, and the unit of the source.
pub(super) const FIGURES: &[(&str, &str, &str)] = &[
    (
        "/physicalDimensions/weight",
        "/generalProductInformation/batteryMass",
        "kg",
    ),
    (
        "/warrantyPeriod",
        "/generalProductInformation/warrantyPeriod",
        "mo",
    ),
    (
        "/electrochemicalProperties/ratedCapacity",
        "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
        "A.h",
    ),
    (
        "/electrochemicalProperties/batteryEnergy/maximumAllowedBatteryEnergy",
        "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
        "Wh",
    ),
    (
        "/electrochemicalProperties/batteryEnergy/energyRoundtripEfficiency",
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiency",
        "%",
    ),
    (
        "/electrochemicalProperties/batteryEnergy/energyRoundtripEfficiencyChange",
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiencyAt50PercentCycleLife",
        "%",
    ),
    (
        "/electrochemicalProperties/ratioMaximumAllowedBatteryPowerAndMaximumAllowedBatteryEnergy",
        "/performanceAndDurability/batteryTechnicalProperties/powerCapabilityRatio",
        "W/W.h",
    ),
    (
        "/electrochemicalProperties/batteryVoltage/minVoltage",
        "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
        "V",
    ),
    (
        "/electrochemicalProperties/batteryVoltage/nominalVoltage",
        "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
        "V",
    ),
    (
        "/electrochemicalProperties/batteryVoltage/maxVoltage",
        "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
        "V",
    ),
    (
        "/electrochemicalProperties/batteryPower/maximumAllowedBatteryPower",
        "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
        "kW",
    ),
    (
        "/electrochemicalProperties/batteryPower/powerFade",
        "/performanceAndDurability/batteryCondition/powerFade/powerFadeValue",
        "%",
    ),
    (
        "/electrochemicalProperties/capacityFade",
        "/performanceAndDurability/batteryCondition/capacityFade/capacityFadeValue",
        "%",
    ),
    (
        "/electrochemicalProperties/capacityThresholdExhaustion",
        "/performanceAndDurability/batteryTechnicalProperties/capacityThresholdForExhaustion",
        "%",
    ),
    (
        "/temperatureRangeIdleState/temperatureRangeIdleStateLowerLimit",
        "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState/minimum",
        "Cel",
    ),
    (
        "/temperatureRangeIdleState/temperatureRangeIdleStateUpperLimit",
        "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState/maximum",
        "Cel",
    ),
    (
        "/batteryCycleLife/cycleLifeTestCRate",
        "/performanceAndDurability/batteryTechnicalProperties/cRateLifeCycleTest",
        "/h",
    ),
    (
        "/batteryCycleLife/expectedLifetime",
        "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
        "{cycle}",
    ),
    (
        "/stateOfBattery/stateOfCharge",
        "/performanceAndDurability/batteryCondition/stateOfCharge/stateOfChargeValue",
        "%",
    ),
    (
        "/stateOfBattery/stateOfHealth",
        "/performanceAndDurability/batteryCondition/stateOfHealth/stateOfHealthValue",
        "%",
    ),
];

/// A figure that becomes an element of a list.
pub(super) struct Element {
    pub(super) from: &'static str,
    pub(super) list: &'static str,
    /// The member that tells elements apart, and what it says.
    pub(super) named: (&'static str, &'static str),
    pub(super) member: &'static str,
    pub(super) unit: &'static str,
}

pub(super) const ELEMENTS: &[Element] = &[
    Element {
        from: "/electrochemicalProperties/batteryPower/powerCapabilityAt80Charge",
        list: "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability",
        named: ("atSoC", "80"),
        member: "powerCapabilityAt",
        unit: "kW",
    },
    Element {
        from: "/electrochemicalProperties/batteryPower/powerCapabilityAt20Charge",
        list: "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability",
        named: ("atSoC", "20"),
        member: "powerCapabilityAt",
        unit: "kW",
    },
    Element {
        from: "/electrochemicalProperties/internalResistance/packInternalResistance",
        list: "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance",
        named: ("batteryComponent", "pack"),
        member: "ohmicResistance",
        unit: "Ohm",
    },
    Element {
        from: "/electrochemicalProperties/internalResistance/cellInternalResistance",
        list: "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance",
        named: ("batteryComponent", "cell"),
        member: "ohmicResistance",
        unit: "mOhm",
    },
    Element {
        from: "/electrochemicalProperties/internalResistance/packInternalResistanceIncrease",
        list: "/performanceAndDurability/batteryCondition/internalResistanceIncrease",
        named: ("batteryComponent", "pack"),
        member: "internalResistanceIncreaseValue",
        unit: "%",
    },
];

/// Texts that move as they are.
pub(super) const TEXTS: &[(&str, &str)] = &[
    (
        "/batteryIdentification/batteryModel",
        "/generalProductInformation/modelIdentifier",
    ),
    (
        "/batteryIdentification/batteryType",
        "/materialComposition/batteryChemistry/clearName",
    ),
    (
        "/manufacturing/dateOfManufacturing",
        "/generalProductInformation/manufacturingDate",
    ),
];

/// Lists of files, of which the passport keeps one link.
pub(super) const FILES: &[(&str, &str)] = &[
    ("declarationOfConformity", "/labels/declarationOfConformity"),
    ("testReportsResults", "/labels/resultOfTestReport"),
    (
        "responsibleSourcing",
        "/supplyChainDueDiligence/supplyChainDueDiligenceReport",
    ),
    (
        "safetyMeasures",
        "/circularity/safetyMeasures/safetyInstructions",
    ),
];

/// Lists of materials, and the component that each is of.
pub(super) const MATERIALS: &[(&str, Option<&str>)] = &[
    ("/cellChemistry/cathodeActiveMaterials", Some("Cathode")),
    ("/cellChemistry/cathodeCompositionOther", Some("Cathode")),
    ("/cellChemistry/anodeActiveMaterials", Some("Anode")),
    ("/cellChemistry/anodeCompositionOther", Some("Anode")),
    ("/cellChemistry/electrolyteComposition", Some("Electrolyte")),
];

pub(super) const LEFT: &[(&str, &str)] = &[
    (
        "/cO2FootprintTotal",
        "Art. 7 asks for kg CO2e for each kWh delivered over the life, and this is all of it",
    ),
    (
        "/datePlacedOnMarket",
        "an event of its own: issue a PlacedOnMarket event",
    ),
    ("/physicalDimensions", "not asked for by Annex XIII"),
    (
        "/electrochemicalProperties/batteryPower/originalPowerCapability",
        "at which state of charge is not stated",
    ),
    (
        "/electrochemicalProperties/batteryPower",
        "the passport keeps the power limit and the power at 80 % and 20 % charge",
    ),
    (
        "/batteryCycleLife/cycleLifeTestDepthOfDischarge",
        "a condition of the measurement: the passport keeps the result",
    ),
    (
        "/cellChemistry/recyclateContentActiveMaterials",
        "Art. 8 asks for the shares from manufacturing and from post-consumer waste apart",
    ),
    (
        "/composition/compositionOfBattery",
        "the materials of cathode, anode and electrolyte are in the cell chemistry",
    ),
    (
        "/document",
        "the passport has no link for it, or its link is taken",
    ),
];

/// Every place that is read one by one.
#[cfg(test)]
pub(in crate::exchange::catena_x) fn places() -> impl Iterator<Item = String> {
    let figures = FIGURES.iter().map(|(from, ..)| (*from).to_owned());
    let elements = ELEMENTS.iter().map(|element| element.from.to_owned());
    let texts = TEXTS.iter().map(|(from, _)| (*from).to_owned());
    let files = FILES
        .iter()
        .map(|(list, _)| format!("/document/{list}/*/fileLocation"));
    let materials = MATERIALS.iter().flat_map(|(list, _)| {
        ["materialName", "materialWeight", "matierialWeight"].map(|name| format!("{list}/*/{name}"))
    });
    let left = LEFT.iter().map(|(from, _)| (*from).to_owned());
    figures
        .chain(elements)
        .chain(texts)
        .chain(files)
        .chain(materials)
        .chain(left)
}

#[cfg(test)]
mod tests {
    use credentials::battery::attributes::table;

    use super::*;
    use crate::exchange::units::Unit;

    #[test]
    fn every_place_is_in_the_attribute_table_and_every_unit_leads_to_its_own() {
        for (_, to, unit) in FIGURES {
            let row = table().at(to).unwrap_or_else(|| panic!("{to}"));
            let ours = Unit::parse(row.unit.unwrap()).unwrap();
            assert!(Unit::parse(unit).unwrap().leads_to(ours), "{to}");
        }
        for element in ELEMENTS {
            let Element { list, unit, .. } = element;
            let ((name, _), member) = (element.named, element.member);
            let row = |member: &str| table().at(&format!("{list}/0/{member}"));
            assert!(row(name).is_some(), "{list} {name}");
            let ours = Unit::parse(row(member).unwrap().unit.unwrap()).unwrap();
            assert!(Unit::parse(unit).unwrap().leads_to(ours), "{list}");
        }
        for (_, to) in TEXTS.iter().chain(FILES) {
            assert!(table().at(to).is_some(), "{to}");
        }
    }
}
