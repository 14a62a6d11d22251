//! Which element of the templates an element of a file is.

use serde_json::{Map, Value};

use super::concept;
use super::template::{self, Element};

/// What an element may be.
#[derive(Clone, Copy)]
pub(super) struct Context<'i> {
    pub candidates: &'static [Element],
    /// Elements of a list are known by being in it.
    pub in_list: bool,
    pub indices: &'i [usize],
}

/// The element of the template that an element of the file is.
pub(super) struct Found {
    pub element: &'static Element,
    pub guess: Option<String>,
}

/// By its ids; where these lead to several, its name decides; where they lead to none, its name is a guess.
pub(super) fn find(
    members: &Map<String, Value>,
    is_container: bool,
    context: Context<'_>,
) -> Option<Found> {
    let ids = ids(members);
    let id_short = members
        .get("idShort")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let fitting = || {
        context
            .candidates
            .iter()
            .filter(|candidate| candidate.is_container() == is_container)
    };
    if context.in_list {
        return fitting().next().map(sure);
    }
    let mut ranked: Vec<(concept::Closeness, &'static Element)> = fitting()
        .filter_map(|candidate| {
            let closeness = concept::closeness(candidate.ids, ids.iter().copied())?;
            Some((closeness, candidate))
        })
        .collect();
    ranked.sort_by_key(|(closeness, _)| *closeness);
    let Some((closest, best)) = ranked.first().copied() else {
        let anywhere = (!is_container)
            .then(|| ids.iter().find_map(|id| template::anywhere(id)))
            .flatten();
        return anywhere.map(sure).or_else(|| {
            let named = fitting().find(|candidate| same_name(candidate.id_short, id_short))?;
            Some(Found {
                element: named,
                guess: Some(format!(
                    "by its name {id_short} alone: no id of it is known"
                )),
            })
        });
    };
    // Ids of a class that several elements have in common say nothing.
    let rivals = || {
        ranked
            .iter()
            .filter(|(closeness, _)| closeness.is_primary() || *closeness == closest)
    };
    if rivals().count() < 2 {
        return Some(sure(best));
    }
    let named = rivals().find(|(_, element)| same_name(element.id_short, id_short));
    let chosen = named.map_or(best, |(_, element)| *element);
    let other = rivals().find(|(_, element)| element.to != chosen.to);
    let guess = other.filter(|_| !is_container).map(|(_, other)| {
        let by = if named.is_some() {
            "its name"
        } else {
            "its first id"
        };
        format!(
            "its semantic id is that of {} too: taken by {by}",
            other.id_short
        )
    });
    Some(Found {
        element: chosen,
        guess,
    })
}

fn sure(element: &'static Element) -> Found {
    Found {
        element,
        guess: None,
    }
}

/// Names of repeated elements end with a number, `{00}` or `__00__`.
fn same_name(template: &str, found: &str) -> bool {
    let bare = found.trim_end_matches(|c: char| c.is_ascii_digit() || "_{}".contains(c));
    !template.is_empty()
        && (template.eq_ignore_ascii_case(found) || template.eq_ignore_ascii_case(bare))
}

pub(super) fn unknown(members: &Map<String, Value>) -> String {
    match ids(members).first() {
        Some(id) => format!("no part of IDTA 02035 has {id} here"),
        None => "it has no semantic id, and no element here has its name".to_owned(),
    }
}

/// The semantic id, then the supplements; all keys of each.
pub(super) fn ids(members: &Map<String, Value>) -> Vec<&str> {
    let own = members.get("semanticId").into_iter();
    let others = members.get("supplementalSemanticIds");
    let others = others.and_then(Value::as_array).into_iter().flatten();
    own.chain(others)
        .filter_map(|reference| reference.get("keys")?.as_array())
        .flatten()
        .filter_map(|key| key.get("value")?.as_str())
        .collect()
}
