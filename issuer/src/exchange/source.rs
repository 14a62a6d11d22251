//! Files to what an importer reads: XML of an Asset Administration Shell, JSON as tools of the field write it (with byte order marks, in UTF-16, with
//! integers that no JSON reader holds), or a package of parts.

use std::borrow::Cow;

use credentials::json::{self, JsonFault};
use serde_json::Value;

use super::{ImportError, SourceFile, aas, places};

/// One file, read.
#[derive(Debug)]
pub(super) struct Source {
    pub name: String,
    pub content: Content,
}

/// What is in a file.
#[derive(Debug)]
pub(super) enum Content {
    /// A JSON object, or XML as the object that it stands for.
    Json(Value),
    /// A ZIP file: parts and their relations, which its importer opens.
    Package(Vec<u8>),
    /// What this is, which is no payload, and no JSON.
    Description(&'static str),
}

impl Source {
    /// The JSON of the file; nothing for a package.
    pub fn json(&self) -> Option<&Value> {
        match &self.content {
            Content::Json(value) => Some(value),
            Content::Package(_) | Content::Description(_) => None,
        }
    }

    /// What describes payloads and lies beside them in the published folders; nothing for a payload.
    pub fn describes(&self) -> Option<&'static str> {
        match &self.content {
            Content::Json(value) => description(value),
            Content::Description(what) => Some(what),
            Content::Package(_) => None,
        }
    }
}

fn description(value: &Value) -> Option<&'static str> {
    let is_text = |name: &str| value.get(name).is_some_and(Value::is_string);
    if is_text("$schema") && value.get("properties").is_some() {
        return Some("a JSON schema");
    }
    if is_text("openapi") || is_text("asyncapi") {
        return Some(API);
    }
    let nodes = value.get("@graph").and_then(Value::as_array);
    let is_samm = |node: &Value| {
        node.as_object()
            .is_some_and(|members| members.keys().any(|name| name.starts_with("samm")))
    };
    nodes
        .is_some_and(|nodes| nodes.iter().any(is_samm))
        .then_some("a semantic model")
}

const API: &str = "the description of an API";

/// Begins every ZIP file with at least one part.
pub(super) const ZIP: &[u8] = b"PK\x03\x04";

/// Begins the text that stands in for an integer beyond 2^53: its digits follow.
pub(super) const BIG_INTEGER: &str = "\u{0}integer:";

pub(super) fn read(file: &SourceFile) -> Result<Source, ImportError> {
    let content = if file.bytes.starts_with(ZIP) {
        Content::Package(file.bytes.clone())
    } else {
        content(file)?
    };
    if let Content::Json(value) = &content {
        places::check(&file.name, value)?;
    }
    Ok(Source {
        name: file.name.clone(),
        content,
    })
}

fn content(file: &SourceFile) -> Result<Content, ImportError> {
    let text = decode(&file.bytes).ok_or_else(|| ImportError::Encoding {
        file: file.name.clone(),
    })?;
    // XML is that of an Asset Administration Shell, as in a package.
    if text.trim_start().starts_with('<') {
        return aas::from_xml(&text)
            .map(Content::Json)
            .map_err(|fault| ImportError::Package {
                file: file.name.clone(),
                fault,
            });
    }
    // A JWT, with or without disclosures: `{"` in base64url.
    if text.trim_start().starts_with("eyJ") {
        return Err(ImportError::Credential {
            file: file.name.clone(),
        });
    }
    // In YAML, whatever the file's name ends with.
    if text
        .trim_start_matches("---")
        .trim_start()
        .starts_with("openapi:")
    {
        return Ok(Content::Description(API));
    }
    let refused = |error| ImportError::Json {
        file: file.name.clone(),
        error,
    };
    let value = match json::parse(text.as_bytes()) {
        Ok(value) => value,
        // Such a number cannot be signed, but the rest of the file can be read, and the report tells it.
        Err(error) if error.fault() == JsonFault::NumberImprecise => {
            json::parse(quoted(&text).as_bytes()).map_err(refused)?
        }
        Err(error) => return Err(refused(error)),
    };
    // Servers of shells list submodels; no other format begins with a list.
    if !value.is_object() && !aas::is_environment(&value) {
        return Err(ImportError::NotAnObject {
            file: file.name.clone(),
        });
    }
    Ok(Content::Json(value))
}

fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let utf16 = |rest: &[u8], unit: fn([u8; 2]) -> u16| {
        let (pairs, odd) = rest.as_chunks::<2>();
        if !odd.is_empty() {
            return None;
        }
        let units: Vec<u16> = pairs.iter().map(|pair| unit(*pair)).collect();
        String::from_utf16(&units).ok().map(Cow::Owned)
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => std::str::from_utf8(rest).ok().map(Cow::Borrowed),
        all => std::str::from_utf8(all).ok().map(Cow::Borrowed),
    }
}

