//! The battery passport itself, by Regulation (EU) 2023/1542.
//!
//! [`attributes`] is the one table everything else reads: [`audience`] who may see what, [`audit`]
//! whether a presentation kept to it, [`passport`] the credential and its disclosure plan.
//! [`documents`] binds the documents it names by their digests. [`describe`] tells a passport to people,
//! [`mod@lint`] whether its content is fit to be signed, [`schema`] its shape to other software.
//! [`identifier`] names a battery, [`category`] says which batteries have a passport at all,
//! [`mod@reference`] ties one credential to another, [`parts`] for some parts of a battery alone. [`event`] is what happens to a battery afterwards,
//! [`accreditation`] who acts in which role, [`roles`] who may issue what,
//! [`trust_list`] whose word counts, [`statement`] the frame they share, [`kind`] which of them a credential is.
//! [`lifecycle`] folds a passport and its events into a state, [`transfer`] hands a
//! battery from one operator to the next, [`recycling`] ends it, [`mod@provenance`] follows it back through those hands.
//! [`bundle`] is how they travel together. Pure: clock and randomness enter as arguments.

pub mod accreditation;
pub mod attributes;
pub mod audience;
pub mod audit;
pub mod bundle;
pub mod category;
pub mod composite;
pub mod content;
pub mod describe;
pub mod documents;
pub mod event;
pub mod identifier;
pub mod kind;
pub mod lifecycle;
pub mod lint;
pub mod naming;
pub mod parts;
pub mod passport;
pub mod provenance;
pub mod recycling;
pub mod reference;
pub mod roles;
pub mod schema;
pub mod statement;
#[cfg(test)]
mod tables_in_docs;
pub mod transfer;
pub mod trust_list;

pub use accreditation::{Accreditation, Role};
pub use audience::{Audience, Purpose};
pub use bundle::{Bundle, BundleKind};
pub use category::Category;
pub use event::{Event, EventDraft, EventKind};
pub use identifier::{BatteryId, Gtin, Serial};
pub use lifecycle::{BatteryStatus, Phase};
pub use parts::{Parts, Predecessor};
pub use passport::PassportDraft;
pub use reference::Reference;
pub use roles::Act;
pub use statement::Statement;
pub use trust_list::{SignedTrustList, TrustList};
