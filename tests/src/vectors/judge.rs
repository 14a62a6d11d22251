//! A case as the verifier sees it.

use credentials::battery::Audience;
use verifier::environment::Bundle;
use verifier::{Environment, Policy, Report, trust, verify_all};

use super::case::{Ask, Case, Expected};

/// What the verifier says of a case, whose files `read` gives.
pub fn judge(case: &Case, read: &impl Fn(&str) -> Vec<u8>) -> Report {
    let files: Vec<Vec<u8>> = case.files.iter().map(|file| read(file)).collect();
    let bundle = Bundle::parse(&read(&case.verify.bundle)).unwrap();
    let environment = bundle.environment();
    verify_all(
        &files,
        &policy(&case.verify, read, &environment),
        &environment,
    )
}

/// What came of it, as the index has it.
pub fn outcome(report: &Report) -> Expected {
    match report.failures().next() {
        None => Expected {
            verified: report.verified,
            ..Expected::good()
        },
        Some(failed) => Expected {
            verified: report.verified,
            check: Some(failed.name.to_string()),
            code: failed.code.map(str::to_owned),
            // The whole is no place in it.
            pointer: failed.pointer.clone().filter(|place| !place.is_empty()),
        },
    }
}

fn policy(ask: &Ask, read: &impl Fn(&str) -> Vec<u8>, environment: &Environment) -> Policy {
    let audience = |name: &String| -> Audience { name.parse().unwrap() };
    Policy {
        audience: ask.audience.as_ref().map(audience),
        nonce: ask.nonce.clone(),
        aud: ask.aud.clone(),
        trust: ask.trust.as_ref().map(|file| {
            let anchor = ask.trust_anchor.as_ref();
            trust::open(&read(file), anchor, ask.at, environment).unwrap()
        }),
        chain: ask.chain,
        ..Policy::at(ask.at)
    }
}
