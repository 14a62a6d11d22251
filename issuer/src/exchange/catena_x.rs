//! The Catena-X BatteryPass aspect, 3.0.0 to 6.1.0: another tree, other units, links as documents.
//!
//! `shapes` tells the versions apart. Content of 4.0.0 and 5.0.0 is put in the shape of 6.1.0 (`earlier`), with every
//! value's own place remembered; `three` reads the tree from before. `moves` has one table for what moves as it is and
//! one for what stays behind and why; `measured`, `materials` and `circular` are for what changes its shape.

mod addresses;
mod circular;
mod earlier;
mod four;
mod materials;
mod measured;
mod moves;
mod shapes;
mod three;

use credentials::battery::attributes::{Kind, table};
use credentials::battery::lint::day;
use credentials::battery::{BatteryId, Category};
use serde_json::{Value, json};

use super::battery_pass::whole;
use super::draft::Draft;
use super::ledger::Ledger;
use super::report::{Fate, Field};
use super::source::{BIG_INTEGER, Source};
use super::{Format, ImportError, convert};

pub(super) use shapes::{looked_for, other_passport, version};

use shapes::Version;

/// Gives the version and what became of every value.
pub(super) fn import(
    sources: &[Source],
    draft: &mut Draft,
) -> Result<(&'static str, Vec<Field>), ImportError> {
    let source = match sources {
        [source] => source,
        [] => return Err(ImportError::Nothing),
        more => {
            return Err(ImportError::OneFile {
                format: Format::CatenaX,
                found: more.len(),
            });
        }
    };
    let unknown = || ImportError::NotOfFormat {
        file: source.name.clone(),
        format: Format::CatenaX,
    };
    let value = source.json().ok_or_else(unknown)?;
    let version = version(value).ok_or_else(unknown)?;
    let moved = earlier::moved(version, value);
    let ledger = match &moved {
        Some((root, moved)) => Ledger::moved(&source.name, root, moved),
        None => Ledger::new(&source.name, value),
    };
    Ok((version.name(), take(version, ledger, draft)))
}

/// Content in the shape of 6.1.0, wherever its values were found.
pub(super) fn take_newest(ledger: Ledger<'_>, draft: &mut Draft) -> Vec<Field> {
    take(Version::V6_1_0, ledger, draft)
}

fn take(version: Version, ledger: Ledger<'_>, draft: &mut Draft) -> Vec<Field> {
    let mut taking = Taking { ledger, draft };
    taking.unreadable();
    match version {
        Version::V3_0_0 | Version::V3_0_1 => three::take(&mut taking),
        _ => {
            identification(&mut taking);
            general(&mut taking);
            if version == Version::V4_0_0 {
                four::take(&mut taking);
            }
            moves::take(&mut taking);
            measured::take(&mut taking);
            materials::take(&mut taking);
            circular::take(&mut taking);
            moves::leave(&mut taking);
        }
    }
    let mut fields = taking.ledger.finish();
    if version == Version::V4_0_0 {
        four::ends_of_ranges(&mut fields);
    }
    fields
}

/// Every place of the tables.
#[cfg(test)]
pub(super) fn places() -> impl Iterator<Item = String> {
    let moves = moves::places().chain(earlier::places()).map(str::to_owned);
    moves.chain(three::places())
}

/// The source on one side, the passport on the other.
struct Taking<'s, 'd> {
    ledger: Ledger<'s>,
    draft: &'d mut Draft,
}

impl Taking<'_, '_> {
    /// Takes a value as it is.
    fn same(&mut self, from: &str, to: &str) {
        if !self.ledger.is_open(from) {
            return;
        }
        let Some(value) = self.ledger.value(from).filter(|value| is_stated(value)) else {
            return;
        };
        let is_link = table().at(to).is_some_and(|row| row.kind == Kind::Url);
        if is_link
            && let Some((text, link)) = value.as_str().zip(value.as_str().and_then(convert::link))
        {
            let change = Change::text(&link, text).guess(format!("{}: {link}", convert::NO_SCHEME));
            return self.changed(from, &[], &[to], change);
        }
        let fate = match self.draft.settle(to, value.clone()) {
            Ok(()) => Fate::Mapped {
                to: vec![to.to_owned()],
            },
            Err(fate) => fate,
        };
        self.ledger.seal(from, fate);
    }

