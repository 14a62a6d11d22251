//! From the newest passport back to the first: consents, digests, order, forks.

use credentials::battery::transfer::{TransferAcceptance, TransferOffer};
use credentials::battery::{Parts, PassportDraft, Reference, Statement};
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::suite::Suite;
use jiff::Timestamp;
use platform::{Global, Ui};
use serde_json::json;
use verifier::pages::ReportPage;
use verifier::{CheckName, CheckStatus, Policy, Report, TrustList, render, verify_all};

use crate::world::{List, Party, World, policy, status_of, verified};

/// A battery that went from one operator to another, with all that was signed on the way.
struct Story {
    world: World,
    second: Party,
    members: Vec<Secured>,
}

/// The places of the story's credentials.
const FIRST: usize = 0;
const OFFER: usize = 1;
const ACCEPTANCE: usize = 2;
const REISSUED: usize = 3;
const OWN: usize = 4;

impl Story {
    fn new() -> Self {
        Self::told(World::new(), Party::new(4), Suite::SdJwt, Vec::new())
    }

    /// The same, where these events go over with the battery.
    fn with_events(events: Vec<Reference>) -> Self {
        Self::told(World::new(), Party::new(4), Suite::SdJwt, events)
    }

    /// The same in a suite, by keys that sign in it.
    fn in_suite(suite: Suite) -> Self {
        let second = Party::of(suite.algorithms()[0], 4);
        Self::told(World::signing(suite), second, suite, Vec::new())
    }

    fn told(mut world: World, second: Party, suite: Suite, events: Vec<Reference>) -> Self {
        world.publish(List::Message, Some(1));
        let first = world.issuer.secure(&world.passport(), suite, None);
        let offer = TransferOffer {
            statement: Statement {
                valid_until: Some(time("2026-08-01T00:00:00Z")),
                ..statement(&world.issuer, 2, "2026-07-01T00:00:00Z")
            },
            battery: crate::world::BATTERY.parse().unwrap(),
            new_operator: second.did.clone(),
            parts: Parts::whole(),
            passport: first.reference().unwrap(),
            events,
            terms: None,
        };
        let offer = json_secured(&world.issuer, &offer.build().unwrap());
        let acceptance = TransferAcceptance {
            statement: statement(&second, 3, "2026-07-02T00:00:00Z"),
            battery: crate::world::BATTERY.parse().unwrap(),
            offer: offer.reference().unwrap(),
            operator: second.did.clone(),
        };
        let acceptance = json_secured(&second, &acceptance.build());
        let reissued = PassportDraft {
            version: 2,
            supersedes: Some(first.reference().unwrap()),
            status: List::ALL.map(|list| world.entry(list, 7)).to_vec(),
            ..draft(&world.issuer, 4, "2026-07-03T00:00:00Z")
        };
        let holder = Some(second.key.public());
        let reissued = world
            .issuer
            .secure(&reissued.build().unwrap(), suite, holder);
        let own = own_in(suite, &second, 5, reissued.reference().unwrap());
        Self {
            members: vec![first, offer, acceptance, reissued, own],
            world,
            second,
        }
    }

    fn verify(&self, policy: &Policy) -> Report {
        let files: Vec<String> = self.members.iter().map(Secured::to_text).collect();
        verify_all(&files, policy, &self.world.bundle.clone().environment())
    }
}

fn walking() -> Policy {
    Policy {
        chain: true,
        ..policy()
    }
}

fn time(text: &str) -> Timestamp {
    text.parse().unwrap()
}

fn id(n: u8) -> String {
    format!("urn:uuid:7f1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e{n:02}")
}

fn statement(by: &Party, n: u8, at: &str) -> Statement {
    Statement::new(id(n), by.did.clone(), time(at))
}

fn json_secured(by: &Party, credential: &serde_json::Value) -> Secured {
    by.secure(credential, by.attesting(), None)
}

fn draft(by: &Party, n: u8, from: &str) -> PassportDraft {
    PassportDraft {
        id: id(n),
        issuer: by.did.to_string(),
        issuer_name: None,
        valid_from: time(from),
        valid_until: None,
        subject: crate::world::full_subject(),
        version: 1,
        supersedes: None,
        predecessor: Vec::new(),
        status: Vec::new(),
    }
}

fn own(by: &Party, n: u8, predecessor: Reference) -> Secured {
    own_in(Suite::SdJwt, by, n, predecessor)
}

