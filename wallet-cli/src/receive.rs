//! What may come into the wallet: nothing that was not verified here.

use credentials::battery::bundle::{Bundle, BundleKind};
use credentials::battery::passport::PASSPORT;
use credentials::battery::transfer::{
    Circumstances, Held, Proposal, TRANSFER_ACCEPTANCE, TRANSFER_OFFER, TransferAcceptance,
    check_acceptance,
};
use credentials::battery::{Parts, Reference};
use credentials::secured::Secured;
use credentials::{Coded, Problem, json};
use jiff::Timestamp;
use serde_json::Value;
use verifier::{CheckName, CheckStatus, Environment, Policy, Report};

use crate::error::WalletError;
use crate::item::{Item, Record};
use crate::wallet::Unlocked;

/// What is asked of what comes in.
pub struct Receiving<'e> {
    /// Where DID documents and status lists come from.
    pub environment: &'e Environment,
    /// Now.
    pub now: Timestamp,
    /// Where it comes from, for people.
    pub source: String,
    /// The holder lets pass that a status list cannot be reached.
    pub unreachable: bool,
}

/// Why something does not come in.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ReceiveError {
    /// It is not verified.
    #[error("{what} is not verified: {}", problem.message)]
    NotVerified {
        /// Which credential.
        what: String,
        /// The first check that failed.
        problem: Problem,
    },
    /// Only that its status could not be looked at.
    #[error("{what} is authentic, but its status is unknown: {}", problem.message)]
    Unreachable {
        /// Which credential.
        what: String,
        /// Why.
        problem: Problem,
    },
    /// The issuer did not bind it to the key that was proven.
    #[error("the issuer did not bind {0} to this wallet's key")]
    NotBound(String),
    /// A transfer to somebody else.
    #[error("the bundle is a transfer to {found}, and this wallet is {own}")]
    OtherHolder {
        /// Who accepted.
        found: String,
        /// This wallet.
        own: String,
    },
    /// A transfer with a part missing, or of another battery or passport.
    #[error("expected a transfer bundle with {expected}")]
    Bundle {
        /// What it should have.
        expected: &'static str,
    },
}

impl Unlocked {
    /// Verifies a credential or a bundle, and gives what is to be kept of it.
    pub fn examine(
        &self,
        bytes: &[u8],
        receiving: &Receiving<'_>,
    ) -> Result<Vec<Record>, WalletError> {
        match bundle(bytes)? {
            None => Ok(vec![self.examine_one(&Secured::parse(bytes)?, receiving)?]),
            Some(bundle) if bundle.kind == BundleKind::Transfer => {
                self.examine_transfer(&bundle, receiving)
            }
            Some(history) => {
                let members = history.credentials.iter();
                members
                    .map(|one| self.examine_one(one, receiving))
                    .collect()
            }
        }
    }

    /// Verifies a credential that was issued to this wallet's key.
    pub fn examine_issued(
        &self,
        bytes: &[u8],
        bound: bool,
        receiving: &Receiving<'_>,
    ) -> Result<Record, WalletError> {
        let secured = Secured::parse(bytes)?;
        let record = self.examine_one(&secured, receiving)?;
        let item = Item::read(record)?;
        let ours = item.holder().as_ref() == Some(self.key().public());
        // A credential with a proof inside may name no key.
        let named = matches!(secured, Secured::SdJwt(_)) || item.holder().is_some();
        if bound && named && !ours {
            return Err(ReceiveError::NotBound(item.id().to_owned()).into());
        }
        Ok(item.record)
    }

    fn examine_one(
        &self,
        secured: &Secured,
        receiving: &Receiving<'_>,
    ) -> Result<Record, WalletError> {
        let mut record = Record::received(secured, receiving.now, &receiving.source);
        record.unchecked = verified(&record.text, receiving.now, receiving)?;
        Ok(record)
    }

    /// A transfer: both consents, and the passport that is now bound to this wallet's key. The consents are judged as
    /// of the acceptance; an offer that has expired since was accepted in time.
    fn examine_transfer(
        &self,
        bundle: &Bundle,
        receiving: &Receiving<'_>,
    ) -> Result<Vec<Record>, WalletError> {
        let offer = one_of(bundle, TRANSFER_OFFER, "one offer")?;
        let acceptance = one_of(bundle, TRANSFER_ACCEPTANCE, "one acceptance")?;
        let passport = one_of(bundle, PASSPORT, "one passport")?;
        let (own, accepted_by) = (
            self.did(),
            TransferAcceptance::read(&acceptance.credential())?,
        );
        if accepted_by.statement.issuer != own {
            return Err(ReceiveError::OtherHolder {
                found: accepted_by.statement.issuer.to_string(),
                own: own.to_string(),
            }
            .into());
        }
        let at = accepted_by.statement.valid_from;
        let (offer_said, offer_reference) = (offer.credential(), offer.reference()?);
        let (acceptance_said, acceptance_reference) =
            (acceptance.credential(), acceptance.reference()?);
        let held = |credential, reference| Held {
            credential,
            reference,
        };
        let accepted = check_acceptance(
            held(&offer_said, &offer_reference),
            held(&acceptance_said, &acceptance_reference),
            at,
            &Circumstances::default(),
        )?;
        check_passport(passport, accepted.proposal())?;
        let bound = passport.holder_key()?;
        if bound.as_ref() != Some(self.key().public()) {
            return Err(ReceiveError::NotBound(passport.reference()?.id).into());
        }
        let mut records = Vec::new();
        for secured in &bundle.credentials {
            let consent = std::ptr::eq(secured, offer) || std::ptr::eq(secured, acceptance);
            let at = if consent { at } else { receiving.now };
            let mut record = Record::received(secured, receiving.now, &receiving.source);
            record.unchecked = verified(&record.text, at, receiving)?;
            records.push(record);
        }
        Ok(records)
    }
}

