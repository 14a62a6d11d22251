//! Whether an acceptance makes a transfer.

use jiff::Timestamp;
use serde_json::Value;

use super::acceptance::TransferAcceptance;
use super::end::{EndKind, TransferEnd};
use super::error::TransferError;
use super::proposal::Proposal;
use crate::battery::reference::Reference;
use crate::did::Did;

/// A credential whose proof and status have been verified, with the reference that others name it by.
#[derive(Debug, Clone, Copy)]
pub struct Held<'c> {
    /// The credential, without its proof.
    pub credential: &'c Value,
    /// Its id and the digest of its secured bytes.
    pub reference: &'c Reference,
}

/// What else is known when an acceptance arrives. `Default` is: nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Circumstances<'c> {
    /// The passport that is current; an offer of another one is refused.
    pub passport: Option<&'c Reference>,
    /// That passport's status is `transferred`.
    pub transferred: bool,
    /// Rejections and withdrawals that came before; those of other offers do not matter.
    pub ends: &'c [TransferEnd],
    /// The acceptance of this offer that counts already. The same one again is no fault.
    pub accepted: Option<&'c Reference>,
}

/// A transfer that both have agreed to; nothing but [`check_acceptance`] makes one.
#[derive(Debug, Clone, PartialEq)]
pub struct Accepted {
    proposal: Proposal,
    acceptance: TransferAcceptance,
}

/// Holds an acceptance against the offer, or the order, that it names. `at`: now, when it arrives; the acceptance's own time,
/// when a past transfer is examined.
pub fn check_acceptance(
    offer: Held<'_>,
    acceptance: Held<'_>,
    at: Timestamp,
    known: &Circumstances<'_>,
) -> Result<Accepted, TransferError> {
    let offer_reference = offer.reference;
    let offer = Proposal::read(offer.credential)?;
    let accepted = TransferAcceptance::read(acceptance.credential)?;
    if accepted.offer.id != offer_reference.id {
        return Err(TransferError::OtherOffer {
            expected: offer_reference.id.clone(),
            found: accepted.offer.id,
        });
    }
    if accepted.offer.digest_multibase != offer_reference.digest_multibase {
        return Err(TransferError::OfferAltered {
            accepted: accepted.offer.digest_multibase,
            found: offer_reference.digest_multibase.clone(),
        });
    }
    if accepted.statement.issuer != *offer.new_operator() {
        return Err(TransferError::NotAddressed {
            expected: offer.new_operator().clone(),
            found: accepted.statement.issuer,
        });
    }
    if accepted.battery != *offer.battery() {
        return Err(TransferError::OtherBattery {
            expected: offer.battery().to_string(),
            found: accepted.battery.to_string(),
        });
    }
    check_times(&offer, &accepted, at)?;
    check_ends(&offer, offer_reference, known)?;
    if let Some(first) = known.accepted
        && first != acceptance.reference
    {
        return Err(TransferError::AcceptedTwice(first.id.clone()));
    }
    if known.transferred && known.accepted.is_none() {
        return Err(TransferError::AlreadyTransferred(
            offer.passport().id.clone(),
        ));
    }
    if let Some(current) = known.passport
        && current != offer.passport()
    {
        return Err(TransferError::OtherPassport {
            offered: offer.passport().id.clone(),
            current: current.id.clone(),
        });
    }
    Ok(Accepted {
        proposal: offer,
        acceptance: accepted,
    })
}

fn check_times(
    offer: &Proposal,
    acceptance: &TransferAcceptance,
    at: Timestamp,
) -> Result<(), TransferError> {
    let (offered, accepted) = (
        offer.statement().valid_from,
        acceptance.statement.valid_from,
    );
    if accepted < offered {
        return Err(TransferError::TooEarly { offered, accepted });
    }
    // Both: a signer can write any time into an acceptance, but not move the clock of who receives it.
    let latest = at.max(accepted);
    match offer.expires() {
        Some(expired) if expired <= latest => Err(TransferError::Expired {
            expired,
            at: latest,
        }),
        _ => Ok(()),
    }
}

fn check_ends(
    offer: &Proposal,
    reference: &Reference,
    known: &Circumstances<'_>,
) -> Result<(), TransferError> {
    // By its name: a proof beside the first gives the same offer another digest, and anybody can add one.
    for end in known.ends.iter().filter(|end| end.offer.id == reference.id) {
        let (who, ended) = match end.kind {
            EndKind::Rejection => (
                offer.new_operator(),
                TransferError::Rejected(end.statement.valid_from),
            ),
            EndKind::Withdrawal => (
                &offer.statement().issuer,
                TransferError::Withdrawn(end.statement.valid_from),
            ),
        };
        // Anyone can sign such a credential; only the two can end their offer.
        if end.statement.issuer == *who {
            return Err(ended);
        }
    }
    Ok(())
}

impl Accepted {
    /// What was accepted.
    pub fn proposal(&self) -> &Proposal {
        &self.proposal
    }

    /// The acceptance.
    pub fn acceptance(&self) -> &TransferAcceptance {
        &self.acceptance
    }

    /// Whose key the passport is bound to when it is issued again.
    pub fn holder(&self) -> &Did {
        &self.acceptance.statement.issuer
    }

    /// Who will issue the battery's next passport.
    pub fn operator(&self) -> &Did {
        &self.acceptance.operator
    }
}
