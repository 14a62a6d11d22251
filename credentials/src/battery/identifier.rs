//! What names a battery: GS1 Digital Link, ISO/IEC 15459 and IEC 61406 links (Art. 77(3)).

mod gs1;

use std::fmt;
use std::str::FromStr;

use url::Url;

use crate::problem::Coded;

pub use gs1::{Gtin, Serial};

/// The unique identifier of one battery, as its label's QR code carries it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum BatteryId {
    /// GS1 Digital Link: `https://HOST/01/GTIN/21/SERIAL`.
    Gs1 {
        /// Scheme, host and port, such as `https://id.example.com`.
        origin: String,
        /// What kind of battery it is.
        gtin: Gtin,
        /// Which one of them it is.
        serial: Serial,
    },
    /// Another https link that names the item, as IEC 61406 or ISO/IEC 15459 operators form them.
    Link(String),
    /// A URN.
    Urn(String),
}

/// Why an identifier cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// Not 8, 12, 13 or 14 digits.
    #[error("a GTIN has 8, 12, 13 or 14 digits, found {0:?}")]
    GtinShape(String),
    /// The last digit is not what the others make it.
    #[error("the check digit of GTIN {gtin} must be {expected}, found {found}")]
    GtinCheckDigit {
        /// As given.
        gtin: String,
        /// What the other digits make it.
        expected: char,
        /// What stands there.
        found: char,
    },
    /// Empty or longer than 20 characters.
    #[error("a serial number has 1 to 20 characters, found {0}")]
    SerialLength(usize),
    /// A character outside GS1 character set 82.
    #[error(
        "a serial number cannot hold {0:?}: only letters, digits and !\"%&'()*+,-./:;<=>?_ (GS1 character set 82)"
    )]
    SerialCharacter(char),
    /// Neither a link nor a URN.
    #[error("a battery identifier is an https link or a URN, found {0:?}")]
    NotALink(String),
    /// `http` where anyone could answer.
    #[error("a battery identifier is an https link, found {0:?}")]
    NotHttps(String),
}

impl BatteryId {
    /// A GS1 Digital Link at `origin`, such as `https://id.example.com`.
    pub fn gs1(origin: &str, gtin: Gtin, serial: Serial) -> Result<Self, IdentifierError> {
        let url = link(origin)?;
        Ok(BatteryId::Gs1 {
            origin: url.origin().ascii_serialization(),
            gtin,
            serial,
        })
    }

    /// Which item it names, wherever that is looked up: a GTIN with its serial number names one, at whatever resolver (GS1
    /// Digital Link, URI syntax, section 5).
    pub fn item(&self) -> String {
        match self {
            BatteryId::Gs1 { gtin, serial, .. } => format!("{gtin}/{serial}"),
            BatteryId::Link(name) | BatteryId::Urn(name) => name.clone(),
        }
    }

    /// The GTIN, where the identifier has one.
    pub fn gtin(&self) -> Option<Gtin> {
        match self {
            BatteryId::Gs1 { gtin, .. } => Some(*gtin),
            BatteryId::Link(_) | BatteryId::Urn(_) => None,
        }
    }

    /// The serial number, where the identifier has one.
    pub fn serial(&self) -> Option<&Serial> {
        match self {
            BatteryId::Gs1 { serial, .. } => Some(serial),
            BatteryId::Link(_) | BatteryId::Urn(_) => None,
        }
    }
}

impl FromStr for BatteryId {
    type Err = IdentifierError;

