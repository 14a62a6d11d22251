//! Showing a credential: what the reader may see and no more, bound to the reader's nonce when it gave one.

use credentials::battery::audit::audit;
use credentials::battery::composite;
use credentials::battery::{Audience, passport};
use credentials::context::{CREDENTIALS_V2, Contexts};
use credentials::proof::{self, ProofOptions, ProofPurpose};
use credentials::sd_jwt::{KeyBinding, SdJwt};
use credentials::secured::{Embedded, Secured};
use credentials::suite::Suite;
use credentials::{Coded, JsonPointer};
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::error::WalletError;
use crate::item::Item;
use crate::wallet::Unlocked;

/// What is to be shown, and to whom.
#[derive(Debug, Clone, Default)]
pub struct Showing {
    /// Everything that this audience may see.
    pub audience: Option<Audience>,
    /// These places, with what is inside them.
    pub disclose: Vec<JsonPointer>,
    /// The reader's nonce and name, which the presentation answers.
    pub binding: Option<Binding>,
}

/// What a reader gave to the holder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Binding {
    /// The nonce.
    pub nonce: String,
    /// The reader's name.
    pub audience: String,
}

/// A presentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Presentation {
    /// As it is handed over: the shortest form.
    pub text: String,
    /// As it is written to a file.
    pub file: String,
    /// The places that were withheld until now.
    pub disclosed: Vec<JsonPointer>,
    /// How many places stay withheld.
    pub withheld: usize,
}

/// Why it cannot be shown so.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PresentError {
    /// Nothing can be withheld of it.
    #[error("nothing of a credential secured with {0} can be withheld")]
    Whole(Suite),
    /// It holds what this audience may not see, and nothing of it can be withheld.
    #[error(
        "{audience} may not see {at}, and nothing of a credential secured with {suite} can be withheld"
    )]
    Beyond {
        /// The audience.
        audience: Audience,
        /// How it is secured.
        suite: Suite,
        /// The first place.
        at: JsonPointer,
    },
    /// There is no such place.
    #[error("the credential has nothing at this place")]
    NoPlace(JsonPointer),
    /// Not bound to a key.
    #[error(
        "the credential is bound to no key, so a presentation of it cannot be bound to a nonce"
    )]
    Unbound,
    /// Bound to another key.
    #[error("the credential is bound to another key than this wallet's")]
    OtherKey,
}

impl Unlocked {
    /// Makes a presentation of one credential.
    pub fn present(
        &self,
        item: &Item,
        showing: &Showing,
        now: Timestamp,
    ) -> Result<Presentation, WalletError> {
        match &item.secured {
            Secured::SdJwt(sd_jwt) => self.present_sd_jwt(sd_jwt, item, showing, now),
            Secured::Jwt(_) | Secured::DataIntegrity(_) => match item.secured.base() {
                Some(base) => self.present_derived(base, item, showing, now),
                None => self.present_whole(item, showing, now),
            },
        }
    }

    fn present_sd_jwt(
        &self,
        sd_jwt: &SdJwt,
        item: &Item,
        showing: &Showing,
        now: Timestamp,
    ) -> Result<Presentation, WalletError> {
        let shown = places(sd_jwt, &item.credential, showing)?;
        let presented = sd_jwt.present(&shown)?;
        let text = match &showing.binding {
            None => presented.as_str().to_owned(),
            Some(binding) => {
                let holder = sd_jwt.holder_key()?.ok_or(PresentError::Unbound)?;
                if holder != *self.key().public() {
                    return Err(PresentError::OtherKey.into());
                }
                let binding = KeyBinding {
                    nonce: &binding.nonce,
                    audience: &binding.audience,
                    issued_at: now,
                };
                presented.bind(&binding, self.key())?
            }
        };
        Ok(Presentation {
            file: format!("{text}\n"),
            text,
            disclosed: presented
                .disclosed()
                .iter()
                .map(|disclosed| disclosed.pointer.clone())
                .collect(),
            withheld: presented.withheld(),
        })
    }

    /// A part of a credential, with a proof derived from the issuer's, by itself or in a presentation that the wallet's
    /// key signs.
    fn present_derived(
        &self,
        base: &Embedded,
        item: &Item,
        showing: &Showing,
        now: Timestamp,
    ) -> Result<Presentation, WalletError> {
        let audience = match showing.audience {
            None if showing.disclose.is_empty() => Some(Audience::Public),
            audience => audience,
        };
        let mut shown = match audience {
            Some(audience) => passport::attributes_for(&item.credential, audience),
            None => Vec::new(),
        };
        shown.extend(named(&item.credential, showing)?);
        let part = base.derive(&shown, Contexts::pinned(), &mut rand::rng())?;
        if showing.binding.is_some() && item.holder().is_none() {
            return Err(PresentError::Unbound.into());
        }
        let credential = part.credential();
        let disclosed = passport::attributes_of(&credential);
        let all = passport::attributes_of(&item.credential);
        Ok(Presentation {
            withheld: all.len().saturating_sub(disclosed.len()),
            disclosed,
            ..self.handed_over(item, &part, showing, now)?
        })
    }

