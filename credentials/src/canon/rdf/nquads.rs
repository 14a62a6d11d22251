//! N-Quads: read strictly, written canonically (RDFC-1.0 appendix A).

use std::collections::HashMap;
use std::ops::ControlFlow;

use super::dataset::{Blank, Dataset, Quad, Span, Term};
use crate::problem::Coded;

/// A refused N-Quads text: what is wrong, and in which line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{fault} (line {line})")]
pub struct NQuadsError {
    /// What is wrong.
    pub fault: NQuadsFault,
    /// Counted from 1.
    pub line: usize,
}

/// What is wrong with an N-Quads text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NQuadsFault {
    /// The grammar asks for something else.
    #[error("expected {0}")]
    Syntax(&'static str),
    /// An IRI is relative or holds a character that none may hold.
    #[error("expected an absolute IRI between `<` and `>`")]
    Iri,
    /// An escape is not one of the grammar or names no character.
    #[error("expected an escape that names a character")]
    Escape,
    /// More than the limit.
    #[error("longer than the limit of {0} bytes")]
    TooLarge(usize),
}

impl Coded for NQuadsError {
    fn code(&self) -> &'static str {
        match self.fault {
            NQuadsFault::Syntax(_) => "nquads.syntax",
            NQuadsFault::Iri => "nquads.iri",
            NQuadsFault::Escape => "nquads.escape",
            NQuadsFault::TooLarge(_) => "nquads.too_large",
        }
    }
}

impl Dataset {
    /// Reads N-Quads. The labels of the blank nodes come back beside the dataset, by number.
    pub fn parse_nquads(text: &str) -> Result<(Self, Vec<String>), NQuadsError> {
        if text.len() > LIMIT {
            let fault = NQuadsFault::TooLarge(LIMIT);
            return Err(NQuadsError { fault, line: 1 });
        }
        let mut dataset = Self::with_capacity(text.len(), text.len() / 64);
        let mut labels: HashMap<&str, Blank> = HashMap::new();
        let mut names = Vec::new();
        for (at, line) in text.split('\n').enumerate() {
            for rest in line.split('\r') {
                let mut reader = Reader {
                    rest,
                    dataset: &mut dataset,
                    labels: &mut labels,
                    names: &mut names,
                };
                reader.statement().map_err(|fault| NQuadsError {
                    fault,
                    line: at + 1,
                })?;
            }
        }
        dataset.deduplicate();
        Ok((dataset, names))
    }
}

const LIMIT: usize = 64 * 1024 * 1024;

struct Reader<'t, 'r> {
    rest: &'t str,
    dataset: &'r mut Dataset,
    labels: &'r mut HashMap<&'t str, Blank>,
    names: &'r mut Vec<String>,
}

