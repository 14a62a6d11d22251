//! Published test vectors, given real bytes and expecting exact results.
//!
//! They are read from the folder that `VECTORS_DIR` names, else from `../shared/vectors` beside the repository. Where
//! a file is absent its test says so by name and is skipped.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod bbs_2023;
mod did_key;
mod jcs;
mod rdf_suites;
mod rdfc;
mod sd_jwt;
mod sd_suites;
mod whole_suites;
mod wycheproof;

use std::path::{Path, PathBuf};

/// A vector file or folder, or none when it is not on this machine.
fn find(test: &str, relative: &str) -> Option<PathBuf> {
    let root = match std::env::var_os("VECTORS_DIR") {
        Some(folder) => PathBuf::from(folder),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/vectors"),
    };
    let path = root.join(relative);
    if path.exists() {
        return Some(path);
    }
    eprintln!("{test}: skipped, there is no {relative} (set VECTORS_DIR)");
    None
}

/// A vector file as text.
fn read(path: impl AsRef<Path>) -> String {
    let path = path.as_ref();
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A vector file as JSON.
fn read_json(path: impl AsRef<Path>) -> serde_json::Value {
    let text = read(path);
    serde_json::from_str(&text).unwrap()
}

/// The bytes that hexadecimal digits stand for, white space ignored.
fn unhex(text: &str) -> Vec<u8> {
    let digits: Vec<u32> = text
        .chars()
        .filter_map(|digit| digit.to_digit(16))
        .collect();
    digits
        .chunks(2)
        .map(|pair| (pair[0] << 4 | pair[1]) as u8)
        .collect()
}
