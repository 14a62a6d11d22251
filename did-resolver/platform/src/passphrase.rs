//! Passphrases: from a prompt or from the file that `DBP_PASSPHRASE_FILE` names, never from an argument.

use std::path::Path;

use credentials::Problem;
use zeroize::Zeroizing;

use crate::cli::Failure;

/// The environment variable that names the passphrase file.
pub const FILE_VARIABLE: &str = "DBP_PASSPHRASE_FILE";

/// A passphrase, wiped from memory when dropped and never printed.
#[derive(Clone)]
pub struct Passphrase(Zeroizing<String>);

impl Passphrase {
    /// Asks for an existing passphrase.
    pub fn ask(prompt: &str) -> Result<Self, Failure> {
        match from_file()? {
            Some(passphrase) => Ok(passphrase),
            None => from_prompt(prompt),
        }
    }

    /// Asks for a new passphrase, at a prompt twice.
    pub fn ask_new(prompt: &str) -> Result<Self, Failure> {
        if let Some(passphrase) = from_file()? {
            return Ok(passphrase);
        }
        let first = from_prompt(prompt)?;
        let second = from_prompt("Again, to be sure")?;
        if first.0 != second.0 {
            return Err(Failure::usage(Problem {
                code: "passphrase.mismatch",
                message: "the two passphrases differ".into(),
                pointer: None,
                hint: None,
            }));
        }
        Ok(first)
    }

    /// The passphrase's bytes, for key derivation only.
    pub(crate) fn bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl From<String> for Passphrase {
    fn from(passphrase: String) -> Self {
        Self(Zeroizing::new(passphrase))
    }
}

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Passphrase(..)")
    }
}

fn from_file() -> Result<Option<Passphrase>, Failure> {
    match std::env::var_os(FILE_VARIABLE) {
        Some(path) => read_file(Path::new(&path)).map(Some),
        None => Ok(None),
    }
}

/// The file's first line, without its line end.
fn read_file(path: &Path) -> Result<Passphrase, Failure> {
    let bytes = Zeroizing::new(crate::input::read(path, 4096)?);
    let line = bytes
        .split(|byte| *byte == b'\n')
        .next()
        .unwrap_or_default();
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    match std::str::from_utf8(line) {
        Ok(text) if !text.is_empty() => Ok(text.to_owned().into()),
        _ => Err(Failure::usage(Problem {
            code: "passphrase.file",
            message: format!("{} has no passphrase on its first line", path.display()),
            pointer: None,
            hint: Some(format!(
                "write the passphrase as UTF-8 text into the file that {FILE_VARIABLE} names"
            )),
        })),
    }
}

fn from_prompt(prompt: &str) -> Result<Passphrase, Failure> {
    let passphrase = rpassword::prompt_password(format!("{prompt}: ")).map_err(|error| {
        Failure::environment(Problem {
            code: "passphrase.no_terminal",
            message: format!("cannot ask for a passphrase: {error}"),
            pointer: None,
            hint: Some(format!(
                "run it in a terminal, or set {FILE_VARIABLE} to a file that holds the passphrase"
            )),
        })
    })?;
    if passphrase.is_empty() {
        return Err(Failure::usage(Problem {
            code: "passphrase.empty",
            message: "the passphrase is empty".into(),
            pointer: None,
            hint: None,
        }));
    }
    Ok(passphrase.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_passphrase_is_the_first_line_of_the_file() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("passphrase");
        for (content, expected) in [
            ("one", Some("one")),
            ("one\n", Some("one")),
            ("a b\r\nrest", Some("a b")),
            ("", None),
            ("\nx", None),
        ] {
            std::fs::write(&path, content).unwrap();
            assert_eq!(
                read_file(&path).ok().map(|p| p.0.to_string()).as_deref(),
                expected,
                "{content:?}"
            );
        }
    }

    #[test]
    fn a_passphrase_is_never_printed() {
        assert_eq!(
            format!("{:?}", Passphrase::from("secret".to_owned())),
            "Passphrase(..)"
        );
    }
}
