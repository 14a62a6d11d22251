//! The part of a page that tells how a battery ended: its recycling certificate.

use askama::Template;
use credentials::battery::recycling::Certificate;

/// Who recycled the battery, when and how, and what was recovered.
#[derive(Debug, Template)]
#[template(path = "end.html")]
pub(super) struct EndPart {
    id: String,
    at: String,
    day: String,
    by: String,
    recycler: String,
    facility: Option<String>,
    process: Option<String>,
    input: Option<f64>,
    recovered: Vec<(String, f64)>,
    share: Option<f64>,
}

impl EndPart {
    pub fn new(certificate: &Certificate) -> Self {
        let Certificate {
            id,
            recycler,
            recycler_name,
            at,
            facility,
            process,
            masses,
        } = certificate;
        Self {
            id: id.clone(),
            at: at.to_string(),
            day: at.strftime("%-d %B %Y").to_string(),
            by: recycler_name
                .clone()
                .unwrap_or_else(|| recycler.to_string()),
            recycler: recycler.to_string(),
            facility: facility.clone(),
            process: process.clone(),
            input: masses.input,
            recovered: masses.recovered.clone(),
            share: masses
                .efficiency()
                .map(|share| (share * 10.0).round() / 10.0),
        }
    }
}

#[cfg(test)]
mod tests {
    use credentials::battery::recycling::Masses;

    use super::*;

    #[test]
    fn the_part_tells_masses_and_what_a_recycler_wrote_is_no_markup() {
        let part = EndPart::new(&Certificate {
            id: "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b55".into(),
            recycler: "did:web:kreislauf.example".parse().unwrap(),
            recycler_name: Some("Kreislauf <AG>".into()),
            at: "2044-02-01T08:00:00Z".parse().unwrap(),
            facility: None,
            process: Some("<script>alert(1)</script>".into()),
            masses: Masses {
                input: Some(400.0),
                recovered: vec![("nickel".into(), 46.5), ("steel".into(), 233.5)],
                contained: Vec::new(),
            },
        });
        let html = part.render().unwrap();
        for shown in [
            "1 February 2044",
            "46.5 kg",
            "70 % of what went in",
            "did:web:kreislauf.example",
        ] {
            assert!(html.contains(shown), "{shown}: {html}");
        }
        assert!(
            !html.contains("<script>") && !html.contains("<AG>"),
            "{html}"
        );
        assert!(!html.contains("Facility"), "{html}");
    }
}
