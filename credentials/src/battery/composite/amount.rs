//! Numbers that are added up: whole millionths of their unit, so that a sum is exact.

use std::fmt;
use std::str::FromStr;

use serde_json::{Number, Value};

/// A number with at most six decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(i64);

/// Not a number that can be added up exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("expected a number below a thousand millions with at most six decimals, found {0}")]
pub struct NotAnAmount(pub String);

impl Amount {
    /// All of something, in percent.
    pub const WHOLE: Self = Self(100 * ONE);

    /// So many millionths.
    pub const fn of_millionths(millionths: i64) -> Self {
        Self(millionths)
    }

    /// How many millionths it is.
    pub const fn millionths(self) -> i64 {
        self.0
    }

    /// The number that stands there, or the text of one.
    pub fn of(value: &Value) -> Result<Self, NotAnAmount> {
        match value {
            Value::Number(number) => Self::of_number(number),
            Value::String(text) => text.parse(),
            other => Err(NotAnAmount(other.to_string())),
        }
    }

    fn of_number(number: &Number) -> Result<Self, NotAnAmount> {
        let refused = || NotAnAmount(number.to_string());
        match number.as_f64() {
            // Display of a double is the shortest text that reads back, never with an exponent.
            Some(double) if double.is_finite() => double.to_string().parse().map_err(|_| refused()),
            _ => Err(refused()),
        }
    }

    /// The exact sum; nothing where it is too large to be held.
    pub fn sum(amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts
            .into_iter()
            .try_fold(0i64, |sum, amount| sum.checked_add(amount.0))
            .map(Self)
    }

    /// This minus `other`, which may be negative; nothing where it is too large to be held.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// So many percent of this, to the nearest millionth, halves away from zero.
    pub fn percent(self, share: Self) -> Self {
        let product = i128::from(self.0) * i128::from(share.0);
        let whole = i128::from(Self::WHOLE.0);
        let half = whole / 2 * product.signum();
        // Both are below 10^15, a percentage below 10^8: the quotient fits.
        Self(i64::try_from((product + half) / whole).unwrap_or(i64::MAX))
    }

    /// Whether a number that is stated as `self` may stand for the exact `sum`: it is the sum, rounded to the decimals
    /// with which it is stated.
    pub fn is_rounded(self, sum: Self) -> bool {
        let mut last_place = 1;
        while last_place < ONE && self.0 % (last_place * 10) == 0 {
            last_place *= 10;
        }
        // The millionth is never rounded.
        let tolerance = if last_place == 1 { 0 } else { last_place / 2 };
        self.0.abs_diff(sum.0) <= tolerance.unsigned_abs()
    }

    /// Shares of 100 % by mass that add up to it exactly: each rounded down to a millionth, and what is left given to
    /// those that lost most by that.
    pub fn weights(masses: &[Self]) -> Option<Vec<Self>> {
        let total: i128 = masses.iter().map(|mass| i128::from(mass.0)).sum();
        if total <= 0 || masses.iter().any(|mass| mass.0 <= 0) {
            return None;
        }
        let exact = |mass: &Self| i128::from(mass.0) * i128::from(Self::WHOLE.0);
        let mut weights: Vec<i64> = masses
            .iter()
            .map(|mass| i64::try_from(exact(mass) / total).ok())
            .collect::<Option<_>>()?;
        let mut by_loss: Vec<usize> = (0..masses.len()).collect();
        by_loss.sort_by_key(|at| std::cmp::Reverse(exact(&masses[*at]) % total));
        let left = Self::WHOLE.0 - weights.iter().sum::<i64>();
        for at in by_loss.into_iter().take(usize::try_from(left).ok()?) {
            weights[at] += 1;
        }
        Some(weights.into_iter().map(Self).collect())
    }
}

