//! Reading: the text comes apart, disclosures find their digests, and nothing else is accepted.

use std::fmt;
use std::ops::Range;
use std::sync::OnceLock;

use jiff::Timestamp;
use memchr::{memchr, memchr_iter};
use serde_json::Value;

use super::digest::Digest;
use super::key_binding::{Bound, KeyBindingJwt};
use super::linked::{self, DC, LD};
use super::resolve::{self, Resolved};
use super::{MAX_DISCLOSURES, MAX_SIZE, SdJwtError};
use crate::did::DidUrl;
use crate::jose::{Header, Jws, OF_THE_TOKEN, base64url, check_time, short_type};
use crate::json::{JsonPointer, Node};
use crate::keys::{Algorithm, PublicKey};

/// An SD-JWT that was read: disclosures fit digests, each once. Its signature is not verified before
/// [`SdJwt::verify`].
#[derive(Debug, Clone)]
pub struct SdJwt {
    text: String,
    header: Header,
    /// Whether the credential is what stands in [`LD`].
    linked: bool,
    /// Length of what the issuer signed.
    signed: usize,
    signature: Vec<u8>,
    /// Length of the issuer's token.
    token: usize,
    /// Length up to and with the last tilde: what `sd_hash` is over.
    presented: usize,
    /// Where each disclosure stands in the text.
    disclosures: Vec<Range<usize>>,
    /// The key in `cnf`, once somebody asked.
    holder: OnceLock<Result<Option<PublicKey>, SdJwtError>>,
    /// Made when it is first asked for, by what was presented and not read.
    resolved: OnceLock<Resolved>,
    claims: OnceLock<Value>,
    places: OnceLock<Vec<Place>>,
    key_binding: Option<Bound>,
}

/// Where a disclosure goes.
#[derive(Debug, Clone)]
struct Place {
    /// In the credential, or in the claims when it is outside of the credential.
    pointer: JsonPointer,
    /// Whether it is a member of an object.
    member: bool,
    /// Whether it is in the credential.
    inside: bool,
}

/// One disclosure: what it shows, and where.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Disclosed<'a> {
    /// The place in [`SdJwt::credential`]; in [`SdJwt::claims`] for a claim of the token alone.
    pub pointer: &'a JsonPointer,
    /// The member's name; none for an element of an array.
    pub name: Option<&'a str>,
    /// What the place holds, without what is withheld inside it.
    pub value: &'a Value,
    /// The disclosure as it stands in the text.
    pub text: &'a str,
}

impl SdJwt {
    /// Reads an SD-JWT or SD-JWT+KB in compact form (RFC 9901 section 4).
    pub fn parse(text: &str) -> Result<Self, SdJwtError> {
        if text.len() > MAX_SIZE {
            return Err(SdJwtError::TooLarge {
                found: text.len(),
                limit: MAX_SIZE,
            });
        }
        let token = memchr(b'~', text.as_bytes()).ok_or(SdJwtError::NotSdJwt)?;
        let (disclosures, presented) = ranges(text, token + 1)?;
        let jws = Jws::parse(&text[..token]).map_err(SdJwtError::Issuer)?;
        check_type(&jws.header)?;
        let resolved = resolved(text, jws.header.typ.as_deref(), &jws.payload, &disclosures)?;
        let key_binding = match &text[presented..] {
            "" => None,
            jwt => Some(Bound::parse(jwt)?),
        };
        let mut sd_jwt = Self {
            signed: jws.signing_input.len(),
            linked: false,
            header: jws.header,
            signature: jws.signature,
            token,
            presented,
            disclosures,
            holder: OnceLock::new(),
            claims: OnceLock::new(),
            resolved: resolved.into(),
            places: OnceLock::new(),
            key_binding,
            text: text.to_owned(),
        };
        if sd_jwt.key_binding.is_some() && sd_jwt.claim("cnf").is_none() {
            return Err(SdJwtError::KeyBindingUnexpected);
        }
        if sd_jwt.is_dc() {
            linked::check(sd_jwt.claims())?;
            sd_jwt.linked = sd_jwt.claims().get(LD).is_some();
        }
        Ok(sd_jwt)
    }

    /// Checks the issuer's signature. The header's algorithm must be the key's.
    pub fn verify(&self, key: &PublicKey) -> Result<(), SdJwtError> {
        let fits = self.header.fits(key.algorithm());
        fits.map_err(SdJwtError::Issuer)?;
        let signed = &self.text.as_bytes()[..self.signed];
        key.verify(signed, &self.signature)
            .map_err(|error| SdJwtError::Issuer(error.into()))
    }

    /// Checks `nbf` and `exp` of the issuer's token, where it has them. The credential's own validity is another matter.
    pub fn check_time(&self, now: Timestamp) -> Result<(), SdJwtError> {
        let (nbf, exp) = (self.claim("nbf"), self.claim("exp"));
        check_time(nbf.as_ref(), exp.as_ref(), now).map_err(SdJwtError::from)
    }

