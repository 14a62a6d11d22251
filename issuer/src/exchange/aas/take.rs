//! From claims to the passport: each value in our form, at its place, with its fate.

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::battery::lint::day;
use credentials::battery::{BatteryId, Category, describe};
use serde_json::{Value, json};

use super::documents::Documents;
use super::template::Form;
use super::walk::{Asset, Claim};
use crate::exchange::battery_pass::whole;
use crate::exchange::by_rating::{self, Converted};
use crate::exchange::convert::{self, figure};
use crate::exchange::draft::Draft;
use crate::exchange::report::Fate;
use crate::exchange::source::BIG_INTEGER;

/// What is read before what depends on it: identifiers before serial numbers, voltage and power before what is
/// converted by them, single values before those that stand for all.
pub(super) fn rank(claim: &Claim<'_>) -> u8 {
    match claim.element.form {
        Form::Identifier => 0,
        Form::Serial | Form::OfAll => 3,
        _ if by_rating::by_another(claim.element.unit, &claim.to) => 2,
        _ => 1,
    }
}

/// A value in our form.
struct Taken {
    value: Value,
    /// Both figures, where it was converted.
    change: Option<(String, String)>,
    note: Option<String>,
    guess: Option<String>,
}

/// Takes one claim.
pub(super) fn take(
    claim: &Claim<'_>,
    draft: &mut Draft,
    documents: &mut Documents<'_, '_>,
) -> Fate {
    let left = |reason: String| Fate::LeftOver { reason };
    let text = match text(claim.value) {
        Ok(text) => text,
        Err(reason) => return left(reason),
    };
    if let Some((place, value)) = &claim.picked {
        draft.put(place, json!(value));
    }
    let taken = match claim.element.form {
        Form::Serial => return serial(&text, draft),
        Form::OfAll => return of_all(claim, &text, draft),
        Form::Document => return documents.take(&claim.to, &text, draft),
        Form::Identifier => Ok(identifier(&text, draft)),
        Form::Category => Ok(match text.parse::<Category>() {
            Ok(category) => spelled(&text, category.name()),
            // Portable and SLI stay as they are, for lint to say that they need no passport.
            Err(_) => same(json!(text)),
        }),
        Form::Months => match convert::warranty_months(&text) {
            Some(months) => Ok(Taken {
                value: whole(months),
                change: Some((text.clone(), format!("{months} months"))),
                note: None,
                guess: None,
            }),
            None => Err("expected a period such as P96M".to_owned()),
        },
        Form::Words(words) => Ok(in_our_words(&text, words)),
        Form::Languages => {
            let language = claim.language.unwrap_or("und");
            let mut taken = same(json!(text));
            taken.guess = claim
                .language
                .is_none()
                .then(|| "its language is not stated: und, undetermined".to_owned());
            return settle(format!("{}/{language}", claim.to), taken, draft);
        }
        Form::Plain | Form::Joined(_) => plain(claim, &text, draft),
    };
    match taken {
        Ok(taken) => settle(claim.to.clone(), taken, draft),
        Err(reason) => left(reason),
    }
}

/// The text of a scalar. Numbers and truth values are texts in an AAS; some tools write them bare.
pub(super) fn text(value: &Value) -> Result<String, String> {
    match value {
        Value::String(text) if text.starts_with(BIG_INTEGER) => {
            Err("no JSON reader holds an integer beyond 2^53 exactly".to_owned())
        }
        Value::String(text) if text.trim().is_empty() => {
            Err("it is empty: nothing is stated".to_owned())
        }
        Value::String(text) => Ok(text.trim().to_owned()),
        other => Ok(other.to_string()),
    }
}

fn settle(to: String, taken: Taken, draft: &mut Draft) -> Fate {
    if let Err(fate) = draft.settle(&to, taken.value) {
        return fate;
    }
    let to = vec![to];
    let fate = match taken.change {
        Some((from, into)) => Fate::Converted {
            to,
            from,
            into,
            note: taken.note,
        },
        None => Fate::Mapped { to },
    };
    assumed(fate, taken.guess.as_deref())
}

/// A fate under an assumption.
pub(super) fn assumed(fate: Fate, guess: Option<&str>) -> Fate {
    let Some(guess) = guess else {
        return fate;
    };
    let (to, more) = match fate {
        Fate::Mapped { to } => (to, None),
        Fate::Guessed { to, why } => (to, Some(why)),
        Fate::Converted {
            to,
            from,
            into,
            note,
        } => {
            let note = note.map_or_else(String::new, |note| format!(" ({note})"));
            (to, Some(format!("{from} is {into}{note}")))
        }
        not_taken => return not_taken,
    };
    let why = more.map_or_else(|| guess.to_owned(), |more| format!("{guess}; {more}"));
    Fate::Guessed { to, why }
}

