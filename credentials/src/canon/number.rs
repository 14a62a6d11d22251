//! Numbers as ECMAScript writes them, which RFC 8785 section 3.2.2.3 asks for.

/// The canonical text of one finite double.
pub(crate) struct Canonical {
    buffer: [u8; 32],
    length: usize,
}

impl Canonical {
    /// ECMA-262 `Number::toString` in base 10. Not a number and infinities have no JSON form and become `0`; neither
    /// can come out of a JSON text.
    pub(crate) fn new(value: f64) -> Self {
        let mut text = Self {
            buffer: [0; 32],
            length: 0,
        };
        if value == 0.0 || !value.is_finite() {
            text.push(b"0");
            return text;
        }
        let mut buffer = zmij::Buffer::new();
        let shortest = buffer.format_finite(value);
        if PLAIN.contains(&value.abs()) && !shortest.contains('e') {
            text.push(shortest.strip_suffix(".0").unwrap_or(shortest).as_bytes());
        } else {
            text.layout(shortest);
        }
        text
    }

    pub(crate) fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    pub(crate) fn as_bytes(&self) -> &[u8] {
        &self.buffer[..self.length]
    }

    /// Takes the shortest digits that read back as the same double, as `-12.5`, `1e30` or `2.5e-7`, and lays them out
    /// anew. With `k` digits `d` the value is `d × 10^(n - k)`.
    fn layout(&mut self, shortest: &str) {
        let unsigned = shortest.strip_prefix('-').unwrap_or(shortest);
        let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let mut digits = [0; 40];
        let written = whole.len() + fraction.len();
        digits[..whole.len()].copy_from_slice(whole.as_bytes());
        digits[whole.len()..written].copy_from_slice(fraction.as_bytes());
        let leading = digits[..written]
            .iter()
            .take_while(|digit| **digit == b'0')
            .count();
        let trailing = digits[leading..written]
            .iter()
            .rev()
            .take_while(|digit| **digit == b'0')
            .count();
        let digits = &digits[leading..written - trailing];

        let k = digits.len().cast_signed();
        let exponent: isize = exponent.parse().unwrap_or_default();
        let n = exponent + whole.len().cast_signed() - leading.cast_signed();
        if unsigned.len() < shortest.len() {
            self.push(b"-");
        }
        match n {
            _ if k <= n && n <= 21 => {
                self.push(digits);
                self.zeros(n - k);
            }
            1..=21 => {
                let (whole, fraction) = digits.split_at(n.unsigned_abs());
                self.push(whole);
                self.push(b".");
                self.push(fraction);
            }
            -5..=0 => {
                self.push(b"0.");
                self.zeros(-n);
                self.push(digits);
            }
            _ => self.scientific(digits, n - 1),
        }
    }

    fn scientific(&mut self, digits: &[u8], exponent: isize) {
        let (first, rest) = digits.split_at(1);
        self.push(first);
        if !rest.is_empty() {
            self.push(b".");
            self.push(rest);
        }
        self.push(if exponent < 0 { b"e-" } else { b"e+" });
        let magnitude = exponent.unsigned_abs();
        let digits =
            [magnitude / 100, magnitude / 10 % 10, magnitude % 10].map(|digit| b'0' + digit as u8);
        let leading = digits.iter().take_while(|digit| **digit == b'0').count();
        self.push(&digits[leading..]);
    }

    fn zeros(&mut self, count: isize) {
        self.push(&[b'0'; 21][..count.unsigned_abs()]);
    }

    fn push(&mut self, bytes: &[u8]) {
        self.buffer[self.length..self.length + bytes.len()].copy_from_slice(bytes);
        self.length += bytes.len();
    }
}

/// Where ECMAScript writes no exponent, so that positional digits are laid out already.
const PLAIN: std::ops::Range<f64> = 1e-6..1e21;

/// Appends a whole number in decimal digits.
pub(crate) fn write_decimal(out: &mut Vec<u8>, mut number: u64) {
    let mut digits = [0; 20];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&digits[at..]);
}

#[cfg(test)]
mod tests {
    use super::Canonical;

    #[test]
    fn the_samples_of_rfc_8785_appendix_b_come_out_exactly() {
        let samples: [(u64, &str); 23] = [
            (0x0000000000000000, "0"),
            (0x8000000000000000, "0"),
            (0x0000000000000001, "5e-324"),
            (0x8000000000000001, "-5e-324"),
            (0x7fefffffffffffff, "1.7976931348623157e+308"),
            (0xffefffffffffffff, "-1.7976931348623157e+308"),
            (0x4340000000000000, "9007199254740992"),
            (0xc340000000000000, "-9007199254740992"),
            (0x4430000000000000, "295147905179352830000"),
            (0x44b52d02c7e14af5, "9.999999999999997e+22"),
            (0x44b52d02c7e14af6, "1e+23"),
            (0x44b52d02c7e14af7, "1.0000000000000001e+23"),
            (0x444b1ae4d6e2ef4e, "999999999999999700000"),
            (0x444b1ae4d6e2ef4f, "999999999999999900000"),
            (0x444b1ae4d6e2ef50, "1e+21"),
            (0x3eb0c6f7a0b5ed8c, "9.999999999999997e-7"),
            (0x3eb0c6f7a0b5ed8d, "0.000001"),
            (0x41b3de4355555553, "333333333.3333332"),
            (0x41b3de4355555554, "333333333.33333325"),
            (0x41b3de4355555555, "333333333.3333333"),
            (0x41b3de4355555556, "333333333.3333334"),
            (0xbecbf647612f3696, "-0.0000033333333333333333"),
            (0x43143ff3c1cb0959, "1424953923781206.2"),
        ];
        for (bits, expected) in samples {
            assert_eq!(
                Canonical::new(f64::from_bits(bits)).as_str(),
                expected,
                "{bits:016x}"
            );
        }
    }
}
