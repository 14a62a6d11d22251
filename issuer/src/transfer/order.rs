//! An authority's order, in place of the offer of an operator that is gone (Art. 78).

use credentials::battery::identifier::IdentifierError;
use credentials::battery::passport::PASSPORT;
use credentials::battery::transfer::{Ground, SUCCESSION_ORDER, SuccessionOrder};
use credentials::battery::{Act, Parts};
use credentials::did::DidError;
use credentials::model::has_type;
use credentials::{Did, Problem};
use jiff::Timestamp;
use verifier::{CheckName, CheckStatus, Environment, Policy};

use super::{Read, Refusal};
use crate::issuance::{Attestation, Prepared, serial};
use crate::{Error, Issuer};

/// A succession that is wanted.
#[derive(Debug, Clone)]
pub struct Succession {
    /// Who is to answer for the battery.
    pub to: Did,
    /// For which parts of it; the whole where none are named.
    pub parts: Parts,
    /// Why its operator cannot hand it over.
    pub ground: Ground,
    /// The decision, in words or as a link.
    pub reason: Option<String>,
    /// For how many days it can be accepted.
    pub days: u32,
}

impl Issuer {
    /// Prepares the order that `to` follows the operator of this passport, which is as that one last published it. The passport must
    /// be authentic and not be known to be revoked, on hold, or handed on; that its operator's status lists are gone with
    /// it speaks against nothing. The order has a status: whoever gave it can revoke it.
    pub fn prepare_succession(
        &self,
        passport: &[u8],
        wanted: Succession,
        environment: &Environment,
        now: Timestamp,
    ) -> Result<Prepared, Error> {
        self.may(Act::SuccessionOrder)?;
        let passport = Read::parse(&super::answer::text(passport)?)?;
        authentic(&passport, environment, now)?;
        let subject = &passport.credential["credentialSubject"];
        if !has_type(&passport.credential, PASSPORT) {
            return Err(Refusal::NoPassport.into());
        }
        let battery = subject["id"].as_str().unwrap_or_default();
        let issuer = &passport.credential["issuer"];
        let former = issuer.as_str().or_else(|| issuer["id"].as_str());
        let unnamed = |error: IdentifierError| Error::Refused(Problem::from(error));
        let refused = |error: DidError| Error::Refused(Problem::from(error));
        let statement = self.statement(Some(wanted.days), now)?;
        let order = SuccessionOrder {
            statement,
            battery: battery.parse().map_err(unnamed)?,
            former_operator: former.unwrap_or_default().parse().map_err(refused)?,
            new_operator: wanted.to,
            parts: wanted.parts,
            passport: passport.reference,
            ground: wanted.ground,
            reason: wanted.reason,
        };
        let attestation = Attestation {
            about: order.battery.to_string(),
            serial: serial(&order.battery),
            title: SUCCESSION_ORDER,
            suite: None,
        };
        self.prepare_attestation(attestation, |status| {
            let mut said = order.clone();
            said.statement.status = status;
            Ok(said.build().map_err(Refusal::from)?)
        })
    }
}

fn authentic(passport: &Read, environment: &Environment, now: Timestamp) -> Result<(), Error> {
    let text = passport.secured.to_text();
    let report = verifier::verify(text.as_bytes(), &Policy::at(now), environment);
    let stands = report.checks.iter().all(|check| match check.name {
        CheckName::Proof | CheckName::IssuerKey => {
            matches!(check.status, CheckStatus::Pass | CheckStatus::Warning)
        }
        CheckName::Status => !check.code.is_some_and(|code| ENDED.contains(&code)),
        _ => true,
    });
    match stands {
        true => Ok(()),
        false => Err(Refusal::Answer(report.refusal()).into()),
    }
}

/// What a status list says of a passport that nobody can be ordered to take over.
const ENDED: [&str; 5] = [
    "status.revoked",
    "status.suspended",
    "status.transferred",
    "status.ceased",
    "status.superseded",
];
