//! How a battery ended: its recycling certificate.

use askama::Template;

use crate::life::Recycling;
use crate::render::content::plain;

/// The section of a page: who recycled the battery, when and how, and what was recovered.
#[derive(Debug, Template)]
#[template(path = "end.html")]
pub struct EndSection {
    id: String,
    at: String,
    day: String,
    by: String,
    recycler: String,
    role: &'static str,
    facility: Option<String>,
    process: Option<String>,
    input: Option<f64>,
    recovered: Vec<(String, f64)>,
    share: Option<f64>,
    doubts: Vec<String>,
}

impl EndSection {
    /// The section of this certificate.
    pub fn of(recycling: &Recycling) -> Self {
        let Recycling {
            certificate,
            recycler,
            name,
            trusted,
            at,
            facility,
            process,
            input_mass,
            recovered_masses,
            efficiency,
            findings,
        } = recycling;
        let name = name.as_deref().map(plain);
        let text = |text: &Option<String>| text.as_deref().map(plain);
        Self {
            id: plain(certificate),
            at: at.to_string(),
            day: at.strftime("%-d %B %Y").to_string(),
            by: name.unwrap_or_else(|| recycler.to_string()),
            recycler: recycler.to_string(),
            role: match trusted {
                Some(true) => "It is a recycler by the trust list that was asked.",
                Some(false) => {
                    "It is no recycler by the trust list that was asked: this certificate does not count."
                }
                None => "Whether it is a recycler, a trust list says.",
            },
            facility: text(facility),
            process: text(process),
            input: *input_mass,
            recovered: recovered_masses
                .iter()
                .map(|recovered| (plain(&recovered.material), recovered.mass))
                .collect(),
            share: efficiency.map(|share| (share * 10.0).round() / 10.0),
            doubts: findings
                .iter()
                .map(|finding| match &finding.article {
                    Some(article) => format!("{} ({article})", plain(&finding.message)),
                    None => plain(&finding.message),
                })
                .collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use credentials::battery::lint::Findings;

    use super::*;
    use crate::life::RecoveredMass;

    #[test]
    fn the_section_tells_masses_and_what_a_recycler_wrote_is_no_markup() {
        let mass = |material: &str, mass| RecoveredMass {
            material: material.into(),
            mass,
        };
        let section = EndSection::of(&Recycling {
            certificate: "urn:uuid:2f1f1d9e-6a0d-4c56-8d43-3a8f0d7f1b55".into(),
            recycler: "did:web:kreislauf.example".parse().unwrap(),
            name: Some("Kreislauf <AG>".into()),
            trusted: Some(false),
            at: "2044-02-01T08:00:00Z".parse().unwrap(),
            facility: None,
            process: Some("<script>alert(1)</script>".into()),
            input_mass: Some(400.0),
            recovered_masses: vec![mass("nickel", 46.5), mass("steel", 233.5)],
            efficiency: Some(70.0),
            findings: Findings::default(),
        });
        let html = section.render().unwrap();
        for shown in [
            "1 February 2044",
            "46.5 kg",
            "70 % of what went in",
            "did:web:kreislauf.example",
            "does not count",
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
