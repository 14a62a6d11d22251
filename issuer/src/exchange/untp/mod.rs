//! The UN Transparency Protocol: a passport as a Digital Product Passport, events and transfers as Digital Traceability
//! Events, unsigned.
//!
//! What has no place of its own there is a claim with a measured value, or a link; `units` knows the codes.

mod claims;
mod event;
mod materials;
mod passport;
mod places;
mod units;

use credentials::battery::Event;
use credentials::battery::event::LIFECYCLE_EVENT;
use credentials::battery::transfer::{Proposal, TRANSFER_ACCEPTANCE, TransferAcceptance};
use credentials::model::has_type;
use credentials::problem::Coded;
use serde_json::{Value, json};

use super::report::{Field, Report};
use super::{ExportError, ExportFormat, Exported, Format};

/// What frames a credential: who says it, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    /// The credential's id.
    pub id: String,
    /// The issuer's DID.
    pub issuer: String,
    /// The issuer's name for people.
    pub name: String,
    /// When it begins to hold.
    pub valid_from: String,
    /// When it stops to hold, where it does.
    pub valid_until: Option<String>,
    /// What else was said of the battery: links of a passport, each with its digest.
    pub history: Vec<Trace>,
}

/// An event of the battery's life that was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The credential's id.
    pub id: String,
    /// What happened.
    pub title: String,
    /// SHA-256 of the secured text, in hexadecimal.
    pub digest: String,
}

/// The context of the passport vocabulary, as the published schema has it.
pub const DPP_CONTEXT: &str = "https://test.uncefact.org/vocabulary/untp/dpp/working/";

/// The context of the vocabulary of events.
pub const DTE_CONTEXT: &str = "https://test.uncefact.org/vocabulary/untp/dte/working/";

impl Envelope {
    /// The frame of a credential that was issued; nothing where it is none.
    pub fn of(credential: &Value) -> Option<Self> {
        let issuer = credential.get("issuer")?;
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let id = text(issuer).or_else(|| text(issuer.get("id")?))?;
        Some(Self {
            id: text(credential.get("id")?)?,
            name: issuer
                .get("name")
                .and_then(text)
                .unwrap_or_else(|| id.clone()),
            issuer: id,
            valid_from: text(credential.get("validFrom")?)?,
            valid_until: credential.get("validUntil").and_then(text),
            history: Vec::new(),
        })
    }

    fn credential(&self, kind: &str, context: &str, subject: Value) -> Value {
        let mut credential = json!({
            "@context": [credentials::context::CREDENTIALS_V2, context],
            "type": [kind, "VerifiableCredential"],
            "id": self.id,
            "issuer": {"type": ["CredentialIssuer"], "id": self.issuer, "name": self.name},
            "validFrom": self.valid_from,
        });
        if let Some(until) = &self.valid_until {
            credential["validUntil"] = json!(until);
        }
        credential["credentialSubject"] = subject;
        credential
    }
}

impl Trace {
    fn link(&self) -> Value {
        json!({
            "type": ["SecureLink", "Link"],
            "linkURL": self.id,
            "linkName": self.title,
            "linkType": "https://test.uncefact.org/vocabulary/linkTypes/dte",
            "hashDigest": self.digest,
            "hashMethod": "SHA-256",
        })
    }
}

/// Whether an object is a product passport of UNTP, or the credential of one.
pub(super) fn is_passport(value: &Value) -> bool {
    let kinds = value.get("type").and_then(Value::as_array);
    let is_kind = |kind: &Value| kind == "DigitalProductPassport" || kind == "ProductPassport";
    kinds.is_some_and(|kinds| kinds.iter().any(is_kind))
}

/// A passport's content as a UNTP Digital Product Passport.
pub(super) fn export(content: &Value, envelope: &Envelope) -> Exported {
    let (mut subject, report) = passport::subject(content);
    if !envelope.history.is_empty() {
        subject["traceabilityInformation"] = json!([{
            "type": ["TraceabilityPerformance"],
            "valueChainProcess": "Life of the battery",
            "traceabilityEvent": envelope.history.iter().map(Trace::link).collect::<Vec<_>>(),
        }]);
    }
    let credential = envelope.credential("DigitalProductPassport", DPP_CONTEXT, subject);
    let mut text = format!("{credential:#}").into_bytes();
    text.push(b'\n');
    Exported {
        files: vec![("passport.untp.json".to_owned(), text)],
        report,
        beyond: Vec::new(),
    }
}

/// Events and transfers among these credentials, each as a Digital Traceability Event of its own, by whoever signed it
/// or in the envelope that is given. `None` where there are none.
pub(super) fn export_events(
    credentials: &[Value],
    envelope: Option<&Envelope>,
) -> Result<Option<Exported>, ExportError> {
    let mut files = Vec::new();
    let mut fields = Vec::new();
    for (at, credential) in credentials.iter().enumerate() {
        let Some((kind, written, more)) = traced(credential, &credentials[..at])? else {
            continue;
        };
        let own = Envelope::of(credential);
        let frame = envelope
            .or(own.as_ref())
            .ok_or(ExportError::NoIssuer(ExportFormat::Untp))?;
        let event = frame.credential("DigitalTraceabilityEvent", DTE_CONTEXT, json!([written]));
        let name = format!("{:02}-{kind}.untp.json", files.len() + 1);
        files.push((name, format!("{event:#}\n").into_bytes()));
        fields.extend(more);
    }
    Ok((!files.is_empty()).then(|| Exported {
        files,
        report: Report::new(Format::Untp, fields),
        beyond: Vec::new(),
    }))
}

/// What UNTP makes of a credential, and what that is called; nothing of what is no event.
type Traced = (String, Value, Vec<Field>);

fn traced(credential: &Value, before: &[Value]) -> Result<Option<Traced>, ExportError> {
    let subject = &credential["credentialSubject"];
    if has_type(credential, LIFECYCLE_EVENT) {
        let read = Event::read(credential).map_err(refused)?;
        let (written, fields) = event::event(&read, subject);
        return Ok(Some((read.kind.name().to_owned(), written, fields)));
    }
    if has_type(credential, TRANSFER_ACCEPTANCE) {
        let accepted = TransferAcceptance::read(credential).map_err(refused)?;
        // The offer travels before its acceptance, and the acceptance names it.
        let proposals = before
            .iter()
            .rev()
            .filter_map(|offer| Proposal::read(offer).ok());
        let proposal = { proposals }.find(|offer| offer.statement().id == accepted.offer.id);
        let proposal = proposal.ok_or_else(|| ExportError::NoOffer(accepted.offer.id.clone()))?;
        let (written, fields) = event::transaction(&proposal, &accepted, subject);
        return Ok(Some(("Transfer".to_owned(), written, fields)));
    }
    Ok(None)
}

fn refused(error: impl Coded) -> ExportError {
    ExportError::Statement(error.problem())
}

fn is_uri(text: &str) -> bool {
    url::Url::parse(text).is_ok()
}
