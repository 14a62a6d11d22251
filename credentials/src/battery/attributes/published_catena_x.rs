//! The table held against the published schema of Catena-X BatteryPass 6.1.0: what has a row, and what has none.

use std::collections::BTreeSet;

use super::published::{collect, data, read};
use super::table;

/// What Catena-X says, below which all is about it, and the row that takes it.
const MEANT: &[(&str, &str)] = &[
    (
        "/identification/category",
        "/generalProductInformation/batteryCategory",
    ),
    (
        "/identification/chemistry",
        "/materialComposition/batteryChemistry",
    ),
    (
        "/identification/idDmc",
        "/generalProductInformation/productIdentifier",
    ),
    (
        "/identification/identification/serial",
        "/generalProductInformation/productIdentifier",
    ),
    (
        "/identification/identification/type",
        "/generalProductInformation/modelIdentifier",
    ),
    (
        "/operation/intoServiceDate",
        "/generalProductInformation/puttingIntoService",
    ),
    (
        "/operation/manufacturer/facility",
        "/generalProductInformation/manufacturingPlace",
    ),
    (
        "/operation/manufacturer/manufacturer",
        "/generalProductInformation/manufacturerInformation",
    ),
    (
        "/operation/manufacturer/manufacturingDate",
        "/generalProductInformation/manufacturingDate",
    ),
    (
        "/characteristics/warranty",
        "/generalProductInformation/warrantyPeriod",
    ),
    (
        "/characteristics/physicalDimension/weight",
        "/generalProductInformation/batteryMass",
    ),
    (
        "/sustainability/documents/separateCollection",
        "/circularity/endOfLifeInformation/separateCollection",
    ),
    (
        "/sustainability/documents/wastePrevention",
        "/circularity/endOfLifeInformation/wastePrevention",
    ),
    (
        "/sustainability/carbonFootprint/*/value",
        "/carbonFootprint/batteryCarbonFootprint",
    ),
    (
        "/sustainability/carbonFootprint/*/unit",
        "/carbonFootprint/batteryCarbonFootprint",
    ),
    (
        "/sustainability/carbonFootprint/*/lifecycle",
        "/carbonFootprint/carbonFootprintPerLifecycleStage",
    ),
    (
        "/sustainability/carbonFootprint/*/performanceClass",
        "/carbonFootprint/carbonFootprintPerformanceClass",
    ),
    (
        "/sustainability/carbonFootprint/*/declaration",
        "/carbonFootprint/carbonFootprintStudy",
    ),
    (
        "/sustainability/status",
        "/generalProductInformation/batteryStatus",
    ),
    ("/materials/active", "/materialComposition/batteryMaterials"),
    (
        "/materials/active/nickel/recycled",
        "/circularity/recycledContent",
    ),
    (
        "/materials/active/lithium/recycled",
        "/circularity/recycledContent",
    ),
    (
        "/materials/active/cobalt/recycled",
        "/circularity/recycledContent",
    ),
    (
        "/materials/active/lead/recycled",
        "/circularity/recycledContent",
    ),
    (
        "/materials/hazardous",
        "/materialComposition/hazardousSubstances",
    ),
    (
        "/materials/composition",
        "/materialComposition/batteryMaterials",
    ),
    (
        "/materials/composition/*/renewable",
        "/circularity/renewableContent",
    ),
    (
        "/performance/rated/voltage/min",
        "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
    ),
    (
        "/performance/rated/voltage/max",
        "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
    ),
    (
        "/performance/rated/voltage/nominal",
        "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
    ),
    (
        "/performance/rated/roundTripEfficiency/initial",
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiency",
    ),
    (
        "/performance/rated/roundTripEfficiency/50PercentLife",
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiencyAt50PercentCycleLife",
    ),
    (
        "/performance/rated/energy/value",
        "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
    ),
    (
        "/performance/rated/resistance/cell",
        "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance",
    ),
    (
        "/performance/rated/resistance/module",
        "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance",
    ),
    (
        "/performance/rated/resistance/pack",
        "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance",
    ),
    (
        "/performance/rated/power/value",
        "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
    ),
    (
        "/performance/rated/power/at20SoC",
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability",
    ),
    (
        "/performance/rated/power/at80SoC",
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability",
    ),
    (
        "/performance/rated/capacity/value",
        "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
    ),
    (
        "/performance/rated/capacity/thresholdExhaustion",
        "/performanceAndDurability/batteryTechnicalProperties/capacityThresholdForExhaustion",
    ),
    (
        "/performance/rated/temperature",
        "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState",
    ),
    (
        "/performance/rated/selfDischargingRate",
        "/performanceAndDurability/batteryTechnicalProperties/initialSelfDischarge",
    ),
    (
        "/performance/rated/lifetime/expectedYears",
        "/performanceAndDurability/batteryTechnicalProperties/expectedLifetime",
    ),
    (
        "/performance/rated/lifetime/report",
        "/performanceAndDurability/batteryTechnicalProperties/lifetimeReferenceTest",
    ),
    (
        "/performance/rated/lifetime/cycleLifeTesting/cycles",
        "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
    ),
    (
        "/performance/rated/lifetime/cycleLifeTesting/appliedDischargeRate",
        "/performanceAndDurability/batteryTechnicalProperties/cRateLifeCycleTest",
    ),
    (
        "/performance/dynamic/stateOfCharge",
        "/performanceAndDurability/batteryCondition/stateOfCharge",
    ),
    (
        "/performance/dynamic/fullCycles",
        "/performanceAndDurability/batteryCondition/numberOfFullCycles",
    ),
    (
        "/performance/dynamic/selfDischargingRate",
        "/performanceAndDurability/batteryCondition/currentSelfDischargingRate",
    ),
    (
        "/performance/dynamic/power/fade",
        "/performanceAndDurability/batteryCondition/powerFade",
    ),
    (
        "/performance/dynamic/power/remaining",
        "/performanceAndDurability/batteryCondition/remainingPowerCapability",
    ),
    (
        "/performance/dynamic/capacity/fade",
        "/performanceAndDurability/batteryCondition/capacityFade",
    ),
    (
        "/performance/dynamic/capacity/throughput",
        "/performanceAndDurability/batteryCondition/capacityThroughput",
    ),
    (
        "/performance/dynamic/capacity/capacity",
        "/performanceAndDurability/batteryCondition/remainingCapacity",
    ),
    (
        "/performance/dynamic/roundTripEfficiency/fade",
        "/performanceAndDurability/batteryCondition/roundTripEfficiencyFade",
    ),
    (
        "/performance/dynamic/roundTripEfficiency/remaining",
        "/performanceAndDurability/batteryCondition/remainingRoundTripEnergyEfficiency",
    ),
    (
        "/performance/dynamic/resistance/increase",
        "/performanceAndDurability/batteryCondition/internalResistanceIncrease",
    ),
    (
        "/performance/dynamic/resistance/remaining",
        "/performanceAndDurability/batteryCondition/currentInternalResistance",
    ),
    (
        "/performance/dynamic/energy/soce",
        "/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy",
    ),
    (
        "/performance/dynamic/energy/remaining",
        "/performanceAndDurability/batteryCondition/remainingEnergy",
    ),
    (
        "/performance/dynamic/energy/throughput",
        "/performanceAndDurability/batteryCondition/energyThroughput",
    ),
    (
        "/performance/dynamic/negativeEvents",
        "/performanceAndDurability/batteryCondition/negativeEvents",
    ),
    (
        "/conformity/declarationOfConformity",
        "/labels/declarationOfConformity",
    ),
    (
        "/conformity/declarationOfConformityId",
        "/labels/declarationOfConformityIdentifier",
    ),
    (
        "/conformity/resultOfTestReport",
        "/labels/resultOfTestReport",
    ),
    (
        "/conformity/thirdPartyAssurance",
        "/supplyChainDueDiligence/thirdPartyAssurances",
    ),
    (
        "/conformity/dueDiligencePolicy",
        "/supplyChainDueDiligence/supplyChainDueDiligenceReport",
    ),
    (
        "/safety/usableExtinguishAgent/*/media",
        "/circularity/safetyMeasures/extinguishingAgent",
    ),
    (
        "/safety/safetyMeasures",
        "/circularity/safetyMeasures/safetyInstructions",
    ),
    (
        "/safety/safeDischarging",
        "/circularity/safetyMeasures/safetyInstructions",
    ),
    ("/safety/meaningOfLabels", "/labels/labels"),
    (
        "/safety/dismantling",
        "/circularity/dismantlingAndRemovalInformation",
    ),
    (
        "/safety/removalFromAppliance",
        "/circularity/dismantlingAndRemovalInformation",
    ),
    (
        "/metadata/economicOperatorId",
        "/generalProductInformation/operatorInformation",
    ),
    (
        "/metadata/passportIdentifier",
        "/generalProductInformation/batteryPassportIdentifier",
    ),
    ("/handling/content", "/circularity/sparePartSources"),
];