    /// Takes a value in another form; the places in `with` (a unit, a kind) were needed to read it.
    fn changed(&mut self, from: &str, with: &[&str], to: &[&str], change: Change) {
        if !self.ledger.is_open(from) {
            return;
        }
        let put = to
            .iter()
            .try_for_each(|to| self.draft.settle(to, change.value.clone()));
        let to = to.iter().map(ToString::to_string).collect();
        let fate = match (put, change.guess) {
            (Err(fate), _) => fate,
            (Ok(()), Some(why)) => Fate::Guessed { to, why },
            (Ok(()), None) => Fate::Converted {
                to,
                from: change.from,
                into: change.into,
                note: change.note,
            },
        };
        for place in with {
            self.ledger.seal(place, fate.clone());
        }
        self.ledger.seal(from, fate);
    }

    /// The first link of a list of documents; the passport has room for one.
    fn link(&mut self, list: &str, to: &str) {
        self.same(&format!("{list}/0/content"), to);
        self.documents(
            list,
            1,
            "the passport has room for one link, and the first was taken",
        );
    }

    /// What goes with links: their headers and kinds, and the links from number `from` on.
    fn documents(&mut self, list: &str, from: usize, reason: &str) {
        for index in 0..self.ledger.length(list) {
            // 4.0.0 has a category and a type.
            for part in ["header", "contentType", "category", "type"] {
                self.ledger.leave(
                    &format!("{list}/{index}/{part}"),
                    "the passport keeps the link itself, not what it is called",
                );
            }
            if index >= from {
                self.ledger
                    .leave(&format!("{list}/{index}/content"), reason);
            }
        }
    }

    /// Values that cannot be held at all.
    fn unreadable(&mut self) {
        for (pointer, value) in self.ledger.open() {
            if value
                .as_str()
                .is_some_and(|text| text.starts_with(BIG_INTEGER))
            {
                self.ledger.leave(
                    &pointer.to_string(),
                    "no JSON reader holds an integer beyond 2^53 exactly",
                );
            }
        }
    }
}

/// A value that changes its form.
struct Change {
    value: Value,
    from: String,
    into: String,
    note: Option<String>,
    guess: Option<String>,
}

impl Change {
    fn number(value: f64, unit: &str, from: impl Into<String>) -> Self {
        Self {
            value: whole(value),
            from: from.into(),
            into: format!("{value} {unit}"),
            note: None,
            guess: None,
        }
    }

    fn text(value: &str, from: &str) -> Self {
        Self {
            value: json!(value),
            from: format!("{from:?}"),
            into: format!("{value:?}"),
            note: None,
            guess: None,
        }
    }

    /// What the source does not say, and is assumed.
    fn guess(mut self, why: impl Into<String>) -> Self {
        self.guess = Some(why.into());
        self
    }

    fn note(mut self, note: impl Into<String>) -> Self {
        self.note = Some(note.into());
        self
    }
}

fn is_stated(value: &Value) -> bool {
    match value {
        Value::Null | Value::Object(_) | Value::Array(_) => false,
        Value::String(text) => !text.trim().is_empty() && !text.starts_with(BIG_INTEGER),
        _ => true,
    }
}

/// The label's identifier: given by the caller, or a link or URN in the source.
fn identify(taking: &mut Taking<'_, '_>, code: &str) {
    let given = taking.draft.given().cloned();
    let Some(text) = taking.ledger.text(code) else {
        return;
    };
    match (&given, text.parse::<BatteryId>()) {
        (None, Ok(id)) => {
            taking.draft.name(&id);
            taking.ledger.seal(code, to_id());
        }
        (Some(given), Ok(id)) if *given == id => taking.ledger.seal(code, to_id()),
        (Some(_), _) => {
            if let Err(fate) = taking.draft.settle("/id", json!(text)) {
                taking.ledger.seal(code, fate);
            }
        }
        (None, Err(error)) => taking
            .ledger
            .leave(code, format!("{error}: name the battery with --id")),
    }
}

/// The identifier, and the numbers that are parts of it.
fn identification(taking: &mut Taking<'_, '_>) {
    identify(taking, "/identification/idDmc");
    let given = taking.draft.given().cloned();
    let id = given.or_else(|| taking.draft.get("/id")?.as_str()?.parse().ok());
    let serial = id
        .as_ref()
        .and_then(BatteryId::serial)
        .map(|serial| serial.as_str().to_owned());
    let gtin = id
        .as_ref()
        .and_then(BatteryId::gtin)
        .map(|gtin| gtin.to_string());
    for (list, key, known) in [
        ("serial", "partInstanceId", serial),
        ("codes", "GTIN", gtin),
    ] {
        let list = format!("/identification/identification/{list}");
        for index in 0..taking.ledger.length(&list) {
            let [name, value] = ["key", "value"].map(|part| format!("{list}/{index}/{part}"));
            let matches = taking
                .ledger
                .text(&name)
                .is_some_and(|name| name.eq_ignore_ascii_case(key))
                && taking.ledger.text(&value).is_some_and(|value| {
                    known.as_ref().is_some_and(|known| known.ends_with(value))
                });
            if matches {
                taking.ledger.seal(&name, to_id());
                taking.ledger.seal(&value, to_id());
            }
        }
    }
    category(taking);
}

