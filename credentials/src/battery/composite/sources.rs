//! What a passport shows of its sources, held against itself: totals, commitments, and the shares that are disclosed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::amount::{Amount, are_by_mass};
use super::claim::{Rule, may_earn, rule};
use super::commitment::{Commitment, Committer, Opening};
use super::declaration::Declaration;
use super::error::CompositionError;
use super::places::{STATEMENTS, TOTALS};
use crate::battery::attributes::{Attribute, table};
use crate::battery::reference::Reference;
use crate::json::JsonPointer;

/// Totals that add up, and who stands behind what, as far as it is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sources {
    /// Numbers that are made of shares.
    pub totals: Vec<Total>,
    /// What is shown of who says what.
    pub statements: Vec<Stated>,
}

/// A number of the passport that is the sum of shares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// Where, relative to `credentialSubject`.
    pub at: JsonPointer,
    /// The number.
    pub attribute: JsonPointer,
    /// What the shares add up to.
    pub sum: Amount,
    /// Their unit, UCUM.
    pub unit: &'static str,
    /// How many shares there are.
    pub shares: usize,
    /// How many of them are shown.
    pub shown: usize,
    commitments: Vec<Commitment>,
}

/// Somebody says something of an attribute, or has a share in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stated {
    /// Where, relative to `credentialSubject`.
    pub at: JsonPointer,
    /// Of which attribute, or number in it.
    pub attribute: JsonPointer,
    /// Whose word it is: a DID.
    pub by: String,
    /// Their name for people.
    pub name: Option<String>,
    /// The declaration that says so; none for what the passport's issuer adds itself.
    pub declaration: Option<Reference>,
    /// What it adds to the total.
    pub share: Option<Amount>,
    /// Of a percentage of mass: which part of the mass is meant, in percent, and what is stated of it.
    pub weighed: Option<(Amount, Amount)>,
}

impl Sources {
    /// Reads what the subject of a passport shows, and refuses what does not add up. A reader who is shown no share
    /// knows that the committed ones make the total; one who is shown all of them has added them up.
    pub fn read(subject: &Value) -> Result<Self, CompositionError> {
        let mut totals: Vec<Total> = Vec::new();
        for (at, value) in elements(subject, TOTALS)? {
            let total = Total::read(subject, at, value)?;
            if totals.iter().any(|one| one.attribute == total.attribute) {
                return Err(CompositionError::Repeated {
                    at: total.at.to_string(),
                    attribute: total.attribute.to_string(),
                });
            }
            totals.push(total);
            if totals.iter().map(|total| total.shares).sum::<usize>() > MOST_SHARES {
                return Err(too_many(TOTALS));
            }
        }
        let mut opened: BTreeMap<String, Opened> = BTreeMap::new();
        let mut statements = Vec::new();
        let told = subject.pointer(STATEMENTS).and_then(Value::as_array);
        if told.is_some_and(|told| told.len() > MOST_STATEMENTS) {
            return Err(too_many(STATEMENTS));
        }
        for (at, value) in elements(subject, STATEMENTS)? {
            let (stated, opening) = Stated::read(subject, at, value)?;
            let opened = opened.entry(stated.attribute.to_string()).or_default();
            if let (Some(share), Some(opening)) = (stated.share, opening) {
                opened.add(subject, &totals, &stated, share, &opening)?;
            }
            // By its id, too: who drops one of several proofs makes another digest of a credential.
            if let Some(declaration) = &stated.declaration
                && ![&declaration.id, &declaration.digest_multibase]
                    .map(|name| opened.declarations.insert(name.clone()))
                    .into_iter()
                    .all(|new| new)
            {
                return Err(CompositionError::CountedTwice {
                    at: stated.at.to_string(),
                    attribute: stated.attribute.to_string(),
                });
            }
            statements.push(stated);
        }
        for total in &mut totals {
            if let Some(opened) = opened.get(&total.attribute.to_string()) {
                total.shown = opened.commitments.len();
                opened.add_up(subject, total)?;
            }
        }
        Ok(Self { totals, statements })
    }

    /// Whether there is anything to tell.
    pub fn is_empty(&self) -> bool {
        self.totals.is_empty() && self.statements.is_empty()
    }
}

