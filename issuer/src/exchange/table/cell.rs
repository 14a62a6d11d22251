//! One cell, read as the attribute it is mapped to wants it.

use credentials::battery::Category;
use credentials::battery::attributes::Kind;
use credentials::battery::describe;
use jiff::civil::DateTime;
use serde_json::{Value, json};

use super::dates::{self, Moment};
use super::mapping::{Measure, Written};
use super::numbers;
use crate::exchange::battery_pass::whole;
use crate::exchange::convert::{self, figure};
use crate::exchange::units::Unit;

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Cell {
    Empty,
    Text(String),
    /// A workbook knows numbers, flags and dates as such.
    Number(f64),
    Flag(bool),
    Time(DateTime),
}

/// A cell, read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Reading {
    pub value: Value,
    pub how: How,
}

/// What it took to read it.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum How {
    AsIs,
    Converted {
        from: String,
        into: String,
        note: Option<String>,
    },
    Guessed(String),
}

/// What a cell is to become.
pub(super) struct Wanted<'m> {
    pub kind: Kind,
    /// The attribute's unit.
    pub unit: Option<&'static str>,
    pub name: &'static str,
    pub written: &'m Written,
}

impl Cell {
    pub fn text(text: &str) -> Self {
        if text.trim().is_empty() {
            Cell::Empty
        } else {
            Cell::Text(text.to_owned())
        }
    }

