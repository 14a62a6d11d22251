//! The protected header of a JWS.

use serde_json::Value;

use super::JoseError;
use crate::canon::jcs;
use crate::json::{Limits, Node};
use crate::keys::Algorithm;

/// The parameters of a protected header that are used here; others are ignored, as RFC 7515 section 4 asks.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// What `alg` means: `EdDSA` (or `Ed25519`), `ES256`, `ES384`.
    pub algorithm: Algorithm,
    /// Media type of the whole, such as `vc+sd-jwt`.
    pub typ: Option<String>,
    /// Media type of the payload, such as `vc`.
    pub cty: Option<String>,
    /// Which key: here a DID URL.
    pub kid: Option<String>,
    /// The key itself. It proves possession, never identity.
    pub jwk: Option<Value>,
}

impl Header {
    /// A header with an algorithm and nothing else.
    pub fn new(algorithm: Algorithm) -> Self {
        Self {
            algorithm,
            typ: None,
            cty: None,
            kid: None,
            jwk: None,
        }
    }

    /// Reads a header from its JSON text.
    pub fn parse(json: &[u8]) -> Result<Self, JoseError> {
        let limits = Limits {
            size: MAX_SIZE,
            depth: 16,
        };
        let node = Node::parse_with(json, limits).map_err(JoseError::HeaderJson)?;
        let header = node.as_object().ok_or(JoseError::Parameter {
            name: "alg",
            expected: "a text, in a header that is an object",
        })?;
        if header.get("crit").is_some() {
            return Err(JoseError::Critical);
        }
        let text = |name: &'static str| match header.get(name) {
            None => Ok(None),
            Some(Node::String(text)) => Ok(Some(text.to_string())),
            Some(_) => Err(JoseError::Parameter {
                name,
                expected: "a text",
            }),
        };
        let alg = text("alg")?.ok_or(JoseError::Parameter {
            name: "alg",
            expected: "an algorithm",
        })?;
        Ok(Self {
            algorithm: algorithm(alg)?,
            typ: text("typ")?,
            cty: text("cty")?,
            kid: text("kid")?,
            jwk: header.get("jwk").map(Value::from),
        })
    }

    /// Whether `typ` is this media type, written with or without `application/` (RFC 7515 section 4.1.9).
    pub fn is_of_type(&self, expected: &str) -> bool {
        let typ = self.typ.as_deref().map(short_type);
        typ.is_some_and(|typ| typ.eq_ignore_ascii_case(expected))
    }

    /// Refuses a key that is not of the algorithm that the header names.
    pub fn fits(&self, key: Algorithm) -> Result<(), JoseError> {
        if self.algorithm == key {
            return Ok(());
        }
        Err(JoseError::AlgorithmMismatch {
            header: self.algorithm,
            key,
        })
    }

    /// The JSON text, `alg` first.
    pub(super) fn write(&self) -> Result<Vec<u8>, JoseError> {
        let alg = self.algorithm.jose_alg();
        let alg = alg.ok_or(JoseError::NoSuchSigner(self.algorithm))?;
        let mut json = Vec::with_capacity(192);
        json.extend_from_slice(b"{\"alg\":\"");
        json.extend_from_slice(alg.as_bytes());
        json.push(b'"');
        for (name, value) in [("typ", &self.typ), ("cty", &self.cty), ("kid", &self.kid)] {
            if let Some(value) = value {
                json.push(b',');
                jcs::append_string(&mut json, name);
                json.push(b':');
                jcs::append_string(&mut json, value);
            }
        }
        if let Some(jwk) = &self.jwk {
            json.extend_from_slice(b",\"jwk\":");
            jcs::append(&mut json, jwk);
        }
        json.push(b'}');
        Ok(json)
    }
}

/// A media type without the prefix that may be left out.
pub(crate) fn short_type(typ: &str) -> &str {
    match typ.split_at_checked(APPLICATION.len()) {
        Some((prefix, rest)) if prefix.eq_ignore_ascii_case(APPLICATION) => rest,
        _ => typ,
    }
}

fn algorithm(alg: String) -> Result<Algorithm, JoseError> {
    let known = Algorithm::ALL
        .into_iter()
        .find(|known| known.answers_to(&alg));
    match known {
        Some(known) => Ok(known),
        None if alg.eq_ignore_ascii_case("none") => Err(JoseError::Unsigned(alg)),
        None => Err(JoseError::Algorithm(alg)),
    }
}

const APPLICATION: &str = "application/";

/// Room for a certificate chain that we then ignore, and no more.
const MAX_SIZE: usize = 32 * 1024;
