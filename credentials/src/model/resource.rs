//! `relatedResource` (section 5.3): resources known by their digests. Nothing is fetched: of the resources only the
//! pinned contexts are at hand, and their digests are compared.

use std::collections::HashSet;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::Value;

use super::Rule;
use super::integrity::{is_digest_of, read_multibase, read_sri};
use super::shape::{Faults, Members, Place};
use crate::context::{CREDENTIALS_V2, pinned};

pub(super) fn check(document: &Members<'_>, faults: &mut Faults) {
    let mut seen = HashSet::new();
    let expected = "a related resource as an object, or several";
    for resource in faults.objects(document, "relatedResource", expected) {
        faults.required_id(&resource);
        if let Some(id) = resource.map.get("id").and_then(|id| id.as_str())
            && !seen.insert(id)
        {
            faults.add(Rule::ResourceRepeated, &resource.at.child("id"));
        }
        digests(&resource, faults);
        if let Some(media_type) = resource.get("mediaType")
            && !media_type.value.as_str().is_some_and(is_media_type)
        {
            faults.add(Rule::MediaType, &media_type.at);
        }
    }
}

fn digests(resource: &Members<'_>, faults: &mut Faults) {
    let (sri, multibase) = (resource.get("digestSRI"), resource.get("digestMultibase"));
    if sri.is_none() && multibase.is_none() {
        faults.add(Rule::Digest, &resource.at);
    }
    let id = resource.map.get("id").and_then(Value::as_str);
    let mut judge = |digest: Option<Place<'_>>, read: fn(&str) -> Option<Vec<Vec<u8>>>| {
        let Some(digest) = digest else {
            return;
        };
        match digest.value.as_str().and_then(read) {
            None => faults.add(Rule::Digest, &digest.at),
            Some(found) if id.is_some_and(|id| differs(id, &found)) => {
                faults.add(Rule::OtherDigest, &digest.at);
            }
            Some(_) => {}
        }
    };
    judge(sri, read_sri);
    judge(multibase, read_multibase);
}

/// Whether none of these digests is one of a resource that is at hand.
fn differs(id: &str, found: &[Vec<u8>]) -> bool {
    let Some(pinned) = pinned().iter().find(|pinned| pinned.url == id) else {
        return false;
    };
    let of = |digest: &Vec<u8>| is_digest_of(digest, pinned.text.as_bytes());
    let former = |digest: &Vec<u8>| {
        let encoded = BASE64_STANDARD.encode(digest);
        FORMER.contains(&(id, encoded.as_str()))
    };
    !found.iter().any(|digest| of(digest) || former(digest))
}

/// RFC 2045 section 5.1, without looking at the parameters.
fn is_media_type(text: &str) -> bool {
    let bare = text.split(';').next().unwrap_or_default().trim_end();
    let token = |part: &str| {
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
        !part.is_empty() && part.bytes().all(allowed)
    };
    bare.split_once('/')
        .is_some_and(|(kind, subtype)| token(kind) && token(subtype))
}

/// SHA-256 and SHA-384 of a pinned context as it was published before: that of the Candidate Recommendation of data
/// model 2.0, from July 2024 to February 2025. Credentials of that time name it.
const FORMER: &[(&str, &str)] = &[
    (
        CREDENTIALS_V2,
        "JKGMkOmFbVJhEfKTduMC2XCyvRAYLjOVmZWwIH1wQ7k=",
    ),
    (
        CREDENTIALS_V2,
        "NSOcNpmdIVUxIJGvGUoe22FjTWrXiaXlsZ8q6912LdnR3KraQO2n75Ica4wK4Qeg",
    ),
];
