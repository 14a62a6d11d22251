//! What the battery is made of.

use super::attribute::{Attribute, Fraction, Kind, Point};

macro_rules! at {
    ($path:literal) => {
        concat!("/materialComposition", $path)
    };
}

const PUBLIC: Point = Point::One('b');

/// Hazard classes of Regulation (EC) No 1272/2008 (CLP); Battery Pass 1.2 knows the first three.
const HAZARD_CLASSES: &[&str] = &[
    "AcuteToxicity",
    "SkinCorrosionOrIrritation",
    "EyeDamageOrIrritation",
    "RespiratoryOrSkinSensitisation",
    "GermCellMutagenicity",
    "Carcinogenicity",
    "ReproductiveToxicity",
    "SpecificTargetOrganToxicity",
    "AspirationHazard",
    "AquaticHazard",
    "FlammableLiquid",
    "FlammableSolid",
];

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/materialComposition", "Materials and composition"),
    Attribute::new(at!("/batteryChemistry"), "Chemistry", Kind::Object, PUBLIC)
        .mandatory("Annex VI part A(7)"),
    Attribute::member(at!("/batteryChemistry/shortName"), "Short name", Kind::Text)
        .expected()
        .at_a_glance("Chemistry"),
    Attribute::member(at!("/batteryChemistry/clearName"), "Name", Kind::Text).required(),
    // Battery Pass 1.2 only flags them inside the restricted detail; the law makes the list public.
    Attribute::new(
        at!("/criticalRawMaterials"),
        "Critical raw materials above 0.1 % by weight",
        Kind::Array,
        PUBLIC,
    )
    .ours()
    .none_is_an_answer()
    .mandatory("Annex VI part A(10)"),
    Attribute::member(
        at!("/criticalRawMaterials/*"),
        "Critical raw material",
        Kind::Text,
    )
    .ours(),
    Attribute::new(
        at!("/hazardousSubstances"),
        "Hazardous substances",
        Kind::Array,
        PUBLIC,
    )
    .none_is_an_answer()
    .mandatory("Annex VI part A(8)"),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceClass"),
        "Hazard class",
        Kind::Enumeration(HAZARD_CLASSES),
    )
    .expected(),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceName"),
        "Name",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceConcentration"),
        "Concentration",
        Kind::Number,
    )
    .percent(Fraction::Ordinary)
    .required(),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceImpact"),
        "Impact statements",
        Kind::Array,
    )
    .expected(),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceImpact/*"),
        "Impact statement",
        Kind::Text,
    ),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceLocation"),
        "Location",
        Kind::Object,
    )
    .expected(),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceLocation/componentName"),
        "Component",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceLocation/componentId"),
        "Component identifier",
        Kind::Text,
    ),
    Attribute::member(
        at!("/hazardousSubstances/*/hazardousSubstanceIdentifier"),
        "CAS number",
        Kind::Cas,
    )
    .required(),
    Attribute::new(
        at!("/batteryMaterials"),
        "Materials in cathode, anode and electrolyte",
        Kind::Array,
        Point::Two('a'),
    )
    .by_element()
    .mandatory(""),
    Attribute::member(
        at!("/batteryMaterials/*/batteryMaterialLocation"),
        "Location",
        Kind::Object,
    )
    .required(),
    Attribute::member(
        at!("/batteryMaterials/*/batteryMaterialLocation/componentName"),
        "Component",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/batteryMaterials/*/batteryMaterialLocation/componentId"),
        "Component identifier",
        Kind::Text,
    ),
    Attribute::member(
        at!("/batteryMaterials/*/batteryMaterialIdentifier"),
        "CAS number",
        Kind::Cas,
    )
    .expected(),
    Attribute::member(
        at!("/batteryMaterials/*/batteryMaterialName"),
        "Name",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/batteryMaterials/*/batteryMaterialMass"),
        "Mass",
        Kind::Number,
    )
    .unit("g")
    .range(0.0, 100_000_000.0)
    .required(),
    Attribute::member(
        at!("/batteryMaterials/*/isCriticalRawMaterial"),
        "Critical raw material",
        Kind::Boolean,
    )
    .expected(),
];
