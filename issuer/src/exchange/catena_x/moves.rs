//! What moves as it is, and what stays behind and why.

use super::Taking;

/// From the source to the passport, value and unit the same.
const SAME: &[(&str, &str)] = &[
    (
        "/identification/identification/type/manufacturerPartId",
        "/generalProductInformation/modelIdentifier",
    ),
    (
        "/metadata/passportIdentifier",
        "/generalProductInformation/batteryPassportIdentifier",
    ),
    (
        "/metadata/economicOperatorId",
        "/generalProductInformation/operatorInformation/identifier",
    ),
    (
        "/operation/manufacturer/manufacturer",
        "/generalProductInformation/manufacturerInformation/identifier",
    ),
    (
        "/operation/manufacturer/facility/0/facility",
        "/generalProductInformation/manufacturingPlace/facilityIdentifier",
    ),
    (
        "/operation/manufacturer/manufacturingDate",
        "/generalProductInformation/manufacturingDate",
    ),
    (
        "/performance/rated/voltage/min",
        "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
    ),
    (
        "/performance/rated/voltage/nominal",
        "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
    ),
    (
        "/performance/rated/voltage/max",
        "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
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
        "/performance/rated/energy/value",
        "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
    ),
    (
        "/performance/rated/power/value",
        "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
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
        "/performance/rated/selfDischargingRate",
        "/performanceAndDurability/batteryTechnicalProperties/initialSelfDischarge",
    ),
    (
        "/performance/dynamic/selfDischargingRate",
        "/performanceAndDurability/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateValue",
    ),
    (
        "/conformity/declarationOfConformityId",
        "/labels/declarationOfConformityIdentifier",
    ),
    (
        "/performance/rated/temperature/lower",
        "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState/minimum",
    ),
    (
        "/performance/rated/temperature/upper",
        "/performanceAndDurability/batteryTechnicalProperties/temperatureRangeIdleState/maximum",
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
        "/performance/rated/lifetime/expectedYears",
        "/performanceAndDurability/batteryTechnicalProperties/expectedLifetime",
    ),
];

