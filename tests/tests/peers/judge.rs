//! Asking a judge: one JSON request to a script for Node or Python, one JSON answer back.

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
    let interpreter = match script.ends_with(".py") {
        true => peers.join(".venv/bin/python"),
        false => "node".into(),
    };
    let mut judge = Command::new(&interpreter)
        .arg(peers.join(script))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap_or_else(|error| {
            let interpreter = interpreter.display();
            panic!("{interpreter} cannot be started ({error}): run tests/run")
        });
    // The handle is dropped at the end of the statement, which ends the request.
    let request = request.to_string();
    judge
        .stdin
        .take()
        .unwrap()
        .write_all(request.as_bytes())
        .unwrap();
    let output = judge.wait_with_output().unwrap();
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
