//! How the battery is now, and how it was used: state of health, durability, use history.

use super::attribute::{Attribute, Fraction, Kind, Point, Requirement, Requirements};
use crate::battery::audience::Audiences;

macro_rules! at {
    ($path:literal) => {
        concat!("/performanceAndDurability/batteryCondition", $path)
    };
}

/// Levels of a battery at which a resistance is measured.
pub(super) const COMPONENTS: &[&str] = &["pack", "module", "cell"];

const DURABILITY: Point = Point::Four('a');
const HEALTH: Point = Point::Four('b');
const USE: Point = Point::Four('d');

/// Annex VII part A(1): the state of certified energy of EV batteries.
const EV_HEALTH: Requirements = Requirements {
    ev: Requirement::Mandatory,
    lmt: Requirement::NotApplicable,
    industrial: Requirement::NotApplicable,
    stationary: Requirement::NotApplicable,
};

/// Annex VII part A(2): stationary battery energy storage systems and LMT batteries.
const STORAGE_HEALTH: Requirements = Requirements {
    ev: Requirement::Voluntary,
    lmt: Requirement::Mandatory,
    industrial: Requirement::Voluntary,
    stationary: Requirement::Mandatory,
};

/// The same, where the parameter can be had.
const STORAGE_HEALTH_WHERE_POSSIBLE: Requirements = Requirements {
    ev: Requirement::Voluntary,
    lmt: Requirement::Conditional("where possible"),
    industrial: Requirement::Voluntary,
    stationary: Requirement::Conditional("where possible"),
};

/// Annex VII part B: every battery whose management system Art. 14(1) covers.
const LIFETIME: Requirements = Requirements {
    ev: Requirement::Mandatory,
    lmt: Requirement::Mandatory,
    industrial: Requirement::Voluntary,
    stationary: Requirement::Mandatory,
};

/// A recycler meets charge left in the pack, and harm done to it, at the dismantling bench.
const USE_AND_HANDLING: Audiences = Audiences::INTEREST;

