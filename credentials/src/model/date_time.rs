//! XMLSCHEMA `dateTimeStamp`, the one form of time that credentials and proofs carry.

use jiff::{SignedDuration, Timestamp};

/// Reads a `dateTimeStamp` (XML Schema 1.1 part 2, section 3.4.28): `2026-02-18T00:00:00Z`, with the time zone always
/// present. None for every other text, and for years beyond 9999.
///
/// RFC 9557 and ISO 8601 allow more (a space for `T`, lower case, no seconds), and readers of those forms disagree.
pub fn parse(text: &str) -> Option<Timestamp> {
    let bytes = text.as_bytes();
    let (date_time, zone) = match bytes {
        [front @ .., b'Z'] => (front, None),
        [front @ .., sign, h1, h0, b':', m1, m0] => {
            (front, Some((*sign, two(*h1, *h0)?, two(*m1, *m0)?)))
        }
        _ => return None,
    };
    let [
        y3,
        y2,
        y1,
        y0,
        b'-',
        o1,
        o0,
        b'-',
        d1,
        d0,
        b'T',
        h1,
        h0,
        b':',
        m1,
        m0,
        b':',
        s1,
        s0,
        fraction @ ..,
    ] = date_time
    else {
        return None;
    };
    two(*y3, *y2)?;
    two(*y1, *y0)?;
    let (month, day) = (two(*o1, *o0)?, two(*d1, *d0)?);
    let (hour, minute, second) = (two(*h1, *h0)?, two(*m1, *m0)?, two(*s1, *s0)?);
    let exact = match fraction {
        [] => true,
        [b'.', digits @ ..] if !digits.is_empty() => {
            if !digits.iter().all(u8::is_ascii_digit) {
                return None;
            }
            digits.iter().all(|digit| *digit == b'0')
        }
        _ => return None,
    };
    // Section 3.3.7.2: 24:00:00 is the first moment of the next day.
    let end_of_day = hour == 24 && minute == 0 && second == 0 && exact;
    if month == 0 || day == 0 || (hour > 23 && !end_of_day) || minute > 59 || second > 59 {
        return None;
    }
    match zone {
        None => {}
        Some((b'+' | b'-', hours, minutes)) if hours < 14 && minutes < 60 => {}
        Some((b'+' | b'-', 14, 0)) => {}
        Some(_) => return None,
    }
    if end_of_day {
        let midnight = format!("{}T00{}", text.get(..10)?, text.get(13..)?);
        let midnight: Timestamp = midnight.parse().ok()?;
        return midnight.checked_add(SignedDuration::from_hours(24)).ok();
    }
    if fraction.len() > NANOSECONDS {
        // Finer than a nanosecond: cut off.
        let zone = text.get(date_time.len()..)?;
        let cut = text.get(..date_time.len() - (fraction.len() - NANOSECONDS))?;
        return format!("{cut}{zone}").parse().ok();
    }
    text.parse().ok()
}

fn two(tens: u8, ones: u8) -> Option<u8> {
    let digits = tens.is_ascii_digit() && ones.is_ascii_digit();
    digits.then(|| (tens - b'0') * 10 + (ones - b'0'))
}

/// A point and nine digits.
const NANOSECONDS: usize = 10;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_schema_allows_is_read() {
        for (text, same) in [
            ("2023-01-01T00:00:00Z", "2023-01-01T00:00:00Z"),
            ("2023-01-01T01:30:00.250+01:30", "2023-01-01T00:00:00.25Z"),
            ("2023-01-01T00:00:00-14:00", "2023-01-01T14:00:00Z"),
            ("2023-12-31T24:00:00Z", "2024-01-01T00:00:00Z"),
            ("2023-12-31T24:00:00.000-01:00", "2024-01-01T01:00:00Z"),
            (
                "2024-02-29T23:59:59.1234567891Z",
                "2024-02-29T23:59:59.123456789Z",
            ),
            ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        ] {
            let expected: Timestamp = same.parse().unwrap();
            assert_eq!(parse(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn every_other_form_of_time_is_not() {
        for text in [
            "",
            "Z",
            "2023-01-01",
            "2023-01-01T00:00:00",
            "2023-01-01T00:00Z",
            "2023-01-01 00:00:00Z",
            "2023-01-01t00:00:00z",
            "2023-01-01T00:00:00z",
            "2023-01-01T00:00:00+0100",
            "2023-01-01T00:00:00+01",
            "2023-01-01T00:00:00+14:01",
            "2023-01-01T00:00:00+15:00",
            "2023-01-01T00:00:00+01:60",
            "2023-01-01T00:00:00.Z",
            "2023-01-01T00:00:00,5Z",
            "2023-01-01T00:00:00.5eZ",
            "2023-13-01T00:00:00Z",
            "2023-00-01T00:00:00Z",
            "2023-02-29T00:00:00Z",
            "2023-01-32T00:00:00Z",
            "2023-01-01T24:00:01Z",
            "2023-01-01T24:00:00.1Z",
            "2023-01-01T25:00:00Z",
            "2023-01-01T00:60:00Z",
            "2023-01-01T00:00:60Z",
            "20230101T000000Z",
            "2023-01-01T00:00:00Z[UTC]",
            " 2023-01-01T00:00:00Z",
            "2023-01-01T00:00:00Z ",
            "+002023-01-01T00:00:00Z",
            "２０２３-01-01T00:00:00Z",
            "1672531200",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
