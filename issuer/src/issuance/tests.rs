//! Real content in, verified credential out; and what is not signed.

use std::collections::BTreeSet;

use credentials::battery::EventDraft;
use credentials::battery::documents::{Files, bound};
use credentials::battery::reference::digest_multibase;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, SecretKey};
use credentials::problem::Coded;
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::status::StatusEntry;
use credentials::{Suite, sd_jwt::SdJwt};
use jiff::Timestamp;
use serde_json::json;

use super::*;
use crate::store::Lifecycle;
use crate::{Issuer, NewIssuer, sample};

/// An issuer in a folder of its own.
pub(crate) struct Scene {
    _place: tempfile::TempDir,
    pub(crate) issuer: Issuer,
}

pub(crate) fn now() -> Timestamp {
    "2027-02-18T08:00:00Z".parse().unwrap()
}

pub(crate) fn scene() -> Scene {
    scene_with(Algorithm::Ed25519)
}

pub(crate) fn scene_with(algorithm: Algorithm) -> Scene {
    let place = tempfile::tempdir().unwrap();
    let new = NewIssuer {
        name: "Voltcell".into(),
        did: "web:voltcell.example".parse().unwrap(),
        algorithm,
        base_url: None,
        roles: Vec::new(),
    };
    let issuer = Issuer::init(place.path(), new, None, now()).unwrap();
    Scene {
        _place: place,
        issuer,
    }
}

impl Scene {
    pub(crate) fn passport(&self, order: PassportOrder) -> Issued {
        let prepared = self.issuer.prepare_passport(order, now()).unwrap();
        self.issuer.issue(prepared, now()).unwrap()
    }

    fn refused(&self, order: PassportOrder) -> &'static str {
        let refused = self.issuer.prepare_passport(order, now());
        refused.unwrap_err().code()
    }
}

fn order() -> PassportOrder {
    PassportOrder::new(sample::ev_passport())
}

fn sd_jwt(issued: &Issued) -> &SdJwt {
    match &issued.secured {
        Secured::SdJwt(sd_jwt) => sd_jwt,
        _ => panic!("expected an SD-JWT"),
    }
}

#[test]
fn a_passport_is_signed_bound_kept_and_has_three_statuses_at_one_index() {
    let scene = scene();
    let issued = scene.passport(order());
    let ring = scene.issuer.ring().unwrap();
    let key = ring.for_suite(Suite::SdJwt).unwrap().secret.public();
    sd_jwt(&issued).verify(key).unwrap();
    assert_eq!(sd_jwt(&issued).holder_key().unwrap().as_ref(), Some(key));

    let credential = issued.secured.credential();
    let entries = StatusEntry::all(&credential).unwrap();
    let indexes: BTreeSet<u32> = entries.iter().map(|entry| entry.index.get()).collect();
    let lists: Vec<&str> = entries.iter().map(|entry| entry.list.as_str()).collect();
    assert_eq!(indexes.len(), 1);
    assert_eq!(
        lists,
        [
            "https://voltcell.example/status/0",
            "https://voltcell.example/status/1",
            "https://voltcell.example/status/2",
        ]
    );
    let battery = credential["credentialSubject"]["id"].as_str().unwrap();
    let kept = scene.issuer.store().current_passport(battery).unwrap();
    assert_eq!(kept.unwrap().digest, issued.reference.digest_multibase);
}

#[test]
fn every_suite_secures_a_passport() {
    for suite in Suite::all() {
        let scene = scene_with(suite.algorithms()[0]);
        let issued = scene.passport(PassportOrder { suite, ..order() });
        assert_eq!(issued.secured.suite(), suite);
    }
}

#[test]
fn a_bbs_key_alone_signs_passports_events_and_status_lists() {
    let place = tempfile::tempdir().unwrap();
    let new = NewIssuer {
        name: "Volt Cell".into(),
        did: "key".parse().unwrap(),
        algorithm: Algorithm::Bls12381G2,
        base_url: None,
        roles: Vec::new(),
    };
    let issuer = Issuer::init(place.path(), new, None, now()).unwrap();
    let suite = Suite::DataIntegrity(Cryptosuite::Bbs2023);
    let ring = issuer.ring().unwrap();
    assert_eq!(ring.attesting().unwrap(), suite);
    assert_eq!(ring.passports(), suite);
    let key = ring.for_suite(suite).unwrap().secret.public();
    let prepared = issuer.prepare_passport(PassportOrder { suite, ..order() }, now());
    let issued = issuer.issue(prepared.unwrap(), now()).unwrap();
    let said = issuer.attest(&list(), now()).unwrap();
    for (secured, base) in [(&issued.secured, true), (&said, false)] {
        let Secured::DataIntegrity(embedded) = secured else {
            panic!("expected a proof");
        };
        let proof = &embedded.proofs()[0];
        assert_eq!(proof.is_base(), base);
        let verified = proof.verify(embedded.document(), key, Contexts::pinned());
        assert_eq!(verified, Ok(()));
    }
    // Its one key signs no presentation, so that it is nobody's holder.
    assert_eq!(issued.secured.holder_key().unwrap(), None);
    let sd_jwt = PassportOrder {
        supersede: true,
        ..order()
    };
    let other = issuer.prepare_passport(sd_jwt, now()).unwrap_err();
    assert_eq!(other.code(), "issuer.no_key");
}

