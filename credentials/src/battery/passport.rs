//! The `DigitalBatteryPassport` credential: built from a subject, and planned for selective disclosure.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::attributes::{Attribute, Part, table};
use super::audience::{Audience, may_see};
use super::category::{Category, CategoryError};
use super::content::{FRAME, visit};
use super::identifier::{BatteryId, IdentifierError};
use super::parts::{Parts, Predecessor};
use super::reference::Reference;
use crate::context;
use crate::json::JsonPointer;
use crate::model::has_type;
use crate::problem::Coded;

/// Type of a passport credential, beside `VerifiableCredential`.
pub const PASSPORT: &str = "DigitalBatteryPassport";

/// The values of a Token Status List that are for applications (draft-ietf-oauth-status-list section 7.1), as passports
/// use them: beside these, 1 is revoked and 2 is suspended.
const TOKEN_MESSAGES: [(u8, &str); 3] = [
    (0x0C, "transferred"),
    (0x0D, "ceased"),
    (0x0E, "superseded"),
];

/// What this value says in a Token Status List of passports, where it is one of theirs.
pub fn token_message(value: u8) -> Option<&'static str> {
    let known = TOKEN_MESSAGES.iter().find(|(known, _)| *known == value);
    known.map(|(_, message)| *message)
}

/// The value that says this in a Token Status List of passports; zero for a passport that stands.
pub fn token_value(message: &str) -> u8 {
    let known = TOKEN_MESSAGES.iter().find(|(_, known)| *known == message);
    known.map_or(0, |(value, _)| *value)
}

/// Member of a passport that names the responsible operator's key, as `did:key`, where no envelope does (`cnf` of an
/// SD-JWT): who presents it has that key.
pub const HOLDER: &str = "holder";

/// What a passport is built from.
#[derive(Debug, Clone)]
pub struct PassportDraft {
    /// The credential's id, such as `urn:uuid:…`.
    pub id: String,
    /// The responsible economic operator's DID (Art. 77(4)).
    pub issuer: String,
    /// The operator's name for people.
    pub issuer_name: Option<String>,
    /// When the passport begins to hold.
    pub valid_from: Timestamp,
    /// When it stops to hold, where it does.
    pub valid_until: Option<Timestamp>,
    /// `id` and the content groups.
    pub subject: Value,
    /// 1 for the first passport of an operator on a battery, one more with each correction.
    pub version: u64,
    /// The version that this one corrects.
    pub supersedes: Option<Reference>,
    /// The passports of the battery or batteries that this one was made from (Art. 77(7)).
    pub predecessor: Vec<Predecessor>,
    /// Entries of `credentialStatus`.
    pub status: Vec<Value>,
}