impl<'t> Reader<'t, '_> {
    fn statement(&mut self) -> Result<(), NQuadsFault> {
        self.space();
        if self.rest.is_empty() || self.rest.starts_with('#') {
            return Ok(());
        }
        let subject = self.resource("a subject: an IRI or a blank node")?;
        let predicate = self.iri("a predicate: an IRI")?;
        self.space();
        let object = if self.rest.starts_with('"') {
            Term::Text(self.literal()?)
        } else {
            self.resource("an object: an IRI, a blank node or a literal")?
        };
        self.space();
        let graph = match self.rest.starts_with(['<', '_']) {
            true => Some(self.resource("a graph name")?),
            false => None,
        };
        self.space();
        let Some(rest) = self.rest.strip_prefix('.') else {
            return Err(NQuadsFault::Syntax("`.` at the end of the statement"));
        };
        self.rest = rest;
        self.space();
        if !self.rest.is_empty() && !self.rest.starts_with('#') {
            return Err(NQuadsFault::Syntax("the end of the line after `.`"));
        }
        self.dataset.push(Quad {
            subject,
            predicate,
            object,
            graph,
        });
        Ok(())
    }

    fn space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t']);
    }

    fn resource(&mut self, expected: &'static str) -> Result<Term, NQuadsFault> {
        self.space();
        match self.rest.strip_prefix("_:") {
            Some(rest) => self.blank(rest).map(Term::Blank),
            None => self.iri(expected).map(Term::Text),
        }
    }

    fn blank(&mut self, rest: &'t str) -> Result<Blank, NQuadsFault> {
        let fault = NQuadsFault::Syntax("a blank node label");
        let end = rest
            .char_indices()
            .find(|(at, c)| !(is_label(*c) || *at > 0 && (is_label_inside(*c) || *c == '.')))
            .map_or(rest.len(), |(at, _)| at);
        // A label may hold full stops, but not end with one.
        let label = rest[..end].trim_end_matches('.');
        if label.is_empty() {
            return Err(fault);
        }
        self.rest = &rest[label.len()..];
        if let Some(blank) = self.labels.get(label) {
            return Ok(*blank);
        }
        let blank = self.dataset.blank();
        self.labels.insert(label, blank);
        self.names.push(label.to_owned());
        Ok(blank)
    }

    fn iri(&mut self, expected: &'static str) -> Result<Span, NQuadsFault> {
        self.space();
        let Some(rest) = self.rest.strip_prefix('<') else {
            return Err(NQuadsFault::Syntax(expected));
        };
        let Some((raw, rest)) = rest.split_once('>') else {
            return Err(NQuadsFault::Iri);
        };
        self.rest = rest;
        let iri = unescape(raw, false)?;
        if !is_iri(&iri) {
            return Err(NQuadsFault::Iri);
        }
        Ok(self.dataset.span(|text| {
            text.push(b'<');
            text.extend_from_slice(iri.as_bytes());
            text.push(b'>');
        }))
    }

    fn literal(&mut self) -> Result<Span, NQuadsFault> {
        let body = &self.rest[1..];
        let Some(end) = closing_quote(body) else {
            return Err(NQuadsFault::Syntax("`\"` at the end of the literal"));
        };
        let lexical = unescape(&body[..end], true)?;
        self.rest = &body[end + 1..];
        if let Some(rest) = self.rest.strip_prefix('@') {
            let end = rest
                .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
                .unwrap_or(rest.len());
            let (tag, rest) = rest.split_at(end);
            if !is_language_tag(tag) {
                return Err(NQuadsFault::Syntax("a language tag"));
            }
            self.rest = rest;
            return Ok(self.dataset.span(|text| {
                write_quoted(text, &lexical);
                text.push(b'@');
                text.extend_from_slice(tag.as_bytes());
            }));
        }
        let Some(rest) = self.rest.strip_prefix("^^<") else {
            return Ok(self.dataset.span(|text| write_quoted(text, &lexical)));
        };
        let Some((raw, rest)) = rest.split_once('>') else {
            return Err(NQuadsFault::Iri);
        };
        self.rest = rest;
        let datatype = unescape(raw, false)?;
        if !is_iri(&datatype) {
            return Err(NQuadsFault::Iri);
        }
        Ok(self.dataset.span(|text| {
            write_quoted(text, &lexical);
            if datatype != XSD_STRING {
                text.extend_from_slice(b"^^<");
                text.extend_from_slice(datatype.as_bytes());
                text.push(b'>');
            }
        }))
    }
}

pub(crate) const XSD_STRING: &str = "http://www.w3.org/2001/XMLSchema#string";

fn closing_quote(body: &str) -> Option<usize> {
    let mut escaped = false;
    let found = body.bytes().enumerate().try_for_each(|(at, byte)| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return ControlFlow::Break(at),
            _ => {}
        }
        ControlFlow::Continue(())
    });
    found.break_value()
}

fn unescape(raw: &str, literal: bool) -> Result<String, NQuadsFault> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((plain, after)) = rest.split_once('\\') {
        out.push_str(plain);
        let mut chars = after.chars();
        let (character, length) = match chars.next() {
            Some('u') => (code_point(after, 4)?, 5),
            Some('U') => (code_point(after, 8)?, 9),
            Some(escape) if literal => {
                let character = match escape {
                    't' => '\t',
                    'b' => '\u{8}',
                    'n' => '\n',
                    'r' => '\r',
                    'f' => '\u{c}',
                    '"' | '\'' | '\\' => escape,
                    _ => return Err(NQuadsFault::Escape),
                };
                (character, 1)
            }
            _ => return Err(NQuadsFault::Escape),
        };
        out.push(character);
        rest = &after[length..];
    }
    out.push_str(rest);
    Ok(out)
}

