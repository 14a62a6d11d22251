//! What is wrong with a credential or presentation, and where.

use std::fmt;

use crate::json::JsonPointer;
use crate::problem::Coded;

/// One rule of the data model that a document breaks, and the place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelFault {
    rule: Rule,
    at: JsonPointer,
}

/// A rule of the data model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rule {
    /// Section 4.3: `@context` starts with that of version 2.
    #[error("expected @context to be a list that starts with https://www.w3.org/ns/credentials/v2")]
    BaseContext,
    /// Section 4.3: what follows in `@context`.
    #[error("expected a context as a URL or an object")]
    Context,
    /// A member that has to be there.
    #[error("expected {0}, found nothing")]
    Missing(&'static str),
    /// A member of the wrong JSON type.
    #[error("expected {0}")]
    Shape(&'static str),
    /// Section 4.4: identifiers are URLs.
    #[error("expected a URL such as did:web:example.com or https://example.com/1")]
    Url,
    /// Section 4.5: types are terms or URLs.
    #[error("expected types as terms or URLs")]
    Type,
    /// Section 4.5: the type that makes it what it is.
    #[error("expected {0} among the types")]
    TypeMissing(&'static str),
    /// Section 4.6 and 11.1: text for people.
    #[error("expected a string, or objects of @value with @language and @direction and no more")]
    Language,
    /// Section 4.8: a subject about which something is said.
    #[error("expected a subject about which at least one thing is said")]
    SubjectEmpty,
    /// Section 4.9: times are dateTimeStamps.
    #[error("expected a dateTimeStamp such as 2026-02-18T00:00:00Z")]
    DateTime,
    /// Section 4.9: the end does not come before the start.
    #[error("expected the end of validity not to come before its start")]
    ValidityReversed,
    /// Section 5.3: a resource is known by its digest.
    #[error("expected digestSRI or digestMultibase of the resource")]
    Digest,
    /// Section 5.3: the digest is that of the resource.
    #[error("expected the digest of the resource as it is published, found another")]
    OtherDigest,
    /// Section 5.3: every resource once.
    #[error("the related resource appears twice")]
    ResourceRepeated,
    /// Section 5.3: media types.
    #[error("expected a media type such as application/json")]
    MediaType,
    /// Sections 4.13 and 4.14: envelopes are `data:` URLs.
    #[error("expected the envelope's id to be a `data:` URL")]
    Envelope,
}

impl ModelFault {
    pub(super) fn new(rule: Rule, at: JsonPointer) -> Self {
        Self { rule, at }
    }

    /// The rule that is broken.
    pub fn rule(&self) -> Rule {
        self.rule
    }

    /// The place in the document; for a member that is missing, where it should be.
    pub fn at(&self) -> &JsonPointer {
        &self.at
    }
}

impl fmt::Display for ModelFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.rule.fmt(f)
    }
}

impl std::error::Error for ModelFault {}

impl Coded for ModelFault {
    fn code(&self) -> &'static str {
        match self.rule {
            Rule::BaseContext => "model.base_context",
            Rule::Context => "model.context",
            Rule::Missing(_) => "model.missing",
            Rule::Shape(_) => "model.shape",
            Rule::Url => "model.not_a_url",
            Rule::Type => "model.type",
            Rule::TypeMissing(_) => "model.type_missing",
            Rule::Language => "model.language",
            Rule::SubjectEmpty => "model.subject_empty",
            Rule::DateTime => "model.not_a_date_time",
            Rule::ValidityReversed => "model.validity_reversed",
            Rule::Digest => "model.digest",
            Rule::OtherDigest => "model.digest_mismatch",
            Rule::ResourceRepeated => "model.resource_repeated",
            Rule::MediaType => "model.media_type",
            Rule::Envelope => "model.envelope",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(self.at.to_string())
    }

    fn hint(&self) -> Option<String> {
        let hint = match self.rule {
            Rule::BaseContext => "the base context goes first, contexts of the claims after it",
            Rule::DateTime => "write date, T, time with seconds, and Z or an offset",
            Rule::ValidityReversed => "the two may have been swapped",
            Rule::Digest => {
                "digestSRI is sha256-, sha384- or sha512- and base64; digestMultibase starts with u or z"
            }
            Rule::TypeMissing(_) | Rule::Missing(_) => {
                "add it before signing, or ask the issuer for a whole document"
            }
            _ => return None,
        };
        Some(hint.into())
    }
}
