//! A mapping to start from, made of the names that a table's header has.

use std::fmt::Write;

use credentials::battery::attributes::{Attribute, Kind, Part, table};
use credentials::battery::describe;

use super::mapping::Layout;
use super::row::Row;
use super::{TableFile, dates, numbers, rows};
use crate::exchange::ImportError;
use crate::exchange::units::Unit;

/// What is read of a table to see how its cells are written.
const SAMPLE: usize = 50;

/// A mapping for a table: every column once, what was guessed marked, what nothing is known of commented out.
pub fn template(file: TableFile) -> Result<String, ImportError> {
    let TableFile { name, content } = file;
    let layout = Layout {
        header: 1,
        ..Layout::default()
    };
    let mut notes = Vec::new();
    let (mut rows, ..) = rows(&name, content, &layout, &mut notes)?;
    let header = rows.header().to_vec();
    let mut sample = Vec::new();
    while sample.len() < SAMPLE
        && let Some(row) = rows.next_row()
    {
        sample.extend(row.ok());
    }
    let cells = |column: usize| {
        sample
            .iter()
            .filter_map(move |row: &Row| row.cells.get(column))
            .map(|cell| cell.shown())
            .filter(|text| !text.is_empty())
    };
    let mut out = format!(
        "# How {name} becomes passports: dbp-issuer import {name} --mapping THIS.toml -o passports.ndjson\n\
         # What is marked GUESS was guessed from the names and the first rows: check it, then take the mark away.\n\
         # The places of attributes: dbp-issuer sample ev\n\n"
    );
    for note in notes {
        let _ = writeln!(out, "# {note}");
    }
    let serial = header.iter().position(|name| is_serial(name));
    let key = serial.and_then(|index| header.get(index));
    let _ = match key {
        Some(key) => writeln!(
            out,
            "# The label's link, with columns in braces, and the column that tells batteries apart.  GUESS\n\
             id = {}\nkey = {}",
            quoted(&format!("https://id.example.com/01/YOUR-GTIN/21/{{{key}}}")),
            quoted(key)
        ),
        None => writeln!(
            out,
            "# The label's link, with columns in braces, and the column that tells batteries apart.\n\
             # id = \"https://id.example.com/01/YOUR-GTIN/21/{{Serial}}\"\n# key = \"Serial\""
        ),
    };
    if let Some(decimal) = decimal((0..header.len()).flat_map(cells)) {
        let _ = writeln!(out, "decimal = \"{decimal}\"  # GUESS");
    }
    let _ = writeln!(out, "\n[columns]");
    let mut taken = Vec::new();
    for (column, name) in header.iter().enumerate() {
        let (bare, unit) = split_unit(name);
        let best = guess(bare, unit).filter(|row| !taken.contains(&row.pointer));
        let line = match best {
            _ if Some(column) == serial => {
                format!("# {} = \"\"  # it is part of the id", quoted(name))
            }
            None => format!("# {} = \"\"", quoted(name)),
            Some(row) => {
                taken.push(row.pointer);
                column_line(name, row, unit, cells(column))
            }
        };
        let _ = writeln!(out, "{line}");
    }
    let _ = writeln!(
        out,
        "\n# The same for every battery.\n[constants]\n\
         # \"/generalProductInformation/batteryCategory\" = \"ev\"\n\n\
         # A list of materials, many rows a battery; columns by their names.\n\
         # [materials]\n# file = \"materials.csv\"  # or: sheet = \"Materials\"\n\
         # key = \"Part number\"  # the column that batteries have too (theirs: battery_key)\n\
         # name = \"Substance\"\n# cas = \"CAS\"\n# mass = \"Mass\"\n# unit = \"g\"\n\
         # component = \"Component\"\n# critical = \"Critical\"\n# hazardous = \"Hazardous\""
    );
    Ok(out)
}

fn column_line(
    name: &str,
    row: &Attribute,
    unit: Option<&str>,
    cells: impl Iterator<Item = String>,
) -> String {
    let mut more = String::new();
    if let Some(ours) = row.unit {
        let stated = unit.filter(|unit| leads(unit, ours));
        let spelled = stated.unwrap_or_else(|| describe::unit(ours));
        if Unit::parse(spelled).is_some() && !matches!(ours, "{cycle}" | "{event}" | "{cell}") {
            let _ = write!(more, ", unit = {}", quoted(spelled));
        }
    }
    if matches!(row.kind, Kind::Date | Kind::DateTime) {
        let pattern = cells
            .filter(|text| dates::iso(text).is_none())
            .find_map(|text| dates::only_reading(&text));
        if let Some((_, pattern)) = pattern {
            let _ = write!(more, ", date = \"{pattern}\"");
        }
    }
    let to = quoted(&row.pointer.replace('*', "0"));
    let name = quoted(name);
    if more.is_empty() {
        format!("{name} = {to}  # GUESS")
    } else {
        format!("{name} = {{ to = {to}{more} }}  # GUESS")
    }
}

