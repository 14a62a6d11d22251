//! Does a recycling certificate say what was recovered, and is it as much as the law wants in the long run? The targets bind
//! a recycler over a year, so nothing here blocks issuing.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use serde_json::Value;

use super::finding::{Finding, Findings};
use crate::battery::recycling::targets::{Family, Target, in_force, of_mass, of_metal};
use crate::battery::recycling::{Masses, Metal, contained};

/// The subject of an event `Recycled`, beside that of the battery's passport where it is at hand.
pub(super) fn check(subject: &Value, passport: Option<&Value>, findings: &mut Findings) {
    let Some(details) = subject.as_object() else {
        return;
    };
    let masses = Masses::read(details);
    if masses.recovered.is_empty() {
        findings.push(
            Finding::warning(
                "recycling.masses_missing",
                RECOVERED,
                "the certificate does not say what was recovered",
            )
            .article("Art. 71, Annex XII")
            .hint(
                "write \"recoveredMasses\": [{\"material\": \"cobalt\", \"mass\": 6.1}, …], in kg",
            ),
        );
        return;
    }
    if masses.input.is_none() {
        findings.push(
            Finding::warning(
                "recycling.input_missing",
                INPUT,
                "without the mass that went in nobody can tell the recycling efficiency",
            )
            .article("Annex XII part B")
            .hint("write \"inputMass\", in kg"),
        );
    }
    let day = subject["eventTime"].as_str().and_then(day);
    efficiency(&masses, passport, day, findings);
    metals(&masses, passport, day, findings);
    against_passport_mass(&masses, passport, findings);
}

fn efficiency(
    masses: &Masses,
    passport: Option<&Value>,
    day: Option<Date>,
    findings: &mut Findings,
) {
    let chemistry = passport.map(|subject| &subject["materialComposition"]["batteryChemistry"]);
    let family = chemistry.and_then(|chemistry| {
        let names = ["shortName", "clearName"].into_iter();
        let mut names = names.filter_map(|name| chemistry[name].as_str());
        names.find_map(Family::of_chemistry)
    });
    let (Some(reached), Some(family), Some(day)) = (masses.efficiency(), family, day) else {
        return;
    };
    if let Some(target) = in_force(of_mass(family), day)
        && reached < target.percent
    {
        findings.push(
            below(
                RECOVERED,
                format!(
                    "{} of the battery's mass was recovered, below the recycling efficiency of {} % for {} batteries",
                    percent(reached),
                    target.percent,
                    family.name()
                ),
                target,
            )
            .hint("name every recovered material, aluminium, steel and plastics too; the target is one of a year's batteries"),
        );
    }
}

fn metals(masses: &Masses, passport: Option<&Value>, day: Option<Date>, findings: &mut Findings) {
    let stated = passport.map(contained).unwrap_or_default();
    for metal in Metal::ALL {
        let recovered = masses.recovered_of(metal);
        let (held, who) = match (masses.contained_of(metal), stated.get(&metal)) {
            (Some(found), _) => (found, "it was found to hold"),
            (None, Some(stated)) => (*stated, "its passport says it holds"),
            (None, None) => continue,
        };
        if recovered > held * (1.0 + 1e-9) {
            findings.push(
                Finding::warning(
                    "recycling.more_than_contained",
                    RECOVERED,
                    format!(
                        "{} kg of {metal} were recovered from a battery of which {who} {} kg",
                        kilograms(recovered),
                        kilograms(held)
                    ),
                )
                .article("Annex XIII 2(a), Annex XII part C")
                .hint("check the masses and that they are of one battery; a passport may leave out what is in compounds and foils"),
            );
            continue;
        }
        let share = 100.0 * recovered / held;
        if let Some(target) = day.and_then(|day| in_force(of_metal(metal), day))
            && share < target.percent
        {
            findings.push(
                below(
                    RECOVERED,
                    format!(
                        "{} of the {metal} was recovered ({} kg of the {} kg that {who}), below the {} % of Annex XII",
                        percent(share),
                        kilograms(recovered),
                        kilograms(held),
                        target.percent
                    ),
                    target,
                )
                .hint("the target is one of a year's batteries; a certificate says what became of this one"),
            );
        }
    }
}

/// The battery that went in weighs about what its passport says.
fn against_passport_mass(masses: &Masses, passport: Option<&Value>, findings: &mut Findings) {
    let stated = passport
        .and_then(|subject| subject.pointer(super::places::MASS))
        .and_then(Value::as_f64);
    if let (Some(input), Some(stated)) = (masses.input, stated)
        && input > stated * (1.0 + MORE)
    {
        findings.push(
            Finding::warning(
                "recycling.input_too_heavy",
                INPUT,
                format!(
                    "{} kg went in, of a battery whose passport says {} kg",
                    kilograms(input),
                    kilograms(stated)
                ),
            )
            .article("Annex VI part A(5)")
            .hint("a certificate is of one battery: give its own share of a batch"),
        );
    }
}

fn below(at: &str, message: String, target: &Target) -> Finding {
    Finding::warning("recycling.below_target", at, message).article(target.law)
}

/// The day of an event, as the targets count: in UTC.
fn day(time: &str) -> Option<Date> {
    let time: Timestamp = time.parse().ok()?;
    Some(Offset::UTC.to_datetime(time).date())
}

fn percent(share: f64) -> String {
    format!("{} %", (share * 10.0).round() / 10.0)
}

fn kilograms(mass: f64) -> f64 {
    (mass * 1000.0).round() / 1000.0
}

const RECOVERED: &str = "/recoveredMasses";
const INPUT: &str = "/inputMass";

