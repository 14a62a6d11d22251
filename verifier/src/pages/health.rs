//! The state of health in time: a chart a parameter, and the same as a table.
//!
//! What stands in it was chosen for its readers by [`crate::life`]: the state of health is for those with a legitimate
//! interest (Annex XIII 4(b)), never for everyone.

use askama::Template;
use credentials::battery::describe::unit;
use platform::ui::counted;

use super::plot::{BOTTOM, LEFT, Plot, RIGHT, Sample, TOP, day};
use crate::life::Health;

/// The section of a page.
#[derive(Debug, Template)]
#[template(path = "health.html")]
pub struct HealthSection {
    charts: Vec<Chart>,
    /// What was told once: title and reading.
    once: Vec<(&'static str, String)>,
}

/// One parameter.
#[derive(Debug)]
struct Chart {
    id: &'static str,
    title: &'static str,
    unit: String,
    told: String,
    limits: Vec<String>,
    plot: Plot,
    rows: Vec<Row>,
    left_out: usize,
}

#[derive(Debug)]
struct Row {
    day: String,
    exact: String,
    value: String,
}

impl HealthSection {
    /// The section; none where nothing was measured. A parameter that was told once has no course, unless all were.
    pub fn of(health: &[Health]) -> Option<Self> {
        let charted = |health: &&Health| health.points.len() > 1;
        let mut charts: Vec<Chart> = health
            .iter()
            .filter(charted)
            .filter_map(Chart::of)
            .collect();
        let mut alone = health.iter().filter(|health| !charted(health));
        if charts.is_empty() {
            charts.extend(alone.next().and_then(Chart::of));
        }
        let once = alone.filter_map(|health| {
            let point = health.points.first()?;
            Some((health.title, reading(health, point.value, &day(point.at))))
        });
        let once = once.collect();
        (!charts.is_empty()).then_some(Self { charts, once })
    }
}

impl Chart {
    fn of(health: &Health) -> Option<Self> {
        // Per cent say more than ampere-hours, where it is known of what.
        let shown = |value: f64| match health.rated {
            Some(rated) => round(100.0 * value / rated),
            None => value,
        };
        let unit = match health.rated {
            Some(_) => "%",
            None => unit(health.unit),
        };
        let samples: Vec<Sample> = health
            .points
            .iter()
            .map(|point| Sample {
                at: point.at,
                value: shown(point.value),
            })
            .collect();
        let limit = health.exhausted_at.filter(|_| unit == "%");
        let plot = Plot::of(&samples, unit, limit, health.warranty_until)?;
        let (first, last) = (samples.first()?, samples.last()?);
        let told = match samples.len() {
            1 => format!("{} {unit} on {}", last.value, day(last.at)),
            several => format!(
                "{}, from {} {unit} on {} to {} {unit} on {}",
                counted(several, "reading"),
                first.value,
                day(first.at),
                last.value,
                day(last.at)
            ),
        };
        let mut limits = Vec::new();
        limits.extend(limit.map(|at| {
            format!("Below {at} % of its rated capacity the battery counts as exhausted (Annex XIII 1(k)).")
        }));
        limits.extend((health.warranty_until).map(|until| {
            format!(
                "The commercial warranty ends on {} (Annex XIII 1(m)).",
                day(until)
            )
        }));
        let rows = rows(health);
        Some(Self {
            id: health.attribute,
            title: health.title,
            unit: match health.rated {
                Some(rated) => format!("% of {rated} {}", self::unit_of(health)),
                None => unit.to_owned(),
            },
            told,
            limits,
            left_out: health.points.len() - rows.len(),
            plot,
            rows,
        })
    }
}

/// All of a few, else some with the first and the last: the course of thousands is the line's to tell.
fn rows(health: &Health) -> Vec<Row> {
    let points = &health.points;
    let count = points.len().min(MOST_ROWS);
    let last = points.len().saturating_sub(1);
    let nth = |row: usize| points.get(row * last / (count - 1).max(1));
    let row = |point: &crate::life::HealthPoint| Row {
        day: day(point.at),
        exact: point.at.to_string(),
        value: value(health, point.value),
    };
    (0..count).filter_map(nth).map(row).collect()
}

fn reading(health: &Health, value: f64, day: &str) -> String {
    format!("{} ({day})", self::value(health, value))
}

fn value(health: &Health, value: f64) -> String {
    let plain = format!("{value} {}", unit_of(health));
    match health.rated {
        Some(rated) => format!("{plain}, {} %", round(100.0 * value / rated)),
        None => plain,
    }
}

fn unit_of(health: &Health) -> &'static str {
    unit(health.unit)
}

fn round(value: f64) -> f64 {
    (value * 10.0).round() / 10.0
}

/// Rows of a table that a person reads.
const MOST_ROWS: usize = 24;
