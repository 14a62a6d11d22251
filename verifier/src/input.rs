//! What stands behind an argument: a file, standard input, a picture of a QR code, or a link.

use std::path::Path;

use credentials::Problem;
use did_resolver::guard::{Client, FetchError};
use platform::{Failure, qr};
use url::Url;

/// Bytes that may hold a credential, from a file, `-`, a picture of a QR code or a link.
///
/// A QR code holds the credential itself, or the link that is printed on every battery's label.
pub fn read(source: &str, client: &Client) -> Result<Vec<u8>, Failure> {
    if let Some(url) = link(source.as_bytes()) {
        return fetch(&url, client);
    }
    let bytes = platform::input::read(Path::new(source), MAX_FILE)?;
    let found = if is_picture(&bytes) {
        from_picture(&bytes).map_err(|problem| Failure::usage(problem).in_file(source))?
    } else {
        bytes
    };
    match link(&found) {
        Some(url) => fetch(&url, client),
        None => Ok(found),
    }
}

/// The one QR code of a picture that may be a credential.
fn from_picture(picture: &[u8]) -> Result<Vec<u8>, Problem> {
    let codes = qr::read_picture(picture)?;
    let mut likely = codes
        .iter()
        .filter(|code| looks_secured(code) || link(code).is_some());
    match (likely.next(), likely.next(), codes.first()) {
        (Some(one), None, _) => Ok(one.clone()),
        (Some(_), Some(_), _) => Err(Problem::new(
            "qr.several_codes",
            "the picture has several QR codes that may be a passport",
        )
        .hint("photograph one label alone")),
        (None, _, Some(other)) => Err(Problem::new(
            "qr.not_a_passport",
            format!(
                "the QR code holds neither a credential nor a link: {}",
                shown(other)
            ),
        )
        .hint("photograph the code on the battery's label")),
        (None, _, None) => Err(qr::ReadError::NoCode.into()),
    }
}

/// The passport behind a link: the machine-readable forms, preferably with selective disclosure.
fn fetch(url: &Url, client: &Client) -> Result<Vec<u8>, Failure> {
    let fetched = client.get(url, ACCEPT, MAX_FETCHED).map_err(|error| {
        let offline = matches!(error, FetchError::Offline { .. });
        let mut problem = Problem::from(error);
        if offline {
            problem.hint = Some(
                "this is a link and not the passport itself: save the passport to a file while there is a network"
                    .into(),
            );
        }
        Failure::environment(problem)
    })?;
    Ok(fetched.bytes)
}

/// An https or http link, and nothing else.
fn link(text: &[u8]) -> Option<Url> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let scheme = text.get(..8).map(str::to_ascii_lowercase)?;
    (scheme.starts_with("https://") || scheme.starts_with("http://"))
        .then(|| Url::parse(text).ok())
        .flatten()
}

/// A JSON object, or the three parts of a JWT.
fn looks_secured(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    text.starts_with(b"{") || text.starts_with(b"ey") && text.contains(&b'.')
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n") || bytes.starts_with(b"\xff\xd8\xff")
}

/// The first characters of a text that nobody expects, safe for a terminal.
fn shown(text: &[u8]) -> String {
    let text = String::from_utf8_lossy(text);
    text.chars()
        .take(60)
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}

const ACCEPT: &str = "application/vc+sd-jwt, application/vc";

/// A photograph; credentials are far smaller.
const MAX_FILE: usize = 64 * 1024 * 1024;
const MAX_FETCHED: usize = 4 * 1024 * 1024;

#[cfg(test)]
mod tests {
    use super::*;
    use platform::qr::QrCode;

    fn picture(text: &str) -> Vec<u8> {
        QrCode::encode_robust(text.as_bytes())
            .unwrap()
            .to_png(4)
            .unwrap()
    }

    #[test]
    fn a_credential_by_value_comes_out_of_a_picture() {
        let compact = "eyJhbGciOiJFZERTQSJ9.e30.AAAA~";
        assert_eq!(from_picture(&picture(compact)).unwrap(), compact.as_bytes());
    }

    #[test]
    fn a_code_that_is_no_passport_says_what_it_holds() {
        let problem = from_picture(&picture("WIFI:S:guest;;")).unwrap_err();
        assert_eq!(problem.code, "qr.not_a_passport");
        assert!(problem.message.contains("WIFI:S:guest"));
    }

    #[test]
    fn only_web_links_are_links() {
        for (text, expected) in [
            ("https://id.example/01/1/21/2", true),
            (" HTTPS://ID.EXAMPLE/01/1/21/2\n", true),
            ("http://127.0.0.1:8080/01/1/21/2", true),
            ("file:///etc/passwd", false),
            ("httpsx", false),
            ("eyJ.e30.AA~", false),
        ] {
            assert_eq!(link(text.as_bytes()).is_some(), expected, "{text}");
        }
    }
}
