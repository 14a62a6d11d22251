//! Taking a battery over, or declining to: the new operator's side of a transfer.

use credentials::battery::transfer::{
    EndKind, Proposal, TransferAcceptance, TransferEnd, TransferError,
};
use credentials::battery::{Reference, Statement};
use credentials::context::Contexts;
use credentials::secured::{Secured, Securing, secure};
use credentials::suite::Suite;
use credentials::{Coded, Did};
use rand::Rng;
use serde_json::Value;

use crate::error::WalletError;
use crate::item::{Item, Kind, Record};
use crate::receive::{Receiving, verified};
use crate::wallet::Unlocked;

/// Why an offer is not answered.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AnswerError {
    /// It was accepted.
    #[error("this wallet accepted the offer already, at {0}")]
    Accepted(jiff::Timestamp),
}

/// What answers an offer.
#[derive(Debug)]
pub struct Answer {
    /// The signed acceptance or rejection.
    pub secured: Secured,
    /// The offer or the order it answers.
    pub offer: Proposal,
    /// It was given before; nothing new was signed.
    pub again: bool,
}

impl Unlocked {
    /// Accepts an offer that is addressed to this wallet, has not expired and is exactly what the old operator signed; or
    /// an authority's order that takes its place.
    /// `operator` is the DID that the battery's next passport will be issued under, when it is another than the
    /// wallet's. The acceptance is kept before this returns; accepting again gives the same one.
    pub fn accept(
        &mut self,
        offer: &[u8],
        operator: Option<Did>,
        receiving: &Receiving<'_>,
    ) -> Result<Answer, WalletError> {
        let read = self.read_offer(offer, receiving)?;
        match self.answer_to(&read.reference)? {
            Some(Given::Acceptance(secured)) => {
                return Ok(Answer {
                    secured,
                    offer: read.offer,
                    again: true,
                });
            }
            Some(Given::Rejection(at)) => return Err(TransferError::Rejected(at).into()),
            None => {}
        }
        let acceptance = TransferAcceptance {
            statement: self.statement(receiving),
            battery: read.offer.battery().clone(),
            offer: read.reference.clone(),
            operator: operator.unwrap_or_else(|| self.did()),
        };
        self.answer(acceptance.build(), read, receiving)
    }

    /// Declines an offer that is addressed to this wallet.
    pub fn reject(
        &mut self,
        offer: &[u8],
        reason: Option<String>,
        receiving: &Receiving<'_>,
    ) -> Result<Answer, WalletError> {
        let read = self.read_offer(offer, receiving)?;
        match self.answer_to(&read.reference)? {
            Some(Given::Acceptance(secured)) => {
                let accepted = TransferAcceptance::read(&secured.credential())?;
                return Err(AnswerError::Accepted(accepted.statement.valid_from).into());
            }
            Some(Given::Rejection(at)) => return Err(TransferError::Rejected(at).into()),
            None => {}
        }
        let rejection = TransferEnd {
            statement: self.statement(receiving),
            kind: EndKind::Rejection,
            battery: read.offer.battery().clone(),
            offer: read.reference.clone(),
            reason,
        };
        self.answer(rejection.build(), read, receiving)
    }

    fn read_offer(
        &self,
        offer: &[u8],
        receiving: &Receiving<'_>,
    ) -> Result<ReadOffer, WalletError> {
        let secured = Secured::parse(offer)?;
        let read = Proposal::read(&secured.credential())?;
        let own = self.did();
        if *read.new_operator() != own {
            return Err(TransferError::NotAddressed {
                expected: read.new_operator().clone(),
                found: own,
            }
            .into());
        }
        // Before the checks, which would call the same an expired credential.
        if let Some(expired) = read.expires().filter(|expires| *expires <= receiving.now) {
            return Err(TransferError::Expired {
                expired,
                at: receiving.now,
            }
            .into());
        }
        let mut record = Record::received(&secured, receiving.now, &receiving.source);
        record.unchecked = verified(&record.text, receiving.now, receiving)?;
        Ok(ReadOffer {
            reference: secured.reference()?,
            offer: read,
            record,
        })
    }

    /// The answer that this wallet gave to an offer before.
    fn answer_to(&self, offer: &Reference) -> Result<Option<Given>, WalletError> {
        let items = self.items()?;
        Ok(items.iter().find_map(|item| given(item, offer)))
    }

    /// Signs an answer, and keeps it with the offer.
    fn answer(
        &mut self,
        unsigned: Value,
        read: ReadOffer,
        receiving: &Receiving<'_>,
    ) -> Result<Answer, WalletError> {
        let securing = Securing {
            method: &self.method(),
            holder: None,
            created: receiving.now,
            contexts: Contexts::pinned(),
        };
        let suite = Suite::EDDSA_JCS_2022;
        let secured = secure(&unsigned, suite, &securing, self.key(), &mut rand::rng())?;
        let made = Record {
            kind: Kind::Made,
            ..Record::received(&secured, receiving.now, "signed here")
        };
        let offer = &read.reference;
        self.keep_if(&[read.record, made], |held| {
            // Another process of this wallet was faster.
            match held.iter().find_map(|item| given(item, offer)) {
                None => Ok(()),
                Some(Given::Acceptance(secured)) => {
                    let accepted = TransferAcceptance::read(&secured.credential())?;
                    Err(AnswerError::Accepted(accepted.statement.valid_from).into())
                }
                Some(Given::Rejection(at)) => Err(TransferError::Rejected(at).into()),
            }
        })?;
        Ok(Answer {
            secured,
            offer: read.offer,
            again: false,
        })
    }

    fn statement(&self, receiving: &Receiving<'_>) -> Statement {
        Statement::new(urn_uuid(), self.did(), receiving.now)
    }
}

struct ReadOffer {
    offer: Proposal,
    reference: Reference,
    record: Record,
}

enum Given {
    Acceptance(Secured),
    Rejection(jiff::Timestamp),
}

/// The answer to this offer, if the item is one that was given here. It goes by the offer's name: a proof beside the first
/// gives the same offer another digest, and anybody can add one.
fn given(item: &Item, offer: &Reference) -> Option<Given> {
    if item.record.kind != Kind::Made {
        return None;
    }
    if let Ok(acceptance) = TransferAcceptance::read(&item.credential) {
        return (acceptance.offer.id == offer.id).then(|| Given::Acceptance(item.secured.clone()));
    }
    let end = TransferEnd::read(&item.credential).ok()?;
    (end.offer.id == offer.id).then_some(Given::Rejection(end.statement.valid_from))
}

/// RFC 9562 section 5.4: a random UUID, version 4.
fn urn_uuid() -> String {
    let mut bytes = [0_u8; 16];
    rand::rng().fill_bytes(&mut bytes);
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let (a, b, c, d, e) = (
        &hex[..8],
        &hex[8..12],
        &hex[12..16],
        &hex[16..20],
        &hex[20..],
    );
    format!("urn:uuid:{a}-{b}-{c}-{d}-{e}")
}

impl Coded for AnswerError {
    fn code(&self) -> &'static str {
        match self {
            Self::Accepted(_) => "transfer.accepted",
        }
    }

    fn hint(&self) -> Option<String> {
        Some("ask the old operator to withdraw the offer".into())
    }
}
