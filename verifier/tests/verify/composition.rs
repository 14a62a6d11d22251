//! What suppliers declare: totals that add up with shares withheld, and declarations held against what was bound.

use std::path::PathBuf;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::JsonPointer;
use credentials::battery::composite::{Declaration, Own, Sources, Supplier, bind};
use credentials::battery::passport::{attributes_for, disclosed_to};
use credentials::battery::{Audience, Purpose};
use credentials::context::Contexts;
use credentials::proof::Cryptosuite;
use credentials::secured::Secured;
use credentials::suite::Suite;
use platform::suppliers::Declared;
use platform::{Global, Ui};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use verifier::pages::ReportPage;
use verifier::render;
use verifier::trust::{Trust, TrustList};
use verifier::{CheckName, CheckStatus, Policy, Report, SourceStatus};

use crate::world::{List, Party, World, full_subject, policy, refused, verified};

const STAGE: &str = "/carbonFootprint/carbonFootprintPerLifecycleStage/0/carbonFootprint";

/// A manufacturer, and two suppliers of whom each has a share in the first stage.
struct Scene {
    world: World,
    mine: Secured,
    smelter: Secured,
}

impl Scene {
    fn new() -> Self {
        let world = World::new();
        let mine = declaration(&world, &Party::new(11), "mine", 0.041, None);
        let smelter = declaration(&world, &Party::new(12), "smelter", 0.02, None);
        Self {
            world,
            mine,
            smelter,
        }
    }

    fn content(&self) -> Value {
        let mut content = full_subject();
        *content.pointer_mut(STAGE).unwrap() = json!(0.061);
        content["carbonFootprint"]["carbonFootprintPerLifecycleStage"][0]["lifecycleStage"] =
            json!("RawMaterialExtraction");
        let suppliers = [&self.mine, &self.smelter].map(|secured| Supplier {
            reference: secured.reference().unwrap(),
            declaration: Declaration::read(&secured.credential()).unwrap(),
        });
        let own = Own {
            did: self.world.issuer.did.clone(),
            name: None,
            rest: false,
        };
        bind(
            &mut content,
            &suppliers,
            &own,
            &mut StdRng::seed_from_u64(3),
        )
        .unwrap();
        content
    }

    fn passport(&self, suite: Suite) -> Secured {
        let credential = self.world.passport_of(self.content());
        let holder = Some(self.world.holder.key.public());
        self.world.issuer.secure(&credential, suite, holder)
    }

    /// The passport, shown whole, with these declarations at hand.
    fn held_against(&self, files: &[&Secured]) -> Report {
        let policy = Policy {
            suppliers: files.iter().map(|secured| given(secured, false)).collect(),
            ..policy()
        };
        self.world
            .verify(self.passport(Suite::SdJwt).to_text(), &policy)
    }
}

fn declaration(world: &World, by: &Party, name: &str, share: f64, status: Option<u32>) -> Secured {
    let mut statement = world.statement(&format!("urn:example:{name}"), "2026-05-01T00:00:00Z");
    statement.issuer = by.did.clone();
    statement.issuer_name = Some(format!("The {name}"));
    statement.status = status
        .into_iter()
        .map(|index| world.entry(List::Revocation, index))
        .collect();
    let content = json!({"id": format!("urn:lot:{name}"), "carbonFootprint": {"carbonFootprintPerLifecycleStage":
        [{"lifecycleStage": "RawMaterialExtraction", "carbonFootprint": share}]}});
    let credential = Declaration::new(statement, &content).unwrap().build();
    by.secure(&credential, Suite::EDDSA_JCS_2022, None)
}

fn given(secured: &Secured, from_folder: bool) -> Declared {
    Declared {
        path: PathBuf::from("parts/declaration.vc"),
        bytes: secured.to_file().into_bytes(),
        from_folder,
    }
}

fn statuses(report: &Report) -> Vec<SourceStatus> {
    let sources = report.sources.as_ref().unwrap();
    sources.statements.iter().map(|one| one.status).collect()
}

