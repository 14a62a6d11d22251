//! What the manufacturer does: import, lint, issue, label, publish, keys.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use issuer::sample;
use tests::{Address, Person, published_data};

use crate::scene::{Manufacturer, SERIAL, issuer, put_samples, verify};

#[test]
fn the_published_passports_are_imported_with_an_account_of_every_value() {
    let Some(data) = published_data() else { return };
    let person = Person::new();
    let folder = |name: &str| data.join(name).to_str().unwrap().to_owned();
    for (format, from) in [
        (
            "catena-x",
            folder("catena-x-battery-pass-6.1.0/BatteryPass.json"),
        ),
        ("battery-pass", folder("batterypass-1.2")),
    ] {
        let battery = "https://id.acme.example/01/09506000134352/21/A1";
        let args = ["import", &from, "--id", battery, "-o", "content.json"];
        let imported = issuer(&person, &args).json();
        let report = &imported["report"];
        assert_eq!(report["format"], format);
        let counts = &imported["counts"];
        let fates = ["mapped", "converted", "guessed", "conflicts", "leftOver"]
            .map(|name| counts[name].as_u64().unwrap_or_else(|| panic!("{counts}")));
        let fields = report["fields"].as_array().unwrap();
        assert_eq!(fates.iter().sum::<u64>(), fields.len() as u64);
        let [mapped, .., left_over] = fates;
        assert!(mapped > 40 && left_over > 0, "{format}: {counts}");
        for field in fields {
            assert!(
                field["pointer"].is_string() && field["fate"].is_string(),
                "{field}"
            );
        }
        let written: serde_json::Value =
            serde_json::from_str(&person.read("content.json")).unwrap();
        assert_eq!(written, imported["passport"]);
        assert_eq!(written["id"], battery);

        // Real files have gaps; what is said of them is said with place and article.
        let linted = person.run("issuer", &["lint", "content.json", "--json"]);
        let findings = linted.json();
        let failed = ["schema", "law", "evidence"]
            .iter()
            .any(|verdict| findings["verdicts"][verdict]["verdict"] == "fail");
        assert_eq!(linted.code, if failed { 1 } else { 0 });
        for finding in findings["findings"].as_array().unwrap() {
            assert!(
                finding["code"].is_string() && finding["pointer"].is_string(),
                "{finding}"
            );
        }
    }
}

#[test]
fn the_samples_are_fit_to_be_issued_in_all_three_categories() {
    let person = Person::new();
    for (category, text) in [
        ("ev", sample::EV_PASSPORT),
        ("lmt", sample::LMT_PASSPORT),
        ("stationary", sample::STATIONARY_PASSPORT),
    ] {
        person.write("content.json", text);
        let linted = issuer(&person, &["lint", "content.json"]).json();
        assert_eq!(linted["category"], category);
        let verdicts = &linted["verdicts"];
        assert_eq!(verdicts["schema"]["verdict"], "pass", "{category}");
        assert_eq!(verdicts["law"]["verdict"], "pass", "{category}");
        // No document of a battery that does not exist is bound.
        assert_eq!(verdicts["evidence"]["verdict"], "incomplete", "{category}");
    }
}

#[test]
fn a_label_is_printed_as_a_picture_and_in_the_terminal() {
    let maker = Manufacturer::new();
    let args = ["label", SERIAL, "--svg", "label.svg", "--png", "label.png"];
    let label = maker.does(&args).json();
    assert_eq!(label["battery"], maker.battery().as_str());
    assert!(maker.person.read("label.svg").starts_with("<svg"));
    let picture = std::fs::read(maker.person.file("label.png")).unwrap();
    assert!(picture.starts_with(b"\x89PNG"));

    let shown = maker.person.run("issuer", &["label", SERIAL]).ok().stdout;
    assert!(shown.contains(&maker.battery()), "{shown}");
    assert!(shown.lines().count() > 15, "{shown}");
}

#[test]
fn what_is_published_as_files_is_what_serve_gives_out() {
    let maker = Manufacturer::new();
    let site = maker.does(&["publish", "--out", "site"]).json();
    assert_eq!(site["passports"], 1);
    assert_eq!(site["statusLists"], 4);
    let place = format!("site/01/09506000134352/21/{SERIAL}");
    let page = maker.person.read(&format!("{place}/index.html"));
    assert!(page.contains("Voltcell VC77"), "{page}");
    let public = format!("{place}/passport.vc");
    verify(&maker.person, &[&public, "--audience", "public"]).ok();
    let token = maker.person.read("site/status/tokens/0");
    assert_eq!(token.split('.').count(), 3, "{token}");
    for number in 0..3 {
        let list = format!("site/status/{number}");
        let report = verify(&maker.person, &[&list]).ok();
        assert_eq!(
            report.text("/issuer"),
            maker
                .does(&["keys", "list"])
                .text("/keys/0/id")
                .split('#')
                .next()
                .unwrap()
        );
    }
}

