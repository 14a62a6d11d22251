//! Why the issuer refuses.

use std::path::PathBuf;

use credentials::battery::composite::{CompositionError, DeclarationError};
use credentials::battery::event::EventError;
use credentials::battery::lint::Findings;
use credentials::battery::{Act, Role};
use credentials::did::DidError;
use credentials::keys::{Algorithm, KeyError};
use credentials::problem::Coded;
use credentials::{Did, Problem, Suite};
use jiff::Timestamp;
use platform::sealed::SealError;
use platform::ui::counted;
use platform::{Exit, Failure};

use crate::life::LifeError;
use crate::standing::StandingError;
use crate::store::StoreError;
use crate::transfer::Refusal;

/// What stands in the way of an issuer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The store refuses.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The keys cannot be opened or sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A key is not good.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// A DID is not one.
    #[error(transparent)]
    Did(#[from] DidError),
    /// The core of the product refuses: model, table, proof.
    #[error(transparent)]
    Refused(#[from] Problem),
    /// An event is not one that can be reported.
    #[error(transparent)]
    Event(#[from] EventError),
    /// An event does not fit the battery's life, or is not taken in.
    #[error(transparent)]
    Life(#[from] LifeError),
    /// Something is no declaration of a part.
    #[error(transparent)]
    Declaration(#[from] DeclarationError),
    /// What suppliers declare does not make the passport.
    #[error(transparent)]
    Composition(#[from] CompositionError),
    /// A supplier's declaration does not stand.
    #[error("the supplier's declaration does not stand: {0}")]
    Unproven(Problem),
    /// A passport that was to be followed does not stand.
    #[error("the predecessor cannot be followed: {0}")]
    Predecessor(Problem),
    /// A battery is not handed over.
    #[error(transparent)]
    Transfer(#[from] Refusal),
    /// Nothing was initialised here.
    #[error("there is no issuer in {}", .0.display())]
    NoIssuer(PathBuf),
    /// A page could not be written as HTML.
    #[error("the page could not be written: {0}")]
    Page(String),
    /// A file could not be read.
    #[error("cannot read {}: {error}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {error}", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// The linter found errors.
    #[error("{}", not_compliant(.0))]
    NotCompliant(Box<Findings>),
    /// The battery has a passport already.
    #[error("{battery} has the passport {id} already")]
    PassportExists {
        /// The battery.
        battery: String,
        /// Its passport.
        id: String,
    },
    /// There is no passport to be corrected.
    #[error("{0} has no passport to supersede")]
    NothingToSupersede(String),
    /// The battery's passport was transferred or has ceased.
    #[error("the passport of {battery} is {how}: this operator issues no other")]
    PassportEnded {
        /// The battery.
        battery: String,
        /// `transferred` or `ceased`.
        how: &'static str,
    },
    /// A new operator was offered the battery, has accepted it, or has it.
    #[error("{0} is offered or handed over to another operator: its passport here stays as it is")]
    InTransfer(String),
    /// A DID without a key to bind a credential to.
    #[error("{0} has no Ed25519 or P-256 key for authentication")]
    NoHolderKey(Did),
    /// The store handed out no status index.
    #[error("no status index could be taken")]
    NoStatusIndex,
    /// No credential of this issuer has this id.
    #[error("there is no credential {0}")]
    NoCredential(String),
    /// Several credentials are called so.
    #[error("{text} means several credentials")]
    Ambiguous {
        /// What was asked for.
        text: String,
        /// Ids and batteries of those that it may be.
        candidates: Vec<String>,
    },
    /// The battery has credentials here, but no passport among them.
    #[error("{battery} has no passport of this issuer")]
    NoPassport {
        /// The battery.
        battery: String,
        /// Ids of what it has.
        candidates: Vec<String>,
    },
    /// A credential cannot be made to stand so.
    #[error(transparent)]
    Standing(#[from] StandingError),
    /// Neither `key` nor `web:HOST`.
    #[error("expected the DID method key or web:HOST, found {0:?}")]
    DidMethod(String),
    /// Not an address to publish at.
    #[error("expected an https address without query, found {0:?}")]
    BaseUrl(String),
    /// A `did:key` is its key.
    #[error("the key of a did:key cannot be rotated: the DID is the key")]
    CannotRotate,
    /// A `did:key` is its one key.
    #[error("a did:key has no other key: the DID is the key")]
    CannotAdd,
    /// Several proofs were asked of a form that has one signature.
    #[error("{0} has one signature: only proofs inside the credential can be several")]
    OneProof(Suite),
    /// No key of the kind that is needed.
    #[error("the issuer has no active key of {}", either(.0))]
    NoKey(Vec<Algorithm>),
    /// The issuer has no role that does this.
    #[error("{act} {}, found this issuer as {}", act.takes(), roles(found))]
    Role {
        /// What was to be done.
        act: Act,
        /// The roles that it has.
        found: Vec<Role>,
    },
    /// Nobody accredits itself.
    #[error("an issuer cannot accredit itself")]
    AccreditsItself,
    /// Something that is to hold has ended.
    #[error("expected a time to come, found {0}")]
    Ended(Timestamp),
    /// Parts could be withheld of what must be shown as a whole.
    #[error(
        "parts of a credential in {0} can be withheld: this one counts as a whole or not at all"
    )]
    Selective(Suite),
    /// A trust list had this number, or a later one.
    #[error("expected a number after {last}, found {found}")]
    SequenceUsed {
        /// What was wanted.
        found: u64,
        /// The last list's.
        last: u64,
    },
    /// Nobody unlocked the keys.
    #[error("the keys are locked")]
    Locked,
}

impl Coded for Error {
    fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Seal(error) => error.code(),
            Self::Key(error) => error.code(),
            Self::Did(error) => error.code(),
            Self::Refused(problem) => problem.code,
            Self::Event(error) => error.code(),
            Self::Life(error) => error.code(),
            Self::Declaration(error) => error.code(),
            Self::Composition(error) => error.code(),
            Self::Unproven(problem) | Self::Predecessor(problem) => problem.code,
            Self::Transfer(refusal) => refusal.code(),
            Self::NoIssuer(_) => "issuer.none",
            Self::Page(_) => "issuer.page",
            Self::Read { .. } => "environment.input",
            Self::Write { .. } => "environment.output",
            Self::NotCompliant(findings) => findings
                .errors()
                .next()
                .map_or("issuer.not_compliant", |finding| finding.code),
            Self::PassportExists { .. } => "issuer.passport_exists",
            Self::NothingToSupersede(_) => "issuer.nothing_to_supersede",
            Self::PassportEnded { .. } => "issuer.passport_ended",
            Self::InTransfer(_) => "issuer.in_transfer",
            Self::NoHolderKey(_) => "issuer.no_holder_key",
            Self::NoStatusIndex => "issuer.no_status_index",
            Self::NoCredential(_) => "issuer.no_credential",
            Self::Ambiguous { .. } => "issuer.ambiguous_id",
            Self::NoPassport { .. } => "issuer.no_passport",
            Self::Standing(error) => error.code(),
            Self::DidMethod(_) => "issuer.did_method",
            Self::BaseUrl(_) => "issuer.base_url",
            Self::CannotRotate => "issuer.cannot_rotate",
            Self::CannotAdd => "issuer.cannot_add_key",
            Self::OneProof(_) => "issuer.one_proof",
            Self::NoKey(_) => "issuer.no_key",
            Self::Role { .. } => "issuer.role",
            Self::AccreditsItself => "issuer.accredits_itself",
            Self::Ended(_) => "issuer.ended",
            Self::Selective(_) => "issuer.selective_suite",
            Self::SequenceUsed { .. } => "issuer.sequence_used",
            Self::Locked => "issuer.locked",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Refused(problem) => problem.pointer.clone(),
            Self::Event(error) => error.pointer(),
            Self::Life(error) => error.pointer(),
            Self::Declaration(error) => error.pointer(),
            Self::Composition(error) => error.pointer(),
            Self::Unproven(problem) | Self::Predecessor(problem) => problem.pointer.clone(),
            Self::Transfer(refusal) => refusal.pointer(),
            Self::NotCompliant(findings) => findings.errors().next()?.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Store(error) => return error.hint(),
            Self::Seal(error) => return error.hint(),
            Self::Key(error) => return error.hint(),
            Self::Did(error) => return error.hint(),
            Self::Refused(problem) => return problem.hint.clone(),
            Self::Event(error) => return error.hint(),
            Self::Life(error) => return error.hint(),
            Self::Declaration(error) => return error.hint(),
            Self::Composition(error) => return error.hint(),
            Self::Unproven(problem) | Self::Predecessor(problem) => return problem.hint.clone(),
            Self::Transfer(refusal) => return refusal.hint(),
            Self::NoIssuer(_) => {
                "make one with `dbp-issuer init --name NAME`, or name its folder with --data-dir"
            }
            Self::Page(_) | Self::Read { .. } | Self::Write { .. } => return None,
            Self::NotCompliant(findings) => return findings.errors().next()?.hint(),
            Self::PassportExists { .. } => "--supersede corrects it with a new version",
            Self::NothingToSupersede(_) => "leave out --supersede for the first passport",
            Self::PassportEnded { .. } => {
                "whoever places the battery on the market next issues its own passport (Art. 77(7))"
            }
            Self::InTransfer(_) => "see `dbp-issuer transfer list`; an open offer can be withdrawn",
            Self::NoHolderKey(_) => "ask the holder for a DID with such a key",
            Self::NoStatusIndex => "try again",
            Self::NoCredential(_) => "`dbp-issuer list` shows the credentials of this issuer",
            Self::Ambiguous { candidates, .. } | Self::NoPassport { candidates, .. } => {
                return Some(format!("take one of {}", listed(candidates)));
            }
            Self::Standing(error) => return error.hint(),
            Self::DidMethod(_) => "for example --did key, or --did web:passports.example.com",
            Self::BaseUrl(_) => {
                "give it as https://HOST or https://HOST/PATH; plain http only on this machine"
            }
            Self::CannotAdd => "an issuer with several keys needs --did web:HOST",
            Self::CannotRotate => "an issuer whose keys change needs --did web:HOST",
            Self::OneProof(_) => "give --suite once, or only names of cryptosuites",
            Self::NoKey(_) => "take another suite, or `dbp-issuer keys add` for a key that fits",
            Self::Role { .. } => {
                "`dbp-issuer roles` shows what its roles open to it, and records others"
            }
            Self::AccreditsItself => "an authority that readers trust does it",
            Self::Ended(_) => "write it like 2029-12-31T00:00:00Z",
            Self::Selective(_) => "take eddsa-jcs-2022, vc+jwt or another suite that signs all",
            Self::SequenceUsed { .. } => "leave the number out for the next one",
            Self::Locked => "unlock them first",
        };
        Some(hint.into())
    }
}

impl Error {
    pub(crate) fn page(error: askama::Error) -> Self {
        Self::Page(error.to_string())
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let exit = match &error {
            Error::Write { .. }
            | Error::Store(StoreError::Engine(_) | StoreError::Corrupt(_))
            | Error::Seal(SealError::KeyFile { .. } | SealError::Machine(_)) => Exit::Environment,
            Error::NotCompliant(_)
            | Error::Event(_)
            | Error::Life(_)
            | Error::Declaration(_)
            | Error::Composition(_)
            | Error::Unproven(_)
            | Error::Predecessor(_)
            | Error::Role { .. } => Exit::Negative,
            Error::Transfer(refusal) if refusal.is_verdict() => Exit::Negative,
            _ => Exit::Usage,
        };
        let problem = Problem::from(error);
        match exit {
            Exit::Negative => Failure::negative(problem),
            Exit::Environment => Failure::environment(problem),
            _ => Failure::usage(problem),
        }
    }
}

/// The first few, for a hint.
fn listed(candidates: &[String]) -> String {
    let shown = candidates[..candidates.len().min(HINTED)].join(", ");
    match candidates.len() {
        few if few <= HINTED => shown,
        _ => format!("{shown}, ..."),
    }
}

fn not_compliant(findings: &Findings) -> String {
    let mut errors = findings.errors();
    match (errors.next(), errors.count()) {
        (Some(first), 0) => first.message.clone(),
        (Some(first), more) => {
            format!("{} (and {})", first.message, counted(more, "more error"))
        }
        (None, _) => "the content is not fit to be issued".to_owned(),
    }
}

/// How many candidates a hint names.
const HINTED: usize = 5;

fn roles(found: &[Role]) -> String {
    let names: Vec<&str> = found.iter().map(|role| role.name()).collect();
    names.join(" and ")
}

fn either(algorithms: &[Algorithm]) -> String {
    let names: Vec<String> = algorithms.iter().map(Algorithm::to_string).collect();
    names.join(" or ")
}
