//! The records, as they are kept.

use std::fmt;
use std::str::FromStr;

use credentials::battery::{Parts, Role};
use credentials::{Did, DidUrl};
use jiff::Timestamp;

use super::StoreError;

/// Who issues.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Identity {
    /// For people.
    pub name: String,
    /// Whose credentials these are.
    pub did: Did,
    /// Where status lists and passports are published, without a slash at the end.
    pub base_url: String,
    /// The header of [`platform::sealed`] that seals the keys.
    pub seal: Vec<u8>,
    /// When it was made.
    pub created: Timestamp,
    /// What the operator acts as; empty: it has not said.
    pub roles: Vec<Role>,
}

/// A key of the issuer; the secret half sealed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    /// The fragment of its verification method.
    pub name: String,
    /// Public half, as Multikey.
    pub public: String,
    /// Secret half, sealed.
    pub sealed: Vec<u8>,
    /// Whether it signs.
    pub state: KeyState,
    /// When it was made.
    pub created: Timestamp,
}

/// Whether a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyState {
    /// It signs.
    Active,
    /// It verifies what it signed before this time, and signs no more.
    Retired(Timestamp),
}

/// A credential that was signed, and how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credential {
    /// Its `id`.
    pub id: String,
    /// The battery it is about.
    pub battery: String,
    /// The battery's serial number, where its identifier has one.
    pub serial: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// The most telling of its types, such as `StateOfHealth`.
    pub title: String,
    /// The passport's version; 1 for everything else.
    pub version: u64,
    /// How it is secured.
    pub suite: String,
    /// The secured text.
    pub text: String,
    /// [`credentials::battery::reference`] digest of the text.
    pub digest: String,
    /// When it was issued.
    pub issued: Timestamp,
    /// Whom it is bound to, where it is.
    pub holder: Option<String>,
    /// Its place in the status lists.
    pub status: Option<StatusSlot>,
    /// How it stands.
    pub standing: Standing,
    /// The id of the passport that replaced it.
    pub replaced_by: Option<String>,
}

/// What a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A battery passport.
    Passport,
    /// An event in a battery's life.
    Event,
    /// Anything else that this issuer signed, such as for the VC-API.
    Other,
}

/// The same credential, bound to a holder that came later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copy {
    /// The credential's id.
    pub credential: String,
    /// Digest of this text.
    pub digest: String,
    /// The secured text.
    pub text: String,
    /// Whom it is bound to.
    pub holder: Option<String>,
    /// When it was issued.
    pub issued: Timestamp,
}

/// Where a credential's status is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatusSlot {
    /// The status group.
    pub group: u32,
    /// The index in each list of the group.
    pub index: u32,
}

/// Three lists, one a purpose, that share their indexes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusGroup {
    /// Counted from zero.
    pub number: u32,
    /// The secret that orders the indexes.
    pub seed: [u8; 32],
    /// How many indexes were given.
    pub used: u32,
    /// Grows with each change of a status in this group.
    pub changes: u64,
}

/// How a credential stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Cancelled for good.
    pub revoked: bool,
    /// Not to be accepted for the time being.
    pub suspended: bool,
    /// Where the battery is in its life with this operator.
    pub lifecycle: Lifecycle,
}

/// The values of the status message of passports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Lifecycle {
    /// The operator answers for the battery.
    #[default]
    Active,
    /// Another operator does: Art. 77(6).
    Transferred,
    /// The battery was recycled, and its passport ceased to exist: Art. 77(8).
    Ceased,
    /// The operator corrected the passport with a later version.
    Superseded,
}

/// The hand-over of a battery to another operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transfer {
    /// Id of the offer credential.
    pub offer: String,
    /// The battery.
    pub battery: String,
    /// Id of the passport that was offered.
    pub passport: String,
    /// What of the battery.
    pub parts: Parts,
    /// To whom.
    pub to: Did,
    /// The signed offer.
    pub text: String,
    /// When it was offered.
    pub created: Timestamp,
    /// Until when it can be accepted.
    pub expires: Timestamp,
    /// How far it is.
    pub state: TransferState,
    /// The signed acceptance, rejection or withdrawal.
    pub answer: Option<String>,
    /// Id of the passport issued again for the new operator.
    pub reissued: Option<String>,
    /// The bundle for the new operator.
    pub bundle: Option<String>,
}

/// How far a transfer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TransferState {
    /// Waiting for an answer.
    Offered,
    /// Accepted; the re-issue is next.
    Accepted,
    /// Issued again for the new operator.
    Done,
    /// The new operator did not want it.
    Rejected,
    /// The old operator took the offer back.
    Withdrawn,
    /// Nobody answered in time.
    Expired,
}

/// A credential that waits for a wallet (OpenID4VCI).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Its id.
    pub id: String,
    /// The credential's id.
    pub credential: String,
    /// SHA-256 of the pre-authorized code.
    pub code_hash: [u8; 32],
    /// SHA-256 of the transaction code, where one is asked for.
    pub tx_code_hash: Option<[u8; 32]>,
    /// How many transaction codes were tried.
    pub attempts: u32,
    /// When it was made.
    pub created: Timestamp,
    /// Until when the code is good.
    pub expires: Timestamp,
    /// SHA-256 of the access token that the code was traded for, and until when it is good.
    pub token: Option<([u8; 32], Timestamp)>,
    /// When the credential was fetched.
    pub redeemed: Option<Timestamp>,
}

impl Credential {
    /// Whether no later passport replaced it.
    pub fn is_current(&self) -> bool {
        self.replaced_by.is_none()
    }
}

impl Key {
    /// The DID URL of its verification method.
    pub fn method(&self, did: &Did) -> Result<DidUrl, StoreError> {
        did.with_fragment(&self.name)
            .map_err(|_| StoreError::Corrupt("a key's name"))
    }
}

impl Lifecycle {
    /// In the order of their values: all that two bits hold.
    pub const ALL: [Self; 4] = [
        Self::Active,
        Self::Transferred,
        Self::Ceased,
        Self::Superseded,
    ];

    /// The value in the status list, and how it is kept.
    pub fn value(self) -> u8 {
        match self {
            Self::Active => 0,
            Self::Transferred => 1,
            Self::Ceased => 2,
            Self::Superseded => 3,
        }
    }

    /// The lifecycle with this value.
    pub fn from_value(value: u8) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|lifecycle| lifecycle.value() == value)
    }

    /// The message in the status list.
    pub fn message(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Transferred => "transferred",
            Self::Ceased => "ceased",
            Self::Superseded => "superseded",
        }
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.revoked {
            return f.write_str("revoked");
        }
        f.write_str(self.lifecycle.message())?;
        if self.suspended {
            f.write_str(", suspended")?;
        }
        Ok(())
    }
}

/// A closed set of words, written and read as such.
macro_rules! words {
    ($type:ident, $what:literal, $($variant:ident => $word:literal),+ $(,)?) => {
        impl $type {
            /// The word that stands for it.
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }

        impl fmt::Display for $type {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl FromStr for $type {
            type Err = StoreError;

            fn from_str(word: &str) -> Result<Self, StoreError> {
                match word {
                    $($word => Ok(Self::$variant),)+
                    _ => Err(StoreError::Corrupt($what)),
                }
            }
        }
    };
}

words!(Kind, "a credential's kind", Passport => "passport", Event => "event", Other => "other");
words!(TransferState, "a transfer's state",
    Offered => "offered", Accepted => "accepted", Done => "done",
    Rejected => "rejected", Withdrawn => "withdrawn", Expired => "expired");
