//! Signed trust lists: whose, until when, and whether it is the one that holds.

use credentials::battery::{Accreditation, Role, SignedTrustList, Statement, TrustList};
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::suite::Suite;
use credentials::{Coded, Did};
use jiff::Timestamp;
use serde_json::{Value, json};
use verifier::trust::{Seen, Trust, TrustFileError, open};
use verifier::{CheckName, Policy};

use crate::world::{Party, World, now, policy, refused, verified};

fn keeper() -> Party {
    Party::new(23)
}

fn list(world: &World, sequence: u64, from: &str, until: &str) -> SignedTrustList {
    let file = json!({"issuers": [{"did": world.issuer.did, "name": "Cells SE", "roles": ["manufacturer"]}]});
    let keeper = keeper();
    SignedTrustList {
        statement: Statement {
            valid_until: Some(time(until)),
            ..Statement::new(
                format!("urn:uuid:3c1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e{sequence:02}"),
                keeper.did.clone(),
                time(from),
            )
        },
        list: format!("{}#operators", keeper.did),
        sequence,
        operators: TrustList::parse(file.to_string().as_bytes()).unwrap(),
    }
}

/// The list that holds in November 2026.
fn current(world: &World) -> Value {
    let list = list(world, 7, "2026-11-01T00:00:00Z", "2026-12-01T00:00:00Z");
    list.build().unwrap()
}

fn signed(credential: &Value, suite: Suite) -> Secured {
    keeper().secure(credential, suite, None)
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn opened(file: &Secured, anchor: Option<&Did>, at: Timestamp) -> Result<Trust, TrustFileError> {
    let environment = World::new().bundle.environment();
    open(file.to_text().as_bytes(), anchor, at, &environment)
}

#[test]
fn a_list_that_its_keeper_signed_says_whom_to_trust() {
    let world = World::new();
    for suite in [
        Suite::EDDSA_JCS_2022,
        Suite::VcJwt,
        Suite::DataIntegrity(Cryptosuite::EddsaRdfc2022),
    ] {
        let file = signed(&current(&world), suite);
        let trust = opened(&file, Some(&keeper().did), now()).unwrap();
        let policy = Policy {
            trust: Some(trust),
            ..policy()
        };
        let report = world.verify(world.sd_jwt().to_string(), &policy);
        verified(&report);
        let told = report.check(CheckName::Trust).unwrap().detail.clone();
        let told = told.unwrap();
        assert!(
            told.starts_with("Cells SE, as manufacturer, by list 7 of did:key:"),
            "{told}"
        );
    }
}

#[test]
fn a_list_that_is_not_the_keepers_word_of_today_is_refused() {
    let world = World::new();
    let good = signed(&current(&world), Suite::EDDSA_JCS_2022);
    let (right, other) = (keeper().did, Party::new(9).did);
    let altered = good.to_text().replace("manufacturer", "recycler");
    let altered = Secured::parse(altered.as_bytes()).unwrap();
    let in_its_name = Party::new(9).secure(&current(&world), Suite::EDDSA_JCS_2022, None);
    let part = signed(&current(&world), Suite::SdJwt);
    let mut passport = world.passport();
    passport["issuer"] = json!(right);
    let no_list = signed(&passport, Suite::EDDSA_JCS_2022);
    for (file, anchor, at, code, pointer) in [
        (
            &good,
            None,
            now(),
            "trust.list_without_anchor",
            Some("/issuer"),
        ),
        (
            &good,
            Some(&other),
            now(),
            "trust.list_keeper",
            Some("/issuer"),
        ),
        (
            &good,
            Some(&right),
            time("2026-12-01T00:00:00Z"),
            "trust.list_expired",
            Some("/validUntil"),
        ),
        (
            &good,
            Some(&right),
            time("2026-10-31T23:59:59Z"),
            "trust.list_not_yet_valid",
            Some("/validFrom"),
        ),
        (
            &altered,
            Some(&right),
            now(),
            "trust.list_proof",
            Some("/proof/proofValue"),
        ),
        (
            &in_its_name,
            Some(&right),
            now(),
            "trust.list_proof",
            Some("/issuer"),
        ),
        (&part, Some(&right), now(), "trust.list_selective", None),
        (
            &no_list,
            Some(&right),
            now(),
            "statement.type",
            Some("/type"),
        ),
    ] {
        let error = opened(file, anchor, at).unwrap_err();
        assert_eq!(error.code(), code, "{error}");
        assert_eq!(error.pointer().as_deref(), pointer, "{error}");
        assert!(error.hint().is_some(), "{error}");
    }
}

#[test]
fn a_plain_file_is_the_readers_own_word_and_nobody_elses() {
    let environment = World::new().bundle.environment();
    let plain = br#"{"issuers": []}"#;
    let trust = open(plain, None, now(), &environment).unwrap();
    assert_eq!(trust.title(), "your own list, unsigned");
    let unsigned = current(&World::new()).to_string();
    let keeper = keeper().did;
    for file in [plain.as_slice(), unsigned.as_bytes()] {
        let error = open(file, Some(&keeper), now(), &environment).unwrap_err();
        assert_eq!(error.code(), "trust.list_unsigned");
    }
    for file in ["[", "{}", "nonsense"] {
        assert!(open(file.as_bytes(), None, now(), &environment).is_err());
    }
}

#[test]
fn a_keeper_whose_keys_are_not_to_be_had_is_another_matter_than_a_bad_list() {
    let world = World::new();
    let away = Party::at_host(23, "authority.example");
    let mut credential = current(&world);
    credential["issuer"] = json!(away.did);
    let file = away.secure(&credential, Suite::EDDSA_JCS_2022, None);
    let error = opened(&file, Some(&away.did), now()).unwrap_err();
    assert!(matches!(error, TrustFileError::Unresolved(_)), "{error}");
    assert_eq!(error.code(), "resolve.not_found");
}

#[test]
fn an_earlier_list_is_refused_once_a_later_one_was_seen() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let trust = |sequence, from, until, at: &str| {
        let list = list(&world, sequence, from, until).build().unwrap();
        let file = signed(&list, Suite::EDDSA_JCS_2022);
        opened(&file, Some(&keeper().did), time(at)).unwrap()
    };
    let admit = |trust: &Trust, at: &str| {
        // Opened anew each time, as by another run.
        let seen = Seen::open(folder.path()).unwrap();
        let admitted = seen.admit(trust, false, time(at), now());
        admitted.map_err(|error| error.code())
    };
    let (november, later) = ("2026-11-24T12:00:00Z", "2026-12-15T00:00:00Z");
    let sixth = trust(6, "2026-10-01T00:00:00Z", "2027-03-01T00:00:00Z", november);
    let seventh = trust(7, "2026-12-01T00:00:00Z", "2027-03-01T00:00:00Z", later);
    assert_eq!(admit(&sixth, november), Ok(()));
    assert_eq!(admit(&seventh, later), Ok(()));
    assert_eq!(admit(&seventh, later), Ok(()));
    assert_eq!(admit(&sixth, later), Err("trust.list_rolled_back"));
    // Of the time before the seventh it is the list that held.
    assert_eq!(admit(&sixth, november), Ok(()));
    assert_eq!(admit(&sixth, later), Err("trust.list_rolled_back"));

    let mut another = seventh.clone();
    if let Some(keeper) = &mut another.keeper {
        keeper.digest = "uAnother".to_owned();
    }
    assert_eq!(admit(&another, later), Err("trust.list_forked"));
    // Another list of the same keeper has numbers of its own.
    let mut other_list = sixth.clone();
    if let Some(keeper) = &mut other_list.keeper {
        keeper.list = "https://authority.example/lists/2".to_owned();
        keeper.from = time("2026-12-01T00:00:00Z");
    }
    assert_eq!(admit(&other_list, later), Ok(()));
}

