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

use super::mandate::{self, Telling, Whose};
use super::{Asked, Distrust, Trust};
use crate::check::{Case, Tense, broken};

/// What came with the credentials under examination.
#[derive(Default)]
pub(crate) struct Beside<'a> {
    papers: Vec<Paper<'a>>,
    /// By battery, in order of time: a second life may be one in another category (Art. 45(2)).
    passports: HashMap<BatteryId, Vec<Told<'a>>>,
}

/// A passport, for what it says of its battery: the category, whose it is.
struct Told<'a> {
    secured: &'a Secured,
    credential: Value,
    from: Timestamp,
    category: Option<Category>,
    /// Who signed it, if somebody did: anybody can write a passport.
    genuine: OnceCell<Option<Did>>,
    /// Whether that was somebody who may.
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
    /// Somebody whom the list trusts with that has accredited it; a mandate, for whose batteries.
    Accredited(&'a Accreditation, Whose),
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
            } else if let (true, Some(battery), Some(from)) = (
                has_type(&credential, PASSPORT),
                battery(subject),
                Credential::new(&credential).valid_from(),
            ) {
                let category = category(&credential);
                beside.passports.entry(battery).or_default().push(Told {
                    secured,
                    credential,
                    from,
                    category,
                    genuine: OnceCell::new(),
                    believed: OnceCell::new(),
                });
            }
        }
        for told in beside.passports.values_mut() {
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
            let told = self.passports.get(&battery)?;
            let told: Vec<(Timestamp, Category)> = told
                .iter()
                .filter_map(|told| Some((told, told.category?)))
                .filter(|(told, category)| self.believes(told, *category, case))
                .map(|(told, category)| (told.from, category))
                .collect();
            let then = told.iter().rev().find(|(from, _)| *from <= asked.done);
            then.or(told.first()).map(|(_, category)| *category)
        };
        Asked {
            category: category(&case.credential).or_else(told),
            ..asked
        }
    }

    /// Whether a passport is genuine, and by somebody who may issue it where a list says who may.
    fn believes(&self, told: &Told<'_>, category: Category, case: &Case<'_>) -> bool {
        *told.believed.get_or_init(|| {
            let Some(issuer) = told.genuine(case) else {
                return false;
            };
            let Some(trust) = &case.policy.trust else {
                return true;
            };
            let asked = Asked {
                category: Some(category),
                ..told.asked(case)
            };
            told.with_case(case, |passport| {
                self.ground(trust, issuer, &asked, passport).is_ok()
            })
        })
    }

    /// Whether a mandate covers the battery of this case: those of whoever gave it. What is told of whose it is counts
    /// from passports by somebody whom the list itself names, and from those of the representative, which signs that.
    fn whose(&self, paper: &Paper<'_>, trust: &Trust, asked: &Asked, case: &Case<'_>) -> Whose {
        let says = &paper.says;
        let act = Act::of(&case.credential);
        let (giver, representative) = (&says.statement.issuer, &says.operator);
        let bound = says.role == Role::AuthorisedRepresentative
            && mandate::is_bound(act)
            && mandate::is_for_its_own(trust, giver, &paper.given(asked));
        if !bound {
            return Whose::Covered;
        }
        let own = has_type(&case.credential, PASSPORT).then_some(Telling {
            passport: &case.credential,
            issuer: representative,
            asked: *asked,
        });
        // The passport before is of whoever had the battery before.
        let follows = act == Some(Act::SuccessorPassport);
        let battery = battery(&case.credential["credentialSubject"]).filter(|_| !follows);
        let others = battery.and_then(|battery| self.passports.get(&battery));
        let others = others.into_iter().flatten().filter_map(|told| {
            let issuer = told.genuine(case)?;
            let asked = told.asked(case);
            let counts = issuer == representative || trust.find(issuer, &asked).is_ok();
            counts.then_some(Telling {
                passport: &told.credential,
                issuer,
                asked,
            })
        });
        mandate::whose(own.into_iter().chain(others), giver, representative, trust)
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
        let (mut nearest, mut untold) = (None, None);
        for paper in self.papers_of(did) {
            match self.vouches(paper, trust, asked, case) {
                Ok(Whose::Untold) => {
                    untold.get_or_insert(paper);
                }
                Ok(whose) => return Ok(Ground::Accredited(&paper.says, whose)),
                Err(distrust) => {
                    nearest.get_or_insert(distrust);
                }
            }
        }
        match untold {
            Some(paper) => Ok(Ground::Accredited(&paper.says, Whose::Untold)),
            None => Err(nearest.unwrap_or(by_list)),
        }
    }

    fn papers_of<'g>(&'g self, did: &Did) -> impl Iterator<Item = &'g Paper<'a>> {
        self.papers
            .iter()
            .filter(move |paper| paper.says.operator == *did)
    }

    /// Whether a paper lets its operator do this, to this battery.
    fn vouches(
        &self,
        paper: &Paper<'_>,
        trust: &Trust,
        asked: &Asked,
        case: &Case<'_>,
    ) -> Result<Whose, Distrust> {
        paper.vouches(trust, asked, case)?;
        match self.whose(paper, trust, asked, case) {
            Whose::Another(whose) => Err(Distrust::Mandate {
                did: paper.says.operator.clone(),
                giver: paper.says.statement.issuer.clone(),
                whose,
            }),
            whose => Ok(whose),
        }
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
        for paper in self.papers_of(did) {
            let role = paper.says.role;
            let new = !roles.contains(&role) && !trust.gave_up(did, role, asked);
            if new && self.vouches(paper, trust, &any, case).is_ok() {
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

impl Told<'_> {
    /// Its issuer, if that is who signed it.
    fn genuine(&self, case: &Case<'_>) -> Option<&Did> {
        let look = || {
            self.with_case(case, |passport| match broken(passport) {
                None => passport.issuer.clone(),
                Some(_) => None,
            })
        };
        self.genuine.get_or_init(look).as_ref()
    }

    /// What was done by issuing it.
    fn asked(&self, case: &Case<'_>) -> Asked {
        Asked {
            category: self.category,
            ..Asked::of(&self.credential, self.secured, case.policy.at)
        }
    }

    /// It as a case of its own, beside which nothing is known.
    fn with_case<T>(&self, case: &Case<'_>, look: impl FnOnce(&Case<'_>) -> T) -> T {
        let nothing = Beside::default();
        let (policy, shared) = (case.policy, case.shared);
        look(&Case::new(
            self.secured,
            Tense::Past,
            policy,
            shared,
            &nothing,
        ))
    }
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
        let found = trust.find(&statement.issuer, &self.given(asked)).map(drop);
        found.map_err(|why| Distrust::Accreditor {
            did: self.says.operator.clone(),
            role: self.says.role,
            accreditor: statement.issuer.clone(),
            why: Box::new(why),
        })
    }

    /// What its accreditor did by giving it.
    fn given(&self, asked: &Asked) -> Asked {
        let from = self.says.statement.valid_from;
        // Whoever lost the list's trust can date an accreditation back, and forget the proof.
        let signed = self.secured.signed_at().map_or(from, |at| at.max(from));
        Asked {
            act: Some(match self.says.role {
                Role::AuthorisedRepresentative => Act::Mandate,
                _ => Act::Accreditation,
            }),
            done: from,
            signed,
            category: asked.category,
        }
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