/// Why a passport cannot be built.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum PassportError {
    /// Not an object.
    #[error("a passport's content is a JSON object")]
    NotAnObject,
    /// No `id`.
    #[error("the battery's identifier (`id`) is missing")]
    NoId,
    /// The identifier is wrong.
    #[error(transparent)]
    Id(#[from] IdentifierError),
    /// No passport for such a battery, or its category is not told.
    #[error(transparent)]
    Category(#[from] CategoryError),
}

impl PassportDraft {
    /// The unsigned credential, members in the order of the specification.
    pub fn build(self) -> Result<Value, PassportError> {
        Category::of(&self.subject)?;
        let subject = self.framed_subject()?;
        let mut issuer = Map::new();
        issuer.insert("id".to_owned(), self.issuer.into());
        if let Some(name) = self.issuer_name {
            issuer.insert("name".to_owned(), name.into());
        }
        let mut credential = Map::new();
        let mut put = |name: &str, value: Value| credential.insert(name.to_owned(), value);
        put(
            "@context",
            json!([context::CREDENTIALS_V2, context::BATTERY_PASSPORT_V1]),
        );
        put("id", self.id.into());
        put("type", json!(["VerifiableCredential", PASSPORT]));
        put("issuer", issuer.into());
        put("validFrom", self.valid_from.to_string().into());
        if let Some(until) = self.valid_until {
            put("validUntil", until.to_string().into());
        }
        if !self.status.is_empty() {
            put("credentialStatus", self.status.into());
        }
        put("credentialSubject", subject);
        Ok(credential.into())
    }

    fn framed_subject(&self) -> Result<Value, PassportError> {
        let Value::Object(content) = &self.subject else {
            return Err(PassportError::NotAnObject);
        };
        let id = content
            .get("id")
            .and_then(Value::as_str)
            .ok_or(PassportError::NoId)?;
        let id: BatteryId = id.parse()?;
        let mut subject = Map::new();
        subject.insert("id".to_owned(), id.to_string().into());
        subject.insert("type".to_owned(), json!(["Battery"]));
        subject.insert("granularityLevel".to_owned(), "item".into());
        subject.insert("version".to_owned(), self.version.into());
        if let Some(old) = &self.supersedes {
            subject.insert("supersedes".to_owned(), old.to_value());
        }
        if !self.predecessor.is_empty() {
            let all = self.predecessor.iter().map(Predecessor::to_value).collect();
            subject.insert("predecessor".to_owned(), Value::Array(all));
        }
        let framed = |name: &str| FRAME.contains(&name);
        let known = table()
            .groups()
            .filter_map(|group| content.get_key_value(group.name()));
        let unknown = content
            .iter()
            .filter(|(name, _)| table().group(name).is_none());
        for (name, value) in known.chain(unknown).filter(|(name, _)| !framed(name)) {
            subject.insert(name.clone(), value.clone());
        }
        Ok(subject.into())
    }
}

/// The parts that went to other operators, by a passport of what is left; none where all is there.
pub fn removed(credential: &Value) -> Parts {
    let named = credential["credentialSubject"].get("partsRemoved");
    named.and_then(Parts::read).unwrap_or_default()
}

/// What selective disclosure may withhold in a passport: each group, each section, each attribute, each
/// element of the longer lists; outer before inner, as pointers into the credential. Everything else
/// (id, type, issuer, validity, status, version, predecessor) always shows.
///
/// The tree makes short presentations: of a group that is not shown, one digest remains.
pub fn disclosable(credential: &Value) -> Vec<JsonPointer> {
    let mut plan = Vec::new();
    visit_subject(credential, &mut |pointer, _| plan.push(pointer));
    plan
}

/// What of [`disclosable`] a presentation for `audience` shows: the attributes it may see, and the groups
/// and sections they are in. What the table does not know is shown to nobody unasked.
pub fn disclosed_to(credential: &Value, audience: Audience) -> Vec<JsonPointer> {
    let mut shown: Vec<(JsonPointer, bool)> = Vec::new();
    visit_subject(credential, &mut |pointer, row| {
        if let Some(row) = row
            && may_see(row, audience)
        {
            shown.push((pointer, matches!(row.part, Part::Group | Part::Section)));
        }
    });
    // A group may hold nothing for this audience in this passport.
    let keep: Vec<bool> = shown
        .iter()
        .enumerate()
        .map(|(at, (outer, gathers))| {
            let filled = || {
                shown[at + 1..]
                    .iter()
                    .any(|(inner, gathers)| !gathers && inner.starts_with(outer))
            };
            !gathers || filled()
        })
        .collect();
    shown
        .into_iter()
        .zip(keep)
        .filter(|(_, keep)| *keep)
        .map(|((pointer, _), _)| pointer)
        .collect()
}

/// What a presentation under a suite of Data Integrity that discloses selectively always shows: all of the credential
/// but its subject, and of the subject what frames it and what the public may see (Annex XIII point 1). Every audience
/// may see that much, so that nobody has a reason to withhold it, and its absence would be a fault.
///
/// Attributes are pointed at as wholes. Of a credential that is no passport, that is everything.
pub fn mandatory(credential: &Value) -> Vec<JsonPointer> {
    let Value::Object(members) = credential else {
        return Vec::new();
    };
    let subject = JsonPointer::from_iter(["credentialSubject"]);
    let passport = can_be_cut(credential);
    // The context is no statement, and which credential it is, and of which types, is said with any other.
    let unsaid = ["@context", "id", "type", "proof"];
    let mut shown: Vec<JsonPointer> = members
        .keys()
        .filter(|name| !unsaid.contains(&name.as_str()))
        .map(|name| JsonPointer::from_iter([name]))
        .filter(|pointer| !passport || *pointer != subject)
        .collect();
    if !passport {
        return shown;
    }
    if let Some(Value::Object(framed)) = members.get("credentialSubject") {
        let frame = framed.keys().filter(|name| FRAME.contains(&name.as_str()));
        shown.extend(frame.map(|name| subject.child(name)));
    }
    shown.extend(attributes_for(credential, Audience::Public));
    shown
}

/// The attributes of a passport that `audience` may see, each as a whole.
pub fn attributes_for(credential: &Value, audience: Audience) -> Vec<JsonPointer> {
    attributes_where(credential, |row| may_see(row, audience))
}

/// All attributes of a passport.
pub fn attributes_of(credential: &Value) -> Vec<JsonPointer> {
    attributes_where(credential, |_| true)
}

fn attributes_where(credential: &Value, keep: impl Fn(&Attribute) -> bool) -> Vec<JsonPointer> {
    let subject = JsonPointer::from_iter(["credentialSubject"]);
    let mut found = Vec::new();
    visit(&credential["credentialSubject"], &mut |place| {
        if place.is_attribute() && place.row.is_some_and(&keep) {
            found.push(subject.join(place.pointer));
        }
    });
    found
}

/// Whether parts of it are for some audiences only: a passport of one battery.
pub fn can_be_cut(credential: &Value) -> bool {
    has_type(credential, PASSPORT) && credential["credentialSubject"].is_object()
}

fn visit_subject(
    credential: &Value,
    each: &mut impl FnMut(JsonPointer, Option<&'static super::attributes::Attribute>),
) {
    let Some(subject) = credential.get("credentialSubject") else {
        return;
    };
    let base = JsonPointer::root().child("credentialSubject");
    visit(subject, &mut |place| {
        let unit = match (place.row, place.parent) {
            (Some(row), _) if place.element => row.by_element,
            (Some(row), _) => row.part != Part::Member,
            (None, Some(parent)) => matches!(parent.part, Part::Group | Part::Section),
            (None, None) => true,
        };
        if unit {
            each(base.join(place.pointer), place.row);
        }
    });
}

impl Coded for PassportError {
    fn code(&self) -> &'static str {
        match self {
            PassportError::NotAnObject => "passport.not_an_object",
            PassportError::NoId => "passport.id_missing",
            PassportError::Id(error) => error.code(),
            PassportError::Category(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            PassportError::NotAnObject => None,
            PassportError::NoId | PassportError::Id(_) => Some("/id".to_owned()),
            PassportError::Category(error) => error.pointer(),
        }
    }

    fn hint(&self) -> Option<String> {
        match self {
            PassportError::NotAnObject => None,
            PassportError::NoId => Some("give it as https://HOST/01/GTIN/21/SERIAL".to_owned()),
            PassportError::Id(error) => error.hint(),
            PassportError::Category(error) => error.hint(),
        }
    }
}
