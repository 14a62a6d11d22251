//! The recursive-descent reader behind [`Node::parse`].

use std::borrow::Cow;

use super::Limits;
use super::error::{JsonError, JsonFault};
use super::node::{MAX_EXACT, Member, Node, Number, Object};
use crate::canon::number;

type Read<T> = Result<T, Box<JsonError>>;

/// Reads one text from left to right. Values under construction wait on two stacks, so that every array and object
/// is allocated once, at its size.
pub(super) struct Parser<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    depth_left: usize,
    limits: Limits,
    items: Vec<Node<'a>>,
    members: Vec<Member<'a>>,
}

impl<'a> Parser<'a> {
    pub(super) fn read(bytes: &'a [u8], limits: Limits) -> Read<Node<'a>> {
        Self::new(limits).next(bytes)
    }

    pub(super) fn new(limits: Limits) -> Self {
        Self {
            text: "",
            bytes: &[],
            at: 0,
            depth_left: limits.depth,
            limits,
            items: Vec::with_capacity(64),
            members: Vec::with_capacity(32),
        }
    }

    fn next(&mut self, bytes: &'a [u8]) -> Read<Node<'a>> {
        self.begin(bytes)?;
        let node = self.value()?;
        self.end()?;
        Ok(node)
    }

    /// Reads one text and adds the elements of its array to those of the texts before; of another value, nothing.
    /// Gives how many elements there are now.
    pub(super) fn next_elements(&mut self, bytes: &'a [u8]) -> Read<usize> {
        self.begin(bytes)?;
        if self.peek() == Some(b'[') {
            self.nested(Self::elements)?;
        } else {
            self.value()?;
        }
        self.end()?;
        Ok(self.items.len())
    }

    /// The elements that [`Self::next_elements`] read.
    pub(super) fn into_elements(self) -> Vec<Node<'a>> {
        self.items
    }

    fn begin(&mut self, bytes: &'a [u8]) -> Read<()> {
        let limits = self.limits;
        if bytes.len() > limits.size {
            return Err(JsonError::new(
                JsonFault::TooLarge(limits.size),
                limits.size,
            ));
        }
        self.text = std::str::from_utf8(bytes)
            .map_err(|error| JsonError::new(JsonFault::Utf8, error.valid_up_to()))?;
        self.bytes = bytes;
        self.at = 0;
        self.depth_left = limits.depth;
        self.skip_space();
        Ok(())
    }

    fn end(&mut self) -> Read<()> {
        self.skip_space();
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fail(JsonFault::TrailingBytes)),
        }
    }

    fn value(&mut self) -> Read<Node<'a>> {
        match self.peek() {
            Some(b'"') => self.string().map(Node::String),
            Some(b'{') => self.nested(Self::object),
            Some(b'[') => self.nested(Self::array),
            Some(b'-' | b'0'..=b'9') => self.number().map(Node::Number),
            Some(b't') => self.literal("true", Node::Bool(true)),
            Some(b'f') => self.literal("false", Node::Bool(false)),
            Some(b'n') => self.literal("null", Node::Null),
            Some(_) => Err(self.fail(JsonFault::Syntax("a value"))),
            None => Err(self.fail(JsonFault::Truncated)),
        }
    }

    fn nested<T>(&mut self, read: fn(&mut Self) -> Read<T>) -> Read<T> {
        if self.depth_left == 0 {
            return Err(self.fail(JsonFault::TooDeep(self.limits.depth)));
        }
        self.depth_left -= 1;
        let found = read(self)?;
        self.depth_left += 1;
        Ok(found)
    }

    fn array(&mut self) -> Read<Node<'a>> {
        let base = self.items.len();
        self.elements()?;
        Ok(Node::Array(self.items.split_off(base)))
    }

    /// The elements of an array, which stay on the stack.
    fn elements(&mut self) -> Read<()> {
        let base = self.items.len();
        self.at += 1;
        self.skip_space();
        if self.take(b']') {
            return Ok(());
        }
        loop {
            let index = self.items.len() - base;
            match self.plain_string() {
                // Most elements: straight to its place, for a node is too large to be handed around.
                Some(text) => self.items.push(Node::String(Cow::Borrowed(text))),
                None => {
                    let item = self.value().map_err(|error| error.inside(index))?;
                    self.items.push(item);
                }
            }
            self.skip_space();
            if self.take(b']') {
                return Ok(());
            }
            self.expect(b',', "`,` or `]`")?;
            self.skip_space();
        }
    }

    fn object(&mut self) -> Read<Node<'a>> {
        let (start, base) = (self.at, self.members.len());
        self.at += 1;
        self.skip_space();
        if self.take(b'}') {
            return Ok(Node::Object(Object::default()));
        }
        loop {
            if self.peek().is_some_and(|byte| byte != b'"') {
                return Err(self.fail(JsonFault::Syntax("a member name in double quotes")));
            }
            let name = self.string()?;
            self.skip_space();
            self.expect(b':', "`:`")?;
            self.skip_space();
            match self.plain_string() {
                Some(text) => {
                    let value = Node::String(Cow::Borrowed(text));
                    self.members.push((name, value));
                }
                None => match self.value() {
                    Ok(value) => self.members.push((name, value)),
                    Err(error) => return Err(error.inside(name)),
                },
            }
            self.skip_space();
            if self.take(b'}') {
                break;
            }
            self.expect(b',', "`,` or `}`")?;
            self.skip_space();
        }
        let members = self.members.split_off(base);
        match Object::new(members) {
            Ok(object) => Ok(Node::Object(object)),
            Err(name) => Err(JsonError::new(JsonFault::DuplicateKey, start).inside(name)),
        }
    }

    #[inline]
    fn string(&mut self) -> Read<Cow<'a, str>> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.escaped_string().map(Cow::Owned),
        }
    }

    /// A string without escapes; none when something else stands here, which is then still to be read.
    #[inline]
    fn plain_string(&mut self) -> Option<&'a str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let end = start + plain_prefix(&self.bytes[start..]);
        if self.bytes.get(end) != Some(&b'"') {
            return None;
        }
        self.at = end + 1;
        Some(&self.text[start..end])
    }

    fn escaped_string(&mut self) -> Read<String> {
        self.expect(b'"', "a string")?;
        let start = self.at;
        self.at += plain_prefix(&self.bytes[self.at..]);
        let mut text = self.text[start..self.at].to_owned();
        loop {
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(text);
                }
                Some(b'\\') => {
                    self.at += 1;
                    text.push(self.escape()?);
                }
                Some(_) => {
                    return Err(self.fail(JsonFault::Syntax("control characters to be escaped")));
                }
                None => return Err(self.fail(JsonFault::Truncated)),
            }
            let start = self.at;
            self.at += plain_prefix(&self.bytes[self.at..]);
            text.push_str(&self.text[start..self.at]);
        }
    }

    /// What follows a backslash.
    fn escape(&mut self) -> Read<char> {
        let escaped = match self.peek() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.unicode_escape(),
            Some(_) => return Err(self.fail(JsonFault::Syntax("an escape of RFC 8259 section 7"))),
            None => return Err(self.fail(JsonFault::Truncated)),
        };
        self.at += 1;
        Ok(escaped)
    }

    fn unicode_escape(&mut self) -> Read<char> {
        let start = self.at - 1;
        self.at += 1;
        let unit = self.four_hex_digits()?;
        let code_point = match unit {
            0xD800..=0xDBFF if self.bytes[self.at..].starts_with(b"\\u") => {
                self.at += 2;
                match self.four_hex_digits()? {
                    low @ 0xDC00..=0xDFFF => 0x1_0000 + ((unit - 0xD800) << 10) + (low - 0xDC00),
                    _ => unit,
                }
            }
            _ => unit,
        };
        char::from_u32(code_point).ok_or_else(|| JsonError::new(JsonFault::LoneSurrogate, start))
    }

    fn four_hex_digits(&mut self) -> Read<u32> {
        let mut unit = 0;
        for _ in 0..4 {
            let Some(byte) = self.peek() else {
                return Err(self.fail(JsonFault::Truncated));
            };
            let Some(digit) = char::from(byte).to_digit(16) else {
                return Err(self.fail(JsonFault::Syntax("four hexadecimal digits")));
            };
            unit = unit << 4 | digit;
            self.at += 1;
        }
        Ok(unit)
    }

    /// RFC 8259 section 6, then what a double keeps of it.
    fn number(&mut self) -> Read<Number> {
        let start = self.at;
        let negative = self.take(b'-');
        let digits = self.at;
        let mut integer: u64 = 0;
        while let Some(byte @ b'0'..=b'9') = self.peek() {
            integer = integer
                .saturating_mul(10)
                .saturating_add(u64::from(byte - b'0'));
            self.at += 1;
        }
        match self.at - digits {
            0 if self.peek().is_none() => return Err(self.fail(JsonFault::Truncated)),
            0 => return Err(self.fail(JsonFault::Syntax("a digit"))),
            1 => {}
            _ if self.bytes[digits] == b'0' => {
                return Err(JsonError::new(
                    JsonFault::Syntax("a number without leading zeros"),
                    digits,
                ));
            }
            _ => {}
        }
        let mut whole = true;
        if self.take(b'.') {
            whole = false;
            self.some_digits()?;
        }
        if self.take(b'e') || self.take(b'E') {
            whole = false;
            let _sign = self.take(b'+') || self.take(b'-');
            self.some_digits()?;
        }
        if whole && integer <= MAX_EXACT && !(negative && integer == 0) {
            let value = integer.cast_signed();
            return Ok(Number::Integer(if negative { -value } else { value }));
        }
        let text = &self.text[start..self.at];
        match text.parse::<f64>() {
            Ok(value) if !value.is_finite() => {
                Err(JsonError::new(JsonFault::NumberOutOfRange, start))
            }
            // A canonical text reads back; an integer that its canonical form would change does not.
            Ok(value)
                if whole && integer != 0 && number::Canonical::new(value).as_str() != text =>
            {
                Err(JsonError::new(JsonFault::NumberImprecise, start))
            }
            Ok(value) => Ok(Number::Double(value)),
            Err(_) => Err(JsonError::new(JsonFault::Syntax("a number"), start)),
        }
    }

    fn some_digits(&mut self) -> Read<()> {
        let start = self.at;
        while let Some(b'0'..=b'9') = self.peek() {
            self.at += 1;
        }
        match self.peek() {
            _ if self.at > start => Ok(()),
            Some(_) => Err(self.fail(JsonFault::Syntax("a digit"))),
            None => Err(self.fail(JsonFault::Truncated)),
        }
    }

    fn literal(&mut self, word: &'static str, node: Node<'a>) -> Read<Node<'a>> {
        if self.bytes[self.at..].starts_with(word.as_bytes()) {
            self.at += word.len();
            return Ok(node);
        }
        Err(self.fail(JsonFault::Syntax("a value")))
    }

    fn expect(&mut self, byte: u8, what: &'static str) -> Read<()> {
        match self.peek() {
            Some(found) if found == byte => {
                self.at += 1;
                Ok(())
            }
            Some(_) => Err(self.fail(JsonFault::Syntax(what))),
            None => Err(self.fail(JsonFault::Truncated)),
        }
    }

    fn take(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn skip_space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.peek() {
            self.at += 1;
        }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn fail(&self, fault: JsonFault) -> Box<JsonError> {
        JsonError::new(fault, self.at)
    }
}

