//! Handing a battery from one operator to the next, with both consents (Art. 77(7)).
//!
//! The old operator signs a [`TransferOffer`]; the new one a [`TransferAcceptance`] over the digest of the signed
//! offer, or a rejection; until then the old one may sign a withdrawal (both are a [`TransferEnd`]).
//! [`check_acceptance`] is the only way to an [`Accepted`], and only with one can [`reissue()`] plan the passport and
//! events that the old operator issues again for the new one.
//!
//! Both may be of some parts of a battery alone: then [`reissue()`] plans a passport for those parts, and [`remaining`] the
//! next version of the old operator's own, for what stays with it.
//!
//! Where the old operator is gone, an authority's [`SuccessionOrder`] takes the place of the offer, and nothing is issued
//! again.

mod acceptance;
mod check;
mod end;
mod error;
mod offer;
mod order;
mod part;
mod proposal;
mod reissue;
#[cfg(test)]
pub(super) mod tests;

pub use acceptance::{TRANSFER_ACCEPTANCE, TransferAcceptance};
pub use check::{Accepted, Circumstances, Held, check_acceptance};
pub use end::{EndKind, TRANSFER_REJECTION, TRANSFER_WITHDRAWAL, TransferEnd};
pub use error::TransferError;
pub use offer::{TRANSFER_OFFER, TransferOffer};
pub use order::{Ground, SUCCESSION_ORDER, SuccessionOrder, UnknownGround};
pub use part::remaining;
pub use proposal::Proposal;
pub use reissue::{Fresh, Reissue, reissue};
