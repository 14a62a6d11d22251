//! The passport while it is being put together.

use credentials::battery::BatteryId;
use credentials::battery::attributes::table;
use credentials::json::JsonPointer;
use serde_json::{Map, Value, json};

/// Content under construction.
pub(super) struct Draft {
    content: Map<String, Value>,
    given: Option<BatteryId>,
}

const PRODUCT_ID: &str = "/generalProductInformation/productIdentifier";

impl Draft {
    pub fn new(id: Option<&BatteryId>) -> Self {
        let mut draft = Self {
            content: Map::new(),
            given: id.cloned(),
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

    /// Puts a value at a place of the passport and makes what leads there. False where something else is.
    pub fn put(&mut self, pointer: &str, value: Value) -> bool {
        let Ok(place) = JsonPointer::parse(pointer) else {
            return false;
        };
        let Some((first, rest)) = place.tokens().split_first() else {
            return false;
        };
        let slot = self.content.entry(first.as_str()).or_insert(Value::Null);
        let Some(slot) = rest.iter().try_fold(slot, |slot, token| step(slot, token)) else {
            return false;
        };
        if slot.is_null() {
            *slot = value;
            return true;
        }
        *slot == value
    }

    /// The content, its groups in the order of the table.
    pub fn finish(mut self) -> Value {
        let mut ordered = Map::new();
        if let Some(id) = self.content.remove("id") {
            ordered.insert("id".to_owned(), id);
        }
        for group in table().groups() {
            if let Some(content) = self.content.remove(group.name()) {
                ordered.insert(group.name().to_owned(), content);
            }
        }
        Value::Object(ordered)
    }
}

/// One level deeper; nothing becomes a list where an index is asked for, else an object.
fn step<'v>(slot: &'v mut Value, token: &str) -> Option<&'v mut Value> {
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
            while items.len() <= index {
                items.push(Value::Null);
            }
            items.get_mut(index)
        }
        (Value::Object(members), _) => Some(members.entry(token).or_insert(Value::Null)),
        _ => None,
    }
}
