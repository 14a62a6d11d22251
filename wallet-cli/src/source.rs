//! What stands behind an argument of `receive`: an offer link, a file, standard input, or a picture of a QR code.

use std::path::Path;

use credentials::Problem;
use credentials::protocol::oid4vci::OfferLink;
use platform::{Failure, OrFail, input, qr};

/// What was found.
#[derive(Debug)]
pub enum Found {
    /// A credential offer, to be taken up.
    Offer(OfferLink),
    /// A secured credential or a bundle.
    Secured(Vec<u8>),
}

/// Reads an argument.
pub fn read(argument: &str) -> Result<Found, Failure> {
    if OfferLink::is_likely(argument) {
        return Ok(Found::Offer(OfferLink::parse(argument).or_usage()?));
    }
    let bytes = input::read(Path::new(argument), MAX_INPUT)?;
    let text = match is_picture(&bytes) {
        true => {
            from_picture(&bytes).map_err(|problem| Failure::usage(problem).in_file(argument))?
        }
        false => bytes,
    };
    told(text).map_err(|failure| failure.in_file(argument))
}

fn told(text: Vec<u8>) -> Result<Found, Failure> {
    match std::str::from_utf8(&text) {
        Ok(link) if OfferLink::is_likely(link) => {
            Ok(Found::Offer(OfferLink::parse(link.trim()).or_usage()?))
        }
        _ => Ok(Found::Secured(text)),
    }
}

/// The one QR code in a picture that may be meant.
fn from_picture(picture: &[u8]) -> Result<Vec<u8>, Problem> {
    let mut codes = qr::read_picture(picture)?;
    let likely = |code: &Vec<u8>| {
        let text = String::from_utf8_lossy(code);
        OfferLink::is_likely(&text) || text.starts_with('{') || text.contains('~')
    };
    let found = codes.iter().filter(|code| likely(code)).count();
    match (found, codes.iter().position(likely)) {
        (1, Some(at)) => Ok(codes.swap_remove(at)),
        (0, _) | (_, None) => Err(Problem::new(
            "receive.no_offer",
            "the QR code holds neither a credential offer nor a credential",
        )
        .hint(
            "a battery's label leads to its public page: ask its operator for a credential offer",
        )),
        _ => Err(Problem::new(
            "receive.several_codes",
            format!("the picture has {found} QR codes that may be meant"),
        )
        .hint("photograph one of them alone")),
    }
}

fn is_picture(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\x89PNG\r\n") || bytes.starts_with(b"\xff\xd8\xff")
}

/// Bytes of a file; a transfer bundle with many events is a few megabytes.
const MAX_INPUT: usize = 64 << 20;

#[cfg(test)]
mod tests {
    use platform::qr::QrCode;

    use super::*;

    const LINK: &str =
        "openid-credential-offer://?credential_offer_uri=https%3A%2F%2Facme.example%2Foffers%2F1";

    #[test]
    fn an_offer_is_found_in_an_argument_a_file_and_a_picture() {
        let place = tempfile::tempdir().unwrap();
        let text = place.path().join("offer.txt");
        std::fs::write(&text, format!("{LINK}\n")).unwrap();
        let picture = place.path().join("offer.png");
        let code = QrCode::encode_robust(LINK.as_bytes()).unwrap();
        std::fs::write(&picture, code.to_png(4).unwrap()).unwrap();
        for argument in [LINK, text.to_str().unwrap(), picture.to_str().unwrap()] {
            assert!(
                matches!(read(argument).unwrap(), Found::Offer(_)),
                "{argument}"
            );
        }
    }

    #[test]
    fn a_picture_of_something_else_says_so() {
        let label =
            QrCode::encode_robust(b"https://id.example.com/01/09506000134352/21/A1").unwrap();
        let problem = from_picture(&label.to_png(4).unwrap()).unwrap_err();
        assert_eq!(problem.code, "receive.no_offer");
    }
}
