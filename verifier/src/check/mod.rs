//! The checks, one file each, in the order in which they are run. A check is a function of the [`Case`]; what it
//! found is data, never an error.

pub(crate) mod audience;
pub(crate) mod composition;
pub(crate) mod documents;
pub(crate) mod holder_binding;
pub(crate) mod issuer_key;
pub(crate) mod lifecycle;
pub(crate) mod model;
pub(crate) mod proof;
pub(crate) mod schema;
pub(crate) mod status;
pub(crate) mod status_list;
pub(crate) mod trust;
pub(crate) mod validity;

use std::cell::{Cell, OnceCell};

use credentials::battery::provenance::Word;
use credentials::model::Credential;
use credentials::secured::Secured;
use credentials::{Did, Problem};
use serde_json::Value;

use crate::environment::Environment;
use crate::keys::Keys;
use crate::policy::Policy;
use crate::report::{Check, CheckName, CheckStatus, Outcome};
use crate::trust::beside::Beside;
use composition::Composition;
use documents::Documents;
use status_list::Lists;

/// One credential under examination.
pub(crate) struct Case<'a> {
    /// As it was secured.
    pub secured: &'a Secured,
    /// What it discloses, without its proof.
    pub credential: Value,
    /// Whom it names as its issuer.
    pub issuer: Option<Did>,
    /// Where it stands in a history.
    pub tense: Tense,
    /// What its status lists say, as far as they were looked at.
    pub word: Cell<Word>,
    /// What became of the documents that it binds, once they were looked at.
    documents: OnceCell<Documents>,
    /// What became of its suppliers' word, once it was looked at.
    composition: OnceCell<Composition>,
    /// What the reader asks.
    pub policy: &'a Policy,
    /// What all credentials of one verification share.
    pub shared: &'a Shared<'a>,
    /// What is known beside it.
    pub beside: &'a Beside<'a>,
}

/// Whether a credential claims to hold now, or tells how things came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Tense {
    /// It has to be current.
    Present,
    /// A later one took its place: its term is over, its signature still counts.
    Past,
    /// It vouches for what was done before: what counts is whether it held then, which `trust` says.
    Then,
}

/// What was resolved and fetched for one verification.
pub(crate) struct Shared<'e> {
    /// DID documents.
    pub keys: Keys<'e>,
    /// Status lists.
    pub lists: Lists<'e>,
}

impl<'e> Shared<'e> {
    pub fn new(environment: &'e Environment) -> Self {
        Self {
            keys: Keys::new(environment),
            lists: Lists::new(environment.lists.as_ref()),
        }
    }
}

impl<'a> Case<'a> {
    pub fn new(
        secured: &'a Secured,
        tense: Tense,
        policy: &'a Policy,
        shared: &'a Shared<'a>,
        beside: &'a Beside<'a>,
    ) -> Self {
        let credential = secured.credential();
        let issuer = Credential::new(&credential).issuer();
        Self {
            secured,
            credential,
            issuer,
            tense,
            word: Cell::new(Word::Unknown),
            documents: OnceCell::new(),
            composition: OnceCell::new(),
            policy,
            shared,
            beside,
        }
    }

    pub fn view(&self) -> Credential<'_> {
        Credential::new(&self.credential)
    }

    pub fn documents(&self) -> &Documents {
        self.documents.get_or_init(|| documents::look(self))
    }

    pub fn composition(&self) -> &Composition {
        self.composition.get_or_init(|| composition::look(self))
    }
}

/// All checks of one credential; `parse` has passed, since there is a case, and `chain` looks at several.
pub(crate) fn run(case: &Case<'_>) -> Vec<Check> {
    let mut done: Vec<Check> = vec![Check::new(
        CheckName::Parse,
        Outcome::pass(format!(
            "a credential secured with {}",
            case.secured.suite()
        )),
    )];
    for (name, needs, check) in CHECKS {
        let failed = needs.iter().find(|need| {
            done.iter().any(|check| {
                check.name == **need && (check.status == CheckStatus::Fail || check.owed)
            })
        });
        let outcome = match failed {
            Some(need) => Outcome::NotRun(format!("means nothing until {need} passes")),
            None => check(case),
        };
        done.push(Check::new(*name, outcome));
    }
    done
}

/// Why a credential that others rest on is no good by itself, whoever issued it.
pub(crate) fn broken(case: &Case<'_>) -> Option<Problem> {
    let steps: [Run; 5] = [
        model::check,
        proof::check,
        issuer_key::check,
        validity::check,
        status::check,
    ];
    steps.iter().find_map(|check| match check(case) {
        Outcome::Fail(problem) => Some(problem),
        Outcome::NotRun(reason) => Some(Problem::new("verify.incomplete", reason)),
        Outcome::Pass(_) | Outcome::Warn(_) | Outcome::NotAsked(_) => None,
    })
}

/// All checks of something that could not even be read.
pub(crate) fn unreadable(problem: Problem) -> Vec<Check> {
    let skipped = || Outcome::NotRun("nothing could be read".into());
    let mut checks: Vec<Check> = CheckName::ALL
        .into_iter()
        .map(|name| Check::new(name, skipped()))
        .collect();
    checks[0] = Check::new(CheckName::Parse, Outcome::Fail(problem));
    checks
}

type Run = fn(&Case<'_>) -> Outcome;

/// What follows from a signature is not looked at without one; above all, no status list is fetched from a place that
/// a stranger chose.
const CHECKS: &[(CheckName, &[CheckName], Run)] = {
    use CheckName::{
        Audience, HolderBinding, IssuerKey, Lifecycle, Model, Proof, Schema, Status, Trust,
        Validity,
    };
    &[
        (Model, &[], model::check),
        (Proof, &[], proof::check),
        (IssuerKey, &[Proof], issuer_key::check),
        (Validity, &[], validity::check),
        (Status, &[Proof, IssuerKey], status::check),
        (Schema, &[Proof], schema::check),
        (Trust, &[Proof, IssuerKey], trust::check),
        (Audience, &[Proof], audience::check),
        (HolderBinding, &[Proof], holder_binding::check),
        (Lifecycle, &[Proof, IssuerKey], lifecycle::check),
    ]
};
