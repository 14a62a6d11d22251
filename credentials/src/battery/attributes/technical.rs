//! What the battery was built to do: capacity, energy, voltage, power, efficiency, lifetime.

use super::attribute::{Attribute, Fraction, Kind, Point, Requirement, Requirements};

macro_rules! at {
    ($path:literal) => {
        concat!(
            "/performanceAndDurability/batteryTechnicalProperties",
            $path
        )
    };
}

/// Annex IV part A(5) excepts non-cycle applications, which exist among industrial batteries only.
const CYCLES: Requirements = Requirements {
    ev: Requirement::Mandatory,
    lmt: Requirement::Mandatory,
    industrial: Requirement::Conditional("except in non-cycle applications, Annex IV part A(5)"),
    stationary: Requirement::Conditional("except in non-cycle applications, Annex IV part A(5)"),
};

/// Annex XIII 1(k): electric vehicle batteries only.
const EV_ONLY: Requirements = Requirements {
    ev: Requirement::Mandatory,
    lmt: Requirement::NotApplicable,
    industrial: Requirement::NotApplicable,
    stationary: Requirement::NotApplicable,
};

const WHERE_RELEVANT: &str = "where the value depends on temperature";

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/performanceAndDurability", "Performance and durability"),
    Attribute::section(
        "/performanceAndDurability/batteryTechnicalProperties",
        "Technical properties",
    )
    .named("batteryTechicalProperties"),
    Attribute::new(
        at!("/ratedCapacity"),
        "Rated capacity",
        Kind::Number,
        Point::One('g'),
    )
    .unit("A.h")
    .range(0.0, 100_000.0)
    .plausible(1.0, 5_000.0)
    .mandatory("Art. 10(1), Annex IV part A(1), Annex VI part A(6)")
    .at_a_glance("Capacity"),
    Attribute::new(
        at!("/ratedEnergy"),
        "Rated energy",
        Kind::Number,
        Point::One('g'),
    )
    .unit("kW.h")
    .range(0.0, 100_000.0)
    .plausible(0.1, 10_000.0)
    .requires(
        Requirements {
            // The certified energy that the state of certified energy is a share of.
            ev: Requirement::Mandatory,
            lmt: Requirement::Voluntary,
            // Tells whether the battery is above 2 kWh at all.
            industrial: Requirement::Mandatory,
            stationary: Requirement::Mandatory,
        },
        "Art. 77(1), Annex VII part A(1)",
    )
    .at_a_glance("Energy"),
    voltage(at!("/minimumVoltage"), "Minimum voltage"),
    voltage(at!("/nominalVoltage"), "Nominal voltage"),
    voltage(at!("/maximumVoltage"), "Maximum voltage"),
    temperature_range(
        at!("/voltageTemperatureRange"),
        "Temperature range of the voltages",
        'h',
    )
    .ours()
    .conditional(WHERE_RELEVANT, ""),
    Attribute::member(
        at!("/voltageTemperatureRange/minimum"),
        "From",
        Kind::Number,
    )
    .unit("Cel")
    .range(-100.0, 200.0)
    .required(),
    Attribute::member(at!("/voltageTemperatureRange/maximum"), "To", Kind::Number)
        .unit("Cel")
        .range(-100.0, 200.0)
        .required(),
    Attribute::new(
        at!("/originalPowerCapability"),
        "Original power capability",
        Kind::Array,
        Point::One('i'),
    )
    .mandatory("Art. 10(1), Annex IV part A(2) and part B(4)"),
    Attribute::member(
        at!("/originalPowerCapability/*/atSoC"),
        "At state of charge",
        Kind::Number,
    )
    .percent(Fraction::Certain)
    .required(),
    // Battery Pass 1.2 states per cent here; Annex XIII 1(i) says watts.
    Attribute::member(
        at!("/originalPowerCapability/*/powerCapabilityAt"),
        "Power",
        Kind::Number,
    )
    .unit("W")
    .battery_pass_unit("%")
    .range(0.0, 100_000_000.0)
    .plausible(20.0, 10_000_000.0)
    .required(),
    Attribute::new(
        at!("/ratedMaximumPower"),
        "Power limit",
        Kind::Number,
        Point::One('i'),
    )
    .unit("W")
    .battery_pass_unit("kW")
    .range(0.0, 100_000_000.0)
    .plausible(20.0, 10_000_000.0)
    .mandatory("Art. 10(1)"),
    temperature_range(
        at!("/powerTemperatureRange"),
        "Temperature range of the power",
        'i',
    )
    .ours()
    .conditional(WHERE_RELEVANT, ""),
    Attribute::member(at!("/powerTemperatureRange/minimum"), "From", Kind::Number)
        .unit("Cel")
        .range(-100.0, 200.0)
        .required(),
    Attribute::member(at!("/powerTemperatureRange/maximum"), "To", Kind::Number)
        .unit("Cel")
        .range(-100.0, 200.0)
        .required(),
    // Annex IV part B(2): power in W to energy in Wh; Battery Pass 1.2 states it in per cent.
    Attribute::new(
        at!("/powerCapabilityRatio"),
        "Ratio of power to energy",
        Kind::Number,
        Point::Four('a'),
    )
    .unit("W/W.h")
    .battery_pass_unit("%")
    .range(0.0, 200.0)
    .voluntary("Art. 10(1), Annex IV part B(2)"),
    Attribute::new(
        at!("/expectedNumberOfCycles"),
        "Expected lifetime in cycles",
        Kind::Integer,
        Point::One('j'),
    )
    .unit("{cycle}")
    .range(0.0, 1_000_000.0)
    .plausible(100.0, 30_000.0)
    .requires(CYCLES, "Art. 10(1), Annex IV part A(5)"),
    Attribute::new(
        at!("/lifetimeReferenceTest"),
        "Reference test of the cycle life",
        Kind::Url,
        Point::One('j'),
    )
    .requires(CYCLES, "Annex IV part A(5)"),
    Attribute::new(
        at!("/cRateLifeCycleTest"),
        "C-rate of the cycle-life test",
        Kind::Number,
        Point::One('p'),
    )
    .unit("/h")
    .range(0.0, 100.0)
    .plausible(0.05, 20.0)
    .requires(CYCLES, "Annex IV part A(5)"),
    Attribute::new(at!("/cRate"), "C-rate", Kind::Number, Point::One('p'))
        .unit("/h")
        .range(0.0, 100.0)
        .plausible(0.05, 20.0)
        .voluntary("DIN DKE SPEC 99100 6.7.3.6"),
    Attribute::new(
        at!("/expectedLifetime"),
        "Expected lifetime in years",
        Kind::Number,
        Point::Four('a'),
    )
    .unit("a")
    .range(0.0, 100.0)
    .plausible(2.0, 40.0)
    .mandatory("Art. 10(1), Annex IV part A(5)"),
    Attribute::new(
        at!("/capacityThresholdForExhaustion"),
        "Capacity threshold for exhaustion",
        Kind::Number,
        Point::One('k'),
    )
    .percent(Fraction::Certain)
    .plausible(40.0, 95.0)
    .requires(EV_ONLY, ""),
    temperature_range(
        at!("/temperatureRangeIdleState"),
        "Temperature range when not in use",
        'l',
    )
    .mandatory(""),
    Attribute::member(
        at!("/temperatureRangeIdleState/minimum"),
        "From",
        Kind::Number,
    )
    .unit("Cel")
    .range(-100.0, 200.0)
    .required(),
    Attribute::member(
        at!("/temperatureRangeIdleState/maximum"),
        "To",
        Kind::Number,
    )
    .unit("Cel")
    .range(-100.0, 200.0)
    .required(),
    Attribute::new(
        at!("/idleStateReferenceTest"),
        "Reference test of the idle temperature range",
        Kind::Url,
        Point::One('l'),
    )
    .ours()
    .mandatory(""),
    Attribute::new(
        at!("/roundTripEfficiency"),
        "Initial round-trip energy efficiency",
        Kind::Number,
        Point::One('n'),
    )
    .named("roundtripEfficiency")
    .percent(Fraction::Certain)
    .plausible(60.0, 100.0)
    .mandatory("Art. 10(1), Annex IV part A(4)"),
    // In the condition section by Battery Pass 1.2, here by 1.2.1: a figure of the model either way.
    Attribute::new(
        at!("/roundTripEfficiencyAt50PercentCycleLife"),
        "Round-trip energy efficiency at 50 % of cycle life",
        Kind::Number,
        Point::One('n'),
    )
    .found_at(&[
        "/batteryTechicalProperties/roundTripEfficiencyat50PerCentCycleLife",
        "/batteryCondition/roundTripEfficiencyat50PerCentCycleLife",
    ])
    .percent(Fraction::Certain)
    .plausible(50.0, 100.0)
    .requires(CYCLES, "Art. 10(1), Annex IV part A(4)"),
    Attribute::new(
        at!("/initialInternalResistance"),
        "Initial internal resistance",
        Kind::Array,
        Point::One('o'),
    )
    .mandatory("Art. 10(1), Annex IV part A(3)"),
    Attribute::member(
        at!("/initialInternalResistance/*/batteryComponent"),
        "Component",
        Kind::Enumeration(super::condition::COMPONENTS),
    )
    .required(),
    Attribute::member(
        at!("/initialInternalResistance/*/ohmicResistance"),
        "Resistance",
        Kind::Number,
    )
    .unit("Ohm")
    .range(0.0, 1_000.0)
    .plausible(0.000_01, 5.0)
    .required(),
    Attribute::new(
        at!("/initialSelfDischarge"),
        "Initial self-discharge",
        Kind::Number,
        Point::Four('b'),
    )
    .percent(Fraction::Ordinary)
    .unit("%/mo")
    .voluntary("Annex VII part A"),
];

const fn voltage(pointer: &'static str, title: &'static str) -> Attribute {
    Attribute::new(pointer, title, Kind::Number, Point::One('h'))
        .unit("V")
        .range(0.0, 10_000.0)
        .plausible(3.0, 1_500.0)
        .mandatory("")
}

const fn temperature_range(pointer: &'static str, title: &'static str, letter: char) -> Attribute {
    Attribute::new(pointer, title, Kind::Object, Point::One(letter))
}
