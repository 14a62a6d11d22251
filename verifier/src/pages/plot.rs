//! A line over time as SVG, without a script: which values are drawn, and where.
//!
//! The drawing is 360 units wide, as a small phone is, so that its letters can be read there; a wide page enlarges it.

use jiff::Timestamp;

/// One value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Sample {
    pub at: Timestamp,
    pub value: f64,
}

/// A drawn line with its axes.
#[derive(Debug, PartialEq)]
pub(super) struct Plot {
    /// Where values follow one another, each piece a path.
    pub lines: Vec<String>,
    /// Where nothing was measured for long, from the last value to the next.
    pub gaps: Vec<String>,
    /// Values that are few enough to be told apart.
    pub dots: Vec<Dot>,
    /// Marks of the value axis.
    pub rungs: Vec<Mark>,
    /// Marks of the time axis.
    pub days: Vec<Mark>,
    /// A horizontal limit, where there is one.
    pub limit: Option<f64>,
    /// A vertical end, where it lies within the time that is shown.
    pub end: Option<f64>,
}

/// A value on the line.
#[derive(Debug, PartialEq)]
pub(super) struct Dot {
    pub x: f64,
    pub y: f64,
    pub text: String,
}

/// A mark of an axis.
#[derive(Debug, PartialEq)]
pub(super) struct Mark {
    pub place: f64,
    pub text: String,
    /// How its text stands to it: `start`, `middle` or `end`.
    pub anchor: &'static str,
}

/// The drawing's frame, in its own units.
pub(super) const LEFT: f64 = 44.0;
pub(super) const RIGHT: f64 = 348.0;
pub(super) const TOP: f64 = 12.0;
pub(super) const BOTTOM: f64 = 162.0;

impl Plot {
    /// Draws samples that are in the order of time. `limit` is a value, `end` a time.
    pub fn of(
        samples: &[Sample],
        unit: &str,
        limit: Option<f64>,
        end: Option<Timestamp>,
    ) -> Option<Self> {
        let (first, last) = (samples.first()?, samples.last()?);
        let time = Span::of(
            first.at.as_second() as f64,
            last.at.as_second() as f64,
            HALF_DAY,
        );
        let values = samples.iter().map(|sample| sample.value).chain(limit);
        let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
        let step = step_of(high - low);
        let floor = (low / step).floor() * step;
        let scale = Span {
            // A limit on the axis would not be seen.
            from: match limit {
                Some(limit) if limit - floor < step / 4.0 => floor - step,
                _ => floor,
            },
            to: ((high / step).ceil() * step).max(floor + step),
        };
        let x = |at: Timestamp| place(time.share(at.as_second() as f64), LEFT, RIGHT);
        let y = |value: f64| place(scale.share(value), BOTTOM, TOP);
        let at = |sample: &Sample| (x(sample.at), y(sample.value));
        // Where nothing was measured is told by all values, before any are left out.
        let far = gap(samples);
        let mut pieces: Vec<&[Sample]> = samples
            .chunk_by(|one, next| seconds(one, next) <= far)
            .collect();
        // So many pauses are not seen as such, only as a crowd of dashes.
        if pieces.len() > MOST_PIECES {
            pieces = vec![samples];
        }
        let several = pieces.iter().filter(|piece| piece.len() > 1);
        let lines = several
            .map(|piece| path(thinned(piece, time).iter().map(at)))
            .collect();
        let between = pieces.windows(2).filter_map(|pair| {
            let [before, after] = pair else { return None };
            Some(path([before.last()?, after.first()?].map(at)))
        });
        let gaps = between.collect();
        let dot = |sample: &Sample| Dot {
            x: x(sample.at),
            y: y(sample.value),
            text: format!("{}: {} {unit}", day(sample.at), sample.value),
        };
        let dots = match samples.len() {
            few if few <= MOST_DOTS => samples.iter().map(dot).collect(),
            // The latest value is what a reader looks for.
            _ => vec![dot(last)],
        };
        let end = end.filter(|end| first.at <= *end && *end <= last.at);
        Some(Self {
            lines,
            gaps,
            dots,
            rungs: rungs(scale, step),
            days: days(first.at, last.at),
            limit: limit.map(y),
            end: end.map(x),
        })
    }
}

/// From one value of an axis to another.
#[derive(Debug, Clone, Copy)]
struct Span {
    from: f64,
    to: f64,
}

impl Span {
    /// A span that has a length even where all is one.
    fn of(from: f64, to: f64, least: f64) -> Self {
        match to > from {
            true => Self { from, to },
            false => Self {
                from: from - least,
                to: from + least,
            },
        }
    }

