//! What is wrong with each published payload, and what an issuer would put there.

/// One value that the caller sets.
pub struct Correction {
    pub pointer: &'static str,
    /// As `--set` takes it.
    value: &'static str,
    /// Why the published value cannot stand.
    pub why: Why,
    /// Part of the place of other errors that this mends too: values that are told by one another.
    pub with: Option<&'static str>,
}

/// Why a value is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The published value is made by chance or a dummy, and no battery has it.
    Dummy,
    /// The law asks for it and the model has no place for it.
    NoPlace,
    /// The model has a place, and the payload nothing in it.
    Unstated,
    /// The model has a partner number or a code, and the law asks for name and address.
    Numbered,
}

impl Correction {
    /// As it is typed.
    pub fn argument(&self) -> [String; 2] {
        let Self { pointer, value, .. } = self;
        ["--set".to_owned(), format!("{pointer}={value}")]
    }
}

const fn set(pointer: &'static str, value: &'static str, why: Why) -> Correction {
    Correction {
        pointer,
        value,
        why,
        with: None,
    }
}

pub const BATTERY_PASS: &[Correction] = &[
    set(
        "/generalProductInformation/operatorInformation/emailAddress",
        "passport@voltcell.example",
        Why::Dummy,
    ),
    set(
        "/carbonFootprint/carbonFootprintPerLifecycleStage/0/carbonFootprint",
        "61",
        Why::Dummy,
    ),
    set(
        "/carbonFootprint/absoluteCarbonFootprint",
        "4700",
        Why::Dummy,
    ),
    set("/carbonFootprint/batteryCarbonFootprint", "61", Why::Dummy),
    set(
        "/supplyChainDueDiligence/supplyChainIndices",
        "85",
        Why::Dummy,
    ),
    set(
        "/materialComposition/hazardousSubstances/0/hazardousSubstanceIdentifier",
        "21324-40-3",
        Why::Dummy,
    ),
    set(
        "/materialComposition/hazardousSubstances/0/hazardousSubstanceConcentration",
        "12.5",
        Why::Dummy,
    ),
    set(
        "/materialComposition/batteryMaterials/0/batteryMaterialMass",
        "7900",
        Why::Dummy,
    ),
    set("/circularity/renewableContent", "3", Why::Dummy),
    set(
        "/circularity/recycledContent/0/preConsumerShare",
        "10.5",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/0/atSoC",
        "80",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/0/powerCapabilityAt",
        "210000",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiencyAt50PercentCycleLife",
        "94",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
        "77",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
        "403.2",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/expectedLifetime",
        "15",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
        "230 kW",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/capacityThresholdForExhaustion",
        "70",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
        "217",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
        "355.2",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
        "268.8",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/initialSelfDischarge",
        "1.5",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/roundTripEfficiency",
        "96.2",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/initialInternalResistance/0/ohmicResistance",
        "62 mOhm",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/cRate",
        "0.5",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/cRateLifeCycleTest",
        "0.5",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/powerCapabilityRatio",
        "2.73",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
        "1500",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/idleStateReferenceTest",
        "https://docs.voltcell.example/idle-test.pdf",
        Why::NoPlace,
    ),
    set(
        "/performanceAndDurability/batteryCondition/numberOfFullCycles/numberOfFullCyclesValue",
        "12",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/stateOfCharge/stateOfChargeValue",
        "54",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/currentSelfDischargingRate/currentSelfDischargingRateValue",
        "1.6",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/remainingEnergy/remainingEnergyValue",
        "76",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/evolutionOfSelfDischarge/evolutionOfSelfDischargeValue",
        "1",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/temperatureInformation/timeExtremeHighTemp",
        "12",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/temperatureInformation/timeExtremeLowTemp",
        "0",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/temperatureInformation/timeExtremeHighTempCharging",
        "0",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/temperatureInformation/timeExtremeLowTempCharging",
        "0",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue",
        "98",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/energyThroughput/energyThroughputValue",
        "924",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/internalResistanceIncrease/0/internalResistanceIncreaseValue",
        "1",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/remainingRoundTripEnergyEfficiency/remainingRoundTripEnergyEfficiencyValue",
        "96",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/capacityThroughput/capacityThroughputValue",
        "2600",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/remainingCapacity/remainingCapacityValue",
        "214",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/capacityFade/capacityFadeValue",
        "1",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/roundTripEfficiencyFade/roundTripEfficiencyFadeValue",
        "0.2",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/powerFade/powerFadeValue",
        "1",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/0/atSoC",
        "80",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/0/powerCapabilityAt",
        "205000",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryCondition/numberOfDeepDischarges",
        r#"{"numberOfDeepDischargesValue": 0}"#,
        Why::NoPlace,
    ),
];

