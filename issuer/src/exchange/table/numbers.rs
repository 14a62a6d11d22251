//! Numbers as tables have them: decimal commas, points between thousands, a unit behind.

/// A number, and what had to be assumed to read it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Number {
    pub value: f64,
    pub guess: Option<String>,
}

/// The figures of a cell, and the unit behind them.
pub(super) fn split(text: &str) -> (&str, Option<&str>) {
    let text = text.trim();
    let is_figure = |c: char| c.is_ascii_digit() || "+-.,'’ \u{a0}\u{202f}".contains(c);
    let end = text.find(|c: char| !is_figure(c)).unwrap_or(text.len());
    // The power of ten of 1.5e3 is no unit.
    let rest = &text[end..];
    if let Some(power) = rest.strip_prefix(['e', 'E'])
        && power
            .trim_start_matches(['+', '-'])
            .starts_with(|c: char| c.is_ascii_digit())
    {
        let digits = power
            .find(|c: char| !(c.is_ascii_digit() || "+-".contains(c)))
            .unwrap_or(power.len());
        let (figures, unit) = text.split_at(end + 1 + digits);
        let unit = unit.trim();
        return (figures, (!unit.is_empty()).then_some(unit));
    }
    let unit = rest.trim();
    (text[..end].trim(), (!unit.is_empty()).then_some(unit))
}

/// Whether the passport has the number in another way of writing.
pub(super) fn is_rewritten(text: &str) -> bool {
    let (figures, unit) = split(text);
    unit.is_some() || figures.parse::<f64>().is_err()
}

/// Reads figures; without a stated decimal sign only what has one reading.
pub(super) fn read(figures: &str, decimal: Option<char>) -> Result<Number, String> {
    let wrong = || format!("expected a number, found {figures:?}");
    let bare: String = figures
        .chars()
        .filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’'))
        .collect();
    let points = bare.matches('.').count();
    let commas = bare.matches(',').count();
    let mut guess = None;
    let decimal = match decimal {
        Some(decimal) => decimal,
        None => match (points, commas) {
            (1, 0) if may_be_thousands(&bare) => {
                guess = Some("no decimal sign is stated: the point is taken for it".to_owned());
                '.'
            }
            (_, 0) if points <= 1 => '.',
            (0, 1) => {
                let behind = bare.rsplit(',').next().unwrap_or_default();
                if behind.len() == 3 {
                    return Err(format!(
                        "{figures:?} may be a thousand or a fraction: state decimal in the mapping"
                    ));
                }
                guess = Some("no decimal sign is stated: the comma is taken for it".to_owned());
                ','
            }
            (points, commas) if points > 0 && commas > 0 => {
                let last = if bare.rfind(',') > bare.rfind('.') {
                    ','
                } else {
                    '.'
                };
                guess = Some(format!(
                    "no decimal sign is stated: the last, {last:?}, is taken for it"
                ));
                last
            }
            _ => {
                return Err(format!(
                    "{figures:?} has several signs: state decimal in the mapping"
                ));
            }
        },
    };
    let thousands = if decimal == '.' { ',' } else { '.' };
    let (whole, fraction) = bare.split_once(decimal).unwrap_or((&bare, ""));
    if fraction.contains([thousands, decimal]) || !grouped(whole, thousands) {
        return Err(wrong());
    }
    let mut plain: String = whole.chars().filter(|c| *c != thousands).collect();
    if !fraction.is_empty() {
        plain.push('.');
        plain.push_str(fraction);
    }
    let digits = plain.trim_start_matches(['+', '-']);
    if !digits.starts_with(|c: char| c.is_ascii_digit() || c == '.') {
        return Err(wrong());
    }
    plain
        .parse::<f64>()
        .ok()
        .filter(|value| value.is_finite())
        .map(|value| Number { value, guess })
        .ok_or_else(wrong)
}

/// 1.234 is a thousand and more to some, and 0.025 is not.
fn may_be_thousands(text: &str) -> bool {
    let text = text.trim_start_matches(['+', '-']);
    text.split_once('.').is_some_and(|(whole, behind)| {
        behind.len() == 3
            && behind.bytes().all(|byte| byte.is_ascii_digit())
            && whole.len() <= 3
            && !whole.starts_with('0')
    })
}

/// Signs between thousands stand between groups of three: 1.234.567, and not 1.23.
fn grouped(whole: &str, thousands: char) -> bool {
    let mut groups = whole.trim_start_matches(['+', '-']).split(thousands);
    let first = groups.next().unwrap_or_default();
    let mut rest = groups.peekable();
    rest.peek().is_none()
        || ((1..=3).contains(&first.len())
            && rest
                .all(|group| group.len() == 3 && group.bytes().all(|byte| byte.is_ascii_digit())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_with_the_decimal_sign_that_is_stated() {
        for (text, decimal, value) in [
            ("478", None, 478.0),
            ("-0.5", None, -0.5),
            ("0.025", None, 0.025),
            ("1.5e3", None, 1500.0),
            ("478,5", Some(','), 478.5),
            ("1.234,5", Some(','), 1234.5),
            ("1 234,5", Some(','), 1234.5),
            ("1'234.5", Some('.'), 1234.5),
            ("1,234.5", Some('.'), 1234.5),
            ("1.234", Some(','), 1234.0),
            ("1,234", Some(','), 1.234),
            (".5", Some('.'), 0.5),
        ] {
            let number = read(text, decimal).unwrap();
            assert_eq!((number.value, number.guess), (value, None), "{text}");
        }
    }

    #[test]
    fn one_reading_is_a_guess_and_two_are_refused() {
        for (text, value) in [
            ("478,5", 478.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1.234", 1.234),
        ] {
            let number = read(text, None).unwrap();
            assert_eq!(number.value, value, "{text}");
            assert!(number.guess.is_some(), "{text}");
        }
        for text in ["1,234", "1.234.567", "1,2,3"] {
            assert!(read(text, None).unwrap_err().contains("mapping"), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "", "-", "abc", "1.23,4.5", "12.34.5", "inf", "NaN", "1e999", "--1",
        ] {
            assert!(read(text, Some('.')).is_err(), "{text}");
        }
        assert!(
            read("1.23", Some(',')).is_err(),
            "two digits are no thousand"
        );
    }

    #[test]
    fn a_unit_behind_the_figures_is_told_apart_from_a_power_of_ten() {
        for (text, figures, unit) in [
            ("478 kg", "478", Some("kg")),
            ("478", "478", None),
            ("1.5e3 W", "1.5e3", Some("W")),
            ("5 eV", "5", Some("eV")),
            ("12,5%", "12,5", Some("%")),
            ("abc", "", Some("abc")),
        ] {
            assert_eq!(split(text), (figures, unit), "{text}");
        }
    }
}
