//! Changing how a credential stands. What its status lists say follows from it.

use std::fmt;

use clap::ValueEnum;
use credentials::problem::Coded;

use crate::store::{Change, Conflict, Credential, Kind, Lifecycle, Standing, StoreError};
use crate::{Error, Issuer};

/// A change of standing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Verb {
    /// Cancel it, for good
    Revoke,
    /// Put it on hold
    Suspend,
    /// End the hold
    Reinstate,
    /// Say that the battery was recycled, so that its passport ceases to exist (Art. 77(8)), for good
    Cease,
}

/// Why a credential cannot be made to stand so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StandingError {
    /// It has no place in the status lists.
    #[error("{0} has no status that could change")]
    NoStatus(String),
    /// Its kind has fewer statuses than a passport.
    #[error("{title} {id} can only be revoked: to {verb} is for passports")]
    PassportsOnly {
        /// The credential.
        id: String,
        /// What it is.
        title: String,
        /// What was wanted.
        verb: Verb,
    },
    /// Revoked, which is final.
    #[error("{0} is revoked, and that is final")]
    Revoked(String),
    /// Ceased, which is final.
    #[error("the passport {0} has ceased to exist, and that is final")]
    Ceased(String),
    /// Another operator answers for the battery.
    #[error("the passport {0} was transferred: its battery is another operator's")]
    Transferred(String),
    /// On hold.
    #[error("{0} is suspended")]
    Suspended(String),
    /// Nothing to reinstate.
    #[error("{0} is not suspended")]
    NotSuspended(String),
    /// There is a later version.
    #[error("the passport {id} was replaced by {by}")]
    Replaced {
        /// The passport.
        id: String,
        /// The later version.
        by: String,
    },
}

impl Issuer {
    /// Changes how the credential with this id stands; what is returned is on disk. Where another process changed it
    /// meanwhile, the change is judged again by what stands now.
    pub fn stand(&self, id: &str, verb: Verb) -> Result<Credential, Error> {
        let mut attempts = 0;
        loop {
            let credential = self.store().credential(id)?;
            let mut credential = credential.ok_or_else(|| Error::NoCredential(id.to_owned()))?;
            let to = verb.applied_to(&credential)?;
            attempts += 1;
            match self.store().commit(&[change(&credential, to)]) {
                Ok(_) => {
                    credential.standing = to;
                    return Ok(credential);
                }
                Err(StoreError::Conflict(Conflict::Standing(_))) if attempts < ATTEMPTS => {}
                Err(error) => return Err(error.into()),
            }
        }
    }
}

impl Verb {
    /// Whether there is no way back.
    pub fn is_final(self) -> bool {
        matches!(self, Self::Revoke | Self::Cease)
    }

    /// Whether the credential, as it was read, can be made to stand so: to know before asking a person.
    pub fn check(self, credential: &Credential) -> Result<(), StandingError> {
        self.applied_to(credential).map(drop)
    }

    /// How the credential stands afterwards.
    fn applied_to(self, credential: &Credential) -> Result<Standing, StandingError> {
        let id = || credential.id.clone();
        let from = credential.standing;
        if credential.status.is_none() {
            return Err(StandingError::NoStatus(id()));
        }
        if credential.kind != Kind::Passport && self != Self::Revoke {
            return Err(StandingError::PassportsOnly {
                id: id(),
                title: credential.title.clone(),
                verb: self,
            });
        }
        if from.revoked {
            return Err(StandingError::Revoked(id()));
        }
        if from.lifecycle == Lifecycle::Ceased {
            return Err(StandingError::Ceased(id()));
        }
        match self {
            Self::Revoke => Ok(Standing {
                revoked: true,
                ..from
            }),
            Self::Suspend if from.suspended => Err(StandingError::Suspended(id())),
            Self::Reinstate if !from.suspended => Err(StandingError::NotSuspended(id())),
            Self::Suspend | Self::Reinstate => Ok(Standing {
                suspended: self == Self::Suspend,
                ..from
            }),
            Self::Cease if from.lifecycle == Lifecycle::Transferred => {
                Err(StandingError::Transferred(id()))
            }
            Self::Cease => match &credential.replaced_by {
                Some(by) => Err(StandingError::Replaced {
                    id: id(),
                    by: by.clone(),
                }),
                None => Ok(ceased(from)),
            },
        }
    }
}

