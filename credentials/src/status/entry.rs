//! What a credential says about its own status: `BitstringStatusListEntry` (section 2.1).

use std::fmt;

use serde_json::{Map, Value, json};
use url::Url;

use super::{StatusError, StatusIndex, StatusSize};
use crate::json::JsonPointer;
use crate::model::has_type;

/// One status of one credential: which list, which position, what a value there means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusEntry {
    /// Names the entry itself; never used for verification.
    pub id: Option<String>,
    /// What the status is for.
    pub purpose: StatusPurpose,
    /// Position in the list.
    pub index: StatusIndex,
    /// Where the status list credential is published.
    pub list: Url,
    /// Bits an entry of the list.
    pub size: StatusSize,
    /// What each value means, in order of the values; empty when the values are just unset and set.
    pub messages: Vec<StatusMessage>,
    /// Where the values are documented.
    pub references: Vec<Url>,
}

/// What a status is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StatusPurpose {
    /// A newer credential is to be had; this one stays valid.
    Refresh,
    /// Cancelled for good.
    Revocation,
    /// Not to be accepted for the time being.
    Suspension,
    /// One of several messages; the table is in the entry.
    Message,
    /// A purpose that the Recommendation does not name.
    Other(String),
}

/// What one value of a status means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusMessage {
    /// The value, as it stands in the list.
    pub status: u8,
    /// For developers, not for end users.
    pub message: String,
}

impl StatusEntry {
    /// Reads all entries of a credential's `credentialStatus`, one object or several; none when it has none.
    ///
    /// An entry of another type is an error, not a credential without status: whoever cannot read a status must
    /// not call the credential current.
    pub fn all(credential: &Value) -> Result<Vec<Self>, StatusError> {
        let at = JsonPointer::from_iter(["credentialStatus"]);
        match credential.get("credentialStatus") {
            None => Ok(Vec::new()),
            Some(Value::Array(entries)) => (0..)
                .zip(entries)
                .map(|(n, entry)| Self::parse(entry, &at.child(n)))
                .collect(),
            Some(entry) => Ok(vec![Self::parse(entry, &at)?]),
        }
    }

    /// Reads one entry; `at` is its place in the credential, for errors.
    pub fn parse(entry: &Value, at: &JsonPointer) -> Result<Self, StatusError> {
        let malformed = |member: &str, expected| StatusError::EntryMalformed {
            at: at.child(member),
            expected,
        };
        let text = |member: &str, expected| {
            entry
                .get(member)
                .and_then(Value::as_str)
                .ok_or_else(|| malformed(member, expected))
        };
        let absolute = |member: &str, text: &str, expected| {
            Url::parse(text).map_err(|_| malformed(member, expected))
        };

        if !has_type(entry, "BitstringStatusListEntry") {
            return Err(malformed("type", "the type BitstringStatusListEntry"));
        }
        let purpose = StatusPurpose::from(text("statusPurpose", "a purpose as a string")?);
        let decimal = "an index in base 10 as a string";
        let index = StatusIndex::parse(text("statusListIndex", decimal)?)?
            .ok_or_else(|| malformed("statusListIndex", decimal))?;
        let a_url = "the URL of a status list credential";
        let list = text("statusListCredential", a_url)?;
        let list = absolute("statusListCredential", list, a_url)?;

        let id = match entry.get("id") {
            None => None,
            Some(Value::String(id)) if !is_url(id, &list) => Some(id.clone()),
            Some(_) => return Err(malformed("id", "a URL other than that of the list")),
        };
        let size = match entry.get("statusSize") {
            None => StatusSize::ONE,
            Some(bits) => StatusSize::new(
                bits.as_u64()
                    .ok_or_else(|| malformed("statusSize", "a number of bits above zero"))?,
            )?,
        };
        let messages = match entry.get("statusMessage") {
            None if size > StatusSize::ONE => {
                return Err(malformed(
                    "statusMessage",
                    "a table of messages beside a size above one bit",
                ));
            }
            None => Vec::new(),
            Some(table) => StatusMessage::table(table, size).ok_or_else(|| {
                malformed(
                    "statusMessage",
                    "one message for each value, status in hexadecimal",
                )
            })?,
        };
        let reference = |value: &Value| {
            let expected = "a URL or several";
            let text = value
                .as_str()
                .ok_or_else(|| malformed("statusReference", expected))?;
            absolute("statusReference", text, expected)
        };
        let references = match entry.get("statusReference") {
            None => Vec::new(),
            Some(Value::Array(several)) => {
                several.iter().map(reference).collect::<Result<_, _>>()?
            }
            Some(one) => vec![reference(one)?],
        };
        Ok(Self {
            id,
            purpose,
            index,
            list,
            size,
            messages,
            references,
        })
    }

