//! A pack is taken apart: one module goes to another operator, who makes a battery of it and of another pack.

use issuer::sample;
use tests::{Person, Run};

use crate::scene::{Manufacturer, SERIAL, issuer, verify, wallet};

/// Another pack of the same maker.
const OTHER: &str = "VC77-0001235";

#[test]
fn a_module_of_one_pack_and_another_pack_become_one_battery_and_the_rest_stays() {
    let maker = Manufacturer::new();
    let other = maker.person.read("content.json").replace(SERIAL, OTHER);
    maker.person.write("other.json", other);
    maker.does(&["issue", "passport", "other.json", "-o", "other.vc"]);
    let rewatt = Person::new();
    let holder = wallet(&rewatt, &["init"]).text("/did");
    let address = rewatt.becomes_operator("Rewatt");
    let operator = issuer(&rewatt, &["keys", "list"]).text("/keys/0/id");
    let operator = operator.split('#').next().unwrap().to_owned();
    let give = |what: &[&str], to: &str| {
        let offer = [
            &["transfer", "offer"],
            what,
            &["--to", &holder, "-o", "offer.json"],
        ]
        .concat();
        maker.does(&offer);
        maker.person.hand("offer.json", &rewatt);
        let accept = ["transfer", "accept", "offer.json", "--operator", &operator];
        wallet(&rewatt, &[&accept[..], &["-o", "acceptance.json"]].concat());
        rewatt.hand("acceptance.json", &maker.person);
        let done = maker.does(&["transfer", "reissue", "acceptance.json", "-o", to]);
        maker.person.hand(to, &rewatt);
        wallet(&rewatt, &["receive", to]);
        done
    };

    let done = give(&[SERIAL, "--part", "M1", "--part", "M2"], "modules.json").json();
    assert_eq!(done["parts"], serde_json::json!(["M1", "M2"]));
    give(&[OTHER], "pack.json");
    // The part is gone, and what is left is the maker's.
    let again = [
        "transfer", "offer", SERIAL, "--part", "M2", "--to", &holder, "--json",
    ];
    refused(maker.person.run("issuer", &again), 2, "transfer.part_gone");
    let rest = maker.does(&["show", SERIAL, "-o", "rest.vc"]).json();
    assert_eq!(rest["id"], done["remaining"]);
    assert_eq!(
        rest.pointer("/credential/credentialSubject/partsRemoved")
            .unwrap(),
        &done["parts"]
    );
    verify(&maker.person, &["rest.vc"]).ok();

    let content = address.host(sample::SECOND_LIFE_PASSPORT, "id.rewatt.example");
    rewatt.write("storage.json", &content);
    rewatt.write("second.json", content.replace("RW-0001234", "RW-0001235"));
    let issue = |content: &str, predecessors: &[&str], out: &str| {
        let named = predecessors.iter().flat_map(|file| ["--predecessor", file]);
        let args: Vec<&str> = ["issue", "passport", content]
            .into_iter()
            .chain(named)
            .collect();
        rewatt.run(
            "issuer",
            &[&args[..], &["--part", "M1", "-o", out, "--json"]].concat(),
        )
    };
    let twice = issue(
        "storage.json",
        &["modules.json", "modules.json"],
        "storage.vc",
    );
    refused(twice, 2, "predecessor.twice");
    issue("storage.json", &["modules.json", "pack.json"], "storage.vc").ok();
    let _service = rewatt.publishes(&address);

    for file in ["passport.vc", "other.vc", "rest.vc"] {
        maker.person.hand(file, &rewatt);
    }
    let all = [
        "storage.vc",
        "modules.json",
        "pack.json",
        "passport.vc",
        "other.vc",
        "rest.vc",
    ];
    let walk = |files: &[&str]| verify(&rewatt, &[files, &["--chain"]].concat());
    assert_eq!(walk(&all).ok().check("chain").0, "pass");
    let told = [&["verify"], &all[..], &["--chain", "--allow-loopback"]].concat();
    let told = rewatt.run("verifier", &told).ok().stdout;
    let tree = told.split("How it came here").nth(1).unwrap();
    for drawn in [
        "├─┐",
        "└─┐",
        "took over the part M1 from",
        "issued a new version, without the",
        "VC77-0001234, only M1, M2",
        "VC77-0001234, without M1, M2",
    ] {
        assert!(tree.contains(drawn), "{drawn}: {tree}");
    }
    // Each history is asked for: without the one of the other pack there is a gap.
    assert_eq!(
        walk(&all[..4]).ends(1).check("chain").1.unwrap(),
        "chain.gap"
    );

    // M1 does not make a second battery.
    let named = ["--predecessor", "modules.json", "--part", "M1"];
    let args = [
        &["issue", "passport", "second.json"],
        &named[..],
        &["-o", "second.vc"],
    ]
    .concat();
    issuer(&rewatt, &args);
    let both = [&["second.vc"], &all[..]].concat();
    assert_eq!(walk(&both).ends(1).check("chain").1.unwrap(), "chain.fork");
}

fn refused(run: Run, code: i32, expected: &str) {
    assert_eq!(run.ends(code).text("/error/code"), expected);
}
