//! The status lists of every issuer, and the bundle that brings them to a verifier without a network.

use credentials::Suite;
use credentials::battery::passport::token_value;
use credentials::keys::Algorithm;
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::status::{
    ListDescription, MIN_ENTRIES, StatusEntry, StatusIndex, StatusList, StatusMessage,
    StatusPurpose, StatusSize, TokenDescription, TokenStatusEntry, TokenStatusList,
    issue_list_token, list_credential,
};
use rand::Rng;
use serde_json::Value;
use url::Url;
use verifier::environment::Bundle;

use super::cast::{Party, Role, key_name};
use super::row::Row;
use super::stream::Stream;
use super::time;

/// The bundle of all lists.
pub const BUNDLE: &str = "bundles/all.json";

/// One of the three lists of an issuer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum List {
    /// For good.
    Revocation,
    /// For now.
    Suspension,
    /// What became of it: `active`, `transferred`, `ceased`, `superseded`.
    Message,
}

/// How things stand with a credential; each standing has an index of its own in all lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Nothing is set.
    Clear,
    /// Revoked.
    Revoked,
    /// Suspended.
    Suspended,
    /// Handed over to another operator.
    Transferred,
    /// The battery is no more.
    Ceased,
    /// Corrected by a later version.
    Superseded,
}

/// Everything that the verifier needs beside the credentials.
pub fn bundle() -> Bundle {
    let mut bundle = Bundle::default();
    for algorithm in Algorithm::ALL {
        let issuer = Party::new(Role::Issuer, algorithm);
        for list in List::ALL {
            let signed = sign(&credential(&issuer, list), &issuer);
            put(&mut bundle, &issuer, list, signed.to_string().as_bytes());
        }
        if Suite::DcSdJwt.algorithms().contains(&algorithm) {
            let token = token(&issuer);
            bundle.add_list(token_url(&issuer), time::LISTED, token.as_bytes());
        }
    }
    bundle
}

/// Publishes these bytes as an issuer's list.
pub fn put(bundle: &mut Bundle, issuer: &Party, list: List, bytes: &[u8]) {
    bundle.add_list(url(issuer, list), time::LISTED, bytes);
}

/// The unsigned list of an issuer.
pub fn credential(issuer: &Party, list: List) -> Value {
    let mut bits = StatusList::new(MIN_ENTRIES, list.size()).unwrap();
    for standing in Standing::ALL {
        if let Some(value) = list.value(standing) {
            bits.set(standing.index(), value).unwrap();
        }
    }
    list_credential(
        &bits,
        &ListDescription {
            id: url(issuer, list).as_str(),
            issuer: issuer.did.as_str(),
            purpose: &list.purpose(),
            valid_from: time::LISTED,
            valid_until: None,
            ttl: None,
            messages: &list.messages(),
        },
    )
}

/// A list with its issuer's proof: over canonical JSON, where the key makes such proofs.
pub fn sign(list: &Value, by: &Party) -> Value {
    let suite = match by.public().algorithm() {
        Algorithm::Ed25519 => Cryptosuite::EddsaJcs2022,
        Algorithm::P256 | Algorithm::P384 => Cryptosuite::EcdsaJcs2019,
        Algorithm::Bls12381G2 => Cryptosuite::Bbs2023,
    };
    let row = Row {
        suite: Suite::DataIntegrity(suite),
        algorithm: by.public().algorithm(),
    };
    match row.secure(list, by, time::LISTED) {
        Secured::DataIntegrity(signed) => signed.document().clone(),
        _ => unreachable!("the row is of documents"),
    }
}

/// The entries of a row's credential with this standing.
pub fn entries(row: Row, standing: Standing) -> Vec<Value> {
    let issuer = row.party(Role::Issuer);
    if row.suite == Suite::DcSdJwt {
        let entry = TokenStatusEntry {
            index: standing.index(),
            uri: token_url(&issuer),
        };
        return vec![entry.to_value()];
    }
    List::ALL
        .map(|list| entry(&issuer, list, standing))
        .to_vec()
}

/// All lists of an issuer in one, as a Status List Token.
fn token(issuer: &Party) -> String {
    let mut list = TokenStatusList::new(MIN_ENTRIES, 4).unwrap();
    for standing in Standing::ALL {
        list.set(standing.index(), standing.token_value()).unwrap();
    }
    let url = token_url(issuer);
    let about = TokenDescription {
        uri: url.as_str(),
        issued_at: time::LISTED,
        expires: None,
        ttl: None,
    };
    issue_list_token(&list, &about, &issuer.method, issuer).unwrap()
}

fn token_url(issuer: &Party) -> Url {
    let key = key_name(issuer.public().algorithm());
    Url::parse(&format!("https://voltcell.example/status/{key}/token")).unwrap()
}

/// The entry of a credential in one list.
pub fn entry(issuer: &Party, list: List, standing: Standing) -> Value {
    StatusEntry {
        id: None,
        purpose: list.purpose(),
        index: standing.index(),
        list: url(issuer, list),
        size: list.size(),
        messages: list.messages(),
        references: Vec::new(),
    }
    .to_value()
}

/// Where an issuer publishes a list.
pub fn url(issuer: &Party, list: List) -> Url {
    let key = key_name(issuer.public().algorithm());
    let name = list.purpose();
    Url::parse(&format!(
        "https://voltcell.example/status/{key}/{}",
        name.as_str()
    ))
    .unwrap()
}

impl List {
    /// All three.
    pub const ALL: [Self; 3] = [Self::Revocation, Self::Suspension, Self::Message];

    /// What it is for.
    pub fn purpose(self) -> StatusPurpose {
        match self {
            Self::Revocation => StatusPurpose::Revocation,
            Self::Suspension => StatusPurpose::Suspension,
            Self::Message => StatusPurpose::Message,
        }
    }

    fn size(self) -> StatusSize {
        match self {
            Self::Message => StatusSize::TWO,
            _ => StatusSize::ONE,
        }
    }

    fn messages(self) -> Vec<StatusMessage> {
        match self {
            Self::Message => {
                StatusMessage::for_values(["active", "transferred", "ceased", "superseded"])
            }
            _ => Vec::new(),
        }
    }

    fn value(self, standing: Standing) -> Option<u8> {
        match (self, standing) {
            (Self::Revocation, Standing::Revoked) | (Self::Suspension, Standing::Suspended) => {
                Some(1)
            }
            (Self::Message, Standing::Transferred) => Some(1),
            (Self::Message, Standing::Ceased) => Some(2),
            (Self::Message, Standing::Superseded) => Some(3),
            _ => None,
        }
    }
}

impl Standing {
    /// Every standing.
    pub const ALL: [Self; 6] = [
        Self::Clear,
        Self::Revoked,
        Self::Suspended,
        Self::Transferred,
        Self::Ceased,
        Self::Superseded,
    ];

    /// What it is in a Status List Token (draft-ietf-oauth-status-list section 7.1).
    fn token_value(self) -> u8 {
        match self {
            Self::Clear => 0,
            Self::Revoked => 1,
            Self::Suspended => 2,
            Self::Transferred => token_value("transferred"),
            Self::Ceased => token_value("ceased"),
            Self::Superseded => token_value("superseded"),
        }
    }

    /// Its place in every list.
    pub fn index(self) -> StatusIndex {
        let mut stream = Stream::of(&format!("index {self:?}"));
        StatusIndex::from(stream.next_u32() % MIN_ENTRIES as u32)
    }
}
