//! Where DID documents and status lists come from: the network and a cache ([`Online`]), or a file that was prepared
//! before going where there is no network ([`Bundle`]). JSON-LD contexts come from the program or from a folder
//! ([`context_folder`]).

mod bundle;
pub mod context_folder;
mod online;
mod recorder;

use std::time::Duration;

use credentials::Problem;
use credentials::context::Contexts;
use did_resolver::Resolve;
use jiff::Timestamp;
use url::Url;

pub use bundle::{Bundle, BundleError};
pub use online::Online;
pub use recorder::Recorder;

/// What a verification may ask of the world.
pub struct Environment {
    /// Finds DID documents.
    pub resolver: Box<dyn Resolve>,
    /// Finds status lists.
    pub lists: Box<dyn StatusLists>,
    /// The JSON-LD contexts that a document may name. None is ever fetched.
    pub contexts: Contexts,
}

/// Whatever finds status lists. It may block; what it finds is not believed before its proof was verified.
pub trait StatusLists: Send + Sync {
    /// The secured status list credential that is published at this address.
    fn fetch(&self, url: &Url) -> Result<FetchedList, Problem>;

    /// Told when the list that was found there proved good: only such a list is worth keeping.
    fn believed(&self, _url: &Url, _list: &FetchedList) {}
}

/// A status list credential as it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetchedList {
    /// The secured credential.
    pub bytes: Vec<u8>,
    /// When its publisher gave it, if not just now.
    pub fetched_at: Option<Timestamp>,
    /// How long its publisher says that it may be kept.
    pub max_age: Option<Duration>,
}

impl From<Vec<u8>> for FetchedList {
    fn from(bytes: Vec<u8>) -> Self {
        Self {
            bytes,
            fetched_at: None,
            max_age: None,
        }
    }
}