    /// `kid` as it stands in the header.
    pub fn kid(&self) -> Option<&str> {
        self.header.kid.as_deref()
    }

    /// The verification method that the issuer names.
    pub fn verification_method(&self) -> Result<DidUrl, SdJwtError> {
        let kid = self.kid().ok_or(SdJwtError::KeyIdMissing)?;
        DidUrl::parse(kid).map_err(SdJwtError::KeyId)
    }

    /// `typ` as it stands in the header.
    pub fn typ(&self) -> Option<&str> {
        self.header.typ.as_deref()
    }

    /// Whether it is an SD-JWT VC (draft-ietf-oauth-sd-jwt-vc), by its type.
    pub fn is_dc(&self) -> bool {
        self.header.is_of_type(DC)
    }

    /// The algorithm that the header names.
    pub fn alg(&self) -> Algorithm {
        self.header.algorithm
    }

    /// The disclosed payload: no `_sd`, `_sd_alg` or `...`, and nothing of what is withheld.
    pub fn claims(&self) -> &Value {
        let resolved = || self.resolved().claims.to_value(|_| true);
        self.claims.get_or_init(resolved)
    }

    /// One member of [`SdJwt::claims`], without making the others.
    pub fn claim(&self, name: &str) -> Option<Value> {
        self.resolved().claims.member(name)
    }

    /// What is disclosed of the credential: the payload without the claims that concern the token alone; of an SD-JWT
    /// VC, what it says in the terms of the data model.
    pub fn credential(&self) -> Value {
        if self.is_dc() {
            return linked::credential(self.claims());
        }
        let claims = &self.resolved().claims;
        claims.to_value(|name| !OF_THE_TOKEN.contains(&name))
    }

    /// The holder's key, `cnf.jwk`; none when the credential is not bound.
    pub fn holder_key(&self) -> Result<Option<PublicKey>, SdJwtError> {
        let read = self.holder.get_or_init(|| {
            let Some(confirmation) = self.claim("cnf") else {
                return Ok(None);
            };
            // RFC 7800 section 3.2; of the other ways to name a key, none holds the key itself.
            let jwk = confirmation.get("jwk").ok_or(SdJwtError::Confirmation)?;
            let key = PublicKey::from_jwk(jwk);
            key.map(Some).map_err(SdJwtError::HolderKey)
        });
        read.clone()
    }

    /// The disclosures in the order of the text.
    pub fn disclosed(&self) -> Vec<Disclosed<'_>> {
        let all = self.places().iter().zip(&self.disclosures);
        all.map(|(place, text)| {
            let name = place.pointer.tokens().last().map(String::as_str);
            let around = match place.inside && self.linked {
                true => self.claims().get(LD),
                false => Some(self.claims()),
            };
            let value = around.and_then(|around| place.pointer.get(around));
            Disclosed {
                pointer: &place.pointer,
                name: name.filter(|_| place.member),
                value: value.unwrap_or(&Value::Null),
                text: &self.text[text.clone()],
            }
        })
        .collect()
    }

    /// The credential's `id`.
    pub fn id(&self) -> Option<Value> {
        match self.linked {
            true => self.claim(LD)?.get("id").cloned(),
            false => self.claim("id"),
        }
    }

    /// How many digests have no disclosure here: what is withheld, and decoys.
    pub fn withheld(&self) -> usize {
        self.resolved().withheld
    }

    /// The key-binding JWT, where there is one.
    pub fn key_binding(&self) -> Option<&KeyBindingJwt> {
        self.key_binding.as_ref().map(|bound| &bound.claims)
    }

    /// The token that the issuer signed.
    pub fn issuer_jwt(&self) -> &str {
        &self.text[..self.token]
    }

    /// The compact form, as it was read.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The compact form up to and with the last tilde: without key binding.
    pub(super) fn presented(&self) -> &str {
        &self.text[..self.presented]
    }

    /// The key-binding JWT as it was read, and as it stands in the text.
    pub(super) fn bound(&self) -> Option<(&Bound, &str)> {
        let bound = self.key_binding.as_ref()?;
        Some((bound, &self.text[self.presented..]))
    }

    /// Place and text of each disclosure of the credential.
    pub(super) fn placed(&self) -> impl Iterator<Item = (&JsonPointer, &str)> {
        let all = self.places().iter().zip(&self.disclosures);
        let own = all.filter(|(place, _)| place.inside);
        own.map(|(place, text)| (&place.pointer, &self.text[text.clone()]))
    }

    /// Whether the credential has something at this place.
    pub(super) fn has(&self, place: &JsonPointer) -> bool {
        match self.linked {
            true => place.get(&self.credential()).is_some(),
            false => place.get(self.claims()).is_some(),
        }
    }

    /// What was just issued, so that nothing in it needs to be read.
    pub(super) fn issued(
        header: Header,
        linked: bool,
        signature: Vec<u8>,
        text: String,
        token: usize,
        disclosures: Vec<Range<usize>>,
    ) -> Self {
        Self {
            linked,
            header,
            signed: text[..token].rfind('.').unwrap_or_default(),
            signature,
            token,
            presented: text.len(),
            disclosures,
            holder: OnceLock::new(),
            claims: OnceLock::new(),
            resolved: OnceLock::new(),
            places: OnceLock::new(),
            key_binding: None,
            text,
        }
    }

    /// The same token with other disclosures of its own, which must leave none without the one around it.
    pub(super) fn with(&self, text: String, disclosures: Vec<Range<usize>>) -> Self {
        Self {
            linked: self.linked,
            header: self.header.clone(),
            signed: self.signed,
            signature: self.signature.clone(),
            token: self.token,
            presented: text.len(),
            disclosures,
            holder: {
                // Read here once, and not in every presentation.
                let _ = self.holder_key();
                self.holder.clone()
            },
            claims: OnceLock::new(),
            resolved: OnceLock::new(),
            places: OnceLock::new(),
            key_binding: None,
            text,
        }
    }

    fn resolved(&self) -> &Resolved {
        self.resolved.get_or_init(|| {
            let payload = Jws::parse(self.issuer_jwt()).map(|jws| jws.payload);
            let payload = payload.unwrap_or_default();
            // Token and disclosures were read or made before, so there is nothing to refuse.
            resolved(&self.text, self.typ(), &payload, &self.disclosures).unwrap_or_default()
        })
    }

    fn places(&self) -> &[Place] {
        self.places.get_or_init(|| {
            let resolved = self.resolved();
            let found = resolved.claims.pointers(&resolved.places).into_iter();
            let place = |(pointer, member): (JsonPointer, bool)| {
                let inner = pointer.tokens().strip_prefix(&[LD.to_owned()]);
                let inner = inner.filter(|_| self.linked);
                Place {
                    member,
                    inside: inner.is_some() || !self.linked,
                    pointer: inner
                        .map(|inner| inner.iter().cloned().collect())
                        .unwrap_or(pointer),
                }
            };
            found.map(place).collect()
        })
    }
}

