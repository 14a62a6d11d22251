//! What the declaration of a part says of a battery's attributes, and how that counts in the passport.
//!
//! A declaration has the groups of the passport, of its part. What adds up is a share of the passport's total, what is
//! a share of a mass counts by that mass, what is the same for part and battery has to be the same, and the rest backs
//! what the passport says in words of its own.

use serde_json::Value;

use super::amount::{Amount, NotAnAmount};
use super::error::CompositionError;
use super::places::{
    ABSOLUTE, CRITICAL, DUE_DILIGENCE, FOOTPRINT, MATERIALS, RECYCLED, RENEWABLE, STAGES,
};
use crate::battery::content::visit;
use crate::json::JsonPointer;

/// What a part's declaration says of one attribute.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// The attribute, or the number in it, in the passport; relative to `credentialSubject`.
    pub attribute: JsonPointer,
    /// How it counts.
    pub says: Says,
}

/// How a claim counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// This much of the total is the part's.
    Share(Amount),
    /// This is the part's own percentage, which counts by the mass that the part brings.
    Average {
        /// The percentage.
        stated: Amount,
        /// Of this mass, in kg.
        mass: Amount,
    },
    /// The passport says the same, says something else, or does not show what it says.
    Value(Agreement),
    /// The passport says it in its own words, which this backs.
    Backing,
}

/// Whether the passport says what the part's declaration says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Agreement {
    /// It does.
    Agrees,
    /// It says something else.
    Differs,
    /// It does not show it.
    Unseen,
}

/// How shares of an attribute become its total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// They are added up (Annex II(4)).
    Sum,
    /// Percentages of masses: each counts by its mass (Art. 8(1)).
    Average,
}

/// The rule for a number of the passport; none where it is no total of shares.
pub fn rule(attribute: &JsonPointer) -> Option<Rule> {
    let tokens: Vec<&str> = attribute.tokens().iter().map(String::as_str).collect();
    let index = |text: &str| text.parse::<usize>().is_ok_and(|at| at.to_string() == text);
    match tokens.as_slice() {
        [
            "carbonFootprint",
            "batteryCarbonFootprint" | "absoluteCarbonFootprint",
        ] => Some(Rule::Sum),
        [
            "carbonFootprint",
            "carbonFootprintPerLifecycleStage",
            at,
            "carbonFootprint",
        ] if index(at) => Some(Rule::Sum),
        [
            "circularity",
            "recycledContent",
            at,
            "preConsumerShare" | "postConsumerShare",
        ] if index(at) => Some(Rule::Average),
        ["circularity", "renewableContent"] => Some(Rule::Average),
        _ => None,
    }
}

/// Whether shares of a number may be below zero: recycling can earn credits (Annex II(4)), and a part's footprint from
/// cradle to grave has its recycling in it. Of a stage whose name is not shown, nobody knows.
pub(super) fn may_earn(attribute: &JsonPointer, passport: &Value) -> bool {
    if rule(attribute) != Some(Rule::Sum) {
        return false;
    }
    let text = attribute.to_string();
    let stage = text
        .strip_prefix(STAGES)
        .and_then(|_| text.rsplit_once('/'))
        .and_then(|(stage, _)| passport.pointer(stage)?.get("lifecycleStage")?.as_str());
    stage.is_none_or(|stage| stage == "Recycling")
}

/// Everything that `part`, the subject of a declaration, says of the battery of `passport`, as far as the passport has
/// a place for it.
pub fn claims(part: &Value, passport: &Value) -> Result<Vec<Claim>, CompositionError> {
    let mut claims = Vec::new();
    for pointer in [FOOTPRINT, ABSOLUTE] {
        if let Some(value) = part.pointer(pointer)
            && passport.pointer(pointer).is_some()
        {
            let share = amount(value, pointer)?;
            claims.push(claim(pointer, Says::Share(share)));
        }
    }
    once(part, STAGES, "lifecycleStage")?;
    once(part, RECYCLED, "recycledMaterial")?;
    for (at, stage) in elements(part, STAGES) {
        let said = format!("{at}/carbonFootprint");
        let share = amount(&stage["carbonFootprint"], &said)?;
        if let Some(place) = same(passport, STAGES, stage, "lifecycleStage") {
            claims.push(claim(
                &format!("{place}/carbonFootprint"),
                Says::Share(share),
            ));
        }
    }
    for (at, metal) in elements(part, RECYCLED) {
        let Some(place) = same(passport, RECYCLED, metal, "recycledMaterial") else {
            continue;
        };
        let mass = mass_of(part, &metal["recycledMaterial"], &at)?;
        for name in ["preConsumerShare", "postConsumerShare"] {
            let stated = amount(&metal[name], &format!("{at}/{name}"))?;
            claims.push(claim(
                &format!("{place}/{name}"),
                Says::Average { stated, mass },
            ));
        }
    }
    if let Some(value) = part.pointer(RENEWABLE)
        && passport.pointer(RENEWABLE).is_some()
    {
        let stated = amount(value, RENEWABLE)?;
        let mass = part.get("mass").ok_or(CompositionError::NoMass {
            at: "/mass".to_owned(),
            of: "the part".to_owned(),
        })?;
        let mass = amount(mass, "/mass")?;
        claims.push(claim(RENEWABLE, Says::Average { stated, mass }));
    }
    others(part, passport, &mut claims);
    for (_, origin) in elements(part, "/origins") {
        let place = origin_of(passport, &origin["material"]);
        let says = match passport.pointer(place) {
            Some(_) => Says::Backing,
            None => Says::Value(Agreement::Unseen),
        };
        let claim = claim(place, says);
        if !claims.contains(&claim) {
            claims.push(claim);
        }
    }
    Ok(claims)
}

