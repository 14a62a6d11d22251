//! Asking a judge: one JSON request to a Node script, one JSON answer back.

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::Value;

/// The answer of a script of `tests/peers`; `error` in it is a refusal.
pub fn ask(script: &str, request: &Value) -> Value {
    let peers = Path::new(env!("CARGO_MANIFEST_DIR")).join("peers");
    assert!(
        peers.join("node_modules").is_dir(),
        "the judges are not installed: run tests/run, or `npm ci --prefix tests/peers`"
    );
    let mut node = Command::new("node")
        .arg(peers.join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| panic!("node cannot be started ({error}): run tests/run"));
    // The handle is dropped at the end of the statement, which ends the request.
    let request = request.to_string();
    node.stdin
        .take()
        .unwrap()
        .write_all(request.as_bytes())
        .unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{script} ended with {}",
        output.status
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The answer of a judge that accepts.
pub fn accepts(script: &str, request: &Value) -> Value {
    let answer = ask(script, request);
    assert!(answer.get("error").is_none(), "{script} refuses: {answer}");
    answer
}
