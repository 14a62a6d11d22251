//! From a passport to an environment: one shell for the battery, and a submodel for each part that has anything.

use std::collections::HashMap;

use credentials::battery::attributes::{Kind, table};
use credentials::battery::{BatteryId, Category, describe};
use serde_json::{Value, json};

use super::frame::{framed, list_of, shell, submodel};
use super::parts::PARTS;
use super::template::{Element, Form, Shape};
use super::walk::{each, filled};
use super::{documents, footprint};
use crate::exchange::by_rating;
use crate::exchange::convert::figure;
use crate::exchange::ledger::Ledger;
use crate::exchange::report::{Fate, Report};
use crate::exchange::{ExportError, Format};

/// The environment of a passport, and what became of every value.
pub(super) fn environment(content: &Value) -> Result<(Value, Report), ExportError> {
    let id = content
        .get("id")
        .and_then(Value::as_str)
        .ok_or(ExportError::NoIdentifier)?;
    let (footprints, of_footprints) = footprint::listed(content);
    let (documents, of_documents) = documents::listed(content);
    let mut whole = content.clone();
    if let Some(members) = whole.as_object_mut() {
        members.insert(footprint::LIST[1..].to_owned(), Value::Array(footprints));
        members.insert(documents::LIST[1..].to_owned(), Value::Array(documents));
    }
    let mut writer = Writer {
        content: &whole,
        ledger: Ledger::new("", content),
        written: HashMap::new(),
    };
    let mut submodels = Vec::new();
    for part in PARTS {
        let at = format!("/submodels/{}/submodelElements", submodels.len());
        let mut elements = Vec::new();
        for element in part.elements {
            writer.element(element, &[], false, &at, &mut elements);
        }
        if !elements.is_empty() {
            submodels.push(submodel(id, part, elements));
        }
    }
    let asset = "/assetAdministrationShells/0/assetInformation/globalAssetId";
    writer.seal("/id", mapped(asset));
    for (place, virtual_place) in of_footprints.into_iter().chain(of_documents) {
        if let Some(at) = writer.written.get(&virtual_place).cloned() {
            writer.seal(&place, mapped(&at));
        }
    }
    let fields = writer.ledger.finish_as("IDTA 02035 has no element for it");
    let report = Report {
        category: Category::of(content).ok(),
        ..Report::new(Format::Aas, fields)
    };
    Ok((
        json!({
            "assetAdministrationShells": [shell(id, &submodels)],
            "submodels": submodels,
        }),
        report,
    ))
}

/// Content with the lists that the templates have and the passport has not.
struct Writer<'c, 's> {
    content: &'c Value,
    ledger: Ledger<'s>,
    /// Where each place of the content was written.
    written: HashMap<String, String>,
}

/// A value as it is written, and what that made of it.
struct Written {
    text: String,
    /// Another type than the template's, which cannot hold it.
    value_type: Option<&'static str>,
    /// Both figures, where it was converted.
    change: Option<(String, String)>,
    note: Option<String>,
}

impl Writer<'_, '_> {
    /// Adds what the content has for an element: nothing, one, or one for each element of a list.
    fn element(
        &mut self,
        element: &Element,
        indices: &[usize],
        in_list: bool,
        at: &str,
        out: &mut Vec<Value>,
    ) {
        let Some(list) = element.each else {
            self.one(element, indices, in_list, None, at, out);
            return;
        };
        let list = filled(list, indices);
        let length = self
            .content
            .pointer(&list)
            .and_then(Value::as_array)
            .map_or(0, Vec::len);
        for index in 0..length {
            let mut indices = indices.to_vec();
            indices.push(index);
            let number = (length > 1).then_some(index);
            self.one(element, &indices, in_list, number, at, out);
        }
    }

