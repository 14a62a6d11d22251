//! The credential that publishes a list: `BitstringStatusListCredential` (section 2.2).

use jiff::{SignedDuration, Timestamp};
use serde_json::{Map, Value, json};

use super::entry::is_url;
use super::{StatusEntry, StatusError, StatusList, StatusMessage, StatusPurpose, StatusSize};
use crate::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2};
use crate::json::JsonPointer;
use crate::model::has_type;

/// What the credential of a list says besides the list.
#[derive(Debug, Clone)]
pub struct ListDescription<'a> {
    /// URL at which the credential is published.
    pub id: &'a str,
    /// DID of the issuer.
    pub issuer: &'a str,
    /// What the list is for.
    pub purpose: &'a StatusPurpose,
    /// When this state of the list began to hold.
    pub valid_from: Timestamp,
    /// Until when a verifier may rely on it.
    pub valid_until: Option<Timestamp>,
    /// After how long a refresh should be tried.
    pub ttl: Option<SignedDuration>,
    /// What each value means; needed for the purpose message.
    pub messages: &'a [StatusMessage],
}

/// A status list credential whose proof was verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusListCredential {
    /// URL at which it says that it is published.
    pub id: Option<String>,
    /// Who signed it.
    pub issuer: String,
    /// What the list is for, one purpose or several.
    pub purposes: Vec<StatusPurpose>,
    /// From when it holds.
    pub valid_from: Option<Timestamp>,
    /// Until when it holds.
    pub valid_until: Option<Timestamp>,
    /// After how long a refresh should be tried.
    pub ttl: Option<SignedDuration>,
    encoded: String,
}

/// What a list says of one credential.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Status {
    /// What the status is for.
    pub purpose: StatusPurpose,
    /// The value in the list; zero is the good case of every purpose.
    pub value: u8,
    /// What the value means.
    pub message: String,
}

/// The unsigned VCDM 2.0 credential of a list.
pub fn list_credential(list: &StatusList, about: &ListDescription<'_>) -> Value {
    let mut subject = Map::new();
    subject.insert("id".into(), json!(format!("{}#list", about.id)));
    subject.insert("type".into(), json!("BitstringStatusList"));
    subject.insert("statusPurpose".into(), json!(about.purpose.as_str()));
    subject.insert("encodedList".into(), json!(list.encode()));
    if let Some(ttl) = about.ttl {
        subject.insert("ttl".into(), json!(ttl.as_millis()));
    }
    // Section 2.2: a list of messages carries its entry size and its table.
    if *about.purpose == StatusPurpose::Message {
        subject.insert("statusSize".into(), json!(list.size().bits()));
        subject.insert(
            "statusMessages".into(),
            StatusMessage::to_table(about.messages),
        );
    }

    let mut credential = Map::new();
    let mut contexts = vec![CREDENTIALS_V2];
    if *about.purpose == StatusPurpose::Message {
        contexts.push(BATTERY_PASSPORT_V1);
    }
    credential.insert("@context".into(), json!(contexts));
    credential.insert("id".into(), json!(about.id));
    credential.insert(
        "type".into(),
        json!(["VerifiableCredential", "BitstringStatusListCredential"]),
    );
    credential.insert("issuer".into(), json!(about.issuer));
    credential.insert("validFrom".into(), json!(about.valid_from.to_string()));
    if let Some(until) = about.valid_until {
        credential.insert("validUntil".into(), json!(until.to_string()));
    }
    credential.insert("credentialSubject".into(), Value::Object(subject));
    Value::Object(credential)
}

impl StatusListCredential {
    /// Reads a status list credential. The caller has verified its proof and decides which issuers it accepts.
    pub fn parse(credential: &Value) -> Result<Self, StatusError> {
        let malformed = |place: &[&str], expected| StatusError::ListMalformed {
            at: place.iter().copied().collect::<JsonPointer>(),
            expected,
        };
        if !has_type(credential, "BitstringStatusListCredential") {
            return Err(malformed(
                &["type"],
                "the type BitstringStatusListCredential",
            ));
        }
        let id = match credential.get("id") {
            None => None,
            Some(Value::String(id)) => Some(id.clone()),
            Some(_) => return Err(malformed(&["id"], "a URL")),
        };
        let issuer = &credential["issuer"];
        let issuer = issuer
            .as_str()
            .or_else(|| issuer["id"].as_str())
            .ok_or_else(|| malformed(&["issuer"], "an issuer"))?;
        let time = |member: &'static str| match credential.get(member) {
            None => Ok(None),
            Some(time) => time
                .as_str()
                .and_then(|text| text.parse().ok())
                .map(Some)
                .ok_or_else(|| malformed(&[member], "a dateTimeStamp")),
        };

