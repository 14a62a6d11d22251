//! Part 4: what the battery was built to do.

use super::super::template::{Element, Form, Part, collection, file, list, property};

/// A concept of this part's aspect model.
macro_rules! samm {
    ($name:literal) => {
        concat!(
            "urn:samm:io.admin-shell.idta.batterypass.technical_data:1.0.0#",
            $name
        )
    };
}

macro_rules! at {
    ($path:literal) => {
        concat!(
            "/performanceAndDurability/batteryTechnicalProperties",
            $path
        )
    };
}

pub(super) static PART: Part = Part {
    number: 4,
    id_short: "TechnicalData",
    template: "IDTA-02003-2-0",
    version: ("1", "0"),
    ids: &[
        "https://admin-shell.io/idta/digitalbatterypassport/TechnicalData/1/0",
        "0173-1#01-AHX837#002",
        samm!("TechnicalData"),
    ],
    elements: &[
        collection(
            "GeneralInformation",
            &[
                "0173-1#02-ABK161#002/0173-1#01-AHX838#002",
                samm!("generalInformation"),
            ],
            GENERAL_INFORMATION,
        ),
        collection(
            "TechnicalPropertyAreas",
            &[
                "0173-1#02-ABK163#002",
                "https://api.eclass-cdp.com/0173-1-02-ABK163-002",
                samm!("technicalPropertyAreas"),
            ],
            AREAS,
        ),
    ],
};

const AREAS: &[Element] = &[
    collection(
        "CapacityEnergyVoltage",
        &[
            samm!("capacityEnergyVoltage"),
            "0173-1#02-ABL358#002/0173-1#01-AHX773#002",
        ],
        CAPACITY_ENERGY_VOLTAGE,
    ),
    collection(
        "RoundTripEnergyEfficiency",
        &[
            samm!("roundTripEnergyEfficiency"),
            "0173-1#02-ABL358#002/0173-1#01-AHX773#002",
        ],
        ROUND_TRIP_ENERGY_EFFICIENCY,
    ),
    collection(
        "Resistance",
        &[
            samm!("resistance"),
            "0173-1#02-ABL358#002/0173-1#01-AHX773#002",
        ],
        RESISTANCE,
    ),
    collection(
        "PowerCapability",
        &[
            samm!("powerCapability"),
            "0173-1#02-ABL358#002/0173-1#01-AHX773#002",
        ],
        POWER_CAPABILITY,
    ),
    collection(
        "Temperature",
        &[
            samm!("temperature"),
            "0173-1#02-ABL358#002/0173-1#01-AHX773#002",
        ],
        TEMPERATURE,
    ),
    collection(
        "Lifetime",
        &[
            samm!("lifetime"),
            "0173-1#02-ABL358#002/0173-1#01-AHX773#002",
        ],
        LIFETIME,
    ),
];

const LIFETIME: &[Element] = &[
    property(
        "ExpectedLifetimeInCalendarYears",
        "xs:unsignedInt",
        &[samm!("expectedLifetime")],
    )
    .to(at!("/expectedLifetime"))
    .unit("a"),
    property(
        "ExpectedNumberOfCycles",
        "xs:unsignedInt",
        &[samm!("expectedNumberOfCycles"), "0173-1#02-ABL830#001"],
    )
    .to(at!("/expectedNumberOfCycles"))
    .unit("{cycle}"),
    property(
        "CapacityThresholdExhaustion",
        "xs:float",
        &[
            "0173-1#02-ABL838#002",
            samm!("capacityThresholdForExhaustion"),
        ],
    )
    .to(at!("/capacityThresholdForExhaustion"))
    .unit("%"),
    property(
        "CRateOfRelevantCycleLifeTest",
        "xs:decimal",
        &[samm!("cRateLifeCycleTest")],
    )
    .to(at!("/cRateLifeCycleTest"))
    .unit("/h"),
];

const TEMPERATURE: &[Element] = &[
    property(
        "TemperatureRangeIdleState_LowerBoundary",
        "xs:float",
        &[
            "0173-1#02-ABL842#002",
            samm!("temperatureRangeIdleStateLowerBoundary"),
        ],
    )
    .to(at!("/temperatureRangeIdleState/minimum"))
    .unit("Cel"),
    property(
        "TemperatureRangeIdleState_UpperBoundary",
        "xs:float",
        &[
            "0173-1#02-ABL871#002",
            samm!("temperatureRangeIdleStateUpperBoundary"),
        ],
    )
    .to(at!("/temperatureRangeIdleState/maximum"))
    .unit("Cel"),
];

