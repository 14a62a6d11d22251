//! Attacks the reader of AAS in XML, where it lies in a package that is otherwise as it should be.

#![no_main]

use std::io::{Cursor, Write};

use issuer::exchange::{Options, SourceFile, import};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const RELATIONS: &str = r#"<Relationships><Relationship Type="http://admin-shell.io/aasx/relationships/aasx-origin"
    Target="/aasx/aasx-origin"/></Relationships>"#;
const SPECIFICATION: &str = r#"<Relationships><Relationship Type="http://admin-shell.io/aasx/relationships/aas-spec"
    Target="/aasx/input.xml"/></Relationships>"#;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in [
        ("_rels/.rels", RELATIONS.as_bytes()),
        ("aasx/_rels/aasx-origin.rels", SPECIFICATION.as_bytes()),
        ("aasx/input.xml", bytes),
    ] {
        let options = SimpleFileOptions::default();
        if writer.start_file(name, options).is_err() || writer.write_all(bytes).is_err() {
            return;
        }
    }
    let Ok(package) = writer.finish() else { return };
    let files = [SourceFile {
        name: "input.aasx".into(),
        bytes: package.into_inner(),
    }];
    let _ = import(&files, &Options::default());
});
