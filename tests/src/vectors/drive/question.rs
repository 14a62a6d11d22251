//! One document that an implementation has to judge.

use std::path::Path;

use anyhow::{Context, bail};
use credentials::model::envelope;
use credentials::proof::Cryptosuite;
use jiff::Timestamp;
use serde::de::IgnoredAny;
use serde_json::{Value, json};

use crate::vectors::case::{Case, Kind};
use crate::vectors::showing::{self, Answer};
use crate::vectors::{INDEX, case::Index, everybody};

/// A document and what it is asked with.
#[derive(Debug, Clone)]
pub struct Question {
    /// What it is called in the answer.
    pub name: String,
    /// Whether it has to be accepted.
    pub good: bool,
    /// How it is secured.
    pub suite: String,
    presentation: bool,
    /// JSON as it is sent: a name that stands twice in it still does.
    document: String,
    challenge: Option<String>,
    domain: Option<String>,
}

impl Question {
    /// A credential that somebody issued just now.
    pub fn issued(name: String, credential: &Value) -> Self {
        Self {
            name,
            good: true,
            suite: credential["proof"]["cryptosuite"]
                .as_str()
                .unwrap_or_default()
                .to_owned(),
            presentation: false,
            document: credential.to_string(),
            challenge: None,
            domain: None,
        }
    }

    /// The cases of a folder that mean the same through a VC-API, which hears of no bundle, clock or audience.
    ///
    /// A presentation is for now. What the holder's keys signed well is signed again at this time.
    pub fn all(folder: &Path, now: Timestamp) -> anyhow::Result<Vec<Self>> {
        let path = folder.join(INDEX);
        let read = |path: &Path| {
            std::fs::read_to_string(path).with_context(|| format!("reading {}", path.display()))
        };
        let index = read(&path)?;
        let index: Index =
            serde_json::from_str(&index).with_context(|| path.display().to_string())?;
        let mut questions = Vec::new();
        for case in index.cases.iter().filter(|case| case.alone) {
            let [file] = case.files.as_slice() else {
                bail!("{} is several files", case.id);
            };
            let text = read(&folder.join(file))?;
            if let Some(document) = document(case, file, &text, now)? {
                questions.push(Self::of(case, document));
            }
        }
        Ok(questions)
    }

    fn of(case: &Case, document: String) -> Self {
        Self {
            name: case.id.clone(),
            good: case.expected.verified,
            suite: case.suite.clone(),
            presentation: case.kind == Kind::Presentation,
            document,
            challenge: case.verify.nonce.clone(),
            domain: case.verify.aud.clone(),
        }
    }

    /// Path and body of the request.
    pub(super) fn request(&self) -> (&'static str, String) {
        let mut options = json!({});
        if let Some(challenge) = &self.challenge {
            options["challenge"] = json!(challenge);
        }
        if let Some(domain) = &self.domain {
            options["domain"] = json!(domain);
        }
        let (path, member) = match self.presentation {
            true => ("presentations/verify", "verifiablePresentation"),
            false => ("credentials/verify", "verifiableCredential"),
        };
        let body = format!(r#"{{"{member}":{},"options":{options}}}"#, self.document);
        (path, body)
    }
}

/// What stands in the request for the file of a case; nothing where it would not be a request at all.
fn document(case: &Case, file: &str, text: &str, now: Timestamp) -> anyhow::Result<Option<String>> {
    let media_type = match file.rsplit('.').next() {
        Some("jwt") => "application/vc+jwt",
        Some("sd-jwt") => "application/vc+sd-jwt",
        _ if case.kind == Kind::Presentation && case.expected.verified => {
            return again(&serde_json::from_str(text)?, now).map(Some);
        }
        _ => {
            let is_json = serde_json::from_str::<IgnoredAny>(text).is_ok();
            return Ok(is_json.then(|| text.to_owned()));
        }
    };
    Ok(Some(envelope(text.trim(), media_type).to_string()))
}

/// A presentation signed again by its holder, whose key everybody knows, at this time.
fn again(presentation: &Value, now: Timestamp) -> anyhow::Result<String> {
    let proof = &presentation["proof"];
    let text = |member: &str| {
        proof[member]
            .as_str()
            .with_context(|| format!("no {member}"))
    };
    let method = text("verificationMethod")?;
    let suite = Cryptosuite::named(text("cryptosuite")?).context("an unknown cryptosuite")?;
    let mut parties = everybody().into_iter();
    let holder = parties.find(|party| party.method.to_string() == method);
    let holder = holder.context("a holder without a key in keys.json")?;
    let mut unsigned = presentation.clone();
    if let Some(members) = unsigned.as_object_mut() {
        members.shift_remove("proof");
    }
    let answer = Answer {
        nonce: text("challenge")?,
        reader: text("domain")?,
        at: now,
    };
    Ok(showing::sign(&unsigned, suite, &holder, answer).to_string())
}