#[test]
fn what_was_signed_before_and_after_a_rotation_verifies() {
    let person = Person::new();
    let address = Address::free();
    let (host, port) = (
        "localhost",
        address.as_str().rsplit(':').next().unwrap().to_owned(),
    );
    let did = format!("web:{host}%3A{port}");
    let url = format!("http://{host}:{port}");
    issuer(
        &person,
        &["init", "--name", "Voltcell", "--did", &did, "--url", &url],
    );
    person.write("content.json", sample::EV_PASSPORT);
    person.write("lmt.json", sample::LMT_PASSPORT);
    issuer(
        &person,
        &["issue", "passport", "content.json", "-o", "before.vc"],
    );
    let before = issuer(&person, &["keys", "list"]).text("/keys/0/id");

    let rotated = issuer(&person, &["keys", "rotate"]).json();
    let states: Vec<_> = rotated["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| &key["state"])
        .collect();
    assert_eq!(states, ["retired", "active"]);
    issuer(
        &person,
        &["issue", "passport", "lmt.json", "-o", "after.vc"],
    );

    issuer(&person, &["publish", "--out", "site"]);
    let document: serde_json::Value =
        serde_json::from_str(&person.read("site/.well-known/did.json")).unwrap();
    assert_eq!(document["id"], format!("did:{did}"));
    assert_eq!(document["verificationMethod"].as_array().unwrap().len(), 2);
    assert!(document["assertionMethod"].to_string().contains(&before));

    let _service = person.publishes(&address);
    for file in ["before.vc", "after.vc"] {
        let report = verify(&person, &[file]).ok();
        assert_eq!(report.text("/issuer"), format!("did:{did}"));
    }
}

#[test]
fn each_category_is_issued_in_each_suite_and_verified() {
    for suite in ["sd-jwt", "eddsa-jcs-2022"] {
        let person = Person::new();
        let address = person.becomes_operator("Voltcell");
        let _service = person.publishes(&address);
        for (category, text) in [
            ("ev", sample::EV_PASSPORT),
            ("lmt", sample::LMT_PASSPORT),
            ("stationary", sample::STATIONARY_PASSPORT),
        ] {
            person.write("content.json", text);
            let args = ["issue", "passport", "content.json", "--suite", suite];
            issuer(&person, &[&args[..], &["-o", "passport.vc"]].concat());
            let report = verify(&person, &["passport.vc"]).ok();
            assert_eq!(report.text("/suite"), suite, "{category}");
            let stated = "/credential/credentialSubject/generalProductInformation/batteryCategory";
            assert_eq!(report.text(stated), category);
        }
    }
}

#[test]
fn an_operator_with_a_p256_key_signs_passports_with_it_and_the_rest_with_ed25519() {
    let person = Person::new();
    let address = Address::free();
    let port = address.as_str().rsplit(':').next().unwrap();
    let (did, url) = (
        format!("web:localhost%3A{port}"),
        format!("http://localhost:{port}"),
    );
    let init = [
        "init", "--name", "Voltcell", "--did", &did, "--url", &url, "--key", "p256",
    ];
    let keys = issuer(&person, &init).json()["keys"].clone();
    assert_eq!(keys.as_array().unwrap().len(), 2, "{keys}");
    put_samples(&person, &address);
    issuer(
        &person,
        &["issue", "passport", "content.json", "-o", "passport.vc"],
    );
    issuer(&person, &["issue", "event", "soh.json", "-o", "event.json"]);
    let header = person.read("passport.vc");
    let header = header.split('.').next().unwrap();
    let header = String::from_utf8(BASE64URL.decode(header).unwrap()).unwrap();
    assert!(header.contains(r#""alg":"ES256""#), "{header}");
    let _service = person.publishes(&address);
    for file in ["passport.vc", "event.json"] {
        verify(&person, &[file]).ok();
    }
}

#[test]
fn a_sample_that_is_no_json_is_one_document_too_where_a_program_reads_it() {
    let person = Person::new();
    for table in ["csv", "materials", "mapping"] {
        let plain = person.run("issuer", &["sample", table]).ok().stdout;
        let told = issuer(&person, &["sample", table]).text("/text");
        assert_eq!(told, plain, "{table}");
    }
}
