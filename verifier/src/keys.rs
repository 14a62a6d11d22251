//! What signatures are checked with: from a verification method to its key, each DID resolved once a verification, and
//! the contexts that give signed statements their meaning.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use credentials::context::Contexts;
use credentials::keys::PublicKey;
use credentials::{Did, DidUrl, Problem};
use did_resolver::{DidDocument, Relationship, Resolve};
use jiff::Timestamp;

use crate::environment::Environment;

/// The DID documents of one verification.
pub(crate) struct Keys<'e> {
    resolver: &'e dyn Resolve,
    contexts: &'e Contexts,
    known: RefCell<HashMap<Did, Result<Rc<DidDocument>, Problem>>>,
}

impl<'e> Keys<'e> {
    pub fn new(environment: &'e Environment) -> Self {
        Self {
            resolver: environment.resolver.as_ref(),
            contexts: &environment.contexts,
            known: RefCell::default(),
        }
    }

    /// The contexts that a signed document may name.
    pub fn contexts(&self) -> &'e Contexts {
        self.contexts
    }

    /// The document of a DID.
    pub fn document(&self, did: &Did) -> Result<Rc<DidDocument>, Problem> {
        if let Some(known) = self.known.borrow().get(did) {
            return known.clone();
        }
        if self.known.borrow().len() >= MOST_FETCHED {
            return Err(too_many("DID documents"));
        }
        let document = self
            .resolver
            .resolve(did)
            .map(|resolved| Rc::new(resolved.document))
            .map_err(|error| {
                let mut problem = Problem::from(error);
                problem.hint.get_or_insert_with(|| UNRESOLVED.to_owned());
                problem
            });
        self.known
            .borrow_mut()
            .insert(did.clone(), document.clone());
        document
    }

    /// The key of a verification method at that time, for whatever it may be used.
    pub fn key(&self, method: &DidUrl, at: Timestamp) -> Result<PublicKey, Problem> {
        let document = self.document(method.did())?;
        let Some(found) = document.method(method) else {
            let problem = match document.why_unusable(method) {
                Some(reason) => Problem::new(
                    "proof.method_unusable",
                    format!("{method} cannot be used: {reason}"),
                ),
                None => Problem::new(
                    "proof.method_unknown",
                    format!(
                        "the DID document of {} has no method {method}",
                        method.did()
                    ),
                ),
            };
            return Err(problem.hint(match method.fragment() {
                Some(_) => "the key was removed or never published: ask the issuer",
                None => {
                    "a DID alone names no key: its signer has to name one by the fragment, DID#KEY"
                }
            }));
        };
        if found.revoked.is_some_and(|revoked| revoked <= at) {
            return Err(Problem::new(
                "proof.method_revoked",
                format!("the key {method} was revoked by its owner"),
            )
            .hint("whoever has the key now may be anybody: ask the issuer for a credential with a new key"));
        }
        Ok(found.key.clone())
    }

    /// Whether nothing could be signed with this method any more at that time.
    pub fn is_expired(&self, method: &DidUrl, at: Timestamp) -> Result<bool, Problem> {
        let document = self.document(method.did())?;
        let expires = document.method(method).and_then(|method| method.expires);
        Ok(expires.is_some_and(|expires| expires <= at))
    }

    /// Whether `did` lets this method act for it in this way.
    pub fn allows(
        &self,
        did: &Did,
        relationship: Relationship,
        method: &DidUrl,
    ) -> Result<bool, Problem> {
        Ok(self.document(did)?.has(relationship, method))
    }
}

/// How many documents of a kind one verification fetches: a presentation of thousands of credentials may name as many
/// places, which would have the verifier call on all of them.
pub(crate) const MOST_FETCHED: usize = 512;

/// The problem of a presentation that needs more.
pub(crate) fn too_many(what: &str) -> Problem {
    Problem::new(
        "fetch.too_many",
        format!("expected credentials that need at most {MOST_FETCHED} {what}, found more"),
    )
    .hint("verify them in several parts")
}

const UNRESOLVED: &str = "without the issuer's keys nothing can be said: try again, or ask the issuer where its DID document is";