/// How many bytes at the start need no escape in a JSON string: no quote, no backslash, no control character.
pub(crate) fn plain_prefix(bytes: &[u8]) -> usize {
    let mut at = 0;
    for chunk in bytes.as_chunks::<8>().0 {
        match first_special(*chunk) {
            8 => at += 8,
            special => return at + special,
        }
    }
    match bytes.last_chunk::<8>() {
        // The last eight bytes once more: those before `at` are known to be plain.
        Some(last) => bytes.len() - 8 + first_special(*last),
        None => {
            let plain = |byte: &&u8| **byte >= 0x20 && **byte != b'"' && **byte != b'\\';
            bytes.iter().take_while(plain).count()
        }
    }
}

/// The position of the first byte that needs an escape; 8 when none does.
fn first_special(chunk: [u8; 8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let word = u64::from_le_bytes(chunk);
    // The high bit of a byte is set where it is below 0x20, a quote, or a backslash. Borrows only run upwards, so the
    // lowest bit set is always right.
    let zero_byte = |x: u64| x.wrapping_sub(ONES) & !x;
    let special = (word.wrapping_sub(ONES * 0x20) & !word
        | zero_byte(word ^ (ONES * u64::from(b'"')))
        | zero_byte(word ^ (ONES * u64::from(b'\\'))))
        & HIGH;
    (special.trailing_zeros() / 8) as usize
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::{Value, json};

    use super::plain_prefix;
    use crate::json::{Limits, Node, parse, parse_with};
    use crate::problem::Coded;

    #[test]
    fn what_rfc_8259_allows_is_read() {
        let cases: [(&str, Value); 14] = [
            ("null", json!(null)),
            (" true\n", json!(true)),
            ("[ ]", json!([])),
            ("{\t}", json!({})),
            (r#""""#, json!("")),
            (
                r#""\"\\\/\b\f\n\r\t\u00e9\uD83D\uDE00""#,
                json!("\"\\/\u{8}\u{c}\n\r\té😀"),
            ),
            (
                "\"plain text of more than eight bytes, é and 😀\"",
                json!("plain text of more than eight bytes, é and 😀"),
            ),
            ("-0", json!(-0.0)),
            (
                "[0,-1,9007199254740991]",
                json!([0, -1, 9_007_199_254_740_991_i64]),
            ),
            ("1.50", json!(1.5)),
            ("1E3", json!(1000.0)),
            ("2e-3", json!(0.002)),
            (
                r#"{"b":[{"c":{}}],"a":"x"}"#,
                json!({"b": [{"c": {}}], "a": "x"}),
            ),
            (r#"{"a\u0062":1,"":2}"#, json!({"ab": 1, "": 2})),
        ];
        for (text, expected) in cases {
            let value = parse(text.as_bytes()).unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(value, expected, "{text}");
        }
    }

    #[test]
    fn members_keep_the_order_of_the_text() {
        let value = parse(br#"{"b":1,"a":2,"c":3}"#).unwrap();
        assert_eq!(value.to_string(), r#"{"b":1,"a":2,"c":3}"#);
    }

    #[test]
    fn what_is_not_strict_json_is_refused_with_its_place() {
        let cases: [(&[u8], &str, &str); 42] = [
            (b"", "json.truncated", ""),
            (b" ", "json.truncated", ""),
            (b"[1", "json.truncated", ""),
            (b"[1,", "json.truncated", "/1"),
            (b"{\"a\"", "json.truncated", ""),
            (b"{\"a\":", "json.truncated", "/a"),
            (b"\"a", "json.truncated", ""),
            (b"\"\\", "json.truncated", ""),
            (b"\"\\u00", "json.truncated", ""),
            (b"-", "json.truncated", ""),
            (b"1.", "json.truncated", ""),
            (b"1e", "json.truncated", ""),
            (b"tru", "json.syntax", ""),
            (b"nul", "json.syntax", ""),
            (b"[1,]", "json.syntax", "/1"),
            (b"{\"a\":1,}", "json.syntax", ""),
            (b"{a:1}", "json.syntax", ""),
            (b"{'a':1}", "json.syntax", ""),
            (b"[1 2]", "json.syntax", ""),
            (b"01", "json.syntax", ""),
            (b"-01", "json.syntax", ""),
            (b"+1", "json.syntax", ""),
            (b".5", "json.syntax", ""),
            (b"1.e5", "json.syntax", ""),
            (b"NaN", "json.syntax", ""),
            (b"\"\n\"", "json.syntax", ""),
            (b"\"\\x\"", "json.syntax", ""),
            (b"\"\\u00g0\"", "json.syntax", ""),
            (b"/**/1", "json.syntax", ""),
            (b"\xEF\xBB\xBF1", "json.syntax", ""),
            (b"1 2", "json.trailing_bytes", ""),
            (b"{}}", "json.trailing_bytes", ""),
            (b"\"\xFF\"", "json.not_utf8", ""),
            (b"\"\xED\xA0\x80\"", "json.not_utf8", ""),
            (br#"["\uD800"]"#, "json.lone_surrogate", "/0"),
            (br#"["\uD800\u0041"]"#, "json.lone_surrogate", "/0"),
            (br#"{"x":"\uDC00"}"#, "json.lone_surrogate", "/x"),
            (
                br#"{"a":{"b/c":1,"d":2,"b/c":3}}"#,
                "json.duplicate_key",
                "/a/b~1c",
            ),
            (br#"{"a":1,"\u0061":2}"#, "json.duplicate_key", "/a"),
            (b"[9007199254740993]", "json.number_imprecise", "/0"),
            (b"-18446744073709551617", "json.number_imprecise", ""),
            (b"[1e400]", "json.number_out_of_range", "/0"),
        ];
        for (text, code, pointer) in cases {
            let shown = String::from_utf8_lossy(text);
            let error = parse(text).expect_err(&shown);
            assert_eq!(
                (error.code(), error.at().to_string().as_str()),
                (code, pointer),
                "{shown}"
            );
        }
    }

    #[test]
    fn size_and_depth_have_bounds() {
        let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert!(parse(&nested(64)).is_ok());
        assert_eq!(parse(&nested(65)).unwrap_err().code(), "json.too_deep");
        assert_eq!(
            parse(&nested(1_000_000)).unwrap_err().code(),
            "json.too_deep"
        );
        let limits = Limits { size: 4, depth: 1 };
        assert!(parse_with(b"[12]", limits).is_ok());
        assert_eq!(
            parse_with(b"[123]", limits).unwrap_err().code(),
            "json.too_large"
        );
        assert_eq!(
            parse_with(b"[[]]", limits).unwrap_err().code(),
            "json.too_deep"
        );
    }

    #[test]
    fn every_byte_that_needs_an_escape_ends_the_plain_prefix_wherever_it_stands() {
        for position in 0..20 {
            for byte in 0..=255u8 {
                let mut text = [b'x'; 20];
                text[position] = byte;
                let special = byte < 0x20 || byte == b'"' || byte == b'\\';
                assert_eq!(
                    plain_prefix(&text),
                    if special { position } else { 20 },
                    "{byte} at {position}"
                );
            }
        }
    }

    proptest! {
        #[test]
        fn arbitrary_bytes_never_panic(text in proptest::collection::vec(any::<u8>(), 0..200)) {
            let _ = parse(&text);
        }

        #[test]
        fn arbitrary_json_like_text_is_read_as_serde_json_reads_it_or_refused(
            text in r#"[\[\]{}:,"\\u0-9a-f.eE+\- tn]{0,40}"#
        ) {
            if let Ok(value) = parse(text.as_bytes()) {
                let theirs: Value = serde_json::from_str(&text).unwrap();
                let ours = crate::canon::jcs::to_vec(&value);
                prop_assert_eq!(ours, crate::canon::jcs::to_vec(&theirs));
            }
        }

        #[test]
        fn what_serde_json_writes_is_read_back(value in crate::json::arbitrary::value()) {
            let text = serde_json::to_vec(&value).unwrap();
            prop_assert_eq!(&parse(&text).unwrap(), &value);
            prop_assert_eq!(&Node::parse(&text).unwrap(), &Node::from(&value));
        }
    }
}
