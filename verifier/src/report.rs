//! What came of a verification: the verdict, and every check behind it.

use std::fmt;

use credentials::battery::Audience;
use credentials::suite::Suite;
use credentials::{Did, Problem};
use jiff::Timestamp;
use serde::{Serialize, Serializer};
use serde_json::Value;

use crate::life::{Life, Recycling};
use crate::provenance::Chain;

/// The answer to "is this credential good, and for whom?". Its JSON form is what `verify --json` prints.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Report {
    /// Nothing failed, and nothing that had to be looked at was left out.
    pub verified: bool,
    /// What the credential says, as far as it was disclosed; of a bundle: its newest passport.
    pub credential: Option<Value>,
    /// Who the credential says issued it; `issuer-key` tells whether that is true.
    pub issuer: Option<Did>,
    /// How it is secured.
    #[serde(serialize_with = "named")]
    pub suite: Option<Suite>,
    /// For whom it was checked.
    #[serde(skip_serializing_if = "Option::is_none", serialize_with = "named")]
    pub audience: Option<Audience>,
    /// All twelve checks, in the order of [`CheckName::ALL`].
    pub checks: Vec<Check>,
    /// The documents that the passport binds by digest, and what came of each.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<DocumentState>,
    /// The battery's life, where events were shown that tell it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub life: Option<Life>,
    /// Who stands behind which attribute of the passport, where others than its issuer do.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sources: Option<SourcesReport>,
    /// The time at which validity and status were looked at.
    pub as_of: Timestamp,
}

/// A document that a passport binds by digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentState {
    /// Its address.
    pub id: String,
    /// JSON Pointer to what binds it, in the credential.
    pub pointer: String,
    /// What came of it.
    pub status: DocumentStatus,
}

/// Whether a file is the document that was bound.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum DocumentStatus {
    /// It is.
    Match,
    /// It is another one.
    Mismatch,
    /// No file was given.
    Unchecked,
}

/// Who stands behind which attribute, as far as it is shown. Of what is not in it, nobody else is named.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SourcesReport {
    /// Numbers that are proved to be the sum of committed shares.
    pub totals: Vec<TotalState>,
    /// Who says what, as far as it is disclosed.
    pub statements: Vec<SourceState>,
}

/// A number that is the sum of shares, whether they are shown or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TotalState {
    /// JSON Pointer to the total, in the credential.
    pub pointer: String,
    /// Which number: relative to the subject.
    pub attribute: String,
    /// What people call it.
    pub title: String,
    /// What the shares add up to.
    pub sum: String,
    /// Their unit, UCUM.
    pub unit: &'static str,
    /// How many there are.
    pub shares: usize,
    /// How many of them are disclosed, and were added up.
    pub shown: usize,
}

/// Somebody's word on an attribute.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceState {
    /// JSON Pointer to the statement, in the credential.
    pub pointer: String,
    /// On what: relative to the subject.
    pub attribute: String,
    /// What people call it.
    pub title: String,
    /// Whose word: a DID.
    pub stated_by: String,
    /// Their name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Id of the declaration.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declaration: Option<String>,
    /// What it adds to a total.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub share: Option<String>,
    /// What is known of it.
    pub status: SourceStatus,
    /// Why it is in doubt or broken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// The same in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
}

/// What is known of somebody's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceStatus {
    /// It is the passport's issuer's own.
    Issuer,
    /// A declaration is bound by its digest, and was not given.
    Bound,
    /// The declaration was given, is authentic and current, and says so.
    Verified,
    /// It was given and says so, but was taken back, has ended, is of nobody who is trusted, or cannot be checked.
    Doubtful,
    /// It was given, and does not say so or is not what was signed.
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Check {
    /// What was looked at.
    pub name: CheckName,
    /// What came of it.
    pub status: CheckStatus,
    /// Dotted and stable, for failures and warnings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<&'static str>,
    /// What was found, or why it was not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// JSON Pointer to the place, in what was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// Of the check `chain`: the hands the battery went through, and everything that is wrong with them.
    #[serde(flatten)]
    pub chain: Chain,
    /// Skipped, though the verdict depends on it.
    #[serde(skip)]
    pub(crate) owed: bool,
    /// What people call the credential that it is said of, where that is another than the report is of.
    #[serde(skip)]
    pub(crate) about: Option<String>,
}

/// The names of the checks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CheckName {
    /// The bytes are a credential in an envelope that we know.
    Parse,
    /// It follows the data model (VCDM 2.0).
    Model,
    /// The named verification method signed these bytes.
    Proof,
    /// That method may make assertions for the issuer.
    IssuerKey,
    /// It is neither expired nor from the future.
    Validity,
    /// Its issuer has not revoked, suspended or replaced it.
    Status,
    /// Its content has the shapes, units and ranges of the attribute table.
    Schema,
    /// The reader's trust list names the issuer for this.
    Trust,
    /// It discloses what the audience may see, no more and no less.
    Audience,
    /// Its holder presents it, now and to this reader.
    HolderBinding,
    /// The battery's events make a life that the law allows.
    Lifecycle,
    /// The hands the battery went through join without a gap.
    Chain,
}

