//! A folder of JSON-LD contexts: an `index.json` of URL to file, and the files.

use std::collections::BTreeMap;
use std::path::Path;

use credentials::context::{Contexts, pinned};
use credentials::json::{self, Limits};
use platform::folder::{self, INDEX};
use platform::output::{Access, cannot_write, write_file};
use platform::{Failure, OrFail, input};
use serde_json::{Value, json};

/// The pinned contexts and those of a folder.
pub fn read(folder: &Path) -> Result<Contexts, Failure> {
    let mut extra = Vec::new();
    for (url, file) in folder::index(folder, "context.index")? {
        extra.push((url, document(&file)?));
    }
    let in_index = |failure: Failure| failure.in_file(folder.join(INDEX));
    Contexts::with(extra).or_usage().map_err(in_index)
}

/// Writes the pinned contexts into a folder, as [`read`] reads them; gives how many there are.
pub fn write(folder: &Path) -> Result<usize, Failure> {
    std::fs::create_dir_all(folder).map_err(|error| cannot_write(folder, &error))?;
    let put = |name: &str, text: &str| {
        let path = folder.join(name);
        write_file(&path, text.as_bytes(), Access::Shared)
            .map_err(|error| cannot_write(&path, &error))
    };
    let mut index = BTreeMap::new();
    for context in pinned() {
        let name = file_name(context.url);
        put(&name, context.text)?;
        index.insert(context.url, name);
    }
    put(INDEX, &format!("{:#}\n", json!(index)))?;
    Ok(index.len())
}

fn document(path: &Path) -> Result<Value, Failure> {
    let limits = Limits::default();
    let text = input::read(path, limits.size)?;
    json::parse_with(&text, limits)
        .or_usage()
        .map_err(|failure| failure.in_file(path))
}

/// `https://www.w3.org/ns/credentials/v2` is in `www.w3.org-ns-credentials-v2.jsonld`.
fn file_name(url: &str) -> String {
    let address = url.split_once("://").map_or(url, |(_, address)| address);
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c
        } else {
            '-'
        }
    };
    let name: String = address.chars().map(plain).collect();
    format!("{name}.jsonld")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(index: &str) -> &'static str {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(INDEX), index).unwrap();
        read(folder.path()).unwrap_err().problem.code
    }

    #[test]
    fn what_is_written_is_read_again_and_one_can_be_added() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(write(folder.path()).unwrap(), pinned().len());
        assert!(read(folder.path()).is_ok());

        let index = folder.path().join(INDEX);
        let mut entries = document(&index).unwrap();
        entries["https://cells.example/v1"] = json!("cells.jsonld");
        std::fs::write(&index, entries.to_string()).unwrap();
        let terms = r#"{"@context": {"coolant": "https://cells.example/v1#coolant"}}"#;
        std::fs::write(folder.path().join("cells.jsonld"), terms).unwrap();
        assert!(
            read(folder.path())
                .unwrap()
                .knows("https://cells.example/v1")
        );
    }

    #[test]
    fn a_pinned_context_is_not_replaced() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path()).unwrap();
        let v2 = folder.path().join("www.w3.org-ns-credentials-v2.jsonld");
        std::fs::write(
            v2,
            r#"{"@context": {"issuer": "https://evil.example/issuer"}}"#,
        )
        .unwrap();
        assert_eq!(
            read(folder.path()).unwrap_err().problem.code,
            "context.pinned"
        );
    }

    #[test]
    fn an_index_that_leads_elsewhere_is_refused() {
        for (index, code) in [
            ("[]", "context.index"),
            (r#"{"https://a.example": "../a.jsonld"}"#, "context.index"),
            (r#"{"https://a.example": "/etc/passwd"}"#, "context.index"),
            (r#"{"https://a.example": ""}"#, "context.index"),
            (r#"{"https://a.example": 1}"#, "context.index"),
            (
                r#"{"https://a.example": "missing.jsonld"}"#,
                "input.unreadable",
            ),
            (
                r#"{"https://a.example": "index.json"}"#,
                "context.not_a_context",
            ),
        ] {
            assert_eq!(refused(index), code, "{index}");
        }
    }
}
