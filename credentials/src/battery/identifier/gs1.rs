//! Numbers of GS1: which kind of product, and which one of them.

use std::fmt;
use std::str::FromStr;

use super::{IdentifierError, is_step};

/// A Global Trade Item Number, its check digit verified, as 14 digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Gtin([u8; 14]);

/// A serial number: 1 to 20 characters of GS1 character set 82.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Serial(String);

impl Gtin {
    /// The check digit that `digits` (all but the last) ask for: GS1 General Specifications 7.9.
    fn check_digit(digits: &[u8]) -> u8 {
        let sum: u32 = digits
            .iter()
            .rev()
            .enumerate()
            .map(|(place, digit)| u32::from(*digit) * if place % 2 == 0 { 3 } else { 1 })
            .sum();
        // Below ten, so it fits.
        ((10 - sum % 10) % 10) as u8
    }
}

impl FromStr for Gtin {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let given: Vec<u8> = text.bytes().map(|byte| byte.wrapping_sub(b'0')).collect();
        if !matches!(given.len(), 8 | 12 | 13 | 14) || given.iter().any(|digit| *digit > 9) {
            return Err(IdentifierError::GtinShape(text.to_owned()));
        }
        let mut digits = [0; 14];
        digits[14 - given.len()..].copy_from_slice(&given);
        let expected = Self::check_digit(&digits[..13]);
        if digits[13] != expected {
            return Err(IdentifierError::GtinCheckDigit {
                gtin: text.to_owned(),
                expected: char::from(b'0' + expected),
                found: char::from(b'0' + digits[13]),
            });
        }
        Ok(Self(digits))
    }
}

impl fmt::Display for Gtin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|digit| write!(f, "{digit}"))
    }
}

impl Serial {
    /// The serial number as it is, not percent-encoded.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for Serial {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        let length = text.chars().count();
        if length == 0 || length > 20 {
            return Err(IdentifierError::SerialLength(length));
        }
        // GS1 General Specifications 7.11, figure 7.11-1.
        let allowed = |c: char| c.is_ascii_alphanumeric() || "!\"%&'()*+,-./:;<=>?_".contains(c);
        match text.chars().find(|c| !allowed(*c) || is_step(text)) {
            Some(c) => Err(IdentifierError::SerialCharacter(c)),
            None => Ok(Self(text.to_owned())),
        }
    }
}

impl fmt::Display for Serial {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Coded;

    #[test]
    fn gtins_of_every_length_become_fourteen_digits() {
        for (given, expected) in [
            ("96385074", "00000096385074"),
            ("036000291452", "00036000291452"),
            ("4006381333931", "04006381333931"),
            ("09506000134352", "09506000134352"),
        ] {
            assert_eq!(
                given.parse::<Gtin>().map(|gtin| gtin.to_string()),
                Ok(expected.to_owned()),
                "{given}"
            );
        }
    }

    #[test]
    fn a_wrong_check_digit_is_refused_with_the_right_one() {
        let error = "09506000134353".parse::<Gtin>().unwrap_err();
        assert_eq!(
            error.to_string(),
            "the check digit of GTIN 09506000134353 must be 2, found 3"
        );
        assert_eq!(error.code(), "identifier.gtin_check_digit");
        assert!(error.hint().unwrap().ends_with("09506000134352"));
    }

    #[test]
    fn what_is_no_gtin_is_refused() {
        for text in [
            "",
            "123",
            "0950600013435A",
            "095060001343520",
            "0950600013435²",
            " 4006381333931",
        ] {
            assert!(
                matches!(text.parse::<Gtin>(), Err(IdentifierError::GtinShape(_))),
                "{text:?}"
            );
        }
    }

    #[test]
    fn a_serial_number_keeps_to_character_set_82() {
        assert!("A-1_b.2/3".parse::<Serial>().is_ok());
        assert_eq!("".parse::<Serial>(), Err(IdentifierError::SerialLength(0)));
        assert_eq!(
            "123456789012345678901".parse::<Serial>(),
            Err(IdentifierError::SerialLength(21))
        );
        assert_eq!(
            "a b".parse::<Serial>(),
            Err(IdentifierError::SerialCharacter(' '))
        );
        assert_eq!(
            "ä".parse::<Serial>(),
            Err(IdentifierError::SerialCharacter('ä'))
        );
    }
}
