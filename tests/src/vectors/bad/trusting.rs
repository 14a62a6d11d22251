//! Accreditations that do not count, and trust that ended.

use credentials::battery::trust_list::TrustedIssuer;
use credentials::battery::{Accreditation, Category, Role as MarketRole};
use serde_json::json;

use super::Bad;
use crate::vectors::case::Set;
use crate::vectors::cast::Role;
use crate::vectors::edges::ROW;
use crate::vectors::time;
use crate::vectors::trusting::{
    ACCREDITED, MANDATED, PASSPORT, READING, accreditation, list, mandate, put_accreditation,
    put_list, workshop,
};

pub(super) fn add(set: &mut Set) {
    type Change = fn(&mut Accreditation);
    let cases: [(&str, &str, &str, Change); 5] = [
        (
            "accredited-later",
            "The workshop was accredited after it had read the battery",
            "trust.accreditation_period",
            |says| says.statement.valid_from = time::LISTED,
        ),
        (
            "accreditation-over",
            "The workshop's accreditation had ended when it read the battery",
            "trust.accreditation_period",
            |says| says.statement.valid_until = Some("2026-02-01T00:00:00Z".parse().unwrap()),
        ),
        (
            "accredited-for-others",
            "The workshop is accredited for batteries of another category",
            "trust.accreditation_scope",
            |says| says.scope = vec![Category::Lmt],
        ),
        (
            "accredited-by-itself",
            "The workshop has accredited itself",
            "trust.accredited_by_itself",
            |says| says.statement.issuer = workshop().did,
        ),
        (
            "accredited-by-anybody",
            "The workshop is accredited by somebody whom the list does not name",
            "trust.accreditor",
            |says| says.statement.issuer = ROW.party(Role::Successor).did,
        ),
    ];
    for (name, about, code, change) in cases {
        let mut says = accreditation();
        change(&mut says);
        let file = format!("bad/trust/{name}.json");
        put_accreditation(set, &file, &says);
        // Who accredits without being trusted with that fails for itself as well, further behind.
        let fault = ("trust", code, "/verifiableCredential/1/issuer");
        let mut bad = Bad::of(set, ACCREDITED);
        let files = [PASSPORT, READING, &file];
        bad.files_are(&format!("trust/{name}"), about, fault, &files);
    }
    let more = json!({"withdrawnSince": "2026-03-01T00:00:00Z"});
    let file = put_list(set, "bad/trust/withdrawn.json", &list(8, &more));
    let about =
        "The trust list has withdrawn its trust in the manufacturer before it issued the passport";
    let fault = ("trust", "trust.withdrawn", "/verifiableCredential/0/issuer");
    let mut bad = Bad::of(set, ACCREDITED);
    bad.asked("trust/withdrawn", about, fault, |ask| {
        ask.trust = Some(file)
    });
    let more = json!({"scope": ["lmt"]});
    let file = put_list(set, "bad/trust/scope.json", &list(9, &more));
    let about = "The trust list names the manufacturer for batteries of another category";
    let fault = ("trust", "trust.scope", "/verifiableCredential/0/issuer");
    let mut bad = Bad::of(set, ACCREDITED);
    bad.asked("trust/scope", about, fault, |ask| ask.trust = Some(file));
    given_up(set);
    mandated(set);
}

/// An accreditation that mends nothing.
fn given_up(set: &mut Set) {
    let mut list = list(10, &json!({}));
    list.operators.issuers.push(TrustedIssuer {
        roles: vec![MarketRole::Workshop],
        withdrawn: Some("2026-03-01T00:00:00Z".parse().unwrap()),
        ..TrustedIssuer::new(workshop().did)
    });
    let file = put_list(set, "bad/trust/withdrawn-workshop.json", &list);
    let about = "The workshop shows its accreditation, but the trust list has withdrawn its trust in it before";
    let fault = ("trust", "trust.withdrawn", AT_READING);
    let mut bad = Bad::of(set, ACCREDITED);
    bad.asked("trust/withdrawn-and-accredited", about, fault, |ask| {
        ask.trust = Some(file)
    });
}

/// A mandate of one manufacturer for another one's battery.
fn mandated(set: &mut Set) {
    let mandate = put_accreditation(set, "bad/trust/mandate.json", &mandate(Role::Successor));
    let about =
        "The event is by the authorised representative of another manufacturer than the battery's";
    let fault = ("trust", "trust.mandate", AT_READING);
    let mut bad = Bad::of(set, MANDATED);
    let files = [PASSPORT, READING, &mandate];
    bad.files_are("trust/mandate", about, fault, &files);
}

const AT_READING: &str = "/verifiableCredential/1/issuer";