/// Whether two percentages are [weights](Amount::weights) of these two masses among whatever others: each is off by less
/// than a millionth.
pub(super) fn are_by_mass((one, of): (Amount, Amount), (other, than): (Amount, Amount)) -> bool {
    let cross = |weight: Amount, mass: Amount| i128::from(weight.0) * i128::from(mass.0);
    (cross(one, than) - cross(other, of)).abs() < i128::from(of.0) + i128::from(than.0)
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let (whole, rest) = (
            self.0.unsigned_abs() / ONE.unsigned_abs(),
            self.0.unsigned_abs() % ONE.unsigned_abs(),
        );
        let text = format!("{sign}{whole}.{rest:06}");
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// Reads what [`Amount`] writes, and nothing else: one number has one text.
impl FromStr for Amount {
    type Err = NotAnAmount;

    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        let refused = || NotAnAmount(text.chars().take(40).collect());
        let (sign, digits) = match text.strip_prefix('-') {
            Some(digits) => (-1, digits),
            None => (1, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        if fraction.len() > DECIMALS || whole.len() > 9 {
            return Err(refused());
        }
        let joined = format!("{whole}{fraction:0<DECIMALS$}");
        if !joined.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(refused());
        }
        let amount = Self(sign * joined.parse::<i64>().map_err(|_| refused())?);
        match amount.to_string() == text {
            true => Ok(amount),
            false => Err(refused()),
        }
    }
}

const DECIMALS: usize = 6;
const ONE: i64 = 1_000_000;

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    #[test]
    fn a_number_is_read_exactly_or_not_at_all() {
        for (value, millionths) in [
            (json!(0.1), Some(100_000)),
            (json!(-0.004), Some(-4_000)),
            (json!(6390), Some(6_390_000_000)),
            (json!(6390.0), Some(6_390_000_000)),
            (json!(1e-6), Some(1)),
            (json!("0.061"), Some(61_000)),
            (json!(1e-7), None),
            (json!(0.1234567), None),
            (json!(1e9), None),
            (json!(u64::MAX), None),
            (json!("0.10"), None),
            (json!("+1"), None),
            (json!("1."), None),
            (json!(".5"), None),
            (json!("-0"), None),
            (json!("01"), None),
            (json!(""), None),
            (json!(null), None),
        ] {
            let read = Amount::of(&value).ok().map(Amount::millionths);
            assert_eq!(read, millionths, "{value}");
        }
    }

    #[test]
    fn a_total_is_its_sum_rounded_to_the_decimals_it_is_stated_with() {
        for (stated, sum, agrees) in [
            ("16.7", "16.666667", true),
            ("16.7", "16.75", true),
            ("16.7", "16.750001", false),
            ("16.6", "16.666667", false),
            ("17", "16.666667", true),
            ("16", "16.666667", false),
            ("0.083", "0.083", true),
            ("0.083", "0.084", false),
            ("0.083001", "0.083002", false),
            // A whole ten is no coarser than a one.
            ("100", "99.6", true),
            ("100", "99.4", false),
            ("0", "0.6", false),
        ] {
            assert_eq!(
                amount(stated).is_rounded(amount(sum)),
                agrees,
                "{stated} for {sum}"
            );
        }
    }

    #[test]
    fn nothing_can_be_weighed_against_nothing() {
        assert_eq!(Amount::weights(&[]), None);
        assert_eq!(Amount::weights(&[amount("1"), amount("0")]), None);
        assert_eq!(Amount::weights(&[amount("1"), amount("-1")]), None);
        let thirds = Amount::weights(&[amount("2"), amount("2"), amount("2")]).unwrap();
        let thirds: Vec<String> = thirds.iter().map(Amount::to_string).collect();
        assert_eq!(thirds, ["33.333334", "33.333333", "33.333333"]);
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(millionths in -999_999_999_999_999i64..=999_999_999_999_999) {
            let amount = Amount(millionths);
            prop_assert_eq!(amount.to_string().parse(), Ok(amount));
        }

        #[test]
        fn any_text_is_read_without_a_fall(text in ".{0,24}") {
            if let Ok(amount) = text.parse::<Amount>() {
                prop_assert_eq!(amount.to_string(), text);
            }
        }

        #[test]
        fn weights_add_up_to_the_whole_and_keep_the_order_of_masses(
            masses in prop::collection::vec(1i64..=999_999_999_999_999, 1..40)
        ) {
            let masses: Vec<Amount> = masses.into_iter().map(Amount).collect();
            let weights = Amount::weights(&masses).unwrap();
            prop_assert_eq!(Amount::sum(weights.iter().copied()), Some(Amount::WHOLE));
            for (one, other) in (0..masses.len()).zip(1..masses.len()) {
                prop_assert!(are_by_mass((weights[one], masses[one]), (weights[other], masses[other])));
                if masses[one] > masses[other] {
                    prop_assert!(weights[one] >= weights[other]);
                }
            }
        }

        #[test]
        fn a_percentage_is_within_half_a_millionth(value in -1_000_000_000i64..1_000_000_000, share in 0i64..=100_000_000) {
            let exact = i128::from(value) * i128::from(share);
            let got = i128::from(Amount(value).percent(Amount(share)).0) * 100_000_000;
            prop_assert!((got - exact).abs() <= 50_000_000);
        }
    }
}
