//! The composite passport: what suppliers declare of their parts, bound to the passport of the battery they are in.
//!
//! Somebody upstream signs a [`Declaration`]: a cathode maker of the carbon footprint of its powder, a smelter of the
//! recycled share of its cobalt, a verifier of a due-diligence report. [`bind()`] takes those whose proofs were verified,
//! holds what they say against what the passport says, and writes the group `sources` of its content, which
//! [`Sources::read`] holds against the rest of it again, as far as it is shown:
//!
//! - `statements`: who says what of which attribute, by id and digest of the declaration, each an element that is
//!   disclosed or withheld by itself. Who supplies whom, and how much, is for those who watch over the market.
//! - `totals`: of each number that is made of shares, its exact sum and a [`commitment`] to each share. They are public,
//!   hide the shares, and still prove that these make the total.
//!
//! The group stands in the subject and has its rows in the attribute table like any other, so that audiences, lint,
//! schema and context follow. VCDM 2.0 has two places for such things, and neither fits: `evidence` (section 5.6) is of
//! the credential and of no audience, and `relatedResource` (section 5.3) may not be withheld at all under VC-JOSE-COSE
//! section 3.2.1.

mod amount;
mod beside;
mod bind;
mod claim;
pub mod commitment;
mod declaration;
mod error;
mod places;
mod sources;
#[cfg(test)]
mod tests;
mod told;

pub use amount::{Amount, NotAnAmount};
pub use beside::beside;
pub use bind::{Own, Supplier, bind};
pub use claim::{Agreement, Claim, Rule, Says, claims, rule};
pub use declaration::{
    COMPONENT, Declaration, DeclarationError, GROUPS, MEMBERS, SUPPLIER_DECLARATION,
};
pub use error::CompositionError;
pub use sources::{Sources, Stated, Total, Weighed};
pub(in crate::battery) use told::lines;
pub use told::title;
