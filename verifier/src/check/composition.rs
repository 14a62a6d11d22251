//! What a passport says of its suppliers, held against itself and against the declarations that the reader has.
//!
//! Like a document that was swapped, what does not add up fails the check `schema`: the list of checks is fixed. A
//! declaration that is bound and was not given is no failure; the report lists it. One that its issuer has taken back,
//! or that nobody vouches for, is a warning: the passport is what its issuer signed, but rests on less than it says.

use credentials::Problem;
use credentials::battery::composite::{Declaration, Sources, Stated, Weighed, title};
use credentials::battery::passport::PASSPORT;
use credentials::secured::Secured;
use platform::suppliers::Declared;

use super::{Case, Tense, broken, trust};
use crate::report::{Outcome, SourceState, SourceStatus, SourcesReport, TotalState};

/// What was found of the sources: what they are, the first fault, and the first doubt.
#[derive(Debug, Default)]
pub(crate) struct Composition {
    /// Totals and statements, as far as they are shown and could be read.
    pub report: Option<SourcesReport>,
    /// What does not add up, or is not what was bound.
    pub fault: Option<Problem>,
    /// What a declaration is no longer worth.
    pub doubt: Option<Problem>,
}

/// Looks at the sources of a current passport. An earlier one had earlier suppliers.
pub(crate) fn look(case: &Case<'_>) -> Composition {
    if case.tense != Tense::Present || !case.view().has_type(PASSPORT) {
        return Composition::default();
    }
    let subject = &case.credential["credentialSubject"];
    let sources = match Sources::read(subject) {
        Ok(sources) => sources,
        Err(error) => {
            return Composition {
                fault: Some(in_subject(error.into())),
                ..Composition::default()
            };
        }
    };
    let mut found = Composition::default();
    let mut states: Vec<SourceState> = sources
        .statements
        .iter()
        .map(|stated| state(case, stated, &mut found))
        .collect();
    let mut held = Held {
        states: &mut states,
        weighed: Weighed::default(),
    };
    for declared in &case.policy.suppliers {
        hold(case, declared, &sources, &mut held, &mut found);
    }
    if !sources.is_empty() {
        let totals = sources.totals.iter().map(|total| TotalState {
            pointer: format!("/credentialSubject{}", total.at),
            attribute: total.attribute.to_string(),
            title: title(subject, &total.attribute),
            sum: total.sum.to_string(),
            unit: total.unit,
            shares: total.shares,
            shown: total.shown,
        });
        found.report = Some(SourcesReport {
            totals: totals.collect(),
            statements: states,
        });
    }
    found
}

/// A statement as the passport shows it.
fn state(case: &Case<'_>, stated: &Stated, found: &mut Composition) -> SourceState {
    let subject = &case.credential["credentialSubject"];
    let own = stated.declaration.is_none();
    let issuer = case.issuer.as_ref().map(|did| did.as_str());
    if own && issuer != Some(stated.by.as_str()) {
        let problem = Problem::new(
            "composition.not_declared",
            format!("{} is said to have a share, by no declaration", stated.by),
        );
        let hint = "do not rely on it; what is not the issuer's own takes a declaration";
        found.fail(problem.at(format!("{}/statedBy", stated.at)).hint(hint));
    }
    SourceState {
        pointer: format!("/credentialSubject{}", stated.at),
        attribute: stated.attribute.to_string(),
        title: title(subject, &stated.attribute),
        stated_by: stated.by.clone(),
        name: stated.name.clone(),
        declaration: stated.declaration.as_ref().map(|one| one.id.clone()),
        share: stated.share.map(|share| share.to_string()),
        status: match own {
            true => SourceStatus::Issuer,
            false => SourceStatus::Bound,
        },
        code: None,
        detail: None,
    }
}

/// What was held against what is bound so far.
struct Held<'s> {
    states: &'s mut [SourceState],
    weighed: Weighed,
}

