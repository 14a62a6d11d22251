//! Who stands behind which attribute: totals of suppliers' shares, and the shares and declarations themselves.
//!
//! The totals are of public attributes, and what proves them hides every share, so that everybody may see it. Who
//! supplies a manufacturer, and how much of what, is evidence for those who watch over the market (Art. 49(1), Annex
//! XIII point 3), and no business of anybody else.

use super::attribute::{Attribute, Kind, Point};

macro_rules! at {
    ($path:literal) => {
        concat!("/sources", $path)
    };
}

const TOTALS: &str = "Art. 7(1), Art. 8(1)";
const STATEMENTS: &str = "Art. 7(1), Art. 8(1), Art. 49(1)";

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/sources", "Who says so"),
    Attribute::new(
        at!("/totals"),
        "Totals of suppliers' shares",
        Kind::Array,
        Point::One('c'),
    )
    .ours()
    .item()
    .by_element()
    .voluntary(TOTALS),
    Attribute::member(at!("/totals/*/attribute"), "Attribute", Kind::Text)
        .ours()
        .required(),
    // A decimal number as text: what is committed to is a whole number of millionths, and no float.
    Attribute::member(at!("/totals/*/sum"), "Sum of the shares", Kind::Text)
        .ours()
        .required(),
    Attribute::member(at!("/totals/*/unit"), "Unit", Kind::Text)
        .ours()
        .required(),
    Attribute::member(at!("/totals/*/commitments"), "Commitments", Kind::Array)
        .ours()
        .required(),
    Attribute::member(at!("/totals/*/commitments/*"), "Commitment", Kind::Text).ours(),
    Attribute::member(at!("/totals/*/opening"), "Opening of the sum", Kind::Text)
        .ours()
        .required(),
    Attribute::new(
        at!("/statements"),
        "Suppliers' statements",
        Kind::Array,
        Point::Three,
    )
    .ours()
    .item()
    .by_element()
    .voluntary(STATEMENTS),
    Attribute::member(at!("/statements/*/attribute"), "Attribute", Kind::Text)
        .ours()
        .required(),
    Attribute::member(at!("/statements/*/statedBy"), "Stated by", Kind::Text)
        .ours()
        .required(),
    Attribute::member(at!("/statements/*/statedByName"), "Name", Kind::Text).ours(),
    Attribute::member(at!("/statements/*/declaration"), "Declaration", Kind::Text).ours(),
    Attribute::member(
        at!("/statements/*/declarationDigest"),
        "Digest of the declaration",
        Kind::Text,
    )
    .ours(),
    Attribute::member(at!("/statements/*/share"), "Share", Kind::Text).ours(),
    Attribute::member(at!("/statements/*/weight"), "Weight in %", Kind::Text).ours(),
    Attribute::member(at!("/statements/*/stated"), "Stated value", Kind::Text).ours(),
    Attribute::member(
        at!("/statements/*/opening"),
        "Opening of the share",
        Kind::Text,
    )
    .ours(),
];
