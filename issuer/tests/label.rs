//! `dbp-issuer label` as a person or a script meets it.
#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

const LINK: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";

fn issuer(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
        .arg("--data-dir")
        .arg(folder)
        .args(arguments)
        .output()
        .unwrap()
}

fn with_passport() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sample/ev_passport.json");
    for arguments in [
        &["init", "--name", "Voltcell"][..],
        &["issue", "passport", sample.to_str().unwrap()],
    ] {
        let output = issuer(place.path(), arguments);
        assert_eq!(output.status.code(), Some(0), "{output:?}");
    }
    place
}

#[test]
fn a_label_goes_to_the_terminal_to_files_or_to_a_pipe() {
    let place = with_passport();
    let shown = issuer(place.path(), &["label", "VC77-0001234"]);
    assert_eq!(shown.status.code(), Some(0), "{shown:?}");
    let shown = String::from_utf8(shown.stdout).unwrap();
    assert!(shown.contains('█') && shown.contains(LINK), "{shown}");

    let [svg, png] = ["label.svg", "code.png"].map(|name| place.path().join(name));
    let [svg_path, png_path] = [&svg, &png].map(|path| path.to_str().unwrap());
    let files = [
        "label", LINK, "--svg", svg_path, "--png", png_path, "--json",
    ];
    let output = issuer(place.path(), &files);
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["battery"], LINK);
    let read = platform::qr::read_picture(&std::fs::read(&png).unwrap()).unwrap();
    assert_eq!(read, [LINK.as_bytes().to_vec()]);
    let drawn = std::fs::read_to_string(&svg).unwrap();
    assert!(
        drawn.contains("478 kg") && drawn.contains("03/2026"),
        "{drawn}"
    );

    let piped = issuer(place.path(), &["label", "VC77-0001234", "--svg", "-"]);
    assert_eq!(piped.stdout, drawn.as_bytes());
}

#[test]
fn a_battery_that_is_not_known_ends_with_2_and_a_hint() {
    let place = with_passport();
    let output = issuer(place.path(), &["label", "XY", "--json"]);
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["error"]["code"], "issuer.no_credential");
    assert!(document["error"]["hint"].is_string());
}