/// The text with integers of 16 digits and more as marked texts.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 64);
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '"' => string_length(rest),
            '-' | '0'..='9' => {
                let length = rest
                    .find(|c: char| !(c.is_ascii_alphanumeric() || "+-.".contains(c)))
                    .unwrap_or(rest.len());
                let number = &rest[..length];
                let digits = number.strip_prefix('-').unwrap_or(number);
                if digits.len() >= 16 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
                    out.push_str(&format!("\"\\u0000integer:{number}\""));
                    rest = &rest[length..];
                    continue;
                }
                length
            }
            other => other.len_utf8(),
        };
        out.push_str(&rest[..length]);
        rest = &rest[length..];
    }
    out
}

/// Bytes of the string that `text` begins with, quotes included; an unended one goes to the end.
fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().skip(1) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use credentials::problem::Coded;
    use serde_json::json;

    use super::*;

    fn file(bytes: impl Into<Vec<u8>>) -> SourceFile {
        SourceFile {
            name: "a.json".to_owned(),
            bytes: bytes.into(),
        }
    }

    fn json_of(bytes: impl Into<Vec<u8>>) -> Value {
        read(&file(bytes)).unwrap().json().unwrap().clone()
    }

    fn code(bytes: impl Into<Vec<u8>>) -> &'static str {
        read(&file(bytes)).unwrap_err().code()
    }

    #[test]
    fn every_encoding_in_the_field_reads_the_same() {
        let text = r#"{"a": "Ω"}"#;
        let mut little = vec![0xff, 0xfe];
        little.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let mut big = vec![0xfe, 0xff];
        big.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        let marked = [b"\xef\xbb\xbf", text.as_bytes()].concat();
        for bytes in [text.as_bytes().to_vec(), marked, little, big] {
            assert_eq!(json_of(bytes), json!({"a": "Ω"}));
        }
    }

    #[test]
    fn what_lies_beside_payloads_and_describes_them_is_known() {
        let what = |text: &str| read(&file(text)).unwrap().describes();
        let samm = r#"{"@graph": [{"@id": "urn:a"}, {"samm:dataType": {"@id": "xsd:float"}}]}"#;
        for (text, expected) in [
            (
                r#"{"$schema": "http://json-schema.org/draft-04/schema", "properties": {}}"#,
                Some("a JSON schema"),
            ),
            (r#"{"openapi": "3.0.3", "paths": {}}"#, Some(API)),
            (r#"{"asyncapi": "2.6.0"}"#, Some(API)),
            ("---\r\nopenapi: 3.0.3\r\n", Some(API)),
            (samm, Some("a semantic model")),
            (r#"{"@graph": [{"@id": "urn:a"}]}"#, None),
            (r#"{"openapi": {"a": 1}}"#, None),
        ] {
            assert_eq!(what(text), expected, "{text}");
        }
    }

    #[test]
    fn a_zip_file_is_a_package_for_its_importer_to_open() {
        let source = read(&file(*b"PK\x03\x04rest")).unwrap();
        assert!(matches!(source.content, Content::Package(bytes) if bytes.ends_with(b"rest")));
    }

    #[test]
    fn broken_files_are_refused_with_their_code() {
        assert_eq!(code([0xff, 0xfe, 0x7b]), "import.encoding");
        assert_eq!(code([0xff, 0xfe, 0x00, 0xd8]), "import.encoding");
        assert_eq!(code([b'{', 0xff, b'}']), "import.encoding");
        assert_eq!(code("[1]"), "import.not_an_object");
        assert_eq!(code(r#"{"a":1,"a":2}"#), "json.duplicate_key");
        assert_eq!(code(r#"{"a":"#), "json.truncated");
        assert_eq!(
            code(r#"{"a":9007199254740993,"a":2}"#),
            "json.duplicate_key"
        );
    }

    #[test]
    fn an_integer_beyond_doubles_keeps_its_digits_and_nothing_else_changes() {
        let text =
            r#"{"a": -1080408238430575992, "b": "x\"1234567890123456789", "c": 1.25E308, "d": 12}"#;
        let value = json_of(text);
        assert_eq!(value["a"], format!("{BIG_INTEGER}-1080408238430575992"));
        assert_eq!(value["b"], "x\"1234567890123456789");
        assert_eq!((&value["c"], &value["d"]), (&json!(1.25e308), &json!(12)));
    }
}
