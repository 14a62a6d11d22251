//! Taking an offer back.

use credentials::Problem;
use credentials::battery::transfer::{EndKind, TransferEnd};
use credentials::secured::Secured;
use jiff::Timestamp;

use super::{Read, Refusal};
use crate::store::{Change, TransferState};
use crate::{Error, Issuer};

impl Issuer {
    /// Signs and records that the offer is taken back; until it was accepted. Again gives the same withdrawal.
    pub fn withdraw_transfer(
        &self,
        offer: &str,
        reason: Option<String>,
        now: Timestamp,
    ) -> Result<Secured, Error> {
        let transfer = self.transfer_of(offer)?;
        match (transfer.state_at(now), &transfer.answer) {
            (TransferState::Offered, _) => {}
            (TransferState::Withdrawn, Some(answer)) => return Ok(Read::parse(answer)?.secured),
            (state, _) => {
                return Err(Refusal::State {
                    offer: transfer.offer,
                    state,
                    expected: TransferState::Offered,
                }
                .into());
            }
        }
        let withdrawal = TransferEnd {
            statement: self.statement(None, now)?,
            kind: EndKind::Withdrawal,
            battery: transfer
                .battery
                .parse()
                .map_err(|error| Error::Refused(Problem::from(error)))?,
            offer: Read::parse(&transfer.text)?.reference,
            reason,
        };
        let secured = self.attest(&withdrawal.build(), now)?;
        self.store().commit(&[Change::Advance {
            offer: transfer.offer,
            from: TransferState::Offered,
            to: TransferState::Withdrawn,
            answer: Some(secured.to_text()),
            reissued: None,
            bundle: None,
        }])?;
        Ok(secured)
    }
}