fn code_point(after: &str, digits: usize) -> Result<char, NQuadsFault> {
    after
        .get(1..=digits)
        .filter(|hex| hex.bytes().all(|byte| byte.is_ascii_hexdigit()))
        .and_then(|hex| u32::from_str_radix(hex, 16).ok())
        .and_then(char::from_u32)
        .ok_or(NQuadsFault::Escape)
}

/// A scheme, a colon, and none of the characters that the grammar keeps out (N-Quads section 4, IRIREF).
pub(crate) fn is_iri(iri: &str) -> bool {
    let bytes = iri.as_bytes();
    let scheme = bytes
        .iter()
        .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.'))
        .count();
    bytes.first().is_some_and(u8::is_ascii_alphabetic)
        && bytes.get(scheme) == Some(&b':')
        && bytes[scheme..]
            .iter()
            .all(|byte| !FORBIDDEN[usize::from(*byte)])
}

const FORBIDDEN: [bool; 256] = {
    let mut forbidden = [false; 256];
    let mut byte = 0;
    while byte <= 0x20 {
        forbidden[byte] = true;
        byte += 1;
    }
    let more = b"<>\"{}|^`\\";
    let mut at = 0;
    while at < more.len() {
        forbidden[more[at] as usize] = true;
        at += 1;
    }
    forbidden
};

/// `[a-zA-Z]+ ('-' [a-zA-Z0-9]+)*`
pub(crate) fn is_language_tag(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    !first.is_empty()
        && first.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `PN_CHARS_U` or a digit or `:`.
fn is_label(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | ':'
        | '\u{c0}'..='\u{d6}' | '\u{d8}'..='\u{f6}' | '\u{f8}'..='\u{2ff}' | '\u{370}'..='\u{37d}'
        | '\u{37f}'..='\u{1fff}' | '\u{200c}'..='\u{200d}' | '\u{2070}'..='\u{218f}' | '\u{2c00}'..='\u{2fef}'
        | '\u{3001}'..='\u{d7ff}' | '\u{f900}'..='\u{fdcf}' | '\u{fdf0}'..='\u{fffd}' | '\u{10000}'..='\u{effff}')
}

/// What `PN_CHARS` has beyond that.
fn is_label_inside(c: char) -> bool {
    matches!(c, '-' | '\u{b7}' | '\u{300}'..='\u{36f}' | '\u{203f}'..='\u{2040}')
}

fn write_quoted(out: &mut Vec<u8>, lexical: &str) {
    out.push(b'"');
    write_escaped(out, lexical);
    out.push(b'"');
}

/// The characters of a literal in canonical N-Quads: the fewest escapes.
pub(crate) fn write_escaped(out: &mut Vec<u8>, lexical: &str) {
    let bytes = lexical.as_bytes();
    let mut start = 0;
    for (at, &byte) in bytes.iter().enumerate() {
        if !SPECIAL[usize::from(byte)] {
            continue;
        }
        let escape: &[u8] = match byte {
            0x08 => b"\\b",
            b'\t' => b"\\t",
            b'\n' => b"\\n",
            0x0C => b"\\f",
            b'\r' => b"\\r",
            b'"' => b"\\\"",
            b'\\' => b"\\\\",
            // U+FFFE and U+FFFF, which XML 1.1 does not have, are EF BF BE and EF BF BF.
            0xEF => match bytes.get(at + 1..at + 3) {
                Some([0xBF, last @ (0xBE | 0xBF)]) => {
                    out.extend_from_slice(&bytes[start..at]);
                    out.extend_from_slice(if *last == 0xBE {
                        b"\\uFFFE"
                    } else {
                        b"\\uFFFF"
                    });
                    start = at + 3;
                    continue;
                }
                _ => continue,
            },
            _ => {
                const HEX: &[u8; 16] = b"0123456789ABCDEF";
                out.extend_from_slice(&bytes[start..at]);
                out.extend_from_slice(b"\\u00");
                out.push(HEX[usize::from(byte >> 4)]);
                out.push(HEX[usize::from(byte & 0xF)]);
                start = at + 1;
                continue;
            }
        };
        out.extend_from_slice(&bytes[start..at]);
        out.extend_from_slice(escape);
        start = at + 1;
    }
    out.extend_from_slice(&bytes[start..]);
}

