//! What can be wrong with a chain of hands.

use jiff::Timestamp;

use super::Word;
use crate::battery::accreditation::Role;
use crate::battery::event::EventError;
use crate::battery::parts::Parts;
use crate::battery::roles::Act;
use crate::battery::statement::StatementError;
use crate::battery::transfer::TransferError;
use crate::did::Did;
use crate::problem::Coded;

/// One thing that is wrong, by the id of the credential where it shows.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ProvenanceFault {
    /// There is no passport among the credentials, or not the one to start at.
    #[error("expected a passport to start at, found none")]
    NoPassport,
    /// A credential has the wrong shape.
    #[error("{id}: {error}")]
    Statement {
        /// Whose.
        id: String,
        /// What is wrong.
        error: StatementError,
    },
    /// An event has the wrong shape.
    #[error("{id}: {error}")]
    Event {
        /// Whose.
        id: String,
        /// What is wrong.
        error: EventError,
    },
    /// Offer and acceptance do not make a transfer.
    #[error("{id}: {error}")]
    Transfer {
        /// Id of the acceptance, or of the offer that cannot be read.
        id: String,
        /// What is wrong.
        error: TransferError,
    },
    /// A credential that is named is not there.
    #[error("{id} names {missing}, which is not among the credentials")]
    Gap {
        /// Who names it.
        id: String,
        /// What is missing.
        missing: String,
        /// `supersedes`, `predecessor` or `offer`.
        member: &'static str,
    },
    /// A credential that is named is another one than it was.
    #[error("{id} names {named} with the digest {expected}, found {found}")]
    Digest {
        /// Who names it.
        id: String,
        /// What is named.
        named: String,
        /// The digest in the reference.
        expected: String,
        /// The digest of what is there.
        found: String,
        /// `supersedes` or `predecessor`.
        member: &'static str,
    },
    /// A chain that comes back to where it was.
    #[error("{id} follows itself")]
    Circle {
        /// Which.
        id: String,
    },
    /// A version by somebody else than the issuer of the earlier one.
    #[error("{id} supersedes a passport of {expected}, found the issuer {found}")]
    Stranger {
        /// The later one.
        id: String,
        /// Issuer of the earlier one.
        expected: Did,
        /// Issuer of the later one.
        found: Did,
    },
    /// A version of the passport of another battery.
    #[error("{id} supersedes the passport of {expected}, found one of {found}")]
    OtherBattery {
        /// The later one.
        id: String,
        /// Battery of the earlier one.
        expected: String,
        /// Battery of the later one.
        found: String,
    },
    /// The battery changed hands, but the old operator did not offer it.
    #[error("{from} never offered the battery to {to}")]
    NoOffer {
        /// The new operator's passport.
        id: String,
        /// The old operator.
        from: Did,
        /// The new one.
        to: Did,
    },
    /// The battery changed hands, but the new operator did not accept it.
    #[error("{to} never accepted the offer {offer}")]
    NoAcceptance {
        /// The new operator's passport, or the one that was issued again.
        id: String,
        /// The offer.
        offer: String,
        /// The new operator.
        to: Did,
    },
    /// Somebody offered a battery that was not theirs.
    #[error("the offer {id} is by {found}, expected {expected}, who issued the passport")]
    OfferByStranger {
        /// The offer.
        id: String,
        /// Issuer of the passport.
        expected: Did,
        /// Issuer of the offer.
        found: Did,
    },
    /// The hand-over rests on an order, and whether its issuer is an authority nobody said.
    #[error("{id} follows by the order {order} of {issuer}, of whom nobody says that it may order")]
    OrderUnvouched {
        /// The new operator's passport.
        id: String,
        /// The order.
        order: String,
        /// Who signed it.
        issuer: Did,
    },
    /// The authority took its order back.
    #[error("the order {id} was revoked")]
    OrderRevoked {
        /// The order.
        id: String,
    },
    /// The order names another operator than the one that issued the passport.
    #[error("the order {id} is about a passport of {found}, expected {expected}, who issued it")]
    OrderOfAnother {
        /// The order.
        id: String,
        /// Issuer of the passport.
        expected: Did,
        /// Whose it is according to the order.
        found: Did,
    },
    /// The same passport was accepted more than once.
    #[error("the passport {id} was transferred by {first} and by {second}")]
    TransferredTwice {
        /// The passport.
        id: String,
        /// An acceptance.
        first: String,
        /// Another one.
        second: String,
    },
    /// What follows is older than what it follows.
    #[error("{id} is of {later}, expected a time after {earlier_id} of {earlier}")]
    TimeOrder {
        /// What should be later.
        id: String,
        /// Its time.
        later: Timestamp,
        /// What it follows.
        earlier_id: String,
        /// Its time.
        earlier: Timestamp,
    },
    /// A passport that was handed on still stands as current.
    #[error("{id} was handed on, expected the status `{expected}`, found `active`")]
    StillActive {
        /// Which.
        id: String,
        /// `transferred`; where only parts of its battery were handed on, `superseded`.
        expected: Word,
    },
    /// A passport is said to be followed more than once.
    #[error("{id} names {named} as its predecessor twice")]
    NamedTwice {
        /// Who names it.
        id: String,
        /// Who is named.
        named: String,
    },
    /// Somebody follows for parts that it was not given.
    #[error("{id} follows {older} for {claimed}, and was given {given}")]
    PartsNotGiven {
        /// The new operator's passport.
        id: String,
        /// What it follows.
        older: String,
        /// What it says that it is made of.
        claimed: Parts,
        /// What was handed over.
        given: Parts,
    },
    /// A part that had left the battery before is claimed again.
    #[error("{id} has the part {part}, which left the battery before {older}")]
    PartGone {
        /// The passport that claims it.
        id: String,
        /// The part.
        part: String,
        /// The passport that says it is gone.
        older: String,
    },
    /// A passport that was handed on while it did not count.
    #[error("{id} is part of the chain, found the status `{status}`")]
    NotGood {
        /// Which.
        id: String,
        /// Revoked or suspended.
        status: Word,
    },
    /// The newest passport here is not the newest there is.
    #[error("{id} is no longer current, and what follows it is not among the credentials")]
    SuccessorMissing {
        /// Which.
        id: String,
    },
    /// Two live passports follow the same one.
    #[error("a fork: {first} and {second} both follow {id}{}", of_part(part.as_deref()))]
    Fork {
        /// What they follow.
        id: String,
        /// One.
        first: String,
        /// The other.
        second: String,
        /// The part that both claim; none where one claims the whole.
        part: Option<String>,
    },
    /// Two lines of passports of one battery have nothing to do with each other.
    #[error(
        "a fork: {first} and {second} are both passports of {battery}, and neither comes from the other"
    )]
    Rivals {
        /// The battery.
        battery: String,
        /// A passport of one line.
        first: String,
        /// One of the other.
        second: String,
    },
    /// Somebody goes on with a battery that it had handed over.
    #[error("{id} is by {issuer}, whose battery had gone to {to} with the acceptance {acceptance}")]
    HandedAway {
        /// The passport that it issued all the same.
        id: String,
        /// Who.
        issuer: Did,
        /// Whose it is now.
        to: Did,
        /// Who accepted it, in which credential.
        acceptance: String,
    },
    /// A passport follows one whose battery had been recycled.
    #[error("{id} follows {older}, which had ceased to exist{}", by(certificate.as_deref()))]
    Ceased {
        /// What follows.
        id: String,
        /// What had ceased.
        older: String,
        /// The certificate of the recycling; none where the status says so.
        certificate: Option<String>,
    },
    /// An offer or an order names one battery, and the passport of another.
    #[error("{id} is about {found}, expected {expected}, of which the passport is that it names")]
    ProposedOther {
        /// The offer or order.
        id: String,
        /// The passport's battery.
        expected: String,
        /// The offer's or the order's.
        found: String,
    },
    /// The issuer may not issue such a credential.
    #[error("{act} {}, found {issuer}, {}", act.takes(), names(roles))]
    Role {
        /// The credential.
        id: String,
        /// Who issued it.
        issuer: Did,
        /// What it did.
        act: Act,
        /// The issuer's roles at the time.
        roles: Vec<Role>,
    },
}

