//! Is this credential good, and for whom?
//!
//! - [`verify`] is the one way in: bytes, a [`Policy`], an [`Environment`]; out comes a [`Report`] of twelve checks
//! - [`accept`] gives a [`Verified`] credential, which can come from nowhere else
//! - [`environment`] is where DID documents and status lists come from: network and cache, or a bundle
//! - [`trust`] says whose word counts for what: by a list, and by accreditations
//! - [`provenance`] walks back through the hands a battery went through
//! - [`life`]: where the battery is in its life, its health in time, and how it ended
//! - [`render`] tells a report to people on a terminal, [`pages`] in a browser; [`input`] reads files, pictures of QR codes and links

mod check;
pub mod commands;
pub mod environment;
pub mod input;
mod keys;
pub mod life;
pub mod pages;
pub mod policy;
mod presentation;
pub mod provenance;
pub mod render;
pub mod report;
mod signature;
mod submission;
pub mod trust;
mod verify;

pub use environment::{Environment, FetchedList, StatusLists};
pub use life::Life;
pub use policy::Policy;
pub use report::{
    Check, CheckName, CheckStatus, DocumentState, DocumentStatus, Report, SourceState,
    SourceStatus, SourcesReport, TotalState,
};
pub use trust::{Trust, TrustList};
pub use verify::{Verified, accept, verify, verify_all};