/// Whether a list says one thing of each: of two, either could be told for all of it.
pub(super) fn once(part: &Value, list: &str, key: &str) -> Result<(), CompositionError> {
    let mut seen = Vec::new();
    for (at, one) in elements(part, list) {
        if seen.contains(&&one[key]) {
            return Err(CompositionError::Repeated {
                at: format!("{at}/{key}"),
                attribute: list.to_owned(),
            });
        }
        seen.push(&one[key]);
    }
    Ok(())
}

/// What neither adds up nor counts by mass.
fn others(part: &Value, passport: &Value, claims: &mut Vec<Claim>) {
    const COUNTED: [&str; 5] = [FOOTPRINT, ABSOLUTE, STAGES, RECYCLED, RENEWABLE];
    visit(part, &mut |place| {
        let pointer = place.pointer.to_string();
        if !place.is_attribute() || COUNTED.contains(&pointer.as_str()) {
            return;
        }
        // A supplier's report or index is about the supplier.
        let says = match (
            pointer.starts_with(DUE_DILIGENCE),
            passport.pointer(&pointer),
        ) {
            (true, Some(_)) => Says::Backing,
            (_, shown) => Says::Value(agreement(place.value, shown)),
        };
        claims.push(Claim {
            attribute: place.pointer.clone(),
            says,
        });
    });
}

/// Of a list: whether the passport's has all of it.
fn agreement(part: &Value, passport: Option<&Value>) -> Agreement {
    let agrees = match (part, passport) {
        (_, None) => return Agreement::Unseen,
        (Value::Array(some), Some(Value::Array(all))) => some
            .iter()
            .all(|one| all.iter().any(|other| equal(one, other))),
        (one, Some(other)) => equal(one, other),
    };
    match agrees {
        true => Agreement::Agrees,
        false => Agreement::Differs,
    }
}

/// Whether two values say the same: 94 and 94.0 do.
fn equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let has = |name, value| other.get(name).is_some_and(|found| equal(value, found));
            one.len() == other.len() && one.iter().all(|(name, value)| has(name, value))
        }
        (one, other) => one == other,
    }
}

/// The place of the element of the passport's list that is about the same as `element`.
fn same(passport: &Value, list: &str, element: &Value, key: &str) -> Option<String> {
    elements(passport, list)
        .find(|(_, other)| other[key] == element[key])
        .map(|(at, _)| at)
}

fn mass_of(part: &Value, material: &Value, at: &str) -> Result<Amount, CompositionError> {
    let found = elements(part, "/suppliedMasses").find(|(_, mass)| mass["material"] == *material);
    match found {
        Some((at, mass)) => amount(&mass["mass"], &format!("{at}/mass")),
        None => Err(CompositionError::NoMass {
            at: at.to_owned(),
            of: material.as_str().unwrap_or("the material").to_owned(),
        }),
    }
}

/// Where a passport names a material: among the critical ones, or with all the others.
fn origin_of(passport: &Value, material: &Value) -> &'static str {
    let critical = elements(passport, CRITICAL).any(|(_, name)| name == material);
    if critical { CRITICAL } else { MATERIALS }
}

fn claim(pointer: &str, says: Says) -> Claim {
    Claim {
        // Written here, or by the walk: always a pointer.
        attribute: JsonPointer::parse(pointer).unwrap_or_default(),
        says,
    }
}

fn elements<'v>(subject: &'v Value, list: &str) -> impl Iterator<Item = (String, &'v Value)> {
    let items = subject.pointer(list).and_then(Value::as_array);
    let numbered = items.into_iter().flatten().enumerate();
    let list = list.to_owned();
    numbered.map(move |(at, item)| (format!("{list}/{at}"), item))
}

fn amount(value: &Value, at: &str) -> Result<Amount, CompositionError> {
    Amount::of(value).map_err(|error: NotAnAmount| CompositionError::Amount {
        at: at.to_owned(),
        error,
    })
}
