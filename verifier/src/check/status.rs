//! `status`: the issuer has not revoked, suspended or replaced the credential, by its own signed lists.

use credentials::Problem;
use credentials::battery::provenance::Word;
use credentials::status::{AnyStatusEntry, StatusPurpose};
use jiff::Timestamp;

use super::{Case, Tense};
use crate::report::Outcome;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    current(case).into()
}

fn current(case: &Case<'_>) -> Result<Outcome, Problem> {
    let entries = AnyStatusEntry::all(&case.credential)?;
    if entries.is_empty() {
        return Ok(Outcome::not_asked(
            "the credential names no status list, so nothing can be said",
        ));
    }
    let Some(issuer) = &case.issuer else {
        return Ok(Outcome::NotRun("the issuer is not known".into()));
    };
    case.word.set(Word::Active);
    let mut warning = None;
    let mut oldest: Option<Timestamp> = None;
    let mut messages = Vec::new();
    for (n, entry) in entries.iter().enumerate() {
        let place = place(case, n);
        let list = case
            .shared
            .lists
            .get(entry, issuer, case.policy.at, &case.shared.keys)
            .map_err(|problem| advised(problem).at(&place))?;
        let against = list
            .against(entry)
            .map_err(|error| advised(error.into()).at(&place))?;
        oldest = [oldest, list.valid_from()].into_iter().flatten().min();
        warning = warning.or_else(|| list.doubt(case.policy.at).map(|doubt| doubt.at(&place)));
        let Some((purpose, message)) = against else {
            continue;
        };
        if let Some(word) = word(&purpose, &message) {
            case.word.set(word);
        }
        match meaning(&purpose, &message, case.tense) {
            Meaning::Bad(problem) => return Err(problem.at(&place)),
            Meaning::Noteworthy(problem) => warning = Some(problem.at(&place)),
            Meaning::Expected(message) => messages.push(message),
        }
    }
    if let Some(warning) = warning {
        return Ok(Outcome::Warn(warning));
    }
    let mut detail = match messages.as_slice() {
        [] => "neither revoked nor suspended".to_owned(),
        messages => messages.join(", "),
    };
    if let Some(as_of) = oldest {
        detail += &format!(", as of {as_of}");
    }
    Ok(Outcome::pass(detail))
}

fn word(purpose: &StatusPurpose, message: &str) -> Option<Word> {
    match (purpose, message) {
        (StatusPurpose::Revocation, _) => Some(Word::Revoked),
        (StatusPurpose::Suspension, _) => Some(Word::Suspended),
        (StatusPurpose::Message, "transferred") => Some(Word::Transferred),
        (StatusPurpose::Message, "ceased") => Some(Word::Ceased),
        (StatusPurpose::Message, "superseded") => Some(Word::Superseded),
        _ => None,
    }
}

/// What a value other than zero says of the credential.
enum Meaning {
    Bad(Problem),
    Noteworthy(Problem),
    Expected(String),
}

fn meaning(purpose: &StatusPurpose, message: &str, tense: Tense) -> Meaning {
    let (code, text, hint) = match (purpose, message) {
        (StatusPurpose::Revocation, _) => (
            "status.revoked",
            "the issuer has revoked the credential".to_owned(),
            "do not rely on it; ask the issuer for one that stands",
        ),
        (StatusPurpose::Suspension, _) => (
            "status.suspended",
            "the issuer has suspended the credential".to_owned(),
            "do not rely on it for now; ask the issuer why, and try again later",
        ),
        // What a transfer leaves behind is how a history should look.
        (StatusPurpose::Message, "transferred" | "ceased" | "superseded")
            if tense == Tense::Past =>
        {
            return Meaning::Expected(message.to_owned());
        }
        (StatusPurpose::Message, "transferred") => (
            "status.transferred",
            "authentic, but no longer current: the battery has passed to another operator"
                .to_owned(),
            "ask for the passport of the battery's new operator, which names this one as its predecessor",
        ),
        (StatusPurpose::Message, "ceased") => (
            "status.ceased",
            "authentic, but no longer current: the passport ceased to exist with the battery"
                .to_owned(),
            "the battery was recycled (Art. 77(8)): a battery that still carries this label needs a closer look",
        ),
        (StatusPurpose::Message, "superseded") => (
            "status.superseded",
            "authentic, but no longer current: its issuer has corrected it with a later version"
                .to_owned(),
            "ask for the latest version; the label's link leads to it",
        ),
        (StatusPurpose::Message, other) => (
            "status.message",
            format!("the issuer's message is `{other}`"),
            "ask the issuer what it means before you rely on the credential",
        ),
        (StatusPurpose::Refresh, _) => {
            return Meaning::Noteworthy(
                Problem::new(
                    "status.refresh",
                    "the issuer has a newer version of this credential",
                )
                .hint("fetch it from where you had this one"),
            );
        }
        (StatusPurpose::Other(purpose), _) => {
            return Meaning::Noteworthy(
                Problem::new(
                    "status.other",
                    format!("the status `{purpose}` is set: {message}"),
                )
                .hint("ask the issuer what it means"),
            );
        }
    };
    Meaning::Bad(Problem::new(code, text).hint(hint))
}

/// The same problem with advice, where it has none of its own.
fn advised(mut problem: Problem) -> Problem {
    problem.hint.get_or_insert_with(|| {
        "without a list that can be believed nobody knows whether it was revoked: ask the issuer".into()
    });
    problem
}

/// Where the entry stands: `credentialStatus` is one object or several.
fn place(case: &Case<'_>, n: usize) -> String {
    match case.credential.get("credentialStatus") {
        Some(serde_json::Value::Array(_)) => format!("/credentialStatus/{n}"),
        _ => "/credentialStatus".into(),
    }
}
