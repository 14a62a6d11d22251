//! What the verifier says.

use tests::Person;
use tests::vectors::case::{Ask, Case};
use tests::vectors::judge::{judge, outcome};

use crate::{cases, folder, read};

#[test]
fn every_case_is_judged_as_the_index_says() {
    let mut wrong = Vec::new();
    for case in cases() {
        let report = judge(&case, &read);
        let failed: Vec<_> = report.failures().collect();
        if outcome(&report) != case.expected || failed.len() > 1 {
            wrong.push(format!(
                "{}: {:?}, found {failed:?}",
                case.id, case.expected
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_bad_case_is_a_good_one_but_for_its_fault() {
    let cases = cases();
    let (good, bad): (Vec<_>, Vec<_>) = cases.iter().partition(|case| case.expected.verified);
    assert!(bad.len() >= 60, "{}", bad.len());
    for case in bad {
        let without = case.without_fault.as_ref();
        // That it verifies, the test above has seen.
        let without = good.iter().find(|good| Some(&good.id) == without);
        let without = without.unwrap_or_else(|| panic!("{}: no good case", case.id));
        let same_question = without.verify == case.verify;
        let same_files = without.files == case.files;
        assert!(
            same_question != same_files,
            "{} differs in both, or in nothing",
            case.id
        );
        let [theirs, ours] = [without, &case].map(|case| differing(&case.verify));
        let differing = theirs.iter().zip(&ours).filter(|(a, b)| a != b).count();
        assert!(
            differing < 2,
            "{} asks otherwise in {differing} ways",
            case.id
        );
        let content = |case: &Case| case.files.iter().map(|file| read(file)).collect::<Vec<_>>();
        assert!(
            same_files || content(without) != content(case),
            "{}",
            case.id
        );
    }
}

/// What a verifier is told, piece by piece.
fn differing(ask: &Ask) -> Vec<String> {
    let value = serde_json::to_value(ask).unwrap();
    let of = |name: &&str| value[*name].to_string();
    let names = [
        "at",
        "bundle",
        "audience",
        "nonce",
        "aud",
        "trust",
        "trustAnchor",
        "chain",
    ];
    names.iter().map(of).collect()
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
        trust_anchor,
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
    option(
        "--trust-anchor",
        trust_anchor.as_ref().map(ToString::to_string),
    );
    arguments.extend(chain.then(|| "--chain".to_owned()));
    arguments.extend(case.files.iter().map(path));
    arguments
}