/// Verifies one credential as of a time, and gives the codes of what the holder let pass.
pub(crate) fn verified(
    text: &str,
    at: Timestamp,
    receiving: &Receiving<'_>,
) -> Result<Vec<String>, WalletError> {
    let report = verifier::verify(text.as_bytes(), &Policy::at(at), receiving.environment);
    if report.verified {
        return Ok(Vec::new());
    }
    let what = named(&report);
    let problem = report.refusal();
    if !only_status_unknown(&report) {
        return Err(ReceiveError::NotVerified { what, problem }.into());
    }
    match receiving.unreachable {
        true => Ok(vec![problem.code.to_owned()]),
        false => Err(ReceiveError::Unreachable { what, problem }.into()),
    }
}

/// Whether all is well but that nobody answers about the status.
fn only_status_unknown(report: &Report) -> bool {
    let proven = [CheckName::Parse, CheckName::Proof, CheckName::IssuerKey]
        .iter()
        .all(|name| {
            report
                .check(*name)
                .is_some_and(|check| check.status == CheckStatus::Pass)
        });
    let mut failures = report.failures().peekable();
    proven
        && failures.peek().is_some()
        && failures
            .all(|check| check.name == CheckName::Status && check.code == Some(STATUS_UNAVAILABLE))
}

/// What a credential is called when it is refused: its type and its id.
fn named(report: &Report) -> String {
    let credential = report.credential.as_ref();
    let text = |pointer| credential.and_then(|credential| credential.pointer(pointer)?.as_str());
    let kind = credential
        .and_then(|credential| credential.get("type")?.as_array()?.last()?.as_str())
        .unwrap_or("the credential");
    match text("/id") {
        Some(id) => format!("{kind} {id}"),
        None => kind.to_owned(),
    }
}

fn bundle(bytes: &[u8]) -> Result<Option<Bundle>, WalletError> {
    if bytes.trim_ascii_start().first() != Some(&b'{') {
        return Ok(None);
    }
    let document = json::parse_with(bytes, LIMITS).map_err(Problem::from)?;
    match BundleKind::of(&document) {
        Some(_) => Ok(Some(Bundle::from_value(&document).map_err(Problem::from)?)),
        None => Ok(None),
    }
}

fn one_of<'b>(
    bundle: &'b Bundle,
    kind: &str,
    expected: &'static str,
) -> Result<&'b Secured, ReceiveError> {
    let is = |secured: &&Secured| {
        let credential = secured.credential();
        let types = credential.get("type").and_then(Value::as_array);
        types.is_some_and(|types| types.iter().any(|one| one == kind))
    };
    let mut found = bundle.credentials.iter().filter(is);
    match (found.next(), found.next()) {
        (Some(one), None) => Ok(one),
        _ => Err(ReceiveError::Bundle { expected }),
    }
}

/// The passport is of the battery that was offered, and takes the place of the one that was offered.
fn check_passport(passport: &Secured, offer: &Proposal) -> Result<(), ReceiveError> {
    let credential = passport.credential();
    let of_battery = credential
        .pointer("/credentialSubject/id")
        .and_then(Value::as_str);
    if of_battery != Some(offer.battery().to_string().as_str()) {
        return Err(ReceiveError::Bundle {
            expected: "a passport of the battery that was offered",
        });
    }
    let supersedes = credential
        .pointer("/credentialSubject/supersedes")
        .and_then(Reference::read);
    if supersedes.as_ref() != Some(offer.passport()) {
        return Err(ReceiveError::Bundle {
            expected: "a passport that supersedes the one that was offered",
        });
    }
    let parts = match credential.pointer("/credentialSubject/parts") {
        None => Some(Parts::whole()),
        Some(parts) => Parts::read(parts),
    };
    if parts.as_ref() != Some(offer.parts()) {
        return Err(ReceiveError::Bundle {
            expected: "a passport for the parts that were offered",
        });
    }
    Ok(())
}

impl Coded for ReceiveError {
    fn code(&self) -> &'static str {
        match self {
            Self::NotVerified { problem, .. } | Self::Unreachable { problem, .. } => problem.code,
            Self::NotBound(_) => "receive.not_bound",
            Self::OtherHolder { .. } => "receive.other_holder",
            Self::Bundle { .. } => "receive.bundle",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::NotVerified { problem, .. } | Self::Unreachable { problem, .. } => {
                problem.pointer.clone()
            }
            Self::NotBound(_) => Some("/cnf".into()),
            Self::OtherHolder { .. } => None,
            Self::Bundle { .. } => Some("/verifiableCredential".into()),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::NotVerified { problem, .. } => problem.hint.clone(),
            Self::Unreachable { .. } => {
                Some("try again later, or take it as it is with --accept-unreachable".into())
            }
            Self::NotBound(_) => Some("ask the issuer to bind it to this wallet's DID".into()),
            Self::OtherHolder { .. } => {
                Some("receive it with the wallet that accepted the offer".into())
            }
            Self::Bundle { .. } => {
                Some("ask the old operator for the bundle as it was issued again".into())
            }
        }
    }
}

const STATUS_UNAVAILABLE: &str = "status.list_unavailable";

/// As bundles are read.
const LIMITS: json::Limits = json::Limits {
    size: 64 << 20,
    depth: 64,
};