fn own_in(suite: Suite, by: &Party, n: u8, predecessor: Reference) -> Secured {
    let draft = PassportDraft {
        predecessor: vec![predecessor.into()],
        ..draft(by, n, "2026-07-10T00:00:00Z")
    };
    by.secure(&draft.build().unwrap(), suite, None)
}

#[track_caller]
fn broken(report: &Report, code: &str, member: usize) {
    let check = report.check(CheckName::Chain).unwrap();
    assert_eq!(
        (check.status, check.code),
        (CheckStatus::Fail, Some(code)),
        "{check:?}"
    );
    let place = format!("/verifiableCredential/{member}");
    assert!(
        check.pointer.as_deref().unwrap().starts_with(&place),
        "{check:?}"
    );
    assert!(check.hint.is_some(), "{check:?}");
    assert!(!report.verified);
}

#[test]
fn a_history_with_both_consents_is_walked_back_to_the_first_hand() {
    let story = Story::new();
    let report = story.verify(&walking());
    verified(&report);
    assert_eq!(report.issuer.as_ref(), Some(&story.second.did));
    let chain = report.check(CheckName::Chain).unwrap();
    let kinds: Vec<_> = chain.chain.links.iter().map(|link| link.kind).collect();
    assert_eq!(kinds, ["hand-over", "reissue"]);
    let told = render::report(&report, &Ui::new(&Global::default()));
    let start = told.find("How it came here").unwrap();
    let end = told.find("What it says").unwrap();
    insta::assert_snapshot!("chain", told[start..end].trim_end());
}

#[test]
fn a_history_is_walked_in_suites_whose_passports_carry_base_proofs() {
    for suite in [Cryptosuite::EcdsaSd2023, Cryptosuite::Bbs2023] {
        let story = Story::in_suite(Suite::DataIntegrity(suite));
        let report = story.verify(&walking());
        verified(&report);
        assert_eq!(status_of(&report, CheckName::Chain), CheckStatus::Pass);
    }
}

#[test]
fn without_the_walk_a_transferred_passport_in_the_bundle_is_not_current() {
    let report = Story::new().verify(&policy());
    let check = report.check(CheckName::Status).unwrap();
    assert_eq!(check.code, Some("status.transferred"));
    assert!(
        check
            .pointer
            .as_deref()
            .unwrap()
            .starts_with("/verifiableCredential/0")
    );
    // The report is of the newest passport, which is current; the former one is not.
    let mut story = Story::new();
    story.members.drain(OFFER..=ACCEPTANCE);
    let report = story.verify(&policy());
    let said = render::verdict(&report, &Ui::new(&Global::default()));
    let wrong = "Another passport of A1 among these is no longer current";
    assert!(said.contains(wrong), "{said}");
}

#[test]
fn what_is_left_out_of_a_history_is_missed() {
    for (left_out, code, shows_at) in [
        (FIRST, "chain.gap", 2),
        (OFFER, "chain.gap", 1),
        (ACCEPTANCE, "chain.acceptance_missing", 3),
        (REISSUED, "chain.gap", 3),
        (OWN, "", 0),
    ] {
        let mut story = Story::new();
        story.members.remove(left_out);
        let report = story.verify(&walking());
        match code {
            // The new operator may not have issued its own passport yet.
            "" => verified(&report),
            code => broken(&report, code, shows_at),
        }
    }
}

#[test]
fn a_passport_that_was_handed_on_must_not_stay_active() {
    let mut story = Story::new();
    story.world.publish(List::Message, None);
    broken(&story.verify(&walking()), "chain.predecessor_active", FIRST);
}

#[test]
fn two_live_successors_are_a_fork() {
    let mut story = Story::new();
    let reissued = story.members[REISSUED].reference().unwrap();
    story.members.push(own(&story.second, 6, reissued));
    broken(&story.verify(&walking()), "chain.fork", REISSUED);
}

