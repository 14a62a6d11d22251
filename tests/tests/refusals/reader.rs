//! The person who is handed something and has it verified.

use tests::{Person, Run};

/// What a refusal must say: the check that fails, its code, and the place.
pub type Refusal<'a> = (&'a str, &'a str, Option<&'a str>);

/// Has these bytes verified; the run.
pub fn verify(bytes: impl AsRef<[u8]>, args: &[&str]) -> Run {
    verify_as(&Person::new(), bytes, args)
}

/// The same by somebody who may have a cache.
pub fn verify_as(reader: &Person, bytes: impl AsRef<[u8]>, args: &[&str]) -> Run {
    reader.write("given", bytes);
    let all = [&["verify", "given", "--json", "--allow-loopback"], args].concat();
    reader.run("verifier", &all)
}

/// Expects the run to be refused for exactly this reason, with advice.
#[track_caller]
pub fn refused(case: &str, run: Run, (name, code, pointer): Refusal<'_>) {
    let run = run.ends(1);
    let report = run.json();
    assert_eq!(report["verified"], false, "{case}");
    let checks = report["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 12, "{case}");
    let failed: Vec<_> = checks
        .iter()
        .filter(|check| check["status"] == "fail")
        .collect();
    let [failed] = failed[..] else {
        panic!("{case}: {failed:#?}")
    };
    let found = (
        failed["name"].as_str().unwrap(),
        failed["code"].as_str().unwrap(),
        failed["pointer"].as_str(),
    );
    assert_eq!(found, (name, code, pointer), "{case}: {failed:#}");
    assert!(
        failed["detail"].is_string() && failed["hint"].is_string(),
        "{case}: {failed:#}"
    );
}

/// Expects a command that makes or takes something to refuse it with this exit code and error.
#[track_caller]
pub fn not_done(case: &str, run: Run, exit: i32, code: &str, pointer: Option<&str>) {
    let run = run.ends(exit);
    let error = &run.json()["error"];
    assert_eq!(error["code"], code, "{case}: {error:#}");
    assert_eq!(error["pointer"].as_str(), pointer, "{case}: {error:#}");
    assert!(
        error["message"].is_string() && error["hint"].is_string(),
        "{case}: {error:#}"
    );
}
