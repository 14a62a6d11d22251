//! Dates as precise as they are given: a month, a day or an instant.

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// The instants that a date may mean, wherever on earth it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct When {
    /// Not before this.
    pub earliest: Timestamp,
    /// Not after this.
    pub latest: Timestamp,
}

impl When {
    /// `YYYY-MM`, `YYYY-MM-DD` or an RFC 3339 date-time.
    pub fn date(text: &str) -> Option<Self> {
        match text.len() {
            7 => {
                let first = day(&format!("{text}-01"))?;
                Some(Self::days(first, first.last_of_month()))
            }
            10 => day(text).map(|date| Self::days(date, date)),
            _ => Self::instant(text),
        }
    }

    /// An RFC 3339 date-time, its offset given.
    pub fn instant(text: &str) -> Option<Self> {
        // jiff also reads a space for the `T` and hours alone, which RFC 3339 profiles of others refuse.
        if text.as_bytes().get(10) != Some(&b'T') || text.as_bytes().get(16) != Some(&b':') {
            return None;
        }
        let at: Timestamp = text.parse().ok()?;
        Some(Self {
            earliest: at,
            latest: at,
        })
    }

    /// A day begins first at UTC+14 and ends last at UTC-12.
    fn days(first: Date, last: Date) -> Self {
        let utc = |date: Date, hour, minute| {
            TimeZone::UTC
                .to_timestamp(date.at(hour, minute, 0, 0))
                .unwrap_or(Timestamp::UNIX_EPOCH)
        };
        let shifted = |at: Timestamp, hours| {
            at.checked_add(SignedDuration::from_hours(hours))
                .unwrap_or(at)
        };
        Self {
            earliest: shifted(utc(first, 0, 0), -14),
            latest: shifted(utc(last, 23, 59), 12),
        }
    }
}

/// A calendar day, `YYYY-MM-DD` and nothing else.
pub fn day(text: &str) -> Option<Date> {
    let bytes = text.as_bytes();
    let shaped = bytes.iter().enumerate().all(|(at, byte)| match at {
        4 | 7 => *byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    shaped.then(|| text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_days_and_instants_are_dates() {
        for text in [
            "2026-02",
            "2026-02-28",
            "2024-02-29",
            "2026-02-28T10:00:00Z",
            "2026-02-28T10:00:00.123+02:00",
        ] {
            assert!(When::date(text).is_some(), "{text}");
        }
        for text in [
            "2026",
            "2026-13",
            "2026-02-30",
            "2025-02-29",
            "7172-75-08",
            "--06",
            "2026-02-28T10:00:00",
            "2026-02-28 10:00:00Z",
            "28.02.2026",
            "2026/02/28",
            "+2026-02",
            "",
        ] {
            assert!(When::date(text).is_none(), "{text}");
        }
    }

    #[test]
    fn a_day_alone_is_no_instant() {
        assert!(When::instant("2026-02-28").is_none());
        assert!(When::instant("2026-02-28T10:00Z").is_none());
    }

    #[test]
    fn a_month_may_mean_any_of_its_days() {
        let month = When::date("2026-02").unwrap();
        let day = When::date("2026-02-14").unwrap();
        assert!(month.earliest < day.earliest && day.latest < month.latest);
    }
}