#[test]
fn every_fault_of_a_chain_is_told_and_drawn_at_its_place() {
    let mut story = Story::new();
    story.world.publish(List::Message, None);
    let reissued = story.members[REISSUED].reference().unwrap();
    story.members.push(own(&story.second, 6, reissued.clone()));
    let report = story.verify(&walking());
    let chain = report.check(CheckName::Chain).unwrap();
    let first = story.members[FIRST].reference().unwrap();
    let faults: Vec<_> = chain
        .chain
        .faults
        .iter()
        .map(|fault| (fault.code, fault.credential.as_deref().unwrap()))
        .collect();
    assert_eq!(
        faults,
        [
            ("chain.predecessor_active", first.id.as_str()),
            ("chain.fork", reissued.id.as_str()),
        ]
    );
    let told = render::report(&report, &Ui::new(&Global::default()));
    let tree = told.split("How it came here").nth(1).unwrap();
    let at = |id: &str| {
        let is_its = |line: &str| line.trim_start_matches(['│', ' ']) == id;
        let mut passports = tree.split('●');
        let found = passports.find(|passport| passport.lines().any(is_its));
        found.unwrap().to_owned()
    };
    let codes = |text: String| {
        ["[chain.predecessor_active]", "[chain.fork]"].map(|code| text.contains(code))
    };
    assert_eq!(codes(at(&first.id)), [true, false], "{tree}");
    assert_eq!(codes(at(&reissued.id)), [false, true], "{tree}");
}

/// The report with a name of the second operator: its own word, or that of the reader's list.
fn naming(own: &str, listed: Option<&str>) -> Report {
    let mut story = Story::new();
    let reissued = story.members[REISSUED].reference().unwrap();
    let draft = PassportDraft {
        issuer_name: Some(own.to_owned()),
        predecessor: vec![reissued.into()],
        ..draft(&story.second, 5, "2026-07-10T00:00:00Z")
    };
    let own = draft.build().unwrap();
    story.members[OWN] = story.second.secure(&own, Suite::SdJwt, None);
    let mut entry = json!({"did": story.second.did, "roles": ["repurposer"]});
    if let Some(listed) = listed {
        entry["name"] = json!(listed);
    }
    let list = json!({"issuers": [{"did": story.world.issuer.did}, entry]});
    let trust = TrustList::parse(list.to_string().as_bytes()).unwrap();
    story.verify(&Policy {
        trust: Some(trust.into()),
        ..walking()
    })
}

#[test]
fn operators_have_the_names_of_the_readers_list_before_those_that_they_give_themselves() {
    let told = |report: &Report| {
        let terminal = render::report(report, &Ui::new(&Global::default()));
        let tree = terminal.split("How it came here").nth(1).unwrap();
        let page = ReportPage::new(report).to_html().unwrap();
        (tree.to_owned(), page)
    };
    let own = naming("Big \u{202e}OEM <b>", None);
    let (tree, page) = told(&own);
    assert!(tree.contains("“Big \u{fffd}OEM <b>” (did:key:"), "{tree}");
    assert!(page.contains("“Big \u{fffd}OEM &#60;b&#62;”"), "{page}");
    assert!(page.contains("what an operator calls itself"));

    let listed = naming("Big OEM", Some("ReWatt"));
    let (tree, page) = told(&listed);
    for text in [&tree, &page] {
        assert!(text.contains("ReWatt (did:key:") && !text.contains("Big OEM\u{201d}"));
    }
    let json = serde_json::to_value(&listed).unwrap();
    let check = &json["checks"].as_array().unwrap()[11];
    let operators = check["operators"].as_array().unwrap();
    let names: Vec<_> = operators
        .iter()
        .map(|operator| {
            (
                operator["name"].as_str().unwrap(),
                operator["listed"].as_bool().unwrap(),
            )
        })
        .collect();
    assert!(names.contains(&("ReWatt", true)), "{names:?}");
    assert!(names.contains(&("Cells SE", false)), "{names:?}");
    assert_eq!(check["hands"].as_array().unwrap().len(), 3);
}

#[test]
fn the_page_of_a_report_draws_the_chain_with_each_fault_at_its_passport() {
    let mut story = Story::new();
    story.world.publish(List::Message, None);
    let report = story.verify(&walking());
    let page = ReportPage::new(&report).to_html().unwrap();
    let stations: Vec<&str> = page.split("<li class=\"hand ").skip(1).collect();
    assert_eq!(stations.len(), 3, "{page}");
    let first = story.members[FIRST].reference().unwrap().id;
    for station in stations {
        let station = station.split("</li>").next().unwrap();
        assert_eq!(
            station.contains("[chain.predecessor_active]"),
            station.contains(&first),
            "{station}"
        );
    }
    assert!(page.contains("Not verified."));
}