    /// As a person reads it.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) => text.clone(),
            Cell::Number(number) => figure(*number),
            Cell::Flag(flag) => flag.to_string(),
            Cell::Time(time) => time.to_string(),
        }
    }

    /// As the report shows it.
    pub fn value(&self) -> Value {
        match self {
            Cell::Empty => Value::Null,
            Cell::Number(number) => whole(*number),
            Cell::Flag(flag) => json!(flag),
            Cell::Text(_) | Cell::Time(_) => json!(self.shown()),
        }
    }

    /// Reads what is no empty cell; `unit` is the cell of the unit beside it.
    pub fn read(&self, wanted: &Wanted<'_>, unit: Option<&Cell>) -> Result<Reading, String> {
        let shown = self.shown();
        let word = shown.trim();
        if let Some((_, meaning)) = wanted
            .written
            .values
            .iter()
            .find(|(written, _)| written.eq_ignore_ascii_case(word))
        {
            return Ok(converted(
                meaning.clone(),
                format!("{shown:?}"),
                meaning.to_string(),
                Some("by the mapping's values"),
            ));
        }
        match wanted.kind {
            Kind::Number | Kind::Integer => self.number(wanted, unit),
            Kind::Boolean => self.flag(),
            Kind::Date | Kind::DateTime => self.date(wanted),
            Kind::Enumeration(allowed) => enumerated(&shown, allowed, wanted.name),
            Kind::Cas => {
                let text = self.plain_text();
                credentials::battery::lint::cas_number(word).map_err(|fault| fault.message)?;
                Ok(text)
            }
            Kind::Url if convert::link(word).is_some() => {
                let link = convert::link(word).unwrap_or_default();
                Ok(Reading {
                    how: How::Guessed(format!("{}: {link}", convert::NO_SCHEME)),
                    value: json!(link),
                })
            }
            _ => Ok(self.plain_text()),
        }
    }

    /// Whether a flag is set: `yes`, `x`, `true`, `1` in the languages of the Union's factories.
    pub fn is_set(&self) -> Result<bool, String> {
        match self {
            Cell::Flag(flag) => Ok(*flag),
            Cell::Number(number) if *number == 0.0 || *number == 1.0 => Ok(*number == 1.0),
            Cell::Empty => Ok(false),
            other => {
                let shown = other.shown();
                let word = shown.trim().to_lowercase();
                if YES.contains(&word.as_str()) {
                    Ok(true)
                } else if NO.contains(&word.as_str()) {
                    Ok(false)
                } else {
                    Err(format!("expected yes or no, found {shown:?}"))
                }
            }
        }
    }

    fn flag(&self) -> Result<Reading, String> {
        let set = self.is_set()?;
        Ok(match self {
            Cell::Flag(_) => as_is(json!(set)),
            other => converted(
                json!(set),
                format!("{:?}", other.shown()),
                set.to_string(),
                None,
            ),
        })
    }

    fn plain_text(&self) -> Reading {
        let shown = self.shown();
        match self {
            Cell::Number(_) => Reading {
                value: json!(shown),
                how: How::Guessed(
                    "the workbook holds a number here: zeros before it, if there were any, are lost"
                        .to_owned(),
                ),
            },
            _ if shown.trim() != shown => converted(
                json!(shown.trim()),
                format!("{shown:?}"),
                format!("{:?}", shown.trim()),
                Some("white space around it taken away"),
            ),
            _ => as_is(json!(shown)),
        }
    }

    fn number(&self, wanted: &Wanted<'_>, unit: Option<&Cell>) -> Result<Reading, String> {
        let ours = wanted.unit.unwrap_or_default();
        // The unit may stand in the cell itself: 478 kg.
        let (number, mut guess, inside) = match self {
            Cell::Number(number) => (*number, None, None),
            Cell::Flag(_) | Cell::Time(_) | Cell::Empty => {
                return Err(format!("expected a number, found {:?}", self.shown()));
            }
            Cell::Text(text) => {
                let (figures, behind) = numbers::split(text);
                if figures.is_empty() {
                    return Err(format!("expected a number, found {text:?}"));
                }
                let number = numbers::read(figures, wanted.written.decimal)?;
                (number.value, number.guess, behind)
            }
        };
        let beside = unit.map(Cell::shown).filter(|text| !text.trim().is_empty());
        let stated = match &wanted.written.unit {
            Some(Measure::Fixed(_, spelled)) => Some(spelled.clone()),
            Some(Measure::Beside(_)) => beside,
            None => None,
        };
        let spelled = match (stated, inside) {
            (Some(stated), Some(inside)) => {
                let same = |a: &str, b: &str| Unit::parse(a).zip(Unit::parse(b));
                if !same(&stated, inside).is_some_and(|(a, b)| a.same(b)) {
                    return Err(format!(
                        "the cell says {inside:?} and the mapping or the column beside it {stated:?}"
                    ));
                }
                Some(stated)
            }
            (stated, inside) => stated.or(inside.map(str::to_owned)),
        };
        let target = Unit::parse(ours);
        let (value, from_unit) = match (&spelled, target) {
            (Some(spelled), Some(target)) => {
                let from = Unit::parse(spelled)
                    .ok_or_else(|| format!("{spelled:?} is no unit that is known"))?;
                let value = from
                    .convert(number, target)
                    .ok_or_else(|| format!("{spelled} does not lead to {ours}"))?;
                (value, (!from.same(target)).then_some(spelled.as_str()))
            }
            (Some(spelled), None) => {
                return Err(format!(
                    "the attribute has no unit, and the cell says {spelled:?}"
                ));
            }
            (None, _) => {
                if !matches!(ours, "" | "{cycle}" | "{event}" | "{cell}") && guess.is_none() {
                    guess = Some(format!(
                        "no unit is stated: taken for {}",
                        describe::unit(ours)
                    ));
                }
                (number, None)
            }
        };
        if !value.is_finite() {
            return Err(format!("{} is beyond any number", self.shown()));
        }
        if wanted.kind == Kind::Integer && value.fract() != 0.0 {
            return Err(format!("expected a whole number, found {}", figure(value)));
        }
        let value_json = whole(value);
        Ok(match (from_unit, guess) {
            (_, Some(guess)) => Reading {
                value: value_json,
                how: How::Guessed(guess),
            },
            (Some(unit), None) => converted(
                value_json,
                format!("{} {unit}", figure(number)),
                format!("{} {}", figure(value), describe::unit(ours)),
                None,
            ),
            (None, None) => match self {
                Cell::Text(text) if numbers::is_rewritten(text) => converted(
                    value_json,
                    format!("{text:?}"),
                    format!("{} {}", figure(value), describe::unit(ours))
                        .trim()
                        .to_owned(),
                    None,
                ),
                _ => as_is(value_json),
            },
        })
    }

    fn date(&self, wanted: &Wanted<'_>) -> Result<Reading, String> {
        let shown = self.shown();
        // With its own offset it is complete.
        if let (Cell::Text(text), Ok(_)) = (self, shown.trim().parse::<jiff::Timestamp>()) {
            return Ok(if text.trim() == text {
                as_is(json!(text))
            } else {
                converted(
                    json!(text.trim()),
                    format!("{text:?}"),
                    text.trim().to_owned(),
                    None,
                )
            });
        }
        let mut guess = None;
        let moment = match (self, &wanted.written.date) {
            (Cell::Time(time), _) => Some(Moment::Time(*time)),
            (Cell::Text(text), Some(pattern)) => pattern.read(text).or_else(|| dates::iso(text)),
            (Cell::Text(text), None) => dates::iso(text).or_else(|| {
                let (moment, pattern) = dates::only_reading(text)?;
                guess = Some(format!("no date format is stated: read as {pattern}"));
                Some(moment)
            }),
            _ => None,
        };
        let moment = moment.ok_or_else(|| match &wanted.written.date {
            Some(pattern) => format!(
                "expected a date written {}, found {shown:?}",
                pattern.spelled()
            ),
            None => format!("{shown:?} is no date that has one reading: state date in the mapping"),
        })?;
        let value = match (wanted.kind, moment) {
            (Kind::Date, Moment::Month { year, month }) => format!("{year:04}-{month:02}"),
            (Kind::Date, Moment::Day(day)) => day.to_string(),
            // A workbook keeps days as midnight.
            (Kind::Date, Moment::Time(time)) => time.date().to_string(),
            (_, Moment::Month { .. }) => {
                return Err(format!("expected a day or a time, found {shown:?}"));
            }
            (_, Moment::Day(day)) => {
                guess.get_or_insert_with(|| "a day without a time: its first moment".to_owned());
                at(
                    day.to_datetime(jiff::civil::Time::midnight()),
                    wanted,
                    &mut guess,
                )
            }
            (_, Moment::Time(time)) => at(time, wanted, &mut guess),
        };
        Ok(match guess {
            Some(guess) => Reading {
                value: json!(value),
                how: How::Guessed(format!("{guess}; taken as {value}")),
            },
            None if value == shown => as_is(json!(value)),
            None => converted(json!(value), shown, value, None),
        })
    }
}