/// What came of a check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CheckStatus {
    /// As it should be.
    Pass,
    /// Not as it should be: the credential is not verified.
    Fail,
    /// Not looked at, for the reason in the detail.
    Skipped,
    /// Good, but look at it.
    Warning,
}

impl Report {
    /// The check of this name.
    pub fn check(&self, name: CheckName) -> Option<&Check> {
        self.checks.iter().find(|check| check.name == name)
    }

    /// The checks that failed, in order.
    pub fn failures(&self) -> impl Iterator<Item = &Check> {
        self.checks
            .iter()
            .filter(|check| check.status == CheckStatus::Fail)
    }

    /// The certificate of the battery's recycling, where one was shown.
    pub fn recycling(&self) -> Option<&Recycling> {
        self.life.as_ref()?.recycling.as_ref()
    }

    /// The first failure as an error, for callers that go on with a verified credential only.
    pub fn problem(&self) -> Option<Problem> {
        let owed = || self.checks.iter().find(|check| check.owed);
        self.failures().next().or_else(owed).map(Check::problem)
    }

    /// The same, for callers that have refused: where nothing failed, not all checks could be made.
    pub fn refusal(&self) -> Problem {
        self.problem()
            .unwrap_or_else(|| Problem::new(INCOMPLETE, "not all checks could be made"))
    }
}

impl Check {
    /// What it found, as an error.
    pub fn problem(&self) -> Problem {
        Problem {
            code: self.code.unwrap_or(INCOMPLETE),
            message: self.detail.clone().unwrap_or_default(),
            pointer: self.pointer.clone(),
            hint: self.hint.clone(),
        }
    }

    pub(crate) fn new(name: CheckName, outcome: Outcome) -> Self {
        let mut check = Self {
            name,
            status: CheckStatus::Pass,
            code: None,
            detail: None,
            pointer: None,
            hint: None,
            chain: Chain::default(),
            owed: false,
            about: None,
        };
        match outcome {
            Outcome::Pass(detail) => check.detail = detail,
            Outcome::Fail(problem) => check.found(CheckStatus::Fail, problem),
            Outcome::Warn(problem) => check.found(CheckStatus::Warning, problem),
            Outcome::NotAsked(reason) => {
                check.status = CheckStatus::Skipped;
                check.detail = Some(reason);
            }
            Outcome::NotRun(reason) => {
                check.status = CheckStatus::Skipped;
                check.detail = Some(reason);
                check.owed = true;
            }
        }
        check
    }

    fn found(&mut self, status: CheckStatus, problem: Problem) {
        self.status = status;
        self.code = Some(problem.code);
        self.detail = Some(problem.message);
        self.pointer = problem.pointer;
        self.hint = problem.hint;
    }
}

/// What one check found.
#[derive(Debug, Clone)]
pub(crate) enum Outcome {
    /// Good, perhaps with something worth saying.
    Pass(Option<String>),
    /// Not good.
    Fail(Problem),
    /// Good, but look at it.
    Warn(Problem),
    /// There is nothing to look at, or nobody asked.
    NotAsked(String),
    /// It could not be looked at: the verdict can no longer be yes.
    NotRun(String),
}

impl Outcome {
    pub(crate) fn pass(detail: impl Into<String>) -> Self {
        Self::Pass(Some(detail.into()))
    }

    pub(crate) fn not_asked(reason: impl Into<String>) -> Self {
        Self::NotAsked(reason.into())
    }
}

/// Lets a check end with `?`: the error is the failure.
impl From<Result<Outcome, Problem>> for Outcome {
    fn from(result: Result<Outcome, Problem>) -> Self {
        result.unwrap_or_else(Outcome::Fail)
    }
}

impl CheckName {
    /// Every check, in the order in which they are run and told.
    pub const ALL: [Self; 12] = [
        Self::Parse,
        Self::Model,
        Self::Proof,
        Self::IssuerKey,
        Self::Validity,
        Self::Status,
        Self::Schema,
        Self::Trust,
        Self::Audience,
        Self::HolderBinding,
        Self::Lifecycle,
        Self::Chain,
    ];

    /// The name in the report.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::Model => "model",
            Self::Proof => "proof",
            Self::IssuerKey => "issuer-key",
            Self::Validity => "validity",
            Self::Status => "status",
            Self::Schema => "schema",
            Self::Trust => "trust",
            Self::Audience => "audience",
            Self::HolderBinding => "holder-binding",
            Self::Lifecycle => "lifecycle",
            Self::Chain => "chain",
        }
    }
}

impl fmt::Display for CheckName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

fn named<T: fmt::Display, S: Serializer>(value: &Option<T>, to: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => to.collect_str(value),
        None => to.serialize_none(),
    }
}

/// Where not all checks could be made, and none has a code of its own.
const INCOMPLETE: &str = "verify.incomplete";
