//! What 4.0.0 and 5.0.0 keep elsewhere: each place of theirs, and the place of 6.1.0 with the same meaning.
//!
//! The content is put in the shape of 6.1.0, and every value remembers where it was.

use std::collections::HashSet;

use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

use super::shapes::Version;
use crate::exchange::ledger::collect;

/// A value: where it was, where it is now, and itself.
pub(super) type Moved = (JsonPointer, JsonPointer, Value);

/// Places that moved with all that is in them; `*` is any one step and goes where the next `*` is.
type Moves = &'static [(&'static str, &'static str)];

const FIVE: Moves = &[
    ("/handling/spareParts", "/handling/content"),
    (
        "/materials/hazardous/other/*/materialName/name",
        "/materials/hazardous/other/*/materialIdentification/0/name",
    ),
    (
        "/materials/active/other/*/materialName/name",
        "/materials/active/other/*/materialIdentification/0/name",
    ),
    (
        "/materials/composition/*/name/name",
        "/materials/composition/*/id/0/name",
    ),
];

// The rest of a range gets a name of its own, or it would stand where its upper end goes.
const FOUR: Moves = &[
    ("/physicalDimension", "/characteristics/physicalDimension"),
    ("/circularity/status", "/sustainability/status"),
    (
        "/circularity/carbonFootprint/*/declaration",
        "/sustainability/carbonFootprint/*/declaration/0/content",
    ),
    (
        "/circularity/carbonFootprint/*/rulebook",
        "/sustainability/carbonFootprint/*/rulebook/0/content",
    ),
    (
        "/circularity/carbonFootprint",
        "/sustainability/carbonFootprint",
    ),
    ("/circularity/documents", "/sustainability/documents"),
    (
        "/circularity/spareParts/left/sparePart/*/partNumber",
        "/handling/content/sparePart/*/manufacturerPartId",
    ),
    (
        "/circularity/spareParts/left/sparePart/*/partName",
        "/handling/content/sparePart/*/nameAtManufacturer",
    ),
    (
        "/circularity/spareParts/left/producer",
        "/handling/content/producer",
    ),
    (
        "/generalInformation/manufacturer/manufacturer/right",
        "/operation/manufacturer/manufacturer",
    ),
    (
        "/generalInformation/manufacturer/facility/right",
        "/operation/manufacturer/facility/0/facility",
    ),
    (
        "/generalInformation/manufacturer/manufacturingDate",
        "/operation/manufacturer/manufacturingDate",
    ),
    (
        "/generalInformation/intoServiceDate",
        "/operation/intoServiceDate",
    ),
    (
        "/identification/localIdentifier",
        "/identification/identification/serial",
    ),
    (
        "/identification/additionalCode",
        "/identification/identification/codes",
    ),
    (
        "/identification/typeId",
        "/identification/identification/type/manufacturerPartId",
    ),
    (
        "/metadata/economicOperator/economicOperatorId/right",
        "/metadata/economicOperatorId",
    ),
    (
        "/metadata/passportIdentifier/left",
        "/metadata/passportIdentifier",
    ),
    ("/metadata/predecessor/left", "/metadata/predecessor"),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/concentration/right",
        "/materials/hazardous/other/*/concentration",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/concentration/left/0/max",
        "/materials/hazardous/other/*/concentration",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/concentration/left",
        "/materials/hazardous/other/*/concentrationRange",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/substanceUnit",
        "/materials/hazardous/other/*/materialUnit",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/substanceName/chemicalName",
        "/materials/hazardous/other/*/materialIdentification/0/name",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/substanceIdentification/*/materialid",
        "/materials/hazardous/other/*/materialIdentification/*/id",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/substanceIdentification/*/type",
        "/materials/hazardous/other/*/materialIdentification/*/type",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left/*/supportingDocument",
        "/materials/hazardous/other/*/documentation",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/other/left",
        "/materials/hazardous/other",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/*/left/concentration/right",
        "/materials/hazardous/*/concentration",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/*/left/concentration/left/0/max",
        "/materials/hazardous/*/concentration",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/*/left/concentration/left",
        "/materials/hazardous/*/concentrationRange",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/*/left/substanceUnit",
        "/materials/hazardous/*/materialUnit",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/*/left/supportingDocument",
        "/materials/hazardous/*/documentation",
    ),
    (
        "/chemicalMaterial/hazardousSubstance/*/left",
        "/materials/hazardous/*",
    ),
    (
        "/chemicalMaterial/activeMaterials/otherMaterials/left/*/substanceName/chemicalName",
        "/materials/active/other/*/materialIdentification/0/name",
    ),
    (
        "/chemicalMaterial/activeMaterials/otherMaterials/left",
        "/materials/active/other",
    ),
    (
        "/chemicalMaterial/activeMaterials/*/left",
        "/materials/active/*",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/concentration/right",
        "/materials/composition/*/concentration",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/concentration/left/0/max",
        "/materials/composition/*/concentration",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/concentration/left",
        "/materials/composition/*/concentrationRange",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/substanceUnit",
        "/materials/composition/*/unit",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/substanceName/chemicalName",
        "/materials/composition/*/id/0/name",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/substanceIdentification/*/materialid",
        "/materials/composition/*/id/*/id",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/substanceIdentification/*/type",
        "/materials/composition/*/id/*/type",
    ),
    (
        "/chemicalMaterial/otherMaterials/left/*/supportingDocument",
        "/materials/composition/*/documentation",
    ),
    (
        "/chemicalMaterial/otherMaterials/left",
        "/materials/composition",
    ),
];