/// The published example is of a starter battery.
pub const NO_SLI_BATTERY: Correction = set(
    "/generalProductInformation/batteryCategory",
    "ev",
    Why::Dummy,
);

pub const CATENA_X: &[Correction] = &[
    set(
        "/generalProductInformation/operatorInformation/contactName",
        "Voltcell GmbH",
        Why::Numbered,
    ),
    set(
        "/generalProductInformation/operatorInformation/postalAddress",
        r#"{"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}"#,
        Why::Numbered,
    ),
    set(
        "/generalProductInformation/manufacturerInformation/contactName",
        "Voltcell GmbH",
        Why::Numbered,
    ),
    set(
        "/generalProductInformation/manufacturerInformation/postalAddress",
        r#"{"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}"#,
        Why::Numbered,
    ),
    set(
        "/generalProductInformation/manufacturingPlace/addressCountry",
        "Germany",
        Why::Numbered,
    ),
    set("/generalProductInformation/batteryMass", "5 kg", Why::Dummy),
    set(
        "/labels/labels",
        r#"[{"labelingSubject": "SeparateCollection", "labelingSymbol": "https://docs.voltcell.example/collection.svg", "labelingMeaning": {"en": "Do not put this battery in household waste"}}]"#,
        Why::NoPlace,
    ),
    set(
        "/materialComposition/hazardousSubstances/3/hazardousSubstanceIdentifier",
        "77-09-8",
        Why::Dummy,
    ),
    set(
        "/materialComposition/batteryMaterials/0/batteryMaterialIdentifier",
        "77-09-8",
        Why::Dummy,
    ),
    set(
        "/circularity/sparePartSources/0/nameOfSupplier",
        "Voltcell Service GmbH",
        Why::Numbered,
    ),
    set(
        "/circularity/sparePartSources/0/addressOfSupplier",
        r#"{"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}"#,
        Why::Numbered,
    ),
    set(
        "/circularity/sparePartSources/0/emailAddressOfSupplier",
        "parts@voltcell.example",
        Why::Numbered,
    ),
    set(
        "/circularity/sparePartSources/0/supplierWebAddress",
        "https://parts.voltcell.example",
        Why::Numbered,
    ),
    set("/circularity/renewableContent", "3", Why::NoPlace),
    set(
        "/circularity/endOfLifeInformation/informationOnCollection",
        "https://voltcell.example/take-back",
        Why::NoPlace,
    ),
    Correction {
        with: Some("/ratedEnergy"),
        ..set(
            "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
            "135",
            Why::Dummy,
        )
    },
    set(
        "/performanceAndDurability/batteryTechnicalProperties/idleStateReferenceTest",
        "https://docs.voltcell.example/idle-test.pdf",
        Why::NoPlace,
    ),
    set(
        "/carbonFootprint/batteryCarbonFootprint",
        "12.678",
        Why::Unstated,
    ),
    set(
        "/performanceAndDurability/batteryCondition/numberOfDeepDischarges",
        r#"{"numberOfDeepDischargesValue": 0}"#,
        Why::NoPlace,
    ),
    set(
        "/performanceAndDurability/batteryCondition/temperatureInformation",
        r#"{"timeExtremeHighTemp": 0, "timeExtremeLowTemp": 0, "timeExtremeHighTempCharging": 0, "timeExtremeLowTempCharging": 0, "lastUpdate": "2026-01-01T00:00:00Z"}"#,
        Why::NoPlace,
    ),
];