/// The shares of one attribute that are shown.
#[derive(Debug, Default)]
struct Opened {
    commitments: BTreeSet<usize>,
    declarations: BTreeSet<String>,
    shares: Vec<Amount>,
    weights: Vec<Amount>,
}

impl Opened {
    fn add(
        &mut self,
        subject: &Value,
        totals: &[Total],
        stated: &Stated,
        share: Amount,
        opening: &Opening,
    ) -> Result<(), CompositionError> {
        let at = || stated.at.to_string();
        let attribute = stated.attribute.to_string();
        let total = totals
            .iter()
            .find(|total| total.attribute == stated.attribute);
        let Some(total) = total else {
            return Err(CompositionError::TotalNotShown {
                at: at(),
                attribute,
            });
        };
        let hidden = Committer::new(&battery(subject), &attribute).commit(share, opening);
        let Some(position) = total.commitments.iter().position(|one| *one == hidden) else {
            return Err(CompositionError::Share {
                at: at(),
                attribute,
                share,
            });
        };
        if !self.commitments.insert(position) {
            return Err(CompositionError::CountedTwice {
                at: at(),
                attribute,
            });
        }
        // What the issuer adds of its own is what suppliers left open of a total.
        let taken_off = stated.declaration.is_none() && total.sum >= Amount::default();
        if share < Amount::default() && (taken_off || !may_earn(&stated.attribute, subject)) {
            return Err(CompositionError::Negative {
                at: at(),
                attribute,
                share,
            });
        }
        let averaged = rule(&stated.attribute) == Some(Rule::Average);
        if averaged != stated.weighed.is_some() {
            return Err(CompositionError::Malformed {
                at: at(),
                expected: "a weight and a stated value for shares of mass, and for no others",
            });
        }
        if let Some((weight, said)) = stated.weighed {
            if said.percent(weight) != share {
                return Err(CompositionError::Weighed {
                    at: at(),
                    weight,
                    stated: said,
                    share,
                });
            }
            self.weights.push(weight);
        }
        self.shares.push(share);
        Ok(())
    }

    /// Adds up what is shown, as a reader with a pencil would.
    fn add_up(&self, subject: &Value, total: &Total) -> Result<(), CompositionError> {
        let at = || total.at.to_string();
        let attribute = || total.attribute.to_string();
        let shown = Amount::sum(self.shares.iter().copied()).unwrap_or_default();
        let all = self.commitments.len() == total.commitments.len();
        let averaged = rule(&total.attribute) == Some(Rule::Average);
        if all && shown != total.sum {
            return Err(CompositionError::Total {
                at: at(),
                attribute: attribute(),
                sum: shown,
                stated: total.sum,
            });
        }
        if averaged {
            let weights = Amount::sum(self.weights.iter().copied()).unwrap_or_default();
            if weights > Amount::WHOLE || all && weights != Amount::WHOLE {
                return Err(CompositionError::Weights {
                    at: at(),
                    attribute: attribute(),
                    sum: weights,
                });
            }
        }
        if shown > total.sum && !may_earn(&total.attribute, subject) {
            return Err(CompositionError::Exceeds {
                at: at(),
                attribute: attribute(),
                shown,
                sum: total.sum,
            });
        }
        Ok(())
    }
}

impl Total {
    fn read(subject: &Value, at: JsonPointer, value: &Value) -> Result<Self, CompositionError> {
        let read = Members { at: &at, value };
        let (attribute, row) = read.attribute(subject)?;
        let text = attribute.to_string();
        let (Some(_), Some(unit)) = (rule(&attribute), row.unit) else {
            return Err(CompositionError::NoTotal {
                at: at.child("attribute").to_string(),
                attribute: text,
            });
        };
        let found = read.text("unit")?;
        if found != unit {
            return Err(CompositionError::Unit {
                at: at.child("unit").to_string(),
                expected: unit,
                found: found.chars().take(40).collect(),
            });
        }
        let sum = read.amount("sum")?;
        let opening = read
            .opening()?
            .ok_or(read.malformed("opening", AN_OPENING))?;
        let commitments = read.commitments()?;
        // A number that is not shown is the business of the audience.
        if let Some(value) = attribute.get(subject) {
            let stated = Amount::of(value).map_err(|error| CompositionError::Amount {
                at: text.clone(),
                error,
            })?;
            if !stated.is_rounded(sum) {
                return Err(CompositionError::Total {
                    at: at.to_string(),
                    attribute: text,
                    sum,
                    stated,
                });
            }
        }
        if !Committer::new(&battery(subject), &text).adds_up(&commitments, sum, &opening) {
            return Err(CompositionError::Commitments {
                at: at.to_string(),
                attribute: text,
                sum,
            });
        }
        Ok(Self {
            attribute,
            sum,
            unit,
            shares: commitments.len(),
            shown: 0,
            commitments,
            at,
        })
    }
}

