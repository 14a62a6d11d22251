//! A battery goes to another operator, who gives it a second life, and the chain of hands is walked back.

use issuer::sample;
use serde_json::json;
use tests::{Person, Service};

use crate::scene::{Manufacturer, SERIAL, issuer, verify, wallet};

#[test]
fn a_battery_is_handed_over_and_all_hands_it_went_through_are_proven() {
    let maker = Manufacturer::new();
    let (rewatt, _service) = hand_over(&maker);

    let recycler = Person::new();
    maker.person.hand("passport.vc", &recycler);
    for file in ["bundle.json", "second.vc"] {
        rewatt.hand(file, &recycler);
    }
    let all = ["second.vc", "bundle.json", "passport.vc", "--chain"];
    let report = verify(&recycler, &all).ok();
    assert_eq!(report.check("chain").0, "pass");
    // The acceptance is signed by the wallet, the new passport by the operator that the acceptance names.
    let issuer = |file: &str| verify(&recycler, &[file]).text("/issuer");
    rewatt.hand("acceptance.json", &recycler);
    let operator = |file: &str, role: &str| json!({"did": issuer(file), "roles": [role]});
    let trust = json!({"issuers": [
        operator("passport.vc", "manufacturer"),
        operator("acceptance.json", "repurposer"),
        operator("second.vc", "repurposer"),
    ]});
    recycler.write("operators.json", trust.to_string());
    let trusted = verify(
        &recycler,
        &[&all[..], &["--trust", "operators.json"]].concat(),
    )
    .ok();
    assert_eq!(trusted.check("trust").0, "pass");

    let told = [&["verify"], &all[..], &["--allow-loopback"]].concat();
    let told = recycler.run("verifier", &told).ok().stdout;
    let tree = told.split("How it came here").nth(1).unwrap();
    assert!(
        tree.contains("took over from") && tree.contains("issued it again for"),
        "{told}"
    );
    assert!(tree.contains(&maker.passport), "{told}");
}

#[test]
fn the_former_passport_is_authentic_and_no_longer_current() {
    let maker = Manufacturer::new();
    hand_over(&maker);
    let old = verify(&maker.person, &["passport.vc"]).ends(1);
    assert_eq!(old.check("proof").0, "pass");
    assert_eq!(
        old.check("status"),
        ("fail".into(), Some("status.transferred".into()))
    );
    let listed = maker.does(&["transfer", "list"]).json();
    assert_eq!(listed["transfers"][0]["state"], "done");
}

#[test]
fn a_chain_with_a_missing_hand_is_no_chain() {
    let maker = Manufacturer::new();
    let (rewatt, _service) = hand_over(&maker);
    let alone = verify(&rewatt, &["second.vc", "--chain"]).ends(1);
    let (status, code) = alone.check("chain");
    assert_eq!(status, "fail", "{code:?}");
    assert!(code.unwrap().starts_with("chain."));
}

