//! Whose word counts, for what: the list of `--trust`, and what others on it vouch for.
//!
//! [`open`] reads the list, which is the reader's own or one that its keeper signed. [`Trust::find`] answers by the
//! list alone; the check `trust` also looks at accreditations that came with the credentials. Both are asked about an
//! [`Asked`]: the act, and the time at which it was done.

pub(crate) mod beside;
mod distrust;
mod list;
pub(crate) mod mandate;
mod open;
mod seen;

use credentials::Did;
use credentials::battery::event::{Event, LIFECYCLE_EVENT};
use credentials::battery::{Act, Category};
use credentials::model::{Credential, has_type};
use credentials::secured::Secured;
use jiff::Timestamp;
use serde_json::Value;

pub use credentials::battery::trust_list::{TrustList, TrustListError, TrustedIssuer};
pub use distrust::Distrust;
pub use open::{TrustFileError, open};
pub use seen::Seen;

/// A trust list and whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    /// Whom it names.
    pub list: TrustList,
    /// Who keeps it; nobody but the reader when it is not signed.
    pub keeper: Option<Keeper>,
}

/// Who signed a list, and which of its states this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keeper {
    /// Who.
    pub did: Did,
    /// What the list is called.
    pub list: String,
    /// Its number.
    pub sequence: u64,
    /// Digest of what it says.
    pub digest: String,
    /// From when on it holds.
    pub from: Timestamp,
    /// By when it is renewed.
    pub until: Timestamp,
}

/// What somebody did, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// What; none where the credential is of another kind, so that any role will do.
    pub act: Option<Act>,
    /// When it was done. An event is told later than it happens; who may do it is asked of that time.
    pub done: Timestamp,
    /// When that was signed. Whoever lost the trust meanwhile can date a signature back, and an event further.
    pub signed: Timestamp,
    /// Of which batteries; none where nothing tells.
    pub category: Option<Category>,
}

impl From<TrustList> for Trust {
    fn from(list: TrustList) -> Self {
        Self { list, keeper: None }
    }
}

impl Trust {
    /// How a report names it.
    pub fn title(&self) -> String {
        match &self.keeper {
            None => "your own list, unsigned".to_owned(),
            Some(keeper) => format!("list {} of {}", keeper.sequence, keeper.did),
        }
    }

    /// Whether `did` signed the list.
    pub fn is_kept_by(&self, did: &Did) -> bool {
        let keeper = self.keeper.as_ref();
        keeper.is_some_and(|keeper| keeper.did == *did)
    }
}

impl Asked {
    /// What was done by issuing this credential, whatever its battery; `now` where it does not say when.
    fn of(credential: &Value, secured: &Secured, now: Timestamp) -> Self {
        let valid_from = Credential::new(credential).valid_from();
        let signed = valid_from.max(secured.signed_at()).unwrap_or(now);
        let event = has_type(credential, LIFECYCLE_EVENT).then(|| Event::read(credential).ok());
        Self {
            act: Act::of(credential),
            done: event.flatten().map_or(signed, |event| event.time),
            signed,
            category: None,
        }
    }

    /// When the trust must still have stood.
    fn stood(&self) -> Timestamp {
        self.done.max(self.signed)
    }
}
