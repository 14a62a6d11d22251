//! What is known beside a credential that is judged: accreditations, and of which category each battery is.

use std::cell::OnceCell;
use std::collections::HashMap;

use credentials::battery::accreditation::ACCREDITED_OPERATOR;
use credentials::battery::passport::PASSPORT;
use credentials::battery::{Accreditation, Act, BatteryId, Category, Role};
use credentials::model::{Credential, has_type};
use credentials::secured::Secured;
use credentials::{Did, Problem};
use jiff::Timestamp;
use serde_json::Value;

use super::{Asked, Distrust, Trust};
use crate::check::{Case, Tense, broken};

/// What came with the credentials under examination.
#[derive(Default)]
pub(crate) struct Beside<'a> {
    papers: Vec<Paper<'a>>,
    /// By battery, in order of time: a second life may be one in another category (Art. 45(2)).
    categories: HashMap<BatteryId, Vec<Told<'a>>>,
}

/// A passport that says of which category its battery is.
struct Told<'a> {
    secured: &'a Secured,
    from: Timestamp,
    category: Category,
    /// Whether it may be believed: anybody can write a passport.
    believed: OnceCell<bool>,
}

/// An accreditation that somebody shows.
struct Paper<'a> {
    secured: &'a Secured,
    says: Accreditation,
    /// What is wrong with it, whatever it is to be good for.
    wrong: OnceCell<Option<Problem>>,
}

/// Why somebody may do something.
pub(crate) enum Ground<'a> {
    /// It keeps the list, which could name anybody whom it accredits.
    Keeper,
    /// The list names it.
    Listed(&'a super::TrustedIssuer),
    /// Somebody whom the list trusts with that has accredited it.
    Accredited(&'a Accreditation),
}

impl<'a> Beside<'a> {
    /// What these credentials tell.
    pub fn of(credentials: impl IntoIterator<Item = &'a Secured>) -> Self {
        let mut beside = Self::default();
        for secured in credentials {
            let credential = secured.credential();
            let subject = &credential["credentialSubject"];
            if has_type(&credential, ACCREDITED_OPERATOR) {
                // What is no accreditation vouches for nobody; as a credential of its own it is judged anyway.
                if let Ok(says) = Accreditation::read(&credential) {
                    beside.papers.push(Paper {
                        secured,
                        says,
                        wrong: OnceCell::new(),
                    });
                }
            } else if let (Some(battery), Some(category), Some(from)) = (
                battery(subject),
                category(&credential),
                Credential::new(&credential).valid_from(),
            ) {
                beside.categories.entry(battery).or_default().push(Told {
                    secured,
                    from,
                    category,
                    believed: OnceCell::new(),
                });
            }
        }
        for told in beside.categories.values_mut() {
            told.sort_unstable_by_key(|told| told.from);
        }
        beside
    }

    /// What was done by issuing the credential of this case.
    pub fn asked(&self, case: &Case<'_>) -> Asked {
        let asked = Asked::of(&case.credential, case.secured, case.policy.at);
        let told = || {
            let battery = battery(&case.credential["credentialSubject"])?;
            if let Some(known) = case.policy.categories.get(&battery) {
                return Some(*known);
            }
            let told = self.categories.get(&battery)?;
            let told: Vec<&Told<'_>> = told
                .iter()
                .filter(|told| self.believes(told, case))
                .collect();
            let then = told.iter().rev().find(|told| told.from <= asked.done);
            then.or(told.first()).map(|told| told.category)
        };
        Asked {
            category: category(&case.credential).or_else(told),
            ..asked
        }
    }

    /// Whether a passport is genuine, and by somebody who may issue it where a list says who may.
    fn believes(&self, told: &Told<'_>, case: &Case<'_>) -> bool {
        *told.believed.get_or_init(|| {
            let nothing = Beside::default();
            let passport = Case::new(
                told.secured,
                Tense::Past,
                case.policy,
                case.shared,
                &nothing,
            );
            let (None, Some(issuer)) = (broken(&passport), &passport.issuer) else {
                return false;
            };
            let Some(trust) = &case.policy.trust else {
                return true;
            };
            let asked = Asked {
                category: Some(told.category),
                ..Asked::of(&passport.credential, told.secured, case.policy.at)
            };
            self.ground(trust, issuer, &asked, case).is_ok()
        })
    }

    /// Why `did` may do this; or why not, by the list or by the accreditation that comes nearest.
    pub fn ground<'g>(
        &'g self,
        trust: &'g Trust,
        did: &Did,
        asked: &Asked,
        case: &Case<'_>,
    ) -> Result<Ground<'g>, Distrust> {
        let by_list = match trust.find(did, asked) {
            Ok(entry) => return Ok(Ground::Listed(entry)),
            Err(distrust) => distrust,
        };
        let accredits = matches!(asked.act, Some(Act::Accreditation | Act::Mandate));
        if accredits && trust.is_kept_by(did) {
            return Ok(Ground::Keeper);
        }
        // Whom the list has given up, nobody else can vouch for.
        if matches!(by_list, Distrust::Ended { .. }) {
            return Err(by_list);
        }
        let mut nearest = None;
        for paper in self
            .papers
            .iter()
            .filter(|paper| paper.says.operator == *did)
        {
            match paper.vouches(trust, asked, case) {
                Ok(()) => return Ok(Ground::Accredited(&paper.says)),
                Err(distrust) => {
                    nearest.get_or_insert(distrust);
                }
            }
        }
        Err(nearest.unwrap_or(by_list))
    }

    /// Everything that `did` may act as for this, by the list and by accreditations.
    pub fn roles(&self, trust: &Trust, did: &Did, asked: &Asked, case: &Case<'_>) -> Vec<Role> {
        let mut roles = trust.roles(did, asked);
        if matches!(trust.find(did, asked), Err(Distrust::Ended { .. })) {
            return roles;
        }
        // Whatever the act: the role is what is asked for.
        let any = Asked {
            act: None,
            ..*asked
        };
        for paper in self
            .papers
            .iter()
            .filter(|paper| paper.says.operator == *did)
        {
            let role = paper.says.role;
            let new = !roles.contains(&role) && !trust.gave_up(did, role, asked);
            if new && paper.vouches(trust, &any, case).is_ok() {
                roles.push(role);
            }
        }
        roles
    }
}

