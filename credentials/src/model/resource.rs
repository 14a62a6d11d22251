//! `relatedResource` (section 5.3): resources known by their digests.

use std::collections::HashSet;

use base64::Engine;
use base64::prelude::{BASE64_STANDARD, BASE64_URL_SAFE_NO_PAD};

use super::Rule;
use super::shape::{Faults, Members, Place};

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
    let mut judge = |digest: Option<Place<'_>>, fits: fn(&str) -> bool| {
        if let Some(digest) = digest
            && !digest.value.as_str().is_some_and(fits)
        {
            faults.add(Rule::Digest, &digest.at);
        }
    };
    judge(sri, is_sri);
    judge(multibase, is_multibase);
}

/// Subresource Integrity: one digest or several, separated by white space.
fn is_sri(text: &str) -> bool {
    let one = |digest: &str| {
        let (algorithm, encoded) = digest.split_once('-').unwrap_or_default();
        let length = match algorithm {
            "sha256" => 32,
            "sha384" => 48,
            "sha512" => 64,
            _ => return false,
        };
        BASE64_STANDARD
            .decode(encoded)
            .is_ok_and(|bytes| bytes.len() == length)
    };
    let mut digests = text.split_ascii_whitespace().peekable();
    digests.peek().is_some() && digests.all(one)
}

/// Multibase base64url or base58btc.
fn is_multibase(text: &str) -> bool {
    let Some(digits) = text
        .get(1..)
        .filter(|digits| (1..=MAX_DIGITS).contains(&digits.len()))
    else {
        return false;
    };
    match text.as_bytes()[0] {
        b'u' => BASE64_URL_SAFE_NO_PAD.decode(digits).is_ok(),
        b'z' => bs58::decode(digits).into_vec().is_ok(),
        _ => false,
    }
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
