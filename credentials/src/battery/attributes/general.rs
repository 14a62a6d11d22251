//! General product information: what the battery is, who made it, who answers for it.

use super::attribute::{Attribute, Kind, Point, Requirement, Requirements};

macro_rules! at {
    ($path:literal) => {
        concat!("/generalProductInformation", $path)
    };
}

const LABEL: Point = Point::One('a');

/// Values of `batteryStatus`, Annex XIII 4(c).
pub(in crate::battery) const STATUSES: &[&str] = &[
    "Original",
    "Repurposed",
    "Reused",
    "Remanufactured",
    "Waste",
];

pub(super) static ROWS: &[Attribute] = &[
    Attribute::group("/generalProductInformation", "General product information"),
    Attribute::new(
        at!("/productIdentifier"),
        "Battery identifier",
        Kind::BatteryId,
        LABEL,
    )
    .item()
    .mandatory("Art. 77(3), Annex VI part A(2)"),
    Attribute::new(
        at!("/batteryPassportIdentifier"),
        "Passport identifier",
        Kind::Text,
        LABEL,
    )
    .item()
    .voluntary("Art. 77(3)"),
    Attribute::new(at!("/modelIdentifier"), "Battery model", Kind::Text, LABEL)
        .ours()
        .voluntary("Art. 38(6), Annex VI part A(2)"),
    Attribute::new(
        at!("/batteryCategory"),
        "Category",
        Kind::Enumeration(&["lmt", "ev", "industrial", "stationary"]),
        LABEL,
    )
    .mandatory("Art. 77(1), Annex VI part A(2)")
    .at_a_glance("Category"),
    Attribute::new(
        at!("/manufacturerInformation"),
        "Manufacturer",
        Kind::Object,
        LABEL,
    )
    .mandatory("Art. 38(7), Annex VI part A(1)"),
    Attribute::member(
        at!("/manufacturerInformation/contactName"),
        "Name",
        Kind::Text,
    )
    .required(),
    Attribute::member(
        at!("/manufacturerInformation/postalAddress"),
        "Address",
        Kind::Object,
    )
    .required(),
    country(at!("/manufacturerInformation/postalAddress/addressCountry")),
    postal_code(at!("/manufacturerInformation/postalAddress/postalCode")),
    street(at!("/manufacturerInformation/postalAddress/streetAddress")),
    Attribute::member(
        at!("/manufacturerInformation/identifier"),
        "Identifier",
        Kind::Text,
    ),
    Attribute::member(
        at!("/manufacturerInformation/emailAddress"),
        "E-mail",
        Kind::Email,
    ),
    Attribute::member(
        at!("/manufacturerInformation/webAddress"),
        "Web site",
        Kind::Url,
    ),
    Attribute::new(
        at!("/operatorInformation"),
        "Responsible economic operator",
        Kind::Object,
        LABEL,
    )
    .item()
    .mandatory("Art. 77(4), Art. 38(7)"),
    Attribute::member(at!("/operatorInformation/contactName"), "Name", Kind::Text).required(),
    Attribute::member(
        at!("/operatorInformation/postalAddress"),
        "Address",
        Kind::Object,
    )
    .required(),
    country(at!("/operatorInformation/postalAddress/addressCountry")),
    postal_code(at!("/operatorInformation/postalAddress/postalCode")),
    street(at!("/operatorInformation/postalAddress/streetAddress")),
    Attribute::member(
        at!("/operatorInformation/identifier"),
        "Identifier",
        Kind::Text,
    ),
    Attribute::member(
        at!("/operatorInformation/emailAddress"),
        "E-mail",
        Kind::Email,
    ),
    Attribute::member(
        at!("/operatorInformation/webAddress"),
        "Web site",
        Kind::Url,
    ),
    Attribute::new(
        at!("/manufacturingPlace"),
        "Place of manufacture",
        Kind::Object,
        LABEL,
    )
    .item()
    .mandatory("Annex VI part A(3)"),
    country(at!("/manufacturingPlace/addressCountry")),
    // Where on earth it is, not where post goes: a facility has its own identifier.
    Attribute::member(
        at!("/manufacturingPlace/postalCode"),
        "Postal code",
        Kind::Text,
    )
    .expected(),
    Attribute::member(
        at!("/manufacturingPlace/streetAddress"),
        "Street",
        Kind::Text,
    )
    .expected(),
    Attribute::member(
        at!("/manufacturingPlace/facilityIdentifier"),
        "Facility",
        Kind::Text,
    )
    .ours(),
    Attribute::new(
        at!("/manufacturingDate"),
        "Date of manufacture",
        Kind::Date,
        LABEL,
    )
    .item()
    .mandatory("Annex VI part A(4), Annex VII part B(1)")
    .at_a_glance("Made"),
    // Not on the label of Annex VI: a lifetime parameter of Annex VII part B, hence point 4.
    Attribute::new(
        at!("/puttingIntoService"),
        "Put into service",
        Kind::DateTime,
        Point::Four('b'),
    )
    .requires(
        Requirements {
            ev: Requirement::Conditional("once put into service"),
            lmt: Requirement::Conditional("once put into service"),
            industrial: Requirement::Voluntary,
            stationary: Requirement::Conditional("once put into service"),
        },
        "Art. 14, Annex VII part B(1)",
    ),
    Attribute::new(
        at!("/warrantyPeriod"),
        "Commercial warranty",
        Kind::Number,
        Point::One('m'),
    )
    .named("warrentyPeriod")
    .unit("mo")
    .range(0.0, 600.0)
    .plausible(6.0, 300.0)
    .mandatory("")
    .at_a_glance("Warranty"),
    Attribute::new(at!("/batteryMass"), "Mass", Kind::Number, LABEL)
        .unit("kg")
        .range(0.0, 100_000.0)
        .plausible(0.3, 20_000.0)
        .mandatory("Annex VI part A(5)")
        .at_a_glance("Mass"),
    Attribute::new(
        at!("/batteryStatus"),
        "Status",
        Kind::Enumeration(STATUSES),
        Point::Four('c'),
    )
    .dynamic()
    .mandatory(""),
];

const fn country(pointer: &'static str) -> Attribute {
    Attribute::member(pointer, "Country", Kind::Text).required()
}

const fn postal_code(pointer: &'static str) -> Attribute {
    Attribute::member(pointer, "Postal code", Kind::Text).required()
}

const fn street(pointer: &'static str) -> Attribute {
    Attribute::member(pointer, "Street", Kind::Text).required()
}