#[test]
fn a_passport_that_names_a_predecessor_by_another_digest_does_not_follow_it() {
    let mut story = Story::new();
    let mut reissued = story.members[REISSUED].reference().unwrap();
    reissued.digest_multibase = story.members[FIRST].reference().unwrap().digest_multibase;
    story.members[OWN] = own(&story.second, 5, reissued);
    broken(&story.verify(&walking()), "chain.digest_mismatch", OWN);
}

#[test]
fn a_stranger_cannot_make_itself_the_successor() {
    let mut story = Story::new();
    let stranger = Party::new(9);
    story.members[OWN] = own(&stranger, 5, story.members[REISSUED].reference().unwrap());
    let report = story.verify(&walking());
    let check = report.check(CheckName::Chain).unwrap();
    assert_eq!(check.status, CheckStatus::Fail, "{check:?}");
    assert!(!report.verified);
}

#[test]
fn events_that_went_over_and_are_not_shown_are_a_warning() {
    let event = Reference {
        id: id(30),
        digest_multibase: "uEiAA".into(),
    };
    let report = Story::with_events(vec![event]).verify(&walking());
    assert!(report.verified, "not every reader may see events");
    let check = report.check(CheckName::Chain).unwrap();
    assert_eq!(
        (check.status, check.code, check.pointer.as_deref()),
        (
            CheckStatus::Warning,
            Some("chain.events_withheld"),
            Some("/verifiableCredential/1/credentialSubject/events")
        )
    );
    assert!(check.detail.as_ref().unwrap().contains(&id(30)));
}

#[test]
fn a_credential_of_two_kinds_is_refused_whoever_signed_it() {
    for other in ["TransferRejection", "StateOfHealth"] {
        let mut story = Story::new();
        let mut acceptance = story.members[ACCEPTANCE].credential();
        acceptance["type"] = json!(["VerifiableCredential", "TransferAcceptance", other]);
        story.members[ACCEPTANCE] = json_secured(&story.second, &acceptance);
        let report = story.verify(&walking());
        let schema = report.check(CheckName::Schema).unwrap();
        assert_eq!(schema.code, Some("statement.several_kinds"), "{other}");
        assert!(!report.verified, "{other}");
    }
}

#[test]
fn an_offer_whose_proof_stands_in_a_list_is_the_same_offer() {
    let mut story = Story::new();
    let mut offer: serde_json::Value =
        serde_json::from_str(&story.members[OFFER].to_text()).unwrap();
    offer["proof"] = json!([offer["proof"]]);
    story.members[OFFER] = Secured::from_value(offer).unwrap();
    verified(&story.verify(&walking()));
}

#[test]
fn an_altered_member_stops_the_walk() {
    let mut story = Story::new();
    let mut offer: serde_json::Value =
        serde_json::from_str(&story.members[OFFER].to_text()).unwrap();
    offer["credentialSubject"]["terms"] = json!("for nothing");
    story.members[OFFER] = Secured::from_value(offer).unwrap();
    let report = story.verify(&walking());
    assert_eq!(status_of(&report, CheckName::Proof), CheckStatus::Fail);
    assert_eq!(status_of(&report, CheckName::Chain), CheckStatus::Skipped);
    assert!(!report.verified);
    let said = render::verdict(&report, &Ui::new(&Global::default()));
    let wrong = "The TransferOffer of A1 among these was changed or forged";
    assert!(said.contains(wrong), "{said}");
}

#[test]
fn an_operator_in_the_wrong_role_breaks_the_chain() {
    let story = Story::new();
    let trusting = |role: &str| {
        let file = json!({"issuers": [
            {"did": story.world.issuer.did, "roles": ["manufacturer"]},
            {"did": story.second.did, "roles": [role]},
        ]});
        Policy {
            trust: Some(
                TrustList::parse(file.to_string().as_bytes())
                    .unwrap()
                    .into(),
            ),
            ..walking()
        }
    };
    verified(&story.verify(&trusting("repurposer")));
    broken(&story.verify(&trusting("workshop")), "chain.role", OWN);
}

#[test]
fn a_single_passport_is_the_first_hand_or_misses_its_predecessor() {
    let story = Story::new();
    let one = |n: usize| {
        let text = story.members[n].to_text();
        story.world.verify(text, &walking())
    };
    let mut fresh = World::new();
    fresh.issuer = Party::new(1);
    verified(&fresh.verify(fresh.sd_jwt().to_string(), &walking()));
    let report = one(OWN);
    let check = report.check(CheckName::Chain).unwrap();
    assert_eq!(check.code, Some("chain.gap"), "{check:?}");
}
