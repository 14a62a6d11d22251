//! A passport that was issued, in the words of another vocabulary, signed by the same issuer.

use credentials::context::Contexts;
use credentials::json;
use credentials::secured::{Securing, secure};
use credentials::{Problem, Suite};
use jiff::Timestamp;

use super::{Prepared, new_id};
use crate::exchange::Exported;
use crate::exchange::untp::Envelope;
use crate::store::{Credential, Standing};
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
        }
    }

    /// Signs the one file of an export in the place of the unsigned one. Only of the current passport, so that
    /// nothing is said in other words that was not linted and issued; and nothing of it is kept here.
    pub fn sign_export(
        &self,
        passport: &Credential,
        exported: &mut Exported,
        suite: Suite,
        now: Timestamp,
    ) -> Result<(), Error> {
        if !passport.is_current() || passport.standing != Standing::default() {
            let message = "only a passport in force is signed in other words: this one is not";
            return Err(Problem::new("export.not_in_force", message)
                .hint("`dbp-issuer status ID` says how it stands")
                .into());
        }
        let ring = self.ring()?;
        let key = ring.for_suite(suite)?;
        let by = Securing {
            method: &key.method,
            holder: None,
            created: now,
            contexts: Contexts::pinned(),
        };
        for (_, bytes) in &mut exported.files {
            let credential = json::parse(bytes).map_err(Problem::from)?;
            Prepared::validate(&credential)?;
            let secured = secure(&credential, suite, &by, &key.secret, &mut rand::rng());
            *bytes = secured.map_err(Problem::from)?.to_file().into_bytes();
        }
        Ok(())
    }
}
