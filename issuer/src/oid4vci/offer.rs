//! Making a credential offer.

use credentials::protocol::oid4vci::{
    CredentialOffer, Grants, InputMode, IssuerUrl, OfferLink, PreAuthorizedGrant, TxCode,
};
use jiff::{SignedDuration, Timestamp};

use super::{metadata, secret};
use crate::standing;
use crate::store::{Change, Offer};
use crate::{Error, Issuer};

/// A credential offer, as it is handed over once.
pub struct Offered {
    /// The link for a QR code: the offer by value.
    pub link: String,
    /// What the holder must type beside it, sent another way; where one was asked for.
    pub tx_code: Option<String>,
    /// Until when the code is good.
    pub expires: Timestamp,
}

impl Issuer {
    /// Offers a credential to whoever holds the link, and the transaction code where one is asked for. It will be
    /// bound to that wallet's key. What does not hold any more, or not for now, is not offered.
    pub fn offer(
        &self,
        credential: &str,
        lifetime: SignedDuration,
        with_tx_code: bool,
        now: Timestamp,
    ) -> Result<Offered, Error> {
        let kept = self.store().credential(credential)?;
        let kept = kept.ok_or_else(|| Error::NoCredential(credential.to_owned()))?;
        standing::check_alive(&kept)?;
        let (code, tx_code) = (secret::random(), with_tx_code.then(secret::tx_code));
        let expires = now + lifetime;
        self.store().commit(&[Change::OpenOffer(Box::new(Offer {
            id: secret::random(),
            credential: kept.id.clone(),
            code_hash: secret::hash(&code),
            tx_code_hash: tx_code.as_deref().map(secret::hash),
            attempts: 0,
            created: now,
            expires,
            token: None,
            redeemed: None,
        }))])?;
        let grant = PreAuthorizedGrant {
            code,
            tx_code: with_tx_code.then(|| TxCode {
                input_mode: InputMode::Numeric,
                length: Some(secret::TX_CODE_LENGTH),
                description: Some("The issuer tells you this code another way.".into()),
            }),
            authorization_server: None,
        };
        let offer = CredentialOffer {
            credential_issuer: IssuerUrl::parse(self.base_url())
                .map_err(credentials::Problem::from)?,
            credential_configuration_ids: vec![metadata::configuration_of(&kept).to_owned()],
            grants: Grants {
                pre_authorized: Some(grant),
            },
        };
        Ok(Offered {
            link: OfferLink::Value(Box::new(offer)).to_string(),
            tx_code,
            expires,
        })
    }
}

// The link holds the code: it stays out of logs.
impl std::fmt::Debug for Offered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Offered")
            .field("expires", &self.expires)
            .finish_non_exhaustive()
    }
}