    fn from_str(text: &str) -> Result<Self, IdentifierError> {
        if is_urn(text) {
            return Ok(BatteryId::Urn(text.to_owned()));
        }
        let url = link(text)?;
        let steps: Vec<String> = url
            .path_segments()
            .into_iter()
            .flatten()
            .map(percent_decoded)
            .collect();
        let plain = url.query().is_none() && url.fragment().is_none();
        match steps
            .iter()
            .map(String::as_str)
            .collect::<Vec<_>>()
            .as_slice()
        {
            ["01", gtin, "21", serial] if plain => Ok(BatteryId::Gs1 {
                origin: url.origin().ascii_serialization(),
                gtin: gtin.parse()?,
                serial: serial.parse()?,
            }),
            // Other GS1 keys beside the two (batch, variant, a path before them): opaque, but a GTIN
            // that is there must be right.
            steps => {
                if let Some(at) = steps.iter().position(|step| *step == "01")
                    && let Some(gtin) = steps.get(at + 1)
                {
                    gtin.parse::<Gtin>()?;
                }
                Ok(BatteryId::Link(url.into()))
            }
        }
    }
}

impl fmt::Display for BatteryId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            BatteryId::Gs1 {
                origin,
                gtin,
                serial,
            } => {
                write!(
                    f,
                    "{origin}/01/{gtin}/21/{}",
                    percent_encoded(serial.as_str())
                )
            }
            BatteryId::Link(text) | BatteryId::Urn(text) => f.write_str(text),
        }
    }
}

impl Coded for IdentifierError {
    fn code(&self) -> &'static str {
        match self {
            IdentifierError::GtinShape(_) => "identifier.gtin_shape",
            IdentifierError::GtinCheckDigit { .. } => "identifier.gtin_check_digit",
            IdentifierError::SerialLength(_) => "identifier.serial_length",
            IdentifierError::SerialCharacter(_) => "identifier.serial_character",
            IdentifierError::NotALink(_) => "identifier.not_a_link",
            IdentifierError::NotHttps(_) => "identifier.not_https",
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            IdentifierError::GtinShape(_) => "give the digits alone, without spaces".to_owned(),
            IdentifierError::GtinCheckDigit { gtin, expected, .. } => {
                let stem = &gtin[..gtin.len() - 1];
                format!("if the other digits are right, the GTIN is {stem}{expected}")
            }
            IdentifierError::SerialLength(_) | IdentifierError::SerialCharacter(_) => {
                "use the serial number printed on the battery".to_owned()
            }
            IdentifierError::NotALink(_) | IdentifierError::NotHttps(_) => {
                "form it as https://HOST/01/GTIN/21/SERIAL".to_owned()
            }
        })
    }
}

/// An https link; plain http only on this machine, for trying things out.
fn link(text: &str) -> Result<Url, IdentifierError> {
    let url = Url::parse(text).map_err(|_| IdentifierError::NotALink(text.to_owned()))?;
    // A parser takes these steps, and the identifier would be another one than is printed.
    let mut steps = text.split(['/', '\\', '?', '#']).map(percent_decoded);
    if steps.any(|step| is_step(&step)) {
        return Err(IdentifierError::NotALink(text.to_owned()));
    }
    let local = matches!(url.host_str(), Some("localhost" | "127.0.0.1" | "[::1]"));
    match url.scheme() {
        "https" => Ok(url),
        "http" if local => Ok(url),
        "http" => Err(IdentifierError::NotHttps(text.to_owned())),
        _ => Err(IdentifierError::NotALink(text.to_owned())),
    }
}

/// To here, or up (RFC 3986 section 5.2.4).
fn is_step(segment: &str) -> bool {
    matches!(segment, "." | "..")
}

