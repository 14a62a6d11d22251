//! The table held against the law, line by line, and every attribute against what a row has to say.

use std::collections::BTreeSet;

use super::{Attribute, Change, Kind, Level, Part, Point, Requirement, table};
use crate::battery::audience::{Audience, Audiences};
use crate::battery::category::Category;
use crate::battery::describe;

/// What Annex XIII lists, with the annexes it refers to, and the attributes that carry it.
const LINES: &[(&str, &[&str])] = &[
    ("1(a), VI A(1) manufacturer", &["manufacturerInformation"]),
    (
        "1(a), VI A(2) category, model, serial number",
        &["batteryCategory", "modelIdentifier", "productIdentifier"],
    ),
    ("1(a), VI A(3) place", &["manufacturingPlace"]),
    ("1(a), VI A(4) month and year", &["manufacturingDate"]),
    ("1(a), VI A(5) weight", &["batteryMass"]),
    ("1(a), VI A(6), 1(g) capacity", &["ratedCapacity"]),
    ("1(a), VI A(7), 1(b) chemistry", &["batteryChemistry"]),
    (
        "1(a), VI A(8), 1(b) hazardous substances",
        &["hazardousSubstances"],
    ),
    ("1(a), VI A(9) extinguishing agent", &["extinguishingAgent"]),
    (
        "1(a), VI A(10), 1(b) critical raw materials",
        &["criticalRawMaterials"],
    ),
    (
        "1(c) carbon footprint",
        &[
            "batteryCarbonFootprint",
            "carbonFootprintPerLifecycleStage",
            "carbonFootprintPerformanceClass",
            "carbonFootprintStudy",
        ],
    ),
    (
        "1(d) responsible sourcing",
        &["supplyChainDueDiligenceReport"],
    ),
    ("1(e) recycled content", &["recycledContent"]),
    ("1(f) renewable content", &["renewableContent"]),
    (
        "1(h) voltages with temperature range",
        &[
            "minimumVoltage",
            "nominalVoltage",
            "maximumVoltage",
            "voltageTemperatureRange",
        ],
    ),
    (
        "1(i) original power capability and limits, with temperature range",
        &[
            "originalPowerCapability",
            "ratedMaximumPower",
            "powerTemperatureRange",
        ],
    ),
    (
        "1(j) expected lifetime in cycles, reference test",
        &["expectedNumberOfCycles", "lifetimeReferenceTest"],
    ),
    (
        "1(k) threshold for exhaustion",
        &["capacityThresholdForExhaustion"],
    ),
    (
        "1(l) temperature range when not in use, reference test",
        &["temperatureRangeIdleState", "idleStateReferenceTest"],
    ),
    ("1(m) warranty", &["warrantyPeriod"]),
    (
        "1(n) round-trip efficiency",
        &[
            "roundTripEfficiency",
            "roundTripEfficiencyAt50PercentCycleLife",
        ],
    ),
    ("1(o) internal resistance", &["initialInternalResistance"]),
    ("1(p) C-rate of the test", &["cRateLifeCycleTest"]),
    ("1(q) marking", &["labels"]),
    (
        "1(r) declaration of conformity",
        &["declarationOfConformity"],
    ),
    (
        "1(s) waste prevention and management",
        &[
            "wastePrevention",
            "separateCollection",
            "informationOnCollection",
        ],
    ),
    ("2(a) detailed composition", &["batteryMaterials"]),
    (
        "2(b) part numbers, contacts for spare parts",
        &["sparePartSources"],
    ),
    (
        "2(c) dismantling, number and layout of cells",
        &[
            "dismantlingAndRemovalInformation",
            "numberOfCells",
            "cellLayout",
        ],
    ),
    ("2(d) safety measures", &["safetyInstructions"]),
    ("3 results of test reports", &["resultOfTestReport"]),
    ("4(a), IV A(1) capacity fade", &["capacityFade"]),
    ("4(a), IV A(2) power fade", &["powerFade"]),
    (
        "4(a), IV A(3) resistance increase",
        &["internalResistanceIncrease"],
    ),
    (
        "4(a), IV A(4) efficiency fade",
        &["roundTripEfficiencyFade"],
    ),
    ("4(a), IV A(5) expected lifetime", &["expectedLifetime"]),
    (
        "4(b), VII A(1) certified energy",
        &["stateOfCertifiedEnergy"],
    ),
    (
        "4(b), VII A(2) remaining capacity and power",
        &["remainingCapacity", "remainingPowerCapability"],
    ),
    (
        "4(b), VII A(3) remaining efficiency",
        &["remainingRoundTripEnergyEfficiency"],
    ),
    (
        "4(b), VII A(4) self-discharge",
        &["evolutionOfSelfDischarge"],
    ),
    ("4(b), VII A(5) resistance", &["currentInternalResistance"]),
    (
        "4(b), VII B(1) dates of manufacture and service",
        &["manufacturingDate", "puttingIntoService"],
    ),
    ("4(c) status", &["batteryStatus"]),
    (
        "4(d), VII B(2), (3) energy and capacity throughput",
        &["energyThroughput", "capacityThroughput"],
    ),
    (
        "4(d), VII B(4) harmful events",
        &[
            "negativeEvents",
            "numberOfDeepDischarges",
            "numberOfOvercharges",
            "temperatureInformation",
        ],
    ),
    ("4(d), VII B(5) full cycles", &["numberOfFullCycles"]),
    (
        "4(d) operating conditions",
        &["temperatureInformation", "operatingTemperature"],
    ),
    ("4(d) state of charge", &["stateOfCharge"]),
];