/// Refuses what a verifier would refuse: there is no use in handing it out.
pub(crate) fn check_alive(credential: &Credential) -> Result<(), StandingError> {
    let id = || credential.id.clone();
    let standing = credential.standing;
    match standing.lifecycle {
        _ if standing.revoked => return Err(StandingError::Revoked(id())),
        Lifecycle::Ceased => return Err(StandingError::Ceased(id())),
        Lifecycle::Transferred => return Err(StandingError::Transferred(id())),
        Lifecycle::Active if standing.suspended => return Err(StandingError::Suspended(id())),
        // The later version is named below.
        Lifecycle::Active | Lifecycle::Superseded => {}
    }
    match &credential.replaced_by {
        Some(by) => Err(StandingError::Replaced {
            id: id(),
            by: by.clone(),
        }),
        None => Ok(()),
    }
}

impl fmt::Display for Verb {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Revoke => "revoke",
            Self::Suspend => "suspend",
            Self::Reinstate => "reinstate",
            Self::Cease => "cease",
        })
    }
}

impl Coded for StandingError {
    fn code(&self) -> &'static str {
        match self {
            Self::NoStatus(_) => "standing.no_status",
            Self::PassportsOnly { .. } => "standing.passports_only",
            Self::Revoked(_) => "standing.revoked",
            Self::Ceased(_) => "standing.ceased",
            Self::Transferred(_) => "standing.transferred",
            Self::Suspended(_) => "standing.suspended",
            Self::NotSuspended(_) => "standing.not_suspended",
            Self::Replaced { .. } => "standing.replaced",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::NoStatus(_) => "it was issued without one and holds until it expires",
            Self::PassportsOnly { .. } => "`revoke` cancels it for good",
            Self::Revoked(_) => {
                "what was wrong in a passport is corrected with `issue passport --supersede`"
            }
            Self::Ceased(_) => "its battery was recycled (Art. 77(8))",
            Self::Transferred(_) => {
                "the operator that took the battery over has a passport of its own for it"
            }
            Self::Suspended(_) => "`reinstate` ends the hold",
            Self::NotSuspended(_) => "there is nothing to end; `suspend` puts it on hold",
            Self::Replaced { by, .. } => {
                return Some(format!(
                    "take {by}; what ends with it ends all its earlier versions"
                ));
            }
        };
        Some(hint.into())
    }
}

fn change(credential: &Credential, to: Standing) -> Change {
    Change::Stand {
        credential: credential.id.clone(),
        from: credential.standing,
        to,
    }
}

fn ceased(from: Standing) -> Standing {
    Standing {
        lifecycle: Lifecycle::Ceased,
        ..from
    }
}

/// How often a change is tried before somebody must look: more processes at one credential are no accident.
const ATTEMPTS: u32 = 8;

#[cfg(test)]
mod tests {
    use std::thread;

    use credentials::battery::EventDraft;
    use credentials::status::StatusPurpose;

    use super::*;
    use crate::issuance::PassportOrder;
    use crate::issuance::tests::{Scene, now, scene};
    use crate::sample;

    fn order() -> PassportOrder {
        PassportOrder::new(sample::ev_passport())
    }

    fn passport(scene: &Scene) -> String {
        scene.passport(order()).reference.id
    }

    fn event(scene: &Scene) -> String {
        let draft = EventDraft::from_file(&sample::soh_event()).unwrap();
        let prepared = scene.issuer.prepare_event(&draft, None, now()).unwrap();
        scene.issuer.issue(prepared, now()).unwrap().reference.id
    }

