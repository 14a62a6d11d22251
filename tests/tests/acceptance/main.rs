//! Every published passport, from its file to a verified presentation for each audience, by the real programs.
//!
//! A payload is imported and linted as it is (the findings are a snapshot), then imported again with the corrections
//! that it needs and no other, each with its reason; that is issued, shown to each audience and verified. Who may see
//! what is computed here from the points of Annex XIII, apart from how the programs do it.

#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

mod corrections;
mod payloads;
mod visible;

use corrections::Correction;
use credentials::battery::Audience;
use payloads::Payload;
use serde_json::Value;
use tests::{Person, Run};

const BATTERY: &str = "/01/09506000134352/21/PUBLISHED-1";

#[test]
fn the_battery_pass_1_2_payload_is_accepted_with_its_stated_corrections() {
    accept(&payloads::BATTERY_PASS);
}

#[test]
fn the_catena_x_6_1_0_payload_is_accepted_with_its_stated_corrections() {
    accept(&payloads::CATENA_X);
}

#[test]
fn the_examples_of_idta_02035_are_accepted_with_their_stated_corrections() {
    accept(&payloads::IDTA);
}

#[test]
fn what_holds_no_values_or_was_signed_elsewhere_is_refused_in_its_own_words() {
    let Some(data) = tests::published_data() else {
        return;
    };
    let person = Person::new();
    for (file, format, code) in [
        (
            "catena-x-battery-pass-6.1.0/BatteryPass.aasx",
            "auto",
            "import.no_values",
        ),
        (
            "untp/dpp/untp-dpp-instance.json",
            "auto",
            "import.only_written",
        ),
        (
            "untp/dpp/untp-dpp-instance.json",
            "untp",
            "import.only_written",
        ),
        (
            "untp/dpp/ProductPassport-instance.json",
            "auto",
            "import.only_written",
        ),
    ] {
        let path = data.join(file);
        let args = [
            "import",
            path.to_str().unwrap(),
            "--format",
            format,
            "--json",
        ];
        let run = person.run("issuer", &args);
        assert_eq!((run.code, run.error_code().as_str()), (2, code), "{file}");
    }
}

fn accept(payload: &Payload) {
    let Some(files) = payload.files() else { return };
    let operator = Person::new();
    let address = operator.becomes_operator("Voltcell");
    let id = format!("{}{BATTERY}", address.url());
    let import = |more: &[String], out: &str| -> Value {
        let mut args: Vec<&str> = vec!["import"];
        args.extend(files.iter().map(String::as_str));
        args.extend(more.iter().map(String::as_str));
        args.extend(["-o", out, "--json"]);
        operator.run("issuer", &args).ok().json()
    };

    // Of a battery that needs no passport nothing more can be said.
    let category: Vec<String> = payload
        .category()
        .iter()
        .flat_map(Correction::argument)
        .collect();
    if !category.is_empty() {
        import(&[], "as-it-is.json");
        let found = operator
            .run("issuer", &["lint", "as-it-is.json", "--json"])
            .ends(1);
        assert!(told(&found.json()).starts_with("error battery.passport_not_required"));
    }
    import(&category, "as-it-is.json");
    let found = operator
        .run("issuer", &["lint", "as-it-is.json", "--json"])
        .ends(1);
    let findings = found.json();
    insta::assert_snapshot!(format!("findings_of_{}", payload.name), told(&findings));
    assert_no_privacy_alarm(payload, &findings);
    payload.assert_corrections_are_needed(&findings);

    let mut more = vec!["--id".to_owned(), id];
    more.extend(category);
    more.extend(payload.corrections().iter().flat_map(Correction::argument));
    let imported = import(&more, "content.json");
    payload.assert_corrections_are_told(&imported["report"]);
    let lint = operator.run("issuer", &["lint", "content.json", "--json"]);
    let findings = lint.json();
    assert_eq!(lint.code, 0, "{}", told(&findings));
    assert_no_privacy_alarm(payload, &findings);

    let holder = Person::new();
    let did = wallet(&holder, &["init"]).text("/did");
    let args = ["issue", "passport", "content.json", "--holder", &did];
    let args = [&args[..], &["-o", "passport.vc", "--json"]].concat();
    let passport = operator.run("issuer", &args).ok().text("/id");
    let _service = operator.publishes(&address);
    operator.hand("passport.vc", &holder);
    wallet(&holder, &["receive", "passport.vc"]);

    let content = &imported["passport"];
    let mut seen = visible::Seen::default();
    let names = Audience::ALL.map(Audience::name);
    // A notified body reads as authorities do.
    for audience in names.into_iter().chain(["notified-body"]) {
        let reader = Person::new();
        let shown = present(&holder, &passport, audience);
        reader.write("shown", shown);
        let verified = verify(&reader, audience).ok().json();
        assert_eq!(verified["verified"], true, "{} {audience}", payload.name);
        seen.add(
            audience,
            content,
            &verified["credential"]["credentialSubject"],
        );
    }
    seen.assert_the_sets_of_article_77(content);

    // What one audience may see, another is refused.
    let reader = Person::new();
    reader.write("shown", present(&holder, &passport, "authority"));
    let refused = verify(&reader, "public").ends(1);
    assert_eq!(refused.check("audience").0, "fail");
}

fn present(holder: &Person, passport: &str, audience: &str) -> String {
    let args = [
        "present",
        passport,
        "--audience",
        audience,
        "--nonce",
        "n-1",
    ];
    let reader = [
        "--aud",
        "https://reader.example",
        "-o",
        "-",
        "--allow-loopback",
    ];
    holder
        .run("wallet", &[&args[..], &reader].concat())
        .ok()
        .stdout
}

fn verify(reader: &Person, audience: &str) -> Run {
    let args = ["verify", "shown", "--audience", audience, "--nonce", "n-1"];
    let more = [
        "--aud",
        "https://reader.example",
        "--json",
        "--allow-loopback",
    ];
    reader.run("verifier", &[&args[..], &more].concat())
}

fn wallet(person: &Person, args: &[&str]) -> Run {
    let more = ["--json", "--allow-loopback"];
    person.run("wallet", &[args, &more].concat()).ok()
}

/// One finding a line; evidence is of documents that lie elsewhere.
fn told(lint: &Value) -> String {
    let findings = lint["findings"].as_array().unwrap();
    let of_content = findings
        .iter()
        .filter(|finding| finding["verdict"] != "evidence" && finding["severity"] != "note");
    let lines: Vec<String> = of_content
        .map(|finding| {
            let part = |name: &str| finding[name].as_str().unwrap().to_owned();
            format!("{} {} {}", part("severity"), part("code"), part("pointer"))
        })
        .collect();
    lines.join("\n")
}

/// Point 8 of what was asked: published passports tell nothing of people that the linter may warn of.
fn assert_no_privacy_alarm(payload: &Payload, lint: &Value) {
    let alarms: Vec<&Value> = lint["findings"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|finding| finding["code"].as_str().unwrap().starts_with("privacy."))
        .collect();
    assert!(alarms.is_empty(), "{}: {alarms:#?}", payload.name);
}