fn by(certificate: Option<&str>) -> String {
    certificate.map_or_else(String::new, |id| format!(" by the recycling {id}"))
}

fn of_part(part: Option<&str>) -> String {
    part.map_or_else(String::new, |part| format!(" for the part {part}"))
}

fn names(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    match names.as_slice() {
        [] => "who had no role at that time".to_owned(),
        names => format!("who was {}", names.join(", ")),
    }
}

impl ProvenanceFault {
    /// Id of the credential where it shows, which [`Coded::pointer`] points into.
    pub fn credential(&self) -> Option<&str> {
        match self {
            Self::NoPassport => None,
            Self::Statement { id, .. }
            | Self::Event { id, .. }
            | Self::Transfer { id, .. }
            | Self::Gap { id, .. }
            | Self::Digest { id, .. }
            | Self::Circle { id }
            | Self::Stranger { id, .. }
            | Self::OtherBattery { id, .. }
            | Self::NoOffer { id, .. }
            | Self::NoAcceptance { id, .. }
            | Self::OfferByStranger { id, .. }
            | Self::OrderUnvouched { id, .. }
            | Self::OrderRevoked { id }
            | Self::OrderOfAnother { id, .. }
            | Self::TransferredTwice { id, .. }
            | Self::TimeOrder { id, .. }
            | Self::StillActive { id, .. }
            | Self::NamedTwice { id, .. }
            | Self::PartsNotGiven { id, .. }
            | Self::PartGone { id, .. }
            | Self::NotGood { id, .. }
            | Self::SuccessorMissing { id }
            | Self::Rivals { second: id, .. }
            | Self::HandedAway { id, .. }
            | Self::Ceased { id, .. }
            | Self::ProposedOther { id, .. }
            | Self::Fork { id, .. }
            | Self::Role { id, .. } => Some(id),
        }
    }
}