impl Stated {
    fn read(
        subject: &Value,
        at: JsonPointer,
        value: &Value,
    ) -> Result<(Self, Option<Opening>), CompositionError> {
        let read = Members { at: &at, value };
        let (attribute, _) = read.attribute(subject)?;
        let by = read.text("statedBy")?.to_owned();
        let name = read.optional_text("statedByName")?.map(str::to_owned);
        let declaration = match (
            read.optional_text("declaration")?,
            read.optional_text("declarationDigest")?,
        ) {
            (Some(id), Some(digest)) => Some(Reference {
                id: id.to_owned(),
                digest_multibase: digest.to_owned(),
            }),
            (None, None) => None,
            _ => return Err(read.malformed("declarationDigest", "the declaration's id and digest")),
        };
        let share = read.optional_amount("share")?;
        let opening = read.opening()?;
        if share.is_some() != opening.is_some() {
            return Err(read.malformed("opening", "a share with its opening"));
        }
        let weighed = match (
            read.optional_amount("weight")?,
            read.optional_amount("stated")?,
        ) {
            (Some(weight), Some(stated)) if share.is_some() => {
                let nothing = Amount::default();
                let part = weight > nothing && weight <= Amount::WHOLE;
                if !part || !(nothing..=Amount::WHOLE).contains(&stated) {
                    return Err(read.malformed("weight", "percentages, of a weight above zero"));
                }
                Some((weight, stated))
            }
            (None, None) => None,
            _ => return Err(read.malformed("weight", "a weight with a stated value and a share")),
        };
        if share.is_none() && declaration.is_none() {
            return Err(read.malformed(
                "declaration",
                "a declaration, or a share of the issuer's own",
            ));
        }
        let stated = Self {
            attribute,
            by,
            name,
            declaration,
            share,
            weighed,
            at,
        };
        Ok((stated, opening))
    }
}

/// What declarations at hand weigh, attribute by attribute.
#[derive(Debug, Default)]
pub struct Weighed(BTreeMap<JsonPointer, Vec<(Amount, Amount)>>);

impl Weighed {
    /// Holds the weight that a share has against the mass that its declaration gives it, and both against those of the
    /// shares before it: whoever writes a passport could have the best supplier weigh most.
    pub fn add(
        &mut self,
        stated: &Stated,
        declaration: &Declaration,
        passport: &Value,
    ) -> Result<(), CompositionError> {
        let mass = declaration.mass_behind(&stated.attribute, passport);
        let (Some((weight, _)), Some(mass)) = (stated.weighed, mass) else {
            return Ok(());
        };
        let known = self.0.entry(stated.attribute.clone()).or_default();
        if !known.iter().all(|one| are_by_mass(*one, (weight, mass))) {
            return Err(CompositionError::ByMass {
                at: stated.at.child("weight").to_string(),
                attribute: stated.attribute.to_string(),
            });
        }
        known.push((weight, mass));
        Ok(())
    }
}

/// The battery that commitments are made for.
pub(super) fn battery(subject: &Value) -> String {
    let id = subject["id"].as_str().unwrap_or_default();
    id.to_owned()
}