/// By the kind of the attribute.
fn plain(claim: &Claim<'_>, text: &str, draft: &Draft) -> Result<Taken, String> {
    let Some(row) = table().at(&claim.to) else {
        return Ok(same(json!(text)));
    };
    match row.kind {
        Kind::Number | Kind::Integer => number(claim, row, text, draft),
        Kind::Boolean => match text {
            "true" | "1" => Ok(same(json!(true))),
            "false" | "0" => Ok(same(json!(false))),
            _ => Err("expected true or false".to_owned()),
        },
        Kind::DateTime => time(text),
        Kind::Date => date(text),
        Kind::Enumeration(names) => Ok(names
            .iter()
            .find(|name| name.eq_ignore_ascii_case(text))
            .map_or_else(|| same(json!(text)), |name| spelled(text, name))),
        Kind::Url => Ok(match convert::link(text) {
            Some(link) => Taken {
                guess: Some(format!("{}: {link}", convert::NO_SCHEME)),
                ..same(json!(link))
            },
            None => same(json!(text)),
        }),
        _ => Ok(same(json!(text))),
    }
}

fn number(claim: &Claim<'_>, row: &Attribute, text: &str, draft: &Draft) -> Result<Taken, String> {
    let number: f64 = text
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
        .ok_or("expected a number")?;
    let (Some(theirs), Some(ours)) = (claim.unit.or(claim.element.unit), row.unit) else {
        return Ok(same(whole(number)));
    };
    let [from, into] = [theirs, ours].map(describe::unit);
    let taken = match by_rating::into_ours(number, theirs, claim.element.unit, ours, &|at| {
        draft.number(at)
    })? {
        Converted::Same => same(whole(number)),
        Converted::Into { value, note } => Taken {
            value: whole(value),
            change: Some((
                format!("{} {from}", figure(number)),
                format!("{} {into}", figure(value)),
            )),
            note,
            guess: None,
        },
        Converted::Already(why) => Taken {
            guess: Some(why),
            ..same(whole(number))
        },
    };
    if row.kind == Kind::Integer && taken.value.is_f64() {
        return Err(format!("expected a whole number of {into}"));
    }
    Ok(taken)
}

/// The templates' times have no zone.
fn time(text: &str) -> Result<Taken, String> {
    if text.parse::<jiff::Timestamp>().is_ok() {
        return Ok(match text.strip_suffix("+00:00") {
            Some(local) => spelled(text, &format!("{local}Z")),
            None => same(json!(text)),
        });
    }
    let assumed = |assumed: String, what: &str| {
        assumed.parse::<jiff::Timestamp>().is_ok().then(|| Taken {
            value: json!(assumed),
            change: None,
            note: None,
            guess: Some(format!("{what}: taken as {assumed}")),
        })
    };
    if text.parse::<jiff::civil::DateTime>().is_ok() && text.contains('T') {
        return assumed(format!("{text}Z"), "no time zone is stated").ok_or_else(no_time);
    }
    if day(text).is_some() {
        return assumed(format!("{text}T00:00:00Z"), "a day without a time").ok_or_else(no_time);
    }
    Err(no_time())
}

fn no_time() -> String {
    "expected a date and time".to_owned()
}

/// A day may have a zone in XML Schema; the label has none.
fn date(text: &str) -> Result<Taken, String> {
    let first = text.get(..10).filter(|_| !text.contains('T'));
    match first.filter(|first| day(first).is_some()) {
        Some(first) => Ok(spelled(text, first)),
        None => Ok(same(json!(text))),
    }
}

fn identifier(text: &str, draft: &mut Draft) -> Taken {
    // What is no identifier is kept, for lint to say what is wrong with it.
    let Ok(id) = text.parse::<BatteryId>() else {
        return same(json!(text));
    };
    if draft.given().is_none() && draft.get("/id").is_none() {
        draft.name(&id);
    }
    spelled(text, &id.to_string())
}

fn serial(text: &str, draft: &Draft) -> Fate {
    let id = draft.get("/id").and_then(Value::as_str);
    let id = id.and_then(|id| id.parse::<BatteryId>().ok());
    let known = id.as_ref().and_then(BatteryId::serial);
    if known.is_some_and(|known| known.as_str() == text) {
        return Fate::Mapped {
            to: vec!["/id".to_owned()],
        };
    }
    Fate::LeftOver {
        reason: match known {
            Some(known) => format!(
                "the battery's identifier has the serial number {}",
                known.as_str()
            ),
            None => "a serial number alone is no identifier: name the battery with --id".to_owned(),
        },
    }
}