    /// A credential of which nothing can be withheld: as it is, or in a presentation that the wallet's key signs.
    fn present_whole(
        &self,
        item: &Item,
        showing: &Showing,
        now: Timestamp,
    ) -> Result<Presentation, WalletError> {
        if !showing.disclose.is_empty() {
            return Err(PresentError::Whole(item.suite()).into());
        }
        if let Some(audience) = showing.audience {
            check_audience(item, audience)?;
        }
        self.handed_over(item, &item.secured, showing, now)
    }

    /// A credential as it is, or in a presentation that the wallet's key signs.
    fn handed_over(
        &self,
        item: &Item,
        secured: &Secured,
        showing: &Showing,
        now: Timestamp,
    ) -> Result<Presentation, WalletError> {
        let Some(binding) = &showing.binding else {
            return Ok(Presentation {
                text: secured.to_text(),
                file: secured.to_file(),
                disclosed: Vec::new(),
                withheld: 0,
            });
        };
        if item
            .holder()
            .is_some_and(|holder| holder != *self.key().public())
        {
            return Err(PresentError::OtherKey.into());
        }
        let presentation = json!({
            "@context": [CREDENTIALS_V2],
            "type": ["VerifiablePresentation"],
            "holder": self.did(),
            "verifiableCredential": [secured.enveloped()],
        });
        let options = ProofOptions {
            purpose: ProofPurpose::Authentication,
            domain: vec![binding.audience.clone()],
            challenge: Some(binding.nonce.clone()),
            ..ProofOptions::assertion(self.method(), now)
        };
        let suite = proof::Cryptosuite::EddsaJcs2022;
        let signed = proof::sign(&presentation, suite, &options, self.key(), &mut rand::rng())?;
        Ok(Presentation {
            text: signed.to_string(),
            file: format!("{signed:#}\n"),
            disclosed: Vec::new(),
            withheld: 0,
        })
    }
}

/// The places to show: those of the audience, those that were named with all inside them, and by default the public
/// ones.
fn places(
    sd_jwt: &SdJwt,
    credential: &Value,
    showing: &Showing,
) -> Result<Vec<JsonPointer>, PresentError> {
    let audience = match showing.audience {
        None if showing.disclose.is_empty() => Some(Audience::Public),
        audience => audience,
    };
    let mut shown = Vec::new();
    if let Some(audience) = audience {
        shown.extend(passport::disclosed_to(credential, audience));
    }
    for place in named(credential, showing)? {
        let inside = sd_jwt.disclosed();
        let inside = inside.iter().map(|disclosed| disclosed.pointer);
        shown.extend(
            inside
                .filter(|pointer| pointer.starts_with(&place))
                .cloned(),
        );
        shown.push(place);
    }
    shown.sort_unstable();
    shown.dedup();
    Ok(shown)
}

/// The places that a person names, and what they are worth nothing without.
fn named(credential: &Value, showing: &Showing) -> Result<Vec<JsonPointer>, PresentError> {
    let places = showing.disclose.iter();
    let mut named: Vec<_> = places
        .map(|named| found(credential, named))
        .collect::<Result<_, _>>()?;
    named.extend(composite::beside(credential, &named));
    Ok(named)
}

/// The place a person means: from the root, or from `credentialSubject`.
fn found(claims: &Value, named: &JsonPointer) -> Result<JsonPointer, PresentError> {
    let subject = JsonPointer::from_iter(["credentialSubject"]).join(named);
    [named, &subject]
        .into_iter()
        // An empty pointer is an empty variable in a script, rather than the wish to show everything.
        .find(|place| !named.is_root() && place.get(claims).is_some())
        .cloned()
        .ok_or_else(|| PresentError::NoPlace(named.clone()))
}

/// Only a passport has content for some audiences and not for others.
fn check_audience(item: &Item, audience: Audience) -> Result<(), PresentError> {
    let types = item.credential.get("type").and_then(Value::as_array);
    let is_passport = types.is_some_and(|types| types.iter().any(|one| one == passport::PASSPORT));
    let Some(subject) = item
        .credential
        .get("credentialSubject")
        .filter(|_| is_passport)
    else {
        return Ok(());
    };
    match audit(subject, audience, None).beyond.into_iter().next() {
        None => Ok(()),
        Some(place) => Err(PresentError::Beyond {
            audience,
            suite: item.suite(),
            at: JsonPointer::from_iter(["credentialSubject"]).join(&place),
        }),
    }
}

impl Coded for PresentError {
    fn code(&self) -> &'static str {
        match self {
            Self::Whole(_) => "present.whole",
            Self::Beyond { .. } => "present.beyond_audience",
            Self::NoPlace(_) => "present.no_place",
            Self::Unbound => "present.unbound",
            Self::OtherKey => "present.other_key",
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Beyond { at, .. } | Self::NoPlace(at) => Some(at.to_string()),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Whole(_) => "leave --disclose out".into(),
            Self::Beyond { .. } => "ask the issuer for the passport as sd-jwt".into(),
            Self::NoPlace(_) => "see the places with `dbp-wallet show ID --pointers`".into(),
            Self::Unbound | Self::OtherKey => {
                "ask the issuer for a credential that is bound to this wallet's DID".into()
            }
        })
    }
}
