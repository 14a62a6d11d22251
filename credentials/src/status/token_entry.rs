//! What a credential says about its place in a Token Status List: the claim `status` of an SD-JWT VC
//! (draft-ietf-oauth-status-list section 6.1).
//!
//! In the terms of the data model it is an entry of `credentialStatus` like any other, of a type that no other suite
//! has; [`sd_jwt`](crate::sd_jwt) moves it between the two.

use serde_json::{Map, Value, json};
use url::Url;

use super::{StatusEntry, StatusError, StatusIndex};
use crate::json::JsonPointer;
use crate::model::has_type;

/// The place of a credential in a Token Status List.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TokenStatusEntry {
    /// Position in the list.
    pub index: StatusIndex,
    /// Where the Status List Token is published; its `sub`.
    pub uri: Url,
}

/// An entry of `credentialStatus`, of either kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnyStatusEntry {
    /// In a Bitstring Status List.
    Bitstring(StatusEntry),
    /// In a Token Status List.
    Token(TokenStatusEntry),
}

impl AnyStatusEntry {
    /// Reads all entries of a credential's `credentialStatus`, as [`StatusEntry::all`] does.
    pub fn all(credential: &Value) -> Result<Vec<Self>, StatusError> {
        let at = JsonPointer::from_iter(["credentialStatus"]);
        let parse = |entry: &Value, at: &JsonPointer| match has_type(entry, TYPE) {
            true => TokenStatusEntry::parse(entry, at).map(Self::Token),
            false => StatusEntry::parse(entry, at).map(Self::Bitstring),
        };
        match credential.get("credentialStatus") {
            None => Ok(Vec::new()),
            Some(Value::Array(entries)) => (0..)
                .zip(entries)
                .map(|(n, entry)| parse(entry, &at.child(n)))
                .collect(),
            Some(entry) => Ok(vec![parse(entry, &at)?]),
        }
    }
}

impl TokenStatusEntry {
    /// The entry of `credentialStatus`.
    pub fn to_value(&self) -> Value {
        let list = json!({"idx": self.index.get(), "uri": self.uri.as_str()});
        json!({"type": TYPE, "status_list": list})
    }

    fn parse(entry: &Value, at: &JsonPointer) -> Result<Self, StatusError> {
        let malformed = |at: JsonPointer, expected| StatusError::EntryMalformed { at, expected };
        let list = entry.get("status_list").filter(|list| list.is_object());
        let at = at.child("status_list");
        // Section 6.2: of the mechanisms that `status` may name, this is the one that is understood.
        let list =
            list.ok_or_else(|| malformed(at.clone(), "a status of the mechanism status_list"))?;
        let index = list.get("idx").and_then(Value::as_u64);
        let index = index.and_then(|index| u32::try_from(index).ok());
        let index = index.ok_or_else(|| malformed(at.child("idx"), "an index of 0 or more"))?;
        let uri = list.get("uri").and_then(Value::as_str);
        let uri = uri.and_then(|uri| Url::parse(uri).ok());
        let uri =
            uri.ok_or_else(|| malformed(at.child("uri"), "the URL of a Status List Token"))?;
        Ok(Self {
            index: index.into(),
            uri,
        })
    }
}

/// Takes the claim `status` out of the entries of a credential; the other entries stay.
pub(crate) fn take_claim(credential: &mut Map<String, Value>) -> Option<Value> {
    let entries = credential.get_mut("credentialStatus")?;
    let mut claim = match &mut *entries {
        Value::Array(several) => {
            let at = several.iter().position(|entry| has_type(entry, TYPE))?;
            several.remove(at)
        }
        one => has_type(one, TYPE).then(|| std::mem::take(one))?,
    };
    if entries.is_null() || entries.as_array().is_some_and(Vec::is_empty) {
        credential.shift_remove("credentialStatus");
    }
    if let Value::Object(members) = &mut claim {
        members.shift_remove("type");
    }
    Some(claim)
}

/// Entries with the claim `status` among them, which comes first.
pub(crate) fn with_claim(claim: Option<Value>, entries: Option<Value>) -> Option<Value> {
    let Some(claim) = claim else {
        return entries;
    };
    // Whatever the claim says, it is this kind of entry.
    let mut members = claim.as_object().cloned().unwrap_or_default();
    members.insert("type".to_owned(), json!(TYPE));
    let others = match entries {
        None => Vec::new(),
        Some(Value::Array(several)) => several,
        Some(one) => vec![one],
    };
    Some([vec![members.into()], others].concat().into())
}

/// The type of such an entry of `credentialStatus`. It never leaves the program.
const TYPE: &str = "TokenStatusListEntry";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;

    fn token() -> Value {
        json!({"type": TYPE, "status_list": {"idx": 7, "uri": "https://example.com/status/1"}})
    }

    fn bitstring() -> Value {
        json!({"type": "BitstringStatusListEntry", "statusPurpose": "revocation", "statusListIndex": "7",
            "statusListCredential": "https://example.com/status/2"})
    }

    #[test]
    fn entries_of_both_kinds_are_read_in_order() {
        let all =
            |entries: Value| AnyStatusEntry::all(&json!({"credentialStatus": entries})).unwrap();
        let read = all(json!([bitstring(), token()]));
        assert!(matches!(
            read[..],
            [AnyStatusEntry::Bitstring(_), AnyStatusEntry::Token(_)]
        ));
        let [AnyStatusEntry::Token(entry)] = &all(token())[..] else {
            panic!("expected an entry in a Token Status List");
        };
        assert_eq!(entry.to_value(), token());
        assert_eq!(AnyStatusEntry::all(&json!({})), Ok(vec![]));
    }

    #[test]
    fn a_status_that_is_not_understood_is_an_error_and_not_no_status() {
        for (at, value) in [
            ("/status_list", json!(null)),
            ("/status_list/idx", json!(-1)),
            ("/status_list/idx", json!("7")),
            ("/status_list/idx", json!(4_294_967_296_i64)),
            ("/status_list/uri", json!("status/1")),
            ("/status_list/uri", json!(null)),
        ] {
            let mut credential = json!({"credentialStatus": [token()]});
            *credential["credentialStatus"][0].pointer_mut(at).unwrap() = value;
            let error = AnyStatusEntry::all(&credential).unwrap_err();
            let place = format!("/credentialStatus/0{at}");
            assert_eq!(
                (error.code(), error.pointer()),
                ("status.entry_malformed", Some(place))
            );
        }
        // As an SD-JWT VC could say it that knows another mechanism.
        let claim = with_claim(Some(json!({"other": 1})), None).unwrap();
        assert!(AnyStatusEntry::all(&json!({"credentialStatus": claim})).is_err());
        let claim = with_claim(Some(json!("revoked")), None).unwrap();
        assert!(AnyStatusEntry::all(&json!({"credentialStatus": claim})).is_err());
    }

    #[test]
    fn a_claim_cannot_pass_for_another_kind_of_entry() {
        let claim = bitstring();
        let entry = with_claim(Some(claim), None).unwrap();
        assert!(AnyStatusEntry::all(&json!({"credentialStatus": entry})).is_err());
    }
}
