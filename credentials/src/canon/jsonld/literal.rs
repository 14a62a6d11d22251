//! Literals as N-Quads writes them (JSON-LD 1.1 API section 8.2.2).

use super::definition::Direction;
use super::double;
use crate::canon::number::write_decimal;
use crate::canon::rdf::{XSD_STRING, write_escaped};
use crate::json::Number;

pub(super) const XSD_INTEGER: &str = "http://www.w3.org/2001/XMLSchema#integer";
pub(super) const XSD_DOUBLE: &str = "http://www.w3.org/2001/XMLSchema#double";
pub(super) const XSD_BOOLEAN: &str = "http://www.w3.org/2001/XMLSchema#boolean";
pub(super) const RDF_JSON: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#JSON";

/// Text of a datatype.
pub(super) fn write_typed(out: &mut Vec<u8>, lexical: &str, datatype: &str) {
    out.push(b'"');
    write_escaped(out, lexical);
    out.push(b'"');
    write_datatype(out, datatype);
}

/// Text in a language, in a direction, or neither. A direction becomes a datatype (JSON-LD 1.1 section 10.2.1).
pub(super) fn write_text(
    out: &mut Vec<u8>,
    text: &str,
    language: Option<&str>,
    direction: Option<Direction>,
) {
    out.push(b'"');
    write_escaped(out, text);
    out.push(b'"');
    let language = language.unwrap_or_default().bytes();
    let language = language.map(|byte| byte.to_ascii_lowercase());
    if let Some(direction) = direction {
        out.extend_from_slice(b"^^<https://www.w3.org/ns/i18n#");
        out.extend(language);
        out.push(b'_');
        out.extend_from_slice(direction.as_str().as_bytes());
        out.push(b'>');
    } else if language.len() > 0 {
        out.push(b'@');
        out.extend(language);
    }
}

/// A number; its datatype follows from its value unless one is given.
pub(super) fn write_number(out: &mut Vec<u8>, number: Number, datatype: Option<&str>) {
    let double = match number {
        Number::Integer(value) => value as f64,
        // Minus zero is zero, as ECMAScript writes it.
        Number::Double(value) => value + 0.0,
    };
    let whole = double.fract() == 0.0 && double.abs() < 1e21;
    out.push(b'"');
    let implied = match number {
        // Below 10^21 the shortest decimal form has no exponent, and this is the whole number it stands for.
        _ if !whole || datatype == Some(XSD_DOUBLE) => {
            double::write(out, double);
            XSD_DOUBLE
        }
        Number::Integer(value) => {
            if value < 0 {
                out.push(b'-');
            }
            write_decimal(out, value.unsigned_abs());
            XSD_INTEGER
        }
        Number::Double(_) => {
            out.extend_from_slice(format!("{double:.0}").as_bytes());
            XSD_INTEGER
        }
    };
    out.push(b'"');
    write_datatype(out, datatype.unwrap_or(implied));
}

fn write_datatype(out: &mut Vec<u8>, datatype: &str) {
    if datatype != XSD_STRING {
        out.extend_from_slice(b"^^<");
        out.extend_from_slice(datatype.as_bytes());
        out.push(b'>');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_canonical_forms_of_the_json_ld_api() {
        for (number, datatype, expected) in [
            (
                Number::Integer(0),
                None,
                "\"0\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                Number::Integer(-42),
                None,
                "\"-42\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                Number::Double(7.0),
                None,
                "\"7\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                Number::Double(-0.0),
                None,
                "\"0\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                Number::Double(1e20),
                None,
                "\"100000000000000000000\"^^<http://www.w3.org/2001/XMLSchema#integer>",
            ),
            (
                Number::Double(1e21),
                None,
                "\"1.0E21\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                Number::Double(5.5),
                None,
                "\"5.5E0\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                Number::Double(-0.00025),
                None,
                "\"-2.5E-4\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                Number::Double(0.1 + 0.2),
                None,
                "\"3.0E-1\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                Number::Double(-0.0),
                Some(XSD_DOUBLE),
                "\"0.0E0\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                Number::Double(9.3),
                None,
                "\"9.300000000000001E0\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (
                Number::Integer(3),
                Some(XSD_DOUBLE),
                "\"3.0E0\"^^<http://www.w3.org/2001/XMLSchema#double>",
            ),
            (Number::Integer(3), Some("urn:t"), "\"3\"^^<urn:t>"),
            (Number::Double(3.5), Some("urn:t"), "\"3.5E0\"^^<urn:t>"),
        ] {
            let mut out = Vec::new();
            write_number(&mut out, number, datatype);
            assert_eq!(String::from_utf8(out).unwrap(), expected);
        }
    }
}
