//! Dates as tables have them.

use jiff::civil::{Date, DateTime, Time};

/// How dates of a column are written: `DD.MM.YYYY`, `MM/YYYY`, `YYYY-MM-DD hh:mm`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    spelled: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Year,
    ShortYear,
    Month,
    Day,
    Hour,
    Minute,
    Second,
    Literal(char),
}

/// A date read from a table, as exactly as it was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Moment {
    Month { year: i16, month: i8 },
    Day(Date),
    Time(DateTime),
}

const PARTS: [(&str, Part); 7] = [
    ("YYYY", Part::Year),
    ("YY", Part::ShortYear),
    ("MM", Part::Month),
    ("DD", Part::Day),
    ("hh", Part::Hour),
    ("mm", Part::Minute),
    ("ss", Part::Second),
];

impl Pattern {
    /// A pattern has a year, a month, and each part once; other letters are refused, for they are a slip.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(next) = rest.chars().next() {
            if let Some((name, part)) = PARTS.iter().find(|(name, _)| rest.starts_with(name)) {
                if parts.contains(part) {
                    return None;
                }
                parts.push(*part);
                rest = &rest[name.len()..];
            } else if next.is_alphanumeric() && next != 'T' {
                return None;
            } else {
                parts.push(Part::Literal(next));
                rest = &rest[next.len_utf8()..];
            }
        }
        let has = |part: Part| parts.contains(&part);
        let year = has(Part::Year) != has(Part::ShortYear);
        let time = !has(Part::Hour) || (has(Part::Day) && has(Part::Minute));
        (year && has(Part::Month) && time && (has(Part::Hour) || !has(Part::Minute))).then(|| {
            Self {
                parts,
                spelled: text.to_owned(),
            }
        })
    }

    /// As the mapping has it.
    pub fn spelled(&self) -> &str {
        &self.spelled
    }

    /// What a text of this pattern says. Days and months may lack their leading zero.
    pub fn read(&self, text: &str) -> Option<Moment> {
        let mut rest = text.trim();
        let [
            mut year,
            mut month,
            mut day,
            mut hour,
            mut minute,
            mut second,
        ] = [0i16; 6];
        for part in &self.parts {
            let slot = match part {
                Part::Literal(literal) => {
                    rest = rest.strip_prefix(*literal)?;
                    continue;
                }
                Part::Year | Part::ShortYear => &mut year,
                Part::Month => &mut month,
                Part::Day => &mut day,
                Part::Hour => &mut hour,
                Part::Minute => &mut minute,
                Part::Second => &mut second,
            };
            let width = if *part == Part::Year { 4 } else { 2 };
            let digits = rest
                .bytes()
                .take(width)
                .take_while(u8::is_ascii_digit)
                .count();
            if digits == 0 || (width == 4 && digits < 4) {
                return None;
            }
            *slot = rest[..digits].parse().ok()?;
            rest = &rest[digits..];
            if *part == Part::ShortYear {
                *slot += 2000;
            }
        }
        if !rest.is_empty() {
            return None;
        }
        let [month, day, hour, minute, second] =
            [month, day, hour, minute, second].map(|number| i8::try_from(number).ok());
        if !self.parts.contains(&Part::Day) {
            let month = month.filter(|month| (1..=12).contains(month))?;
            return Some(Moment::Month { year, month });
        }
        let date = Date::new(year, month?, day?).ok()?;
        if !self.parts.contains(&Part::Hour) {
            return Some(Moment::Day(date));
        }
        let time = Time::new(hour?, minute?, second?, 0).ok()?;
        Some(Moment::Time(date.to_datetime(time)))
    }
}

/// What is written as ISO 8601 has it, which needs no pattern.
pub(super) fn iso(text: &str) -> Option<Moment> {
    [
        "YYYY-MM-DD",
        "YYYY-MM",
        "YYYY-MM-DD hh:mm:ss",
        "YYYY-MM-DDThh:mm:ss",
        "YYYY-MM-DD hh:mm",
    ]
    .into_iter()
    .filter(|pattern| pattern.len() == text.trim().len())
    .find_map(|pattern| Pattern::parse(pattern)?.read(text))
}

/// The only reading of a date that is not written as ISO 8601 has it, with its pattern; nothing where there are two.
pub(super) fn only_reading(text: &str) -> Option<(Moment, &'static str)> {
    let mut found = None;
    for pattern in [
        "DD.MM.YYYY",
        "DD/MM/YYYY",
        "MM/DD/YYYY",
        "DD-MM-YYYY",
        "YYYY/MM/DD",
        "YYYY.MM.DD",
        "MM/YYYY",
        "MM.YYYY",
        "MM-YYYY",
    ] {
        if let Some(moment) = Pattern::parse(pattern).and_then(|pattern| pattern.read(text)) {
            if found.is_some_and(|(other, _)| other != moment) {
                return None;
            }
            found.get_or_insert((moment, pattern));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, text: &str) -> Option<String> {
        Some(match Pattern::parse(pattern)?.read(text)? {
            Moment::Month { year, month } => format!("{year}-{month:02}"),
            Moment::Day(date) => date.to_string(),
            Moment::Time(time) => time.to_string(),
        })
    }

    #[test]
    fn dates_are_read_as_their_pattern_says() {
        for (pattern, text, expected) in [
            ("DD.MM.YYYY", "07.05.2026", "2026-05-07"),
            ("DD.MM.YYYY", "7.5.2026", "2026-05-07"),
            ("MM/DD/YYYY", "05/07/2026", "2026-05-07"),
            ("YYYYMMDD", "20260507", "2026-05-07"),
            ("DD.MM.YY", "07.05.26", "2026-05-07"),
            ("MM/YYYY", "05/2026", "2026-05"),
            (
                "DD.MM.YYYY hh:mm",
                "07.05.2026 08:30",
                "2026-05-07T08:30:00",
            ),
        ] {
            assert_eq!(
                read(pattern, text).as_deref(),
                Some(expected),
                "{pattern} {text}"
            );
        }
    }

    #[test]
    fn what_does_not_fit_the_pattern_is_no_date() {
        for (pattern, text) in [
            ("DD.MM.YYYY", "31.02.2026"),
            ("DD.MM.YYYY", "2026-05-07"),
            ("DD.MM.YYYY", "07.05.26"),
            ("DD.MM.YYYY", "07.05.2026x"),
            ("MM/YYYY", "13/2026"),
            ("DD.MM.YYYY", "é7.05.2026"),
            ("DD.MM.YYYY", ""),
        ] {
            assert_eq!(read(pattern, text), None, "{pattern} {text}");
        }
        for pattern in [
            "",
            "DD.MM",
            "YYYY",
            "TT.MM.JJJJ",
            "DD.MM.YYYY hh",
            "MM.MM.YYYY",
        ] {
            assert_eq!(Pattern::parse(pattern), None, "{pattern}");
        }
    }

    #[test]
    fn a_date_with_two_readings_is_not_guessed() {
        assert_eq!(only_reading("05/07/2026"), None);
        let only = |text| only_reading(text).map(|(_, pattern)| pattern);
        assert_eq!(only("25/07/2026"), Some("DD/MM/YYYY"));
        assert_eq!(only("07/25/2026"), Some("MM/DD/YYYY"));
        assert_eq!(only("05/05/2026"), Some("DD/MM/YYYY"));
        assert_eq!(only("07.05.2026"), Some("DD.MM.YYYY"));
    }
}
