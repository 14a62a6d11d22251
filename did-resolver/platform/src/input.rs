//! Bytes in: a file or standard input, never more than a bound.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use credentials::Problem;

use crate::cli::Failure;

/// Reads a file, or standard input when the path is `-`, of at most `limit` bytes.
pub fn read(path: &Path, limit: usize) -> Result<Vec<u8>, Failure> {
    if path == Path::new("-") {
        return read_bounded(std::io::stdin().lock(), "standard input", limit);
    }
    let name = path.display().to_string();
    let file = File::open(path).map_err(|error| cannot_read(&name, &error))?;
    read_bounded(file, &name, limit)
}

/// Opens a file that is read as it goes, however long it is.
pub fn open(path: &Path) -> Result<File, Failure> {
    let name = path.display().to_string();
    if path.is_dir() {
        return Err(cannot_read(&name, &std::io::ErrorKind::IsADirectory.into()));
    }
    File::open(path).map_err(|error| cannot_read(&name, &error))
}

fn read_bounded(source: impl Read, name: &str, limit: usize) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    let bound = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    source
        .take(bound)
        .read_to_end(&mut bytes)
        .map_err(|error| cannot_read(name, &error))?;
    if bytes.len() > limit {
        return Err(Failure::usage(Problem {
            code: "input.too_large",
            message: format!("{name} is larger than {limit} bytes"),
            pointer: None,
            hint: None,
        }));
    }
    Ok(bytes)
}

pub(crate) fn cannot_read(name: &str, error: &std::io::Error) -> Failure {
    use std::io::ErrorKind;
    let message = match error.kind() {
        ErrorKind::NotFound => format!("{name} does not exist"),
        ErrorKind::IsADirectory => format!("{name} is a folder, expected a file"),
        ErrorKind::PermissionDenied => format!("{name} may not be read by this account"),
        _ => format!("cannot read {name}: {error}"),
    };
    Failure::usage(Problem {
        code: "input.unreadable",
        message,
        pointer: None,
        hint: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_up_to_the_limit_and_refused_beyond_it() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("file");
        std::fs::write(&path, b"12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), b"12345");
        assert_eq!(read(&path, 4).unwrap_err().problem.code, "input.too_large");
    }

    #[test]
    fn a_missing_file_and_a_folder_are_named() {
        let place = tempfile::tempdir().unwrap();
        let missing = read(&place.path().join("none"), 9).unwrap_err();
        assert!(missing.problem.message.ends_with("none does not exist"));
        let folder = read(place.path(), 9).unwrap_err();
        assert_eq!(folder.problem.code, "input.unreadable");
        let folder = open(place.path()).unwrap_err();
        assert_eq!(folder.problem.code, "input.unreadable");
    }
}
