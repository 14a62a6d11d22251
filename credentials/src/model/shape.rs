//! Walking a document: a value with its place, and the faults found so far.

use serde_json::{Map, Value};
use url::Url;

use super::{ModelFault, Rule};
use crate::json::JsonPointer;

/// The faults found so far.
#[derive(Debug, Default)]
pub(super) struct Faults(pub(super) Vec<ModelFault>);

/// A value and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Place<'v> {
    pub(super) value: &'v Value,
    pub(super) at: JsonPointer,
}

/// An object whose members are looked at.
#[derive(Debug, Clone)]
pub(super) struct Members<'v> {
    pub(super) map: &'v Map<String, Value>,
    pub(super) at: JsonPointer,
}

impl Faults {
    pub(super) fn add(&mut self, rule: Rule, at: &JsonPointer) {
        self.0.push(ModelFault::new(rule, at.clone()));
    }

    /// Section 4.4: a single URL.
    pub(super) fn url(&mut self, place: &Place<'_>) {
        if !place.value.as_str().is_some_and(is_url) {
            self.add(Rule::Url, &place.at);
        }
    }

    /// The URL that `id` may hold.
    pub(super) fn optional_id(&mut self, members: &Members<'_>) {
        if let Some(id) = members.get("id") {
            self.url(&id);
        }
    }

    /// The URL that `id` has to hold.
    pub(super) fn required_id(&mut self, members: &Members<'_>) {
        match members.get("id") {
            Some(id) => self.url(&id),
            None => self.add(Rule::Missing("an id"), &members.at.child("id")),
        }
    }

    /// Section 4.5: one type or several, of which one may have to be there.
    pub(super) fn types(&mut self, members: &Members<'_>, needed: Option<&'static str>) {
        let Some(found) = members.get("type") else {
            self.add(Rule::Missing("a type"), &members.at.child("type"));
            return;
        };
        let each = found.each();
        let before = self.0.len();
        for place in &each {
            // A term or a compact or absolute URL: whatever it is, without white space.
            let plain = |text: &str| !text.is_empty() && !text.contains(blank);
            if !place.value.as_str().is_some_and(plain) {
                self.add(Rule::Type, &place.at);
            }
        }
        if each.is_empty() {
            self.add(Rule::Type, &found.at);
        }
        if let Some(needed) = needed
            && self.0.len() == before
            && !each.iter().any(|place| place.value == needed)
        {
            self.add(Rule::TypeMissing(needed), &found.at);
        }
    }

    /// One object or several, each of a type and perhaps with an id.
    pub(super) fn typed(
        &mut self,
        members: &Members<'_>,
        name: &str,
        expected: &'static str,
        id_required: bool,
    ) {
        for object in self.objects(members, name, expected) {
            self.types(&object, None);
            if id_required {
                self.required_id(&object);
            } else {
                self.optional_id(&object);
            }
        }
    }

    /// The object here, if it is one.
    pub(super) fn object<'v>(
        &mut self,
        place: Place<'v>,
        expected: &'static str,
    ) -> Option<Members<'v>> {
        match place.value {
            Value::Object(map) => Some(Members { map, at: place.at }),
            _ => {
                self.add(Rule::Shape(expected), &place.at);
                None
            }
        }
    }

    /// One object or several; none when there is no such member.
    pub(super) fn objects<'v>(
        &mut self,
        members: &Members<'v>,
        name: &str,
        expected: &'static str,
    ) -> Vec<Members<'v>> {
        let Some(found) = members.get(name) else {
            return Vec::new();
        };
        let each = found.each();
        if each.is_empty() {
            self.add(Rule::Shape(expected), &found.at);
        }
        let objects = each
            .into_iter()
            .filter_map(|place| self.object(place, expected));
        objects.collect()
    }
}

impl<'v> Place<'v> {
    /// The elements of a list, or the one value that stands for a list of one.
    pub(super) fn each(&self) -> Vec<Self> {
        match self.value {
            Value::Array(items) => (0_usize..)
                .zip(items)
                .map(|(position, value)| Self {
                    value,
                    at: self.at.child(position),
                })
                .collect(),
            _ => vec![self.clone()],
        }
    }
}

impl<'v> Members<'v> {
    pub(super) fn get(&self, name: &str) -> Option<Place<'v>> {
        self.map.get(name).map(|value| Place {
            value,
            at: self.at.child(name),
        })
    }

    /// Whether `type` is or has this name.
    pub(super) fn has_type(&self, name: &str) -> bool {
        match self.map.get("type") {
            Some(Value::Array(several)) => several.iter().any(|one| one == name),
            Some(only) => only == name,
            None => false,
        }
    }
}

/// An absolute URL. The WHATWG parser trims and drops blanks, which a signature would cover; they are refused.
pub(super) fn is_url(text: &str) -> bool {
    let excluded = |c: char| blank(c) || "<>\"{}|\\^`".contains(c);
    !text.contains(excluded) && Url::parse(text).is_ok()
}

fn blank(c: char) -> bool {
    c.is_whitespace() || c.is_control()
}
