//! The README's first command, and every command that it prints at its end.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

use std::process::Command;

use tests::Person;

#[test]
fn the_story_ends_well_and_every_command_it_prints_works() {
    let person = Person::new();
    let told = person.run("issuer", &["quickstart", "story"]).ok().stdout;
    for expected in [
        "This battery passport is authentic and current.",
        "2 steps back to the first passport, without a gap",
        "This credential was changed or forged",
        "proof.signature_invalid at /proof/proofValue",
    ] {
        assert!(told.contains(expected), "{expected}\n{told}");
    }

    let (_, by_hand) = told.split_once("Each step by hand").unwrap();
    let mut script = String::from("set -eu\ncd story\ntrap 'kill $(jobs -p)' EXIT\n");
    let commands = by_hand
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut ran = 0;
    for command in commands {
        if command.starts_with("cargo build") {
            continue;
        }
        if command.starts_with('✓') {
            break;
        }
        ran += 1;
        script += &match command.split_once("  # exit code ") {
            Some((command, code)) => {
                format!("got=0; {command} || got=$?; test $got = {code}\n")
            }
            // A person does not type the next line within a millisecond.
            None if command.ends_with('&') => format!("{command}\nsleep 1\n"),
            None => format!("echo '$ {}'\n{command}\n", command.replace('\'', "'\\''")),
        };
    }
    assert!(ran > 20, "{ran} commands\n{by_hand}");
    let path = format!(
        "{}:{}",
        tests::binaries().display(),
        std::env::var("PATH").unwrap()
    );
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(person.file("."))
        .env("HOME", person.file("."))
        .env("PATH", path)
        .env("NO_COLOR", "1")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn machines_get_one_document_and_a_folder_in_use_is_left_alone() {
    let person = Person::new();
    let told = person
        .run("issuer", &["quickstart", "story", "--json"])
        .ok()
        .json();
    assert_eq!(told["chain"]["verified"], true);
    assert_eq!(told["forged"]["verified"], false);
    assert_eq!(told["forged"]["failed"][0]["name"], "proof");
    assert_eq!(told["audiences"].as_array().unwrap().len(), 6);
    let again = person
        .run("issuer", &["quickstart", "story", "--json"])
        .ends(2);
    assert_eq!(again.error_code(), "quickstart.folder");
}
