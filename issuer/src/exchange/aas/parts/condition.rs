//! Part 5: how the battery is now.

use super::super::template::{Element, Form, Part, collection, list, property};

/// A concept of this part's aspect model.
macro_rules! samm {
    ($name:literal) => {
        concat!(
            "urn:samm:io.admin-shell.idta.batterypass.product_condition:1.0.1#",
            $name
        )
    };
}

macro_rules! at {
    ($path:literal) => {
        concat!("/performanceAndDurability/batteryCondition", $path)
    };
}

pub(super) static PART: Part = Part {
    number: 5,
    id_short: "ProductCondition",
    template: "https://admin-shell.io/idta-02035-5",
    version: ("1", "0"),
    ids: &[aspect!(
        "batterypass.product_condition:1.0.0#ProductCondition"
    )],
    elements: &[
        collection(
            "EnergyThroughput",
            &[samm!("energyThroughput"), "urn:irdi:0173-1#02-ABL850#001"],
            ENERGY_THROUGHPUT,
        ),
        collection(
            "CapacityThroughput",
            &[samm!("capacityThroughput"), "urn:irdi:0173-1#02-ABL849#001"],
            CAPACITY_THROUGHPUT,
        ),
        collection(
            "NumberOfFullCycles",
            &[samm!("numberOfFullCycles"), "urn:irdi:0173-1#02-ABL868#001"],
            NUMBER_OF_FULL_CYCLES,
        ),
        collection(
            "StateOfCertifiedEnergy",
            &[
                samm!("stateOfCertifiedEnergy"),
                "urn:irdi:0173-1#02-ABL847#001",
            ],
            STATE_OF_CERTIFIED_ENERGY,
        ),
        collection(
            "RemainingEnergy",
            &[samm!("remainingEnergy"), "urn:irdi:0173-1#02-ABL870#001"],
            REMAINING_ENERGY,
        ),
        collection(
            "RemainingCapacity",
            &[samm!("remainingCapacity"), "urn:irdi:0173-1#02-ABL840#001"],
            REMAINING_CAPACITY,
        ),
        list(
            "NegativeEvents",
            &[samm!("negativeEvents")],
            &collection("NegativeEvent", &[samm!("NegativeEvent")], NEGATIVE_EVENT)
                .each(at!("/negativeEvents")),
        ),
        list(
            "InformationOnAccidents",
            &[
                samm!("informationOnAccidents"),
                aspect!("shared:3.1.0#DocumentIdentifierSet"),
                "urn:irdi:0173-1#02-ABL848#001",
            ],
            &property(
                "DocumentIdentifier",
                "xs:string",
                &[aspect!("handover_documentation:2.0.0#DocumentIdentifier")],
            ),
        ),
        collection(
            "TemperatureInformation",
            &[samm!("temperatureInformation")],
            TEMPERATURE_INFORMATION,
        ),
        collection(
            "RemainingPowerCapability",
            &[
                samm!("remainingPowerCapability"),
                "urn:irdi:0173-1#02-ABL820#001",
            ],
            REMAINING_POWER_CAPABILITY,
        ),
        collection(
            "EvolutionOfSelfDischarge",
            &[samm!("evolutionOfSelfDischarge")],
            EVOLUTION_OF_SELF_DISCHARGE,
        ),
        collection(
            "CurrentSelfDischargingRate",
            &[samm!("currentSelfDischargingRate")],
            CURRENT_SELF_DISCHARGING_RATE,
        ),
        collection(
            "RemainingRoundTripEnergyEfficiency",
            &[samm!("remainingRoundTripEnergyEfficiency")],
            REMAINING_ROUND_TRIP_ENERGY_EFFICIENCY,
        ),
        collection("StateOfCharge", &[samm!("stateOfCharge")], STATE_OF_CHARGE),
    ],
};