/// What has no row: Annex XIII does not ask for it, or it is not about the battery but about the passport, which the
/// credential around the content says (`validFrom`, `validUntil`, `predecessor`, status).
const NO_ROW: &[&str] = &[
    "/characteristics/physicalDimension/height",
    "/characteristics/physicalDimension/length",
    "/characteristics/physicalDimension/width",
    "/commercial/placedOnMarket",
    "/commercial/purpose",
    "/handling/applicable",
    "/identification/identification/batch",
    "/identification/identification/classification",
    "/identification/identification/codes",
    "/identification/identification/dataCarrier/carrierLayout",
    "/identification/identification/dataCarrier/carrierType",
    "/metadata/backupReference",
    "/metadata/expirationDate",
    "/metadata/issueDate",
    "/metadata/lastModification",
    "/metadata/predecessor",
    "/metadata/registrationIdentifier",
    "/metadata/status",
    "/metadata/version",
    "/performance/dynamic/operatingEnvironment",
    "/performance/dynamic/performanceDocument",
    "/performance/rated/capacity/temperature",
    "/performance/rated/energy/temperature",
    "/performance/rated/lifetime/cycleLifeTesting/appliedChargeRate",
    "/performance/rated/lifetime/cycleLifeTesting/depthOfDischarge",
    "/performance/rated/lifetime/cycleLifeTesting/temperature",
    "/performance/rated/performanceDocument",
    "/performance/rated/power/temperature",
    "/performance/rated/resistance/temperature",
    "/performance/rated/roundTripEfficiency/depthOfDischarge",
    "/performance/rated/roundTripEfficiency/temperature",
    "/performance/rated/testReport",
    "/performance/rated/voltage/temperature",
    "/safety/usableExtinguishAgent/*/document",
    "/safety/usableExtinguishAgent/*/fireClass",
    "/sources",
    "/specVersion",
    "/sustainability/carbonFootprint/*/manufacturingPlant",
    "/sustainability/carbonFootprint/*/rulebook",
    "/sustainability/carbonFootprint/*/type",
    "/sustainability/documents/euTaxonomyDisclosureStatement",
    "/sustainability/documents/sustainabilityReport",
];

