//! `dbp-resolver` as a person or a script runs it.

#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use axum::Router;
use axum::routing::get;
use did_resolver::guard::{Client, Policy};
use did_resolver::web;
use platform::serve::{Running, Service};
use serde_json::{Value, json};

const KEY: &str = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";

struct Run {
    code: i32,
    out: String,
    err: String,
}

impl Run {
    fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap()
    }
}

fn command(home: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dbp-resolver"));
    command
        .args(args)
        .env("DBP_HOME", home)
        .env("COLUMNS", "100");
    command
}

fn run(home: &Path, args: &[&str]) -> Run {
    let output = command(home, args).output().unwrap();
    Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

/// A web server on this machine with the document of its own did:web, and a foreign one below `/thief`.
fn host() -> (Running, String) {
    let router = Router::new()
        .route(
            "/.well-known/did.json",
            get(|headers: axum::http::HeaderMap| async move {
                let host = headers["host"].to_str().unwrap().replace(':', "%3A");
                json!({"id": format!("did:web:{host}")}).to_string()
            }),
        )
        .route(
            "/thief/did.json",
            get(|| async { r#"{"id":"did:web:victim.example"}"# }),
        );
    let running = Service::new(router)
        .start(([127, 0, 0, 1], 0).into())
        .unwrap();
    let did = web::did("localhost", Some(running.address().port()), &[]).unwrap();
    (running, did.to_string())
}

#[test]
fn help_says_what_each_command_does() {
    let home = tempfile::tempdir().unwrap();
    for (name, args) in [
        ("help", &["--help"][..]),
        ("help_resolve", &["resolve", "--help"]),
        ("help_serve", &["serve", "--help"]),
    ] {
        let run = run(home.path(), args);
        assert_eq!(run.code, 0, "{}", run.err);
        insta::assert_snapshot!(name, run.out);
    }
}

#[test]
fn a_document_is_printed_for_people_and_the_result_object_for_programs() {
    let home = tempfile::tempdir().unwrap();
    let people = run(home.path(), &["resolve", KEY]);
    assert_eq!(people.code, 0, "{}", people.err);
    insta::assert_snapshot!("resolve_key", people.out);
    let quiet = run(home.path(), &["resolve", KEY, "--quiet"]);
    assert_eq!(quiet.json()["id"], KEY);
    let programs = run(home.path(), &["resolve", KEY, "--json"]);
    assert_eq!(programs.json()["didDocument"]["id"], KEY);
    assert_eq!(
        programs.json()["didResolutionMetadata"]["contentType"],
        "application/did"
    );
}

#[test]
fn each_way_to_fail_has_its_exit_code_and_its_error_code() {
    let home = tempfile::tempdir().unwrap();
    let (_running, did) = host();
    let thief = format!("{did}:thief");
    let nobody = format!("{did}:nobody");
    for (args, exit, code) in [
        (&["resolve", "example.com"][..], 2, "did.scheme"),
        (&["resolve", "did:key:zzz"], 2, "resolve.invalid_did"),
        (
            &["resolve", "did:ion:abc"],
            2,
            "resolve.method_not_supported",
        ),
        (
            &["resolve", KEY, "--version-id", "2"],
            2,
            "resolve.no_versions",
        ),
        (&["resolve"], 2, "usage.arguments"),
        (&["resolve", &did], 3, "fetch.refused_address"),
        (&["resolve", &did, "--offline"], 3, "fetch.offline"),
        (
            &["resolve", &thief, "--allow-loopback"],
            1,
            "did_document.foreign_id",
        ),
        (
            &["resolve", &nobody, "--allow-loopback"],
            1,
            "resolve.not_found",
        ),
    ] {
        let args = [args, &["--json"]].concat();
        let run = run(home.path(), &args);
        assert_eq!(
            (run.code, run.json()["error"]["code"].as_str()),
            (exit, Some(code)),
            "{args:?} {}",
            run.err
        );
    }
}

#[test]
fn a_fetched_document_is_there_offline_in_the_next_process() {
    let home = tempfile::tempdir().unwrap();
    let (running, did) = host();
    let first = run(
        home.path(),
        &["resolve", &did, "--allow-loopback", "--json"],
    );
    assert_eq!(first.code, 0, "{}{}", first.out, first.err);
    drop(running);
    let kept = run(home.path(), &["resolve", &did, "--offline", "--json"]);
    assert_eq!(kept.code, 0, "{}", kept.out);
    assert_eq!(kept.json()["didDocument"], first.json()["didDocument"]);
    assert!(kept.json()["didResolutionMetadata"]["fetched"].is_string());
}

#[test]
fn a_service_answers_until_it_is_told_to_stop() {
    let home = tempfile::tempdir().unwrap();
    let mut service = command(home.path(), &["serve", "--listen", "127.0.0.1:0", "--json"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(service.stdout.take().unwrap());
    let mut said = String::new();
    while serde_json::from_str::<Value>(&said).is_err() {
        assert!(out.read_line(&mut said).unwrap() > 0, "{said}");
    }
    let base: Value = serde_json::from_str(&said).unwrap();
    let url = format!(
        "{}/1.0/identifiers/{KEY}",
        base["listening"].as_str().unwrap()
    );
    let client = Client::new(Policy {
        loopback: true,
        ..Policy::default()
    });
    let fetched = client.get(&url.parse().unwrap(), "application/did", 9999);
    service.kill().unwrap();
    service.wait().unwrap();
    let fetched = fetched.unwrap();
    assert_eq!(fetched.content_type.as_deref(), Some("application/did"));
    let document: Value = serde_json::from_slice(&fetched.bytes).unwrap();
    assert_eq!(document["id"], KEY);
}
