//! Credential offers: what an issuer hands a wallet to begin with (section 4.1).

use std::fmt;

use serde::{Deserialize, Serialize};
use url::Url;
use url::form_urlencoded::{byte_serialize, parse as parse_form};

use super::error::read;
use super::{EndpointUrl, IssuerUrl, MessageError};
use crate::json;

/// Which credentials an issuer offers, and the code to fetch them with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialOffer {
    /// The issuer.
    pub credential_issuer: IssuerUrl,
    /// Keys of `credential_configurations_supported` in the issuer's metadata; never empty.
    pub credential_configuration_ids: Vec<String>,
    /// How to get a token.
    #[serde(default)]
    pub grants: Grants,
}

/// The grants of an offer. Others than the pre-authorized code are ignored.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// The pre-authorized code.
    #[serde(
        rename = "urn:ietf:params:oauth:grant-type:pre-authorized_code",
        default,
        skip_serializing_if = "Option::is_none"
    )]
    pub pre_authorized: Option<PreAuthorizedGrant>,
}

/// A code that is good for one token, for a short time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PreAuthorizedGrant {
    /// The code.
    #[serde(rename = "pre-authorized_code")]
    pub code: String,
    /// Present when the holder must also type a transaction code that came another way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tx_code: Option<TxCode>,
    /// Which of the issuer's authorization servers takes the code, when it has several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authorization_server: Option<IssuerUrl>,
}

/// What the transaction code looks like, for the wallet's input field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TxCode {
    /// Digits or any characters.
    #[serde(default)]
    pub input_mode: InputMode,
    /// How many characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub length: Option<u32>,
    /// Where the holder finds it; at most 300 characters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// The characters of a transaction code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum InputMode {
    /// Digits only.
    #[default]
    Numeric,
    /// Any characters.
    Text,
}

impl CredentialOffer {
    /// Reads the offer object, as a reference link leads to it.
    pub fn parse(body: &[u8]) -> Result<Self, MessageError> {
        let offer: Self = read("credential offer", body)?;
        offer.validate()?;
        Ok(offer)
    }

    /// The offer object.
    pub fn to_json(&self) -> String {
        serde_json::json!(self).to_string()
    }

    fn validate(&self) -> Result<(), MessageError> {
        let ids = &self.credential_configuration_ids;
        let unique = ids
            .iter()
            .enumerate()
            .all(|(at, id)| !ids[..at].contains(id));
        if ids.is_empty() || !unique {
            return Err(MessageError::Shape {
                message: "credential offer",
                detail: "expected one or more different credential_configuration_ids".into(),
            });
        }
        Ok(())
    }
}

/// What a QR code or a link holds: the offer itself, or where to get it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OfferLink {
    /// The offer by value (section 4.1.2).
    Value(Box<CredentialOffer>),
    /// The offer by reference (section 4.1.3); short enough for a small QR code.
    Reference(EndpointUrl),
}

impl OfferLink {
    /// Reads a link. Any scheme is taken (a wallet may be called by its own web address); what counts is the one
    /// query parameter.
    pub fn parse(text: &str) -> Result<Self, MessageError> {
        let link = Url::parse(text.trim())
            .map_err(|_| MessageError::NotAnOffer("a text that is no URI".into()))?;
        let query = link.query().unwrap_or_default();
        let of = |name: &str| -> Vec<String> {
            let values = parse_form(query.as_bytes()).filter(|(key, _)| key == name);
            values.map(|(_, value)| value.into_owned()).collect()
        };
        match (
            of("credential_offer").as_slice(),
            of("credential_offer_uri").as_slice(),
        ) {
            ([value], []) => {
                CredentialOffer::parse(value.as_bytes()).map(|offer| Self::Value(Box::new(offer)))
            }
            ([], [reference]) => EndpointUrl::parse(reference).map(Self::Reference),
            ([], []) => Err(MessageError::NotAnOffer(format!(
                "`{}:` with nothing that is offered",
                link.scheme()
            ))),
            _ => Err(MessageError::NotAnOffer("a link with more than one".into())),
        }
    }

    /// Whether a text looks like a credential offer link at all, before it is parsed.
    pub fn is_likely(text: &str) -> bool {
        let text = text.trim_start();
        text.starts_with(SCHEME)
            || (text.contains("?credential_offer") && json::parse(text.as_bytes()).is_err())
    }
}

impl fmt::Display for OfferLink {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, value) = match self {
            Self::Value(offer) => ("credential_offer", offer.to_json()),
            Self::Reference(url) => ("credential_offer_uri", url.to_string()),
        };
        write!(f, "{SCHEME}?{name}=")?;
        byte_serialize(value.as_bytes()).try_for_each(|part| f.write_str(part))
    }
}