impl fmt::Display for SdJwt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn check_type(header: &Header) -> Result<(), SdJwtError> {
    let Some(typ) = &header.typ else {
        return Ok(());
    };
    // RFC 9901 section 9.11: what is typed as another kind of token is not taken for this one.
    let short = short_type(typ).to_ascii_lowercase();
    if short == "sd-jwt" || short.ends_with("+sd-jwt") {
        return Ok(());
    }
    Err(SdJwtError::Type(typ.clone()))
}

/// The payload with these disclosures of the text in their places.
fn resolved(
    text: &str,
    typ: Option<&str>,
    payload: &[u8],
    disclosures: &[Range<usize>],
) -> Result<Resolved, SdJwtError> {
    let payload_length = payload.len();
    let payload = Node::parse(payload).map_err(SdJwtError::Payload)?;
    let (bytes, ends) = decode(text, disclosures)?;
    let starts = std::iter::once(&0).chain(&ends);
    let texts = starts.zip(&ends).map(|(start, end)| &bytes[*start..*end]);
    let arrays = Node::parse_arrays(texts);
    let (elements, ends) = arrays.map_err(|(at, error)| SdJwtError::DisclosureJson {
        number: at + 1,
        error,
    })?;
    let starts = std::iter::once(&0).chain(&ends);
    let arrays = starts
        .zip(&ends)
        .map(|(start, end)| &elements[*start..*end]);
    let arrays: Vec<_> = arrays.collect();
    let digests = disclosures
        .iter()
        .map(|range| Digest::of(&text[range.clone()]));
    let room = payload_length + bytes.len();
    resolve::resolve(typ, &payload, &arrays, digests, room)
}

/// Where the disclosures stand, each with a tilde behind it, and what follows the last tilde.
fn ranges(text: &str, start: usize) -> Result<(Vec<Range<usize>>, usize), SdJwtError> {
    let mut ranges = Vec::with_capacity(64);
    let mut from = start;
    let mut tildes = memchr_iter(b'~', &text.as_bytes()[start..]);
    for tilde in tildes.by_ref().take(MAX_DISCLOSURES) {
        ranges.push(from..start + tilde);
        from = start + tilde + 1;
    }
    match tildes.count() {
        0 => Ok((ranges, from)),
        more => Err(SdJwtError::TooMany {
            found: ranges.len() + more,
            limit: MAX_DISCLOSURES,
        }),
    }
}

/// The disclosures' bytes one after another, and where each ends.
fn decode(text: &str, ranges: &[Range<usize>]) -> Result<(Vec<u8>, Vec<usize>), SdJwtError> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let mut ends = Vec::with_capacity(ranges.len());
    for (at, range) in ranges.iter().enumerate() {
        let decoded = base64url::decode_after(&text[range.clone()], &mut bytes);
        decoded.ok_or(SdJwtError::DisclosureMalformed { number: at + 1 })?;
        ends.push(bytes.len());
    }
    Ok((bytes, ends))
}
