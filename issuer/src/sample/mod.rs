//! Our own sample batteries: what `quickstart` issues, and what tests and newcomers start from.
//!
//! The passports are content as `lint` and `issue passport` read it: `id` and the content groups.

use credentials::json;
use serde_json::Value;

/// A 400 V, 77 kWh NMC traction pack.
pub const EV_PASSPORT: &str = include_str!("ev_passport.json");
/// A 36 V, 630 Wh e-bike battery.
pub const LMT_PASSPORT: &str = include_str!("lmt_passport.json");
/// A 51.2 V, 10.24 kWh LFP home storage.
pub const STATIONARY_PASSPORT: &str = include_str!("stationary_passport.json");
/// The traction pack in its second life as home storage, by another operator.
pub const SECOND_LIFE_PASSPORT: &str = include_str!("second_life_passport.json");
/// The traction pack's state of health after half a year, as `issue event` reads it.
pub const SOH_EVENT: &str = include_str!("soh_event.json");

/// The cathode powder of the traction pack, as its maker declares it for `issue supplier`.
pub const CATHODE: &str = include_str!("cathode.json");
/// The same powder from a second source.
pub const SECOND_SOURCE: &str = include_str!("second_source.json");

/// A production list of three traction packs, as a plant's system writes it.
pub const PRODUCTION_TABLE: &str = include_str!("production.csv");
/// What the traction packs are made of.
pub const MATERIALS_TABLE: &str = include_str!("materials.csv");
/// How both tables become passports.
pub const MAPPING: &str = include_str!("mapping.toml");

/// The content of the traction pack's passport.
pub fn ev_passport() -> Value {
    parsed(EV_PASSPORT)
}

/// The content of the e-bike battery's passport.
pub fn lmt_passport() -> Value {
    parsed(LMT_PASSPORT)
}

/// The content of the home storage's passport.
pub fn stationary_passport() -> Value {
    parsed(STATIONARY_PASSPORT)
}

/// The content of the passport of the traction pack in its second life.
pub fn second_life_passport() -> Value {
    parsed(SECOND_LIFE_PASSPORT)
}

/// The traction pack's state of health.
pub fn soh_event() -> Value {
    parsed(SOH_EVENT)
}

/// The traction pack's cathode powder, from both sources.
pub fn cathodes() -> [Value; 2] {
    [parsed(CATHODE), parsed(SECOND_SOURCE)]
}

