//! Several secured credentials that travel together: a transfer, or a battery's history.
//!
//! A bundle is a VCDM 2.0 presentation without a proof of its own: nothing in it is believed but for the proofs of
//! the credentials. JSON credentials stand in it as they are, SD-JWTs as `EnvelopedVerifiableCredential`.

use serde_json::{Value, json};

use crate::context;
use crate::json::{self, JsonError, Limits};
use crate::model::has_type;
use crate::problem::Coded;
use crate::secured::{Secured, SecuredError};

/// Credentials that travel together.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// What for.
    pub kind: BundleKind,
    /// In the order in which they stand.
    pub credentials: Vec<Secured>,
}

/// What a bundle is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BundleKind {
    /// Offer, acceptance, and what the old operator issued again for the new one.
    Transfer,
    /// Everything that is known of a battery: passports, events, transfers.
    History,
}

/// Why a text is no bundle.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum BundleError {
    /// Not strict JSON.
    #[error(transparent)]
    Json(#[from] JsonError),
    /// Another kind of document.
    #[error("expected a VerifiablePresentation that is a TransferBundle or a BatteryHistory")]
    Type,
    /// A presentation that somebody signed.
    #[error("expected a bundle without a proof of its own, found `proof`")]
    Signed,
    /// Nothing in it.
    #[error("expected credentials in the bundle, found none")]
    Empty,
    /// Something in it that is no secured credential.
    #[error("credential {index} of the bundle: {error}")]
    Credential {
        /// Which, from zero.
        index: usize,
        /// What is wrong with it.
        error: SecuredError,
    },
}

impl Bundle {
    /// The presentation, unsigned: each of its credentials is signed.
    pub fn to_value(&self) -> Value {
        let credentials: Vec<Value> = self.credentials.iter().map(Secured::enveloped).collect();
        json!({
            "@context": [context::CREDENTIALS_V2, context::BATTERY_PASSPORT_V1],
            "type": [PRESENTATION, self.kind.type_name()],
            "verifiableCredential": credentials,
        })
    }

    /// Reads a bundle from a file; nothing is verified yet.
    pub fn parse(bytes: &[u8]) -> Result<Self, BundleError> {
        Self::from_value(&json::parse_with(bytes, LIMITS)?)
    }

    /// Reads a bundle that was parsed before.
    pub fn from_value(presentation: &Value) -> Result<Self, BundleError> {
        let kind = BundleKind::of(presentation).ok_or(BundleError::Type)?;
        // To read it and to ignore its proof would make a challenge in it look answered.
        if presentation.get("proof").is_some() {
            return Err(BundleError::Signed);
        }
        let credentials = match presentation.get("verifiableCredential") {
            None => return Err(BundleError::Empty),
            Some(Value::Array(several)) if several.is_empty() => return Err(BundleError::Empty),
            Some(Value::Array(several)) => several.as_slice(),
            Some(one) => std::slice::from_ref(one),
        };
        let read = |(index, credential): (usize, &Value)| {
            Secured::from_value(credential.clone())
                .map_err(|error| BundleError::Credential { index, error })
        };
        Ok(Self {
            kind,
            credentials: credentials
                .iter()
                .enumerate()
                .map(read)
                .collect::<Result<_, _>>()?,
        })
    }
}

impl BundleKind {
    /// What a document is a bundle for, where it is one.
    pub fn of(document: &Value) -> Option<Self> {
        let mut kinds = [Self::Transfer, Self::History]
            .into_iter()
            .filter(|kind| has_type(document, kind.type_name()));
        match (has_type(document, PRESENTATION), kinds.next(), kinds.next()) {
            (true, Some(kind), None) => Some(kind),
            _ => None,
        }
    }

    /// The type beside `VerifiablePresentation`.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Transfer => "TransferBundle",
            Self::History => "BatteryHistory",
        }
    }
}

const PRESENTATION: &str = "VerifiablePresentation";

/// A long history: some ten thousand events.
const LIMITS: Limits = Limits {
    size: 64 * 1024 * 1024,
    depth: 64,
};