fn at(place: &str) -> String {
    format!("/credentialSubject/sources/{place}")
}

#[test]
fn declarations_that_were_bound_are_verified_and_others_are_told_as_bound() {
    let scene = Scene::new();
    let report = scene.held_against(&[&scene.mine]);
    verified(&report);
    assert_eq!(
        statuses(&report),
        [SourceStatus::Verified, SourceStatus::Bound]
    );
    let report = scene.held_against(&[&scene.smelter, &scene.mine]);
    verified(&report);
    assert_eq!(statuses(&report), [SourceStatus::Verified; 2]);
    let sources = report.sources.unwrap();
    assert_eq!((sources.totals[0].shares, sources.totals[0].shown), (2, 2));
    assert_eq!(sources.totals[0].sum, "0.061");
}

#[test]
fn a_swapped_or_a_strange_declaration_is_refused_and_a_folder_may_hold_others() {
    let scene = Scene::new();
    let mine = Party::new(11);
    let swapped = declaration(&scene.world, &mine, "mine", 0.040, None);
    let digest = at("statements/0/declarationDigest");
    let report = scene.held_against(&[&swapped]);
    refused(
        &report,
        CheckName::Schema,
        "composition.swapped",
        Some(&digest),
    );
    let stranger = declaration(&scene.world, &mine, "stranger", 0.041, None);
    let report = scene.held_against(&[&stranger]);
    refused(
        &report,
        CheckName::Schema,
        "composition.not_bound",
        Some(&at("statements")),
    );

    let folder = |secured: &Secured| {
        let policy = Policy {
            suppliers: vec![
                given(secured, true),
                Declared {
                    bytes: b"notes".to_vec(),
                    ..given(secured, true)
                },
            ],
            ..policy()
        };
        scene
            .world
            .verify(scene.passport(Suite::SdJwt).to_text(), &policy)
    };
    verified(&folder(&stranger));
    let report = folder(&swapped);
    refused(
        &report,
        CheckName::Schema,
        "composition.swapped",
        Some(&digest),
    );
    let alone = Policy {
        suppliers: vec![Declared {
            bytes: b"notes".to_vec(),
            ..given(&swapped, false)
        }],
        ..policy()
    };
    let report = scene
        .world
        .verify(scene.passport(Suite::SdJwt).to_text(), &alone);
    refused(&report, CheckName::Schema, "composition.unreadable", None);
}

#[test]
fn shares_weigh_as_the_masses_that_their_declarations_give() {
    let world = World::new();
    let signed = |n: u8, name: &str, post: f64, mass: f64| {
        let by = Party::new(n);
        let mut statement = world.statement(&format!("urn:example:{name}"), "2026-05-01T00:00:00Z");
        statement.issuer = by.did.clone();
        let content = json!({"id": format!("urn:lot:{name}"),
            "circularity": {"recycledContent":
                [{"recycledMaterial": "Cobalt", "preConsumerShare": 0, "postConsumerShare": post}]},
            "suppliedMasses": [{"material": "Cobalt", "mass": mass}]});
        let credential = Declaration::new(statement, &content).unwrap().build();
        by.secure(&credential, Suite::EDDSA_JCS_2022, None)
    };
    let signed = |masses: [f64; 2]| {
        let [best, other] = masses;
        [
            signed(11, "best", 18.0, best),
            signed(12, "other", 0.0, other),
        ]
    };
    let real = signed([1.0, 3.0]);
    // What the passport tells of them, and of which total that is made.
    let judged = |told: [f64; 2], total: f64, files: &[&Secured]| {
        let mut content = full_subject();
        content["circularity"]["recycledContent"] = json!([{"recycledMaterial": "Cobalt",
            "preConsumerShare": 0, "postConsumerShare": total}]);
        let suppliers: Vec<Supplier> = signed(told)
            .iter()
            .zip(&real)
            .map(|(told, real)| Supplier {
                reference: real.reference().unwrap(),
                declaration: Declaration::read(&told.credential()).unwrap(),
            })
            .collect();
        let own = Own {
            did: world.issuer.did.clone(),
            name: None,
            rest: false,
        };
        let mut rng = StdRng::seed_from_u64(3);
        bind(&mut content, &suppliers, &own, &mut rng).unwrap();
        let passport = world.passport_of(content);
        let passport = world.issuer.secure(&passport, Suite::SdJwt, None);
        let policy = Policy {
            suppliers: files.iter().map(|secured| given(secured, false)).collect(),
            ..policy()
        };
        world.verify(passport.to_text(), &policy)
    };
    let [best, other] = &real;
    verified(&judged([1.0, 3.0], 4.5, &[best, other]));
    let report = judged([3.0, 1.0], 13.5, &[best, other]);
    let check = report.check(CheckName::Schema).unwrap();
    assert_eq!(check.code, Some("composition.weights"), "{check:?}");
    assert!(check.pointer.as_deref().unwrap().ends_with("/weight"));
    assert!(!report.verified && statuses(&report).contains(&SourceStatus::Broken));
    // One declaration alone weighs against nothing.
    verified(&judged([3.0, 1.0], 13.5, &[best]));
}