/// The texts are ours and tested: null is out of reach.
fn parsed(text: &str) -> Value {
    json::parse(text.as_bytes()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use credentials::battery::attributes::{Kind, Requirement, table};
    use credentials::battery::audience::may_see;
    use credentials::battery::content::visit;
    use credentials::battery::lint::{Severity, lint};
    use credentials::battery::passport::{disclosable, disclosed_to};
    use credentials::battery::{Audience, Category, EventDraft, EventKind, PassportDraft, audit};
    use credentials::json::JsonPointer;
    use jiff::Timestamp;

    use super::*;

    fn samples() -> [(Category, Value); 4] {
        [
            (Category::Ev, ev_passport()),
            (Category::Lmt, lmt_passport()),
            (Category::Stationary, stationary_passport()),
            (Category::Stationary, second_life_passport()),
        ]
    }

    /// The first day on which anyone may try them.
    fn first_day() -> Timestamp {
        "2026-11-24T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn every_sample_is_of_its_category_and_lints_without_error_or_warning() {
        for (category, content) in samples() {
            assert_eq!(Category::of(&content), Ok(category));
            let findings = lint(&content, None, first_day());
            let loud: Vec<_> = findings
                .iter()
                .filter(|finding| finding.severity != Severity::Note)
                .collect();
            assert!(loud.is_empty(), "{category}: {loud:#?}");
        }
    }

    #[test]
    fn the_ev_sample_has_every_mandatory_and_conditional_attribute() {
        let content = ev_passport();
        for row in table().attributes() {
            let required = !matches!(
                row.requirements.of(Category::Ev),
                Requirement::Voluntary | Requirement::NotApplicable
            );
            let there = content.pointer(row.pointer).is_some();
            assert!(there || !required, "{}", row.pointer);
        }
    }

    #[test]
    fn every_audience_sees_its_share_of_every_sample_and_no_more() {
        for (category, content) in samples() {
            let credential = PassportDraft {
                id: "urn:uuid:00000000-0000-4000-8000-000000000000".to_owned(),
                issuer: "did:web:voltcell.example".to_owned(),
                issuer_name: None,
                valid_from: first_day(),
                valid_until: None,
                subject: content,
                version: 1,
                supersedes: None,
                predecessor: Vec::new(),
                status: Vec::new(),
            }
            .build()
            .unwrap();
            for audience in Audience::ALL {
                let subject = view(&credential, audience);
                let groups = subject.as_object().unwrap().len() - 4;
                assert!(groups >= 6, "{category} {audience}: {groups} groups");
                let audit = audit::audit(&subject, audience, Some(category));
                assert!(audit.is_clean(), "{category} {audience}: {audit:#?}");
                for row in table().attributes().filter(|row| may_see(row, audience)) {
                    let whole = credential["credentialSubject"].pointer(row.pointer);
                    assert_eq!(
                        subject.pointer(row.pointer),
                        whole,
                        "{audience} {}",
                        row.pointer
                    );
                }
            }
        }
    }

    #[test]
    fn the_event_is_a_state_of_health_of_the_ev_sample_after_its_service_began() {
        let draft = EventDraft::from_file(&soh_event()).unwrap();
        assert_eq!(draft.kind, EventKind::StateOfHealth);
        assert_eq!(draft.check_category(Category::Ev), Ok(()));
        let passport = ev_passport();
        assert_eq!(passport["id"], draft.battery.to_string());
        let served: Timestamp = passport["generalProductInformation"]["puttingIntoService"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        assert!(served < draft.time && draft.time < first_day());
    }

    /// What selective disclosure leaves of the subject for an audience.
    fn view(credential: &Value, audience: Audience) -> Value {
        let mut view = credential.clone();
        let shown = disclosed_to(credential, audience);
        // From the end, so that what is left of a list keeps its places.
        for pointer in disclosable(credential).iter().rev() {
            if !shown.contains(pointer) {
                remove(&mut view, pointer);
            }
        }
        view["credentialSubject"].take()
    }

    fn remove(document: &mut Value, pointer: &JsonPointer) {
        let last = pointer.tokens().last().unwrap();
        match pointer.parent().unwrap().get_mut(document) {
            Some(Value::Object(members)) => {
                members.shift_remove(last);
            }
            Some(Value::Array(items)) => {
                items.remove(last.parse().unwrap());
            }
            _ => {}
        }
    }

    /// How many scalars and objects a value has.
    fn parts(value: &Value) -> usize {
        match value {
            Value::Object(members) => members.values().map(parts).sum::<usize>() + 1,
            Value::Array(items) => items.iter().map(parts).sum(),
            _ => 1,
        }
    }

    #[test]
    fn every_sample_is_signed_completely_when_it_is_signed_as_rdf() {
        use credentials::canon::jsonld::to_rdf;
        use credentials::context::Contexts;
        use credentials::json::Node;

        for (category, content) in samples() {
            let draft = |subject: Value| {
                PassportDraft {
                    id: "urn:uuid:30000000-0000-4000-8000-000000000000".to_owned(),
                    issuer: "did:web:acme.example".to_owned(),
                    issuer_name: Some("Acme".to_owned()),
                    valid_from: first_day(),
                    valid_until: None,
                    subject,
                    version: 1,
                    supersedes: None,
                    predecessor: Vec::new(),
                    status: Vec::new(),
                }
                .build()
                .unwrap()
            };
            let statements = |document: &Value| {
                let dataset = to_rdf(&Node::from(document), Contexts::pinned())
                    .unwrap_or_else(|error| panic!("{category}: {error} at {}", error.at()));
                dataset.quads().len()
            };
            // Maps by language are no objects of their own in RDF.
            let mut maps = 0;
            visit(&content, &mut |place| {
                maps += usize::from(place.row.is_some_and(|row| row.kind == Kind::LanguageMap));
            });
            let document = draft(content.clone());
            // The document itself, its contexts, its id, the issuer's and the subject's.
            let frame = 1 + 2 + 3;
            assert_eq!(
                statements(&document),
                parts(&document) - frame - maps,
                "{category}"
            );
        }
    }
}
