//! What was handed over: one secured credential, or a presentation of several.

use credentials::Problem;
use credentials::json::{self, JsonPointer, Limits};
use credentials::model::{Credential, ENVELOPED_PRESENTATION, open_envelope};
use credentials::secured::{Secured, SecuredError};
use credentials::vc_jwt::{PRESENTATION_MEDIA_TYPE, VpJwt};
use serde_json::{Value, json};

/// What was handed over, its envelopes opened and nothing believed yet.
pub(crate) enum Submission {
    Credential(Secured),
    Presentation(Presentation),
}

/// A verifiable presentation, signed by its holder or a mere bundle.
pub(crate) struct Presentation {
    /// As it was read.
    pub document: Value,
    /// What it presents, if anything.
    pub members: Vec<Member>,
    /// The JWT whose payload it is, where it is one.
    pub jwt: Option<Box<VpJwt>>,
}

/// One credential of a presentation.
pub(crate) struct Member {
    /// Where it stands.
    pub at: JsonPointer,
    /// As it was secured.
    pub secured: Secured,
}

impl Submission {
    /// Reads what was handed over.
    pub fn parse(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            let text = std::str::from_utf8(bytes.trim_ascii()).unwrap_or_default();
            return match VpJwt::is_one(text) {
                true => Ok(Self::Presentation(Presentation::of_jwt(text)?)),
                false => Ok(Self::Credential(Secured::parse(bytes)?)),
            };
        }
        let document = json::parse_with(bytes, LIMITS)?;
        if Credential::new(&document).has_type(ENVELOPED_PRESENTATION) {
            let (media_type, text) = open_envelope(&document).map_err(SecuredError::from)?;
            return match media_type {
                PRESENTATION_MEDIA_TYPE => Ok(Self::Presentation(Presentation::of_jwt(text)?)),
                other => Err(SecuredError::MediaType(other.to_owned()).into()),
            };
        }
        if is_presentation(&document) {
            return Ok(Self::Presentation(Presentation::read(document)?));
        }
        Ok(Self::Credential(Secured::from_value(document)?))
    }

    /// Reads several files as one bundle.
    pub fn parse_all(files: &[impl AsRef<[u8]>]) -> Result<Self, Problem> {
        if let [one] = files {
            return Self::parse(one.as_ref());
        }
        let mut members = Vec::new();
        for (n, file) in files.iter().enumerate() {
            let found = match Self::parse(file.as_ref()) {
                Ok(Self::Credential(secured)) => vec![secured],
                Ok(Self::Presentation(several)) => {
                    several.members.into_iter().map(|one| one.secured).collect()
                }
                Err(mut problem) => {
                    problem.message = format!("file {}: {}", n + 1, problem.message);
                    return Err(problem);
                }
            };
            members.extend(found);
        }
        let enveloped: Vec<Value> = members.iter().map(Secured::enveloped).collect();
        Ok(Self::Presentation(Presentation {
            document: json!({
                "@context": [credentials::context::CREDENTIALS_V2],
                "type": ["VerifiablePresentation"],
                "verifiableCredential": enveloped,
            }),
            members: placed(members),
            jwt: None,
        }))
    }
}

impl Presentation {
    fn read(document: Value) -> Result<Self, Problem> {
        let several = match document.get(MEMBERS) {
            Some(Value::Array(several)) => several.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        if several.len() > MAX_MEMBERS {
            return Err(Problem::new(
                "parse.too_many_credentials",
                format!(
                    "expected at most {MAX_MEMBERS} credentials, found {}",
                    several.len()
                ),
            )
            .at(format!("/{MEMBERS}")));
        }
        let mut members = Vec::with_capacity(several.len());
        for (n, member) in several.iter().enumerate() {
            let place = JsonPointer::from_iter([MEMBERS]).child(n);
            members.push(
                Secured::from_value(member.clone())
                    .map_err(|error| within(error.into(), &place))?,
            );
        }
        Ok(Self {
            members: placed(members),
            document,
            jwt: None,
        })
    }

    fn of_jwt(text: &str) -> Result<Self, Problem> {
        let jwt = VpJwt::parse(text)?;
        let mut presentation = Self::read(jwt.presentation())?;
        presentation.jwt = Some(Box::new(jwt));
        Ok(presentation)
    }

    /// The problem of a presentation that presents nothing, to a reader who wants something.
    pub fn nothing() -> Problem {
        Problem::new(
            "parse.empty_presentation",
            "expected a presentation of at least one credential",
        )
        .at(format!("/{MEMBERS}"))
        .hint("ask for the presentation again")
    }

    /// Whether a holder signed it.
    pub fn is_signed(&self) -> bool {
        self.jwt.is_some() || self.document.get("proof").is_some()
    }
}

/// A problem of a member, at its place in the whole.
pub(crate) fn within(mut problem: Problem, place: &JsonPointer) -> Problem {
    problem.pointer = Some(format!(
        "{place}{}",
        problem.pointer.as_deref().unwrap_or_default()
    ));
    problem
}

fn placed(members: Vec<Secured>) -> Vec<Member> {
    let place = |(n, secured): (usize, Secured)| Member {
        at: JsonPointer::from_iter([MEMBERS]).child(n),
        secured,
    };
    members.into_iter().enumerate().map(place).collect()
}

fn is_presentation(document: &Value) -> bool {
    let is = |kind: &Value| kind == "VerifiablePresentation";
    match document.get("type") {
        Some(Value::Array(types)) => types.iter().any(is),
        Some(one) => is(one),
        None => false,
    }
}

/// A history of passports; one credential is far smaller.
const LIMITS: Limits = Limits {
    size: 32 * 1024 * 1024,
    depth: 64,
};

const MEMBERS: &str = "verifiableCredential";

/// A reading of the state of health every day for more than forty years. What each makes the verifier fetch is bounded apart:
/// see [`crate::keys`].
const MAX_MEMBERS: usize = 16_384;
