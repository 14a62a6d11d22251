//! Three questions, each with its own answer: a passport can be well formed and unlawful, or lawful and unproven.
//! They are never added up to one score.

use std::fmt;

use serde::Serialize;

use super::finding::{Findings, Severity};

/// The question that a finding belongs to. A finding belongs to exactly one: the family of its code tells which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// Is it well formed: known, typed, in its unit and range, in order, and in harmony with the rest?
    Schema,
    /// Is it what the Regulation asks of this category, and no more than privacy allows?
    Law,
    /// Are its claims backed by documents that are bound by digest?
    Evidence,
}

/// What came of one question.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Ruling {
    /// The answer.
    pub verdict: Answer,
    /// How many findings of each weight it rests on.
    pub counts: Counts,
}

/// An answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// Nothing is wrong.
    Pass,
    /// Something is.
    Fail,
    /// Nothing is wrong, but not all is proven. Only evidence can be incomplete.
    Incomplete,
}

/// Findings by severity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// [`Severity::Error`].
    pub error: usize,
    /// [`Severity::Warning`].
    pub warning: usize,
    /// [`Severity::Note`].
    pub note: usize,
}

/// Every family of codes, and the question it answers.
const FAMILIES: [(&str, Verdict); 12] = [
    ("structure", Verdict::Schema),
    ("range", Verdict::Schema),
    ("unit", Verdict::Schema),
    ("identifier", Verdict::Schema),
    ("date", Verdict::Schema),
    ("consistency", Verdict::Schema),
    ("battery", Verdict::Law),
    ("requirement", Verdict::Law),
    ("privacy", Verdict::Law),
    ("recycling", Verdict::Law),
    ("document", Verdict::Evidence),
    ("composition", Verdict::Evidence),
];

impl Verdict {
    /// All three, in the order in which they are told.
    pub const ALL: [Self; 3] = [Self::Schema, Self::Law, Self::Evidence];

    /// The question of a finding with this code.
    pub fn of(code: &str) -> Self {
        let family = code.split('.').next().unwrap_or(code);
        let known = FAMILIES.iter().find(|(known, _)| *known == family);
        known.map_or(Self::Schema, |(_, verdict)| *verdict)
    }

    /// The name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Schema => "schema",
            Self::Law => "law",
            Self::Evidence => "evidence",
        }
    }

    /// What is asked, for people.
    pub fn question(self) -> &'static str {
        match self {
            Self::Schema => "is it well formed",
            Self::Law => "is it what the Regulation asks",
            Self::Evidence => "is it backed by bound documents",
        }
    }
}

impl Findings {
    /// The answer to one question.
    pub fn ruling(&self, verdict: Verdict) -> Ruling {
        let mut counts = Counts::default();
        for finding in self.on(verdict) {
            match finding.severity {
                Severity::Error => counts.error += 1,
                Severity::Warning => counts.warning += 1,
                Severity::Note => counts.note += 1,
            }
        }
        let answer = match (verdict, counts) {
            (_, Counts { error: 1.., .. }) => Answer::Fail,
            (Verdict::Evidence, Counts { warning: 1.., .. }) => Answer::Incomplete,
            _ => Answer::Pass,
        };
        Ruling {
            verdict: answer,
            counts,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::Incomplete => "incomplete",
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{complete, linted, with, without};
    use super::*;
    use crate::battery::category::Category;

    fn answers(findings: &Findings) -> [Answer; 3] {
        Verdict::ALL.map(|verdict| findings.ruling(verdict).verdict)
    }

    #[test]
    fn a_passport_can_be_well_formed_and_unlawful_or_the_other_way_round() {
        use Answer::{Fail, Pass};
        let mass = "/generalProductInformation/batteryMass";
        for (case, content, expected) in [
            ("whole", complete(Category::Ev), [Pass, Pass, Pass]),
            (
                "without mass",
                without(Category::Ev, mass),
                [Pass, Fail, Pass],
            ),
            (
                "mass as text",
                with(Category::Ev, mass, json!("430")),
                [Fail, Pass, Pass],
            ),
        ] {
            assert_eq!(answers(&linted(&content, None)), expected, "{case}");
        }
    }

    #[test]
    fn a_warning_leaves_schema_and_law_passed() {
        let range = with(
            Category::Ev,
            "/generalProductInformation/warrantyPeriod",
            json!(3),
        );
        let ruling = linted(&range, None).ruling(Verdict::Schema);
        assert_eq!((ruling.verdict, ruling.counts.warning), (Answer::Pass, 1));
    }

    #[test]
    fn every_code_that_rules_give_is_of_a_family_that_has_a_verdict() {
        for (file, text) in [
            ("category", include_str!("category.rs")),
            ("consistency", include_str!("consistency.rs")),
            ("dates", include_str!("dates.rs")),
            ("evidence", include_str!("evidence.rs")),
            ("identifiers", include_str!("identifiers.rs")),
            ("label", include_str!("label.rs")),
            ("plausibility", include_str!("plausibility.rs")),
            ("privacy", include_str!("privacy/mod.rs")),
            ("ranges", include_str!("ranges.rs")),
            ("recycling", include_str!("recycling.rs")),
            ("requirements", include_str!("requirements.rs")),
            ("sources", include_str!("../composite/error.rs")),
            ("structure", include_str!("structure.rs")),
        ] {
            let literals = text.split('"').skip(1).step_by(2);
            let codes = literals.filter(|text| {
                let mut parts = text.split('.');
                let plain = |part: &str| {
                    !part.is_empty()
                        && part
                            .bytes()
                            .all(|byte| byte.is_ascii_lowercase() || byte == b'_')
                };
                text.matches('.').count() == 1 && parts.all(plain)
            });
            for code in codes {
                let family = code.split('.').next().unwrap_or_default();
                assert!(
                    FAMILIES.iter().any(|(known, _)| *known == family),
                    "{file}: {code}"
                );
            }
        }
    }
}
