//! Responsible sourcing (Art. 47 to 52).

use super::attribute::{Attribute, Fraction, Kind, Point};

macro_rules! at {
    ($path:literal) => {
        concat!("/supplyChainDueDiligence", $path)
    };
}

const POINT: Point = Point::One('d');

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/supplyChainDueDiligence", "Supply chain due diligence"),
    Attribute::new(
        at!("/supplyChainDueDiligenceReport"),
        "Due diligence report",
        Kind::Url,
        POINT,
    )
    .conditional(
        "unless the operator is exempt by its turnover, Art. 47(1)",
        "Art. 48, 52(3)",
    ),
    Attribute::new(
        at!("/thirdPartyAssurances"),
        "Third-party assurances",
        Kind::Url,
        POINT,
    )
    .named("thirdPartyAussurances")
    .voluntary("DIN DKE SPEC 99100 6.4"),
    Attribute::new(
        at!("/supplyChainIndices"),
        "Supply chain index",
        Kind::Number,
        POINT,
    )
    .named("supplyChainIndicies")
    .percent(Fraction::Doubtful)
    .voluntary("DIN DKE SPEC 99100 6.4"),
];
