//! Spare parts, dismantling, safety, recycled and renewable content, end of life.

use super::attribute::{Attribute, Fraction, Kind, Point, Requirement, Requirements};

macro_rules! at {
    ($path:literal) => {
        concat!("/circularity", $path)
    };
}

const WASTE_INFORMATION: Point = Point::One('s');

/// Art. 8(1): EV and industrial from 18 August 2028, LMT from 18 August 2033, where the active
/// materials contain cobalt, lead, lithium or nickel.
const RECYCLED: Requirements = Requirements {
    ev: Requirement::Conditional(
        "from 18 August 2028 with cobalt, lead, lithium or nickel in active materials",
    ),
    lmt: Requirement::Conditional(
        "from 18 August 2033 with cobalt, lead, lithium or nickel in active materials",
    ),
    industrial: Requirement::Conditional(
        "from 18 August 2028 with cobalt, lead, lithium or nickel in active materials",
    ),
    stationary: Requirement::Conditional(
        "from 18 August 2028 with cobalt, lead, lithium or nickel in active materials",
    ),
};

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/circularity", "Circularity and resource efficiency"),
    Attribute::new(
        at!("/dismantlingAndRemovalInformation"),
        "Dismantling and removal",
        Kind::Array,
        Point::Two('c'),
    )
    .mandatory("Art. 11"),
    Attribute::member(
        at!("/dismantlingAndRemovalInformation/*/documentType"),
        "Document type",
        Kind::Enumeration(&[
            "BillOfMaterial",
            "Model3D",
            "DismantlingManual",
            "RemovalManual",
            "OtherManual",
            "Drawing",
        ]),
    )
    .required(),
    Attribute::member(
        at!("/dismantlingAndRemovalInformation/*/mimeType"),
        "Media type",
        Kind::Text,
    )
    .expected(),
    Attribute::member(
        at!("/dismantlingAndRemovalInformation/*/documentURL"),
        "Document",
        Kind::Url,
    )
    .required(),
    Attribute::member(
        at!("/dismantlingAndRemovalInformation/*/documentURLDigest"),
        "Digest of the document",
        Kind::Text,
    )
    .ours(),
    // Point 2(c) ends with the number and layout of the cells, which most put in the documents above.
    Attribute::new(
        at!("/numberOfCells"),
        "Number of cells",
        Kind::Integer,
        Point::Two('c'),
    )
    .ours()
    .unit("{cell}")
    .range(1.0, 10_000_000.0)
    .voluntary("Art. 11"),
    Attribute::new(
        at!("/cellLayout"),
        "Layout of the cells",
        Kind::Text,
        Point::Two('c'),
    )
    .ours()
    .voluntary("Art. 11"),
    Attribute::new(
        at!("/sparePartSources"),
        "Sources of spare parts",
        Kind::Array,
        Point::Two('b'),
    )
    .mandatory(""),
    Attribute::member(
        at!("/sparePartSources/*/nameOfSupplier"),
        "Supplier",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/addressOfSupplier"),
        "Address",
        Kind::Object,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/addressOfSupplier/addressCountry"),
        "Country",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/addressOfSupplier/postalCode"),
        "Postal code",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/addressOfSupplier/streetAddress"),
        "Street",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/emailAddressOfSupplier"),
        "E-mail",
        Kind::Email,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/supplierWebAddress"),
        "Web site",
        Kind::Url,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/components"),
        "Components",
        Kind::Array,
    )
    .required(),
    Attribute::member(
        at!("/sparePartSources/*/components/*/partName"),
        "Part",
        Kind::Text,
    )
    .expected(),
    Attribute::member(
        at!("/sparePartSources/*/components/*/partNumber"),
        "Part number",
        Kind::Text,
    )
    .required(),
    Attribute::new(
        at!("/recycledContent"),
        "Recycled content",
        Kind::Array,
        Point::One('e'),
    )
    .requires(RECYCLED, "Art. 8(1)"),
    Attribute::member(
        at!("/recycledContent/*/recycledMaterial"),
        "Material",
        Kind::Enumeration(&["Cobalt", "Nickel", "Lithium", "Lead"]),
    )
    .required(),
    Attribute::member(
        at!("/recycledContent/*/preConsumerShare"),
        "Share from manufacturing waste",
        Kind::Number,
    )
    .percent(Fraction::Doubtful)
    .required(),
    Attribute::member(
        at!("/recycledContent/*/postConsumerShare"),
        "Share from post-consumer waste",
        Kind::Number,
    )
    .percent(Fraction::Doubtful)
    .required(),
    Attribute::new(
        at!("/renewableContent"),
        "Renewable content",
        Kind::Number,
        Point::One('f'),
    )
    .percent(Fraction::Doubtful)
    .mandatory(""),
    Attribute::section(at!("/safetyMeasures"), "Safety"),
    Attribute::new(
        at!("/safetyMeasures/safetyInstructions"),
        "Safety measures",
        Kind::Url,
        Point::Two('d'),
    )
    .mandatory("Annex V"),
    Attribute::new(
        at!("/safetyMeasures/safetyInstructionsDigest"),
        "Digest of the safety measures",
        Kind::Text,
        Point::Two('d'),
    )
    .ours()
    .voluntary(""),
    // Beside the restricted instructions in Battery Pass 1.2, but on the label by Annex VI part A(9).
    Attribute::new(
        at!("/safetyMeasures/extinguishingAgent"),
        "Usable extinguishing agents",
        Kind::Array,
        Point::One('a'),
    )
    .mandatory("Annex VI part A(9)"),
    Attribute::member(
        at!("/safetyMeasures/extinguishingAgent/*"),
        "Extinguishing agent",
        Kind::Text,
    ),
    Attribute::section(at!("/endOfLifeInformation"), "End of life"),
    Attribute::new(
        at!("/endOfLifeInformation/wastePrevention"),
        "Preventing waste",
        Kind::Url,
        WASTE_INFORMATION,
    )
    .mandatory("Art. 74(1)(a)"),
    Attribute::new(
        at!("/endOfLifeInformation/separateCollection"),
        "Separate collection",
        Kind::Url,
        WASTE_INFORMATION,
    )
    .mandatory("Art. 74(1)(b)"),
    Attribute::new(
        at!("/endOfLifeInformation/informationOnCollection"),
        "Collection, re-use and treatment",
        Kind::Url,
        WASTE_INFORMATION,
    )
    .mandatory("Art. 74(1)(c) to (f)"),
];
