//! Our interop vectors: every suite with every key, the values on the way to each signature, and what must be refused.
//!
//! [`generate`] makes the files of `tests/vectors` from labels and a fixed clock, so that they come out the same byte
//! for byte; [`judge`] gives a case to the verifier. What is where, and how to read it, `tests/vectors/README.md` says.

#![allow(
    clippy::unwrap_used,
    reason = "the input is fixed: it works or a test fails"
)]

mod apart;
mod bad;
pub mod case;
pub mod cast;
mod cbor;
pub mod commands;
pub mod content;
pub mod drive;
mod edges;
pub mod good;
pub mod handover;
pub mod judge;
pub mod row;
mod settle;
pub mod showing;
pub mod status;
pub mod stream;
pub mod time;
mod trusting;
pub mod values;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use credentials::battery::Role as MarketRole;
use credentials::keys::Algorithm;
use serde_json::{Value, json};

use case::{Index, Set};
use cast::{Party, Role};
use row::Row;

/// The trust list.
pub const TRUST: &str = "trust.json";

/// Every file that is generated, index and all.
pub fn generate() -> Set {
    let mut set = Set::default();
    set.put_json(KEYS, &keys());
    set.put_json(TRUST, &trust());
    set.put_json(status::BUNDLE, &status::bundle().to_value());
    for row in Row::all() {
        good::add(row, &mut set);
    }
    edges::add(&mut set);
    trusting::add(&mut set);
    apart::add(&mut set);
    bad::add(&mut set);
    let index = Index {
        schema: SCHEMA.into(),
        version: 1,
        license: "Apache-2.0 OR MIT".into(),
        keys: KEYS.into(),
        cases: set.cases.clone(),
    };
    set.put_json(INDEX, &serde_json::to_value(index).unwrap());
    set
}

/// The files below a folder, as the set names them, in order; none where there is no such folder.
pub fn files_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let mut files = Vec::new();
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(files),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            let inside = files_in(&entry.path())?;
            files.extend(inside.iter().map(|file| format!("{name}/{file}")));
        } else {
            files.push(name);
        }
    }
    files.sort_unstable();
    Ok(files)
}

/// Whether a file of the folder is not generated.
pub fn is_written_by_hand(file: &str) -> bool {
    ["README.md", SCHEMA].contains(&file)
}

/// Lower-case hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Everybody's keys, the secret ones too.
fn keys() -> Value {
    everybody().iter().map(Party::to_value).collect()
}

/// Who may do what, for a reader that knows all of them.
fn trust() -> Value {
    let trusted = |role: Role, name: &str, acts_as: MarketRole| -> Vec<Value> {
        let algorithms = Algorithm::ALL.into_iter();
        let parties = algorithms.map(|algorithm| Party::new(role, algorithm));
        parties
            .map(|party| json!({"did": party.did, "name": name, "roles": [acts_as.name()]}))
            .collect()
    };
    let manufacturers = trusted(Role::Issuer, "Volt Cell", MarketRole::Manufacturer);
    let repurposers = trusted(Role::Successor, "Rewatt", MarketRole::Repurposer);
    let recyclers = trusted(Role::Stranger, "Zirkel Recycling", MarketRole::Recycler);
    let issuers = [manufacturers, repurposers, recyclers].concat();
    json!({"issuers": issuers})
}

fn everybody() -> Vec<Party> {
    let of_role = |role| Algorithm::ALL.map(|algorithm| Party::new(role, algorithm));
    Role::ALL.into_iter().flat_map(of_role).collect()
}

/// The shape of the index.
pub const SCHEMA: &str = "index.schema.json";
/// The file of keys.
const KEYS: &str = "keys.json";
/// The list of cases.
pub const INDEX: &str = "index.json";
