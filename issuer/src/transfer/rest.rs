//! The passport of what is left of a battery when parts of it have gone.

use credentials::battery::transfer::{Accepted, Fresh, remaining};
use credentials::{Did, Problem};
use did_resolver::Resolve;
use jiff::Timestamp;

use super::reissue::handed_on;
use super::{Read, Refusal};
use crate::issuance::{Again, Holder, new_id};
use crate::store::{Change, Kind, Lifecycle, Transfer};
use crate::{Error, Issuer};

impl Issuer {
    /// The next version of the battery's passport, secured and bound as the one before, which is `superseded` by it. Its
    /// content is the same: what the battery has lost with its parts, its operator corrects.
    pub(super) fn leave_rest(
        &self,
        accepted: &Accepted,
        transfer: &Transfer,
        resolver: &dyn Resolve,
        now: Timestamp,
    ) -> Result<Vec<Change>, Error> {
        let current = self.current(&transfer.battery)?;
        let read = Read::parse(&current.text)?;
        let slot = self.one_slot()?;
        let suite = read.secured.suite();
        let fresh = Fresh {
            id: new_id(),
            status: self.status_entries(slot, Kind::Passport, suite)?,
        };
        let credential = remaining(accepted, read.held(), now, fresh).map_err(Refusal::from)?;
        let holder = match &current.holder {
            None => None,
            Some(did) if *did == self.did().to_string() => self.as_holder(suite)?,
            Some(did) => {
                let did = Did::parse(did).map_err(|error| Error::Refused(Problem::from(error)))?;
                Some(Holder::of(&did, resolver)?)
            }
        };
        let again = Again {
            part: false,
            old: &current,
            credential,
            suite,
            holder,
            slot,
        };
        let (_, keep) = self.sign(&again.prepare()?, now)?;
        Ok(vec![handed_on(&current, Lifecycle::Superseded), keep])
    }
}
