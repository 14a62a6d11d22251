//! Binding suppliers' declarations to the passport that they are for.

use std::collections::BTreeMap;

use rand::CryptoRng;
use serde_json::{Map, Value, json};

use super::amount::Amount;
use super::claim::{Agreement, Claim, Says, claims};
use super::commitment::{Committer, Opening};
use super::declaration::Declaration;
use super::error::CompositionError;
use super::sources::{Sources, battery};
use crate::battery::attributes::table;
use crate::battery::reference::Reference;
use crate::did::Did;
use crate::json::JsonPointer;

/// A declaration whose proof was verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Supplier {
    /// Its id, and the digest of its secured bytes.
    pub reference: Reference,
    /// What it says.
    pub declaration: Declaration,
}

/// Who issues the passport, and so adds what is its own.
#[derive(Debug, Clone)]
pub struct Own {
    /// The issuer.
    pub did: Did,
    /// Its name for people.
    pub name: Option<String>,
    /// Whether what the suppliers leave open of a total is its own share.
    pub rest: bool,
}

/// Binds the declarations to the content of a passport: what they say has to be what it says, and what they have a
/// share in has to add up. Gives what the passport then shows.
pub fn bind(
    subject: &mut Value,
    suppliers: &[Supplier],
    own: &Own,
    rng: &mut impl CryptoRng,
) -> Result<Sources, CompositionError> {
    let mut shares: BTreeMap<JsonPointer, Vec<Share<'_>>> = BTreeMap::new();
    let mut statements: Vec<Value> = Vec::new();
    for supplier in suppliers {
        let claims = claims(&supplier.declaration.part, subject)?;
        if claims
            .iter()
            .all(|claim| claim.says == Says::Value(Agreement::Unseen))
        {
            return Err(CompositionError::Unused {
                by: supplier.declaration.statement.issuer.to_string(),
            });
        }
        for claim in claims {
            match claim.says {
                Says::Share(_) | Says::Average { .. } => {
                    let of_attribute = shares.entry(claim.attribute.clone()).or_default();
                    of_attribute.push(Share::of(supplier, &claim, of_attribute)?);
                }
                Says::Value(Agreement::Differs) => {
                    return Err(CompositionError::Differs {
                        at: claim.attribute.to_string(),
                        attribute: claim.attribute.to_string(),
                        by: supplier.declaration.statement.issuer.to_string(),
                    });
                }
                Says::Value(Agreement::Unseen) => {}
                Says::Value(Agreement::Agrees) | Says::Backing => {
                    statements.push(statement(&claim.attribute, Some(supplier), own).into());
                }
            }
        }
    }
    let battery = battery(subject);
    let mut totals: Vec<Value> = Vec::new();
    for (attribute, mut of_attribute) in shares {
        weigh(&mut of_attribute, &attribute)?;
        let sum = complete(subject, &attribute, &mut of_attribute, own)?;
        let committer = Committer::new(&battery, &attribute.to_string());
        let openings: Vec<Opening> = of_attribute.iter().map(|_| Opening::random(rng)).collect();
        let mut commitments: Vec<String> = Vec::new();
        for (share, opening) in of_attribute.iter().zip(&openings) {
            commitments.push(committer.commit(share.amount, opening).encode());
            statements.push(share.statement(&attribute, opening, own));
        }
        // By their bytes, which are chance: the order of suppliers is nobody's business.
        commitments.sort_unstable();
        totals.push(json!({
            "attribute": attribute.to_string(),
            "sum": sum.to_string(),
            "unit": table().at(&attribute.to_string()).and_then(|row| row.unit),
            "commitments": commitments,
            "opening": Opening::sum(&openings).encode(),
        }));
    }
    statements.sort_by_cached_key(|one| one["attribute"].as_str().map(str::to_owned));
    if let Value::Object(members) = subject {
        let mut sources = Map::new();
        for (name, list) in [("totals", totals), ("statements", statements)] {
            if !list.is_empty() {
                sources.insert(name.to_owned(), list.into());
            }
        }
        members.insert("sources".to_owned(), sources.into());
    }
    Sources::read(subject)
}

/// A share of one attribute; without a supplier, the issuer's own.
struct Share<'s> {
    supplier: Option<&'s Supplier>,
    amount: Amount,
    /// What is stated, of which mass, and which part of all the mass that is.
    weighed: Option<(Amount, Amount, Amount)>,
}

