//! Labels, symbols and conformity.

use super::attribute::{Attribute, Kind, Point};

macro_rules! at {
    ($path:literal) => {
        concat!("/labels", $path)
    };
}

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/labels", "Labels and conformity"),
    Attribute::new(
        at!("/labels"),
        "Labels and symbols",
        Kind::Array,
        Point::One('q'),
    )
    .mandatory("Art. 13(4) and (5), Annex VI part A(8) and (9)"),
    Attribute::member(
        at!("/labels/*/labelingSubject"),
        "Subject",
        Kind::Enumeration(&[
            "SeparateCollection",
            "HazardousMaterial",
            // As Battery Pass 1.2 spells it.
            "CarbonFootPrint",
            "ExtinguishingAgent",
        ]),
    )
    .required(),
    Attribute::member(at!("/labels/*/labelingSymbol"), "Symbol", Kind::Url).required(),
    Attribute::member(
        at!("/labels/*/labelingMeaning"),
        "Meaning",
        Kind::LanguageMap,
    )
    .required(),
    Attribute::new(
        at!("/declarationOfConformity"),
        "EU declaration of conformity",
        Kind::Url,
        Point::One('r'),
    )
    .mandatory("Art. 18"),
    // Battery Pass 1.2 has the document alone; DIN DKE SPEC 99100 and Catena-X number it too.
    Attribute::new(
        at!("/declarationOfConformityIdentifier"),
        "Number of the EU declaration of conformity",
        Kind::Text,
        Point::One('r'),
    )
    .ours()
    .voluntary("Art. 18, Annex IX"),
    Attribute::new(
        at!("/resultOfTestReport"),
        "Results of test reports",
        Kind::Url,
        Point::Three,
    )
    .mandatory("Art. 6 to 10, 12 to 14"),
    // Of the audience of the reports: an entry of relatedResource would show the public where they lie.
    Attribute::new(
        at!("/resultOfTestReportDigest"),
        "Digest of the test reports",
        Kind::Text,
        Point::Three,
    )
    .ours()
    .voluntary(""),
];