        let subject = &credential["credentialSubject"];
        if !has_type(subject, "BitstringStatusList") {
            return Err(malformed(
                &["credentialSubject", "type"],
                "the type BitstringStatusList",
            ));
        }
        let a_purpose = || {
            malformed(
                &["credentialSubject", "statusPurpose"],
                "one or more purposes as strings",
            )
        };
        let purpose = |value: &Value| {
            value
                .as_str()
                .map(StatusPurpose::from)
                .ok_or_else(a_purpose)
        };
        let purposes = match &subject["statusPurpose"] {
            Value::Array(several) if !several.is_empty() => {
                several.iter().map(purpose).collect::<Result<_, _>>()?
            }
            one => vec![purpose(one)?],
        };
        let ttl = match subject.get("ttl") {
            None => None,
            Some(milliseconds) => Some(SignedDuration::from_millis(
                milliseconds
                    .as_i64()
                    .filter(|&ttl| ttl >= 0)
                    .ok_or_else(|| {
                        malformed(&["credentialSubject", "ttl"], "a number of milliseconds")
                    })?,
            )),
        };
        let encoded = subject["encodedList"].as_str().ok_or_else(|| {
            malformed(&["credentialSubject", "encodedList"], "a list as a string")
        })?;
        Ok(Self {
            id,
            issuer: issuer.to_owned(),
            purposes,
            valid_from: time("validFrom")?,
            valid_until: time("validUntil")?,
            ttl,
            encoded: encoded.to_owned(),
        })
    }

    /// What the list says of the credential with this entry (section 3.2, from step 5 on).
    pub fn status_of(&self, entry: &StatusEntry) -> Result<Status, StatusError> {
        self.check_purpose(entry)?;
        // The `id` is optional, but a list that says it is another one was swapped on the way.
        if let Some(id) = self.id.as_ref().filter(|id| !is_url(id, &entry.list)) {
            return Err(StatusError::ListMismatch {
                expected: entry.list.to_string(),
                found: id.clone(),
            });
        }
        let value = self.expand(entry.size)?.get(entry.index)?;
        Ok(Status {
            purpose: entry.purpose.clone(),
            value,
            message: entry.message(value).to_owned(),
        })
    }

    /// The list, expanded once for many lookups; each entry says of which size it takes the entries.
    pub fn expand(&self, size: StatusSize) -> Result<StatusList, StatusError> {
        StatusList::decode(&self.encoded, size)
    }

    fn check_purpose(&self, entry: &StatusEntry) -> Result<(), StatusError> {
        if self.purposes.contains(&entry.purpose) {
            return Ok(());
        }
        let found: Vec<&str> = self.purposes.iter().map(StatusPurpose::as_str).collect();
        Err(StatusError::PurposeMismatch {
            expected: entry.purpose.to_string(),
            found: found.join(", "),
        })
    }
}

