//! A passport or an event that was issued, in the words of another vocabulary, signed by the same issuer.

use credentials::json;
use credentials::secured::Secured;
use credentials::{Problem, Suite};
use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::{Prepared, new_id};
use crate::exchange::Exported;
use crate::exchange::untp::{Envelope, Trace};
use crate::store::{Credential, Kind, Standing};
use crate::{Error, Issuer};

impl Issuer {
    /// The frame of a credential that this issuer makes now.
    pub fn envelope(&self, now: Timestamp) -> Envelope {
        Envelope {
            id: new_id(),
            issuer: self.did().to_string(),
            name: self.identity().name.clone(),
            valid_from: now.to_string(),
            valid_until: None,
            history: Vec::new(),
        }
    }

    /// The events of a battery that stand, by whoever signed them.
    pub fn history(&self, battery: &str) -> Result<Vec<Trace>, Error> {
        let said = self.store().of_battery(battery)?;
        let events = said.into_iter().filter(|said| said.kind == Kind::Event);
        let stands =
            |event: &Credential| event.is_current() && event.standing == Standing::default();
        Ok(events
            .filter(stands)
            .map(|event| Trace {
                digest: Sha256::digest(event.text.as_bytes())
                    .iter()
                    .map(|byte| format!("{byte:02x}"))
                    .collect(),
                id: event.id,
                title: event.title,
            })
            .collect())
    }

    /// Signs the file of an export in the place of the unsigned one. Only of what this issuer said itself and what is in
    /// force, so that nothing is said in other words that was not linted and issued; and nothing of it is kept here.
    pub fn sign_export(
        &self,
        said: &Credential,
        exported: &mut Exported,
        suite: Suite,
        now: Timestamp,
    ) -> Result<(), Error> {
        if !said.is_current() || said.standing != Standing::default() {
            let message = "only what is in force is signed in other words: this is not";
            return Err(Problem::new("export.not_in_force", message)
                .hint("`dbp-issuer status ID` says how it stands")
                .into());
        }
        let issued = Secured::parse(said.text.as_bytes()).map_err(Problem::from)?;
        let issued = issued.credential();
        let by = Envelope::of(&issued).map(|frame| frame.issuer);
        if by.as_deref() != Some(self.did().to_string().as_str()) {
            let by = by.unwrap_or_else(|| "another".to_owned());
            let message =
                format!("it was said by {by}, and only its own words are this issuer's to sign");
            return Err(Problem::new("export.not_ours", message)
                .hint("export it unsigned, or ask who signed it")
                .into());
        }
        for (_, bytes) in &mut exported.files {
            let mut credential = json::parse(bytes).map_err(Problem::from)?;
            // It ends with what it says again, and is revoked with it.
            for name in ["validUntil", "credentialStatus"] {
                if let Some(value) = issued.get(name) {
                    credential[name] = value.clone();
                }
            }
            Prepared::validate(&credential)?;
            let secured = self.attest_in(suite, &credential, now)?;
            *bytes = secured.to_file().into_bytes();
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use credentials::battery::EventDraft;
    use credentials::problem::Coded;
    use serde_json::Value;

    use super::*;
    use crate::exchange::{ExportFormat, export};
    use crate::issuance::PassportOrder;
    use crate::issuance::tests::{now, scene};
    use crate::{sample, standing::Verb};

    #[test]
    fn the_events_that_stand_are_linked_by_their_digests() {
        let scene = scene();
        let passport = scene.passport(PassportOrder::new(sample::ev_passport()));
        let issuer = &scene.issuer;
        let draft = EventDraft::from_file(&sample::soh_event()).unwrap();
        let later = "2030-01-01T00:00:00Z".parse().unwrap();
        let prepared = issuer.prepare_event(&draft, None, later).unwrap();
        let event = issuer.issue(prepared, now()).unwrap();
        let kept = issuer.find_passport(&passport.reference.id).unwrap();
        let [trace] = issuer.history(&kept.battery).unwrap().try_into().unwrap();
        assert_eq!(
            (&trace.id, trace.title.as_str()),
            (&event.reference.id, "StateOfHealth")
        );
        assert_eq!(trace.digest.len(), 64);
        let frame = Envelope {
            history: vec![trace.clone()],
            ..issuer.envelope(now())
        };
        let exported = export(&sample::ev_passport(), ExportFormat::Untp, Some(&frame)).unwrap();
        let said: Value = serde_json::from_slice(&exported.files[0].1).unwrap();
        let link = &said["credentialSubject"]["traceabilityInformation"][0]["traceabilityEvent"][0];
        assert_eq!(
            (&link["linkURL"], &link["hashDigest"]),
            (&Value::from(trace.id), &Value::from(trace.digest))
        );

        issuer.stand(&event.reference.id, Verb::Revoke).unwrap();
        assert!(issuer.history(&kept.battery).unwrap().is_empty());
    }

    #[test]
    fn what_is_said_in_other_words_ends_with_the_passport() {
        let scene = scene();
        let issued = scene.passport(PassportOrder {
            valid_until: Some("2040-01-01T00:00:00Z".parse().unwrap()),
            ..PassportOrder::new(sample::ev_passport())
        });
        let issuer = &scene.issuer;
        let sign = || {
            let passport = issuer.find_passport(&issued.reference.id).unwrap();
            let frame = issuer.envelope(now());
            let content = sample::ev_passport();
            let mut exported = export(&content, ExportFormat::Untp, Some(&frame)).unwrap();
            issuer.sign_export(&passport, &mut exported, Suite::VcJwt, now())?;
            Ok::<_, Error>(exported.files.remove(0).1)
        };
        let signed = Secured::parse(&sign().unwrap()).unwrap();
        assert_eq!(signed.suite(), Suite::VcJwt);
        let (said, passport) = (signed.credential(), issued.secured.credential());
        for name in ["validUntil", "credentialStatus"] {
            assert!(said[name] != Value::Null && said[name] == passport[name]);
        }
        issuer.stand(&issued.reference.id, Verb::Suspend).unwrap();
        assert_eq!(sign().unwrap_err().code(), "export.not_in_force");
    }
}
