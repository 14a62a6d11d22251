//! The one table of every attribute of a battery passport: what it is called, where it stands, who
//! may see it, who must give it and by which article, in which unit and range.
//!
//! Names and groups follow Battery Pass 1.2 (DIN DKE SPEC 99100) with its misspellings corrected;
//! attributes that Annex XIII asks for and Battery Pass 1.2 lacks are added. The linter, the audience
//! views, the disclosure plan, the JSON-LD context and the importers all read this table.

mod attribute;
mod carbon_footprint;
mod circularity;
mod condition;
#[cfg(test)]
mod documented;
mod due_diligence;
mod general;
mod labels;
#[cfg(test)]
mod law;
mod materials;
#[cfg(test)]
mod published;
#[cfg(test)]
mod published_catena_x;
mod sources;
mod table;
mod technical;

pub use attribute::{
    Attribute, Bounds, Change, Fraction, Kind, Level, Part, Point, Requirement, Requirements,
};
pub use table::{Table, table};
