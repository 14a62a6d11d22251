//! Another operator's passport that a new one is to follow: whether anything speaks against that.

use credentials::Problem;
use credentials::secured::Secured;
use jiff::Timestamp;
use verifier::{CheckName, Environment, Policy};

use crate::Error;

/// Refuses to follow a passport that is forged, revoked, on hold, or has ceased with its battery (Art. 77(8)): no reader
/// would believe what follows it. What could not be learned is told instead: the operator may be gone, its keys and
/// status lists with it, and an authority's order stand in for it (Art. 78).
pub fn doubt(
    passport: &Secured,
    environment: &Environment,
    now: Timestamp,
) -> Result<Option<Problem>, Error> {
    let text = passport.to_text();
    let report = verifier::verify(text.as_bytes(), &Policy::at(now), environment);
    let mut doubt = None;
    for check in report.failures() {
        let speaks_against = match check.name {
            CheckName::Proof | CheckName::IssuerKey => !check.code.is_some_and(is_out_of_reach),
            CheckName::Status => check.code.is_some_and(|code| ENDED.contains(&code)),
            // What it says was for its issuer to get right, and its term is over when the next one begins.
            _ => continue,
        };
        if check.code.is_some_and(|code| FOLLOWED.contains(&code)) {
            continue;
        }
        let problem = check.problem();
        if speaks_against {
            return Err(Error::Predecessor(problem));
        }
        doubt.get_or_insert(problem);
    }
    // Nothing failed, and yet not everything could be looked at.
    if report.failures().next().is_none() {
        doubt = report.problem();
    }
    Ok(doubt)
}

/// Whether it is the way to the signer's keys that is blocked, and not the signature that is wrong.
fn is_out_of_reach(code: &str) -> bool {
    let family = code.split('.').next().unwrap_or_default();
    matches!(family, "resolve" | "fetch")
}

const ENDED: [&str; 3] = ["status.revoked", "status.suspended", "status.ceased"];

/// How a passport should look that was handed on.
const FOLLOWED: [&str; 2] = ["status.transferred", "status.superseded"];

#[cfg(test)]
mod tests {
    use credentials::battery::Reference;
    use credentials::problem::Coded;
    use verifier::environment::Bundle;

    use super::*;
    use crate::issuance::tests::{Scene, now, scene};
    use crate::issuance::{ListPurpose, PassportOrder};
    use crate::publish::Lists;
    use crate::{Verb, sample};

    /// All that an operator publishes.
    fn published(scene: &Scene) -> Environment {
        let issuer = &scene.issuer;
        let mut world = Bundle::default();
        let document = issuer.did_document().unwrap();
        world.add_document(issuer.did().clone(), now(), document);
        let lists = Lists::default();
        for number in 0..ListPurpose::ALL.len() as u32 {
            let signed = lists.get(issuer, number, now()).unwrap().unwrap();
            let url = issuer.list_url(number).unwrap();
            world.add_list(url, now(), signed.as_bytes());
        }
        world.environment()
    }

    fn passport(scene: &Scene) -> (Secured, Reference) {
        let issued = scene.passport(PassportOrder::new(sample::ev_passport()));
        (issued.secured, issued.reference)
    }

    #[test]
    fn what_its_operator_has_ended_is_not_followed() {
        for (verb, code) in [
            (Verb::Cease, "status.ceased"),
            (Verb::Revoke, "status.revoked"),
            (Verb::Suspend, "status.suspended"),
        ] {
            let scene = scene();
            let (passport, reference) = passport(&scene);
            assert_eq!(doubt(&passport, &published(&scene), now()).unwrap(), None);
            scene.issuer.stand(&reference.id, verb).unwrap();
            let refused = doubt(&passport, &published(&scene), now()).unwrap_err();
            assert_eq!(refused.code(), code, "{verb:?}");
        }
    }

    #[test]
    fn a_predecessor_of_which_nobody_can_tell_is_doubted_and_a_forged_one_refused() {
        let scene = scene();
        let (passport, _) = passport(&scene);
        let nowhere = Bundle::default().environment();
        assert!(doubt(&passport, &nowhere, now()).unwrap().is_some());
        let mut keys = Bundle::default();
        let document = scene.issuer.did_document().unwrap();
        keys.add_document(scene.issuer.did().clone(), now(), document);
        let told = doubt(&passport, &keys.environment(), now())
            .unwrap()
            .unwrap();
        assert_eq!(told.code, "status.list_unavailable");

        let text = passport.to_text();
        let (signed, disclosures) = text.split_once('~').unwrap();
        let (rest, signature) = signed.rsplit_once('.').unwrap();
        let other = match signature.strip_prefix('A') {
            Some(end) => format!("B{end}"),
            None => format!("A{}", &signature[1..]),
        };
        let forged = format!("{rest}.{other}~{disclosures}");
        let forged = Secured::parse(forged.as_bytes()).unwrap();
        let refused = doubt(&forged, &published(&scene), now()).unwrap_err();
        assert_eq!(refused.code(), "sd_jwt.signature_invalid");
    }
}
