//! One thing in the wallet: a credential as it was secured, and how it came here.

use credentials::battery::passport::PASSPORT;
use credentials::battery::{BatteryId, Reference};
use credentials::keys::PublicKey;
use credentials::secured::Secured;
use credentials::secured::SecuredError;
use credentials::suite::Suite;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What is sealed in the wallet's file and in backups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The secured credential, as it came.
    pub text: String,
    /// When it came or was made.
    pub received_at: Timestamp,
    /// Where it came from, for people.
    pub source: String,
    /// Whose it is.
    pub kind: Kind,
    /// Codes of checks that could not be made when it came, and that the holder let pass.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unchecked: Vec<String>,
}

/// What a record is to its holder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// Received.
    Received,
    /// Signed here: an acceptance or a rejection.
    Made,
}

/// A record that was read.
#[derive(Debug)]
pub struct Item {
    /// As it is kept.
    pub record: Record,
    /// Ready for use.
    pub secured: Secured,
    /// What it says.
    pub credential: Value,
    /// Its id and digest.
    pub reference: Reference,
}

impl Record {
    /// A record of what came at this time from there.
    pub fn received(secured: &Secured, received_at: Timestamp, source: &str) -> Self {
        let text = match secured {
            Secured::SdJwt(_) | Secured::Jwt(_) => secured.to_text(),
            // With its members in the order they came in, for people.
            Secured::DataIntegrity(embedded) => embedded.document().to_string(),
        };
        Self {
            text,
            received_at,
            source: source.to_owned(),
            kind: Kind::Received,
            unchecked: Vec::new(),
        }
    }
}

impl Item {
    /// Reads a record.
    pub fn read(record: Record) -> Result<Self, SecuredError> {
        let secured = Secured::parse(record.text.as_bytes())?;
        Ok(Self {
            credential: secured.credential(),
            reference: secured.reference()?,
            secured,
            record,
        })
    }

    /// The credential's id.
    pub fn id(&self) -> &str {
        &self.reference.id
    }

    /// Whether a person who types `prefix` may mean it. `urn:uuid:` need not be typed.
    pub fn answers_to(&self, prefix: &str) -> bool {
        let bare = self.id().strip_prefix("urn:uuid:");
        self.id().starts_with(prefix) || bare.is_some_and(|bare| bare.starts_with(prefix))
    }

    /// Whether it is the passport of the battery with this identifier or serial number.
    pub fn is_passport_of(&self, battery: &str) -> bool {
        let id = self.subject().unwrap_or_default();
        let serial = id.parse::<BatteryId>().ok();
        let serial = serial.as_ref().and_then(BatteryId::serial);
        self.kind() == PASSPORT
            && (id == battery || serial.is_some_and(|serial| serial.as_str() == battery))
    }

    /// Whether both are one credential with the same disclosures.
    pub fn is_same(&self, other: &Self) -> bool {
        match (&self.secured, &other.secured) {
            (Secured::SdJwt(one), Secured::SdJwt(two)) => one.as_str() == two.as_str(),
            _ => self.reference == other.reference,
        }
    }

    /// The DID or URL of the issuer.
    pub fn issuer(&self) -> Option<&str> {
        let issuer = self.credential.get("issuer")?;
        issuer.as_str().or_else(|| issuer.get("id")?.as_str())
    }

    /// The issuer's name, where it gives one.
    pub fn issuer_name(&self) -> Option<&str> {
        self.credential.pointer("/issuer/name")?.as_str()
    }

    /// The type that says most: the last one.
    pub fn kind(&self) -> &str {
        let types = self.credential.get("type");
        let last = types
            .and_then(Value::as_array)
            .and_then(|types| types.last());
        last.or(types)
            .and_then(Value::as_str)
            .unwrap_or("VerifiableCredential")
    }

    /// The battery, or whatever else it is about.
    pub fn subject(&self) -> Option<&str> {
        self.credential.pointer("/credentialSubject/id")?.as_str()
    }

    /// How it is secured.
    pub fn suite(&self) -> Suite {
        self.secured.suite()
    }

    /// The key it is bound to, where it is.
    pub fn holder(&self) -> Option<PublicKey> {
        self.secured.holder_key().ok().flatten()
    }
}