    fn share(self, value: f64) -> f64 {
        (value - self.from) / (self.to - self.from)
    }
}

/// Of each column what came first, was least, was most and came last: whatever the line does, it looks the same.
fn thinned(samples: &[Sample], time: Span) -> Vec<Sample> {
    if samples.len() <= 4 * COLUMNS {
        return samples.to_vec();
    }
    let column = |sample: &Sample| {
        let share = time.share(sample.at.as_second() as f64);
        (share * COLUMNS as f64) as usize
    };
    let columns = samples.chunk_by(|one, next| column(one) == column(next));
    columns
        .flat_map(|column| {
            let mut kept = vec![0, column.len() - 1];
            let by_value = |one: &usize, other: &usize| {
                let value = |index: &usize| column.get(*index).map_or(0.0, |sample| sample.value);
                value(one).total_cmp(&value(other))
            };
            kept.extend((0..column.len()).min_by(by_value));
            kept.extend((0..column.len()).max_by(by_value));
            kept.sort_unstable();
            kept.dedup();
            kept.into_iter()
                .filter_map(|index| column.get(index).copied())
        })
        .collect()
}

/// From how many seconds on nothing was measured for long: many times as long as usual.
fn gap(samples: &[Sample]) -> f64 {
    let mut pauses: Vec<f64> = samples
        .windows(2)
        .filter_map(|pair| Some(seconds(pair.first()?, pair.last()?)))
        .collect();
    pauses.sort_unstable_by(f64::total_cmp);
    let usual = pauses.get(pauses.len() / 2).copied().unwrap_or_default();
    (usual * MANY_TIMES).max(2.0 * HALF_DAY)
}

fn seconds(one: &Sample, next: &Sample) -> f64 {
    next.at.duration_since(one.at).as_secs_f64()
}

/// A round step that makes about four of this range; of nothing, one.
fn step_of(range: f64) -> f64 {
    if range <= 0.0 {
        return 1.0;
    }
    let rough = range / 4.0;
    let power = 10_f64.powf(rough.log10().floor());
    let round = [1.0, 2.0, 5.0, 10.0].into_iter();
    let steps = round.map(|factor| factor * power);
    steps
        .into_iter()
        .find(|step| *step >= rough)
        .unwrap_or(rough)
}

fn rungs(scale: Span, step: f64) -> Vec<Mark> {
    let count = ((scale.to - scale.from) / step).round() as usize;
    let digits = (-step.log10().floor()).max(0.0) as usize;
    (0..=count)
        .map(|n| {
            let value = scale.from + step * n as f64;
            Mark {
                place: place(scale.share(value), BOTTOM, TOP),
                text: format!("{value:.digits$}"),
                anchor: "end",
            }
        })
        .collect()
}

/// First, middle and last day; one where all is of one day.
fn days(first: Timestamp, last: Timestamp) -> Vec<Mark> {
    let mark = |at: Timestamp, share: f64, anchor| Mark {
        place: place(share, LEFT, RIGHT),
        text: day(at),
        anchor,
    };
    if day(first) == day(last) {
        return vec![mark(first, 0.5, "middle")];
    }
    let middle = Timestamp::from_second((first.as_second() + last.as_second()) / 2);
    let middle = middle.ok().map(|middle| mark(middle, 0.5, "middle"));
    let ends = [mark(first, 0.0, "start"), mark(last, 1.0, "end")];
    ends.into_iter().chain(middle).collect()
}

fn path(points: impl IntoIterator<Item = (f64, f64)>) -> String {
    let points: Vec<String> = points
        .into_iter()
        .map(|(x, y)| format!("{x} {y}"))
        .collect();
    format!("M{}", points.join("L"))
}

/// A share of the way from one place to another, to a tenth: nobody sees less.
fn place(share: f64, from: f64, to: f64) -> f64 {
    ((from + share * (to - from)) * 10.0).round() / 10.0
}

pub(super) fn day(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d").to_string()
}

/// Columns of the drawing: as many as it is wide.
const COLUMNS: usize = 304;

/// More values than these run into each other.
const MOST_DOTS: usize = 40;

/// Pieces of a line that can be told apart.
const MOST_PIECES: usize = 60;

/// How much longer than the usual pause one is that is not drawn as if it had been measured.
const MANY_TIMES: f64 = 5.0;

const HALF_DAY: f64 = 43_200.0;

#[cfg(test)]
mod tests {
    use super::*;

