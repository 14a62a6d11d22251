//! The frame that events, transfers and accreditations share: who says something of a subject, and when.

mod members;

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::identifier::IdentifierError;
use super::kind::kind_of;
use crate::context;
use crate::did::Did;
use crate::json::JsonPointer;
use crate::model::has_type;
use crate::problem::Coded;

pub(super) use members::Members;
use members::{A_DID, A_REFERENCE, A_TIME};

/// Everything of a credential but its types and its subject.
#[derive(Debug, Clone, PartialEq)]
pub struct Statement {
    /// The credential's id, such as `urn:uuid:…`.
    pub id: String,
    /// Who says it.
    pub issuer: Did,
    /// The issuer's name for people.
    pub issuer_name: Option<String>,
    /// When it was said.
    pub valid_from: Timestamp,
    /// When it stops to hold, where it does.
    pub valid_until: Option<Timestamp>,
    /// Entries of `credentialStatus`.
    pub status: Vec<Value>,
}

/// Why a credential does not have the shape it should have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    /// Another kind of credential.
    #[error("expected a credential of the type {expected}")]
    Type {
        /// The type it should have.
        expected: &'static str,
    },
    /// Several kinds at once.
    #[error("expected a credential of one kind, found {first} and {second}")]
    Kinds {
        /// One.
        first: &'static str,
        /// Another.
        second: &'static str,
    },
    /// Something it cannot do without.
    #[error("expected {expected}, found nothing")]
    Missing {
        /// Where it should stand.
        at: JsonPointer,
        /// What should stand there.
        expected: &'static str,
    },
    /// Something else than it should be.
    #[error("expected {expected}, found {found}")]
    Malformed {
        /// Where it stands.
        at: JsonPointer,
        /// What should stand there.
        expected: &'static str,
        /// What stands there, shortened.
        found: String,
    },
    /// The battery's identifier is wrong.
    #[error(transparent)]
    Battery(IdentifierError),
}

impl Statement {
    /// A statement that holds from `valid_from` on without end or status.
    pub fn new(id: impl Into<String>, issuer: Did, valid_from: Timestamp) -> Self {
        Self {
            id: id.into(),
            issuer,
            issuer_name: None,
            valid_from,
            valid_until: None,
            status: Vec::new(),
        }
    }

    /// The unsigned VCDM 2.0 credential, members in the order of the specification.
    pub(super) fn build(&self, types: &[&str], subject: Map<String, Value>) -> Value {
        let mut all_types = vec!["VerifiableCredential"];
        all_types.extend(types);
        let issuer = match &self.issuer_name {
            Some(name) => json!({"id": self.issuer, "name": name}),
            None => json!(self.issuer),
        };
        let mut credential = Map::new();
        let mut put = |name: &str, value: Value| credential.insert(name.to_owned(), value);
        put(
            "@context",
            json!([context::CREDENTIALS_V2, context::BATTERY_PASSPORT_V1]),
        );
        put("id", json!(self.id));
        put("type", json!(all_types));
        put("issuer", issuer);
        put("validFrom", json!(self.valid_from.to_string()));
        if let Some(until) = self.valid_until {
            put("validUntil", json!(until.to_string()));
        }
        if !self.status.is_empty() {
            put("credentialStatus", json!(self.status));
        }
        put("credentialSubject", Value::Object(subject));
        credential.into()
    }

    /// The frame of a credential and its subject.
    pub(super) fn read(credential: &Value) -> Result<(Self, Members<'_>), StatementError> {
        let top = Members::of(credential, JsonPointer::root(), "a credential")?;
        let (issuer, issuer_name) = match credential.get("issuer") {
            Some(Value::Object(object)) => {
                let issuer = Members {
                    object,
                    at: JsonPointer::from_iter(["issuer"]),
                };
                let name = issuer.optional_text("name", "a name")?;
                (issuer.did("id")?, name.map(str::to_owned))
            }
            _ => (top.did("issuer")?, None),
        };
        let status = match credential.get("credentialStatus") {
            None => Vec::new(),
            Some(Value::Array(entries)) => entries.clone(),
            Some(entry) => vec![entry.clone()],
        };
        let statement = Self {
            id: top.text("id", "the credential's id")?.to_owned(),
            issuer,
            issuer_name,
            valid_from: top.time("validFrom")?,
            valid_until: top.optional_time("validUntil")?,
            status,
        };
        Ok((statement, top.object("credentialSubject")?))
    }
}

