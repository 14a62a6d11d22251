//! Preparing the accreditation of an operator.

use credentials::battery::accreditation::ACCREDITED_OPERATOR;
use credentials::battery::lint::Findings;
use credentials::battery::{Accreditation, Act, Category, Role, Statement};
use credentials::{Did, Problem, Suite};
use jiff::Timestamp;

use super::{Further, Prepared, new_id};
use crate::store::Kind;
use crate::{Error, Issuer};

/// An accreditation that is wanted.
#[derive(Debug, Clone)]
pub struct AccreditationOrder {
    /// Of whom.
    pub operator: Did,
    /// The operator's name for people.
    pub name: Option<String>,
    /// As what.
    pub role: Role,
    /// For which batteries; all when empty.
    pub scope: Vec<Category>,
    /// Until when.
    pub until: Timestamp,
}

impl Issuer {
    /// Checks that this may be signed, and takes a status index for it. Without a suite, the one in which this issuer
    /// signs status lists.
    pub fn prepare_accreditation(
        &self,
        order: AccreditationOrder,
        suite: Option<Suite>,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        self.may(match order.role {
            Role::AuthorisedRepresentative => Act::Mandate,
            _ => Act::Accreditation,
        })?;
        if order.operator == *self.did() {
            return Err(Error::AccreditsItself);
        }
        if order.until <= now {
            return Err(Error::Ended(order.until));
        }
        let suite = self.suite_for_the_whole(suite)?;
        let about = order.operator.to_string();
        let mut statement = Statement::new(new_id(), self.did().clone(), now);
        statement.issuer_name = Some(self.identity().name.clone());
        statement.valid_until = Some(order.until);
        let mut accreditation = Accreditation {
            statement,
            operator: order.operator,
            name: order.name,
            role: order.role,
            scope: order.scope,
        };
        let refused = |error| Error::Refused(Problem::from(error));
        Prepared::validate(&accreditation.build().map_err(refused)?)?;
        let slot = self.one_slot()?;
        accreditation.statement.status = self.status_entries(slot, Kind::Other, suite)?;
        Ok(Prepared {
            credential: accreditation.build().map_err(refused)?,
            about,
            serial: None,
            kind: Kind::Other,
            title: ACCREDITED_OPERATOR.to_owned(),
            version: 1,
            suite,
            further: Further::default(),
            holder: None,
            slot: Some(slot),
            replaces: None,
            findings: Findings::default(),
        })
    }

    /// The suite of something of which nothing must be withheld: an end, a scope, a withdrawal.
    pub(super) fn suite_for_the_whole(&self, wanted: Option<Suite>) -> Result<Suite, Error> {
        let ring = self.ring()?;
        let suite = wanted.map_or_else(|| ring.attesting(), Ok)?;
        ring.for_suite(suite)?;
        match suite.discloses_selectively() {
            true => Err(Error::Selective(suite)),
            false => Ok(suite),
        }
    }
}
