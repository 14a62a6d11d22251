//! The UN Transparency Protocol: a passport as a Digital Product Passport, unsigned.
//!
//! What has no place of its own there is a claim with a measured value, or a link; `units` knows the codes.

mod passport;
mod places;
mod units;

use serde_json::{Value, json};

use super::Exported;

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
}

/// The context of the passport vocabulary, as the published schema has it.
pub const DPP_CONTEXT: &str = "https://test.uncefact.org/vocabulary/untp/dpp/working/";

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

/// Whether an object is a product passport of UNTP, or the credential of one.
pub(super) fn is_passport(value: &Value) -> bool {
    let kinds = value.get("type").and_then(Value::as_array);
    let is_kind = |kind: &Value| kind == "DigitalProductPassport" || kind == "ProductPassport";
    kinds.is_some_and(|kinds| kinds.iter().any(is_kind))
}

/// A passport's content as a UNTP Digital Product Passport.
pub(super) fn export(content: &Value, envelope: &Envelope) -> Exported {
    let (subject, report) = passport::subject(content);
    let credential = envelope.credential("DigitalProductPassport", DPP_CONTEXT, subject);
    let mut text = format!("{credential:#}").into_bytes();
    text.push(b'\n');
    Exported {
        files: vec![("passport.untp.json".to_owned(), text)],
        report,
        beyond: Vec::new(),
    }
}
