//! AASX: a ZIP file of parts, whose relations lead from its root to the origin and from there to the environments.
//!
//! Nothing is unpacked to a disk: a part is a name and bytes. Only the parts that relations lead to are read, each once,
//! all together to a limit, whatever the file says of their sizes.

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read, Write};

use credentials::json;
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use super::fault::PackageFault;
use super::xml;

/// A battery's documents are some tens of parts.
const PARTS: usize = 4096;

/// What all parts that are read may be together; environments with all seven parts are some hundred kilobytes.
const UNPACKED: u64 = 32 * 1024 * 1024;

const ORIGIN: &str = "/aasx/relationships/aasx-origin";
const SPECIFICATION: &str = "/aasx/relationships/aas-spec";

/// The environments of a package, with the names of their parts.
pub(super) fn open(bytes: &[u8]) -> Result<Vec<(String, Value)>, PackageFault> {
    let mut package = Package::open(bytes)?;
    let origins = package.related("/", ORIGIN)?;
    let origin = origins
        .into_iter()
        .next()
        .ok_or(PackageFault::NoRelation { to: "the origin" })?;
    let mut parts = package.related(&origin, SPECIFICATION)?;
    // Two relations to one part are one environment.
    let mut seen = HashSet::new();
    parts.retain(|part| seen.insert(part.to_ascii_lowercase()));
    if parts.is_empty() {
        return Err(PackageFault::NoRelation {
            to: "an environment",
        });
    }
    // The same environment may be there in several forms: JSON is read first, and others only without it.
    let is_json = |part: &String| part.to_ascii_lowercase().ends_with(".json");
    if parts.iter().any(is_json) {
        parts.retain(is_json);
    }
    parts
        .into_iter()
        .map(|part| {
            let environment = if is_json(&part) {
                json::parse(&package.read(&part)?)?
            } else {
                xml::environment(&package.text(&part)?)?
            };
            Ok((part, environment))
        })
        .collect()
}

/// Whether the names of parts in a ZIP file are those of an AASX package.
pub(in crate::exchange) fn is_package(bytes: &[u8]) -> bool {
    let relations = b"_rels/.rels";
    let origin = b"aasx";
    let has = |name: &[u8]| bytes.windows(name.len()).any(|part| part == name);
    has(relations) && has(origin)
}

struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// Part names are the same in any case.
    by_name: HashMap<String, usize>,
    /// How many bytes may still be unpacked.
    left: u64,
}

impl<'b> Package<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, PackageFault> {
        let zip = |error: zip::result::ZipError| PackageFault::Zip {
            reason: error.to_string(),
        };
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip)?;
        if archive.len() > PARTS {
            return Err(PackageFault::Parts {
                found: archive.len(),
                limit: PARTS,
            });
        }
        let mut by_name = HashMap::new();
        for index in 0..archive.len() {
            let Some(name) = archive.name_for_index(index) else {
                continue;
            };
            let name = name.map_err(zip)?;
            let name = format!("/{}", name.trim_start_matches('/')).to_ascii_lowercase();
            if by_name.insert(name.clone(), index).is_some() {
                return Err(PackageFault::Twice { part: name });
            }
        }
        Ok(Self {
            archive,
            by_name,
            left: UNPACKED,
        })
    }

    fn read(&mut self, part: &str) -> Result<Vec<u8>, PackageFault> {
        let index = self.by_name.get(&part.to_ascii_lowercase());
        let index = *index.ok_or_else(|| PackageFault::Missing {
            part: part.to_owned(),
        })?;
        let broken = |reason: String| PackageFault::Zip { reason };
        let file = self
            .archive
            .by_index(index)
            .map_err(|error| broken(error.to_string()))?;
        let mut bytes = Vec::new();
        let read = file.take(self.left + 1).read_to_end(&mut bytes);
        read.map_err(|error| broken(format!("{part}: {error}")))?;
        let left = self.left.checked_sub(bytes.len() as u64);
        self.left = left.ok_or_else(|| PackageFault::TooLarge {
            part: part.to_owned(),
            limit: UNPACKED,
        })?;
        Ok(bytes)
    }

    fn text(&mut self, part: &str) -> Result<String, PackageFault> {
        let bytes = self.read(part)?;
        let bytes = bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .map_or(bytes.clone(), <[u8]>::to_vec);
        String::from_utf8(bytes).map_err(|_| PackageFault::Encoding {
            part: part.to_owned(),
        })
    }

    /// The parts to which relations of this kind lead from a part; none where it has no relations.
    fn related(&mut self, from: &str, kind: &str) -> Result<Vec<String>, PackageFault> {
        let (folder, name) = from.rsplit_once('/').unwrap_or(("", from));
        let relations = format!("{folder}/_rels/{name}.rels");
        if !self.by_name.contains_key(&relations.to_ascii_lowercase()) {
            return Ok(Vec::new());
        }
        let text = self.text(&relations)?;
        let targets = targets(&text, kind)?;
        Ok(targets
            .into_iter()
            .filter_map(|target| inside(folder, &target))
            .collect())
    }
}

