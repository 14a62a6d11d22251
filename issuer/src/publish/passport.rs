//! The public part of a passport (Art. 77(2)(a)).

use credentials::battery::audit::audit;
use credentials::battery::passport::{disclosable, disclosed_to};
use credentials::battery::{Audience, BatteryId, Category, Gtin, Serial};
use credentials::context::Contexts;
use credentials::json::JsonPointer;
use credentials::secured::Secured;
use serde_json::Value;
use verifier::life::Recycling;

use crate::pages::{PassportPage, State};
use crate::store::{Credential, Lifecycle, TransferState};
use crate::{Error, Issuer};

/// What everyone may see of a battery's current passport.
#[derive(Debug)]
pub struct PublicPassport {
    /// What is kept of it.
    pub kept: Credential,
    /// How it stands.
    pub state: State,
    /// With which certificate it ceased, where that is kept here.
    pub end: Option<Recycling>,
    /// The public part, to be shown.
    pub credential: Value,
    /// The public part, signed; none where the passport is secured so that nothing can be withheld, and holds more
    /// than everyone may see.
    pub secured: Option<Secured>,
}

impl Issuer {
    /// The passport that a label's link leads to, whatever host the link names.
    pub fn public_passport(
        &self,
        gtin: Gtin,
        serial: &Serial,
    ) -> Result<Option<PublicPassport>, Error> {
        let candidates = self.store().by_serial(serial.as_str())?;
        let same_product = |kept: &Credential| {
            let id: Result<BatteryId, _> = kept.battery.parse();
            id.is_ok_and(|id| id.gtin() == Some(gtin))
        };
        let newest = candidates
            .into_iter()
            .filter(same_product)
            .max_by_key(|kept| kept.issued);
        newest.map(|kept| self.public_part(kept)).transpose()
    }

    /// The public part of a passport that is kept.
    pub fn public_part(&self, kept: Credential) -> Result<PublicPassport, Error> {
        let secured = Secured::parse(kept.text.as_bytes()).map_err(credentials::Problem::from)?;
        let whole = secured.credential();
        let shown = disclosed_to(&whole, Audience::Public);
        let part = secured
            .for_audience(Audience::Public, Contexts::pinned(), &mut rand::rng())
            .map_err(credentials::Problem::from)?;
        let (credential, secured) = match part {
            Some(part) => (part.credential(), Some(part)),
            None => {
                let subject = &whole["credentialSubject"];
                let audit = audit(subject, Audience::Public, Category::of(subject).ok());
                let secured = audit.beyond.is_empty().then(|| secured.clone());
                (without(&whole, &shown), secured)
            }
        };
        let state = self.state(&kept)?;
        let end = match state {
            State::Ceased => self.recycling(&kept.battery)?,
            _ => None,
        };
        Ok(PublicPassport {
            state,
            end,
            kept,
            credential,
            secured,
        })
    }

    /// The page of a passport for some: `disclosed` is what of it they are given. Their state of health in time is on it,
    /// which everyone's has not.
    pub fn page_for(
        &self,
        audience: Audience,
        kept: &Credential,
        disclosed: &Value,
    ) -> Result<PassportPage, Error> {
        let state = self.state(kept)?;
        let end = match state {
            State::Ceased => self.recycling(&kept.battery)?,
            _ => None,
        };
        let health = self.health(disclosed, audience)?;
        let link = format!("{}?as=credential", kept.battery);
        let page = PassportPage::new(disclosed, state, link);
        Ok(page.for_audience(audience, &health).ended_by(end))
    }

    /// Whether a passport was issued again for a new operator: it is that operator's to answer for.
    pub(crate) fn handed_over(&self, passport: &str) -> Result<bool, Error> {
        let transfers = self.store().transfers()?;
        Ok(transfers.into_iter().any(|transfer| {
            transfer.state == TransferState::Done && transfer.reissued.as_deref() == Some(passport)
        }))
    }

    fn state(&self, kept: &Credential) -> Result<State, Error> {
        let standing = kept.standing;
        if standing.revoked {
            return Ok(State::Revoked);
        }
        match standing.lifecycle {
            Lifecycle::Ceased => return Ok(State::Ceased),
            Lifecycle::Superseded => return Ok(State::Superseded),
            Lifecycle::Transferred => return Ok(State::Transferred),
            Lifecycle::Active => {}
        }
        let handed_over = self.handed_over(&kept.id)?;
        Ok(match (handed_over, standing.suspended) {
            (true, _) => State::Transferred,
            (false, true) => State::Suspended,
            (false, false) => State::Current,
        })
    }
}

/// The credential without everything that could be withheld and is not shown, innermost first.
fn without(credential: &Value, shown: &[JsonPointer]) -> Value {
    let mut rest = credential.clone();
    let hidden = disclosable(credential)
        .into_iter()
        .rev()
        .filter(|pointer| !shown.contains(pointer));
    for pointer in hidden {
        let Some((name, parent)) = pointer.tokens().last().zip(pointer.parent()) else {
            continue;
        };
        match parent.get_mut(&mut rest) {
            Some(Value::Object(members)) => {
                members.shift_remove(name);
            }
            Some(Value::Array(items)) => {
                if let Ok(index) = name.parse::<usize>()
                    && index < items.len()
                {
                    items.remove(index);
                }
            }
            _ => {}
        }
    }
    rest
}
