//! Disclosures into their places: RFC 9901 section 7.1, steps 3 to 5.

use serde_json::Value;

use super::claims::Claims;
use super::digest::{Digest, Index};
use super::linked::LD;
use super::path::{self, Step};
use super::registered::{always_shown, is_reserved};
use super::{ELEMENT, MAX_DEPTH, SD, SD_ALG, SHA_256, SdJwtError};
use crate::json::{JsonPointer, Node, Object};

/// The payload with disclosures in their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved {
    /// Without `_sd`, `_sd_alg` and `...`.
    pub claims: Claims,
    /// Where in the claims each disclosure went, in their order.
    pub places: Vec<usize>,
    /// Digests without disclosure.
    pub withheld: usize,
}

/// Puts disclosures into their places in the payload.
pub(super) fn resolve(
    typ: Option<&str>,
    payload: &Node<'_>,
    disclosures: &[&[Node<'_>]],
    digests: impl Iterator<Item = Digest>,
    room: usize,
) -> Result<Resolved, SdJwtError> {
    let object = payload.as_object().ok_or(SdJwtError::NotAnObject)?;
    check_hash(object)?;
    let index = Index::new(digests);
    if let Some(at) = index.repeated() {
        return Err(SdJwtError::DisclosureRepeated { number: at + 1 });
    }
    let contents = disclosures.iter().enumerate();
    let contents = contents
        .map(|(at, elements)| {
            Content::of(elements).ok_or(SdJwtError::DisclosureMalformed { number: at + 1 })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut resolver = Resolver {
        typ: typ.unwrap_or_default(),
        claims: Claims::with_capacity(room),
        placed: vec![None; contents.len()],
        contents,
        index,
        others: Vec::new(),
        path: Vec::with_capacity(MAX_DEPTH),
    };
    resolver.object(object)?;
    resolver.finish()
}

/// A disclosure, taken apart.
struct Content<'n, 't> {
    name: Option<&'n str>,
    value: &'n Node<'t>,
}

impl<'n, 't> Content<'n, 't> {
    fn of(elements: &'n [Node<'t>]) -> Option<Self> {
        match elements {
            [Node::String(_), Node::String(name), value] => Some(Self {
                name: Some(name),
                value,
            }),
            [Node::String(_), value] => Some(Self { name: None, value }),
            _ => None,
        }
    }
}

struct Resolver<'n, 't> {
    /// What the token says it is.
    typ: &'n str,
    contents: Vec<Content<'n, 't>>,
    index: Index,
    claims: Claims,
    /// Of each disclosure, whether it was placed, and where in the claims.
    placed: Vec<Option<usize>>,
    /// Digests without disclosure.
    others: Vec<&'n str>,
    /// To where the resolver is.
    path: Vec<Step<'n>>,
}

impl<'n> Resolver<'n, '_> {
    fn value(&mut self, node: &'n Node<'_>) -> Result<(), SdJwtError> {
        match node {
            Node::Object(object) => self.object(object),
            Node::Array(items) => self.items(items),
            scalar => {
                self.claims.push(scalar);
                Ok(())
            }
        }
    }

    fn object(&mut self, object: &'n Object<'_>) -> Result<(), SdJwtError> {
        self.check_depth()?;
        let opened = self.claims.open();
        let mut count = 0;
        let mut digests = None;
        for (name, node) in object.members() {
            match name.as_ref() {
                SD => digests = Some(self.digests(node)?),
                SD_ALG if self.path.is_empty() => {}
                SD_ALG => return Err(self.reserved(SD_ALG)),
                ELEMENT => return Err(self.reserved(ELEMENT)),
                name => {
                    self.member(name, node)?;
                    count += 1;
                }
            }
        }
        if let Some(digests) = digests {
            count += self.disclosed(object, digests)?;
        }
        self.claims.object(opened, count);
        Ok(())
    }

    fn member(&mut self, name: &'n str, node: &'n Node<'_>) -> Result<(), SdJwtError> {
        self.claims.push_text(name);
        self.path.push(Step::Member(name));
        self.value(node)?;
        self.path.pop();
        Ok(())
    }

    /// Adds the members that are disclosed for these digests; gives how many they are.
    fn disclosed(
        &mut self,
        object: &'n Object<'_>,
        digests: &'n [Node<'_>],
    ) -> Result<usize, SdJwtError> {
        let mut found = Vec::with_capacity(digests.len());
        for digest in digests {
            // RFC 9901 section 4.2.4.1: an array of strings.
            let digest = digest.as_str().ok_or_else(|| self.malformed(SD))?;
            found.extend(self.find(digest)?);
        }
        // In the order of the text: the order of the digests is nobody's.
        found.sort_unstable();
        let names = found.iter().map(|at| self.name(*at));
        let names = names.collect::<Result<Vec<_>, _>>()?;
        self.check_names(object, &names, &found)?;
        for (at, name) in found.iter().zip(names) {
            // The name comes first, the value after it.
            self.placed[*at] = Some(self.claims.len() + 1);
            self.member(name, self.contents[*at].value)?;
        }
        Ok(found.len())
    }

    /// The name in a disclosure of a member.
    fn name(&self, at: usize) -> Result<&'n str, SdJwtError> {
        let name = self.contents[at].name;
        let name = name.ok_or_else(|| self.wrong_kind(at, 3, 2))?;
        if is_reserved(name) {
            return Err(SdJwtError::DisclosureReserved {
                number: at + 1,
                at: self.here(),
                name: name.to_owned(),
            });
        }
        self.check_shown(|here| here.child(name))?;
        Ok(name)
    }

    /// Who may withhold `cnf` or `credentialStatus` decides alone who holds the credential and whether it was revoked.
    fn check_shown(
        &self,
        place: impl FnOnce(JsonPointer) -> JsonPointer,
    ) -> Result<(), SdJwtError> {
        // Nothing in there must be shown, and nearly everything that is withheld is in there.
        if matches!(
            self.path[..],
            [Step::Member("credentialSubject"), ..]
                | [Step::Member(LD), Step::Member("credentialSubject"), ..]
        ) {
            return Ok(());
        }
        let at = place(self.here());
        match always_shown(self.typ, &at) {
            None => Ok(()),
            Some(shown) => Err(SdJwtError::AlwaysShown { at, shown }),
        }
    }

    /// Section 7.1 step 3.c.ii.3: no name twice, of those that always show and those that are disclosed.
    fn check_names(
        &self,
        object: &'n Object<'_>,
        disclosed: &[&'n str],
        found: &[usize],
    ) -> Result<(), SdJwtError> {
        let own = object.members().iter().map(|(name, _)| (name.as_ref(), 0));
        let numbers = found.iter().map(|at| at + 1);
        let mut names: Vec<(&str, usize)> =
            own.chain(disclosed.iter().copied().zip(numbers)).collect();
        names.sort_unstable();
        match names.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            None => Ok(()),
            Some(twice) => Err(SdJwtError::DisclosureNameTaken {
                number: twice[1].1,
                at: self.here().child(twice[1].0),
            }),
        }
    }

    fn items(&mut self, items: &'n [Node<'_>]) -> Result<(), SdJwtError> {
        self.check_depth()?;
        let opened = self.claims.open();
        let mut kept = 0;
        for item in items {
            self.path.push(Step::Item(kept));
            let item = match item.get(ELEMENT) {
                None => Some(item),
                Some(digest) => self.element(item, digest)?,
            };
            if let Some(item) = item {
                self.value(item)?;
                kept += 1;
            }
            self.path.pop();
        }
        self.claims.array(opened, kept);
        Ok(())
    }

    /// The disclosed element that stands here; none when it is withheld.
    fn element(
        &mut self,
        item: &'n Node<'_>,
        digest: &'n Node<'_>,
    ) -> Result<Option<&'n Node<'n>>, SdJwtError> {
        // RFC 9901 section 4.2.4.2: no other member beside the digest.
        let alone = item
            .as_object()
            .is_some_and(|object| object.members().len() == 1);
        let digest = digest.as_str().filter(|_| alone);
        let digest = digest.ok_or_else(|| self.malformed(ELEMENT))?;
        self.check_shown(|here| here)?;
        let Some(at) = self.find(digest)? else {
            return Ok(None);
        };
        let Content { name, value } = self.contents[at];
        if name.is_some() {
            return Err(self.wrong_kind(at, 2, 3));
        }
        self.placed[at] = Some(self.claims.len());
        Ok(Some(value))
    }

    /// The disclosure of a digest; none for one that is withheld, and for a decoy.
    fn find(&mut self, digest: &'n str) -> Result<Option<usize>, SdJwtError> {
        let Some(at) = self.index.find(digest) else {
            self.others.push(digest);
            return Ok(None);
        };
        // Taken from here on, also for digests inside the disclosure itself and in the same list.
        match self.placed[at].replace(0) {
            None => Ok(Some(at)),
            Some(_) => Err(repeated(digest)),
        }
    }

    fn digests(&self, node: &'n Node<'_>) -> Result<&'n [Node<'n>], SdJwtError> {
        node.as_array().ok_or_else(|| self.malformed(SD))
    }

    /// Steps 4 and 5: no digest twice, no disclosure without digest.
    fn finish(mut self) -> Result<Resolved, SdJwtError> {
        self.others.sort_unstable();
        if let Some(twice) = self.others.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(repeated(twice[0]));
        }
        let placed = self.placed.into_iter().enumerate();
        let placed = placed
            .map(|(at, place)| place.ok_or(SdJwtError::DisclosureUnreferenced { number: at + 1 }));
        Ok(Resolved {
            claims: self.claims,
            places: placed.collect::<Result<_, _>>()?,
            withheld: self.others.len(),
        })
    }

    fn check_depth(&self) -> Result<(), SdJwtError> {
        if self.path.len() < MAX_DEPTH {
            return Ok(());
        }
        Err(SdJwtError::TooDeep {
            at: self.here(),
            limit: MAX_DEPTH,
        })
    }

    fn here(&self) -> JsonPointer {
        path::pointer(&self.path)
    }

    fn malformed(&self, name: &'static str) -> SdJwtError {
        SdJwtError::DigestsMalformed {
            at: self.here().child(name),
            name,
        }
    }

    fn reserved(&self, name: &'static str) -> SdJwtError {
        SdJwtError::ReservedClaim {
            at: self.here().child(name),
            name,
        }
    }

    fn wrong_kind(&self, at: usize, expected: usize, found: usize) -> SdJwtError {
        SdJwtError::DisclosureKind {
            number: at + 1,
            at: self.here(),
            expected,
            found,
        }
    }
}

/// Section 4.1.1: `sha-256` is also what no `_sd_alg` means.
fn check_hash(payload: &Object<'_>) -> Result<(), SdJwtError> {
    match payload.get(SD_ALG) {
        None => Ok(()),
        Some(name) if name.as_str() == Some(SHA_256) => Ok(()),
        Some(other) => Err(SdJwtError::HashAlgorithm(Value::from(other).to_string())),
    }
}

fn repeated(digest: &str) -> SdJwtError {
    SdJwtError::DigestRepeated {
        digest: digest.to_owned(),
    }
}
