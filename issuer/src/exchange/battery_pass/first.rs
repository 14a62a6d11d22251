//! Battery Pass 1.0.0, whose aspects have other names and nest otherwise: each place of it that 1.2 has elsewhere.
//!
//! Units are those of 1.2; only the warranty is in years.

use credentials::battery::attributes::{Attribute, Kind, table};

use super::{filled, same_place};

/// Its name.
pub(super) const VERSION: &str = "1.0.0";

/// A place of 1.0.0, and the place of the passport.
struct Move {
    group: &'static str,
    from: &'static str,
    to: &'static str,
    /// What the place itself says, and the passport states beside.
    beside: Option<(&'static str, &'static str)>,
}

/// The row for a place that only 1.0.0 has, the place in the passport, and what stands beside it.
pub(super) struct Target {
    pub row: &'static Attribute,
    pub to: String,
    pub rank: usize,
    pub beside: Option<(String, &'static str)>,
}

/// Where 1.0.0 has something else than 1.2.
pub(super) fn target(group: &str, inside: &str) -> Option<Target> {
    let of_group = || {
        MOVES
            .iter()
            .enumerate()
            .filter(|(_, known)| known.group == group)
    };
    let found = of_group().find(|(_, known)| same_place(known.from, inside));
    // The texts of a language map are named by their language.
    let (at, language) = match (found, inside.rsplit_once('/')) {
        (Some((at, _)), _) => (at, None),
        (None, Some((outer, language))) => {
            let (at, known) = of_group().find(|(_, known)| same_place(known.from, outer))?;
            let row = table().at(known.to)?;
            (row.kind == Kind::LanguageMap).then_some((at, Some(language)))?
        }
        (None, None) => return None,
    };
    let Move { to, beside, .. } = &MOVES[at];
    let to = filled(to, inside);
    let row = table().at(&to)?;
    Some(Target {
        row,
        to: match language {
            Some(language) => format!("{to}/{language}"),
            None => to,
        },
        // Of two for one place the first in the table is preferred.
        rank: MOVES[..at]
            .iter()
            .filter(|earlier| earlier.to == MOVES[at].to)
            .count(),
        beside: beside.map(|(place, value)| (filled(place, inside), value)),
    })
}

/// The members of an aspect of 1.0.0 that those of 1.2 are not called.
pub(super) fn names(group: &str) -> impl Iterator<Item = &'static str> {
    let of_group = MOVES.iter().filter(move |known| known.group == group);
    of_group.filter_map(|known| known.from.split('/').nth(1))
}

const fn to(group: &'static str, from: &'static str, to: &'static str) -> Move {
    Move {
        group,
        from,
        to,
        beside: None,
    }
}

const fn with(mut moved: Move, place: &'static str, value: &'static str) -> Move {
    moved.beside = Some((place, value));
    moved
}

const GENERAL: &str = "generalProductInformation";
const LABELS: &str = "labels";
const MATERIALS: &str = "materialComposition";
const CIRCULARITY: &str = "circularity";
const PERFORMANCE: &str = "performanceAndDurability";