/// What no line of the law names: DIN DKE SPEC 99100 has it, or another article does.
const BEYOND: &[&str] = &[
    "batteryPassportIdentifier",
    "operatorInformation",
    "declarationOfConformityIdentifier",
    "resultOfTestReportDigest",
    "safetyInstructionsDigest",
    "absoluteCarbonFootprint",
    "thirdPartyAssurances",
    "supplyChainIndices",
    "ratedEnergy",
    "powerCapabilityRatio",
    "cRate",
    "initialSelfDischarge",
    "stateOfHealth",
    "remainingEnergy",
    "currentSelfDischargingRate",
    "totals",
    "statements",
];

#[test]
fn every_line_of_annex_xiii_has_its_attribute_and_every_attribute_its_line() {
    let mut carried: BTreeSet<&str> = BEYOND.iter().copied().collect();
    for (line, names) in LINES {
        for name in *names {
            assert!(
                table().attributes().any(|row| row.name() == *name),
                "{line}: no attribute is called {name}"
            );
            carried.insert(name);
        }
    }
    let unclaimed: Vec<&str> = table()
        .attributes()
        .map(Attribute::name)
        .filter(|name| !carried.contains(name))
        .collect();
    assert_eq!(unclaimed, [] as [&str; 0]);
}

#[test]
fn every_letter_of_annex_xiii_is_some_attributes_point() {
    let points: Vec<Point> = ('a'..='s')
        .map(Point::One)
        .chain(('a'..='d').map(Point::Two))
        .chain([Point::Three])
        .chain(('a'..='d').map(Point::Four))
        .collect();
    for point in &points {
        let there = table().attributes().any(|row| row.point == Some(*point));
        assert!(there, "{point}");
    }
    for row in table().attributes() {
        assert!(points.contains(&row.point.unwrap()), "{}", row.pointer);
    }
}

#[test]
fn every_attribute_says_all_that_a_row_has_to_say() {
    for row in table().attributes() {
        let at = row.pointer;
        assert!(is_name(row.name()), "{at}");
        assert!(!row.title.is_empty(), "{at}");
        assert!(
            table()
                .groups()
                .any(|group| at.starts_with(&format!("{}/", group.pointer))),
            "{at}"
        );
        // Annex XIII point 4 is about the individual battery, and what changes is of one battery.
        if matches!(row.point, Some(Point::Four(_))) && row.change == Change::Dynamic {
            assert_eq!(row.level, Level::Item, "{at}");
        }
        // The law's set is the outer bound, the purpose narrows it.
        assert!(row.audiences.is_subset(by_law(row.point.unwrap())), "{at}");
        assert_ne!(row.audiences, Audiences::NONE, "{at}");
        assert!(row.article().starts_with("Annex XIII "), "{at}");
        let applies = Category::ALL
            .into_iter()
            .any(|category| row.requirements.of(category) != Requirement::NotApplicable);
        assert!(applies, "{at}");
        for category in Category::ALL {
            if let Requirement::Conditional(when) = row.requirements.of(category) {
                assert!(!when.is_empty(), "{at}");
            }
        }
    }
}

#[test]
fn every_row_has_a_type_that_says_what_is_in_it() {
    for row in table().iter() {
        let at = row.pointer;
        assert_eq!(row.unit.is_some(), row.range.is_some(), "{at}");
        let inside = table().members(row).count();
        match row.kind {
            Kind::Object => assert!(inside > 0, "{at}"),
            Kind::Array => assert!(inside > 0, "{at}"),
            Kind::Enumeration(values) => {
                let distinct: BTreeSet<_> = values.iter().collect();
                assert!(!values.is_empty() && distinct.len() == values.len(), "{at}");
            }
            _ => assert_eq!(inside, 0, "{at}"),
        }
        if row.part == Part::Member {
            assert!(!row.title.is_empty(), "{at}");
        }
    }
}

#[test]
fn every_unit_is_ucum_and_people_read_it_without_ucum_s_signs() {
    // Atoms and operators of UCUM that the table uses.
    const ATOMS: &[&str] = &[
        "%", "A", "h", "kW", "W", "V", "kg", "g", "Cel", "Ohm", "a", "mo", "min", "{cycle}",
        "{event}", "{cell}",
    ];
    for row in table().iter() {
        for ucum in [row.unit, row.battery_pass_unit].into_iter().flatten() {
            let known = ucum
                .trim_start_matches('/')
                .split(['.', '/'])
                .all(|atom| ATOMS.contains(&atom));
            assert!(known, "{}: {ucum}", row.pointer);
            let spoken = describe::unit(ucum);
            assert!(!spoken.contains(['{', '.']), "{}: {spoken}", row.pointer);
        }
    }
}

#[test]
fn a_value_that_changes_says_when_it_was_taken() {
    // A status is told by the event that changed it, which has its own time.
    const TOLD_BY_EVENT: &[&str] = &["batteryStatus"];
    for row in table().attributes() {
        let dated = table().member(row, "lastUpdate").is_some();
        let told = TOLD_BY_EVENT.contains(&row.name());
        assert_eq!(
            dated || told,
            row.change == Change::Dynamic,
            "{}",
            row.pointer
        );
    }
}

fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

/// Art. 77(2): who may see anything of this point at all.
fn by_law(point: Point) -> Audiences {
    let seen = |audience: &Audience| match point {
        Point::One(_) => true,
        Point::Two(_) => *audience != Audience::Public,
        Point::Three => *audience == Audience::Authority,
        Point::Four(_) => !matches!(audience, Audience::Public | Audience::Authority),
    };
    Audience::ALL
        .iter()
        .filter(|audience| seen(audience))
        .fold(Audiences::NONE, |set, audience| match audience {
            Audience::Public => set.or(Audiences::PUBLIC),
            Audience::Authority => set.or(Audiences::AUTHORITY),
            Audience::LegitimateInterest(_) => set.or(Audiences::INTEREST),
        })
}