/// Refuses a credential that is not of this type.
pub(super) fn expect_type(
    credential: &Value,
    expected: &'static str,
) -> Result<(), StatementError> {
    // Not one that is something else as well: who may sign that is another question.
    kind_of(credential)?;
    if has_type(credential, expected) {
        Ok(())
    } else {
        Err(StatementError::Type { expected })
    }
}

impl StatementError {
    fn malformed(at: JsonPointer, expected: &'static str, found: &Value) -> Self {
        Self::Malformed {
            at,
            expected,
            found: shortened(found),
        }
    }
}

impl Coded for StatementError {
    fn code(&self) -> &'static str {
        match self {
            Self::Type { .. } => "statement.type",
            Self::Kinds { .. } => "statement.several_kinds",
            Self::Missing { .. } => "statement.member_missing",
            Self::Malformed { .. } => "statement.member_malformed",
            Self::Battery(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            Self::Type { .. } | Self::Kinds { .. } => "/type".to_owned(),
            Self::Missing { at, .. } | Self::Malformed { at, .. } => at.to_string(),
            Self::Battery(_) => "/credentialSubject/id".to_owned(),
        })
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Type { .. } => Some("check that this is the file you meant".to_owned()),
            Self::Kinds { .. } => Some(
                "whoever signed it wants it to pass for two things: do not rely on it".to_owned(),
            ),
            Self::Missing { expected, .. } | Self::Malformed { expected, .. } => match *expected {
                A_TIME => Some("write it like 2027-02-18T09:30:00Z".to_owned()),
                A_DID => Some("a DID looks like `did:web:example.com`".to_owned()),
                A_REFERENCE => Some("give it as {\"id\", \"digestMultibase\"}".to_owned()),
                _ => None,
            },
            Self::Battery(error) => error.hint(),
        }
    }
}

/// A value as messages show it.
pub(super) fn shortened(value: &Value) -> String {
    const MOST: usize = 60;
    let text = value.to_string();
    match text.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statement() -> Statement {
        Statement {
            issuer_name: Some("Acme Batteries".to_owned()),
            valid_until: Some("2029-01-01T00:00:00Z".parse().unwrap()),
            status: vec![json!({"type": "BitstringStatusListEntry"})],
            ..Statement::new(
                "urn:uuid:5f0d4b5e-8e3e-4f57-9d2b-3a1f0a6f7c11",
                "did:web:acme.example".parse().unwrap(),
                "2028-01-01T00:00:00Z".parse().unwrap(),
            )
        }
    }

    fn built() -> Value {
        let subject = json!({"id": "https://id.example.com/01/09506000134352/21/A1"});
        statement().build(&["Note"], subject.as_object().unwrap().clone())
    }

    #[test]
    fn what_is_built_reads_back() {
        let credential = built();
        assert_eq!(credential["type"], json!(["VerifiableCredential", "Note"]));
        let (read, subject) = Statement::read(&credential).unwrap();
        assert_eq!(read, statement());
        assert_eq!(subject.battery().unwrap().serial().unwrap().as_str(), "A1");
    }

    #[test]
    fn a_frame_that_is_not_whole_is_refused_where_it_is_not() {
        for (place, value, pointer) in [
            ("/id", json!(7), "/id"),
            ("/issuer", json!("acme"), "/issuer"),
            ("/issuer/id", json!("acme"), "/issuer/id"),
            ("/validFrom", json!("2028-01-01"), "/validFrom"),
            ("/validUntil", json!("later"), "/validUntil"),
            ("/credentialSubject", json!([]), "/credentialSubject"),
        ] {
            let mut credential = built();
            *credential.pointer_mut(place).unwrap() = value;
            let error = Statement::read(&credential).unwrap_err();
            assert_eq!(error.code(), "statement.member_malformed", "{place}");
            assert_eq!(error.pointer().as_deref(), Some(pointer), "{place}");
        }
        let error = Statement::read(&json!({})).unwrap_err();
        assert_eq!(error.code(), "statement.member_missing");
    }
}
