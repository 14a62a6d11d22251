//! What is in the folder.

use std::collections::BTreeSet;

use serde_json::json;
use tests::vectors::{self, INDEX, SCHEMA};

use crate::peer::{accepts, ask};
use crate::{cases, folder, read};

#[test]
fn the_folder_holds_what_the_generator_makes_byte_for_byte() {
    let set = vectors::generate();
    let again = "run `cargo run -p tests --bin dbp-vectors -- write tests/vectors`";
    for (path, text) in &set.files {
        let there = std::fs::read_to_string(folder().join(path)).unwrap_or_default();
        assert!(there == *text, "{path} is not what is generated: {again}");
    }
    let there = vectors::files_in(&folder()).unwrap();
    let generated = there
        .iter()
        .filter(|file| !vectors::is_written_by_hand(file));
    let stale: Vec<&String> = generated
        .filter(|file| !set.files.contains_key(*file))
        .collect();
    assert!(
        stale.is_empty(),
        "{stale:?} are no longer generated: {again}"
    );
}

#[test]
fn the_index_names_every_file_and_no_other() {
    let mut named = BTreeSet::from([INDEX, "keys.json", "README.md", SCHEMA].map(str::to_owned));
    for case in cases() {
        named.extend(case.files);
        named.extend(
            case.values
                .map(|values| values.split('#').next().unwrap().to_owned()),
        );
        named.extend([case.verify.bundle]);
        named.extend(case.verify.trust);
    }
    let there: BTreeSet<String> = vectors::files_in(&folder()).unwrap().into_iter().collect();
    let odd: Vec<&String> = there.symmetric_difference(&named).collect();
    assert!(odd.is_empty(), "{odd:?}");
}

#[test]
fn the_index_has_the_shape_that_its_schema_gives_it() {
    let [schema, index] = [SCHEMA, INDEX]
        .map(|file| -> serde_json::Value { serde_json::from_slice(&read(file)).unwrap() });
    let request =
        |index: &serde_json::Value| json!({"do": "validate", "schema": schema, "value": index});
    assert_eq!(
        accepts("schema.js", &request(&index)),
        json!({"valid": true})
    );
    for (place, value) in [
        ("/cases/0/kind", json!("certificate")),
        ("/cases/0/expected/verified", json!(false)),
        ("/cases/0/files", json!([])),
        ("/cases/0/verify/at", json!("noon")),
        ("/version", json!(2)),
    ] {
        let mut broken = index.clone();
        *broken.pointer_mut(place).unwrap() = value;
        let answer = ask("schema.js", &request(&broken));
        assert_eq!(answer["valid"], json!(false), "{place}");
    }
}
