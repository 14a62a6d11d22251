//! `proof`: the verification method that each proof names signed these bytes. Whose method that is, `issuer-key` says.

use credentials::Problem;
use credentials::secured::Secured;

use super::Case;
use crate::report::Outcome;
use crate::signature::signers;

pub(crate) fn check(case: &Case<'_>) -> Outcome {
    let signed = signers(case.secured, &case.shared.keys, case.policy.at).map(|methods| {
        let methods: Vec<String> = methods.iter().map(ToString::to_string).collect();
        let methods = methods.join(" and ");
        match base(case.secured) {
            // vc-di-ecdsa section 3.5.8, vc-di-bbs section 3.3.7: whoever verifies reads a derived proof or none.
            Some(place) if case.policy.bare => Outcome::Fail(undivided(&methods, place)),
            Some(place) => Outcome::Warn(undivided(&methods, place)),
            None => Outcome::pass(format!("signed by {methods}")),
        }
    });
    signed.into()
}

/// Where the issuer's proof is from which a holder derives those to present.
fn base(secured: &Secured) -> Option<String> {
    let Secured::DataIntegrity(embedded) = secured else {
        return None;
    };
    let base = embedded.proofs().iter().find(|proof| proof.is_base());
    base.map(|proof| proof.pointer().to_string())
}

fn undivided(methods: &str, place: String) -> Problem {
    Problem::new(
        "proof.base",
        format!("signed by {methods}, and shown with all that could have been withheld"),
    )
    .at(place)
    .hint("a holder presents a part, with a proof derived from this one: dbp-wallet present")
}