/// The sign that all numbers with a fraction agree on, where it is not the point.
fn decimal(cells: impl Iterator<Item = String>) -> Option<char> {
    let mut commas = 0;
    for cell in cells {
        let (figures, _) = numbers::split(&cell);
        if figures.is_empty() || !figures.contains(',') {
            continue;
        }
        if numbers::read(figures, Some(',')).is_err() {
            return None;
        }
        commas += 1;
    }
    (commas > 0).then_some(',')
}

/// `Weight (kg)`, `Weight [kg]`, `Weight in kg`, `Weight_kg`: the name, and the unit.
fn split_unit(name: &str) -> (&str, Option<&str>) {
    for (open, close) in [('(', ')'), ('[', ']')] {
        if let Some((bare, rest)) = name.split_once(open)
            && let Some((unit, _)) = rest.split_once(close)
        {
            return (bare.trim(), Some(unit.trim()));
        }
    }
    for sign in [" in ", "_", ", ", " "] {
        if let Some((bare, unit)) = name.rsplit_once(sign)
            && Unit::parse(unit).is_some()
        {
            return (bare.trim(), Some(unit.trim()));
        }
    }
    (name, None)
}

fn is_serial(name: &str) -> bool {
    let words = words(name);
    words
        .iter()
        .any(|word| word.starts_with("serial") || word == "sn" || word == "seriennummer")
}

/// The attribute whose name or title has most words in common with a column's name.
fn guess(name: &str, unit: Option<&str>) -> Option<&'static Attribute> {
    let wanted: Vec<String> = words(name).iter().map(|word| meant(word)).collect();
    if wanted.is_empty() {
        return None;
    }
    let rows = table().iter().filter(|row| {
        row.part != Part::Group
            && !matches!(row.kind, Kind::Object | Kind::Array | Kind::LanguageMap)
            && row.name() != "*"
            && unit.is_none_or(|unit| row.unit.is_some_and(|ours| leads(unit, ours)))
    });
    let mut best: Option<(f64, &Attribute)> = None;
    for row in rows {
        let score = [words(row.name()), words(row.title)]
            .iter()
            .map(|known| score(&wanted, known))
            .fold(0.0, f64::max);
        // What belongs to all of the battery before what belongs to a part of it.
        let score = score - row.pointer.matches('/').count() as f64 / 100.0;
        if score >= 0.6 && best.is_none_or(|(before, _)| score > before) {
            best = Some((score, row));
        }
    }
    best.map(|(_, row)| row)
}

/// Words in common, of all words of both.
fn score(a: &[String], b: &[String]) -> f64 {
    let common = a.iter().filter(|word| b.contains(word)).count();
    let all = a.len() + b.len() - common;
    if all == 0 {
        return 0.0;
    }
    let score = common as f64 / all as f64;
    // The whole of a short name is worth more than half of a long one.
    if common == a.len() {
        score.max(0.65)
    } else {
        score
    }
}

/// `batteryMass`, `Battery mass`, `BATTERY_MASS` alike; what every name has says nothing.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut lower = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || (c.is_uppercase() && lower) {
            words.push(String::new());
        }
        if c.is_alphanumeric() {
            words
                .last_mut()
                .into_iter()
                .for_each(|word| word.extend(c.to_lowercase()));
        }
        lower = c.is_lowercase();
    }
    words.retain(|word| {
        !word.is_empty()
            && !matches!(
                word.as_str(),
                "battery" | "of" | "the" | "value" | "date" | "batterie"
            )
    });
    words
}

/// Words of factories for words of the table.
fn meant(word: &str) -> String {
    let meant = match word {
        "weight" | "gewicht" | "masse" | "poids" => "mass",
        "built" | "build" | "produced" | "production" | "made" | "herstelldatum"
        | "produktionsdatum" => "manufacturing",
        "kategorie" | "type" | "typ" => "category",
        "kapazität" | "kapazitaet" | "capacité" => "capacity",
        "energie" => "energy",
        "spannung" => "voltage",
        "nom" | "nenn" => "nominal",
        "min" => "minimum",
        "max" => "maximum",
        "garantie" | "guarantee" => "warranty",
        "modell" | "modèle" => "model",
        "hersteller" | "maker" => "manufacturer",
        other => other,
    };
    meant.to_owned()
}

fn leads(unit: &str, ours: &str) -> bool {
    Unit::parse(unit)
        .zip(Unit::parse(ours))
        .is_some_and(|(theirs, ours)| theirs.leads_to(ours))
}

/// A TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
