//! The public page of one battery: point 1 of Annex XIII, and whether the passport is current.

use askama::Template;
use credentials::battery::attributes::Attribute;
use credentials::battery::audience::pointers_for;
use credentials::battery::describe::{Line, describe};
use credentials::battery::passport::removed;
use credentials::battery::{Audience, Parts, naming};
use serde_json::Value;
use verifier::life::{Health, Recycling};
use verifier::pages::content::Group;
use verifier::pages::{EndSection, HealthSection, STYLE};

/// What the page tells. Everything shown comes from the publicly disclosed credential.
#[derive(Debug, Template)]
#[template(path = "passport.html")]
pub struct PassportPage {
    title: String,
    battery: String,
    state: State,
    end: Option<EndSection>,
    health: Option<HealthSection>,
    audience: Audience,
    facts: Vec<Fact>,
    groups: Vec<Group>,
    readers: Vec<Reader>,
    /// Whom they ask for it, and where.
    operator: Option<String>,
    email: Option<String>,
    credential_link: String,
    issuer: String,
    issuer_name: String,
    valid_from: String,
    version: String,
    predecessors: Vec<String>,
    /// The parts that went to other operators.
    gone: Parts,
    style: &'static str,
}

/// Where a passport stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// The responsible operator stands by it.
    Current,
    /// On hold.
    Suspended,
    /// Withdrawn.
    Revoked,
    /// Another operator has taken over (Art. 77(7)).
    Transferred,
    /// The battery was recycled (Art. 77(8)).
    Ceased,
    /// A later version corrects it.
    Superseded,
}

#[derive(Debug)]
struct Fact {
    title: &'static str,
    text: String,
}

#[derive(Debug)]
struct Reader {
    who: &'static str,
    what: String,
    article: &'static str,
}

impl PassportPage {
    /// The page of a passport of which `credential` is the public disclosure; `credential_link` leads to its signed
    /// form.
    pub fn new(credential: &Value, state: State, credential_link: String) -> Self {
        let subject = &credential["credentialSubject"];
        let text = |pointer: &str| {
            let text = credential.pointer(pointer).and_then(Value::as_str);
            text.unwrap_or_default().to_owned()
        };
        let issuer = match credential["issuer"].as_str() {
            Some(did) => did.to_owned(),
            None => text("/issuer/id"),
        };
        let lines = describe(subject);
        let issuer_name = text("/issuer/name");
        Self {
            title: title(subject).to_owned(),
            battery: text("/credentialSubject/id"),
            state,
            end: None,
            health: None,
            audience: Audience::Public,
            facts: facts(&lines),
            groups: Group::of(lines),
            readers: readers(),
            operator: naming::operator(subject)
                .filter(|_| state.has_an_operator_here())
                .map(str::to_owned),
            email: naming::operator_email(subject).map(str::to_owned),
            credential_link,
            issuer_name: if issuer_name.is_empty() {
                issuer.clone()
            } else {
                issuer_name
            },
            issuer,
            valid_from: text("/validFrom"),
            version: subject["version"].to_string(),
            gone: removed(credential),
            predecessors: subject["predecessor"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|reference| reference["id"].as_str())
                .map(str::to_owned)
                .collect(),
            style: STYLE,
        }
    }

    /// The same with the certificate of the battery's recycling, as far as the page's readers may see it.
    pub fn ended_by(self, recycling: Option<Recycling>) -> Self {
        let seen = recycling.map(|recycling| recycling.for_audience(self.audience));
        Self {
            end: seen.as_ref().map(EndSection::of),
            ..self
        }
    }

    /// The same for others than everyone: `credential` was disclosed to them, and they may see this of its health in time.
    pub fn for_audience(self, audience: Audience, health: &[Health]) -> Self {
        Self {
            audience,
            health: HealthSection::of(health),
            ..self
        }
    }

    fn is_public(&self) -> bool {
        self.audience == Audience::Public
    }

    /// What the content is called.
    fn heading(&self) -> String {
        match self.audience {
            Audience::Public => "What everyone may see".to_owned(),
            audience => format!("What is shown to: {}", who(audience)),
        }
    }

    /// The page as HTML.
    pub fn to_html(&self) -> Result<String, askama::Error> {
        self.render()
    }
}