/// Lists of documents, of which the passport keeps one link.
const LINKS: &[(&str, &str)] = &[
    (
        "/performance/rated/lifetime/report",
        "/performanceAndDurability/batteryTechnicalProperties/lifetimeReferenceTest",
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
        "/safety/safetyMeasures",
        "/circularity/safetyMeasures/safetyInstructions",
    ),
    (
        "/conformity/declarationOfConformity",
        "/labels/declarationOfConformity",
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
];

const REFERENCE: &str = "a condition of the measurement: the passport keeps the result";

/// What stays behind, by place and everything inside it.
const LEFT: &[(&str, &str)] = &[
    ("/specVersion", "it names the format of the source"),
    (
        "/metadata/predecessor",
        "a predecessor is named by id and digest of its credential: issue the passport with a reference to it",
    ),
    ("/metadata/status", "the status of the credential says it"),
    ("/metadata/version", "the credential has its own version"),
    ("/metadata/issueDate", "the credential has its own validity"),
    (
        "/metadata/expirationDate",
        "the credential has its own validity",
    ),
    (
        "/metadata/lastModification",
        "the credential has its own validity",
    ),
    (
        "/metadata/registrationIdentifier",
        "the register gives it after issuing",
    ),
    (
        "/metadata/backupReference",
        "the operator's affair (Art. 78), not content of Annex XIII",
    ),
    (
        "/commercial/placedOnMarket",
        "an event of its own: issue a PlacedOnMarket event",
    ),
    ("/commercial/purpose", "not asked for by Annex XIII"),
    (
        "/handling/content/producer",
        "a partner number: the passport needs the supplier's name and addresses",
    ),
    // 4.0.0
    (
        "/generalInformation/lifespan",
        "the warranty of the passport is what is guaranteed, and this is another life",
    ),
    (
        "/generalInformation/manufacturer",
        "the passport keeps name, address, e-mail and web site",
    ),
    (
        "/metadata/economicOperator",
        "the passport keeps name, address, e-mail and web site",
    ),
    ("/identification/typology", "not asked for by Annex XIII"),
    (
        "/chemicalMaterial/materialSymbol",
        "a label needs its symbol and subject, and this is one of both",
    ),
    ("/circularity/spareParts", "declared not applicable"),
    ("/sources", "further documents, not asked for by Annex XIII"),
    (
        "/characteristics/physicalDimension",
        "not asked for by Annex XIII",
    ),
    ("/characteristics/warranty", "no unit that leads to months"),
    (
        "/identification/identification/dataCarrier",
        "the label itself says it",
    ),
    (
        "/identification/identification/classification",
        "not asked for by Annex XIII",
    ),
    (
        "/identification/identification/batch",
        "the passport names the item, not the batch",
    ),
    (
        "/identification/identification/type/nameAtManufacturer",
        "the model is named by its part number",
    ),
    (
        "/identification/identification/serial",
        "part of the identifier: give it with --id https://HOST/01/GTIN/21/SERIAL",
    ),
    (
        "/identification/identification/codes",
        "not part of the battery's identifier",
    ),
    (
        "/operation/manufacturer/facility",
        "the place of manufacture is one, and the first was taken",
    ),
    (
        "/sustainability/documents/sustainabilityReport",
        "not asked for by Annex XIII",
    ),
    (
        "/sustainability/documents/euTaxonomyDisclosureStatement",
        "not asked for by Annex XIII",
    ),
    (
        "/conformity/declarationOfConformityId",
        "a link, and the passport keeps the number of the declaration",
    ),
    (
        "/safety/meaningOfLabels",
        "a label needs its symbol and subject, and this is a link to a document",
    ),
    (
        "/safety/safeDischarging",
        "the passport has one link for safety measures, and another was taken",
    ),
    ("/performance/rated/voltage/temperature", REFERENCE),
    ("/performance/rated/capacity/temperature", REFERENCE),
    ("/performance/rated/energy/temperature", REFERENCE),
    ("/performance/rated/power/temperature", REFERENCE),
    ("/performance/rated/resistance/temperature", REFERENCE),
    (
        "/performance/rated/roundTripEfficiency/temperature",
        REFERENCE,
    ),
    (
        "/performance/rated/roundTripEfficiency/depthOfDischarge",
        REFERENCE,
    ),
    (
        "/performance/rated/lifetime/cycleLifeTesting/temperature",
        REFERENCE,
    ),
    (
        "/performance/rated/lifetime/cycleLifeTesting/depthOfDischarge",
        REFERENCE,
    ),
    (
        "/performance/rated/lifetime/cycleLifeTesting/appliedChargeRate",
        "the passport keeps one C-rate, and the discharge rate was taken",
    ),
    (
        "/performance/rated/performanceDocument",
        "the passport keeps the figures",
    ),
    (
        "/performance/rated/testReport",
        "the passport has one link for test reports, that of conformity",
    ),
    (
        "/performance/dynamic/performanceDocument",
        "the passport keeps the figures",
    ),
    (
        "/performance/dynamic/operatingEnvironment",
        "a document: the passport keeps temperatures and counters",
    ),
    (
        "/performance/dynamic/power/remaining",
        "at which state of charge it was measured is not stated",
    ),
    (
        "/performance/dynamic/negativeEvents",
        "a link to a document: the passport lists events with their time",
    ),
];

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    for (from, to) in SAME {
        taking.same(from, to);
    }
    for (from, to) in LINKS {
        taking.link(from, to);
    }
}

/// After everything else, so that only what is left stays behind.
pub(super) fn leave(taking: &mut Taking<'_, '_>) {
    for (place, reason) in LEFT {
        taking.ledger.leave_inside(place, reason);
    }
}

/// Every place of the tables.
#[cfg(test)]
pub(super) fn places() -> impl Iterator<Item = &'static str> {
    [SAME, LINKS, LEFT]
        .into_iter()
        .flatten()
        .map(|(from, _)| *from)
}

#[cfg(test)]
mod tests {
    use credentials::battery::attributes::table;

    use super::*;

    #[test]
    fn every_target_is_in_the_attribute_table_and_taken_once() {
        let mut targets: Vec<&str> = SAME.iter().chain(LINKS).map(|(_, to)| *to).collect();
        for to in &targets {
            assert!(table().at(to).is_some(), "{to}");
        }
        let before = targets.len();
        targets.sort_unstable();
        targets.dedup();
        assert_eq!(targets.len(), before);
    }
}