impl Status {
    /// Whether the value is zero: not revoked, not suspended, the first message.
    pub fn is_clear(&self) -> bool {
        self.value == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;

    const LIST: &str = "https://acme.example/status/3";

    fn published(list: &StatusList, purpose: &StatusPurpose) -> Value {
        let messages = StatusMessage::for_values(["active", "transferred", "ceased", "undefined"]);
        let about = ListDescription {
            id: LIST,
            issuer: "did:web:acme.example",
            purpose,
            valid_from: "2027-02-18T00:00:00Z".parse().unwrap(),
            valid_until: Some("2027-02-19T00:00:00Z".parse().unwrap()),
            ttl: Some(SignedDuration::from_mins(5)),
            messages: &messages,
        };
        list_credential(list, &about)
    }

    fn entry(purpose: StatusPurpose, index: u32, size: StatusSize) -> StatusEntry {
        StatusEntry {
            id: None,
            purpose,
            index: index.into(),
            list: LIST.parse().unwrap(),
            size,
            messages: StatusMessage::for_values(["active", "transferred", "ceased", "undefined"]),
            references: vec![],
        }
    }

    #[test]
    fn a_list_says_what_its_issuer_set() {
        let mut list = StatusList::new(0, StatusSize::TWO).unwrap();
        list.set(7.into(), 2).unwrap();
        let published = published(&list, &StatusPurpose::Message);
        assert_eq!(published["credentialSubject"]["statusSize"], 2);
        assert_eq!(published["credentialSubject"]["ttl"], 300_000);
        assert_eq!(published["validUntil"], "2027-02-19T00:00:00Z");

        let read = StatusListCredential::parse(&published).unwrap();
        assert_eq!(read.issuer, "did:web:acme.example");
        assert_eq!(read.ttl, Some(SignedDuration::from_mins(5)));
        assert_eq!(
            read.valid_from,
            Some("2027-02-18T00:00:00Z".parse().unwrap())
        );
        let status = |index| {
            read.status_of(&entry(StatusPurpose::Message, index, StatusSize::TWO))
                .unwrap()
        };
        assert_eq!(
            (
                status(7).value,
                status(7).message.as_str(),
                status(7).is_clear()
            ),
            (2, "ceased", false)
        );
        assert_eq!(
            (
                status(8).value,
                status(8).message.as_str(),
                status(8).is_clear()
            ),
            (0, "active", true)
        );
    }

    #[test]
    fn one_list_may_serve_several_purposes() {
        let mut credential = published(
            &StatusList::new(0, StatusSize::ONE).unwrap(),
            &StatusPurpose::Revocation,
        );
        credential["credentialSubject"]["statusPurpose"] = json!(["revocation", "suspension"]);
        let read = StatusListCredential::parse(&credential).unwrap();
        for purpose in [StatusPurpose::Revocation, StatusPurpose::Suspension] {
            read.status_of(&entry(purpose, 0, StatusSize::ONE)).unwrap();
        }
    }

    #[test]
    fn a_list_that_does_not_answer_the_entry_is_refused() {
        let list = StatusList::new(0, StatusSize::ONE).unwrap();
        let read =
            StatusListCredential::parse(&published(&list, &StatusPurpose::Revocation)).unwrap();
        let code = |entry: &StatusEntry| read.status_of(entry).unwrap_err().code();
        let good = entry(StatusPurpose::Revocation, 0, StatusSize::ONE);
        read.status_of(&good).unwrap();

        let mut elsewhere = good.clone();
        elsewhere.list = "https://acme.example/status/4".parse().unwrap();
        assert_eq!(code(&elsewhere), "status.list_mismatch");
        assert_eq!(
            code(&entry(StatusPurpose::Suspension, 0, StatusSize::ONE)),
            "status.purpose_mismatch"
        );
        assert_eq!(
            code(&entry(StatusPurpose::Revocation, 131_072, StatusSize::ONE)),
            "status.index_out_of_range"
        );
        assert_eq!(
            code(&entry(StatusPurpose::Revocation, 0, StatusSize::TWO)),
            "status.list_too_short"
        );
    }

    #[test]
    fn a_list_credential_that_breaks_the_recommendation_is_refused_where_it_does() {
        let list = StatusList::new(0, StatusSize::ONE).unwrap();
        let cases = [
            ("/type", json!(["VerifiableCredential"])),
            ("/id", json!(3)),
            ("/issuer", json!({})),
            ("/validFrom", json!("yesterday")),
            ("/validUntil", json!(0)),
            ("/credentialSubject/type", json!("StatusList2021")),
            ("/credentialSubject/statusPurpose", json!([])),
            ("/credentialSubject/statusPurpose", json!([1])),
            ("/credentialSubject/ttl", json!(-1)),
            ("/credentialSubject/ttl", json!("300000")),
            ("/credentialSubject/encodedList", Value::Null),
        ];
        for (place, value) in cases {
            let mut credential = published(&list, &StatusPurpose::Revocation);
            *credential.pointer_mut(place).unwrap() = value.clone();
            let error = StatusListCredential::parse(&credential).unwrap_err();
            assert_eq!(error.code(), "status.list_malformed", "{place} {value}");
            assert_eq!(error.pointer().unwrap(), place, "{value}");
        }
    }
}
