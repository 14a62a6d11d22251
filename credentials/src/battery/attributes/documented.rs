//! Writes `docs/attributes.md` from the table, as `context/generate.rs` writes the context.

use super::{Attribute, Change, Kind, Level, Requirement, table};
use crate::battery::audience::{Audience, Audiences};
use crate::battery::category::Category;
use crate::battery::describe;

const HEAD: &str = "\
# Which attributes does a passport have?

Written from the attribute table of the program (`credentials/src/battery/attributes`), which the linter, the
views, the JSON-LD context and the JSON Schema read too. Do not edit it by hand.

- **Who sees it**: everyone, or the readers named ([who that is](audiences.md)).
- **Who must give it**: the categories for which it is mandatory; then those for which it depends, and on what.
  *Voluntary* elsewhere, unless it says that an attribute does not apply.
- **Article**: the point of Annex XIII of Regulation (EU) 2023/1542, then what the duty rests on.
- An attribute is of the model unless it says *each battery*, and fixed unless it says *changes in use*: then it
  carries the time of its last update, and events bring newer values.

`dbp-issuer schema` has the same as JSON Schema, `dbp-issuer lint` holds a passport against it.
";

fn document() -> String {
    let mut text = HEAD.to_owned();
    for group in table().groups() {
        text += &format!(
            "\n## {}\n\n`{}`\n\n| attribute | type and unit | who sees it | who must give it | article |\n|---|---|---|---|---|\n",
            group.title,
            group.name()
        );
        let inside = format!("{}/", group.pointer);
        for row in table().attributes() {
            if let Some(place) = row.pointer.strip_prefix(&inside) {
                text += &format!(
                    "| {}<br>`{place}` | {} | {} | {} | {} |\n",
                    row.title,
                    value(row),
                    seen_by(row.audiences),
                    asked_of(row),
                    row.article()
                );
            }
        }
    }
    text
}

/// Type, unit, range and what is inside; then whose value it is.
fn value(row: &Attribute) -> String {
    let mut text = kind(row);
    if row.level == Level::Item {
        text += "; each battery";
    }
    if row.change == Change::Dynamic {
        text += ", changes in use";
    }
    text
}

fn kind(row: &Attribute) -> String {
    match row.kind {
        Kind::Object => format!("object: {}", members(row)),
        Kind::Array => match table().member(row, "*") {
            Some(element) => format!("list of {}", kind(element)),
            None => format!("list of objects: {}", members(row)),
        },
        Kind::Number => figure("number", row),
        Kind::Integer => figure("whole number", row),
        Kind::Text => "text".to_owned(),
        Kind::LanguageMap => "text by language".to_owned(),
        Kind::Boolean => "true or false".to_owned(),
        Kind::Date => "month, day or time".to_owned(),
        Kind::DateTime => "time".to_owned(),
        Kind::Url => "link".to_owned(),
        Kind::Email => "e-mail address".to_owned(),
        Kind::Cas => "CAS number".to_owned(),
        Kind::BatteryId => "battery identifier".to_owned(),
        Kind::Enumeration(values) => format!("one of {}", values.join(", ")),
    }
}

fn figure(what: &str, row: &Attribute) -> String {
    let mut text = what.to_owned();
    if let Some(unit) = row.unit {
        text += &format!(" in {}", describe::unit(unit));
    }
    if let Some(range) = row.range {
        text += &format!(", {} to {}", range.min, range.max);
    }
    text
}

/// `?` marks what may be left out.
fn members(row: &Attribute) -> String {
    let told: Vec<String> = table()
        .members(row)
        .map(|member| {
            let may = if member.required_member { "" } else { "?" };
            format!("`{}`{may} ({})", member.name(), kind(member))
        })
        .collect();
    told.join(", ")
}

fn seen_by(audiences: Audiences) -> String {
    if audiences == Audiences::ALL {
        return "everyone".to_owned();
    }
    let names: Vec<&str> = audiences.iter().map(Audience::name).collect();
    names.join(", ")
}

fn asked_of(row: &Attribute) -> String {
    let of = |wanted: Requirement| -> Vec<&str> {
        Category::ALL
            .into_iter()
            .filter(|category| row.requirements.of(*category) == wanted)
            .map(Category::name)
            .collect()
    };
    let mut parts = Vec::new();
    let told = |names: Vec<&str>| match names.len() {
        4 => "all".to_owned(),
        _ => names.join(", "),
    };
    let mandatory = of(Requirement::Mandatory);
    if !mandatory.is_empty() {
        parts.push(format!("**{}**", told(mandatory)));
    }
    let mut conditions: Vec<&str> = Vec::new();
    for category in Category::ALL {
        if let Requirement::Conditional(when) = row.requirements.of(category)
            && !conditions.contains(&when)
        {
            conditions.push(when);
        }
    }
    for when in conditions {
        parts.push(format!(
            "{}: {when}",
            told(of(Requirement::Conditional(when)))
        ));
    }
    let none = of(Requirement::NotApplicable);
    if parts.is_empty() {
        parts.push("voluntary".to_owned());
    }
    if !none.is_empty() {
        parts.push(format!("does not apply to {}", none.join(", ")));
    }
    parts.join("; ")
}

#[test]
fn the_page_of_attributes_is_the_one_that_the_table_gives() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/attributes.md");
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, document()).unwrap();
    }
    let kept = std::fs::read_to_string(path).unwrap();
    assert_eq!(
        kept,
        document(),
        "the table has moved: run this test with WRITE_DOCS=1"
    );
}