/// A status list of messages: the one that says most.
fn list() -> serde_json::Value {
    serde_json::json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://w3id.org/voltproof/dbp/v1"],
        "id": "https://voltcell.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "https://voltcell.example",
        "credentialSubject": {"type": "BitstringStatusList", "statusPurpose": "message", "encodedList": "uH4sI",
            "statusSize": 2, "statusMessages": [{"status": "0x0", "message": "active"}]}
    })
}

#[test]
fn several_suites_make_a_set_of_proofs_or_a_chain() {
    let suites = [
        Suite::EDDSA_JCS_2022,
        Suite::DataIntegrity(Cryptosuite::EddsaRdfc2022),
        Suite::DataIntegrity(Cryptosuite::EddsaJcs2022),
    ];
    for chained in [false, true] {
        let scene = scene();
        let further = Further::than_first(&suites, chained).unwrap();
        let key = SecretKey::from_seed(Algorithm::P256, &[9; 32]).unwrap();
        let key = key.public().clone();
        let holder = Holder {
            did: did_resolver::key::document(&key).0,
            key: key.clone(),
        };
        let order = PassportOrder {
            suite: suites[0],
            holder: Some(holder),
            ..order()
        };
        let prepared = scene.issuer.prepare_passport(order, now()).unwrap();
        let issued = scene.issuer.issue(prepared.with_further(further), now());
        let secured = issued.unwrap().secured;
        assert_eq!(secured.holder_key().unwrap(), Some(key));
        let Secured::DataIntegrity(embedded) = secured else {
            panic!("expected proofs");
        };
        let document = embedded.document();
        let follows: Vec<bool> = (0..3)
            .map(|at| document["proof"][at].get("previousProof").is_some())
            .collect();
        assert_eq!(follows, [false, chained, chained]);
        let ring = scene.issuer.ring().unwrap();
        let key = ring.for_suite(suites[0]).unwrap().secret.public();
        for proof in embedded.proofs() {
            proof.verify(document, key, Contexts::pinned()).unwrap();
        }
    }
    let mixed = [Suite::EDDSA_JCS_2022, Suite::SdJwt];
    let error = Further::than_first(&mixed, false).unwrap_err();
    assert_eq!(error.code(), "issuer.one_proof");
}

#[test]
fn a_battery_has_one_passport_and_a_correction_names_it() {
    let scene = scene();
    let correct = || PassportOrder {
        supersede: true,
        ..order()
    };
    assert_eq!(scene.refused(correct()), "issuer.nothing_to_supersede");
    let first = scene.passport(order());
    assert_eq!(scene.refused(order()), "issuer.passport_exists");
    let second = scene.passport(correct());
    let subject = &second.secured.credential()["credentialSubject"];
    assert_eq!(subject["version"], 2);
    assert_eq!(subject["supersedes"], first.reference.to_value());
    let old = scene
        .issuer
        .store()
        .credential(&first.reference.id)
        .unwrap();
    assert_eq!(old.unwrap().standing.lifecycle, Lifecycle::Superseded);
}

#[test]
fn what_the_linter_refuses_is_never_signed() {
    let scene = scene();
    let mut fraction = sample::ev_passport();
    let health = "/performanceAndDurability/batteryCondition/stateOfCertifiedEnergy/stateOfCertifiedEnergyValue";
    *fraction.pointer_mut(health).unwrap() = json!(0.8);
    assert_eq!(scene.refused(PassportOrder::new(fraction)), "unit.fraction");

    let mut gtin = sample::ev_passport();
    gtin["id"] = json!("https://id.voltcell.example/01/09506000134353/21/VC77-0001234");
    assert_eq!(
        scene.refused(PassportOrder::new(gtin)),
        "identifier.gtin_check_digit"
    );

    let mut portable = sample::ev_passport();
    portable["generalProductInformation"]["batteryCategory"] = json!("portable");
    assert_eq!(
        scene.refused(PassportOrder::new(portable)),
        "battery.passport_not_required"
    );
    assert!(scene.issuer.store().page(None, 10).unwrap().is_empty());
}

#[test]
fn an_event_is_signed_and_can_only_be_revoked() {
    let scene = scene();
    scene.passport(order());
    let draft = EventDraft::from_file(&sample::soh_event()).unwrap();
    let prepared =
        scene
            .issuer
            .prepare_event(&draft, None, "2030-01-01T00:00:00Z".parse().unwrap());
    let issued = scene.issuer.issue(prepared.unwrap(), now()).unwrap();
    assert_eq!(issued.secured.suite(), Suite::EDDSA_JCS_2022);
    let entries = StatusEntry::all(&issued.secured.credential()).unwrap();
    assert_eq!(entries.len(), 1);
}

