//! Part 3: carbon footprints, one for each unit and stage.

use super::super::template::{Element, Form, Part, collection, list, property};

/// A concept of this part's aspect model.
macro_rules! samm {
    ($name:literal) => {
        concat!(
            "urn:samm:io.admin-shell.idta.batterypass.carbon_footprint:1.0.0#",
            $name
        )
    };
}

pub(super) static PART: Part = Part {
    number: 3,
    id_short: "CarbonFootprint",
    template: "https://admin-shell.io/idta-02023-1-0",
    version: ("1", "0"),
    ids: &[
        "https://admin-shell.io/idta/CarbonFootprint/CarbonFootprint/1/0",
        samm!("CarbonFootprintBattery"),
    ],
    elements: &[list(
        "ProductCarbonFootprints",
        &[
            "https://admin-shell.io/idta/CarbonFootprint/ProductCarbonFootprints/1/0",
            samm!("CarbonFootprintBattery"),
        ],
        &collection(
            "ProductCarbonFootprint",
            &[
                "https://admin-shell.io/idta/CarbonFootprint/ProductCarbonFootprint/1/0",
                samm!("ProductCarbonFootprint"),
            ],
            PRODUCT_CARBON_FOOTPRINT,
        )
        .each("/footprints"),
    )],
};

const PRODUCT_CARBON_FOOTPRINT: &[Element] = &[
    list(
        "PcfCalculationMethods",
        &[
            "https://admin-shell.io/idta/CarbonFootprint/PcfCalculationMethods/1/0",
            aspect!("carbon_footprint:1.0.0#pcfCalculationMethods"),
        ],
        &property(
            "PcfCalculationMethod",
            "xs:string",
            &["0173-1#02-ABG854#003"],
        )
        .to("/footprints/*/methods/*")
        .each("/footprints/*/methods"),
    ),
    property(
        "PcfCO2eq",
        "xs:decimal",
        &[
            "0173-1#02-ABG855#003",
            aspect!("carbon_footprint:1.0.0#pcfCo2eq"),
        ],
    )
    .to("/footprints/*/value"),
    property(
        "ReferenceImpactUnitForCalculation",
        "xs:string",
        &[
            "0173-1#02-ABG856#003",
            aspect!("carbon_footprint:1.0.0#referenceImpactUnitForCalculation"),
        ],
    )
    .to("/footprints/*/unit"),
    property(
        "QuantityOfMeasureForCalculation",
        "xs:double",
        &[
            "0173-1#02-ABG857#003",
            aspect!("carbon_footprint:1.0.0#quantityOfMeasureForCalculation"),
        ],
    )
    .to("/footprints/*/quantity"),
    list(
        "LifeCyclePhases",
        &[
            "https://admin-shell.io/idta/CarbonFootprint/LifeCyclePhases/1/0",
            aspect!("carbon_footprint:1.0.0#lifeCyclePhases"),
            "0173-1#02-ABG858#003",
        ],
        &property("LifeCyclePhase", "xs:string", &["0173-1#02-ABG858#004"])
            .to("/footprints/*/phases/*")
            .each("/footprints/*/phases"),
    ),
    property(
        "PerformanceClass",
        "xs:string",
        &[samm!("performanceClass")],
    )
    .to("/footprints/*/class"),
    list(
        "WebLinkToPublicCarbonFootprintStudy",
        &[samm!("webLinkToPublicCarbonFootprintStudy")],
        &property(
            "DocumentIdentifier",
            "xs:string",
            &[
                aspect!("handover_documentation:2.0.0#DocumentIdentifier"),
                "0173-1#02-AAO099#004",
            ],
        )
        .to("/footprints/*/study/*")
        .each("/footprints/*/study")
        .form(Form::Document),
    ),
];
