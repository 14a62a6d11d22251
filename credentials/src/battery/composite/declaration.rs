//! The `SupplierDeclaration` credential: what whoever makes, refines or examines a part says of it.

use serde_json::{Map, Value};

use super::amount::Amount;
use super::claim::{Agreement, Says, claims, once};
use super::error::CompositionError;
use super::sources::Stated;
use crate::battery::lint::{Findings, lint_part};
use crate::battery::statement::{Members, Statement, StatementError, expect_type};
use crate::json::JsonPointer;
use crate::problem::Coded;

/// Type of the credential, beside `VerifiableCredential`.
pub const SUPPLIER_DECLARATION: &str = "SupplierDeclaration";

/// Type of its subject.
pub const COMPONENT: &str = "BatteryComponent";

/// What is said of a part beside the groups of a passport.
pub const MEMBERS: [&str; 5] = ["name", "batch", "mass", "suppliedMasses", "origins"];

/// The groups of a passport that are said of a part. What a battery can do, and how it is, is of the whole.
pub const GROUPS: [&str; 5] = [
    "labels",
    "carbonFootprint",
    "supplyChainDueDiligence",
    "materialComposition",
    "circularity",
];

/// What somebody upstream declares of a part: a material, a component, a batch of either.
#[derive(Debug, Clone, PartialEq)]
pub struct Declaration {
    /// Id, issuer, times and status.
    pub statement: Statement,
    /// Its subject: `id`, what [`MEMBERS`] names, and groups of the passport, in its units, of the part.
    pub part: Value,
}

/// Why something is no declaration of a part.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DeclarationError {
    /// The shape is wrong.
    #[error(transparent)]
    Statement(#[from] StatementError),
    /// The content is no object.
    #[error("what is declared of a part is a JSON object")]
    NotAnObject,
    /// Something that a part does not have.
    #[error("{name} is not said of a part")]
    Unknown {
        /// Where.
        at: JsonPointer,
        /// What.
        name: String,
    },
    /// It declares nothing.
    #[error("the declaration says nothing of the part")]
    Empty,
    /// It cannot be counted.
    #[error("{error}")]
    Composition {
        /// Where the part is, in what was given.
        within: JsonPointer,
        /// Why not.
        error: CompositionError,
    },
}

impl Declaration {
    /// From what `issue supplier FILE` reads: the subject, whose type is added.
    pub fn new(statement: Statement, content: &Value) -> Result<Self, DeclarationError> {
        let Value::Object(members) = content else {
            return Err(DeclarationError::NotAnObject);
        };
        let mut part = Map::new();
        for (name, value) in members {
            part.insert(name.clone(), value.clone());
            if name == "id" {
                part.insert("type".to_owned(), vec![COMPONENT].into());
            }
        }
        let declaration = Self {
            statement,
            part: part.into(),
        };
        declaration.check(&JsonPointer::root())?;
        Ok(declaration)
    }

    /// The unsigned credential.
    pub fn build(&self) -> Value {
        let subject = self.part.as_object().cloned().unwrap_or_default();
        self.statement.build(&[SUPPLIER_DECLARATION], subject)
    }

    /// Reads a credential whose proof has been verified.
    pub fn read(credential: &Value) -> Result<Self, DeclarationError> {
        expect_type(credential, SUPPLIER_DECLARATION)?;
        let (statement, subject) = Statement::read(credential)?;
        let declaration = Self {
            statement,
            part: subject.object.clone().into(),
        };
        declaration.check(&subject.at)?;
        Ok(declaration)
    }

    /// What the linter has to say of the groups.
    pub fn lint(&self) -> Findings {
        lint_part(&self.part)
    }

    /// Whether this is the declaration that a passport tells of, and says what the passport says that it does.
    pub fn backs(&self, stated: &Stated, passport: &Value) -> Result<(), CompositionError> {
        let at = stated.at.to_string();
        let attribute = stated.attribute.to_string();
        let by = self.statement.issuer.to_string();
        if by != stated.by {
            return Err(CompositionError::OtherIssuer {
                at: format!("{at}/statedBy"),
                expected: stated.by.clone(),
                found: by,
            });
        }
        let claims = claims(&self.part, passport)?;
        let said = claims
            .iter()
            .find(|claim| claim.attribute == stated.attribute);
        let agrees = match said.map(|claim| claim.says) {
            None => return Err(CompositionError::Silent { at, attribute, by }),
            Some(Says::Share(share)) => stated.share == Some(share),
            Some(Says::Average { stated: said, .. }) => {
                stated.weighed.is_some_and(|(_, told)| told == said)
            }
            Some(Says::Value(agreement)) => agreement != Agreement::Differs,
            Some(Says::Backing) => true,
        };
        match agrees {
            true => Ok(()),
            false => Err(CompositionError::Differs { at, attribute, by }),
        }
    }