#[test]
fn a_reservation_that_crosses_the_end_of_a_group_goes_on_in_the_next() {
    let scene = scene();
    let all = credentials::status::MIN_ENTRIES as u32;
    scene.issuer.reserve(all - 1).unwrap();
    let slots = scene.issuer.reserve(3).unwrap();
    let groups: Vec<u32> = slots.iter().map(|slot| slot.group).collect();
    assert_eq!(groups, [0, 1, 1]);
}

#[test]
fn ids_are_random_uuids() {
    let (one, other) = (new_id(), new_id());
    assert_ne!(one, other);
    assert_eq!(one.len(), "urn:uuid:".len() + 36);
    assert_eq!(one.as_bytes()["urn:uuid:".len() + 14], b'4');
}

#[test]
fn an_operator_signs_nothing_that_its_recorded_roles_do_not_allow() {
    use credentials::battery::Role;

    let mut scene = scene();
    let event = EventDraft::from_file(&sample::soh_event()).unwrap();
    let told = |issuer: &Issuer| {
        let prepared = issuer.prepare_event(&event, None, now());
        prepared.map(drop).map_err(|error| error.code())
    };
    scene.issuer.set_roles(vec![Role::Workshop]).unwrap();
    assert_eq!(told(&scene.issuer), Ok(()));
    let order = PassportOrder::new(sample::ev_passport());
    assert_eq!(scene.refused(order.clone()), "issuer.role");
    scene.issuer.set_roles(vec![Role::Recycler]).unwrap();
    assert_eq!(scene.refused(order.clone()), "issuer.role");
    scene
        .issuer
        .set_roles(vec![Role::Workshop, Role::Manufacturer])
        .unwrap();
    scene.passport(order);
    scene.issuer.set_roles(vec![Role::Authority]).unwrap();
    assert_eq!(told(&scene.issuer), Err("issuer.role"));
}

#[test]
fn batteries_that_are_issued_in_a_row_do_not_stand_side_by_side_in_their_list() {
    let scene = scene();
    let index = |serial: usize| {
        let mut subject = sample::ev_passport();
        let id = format!("https://id.voltcell.example/01/09506000134352/21/ROW-{serial}");
        subject["id"] = json!(id);
        subject["generalProductInformation"]["productIdentifier"] = json!(id);
        let issued = scene.passport(PassportOrder::new(subject));
        let entries = StatusEntry::all(&issued.secured.credential()).unwrap();
        entries[0].index.get()
    };
    let given: Vec<u32> = (0..12).map(index).collect();
    let beside = |pair: &[u32]| pair[0].abs_diff(pair[1]) < 8;
    let neighbours = given.windows(2).filter(|pair| beside(pair)).count();
    // Of eleven pairs at random among 131,072 places, two that stand so close are one chance in some twenty thousand.
    assert!(neighbours < 2, "{given:?}");
    // Nor does the place tell which was first.
    assert!(!given.is_sorted(), "{given:?}");
}

const DECLARATION: &str = "https://docs.voltcell.example/vc77/eu-declaration-of-conformity.pdf";
const REPORT: &str = "https://docs.voltcell.example/vc77/test-reports.pdf";

/// Files of a public and of a restricted document.
pub(crate) fn documents() -> Files {
    Files::from([
        (DECLARATION.to_owned(), b"%PDF-1.7 we declare".to_vec()),
        (REPORT.to_owned(), b"%PDF-1.7 passed".to_vec()),
    ])
}

/// What binds them: the public one for everybody, the restricted one beside its link.
pub(crate) fn are_bound(credential: &serde_json::Value) {
    let found = bound(credential);
    let places: Vec<String> = found
        .iter()
        .map(|bound| bound.pointer.to_string())
        .collect();
    assert_eq!(
        places,
        [
            "/relatedResource/0",
            "/credentialSubject/labels/resultOfTestReportDigest"
        ]
    );
    let files = documents();
    assert!(
        found
            .iter()
            .all(|bound| bound.integrity.holds_for(&files[&bound.url]))
    );
    let related = &credential["relatedResource"];
    assert!(!related.to_string().contains(REPORT), "{related}");
}

#[test]
fn documents_are_bound_in_every_suite_and_carried_over_by_a_correction() {
    for suite in Suite::all() {
        let scene = scene_with(suite.algorithms()[0]);
        let first = scene.passport(PassportOrder {
            suite,
            documents: documents(),
            ..order()
        });
        are_bound(&first.secured.credential());
        let corrected = scene.passport(PassportOrder {
            suite,
            supersede: true,
            ..order()
        });
        are_bound(&corrected.secured.credential());
    }
}

#[test]
fn a_document_that_contradicts_its_digest_or_that_nothing_names_is_not_issued() {
    let scene = scene();
    let mut subject = sample::ev_passport();
    subject["labels"]["resultOfTestReportDigest"] = json!(digest_multibase(b"another"));
    let contradicted = PassportOrder {
        documents: documents(),
        ..PassportOrder::new(subject)
    };
    assert_eq!(scene.refused(contradicted), "document.mismatch");
    let stray = PassportOrder {
        documents: Files::from([("https://elsewhere.example/".to_owned(), Vec::new())]),
        ..order()
    };
    assert_eq!(scene.refused(stray), "document.unnamed");
}
