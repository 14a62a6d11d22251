//! Who signed a credential, and whether they may speak for its issuer: for credentials and status lists alike.

use credentials::proof::ProofPurpose;
use credentials::secured::Secured;
use credentials::{Did, DidUrl, Problem};
use did_resolver::Relationship;
use jiff::Timestamp;

use crate::keys::Keys;

/// The methods that signed; every signature was checked with the key that its method names.
pub(crate) fn signers(
    secured: &Secured,
    keys: &Keys<'_>,
    time: Timestamp,
) -> Result<Vec<DidUrl>, Problem> {
    match secured {
        Secured::SdJwt(sd_jwt) => {
            let method = sd_jwt.verification_method()?;
            sd_jwt.verify(&keys.key(&method, time)?)?;
            Ok(vec![method])
        }
        Secured::DataIntegrity(embedded) => embedded
            .proofs()
            .iter()
            .map(|proof| {
                let method = proof.verification_method().clone();
                let key = keys
                    .key(&method, time)
                    .map_err(|problem| at(problem, proof.pointer()))?;
                proof.verify(embedded.document(), &key, keys.contexts())?;
                Ok(method)
            })
            .collect(),
    }
}

/// Whether all these methods may make assertions for the issuer, and were used for that.
pub(crate) fn speak_for(
    issuer: &Did,
    secured: &Secured,
    methods: &[DidUrl],
    keys: &Keys<'_>,
) -> Result<(), Problem> {
    for method in methods {
        if !keys.allows(issuer, Relationship::AssertionMethod, method)? {
            return Err(Problem::new(
                "issuer_key.not_assertion_method",
                format!("{method} is no assertion method of {issuer}, who is named as the issuer"),
            )
            .at("/issuer")
            .hint("whoever signed is not who is named as the issuer: do not rely on it"));
        }
    }
    if let Secured::DataIntegrity(embedded) = secured {
        for proof in embedded.proofs() {
            if proof.purpose() != ProofPurpose::AssertionMethod {
                return Err(Problem::new(
                    "issuer_key.purpose",
                    "expected a proof with the purpose assertionMethod",
                )
                .at(format!("{}/proofPurpose", proof.pointer()))
                .hint("the key was used for something else than issuing"));
            }
        }
    }
    Ok(())
}

/// The same problem at this place, unless it has one already.
pub(crate) fn at(problem: Problem, pointer: impl std::fmt::Display) -> Problem {
    match problem.pointer {
        Some(_) => problem,
        None => problem.at(pointer),
    }
}
