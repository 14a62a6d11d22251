//! How the credentials of a bundle stand to each other: which passport is the newest, and which another one replaced.

use std::collections::HashSet;

use credentials::battery::passport::PASSPORT;
use credentials::battery::transfer::{SUCCESSION_ORDER, TRANSFER_OFFER};
use credentials::model::Credential;
use serde_json::Value;

use crate::submission::Presentation;

/// The order of the members of a bundle. What they say of each other is believed here only as far as which of them is
/// looked at first.
pub(crate) struct History {
    newest: usize,
    past: HashSet<usize>,
}

impl History {
    pub fn of(presentation: &Presentation) -> Self {
        let documents: Vec<Value> = presentation
            .members
            .iter()
            .map(|member| member.secured.credential())
            .collect();
        let replaced: HashSet<&str> = documents.iter().flat_map(replaces).collect();
        let passports: Vec<usize> = (0..documents.len())
            .filter(|n| Credential::new(&documents[*n]).has_type(PASSPORT))
            .collect();
        let is_replaced = |n: &usize| {
            let id = documents[*n].get("id").and_then(Value::as_str);
            id.is_some_and(|id| replaced.contains(id))
        };
        let proposals = (0..documents.len()).filter(|n| {
            let document = Credential::new(&documents[*n]);
            document.has_type(TRANSFER_OFFER) || document.has_type(SUCCESSION_ORDER)
        });
        let newest = passports
            .iter()
            .filter(|n| !is_replaced(n))
            .max_by_key(|n| Credential::new(&documents[**n]).valid_from())
            .or(passports.first());
        Self {
            newest: newest.copied().unwrap_or(0),
            past: passports
                .iter()
                .copied()
                .filter(is_replaced)
                .chain(proposals)
                .collect(),
        }
    }

    /// The member that the report is about: the newest passport, else whatever comes first.
    pub fn newest(&self) -> usize {
        self.newest
    }

    /// Whether another passport of the bundle took this one's place, or it is an offer or an order: what it had to do is done, and
    /// whether it was in time the walk back says.
    pub fn is_past(&self, member: usize) -> bool {
        self.past.contains(&member)
    }
}

/// The ids of the passports that this one corrects or follows.
fn replaces(passport: &Value) -> impl Iterator<Item = &str> {
    let subject = &passport["credentialSubject"];
    let several = subject["predecessor"].as_array().into_iter().flatten();
    several
        .chain([&subject["supersedes"]])
        .filter_map(|reference| reference["id"].as_str())
}