impl State {
    fn word(self) -> &'static str {
        match self {
            Self::Current => "Current.",
            Self::Suspended => "Suspended.",
            Self::Revoked => "Revoked.",
            Self::Transferred => "Transferred.",
            Self::Ceased => "Ceased.",
            Self::Superseded => "Superseded.",
        }
    }

    fn meaning(self) -> &'static str {
        match self {
            Self::Current => "The operator below answers for this passport.",
            Self::Suspended => "The operator has put this passport on hold: do not rely on it now.",
            Self::Revoked => "The operator has withdrawn this passport: do not rely on it.",
            Self::Transferred => {
                "Another operator has taken over this battery and issues its passport (Art. 77(7))."
            }
            Self::Superseded => "The operator has corrected this passport with a later version.",
            Self::Ceased => "The battery was recycled: its passport has ended (Art. 77(8)).",
        }
    }

    /// Whether the operator that the passport names still answers for the battery by it.
    fn has_an_operator_here(self) -> bool {
        matches!(self, Self::Current | Self::Suspended | Self::Superseded)
    }

    fn class(self) -> &'static str {
        match self {
            Self::Current => "good",
            Self::Suspended | Self::Transferred | Self::Ceased | Self::Superseded => "wait",
            Self::Revoked => "bad",
        }
    }
}

/// The model, or else the maker.
fn title(subject: &Value) -> &str {
    let name = naming::model(subject).or_else(|| naming::maker(subject));
    name.unwrap_or("Battery")
}

fn facts(lines: &[Line]) -> Vec<Fact> {
    let fact = |(title, row): (_, &Attribute)| {
        let line = lines
            .iter()
            .find(|line| line.pointer.to_string() == row.pointer)?;
        let text = line.text.clone()?;
        Some(Fact { title, text })
    };
    naming::at_a_glance().filter_map(fact).collect()
}

fn readers() -> Vec<Reader> {
    let everyone = pointers_for(Audience::Public).len();
    Audience::ALL
        .into_iter()
        .filter(|audience| *audience != Audience::Public)
        .map(|audience| Reader {
            who: who(audience),
            what: format!(
                "{} attributes more",
                pointers_for(audience).len().saturating_sub(everyone)
            ),
            article: audience.article(),
        })
        .collect()
}

fn who(audience: Audience) -> &'static str {
    match audience.name() {
        "repairer" => "Repair and dismantling",
        "repurposer" => "Re-use, repurposing, remanufacturing",
        "recycler" => "Treatment and recycling",
        "owner" => "The owner of this battery",
        _ => "Notified bodies, market surveillance, the Commission",
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn credential() -> Value {
        json!({
            "issuer": {"id": "did:web:voltcell.example", "name": "VoltCell <GmbH>"},
            "validFrom": "2027-02-18T00:00:00Z",
            "credentialSubject": {
                "id": "https://id.voltcell.example/01/09506000134352/21/A1",
                "version": 1,
                "generalProductInformation": {
                    "batteryCategory": "ev",
                    "manufacturerInformation": {
                        "contactName": "VoltCell",
                        "webAddress": "javascript:alert(1)"
                    },
                    "batteryMass": 430.5
                }
            }
        })
    }

    fn page(state: State) -> String {
        PassportPage::new(&credential(), state, "?as=sd-jwt".into())
            .to_html()
            .unwrap()
    }

    #[test]
    fn the_page_shows_the_battery_and_that_its_passport_is_current() {
        let html = page(State::Current);
        for shown in [
            "430.5 kg",
            "Current.",
            "09506000134352/21/A1",
            "did:web:voltcell.example",
        ] {
            assert!(html.contains(shown), "{shown}");
        }
    }

    #[test]
    fn a_passport_that_ended_says_so_first() {
        assert!(page(State::Transferred).contains("Another operator has taken over"));
        assert!(page(State::Revoked).contains("do not rely on it"));
    }

    #[test]
    fn whoever_may_see_more_is_told_whom_to_ask() {
        assert!(!page(State::Current).contains("Ask "));
        let mut credential = credential();
        let mut ask = |name: &str, email: &str, state: State| {
            credential["credentialSubject"]["generalProductInformation"]["operatorInformation"] =
                json!({"contactName": name, "emailAddress": email});
            let page = PassportPage::new(&credential, state, "?as=sd-jwt".into());
            page.to_html().unwrap()
        };
        let html = ask("Volt & Söhne", "dbp@volt.example", State::Transferred);
        assert!(!html.contains("Ask "), "another operator answers for it");
        let mut ask = |name: &str, email: &str| ask(name, email, State::Current);
        let html = ask("Volt & Söhne", "dbp@volt.example");
        assert!(html.contains("Ask Volt &#38; Söhne"), "{html}");
        assert!(html.contains("href=\"mailto:dbp@volt.example\""), "{html}");
        for odd in [
            "x@y.example?body=z",
            "x@y.example\" onclick=\"z",
            "javascript:x",
        ] {
            let html = ask("Volt", odd);
            assert!(!html.contains("mailto:"), "{odd}: {html}");
        }
    }

    #[test]
    fn what_an_issuer_wrote_never_becomes_markup_or_a_script_link() {
        let html = page(State::Current);
        assert!(!html.contains("VoltCell <GmbH>"));
        assert!(!html.contains("href=\"javascript:"));
    }
}
