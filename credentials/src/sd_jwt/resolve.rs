//! Disclosures into their places: RFC 9901 section 7.1, steps 3 to 5.

use std::fmt::Write;
use std::ops::Range;

use serde_json::{Map, Value};

use super::digest::{Digest, Index};
use super::registered::is_reserved;
use super::{ELEMENT, MAX_DEPTH, SD, SD_ALG, SHA_256, SdJwtError};
use crate::json::{JsonPointer, Node, Object};

/// The payload with disclosures in their places.
#[derive(Debug, Clone, Default)]
pub(super) struct Resolved {
    /// Without `_sd`, `_sd_alg` and `...`.
    pub claims: Value,
    /// Where each disclosure went, in their order.
    pub places: Places,
    /// Digests without disclosure.
    pub withheld: usize,
}

/// Where disclosures went: kept as one text, for few readers ask.
#[derive(Debug, Clone, Default)]
pub(super) struct Places {
    /// JSON pointers one after another.
    text: String,
    each: Vec<Placed>,
}

#[derive(Debug, Clone)]
struct Placed {
    pointer: Range<usize>,
    member: bool,
}

impl Places {
    /// Pointer, and whether it is a member of an object and not an element of an array.
    pub(super) fn each(&self) -> impl Iterator<Item = (JsonPointer, bool)> {
        self.each.iter().map(|placed| {
            let pointer = self.text.get(placed.pointer.clone()).unwrap_or_default();
            (pointer_of(pointer), placed.member)
        })
    }
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
        places: Places::default(),
        placed: vec![None; contents.len()],
        contents,
        index,
        others: Vec::new(),
        path: String::with_capacity(128),
        depth: 0,
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
    /// Of each disclosure, whether and where it was placed.
    placed: Vec<Option<Placed>>,
    places: Places,
    /// Digests without disclosure.
    others: Vec<&'n str>,
    /// JSON pointer to where the resolver is.
    path: String,
    depth: usize,
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
                SD_ALG if self.depth == 0 => {}
                SD_ALG => return Err(self.reserved(SD_ALG)),
                ELEMENT => return Err(self.reserved(ELEMENT)),
                name => {
                    let back = self.enter_member(name);
                    map.insert(name.to_owned(), self.value(node)?);
                    self.leave(back);
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
        let back = self.enter_member(name);
        if map.contains_key(name) {
            return Err(SdJwtError::DisclosureNameTaken {
                number: at + 1,
                at: self.here(),
            });
        }
        self.place(at, true);
        map.insert(name.to_owned(), self.value(value)?);
        self.leave(back);
        Ok(())
    }

    fn items(&mut self, items: &'n [Node<'_>]) -> Result<Vec<Value>, SdJwtError> {
        self.check_depth()?;
        let mut kept = Vec::with_capacity(items.len());
        for item in items {
            let back = self.enter_item(kept.len());
            match item.get(ELEMENT) {
                None => kept.push(self.value(item)?),
                Some(digest) => kept.extend(self.element(item, digest)?),
            }
            self.leave(back);
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
        if self.placed[at].is_some() {
            return Err(repeated(digest));
        }
        // Taken from here on, also for digests inside the disclosure itself and in the same list.
        self.placed[at] = Some(Placed {
            pointer: 0..0,
            member: false,
        });
        Ok(Some(at))
    }

    fn place(&mut self, at: usize, member: bool) {
        let start = self.places.text.len();
        self.places.text.push_str(&self.path);
        self.placed[at] = Some(Placed {
            pointer: start..self.places.text.len(),
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
        let placed = self.placed.into_iter().enumerate();
        let placed = placed
            .map(|(at, place)| place.ok_or(SdJwtError::DisclosureUnreferenced { number: at + 1 }));
        self.places.each = placed.collect::<Result<_, _>>()?;
        Ok(Resolved {
            claims: claims.into(),
            places: self.places,
            withheld: self.others.len(),
        })
    }

    /// One level deeper; gives what [`Self::leave`] needs to come back.
    fn enter_member(&mut self, name: &str) -> usize {
        let back = self.path.len();
        self.path.push('/');
        if name.contains(['~', '/']) {
            self.path
                .push_str(&name.replace('~', "~0").replace('/', "~1"));
        } else {
            self.path.push_str(name);
        }
        self.depth += 1;
        back
    }

    fn enter_item(&mut self, at: usize) -> usize {
        let back = self.path.len();
        // Writing to a string does not fail.
        let _ = write!(self.path, "/{at}");
        self.depth += 1;
        back
    }

    fn leave(&mut self, back: usize) {
        self.path.truncate(back);
        self.depth -= 1;
    }

    fn check_depth(&self) -> Result<(), SdJwtError> {
        if self.depth < MAX_DEPTH {
            return Ok(());
        }
        Err(SdJwtError::TooDeep {
            at: self.here(),
            limit: MAX_DEPTH,
        })
    }

    fn here(&self) -> JsonPointer {
        pointer_of(&self.path)
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

fn pointer_of(path: &str) -> JsonPointer {
    // Written as a pointer, so it is one.
    JsonPointer::parse(path).unwrap_or_default()
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