#[test]
fn a_declaration_that_nobody_signed_is_refused_though_the_passport_binds_it() {
    let mut scene = Scene::new();
    // Made up by the manufacturer, in the name of another.
    let forger = Party::new(13);
    let mut forged = declaration(&scene.world, &forger, "mine", 0.041, None).credential();
    forged["issuer"]["id"] = json!(Party::new(11).did);
    scene.mine = forger.secure(&forged, Suite::EDDSA_JCS_2022, None);
    let mine = scene.mine.clone();
    let report = scene.held_against(&[&mine]);
    refused(
        &report,
        CheckName::Schema,
        "composition.broken",
        Some(&at("statements/0")),
    );
    assert_eq!(statuses(&report)[0], SourceStatus::Broken);
}

#[test]
fn a_declaration_that_was_taken_back_or_of_nobody_on_the_list_is_told_and_is_no_failure() {
    let mut scene = Scene::new();
    scene.mine = declaration(&scene.world, &Party::new(1), "mine", 0.041, Some(94_567));
    let mine = scene.mine.clone();
    verified(&scene.held_against(&[&mine]));
    scene.world.publish(List::Revocation, Some(1));
    // The list is the passport's too, so that only the declaration is looked at.
    let report = scene.held_against(&[&mine]);
    assert_eq!(statuses(&report)[0], SourceStatus::Doubtful);
    let schema = report.check(CheckName::Schema).unwrap();
    assert_eq!(
        (schema.status, schema.code),
        (CheckStatus::Warning, Some("composition.revoked"))
    );

    let sources = report.sources.as_ref().unwrap();
    assert_eq!(sources.statements[0].code, Some("composition.revoked"));

    let scene = Scene::new();
    let trusting = |role: &str| {
        let list = json!({"issuers": [
            {"did": scene.world.issuer.did, "roles": ["manufacturer"]},
            {"did": Party::new(11).did, "roles": [role]}
        ]});
        let list = TrustList::parse(list.to_string().as_bytes()).unwrap();
        let policy = Policy {
            trust: Some(Trust::from(list)),
            suppliers: vec![given(&scene.mine, false)],
            ..policy()
        };
        scene
            .world
            .verify(scene.passport(Suite::SdJwt).to_text(), &policy)
    };
    let report = trusting("supplier");
    verified(&report);
    assert_eq!(statuses(&report)[0], SourceStatus::Verified);
    let report = trusting("workshop");
    verified(&report);
    assert_eq!(statuses(&report)[0], SourceStatus::Doubtful);
    assert_eq!(
        report.check(CheckName::Schema).unwrap().code,
        Some("composition.untrusted")
    );
}

