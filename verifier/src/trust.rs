//! Whose credentials a reader accepts, and for what: the file of `--trust`.
//!
//! ```json
//! {"issuers": [{"did": "did:web:cells.example", "name": "Cells SE", "roles": ["manufacturer"],
//!               "from": "2026-01-01T00:00:00Z", "until": "2031-01-01T00:00:00Z"}]}
//! ```

use credentials::battery::accreditation::Role;
use credentials::json::{self, JsonError, JsonPointer};
use credentials::{Coded, Did};
use jiff::Timestamp;
use serde_json::Value;

/// The issuers that a reader trusts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TrustList {
    issuers: Vec<TrustedIssuer>,
}

/// One trusted issuer; an operator with several periods stands in several entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedIssuer {
    /// Who.
    pub did: Did,
    /// Its name for people.
    pub name: Option<String>,
    /// What it is trusted to act as; every role when empty.
    pub roles: Vec<Role>,
    /// From when on.
    pub from: Option<Timestamp>,
    /// Until when.
    pub until: Option<Timestamp>,
}

/// Why an issuer is not trusted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Distrust {
    /// The list does not name it.
    #[error("the trust list does not name {0}")]
    Unknown(Did),
    /// It is named, but not for that time.
    #[error("the trust list names {did}, but not for {at}")]
    Period {
        /// Who.
        did: Did,
        /// When the credential was issued.
        at: Timestamp,
    },
    /// It is named, but not in a role that issues such credentials.
    #[error("the trust list names {did} as {found}, expected {expected}")]
    Role {
        /// Who.
        did: Did,
        /// The roles that would do.
        expected: String,
        /// The roles that it has.
        found: String,
    },
}

/// Why a trust file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustFileError {
    /// Not JSON.
    #[error("the trust file is not JSON: {0}")]
    Json(#[from] JsonError),
    /// A member is missing or wrong.
    #[error("expected {expected} in the trust file")]
    Malformed {
        /// Where.
        at: JsonPointer,
        /// What should be there.
        expected: &'static str,
    },
}

impl TrustList {
    /// Reads a trust file.
    pub fn parse(text: &[u8]) -> Result<Self, TrustFileError> {
        let file = json::parse(text)?;
        let root = JsonPointer::from_iter(["issuers"]);
        let issuers = file
            .get("issuers")
            .and_then(Value::as_array)
            .ok_or_else(|| malformed(&root, "a list of issuers"))?;
        let issuers: Result<_, _> = (0..)
            .zip(issuers)
            .map(|(n, entry): (usize, _)| TrustedIssuer::read(entry, &root.child(n)))
            .collect();
        Ok(Self { issuers: issuers? })
    }

    /// A list of these issuers.
    pub fn new(issuers: impl IntoIterator<Item = TrustedIssuer>) -> Self {
        Self {
            issuers: issuers.into_iter().collect(),
        }
    }

    /// The entry that lets `did` act at that time in one of these roles; in any role when none is given.
    pub fn find(
        &self,
        did: &Did,
        roles: &[Role],
        at: Timestamp,
    ) -> Result<&TrustedIssuer, Distrust> {
        let mut named = self.issuers.iter().filter(|issuer| issuer.did == *did);
        let mut known = named.clone().peekable();
        if known.peek().is_none() {
            return Err(Distrust::Unknown(did.clone()));
        }
        let mut in_time = known.filter(|issuer| issuer.covers(at)).peekable();
        if in_time.peek().is_none() {
            return Err(Distrust::Period {
                did: did.clone(),
                at,
            });
        }
        named
            .find(|issuer| issuer.covers(at) && issuer.may_act_as(roles))
            .ok_or_else(|| Distrust::Role {
                did: did.clone(),
                expected: names(roles).join(" or "),
                found: in_time
                    .flat_map(|issuer| names(&issuer.roles))
                    .collect::<Vec<_>>()
                    .join(", "),
            })
    }
}

impl TrustList {
    /// Everything that `did` may act as at that time.
    pub fn roles(&self, did: &Did, at: Timestamp) -> Vec<Role> {
        let named = self.issuers.iter();
        let mut roles: Vec<Role> = named
            .filter(|issuer| issuer.did == *did && issuer.covers(at))
            .flat_map(|issuer| match issuer.roles.as_slice() {
                [] => Role::ALL.to_vec(),
                roles => roles.to_vec(),
            })
            .collect();
        roles.sort_unstable();
        roles.dedup();
        roles
    }
}

impl TrustedIssuer {
    fn read(entry: &Value, at: &JsonPointer) -> Result<Self, TrustFileError> {
        let text = |member: &str, expected| match entry.get(member) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.as_str())),
            Some(_) => Err(malformed(&at.child(member), expected)),
        };
        let time = |member: &str| {
            let expected = "a date-time with a time zone";
            text(member, expected)?
                .map(|text| {
                    text.parse()
                        .map_err(|_| malformed(&at.child(member), expected))
                })
                .transpose()
        };
        let a_did = || malformed(&at.child("did"), "a DID");
        let did = text("did", "a DID")?.ok_or_else(a_did)?;
        let place = at.child("roles");
        let roles = match entry.get("roles") {
            None => Vec::new(),
            Some(Value::Array(roles)) if !roles.is_empty() => (0..)
                .zip(roles)
                .map(|(n, role): (usize, _)| {
                    let role = role.as_str().and_then(|name| name.parse().ok());
                    role.ok_or_else(|| malformed(&place.child(n), A_ROLE))
                })
                .collect::<Result<_, _>>()?,
            Some(_) => return Err(malformed(&place, "a list of roles")),
        };
        Ok(Self {
            did: Did::parse(did).map_err(|_| a_did())?,
            name: text("name", "a name")?.map(str::to_owned),
            roles,
            from: time("from")?,
            until: time("until")?,
        })
    }

    fn covers(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| from <= at) && self.until.is_none_or(|until| at < until)
    }

    fn may_act_as(&self, roles: &[Role]) -> bool {
        let listed = |role: &Role| self.roles.contains(role);
        self.roles.is_empty() || roles.is_empty() || roles.iter().any(listed)
    }
}

