//! Shells of our export, read and packed by Eclipse BaSyx.

use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use issuer::exchange::aas::{export, export_package};
use issuer::exchange::{Exported, Options, SourceFile, import};
use issuer::sample;
use serde_json::{Value, json};

use super::judge::accepts;

const JUDGE: &str = "aas.py";

fn samples() -> [(&'static str, Value); 4] {
    [
        ("ev", sample::ev_passport()),
        ("lmt", sample::lmt_passport()),
        ("stationary", sample::stationary_passport()),
        ("second-life", sample::second_life_passport()),
    ]
}

fn one_file(mut exported: Exported) -> Vec<u8> {
    exported.files.remove(0).1
}

fn imported(name: &str, bytes: Vec<u8>) -> Value {
    let file = SourceFile {
        name: name.to_owned(),
        bytes,
    };
    import(&[file], &Options::default()).unwrap().passport
}

#[test]
fn every_shell_of_ours_is_read_strictly_there() {
    for (name, content) in samples() {
        let text = one_file(export(&content).unwrap());
        let environment: Value = serde_json::from_slice(&text).unwrap();
        let read = accepts(JUDGE, &json!({"do": "read", "environment": environment}));
        let submodels = read["submodels"].as_object().unwrap();
        assert_eq!(submodels.len(), 7, "{name}");
        assert!(
            submodels
                .values()
                .all(|elements| elements.as_u64() > Some(0)),
            "{name}"
        );
        let packed = BASE64.encode(one_file(export_package(&content).unwrap()));
        let opened = accepts(JUDGE, &json!({"do": "open", "aasx": packed}));
        assert_eq!(opened, read, "{name}");
    }
}

#[test]
fn what_is_packed_there_as_xml_or_json_is_read_here_the_same() {
    for (name, content) in samples() {
        let text = one_file(export(&content).unwrap());
        let environment: Value = serde_json::from_slice(&text).unwrap();
        let ours = imported("a.json", text);
        for xml in [true, false] {
            let request = json!({"do": "pack", "environment": environment, "xml": xml});
            let packed = accepts(JUDGE, &request);
            let packed = BASE64.decode(packed["aasx"].as_str().unwrap()).unwrap();
            assert_eq!(imported("a.aasx", packed), ours, "{name}, xml: {xml}");
        }
    }
}
