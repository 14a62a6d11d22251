//! Doubles as RDF writes them: `printf("%1.15E")` without trailing zeros (JSON-LD 1.1 API section 8.6), which is at most
//! 16 digits.

use crate::canon::number::write_decimal;

/// Appends the canonical form of a finite double.
pub(super) fn write(out: &mut Vec<u8>, value: f64) {
    match digits(value.abs()) {
        Some((digits, exponent)) => write_scaled(out, value < 0.0, digits, exponent),
        None => out.extend_from_slice(general(value).as_bytes()),
    }
}

/// 16 digits as a whole number, and the exponent of the first of them: in integers, for the sizes that measured values
/// have. Elsewhere, and where the exact value lies halfway between two such numbers, none.
fn digits(value: f64) -> Option<(u64, i32)> {
    let exponent = (value.to_bits() >> 52) as i32;
    if exponent == 0 {
        return None;
    }
    // value = significand / 2^shift
    let significand = (value.to_bits() & ((1 << 52) - 1)) | 1 << 52;
    let shift = u32::try_from(1075 - exponent)
        .ok()
        .filter(|shift| (1..128).contains(shift))?;
    // log10(2) is 1233/4096: right, or one off beside a power of ten.
    let mut first = ((exponent - 1023) * 1233) >> 12;
    for _ in 0..2 {
        let scale = usize::try_from(15 - first).ok()?;
        // 2^53 times 10^22 is below 2^127.
        let scaled = u128::from(significand)
            * u128::from(*POWERS.get(scale / 2)?)
            * u128::from(*POWERS.get(scale - scale / 2)?);
        let whole = (scaled >> shift) as u64;
        match whole {
            ..LOWEST => first -= 1,
            HIGHEST.. => first += 1,
            _ => return rounded(whole, scaled & ((1 << shift) - 1), 1 << (shift - 1), first),
        }
    }
    None
}

fn rounded(whole: u64, rest: u128, half: u128, first: i32) -> Option<(u64, i32)> {
    if rest == half {
        return None;
    }
    match whole + u64::from(rest > half) {
        HIGHEST => Some((LOWEST, first + 1)),
        digits => Some((digits, first)),
    }
}

fn write_scaled(out: &mut Vec<u8>, negative: bool, mut digits: u64, exponent: i32) {
    let mut text = [b'0'; 17];
    for place in text.iter_mut().rev().take(16) {
        *place = b'0' + (digits % 10) as u8;
        digits /= 10;
    }
    // The first digit, the point in the place before it, the others.
    text.swap(0, 1);
    text[1] = b'.';
    let end = text
        .iter()
        .rposition(|digit| *digit != b'0')
        .unwrap_or(1)
        .max(2);
    if negative {
        out.push(b'-');
    }
    out.extend_from_slice(&text[..=end]);
    out.push(b'E');
    if exponent < 0 {
        out.push(b'-');
    }
    write_decimal(out, u64::from(exponent.unsigned_abs()));
}

fn general(value: f64) -> String {
    let text = format!("{value:.15E}");
    let (mantissa, exponent) = text.split_once('E').unwrap_or((&text, "0"));
    let mantissa = mantissa.trim_end_matches('0');
    let point = if mantissa.ends_with('.') { "0" } else { "" };
    format!("{mantissa}{point}E{exponent}")
}

/// The least number of 16 digits, and the least of 17.
const LOWEST: u64 = 1_000_000_000_000_000;
const HIGHEST: u64 = 10 * LOWEST;

/// Powers of ten up to the half of 22, rounded up.
const POWERS: [u64; 12] = {
    let mut powers = [1; 12];
    let mut at = 1;
    while at < powers.len() {
        powers[at] = 10 * powers[at - 1];
        at += 1;
    }
    powers
};

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{general, write};

    fn canonical(value: f64) -> String {
        let mut out = Vec::new();
        write(&mut out, value);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn doubles_have_sixteen_digits_at_most() {
        for (value, expected) in [
            (0.1, "1.0E-1"),
            (9.53, "9.529999999999999E0"),
            (92.4, "9.240000000000001E1"),
            (-0.004, "-4.0E-3"),
            (1e21, "1.0E21"),
            (0.999_999_999_999_999_9, "9.999999999999999E-1"),
            (5e-324, "4.940656458412465E-324"),
            (4_503_599_627_370_497.5, "4.503599627370498E15"),
            (0.0, "0.0E0"),
        ] {
            assert_eq!(canonical(value), expected);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]

        #[test]
        fn the_fast_way_writes_what_the_general_way_writes(value in any::<f64>(), whole in -1_000_000_000_i64..1_000_000_000, places in 0..12) {
            let decimal = whole as f64 / 10_f64.powi(places);
            for value in [value, decimal, value % 1e6] {
                if value.is_finite() {
                    prop_assert_eq!(canonical(value), general(value));
                }
            }
        }
    }
}
