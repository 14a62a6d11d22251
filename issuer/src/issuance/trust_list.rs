//! Preparing a signed trust list.

use credentials::battery::lint::Findings;
use credentials::battery::trust_list::TRUST_LIST;
use credentials::battery::{SignedTrustList, Statement, TrustList};
use credentials::{Problem, Suite};
use jiff::Timestamp;

use super::{Further, Prepared, new_id};
use crate::store::Kind;
use crate::{Error, Issuer};

/// A trust list that is to be signed.
#[derive(Debug, Clone)]
pub struct TrustListOrder {
    /// Whom it names.
    pub operators: TrustList,
    /// What it is called through all its changes, as URI; by the issuer's DID where nothing is said.
    pub list: Option<String>,
    /// Its number; the next one where nothing is said.
    pub sequence: Option<u64>,
    /// By when it is renewed.
    pub until: Timestamp,
}

impl Issuer {
    /// Checks that this may be signed. A trust list has no status: it ends soon, and the next one takes its place.
    pub fn prepare_trust_list(
        &self,
        order: TrustListOrder,
        suite: Option<Suite>,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        if order.until <= now {
            return Err(Error::Ended(order.until));
        }
        let suite = self.suite_for_the_whole(suite)?;
        let list = order
            .list
            .unwrap_or_else(|| format!("{}#operators", self.did()));
        let last = self
            .store()
            .of_battery(&list)?
            .iter()
            .filter(|one| one.title == TRUST_LIST)
            .map(|one| one.version)
            .max()
            .unwrap_or(0);
        let sequence = order.sequence.unwrap_or(last + 1);
        if sequence <= last {
            return Err(Error::SequenceUsed {
                found: sequence,
                last,
            });
        }
        let mut statement = Statement::new(new_id(), self.did().clone(), now);
        statement.issuer_name = Some(self.identity().name.clone());
        statement.valid_until = Some(order.until);
        let credential = SignedTrustList {
            statement,
            list: list.clone(),
            sequence,
            operators: order.operators,
        };
        let credential = credential
            .build()
            .map_err(|error| Error::Refused(Problem::from(error)))?;
        Prepared::validate(&credential)?;
        Ok(Prepared {
            credential,
            about: list,
            serial: None,
            kind: Kind::Other,
            title: TRUST_LIST.to_owned(),
            version: sequence,
            suite,
            further: Further::default(),
            holder: None,
            slot: None,
            replaces: None,
            findings: Findings::default(),
        })
    }
}