impl Coded for BundleError {
    fn code(&self) -> &'static str {
        match self {
            Self::Json(error) => error.code(),
            Self::Type => "bundle.type",
            Self::Signed => "bundle.signed",
            Self::Empty => "bundle.empty",
            Self::Credential { error, .. } => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            Self::Json(error) => return error.pointer(),
            Self::Type => "/type".to_owned(),
            Self::Signed => "/proof".to_owned(),
            Self::Empty => "/verifiableCredential".to_owned(),
            Self::Credential { index, .. } => format!("/verifiableCredential/{index}"),
        })
    }

    fn hint(&self) -> Option<String> {
        match self {
            Self::Json(error) => error.hint(),
            Self::Credential { error, .. } => error.hint(),
            Self::Type => Some("a single credential is read by itself".to_owned()),
            Self::Signed => {
                Some("verify it as the presentation that it is, with its challenge".to_owned())
            }
            Self::Empty => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng;
    use rand::rngs::StdRng;

    use super::*;
    use crate::battery::transfer::tests::{NEW, offer_to, passport};
    use crate::context::Contexts;
    use crate::did::DidUrl;
    use crate::keys::{Algorithm, SecretKey};
    use crate::secured::{Securing, secure};
    use crate::suite::Suite;

    fn signed(credential: &Value, suite: Suite) -> Secured {
        let mut rng = StdRng::seed_from_u64(7);
        let key = SecretKey::generate(Algorithm::Ed25519, &mut rng).unwrap();
        let method = DidUrl::parse("did:web:acme.example#key-1").unwrap();
        let by = Securing {
            method: &method,
            holder: None,
            created: "2034-08-01T00:00:00Z".parse().unwrap(),
            contexts: Contexts::pinned(),
        };
        secure(credential, suite, &by, &key, &mut rng).unwrap()
    }

    fn bundle() -> Bundle {
        let passport = signed(&passport().credential, Suite::SdJwt);
        let offer = offer_to(NEW, &passport.reference().unwrap())
            .build()
            .unwrap();
        Bundle {
            kind: BundleKind::Transfer,
            credentials: vec![signed(&offer, Suite::EDDSA_JCS_2022), passport],
        }
    }

    #[test]
    fn an_offer_and_the_passport_travel_together_and_keep_their_digests() {
        let sent = bundle();
        let value = sent.to_value();
        assert_eq!(
            value["type"],
            json!(["VerifiablePresentation", "TransferBundle"])
        );
        assert_eq!(
            value["verifiableCredential"][0]["proof"]["type"],
            "DataIntegrityProof"
        );
        assert_eq!(
            value["verifiableCredential"][1]["type"],
            "EnvelopedVerifiableCredential"
        );
        let received = Bundle::parse(value.to_string().as_bytes()).unwrap();
        assert_eq!(received.kind, BundleKind::Transfer);
        let references = |bundle: &Bundle| -> Vec<_> {
            let all = bundle.credentials.iter();
            all.map(|secured| secured.reference().unwrap()).collect()
        };
        assert_eq!(references(&received), references(&sent));
    }

    #[test]
    fn what_is_no_bundle_is_refused_where_it_is_not() {
        for (place, wrong, code) in [
            ("/type", json!(["VerifiablePresentation"]), "bundle.type"),
            ("/type", json!("TransferBundle"), "bundle.type"),
            (
                "/type",
                json!(["VerifiablePresentation", "TransferBundle", "BatteryHistory"]),
                "bundle.type",
            ),
            ("/verifiableCredential", json!([]), "bundle.empty"),
            (
                "/verifiableCredential/1",
                json!({"id": "urn:example:1"}),
                "secured.no_proof",
            ),
            (
                "/verifiableCredential/1",
                json!("a.b.c~"),
                "secured.no_credential",
            ),
        ] {
            let mut value = bundle().to_value();
            *value.pointer_mut(place).unwrap() = wrong.clone();
            let error = Bundle::from_value(&value).unwrap_err();
            assert_eq!(error.code(), code, "{place} {wrong}");
            assert_eq!(error.pointer().as_deref(), Some(place), "{wrong}");
        }
        let mut value = bundle().to_value();
        value["proof"] = json!({"type": "DataIntegrityProof"});
        assert_eq!(
            Bundle::from_value(&value).unwrap_err().code(),
            "bundle.signed"
        );
        let twice = br#"{"type": "VerifiablePresentation", "type": "TransferBundle"}"#;
        assert_eq!(
            Bundle::parse(twice).unwrap_err().code(),
            "json.duplicate_key"
        );
    }
}