const SPECIAL: [bool; 256] = {
    let mut special = [false; 256];
    let mut byte = 0;
    while byte < 0x20 {
        special[byte] = true;
        byte += 1;
    }
    special[b'"' as usize] = true;
    special[b'\\' as usize] = true;
    special[0x7F] = true;
    special[0xEF] = true;
    special
};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_grammar_does_not_allow_is_refused() {
        for (text, fault) in [
            (
                "<urn:s> <urn:p> <urn:o>",
                NQuadsFault::Syntax("`.` at the end of the statement"),
            ),
            (
                "<urn:s> <urn:p> .",
                NQuadsFault::Syntax("an object: an IRI, a blank node or a literal"),
            ),
            (
                "\"s\" <urn:p> <urn:o> .",
                NQuadsFault::Syntax("a subject: an IRI or a blank node"),
            ),
            (
                "<urn:s> _:p <urn:o> .",
                NQuadsFault::Syntax("a predicate: an IRI"),
            ),
            ("<s> <urn:p> <urn:o> .", NQuadsFault::Iri),
            ("<urn:a b> <urn:p> <urn:o> .", NQuadsFault::Iri),
            (
                "<urn:s> <urn:p> \"o .",
                NQuadsFault::Syntax("`\"` at the end of the literal"),
            ),
            ("<urn:s> <urn:p> \"\\x\" .", NQuadsFault::Escape),
            ("<urn:s> <urn:p> \"\\uD800\" .", NQuadsFault::Escape),
            ("<urn:s> <urn:p> \"\\u12\" .", NQuadsFault::Escape),
            (
                "<urn:s> <urn:p> \"o\"@ .",
                NQuadsFault::Syntax("a language tag"),
            ),
            (
                "<urn:s> <urn:p> _: .",
                NQuadsFault::Syntax("a blank node label"),
            ),
            (
                "<urn:s> <urn:p> <urn:o> . more",
                NQuadsFault::Syntax("the end of the line after `.`"),
            ),
            (
                "<urn:s> <urn:p> <urn:o> \"g\" .",
                NQuadsFault::Syntax("`.` at the end of the statement"),
            ),
        ] {
            let error = Dataset::parse_nquads(text).expect_err(text);
            assert_eq!(error, NQuadsError { fault, line: 1 }, "{text}");
        }
    }

    #[test]
    fn every_character_comes_out_in_its_canonical_form() {
        let text = "<urn:s> <urn:p> \"\\u0000\\t\\b\\n\\r\\f\\\"\\\\\\u000B\\u007F\\uFFFE\\uFFFD\\u0041\u{1f50b}\" .";
        let (dataset, _) = Dataset::parse_nquads(text).unwrap();
        let Term::Text(object) = dataset.quads()[0].object else {
            panic!("a literal")
        };
        assert_eq!(
            std::str::from_utf8(dataset.text(object)).unwrap(),
            "\"\\u0000\\t\\b\\n\\r\\f\\\"\\\\\\u000B\\u007F\\uFFFE\u{fffd}A\u{1f50b}\""
        );
    }

    #[test]
    fn a_statement_that_stands_twice_counts_once() {
        let text = "_:a <urn:p> \"1\" .\n_:b <urn:p> \"1\" .\n_:a <urn:p> \"\\u0031\"^^<http://www.w3.org/2001/XMLSchema#string> .";
        let (dataset, labels) = Dataset::parse_nquads(text).unwrap();
        assert_eq!(
            (dataset.quads().len(), labels),
            (2, vec!["a".to_owned(), "b".to_owned()])
        );
    }
}
