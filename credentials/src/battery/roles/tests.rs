use serde_json::json;

use super::*;
use crate::battery::accreditation::Role::{
    AuthorisedRepresentative, Authority, BmsOwner, Distributor, Importer, Manufacturer,
    NotifiedBody, Recycler, Repurposer, WasteOperator, Workshop,
};

#[test]
fn every_act_has_one_rule_and_every_rule_an_article() {
    for kind in EventKind::ALL {
        assert!(Act::all().any(|act| act == Act::Event(kind)), "{kind}");
    }
    for (n, rule) in RULES.iter().enumerate() {
        let act = rule.act;
        assert!(RULES[..n].iter().all(|earlier| earlier.act != act), "{act}");
        assert_eq!(act.who(), rule.who);
        match rule.who {
            Who::Party(_, article) => assert!(article.starts_with("Art. "), "{act}"),
            Who::Roles(roles) => {
                assert!(!roles.is_empty(), "{act}");
                for (m, (role, article)) in roles.iter().enumerate() {
                    let named = article
                        .split(", ")
                        .all(|one| one.starts_with("Art. ") || one.starts_with("Annex "));
                    assert!(named, "{act} by {role}: {article}");
                    assert!(
                        roles[..m].iter().all(|(earlier, _)| earlier != role),
                        "{act}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_the_law_opens_to_some_is_closed_to_others() {
    use EventKind as E;
    for (act, role, may) in [
        (Act::FirstPassport, Manufacturer, true),
        (Act::FirstPassport, Importer, true),
        (Act::FirstPassport, AuthorisedRepresentative, true),
        (Act::FirstPassport, Recycler, false),
        (Act::FirstPassport, Workshop, false),
        (Act::FirstPassport, Authority, false),
        (Act::SuccessorPassport, Repurposer, true),
        (Act::SuccessorPassport, WasteOperator, true),
        (Act::SuccessorPassport, BmsOwner, false),
        (Act::Correction, NotifiedBody, false),
        (Act::Event(E::Manufactured), Manufacturer, true),
        (Act::Event(E::Manufactured), Repurposer, false),
        (Act::Event(E::Manufactured), Workshop, false),
        (Act::Event(E::StateOfHealth), BmsOwner, true),
        (Act::Event(E::StateOfHealth), Workshop, true),
        (Act::Event(E::StateOfHealth), Authority, false),
        (Act::Event(E::Repurposed), Repurposer, true),
        (Act::Event(E::Repurposed), Distributor, false),
        (Act::Event(E::Recall), Authority, true),
        (Act::Event(E::BecameWaste), NotifiedBody, false),
        (Act::Event(E::Recycled), Recycler, true),
        (Act::Event(E::Recycled), Workshop, false),
        (Act::Event(E::Recycled), WasteOperator, false),
        (Act::TransferAcceptance, Workshop, false),
        (Act::TransferRejection, Workshop, true),
        (Act::Accreditation, Authority, true),
        (Act::Accreditation, Manufacturer, false),
        (Act::Mandate, Manufacturer, true),
        (Act::Mandate, Importer, false),
    ] {
        assert_eq!(act.is_open_to(role), may, "{act} by {role}");
        assert_eq!(
            act.is_open_to_any(&[NotifiedBody, role]),
            may,
            "{act} by {role}"
        );
    }
    let recyclers_alone = Role::ALL
        .into_iter()
        .filter(|role| Act::Event(E::Recycled).is_open_to(*role));
    assert!(recyclers_alone.eq([Recycler]));
    assert!(!Act::FirstPassport.is_open_to_any(&[]));
    assert!(Act::Status.is_open_to_any(&[]));
}

#[test]
fn an_act_is_read_off_the_credential() {
    let reference = json!({"id": "urn:uuid:1", "digestMultibase": "u"});
    for (types, subject, expected) in [
        (
            "DigitalBatteryPassport",
            json!({}),
            Some(Act::FirstPassport),
        ),
        (
            "DigitalBatteryPassport",
            json!({"predecessor": [reference]}),
            Some(Act::SuccessorPassport),
        ),
        (
            "DigitalBatteryPassport",
            json!({"predecessor": [reference], "supersedes": reference}),
            Some(Act::Correction),
        ),
        // Which event it would be says only one that says it is an event.
        ("Recycled", json!({}), None),
        ("TransferOffer", json!({}), Some(Act::TransferOffer)),
        ("TransferRejection", json!({}), Some(Act::TransferRejection)),
        (
            "AccreditedOperator",
            json!({"role": "recycler"}),
            Some(Act::Accreditation),
        ),
        (
            "AccreditedOperator",
            json!({"role": "authorised-representative"}),
            Some(Act::Mandate),
        ),
        ("LifecycleEvent", json!({}), None),
        ("Diploma", json!({}), None),
    ] {
        let credential =
            json!({"type": ["VerifiableCredential", types], "credentialSubject": subject});
        assert_eq!(Act::of(&credential), expected, "{types}");
    }
    let event = json!({"type": ["VerifiableCredential", "LifecycleEvent", "Recycled"]});
    let recycled = Act::Event(EventKind::Recycled);
    assert_eq!(Act::of(&event), Some(recycled));
    assert_eq!(Act::of(&json!([])), None);
}

#[test]
fn what_an_act_takes_is_said_with_each_article_once() {
    assert_eq!(
        Act::Event(EventKind::Recycled).takes(),
        "takes the role recycler (Art. 70, Art. 71, Art. 77(8))"
    );
    assert_eq!(
        Act::Event(EventKind::Remanufactured).takes(),
        "takes the role manufacturer or repurposer (Art. 38, Art. 38(11))"
    );
    assert_eq!(
        Act::TransferWithdrawal.takes(),
        "takes whoever made the offer (Art. 77(7))"
    );
    assert_eq!(
        Act::Event(EventKind::PreparedForReuse).takes(),
        "takes the role manufacturer, repurposer, waste-operator or recycler (Art. 73, Art. 38(11))"
    );
}
