//! Which form of an answer a client wants (RFC 9110 section 12.5.1).

use axum::http::{HeaderMap, header};

/// The best of the forms on offer for this client, the first where it does not care; none where it wants none of
/// them.
pub(crate) fn best<'o>(headers: &HeaderMap, on_offer: &[&'o str]) -> Option<&'o str> {
    let wanted: Vec<&str> = headers
        .get_all(header::ACCEPT)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .collect();
    if wanted.is_empty() {
        return on_offer.first().copied();
    }
    let ranges: Vec<Range> = wanted.into_iter().map(Range::parse).collect();
    let quality = |form: &str| {
        let fits = ranges.iter().filter(|range| range.fits(form));
        // The most exact range decides, whatever its place.
        let exact = fits.max_by_key(|range| range.exactness());
        exact.map_or(0, |range| range.quality)
    };
    let mut best = None;
    for form in on_offer {
        let quality = quality(form);
        if quality > best.map_or(0, |(_, best)| best) {
            best = Some((*form, quality));
        }
    }
    best.map(|(form, _)| form)
}

struct Range {
    kind: String,
    subtype: String,
    /// In thousandths.
    quality: u16,
}

impl Range {
    fn parse(text: &str) -> Self {
        let mut parts = text.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default().to_ascii_lowercase();
        let (kind, subtype) = range.split_once('/').unwrap_or_default();
        let quality = parts
            .filter_map(|parameter| parameter.strip_prefix("q="))
            .find_map(|quality| quality.parse::<f32>().ok())
            .unwrap_or(1.0);
        Self {
            kind: kind.to_owned(),
            subtype: subtype.to_owned(),
            // Between 0 and 1000 after the clamp.
            quality: (quality.clamp(0.0, 1.0) * 1000.0) as u16,
        }
    }

    fn fits(&self, form: &str) -> bool {
        let (kind, subtype) = form.split_once('/').unwrap_or_default();
        match self.exactness() {
            2 => self.kind == kind && self.subtype == subtype,
            1 => self.kind == kind,
            _ => true,
        }
    }

    fn exactness(&self) -> u8 {
        match (self.kind.as_str(), self.subtype.as_str()) {
            ("*", _) => 0,
            (_, "*") => 1,
            _ => 2,
        }
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn the_client_gets_what_it_likes_best_of_what_there_is() {
        let html_first = ["text/html", "application/vc+sd-jwt"];
        for (accept, expected) in [
            ("", Some("text/html")),
            ("*/*", Some("text/html")),
            (
                "text/html,application/xhtml+xml,*/*;q=0.8",
                Some("text/html"),
            ),
            (
                "application/vc+sd-jwt, application/vc",
                Some("application/vc+sd-jwt"),
            ),
            ("application/*", Some("application/vc+sd-jwt")),
            (
                "text/html;q=0.1, application/vc+sd-jwt;q=0.9",
                Some("application/vc+sd-jwt"),
            ),
            ("text/html;q=0, */*", Some("application/vc+sd-jwt")),
            ("image/png", None),
        ] {
            let mut headers = HeaderMap::new();
            if !accept.is_empty() {
                headers.insert(header::ACCEPT, HeaderValue::from_static(accept));
            }
            assert_eq!(best(&headers, &html_first), expected, "{accept}");
        }
    }
}