    fn refused(scene: &Scene, id: &str, verb: Verb) -> &'static str {
        let error = scene.issuer.stand(id, verb).unwrap_err();
        assert!(error.hint().is_some(), "{error}");
        error.code()
    }

    #[test]
    fn a_passport_is_suspended_and_reinstated_as_often_as_needed() {
        let scene = scene();
        let id = passport(&scene);
        for _ in 0..2 {
            assert_eq!(
                refused(&scene, &id, Verb::Reinstate),
                "standing.not_suspended"
            );
            let standing = scene.issuer.stand(&id, Verb::Suspend).unwrap().standing;
            assert!(standing.suspended);
            assert_eq!(refused(&scene, &id, Verb::Suspend), "standing.suspended");
            let kept = scene.issuer.stand(&id, Verb::Reinstate).unwrap();
            assert_eq!(kept, scene.issuer.find(&id).unwrap());
            assert_eq!(kept.standing, Standing::default());
        }
    }

    #[test]
    fn revoked_and_ceased_are_final() {
        for (last, code) in [
            (Verb::Revoke, "standing.revoked"),
            (Verb::Cease, "standing.ceased"),
        ] {
            let scene = scene();
            let id = passport(&scene);
            scene.issuer.stand(&id, Verb::Suspend).unwrap();
            scene.issuer.stand(&id, last).unwrap();
            for verb in Verb::value_variants() {
                assert_eq!(refused(&scene, &id, *verb), code, "{verb} after {last}");
            }
        }
    }

    #[test]
    fn the_lists_say_how_a_passport_stands_at_its_index() {
        let scene = scene();
        let id = passport(&scene);
        let slot = scene.issuer.find(&id).unwrap().status.unwrap();
        for (verb, purpose, value) in [
            (Verb::Suspend, StatusPurpose::Suspension, 1),
            (Verb::Cease, StatusPurpose::Message, 2),
        ] {
            scene.issuer.stand(&id, verb).unwrap();
            let raised = scene.issuer.store().raised(slot.group, &purpose).unwrap();
            assert_eq!(raised, [(slot.index, value)], "{verb}");
        }
    }

    #[test]
    fn an_event_can_only_be_revoked() {
        let scene = scene();
        let id = event(&scene);
        for verb in [Verb::Suspend, Verb::Reinstate, Verb::Cease] {
            assert_eq!(refused(&scene, &id, verb), "standing.passports_only");
        }
        scene.issuer.stand(&id, Verb::Revoke).unwrap();
        assert_eq!(refused(&scene, &id, Verb::Revoke), "standing.revoked");
    }

    #[test]
    fn the_current_passport_ceases_and_its_earlier_versions_stay_superseded() {
        let scene = scene();
        let (first, revoked, event) = (passport(&scene), correct(&scene), event(&scene));
        let current = correct(&scene);
        scene.issuer.stand(&revoked, Verb::Revoke).unwrap();
        assert_eq!(refused(&scene, &first, Verb::Cease), "standing.replaced");
        scene.issuer.stand(&current, Verb::Cease).unwrap();
        let standing = |id: &str| scene.issuer.find(id).unwrap().standing.to_string();
        assert_eq!(standing(&current), "ceased");
        assert_eq!(standing(&first), "superseded");
        assert_eq!(standing(&revoked), "revoked");
        assert_eq!(standing(&event), "active");
    }

    #[test]
    fn what_does_not_hold_is_not_offered_to_wallets() {
        let offer = |scene: &Scene, id: &str| {
            let hour = jiff::SignedDuration::from_hours(1);
            scene
                .issuer
                .offer(id, hour, false, now())
                .map_err(|e| e.code())
        };
        for (verb, code) in [
            (Verb::Suspend, "standing.suspended"),
            (Verb::Revoke, "standing.revoked"),
            (Verb::Cease, "standing.ceased"),
        ] {
            let scene = scene();
            let id = passport(&scene);
            offer(&scene, &id).unwrap();
            scene.issuer.stand(&id, verb).unwrap();
            assert_eq!(offer(&scene, &id).unwrap_err(), code);
        }
        let scene = scene();
        let (first, second) = (passport(&scene), correct(&scene));
        assert_eq!(offer(&scene, &first).unwrap_err(), "standing.replaced");
        offer(&scene, &second).unwrap();
    }

    fn correct(scene: &Scene) -> String {
        let order = PassportOrder {
            supersede: true,
            ..order()
        };
        scene.passport(order).reference.id
    }

    #[test]
    fn a_transferred_passport_is_not_this_operators_to_cease() {
        let scene = scene();
        let id = passport(&scene);
        let to = Standing {
            lifecycle: Lifecycle::Transferred,
            ..Standing::default()
        };
        let kept = scene.issuer.find(&id).unwrap();
        scene.issuer.store().commit(&[change(&kept, to)]).unwrap();
        assert_eq!(refused(&scene, &id, Verb::Cease), "standing.transferred");
        let revoked = scene.issuer.stand(&id, Verb::Revoke).unwrap().standing;
        assert_eq!(revoked.lifecycle, Lifecycle::Transferred);
    }

    #[test]
    fn what_was_never_issued_stands_nowhere() {
        let scene = scene();
        assert_eq!(
            refused(&scene, "urn:uuid:0", Verb::Revoke),
            "issuer.no_credential"
        );
    }

    #[test]
    fn of_many_who_revoke_at_once_one_does_and_the_others_learn_of_it() {
        let scene = scene();
        let id = passport(&scene);
        let outcomes: Vec<_> = thread::scope(|threads| {
            let revoke = || scene.issuer.stand(&id, Verb::Revoke).map_err(|e| e.code());
            let running: Vec<_> = (0..8).map(|_| threads.spawn(revoke)).collect();
            let joined = running.into_iter().map(|thread| thread.join().unwrap());
            joined.collect()
        });
        let refused = outcomes.iter().filter_map(|outcome| outcome.as_ref().err());
        assert_eq!(refused.collect::<Vec<_>>(), [&"standing.revoked"; 7]);
    }
}