/// Holds a file against what is bound.
fn hold(
    case: &Case<'_>,
    declared: &Declared,
    sources: &Sources,
    held: &mut Held<'_>,
    found: &mut Composition,
) {
    let file = declared.path.display();
    let secured = match Secured::parse(&declared.bytes) {
        Ok(secured) => secured,
        Err(_) if declared.from_folder => return,
        Err(error) => {
            let problem = Problem::new(
                "composition.unreadable",
                format!("{file} is no declaration: {error}"),
            );
            return found.fail(problem.hint("give the file that `issue supplier` wrote"));
        }
    };
    let Ok(reference) = secured.reference() else {
        return found.fail(
            Problem::new("composition.unreadable", format!("{file} has no id"))
                .hint("give the file that `issue supplier` wrote"),
        );
    };
    let mut bound = sources
        .statements
        .iter()
        .zip(held.states.iter_mut())
        .filter(|(stated, _)| {
            stated
                .declaration
                .as_ref()
                .is_some_and(|known| known.digest_multibase == reference.digest_multibase)
        })
        .peekable();
    if bound.peek().is_none() {
        let same = sources.statements.iter().find(|stated| {
            stated
                .declaration
                .as_ref()
                .is_some_and(|known| known.id == reference.id)
        });
        return match same {
            Some(stated) => found.fail(swapped(&file.to_string(), stated)),
            None if declared.from_folder => {}
            None => found.fail(not_bound(&file.to_string())),
        };
    }
    let worth = worth(case, &secured);
    for (stated, state) in bound {
        let subject = &case.credential["credentialSubject"];
        let says = Declaration::read(&secured.credential())
            .map_err(Problem::from)
            .and_then(|declaration| {
                declaration.backs(stated, subject)?;
                held.weighed.add(stated, &declaration, subject)?;
                Ok(())
            });
        let (status, fault, doubt) = match (says, &worth) {
            (Err(problem), _) => (SourceStatus::Broken, Some(problem), None),
            (_, Worth::Nothing(problem)) => (
                SourceStatus::Broken,
                Some(problem.clone().at(&stated.at)),
                None,
            ),
            (_, Worth::Less(problem)) => (
                SourceStatus::Doubtful,
                None,
                Some(problem.clone().at(&stated.at)),
            ),
            (Ok(()), Worth::All) => (SourceStatus::Verified, None, None),
        };
        state.status = status;
        if let Some(problem) = fault.as_ref().or(doubt.as_ref()) {
            state.code = Some(problem.code);
            state.detail = Some(problem.message.clone());
        }
        if let Some(problem) = fault {
            found.fail(problem);
        }
        if let Some(problem) = doubt {
            found.doubt.get_or_insert_with(|| in_subject(problem));
        }
    }
}

impl Composition {
    fn fail(&mut self, problem: Problem) {
        self.fault.get_or_insert_with(|| in_subject(problem));
    }
}

/// What a declaration that was bound is worth.
enum Worth {
    All,
    /// Authentic perhaps, but taken back, ended, of nobody whom the reader trusts, or out of reach.
    Less(Problem),
    /// Not what its issuer signed.
    Nothing(Problem),
}

fn worth(case: &Case<'_>, secured: &Secured) -> Worth {
    let of = Case::new(
        secured,
        Tense::Present,
        case.policy,
        case.shared,
        case.beside,
    );
    let by = of
        .issuer
        .as_ref()
        .map_or("its issuer", |did| did.as_str())
        .to_owned();
    if let Some(problem) = broken(&of) {
        let told = |code, text: String| {
            Problem::new(code, text).hint("ask the passport's issuer for what it rests on now")
        };
        let family = problem.code.split('.').next().unwrap_or_default();
        return match (problem.code, family) {
            ("status.revoked" | "status.suspended", _) => Worth::Less(told(
                "composition.revoked",
                format!("{by} has taken its declaration back: {}", problem.message),
            )),
            (_, "validity") => Worth::Less(told(
                "composition.ended",
                format!(
                    "the declaration of {by} is out of its time: {}",
                    problem.message
                ),
            )),
            (_, "status" | "resolve" | "fetch" | "did" | "verify") => Worth::Less(told(
                "composition.unresolved",
                format!(
                    "nobody can tell whether the declaration of {by} stands: {}",
                    problem.message
                ),
            )),
            _ => Worth::Nothing(told(
                "composition.broken",
                format!(
                    "the declaration of {by} is not what it signed: {}",
                    problem.message
                ),
            )),
        };
    }
    match trust::check(&of) {
        Outcome::Fail(problem) => Worth::Less(
            Problem::new(
                "composition.untrusted",
                format!(
                    "you have no reason to trust the declaration of {by}: {}",
                    problem.message
                ),
            )
            .hint("add the supplier to your trust list, or give its --accreditation"),
        ),
        _ => Worth::All,
    }
}

fn swapped(file: &str, stated: &Stated) -> Problem {
    let by = stated.name.as_ref().unwrap_or(&stated.by);
    Problem::new(
        "composition.swapped",
        format!("{file} is not the declaration of {by} that the passport binds"),
    )
    .at(format!("{}/declarationDigest", stated.at))
    .hint("do not rely on the file; ask for the declaration that the passport binds")
}

fn not_bound(file: &str) -> Problem {
    Problem::new(
        "composition.not_bound",
        format!("nothing that is disclosed binds the declaration {file}"),
    )
    .at("/sources/statements")
    .hint("ask for a presentation that shows who the suppliers are; it is for authorities")
}

/// A place in the subject, as a place in the credential.
fn in_subject(mut problem: Problem) -> Problem {
    problem.pointer = problem
        .pointer
        .map(|place| format!("/credentialSubject{place}"));
    problem
}
