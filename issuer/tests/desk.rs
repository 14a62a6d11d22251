//! Looking after what was issued, as a person or a script does: `list`, `show`, `status`, `offer`.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use credentials::battery::audit::audit;
use credentials::battery::{Audience, Category};
use serde_json::Value;

/// An issuer in a folder of its own, with the sample's passport and event.
struct Desk {
    place: tempfile::TempDir,
    passport: String,
    event: String,
}

impl Desk {
    fn new() -> Self {
        Self::with_suite("sd-jwt")
    }

    fn with_suite(suite: &str) -> Self {
        let mut desk = Self {
            place: tempfile::tempdir().unwrap(),
            passport: String::new(),
            event: String::new(),
        };
        desk.ok(&["init", "--name", "Voltcell"]);
        let passport = desk.write("passport.json", issuer::sample::EV_PASSPORT);
        let issued = desk.ok(&["issue", "passport", &passport, "--suite", suite]);
        desk.passport = text(&issued["id"]);
        let event = desk.write("soh.json", issuer::sample::SOH_EVENT);
        desk.event = text(&desk.ok(&["issue", "event", &event])["id"]);
        desk
    }

    fn write(&self, name: &str, content: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn path(&self, name: &str) -> String {
        self.place.path().join(name).to_str().unwrap().to_owned()
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
            .args(arguments)
            .env("DBP_HOME", self.place.path().join("home"))
            .stdin(Stdio::null())
            .output()
            .unwrap()
    }

    /// The document of a run that succeeds.
    fn ok(&self, arguments: &[&str]) -> Value {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        document(&output)
    }

    /// What people read of a run that succeeds.
    fn told(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// Code and hint of a run that the issuer refuses as wrong input.
    fn refused(&self, arguments: &[&str]) -> (String, String) {
        let output = self.run(&[arguments, &["--json"]].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}: {output:?}");
        let error = &document(&output)["error"];
        let hint = error["hint"].as_str().unwrap_or_default().to_owned();
        (text(&error["code"]), hint)
    }
}

fn document(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

const SERIAL: &str = "VC77-0001234";
const BATTERY: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";

#[test]
fn everything_issued_is_listed_newest_last() {
    let desk = Desk::new();
    let all = desk.ok(&["list"]);
    assert_eq!(all[0]["id"], desk.passport.as_str());
    assert_eq!(all[1]["id"], desk.event.as_str());
    assert_eq!(all[0]["kind"], "passport");
    assert_eq!(all[1]["type"], "StateOfHealth");
    assert_eq!(all[0]["standing"], "active");
    let one = desk.ok(&["list", "--battery", SERIAL]);
    assert_eq!(one, all);

    let told = desk.told(&["list"]);
    let lines: Vec<&str> = told.lines().collect();
    assert_eq!(lines.len(), 3, "{told}");
    assert!(lines[0].starts_with("ID"), "{told}");
    let short = &desk.passport["urn:uuid:".len()..][..13];
    assert!(lines[1].starts_with(short) && lines[1].ends_with(BATTERY));
    assert_eq!(desk.ok(&["show", short])["id"], desk.passport.as_str());
}

#[test]
fn a_battery_that_is_unknown_has_no_list() {
    let desk = Desk::new();
    let (code, _) = desk.refused(&["list", "--battery", "VC77-9999999"]);
    assert_eq!(code, "issuer.no_credential");
}

#[test]
fn a_folder_without_issuer_is_told_of_init() {
    let place = tempfile::tempdir().unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
        .args(["list", "--json", "--data-dir"])
        .arg(place.path())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(document(&output)["error"]["code"], "issuer.none");
}

#[test]
fn a_passport_is_shown_whole_and_as_an_audience_sees_it() {
    let desk = Desk::new();
    let whole = desk.ok(&["show", SERIAL]);
    let public = desk.ok(&["show", SERIAL, "--audience", "public"]);
    let subject = &public["credential"]["credentialSubject"];
    assert_eq!(subject["id"], BATTERY);
    let audit = audit(subject, Audience::Public, Some(Category::Ev));
    assert!(audit.is_clean(), "{audit:?}");
    assert_ne!(subject, &whole["credential"]["credentialSubject"]);
    assert_eq!(public["audience"], "public");
    assert!(text(&public["secured"]).len() < text(&whole["secured"]).len());

    let told = desk.told(&["show", SERIAL]);
    for expected in ["active", "version 1", "bound to", "/status/0", "revocation"] {
        assert!(told.contains(expected), "{expected} in {told}");
    }
}

#[test]
fn the_secured_credential_is_written_and_is_all_that_goes_to_a_pipe() {
    let desk = Desk::new();
    let whole = desk.told(&["show", SERIAL, "-o", "-"]);
    assert_eq!(whole.lines().count(), 1);
    let shown = desk.ok(&["show", SERIAL]);
    assert_eq!(whole.trim_end(), text(&shown["secured"]));
    let path = desk.path("public.sd-jwt");
    let public = desk.ok(&["show", SERIAL, "--audience", "public", "-o", &path]);
    let written = std::fs::read_to_string(&path).unwrap();
    assert_eq!(written.trim_end(), text(&public["secured"]));
}

#[test]
fn an_event_is_shown_to_every_audience() {
    let desk = Desk::new();
    let shown = desk.ok(&["show", &desk.event, "--audience", "public"]);
    assert_eq!(shown["type"], "StateOfHealth");
    let told = desk.told(&["show", &desk.event]);
    assert!(
        told.contains("StateOfHealth") && told.contains('%'),
        "{told}"
    );
}

#[test]
fn what_cannot_be_withheld_is_not_shown_to_an_audience_that_may_not_see_it() {
    let desk = Desk::with_suite("eddsa-jcs-2022");
    let (code, hint) = desk.refused(&["show", SERIAL, "--audience", "public"]);
    assert_eq!(code, "show.beyond_audience");
    assert!(hint.contains("sd-jwt"), "{hint}");
    let (code, _) = desk.refused(&["show", SERIAL, "--audience", "neighbour"]);
    assert_eq!(code, "usage.arguments");
}

#[test]
fn a_status_is_shown_with_its_three_lists_at_one_index() {
    let desk = Desk::new();
    let shown = desk.ok(&["status", SERIAL]);
    assert_eq!(shown["lifecycle"], "active");
    assert!(shown["index"].is_u64());
    let purposes = ["revocation", "suspension", "message"];
    for (number, purpose) in purposes.iter().enumerate() {
        let list = &shown["lists"][number];
        assert_eq!(list["purpose"], *purpose);
        assert_eq!(
            list["url"],
            format!("http://127.0.0.1:8080/status/{number}")
        );
    }
    let event = desk.ok(&["status", &desk.event]);
    assert_eq!(event["lists"].as_array().unwrap().len(), 1);
}

#[test]
fn what_is_final_wants_to_be_confirmed_and_stays() {
    let desk = Desk::new();
    let (code, hint) = desk.refused(&["status", SERIAL, "revoke"]);
    assert_eq!(code, "status.not_confirmed");
    assert!(hint.contains("--yes"));
    assert_eq!(desk.ok(&["status", SERIAL])["revoked"], false);
    let revoked = desk.ok(&["status", SERIAL, "revoke", "--yes"]);
    assert_eq!(revoked["standing"], "revoked");
    assert_eq!(desk.ok(&["status", SERIAL])["revoked"], true);
    for verb in ["revoke", "suspend", "reinstate", "cease"] {
        // Without --yes: nobody is asked about what cannot be.
        let (code, _) = desk.refused(&["status", SERIAL, verb]);
        assert_eq!(code, "standing.revoked", "{verb}");
    }
}

#[test]
fn a_passport_is_suspended_reinstated_and_ceases_but_an_event_is_not() {
    let desk = Desk::new();
    assert_eq!(desk.ok(&["status", SERIAL, "suspend"])["suspended"], true);
    assert_eq!(
        desk.refused(&["status", SERIAL, "suspend"]).0,
        "standing.suspended"
    );
    assert_eq!(desk.refused(&["offer", SERIAL]).0, "standing.suspended");
    assert_eq!(
        desk.ok(&["status", SERIAL, "reinstate"])["suspended"],
        false
    );
    let ceased = desk.ok(&["status", SERIAL, "cease", "--yes"]);
    assert_eq!(ceased["lifecycle"], "ceased");
    assert_eq!(desk.refused(&["offer", SERIAL]).0, "standing.ceased");
    for verb in ["suspend", "reinstate", "cease"] {
        let (code, _) = desk.refused(&["status", &desk.event, verb]);
        assert_eq!(code, "standing.passports_only", "{verb}");
    }
}

#[test]
fn an_offer_is_a_link_a_picture_that_reads_as_it_and_a_code_apart() {
    let desk = Desk::new();
    let svg = desk.path("offer.svg");
    desk.ok(&["offer", SERIAL, "--qr", &svg]);
    assert!(std::fs::read_to_string(&svg).unwrap().starts_with("<svg"));

    let png = desk.path("offer.PNG");
    let offered = desk.ok(&["offer", SERIAL, "--qr", &png, "--tx-code", "--hours", "2"]);
    let link = text(&offered["offer"]);
    assert!(link.starts_with("openid-credential-offer://"), "{link}");
    assert_eq!(offered["credential"], desk.passport.as_str());
    let tx_code = text(&offered["txCode"]);
    assert_eq!(tx_code.len(), 6);
    assert!(!link.contains(&tx_code));
    let read = platform::qr::read_picture(&std::fs::read(&png).unwrap()).unwrap();
    assert_eq!(read, [link.as_bytes()]);
    assert_owner_only(Path::new(&png));
}

#[cfg(unix)]
fn assert_owner_only(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    let mode = std::fs::metadata(path).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[cfg(not(unix))]
fn assert_owner_only(_: &Path) {}

#[test]
fn the_link_is_on_standard_output_and_never_in_the_log() {
    let desk = Desk::new();
    let output = desk.run(&["offer", SERIAL, "-vvv"]);
    let told = String::from_utf8(output.stdout).unwrap();
    let link = told.lines().next().unwrap();
    assert!(link.starts_with("openid-credential-offer://"), "{told}");
    assert!(
        told.contains("`dbp-issuer serve` must be reachable"),
        "{told}"
    );
    let log = String::from_utf8(output.stderr).unwrap();
    assert!(!log.contains("openid-credential-offer"), "{log}");
    assert!(!log.contains("pre-authorized"), "{log}");

    let quiet = desk.told(&["offer", SERIAL, "--quiet"]);
    assert_eq!(quiet.lines().count(), 1, "{quiet}");
}

#[test]
fn a_picture_of_another_kind_and_endless_hours_are_wrong_arguments() {
    let desk = Desk::new();
    for arguments in [["--qr", "offer.gif"], ["--hours", "0"], ["--hours", "721"]] {
        let (code, _) = desk.refused(&["offer", SERIAL, arguments[0], arguments[1]]);
        assert_eq!(code, "usage.arguments", "{arguments:?}");
    }
}

#[test]
fn an_operator_without_a_role_is_told_at_its_place_in_the_file_of_the_list() {
    let desk = Desk::new();
    let list = desk.write(
        "list.json",
        r#"{"issuers": [{"did": "did:web:a.example"}]}"#,
    );
    let output = desk.run(&["issue", "trust-list", &list]);
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("trust.file_malformed"), "{told}");
    assert!(
        told.contains(&format!("{list}#/issuers/0/roles\n")),
        "{told}"
    );
    assert_eq!(told.matches("/issuers/0/roles").count(), 1, "{told}");
}