/// The elements of a list, each with its place; a list that is none is refused.
fn elements<'v>(
    subject: &'v Value,
    list: &str,
) -> Result<Vec<(JsonPointer, &'v Value)>, CompositionError> {
    let malformed = || CompositionError::Malformed {
        at: list.to_owned(),
        expected: "a list",
    };
    let Some(value) = subject.pointer(list) else {
        return Ok(Vec::new());
    };
    let items = value.as_array().ok_or_else(malformed)?;
    let place = JsonPointer::parse(list).map_err(|_| malformed())?;
    let numbered = items.iter().enumerate();
    Ok(numbered.map(|(at, item)| (place.child(at), item)).collect())
}

/// The members of an element, read one by one.
struct Members<'v> {
    at: &'v JsonPointer,
    value: &'v Value,
}

impl<'v> Members<'v> {
    /// A place that the table knows; where the attribute around it is shown, one that is there.
    fn attribute(
        &self,
        subject: &Value,
    ) -> Result<(JsonPointer, &'static Attribute), CompositionError> {
        let text = self.text("attribute")?;
        let unknown = || CompositionError::UnknownAttribute {
            at: self.at.child("attribute").to_string(),
            attribute: text.chars().take(120).collect(),
        };
        let pointer = JsonPointer::parse(text).map_err(|_| unknown())?;
        // `*` is a pattern and no place, and sources have no sources.
        let is_place = pointer.tokens().iter().all(|token| token != "*");
        let governed = table()
            .governing(text)
            .filter(|_| is_place && !text.starts_with("/sources/"));
        let (Some(governed), Some(row)) = (governed, table().at(text)) else {
            return Err(unknown());
        };
        if subject.pointer(governed.pointer).is_some() && pointer.get(subject).is_none() {
            return Err(unknown());
        }
        Ok((pointer, row))
    }

    fn text(&self, name: &'static str) -> Result<&'v str, CompositionError> {
        self.optional_text(name)?
            .ok_or_else(|| self.malformed(name, "a text"))
    }

    fn optional_text(&self, name: &'static str) -> Result<Option<&'v str>, CompositionError> {
        match self.value.get(name) {
            None => Ok(None),
            Some(Value::String(text)) if !text.is_empty() => Ok(Some(text)),
            Some(_) => Err(self.malformed(name, "a text")),
        }
    }

    fn amount(&self, name: &'static str) -> Result<Amount, CompositionError> {
        self.optional_amount(name)?
            .ok_or_else(|| self.malformed(name, "a decimal number as text"))
    }

    fn optional_amount(&self, name: &'static str) -> Result<Option<Amount>, CompositionError> {
        let text = self.optional_text(name)?;
        text.map(str::parse)
            .transpose()
            .map_err(|error| CompositionError::Amount {
                at: self.at.child(name).to_string(),
                error,
            })
    }

    fn opening(&self) -> Result<Option<Opening>, CompositionError> {
        match self.optional_text("opening")? {
            None => Ok(None),
            Some(text) => Opening::decode(text)
                .map(Some)
                .ok_or_else(|| self.malformed("opening", AN_OPENING)),
        }
    }

    fn commitments(&self) -> Result<Vec<Commitment>, CompositionError> {
        let expected = "commitments, 32 bytes as base64url each";
        let malformed = || self.malformed("commitments", expected);
        let list = self.value["commitments"].as_array().ok_or_else(malformed)?;
        if list.is_empty() || list.len() > MOST_SHARES {
            return Err(malformed());
        }
        list.iter()
            .map(|one| Commitment::decode(one.as_str()?))
            .collect::<Option<_>>()
            .ok_or_else(malformed)
    }

    fn malformed(&self, name: &'static str, expected: &'static str) -> CompositionError {
        CompositionError::Malformed {
            at: self.at.child(name).to_string(),
            expected,
        }
    }
}

const AN_OPENING: &str = "what opens the commitments, 32 bytes as base64url";

fn too_many(list: &str) -> CompositionError {
    CompositionError::Malformed {
        at: list.to_owned(),
        expected: "no more shares and statements than anybody adds up",
    }
}

/// Of all totals together: a reader's time is not at the mercy of whoever writes a passport.
const MOST_SHARES: usize = 1000;
/// Those that have a share, and as many that back something.
const MOST_STATEMENTS: usize = 2 * MOST_SHARES;
