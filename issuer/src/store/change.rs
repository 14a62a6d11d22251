//! What can be changed, and what a change expects to find.

use credentials::battery::Role;
use jiff::Timestamp;

use super::{Copy, Credential, Identity, Key, Offer, Standing, Transfer, TransferState};

/// One change. Each names what it expects; where that is not so, the whole commit is a conflict.
#[derive(Debug, Clone)]
pub enum Change {
    /// Says who issues and how its keys are sealed. There must be no identity yet.
    Init(Identity),
    /// Replaces the header that seals the keys.
    Reseal(Vec<u8>),
    /// Says anew what the operator acts as.
    SetRoles(Vec<Role>),
    /// Adds a key with a new name.
    AddKey(Key),
    /// Stops an active key from signing.
    RetireKey {
        /// The fragment of its verification method.
        name: String,
        /// When.
        at: Timestamp,
    },
    /// Takes up to `count` status indexes that nobody had: see [`Committed::reserved`].
    Reserve {
        /// How many are wanted; fewer come when the group is nearly full.
        count: u32,
        /// Seeds the next group, should this one be full.
        seed: [u8; 32],
    },
    /// Keeps a new credential. Its id and its status index must be new; a passport's battery must have no other
    /// passport than the one that it replaces.
    Keep {
        /// The credential.
        credential: Box<Credential>,
        /// Id of the passport that is current until now.
        replaces: Option<String>,
    },
    /// Keeps the same credential bound to another holder.
    KeepCopy(Copy),
    /// Changes how a credential stands; it must stand as `from` says.
    Stand {
        /// The credential's id.
        credential: String,
        /// What the caller saw.
        from: Standing,
        /// What it becomes.
        to: Standing,
    },
    /// Begins a transfer. The passport must have no other one of the whole battery that is open or done.
    OpenTransfer(Box<Transfer>),
    /// Takes a transfer a step further; it must be in the state `from`.
    Advance {
        /// Id of its offer.
        offer: String,
        /// What the caller saw.
        from: TransferState,
        /// What it becomes.
        to: TransferState,
        /// The signed answer of this step, where there is one.
        answer: Option<String>,
        /// Id of the passport that was issued again, where it was.
        reissued: Option<String>,
        /// The bundle for the new operator, where it was made.
        bundle: Option<String>,
    },
    /// Begins a credential offer.
    OpenOffer(Box<Offer>),
    /// Counts a transaction code before it is compared; fewer than `most` must have been counted.
    CountAttempt {
        /// The offer's id.
        offer: String,
        /// How many there may be in all.
        most: u32,
    },
    /// Trades an offer's code for an access token; the code must not have been traded.
    TradeOffer {
        /// The offer's id.
        offer: String,
        /// Hash of the access token.
        token_hash: [u8; 32],
        /// Until when the token is good.
        token_expires: Timestamp,
    },
    /// Ends an offer whose credential was fetched; it must have been traded and not yet fetched.
    RedeemOffer {
        /// The offer's id.
        offer: String,
        /// When.
        at: Timestamp,
    },
}

/// What a commit hands out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Committed {
    /// What [`Change::Reserve`] took.
    pub reserved: Option<Reservation>,
}

/// Consecutive counters of one status group, which are the caller's alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// The group's number.
    pub group: u32,
    /// The group's seed.
    pub seed: [u8; 32],
    /// Counters for [`credentials::status::IndexSequence::index`].
    pub counters: std::ops::Range<u32>,
}
