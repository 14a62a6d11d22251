//! What the verifier says.

use tests::Person;
use tests::vectors::case::{Ask, Case};
use tests::vectors::judge::{judge, outcome};

use crate::{cases, folder, read};

#[test]
fn every_case_is_judged_as_the_index_says() {
    for case in cases() {
        let report = judge(&case, &read);
        assert_eq!(
            outcome(&report),
            case.expected,
            "{}: {}",
            case.id,
            case.about
        );
        let failed: Vec<_> = report.failures().map(|check| check.name).collect();
        assert!(failed.len() < 2, "{}: {failed:?}", case.id);
    }
}

#[test]
fn the_binary_says_the_same() {
    // One of each kind and verdict for each suite: the library was asked about all.
    let mut seen = std::collections::HashSet::new();
    let reader = Person::new();
    for case in cases() {
        let alike = (
            case.suite.clone(),
            case.kind as u8,
            case.expected.check.clone(),
        );
        if !seen.insert(alike) {
            continue;
        }
        let run = reader.run(
            "verifier",
            &arguments(&case)
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>(),
        );
        let run = run.ends(i32::from(!case.expected.verified));
        let report = run.json();
        assert_eq!(report["verified"], case.expected.verified, "{}", case.id);
        if let Some(check) = &case.expected.check {
            assert_eq!(
                run.check(check),
                ("fail".into(), case.expected.code.clone()),
                "{}",
                case.id
            );
        }
    }
}

/// The command line of the README.
fn arguments(case: &Case) -> Vec<String> {
    let path = |file: &String| folder().join(file).to_str().unwrap().to_owned();
    let Ask {
        at,
        bundle,
        audience,
        nonce,
        aud,
        trust,
        chain,
    } = &case.verify;
    let mut arguments = vec![
        "verify".to_owned(),
        "--json".into(),
        "--at".into(),
        at.to_string(),
    ];
    let mut option = |name: &str, value: Option<String>| {
        arguments.extend(value.into_iter().flat_map(|value| [name.to_owned(), value]));
    };
    option("--bundle", Some(path(bundle)));
    option("--audience", audience.clone());
    option("--nonce", nonce.clone());
    option("--aud", aud.clone());
    option("--trust", trust.as_ref().map(path));
    arguments.extend(chain.then(|| "--chain".to_owned()));
    arguments.extend(case.files.iter().map(path));
    arguments
}
