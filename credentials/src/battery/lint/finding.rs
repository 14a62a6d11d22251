//! What a rule has to say, and all of it together.

use std::fmt;

use serde::Serialize;
use serde_json::Value;

use super::verdict::Verdict;
use crate::battery::attributes::{Attribute, table};
use crate::json::JsonPointer;
use crate::problem::Coded;

/// One thing that is wrong, doubtful or worth knowing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// Dotted and stable, such as `requirement.missing`.
    pub code: &'static str,
    /// The question it answers.
    pub verdict: Verdict,
    /// Whether it blocks issuing.
    pub severity: Severity,
    /// The attribute it is about, where the table knows one there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub attribute: Option<Subject>,
    /// The place, relative to `credentialSubject`.
    pub pointer: JsonPointer,
    /// Where the rule is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Lower case but for titles, no full stop: what was expected and what was found.
    pub message: String,
    /// What to try next.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// What to put at the place instead, where that can be computed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replacement: Option<Value>,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Subject {
    /// What people call it.
    pub title: &'static str,
    /// The member's name.
    pub name: &'static str,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Not fit to be issued.
    Error,
    /// Probably wrong: somebody should look.
    Warning,
    /// Worth knowing.
    Note,
}

/// The findings on one passport, errors first, then in the order of the rules.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// No error: it may be issued.
    pub fn is_compliant(&self) -> bool {
        self.errors().next().is_none()
    }

    /// Every finding.
    pub fn iter(&self) -> impl Iterator<Item = &Finding> {
        self.0.iter()
    }

    /// What blocks issuing.
    pub fn errors(&self) -> impl Iterator<Item = &Finding> {
        self.of(Severity::Error)
    }

    /// The findings of one severity.
    pub fn of(&self, severity: Severity) -> impl Iterator<Item = &Finding> {
        self.iter()
            .filter(move |finding| finding.severity == severity)
    }

    /// The findings that answer one question.
    pub fn on(&self, verdict: Verdict) -> impl Iterator<Item = &Finding> {
        self.iter()
            .filter(move |finding| finding.verdict == verdict)
    }

    /// These findings and others, in order.
    pub fn with(mut self, others: Findings) -> Self {
        self.0.extend(others.0);
        self.in_order()
    }

    pub(super) fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    pub(super) fn extend(&mut self, more: impl IntoIterator<Item = Finding>) {
        self.0.extend(more);
    }

    pub(super) fn in_order(mut self) -> Self {
        self.0.sort_by_key(|finding| finding.severity);
        self
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Finding {
    pub(super) fn error(code: &'static str, at: impl At, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Error, at, message)
    }

    pub(super) fn warning(code: &'static str, at: impl At, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Warning, at, message)
    }

    pub(super) fn note(code: &'static str, at: impl At, message: impl Into<String>) -> Self {
        Self::new(code, Severity::Note, at, message)
    }

    pub(super) fn new(
        code: &'static str,
        severity: Severity,
        at: impl At,
        message: impl Into<String>,
    ) -> Self {
        let pointer = at.pointer();
        Self {
            code,
            verdict: Verdict::of(code),
            severity,
            attribute: Subject::at(&pointer),
            pointer,
            article: None,
            message: message.into(),
            hint: None,
            replacement: None,
        }
    }

    pub(super) fn article(mut self, article: impl Into<String>) -> Self {
        self.article = Some(article.into());
        self
    }

    /// The article that a row of the table rests on, where it has one.
    pub(super) fn by(mut self, row: &Attribute) -> Self {
        self.article = Some(row.article()).filter(|article| !article.is_empty());
        self
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What to put there instead, said in the hint as well where nothing else is.
    pub(super) fn replace(mut self, value: impl Into<Value>) -> Self {
        let value = value.into();
        self.hint.get_or_insert_with(|| match &value {
            Value::String(text) => format!("write {text}"),
            other => format!("write {other}"),
        });
        self.replacement = Some(value);
        self
    }
}

impl Subject {
    /// The attribute or member of one at this place, else the attribute around it.
    fn at(pointer: &JsonPointer) -> Option<Self> {
        let place = pointer.to_string();
        let row = table().at(&place).or_else(|| table().governing(&place))?;
        let name = match row.name() {
            // An element of a plain list has the list's name.
            "*" => table().parent(row)?.name(),
            name => name,
        };
        Some(Self {
            title: row.title,
            name,
        })
    }
}

/// A place as rules have it at hand: a pointer, or its text.
pub(super) trait At {
    fn pointer(self) -> JsonPointer;
}

impl At for &JsonPointer {
    fn pointer(self) -> JsonPointer {
        self.clone()
    }
}

impl At for &str {
    /// Rules name places that they have just read, so the text is a pointer.
    fn pointer(self) -> JsonPointer {
        JsonPointer::parse(self).unwrap_or_default()
    }
}

impl At for &String {
    fn pointer(self) -> JsonPointer {
        self.as_str().pointer()
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        })
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Finding {}

impl Coded for Finding {
    fn code(&self) -> &'static str {
        self.code
    }

    fn pointer(&self) -> Option<String> {
        Some(self.pointer.to_string())
    }

    fn hint(&self) -> Option<String> {
        self.hint.clone()
    }
}