pub const IDTA: &[Correction] = &[
    set(
        "/generalProductInformation/manufacturerInformation/postalAddress",
        r#"{"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}"#,
        Why::Unstated,
    ),
    set(
        "/generalProductInformation/manufacturingPlace/addressCountry",
        "Germany",
        Why::Numbered,
    ),
    set(
        "/generalProductInformation/operatorInformation/contactName",
        "Muster AG",
        Why::Numbered,
    ),
    set(
        "/generalProductInformation/operatorInformation/postalAddress",
        r#"{"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}"#,
        Why::Numbered,
    ),
    Correction {
        with: Some("/lastUpdate"),
        ..set(
            "/generalProductInformation/manufacturingDate",
            "1999-11",
            Why::Dummy,
        )
    },
    Correction {
        with: Some("/lastUpdate"),
        ..set(
            "/generalProductInformation/puttingIntoService",
            "1999-12-01T00:00:00Z",
            Why::Dummy,
        )
    },
    set(
        "/labels/labels",
        r#"[{"labelingSubject": "SeparateCollection", "labelingSymbol": "https://docs.voltcell.example/collection.svg", "labelingMeaning": {"en": "Do not put this battery in household waste"}}]"#,
        Why::Dummy,
    ),
    set(
        "/labels/declarationOfConformity",
        "https://docs.voltcell.example/declaration.pdf",
        Why::Unstated,
    ),
    set(
        "/labels/resultOfTestReport",
        "https://docs.voltcell.example/tests.pdf",
        Why::Unstated,
    ),
    set(
        "/carbonFootprint/batteryCarbonFootprint",
        "61",
        Why::Unstated,
    ),
    set(
        "/carbonFootprint/carbonFootprintPerLifecycleStage",
        r#"[{"lifecycleStage": "MainProduction", "carbonFootprint": 61}]"#,
        Why::Unstated,
    ),
    set(
        "/carbonFootprint/carbonFootprintStudy",
        "https://docs.voltcell.example/study.pdf",
        Why::Unstated,
    ),
    set(
        "/materialComposition/batteryMaterials/0/batteryMaterialMass",
        "7900",
        Why::Unstated,
    ),
    set(
        "/materialComposition/hazardousSubstances/0/hazardousSubstanceName",
        "Lithium hexafluorophosphate",
        Why::Unstated,
    ),
    set(
        "/materialComposition/hazardousSubstances/0/hazardousSubstanceConcentration",
        "12.5",
        Why::Unstated,
    ),
    set(
        "/materialComposition/hazardousSubstances/0/hazardousSubstanceIdentifier",
        "21324-40-3",
        Why::Unstated,
    ),
    set(
        "/circularity/dismantlingAndRemovalInformation",
        r#"[{"documentType": "DismantlingManual", "mimeType": "application/pdf", "documentURL": "https://docs.voltcell.example/dismantling.pdf"}]"#,
        Why::Unstated,
    ),
    set(
        "/circularity/sparePartSources",
        r#"[{"nameOfSupplier": "Voltcell Service GmbH", "addressOfSupplier": {"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}, "emailAddressOfSupplier": "parts@voltcell.example", "supplierWebAddress": "https://parts.voltcell.example", "components": [{"partName": "Cell", "partNumber": "VC-1"}]}]"#,
        Why::Unstated,
    ),
    set("/circularity/renewableContent", "3", Why::Unstated),
    set(
        "/circularity/safetyMeasures/safetyInstructions",
        "https://docs.voltcell.example/safety.pdf",
        Why::Unstated,
    ),
    set(
        "/circularity/safetyMeasures/extinguishingAgent",
        r#"["Water"]"#,
        Why::Unstated,
    ),
    set(
        "/circularity/endOfLifeInformation/wastePrevention",
        "https://voltcell.example/prevent",
        Why::Unstated,
    ),
    set(
        "/circularity/endOfLifeInformation/separateCollection",
        "https://voltcell.example/collection",
        Why::Unstated,
    ),
    set(
        "/circularity/endOfLifeInformation/informationOnCollection",
        "https://voltcell.example/take-back",
        Why::Unstated,
    ),
    Correction {
        with: Some("/ratedEnergy"),
        ..set(
            "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
            "476",
            Why::Dummy,
        )
    },
    Correction {
        with: Some("/ratedEnergy"),
        ..set(
            "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
            "500",
            Why::Dummy,
        )
    },
    set(
        "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
        "1500",
        Why::Unstated,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/lifetimeReferenceTest",
        "https://docs.voltcell.example/cycles.pdf",
        Why::Unstated,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/cRateLifeCycleTest",
        "0.5",
        Why::Unstated,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/idleStateReferenceTest",
        "https://docs.voltcell.example/idle-test.pdf",
        Why::NoPlace,
    ),
    Correction {
        with: Some("/originalPowerCapability"),
        ..set(
            "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
            "500 kW",
            Why::Dummy,
        )
    },
    set(
        "/performanceAndDurability/batteryCondition/remainingPowerCapability/0/powerCapabilityAt",
        "475 kW",
        Why::Unstated,
    ),
    set(
        "/performanceAndDurability/batteryCondition/numberOfDeepDischarges",
        r#"{"numberOfDeepDischargesValue": 0}"#,
        Why::NoPlace,
    ),
    set(
        "/performanceAndDurability/batteryCondition/remainingCapacity/remainingCapacityValue",
        "200",
        Why::Dummy,
    ),
    set(
        "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/0/powerCapabilityAt",
        "490 kW",
        Why::Dummy,
    ),
];