    /// The JSON form, for `credentialStatus`.
    pub fn to_value(&self) -> Value {
        let mut entry = Map::new();
        if let Some(id) = &self.id {
            entry.insert("id".into(), json!(id));
        }
        entry.insert("type".into(), json!("BitstringStatusListEntry"));
        entry.insert("statusPurpose".into(), json!(self.purpose.as_str()));
        entry.insert("statusListIndex".into(), json!(self.index.to_string()));
        entry.insert("statusListCredential".into(), json!(self.list.as_str()));
        if self.size > StatusSize::ONE {
            entry.insert("statusSize".into(), json!(self.size.bits()));
        }
        if !self.messages.is_empty() {
            entry.insert(
                "statusMessage".into(),
                StatusMessage::to_table(&self.messages),
            );
        }
        match self.references.as_slice() {
            [] => {}
            [one] => drop(entry.insert("statusReference".into(), json!(one.as_str()))),
            several => {
                let several: Vec<&str> = several.iter().map(Url::as_str).collect();
                entry.insert("statusReference".into(), json!(several));
            }
        }
        Value::Object(entry)
    }

    /// What this value means, in the words of the table; without one, `unset` or `set`.
    pub fn message(&self, value: u8) -> &str {
        match self.messages.iter().find(|message| message.status == value) {
            Some(message) => &message.message,
            None if value == 0 => "unset",
            None => "set",
        }
    }
}

impl StatusMessage {
    /// A table of messages for the values from zero upwards.
    pub fn for_values<'m>(messages: impl IntoIterator<Item = &'m str>) -> Vec<Self> {
        (0..=u8::MAX)
            .zip(messages)
            .map(|(status, message)| Self {
                status,
                message: message.into(),
            })
            .collect()
    }

    /// The JSON form of a table.
    pub(super) fn to_table(messages: &[Self]) -> Value {
        let row =
            |row: &Self| json!({"status": format!("0x{:x}", row.status), "message": row.message});
        messages.iter().map(row).collect()
    }

    /// Reads a table that has every value of the size exactly once.
    fn table(table: &Value, size: StatusSize) -> Option<Vec<Self>> {
        let row = |row: &Value| {
            let status = row.get("status")?.as_str()?.strip_prefix("0x")?;
            let digits = status.bytes().all(|b| b.is_ascii_hexdigit());
            Some(Self {
                status: digits
                    .then(|| u8::from_str_radix(status, 16).ok())
                    .flatten()?,
                message: row.get("message")?.as_str()?.to_owned(),
            })
        };
        let mut messages: Vec<Self> = table.as_array()?.iter().map(row).collect::<Option<_>>()?;
        messages.sort_by_key(|message| message.status);
        let values = messages.iter().map(|message| usize::from(message.status));
        values.eq(0..size.values()).then_some(messages)
    }
}

impl StatusPurpose {
    /// The value of `statusPurpose`.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Refresh => "refresh",
            Self::Revocation => "revocation",
            Self::Suspension => "suspension",
            Self::Message => "message",
            Self::Other(purpose) => purpose,
        }
    }
}

impl From<&str> for StatusPurpose {
    fn from(purpose: &str) -> Self {
        match purpose {
            "refresh" => Self::Refresh,
            "revocation" => Self::Revocation,
            "suspension" => Self::Suspension,
            "message" => Self::Message,
            other => Self::Other(other.into()),
        }
    }
}

