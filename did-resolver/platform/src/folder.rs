//! A folder of files that stand for web addresses: an `index.json` of URL to file, and the files.

use std::path::{Component, Path, PathBuf};

use credentials::json::{self, Limits};
use credentials::{JsonPointer, Problem};
use serde_json::Value;

use crate::cli::{Failure, OrFail};
use crate::input;

/// The name of the index.
pub const INDEX: &str = "index.json";

/// The addresses of a folder, in the order of its index, each with its file. A file outside the folder is refused with
/// `code`, as is an index that is none.
pub fn index(folder: &Path, code: &'static str) -> Result<Vec<(String, PathBuf)>, Failure> {
    let index = folder.join(INDEX);
    let in_index = |problem: Problem| Failure::usage(problem).in_file(&index);
    let text = input::read(&index, Limits::default().size)?;
    let read = json::parse(&text)
        .or_usage()
        .map_err(|failure| failure.in_file(&index))?;
    let Value::Object(entries) = read else {
        let problem = Problem::new(code, "expected an object of URL to file name");
        return Err(in_index(problem));
    };
    let file = |(url, name): (String, Value)| {
        let name = name.as_str().map(Path::new).filter(|name| is_inside(name));
        match name {
            Some(name) => Ok((url, folder.join(name))),
            None => Err(in_index(
                Problem::new(
                    code,
                    format!("expected the name of a file in this folder for {url}"),
                )
                .at(JsonPointer::from_iter([url])),
            )),
        }
    };
    entries.into_iter().map(file).collect()
}

/// Whether this path leads nowhere but into its folder.
fn is_inside(path: &Path) -> bool {
    let mut steps = path.components().peekable();
    steps.peek().is_some() && steps.all(|step| matches!(step, Component::Normal(_)))
}
