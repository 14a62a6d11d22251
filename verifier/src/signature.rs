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
        Secured::Jwt(jwt) => {
            let method = jwt.verification_method()?;
            jwt.verify(&keys.key(&method, time)?)?;
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

/// Those of these methods that may make assertions for the issuer; an error when there is none.
///
/// Others may sign beside the issuer or after it (Data Integrity sections 2.1.1 and 2.1.2: a notary, a witness). Their
/// signatures have to hold, but say nothing for the issuer.
pub(crate) fn speak_for<'m>(
    issuer: &Did,
    secured: &Secured,
    methods: &'m [DidUrl],
    keys: &Keys<'_>,
) -> Result<Vec<&'m DidUrl>, Problem> {
    let mut own = Vec::new();
    for method in methods {
        if keys.allows(issuer, Relationship::AssertionMethod, method)? {
            own.push(method);
        }
    }
    let (Some(first), true) = (methods.first(), own.is_empty()) else {
        assertions(secured, methods, keys)?;
        return Ok(own);
    };
    Err(Problem::new(
        "issuer_key.not_assertion_method",
        format!("{first} is no assertion method of {issuer}, who is named as the issuer"),
    )
    .at("/issuer")
    .hint("whoever signed is not who is named as the issuer: do not rely on it"))
}

/// Whether all these methods may make assertions at all, and were used for that (Controlled Identifiers 1.0
/// section 3.3).
pub(crate) fn assertions(
    secured: &Secured,
    methods: &[DidUrl],
    keys: &Keys<'_>,
) -> Result<(), Problem> {
    for method in methods {
        let did = method.did();
        if !keys.allows(did, Relationship::AssertionMethod, method)? {
            return Err(Problem::new(
                "issuer_key.not_for_assertions",
                format!("{method} is no assertion method of {did}"),
            )
            .hint("the key is meant for something else than issuing"));
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
