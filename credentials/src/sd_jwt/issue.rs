//! Issuing: what may be withheld becomes salted digests, what remains is signed.

use std::ops::Range;

use rand::CryptoRng;
use serde_json::{Map, Value};

use super::digest::Digest;
use super::linked::{self, DC, LD};
use super::path::{Step, pointer};
use super::plan::{Branch, Plan};
use super::registered::{VC, always_shown};
use super::{
    ELEMENT, MAX_DEPTH, MAX_DISCLOSURES, MAX_SIZE, SD, SD_ALG, SHA_256, SdJwt, SdJwtError,
};
use crate::canon::jcs;
use crate::did::DidUrl;
use crate::jose::{self, Header, base64url, short_type};
use crate::json::JsonPointer;
use crate::keys::{PublicKey, Signer};

/// How an SD-JWT is to be issued.
#[derive(Debug, Clone, Copy)]
pub struct Issue<'a> {
    /// Media type of the whole: `vc+sd-jwt` for a credential of the data model 2.0.
    pub typ: &'a str,
    /// The verification method that signs.
    pub kid: &'a DidUrl,
    /// What may be withheld: members and elements, also inside one another, in any order.
    pub disclosable: &'a [JsonPointer],
    /// The key that presentations are bound to.
    pub holder: Option<&'a PublicKey>,
    /// Digests of nothing, added to every `_sd` so that their number tells less (RFC 9901 section 4.2.5).
    pub decoys: usize,
}

/// Issues an SD-JWT with all its disclosures.
pub fn issue(
    claims: &Value,
    issue: &Issue<'_>,
    signer: &dyn Signer,
    rng: &mut impl CryptoRng,
) -> Result<SdJwt, SdJwtError> {
    let members = claims.as_object().ok_or(SdJwtError::NotAnObject)?;
    let is_dc = short_type(issue.typ).eq_ignore_ascii_case(DC);
    if is_dc {
        linked::check(claims)?;
    }
    let plan = plan(issue)?;
    let mut writer = Writer {
        salts: Salts::new(rng),
        disclosures: String::with_capacity(plan.count() * 160),
        ranges: Vec::with_capacity(plan.count()),
        decoys: issue.decoys,
        spare: Vec::new(),
    };
    let mut payload = Vec::with_capacity(4096);
    writer.payload(members, plan.root(), issue.holder, &mut payload)?;
    let (disclosures, mut ranges) = (writer.disclosures, writer.ranges);
    if ranges.len() < plan.count() {
        let mut places = issue.disclosable.iter();
        let missing = places.find(|place| place.get(claims).is_none());
        let missing = missing.cloned().unwrap_or_default();
        return Err(SdJwtError::NoSuchPlace(missing));
    }
    let header = Header {
        typ: Some(issue.typ.to_owned()),
        // VC-JOSE-COSE section 3.2.1: when present, `cty` is `vc`.
        cty: (short_type(issue.typ) == VC).then(|| "vc".to_owned()),
        kid: Some(issue.kid.to_string()),
        ..Header::new(signer.public_key().algorithm())
    };
    let signed = jose::sign_parts(&header, &payload, signer);
    let (mut compact, signature) = signed.map_err(SdJwtError::Issuer)?;
    let token = compact.len();
    compact.reserve_exact(1 + disclosures.len());
    compact.push('~');
    compact.push_str(&disclosures);
    if compact.len() > MAX_SIZE {
        return Err(SdJwtError::TooLarge {
            found: compact.len(),
            limit: MAX_SIZE,
        });
    }
    for range in &mut ranges {
        *range = token + 1 + range.start..token + 1 + range.end;
    }
    let linked = is_dc && members.contains_key(LD);
    Ok(SdJwt::issued(
        header, linked, signature, compact, token, ranges,
    ))
}

/// The places to withhold, each of which may be.
fn plan<'a>(issue: &Issue<'a>) -> Result<Plan<'a>, SdJwtError> {
    if issue.disclosable.len() > MAX_DISCLOSURES {
        return Err(SdJwtError::TooMany {
            found: issue.disclosable.len(),
            limit: MAX_DISCLOSURES,
        });
    }
    for at in issue.disclosable {
        if at.is_root() {
            return Err(SdJwtError::NoSuchPlace(JsonPointer::root()));
        }
        if let Some(shown) = always_shown(issue.typ, at) {
            return Err(SdJwtError::AlwaysShown {
                at: at.clone(),
                shown,
            });
        }
    }
    Ok(Plan::new(issue.disclosable))
}

struct Writer<'r, R> {
    salts: Salts<'r, R>,
    disclosures: String,
    /// Where each disclosure stands in them.
    ranges: Vec<Range<usize>>,
    decoys: usize,
    /// Buffers for disclosures inside one another.
    spare: Vec<Vec<u8>>,
}

