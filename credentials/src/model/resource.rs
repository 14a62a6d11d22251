//! `relatedResource` (section 5.3): resources known by their digests. Nothing is fetched: of the resources only the
//! pinned contexts are at hand, and their digests are compared.

use std::collections::HashSet;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};
use serde_json::Value;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::Rule;
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
    let of = |digest: &Vec<u8>| match digest.len() {
        32 => Sha256::digest(pinned.text).as_slice() == digest,
        48 => Sha384::digest(pinned.text).as_slice() == digest,
        64 => Sha512::digest(pinned.text).as_slice() == digest,
        _ => false,
    };
    let former = |digest: &Vec<u8>| {
        let encoded = BASE64_STANDARD.encode(digest);
        FORMER.contains(&(id, encoded.as_str()))
    };
    !found.iter().any(|digest| of(digest) || former(digest))
}

/// Subresource Integrity: one digest or several, separated by white space.
fn read_sri(text: &str) -> Option<Vec<Vec<u8>>> {
    let one = |digest: &str| {
        let (algorithm, encoded) = digest.split_once('-')?;
        let length = match algorithm {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            _ => return None,
        };
        let bytes = BASE64_STANDARD.decode(encoded).ok()?;
        (bytes.len() == length).then_some(bytes)
    };
    let digests: Option<Vec<_>> = text.split_ascii_whitespace().map(one).collect();
    digests.filter(|digests| !digests.is_empty())
}

/// Multibase base64url or base58btc of a multihash (Data Integrity section 2.3), or of the bare digest, which others
/// write.
fn read_multibase(text: &str) -> Option<Vec<Vec<u8>>> {
    let digits = text
        .get(1..)
        .filter(|digits| (1..=MAX_DIGITS).contains(&digits.len()))?;
    let bytes = match text.as_bytes()[0] {
        b'u' => BASE64_URL_SAFE_NO_PAD.decode(digits).ok()?,
        b'z' => bs58::decode(digits).into_vec().ok()?,
        _ => return None,
    };
    Some(vec![match bytes.as_slice() {
        // sha2-256, sha2-384 and sha2-512, each with its length.
        [0x12, 32, digest @ ..] if digest.len() == 32 => digest.to_vec(),
        [0x20, 48, digest @ ..] if digest.len() == 48 => digest.to_vec(),
        [0x13, 64, digest @ ..] if digest.len() == 64 => digest.to_vec(),
        _ => bytes,
    }])
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

/// Above a SHA-512 multihash; the work of base58 grows with the square of the length.
const MAX_DIGITS: usize = 128;

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
