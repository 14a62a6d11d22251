//! Carbon footprint (Art. 7, Annex II).

use super::attribute::{Attribute, Kind, Point, Requirement, Requirements};

macro_rules! at {
    ($path:literal) => {
        concat!("/carbonFootprint", $path)
    };
}

const POINT: Point = Point::One('c');

/// Art. 7(1): EV first, industrial next, LMT from 18 August 2028, external storage from 2030; each no
/// sooner than twelve months after its delegated act.
const DECLARATION: Requirements = Requirements {
    ev: Requirement::Mandatory,
    lmt: Requirement::Conditional("from 18 August 2028, Art. 7(1)(c)"),
    industrial: Requirement::Conditional(
        "once the delegated act for industrial batteries applies, Art. 7(1)(b)",
    ),
    stationary: Requirement::Conditional("from 18 August 2030 with external storage, Art. 7(1)(d)"),
};

/// Art. 7(2): the class follows eighteen months later.
const CLASS: Requirements = Requirements {
    ev: Requirement::Conditional(
        "once the delegated act on performance classes applies, Art. 7(2)(a)",
    ),
    lmt: Requirement::Conditional("from 18 February 2030, Art. 7(2)(c)"),
    industrial: Requirement::Conditional(
        "once the delegated act on performance classes applies, Art. 7(2)(b)",
    ),
    stationary: Requirement::Conditional(
        "from 18 February 2032 with external storage, Art. 7(2)(d)",
    ),
};

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/carbonFootprint", "Carbon footprint"),
    // kg of CO2 equivalent per kWh of the energy delivered over the service life, Annex II(4).
    Attribute::new(
        at!("/batteryCarbonFootprint"),
        "Carbon footprint",
        Kind::Number,
        POINT,
    )
    .unit("kg/kW.h")
    .range(0.0, 1_000.0)
    .plausible(0.001, 200.0)
    .requires(DECLARATION, "Art. 7(1), Annex II")
    .at_a_glance("Carbon footprint"),
    Attribute::new(
        at!("/carbonFootprintPerLifecycleStage"),
        "Carbon footprint by life-cycle stage",
        Kind::Array,
        POINT,
    )
    .requires(DECLARATION, "Art. 7(1)(e), Annex II(4)"),
    Attribute::member(
        at!("/carbonFootprintPerLifecycleStage/*/lifecycleStage"),
        "Stage",
        Kind::Enumeration(&[
            "RawMaterialExtraction",
            "MainProduction",
            "Distribution",
            "Recycling",
        ]),
    )
    .required(),
    // Recycling can earn credits: a stage may be negative, the sum may not.
    Attribute::member(
        at!("/carbonFootprintPerLifecycleStage/*/carbonFootprint"),
        "Carbon footprint of the stage",
        Kind::Number,
    )
    .unit("kg/kW.h")
    .range(-1_000.0, 1_000.0)
    .required(),
    Attribute::new(
        at!("/carbonFootprintPerformanceClass"),
        "Carbon footprint performance class",
        Kind::Text,
        POINT,
    )
    .requires(CLASS, "Art. 7(2), Annex II(8)"),
    Attribute::new(
        at!("/carbonFootprintStudy"),
        "Carbon footprint study",
        Kind::Url,
        POINT,
    )
    .requires(DECLARATION, "Art. 7(1)(f)"),
    Attribute::new(
        at!("/absoluteCarbonFootprint"),
        "Absolute carbon footprint",
        Kind::Number,
        POINT,
    )
    .unit("kg")
    .range(0.0, 10_000_000.0)
    .voluntary("DIN DKE SPEC 99100 6.3.10"),
];