    fn one(
        &mut self,
        element: &Element,
        indices: &[usize],
        in_list: bool,
        number: Option<usize>,
        at: &str,
        out: &mut Vec<Value>,
    ) {
        let frame = |kind: &str, more: Value| framed(element, kind, in_list, number, more);
        match element.shape {
            Shape::Collection(inside) => {
                let here = format!("{at}/{}/value", out.len());
                let mut children = Vec::new();
                for inner in self.ordered(inside, indices) {
                    self.element(inner, indices, false, &here, &mut children);
                }
                if !children.is_empty() {
                    out.push(frame(
                        "SubmodelElementCollection",
                        json!({"value": children}),
                    ));
                }
            }
            Shape::List(inner) => {
                let here = format!("{at}/{}/value", out.len());
                let mut children = Vec::new();
                self.element(inner, indices, true, &here, &mut children);
                if !children.is_empty() {
                    out.push(frame("SubmodelElementList", list_of(inner, children)));
                }
            }
            Shape::Property(value_type) if element.form == Form::Languages => {
                let texts = self.languages(element, indices);
                let many = texts.len() > 1;
                for (index, (place, language, text)) in texts.into_iter().enumerate() {
                    let number = many.then_some(index);
                    let qualifier = json!({
                        "type": "language", "valueType": "xs:string", "value": language,
                    });
                    let more = json!({
                        "qualifiers": [qualifier], "valueType": value_type, "value": text,
                    });
                    self.told(&place, &format!("{at}/{}/value", out.len()));
                    out.push(framed(element, "Property", in_list, number, more));
                }
            }
            Shape::Property(value_type) => {
                let here = format!("{at}/{}/value", out.len());
                if let Some(written) = self.value(element, value_type, indices, &here) {
                    let value_type = written.value_type.unwrap_or(value_type);
                    let more = json!({"valueType": value_type, "value": written.text});
                    out.push(frame("Property", more));
                }
            }
            Shape::Texts => {
                let here = format!("{at}/{}/value", out.len());
                let texts = self.texts(element, indices, &here);
                if !texts.is_empty() {
                    out.push(frame("MultiLanguageProperty", json!({"value": texts})));
                }
            }
            Shape::File => {
                let here = format!("{at}/{}", out.len());
                if let Some((address, media_type)) = self.file(element, indices, &here) {
                    let more = json!({"value": address, "contentType": media_type});
                    out.push(frame("File", more));
                }
            }
        }
    }

