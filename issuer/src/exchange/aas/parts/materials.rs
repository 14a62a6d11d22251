//! Part 6: what the battery is made of.

use super::super::template::{Element, Part, collection, list, property};

/// A concept of this part's aspect model.
macro_rules! samm {
    ($name:literal) => {
        concat!(
            "urn:samm:io.admin-shell.idta.batterypass.material_composition:1.0.1#",
            $name
        )
    };
}

macro_rules! at {
    ($path:literal) => {
        concat!("/materialComposition", $path)
    };
}

pub(super) static PART: Part = Part {
    number: 6,
    id_short: "MaterialComposition",
    template: "https://admin-shell.io/idta-02035-6",
    version: ("1", "0"),
    ids: &[aspect!(
        "batterypass.material_composition:1.0.0#MaterialComposition"
    )],
    elements: &[
        collection(
            "BatteryChemistry",
            &[samm!("batteryChemistry")],
            BATTERY_CHEMISTRY,
        ),
        list(
            "BatteryMaterials",
            &[samm!("batteryMaterials")],
            &collection(
                "BatteryMaterial",
                &[samm!("BatteryMaterial")],
                BATTERY_MATERIAL,
            )
            .each(at!("/batteryMaterials")),
        ),
        list(
            "HazardousSubstances",
            &[samm!("hazardousSubstances")],
            &collection(
                "HazardousSubstance",
                &[samm!("HazardousSubstance")],
                HAZARDOUS_SUBSTANCE,
            )
            .each(at!("/hazardousSubstances")),
        ),
    ],
};

const HAZARDOUS_SUBSTANCE: &[Element] = &[
    property(
        "HazardousSubstanceClass",
        "xs:string",
        &[samm!("hazardousSubstanceClass")],
    )
    .to(at!("/hazardousSubstances/*/hazardousSubstanceClass")),
    property(
        "HazardousSubstanceName",
        "xs:string",
        &[samm!("hazardousSubstanceName")],
    )
    .to(at!("/hazardousSubstances/*/hazardousSubstanceName")),
    property(
        "HazardousSubstanceConcentration",
        "xs:double",
        &[samm!("hazardousSubstanceConcentration")],
    )
    .to(at!(
        "/hazardousSubstances/*/hazardousSubstanceConcentration"
    ))
    .unit("%"),
    list(
        "HazardousSubstanceImpact",
        &[samm!("hazardousSubstanceImpact")],
        &property("Impact", "xs:string", &[samm!("Impact")])
            .to(at!("/hazardousSubstances/*/hazardousSubstanceImpact/*"))
            .each(at!("/hazardousSubstances/*/hazardousSubstanceImpact")),
    ),
    collection(
        "HazardousSubstanceLocation",
        &[samm!("hazardousSubstanceLocation")],
        HAZARDOUS_SUBSTANCE_LOCATION,
    ),
    property(
        "HazardousSubstanceIdentifier",
        "xs:string",
        &[
            samm!("hazardousSubstanceIdentifier"),
            "https://www.cas.org/cas-data/cas-registry",
        ],
    )
    .to(at!("/hazardousSubstances/*/hazardousSubstanceIdentifier")),
];

const HAZARDOUS_SUBSTANCE_LOCATION: &[Element] = &[
    property("ComponentName", "xs:string", &[samm!("componentName")]).to(at!(
        "/hazardousSubstances/*/hazardousSubstanceLocation/componentName"
    )),
    property("ComponentId", "xs:string", &[samm!("componentId")]).to(at!(
        "/hazardousSubstances/*/hazardousSubstanceLocation/componentId"
    )),
];

const BATTERY_MATERIAL: &[Element] = &[
    collection(
        "BatteryMaterialLocation",
        &[samm!("batteryMaterialLocation")],
        BATTERY_MATERIAL_LOCATION,
    ),
    property(
        "BatteryMaterialIdentifier",
        "xs:string",
        &[
            samm!("batteryMaterialIdentifier"),
            "https://www.cas.org/cas-data/cas-registry",
            "urn:irdi:0173-1#02-ABH034#003",
        ],
    )
    .to(at!("/batteryMaterials/*/batteryMaterialIdentifier")),
    property(
        "BatteryMaterialName",
        "xs:string",
        &[
            samm!("batteryMaterialName"),
            "urn:irdi:0173-1#02-AAN920#003",
        ],
    )
    .to(at!("/batteryMaterials/*/batteryMaterialName")),
    property(
        "BatteryMaterialMass",
        "xs:float",
        &[samm!("batteryMaterialMass")],
    )
    .to(at!("/batteryMaterials/*/batteryMaterialMass"))
    .unit("kg"),
    property(
        "IsCriticalRawMaterial",
        "xs:boolean",
        &[samm!("isCriticalRawMaterial")],
    )
    .to(at!("/batteryMaterials/*/isCriticalRawMaterial")),
];

const BATTERY_MATERIAL_LOCATION: &[Element] = &[
    property("ComponentName", "xs:string", &[samm!("componentName")]).to(at!(
        "/batteryMaterials/*/batteryMaterialLocation/componentName"
    )),
    property("ComponentId", "xs:string", &[samm!("componentId")]).to(at!(
        "/batteryMaterials/*/batteryMaterialLocation/componentId"
    )),
];

const BATTERY_CHEMISTRY: &[Element] = &[
    property("ShortName", "xs:string", &[samm!("shortName")])
        .to(at!("/batteryChemistry/shortName")),
    property("ClearName", "xs:string", &[samm!("clearName")])
        .to(at!("/batteryChemistry/clearName")),
];