const MOVES: &[Move] = &[
    to(
        GENERAL,
        "/productPassportIdentifier",
        "/generalProductInformation/batteryPassportIdentifier",
    ),
    to(
        GENERAL,
        "/batteryWeight",
        "/generalProductInformation/batteryMass",
    ),
    to(
        GENERAL,
        "/manufacturerIdentification",
        "/generalProductInformation/manufacturerInformation/identifier",
    ),
    to(
        GENERAL,
        "/economicOperator",
        "/generalProductInformation/operatorInformation/identifier",
    ),
    to(
        LABELS,
        "/euDeclarationOfConformityId",
        "/labels/declarationOfConformityIdentifier",
    ),
    with(
        to(
            LABELS,
            "/separateCollection/separateCollectionSymbol",
            "/labels/labels/0/labelingSymbol",
        ),
        "/labels/labels/0/labelingSubject",
        "SeparateCollection",
    ),
    to(
        LABELS,
        "/separateCollection/separateCollectionDescription",
        "/labels/labels/0/labelingMeaning",
    ),
    to(
        MATERIALS,
        "/productChemistry/shortName",
        "/materialComposition/batteryChemistry/shortName",
    ),
    to(
        MATERIALS,
        "/productChemistry/clearName",
        "/materialComposition/batteryChemistry/clearName",
    ),
    to(
        MATERIALS,
        "/criticalRawMaterials/*",
        "/materialComposition/criticalRawMaterials/*",
    ),
    to(
        MATERIALS,
        "/batteryMaterials/*/materialIdentifier",
        "/materialComposition/batteryMaterials/*/batteryMaterialIdentifier",
    ),
    to(
        MATERIALS,
        "/batteryMaterials/*/batteryMaterialWeight",
        "/materialComposition/batteryMaterials/*/batteryMaterialMass",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/nameOfSupplier",
        "/circularity/sparePartSources/*/nameOfSupplier",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/emailAddressOfSupplier",
        "/circularity/sparePartSources/*/emailAddressOfSupplier",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/supplierWebAddress",
        "/circularity/sparePartSources/*/supplierWebAddress",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/addressOfSupplier/addressCountry",
        "/circularity/sparePartSources/*/addressOfSupplier/addressCountry",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/addressOfSupplier/postalCode",
        "/circularity/sparePartSources/*/addressOfSupplier/postalCode",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/addressOfSupplier/streetAddress",
        "/circularity/sparePartSources/*/addressOfSupplier/streetAddress",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/components/*/partName",
        "/circularity/sparePartSources/*/components/*/partName",
    ),
    to(
        CIRCULARITY,
        "/sourceForSpareParts/*/components/*/partNumber",
        "/circularity/sparePartSources/*/components/*/partNumber",
    ),
    to(
        CIRCULARITY,
        "/safetyRequirements/safetyInstructions",
        "/circularity/safetyMeasures/safetyInstructions",
    ),
    to(
        CIRCULARITY,
        "/safetyRequirements/extinguishingAgent/*",
        "/circularity/safetyMeasures/extinguishingAgent/*",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/nominalVoltage",
        "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/minimumVoltage",
        "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/maximumVoltage",
        "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/initialSelfDischarge",
        "/performanceAndDurability/batteryTechnicalProperties/initialSelfDischarge",
    ),
    // The certified usable battery energy.
    to(
        PERFORMANCE,
        "/technicalSpecification/ubeCertified",
        "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/ubeRemaining/uBERemainingValue",
        "/performanceAndDurability/batteryCondition/remainingEnergy/remainingEnergyValue",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/ubeRemaining/lastUpdate",
        "/performanceAndDurability/batteryCondition/remainingEnergy/lastUpdate",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/remainingCapacity/remainingCapacityValue",
        "/performanceAndDurability/batteryCondition/remainingCapacity/remainingCapacityValue",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/remainingCapacity/lastUpdate",
        "/performanceAndDurability/batteryCondition/remainingCapacity/lastUpdate",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/capacityFade/capacityFadeValue",
        "/performanceAndDurability/batteryCondition/capacityFade/capacityFadeValue",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/capacityFade/lastUpdate",
        "/performanceAndDurability/batteryCondition/capacityFade/lastUpdate",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/stateOfCharge/stateOfChargeValue",
        "/performanceAndDurability/batteryCondition/stateOfCharge/stateOfChargeValue",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/stateOfCharge/lastUpdate",
        "/performanceAndDurability/batteryCondition/stateOfCharge/lastUpdate",
    ),
    to(
        PERFORMANCE,
        "/technicalSpecification/stateOfCertifiedEnergy",
        "/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/originalPowerCapability/*/atSoC",
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/*/atSoC",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/originalPowerCapability/*/powerCapabilityAt",
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/*/powerCapabilityAt",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/powerCapabilityRatio",
        "/performanceAndDurability/batteryTechnicalProperties/powerCapabilityRatio",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/maximumPermittedBatteryPower",
        "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/powerCapabilityFade",
        "/performanceAndDurability/batteryCondition/powerFade/powerFadeValue",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/remainingPowerCapability/*/remainingPowerCapabilityValue/atSoC",
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/*/atSoC",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/remainingPowerCapability/*/remainingPowerCapabilityValue/powerCapabilityAt",
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/*/powerCapabilityAt",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/remainingPowerCapability/*/remainingPowerCapabilityValue/rPCLastUpdated",
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/*/lastUpdate",
    ),
    to(
        PERFORMANCE,
        "/powerCapability/remainingPowerCapability/*/lastUpdate",
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/*/lastUpdate",
    ),
    with(
        to(
            PERFORMANCE,
            "/internalResistance/initialInternalResistancePack",
            "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance/0/ohmicResistance",
        ),
        "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance/0/batteryComponent",
        "pack",
    ),
    with(
        to(
            PERFORMANCE,
            "/internalResistance/currentInternalResistancePack/currentInternalResistanceValue",
            "/performanceAndDurability/batteryCondition/currentInternalResistance/0/ohmicResistance",
        ),
        "/performanceAndDurability/batteryCondition/currentInternalResistance/0/batteryComponent",
        "pack",
    ),
    to(
        PERFORMANCE,
        "/internalResistance/currentInternalResistancePack/lastUpdate",
        "/performanceAndDurability/batteryCondition/currentInternalResistance/0/lastUpdate",
    ),
    to(
        PERFORMANCE,
        "/roundtripEfficiency/currentSelfDischargingRate/currentSelfDischargingRateEntity",
        "/performanceAndDurability/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateValue",
    ),
    to(
        PERFORMANCE,
        "/roundtripEfficiency/currentSelfDischargingRate/lastUpdate",
        "/performanceAndDurability/batteryCondition/currentSelfDischargingRate/lastUpdate",
    ),
    // In per cent a month, as the one of the technical specification.
    to(
        PERFORMANCE,
        "/roundtripEfficiency/initialSelfDischargingRate",
        "/performanceAndDurability/batteryTechnicalProperties/initialSelfDischarge",
    ),
    to(
        PERFORMANCE,
        "/negativeEvents/*/negativeEvent/*",
        "/performanceAndDurability/batteryCondition/negativeEvents/*/negativeEvent",
    ),
    to(
        PERFORMANCE,
        "/temperatureConditions/timeExtremeHighTemp",
        "/performanceAndDurability/batteryCondition/temperatureInformation/timeExtremeHighTemp",
    ),
    to(
        PERFORMANCE,
        "/temperatureConditions/timeExtremeLowTemp",
        "/performanceAndDurability/batteryCondition/temperatureInformation/timeExtremeLowTemp",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/energyThroughput",
        "/performanceAndDurability/batteryCondition/energyThroughput/energyThroughputValue",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/capacityThroughput",
        "/performanceAndDurability/batteryCondition/capacityThroughput/capacityThroughputValue",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/numberOfFullCycles",
        "/performanceAndDurability/batteryCondition/numberOfFullCycles/numberOfFullCyclesValue",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/ratedCapacity",
        "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/capacityThresholdExhaustion",
        "/performanceAndDurability/batteryTechnicalProperties/capacityThresholdForExhaustion",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/lifetimeReferenceTest",
        "/performanceAndDurability/batteryTechnicalProperties/lifetimeReferenceTest",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/cRate",
        "/performanceAndDurability/batteryTechnicalProperties/cRate",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/expectedNumberOfCycles",
        "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/warrantyPeriod",
        "/generalProductInformation/warrantyPeriod",
    ),
    to(
        PERFORMANCE,
        "/batteryLifetime/putIntoService",
        "/generalProductInformation/puttingIntoService",
    ),
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_place_leads_to_a_row_and_is_none_of_1_2() {
        let mut seen = BTreeSet::new();
        for moved in MOVES {
            let inside = moved.from.replace('*', "0");
            assert!(table().at(moved.to).is_some(), "{}", moved.to);
            assert!(
                table().from_battery_pass(moved.group, &inside).is_none(),
                "{inside}"
            );
            assert!(seen.insert((moved.group, moved.from)), "{}", moved.from);
            let target = target(moved.group, &inside).unwrap();
            assert_eq!(target.to, moved.to.replace('*', "0"));
            if let Some((place, _)) = target.beside {
                assert!(table().at(&place).is_some(), "{place}");
            }
        }
    }
}
