//! The passport while it is being put together.

use std::collections::BTreeSet;

use credentials::battery::BatteryId;
use credentials::battery::attributes::{Attribute, table};
use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

use super::amend::SET;
use super::report::Fate;

/// Content under construction.
pub(super) struct Draft {
    content: Map<String, Value>,
    given: Option<BatteryId>,
    /// Places that the caller filled.
    set: BTreeSet<String>,
    /// Empty elements that lists may still get before an index that was asked for.
    gaps: usize,
}

const PRODUCT_ID: &str = "/generalProductInformation/productIdentifier";

/// More elements than any list of a passport has, and far fewer than fill the memory: a hostile source names
/// element 4294967295.
const GAPS: usize = 65_536;

impl Draft {
    pub fn new(id: Option<&BatteryId>) -> Self {
        let mut draft = Self {
            content: Map::new(),
            given: id.cloned(),
            set: BTreeSet::new(),
            gaps: GAPS,
        };
        if let Some(id) = id {
            draft.name(id);
        }
        draft
    }

    /// The battery's identifier as the caller gave it.
    pub fn given(&self) -> Option<&BatteryId> {
        self.given.as_ref()
    }

    /// Puts figures, texts and flags of the caller, one by one.
    pub fn set(&mut self, place: &JsonPointer, value: &Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    self.set(&place.child(name), value);
                }
            }
            Value::Array(_) | Value::Null => {}
            single => {
                let pointer = place.to_string();
                if self.put(&pointer, single.clone()) {
                    self.set.insert(pointer);
                }
            }
        }
    }

    /// Says which battery it is.
    pub fn name(&mut self, id: &BatteryId) {
        self.content.insert("id".to_owned(), json!(id.to_string()));
        self.put(PRODUCT_ID, json!(id.to_string()));
    }

    pub fn get(&self, pointer: &str) -> Option<&Value> {
        let mut tokens = pointer.split('/').skip(1);
        let first = self.content.get(tokens.next()?)?;
        tokens.try_fold(first, |value, token| match value {
            Value::Object(members) => members.get(token),
            Value::Array(items) => items.get(token.parse::<usize>().ok()?),
            _ => None,
        })
    }

    pub fn number(&self, pointer: &str) -> Option<f64> {
        self.get(pointer).and_then(Value::as_f64)
    }

    /// How many elements the list at a pointer has.
    pub fn length(&self, pointer: &str) -> usize {
        self.get(pointer)
            .and_then(Value::as_array)
            .map_or(0, Vec::len)
    }

    /// Puts a value at a place of the passport and makes what leads there. False where something else is, and
    /// where the place cannot be made.
    pub fn put(&mut self, pointer: &str, value: Value) -> bool {
        let Ok(place) = JsonPointer::parse(pointer) else {
            return false;
        };
        let Some((first, rest)) = place.tokens().split_first() else {
            return false;
        };
        let gaps = &mut self.gaps;
        let slot = self.content.entry(first.as_str()).or_insert(Value::Null);
        let Some(slot) = rest
            .iter()
            .try_fold(slot, |slot, token| step(slot, token, gaps))
        else {
            return false;
        };
        if slot.is_null() {
            *slot = value;
            return true;
        }
        *slot == value
    }

    /// [`Draft::put`], and where it cannot be done, what that makes of the value.
    pub fn settle(&mut self, pointer: &str, value: Value) -> Result<(), Fate> {
        if self.put(pointer, value) {
            return Ok(());
        }
        Err(match self.get(pointer) {
            Some(there) => Fate::Conflict {
                to: vec![pointer.to_owned()],
                kept: there.clone(),
                reason: match self.given {
                    _ if self.set.contains(pointer) => SET,
                    Some(_) if matches!(pointer, "/id" | PRODUCT_ID) => "it was given by hand",
                    _ => "it was there first",
                }
                .to_owned(),
            },
            None => Fate::LeftOver {
                reason: format!("{pointer} cannot be made beside what is there"),
            },
        })
    }

    /// The content, its groups in the order of the table.
    pub fn finish(self) -> Value {
        ordered(self.content.into())
    }
}

/// `id` and the groups of the table, in its order.
pub(super) fn ordered(mut content: Value) -> Value {
    let names = table().groups().map(Attribute::name);
    let ordered: Map<String, Value> = std::iter::once("id")
        .chain(names)
        .filter_map(|name| {
            let content = content.as_object_mut()?.shift_remove(name)?;
            Some((name.to_owned(), content))
        })
        .collect();
    ordered.into()
}

/// One level deeper; nothing becomes a list where an index is asked for, else an object.
fn step<'v>(slot: &'v mut Value, token: &str, gaps: &mut usize) -> Option<&'v mut Value> {
    let index = token.parse::<usize>().ok();
    if slot.is_null() {
        *slot = if index.is_some() {
            json!([])
        } else {
            json!({})
        };
    }
    match (slot, index) {
        (Value::Array(items), Some(index)) => {
            // An element whose values were all left over stays empty, for lint to find.
            if let Some(wanted) = index.checked_sub(items.len()) {
                *gaps = gaps.checked_sub(wanted)?;
                items.resize(index + 1, Value::Null);
            }
            items.get_mut(index)
        }
        (Value::Object(members), _) => Some(members.entry(token).or_insert(Value::Null)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_beyond_all_reason_is_refused_and_fills_nothing() {
        let mut draft = Draft::new(None);
        assert!(draft.put("/labels/labels/2/labelingSubject", json!("a")));
        assert!(!draft.put("/labels/labels/4294967295", json!("b")));
        assert!(!draft.put("/labels/labels/18446744073709551615", json!("b")));
        assert!(
            draft
                .settle("/labels/labels/70000/labelingSubject", json!("b"))
                .is_err()
        );
        assert_eq!(draft.length("/labels/labels"), 3);
    }

    #[test]
    fn gaps_are_counted_over_all_lists_together() {
        let mut draft = Draft::new(None);
        let put = (0..10)
            .filter(|list| draft.put(&format!("/labels/l{list}/10000"), json!(1)))
            .count();
        assert_eq!(put, 6);
    }

    #[test]
    fn a_list_in_order_may_be_as_long_as_the_source() {
        let mut draft = Draft::new(None);
        for index in 0..GAPS + 10 {
            assert!(draft.put(&format!("/labels/labels/{index}"), json!(index)));
        }
    }

    #[test]
    fn what_is_there_first_is_kept_and_the_conflict_says_so() {
        let mut draft = Draft::new(None);
        let place = "/generalProductInformation/batteryMass";
        assert_eq!(draft.settle(place, json!(450)), Ok(()));
        assert_eq!(draft.settle(place, json!(450)), Ok(()));
        let Err(Fate::Conflict { to, kept, .. }) = draft.settle(place, json!(451)) else {
            panic!("no conflict")
        };
        assert_eq!((to, kept), (vec![place.to_owned()], json!(450)));
        let Err(Fate::LeftOver { .. }) = draft.settle(&format!("{place}/0"), json!(1)) else {
            panic!("not left over")
        };
    }
}