    fn samples(values: &[(i64, f64)]) -> Vec<Sample> {
        let sample = |(day, value): &(i64, f64)| Sample {
            at: Timestamp::from_second(86_400 * day).unwrap(),
            value: *value,
        };
        values.iter().map(sample).collect()
    }

    fn plot(values: &[(i64, f64)]) -> Plot {
        Plot::of(&samples(values), "%", None, None).unwrap()
    }

    #[test]
    fn one_value_is_a_dot_with_its_day_and_no_line() {
        let plot = plot(&[(20_000, 97.5)]);
        assert_eq!((plot.lines.len(), plot.gaps.len()), (0, 0));
        let [dot] = plot.dots.as_slice() else {
            panic!("{plot:?}")
        };
        assert_eq!((dot.x, dot.text.as_str()), (196.0, "2024-10-04: 97.5 %"));
        assert_eq!(plot.days.len(), 1);
        assert!(plot.rungs.len() >= 2, "{:?}", plot.rungs);
        assert_eq!(Plot::of(&[], "%", None, None), None);
    }

    #[test]
    fn equal_values_are_a_level_line_between_marks() {
        let plot = plot(&[(0, 90.0), (30, 90.0), (60, 90.0)]);
        let level: Vec<&str> = plot.lines[0][1..]
            .split('L')
            .map(|point| point.split(' ').nth(1).unwrap())
            .collect();
        assert!(level.iter().all(|y| *y == level[0]), "{level:?}");
        let marks: Vec<&str> = plot.rungs.iter().map(|mark| mark.text.as_str()).collect();
        assert_eq!(marks, ["90", "91"]);
    }

    #[test]
    fn a_long_pause_is_a_gap_and_not_a_line() {
        let plot = plot(&[(0, 99.0), (30, 98.0), (60, 97.0), (400, 92.0), (430, 91.5)]);
        assert_eq!((plot.lines.len(), plot.gaps.len()), (2, 1));
        // A lone value between two pauses is a dot.
        let plot = self::plot(&[
            (0, 99.0),
            (1, 98.9),
            (2, 98.8),
            (200, 97.0),
            (500, 95.0),
            (501, 94.9),
        ]);
        assert_eq!(
            (plot.lines.len(), plot.gaps.len(), plot.dots.len()),
            (2, 2, 6)
        );
    }

    #[test]
    fn a_line_with_more_pauses_than_are_seen_is_one_line() {
        let days = (0..4000).map(|n| (10 * (n / 3) + n % 3, 90.0));
        let values: Vec<(i64, f64)> = days.collect();
        let drawn = plot(&values);
        assert_eq!((drawn.lines.len(), drawn.gaps.len()), (1, 0));
        assert_eq!(plot(&values[..30]).gaps.len(), 9);
    }

    #[test]
    fn thousands_of_values_keep_their_peaks_and_ends_in_few_points() {
        let mut values: Vec<(i64, f64)> = (0..20_000)
            .map(|n| (n, 100.0 - n as f64 / 1000.0))
            .collect();
        values[7000].1 = 31.0;
        let plot = plot(&values);
        assert_eq!((plot.lines.len(), plot.gaps.len()), (1, 0));
        let points = plot.lines[0].matches('L').count() + 1;
        assert!(points <= 4 * (COLUMNS + 1), "{points}");
        assert_eq!(plot.dots.len(), 1);
        let lowest = plot.rungs.iter().find(|mark| mark.place == BOTTOM).unwrap();
        assert_eq!(lowest.text, "20");
        let thin = thinned(&samples(&values), Span::of(0.0, 86_400.0 * 19_999.0, 1.0));
        assert!(thin.iter().any(|sample| sample.value == 31.0));
        assert_eq!(
            (thin[0].value, thin.last().unwrap().value),
            (100.0, values[19_999].1)
        );
    }

    #[test]
    fn a_limit_is_on_the_scale_and_an_end_only_within_the_time() {
        let values = samples(&[(0, 100.0), (1000, 90.0)]);
        let at = |day: i64| Some(Timestamp::from_second(86_400 * day).unwrap());
        let with = Plot::of(&values, "%", Some(70.0), at(500)).unwrap();
        assert!(with.limit.unwrap() <= BOTTOM && with.limit.unwrap() > 100.0);
        assert_eq!(with.end, Some(196.0));
        assert_eq!(Plot::of(&values, "%", None, at(2000)).unwrap().end, None);
        let marks: Vec<&str> = with.rungs.iter().map(|mark| mark.text.as_str()).collect();
        assert_eq!(marks, ["60", "70", "80", "90", "100"]);
    }
}