pub(super) static ROWS: &[Attribute] = &[
    Attribute::section("/performanceAndDurability/batteryCondition", "Condition"),
    // State of health, Annex VII part A.
    value(at!("/stateOfCertifiedEnergy"), "State of certified energy", HEALTH)
        .requires(EV_HEALTH, "Art. 14, Annex VII part A(1)"),
    measured(at!("/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue"))
        .percent(Fraction::Certain)
        .plausible(30.0, 100.0),
    Attribute::last_update(at!("/stateOfCertifiedEnergy/lastUpdate")),
    value(at!("/stateOfHealth"), "State of health", HEALTH)
        .ours()
        .voluntary("Art. 14"),
    measured(at!("/stateOfHealth/stateOfHealthValue"))
        .percent(Fraction::Certain)
        .plausible(30.0, 100.0)
        .ours(),
    Attribute::last_update(at!("/stateOfHealth/lastUpdate")).ours(),
    value(at!("/remainingEnergy"), "Remaining energy", HEALTH)
        .voluntary("Art. 14, Annex VII part A(1)"),
    measured(at!("/remainingEnergy/remainingEnergyValue"))
        .found_at(&[
            "/batteryCondition/remainingEnergy/remainingEnergyValue",
            "/batteryCondition/remainingEnergy/remainingEnergyalue",
        ])
        .unit("kW.h")
        .range(0.0, 100_000.0),
    Attribute::last_update(at!("/remainingEnergy/lastUpdate")),
    value(at!("/remainingCapacity"), "Remaining capacity", HEALTH)
        .requires(STORAGE_HEALTH, "Art. 14, Annex VII part A(2)"),
    // Battery Pass 1.2 states kWh; capacity is Ah, as rated capacity is.
    measured(at!("/remainingCapacity/remainingCapacityValue"))
        .unit("A.h")
        .battery_pass_unit("kW.h")
        .range(0.0, 100_000.0),
    Attribute::last_update(at!("/remainingCapacity/lastUpdate")),
    Attribute::new(
        at!("/remainingPowerCapability"),
        "Remaining power capability",
        Kind::Array,
        HEALTH,
    )
    .dynamic()
    .requires(STORAGE_HEALTH_WHERE_POSSIBLE, "Art. 14, Annex VII part A(2)"),
    Attribute::member(at!("/remainingPowerCapability/*/atSoC"), "At state of charge", Kind::Number)
        .found_at(&[
            "/batteryCondition/remainingPowerCapability/*/remainingPowerCapabilityValue/atSoC",
            "/batteryCondition/remainingPowerCapability/remainingPowerCapabilityValue/atSoC",
        ])
        .percent(Fraction::Certain)
        .required(),
    Attribute::member(at!("/remainingPowerCapability/*/powerCapabilityAt"), "Power", Kind::Number)
        .found_at(&[
            "/batteryCondition/remainingPowerCapability/*/remainingPowerCapabilityValue/powerCapabilityAt",
            "/batteryCondition/remainingPowerCapability/remainingPowerCapabilityValue/powerCapabilityAt",
        ])
        .unit("W")
        .battery_pass_unit("%")
        .range(0.0, 100_000_000.0)
        .required(),
    Attribute::last_update(at!("/remainingPowerCapability/*/lastUpdate")).found_at(&[
        "/batteryCondition/remainingPowerCapability/*/remainingPowerCapabilityValue/rPCLastUpdated",
        "/batteryCondition/remainingPowerCapability/*/lastUpdate",
        "/batteryCondition/remainingPowerCapability/remainingPowerCapabilityValue/rPCLastUpdated",
        "/batteryCondition/remainingPowerCapability/lastUpdate",
    ]),
    value(
        at!("/remainingRoundTripEnergyEfficiency"),
        "Remaining round-trip efficiency",
        HEALTH,
    )
    .requires(STORAGE_HEALTH_WHERE_POSSIBLE, "Art. 14, Annex VII part A(3)"),
    measured(at!("/remainingRoundTripEnergyEfficiency/remainingRoundTripEnergyEfficiencyValue"))
        .percent(Fraction::Certain)
        .plausible(40.0, 100.0),
    Attribute::last_update(at!("/remainingRoundTripEnergyEfficiency/lastUpdate")),
    value(at!("/evolutionOfSelfDischarge"), "Evolution of self-discharge", HEALTH)
        .requires(STORAGE_HEALTH, "Art. 14, Annex VII part A(4)"),
    // A change against the initial rate: may be negative, and more than 100 %.
    measured(at!("/evolutionOfSelfDischarge/evolutionOfSelfDischargeValue"))
        .found_at(&[
            "/batteryCondition/evolutionOfSelfDischarge/evolutionOfSelfDischargeValue",
            "/batteryCondition/evolutionOfSelfDischarge/evolutionOfSelfDischargeEntityValue",
        ])
        .unit("%")
        .range(-100.0, 10_000.0),
    Attribute::last_update(at!("/evolutionOfSelfDischarge/lastUpdate")),
    value(at!("/currentSelfDischargingRate"), "Current self-discharge", HEALTH)
        .voluntary("DIN DKE SPEC 99100 6.7.4.7"),
    measured(at!("/currentSelfDischargingRate/currentSelfDischargingRateValue"))
        .found_at(&[
            "/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateValue",
            "/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateEntity",
        ])
        .percent(Fraction::Ordinary)
        .unit("%/mo")
        .battery_pass_unit("%"),
    Attribute::last_update(at!("/currentSelfDischargingRate/lastUpdate")),
    Attribute::new(
        at!("/currentInternalResistance"),
        "Current internal resistance",
        Kind::Array,
        HEALTH,
    )
    .ours()
    .dynamic()
    .requires(STORAGE_HEALTH_WHERE_POSSIBLE, "Art. 14, Annex VII part A(5)"),
    component(at!("/currentInternalResistance/*/batteryComponent")).ours(),
    Attribute::member(
        at!("/currentInternalResistance/*/ohmicResistance"),
        "Resistance",
        Kind::Number,
    )
    .ours()
    .unit("Ohm")
    .range(0.0, 1_000.0)
    .plausible(0.000_01, 5.0)
    .required(),
    Attribute::last_update(at!("/currentInternalResistance/*/lastUpdate")).ours(),
    // Durability, Annex IV part A.
    value(at!("/capacityFade"), "Capacity fade", DURABILITY)
        .mandatory("Art. 10(1), Annex IV part A(1)"),
    measured(at!("/capacityFade/capacityFadeValue")).percent(Fraction::Ordinary),
    Attribute::last_update(at!("/capacityFade/lastUpdate")),
    // A bare number in Battery Pass, in the condition (1.2) or the technical properties (1.2.1).
    value(at!("/powerFade"), "Power fade", DURABILITY)
        .ours()
        .mandatory("Art. 10(1), Annex IV part A(2)"),
    measured(at!("/powerFade/powerFadeValue"))
        .found_at(&["/batteryCondition/powerFade", "/batteryTechicalProperties/powerFade"])
        .percent(Fraction::Ordinary),
    Attribute::last_update(at!("/powerFade/lastUpdate")).ours(),
    value(at!("/roundTripEfficiencyFade"), "Round-trip efficiency fade", DURABILITY)
        .ours()
        .mandatory("Art. 10(1), Annex IV part A(4)"),
    measured(at!("/roundTripEfficiencyFade/roundTripEfficiencyFadeValue"))
        .found_at(&[
            "/batteryCondition/roundTripEfficiencyFade",
            "/batteryTechicalProperties/roundTripEfficiencyFade",
        ])
        .percent(Fraction::Ordinary),
    Attribute::last_update(at!("/roundTripEfficiencyFade/lastUpdate")).ours(),
    Attribute::new(
        at!("/internalResistanceIncrease"),
        "Internal resistance increase",
        Kind::Array,
        DURABILITY,
    )
    .dynamic()
    .mandatory("Art. 10(1), Annex IV part A(3)"),
    component(at!("/internalResistanceIncrease/*/batteryComponent")),
    Attribute::member(
        at!("/internalResistanceIncrease/*/internalResistanceIncreaseValue"),
        "Increase",
        Kind::Number,
    )
    .unit("%")
    .range(-50.0, 10_000.0)
    .required(),
    Attribute::last_update(at!("/internalResistanceIncrease/*/lastUpdate")),
    // Lifetime and use, Annex VII part B.
    value(at!("/energyThroughput"), "Energy throughput", USE)
        .requires(LIFETIME, "Art. 14, Annex VII part B(2)"),
    measured(at!("/energyThroughput/energyThroughputValue"))
        .found_at(&[
            "/batteryCondition/energyThroughput/energyThroughputValue",
            "/batteryCondition/energyThroughput",
        ])
        .unit("kW.h")
        .range(0.0, 1_000_000_000.0),
    Attribute::last_update(at!("/energyThroughput/lastUpdate")),
    value(at!("/capacityThroughput"), "Capacity throughput", USE)
        .requires(LIFETIME, "Art. 14, Annex VII part B(3)"),
    measured(at!("/capacityThroughput/capacityThroughputValue"))
        .unit("A.h")
        .range(0.0, 1_000_000_000.0),
    Attribute::last_update(at!("/capacityThroughput/lastUpdate")),
    value(at!("/numberOfFullCycles"), "Full equivalent cycles", USE)
        .requires(LIFETIME, "Art. 14, Annex VII part B(5)"),
    measured(at!("/numberOfFullCycles/numberOfFullCyclesValue"))
        .unit("{cycle}")
        .range(0.0, 1_000_000.0),
    Attribute::last_update(at!("/numberOfFullCycles/lastUpdate")),
    value(at!("/stateOfCharge"), "State of charge", USE)
        .audiences(USE_AND_HANDLING)
        .mandatory(""),
    measured(at!("/stateOfCharge/stateOfChargeValue")).percent(Fraction::Certain),
    Attribute::last_update(at!("/stateOfCharge/lastUpdate")),
    Attribute::new(at!("/negativeEvents"), "Negative events", Kind::Array, USE)
        .dynamic()
        .by_element()
        .none_is_an_answer()
        .audiences(USE_AND_HANDLING)
        .conditional("after an accident or other harmful event", "Annex VII part B(4)"),
    Attribute::member(at!("/negativeEvents/*/negativeEvent"), "Event", Kind::Text).required(),
    Attribute::last_update(at!("/negativeEvents/*/lastUpdate")),
    count(at!("/numberOfDeepDischarges"), "Deep discharges")
        .requires(LIFETIME, "Art. 14, Annex VII part B(4)"),
    counted(at!("/numberOfDeepDischarges/numberOfDeepDischargesValue")),
    Attribute::last_update(at!("/numberOfDeepDischarges/lastUpdate")).ours(),
    count(at!("/numberOfOvercharges"), "Overcharges").voluntary("Annex VII part B(4)"),
    counted(at!("/numberOfOvercharges/numberOfOverchargesValue")),
    Attribute::last_update(at!("/numberOfOvercharges/lastUpdate")).ours(),
    value(at!("/temperatureInformation"), "Time in extreme temperatures", USE)
        .requires(LIFETIME, "Art. 14, Annex VII part B(4)"),
    minutes(at!("/temperatureInformation/timeExtremeHighTemp"), "Above the upper limit"),
    minutes(at!("/temperatureInformation/timeExtremeLowTemp"), "Below the lower limit"),
    minutes(
        at!("/temperatureInformation/timeExtremeHighTempCharging"),
        "Charging above the upper limit",
    ),
    minutes(
        at!("/temperatureInformation/timeExtremeLowTempCharging"),
        "Charging below the lower limit",
    ),
    // How hot is extreme is the maker's to say (Battery Pass 1.2 does not ask); without it the minutes of two
    // batteries cannot be compared.
    celsius(at!("/temperatureInformation/upperLimit"), "Upper limit").ours(),
    celsius(at!("/temperatureInformation/lowerLimit"), "Lower limit").ours(),
    Attribute::last_update(at!("/temperatureInformation/lastUpdate")),
    // Annex XIII 4(d) asks for operating conditions recorded periodically; Battery Pass 1.2 has the extremes only.
    Attribute::new(at!("/operatingTemperature"), "Recorded operating temperature", Kind::Array, USE)
        .ours()
        .dynamic()
        .by_element()
        .voluntary(""),
    celsius(at!("/operatingTemperature/*/minimum"), "From").ours().required(),
    celsius(at!("/operatingTemperature/*/maximum"), "To").ours().required(),
    celsius(at!("/operatingTemperature/*/average"), "On average").ours(),
    Attribute::last_update(at!("/operatingTemperature/*/lastUpdate")).ours(),
];

