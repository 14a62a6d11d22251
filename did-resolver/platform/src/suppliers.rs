//! Suppliers' declarations on the command line: files, or folders of them.

use std::path::{Path, PathBuf};

use credentials::json::Limits;

use crate::cli::Failure;
use crate::input;

/// `--supplier`.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct Suppliers {
    /// A supplier's declaration that the passport rests on, or a folder of such files; may be given again
    #[arg(long = "supplier", value_name = "FILE|DIR")]
    given: Vec<PathBuf>,
}

/// One file that was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Where it lies.
    pub path: PathBuf,
    /// What is in it.
    pub bytes: Vec<u8>,
    /// Whether it came with a folder, which may be for other passports too.
    pub from_folder: bool,
}

impl Suppliers {
    /// The files; of a folder, all that lie in it, by their names.
    pub fn read(&self) -> Result<Vec<Declared>, Failure> {
        let mut files = Vec::new();
        for given in &self.given {
            if given.is_dir() {
                for path in inside(given)? {
                    files.push(declared(path, true)?);
                }
            } else {
                files.push(declared(given.clone(), false)?);
            }
        }
        Ok(files)
    }
}

fn declared(path: PathBuf, from_folder: bool) -> Result<Declared, Failure> {
    let bytes = input::read(&path, Limits::default().size)?;
    Ok(Declared {
        path,
        bytes,
        from_folder,
    })
}

/// Its files but the hidden ones.
fn inside(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    let name = folder.display().to_string();
    let unreadable = |error| input::cannot_read(&name, &error);
    let mut files = Vec::new();
    for entry in folder.read_dir().map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let hidden = entry.file_name().to_string_lossy().starts_with('.');
        if entry.path().is_file() && !hidden {
            files.push(entry.path());
        }
    }
    files.sort_unstable();
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_taken_as_given_and_folders_by_their_names() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("parts");
        std::fs::create_dir_all(folder.join("old")).unwrap();
        for (name, text) in [
            ("b.vc", "b"),
            ("a.vc", "a"),
            (".hidden", "x"),
            ("old/c.vc", "c"),
        ] {
            std::fs::write(folder.join(name), text).unwrap();
        }
        let alone = place.path().join("d.vc");
        std::fs::write(&alone, "d").unwrap();
        let suppliers = Suppliers {
            given: vec![alone, folder],
        };
        let read = suppliers.read().unwrap();
        let told: Vec<(&[u8], bool)> = read
            .iter()
            .map(|one| (one.bytes.as_slice(), one.from_folder))
            .collect();
        assert_eq!(told, [(b"d".as_slice(), false), (b"a", true), (b"b", true)]);
        let absent = Suppliers {
            given: vec![place.path().join("none")],
        };
        assert_eq!(absent.read().unwrap_err().problem.code, "input.unreadable");
    }
}