fn to_id() -> Fate {
    Fate::Mapped {
        to: vec!["/id".to_owned()],
    }
}

fn category(taking: &mut Taking<'_, '_>) {
    let (from, to) = (
        "/identification/category",
        "/generalProductInformation/batteryCategory",
    );
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    match text.parse::<Category>() {
        Ok(category) if category.name() != text => {
            taking.changed(from, &[], &[to], Change::text(category.name(), text));
        }
        // Portable and SLI stay as they are, for lint to say that they need no passport.
        _ => taking.same(from, to),
    }
}

/// Mass, warranty, status, dates, chemistry.
fn general(taking: &mut Taking<'_, '_>) {
    let [weight, unit] =
        ["value", "unit"].map(|part| format!("/characteristics/physicalDimension/weight/{part}"));
    if let (Some(value), Some(name)) = (taking.ledger.number(&weight), taking.ledger.text(&unit))
        && let Some(kilograms) = convert::of_samm(value, name, "kg")
    {
        let change = Change::number(kilograms, "kg", format!("{value} {}", convert::unit(name)));
        taking.changed(
            &weight,
            &[&unit],
            &["/generalProductInformation/batteryMass"],
            change,
        );
    }
    let [life, unit] =
        ["lifeValue", "lifeUnit"].map(|part| format!("/characteristics/warranty/{part}"));
    if let (Some(value), Some(name)) = (taking.ledger.number(&life), taking.ledger.text(&unit)) {
        match convert::of_samm(value, name, "mo") {
            Some(months) => {
                let change =
                    Change::number(months, "months", format!("{value} {}", convert::unit(name)));
                taking.changed(
                    &life,
                    &[&unit],
                    &["/generalProductInformation/warrantyPeriod"],
                    change,
                );
            }
            None => taking.ledger.leave_inside(
                "/characteristics/warranty",
                "the warranty of the passport is a calendar life",
            ),
        }
    }
    status(taking);
    service(taking);
    chemistry(taking);
}

fn status(taking: &mut Taking<'_, '_>) {
    let from = "/sustainability/status";
    let ours = match taking.ledger.text(from) {
        Some("original") => "Original",
        Some("repurposed") => "Repurposed",
        Some("re-used") => "Reused",
        Some("remanufactured") => "Remanufactured",
        Some("waste") => "Waste",
        Some(other) => {
            taking
                .ledger
                .leave(from, format!("{other:?} is no status of the law"));
            return;
        }
        None => return,
    };
    let theirs = taking.ledger.text(from).unwrap_or_default();
    let change = Change::text(ours, theirs);
    taking.changed(
        from,
        &[],
        &["/generalProductInformation/batteryStatus"],
        change,
    );
}

/// A day becomes its first moment.
fn service(taking: &mut Taking<'_, '_>) {
    let (from, to) = (
        "/operation/intoServiceDate",
        "/generalProductInformation/puttingIntoService",
    );
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    if text.contains('T') && text.parse::<jiff::Timestamp>().is_ok() {
        taking.same(from, to);
    } else if day(text).is_some() {
        let change = Change::text(&format!("{text}T00:00:00Z"), text)
            .guess(format!("a day without a time: taken as {text}T00:00:00Z"));
        taking.changed(from, &[], &[to], change);
    } else {
        taking.ledger.leave(from, format!("{text} is no date"));
    }
}

/// `Nickel Cobalt Manganese (NCM)` has both names in it.
fn chemistry(taking: &mut Taking<'_, '_>) {
    let from = "/identification/chemistry";
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    let base = "/materialComposition/batteryChemistry";
    let both = text
        .strip_suffix(')')
        .and_then(|text| text.rsplit_once('('))
        .map(|(clear, short)| (clear.trim(), short.trim()))
        .filter(|(clear, short)| !clear.is_empty() && !short.is_empty());
    let Some((clear, short)) = both else {
        taking.same(from, &format!("{base}/clearName"));
        return;
    };
    let [clear_name, short_name] = ["clearName", "shortName"].map(|name| format!("{base}/{name}"));
    taking.draft.put(&clear_name, json!(clear));
    taking.draft.put(&short_name, json!(short));
    taking.ledger.seal(
        from,
        Fate::Converted {
            to: vec![clear_name, short_name],
            from: format!("{text:?}"),
            into: format!("{clear:?} and {short:?}"),
            note: Some("split at the brackets".to_owned()),
        },
    );
}