#[test]
fn the_public_is_shown_no_supplier_and_no_share_and_the_total_still_holds() {
    let scene = Scene::new();
    let Secured::SdJwt(passport) = scene.passport(Suite::SdJwt) else {
        panic!("an SD-JWT was asked for");
    };
    let credential = passport.credential();
    let show = |audience| {
        passport
            .present(&disclosed_to(&credential, audience))
            .unwrap()
    };
    let public = show(Audience::Public);
    let asked = Policy {
        audience: Some(Audience::Public),
        ..policy()
    };
    let report = scene.world.verify(public.as_str(), &asked);
    verified(&report);
    let sources = report.sources.unwrap();
    assert_eq!((sources.totals[0].shares, sources.totals[0].shown), (2, 0));
    assert!(sources.statements.is_empty());
    let seen = decoded(public.as_str());
    let mine = Party::new(11).did;
    let secrets = [
        mine.as_str(),
        "The mine",
        "0.041",
        "urn:example:mine",
        "statedBy",
    ];
    for secret in secrets {
        assert!(!seen.contains(secret), "{secret}");
        // The scan would find it.
        assert!(
            decoded(show(Audience::Authority).as_str()).contains(secret),
            "{secret}"
        );
    }
    // A reader with an interest sees no more of it, an authority all.
    let interest = Audience::LegitimateInterest(Purpose::Recycling);
    for (audience, shown) in [(interest, 0), (Audience::Authority, 2)] {
        let asked = Policy {
            audience: Some(audience),
            ..policy()
        };
        let report = scene.world.verify(show(audience).as_str(), &asked);
        verified(&report);
        assert_eq!(
            report.sources.unwrap().statements.len(),
            shown,
            "{audience}"
        );
    }
    let mut more = disclosed_to(&credential, Audience::Public);
    more.extend(["", "/0"].map(|one| JsonPointer::parse(&(at("statements") + one)).unwrap()));
    let beyond = passport.present(&more).unwrap();
    let report = scene.world.verify(beyond.as_str(), &asked);
    refused(
        &report,
        CheckName::Audience,
        "audience.beyond",
        Some(&at("statements")),
    );
}

/// Everything that an SD-JWT holds, in plain text.
fn decoded(sd_jwt: &str) -> String {
    let parts = sd_jwt
        .split(['.', '~'])
        .filter_map(|part| BASE64URL.decode(part).ok());
    let texts = parts.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
    texts.collect()
}

#[test]
fn one_statement_is_shown_without_the_others_in_each_suite_that_discloses_selectively() {
    let scene = Scene::new();
    for suite in [
        Suite::SdJwt,
        Suite::DataIntegrity(Cryptosuite::EcdsaSd2023),
        Suite::DataIntegrity(Cryptosuite::Bbs2023),
    ] {
        let world = World::signing(suite);
        let scene = Scene {
            world,
            mine: scene.mine.clone(),
            smelter: scene.smelter.clone(),
        };
        let secured = scene.passport(suite);
        let credential = secured.credential();
        let wanted = JsonPointer::parse("/credentialSubject/sources/statements/1").unwrap();
        let text = match &secured {
            Secured::SdJwt(sd_jwt) => {
                let mut shown = disclosed_to(&credential, Audience::Public);
                shown.extend([wanted.parent().unwrap(), wanted]);
                sd_jwt.present(&shown).unwrap().as_str().to_owned()
            }
            other => {
                let mut shown = attributes_for(&credential, Audience::Public);
                shown.push(wanted);
                let base = other.base().unwrap();
                let mut rng = StdRng::seed_from_u64(5);
                let derived = base.derive(&shown, Contexts::pinned(), &mut rng);
                derived.unwrap().to_text()
            }
        };
        let report = scene.world.verify(&text, &policy());
        verified(&report);
        let sources = report.sources.unwrap();
        assert_eq!(
            (sources.totals[0].shown, sources.statements.len()),
            (1, 1),
            "{suite}"
        );
        assert_eq!(sources.statements[0].name.as_deref(), Some("The smelter"));
    }
}