#[test]
fn a_list_that_was_given_up_for_another_one_does_not_come_back() {
    let world = World::new();
    let folder = tempfile::tempdir().unwrap();
    let called = |name: &str, from| {
        let mut list = list(&world, 1, from, "2027-03-01T00:00:00Z");
        list.list = format!("https://authority.example/lists/{name}");
        let file = signed(&list.build().unwrap(), Suite::EDDSA_JCS_2022);
        opened(&file, Some(&keeper().did), time(LATER)).unwrap()
    };
    let admit = |trust: &Trust, wanted, at: &str| {
        let seen = Seen::open(folder.path()).unwrap();
        let admitted = seen.admit(trust, wanted, time(at), now());
        admitted.map_err(|error| error.code())
    };
    let old = called("old", "2026-10-01T00:00:00Z");
    let new = called("new", "2026-12-01T00:00:00Z");
    assert_eq!(admit(&old, false, LATER), Ok(()));
    assert_eq!(admit(&new, false, LATER), Ok(()));
    assert_eq!(admit(&old, false, LATER), Err("trust.list_other"));
    // As of the time before there was another.
    assert_eq!(admit(&old, false, "2026-11-01T00:00:00Z"), Ok(()));
    // A keeper may have several: who asks for one of them by name gets it.
    assert_eq!(admit(&old, true, LATER), Ok(()));
    assert_eq!(admit(&new, false, LATER), Ok(()));
    assert_eq!(
        old.expect_list("https://authority.example/lists/old"),
        Ok(())
    );
    let error = old.expect_list("https://authority.example/lists/new");
    assert_eq!(error.unwrap_err().code(), "trust.list_other");
}

const LATER: &str = "2026-12-15T00:00:00Z";

#[test]
fn whoever_keeps_the_list_accredits_whom_it_could_have_named() {
    let world = World::new();
    let (keeper, importer) = (keeper(), Party::new(24));
    let mut credential = current(&world);
    credential["credentialSubject"]["issuers"] =
        json!([{"did": keeper.did, "roles": ["notified-body"]}]);
    let file = signed(&credential, Suite::EDDSA_JCS_2022);
    let trust = opened(&file, Some(&keeper.did), now()).unwrap();
    let accreditation = Accreditation {
        statement: Statement {
            valid_until: Some(time("2027-01-01T00:00:00Z")),
            ..Statement::new(
                "urn:uuid:3c1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e99",
                keeper.did.clone(),
                time("2026-01-01T00:00:00Z"),
            )
        },
        operator: importer.did.clone(),
        name: None,
        role: Role::Importer,
        scope: Vec::new(),
    };
    let accreditation = signed(&accreditation.build().unwrap(), Suite::EDDSA_JCS_2022);
    let policy = Policy {
        trust: Some(trust.clone()),
        accreditations: vec![accreditation.clone()],
        ..policy()
    };
    let mut passport = world.passport();
    passport["issuer"] = json!(importer.did);
    passport
        .as_object_mut()
        .unwrap()
        .shift_remove("credentialStatus");
    let passport = importer.secure(&passport, Suite::EDDSA_JCS_2022, None);
    verified(&world.verify(passport.to_text(), &policy));
    // The accreditation by itself is the keeper's word too.
    verified(&world.verify(accreditation.to_text(), &policy));

    let own = Policy {
        trust: Some(trust.list.into()),
        ..policy
    };
    let report = world.verify(passport.to_text(), &own);
    refused(
        &report,
        CheckName::Trust,
        "trust.accreditor",
        Some("/issuer"),
    );
}