/// A time with the offset of the mapping, else in UTC, which is a guess.
fn at(time: DateTime, wanted: &Wanted<'_>, guess: &mut Option<String>) -> String {
    let minutes = wanted.written.offset.unwrap_or_else(|| {
        guess.get_or_insert_with(|| "no offset is stated: taken for UTC".to_owned());
        0
    });
    if minutes == 0 {
        return format!("{time}Z");
    }
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{time}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

fn enumerated(shown: &str, allowed: &[&str], name: &str) -> Result<Reading, String> {
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let found = allowed
        .iter()
        .copied()
        .find(|value| bare(value) == bare(shown))
        .or_else(|| {
            let category: Category = (name == "batteryCategory")
                .then(|| shown.trim().parse().ok())
                .flatten()?;
            Some(category.name())
        });
    match found {
        Some(value) if value == shown => Ok(as_is(json!(value))),
        Some(value) => Ok(converted(
            json!(value),
            format!("{shown:?}"),
            format!("{value:?}"),
            None,
        )),
        None => Err(format!(
            "expected one of {}, found {shown:?}: say what it means with values in the mapping",
            allowed.join(", ")
        )),
    }
}

fn as_is(value: Value) -> Reading {
    Reading {
        value,
        how: How::AsIs,
    }
}

fn converted(value: Value, from: String, into: String, note: Option<&str>) -> Reading {
    Reading {
        value,
        how: How::Converted {
            from,
            into,
            note: note.map(str::to_owned),
        },
    }
}

const YES: &[&str] = &[
    "yes", "y", "x", "true", "1", "ja", "j", "wahr", "oui", "vrai", "si", "sí", "tak", "✓", "✔",
];
const NO: &[&str] = &[
    "no", "n", "false", "0", "-", "nein", "falsch", "non", "faux", "nie",
];