#[test]
fn a_total_that_does_not_add_up_is_refused_whoever_signed_it() {
    let scene = Scene::new();
    let mut content = scene.content();
    *content.pointer_mut(STAGE).unwrap() = json!(0.062);
    assert!(Sources::read(&content).is_err());
    let credential = scene.world.passport_of(content);
    let secured = scene.world.issuer.secure(&credential, Suite::SdJwt, None);
    let report = scene.world.verify(secured.to_text(), &policy());
    refused(
        &report,
        CheckName::Schema,
        "composition.total",
        Some(&at("totals/0")),
    );

    let mut content = scene.content();
    let stranger = json!(Party::new(13).did);
    for name in ["declaration", "declarationDigest"] {
        content["sources"]["statements"][0]
            .as_object_mut()
            .unwrap()
            .remove(name);
    }
    content["sources"]["statements"][0]["statedBy"] = stranger;
    let credential = scene.world.passport_of(content);
    let secured = scene.world.issuer.secure(&credential, Suite::SdJwt, None);
    let report = scene.world.verify(secured.to_text(), &policy());
    let place = at("statements/0/statedBy");
    refused(
        &report,
        CheckName::Schema,
        "composition.not_declared",
        Some(&place),
    );
}

#[test]
fn a_declaration_by_itself_is_judged_by_what_it_says() {
    let scene = Scene::new();
    verified(&scene.world.verify(scene.mine.to_text(), &policy()));
    let by = Party::new(11);
    let mut credential = scene.mine.credential();
    let place = format!("/credentialSubject{STAGE}");
    for (value, code) in [
        (json!(5000), "range.impossible"),
        (json!(1e-9), "composition.amount"),
    ] {
        *credential.pointer_mut(&place).unwrap() = value;
        let secured = by.secure(&credential, Suite::EDDSA_JCS_2022, None);
        let report = scene.world.verify(secured.to_text(), &policy());
        refused(&report, CheckName::Schema, code, Some(&place));
    }
}

#[test]
fn people_are_told_whose_word_each_field_is() {
    let scene = Scene::new();
    let mut report = scene.held_against(&[&scene.mine]);
    let told = |report: &Report| {
        let text = render::report(report, &Ui::new(&Global::default()));
        let (_, section) = text.split_once("\nWho says so\n").unwrap();
        section.split("\n\n").next().unwrap().to_owned()
    };
    insta::assert_snapshot!("sources", told(&report));
    let page = ReportPage::new(&report).to_html().unwrap();
    for said in [
        "The mine, 0.041 kg CO2e/kWh: declaration verified",
        "the sum of 2 shares",
        REST,
    ] {
        assert!(page.contains(said), "{said}");
    }
    // Of a public presentation, that nothing more is to be seen.
    let sources = report.sources.as_mut().unwrap();
    sources.statements.clear();
    sources.totals[0].shown = 0;
    insta::assert_snapshot!("sources_withheld", told(&report));
    let none = scene
        .world
        .verify(scene.world.sd_jwt().to_string(), &policy());
    assert!(none.sources.is_none());
}

const REST: &str =
    "Of everything else, nothing that is shown names anybody but the passport&#39;s issuer.";

#[test]
fn a_declaration_whose_issuer_cannot_be_found_or_whose_term_is_over_is_in_doubt() {
    let mut scene = Scene::new();
    let away = Party::at_host(11, "gone.example");
    scene.mine = declaration(&scene.world, &away, "mine", 0.041, None);
    let mut ended = scene.smelter.credential();
    ended["validUntil"] = json!("2026-06-01T00:00:00Z");
    scene.smelter = Party::new(12).secure(&ended, Suite::EDDSA_JCS_2022, None);
    let report = scene.held_against(&[&scene.mine, &scene.smelter]);
    verified(&report);
    assert_eq!(statuses(&report), [SourceStatus::Doubtful; 2]);
    let codes: Vec<_> = report
        .sources
        .unwrap()
        .statements
        .iter()
        .map(|one| one.code)
        .collect();
    assert_eq!(
        codes,
        [Some("composition.unresolved"), Some("composition.ended")]
    );
}