    /// The mass by which its percentage of an attribute counts, in kg; none where it counts otherwise.
    pub fn mass_behind(&self, attribute: &JsonPointer, passport: &Value) -> Option<Amount> {
        let claims = claims(&self.part, passport).ok()?;
        let said = claims.iter().find(|claim| claim.attribute == *attribute)?;
        match said.says {
            Says::Average { mass, .. } => Some(mass),
            _ => None,
        }
    }

    fn check(&self, at: &JsonPointer) -> Result<(), DeclarationError> {
        let part = Members::of(&self.part, at.clone(), "an object")?;
        part.text("id", "the part's identifier")?;
        for name in ["name", "batch"] {
            part.optional_text(name, "a text")?;
        }
        let mut said = false;
        for name in part.object.keys() {
            let group = GROUPS.contains(&name.as_str());
            if !group
                && !MEMBERS.contains(&name.as_str())
                && !["id", "type"].contains(&name.as_str())
            {
                return Err(DeclarationError::Unknown {
                    at: at.child(name),
                    name: name.clone(),
                });
            }
            said |= group || name == "origins";
        }
        if !said {
            return Err(DeclarationError::Empty);
        }
        let uncountable = |error| DeclarationError::Composition {
            within: at.clone(),
            error,
        };
        members(&self.part).map_err(uncountable)?;
        // Held against itself: what cannot be counted is not declared.
        claims(&self.part, &self.part).map_err(uncountable)?;
        Ok(())
    }
}

/// What is said of a part beside the groups: masses in kg, origins by material.
fn members(part: &Value) -> Result<(), CompositionError> {
    let malformed = |at: String, expected| CompositionError::Malformed { at, expected };
    let positive = |value: &Value| value.as_f64().is_some_and(|mass| mass > 0.0);
    if part.get("mass").is_some_and(|mass| !positive(mass)) {
        return Err(malformed("/mass".to_owned(), A_MASS));
    }
    let named = |value: &Value| value.as_str().is_some_and(|text| !text.trim().is_empty());
    type Whole<'c> = (
        &'c str,
        &'static str,
        &'c [&'c str],
        &'c dyn Fn(&Value) -> bool,
    );
    let supplied = |one: &Value| named(&one["material"]) && positive(&one["mass"]);
    let origin = |one: &Value| {
        let country = one["country"].as_str().unwrap_or_default();
        let smelter = one.get("smelter").is_none_or(named);
        named(&one["material"]) && is_country(country) && smelter
    };
    let lists: [Whole<'_>; 2] = [
        (
            "suppliedMasses",
            "a material and its mass in kg",
            &["material", "mass"],
            &supplied,
        ),
        (
            "origins",
            "a material, an ISO 3166-1 alpha-2 country code and, where known, a smelter",
            &["material", "country", "smelter"],
            &origin,
        ),
    ];
    for (name, expected, known, is_whole) in lists {
        let Some(list) = part.get(name) else { continue };
        let list = list
            .as_array()
            .filter(|list| !list.is_empty())
            .ok_or_else(|| malformed(format!("/{name}"), "a list"))?;
        for (index, one) in list.iter().enumerate() {
            let members = one.as_object().map(Map::keys).into_iter().flatten();
            let strange = members
                .into_iter()
                .any(|name| !known.contains(&name.as_str()));
            if strange || !one.is_object() || !is_whole(one) {
                return Err(malformed(format!("/{name}/{index}"), expected));
            }
        }
    }
    once(part, "/suppliedMasses", "material")
}

fn is_country(code: &str) -> bool {
    code.len() == 2 && code.bytes().all(|byte| byte.is_ascii_uppercase())
}

const A_MASS: &str = "a mass in kg, above zero";

impl Coded for DeclarationError {
    fn code(&self) -> &'static str {
        match self {
            Self::Statement(error) => error.code(),
            Self::NotAnObject => "declaration.not_an_object",
            Self::Unknown { .. } => "declaration.unknown",
            Self::Empty => "declaration.empty",
            Self::Composition { error, .. } => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Statement(error) => error.pointer(),
            Self::NotAnObject | Self::Empty => None,
            Self::Unknown { at, .. } => Some(at.to_string()),
            Self::Composition { within, error } => {
                error.pointer().map(|place| format!("{within}{place}"))
            }
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Statement(error) => error.hint(),
            Self::NotAnObject | Self::Empty => {
                Some("write {\"id\": \"urn:…\", \"carbonFootprint\": {…}, …}".to_owned())
            }
            Self::Unknown { .. } => Some(format!(
                "a part has {}, and of the groups of a passport {}",
                MEMBERS.join(", "),
                GROUPS.join(", ")
            )),
            Self::Composition { error, .. } => error.hint(),
        }
    }
}