const POWER_CAPABILITY: &[Element] = &[
    property(
        "MaximumPermittedBatteryPower",
        "xs:float",
        &[
            "0173-1#02-ABL843#002",
            samm!("maximumPermittedBatteryPower"),
        ],
    )
    .to(at!("/ratedMaximumPower"))
    .unit("W"),
    property(
        "PowerFade",
        "xs:float",
        &["0173-1#02-ABL852#002", samm!("powerFade")],
    )
    .to(condition!("/powerFade/powerFadeValue"))
    .unit("%"),
    property(
        "RatioNorminalBatteryPowerAndBatteryEnergy",
        "xs:float",
        &[samm!("powerCapabilityRatio")],
    )
    .to(at!("/powerCapabilityRatio"))
    .unit("%"),
    list(
        "OriginalPowerCapability",
        &["0173-1#02-ABL853#002", samm!("originalPowerCapability")],
        &collection(
            "PowerCapabilityAt",
            &[samm!("PowerCapabilityAt")],
            POWER_CAPABILITY_AT,
        )
        .each(at!("/originalPowerCapability")),
    ),
];

const POWER_CAPABILITY_AT: &[Element] = &[
    property(
        "atSoc",
        "xs:unsignedInt",
        &[samm!("atSoC"), "0173-1#02-ABL821#001"],
    )
    .to(at!("/originalPowerCapability/*/atSoC"))
    .unit("%"),
    property(
        "powerCapabilityAt",
        "xs:float",
        &[samm!("powerCapabilityAt"), "0173-1#02-ABL853#001"],
    )
    .to(at!("/originalPowerCapability/*/powerCapabilityAt"))
    .unit("W"),
];

const RESISTANCE: &[Element] = &[
    property(
        "InitialInternalResistanceOnBatteryCellLevel",
        "xs:float",
        &[
            "0173-1#02-ABL844#002",
            samm!("initialInternalResistanceOfBatteryCell"),
        ],
    )
    .to(at!(
        "/initialInternalResistance/{batteryComponent=cell}/ohmicResistance"
    ))
    .unit("Ohm"),
    property(
        "InitialInternalResistanceOnBatteryPackLevel",
        "xs:float",
        &[
            "0173-1#02-ABL846#002",
            samm!("initialInternalResistanceOfBatteryPack"),
        ],
    )
    .to(at!(
        "/initialInternalResistance/{batteryComponent=pack}/ohmicResistance"
    ))
    .unit("Ohm"),
    property(
        "InitialInternalResistanceOnBatteryModuleLevel",
        "xs:float",
        &[
            "0173-1#02-ABL832#002",
            samm!("initialInternalResistanceOfBatteryModule"),
        ],
    )
    .to(at!(
        "/initialInternalResistance/{batteryComponent=module}/ohmicResistance"
    ))
    .unit("Ohm"),
    property(
        "InternalResistanceIncreaseOfBatteryCellLevel",
        "xs:float",
        &[
            samm!("internalResistanceIncreaseOfBatteryCell"),
            "0173-1#02-ABL831#002",
        ],
    )
    .to(condition!(
        "/internalResistanceIncrease/{batteryComponent=cell}/internalResistanceIncreaseValue"
    ))
    .unit("%"),
    property(
        "InternalResistanceIncreaseOfBatteryPackLevel",
        "xs:float",
        &[
            samm!("internalResistanceIncreaseOfBatteryPack"),
            "0173-1#02-ABL831#001",
        ],
    )
    .to(condition!(
        "/internalResistanceIncrease/{batteryComponent=pack}/internalResistanceIncreaseValue"
    ))
    .unit("%"),
    property(
        "InternalResistanceIncreaseOfBatteryModuleLevel",
        "xs:float",
        &[
            samm!("initialInternalResistanceOfBatteryModule"),
            "0173-1#02-ABL836#001",
        ],
    )
    .to(condition!(
        "/internalResistanceIncrease/{batteryComponent=module}/internalResistanceIncreaseValue"
    ))
    .unit("%"),
];

