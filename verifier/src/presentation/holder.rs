//! What the holder of a presentation signed: as a whole, for one reader, in answer to one challenge.

use std::collections::BTreeSet;
use std::time::Duration;

use credentials::keys::PublicKey;
use credentials::proof::{self, Expected, ProofPurpose};
use credentials::sd_jwt::ExpectedBinding;
use credentials::secured::Secured;
use credentials::{DidUrl, Problem};
use did_resolver::Relationship;

use crate::check::Shared;
use crate::check::holder_binding::unbound;
use crate::policy::Policy;
use crate::report::Outcome;
use crate::signature::at;
use crate::submission::{Presentation, within};

/// The methods that signed the presentation; every signature was checked.
pub(super) fn proofs(
    presentation: &Presentation,
    policy: &Policy,
    shared: &Shared<'_>,
) -> Result<Vec<DidUrl>, Problem> {
    let proofs = proof::proofs(&presentation.document)?;
    let mut methods = Vec::new();
    if let Some(jwt) = &presentation.jwt {
        let method = jwt.verification_method()?;
        jwt.verify(&shared.keys.key(&method, policy.at)?)?;
        methods.push(method);
    }
    for proof in &proofs {
        if proof.cryptosuite().discloses_selectively() && !policy.bare {
            return Err(Problem::new(
                "proof.selective_presentation",
                format!(
                    "the holder signed with {}, of which anybody may have left out parts",
                    proof.cryptosuite()
                ),
            )
            .at(proof.pointer())
            .hint(
                "ask for a presentation that is signed as a whole, such as with eddsa-jcs-2022",
            ));
        }
        let method = proof.verification_method().clone();
        let key = shared
            .keys
            .key(&method, policy.at)
            .map_err(|problem| at(problem, proof.pointer()))?;
        proof.verify(&presentation.document, &key, shared.keys.contexts())?;
        methods.push(method);
    }
    Ok(methods)
}

/// Whether the holder's key signed, for this nonce and reader.
pub(super) fn bound(
    presentation: &Presentation,
    policy: &Policy,
    shared: &Shared<'_>,
    methods: &[DidUrl],
) -> Result<Outcome, Problem> {
    let proofs = proof::proofs(&presentation.document)?;
    match &presentation.jwt {
        None if proofs.is_empty() => return Err(unbound()),
        None => {}
        Some(jwt) => jwt.check(&ExpectedBinding {
            nonce: policy.nonce.as_deref(),
            audience: policy.aud.as_deref(),
            now: policy.at,
            // What was made for nobody in particular does not age.
            max_age: match policy.wants_binding() {
                true => policy.max_age,
                false => Duration::MAX,
            },
            skew: policy.skew,
        })?,
    }
    for proof in &proofs {
        proof.check(&Expected {
            purpose: ProofPurpose::Authentication,
            at: policy.at,
            domain: policy.aud.as_deref(),
            challenge: policy.nonce.as_deref(),
        })?;
        if policy.wants_binding() {
            fresh(proof, policy)?;
        }
    }
    for method in methods {
        let did = method.did();
        if !shared
            .keys
            .allows(did, Relationship::Authentication, method)?
        {
            return Err(Problem::new(
                "holder_binding.not_authentication",
                format!("{method} is no authentication method of {did}"),
            )
            .at(match presentation.jwt {
                Some(_) => "/kid",
                None => "/proof/verificationMethod",
            })
            .hint(
                "the key is meant for something else than presenting: ask for another presentation",
            ));
        }
    }
    holder_is_signer(presentation, methods)?;
    bound_keys(presentation, policy, shared, methods)?;
    if !policy.wants_binding() {
        return Ok(Outcome::Warn(
            Problem::new(
                "holder_binding.not_asked",
                "the holder signed, but for a nonce and a reader that were not told here",
            )
            .hint("it may have been made for somebody else: pass --nonce and --aud if it was made for you"),
        ));
    }
    let holders: BTreeSet<&str> = methods.iter().map(|method| method.did().as_str()).collect();
    let holders: Vec<&str> = holders.into_iter().collect();
    Ok(Outcome::pass(format!(
        "{} signed, for this reader",
        holders.join(" and ")
    )))
}

/// A proof that answers a nonce was made lately.
fn fresh(proof: &proof::Proof, policy: &Policy) -> Result<(), Problem> {
    let Some(created) = proof.created() else {
        return Ok(());
    };
    let place = format!("{}/created", proof.pointer());
    let age = policy.at.duration_since(created);
    if age.is_positive() && age.unsigned_abs() > policy.max_age.saturating_add(policy.skew) {
        return Err(Problem::new(
            "holder_binding.stale",
            format!("the holder signed at {created}, longer ago than a presentation lasts"),
        )
        .at(place)
        .hint("ask the holder to present again"));
    }
    if age.is_negative() && age.unsigned_abs() > policy.skew {
        return Err(Problem::new(
            "holder_binding.in_the_future",
            format!("the holder signed at {created}, which is yet to come"),
        )
        .at(place)
        .hint("one of the two clocks is wrong"));
    }
    Ok(())
}

/// VCDM 2.0 section 4.13: `holder`, where it is given, is who signed.
fn holder_is_signer(presentation: &Presentation, methods: &[DidUrl]) -> Result<(), Problem> {
    let holder = &presentation.document["holder"];
    let Some(holder) = holder.as_str().or_else(|| holder["id"].as_str()) else {
        return Ok(());
    };
    match methods
        .iter()
        .find(|method| method.did().as_str() != holder)
    {
        None => Ok(()),
        Some(method) => Err(Problem::new(
            "holder_binding.holder",
            format!("{holder} is named as the holder, but {method} signed"),
        )
        .at("/holder")
        .hint("whoever signed presents in the name of somebody else: do not accept it")),
    }
}

/// A credential that was bound to a key is presented by that key.
fn bound_keys(
    presentation: &Presentation,
    policy: &Policy,
    shared: &Shared<'_>,
    methods: &[DidUrl],
) -> Result<(), Problem> {
    let signing: Vec<PublicKey> = methods
        .iter()
        .map(|method| shared.keys.key(method, policy.at))
        .collect::<Result<_, _>>()?;
    for member in &presentation.members {
        let holder = member
            .secured
            .holder_key()
            .map_err(|error| within(error.into(), &member.at))?;
        if holder.is_some_and(|holder| !signing.contains(&holder)) {
            return Err(within(
                Problem::new(
                    "holder_binding.other_key",
                    "the credential is bound to another key than the one that signed the presentation",
                )
                .at(match member.secured {
                    Secured::DataIntegrity(_) => "/holder",
                    _ => "/cnf",
                })
                .hint("only the battery's responsible operator can present it: do not accept it from somebody else"),
                &member.at,
            ));
        }
    }
    Ok(())
}
