//! Asking `ssi`.

use std::collections::HashMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use credentials::context::pinned;
use credentials::keys::SecretKey;
use serde_json::Value;
use ssi::claims::data_integrity::{
    AnyDataIntegrity, AnySelectionOptions, AnySignatureOptions, AnySuite, CryptographicSuite,
    DataIntegrity, DataIntegrityDocument, ProofOptions,
};
use ssi::claims::{SignatureEnvironment, VerificationParameters};
use ssi::dids::{DIDKey, DIDResolver, VerificationMethodDIDResolver};
use ssi::json_ld::iref::IriBuf;
use ssi::json_ld::syntax::Parse;
use ssi::json_ld::{CompactJsonLd, Expandable, RemoteDocument, syntax};
use ssi::rdf::{AnyLdEnvironment, LdEnvironment};
use ssi::verification_methods::{AnyMethod, LocalSigner, SingleSecretSigner};
use ssi::{JWK, JsonPointerBuf};

use crate::keys::{jwk, method};

/// `ssi`, which knows our pinned contexts and keys as `did:key`, and asks no network.
pub struct Judge {
    contexts: Contexts,
    resolver: VerificationMethodDIDResolver<DIDKey, AnyMethod>,
}

/// Whoever signs.
pub struct Hand {
    signer: LocalSigner<SingleSecretSigner<JWK>>,
    method: IriBuf,
}

/// A document that `ssi` has read.
pub type Secured = AnyDataIntegrity;

type Contexts = HashMap<IriBuf, RemoteDocument>;

impl Judge {
    /// Gives it our contexts: its own copy of the W3C's has the same terms in other bytes.
    #[expect(clippy::new_without_default, reason = "it reads every pinned context")]
    pub fn new() -> Self {
        let contexts = pinned().iter().map(|pinned| {
            let url = IriBuf::new(pinned.url.to_owned()).unwrap();
            let (document, _) = syntax::Value::parse_str(pinned.text).unwrap();
            (url.clone(), RemoteDocument::new(Some(url), None, document))
        });
        Self {
            contexts: contexts.collect(),
            resolver: DIDKey.into_vm_resolver(),
        }
    }

    /// The document's statements as canonical N-Quads.
    pub fn canonical(&self, document: &Value) -> Result<String, String> {
        let (json, _) = syntax::Value::parse_str(&document.to_string()).unwrap();
        let json = CompactJsonLd(json);
        let mut environment = LdEnvironment::default();
        let expanded = ready(json.expand_with(&mut environment, &self.contexts));
        let expanded = expanded.map_err(|error| error.to_string())?;
        let lines = environment.canonical_form_of(&expanded);
        Ok(lines.map_err(|error| error.to_string())?.concat())
    }

    /// Reads a document with its proofs.
    pub fn read(&self, document: &Value) -> Result<Secured, String> {
        serde_json::from_value(document.clone()).map_err(|error| error.to_string())
    }

    /// Signs with the key's `did:key`; the pointers are mandatory to disclose, in suites that disclose selectively.
    pub fn sign(
        &self,
        document: &Value,
        suite: AnySuite,
        key: &SecretKey,
        mandatory: &[&str],
    ) -> Result<Value, String> {
        let document =
            serde_json::from_value(document.clone()).map_err(|error| error.to_string())?;
        written(&self.sign_read(&document, suite, &Hand::of(key), &pointers(mandatory))?)
    }

    /// Signs a document that was read before.
    pub fn sign_read(
        &self,
        document: &DataIntegrityDocument,
        suite: AnySuite,
        hand: &Hand,
        mandatory: &[JsonPointerBuf],
    ) -> Result<Secured, String> {
        let environment = SignatureEnvironment {
            json_ld_loader: &self.contexts,
            eip712_loader: (),
        };
        let mut how = AnySignatureOptions::default();
        how.mandatory_pointers = mandatory.to_vec();
        let options = ProofOptions::from_method(hand.method.clone().into());
        let resolver = &self.resolver;
        let signed = suite.sign_with(
            environment,
            document.clone(),
            resolver,
            &hand.signer,
            options,
            how,
        );
        ready(signed).map_err(|error| error.to_string())
    }

    /// Verifies every proof of a document.
    pub fn verify(&self, document: &Value) -> Result<(), String> {
        self.verify_read(&self.read(document)?)
    }

    /// Verifies every proof of a document that was read before.
    pub fn verify_read(&self, document: &Secured) -> Result<(), String> {
        let parameters = VerificationParameters::from_resolver(&self.resolver)
            .with_json_ld_loader(&self.contexts);
        match ready(document.verify(parameters)) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(invalid)) => Err(invalid.to_string()),
            Err(error) => Err(error.to_string()),
        }
    }

    /// Derives a proof that shows what the pointers name.
    pub fn derive(&self, base: &Value, shown: &[&str]) -> Result<Value, String> {
        self.derive_read(&self.read(base)?, &pointers(shown))
    }

    /// Derives a proof from a document that was read before.
    pub fn derive_read(&self, base: &Secured, shown: &[JsonPointerBuf]) -> Result<Value, String> {
        let parameters = VerificationParameters::from_resolver(&self.resolver)
            .with_json_ld_loader(&self.contexts);
        let mut selection = AnySelectionOptions::default();
        selection.selective_pointers = shown.to_vec();
        let derived = ready(base.select(parameters, selection));
        written(&derived.map_err(|error| error.to_string())?)
    }
}

impl Hand {
    /// The key under its `did:key`.
    pub fn of(key: &SecretKey) -> Self {
        Self {
            signer: SingleSecretSigner::new(jwk(key)).into_local(),
            method: method(key).to_string().parse().unwrap(),
        }
    }
}

/// The result of a future that has nothing to wait for: whatever asked the network would not be ready.
pub fn ready<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => unreachable!("ssi waits, and nothing here is to wait for"),
    }
}

/// JSON pointers as `ssi` has them.
pub fn pointers(texts: &[&str]) -> Vec<JsonPointerBuf> {
    let parsed = texts.iter().map(|text| text.parse().unwrap());
    parsed.collect()
}

fn written<T: serde::Serialize>(document: &DataIntegrity<T, AnySuite>) -> Result<Value, String> {
    serde_json::to_value(document).map_err(|error| error.to_string())
}