impl Coded for Distrust {
    fn code(&self) -> &'static str {
        match self {
            Self::Unknown(_) => "trust.unknown_issuer",
            Self::Period { .. } => "trust.outside_period",
            Self::Role { .. } => "trust.role",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some("/issuer".into())
    }

    fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::Unknown(_) => {
                "authentic, but from somebody you do not know: find out who it is before you add it to the list"
            }
            Self::Period { .. } | Self::Role { .. } => {
                "ask the issuer or the keeper of the trust list which of the two is out of date"
            }
        };
        Some(hint.into())
    }
}

impl Coded for TrustFileError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Malformed { .. } => "trust.file_malformed",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Json(error) => error.pointer(),
            Self::Malformed { at, .. } => Some(at.to_string()),
        }
    }

    fn hint(&self) -> Option<String> {
        Some(r#"a trust file looks like {"issuers":[{"did":"did:web:...","roles":["manufacturer"]}]}"#.into())
    }
}

fn names(roles: &[Role]) -> Vec<&'static str> {
    roles.iter().map(|role| role.name()).collect()
}

fn malformed(at: &JsonPointer, expected: &'static str) -> TrustFileError {
    TrustFileError::Malformed {
        at: at.clone(),
        expected,
    }
}

const A_ROLE: &str = "a role such as manufacturer, repurposer, workshop, recycler or authority";

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r#"{"issuers":[
        {"did":"did:web:a.example","name":"A","roles":["manufacturer"],"from":"2026-01-01T00:00:00Z","until":"2027-01-01T00:00:00Z"},
        {"did":"did:web:a.example","roles":["recycler"],"from":"2027-01-01T00:00:00Z"},
        {"did":"did:web:b.example"}]}"#;

    fn found(did: &str, roles: &[Role], at: &str) -> Result<String, &'static str> {
        let list = TrustList::parse(FILE.as_bytes()).unwrap();
        let did = Did::parse(did).unwrap();
        list.find(&did, roles, at.parse().unwrap())
            .map(|issuer| names(&issuer.roles).join(","))
            .map_err(|distrust| distrust.code())
    }

    #[test]
    fn an_issuer_is_trusted_in_its_role_and_for_its_time() {
        let (early, late) = ("2026-06-01T00:00:00Z", "2028-01-01T00:00:00Z");
        for (did, roles, at, expected) in [
            (
                "did:web:a.example",
                &[Role::Manufacturer][..],
                early,
                Ok("manufacturer"),
            ),
            (
                "did:web:a.example",
                &[Role::Manufacturer],
                late,
                Err("trust.role"),
            ),
            (
                "did:web:a.example",
                &[Role::Recycler, Role::Manufacturer],
                late,
                Ok("recycler"),
            ),
            ("did:web:a.example", &[], late, Ok("recycler")),
            (
                "did:web:a.example",
                &[Role::Manufacturer],
                "2025-12-31T23:59:59Z",
                Err("trust.outside_period"),
            ),
            (
                "did:web:a.example",
                &[Role::Manufacturer],
                "2027-01-01T00:00:00Z",
                Err("trust.role"),
            ),
            ("did:web:b.example", &[Role::Authority], early, Ok("")),
            ("did:web:c.example", &[], early, Err("trust.unknown_issuer")),
        ] {
            assert_eq!(
                found(did, roles, at),
                expected.map(str::to_owned),
                "{did} {roles:?} {at}"
            );
        }
    }

    #[test]
    fn a_wrong_trust_file_says_where() {
        for (file, code, pointer) in [
            ("[", "json.truncated", "/0"),
            ("{}", "trust.file_malformed", "/issuers"),
            (
                r#"{"issuers":[{}]}"#,
                "trust.file_malformed",
                "/issuers/0/did",
            ),
            (
                r#"{"issuers":[{"did":"x"}]}"#,
                "trust.file_malformed",
                "/issuers/0/did",
            ),
            (
                r#"{"issuers":[{"did":"did:a:b","roles":[]}]}"#,
                "trust.file_malformed",
                "/issuers/0/roles",
            ),
            (
                r#"{"issuers":[{"did":"did:a:b","roles":["king"]}]}"#,
                "trust.file_malformed",
                "/issuers/0/roles/0",
            ),
            (
                r#"{"issuers":[{"did":"did:a:b","from":"2026"}]}"#,
                "trust.file_malformed",
                "/issuers/0/from",
            ),
            (
                r#"{"issuers":[],"issuers":[]}"#,
                "json.duplicate_key",
                "/issuers",
            ),
        ] {
            let error = TrustList::parse(file.as_bytes()).unwrap_err();
            let found = error.pointer().unwrap_or_default();
            assert_eq!((error.code(), found.as_str()), (code, pointer), "{file}");
        }
    }
}