/// A time that is said for all elements of a list: each has its own.
fn of_all(claim: &Claim<'_>, text: &str, draft: &mut Draft) -> Fate {
    let time = match time(text) {
        Ok(time) => time,
        Err(reason) => return Fate::LeftOver { reason },
    };
    let Some((list, member)) = claim.to.split_once("/*") else {
        return settle(claim.to.clone(), time, draft);
    };
    let places: Vec<String> = (0..draft.length(list))
        .map(|index| format!("{list}/{index}{member}"))
        .collect();
    for place in &places {
        if draft.get(place).is_none() {
            draft.put(place, time.value.clone());
        }
    }
    let to: Vec<String> = places
        .into_iter()
        .filter(|place| draft.get(place) == Some(&time.value))
        .collect();
    match (to.is_empty(), time.guess) {
        (true, _) => Fate::LeftOver {
            reason: "each value of the list has its own time".to_owned(),
        },
        (false, Some(why)) => Fate::Guessed { to, why },
        (false, None) => Fate::Mapped { to },
    }
}

/// Words that mean one of ours; what is none is kept, for lint to refuse.
fn in_our_words(text: &str, words: &[(&[&str], &str)]) -> Taken {
    words
        .iter()
        .find(|(theirs, ours)| {
            let known = |word: &str| word.eq_ignore_ascii_case(text);
            theirs.iter().any(|word| known(word)) || known(ours)
        })
        .map_or_else(|| same(json!(text)), |(_, ours)| spelled(text, ours))
}

/// Whether an identifier of the asset is that of the battery, or gives it.
pub(super) fn asset(asset: &Asset<'_>, draft: &mut Draft) -> Fate {
    let to_id = || vec!["/id".to_owned()];
    let text = match text(asset.value) {
        Ok(text) => text,
        Err(reason) => return Fate::LeftOver { reason },
    };
    let id = text.parse::<BatteryId>().ok();
    let known = draft.get("/id").and_then(Value::as_str).map(str::to_owned);
    match (known, id) {
        (Some(known), Some(id)) if id.to_string() == known => Fate::Mapped { to: to_id() },
        (Some(_), _) => match serial(&text, draft) {
            Fate::LeftOver { .. } => Fate::LeftOver {
                reason: "it names the asset otherwise than the battery's label does".to_owned(),
            },
            fate => fate,
        },
        (None, Some(id)) if asset.is_instance => {
            draft.name(&id);
            Fate::Guessed {
                to: to_id(),
                why: "no nameplate names the battery: the shell's asset is taken for it".to_owned(),
            }
        }
        (None, _) => Fate::LeftOver {
            reason: "it is no identifier of one battery: name it with --id".to_owned(),
        },
    }
}

fn same(value: Value) -> Taken {
    Taken {
        value,
        change: None,
        note: None,
        guess: None,
    }
}

fn spelled(from: &str, into: &str) -> Taken {
    Taken {
        change: (from != into).then(|| (format!("{from:?}"), format!("{into:?}"))),
        ..same(json!(into))
    }
}

/// Pieces of one text, which the passport keeps together.
pub(super) fn join<'c, 's>(
    mut claims: Vec<(usize, &'c Claim<'s>)>,
    draft: &mut Draft,
) -> Vec<((usize, &'c Claim<'s>), Fate)> {
    claims.sort_by_key(|(_, claim)| match claim.element.form {
        Form::Joined(piece) => piece,
        _ => 0,
    });
    let pieces: Vec<Result<String, String>> =
        claims.iter().map(|(_, claim)| text(claim.value)).collect();
    let stated: Vec<&str> = pieces.iter().flatten().map(String::as_str).collect();
    let whole = stated.join(", ");
    let put = match claims.first() {
        Some((_, claim)) if !whole.is_empty() => draft.settle(&claim.to, json!(whole)),
        _ => Ok(()),
    };
    let fate = |claim: &Claim<'_>, piece: &Result<String, String>| match (piece, &put) {
        (Err(reason), _) => Fate::LeftOver {
            reason: reason.clone(),
        },
        (Ok(_), Err(fate)) => fate.clone(),
        (Ok(_), Ok(())) if stated.len() == 1 => Fate::Mapped {
            to: vec![claim.to.clone()],
        },
        (Ok(_), Ok(())) => Fate::Converted {
            to: vec![claim.to.clone()],
            from: format!("{stated:?}"),
            into: format!("{whole:?}"),
            note: None,
        },
    };
    let fates: Vec<Fate> = claims
        .iter()
        .zip(&pieces)
        .map(|((_, claim), piece)| fate(claim, piece))
        .collect();
    claims.into_iter().zip(fates).collect()
}
