//! The file that holds a key: one line of 64 hexadecimal digits, for its owner only.

use std::path::Path;

use zeroize::Zeroizing;

use super::{Key, SealError, random};

pub(super) fn read(path: &Path) -> Result<Key, SealError> {
    let failed = |error| SealError::KeyFile {
        path: path.display().to_string(),
        error,
    };
    let text = Zeroizing::new(std::fs::read(path).map_err(failed)?);
    warn_if_shared(path);
    let text = text.trim_ascii();
    let mut key = Key::default();
    if text.len() != 64 {
        return Err(failed(std::io::Error::other(
            "expected 64 hexadecimal digits",
        )));
    }
    for (byte, digits) in key.iter_mut().zip(text.chunks_exact(2)) {
        let digits = std::str::from_utf8(digits).ok();
        let value = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok());
        *byte =
            value.ok_or_else(|| failed(std::io::Error::other("expected 64 hexadecimal digits")))?;
    }
    Ok(key)
}

pub(super) fn make(path: &Path) -> Result<Key, SealError> {
    use std::fmt::Write;
    let mut key = Key::default();
    random(key.as_mut_slice())?;
    let mut text = Zeroizing::new(String::with_capacity(65));
    for byte in key.iter() {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text.push('\n');
    crate::output::create_secret(path, text.as_bytes()).map_err(|error| SealError::KeyFile {
        path: path.display().to_string(),
        error,
    })?;
    Ok(key)
}

#[cfg(unix)]
fn warn_if_shared(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    if std::fs::metadata(path).is_ok_and(|meta| meta.permissions().mode() & 0o077 != 0) {
        tracing::warn!(
            "key file {} may be read by other accounts; chmod 600 it",
            path.display()
        );
    }
}

#[cfg(not(unix))]
fn warn_if_shared(_: &Path) {}
