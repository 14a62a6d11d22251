//! Disclosures into their places: RFC 9901 section 7.1, steps 3 to 5.

use serde_json::{Map, Value};

use super::digest::{Digest, Index};
use super::registered::is_reserved;
use super::{ELEMENT, MAX_DEPTH, SD, SD_ALG, SHA_256, SdJwtError};
use crate::json::{JsonPointer, Node, Object};

/// The payload with disclosures in their places.
pub(super) struct Resolved {
    /// Without `_sd`, `_sd_alg` and `...`.
    pub claims: Value,
    /// Where each disclosure went, in their order.
    pub places: Vec<Placed>,
    /// Digests without disclosure.
    pub withheld: usize,
}

/// Where a disclosure went.
#[derive(Debug, Clone, Default)]
pub(super) struct Placed {
    pub pointer: JsonPointer,
    /// Whether it is a member of an object and not an element of an array.
    pub member: bool,
}

/// Puts disclosures into their places in the payload.
pub(super) fn resolve(
    payload: &Node<'_>,
    disclosures: &[Node<'_>],
    digests: impl Iterator<Item = Digest>,
) -> Result<Resolved, SdJwtError> {
    let object = payload.as_object().ok_or(SdJwtError::NotAnObject)?;
    check_hash(object)?;
    let index = Index::new(digests);
    if let Some(at) = index.repeated() {
        return Err(SdJwtError::DisclosureRepeated { number: at + 1 });
    }
    let contents = disclosures.iter().enumerate();
    let contents = contents
        .map(|(at, node)| {
            Content::of(node).ok_or(SdJwtError::DisclosureMalformed { number: at + 1 })
        })
        .collect::<Result<Vec<_>, _>>()?;
    let mut resolver = Resolver {
        places: vec![None; contents.len()],
        contents,
        index,
        others: Vec::new(),
        path: Vec::with_capacity(8),
    };
    let claims = resolver.object(object)?;
    resolver.finish(claims)
}

/// A disclosure, taken apart.
struct Content<'n, 't> {
    name: Option<&'n str>,
    value: &'n Node<'t>,
}

impl<'n, 't> Content<'n, 't> {
    fn of(node: &'n Node<'t>) -> Option<Self> {
        match node.as_array()? {
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
    contents: Vec<Content<'n, 't>>,
    index: Index,
    places: Vec<Option<Placed>>,
    /// Digests without disclosure.
    others: Vec<&'n str>,
    path: Vec<Step<'n>>,
}

/// One step of the way to where the resolver is.
#[derive(Clone, Copy)]
enum Step<'n> {
    Member(&'n str),
    Item(usize),
}

impl<'n> Resolver<'n, '_> {
    fn value(&mut self, node: &'n Node<'_>) -> Result<Value, SdJwtError> {
        match node {
            Node::Object(object) => self.object(object).map(Value::Object),
            Node::Array(items) => self.items(items).map(Value::Array),
            scalar => Ok(Value::from(scalar)),
        }
    }

    fn object(&mut self, object: &'n Object<'_>) -> Result<Map<String, Value>, SdJwtError> {
        self.check_depth()?;
        let digests = object
            .get(SD)
            .map(|digests| self.digests(digests))
            .transpose()?;
        let digests = digests.unwrap_or_default();
        let members = object.members();
        let mut map = Map::with_capacity(members.len() + digests.len());
        for (name, node) in members {
            match name.as_ref() {
                SD => {}
                SD_ALG if self.path.is_empty() => {}
                SD_ALG => return Err(self.reserved(SD_ALG)),
                ELEMENT => return Err(self.reserved(ELEMENT)),
                name => {
                    self.path.push(Step::Member(name));
                    map.insert(name.to_owned(), self.value(node)?);
                    self.path.pop();
                }
            }
        }
        let mut found = Vec::new();
        for digest in digests {
            // RFC 9901 section 4.2.4.1: an array of strings.
            let digest = digest.as_str().ok_or_else(|| self.malformed(SD))?;
            found.extend(self.find(digest)?);
        }
        // In the order of the text: the order of the digests is nobody's.
        found.sort_unstable();
        for at in found {
            self.member(at, &mut map)?;
        }
        Ok(map)
    }

    /// Adds a disclosed member.
    fn member(&mut self, at: usize, map: &mut Map<String, Value>) -> Result<(), SdJwtError> {
        let Content { name, value } = self.contents[at];
        let Some(name) = name else {
            return Err(self.wrong_kind(at, 3, 2));
        };
        if is_reserved(name) {
            return Err(SdJwtError::DisclosureReserved {
                number: at + 1,
                at: self.here(),
                name: name.to_owned(),
            });
        }
        self.path.push(Step::Member(name));
        if map.contains_key(name) {
            return Err(SdJwtError::DisclosureNameTaken {
                number: at + 1,
                at: self.here(),
            });
        }
        self.place(at, true);
        map.insert(name.to_owned(), self.value(value)?);
        self.path.pop();
        Ok(())
    }

    fn items(&mut self, items: &'n [Node<'_>]) -> Result<Vec<Value>, SdJwtError> {
        self.check_depth()?;
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            self.path.push(Step::Item(kept.len()));
            match item.get(ELEMENT) {
                None => kept.push(self.value(item)?),
                Some(digest) => kept.extend(self.element(item, digest)?),
            }
            self.path.pop();
        }
        Ok(kept)
    }

    /// The disclosed element that stands here; none when it is withheld.
    fn element(
        &mut self,
        item: &'n Node<'_>,
        digest: &'n Node<'_>,
    ) -> Result<Option<Value>, SdJwtError> {
        // RFC 9901 section 4.2.4.2: no other member beside the digest.
        let alone = item
            .as_object()
            .is_some_and(|object| object.members().len() == 1);
        let digest = digest.as_str().filter(|_| alone);
        let digest = digest.ok_or_else(|| self.malformed(ELEMENT))?;
        let Some(at) = self.find(digest)? else {
            return Ok(None);
        };
        let Content { name, value } = self.contents[at];
        if name.is_some() {
            return Err(self.wrong_kind(at, 2, 3));
        }
        self.place(at, false);
        self.value(value).map(Some)
    }

    /// The disclosure of a digest; none for one that is withheld, and for a decoy.
    fn find(&mut self, digest: &'n str) -> Result<Option<usize>, SdJwtError> {
        let Some(at) = self.index.find(digest) else {
            self.others.push(digest);
            return Ok(None);
        };
        if self.places[at].is_some() {
            return Err(repeated(digest));
        }
        // Taken from here on, also for digests inside the disclosure itself and in the same list.
        self.places[at] = Some(Placed::default());
        Ok(Some(at))
    }

    fn place(&mut self, at: usize, member: bool) {
        self.places[at] = Some(Placed {
            pointer: self.here(),
            member,
        });
    }

    fn digests(&self, node: &'n Node<'_>) -> Result<&'n [Node<'n>], SdJwtError> {
        node.as_array().ok_or_else(|| self.malformed(SD))
    }

    /// Steps 4 and 5: no digest twice, no disclosure without digest.
    fn finish(mut self, claims: Map<String, Value>) -> Result<Resolved, SdJwtError> {
        self.others.sort_unstable();
        if let Some(twice) = self.others.windows(2).find(|pair| pair[0] == pair[1]) {
            return Err(repeated(twice[0]));
        }
        let places = self.places.into_iter().enumerate();
        let places = places
            .map(|(at, place)| place.ok_or(SdJwtError::DisclosureUnreferenced { number: at + 1 }))
            .collect::<Result<_, _>>()?;
        Ok(Resolved {
            claims: claims.into(),
            places,
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
        let token = |step: &Step<'_>| match step {
            Step::Member(name) => (*name).to_owned(),
            Step::Item(at) => at.to_string(),
        };
        self.path.iter().map(token).collect()
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