const STATE_OF_CHARGE: &[Element] = &[
    property(
        "StateOfChargeValue",
        "xs:float",
        &[samm!("stateOfChargeValue"), "urn:irdi:0173-1#02-ABL821#001"],
    )
    .to(at!("/stateOfCharge/stateOfChargeValue"))
    .unit("%"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/stateOfCharge/lastUpdate")),
];

const REMAINING_ROUND_TRIP_ENERGY_EFFICIENCY: &[Element] = &[
    property(
        "RemainingRoundTripEnergyEfficiencyValue",
        "xs:float",
        &[
            samm!("remainingRoundTripEnergyEfficiencyValue"),
            "urn:iridi:0173-1#02-ABL851#001",
        ],
    )
    .to(at!(
        "/remainingRoundTripEnergyEfficiency/remainingRoundTripEnergyEfficiencyValue"
    ))
    .unit("%"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/remainingRoundTripEnergyEfficiency/lastUpdate")),
];

const CURRENT_SELF_DISCHARGING_RATE: &[Element] = &[
    property(
        "CurrentSelfDischargingRateValue",
        "xs:float",
        &[
            samm!("currentSelfDischargingRateValue"),
            "urn:irdi:0173-1#02-ABL825#001",
        ],
    )
    .to(at!(
        "/currentSelfDischargingRate/currentSelfDischargingRateValue"
    ))
    .unit("%/mo"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/currentSelfDischargingRate/lastUpdate")),
];

const EVOLUTION_OF_SELF_DISCHARGE: &[Element] = &[
    property(
        "EvolutionOfSelfDischargeValue",
        "xs:float",
        &[
            samm!("evolutionOfSelfDischargeValue"),
            "urn:irdi:0173-1#02-ABL834#001",
        ],
    )
    .to(at!(
        "/evolutionOfSelfDischarge/evolutionOfSelfDischargeValue"
    ))
    .unit("%"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/evolutionOfSelfDischarge/lastUpdate")),
];

const REMAINING_POWER_CAPABILITY: &[Element] = &[
    collection(
        "RemainingPowerCapabilityDynamicAt",
        &[
            samm!("remainingPowerCapabilityDynamicAt"),
            "urn:irdi:0173-1#02-ABL853#001",
        ],
        POWER_AT,
    )
    .each(at!("/remainingPowerCapability")),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/remainingPowerCapability/*/lastUpdate"))
    .form(Form::OfAll),
];

const POWER_AT: &[Element] = &[
    property("RPCLastUpdated", "xs:dateTime", &[samm!("rPCLastUpdated")])
        .to(at!("/remainingPowerCapability/*/lastUpdate")),
    property(
        "AtSoC",
        "xs:float",
        &[samm!("atSoC"), "urn:irdi:0173-1#02-ABL821#001"],
    )
    .to(at!("/remainingPowerCapability/*/atSoC"))
    .unit("%"),
    property(
        "PowerCapabilityAt",
        "xs:float",
        &[samm!("powerCapabilityAt")],
    )
    .to(at!("/remainingPowerCapability/*/powerCapabilityAt"))
    .unit("%"),
];

const TEMPERATURE_INFORMATION: &[Element] = &[
    property("MeasuredTemp", "xs:float", &[samm!("measuredTemp")]),
    property(
        "TimeExtremeHighTemp",
        "xs:float",
        &[
            samm!("timeExtremeHighTemp"),
            "urn:irdi:0173-1#02-ABL816#001",
        ],
    )
    .to(at!("/temperatureInformation/timeExtremeHighTemp"))
    .unit("min"),
    property(
        "TimeExtremeLowTemp",
        "xs:float",
        &[samm!("timeExtremeLowTemp"), "urn:irdi:0173-1#02-ABL817#001"],
    )
    .to(at!("/temperatureInformation/timeExtremeLowTemp"))
    .unit("min"),
    property(
        "TimeExtremeHighTempCharging",
        "xs:float",
        &[
            samm!("timeExtremeHighTempCharging"),
            "urn:irdi:0173-1#02-ABL818#001",
        ],
    )
    .to(at!("/temperatureInformation/timeExtremeHighTempCharging"))
    .unit("min"),
    property(
        "TimeExtremeLowTempCharging",
        "xs:float",
        &[
            samm!("timeExtremeLowTempCharging"),
            "urn:irdi:0173-1#02-ABL819#001",
        ],
    )
    .to(at!("/temperatureInformation/timeExtremeLowTempCharging"))
    .unit("min"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/temperatureInformation/lastUpdate")),
];

const NEGATIVE_EVENT: &[Element] = &[
    property(
        "NegativeEventValue",
        "xs:string",
        &[samm!("negativeEventValue")],
    )
    .to(at!("/negativeEvents/*/negativeEvent")),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/negativeEvents/*/lastUpdate")),
];

const REMAINING_CAPACITY: &[Element] = &[
    property(
        "RemainingCapacityValue",
        "xs:float",
        &[
            samm!("remainingCapacityValue"),
            "urn:irdi:0173-1#02-ABL840#001",
        ],
    )
    .to(at!("/remainingCapacity/remainingCapacityValue"))
    .unit("kW.h"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/remainingCapacity/lastUpdate")),
];

const REMAINING_ENERGY: &[Element] = &[
    property(
        "RemainingEnergyValue",
        "xs:float",
        &[
            samm!("remainingEnergyValue"),
            "urn:irdi:0173-1#02-ABL870#001",
        ],
    )
    .to(at!("/remainingEnergy/remainingEnergyValue"))
    .unit("kW.h"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/remainingEnergy/lastUpdate")),
];

const STATE_OF_CERTIFIED_ENERGY: &[Element] = &[
    property(
        "StateOfCertifiedEnergyValue",
        "xs:float",
        &[
            samm!("stateOfCertifiedEnergyValue"),
            "urn:irdi:0173-1#02-ABL847#001",
        ],
    )
    .to(at!("/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue"))
    .unit("%"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/stateOfCertifiedEnergy/lastUpdate")),
];

const NUMBER_OF_FULL_CYCLES: &[Element] = &[
    property(
        "NumberOfFullCyclesValue",
        "xs:unsignedInt",
        &[
            samm!("numberOfFullCyclesValue"),
            "urn:irdi:0173-1#02-ABL868#001",
        ],
    )
    .to(at!("/numberOfFullCycles/numberOfFullCyclesValue"))
    .unit("{cycle}"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/numberOfFullCycles/lastUpdate")),
];

const CAPACITY_THROUGHPUT: &[Element] = &[
    property(
        "CapacityThroughputValue",
        "xs:float",
        &[
            samm!("capacityThroughputValue"),
            "urn:irdi:0173-1#02-ABL849#001",
        ],
    )
    .to(at!("/capacityThroughput/capacityThroughputValue"))
    .unit("A.h"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/capacityThroughput/lastUpdate")),
];

const ENERGY_THROUGHPUT: &[Element] = &[
    property(
        "EnergyThroughputValue",
        "xs:float",
        &[
            samm!("energyThroughputValue"),
            "urn:irdi:0173-1#02-ABL850#001",
        ],
    )
    .to(at!("/energyThroughput/energyThroughputValue"))
    .unit("kW.h"),
    property(
        "LastUpdate",
        "xs:dateTime",
        &[samm!("lastUpdate"), "urn:irdi:0173-1#02-ABG740#003"],
    )
    .to(at!("/energyThroughput/lastUpdate")),
];