/// A value with the time it was taken.
const fn value(pointer: &'static str, title: &'static str, point: Point) -> Attribute {
    Attribute::new(pointer, title, Kind::Object, point).dynamic()
}

const fn measured(pointer: &'static str) -> Attribute {
    Attribute::member(pointer, "Value", Kind::Number).required()
}

/// A counter that Battery Pass 1.2 folds into free-text negative events.
const fn count(pointer: &'static str, title: &'static str) -> Attribute {
    value(pointer, title, USE)
        .audiences(USE_AND_HANDLING)
        .ours()
}

const fn counted(pointer: &'static str) -> Attribute {
    Attribute::member(pointer, "Count", Kind::Integer)
        .ours()
        .unit("{event}")
        .range(0.0, 1_000_000.0)
        .required()
}

const fn minutes(pointer: &'static str, title: &'static str) -> Attribute {
    Attribute::member(pointer, title, Kind::Number)
        .unit("min")
        .range(0.0, 60_000_000.0)
        .required()
}

const fn celsius(pointer: &'static str, title: &'static str) -> Attribute {
    Attribute::member(pointer, title, Kind::Number)
        .unit("Cel")
        .range(-100.0, 200.0)
}

const fn component(pointer: &'static str) -> Attribute {
    Attribute::member(pointer, "Component", Kind::Enumeration(COMPONENTS)).required()
}