const ROUND_TRIP_ENERGY_EFFICIENCY: &[Element] = &[
    property(
        "InitialRoundTripEnergyEfficiency",
        "xs:integer",
        &[
            "0173-1#02-ABL833#002",
            samm!("initialRoundTripEnergyEfficiency"),
        ],
    )
    .to(at!("/roundTripEfficiency"))
    .unit("%"),
    property(
        "RoundTripEnergyEfficiencyAt50PercentOfCycleLife",
        "xs:integer",
        &[
            "0173-1#02-ABL866#002",
            samm!("roundTripEfficiencyAt50PercentCycleLife"),
        ],
    )
    .to(at!("/roundTripEfficiencyAt50PercentCycleLife"))
    .unit("%"),
    property(
        "EnergyRoundTripEfficiencyFade",
        "xs:float",
        &[
            "0173-1#02-ABL827#002",
            samm!("energyRoundTripEfficiencyFade"),
        ],
    )
    .to(condition!(
        "/roundTripEfficiencyFade/roundTripEfficiencyFadeValue"
    ))
    .unit("%"),
    property(
        "InitialSelfDischargingRate",
        "xs:integer",
        &["0173-1#02-ABL834#002", samm!("initialSelfDischargingRate")],
    )
    .to(at!("/initialSelfDischarge"))
    .unit("%/mo"),
];

const CAPACITY_ENERGY_VOLTAGE: &[Element] = &[
    property(
        "NominalVoltage",
        "xs:float",
        &["0173-1#02-ABL588#001", samm!("nominalVoltage")],
    )
    .to(at!("/nominalVoltage"))
    .unit("V"),
    property(
        "MinVoltage",
        "xs:float",
        &["0173-1#02-ABL587#001", samm!("minimumVoltage")],
    )
    .to(at!("/minimumVoltage"))
    .unit("V"),
    property(
        "MaxVoltage",
        "xs:float",
        &["0173-1#02-ABL589#001", samm!("maximumVoltage")],
    )
    .to(at!("/maximumVoltage"))
    .unit("V"),
    property(
        "RatedCapacity",
        "xs:float",
        &["0173-1#02-ABL869#002", samm!("ratedCapacity")],
    )
    .to(at!("/ratedCapacity"))
    .unit("A.h"),
    property(
        "CapacityFade",
        "xs:float",
        &["0173-1#02-ABL828#002", samm!("capacityFade")],
    )
    .to(condition!("/capacityFade/capacityFadeValue"))
    .unit("%"),
    property(
        "CertifiedUsableBatteryEnergy",
        "xs:float",
        &["0173-1#02-ABL829#002", samm!("ratedEnergy")],
    )
    .to(at!("/ratedEnergy"))
    .unit("kW.h"),
];

const GENERAL_INFORMATION: &[Element] = &[
    property(
        "ManufacturerName",
        "xs:string",
        &[
            "0173-1#02-AAO677#004",
            "https://api.eclass-cdp.com/0173-1-02-AAO677-004",
            aspect!("generic.technical_data:2.0.0#manufacturerName"),
        ],
    )
    .to(general!("/manufacturerInformation/contactName")),
    file(
        "CompanyLogo",
        &[
            "0173-1#02-ABI776#002",
            "https://api.eclass-cdp.com/0173-1-02-ABI776-002",
            aspect!("generic.technical_data:2.0.0#companyLogo"),
        ],
    ),
    property(
        "ManufacturerIdentifier",
        "xs:string",
        &[samm!("manufacturerIdentifier")],
    )
    .to(general!("/manufacturerInformation/identifier")),
    property(
        "BatteryCategory",
        "xs:string",
        &[samm!("batteryCategory"), "0173-1#02-AAR724#007"],
    )
    .to(general!("/batteryCategory"))
    .form(Form::Category),
    property(
        "BatteryMass",
        "xs:float",
        &[samm!("batteryMass"), "0173-1#02-AAF040#010"],
    )
    .to(general!("/batteryMass"))
    .unit("kg"),
    list(
        "ProductImages",
        &[
            "0173-1#02-ABM220#001",
            "https://api.eclass-cdp.com/0173-1-02-ABM220-001",
            aspect!("generic.technical_data:2.0.0#productImages"),
        ],
        &file(
            "ProductImage",
            &[
                "0173-1#02-ABM220#001/0173-1#01-AHY911#001",
                aspect!("shared:3.1.0#ResourceWithContentType"),
            ],
        ),
    ),
    collection(
        "WarrantyInformation",
        &[
            aspect!("batterypass.technical_data:1.0.1#warrantyInformation"),
            "0173-1#02-AAO677#004",
        ],
        WARRANTY_INFORMATION,
    ),
];

const WARRANTY_INFORMATION: &[Element] = &[property(
    "WarrantyPeriod",
    "xs:string",
    &[
        aspect!("batterypass.technical_data:1.0.1#warrantyPeriod"),
        "0173-1#02-AAX540#004",
    ],
)
.to(general!("/warrantyPeriod"))
.form(Form::Months)];
