//! One line of a trust list.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::TrustListError;
use crate::battery::accreditation::Role;
use crate::battery::category::Category;
use crate::did::Did;
use crate::json::JsonPointer;
use crate::model::date_time;

/// One trusted operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// Who.
    pub did: Did,
    /// Its name for people.
    pub name: Option<String>,
    /// What it is trusted to act as; every role when empty.
    pub roles: Vec<Role>,
    /// For which batteries; all when empty.
    pub scope: Vec<Category>,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
    /// Since when it is not trusted for the time being.
    pub suspended: Option<Timestamp>,
    /// Since when it is not trusted any more.
    pub withdrawn: Option<Timestamp>,
}

impl TrustedIssuer {
    /// Somebody who is trusted with everything, always.
    pub fn new(did: Did) -> Self {
        Self {
            did,
            name: None,
            roles: Vec::new(),
            scope: Vec::new(),
            from: None,
            until: None,
            suspended: None,
            withdrawn: None,
        }
    }

    pub(super) fn read(entry: &Value, at: &JsonPointer) -> Result<Self, TrustListError> {
        let members = entry
            .as_object()
            .ok_or_else(|| TrustListError::malformed(at, "an object"))?;
        // A slip in `withdrawnSince` must not let a withdrawn operator pass.
        if let Some(name) = members
            .keys()
            .find(|name| !MEMBERS.contains(&name.as_str()))
        {
            return Err(TrustListError::malformed(&at.child(name), EXPECTED_MEMBERS));
        }
        let text = |member: &str, expected| match entry.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(TrustListError::malformed(&at.child(member), expected)),
        };
        let time = |member: &str| {
            let wrong = || TrustListError::malformed(&at.child(member), A_TIME);
            let time = text(member, A_TIME)?;
            time.map(|text| date_time::parse(text).ok_or_else(wrong))
                .transpose()
        };
        let a_did = || TrustListError::malformed(&at.child("did"), "a DID");
        let did = text("did", "a DID")?.ok_or_else(a_did)?;
        Ok(Self {
            did: Did::parse(did).map_err(|_| a_did())?,
            name: text("name", "a name")?.map(str::to_owned),
            roles: several(entry, "roles", at, A_ROLE)?,
            scope: several(entry, "scope", at, A_CATEGORY)?,
            from: time("from")?,
            until: time("until")?,
            suspended: time("suspendedSince")?,
            withdrawn: time("withdrawnSince")?,
        })
    }

    /// The entry, as it is read.
    pub fn to_value(&self) -> Value {
        let mut entry = Map::from_iter([("did".to_owned(), json!(self.did))]);
        let mut put = |name: &str, value: Option<Value>| {
            entry.extend(value.map(|value| (name.to_owned(), value)));
        };
        let time = |time: Option<Timestamp>| time.map(|time| json!(time.to_string()));
        put("name", self.name.as_ref().map(|name| json!(name)));
        let roles: Vec<&str> = self.roles.iter().map(|role| role.name()).collect();
        put("roles", (!roles.is_empty()).then(|| json!(roles)));
        let scope: Vec<&str> = self.scope.iter().map(|category| category.name()).collect();
        put("scope", (!scope.is_empty()).then(|| json!(scope)));
        put("from", time(self.from));
        put("until", time(self.until));
        put("suspendedSince", time(self.suspended));
        put("withdrawnSince", time(self.withdrawn));
        entry.into()
    }

    /// Whether it is within the time for which the operator is trusted.
    pub fn covers_time(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }
}

fn several<T: std::str::FromStr>(
    entry: &Value,
    member: &str,
    at: &JsonPointer,
    expected: &'static str,
) -> Result<Vec<T>, TrustListError> {
    let place = at.child(member);
    match entry.get(member) {
        None => Ok(Vec::new()),
        Some(Value::Array(names)) if !names.is_empty() => (0..)
            .zip(names)
            .map(|(n, name): (usize, _)| {
                let found = name.as_str().and_then(|name| name.parse().ok());
                found.ok_or_else(|| TrustListError::malformed(&place.child(n), expected))
            })
            .collect(),
        Some(_) => Err(TrustListError::malformed(
            &place,
            "a list that is not empty",
        )),
    }
}

const MEMBERS: [&str; 8] = [
    "did",
    "name",
    "roles",
    "scope",
    "from",
    "until",
    "suspendedSince",
    "withdrawnSince",
];
const EXPECTED_MEMBERS: &str =
    "did, name, roles, scope, from, until, suspendedSince or withdrawnSince";
const A_TIME: &str = "a date-time with a time zone";
const A_ROLE: &str = "a role such as manufacturer, repurposer, workshop, recycler or authority";
const A_CATEGORY: &str = "a battery category: ev, lmt, industrial or stationary";
