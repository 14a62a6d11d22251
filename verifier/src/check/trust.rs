//! `trust`: the issuer may do what it did by issuing this, by the reader's list or by an accreditation that counts.

use credentials::battery::passport::PASSPORT;
use credentials::battery::{Category, Role};
use credentials::{Did, Problem};

use super::Case;
use crate::report::Outcome;
use crate::trust::beside::Ground;
use crate::trust::mandate::Whose;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let Some(trust) = &case.policy.trust else {
        return Outcome::not_asked(
            "no trust list was given: whether to trust the issuer is up to you",
        );
    };
    let Some(issuer) = &case.issuer else {
        return Outcome::NotRun("the issuer is not known".into());
    };
    let asked = case.beside.asked(case);
    let ground = match case.beside.ground(trust, issuer, &asked, case) {
        Ok(ground) => ground,
        Err(distrust) => return Outcome::Fail(distrust.into()),
    };
    let name = |name: &Option<String>| name.clone().unwrap_or_else(|| issuer.to_string());
    let list = trust.title();
    let mut untold = None;
    let (told, scope): (String, &[Category]) = match &ground {
        Ground::Keeper => (format!("{issuer}, the keeper of {list}"), &[]),
        Ground::Listed(entry) => {
            let told = format!("{}, {}, by {list}", name(&entry.name), roles(&entry.roles));
            (told, &entry.scope)
        }
        Ground::Accredited(says, whose) => {
            let by = &says.statement.issuer;
            let told = format!(
                "{}, as {}, accredited by {by}, by {list}",
                name(&says.name),
                says.role
            );
            untold = (*whose == Whose::Untold).then_some(by);
            (told, &says.scope)
        }
    };
    let passport = case.view().has_type(PASSPORT);
    let general = &case.credential["credentialSubject"]["generalProductInformation"];
    if let Some(giver) = untold {
        let unknown = mandate_unknown(&told, giver);
        return match passport && general["manufacturerInformation"].is_null() {
            true => Outcome::Fail(unknown.hint(WITHHELD)),
            false => Outcome::Warn(unknown),
        };
    }
    let of_battery = asked.act.is_some_and(|act| act.is_of_a_battery());
    match of_battery && asked.category.is_none() && !scope.is_empty() {
        true if passport => Outcome::Fail(scope_unknown(&told, scope).hint(WITHHELD)),
        true => Outcome::Warn(scope_unknown(&told, scope)),
        false => Outcome::pass(told),
    }
}

fn roles(roles: &[Role]) -> String {
    let names: Vec<&str> = roles.iter().map(|role| role.name()).collect();
    match names.as_slice() {
        [] => "in any role".to_owned(),
        names => format!("as {}", names.join(" or ")),
    }
}

/// A passport can say it, and to everybody (Annex XIII point 1(a)): one that does not may have been cut so that nobody asks.
const WITHHELD: &str =
    "ask for a presentation that shows what is public: the battery's category, and who made it";

fn mandate_unknown(told: &str, giver: &Did) -> Problem {
    let message = format!(
        "{told}; a mandate is for the batteries of whoever gave it, and nothing here says that this one is {giver}'s"
    );
    Problem::new("trust.mandate_unknown", message)
        .at("/credentialSubject/id")
        .hint("give the battery's passport with it; a passport says so by the manufacturer's DID as `identifier`, or by the name that your list has")
}

fn scope_unknown(told: &str, scope: &[Category]) -> Problem {
    let names: Vec<&str> = scope.iter().map(|category| category.name()).collect();
    Problem::new(
        "trust.scope_unknown",
        format!(
            "{told}; for {} batteries, and nothing here says of which category this one is",
            names.join(" and ")
        ),
    )
    .at("/credentialSubject/id")
    .hint("give the battery's passport with it")
}
