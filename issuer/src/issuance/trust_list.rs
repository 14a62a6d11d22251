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

#[cfg(test)]
mod tests {
    use credentials::problem::Coded;

    use super::*;
    use crate::issuance::tests::{Scene, now, scene};

    fn order(list: Option<&str>, sequence: Option<u64>) -> TrustListOrder {
        let file = br#"{"issuers": [{"did": "did:web:garage.example", "roles": ["workshop"]}]}"#;
        TrustListOrder {
            operators: TrustList::parse(file).unwrap(),
            list: list.map(str::to_owned),
            sequence,
            until: "2027-03-20T00:00:00Z".parse().unwrap(),
        }
    }

    fn issued(scene: &Scene, order: TrustListOrder) -> Result<SignedTrustList, &'static str> {
        let prepared = scene.issuer.prepare_trust_list(order, None, now());
        let prepared = prepared.map_err(|error| error.code())?;
        let issued = scene.issuer.issue(prepared, now()).unwrap();
        Ok(SignedTrustList::read(&issued.secured.credential()).unwrap())
    }

    #[test]
    fn each_list_has_the_next_number_of_its_name() {
        let scene = scene();
        let number = |list, sequence| {
            let list = issued(&scene, order(list, sequence))?;
            Ok::<_, &str>((list.list, list.sequence))
        };
        let own = || "did:web:voltcell.example#operators".to_owned();
        assert_eq!(number(None, None), Ok((own(), 1)));
        assert_eq!(number(None, None), Ok((own(), 2)));
        assert_eq!(number(None, Some(7)), Ok((own(), 7)));
        assert_eq!(number(None, Some(7)), Err("issuer.sequence_used"));
        assert_eq!(number(None, None), Ok((own(), 8)));
        let other = "https://voltcell.example/lists/2";
        assert_eq!(number(Some(other), None), Ok((other.to_owned(), 1)));
    }

    #[test]
    fn a_list_that_readers_would_refuse_is_not_signed() {
        let scene = scene();
        let mut over = order(None, None);
        over.until = now();
        assert_eq!(issued(&scene, over), Err("issuer.ended"));
        let mut no_role = order(None, None);
        no_role.operators.issuers[0].roles.clear();
        assert_eq!(issued(&scene, no_role), Err("trust.file_malformed"));
        let part = scene
            .issuer
            .prepare_trust_list(order(None, None), Some(Suite::SdJwt), now());
        assert_eq!(part.unwrap_err().code(), "issuer.selective_suite");
    }
}
