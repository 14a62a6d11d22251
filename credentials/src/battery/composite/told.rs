//! Who says what, for people: a line for each total and each statement, in the words of the attribute table.

use serde_json::Value;

use super::places::{STATEMENTS, TOTALS};
use crate::battery::attributes::{Part, table};
use crate::battery::describe::{Line, unit, words};
use crate::json::JsonPointer;

/// What people call an attribute, or a number in it: of an element of a list, which one.
pub fn title(subject: &Value, attribute: &JsonPointer) -> String {
    let Some(row) = table().at(&attribute.to_string()) else {
        return attribute.to_string();
    };
    let element = attribute.parent().filter(|_| row.part == Part::Member);
    let element = element.and_then(|element| element.get(subject)?.as_object());
    let named = element.and_then(|members| members.values().find_map(Value::as_str));
    match named {
        Some(name) => format!("{}: {}", row.title, words(name)),
        None => row.title.to_owned(),
    }
}

/// The lines of the group `sources`, which is read as it stands: whether it adds up is for the linter and the verifier.
pub(in crate::battery) fn lines(subject: &Value) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(group) = table()
        .group("sources")
        .filter(|_| subject["sources"].is_object())
    else {
        return lines;
    };
    lines.push(line(group.pointer, 0, group.title.to_owned(), None));
    for (list, tell) in [
        (TOTALS, total as fn(&Value) -> String),
        (STATEMENTS, stated),
    ] {
        let items = subject.pointer(list).and_then(Value::as_array);
        for (at, item) in items.into_iter().flatten().enumerate() {
            let attribute = item["attribute"].as_str().unwrap_or_default();
            let attribute = JsonPointer::parse(attribute).unwrap_or_default();
            let place = format!("{list}/{at}");
            lines.push(line(
                &place,
                1,
                title(subject, &attribute),
                Some(tell(item)),
            ));
        }
    }
    lines
}

fn total(total: &Value) -> String {
    let shares = total["commitments"].as_array().map_or(0, Vec::len);
    let noun = if shares == 1 { "share" } else { "shares" };
    let unit = unit(total["unit"].as_str().unwrap_or_default());
    let sum = total["sum"].as_str().unwrap_or_default();
    format!("{sum} {unit}, the sum of {shares} committed {noun}")
}

fn stated(stated: &Value) -> String {
    let text = |name: &str| stated[name].as_str();
    let by = text("statedByName")
        .or(text("statedBy"))
        .unwrap_or_default();
    let mut told = by.to_owned();
    if let Some(share) = text("share") {
        let row = table().at(text("attribute").unwrap_or_default());
        let unit = row.and_then(|row| row.unit).map_or("", unit);
        told += &format!(", {share} {unit}");
    }
    if let (Some(weight), Some(stated)) = (text("weight"), text("stated")) {
        told += &format!(" ({stated} % of {weight} % of the mass)");
    }
    if text("declaration").is_none() {
        told += ", the issuer's own";
    }
    told
}

fn line(pointer: &str, depth: usize, title: String, text: Option<String>) -> Line {
    Line {
        pointer: JsonPointer::parse(pointer).unwrap_or_default(),
        depth,
        title,
        text,
    }
}
