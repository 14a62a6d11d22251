//! 3.0.0 and 3.0.1, from before the Regulation: one flat tree, each figure in the unit that the model gives it.

use credentials::battery::attributes::table;
use credentials::battery::describe;
use serde_json::json;

use super::addresses::{Company, address, company};
use super::{Change, Taking, identify};
use crate::exchange::convert::figure;
use crate::exchange::report::Fate;
use crate::exchange::units::Unit;

/// From the source to the passport, and the unit of the source.
const FIGURES: &[(&str, &str, &str)] = &[
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
struct Element {
    from: &'static str,
    list: &'static str,
    /// The member that tells elements apart, and what it says.
    named: (&'static str, &'static str),
    member: &'static str,
    unit: &'static str,
}

const ELEMENTS: &[Element] = &[
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
const TEXTS: &[(&str, &str)] = &[
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
const FILES: &[(&str, &str)] = &[
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
const MATERIALS: &[(&str, Option<&str>)] = &[
    ("/cellChemistry/cathodeActiveMaterials", Some("Cathode")),
    ("/cellChemistry/cathodeCompositionOther", Some("Cathode")),
    ("/cellChemistry/anodeActiveMaterials", Some("Anode")),
    ("/cellChemistry/anodeCompositionOther", Some("Anode")),
    ("/cellChemistry/electrolyteComposition", Some("Electrolyte")),
];

const LEFT: &[(&str, &str)] = &[
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

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    identify(taking, "/batteryIdentification/batteryIDDMCCode");
    for (from, to, unit) in FIGURES {
        figured(taking, from, to, unit);
    }
    for element in ELEMENTS {
        let Element {
            from, list, unit, ..
        } = element;
        let ((name, value), member) = (element.named, element.member);
        if taking.ledger.number(from).is_none() {
            continue;
        }
        let to = format!("{list}/{}", taking.draft.length(list));
        let named = value
            .parse::<u8>()
            .map_or_else(|_| json!(value), |number| json!(number));
        let figure = format!("{to}/{member}");
        figured(taking, from, &figure, unit);
        // An element says nothing without its figure.
        if taking.draft.get(&figure).is_some() {
            taking.draft.put(&format!("{to}/{name}"), named);
        }
    }
    for (from, to) in TEXTS {
        taking.same(from, to);
    }
    for (list, to) in FILES {
        taking.same(&format!("/document/{list}/0/fileLocation"), to);
    }
    dismantling(taking);
    status(taking);
    let maker = Company {
        at: "/manufacturer",
        name: "name",
        contact: "contact",
    };
    company(
        taking,
        &maker,
        "/generalProductInformation/manufacturerInformation",
    );
    address(
        taking,
        "/manufacturing/address",
        "/generalProductInformation/manufacturingPlace",
    );
    for (list, component) in MATERIALS {
        materials(taking, list, *component);
    }
    critical(taking);
    suppliers(taking);
    for (place, reason) in LEFT {
        taking.ledger.leave_inside(place, reason);
    }
}

/// A figure, in the unit of the passport.
fn figured(taking: &mut Taking<'_, '_>, from: &str, to: &str, unit: &str) {
    let (Some(value), Some(ours)) = (
        taking.ledger.number(from),
        table().at(to).and_then(|row| row.unit),
    ) else {
        return;
    };
    let (Some(theirs), Some(mine)) = (Unit::parse(unit), Unit::parse(ours)) else {
        return;
    };
    if theirs.same(mine) {
        return taking.same(from, to);
    }
    match theirs
        .convert(value, mine)
        .filter(|value| value.is_finite())
    {
        Some(into) => {
            let before = format!("{} {}", figure(value), describe::unit(unit));
            let mut change = Change::number(into, describe::unit(ours), before);
            change.into = format!("{} {}", figure(into), describe::unit(ours));
            taking.changed(from, &[], &[to], change);
        }
        None => taking.ledger.leave(
            from,
            format!("{} {unit} is beyond any number of {ours}", figure(value)),
        ),
    }
}

fn dismantling(taking: &mut Taking<'_, '_>) {
    let mut index = 0;
    for (list, kind) in [
        ("batteryDismantlingProcedure", "DismantlingManual"),
        ("vehicleDismantlingProcedure", "RemovalManual"),
    ] {
        let list = format!("/document/{list}");
        for file in 0..taking.ledger.length(&list) {
            let link = format!("{list}/{file}/fileLocation");
            if taking.ledger.text(&link).is_none() {
                continue;
            }
            let to = format!("/circularity/dismantlingAndRemovalInformation/{index}");
            taking.draft.put(&format!("{to}/documentType"), json!(kind));
            taking.same(&link, &format!("{to}/documentURL"));
            index += 1;
        }
    }
}

/// A free text in the model; what it says is looked for in it.
fn status(taking: &mut Taking<'_, '_>) {
    let from = "/stateOfBattery/statusBattery";
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    let lower = text.to_lowercase();
    let known = [
        ("first life", "Original"),
        ("original", "Original"),
        ("repurposed", "Repurposed"),
        ("re-used", "Reused"),
        ("reused", "Reused"),
        ("remanufactured", "Remanufactured"),
        ("waste", "Waste"),
    ];
    let found: Vec<&str> = known
        .into_iter()
        .filter(|(word, _)| lower.contains(word))
        .map(|(_, status)| status)
        .collect();
    match found.as_slice() {
        [status] => {
            let change = Change::text(status, text);
            let to = "/generalProductInformation/batteryStatus";
            taking.changed(from, &[], &[to], change);
        }
        _ => taking
            .ledger
            .leave(from, format!("{text:?} is not one status of the law")),
    }
}

/// Materials with their mass in grams; 3.0.0 misspells the names.
fn materials(taking: &mut Taking<'_, '_>, list: &str, component: Option<&str>) {
    let base = "/materialComposition/batteryMaterials";
    for entry in 0..taking.ledger.length(list) {
        let at = format!("{list}/{entry}");
        let to = format!("{base}/{}", taking.draft.length(base));
        let name = format!("{at}/materialName");
        if taking
            .ledger
            .text(&name)
            .is_none_or(|name| name.trim().is_empty())
        {
            taking
                .ledger
                .leave_inside(&at, "a material of the passport needs its name");
            continue;
        }
        taking.same(&name, &format!("{to}/batteryMaterialName"));
        for weight in ["materialWeight", "matierialWeight"] {
            figured(
                taking,
                &format!("{at}/{weight}"),
                &format!("{to}/batteryMaterialMass"),
                "g",
            );
        }
        if let Some(component) = component {
            taking.draft.put(
                &format!("{to}/batteryMaterialLocation/componentName"),
                json!(component),
            );
        }
        taking.ledger.leave_inside(
            &at,
            "the passport keeps the mass of a material, not its share",
        );
    }
}

/// One text with all names in it.
fn critical(taking: &mut Taking<'_, '_>) {
    let from = "/composition/criticalRawMaterials";
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    let list = "/materialComposition/criticalRawMaterials";
    let mut to = Vec::new();
    let names = text.split([',', ';', '/']).map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let place = format!("{list}/{}", taking.draft.length(list));
        if taking.draft.put(&place, json!(name)) {
            to.push(place);
        }
    }
    let alone = to.first().and_then(|place| taking.draft.get(place)) == Some(&json!(text));
    let fate = match to.len() {
        0 => return,
        _ if alone => Fate::Mapped { to },
        parts => Fate::Converted {
            to,
            from: format!("{text:?}"),
            into: format!("{parts} names"),
            note: Some("split at commas, semicolons and slashes".to_owned()),
        },
    };
    taking.ledger.seal(from, fate);
}

/// Suppliers of spare parts, and the numbers of parts, which say not whose they are.
fn suppliers(taking: &mut Taking<'_, '_>) {
    let list = "/composition/components/componentsSupplier";
    for entry in 0..taking.ledger.length(list) {
        let at = format!("{list}/{entry}");
        let to = format!("/circularity/sparePartSources/{entry}");
        taking.same(
            &format!("{at}/componentsSupplierName"),
            &format!("{to}/nameOfSupplier"),
        );
        address(
            taking,
            &format!("{at}/address"),
            &format!("{to}/addressOfSupplier"),
        );
        taking.same(
            &format!("{at}/contact/email"),
            &format!("{to}/emailAddressOfSupplier"),
        );
        taking.same(
            &format!("{at}/contact/website"),
            &format!("{to}/supplierWebAddress"),
        );
        taking
            .ledger
            .leave_inside(&at, "the passport keeps name, address, e-mail and web site");
    }
    let parts = "/composition/components/componentsPartNumber";
    let only = taking.ledger.length(list) == 1;
    for entry in 0..taking.ledger.length(parts) {
        let part = format!("{parts}/{entry}");
        match taking.ledger.text(&part) {
            Some(number) if only => {
                let to = format!("/circularity/sparePartSources/0/components/{entry}/partNumber");
                let change = Change::text(number, number)
                    .guess("one supplier is stated: the part is taken for its own");
                taking.changed(&part, &[], &[&to], change);
            }
            _ => taking
                .ledger
                .leave(&part, "of which supplier the part is, is not stated"),
        }
    }
}

/// Every place that is read one by one.
#[cfg(test)]
pub(super) fn places() -> impl Iterator<Item = String> {
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
    use super::*;

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