/// How much heavier than its passport a battery can be: coolant, brackets, the label itself.
const MORE: f64 = 0.1;

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::{Severity, Verdict, lint_event};
    use super::*;
    use crate::battery::event::EventKind;

    fn passport() -> Value {
        json!({
            "generalProductInformation": {"batteryMass": 430},
            "materialComposition": {
                "batteryChemistry": {"shortName": "NMC"},
                "batteryMaterials": [
                    {"batteryMaterialIdentifier": "7440-02-0", "batteryMaterialName": "Nickel", "batteryMaterialMass": 50_100},
                    {"batteryMaterialIdentifier": "7440-48-4", "batteryMaterialName": "Cobalt", "batteryMaterialMass": 6300},
                    {"batteryMaterialIdentifier": "7439-93-2", "batteryMaterialName": "Lithium", "batteryMaterialMass": 7600},
                ],
            },
        })
    }

    fn certificate(when: &str, more: Value) -> Value {
        let mut subject = json!({
            "id": "https://id.acme.example/01/09506000134352/21/EV-000417",
            "eventTime": when, "inputMass": 428, "process": "hydrometallurgical",
            "recoveredMasses": [
                {"material": "nickel", "mass": 48.9}, {"material": "cobalt", "mass": 6.1},
                {"material": "lithium", "mass": 6.4}, {"material": "aluminium", "mass": 160},
                {"material": "steel", "mass": 90},
            ],
        });
        subject
            .as_object_mut()
            .unwrap()
            .extend(more.as_object().unwrap().clone());
        subject
    }

    fn found(subject: &Value, passport: Option<&Value>) -> Vec<(&'static str, String)> {
        let findings = lint_event(EventKind::Recycled, subject, passport);
        assert!(findings.is_compliant());
        findings
            .iter()
            .map(|finding| {
                assert_eq!(
                    (finding.severity, finding.verdict),
                    (Severity::Warning, Verdict::Law)
                );
                assert!(
                    finding.article.is_some() && finding.hint.is_some(),
                    "{finding}"
                );
                (finding.code, finding.message.clone())
            })
            .collect()
    }

    #[test]
    fn a_certificate_that_reaches_the_targets_is_not_remarked_upon() {
        assert_eq!(
            found(
                &certificate("2032-02-01T08:00:00Z", json!({})),
                Some(&passport())
            ),
            []
        );
        // Of another battery nothing is known.
        assert_eq!(
            found(&certificate("2032-02-01T08:00:00Z", json!({})), None),
            []
        );
    }

    #[test]
    fn what_was_not_recovered_is_told_by_its_article_once_the_target_is_in_force() {
        let poor = json!({"recoveredMasses": [
            {"material": "Ni", "mass": 46}, {"material": "Co", "mass": 5}, {"material": "copper", "mass": 30}]});
        let told = |when| found(&certificate(when, poor.clone()), Some(&passport()));
        assert_eq!(
            told("2027-06-01T00:00:00Z"),
            [(
                "recycling.below_target",
                "18.9 % of the battery's mass was recovered, below the recycling efficiency of 65 % for lithium-based batteries".to_owned()
            )]
        );
        let later: Vec<String> = told("2028-06-01T00:00:00Z")
            .into_iter()
            .map(|(_, told)| told)
            .collect();
        assert_eq!(later.len(), 3, "{later:?}");
        assert_eq!(
            later[1],
            "79.4 % of the cobalt was recovered (5 kg of the 6.3 kg that its passport says it holds), below the 90 % of Annex XII"
        );
        assert!(
            later[2].starts_with("0 % of the lithium was recovered"),
            "{later:?}"
        );
    }

    #[test]
    fn more_than_the_battery_held_is_doubted() {
        let rich = json!({"recoveredMasses": [
            {"material": "nickel", "mass": 61}, {"material": "cobalt", "mass": 6.3},
            {"material": "lithium", "mass": 7}, {"material": "steel", "mass": 240}]});
        let subject = certificate("2028-06-01T00:00:00Z", rich.clone());
        let [(code, told)] = &found(&subject, Some(&passport()))[..] else {
            panic!("{:?}", found(&subject, Some(&passport())))
        };
        assert_eq!(*code, "recycling.more_than_contained");
        assert!(
            told.contains("61 kg of nickel") && told.contains("50.1 kg"),
            "{told}"
        );
        // What the recycler found itself counts before what the passport says.
        let mut assayed = rich;
        assayed["containedMasses"] = json!([{"material": "nickel", "mass": 62}]);
        let subject = certificate("2028-06-01T00:00:00Z", assayed);
        assert_eq!(found(&subject, Some(&passport())), []);
    }

    #[test]
    fn a_certificate_without_masses_or_of_a_batch_is_told() {
        let codes = |more| -> Vec<&str> {
            let mut subject = certificate("2028-06-01T00:00:00Z", more);
            subject
                .as_object_mut()
                .unwrap()
                .retain(|_, value| !value.is_null());
            found(&subject, Some(&passport()))
                .into_iter()
                .map(|(code, _)| code)
                .collect()
        };
        assert_eq!(
            codes(json!({"recoveredMasses": null})),
            ["recycling.masses_missing"]
        );
        assert_eq!(
            codes(json!({"recoveredMasses": []})),
            ["recycling.masses_missing"]
        );
        assert_eq!(
            codes(json!({"inputMass": null})),
            ["recycling.input_missing"]
        );
        assert_eq!(
            codes(json!({"inputMass": 4300})),
            ["recycling.below_target", "recycling.input_too_heavy"]
        );
    }
}