/// The targets of relations of a kind; published packages call inner targets external.
fn targets(text: &str, kind: &str) -> Result<Vec<String>, PackageFault> {
    let broken = |reason: String| PackageFault::Xml { reason };
    let mut reader = Reader::from_str(text);
    let mut targets = Vec::new();
    loop {
        let event = reader
            .read_event()
            .map_err(|error| broken(error.to_string()))?;
        let (Event::Start(start) | Event::Empty(start)) = event else {
            match event {
                Event::Eof => return Ok(targets),
                Event::DocType(_) => return Err(broken("a document type is not read".to_owned())),
                _ => continue,
            }
        };
        if start.local_name().as_ref() != "Relationship" {
            continue;
        }
        let attribute = |name: &str| {
            start
                .attributes()
                .flatten()
                .find(|attribute| attribute.key.as_ref() == name)
                .map(|attribute| attribute.value.as_ref().to_owned())
        };
        if attribute("Type").is_some_and(|found| found.ends_with(kind)) {
            targets.extend(attribute("Target"));
        }
    }
}

/// The part that a target in a folder is; nothing where it leads out of the package.
fn inside(folder: &str, target: &str) -> Option<String> {
    if target.contains("://") {
        return None;
    }
    let whole = match target.strip_prefix('/') {
        Some(_) => target.to_owned(),
        None => format!("{folder}/{target}"),
    };
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop()?;
            }
            step => steps.push(step),
        }
    }
    Some(format!("/{}", steps.join("/")))
}

/// A package with one environment as JSON. The same environment gives the same bytes.
pub(super) fn pack(environment: &[u8]) -> Result<Vec<u8>, PackageFault> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    let failed = |reason: String| PackageFault::Zip { reason };
    for (name, bytes) in [
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        ("_rels/.rels", TO_ORIGIN.as_bytes()),
        ("aasx/aasx-origin", b"Intentionally empty."),
        ("aasx/_rels/aasx-origin.rels", TO_ENVIRONMENT.as_bytes()),
        ("aasx/environment.json", environment),
    ] {
        writer
            .start_file(name, options)
            .map_err(|error| failed(error.to_string()))?;
        writer
            .write_all(bytes)
            .map_err(|error| failed(error.to_string()))?;
    }
    let packed = writer.finish().map_err(|error| failed(error.to_string()))?;
    Ok(packed.into_inner())
}

const CONTENT_TYPES: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="json" ContentType="application/json"/>"#,
    r#"<Override PartName="/aasx/aasx-origin" ContentType="text/plain"/>"#,
    "</Types>"
);

const TO_ORIGIN: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="origin" Type="http://admin-shell.io/aasx/relationships/aasx-origin" Target="/aasx/aasx-origin"/>"#,
    "</Relationships>"
);

const TO_ENVIRONMENT: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#,
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="environment" Type="http://admin-shell.io/aasx/relationships/aas-spec" Target="/aasx/environment.json"/>"#,
    "</Relationships>"
);