    /// Elements that each have one of a list's elements come in the order of that list.
    fn ordered(&self, elements: &'static [Element], indices: &[usize]) -> Vec<&'static Element> {
        let mut keyed: Vec<((usize, usize), &Element)> = Vec::new();
        for (position, element) in elements.iter().enumerate() {
            let list = |element: &Element| element.to?.split_once("/{").map(|(list, _)| list);
            let first = match list(element) {
                Some(own) => elements.iter().position(|other| list(other) == Some(own)),
                None => None,
            };
            let index = first.and_then(|_| {
                let (_, index) = self.picked(element.to?, indices)?;
                Some(index)
            });
            keyed.push(((first.unwrap_or(position), index.unwrap_or(0)), element));
        }
        keyed.sort_by_key(|(key, _)| *key);
        keyed.into_iter().map(|(_, element)| element).collect()
    }

    /// The place of a pattern that picks an element of a list by a member, and its index.
    fn picked(&self, to: &str, indices: &[usize]) -> Option<(String, usize)> {
        let to = filled(to, indices);
        let (list, rest) = to.split_once("/{")?;
        let (condition, rest) = rest.split_once('}')?;
        let (member, wanted) = condition.split_once('=')?;
        let items = self.content.pointer(list)?.as_array()?;
        let is_wanted = |item: &Value| item.get(member).and_then(Value::as_str) == Some(wanted);
        let index = items.iter().position(is_wanted)?;
        Some((format!("{list}/{index}{rest}"), index))
    }

    /// Where the content has the value of an element.
    fn place(&self, element: &Element, indices: &[usize]) -> Option<String> {
        let to = element.to?;
        match to.contains("/{") {
            true => self.picked(to, indices).map(|(place, _)| place),
            false => Some(filled(to, indices)),
        }
    }

    /// The value of a property.
    fn value(
        &mut self,
        element: &Element,
        value_type: &'static str,
        indices: &[usize],
        at: &str,
    ) -> Option<Written> {
        match element.form {
            Form::Serial => return self.serial(),
            Form::OfAll => return self.newest(element),
            Form::Joined(1..) => return None,
            _ => {}
        }
        let place = self.place(element, indices)?;
        let value = self.content.pointer(&place)?;
        match written(element, value_type, &place, value, self.content) {
            Ok(written) => {
                let fate = match written.change.clone() {
                    Some((from, into)) => Fate::Converted {
                        to: vec![at.to_owned()],
                        from,
                        into,
                        note: written.note.clone(),
                    },
                    None => mapped(at),
                };
                self.seal(&place, fate);
                // The element of the list is known by where its value stands.
                if let Some((list, rest)) = element.to.and_then(|to| to.split_once("/{")) {
                    let member = rest.split_once('=').map_or("", |(member, _)| member);
                    let index = place[list.len() + 1..]
                        .split('/')
                        .next()
                        .unwrap_or_default();
                    self.seal(&format!("{list}/{index}/{member}"), mapped(at));
                }
                self.written.insert(place, at.to_owned());
                Some(written)
            }
            Err(reason) => {
                self.ledger.leave(&place, reason);
                None
            }
        }
    }

    fn serial(&self) -> Option<Written> {
        let id: BatteryId = self.content.get("id")?.as_str()?.parse().ok()?;
        Some(as_it_is(id.serial()?.as_str()))
    }

    /// The newest time of all elements of a list.
    fn newest(&self, element: &Element) -> Option<Written> {
        let times = each(self.content, element.to?);
        let newest = times
            .iter()
            .filter_map(|(_, time)| {
                let text = time.as_str()?;
                Some((text.parse::<jiff::Timestamp>().ok()?, text))
            })
            .max();
        newest.map(|(_, text)| as_it_is(text))
    }

    /// The texts of a language map with their places.
    fn languages(&self, element: &Element, indices: &[usize]) -> Vec<(String, String, String)> {
        let Some(place) = self.place(element, indices) else {
            return Vec::new();
        };
        let texts = self.content.pointer(&place).and_then(Value::as_object);
        let texts = texts.into_iter().flatten();
        texts
            .filter_map(|(language, text)| {
                let text = text.as_str()?.to_owned();
                Some((format!("{place}/{language}"), language.clone(), text))
            })
            .collect()
    }

    fn texts(&mut self, element: &Element, indices: &[usize], at: &str) -> Vec<Value> {
        if element.form == Form::Languages {
            let texts = self.languages(element, indices).into_iter();
            return texts
                .map(|(_, language, text)| json!({"language": language, "text": text}))
                .collect();
        }
        if matches!(element.form, Form::Joined(1..)) {
            return Vec::new();
        }
        let Some(place) = self.place(element, indices) else {
            return Vec::new();
        };
        let Some(text) = self.content.pointer(&place).and_then(Value::as_str) else {
            return Vec::new();
        };
        // A name is in no language that anyone stated.
        let texts = vec![json!({"language": "und", "text": text})];
        self.told(&place, &format!("{at}/0/text"));
        texts
    }

    fn file(&mut self, element: &Element, indices: &[usize], at: &str) -> Option<(String, String)> {
        let place = self.place(element, indices)?;
        let value = self.content.pointer(&place)?;
        let address = value.as_str().or_else(|| value.get("url")?.as_str())?;
        let stated = value.get("mediaType").and_then(Value::as_str);
        let media_type = documents::media_type(address, stated).to_owned();
        self.told(&place, &format!("{at}/value"));
        self.written
            .insert(format!("{place}/mediaType"), format!("{at}/contentType"));
        Some((address.to_owned(), media_type))
    }

    fn told(&mut self, place: &str, at: &str) {
        self.seal(place, mapped(at));
        self.written.insert(place.to_owned(), at.to_owned());
    }

    fn seal(&mut self, place: &str, fate: Fate) {
        self.ledger.seal(place, fate);
    }
}

/// The value as the template writes it, or why it cannot be written.
fn written(
    element: &Element,
    value_type: &'static str,
    place: &str,
    value: &Value,
    content: &Value,
) -> Result<Written, String> {
    let kind = table().at(place).map(|row| row.kind);
    match (value, element.form, kind) {
        (Value::String(text), Form::Words(words), _) => {
            let theirs = words.iter().find(|(_, ours)| ours == text);
            let theirs = theirs.and_then(|(theirs, _)| theirs.first());
            Ok(spelled(text, theirs.copied().unwrap_or(text)))
        }
        (Value::Number(_), Form::Months, _) => match value.as_f64() {
            Some(months) if months.fract() == 0.0 && months > 0.0 => Ok(Written {
                change: Some((format!("{months} months"), format!("P{months}M"))),
                ..as_it_is(&format!("P{months}M"))
            }),
            _ => Err("a warranty is a whole number of months there".to_owned()),
        },
        (Value::Number(_), ..) => number(element, value_type, place, value, content),
        (Value::String(text), _, Some(Kind::Date)) => Ok(Written {
            value_type: Some(match text.len() {
                7 => "xs:gYearMonth",
                10 => "xs:date",
                _ => "xs:dateTime",
            }),
            ..as_it_is(text)
        }),
        // The template has the day alone, as it has of a day's first moment; another moment keeps its time.
        (Value::String(text), _, Some(Kind::DateTime)) if value_type == "xs:date" => {
            Ok(match text.strip_suffix("T00:00:00Z") {
                Some(day) => spelled(text, day),
                None => Written {
                    value_type: Some("xs:dateTime"),
                    ..as_it_is(text)
                },
            })
        }
        (Value::String(text), ..) => Ok(as_it_is(text)),
        (Value::Bool(truth), ..) => Ok(as_it_is(&truth.to_string())),
        (Value::Null, ..) => Err("it is null: nothing is stated".to_owned()),
        _ => Err("one value is expected".to_owned()),
    }
}

fn number(
    element: &Element,
    value_type: &'static str,
    place: &str,
    value: &Value,
    content: &Value,
) -> Result<Written, String> {
    let number = value.as_f64().ok_or("it is no number")?;
    let ours = table().at(place).and_then(|row| row.unit);
    let theirs = match (element.unit, ours) {
        (Some(theirs), Some(ours)) => {
            let known = |pointer: &str| content.pointer(pointer).and_then(Value::as_f64);
            by_rating::into_theirs(number, theirs, ours, &known)?.0
        }
        _ => number,
    };
    let fits = match value_type {
        "xs:unsignedInt" => theirs.fract() == 0.0 && theirs >= 0.0,
        "xs:integer" => theirs.fract() == 0.0,
        _ => true,
    };
    let [from, into] = [ours, element.unit].map(|unit| describe::unit(unit.unwrap_or_default()));
    Ok(Written {
        // Without an exponent, which xs:decimal does not know.
        text: theirs.to_string(),
        value_type: (!fits).then_some("xs:double"),
        change: (theirs != number).then(|| {
            (
                format!("{} {from}", figure(number)),
                format!("{} {into}", figure(theirs)),
            )
        }),
        note: None,
    })
}

fn as_it_is(text: &str) -> Written {
    Written {
        text: text.to_owned(),
        value_type: None,
        change: None,
        note: None,
    }
}

fn spelled(from: &str, into: &str) -> Written {
    Written {
        change: (from != into).then(|| (format!("{from:?}"), format!("{into:?}"))),
        ..as_it_is(into)
    }
}

fn mapped(to: &str) -> Fate {
    Fate::Mapped {
        to: vec![to.to_owned()],
    }
}