impl<R: CryptoRng> Writer<'_, R> {
    fn payload(
        &mut self,
        members: &Map<String, Value>,
        plan: Branch<'_, '_>,
        holder: Option<&PublicKey>,
        out: &mut Vec<u8>,
    ) -> Result<(), SdJwtError> {
        out.push(b'{');
        self.members(members, plan, &mut Vec::new(), out)?;
        if let Some(holder) = holder {
            if members.contains_key("cnf") {
                return Err(SdJwtError::ConfirmationTaken);
            }
            name(out, "cnf");
            out.extend_from_slice(b"{\"jwk\":");
            jcs::append(out, &holder.to_jwk());
            out.push(b'}');
        }
        if !self.ranges.is_empty() {
            name(out, SD_ALG);
            jcs::append_string(out, SHA_256);
        }
        out.push(b'}');
        Ok(())
    }

    /// Writes a value without what `plan` has inside it.
    fn value<'v>(
        &mut self,
        value: &'v Value,
        plan: Branch<'_, '_>,
        path: &mut Vec<Step<'v>>,
        out: &mut Vec<u8>,
    ) -> Result<(), SdJwtError> {
        match value {
            Value::Object(members) => {
                self.deeper(path)?;
                out.push(b'{');
                self.members(members, plan, path, out)?;
                out.push(b'}');
            }
            Value::Array(items) => {
                self.deeper(path)?;
                self.items(items, plan, path, out)?;
            }
            scalar => jcs::append(out, scalar),
        }
        Ok(())
    }

    fn members<'v>(
        &mut self,
        members: &'v Map<String, Value>,
        plan: Branch<'_, '_>,
        path: &mut Vec<Step<'v>>,
        out: &mut Vec<u8>,
    ) -> Result<(), SdJwtError> {
        let mut digests = Vec::new();
        let mut next = 0;
        for (member, value) in members {
            if let Some(name) = [SD, SD_ALG, ELEMENT]
                .into_iter()
                .find(|name| name == member)
            {
                return Err(SdJwtError::ReservedClaim {
                    at: pointer(path).child(name),
                    name,
                });
            }
            let inside = plan.child(member, &mut next);
            path.push(Step::Member(member));
            if inside.is_own() {
                digests.push(self.disclose(Some(member), value, inside, path)?);
            } else {
                name(out, member);
                self.value(value, inside, path, out)?;
            }
            path.pop();
        }
        if digests.is_empty() {
            return Ok(());
        }
        for _ in 0..self.decoys {
            digests.push(self.salts.decoy());
        }
        // RFC 9901 section 4.2.4.1: the order must not tell the original one.
        digests.sort_unstable();
        name(out, SD);
        let mut separator = b'[';
        for digest in &digests {
            out.extend_from_slice(&[separator, b'"']);
            out.extend_from_slice(digest.as_bytes());
            out.push(b'"');
            separator = b',';
        }
        out.push(b']');
        Ok(())
    }

    fn items<'v>(
        &mut self,
        items: &'v [Value],
        plan: Branch<'_, '_>,
        path: &mut Vec<Step<'v>>,
        out: &mut Vec<u8>,
    ) -> Result<(), SdJwtError> {
        out.push(b'[');
        let mut next = 0;
        for (at, item) in items.iter().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            let inside = if plan.is_empty() {
                plan
            } else {
                plan.child(&at.to_string(), &mut next)
            };
            path.push(Step::Item(at));
            if inside.is_own() {
                let digest = self.disclose(None, item, inside, path)?;
                out.extend_from_slice(b"{\"...\":\"");
                out.extend_from_slice(digest.as_bytes());
                out.extend_from_slice(b"\"}");
            } else {
                self.value(item, inside, path, out)?;
            }
            path.pop();
        }
        out.push(b']');
        Ok(())
    }

    /// Adds one disclosure, those inside it before it, and gives its digest.
    fn disclose<'v>(
        &mut self,
        member: Option<&str>,
        value: &'v Value,
        inside: Branch<'_, '_>,
        path: &mut Vec<Step<'v>>,
    ) -> Result<Digest, SdJwtError> {
        let mut json = self.spare.pop().unwrap_or_else(|| Vec::with_capacity(256));
        json.extend_from_slice(b"[\"");
        json.extend_from_slice(&self.salts.salt());
        json.extend_from_slice(b"\",");
        if let Some(member) = member {
            jcs::append_string(&mut json, member);
            json.push(b',');
        }
        self.value(value, inside, path, &mut json)?;
        json.push(b']');
        let start = self.disclosures.len();
        base64url::append(&json, &mut self.disclosures);
        self.ranges.push(start..self.disclosures.len());
        let digest = Digest::of(&self.disclosures[start..]);
        self.disclosures.push('~');
        json.clear();
        self.spare.push(json);
        Ok(digest)
    }

    fn deeper(&self, path: &[Step<'_>]) -> Result<(), SdJwtError> {
        if path.len() < MAX_DEPTH {
            return Ok(());
        }
        Err(SdJwtError::TooDeep {
            at: pointer(path),
            limit: MAX_DEPTH,
        })
    }
}

/// A member's name in an object whose brace is open.
fn name(out: &mut Vec<u8>, name: &str) {
    if out.last() != Some(&b'{') {
        out.push(b',');
    }
    jcs::append_string(out, name);
    out.push(b':');
}

/// Salts of 128 bits (RFC 9901 section 9.3), drawn from the caller's generator many at a time.
struct Salts<'r, R> {
    rng: &'r mut R,
    drawn: [u8; 1024],
    used: usize,
}

impl<'r, R: CryptoRng> Salts<'r, R> {
    fn new(rng: &'r mut R) -> Self {
        Self {
            rng,
            drawn: [0; 1024],
            used: 1024,
        }
    }

    fn salt(&mut self) -> [u8; 22] {
        base64url::encode(&self.draw::<16>())
    }

    /// RFC 9901 section 4.2.5: the hash of a random number; so many random bits look the same.
    fn decoy(&mut self) -> Digest {
        Digest::encode(&self.draw())
    }

    fn draw<const N: usize>(&mut self) -> [u8; N] {
        if self.used + N > self.drawn.len() {
            self.rng.fill_bytes(&mut self.drawn);
            self.used = 0;
        }
        let mut bytes = [0; N];
        bytes.copy_from_slice(&self.drawn[self.used..self.used + N]);
        self.used += N;
        bytes
    }
}