/// The content in the shape of 6.1.0, and where each value of it was; nothing where it has that shape already.
pub(super) fn moved(version: Version, source: &Value) -> Option<(Value, Vec<Moved>)> {
    let moves = match version {
        Version::V5_0_0 => FIVE,
        Version::V4_0_0 => FOUR,
        _ => return None,
    };
    let mut leaves = Vec::new();
    collect(&mut JsonPointer::root(), source, &mut leaves);
    let warranty = (version == Version::V4_0_0)
        .then(|| warranty(source))
        .flatten();
    let new_place = |from: &JsonPointer| {
        let place = from.to_string();
        let to = warranty.as_ref().and_then(|base| life(base, &place));
        let to = to.or_else(|| moves.iter().find_map(|(old, new)| rename(&place, old, new)));
        to.and_then(|to| JsonPointer::parse(&to).ok())
    };
    let mut root = Value::Object(Map::new());
    // A null is at its place too, which the content itself cannot show.
    let mut taken = HashSet::new();
    let mut places: Vec<Option<JsonPointer>> = vec![None; leaves.len()];
    let wanted: Vec<Option<JsonPointer>> = leaves.iter().map(|(from, _)| new_place(from)).collect();
    // What stays has the better right to its place; what cannot move stays too, and is left over there.
    for moving in [false, true] {
        for (index, (from, value)) in leaves.iter().enumerate() {
            if wanted[index].is_some() != moving {
                continue;
            }
            let place = wanted[index]
                .clone()
                .filter(|to| taken.insert(to.to_string()) && put(&mut root, to, value));
            places[index] = Some(place.unwrap_or_else(|| {
                taken.insert(from.to_string());
                put(&mut root, from, value);
                from.clone()
            }));
        }
    }
    let moved = leaves
        .into_iter()
        .zip(places)
        .map(|((from, value), place)| {
            let place = place.unwrap_or_else(|| from.clone());
            (from, place, value.clone())
        })
        .collect();
    Some((root, moved))
}

/// Every place that moved.
#[cfg(test)]
pub(super) fn places() -> impl Iterator<Item = &'static str> {
    FOUR.iter().chain(FIVE).map(|(old, _)| *old)
}

/// Whether a value was the upper end of a range, and the passport has one figure.
pub(super) fn is_end_of_range(place: &str) -> bool {
    place.ends_with("/max") && place.contains("/concentration/left/")
}

/// Whether a value was the lower end of a range.
pub(super) fn is_start_of_range(place: &str) -> bool {
    place.ends_with("/min") && place.contains("/concentration/left/")
}