impl Coded for ProvenanceFault {
    fn code(&self) -> &'static str {
        match self {
            Self::NoPassport => "chain.no_passport",
            Self::Statement { error, .. } => error.code(),
            Self::Event { error, .. } => error.code(),
            Self::Transfer { error, .. } => error.code(),
            Self::Gap { .. } => "chain.gap",
            Self::Digest { .. } => "chain.digest_mismatch",
            Self::Circle { .. } => "chain.circle",
            Self::Stranger { .. } => "chain.superseded_by_stranger",
            Self::OtherBattery { .. } => "chain.other_battery",
            Self::NoOffer { .. } => "chain.offer_missing",
            Self::NoAcceptance { .. } => "chain.acceptance_missing",
            Self::OfferByStranger { .. } => "chain.offer_by_stranger",
            Self::OrderUnvouched { .. } => "chain.order_unvouched",
            Self::OrderRevoked { .. } => "chain.order_revoked",
            Self::OrderOfAnother { .. } => "chain.order_of_another",
            Self::TransferredTwice { .. } => "chain.transferred_twice",
            Self::TimeOrder { .. } => "chain.time_order",
            Self::StillActive { .. } => "chain.predecessor_active",
            Self::NamedTwice { .. } => "chain.named_twice",
            Self::PartsNotGiven { .. } => "chain.parts_not_given",
            Self::PartGone { .. } => "chain.part_gone",
            Self::NotGood { .. } => "chain.member_not_good",
            Self::SuccessorMissing { .. } => "chain.successor_missing",
            Self::Fork { .. } | Self::Rivals { .. } => "chain.fork",
            Self::HandedAway { .. } => "chain.handed_away",
            Self::Ceased { .. } => "chain.ceased",
            Self::ProposedOther { .. } => "chain.other_battery",
            Self::Role { .. } => "chain.role",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            Self::NoPassport => return None,
            Self::Statement { error, .. } => return error.pointer(),
            Self::Event { error, .. } => return error.pointer(),
            Self::Transfer { error, .. } => return error.pointer(),
            Self::Gap { member, .. } | Self::Digest { member, .. } => {
                format!("/credentialSubject/{member}")
            }
            Self::OtherBattery { .. } | Self::ProposedOther { .. } | Self::Rivals { .. } => {
                "/credentialSubject/id".to_owned()
            }
            Self::NoOffer { .. }
            | Self::OrderUnvouched { .. }
            | Self::NamedTwice { .. }
            | Self::PartsNotGiven { .. } => "/credentialSubject/predecessor".to_owned(),
            Self::OrderOfAnother { .. } => "/credentialSubject/formerOperator".to_owned(),
            Self::NoAcceptance { .. } | Self::PartGone { .. } | Self::Ceased { .. } => {
                "/credentialSubject".to_owned()
            }
            Self::Stranger { .. }
            | Self::OfferByStranger { .. }
            | Self::HandedAway { .. }
            | Self::Role { .. } => "/issuer".to_owned(),
            Self::TimeOrder { .. } => "/validFrom".to_owned(),
            Self::StillActive { .. }
            | Self::NotGood { .. }
            | Self::OrderRevoked { .. }
            | Self::SuccessorMissing { .. } => "/credentialStatus".to_owned(),
            Self::Circle { .. } | Self::TransferredTwice { .. } | Self::Fork { .. } => {
                "/id".to_owned()
            }
        })
    }

    fn hint(&self) -> Option<String> {
        Some(
            match self {
                Self::Statement { error, .. } => return error.hint(),
                Self::Event { error, .. } => return error.hint(),
                Self::Transfer { error, .. } => return error.hint(),
                Self::NoPassport => "give the battery's history, with its newest passport",
                Self::Gap { .. } | Self::SuccessorMissing { .. } => {
                    "ask the battery's operator for the whole history"
                }
                Self::Digest { .. } => "one of the two was altered after it was signed",
                Self::Fork { .. }
                | Self::Rivals { .. }
                | Self::HandedAway { .. }
                | Self::TransferredTwice { .. } => {
                    "two operators claim the battery: ask the market surveillance authority"
                }
                Self::StillActive {
                    expected: Word::Superseded,
                    ..
                } => "its operator has to issue a version for what is left of the battery",
                Self::StillActive { .. } => "its operator has to set it to `transferred`",
                Self::Ceased { .. } => {
                    "a battery that was recycled has no passport any more (Art. 77(8)): do not rely on this one"
                }
                Self::NamedTwice { .. } => "name it once, with all parts that came from it",
                Self::PartsNotGiven { .. } => "a transfer names the parts that are handed over",
                Self::PartGone { .. } => {
                    "two operators claim the part: ask the market surveillance authority"
                }
                Self::NoOffer { .. } | Self::NoAcceptance { .. } => {
                    "a history carries the offer and the acceptance of each transfer"
                }
                Self::OrderUnvouched { .. } => {
                    "give a trust list (--trust) that names the authority in its role"
                }
                Self::OrderRevoked { .. } => {
                    "ask the authority who is to answer for the battery now"
                }
                Self::OrderOfAnother { .. } => {
                    "ask the authority for an order that names the passport's issuer"
                }
                Self::Role { .. } => "look into the trust list for this operator",
                Self::OfferByStranger { .. } | Self::Stranger { .. } => {
                    "only the issuer of a passport replaces it or hands it on"
                }
                Self::Circle { .. }
                | Self::OtherBattery { .. }
                | Self::ProposedOther { .. }
                | Self::TimeOrder { .. }
                | Self::NotGood { .. } => return None,
            }
            .to_owned(),
        )
    }
}
