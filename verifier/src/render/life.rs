//! A battery's life for people: its state of health in time, and the certificate that ended it.

use credentials::battery::describe::unit;
use credentials::battery::lint::Severity;
use jiff::Timestamp;
use platform::Ui;
use platform::ui::{Mark, Style, counted};

use super::content::{plain, shortened};
use crate::life::{Health, HealthPoint, Life, Recycling};

/// What is known of the life; nothing where no event tells any of it.
pub(super) fn told(life: &Life, ui: &Ui) -> String {
    let mut out = String::new();
    if !life.health.is_empty() {
        out += &format!(
            "\n{}\n",
            ui.paint(Style::Heading, "State of health in time")
        );
        for health in &life.health {
            out += &self::health(health, ui);
        }
    }
    if let Some(recycling) = &life.recycling {
        out += &format!("\n{}\n", ui.paint(Style::Heading, "Recycling certificate"));
        out += &certificate(recycling, ui);
    }
    out
}

fn health(health: &Health, ui: &Ui) -> String {
    let [first, .., last] = health.points.as_slice() else {
        let only = health.points.iter().map(|point| reading(health, point));
        return only
            .map(|only| format!("  {}  {only}\n", ui.paint(Style::Dim, health.title)))
            .collect();
    };
    let room = ui.width().saturating_sub(4).clamp(16, WIDEST_LINE);
    let (low, high) = range(&health.points);
    let from_to = format!(
        "{} to {}, {}, between {low} and {high} {}",
        day(first.at),
        day(last.at),
        counted(health.points.len(), "reading"),
        unit(health.unit)
    );
    let mut out = format!("  {}  {from_to}\n", ui.paint(Style::Dim, health.title));
    let line = sparkline(&health.points, room);
    out += &format!("  {}\n", ui.paint(Style::Accent, line.trim_end()));
    for point in some(&health.points) {
        out += &format!("    {}\n", reading(health, point));
    }
    let mut limits = Vec::new();
    limits.extend(health.exhausted_at.map(|at| {
        format!("counts as exhausted at {at} % of its rated capacity (Annex XIII 1(k))")
    }));
    limits.extend(
        health
            .warranty_until
            .map(|until| format!("commercial warranty until {}", day(until))),
    );
    for limit in limits {
        out += &format!("    {}\n", ui.paint(Style::Dim, &limit));
    }
    out
}

fn reading(health: &Health, point: &HealthPoint) -> String {
    let HealthPoint { at, value, .. } = point;
    let mut text = format!("{}  {value} {}", day(*at), unit(health.unit));
    if let Some(rated) = health.rated {
        let share = (1000.0 * value / rated).round() / 10.0;
        text += &format!(" ({share} % of {rated})");
    }
    text
}

/// One column for each equal share of the time, its height that of its latest value; a column without a reading stays
/// empty.
fn sparkline(points: &[HealthPoint], columns: usize) -> String {
    let (Some(first), Some(last)) = (points.first(), points.last()) else {
        return String::new();
    };
    let (low, high) = range(points);
    let span = last.at.duration_since(first.at).as_secs_f64().max(1.0);
    let mut line = vec![' '; columns];
    for point in points {
        let passed = point.at.duration_since(first.at).as_secs_f64() / span;
        let column = (passed * (columns - 1) as f64).round() as usize;
        let height = match high > low {
            true => (point.value - low) / (high - low),
            false => 0.5,
        };
        let step = (height * (BARS.len() - 1) as f64).round() as usize;
        if let (Some(place), Some(bar)) = (line.get_mut(column), BARS.get(step)) {
            *place = *bar;
        }
    }
    line.into_iter().collect()
}

fn range(points: &[HealthPoint]) -> (f64, f64) {
    let values = points.iter().map(|point| point.value);
    values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
        (low.min(value), high.max(value))
    })
}

/// All of a few, else the first, the last and some between them.
fn some(points: &[HealthPoint]) -> Vec<&HealthPoint> {
    let last = points.len().saturating_sub(1);
    let rows = points.len().min(MOST_ROWS);
    let nth = |row: usize| points.get(row * last / rows.saturating_sub(1).max(1));
    (0..rows).filter_map(nth).collect()
}