#[test]
fn a_battery_of_an_operator_that_is_gone_goes_on_by_an_authoritys_order() {
    let maker = Manufacturer::new();
    let (authority, rewatt) = (Person::new(), Person::new());
    let at = authority.becomes_operator("Surveillance");
    maker.person.hand("passport.vc", &authority);
    let holder = wallet(&rewatt, &["init"]).text("/did");
    let address = rewatt.becomes_operator("Rewatt");
    let operator = issuer(&rewatt, &["keys", "list"]).text("/keys/0/id");
    let operator = operator.split('#').next().unwrap();

    let order = ["transfer", "order", "passport.vc", "--to", &holder];
    let order = [&order[..], &["--ground", "insolvency", "-o", "order.json"]].concat();
    let ordered = issuer(&authority, &order).text("/id");
    let surveillance = authority.publishes(&at);
    let kept = issuer(&authority, &["show", &ordered]).json();
    assert_eq!(kept["type"], "SuccessionOrder", "{kept}");
    for file in ["passport.vc", "order.json"] {
        authority.hand(file, &rewatt);
    }
    let accept = ["transfer", "accept", "order.json", "--operator", operator];
    wallet(&rewatt, &[&accept[..], &["-o", "acceptance.json"]].concat());
    let content = address.host(sample::SECOND_LIFE_PASSPORT, "id.rewatt.example");
    rewatt.write("second.json", content);
    let issue = [
        "issue",
        "passport",
        "second.json",
        "--predecessor",
        "passport.vc",
    ];
    issuer(&rewatt, &[&issue[..], &["-o", "second.vc"]].concat());
    let service = rewatt.publishes(&address);

    // What a reader needs was kept while everybody was there; then nobody is.
    let all = ["second.vc", "acceptance.json", "order.json", "passport.vc"];
    let kept = [
        &["bundle"],
        &all[..],
        &["-o", "kept.json", "--allow-loopback"],
    ]
    .concat();
    rewatt.run("verifier", &kept).ok();
    let issuer = |file: &str| verify(&rewatt, &[file, "--bundle", "kept.json"]).text("/issuer");
    let trusted = |role: &str| {
        let operator = |file: &str, role: &str| json!({"did": issuer(file), "roles": [role]});
        let trust = json!({"issuers": [
            operator("passport.vc", "manufacturer"),
            operator("acceptance.json", "repurposer"),
            operator("second.vc", "repurposer"),
            operator("order.json", role),
        ]});
        trust.to_string()
    };
    rewatt.write("operators.json", trusted("authority"));
    rewatt.write("no-authority.json", trusted("recycler"));
    // Taken back, the order carries nothing; with what was kept before, a reader cannot know.
    super::scene::issuer(&authority, &["status", &ordered, "revoke", "--yes"]);
    // Somebody who has not seen the authority's list before.
    let reader = Person::new();
    for file in all.iter().chain(&["operators.json"]) {
        rewatt.hand(file, &reader);
    }
    let now = [&all[..], &["--chain", "--trust", "operators.json"]].concat();
    let revoked = verify(&reader, &now).ends(1);
    let taken_back = |check: &str| revoked.check(check).1.unwrap();
    assert_eq!(taken_back("status"), "status.revoked");
    assert_eq!(taken_back("chain"), "chain.order_revoked");
    let told = [&["verify"], &now[..], &["--allow-loopback"]].concat();
    let told = reader.run("verifier", &told).ends(1).stdout;
    assert!(told.contains("The order by which this"), "{told}");
    drop((maker, service, surveillance));

    let walked = [&all[..], &["--chain", "--bundle", "kept.json"]].concat();
    let by = |trust: &str| verify(&rewatt, &[&walked[..], &["--trust", trust]].concat());
    let report = by("operators.json").ok();
    assert_eq!(report.check("chain").0, "pass");
    assert_eq!(report.check("trust").0, "pass");
    let check = |report: tests::Run| report.ends(1).check("chain");
    let failed = |code: &str| ("fail".to_owned(), Some(code.to_owned()));
    assert_eq!(check(by("no-authority.json")), failed("chain.role"));
    let blind = verify(&rewatt, &walked);
    assert_eq!(check(blind), failed("chain.order_unvouched"));
    // Who reads the old label, and has the order: that passport is not the newest.
    let label = [&all[1..], &["--chain", "--bundle", "kept.json"]].concat();
    let label = verify(
        &rewatt,
        &[&label[..], &["--trust", "operators.json"]].concat(),
    );
    assert_eq!(check(label), failed("chain.successor_missing"));
}

/// The repurposer after it has taken the pack over; `bundle.json` and `second.vc` are in its folder.
fn hand_over(maker: &Manufacturer) -> (Person, Service) {
    let rewatt = Person::new();
    let holder = wallet(&rewatt, &["init"]).text("/did");
    let address = rewatt.becomes_operator("Rewatt");
    let operator = issuer(&rewatt, &["keys", "list"]).text("/keys/0/id");
    let operator = operator.split('#').next().unwrap();

    maker.does(&[
        "transfer",
        "offer",
        SERIAL,
        "--to",
        &holder,
        "-o",
        "offer.json",
    ]);
    maker.person.hand("offer.json", &rewatt);
    wallet(
        &rewatt,
        &[
            "transfer",
            "accept",
            "offer.json",
            "--operator",
            operator,
            "-o",
            "acceptance.json",
        ],
    );
    rewatt.hand("acceptance.json", &maker.person);
    assert_eq!(
        maker
            .does(&["transfer", "accept", "acceptance.json"])
            .text("/state"),
        "accepted"
    );
    maker.does(&[
        "transfer",
        "reissue",
        "acceptance.json",
        "-o",
        "bundle.json",
    ]);
    maker.person.hand("bundle.json", &rewatt);
    let received = wallet(&rewatt, &["receive", "bundle.json"]).json();
    let bound = received["received"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|one| one["bound"] == true);
    assert_eq!(bound.count(), 1, "{received}");

    let content = address.host(sample::SECOND_LIFE_PASSPORT, "id.rewatt.example");
    rewatt.write("second.json", content);
    issuer(
        &rewatt,
        &[
            "issue",
            "passport",
            "second.json",
            "--predecessor",
            "bundle.json",
            "-o",
            "second.vc",
        ],
    );
    let service = rewatt.publishes(&address);
    (rewatt, service)
}
