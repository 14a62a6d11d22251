//! The new operator's answer to an offer.

use credentials::Problem;
use credentials::battery::transfer::{
    Circumstances, EndKind, TransferAcceptance, TransferEnd, TransferError, check_acceptance,
};
use jiff::Timestamp;
use verifier::{Environment, Policy};

use super::{Read, Refusal};
use crate::store::{Change, Transfer, TransferState};
use crate::{Error, Issuer};

impl Issuer {
    /// Verifies and records the new operator's acceptance. The same one again is no fault.
    pub fn accept_transfer(
        &self,
        acceptance: &[u8],
        environment: &Environment,
        now: Timestamp,
    ) -> Result<Transfer, Error> {
        let read = Read::parse(&text(acceptance)?)?;
        let accepted = TransferAcceptance::read(&read.credential).map_err(not_an_answer)?;
        let transfer = self.transfer_of(&accepted.offer.id)?;
        let first = match (transfer.state, &transfer.answer) {
            (TransferState::Accepted | TransferState::Done, Some(answer)) => {
                Some(Read::parse(answer)?.reference)
            }
            _ => None,
        };
        if first.as_ref() == Some(&read.reference) {
            return Ok(transfer);
        }
        // Which offer was accepted, by whom and when says more than that a credential is not good; so it comes first,
        // and counts only once the signature is good too.
        let offer = Read::parse(&transfer.text)?;
        let current = self.store().current_passport(&transfer.battery)?;
        let current = current.as_ref().map(super::offer::reference);
        let ends = ends(&transfer)?;
        let known = Circumstances {
            // Of an offer of parts, what has left meanwhile counts, and not under which version it was offered.
            passport: current
                .as_ref()
                .filter(|_| first.is_none() && transfer.parts.is_whole()),
            transferred: false,
            ends: &ends,
            accepted: first.as_ref(),
        };
        check_acceptance(offer.held(), read.held(), now, &known).map_err(not_an_answer)?;
        verify(&read, environment, now)?;
        self.offered_passport(&transfer)?;
        self.answered(transfer, TransferState::Accepted, &read)
    }

    /// Verifies and records the new operator's rejection. The same one again is no fault.
    pub fn reject_transfer(
        &self,
        rejection: &[u8],
        environment: &Environment,
        now: Timestamp,
    ) -> Result<Transfer, Error> {
        let read = Read::parse(&text(rejection)?)?;
        let end = TransferEnd::read(&read.credential).map_err(not_an_answer)?;
        let transfer = self.transfer_of(&end.offer.id)?;
        if transfer.answer.as_deref() == Some(&read.secured.to_text()) {
            return Ok(transfer);
        }
        let offer = Read::parse(&transfer.text)?.reference;
        if end.offer != offer {
            return Err(not_an_answer(TransferError::OfferAltered {
                accepted: end.offer.digest_multibase,
                found: offer.digest_multibase,
            })
            .into());
        }
        // Anyone can sign a rejection; only the addressee's counts.
        if end.kind != EndKind::Rejection || end.statement.issuer != transfer.to {
            return Err(not_an_answer(TransferError::NotAddressed {
                expected: transfer.to,
                found: end.statement.issuer,
            })
            .into());
        }
        verify(&read, environment, now)?;
        match transfer.state_at(now) {
            TransferState::Offered => self.answered(transfer, TransferState::Rejected, &read),
            state => Err(Refusal::State {
                offer: transfer.offer,
                state,
                expected: TransferState::Offered,
            }
            .into()),
        }
    }

    fn answered(
        &self,
        mut transfer: Transfer,
        to: TransferState,
        read: &Read,
    ) -> Result<Transfer, Error> {
        let answer = Some(read.secured.to_text());
        self.store().commit(&[Change::Advance {
            offer: transfer.offer.clone(),
            from: TransferState::Offered,
            to,
            answer: answer.clone(),
            reissued: None,
            bundle: None,
        }])?;
        transfer.state = to;
        transfer.answer = answer;
        Ok(transfer)
    }
}

/// The rejection or withdrawal that ended a transfer.
fn ends(transfer: &Transfer) -> Result<Vec<TransferEnd>, Error> {
    let (TransferState::Rejected | TransferState::Withdrawn, Some(answer)) =
        (transfer.state, &transfer.answer)
    else {
        return Ok(Vec::new());
    };
    let end = TransferEnd::read(&Read::parse(answer)?.credential);
    Ok(vec![end.map_err(Refusal::from)?])
}

/// Signed by an assertion method of its issuer, valid now, not revoked.
fn verify(read: &Read, environment: &Environment, now: Timestamp) -> Result<(), Error> {
    let text = read.secured.to_text();
    let accepted = verifier::accept(text.as_bytes(), &Policy::at(now), environment);
    accepted
        .map(|_| ())
        .map_err(|report| Refusal::Answer(report.refusal()).into())
}

fn not_an_answer(error: TransferError) -> Refusal {
    Refusal::Answer(error.into())
}

pub(super) fn text(bytes: &[u8]) -> Result<String, Problem> {
    String::from_utf8(bytes.to_vec())
        .map_err(|_| Problem::new("secured.no_credential", "expected text, found other bytes"))
}