#[test]
fn what_catena_x_says_has_a_row_or_is_known_by_name_to_have_none() {
    let Some(folder) = data("catena-x-battery-pass-6.1.0") else {
        eprintln!("skipped: Catena-X BatteryPass 6.1.0 not found, set PASSPORT_DATA_DIR");
        return;
    };
    let schema = read(&folder.join("BatteryPass-schema.json"));
    let mut leaves = BTreeSet::new();
    collect(&schema, &schema, String::new(), &mut leaves);
    assert!(leaves.len() > 200, "{}", leaves.len());

    let mut meant = BTreeSet::new();
    let mut no_row = BTreeSet::new();
    for leaf in &leaves {
        match nearest(leaf, MEANT.iter().map(|(place, _)| *place)) {
            Some(place) => meant.insert(place),
            None => no_row.insert(leaf.as_str()),
        };
    }
    // What has no row is listed, each place that is listed exists, and nothing is claimed that is not there.
    let unlisted: Vec<_> = no_row
        .iter()
        .filter(|leaf| nearest(leaf, NO_ROW.iter().copied()).is_none())
        .collect();
    assert!(
        unlisted.is_empty(),
        "in the schema, nowhere here: {unlisted:#?}"
    );
    for place in NO_ROW {
        let there = no_row
            .iter()
            .any(|leaf| nearest(leaf, [*place].into_iter()).is_some());
        assert!(there, "{place}");
    }
    for (place, pointer) in MEANT {
        assert!(meant.contains(place), "{place}");
        assert!(table().at(pointer).is_some(), "{pointer}");
    }
}

/// The longest of `places` that the leaf is, or is below.
fn nearest<'p>(leaf: &str, places: impl Iterator<Item = &'p str>) -> Option<&'p str> {
    places
        .filter(|place| {
            leaf.strip_prefix(place)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
        .max_by_key(|place| place.len())
}