/// The battery that a subject is, however its identifier is spelled.
fn battery(subject: &Value) -> Option<BatteryId> {
    subject["id"].as_str()?.parse().ok()
}

/// The category that a passport states; what else states one speaks of what it does not know.
fn category(credential: &Value) -> Option<Category> {
    let subject = &credential["credentialSubject"];
    let of_passport = has_type(credential, PASSPORT).then(|| Category::of(subject));
    of_passport?.ok()
}

impl Paper<'_> {
    /// Whether it lets its operator do this: at the time of the act, not of reading.
    fn vouches(&self, trust: &Trust, asked: &Asked, case: &Case<'_>) -> Result<(), Distrust> {
        let says = &self.says;
        let did = || says.operator.clone();
        let accreditor = &says.statement.issuer;
        if says.operator == *accreditor {
            return Err(Distrust::SelfAccredited(did()));
        }
        if let Some(act) = asked.act.filter(|act| !act.is_open_to_any(&[says.role])) {
            return Err(Distrust::Role {
                did: did(),
                act,
                found: vec![says.role],
            });
        }
        if !says.holds_at(asked.done) {
            let from = says.statement.valid_from;
            return Err(Distrust::AccreditationPeriod {
                did: did(),
                from,
                until: says.statement.valid_until.unwrap_or(from),
                at: asked.done,
            });
        }
        if let Some(category) = asked.category.filter(|category| !says.covers(*category)) {
            return Err(Distrust::AccreditationScope {
                did: did(),
                category,
                found: says.scope.clone(),
            });
        }
        self.by_somebody(trust, asked)?;
        let Some(problem) = self.wrong.get_or_init(|| self.look(case)) else {
            return Ok(());
        };
        Err(match problem.code {
            "status.revoked" => Distrust::AccreditationRevoked {
                did: did(),
                accreditor: accreditor.clone(),
            },
            _ => Distrust::AccreditationBad {
                did: did(),
                why: problem.message.clone(),
            },
        })
    }

    /// Whether whoever gave it was trusted with that when it was given: the list's keeper, or somebody whom the list
    /// itself names. An accreditor that is only accredited accredits nobody, so that no chain grows.
    fn by_somebody(&self, trust: &Trust, asked: &Asked) -> Result<(), Distrust> {
        let statement = &self.says.statement;
        if trust.is_kept_by(&statement.issuer) {
            return Ok(());
        }
        let given = Asked {
            act: Some(match self.says.role {
                Role::AuthorisedRepresentative => Act::Mandate,
                _ => Act::Accreditation,
            }),
            done: statement.valid_from,
            signed: statement.valid_from,
            category: asked.category,
        };
        let found = trust.find(&statement.issuer, &given).map(drop);
        found.map_err(|why| Distrust::Accreditor {
            did: self.says.operator.clone(),
            role: self.says.role,
            accreditor: statement.issuer.clone(),
            why: Box::new(why),
        })
    }

    fn look(&self, case: &Case<'_>) -> Option<Problem> {
        if self.secured.suite().discloses_selectively() {
            return Some(Problem::new(
                "trust.accreditation_bad",
                "its scope may have been withheld: expected one that is signed as a whole",
            ));
        }
        let nothing = Beside::default();
        broken(&Case::new(
            self.secured,
            Tense::Then,
            case.policy,
            case.shared,
            &nothing,
        ))
    }
}
