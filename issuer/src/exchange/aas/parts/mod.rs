//! The seven parts of IDTA 02035, as their published templates have them.

/// A concept of one of the aspect models of the IDTA.
macro_rules! aspect {
    ($name:literal) => {
        concat!("urn:samm:io.admin-shell.idta.", $name)
    };
}

macro_rules! general {
    ($path:literal) => {
        concat!("/generalProductInformation", $path)
    };
}

macro_rules! condition {
    ($path:literal) => {
        concat!("/performanceAndDurability/batteryCondition", $path)
    };
}

mod carbon;
mod circularity;
mod condition;
mod handover;
mod materials;
mod nameplate;
mod technical;

use super::template::Part;

/// In the order of their numbers.
pub(super) static PARTS: [&Part; 7] = [
    &nameplate::PART,
    &handover::PART,
    &carbon::PART,
    &technical::PART,
    &condition::PART,
    &materials::PART,
    &circularity::PART,
];