/// RFC 8141: `urn:` NID `:` NSS.
fn is_urn(text: &str) -> bool {
    let mut parts = text.splitn(3, ':');
    let scheme = parts
        .next()
        .is_some_and(|scheme| scheme.eq_ignore_ascii_case("urn"));
    let nid = parts.next().is_some_and(|nid| {
        nid.len() >= 2
            && nid
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let nss = parts
        .next()
        .is_some_and(|nss| !nss.is_empty() && nss.bytes().all(|byte| byte.is_ascii_graphic()));
    scheme && nid && nss
}

/// GS1 Digital Link: everything that is not plain in a path step is escaped.
fn percent_encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._!'()*".contains(&byte) {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

fn percent_decoded(step: &str) -> String {
    let bytes = step.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let escaped = (bytes[at] == b'%')
            .then(|| step.get(at + 1..at + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        out.push(escaped.unwrap_or(bytes[at]));
        at += if escaped.is_some() { 3 } else { 1 };
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_digital_link_gives_gtin_and_serial() {
        let id: BatteryId = "https://ID.example.com/01/4006381333931/21/AB%2F12%3F"
            .parse()
            .unwrap();
        assert_eq!(id.gtin().unwrap().to_string(), "04006381333931");
        assert_eq!(id.serial().unwrap().as_str(), "AB/12?");
        assert_eq!(
            id.to_string(),
            "https://id.example.com/01/04006381333931/21/AB%2F12%3F"
        );
    }

    #[test]
    fn a_digital_link_with_a_wrong_check_digit_is_refused_wherever_the_gtin_stands() {
        for link in [
            "https://example.com/01/09506000134353/21/A1",
            "https://example.com/products/01/09506000134353/10/B/21/A1",
            "https://example.com/01/09506000134353",
        ] {
            let error = link.parse::<BatteryId>().unwrap_err();
            assert_eq!(error.code(), "identifier.gtin_check_digit", "{link}");
        }
    }

    #[test]
    fn other_links_and_urns_are_opaque() {
        assert!(matches!(
            "https://www.example.com/?m=X&s=4711".parse(),
            Ok(BatteryId::Link(_))
        ));
        assert!(matches!(
            "urn:bmwk:123456687678".parse(),
            Ok(BatteryId::Urn(_))
        ));
        assert!(matches!(
            "https://example.com/01/09506000134352/10/B7/21/A1".parse(),
            Ok(BatteryId::Link(_))
        ));
    }

    #[test]
    fn steps_in_a_link_are_no_identifier() {
        for serial in ["..", ".", "%2e%2E", ".%2e"] {
            let text = format!("https://id.example.com/01/09506000134352/21/{serial}");
            assert!(text.parse::<BatteryId>().is_err(), "{text}");
        }
        assert!("..".parse::<Serial>().is_err());
        let dotted = "https://id.example.com/01/09506000134352/21/A..1.";
        assert_eq!(dotted.parse::<BatteryId>().unwrap().to_string(), dotted);
    }

    #[test]
    fn plain_http_is_only_for_this_machine() {
        assert!(
            "http://127.0.0.1:8080/01/09506000134352/21/A1"
                .parse::<BatteryId>()
                .is_ok()
        );
        let error = "http://example.com/01/09506000134352/21/A1"
            .parse::<BatteryId>()
            .unwrap_err();
        assert_eq!(error.code(), "identifier.not_https");
        for text in ["", "battery 7", "ftp://example.com/1", "urn:x:1", "urn:ab:"] {
            let error = text.parse::<BatteryId>().unwrap_err();
            assert_eq!(error.code(), "identifier.not_a_link", "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(serial in "[!\"%&'()*+,./0-9:;<=>?A-Z_a-z-]{1,20}") {
            prop_assume!(serial != "." && serial != "..");
            let gtin: Gtin = "09506000134352".parse().unwrap();
            let id = BatteryId::gs1("https://id.example.com", gtin, serial.parse().unwrap()).unwrap();
            prop_assert_eq!(id.to_string().parse::<BatteryId>(), Ok(id));
        }

        #[test]
        fn any_changed_digit_is_noticed(at in 0usize..13, by in 1u8..10) {
            let mut digits = *b"09506000134352";
            digits[at] = b'0' + (digits[at] - b'0' + by) % 10;
            let text = String::from_utf8(digits.to_vec()).unwrap();
            let refused = matches!(text.parse::<Gtin>(), Err(IdentifierError::GtinCheckDigit { .. }));
            prop_assert!(refused);
        }
    }
}
