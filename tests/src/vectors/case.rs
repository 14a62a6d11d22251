//! A case as the index tells it: what to read, what to ask, what has to come of it.

use std::collections::BTreeMap;

use credentials::Did;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The index: `index.json`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Index {
    /// Where the index's own shape is told.
    #[serde(rename = "$schema")]
    pub schema: String,
    /// Of the format, raised when a reader of the old one would be wrong.
    pub version: u32,
    /// SPDX.
    pub license: String,
    /// The file of keys.
    pub keys: String,
    /// The cases, good before bad.
    pub cases: Vec<Case>,
}

/// One thing to verify.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// Its name, unique and stable.
    pub id: String,
    /// What it is about, in a sentence; of a bad one: its one fault.
    pub about: String,
    /// What is verified.
    pub kind: Kind,
    /// How it is secured.
    pub suite: String,
    /// The algorithm of the issuer's key.
    pub key: String,
    /// What is read, several files as one bundle.
    pub files: Vec<String>,
    /// Every value on the way to the signatures.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub values: Option<String>,
    /// What the verifier is told.
    pub verify: Ask,
    /// What it has to say.
    pub expected: Expected,
    /// The good case that this one is but for its fault.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_fault: Option<String>,
    /// Whether it means the same to a verifier that has nothing but the file, the challenge and the domain.
    pub alone: bool,
}

/// What is verified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// A battery's passport.
    Passport,
    /// Something that happened to the battery.
    Event,
    /// What a holder shows to one reader.
    Presentation,
    /// What goes from one operator to the next.
    Transfer,
    /// A battery's passports from the first hand on.
    History,
}

/// What the verifier is told: the options of `dbp-verifier verify`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Ask {
    /// `--at`
    pub at: Timestamp,
    /// `--bundle`
    pub bundle: String,
    /// `--audience`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// `--nonce`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub nonce: Option<String>,
    /// `--aud`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aud: Option<String>,
    /// `--trust`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust: Option<String>,
    /// `--trust-anchor`
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub trust_anchor: Option<Did>,
    /// `--chain`
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub chain: bool,
}

/// What the verifier has to say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Expected {
    /// The verdict.
    pub verified: bool,
    /// The one check that fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<String>,
    /// The code of the failure.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Where the fault is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
}

/// The files of the vectors and the cases that they are read in.
#[derive(Debug, Default)]
pub struct Set {
    /// Path below the folder, and text.
    pub files: BTreeMap<String, String>,
    /// In the order in which they were made.
    pub cases: Vec<Case>,
}

impl Set {
    /// Puts a file into the set, once; its path.
    pub fn put(&mut self, path: impl Into<String>, text: impl Into<String>) -> String {
        let path = path.into();
        let taken = self.files.insert(path.clone(), text.into());
        assert!(taken.is_none(), "two files at {path}");
        path
    }

    /// Puts JSON into the set.
    pub fn put_json(&mut self, path: impl Into<String>, value: &Value) -> String {
        let mut text = String::new();
        pretty(value, 0, &mut text);
        self.put(path, text + "\n")
    }

    /// Adds a case, whose name is new.
    pub fn add(&mut self, case: Case) {
        let taken = self.cases.iter().any(|other| other.id == case.id);
        assert!(!taken, "two cases called {}", case.id);
        self.cases.push(case);
    }

    /// The case of this name.
    pub fn case(&self, id: &str) -> &Case {
        let found = self.cases.iter().find(|case| case.id == id);
        found.unwrap_or_else(|| panic!("no case {id}"))
    }

    /// The text of a file.
    pub fn text(&self, path: &str) -> &str {
        &self.files[path]
    }
}

/// JSON as people read it, with numbers of a list in one line.
fn pretty(value: &Value, depth: usize, out: &mut String) {
    let indent = |depth| format!("\n{}", "  ".repeat(depth));
    let (open, close, count) = match value {
        Value::Array(items) if !items.iter().all(Value::is_number) => ('[', ']', items.len()),
        Value::Object(members) if !members.is_empty() => ('{', '}', members.len()),
        plain => return out.push_str(&plain.to_string()),
    };
    out.push(open);
    for at in 0..count {
        out.push_str(if at > 0 { "," } else { "" });
        out.push_str(&indent(depth + 1));
        match value {
            Value::Array(items) => pretty(&items[at], depth + 1, out),
            Value::Object(members) => {
                let (name, value) = members.iter().nth(at).unwrap();
                out.push_str(&format!("{}: ", Value::from(name.as_str())));
                pretty(value, depth + 1, out);
            }
            _ => unreachable!("everything else is plain"),
        }
    }
    out.push_str(&indent(depth));
    out.push(close);
}

impl Ask {
    /// Whether it is authentic and current, and nothing more.
    pub fn plain() -> Self {
        Self {
            at: super::time::VERIFIED,
            bundle: super::status::BUNDLE.into(),
            audience: None,
            nonce: None,
            aud: None,
            trust: None,
            trust_anchor: None,
            chain: false,
        }
    }
}

impl Expected {
    /// It is good.
    pub fn good() -> Self {
        Self {
            verified: true,
            check: None,
            code: None,
            pointer: None,
        }
    }

    /// This check finds this fault, at no place where the pointer is empty.
    pub fn fault(check: &str, code: &str, pointer: &str) -> Self {
        Self {
            verified: false,
            check: Some(check.into()),
            code: Some(code.into()),
            pointer: (!pointer.is_empty()).then(|| pointer.into()),
        }
    }
}