/// The scheme that a wallet registers with the operating system (section 12.1.1).
const SCHEME: &str = "openid-credential-offer://";

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(tx_code: Option<TxCode>) -> CredentialOffer {
        CredentialOffer {
            credential_issuer: IssuerUrl::parse("https://acme.example").unwrap(),
            credential_configuration_ids: vec!["DigitalBatteryPassport".into()],
            grants: Grants {
                pre_authorized: Some(PreAuthorizedGrant {
                    code: "adhjhdjajkdkhjhdj".into(),
                    tx_code,
                    authorization_server: None,
                }),
            },
        }
    }

    #[test]
    fn an_offer_by_value_survives_its_link() {
        let tx_code = TxCode {
            length: Some(6),
            description: Some("on the delivery note & more".into()),
            ..TxCode::default()
        };
        for offer in [offer(None), offer(Some(tx_code))] {
            let link = OfferLink::Value(Box::new(offer.clone()));
            assert_eq!(OfferLink::parse(&link.to_string()).unwrap(), link);
        }
    }

    #[test]
    fn an_offer_by_reference_survives_its_link() {
        let url = EndpointUrl::parse("https://acme.example/credential-offer/x?y=z&a").unwrap();
        let link = OfferLink::Reference(url);
        let text = link.to_string();
        assert_eq!(
            text,
            "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Facme.example%2Fcredential-offer%2Fx%3Fy%3Dz%26a"
        );
        assert_eq!(OfferLink::parse(&text).unwrap(), link);
    }

    #[test]
    fn the_published_example_reads() {
        let text = "openid-credential-offer://?credential_offer=%7B%22credential_issuer%22:%22https://credential-issuer.example.com%22,%22credential_configuration_ids%22:%5B%22org.iso.18013.5.1.mDL%22%5D,%22grants%22:%7B%22urn:ietf:params:oauth:grant-type:pre-authorized_code%22:%7B%22pre-authorized_code%22:%22oaKazRN8I0IbtZ0C7JuMn5%22,%22tx_code%22:%7B%22input_mode%22:%22text%22,%22description%22:%22Please%20enter%20the%20serial%20number%20of%20your%20physical%20drivers%20license%22%7D%7D%7D%7D";
        let OfferLink::Value(offer) = OfferLink::parse(text).unwrap() else {
            panic!("by value");
        };
        let grant = offer.grants.pre_authorized.unwrap();
        assert_eq!(grant.code, "oaKazRN8I0IbtZ0C7JuMn5");
        assert_eq!(grant.tx_code.unwrap().input_mode, InputMode::Text);
    }

    #[test]
    fn an_empty_transaction_code_object_still_asks_for_one() {
        let text = br#"{"credential_issuer":"https://a.example","credential_configuration_ids":["a"],
            "grants":{"urn:ietf:params:oauth:grant-type:pre-authorized_code":{"pre-authorized_code":"c","tx_code":{}}}}"#;
        let grant = CredentialOffer::parse(text)
            .unwrap()
            .grants
            .pre_authorized
            .unwrap();
        assert_eq!(grant.tx_code, Some(TxCode::default()));
    }

    #[test]
    fn a_link_that_is_no_offer_is_refused() {
        let value = offer(None).to_json().replace('&', "%26");
        for (text, code) in [
            ("hello".to_owned(), "oid4vci.not_an_offer"),
            ("https://acme.example/01/1/21/2".into(), "oid4vci.not_an_offer"),
            ("openid-credential-offer://?credential_offer_uri=http%3A%2F%2Facme.example".into(), "oid4vci.url"),
            (
                format!("openid-credential-offer://?credential_offer={value}&credential_offer_uri=https://a.example"),
                "oid4vci.not_an_offer",
            ),
            (
                format!("openid-credential-offer://?credential_offer={value}&credential_offer={value}"),
                "oid4vci.not_an_offer",
            ),
            (
                r#"openid-credential-offer://?credential_offer={"credential_issuer":"https://a.example","credential_configuration_ids":[]}"#.into(),
                "oid4vci.malformed",
            ),
            (
                r#"openid-credential-offer://?credential_offer={"credential_issuer":"http://a.example","credential_configuration_ids":["a"]}"#.into(),
                "oid4vci.malformed",
            ),
            ("openid-credential-offer://?credential_offer={".into(), "json.truncated"),
        ] {
            let error = OfferLink::parse(&text).unwrap_err();
            assert_eq!(crate::Problem::from(error).code, code, "{text}");
        }
    }
}
