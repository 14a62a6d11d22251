//! What a document is by its address.

/// The media type that an address or a file's name ends with.
pub fn media_type(address: &str) -> Option<&'static str> {
    let path = address.split(['?', '#']).next().unwrap_or(address);
    let (_, ending) = path.rsplit('/').next()?.rsplit_once('.')?;
    let ending = ending.to_ascii_lowercase();
    let known = MEDIA_TYPES.iter().find(|(known, _)| *known == ending);
    known.map(|(_, media_type)| *media_type)
}

const MEDIA_TYPES: [(&str, &str); 15] = [
    ("pdf", "application/pdf"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("xml", "application/xml"),
    ("html", "text/html"),
    ("htm", "text/html"),
    ("txt", "text/plain"),
    ("csv", "text/csv"),
    ("svg", "image/svg+xml"),
    ("png", "image/png"),
    ("jpg", "image/jpeg"),
    ("jpeg", "image/jpeg"),
    ("zip", "application/zip"),
    ("step", "model/step"),
    ("stp", "model/step"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_tells_by_the_ending_of_its_last_step() {
        for (address, told) in [
            ("https://volt.example/doc.PDF", Some("application/pdf")),
            (
                "https://volt.example/a.b/model.stp?v=1#x",
                Some("model/step"),
            ),
            ("manual.html", Some("text/html")),
            ("https://volt.example/v1.pdf/manual", None),
            ("https://volt.example/", None),
            ("https://volt.example/archive.rar", None),
            ("", None),
        ] {
            assert_eq!(media_type(address), told, "{address}");
        }
    }
}
