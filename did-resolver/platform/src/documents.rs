//! Documents on the command line: files that stand for the addresses under which a credential names them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use credentials::Problem;

use crate::cli::Failure;
use crate::{folder, input};

/// `--document` and `--documents`.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Documents {
    /// A document that the passport names, by its address there, and the file that holds it; may be given again
    #[arg(long = "document", value_name = "URL=FILE")]
    each: Vec<String>,
    /// A folder of such files, with an index.json of URL to file
    #[arg(long = "documents", value_name = "DIR")]
    folder: Option<PathBuf>,
}

/// One file that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    /// The address that it stands for, where one was given.
    pub url: Option<String>,
    /// Where it lies.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether a folder's index lists it, which may be for other passports too.
    pub listed: bool,
}

impl Documents {
    /// The files, each under its address.
    pub fn by_url(&self) -> Result<BTreeMap<String, Vec<u8>>, Failure> {
        let mut files = BTreeMap::new();
        for given in self.read()? {
            let Some(url) = given.url else {
                return Err(Failure::usage(
                    Problem::new(
                        "document.no_url",
                        format!("expected URL=FILE, found {}", given.path.display()),
                    )
                    .hint("write the address as the passport does: --document https://…/report.pdf=report.pdf"),
                ));
            };
            if files.insert(url.clone(), given.bytes).is_some() {
                return Err(Failure::usage(Problem::new(
                    "document.repeated",
                    format!("{url} is given twice"),
                )));
            }
        }
        Ok(files)
    }

    /// The files, of which those given by `--document` may stand alone.
    pub fn read(&self) -> Result<Vec<Given>, Failure> {
        let listed = match &self.folder {
            Some(folder) => folder::index(folder, "document.index")?,
            None => Vec::new(),
        };
        let listed = listed
            .into_iter()
            .map(|(url, path)| (Some(url), path, true));
        let each = self.each.iter().map(|given| {
            let (url, path) = split(given);
            (url, path, false)
        });
        each.chain(listed)
            .map(|(url, path, listed)| {
                let bytes = input::read(&path, LIMIT)?;
                Ok(Given {
                    url,
                    path,
                    bytes,
                    listed,
                })
            })
            .collect()
    }
}

/// `URL=FILE` or `FILE`. Addresses may hold `=` themselves, so that the last one counts.
fn split(given: &str) -> (Option<String>, PathBuf) {
    let has_scheme = given.contains("://") || given.starts_with("urn:");
    match given.rsplit_once('=') {
        Some((url, path)) if has_scheme => (Some(url.to_owned()), path.into()),
        _ => (None, Path::new(given).to_owned()),
    }
}

/// The largest document that is read: exploded views and test reports with their pictures.
const LIMIT: usize = 256 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_may_hold_an_equals_sign_and_a_file_may_stand_alone() {
        for (given, url, path) in [
            (
                "https://a.example/r.pdf=r.pdf",
                Some("https://a.example/r.pdf"),
                "r.pdf",
            ),
            (
                "https://a.example/?id=7=r.pdf",
                Some("https://a.example/?id=7"),
                "r.pdf",
            ),
            ("urn:uuid:7=a/b.pdf", Some("urn:uuid:7"), "a/b.pdf"),
            ("a=b.pdf", None, "a=b.pdf"),
            ("r.pdf", None, "r.pdf"),
        ] {
            assert_eq!(
                split(given),
                (url.map(str::to_owned), path.into()),
                "{given}"
            );
        }
    }

    #[test]
    fn files_are_read_from_the_command_line_and_from_a_folder() {
        let place = tempfile::tempdir().unwrap();
        let put = |name: &str, text: &str| std::fs::write(place.path().join(name), text).unwrap();
        put("r.pdf", "passed");
        put("d.pdf", "we declare");
        put("index.json", r#"{"https://a.example/d.pdf": "d.pdf"}"#);
        let file = |name: &str| place.path().join(name).display().to_string();
        let both = Documents {
            each: vec![format!("https://a.example/r.pdf={}", file("r.pdf"))],
            folder: Some(place.path().to_owned()),
        };
        let files = both.by_url().unwrap();
        assert_eq!(files["https://a.example/r.pdf"], b"passed");
        assert_eq!(files["https://a.example/d.pdf"], b"we declare");

        let refused = |each: &[String]| {
            let documents = Documents {
                each: each.to_vec(),
                folder: Some(place.path().to_owned()),
            };
            documents.by_url().unwrap_err().problem.code
        };
        assert_eq!(refused(&[file("r.pdf")]), "document.no_url");
        let twice = format!("https://a.example/d.pdf={}", file("r.pdf"));
        assert_eq!(refused(&[twice]), "document.repeated");
        assert_eq!(
            refused(&["https://a.example/x=/none".to_owned()]),
            "input.unreadable"
        );
        put("index.json", r#"{"https://a.example/d.pdf": "../d.pdf"}"#);
        assert_eq!(refused(&[]), "document.index");
    }
}