fn certificate(recycling: &Recycling, ui: &Ui) -> String {
    let role = match recycling.trusted {
        Some(true) => "a recycler, by your trust list",
        Some(false) => "NOT a recycler by your trust list: this certificate does not count",
        None => "no trust list was given to say whether it is a recycler",
    };
    let kilograms = |mass: f64| format!("{mass} kg");
    let rows = [
        ("Certificate", Some(recycling.certificate.clone())),
        ("Recycled on", Some(day(recycling.at))),
        ("By", Some(shortened(&plain(&recycling.by())))),
        ("Which is", Some(role.to_owned())),
        ("Facility", recycling.facility.clone()),
        ("Process", recycling.process.clone()),
        ("Went in", recycling.input_mass.map(kilograms)),
    ];
    let mut out = String::new();
    let row = |name: &str, text: &str| {
        format!(
            "  {}  {}\n",
            ui.paint(Style::Dim, &format!("{name:<12}")),
            plain(text)
        )
    };
    for (name, text) in rows {
        out += &text.map_or_else(String::new, |text| row(name, &text));
    }
    for recovered in &recycling.recovered_masses {
        out += &row(
            "Recovered",
            &format!("{} kg {}", recovered.mass, recovered.material),
        );
    }
    if let Some(efficiency) = recycling.efficiency {
        let share = (efficiency * 10.0).round() / 10.0;
        out += &row("In all", &format!("{share} % of what went in"));
    }
    for finding in recycling.findings.iter() {
        let mark = match finding.severity {
            Severity::Error => Mark::Fail,
            Severity::Warning => Mark::Warn,
            Severity::Note => Mark::Skip,
        };
        let article = finding
            .article
            .as_ref()
            .map_or_else(String::new, |article| format!(" ({article})"));
        let said = plain(&finding.message);
        out += &format!(
            "  {} {said}{article} [{}]\n",
            ui.painted_mark(mark),
            finding.code
        );
    }
    out
}

fn day(time: Timestamp) -> String {
    time.strftime("%Y-%m-%d").to_string()
}

const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Columns beyond which a line is no easier to read.
const WIDEST_LINE: usize = 72;

/// Readings that are told one by one.
const MOST_ROWS: usize = 8;

#[cfg(test)]
mod tests {
    use super::*;

    fn points(values: &[(i64, f64)]) -> Vec<HealthPoint> {
        let point = |(day, value): &(i64, f64)| HealthPoint {
            at: Timestamp::from_second(86_400 * day).unwrap(),
            value: *value,
            event: None,
        };
        values.iter().map(point).collect()
    }

    #[test]
    fn a_line_falls_with_the_values_and_shows_gaps_and_no_difference() {
        let falling = points(&[(0, 100.0), (1, 98.0), (2, 96.0), (3, 94.0)]);
        assert_eq!(sparkline(&falling, 4), "█▆▃▁");
        assert_eq!(sparkline(&falling, 7), "█ ▆ ▃ ▁");
        assert_eq!(sparkline(&points(&[(0, 90.0), (5, 90.0)]), 3), "▅ ▅");
        assert_eq!(sparkline(&points(&[(0, 90.0)]), 3), "▅  ");
        assert_eq!(sparkline(&[], 3), "");
        // Two readings of one moment: the later one in the list shows.
        assert_eq!(
            sparkline(&points(&[(0, 90.0), (0, 80.0)]), 2).trim_end(),
            "▁"
        );
    }

    #[test]
    fn of_thousands_of_readings_a_few_are_told_with_the_first_and_the_last() {
        let many: Vec<(i64, f64)> = (0..5000).map(|n| (n, 100.0 - n as f64 / 500.0)).collect();
        let many = points(&many);
        let told = some(&many);
        assert_eq!(told.len(), MOST_ROWS);
        assert_eq!((told[0], told[7]), (&many[0], &many[4999]));
        assert_eq!(some(&many[..3]).len(), 3);
        assert_eq!(some(&many[..1]).len(), 1);
        assert!(some(&[]).is_empty());
    }
}
