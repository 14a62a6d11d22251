//! The passports that a new one follows, from files, and which parts of their batteries went into its own.

use std::collections::HashSet;
use std::path::Path;

use credentials::battery::parts::PartsError;
use credentials::battery::passport::PASSPORT;
use credentials::battery::{Bundle, BundleKind, Parts, Predecessor, Reference};
use credentials::model::Credential;
use credentials::problem::Coded;
use credentials::secured::Secured;
use credentials::{Problem, json};
use platform::Failure;
use platform::cli::OrFail;

/// A passport that is to be followed, as it came.
#[derive(Debug)]
pub struct Given {
    /// As it was secured.
    pub secured: Secured,
    /// What of it is named.
    pub followed: Followed,
}

/// A passport that is to be followed.
#[derive(Debug, Clone, PartialEq)]
pub struct Followed {
    passport: Reference,
    /// The parts that it is for; the whole battery otherwise.
    parts: Parts,
}

/// Why passports cannot be followed so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FollowError {
    /// The same passport again.
    #[error("the passport {0} is named as a predecessor twice")]
    Twice(String),
    /// Not names of parts.
    #[error(transparent)]
    Parts(#[from] PartsError),
    /// A part of which nobody can tell what it was a part of.
    #[error("expected a predecessor that the part {0} is of, found {found}", found = if *.1 { "several that it could be" } else { "none" })]
    OfWhich(String, bool),
}

/// The passport in this file, with its id, digest and parts.
pub fn read(file: &Path) -> Result<Given, Failure> {
    let bytes = platform::input::read(file, json::Limits::default().size)?;
    let credentials = match json::parse(&bytes) {
        Ok(value) if BundleKind::of(&value).is_some() => {
            Bundle::from_value(&value).or_usage()?.credentials
        }
        _ => vec![Secured::parse(&bytes).or_usage()?],
    };
    let mut passports = credentials
        .into_iter()
        .filter(|secured| Credential::new(&secured.credential()).has_type(PASSPORT));
    match (passports.next(), passports.next()) {
        (Some(only), None) => {
            let parts = only.credential()["credentialSubject"]
                .get("parts")
                .and_then(Parts::read);
            Ok(Given {
                followed: Followed {
                    passport: only.reference().or_usage()?,
                    parts: parts.unwrap_or_default(),
                },
                secured: only,
            })
        }
        _ => Err(Failure::usage(
            Problem::new(
                "predecessor.no_passport",
                "expected a passport, or a bundle with exactly one",
            )
            .hint("take the bundle that `dbp-issuer transfer reissue` wrote"),
        )),
    }
}

/// Each part is one of the predecessor that is for it; else of the only one that is of a whole battery.
pub fn of(followed: Vec<Followed>, parts: &[String]) -> Result<Vec<Predecessor>, FollowError> {
    let mut seen = HashSet::new();
    if let Some(twice) = followed.iter().find(|one| !seen.insert(&one.passport.id)) {
        return Err(FollowError::Twice(twice.passport.id.clone()));
    }
    let mut taken = vec![Vec::new(); followed.len()];
    for part in parts {
        let candidates = |fits: &dyn Fn(&Followed) -> bool| -> Vec<usize> {
            let all = followed.iter().enumerate();
            all.filter(|(_, one)| fits(one)).map(|(n, _)| n).collect()
        };
        let of_it = candidates(&|one| one.parts.contains(part));
        let of_a_whole = candidates(&|one| one.parts.is_whole());
        match (of_it.as_slice(), of_a_whole.as_slice()) {
            ([only], _) | ([], [only]) => taken[*only].push(part.clone()),
            ([], []) => return Err(FollowError::OfWhich(part.clone(), false)),
            _ => return Err(FollowError::OfWhich(part.clone(), true)),
        }
    }
    let named = followed.into_iter().zip(taken);
    named
        .map(|(one, parts)| {
            Ok(Predecessor {
                passport: one.passport,
                parts: Parts::named(parts)?,
            })
        })
        .collect()
}

impl Coded for FollowError {
    fn code(&self) -> &'static str {
        match self {
            Self::Twice(_) => "predecessor.twice",
            Self::Parts(error) => error.code(),
            Self::OfWhich(..) => "predecessor.of_which",
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Twice(_) => "name it once, and with --part what of it went into the battery",
            Self::Parts(error) => return error.hint(),
            Self::OfWhich(..) => {
                "give --part for what a predecessor's passport names, or for the only whole battery"
            }
        };
        Some(hint.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn followed(id: &str, parts: &[&str]) -> Followed {
        Followed {
            passport: Reference {
                id: id.to_owned(),
                digest_multibase: "u".to_owned(),
            },
            parts: Parts::named(parts.iter().copied()).unwrap(),
        }
    }

    fn told(followed: Vec<Followed>, parts: &[&str]) -> Result<Vec<String>, &'static str> {
        let parts: Vec<String> = parts.iter().map(|part| (*part).to_owned()).collect();
        let all = of(followed, &parts).map_err(|error| error.code())?;
        Ok(all.into_iter().map(|one| one.parts.to_string()).collect())
    }

    #[test]
    fn a_part_is_of_the_predecessor_that_is_for_it_or_of_the_only_whole_one() {
        let two = || vec![followed("a", &["M1", "M2"]), followed("b", &[])];
        let told = |parts: &[&str]| super::tests::told(two(), parts);
        assert_eq!(
            told(&[]),
            Ok(vec!["the whole battery".into(), "the whole battery".into()])
        );
        assert_eq!(told(&["M1", "X"]), Ok(vec!["M1".into(), "X".into()]));
    }

    #[test]
    fn what_cannot_be_told_is_refused() {
        let code = |followed, parts: &[&str]| told(followed, parts).unwrap_err();
        let whole = |id| followed(id, &[]);
        assert_eq!(code(vec![whole("a"), whole("a")], &[]), "predecessor.twice");
        assert_eq!(
            code(vec![whole("a"), whole("b")], &["M1"]),
            "predecessor.of_which"
        );
        assert_eq!(
            code(vec![followed("a", &["M1"])], &["M2"]),
            "predecessor.of_which"
        );
        assert_eq!(code(vec![whole("a")], &["M1", "M1"]), "parts.twice");
    }
}