impl fmt::Display for StatusPurpose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Whether a text is this URL, in whichever spelling.
pub(super) fn is_url(text: &str, url: &Url) -> bool {
    text == url.as_str() || Url::parse(text).is_ok_and(|parsed| parsed == *url)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;

    fn entry() -> Value {
        json!({
            "id": "https://example.com/credentials/status/8#492847",
            "type": "BitstringStatusListEntry",
            "statusPurpose": "message",
            "statusListIndex": "492847",
            "statusListCredential": "https://example.com/credentials/status/8",
            "statusSize": 2,
            "statusMessage": [
                {"status": "0x0", "message": "pending_review"},
                {"status": "0x1", "message": "accepted"},
                {"status": "0x2", "message": "rejected"},
                {"status": "0x3", "message": "undefined"}
            ],
            "statusReference": "https://example.org/status-dictionary/"
        })
    }

    #[test]
    fn the_example_of_the_recommendation_reads_and_writes_unchanged() {
        let entries = StatusEntry::all(&json!({"credentialStatus": [entry()]})).unwrap();
        assert_eq!(entries.len(), 1);
        assert_eq!(entries[0].purpose, StatusPurpose::Message);
        assert_eq!(entries[0].index, 492_847.into());
        assert_eq!(entries[0].message(2), "rejected");
        assert_eq!(entries[0].to_value(), entry());
    }

    #[test]
    fn one_bit_without_a_table_is_unset_or_set() {
        let mut plain = entry();
        for member in ["id", "statusSize", "statusMessage", "statusReference"] {
            plain.as_object_mut().unwrap().shift_remove(member);
        }
        let read = &StatusEntry::all(&json!({"credentialStatus": plain})).unwrap()[0];
        assert_eq!((read.message(0), read.message(1)), ("unset", "set"));
        assert_eq!(read.to_value(), plain);
        assert_eq!(StatusEntry::all(&json!({})), Ok(vec![]));
    }

    #[test]
    fn an_entry_that_breaks_the_recommendation_is_refused_where_it_does() {
        let list = "https://example.com/credentials/status/8";
        let cases = [
            (
                "/type",
                json!("StatusList2021Entry"),
                "status.entry_malformed",
            ),
            (
                "/statusPurpose",
                json!(["revocation"]),
                "status.entry_malformed",
            ),
            ("/statusPurpose", Value::Null, "status.entry_malformed"),
            ("/statusListIndex", json!(492_847), "status.entry_malformed"),
            ("/statusListIndex", json!("-1"), "status.entry_malformed"),
            (
                "/statusListIndex",
                json!("99999999999"),
                "status.index_out_of_range",
            ),
            (
                "/statusListCredential",
                json!("status/8"),
                "status.entry_malformed",
            ),
            ("/id", json!(list), "status.entry_malformed"),
            ("/statusSize", json!(0), "status.size_unsupported"),
            ("/statusSize", json!(9), "status.size_unsupported"),
            ("/statusSize", json!("2"), "status.entry_malformed"),
            ("/statusSize", json!(1), "status.entry_malformed"),
            ("/statusMessage", json!([]), "status.entry_malformed"),
            (
                "/statusMessage/3/status",
                json!("0x2"),
                "status.entry_malformed",
            ),
            (
                "/statusMessage/3/status",
                json!("3"),
                "status.entry_malformed",
            ),
            (
                "/statusMessage/3/status",
                json!("0x+3"),
                "status.entry_malformed",
            ),
            (
                "/statusMessage/0/message",
                json!(0),
                "status.entry_malformed",
            ),
            (
                "/statusReference",
                json!("dictionary"),
                "status.entry_malformed",
            ),
        ];
        for (place, value, code) in cases {
            let mut credential = json!({"credentialStatus": [entry()]});
            *credential["credentialStatus"][0]
                .pointer_mut(place)
                .unwrap() = value.clone();
            let error = StatusEntry::all(&credential).unwrap_err();
            assert_eq!(error.code(), code, "{place} {value}");
            if let Some(pointer) = error.pointer() {
                assert!(
                    pointer.starts_with("/credentialStatus/0/"),
                    "{place} {value}: {pointer}"
                );
            }
        }
    }

    #[test]
    fn several_bits_without_a_table_are_refused() {
        let mut bare = entry();
        bare.as_object_mut().unwrap().shift_remove("statusMessage");
        let error = StatusEntry::all(&json!({"credentialStatus": bare})).unwrap_err();
        assert_eq!(error.pointer().unwrap(), "/credentialStatus/statusMessage");
    }
}
