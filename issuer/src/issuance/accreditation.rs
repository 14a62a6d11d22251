//! Preparing the accreditation of an operator.

use credentials::battery::accreditation::ACCREDITED_OPERATOR;
use credentials::battery::{Accreditation, Act, Category, Role, Statement};
use credentials::{Did, Problem, Suite};
use jiff::Timestamp;

use super::attestation::Attestation;
use super::{Prepared, new_id};
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
        let about = order.operator.to_string();
        let mut statement = Statement::new(new_id(), self.did().clone(), now);
        statement.issuer_name = Some(self.identity().name.clone());
        statement.valid_until = Some(order.until);
        let accreditation = Accreditation {
            statement,
            operator: order.operator,
            name: order.name,
            role: order.role,
            scope: order.scope,
        };
        let attestation = Attestation {
            about,
            serial: None,
            title: ACCREDITED_OPERATOR,
            suite,
        };
        self.prepare_attestation(attestation, |status| {
            let mut said = accreditation.clone();
            said.statement.status = status;
            said.build()
                .map_err(|error| Error::Refused(Problem::from(error)))
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

#[cfg(test)]
mod tests {
    use credentials::problem::Coded;
    use credentials::proof::Cryptosuite;

    use super::*;
    use crate::issuance::tests::{now, scene};

    fn order(role: Role) -> AccreditationOrder {
        AccreditationOrder {
            operator: "did:web:garage.example".parse().unwrap(),
            name: Some("Garage Nord".to_owned()),
            role,
            scope: vec![Category::Ev],
            until: "2029-01-01T00:00:00Z".parse().unwrap(),
        }
    }

    #[test]
    fn an_accreditation_is_signed_as_a_whole_and_can_be_revoked() {
        let scene = scene();
        for suite in [None, Some(Suite::VcJwt)] {
            let prepared = scene
                .issuer
                .prepare_accreditation(order(Role::Workshop), suite, now())
                .unwrap();
            let issued = scene.issuer.issue(prepared, now()).unwrap();
            let read = Accreditation::read(&issued.secured.credential()).unwrap();
            assert_eq!(read.operator.as_str(), "did:web:garage.example");
            assert_eq!(read.scope, [Category::Ev]);
            assert_eq!(read.statement.status.len(), 1);
            let id = &issued.reference.id;
            let stood = scene.issuer.stand(id, crate::Verb::Revoke).unwrap();
            assert!(stood.standing.revoked);
        }
        for suite in [Suite::SdJwt, Suite::DataIntegrity(Cryptosuite::EcdsaSd2023)] {
            let refused =
                scene
                    .issuer
                    .prepare_accreditation(order(Role::Workshop), Some(suite), now());
            let code = refused.unwrap_err().code();
            assert!(
                ["issuer.selective_suite", "issuer.no_key"].contains(&code),
                "{code}"
            );
        }
    }

    #[test]
    fn nobody_accredits_itself_nor_for_a_time_that_is_over() {
        let scene = scene();
        let mut own = order(Role::Recycler);
        own.operator = scene.issuer.did().clone();
        let mut over = order(Role::Recycler);
        over.until = now();
        for (order, code) in [(own, "issuer.accredits_itself"), (over, "issuer.ended")] {
            let refused = scene.issuer.prepare_accreditation(order, None, now());
            assert_eq!(refused.unwrap_err().code(), code);
        }
    }

    #[test]
    fn a_recorded_role_refuses_what_it_does_not_allow_before_an_index_is_taken() {
        let mut scene = scene();
        let may = |issuer: &Issuer, role| {
            let prepared = issuer.prepare_accreditation(order(role), None, now());
            prepared.map(drop).map_err(|error| error.code())
        };
        assert_eq!(may(&scene.issuer, Role::Recycler), Ok(()));
        let used = |issuer: &Issuer| issuer.store().status_group(0).unwrap().unwrap().used;
        let before = used(&scene.issuer);
        scene.issuer.set_roles(vec![Role::Manufacturer]).unwrap();
        assert_eq!(may(&scene.issuer, Role::Recycler), Err("issuer.role"));
        assert_eq!(used(&scene.issuer), before);
        // A mandate it may give.
        assert_eq!(may(&scene.issuer, Role::AuthorisedRepresentative), Ok(()));
        scene.issuer.set_roles(vec![Role::Authority]).unwrap();
        assert_eq!(may(&scene.issuer, Role::Recycler), Ok(()));
        scene.issuer.set_roles(Vec::new()).unwrap();
        assert_eq!(may(&scene.issuer, Role::Recycler), Ok(()));
    }
}
