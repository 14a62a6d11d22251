//! Which credential a person means.

use credentials::battery::BatteryId;

use crate::store::{Credential, Kind};
use crate::{Error, Issuer};

impl Issuer {
    /// The credential that `text` means: its id or the beginning of it, with or without `urn:uuid:`; or, by the
    /// battery's identifier or serial number, the battery's current passport.
    ///
    /// Nothing is guessed: a text that means several credentials is refused, and the error names them.
    pub fn find(&self, text: &str) -> Result<Credential, Error> {
        let text = text.trim();
        if let Some(exact) = self.store().credential(text)? {
            return Ok(exact);
        }
        if let Some(passport) = self.of_battery(text)? {
            return Ok(passport);
        }
        let mut found = self.store().by_serial(text)?;
        for credential in self.by_prefix(text)? {
            if !found.iter().any(|other| other.id == credential.id) {
                found.push(credential);
            }
        }
        match found.len() {
            0 => Err(Error::NoCredential(text.to_owned())),
            1 => Ok(found.remove(0)),
            _ => Err(Error::Ambiguous {
                text: text.to_owned(),
                candidates: found.iter().map(candidate).collect(),
            }),
        }
    }

    /// The current passport of the battery that `text` means, or that the credential is about that it means.
    pub fn find_passport(&self, text: &str) -> Result<Credential, Error> {
        let found = self.find(text)?;
        if found.kind == Kind::Passport && found.is_current() {
            return Ok(found);
        }
        self.of_battery(&found.battery)?
            .ok_or(Error::NoCredential(found.battery))
    }

    /// The current passport of the battery with this identifier.
    fn of_battery(&self, text: &str) -> Result<Option<Credential>, Error> {
        // As it is kept: a GTIN has 14 digits there, whatever its label has.
        let Ok(battery) = text.parse::<BatteryId>().map(|battery| battery.to_string()) else {
            return Ok(None);
        };
        if let Some(passport) = self.store().current_passport(&battery)? {
            return Ok(Some(passport));
        }
        match self.store().of_battery(&battery)? {
            others if others.is_empty() => Ok(None),
            others => Err(Error::NoPassport {
                battery,
                candidates: others.iter().map(candidate).collect(),
            }),
        }
    }

    fn by_prefix(&self, text: &str) -> Result<Vec<Credential>, Error> {
        let bare = text.strip_prefix(UUID).unwrap_or(text);
        if bare.len() < SHORTEST {
            return Ok(Vec::new());
        }
        // Ids of ours are written in small letters.
        let ours = format!("{UUID}{}", bare.to_ascii_lowercase());
        let mut found = self.store().by_id_prefix(&ours, MANY)?;
        if found.is_empty() {
            found = self.store().by_id_prefix(text, MANY)?;
        }
        Ok(found)
    }
}

/// What a person tells it by.
fn candidate(credential: &Credential) -> String {
    let Credential {
        id, title, battery, ..
    } = credential;
    format!("{id} ({title}, {battery})")
}

/// How the ids of our credentials begin.
const UUID: &str = "urn:uuid:";

/// Characters from which on a beginning is taken for one, as git has it: fewer may as well be a serial number.
const SHORTEST: usize = 4;

/// More candidates than anyone reads.
const MANY: usize = 20;

#[cfg(test)]
mod tests {
    use credentials::battery::EventDraft;
    use credentials::problem::Coded;
    use serde_json::json;

    use super::*;
    use crate::issuance::PassportOrder;
    use crate::issuance::tests::{Scene, now, scene};
    use crate::sample;

    fn order(battery: &str) -> PassportOrder {
        let mut subject = sample::ev_passport();
        subject["id"] = json!(battery);
        subject["generalProductInformation"]["productIdentifier"] = json!(battery);
        PassportOrder::new(subject)
    }

    fn passport(scene: &Scene, battery: &str) -> String {
        scene.passport(order(battery)).reference.id
    }

    fn event(scene: &Scene, battery: &str) -> String {
        let mut content = sample::soh_event();
        content["battery"] = json!(battery);
        let draft = EventDraft::from_file(&content).unwrap();
        let prepared = scene.issuer.prepare_event(&draft, None, now()).unwrap();
        scene.issuer.issue(prepared, now()).unwrap().reference.id
    }

    fn code(scene: &Scene, text: &str) -> &'static str {
        scene.issuer.find(text).unwrap_err().code()
    }

    const BATTERY: &str = "https://id.voltcell.example/01/09506000134352/21/A%2F1";
    const OTHER: &str = "https://id.voltcell.example/01/09506000134352/21/B2";
    const TWIN: &str = "https://elsewhere.example/01/09506000134352/21/B2";

    #[test]
    fn a_credential_is_found_by_its_id_and_any_beginning_of_it() {
        let scene = scene();
        let id = passport(&scene, BATTERY);
        let bare = id.strip_prefix(UUID).unwrap();
        let capitals = bare[..12].to_uppercase();
        for text in [
            &id,
            &id[..21],
            bare,
            &bare[..8],
            &bare[..4],
            &capitals,
            &format!(" {id}\n"),
        ] {
            assert_eq!(scene.issuer.find(text).unwrap().id, id, "{text}");
        }
    }

    #[test]
    fn battery_and_serial_number_mean_the_current_passport() {
        let scene = scene();
        let first = passport(&scene, BATTERY);
        event(&scene, BATTERY);
        let second = scene.passport(PassportOrder {
            supersede: true,
            ..order(BATTERY)
        });
        let thirteen_digits = BATTERY.replace("/01/0", "/01/");
        for text in [BATTERY, &thirteen_digits, "A/1"] {
            assert_eq!(
                scene.issuer.find(text).unwrap().id,
                second.reference.id,
                "{text}"
            );
        }
        assert_eq!(scene.issuer.find(&first).unwrap().id, first);
        let current = scene.issuer.find_passport(&first).unwrap();
        assert_eq!(current.id, second.reference.id);
    }

    #[test]
    fn a_serial_number_of_two_batteries_is_ambiguous_and_both_are_named() {
        let scene = scene();
        let ids = [passport(&scene, OTHER), passport(&scene, TWIN)];
        let error = scene.issuer.find("B2").unwrap_err();
        assert_eq!(error.code(), "issuer.ambiguous_id");
        let hint = error.hint().unwrap();
        for named in ids.iter().map(String::as_str).chain([OTHER, TWIN]) {
            assert!(hint.contains(named), "{hint}");
        }
    }

    #[test]
    fn a_beginning_of_all_ids_is_ambiguous_and_one_too_short_is_none() {
        let scene = scene();
        passport(&scene, BATTERY);
        passport(&scene, OTHER);
        assert_eq!(code(&scene, "urn:uu"), "issuer.ambiguous_id");
        for text in [
            "",
            "urn:uuid:",
            "____",
            "zz",
            "urn:uuid:nothing",
            "https://id.voltcell.example/01/",
        ] {
            assert_eq!(code(&scene, text), "issuer.no_credential", "{text:?}");
        }
    }

    #[test]
    fn a_battery_with_events_only_has_no_passport_to_mean() {
        let scene = scene();
        let event = event(&scene, OTHER);
        let error = scene.issuer.find(OTHER).unwrap_err();
        assert_eq!(error.code(), "issuer.no_passport");
        assert!(error.hint().unwrap().contains(&event));
        assert_eq!(code(&scene, "B2"), "issuer.no_credential");
    }
}