/// 4.0.0 lists lives of several kinds; what is guaranteed is the warranty.
fn warranty(source: &Value) -> Option<String> {
    let lives = source.pointer("/generalInformation/lifespan")?.as_array()?;
    let index = lives.iter().position(|life| {
        let kind = life.get("key").and_then(Value::as_str).unwrap_or_default();
        let kind = kind.to_lowercase();
        kind.contains("guarant") || kind.contains("warrant")
    })?;
    Some(format!("/generalInformation/lifespan/{index}"))
}

fn life(base: &str, place: &str) -> Option<String> {
    let name = match place.strip_prefix(base)? {
        "/value" => "lifeValue",
        "/unit" => "lifeUnit",
        _ => return None,
    };
    Some(format!("/characteristics/warranty/{name}"))
}

/// The new place of what is at or inside the old one.
fn rename(place: &str, old: &str, new: &str) -> Option<String> {
    let mut rest = place.split('/').skip(1);
    let mut stars = Vec::new();
    for want in old.split('/').skip(1) {
        let have = rest.next()?;
        if want == "*" {
            stars.push(have);
        } else if want != have {
            return None;
        }
    }
    let mut stars = stars.into_iter();
    let mut out = String::new();
    for step in new.split('/').skip(1) {
        out.push('/');
        out.push_str(if step == "*" { stars.next()? } else { step });
    }
    for step in rest {
        out.push('/');
        out.push_str(step);
    }
    Some(out)
}

/// Puts a value in a place that is empty.
fn put(root: &mut Value, place: &JsonPointer, value: &Value) -> bool {
    let mut slot = root;
    for token in place.tokens() {
        let index = token.parse::<usize>().ok();
        if slot.is_null() {
            *slot = match index {
                Some(_) => json!([]),
                None => json!({}),
            };
        }
        slot = match (slot, index) {
            // Indices are those of the source, so its lists bound them; a member may have any number for a name.
            (Value::Array(items), Some(index)) if index <= items.len() + 64 => {
                if items.len() <= index {
                    items.resize(index + 1, Value::Null);
                }
                &mut items[index]
            }
            (Value::Object(members), _) => members.entry(token).or_insert(Value::Null),
            _ => return false,
        };
    }
    if !slot.is_null() {
        return false;
    }
    *slot = value.clone();
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_what_is_in_them_and_stars_stand_for_steps() {
        for (place, old, new, expected) in [
            ("/a/b/c", "/a/b", "/x", Some("/x/c")),
            ("/a/3/c", "/a/*/c", "/x/*/y", Some("/x/3/y")),
            ("/a/lead/left/d", "/a/*/left", "/x/*", Some("/x/lead/d")),
            ("/a/b", "/a/b/c", "/x", None),
            ("/a/bc", "/a/b", "/x", None),
        ] {
            assert_eq!(rename(place, old, new).as_deref(), expected, "{place}");
        }
    }

    #[test]
    fn two_values_never_move_to_one_place() {
        let source = json!({"handling": {
            "spareParts": {"producer": [{"id": "A"}]},
            "content": {"producer": [{"id": "B"}]}
        }});
        let (root, moved) = moved(Version::V5_0_0, &source).unwrap();
        assert_eq!(moved.len(), 2);
        for (from, to, value) in &moved {
            assert_eq!(root.pointer(&to.to_string()), Some(value), "{from}");
        }
    }

    #[test]
    fn the_life_that_is_guaranteed_is_the_warranty() {
        let source = json!({"generalInformation": {"lifespan": [
            {"key": "technical lifetime", "value": 12, "unit": "unit:year"},
            {"key": "guaranteed lifetime", "value": 8, "unit": "unit:year"}
        ]}});
        let (root, _) = moved(Version::V4_0_0, &source).unwrap();
        assert_eq!(
            root["characteristics"]["warranty"],
            json!({"lifeValue": 8, "lifeUnit": "unit:year"})
        );
        assert_eq!(root["generalInformation"]["lifespan"][0]["value"], 12);
    }
}