impl<'s> Share<'s> {
    fn of(
        supplier: &'s Supplier,
        claim: &Claim,
        others: &[Share<'_>],
    ) -> Result<Self, CompositionError> {
        let part = |supplier: &Supplier| {
            let declaration = &supplier.declaration;
            (
                declaration.statement.issuer.clone(),
                declaration.part["id"].clone(),
            )
        };
        // The same part, declared again.
        let known = others.iter().filter_map(|other| other.supplier);
        if known.into_iter().any(|known| part(known) == part(supplier)) {
            return Err(CompositionError::CountedTwice {
                at: claim.attribute.to_string(),
                attribute: claim.attribute.to_string(),
            });
        }
        let (amount, weighed) = match claim.says {
            Says::Share(amount) => (amount, None),
            Says::Average { stated, mass } => {
                (Amount::default(), Some((stated, mass, Amount::default())))
            }
            Says::Value(_) | Says::Backing => (Amount::default(), None),
        };
        Ok(Self {
            supplier: Some(supplier),
            amount,
            weighed,
        })
    }

    fn statement(&self, attribute: &JsonPointer, opening: &Opening, own: &Own) -> Value {
        let mut said = statement(attribute, self.supplier, own);
        let mut put = |name: &str, value: String| said.insert(name.to_owned(), value.into());
        put("share", self.amount.to_string());
        if let Some((stated, _, weight)) = self.weighed {
            put("weight", weight.to_string());
            put("stated", stated.to_string());
        }
        put("opening", opening.encode());
        said.into()
    }
}

/// Turns percentages of masses into shares of the percentage of all the mass.
fn weigh(shares: &mut [Share<'_>], attribute: &JsonPointer) -> Result<(), CompositionError> {
    let masses: Vec<Amount> = shares
        .iter()
        .filter_map(|share| Some(share.weighed?.1))
        .collect();
    if masses.is_empty() {
        return Ok(());
    }
    let weights = Amount::weights(&masses).ok_or_else(|| CompositionError::NoMass {
        at: attribute.to_string(),
        of: "each part".to_owned(),
    })?;
    for (share, weight) in shares.iter_mut().zip(weights) {
        if let Some((stated, _, of_all)) = &mut share.weighed {
            *of_all = weight;
            share.amount = stated.percent(weight);
        }
    }
    Ok(())
}

/// What the shares add up to, once the issuer's own is among them; it has to be what the passport says.
fn complete(
    subject: &Value,
    attribute: &JsonPointer,
    shares: &mut Vec<Share<'_>>,
    own: &Own,
) -> Result<Amount, CompositionError> {
    let stated = attribute.get(subject).unwrap_or(&Value::Null);
    let stated = Amount::of(stated).map_err(|error| CompositionError::Amount {
        at: attribute.to_string(),
        error,
    })?;
    let averaged = shares.iter().any(|share| share.weighed.is_some());
    let sum = Amount::sum(shares.iter().map(|share| share.amount)).unwrap_or_default();
    if stated.is_rounded(sum) {
        return Ok(sum);
    }
    let rest = stated.minus(sum).filter(|rest| *rest > Amount::default());
    match rest {
        Some(rest) if own.rest && !averaged => {
            shares.push(Share {
                supplier: None,
                amount: rest,
                weighed: None,
            });
            Ok(stated)
        }
        Some(_) if !averaged => Err(CompositionError::Open {
            attribute: attribute.to_string(),
            sum,
            stated,
        }),
        _ => Err(CompositionError::Total {
            at: attribute.to_string(),
            attribute: attribute.to_string(),
            sum,
            stated,
        }),
    }
}

/// Who says something of an attribute.
fn statement(
    attribute: &JsonPointer,
    supplier: Option<&Supplier>,
    own: &Own,
) -> Map<String, Value> {
    let mut said = Map::new();
    let mut put = |name: &str, value: &str| said.insert(name.to_owned(), value.into());
    put("attribute", &attribute.to_string());
    let (did, name) = match supplier {
        Some(supplier) => {
            let statement = &supplier.declaration.statement;
            (&statement.issuer, &statement.issuer_name)
        }
        None => (&own.did, &own.name),
    };
    put("statedBy", did.as_str());
    if let Some(name) = name {
        put("statedByName", name);
    }
    if let Some(supplier) = supplier {
        put("declaration", &supplier.reference.id);
        put("declarationDigest", &supplier.reference.digest_multibase);
    }
    said
}
