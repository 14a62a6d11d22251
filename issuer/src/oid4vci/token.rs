//! A code becomes an access token, once (section 6).

use credentials::protocol::oid4vci::{ErrorCode, ErrorResponse, TokenRequest, TokenResponse};
use jiff::{SignedDuration, Timestamp};

use super::{failed, secret};
use crate::Issuer;
use crate::store::{Change, Offer, StoreError};

/// Trades the code of the posted form for a token.
pub fn trade(issuer: &Issuer, form: &[u8], now: Timestamp) -> Result<TokenResponse, ErrorResponse> {
    let request = TokenRequest::parse(form)?;
    let code = secret::hash(&request.pre_authorized_code);
    let offer = issuer.store().offer_by_code(&code).map_err(failed)?;
    let offer = offer
        .filter(|offer| offer.token.is_none() && now < offer.expires)
        .ok_or_else(|| denied("the code is unknown, used or expired"))?;
    check_tx_code(issuer, &offer, request.tx_code.as_deref())?;

    let token = secret::random();
    let traded = issuer.store().commit(&[Change::TradeOffer {
        offer: offer.id,
        token_hash: secret::hash(&token),
        token_expires: now + LIFETIME,
    }]);
    match traded {
        Ok(_) => Ok(TokenResponse::bearer(
            token,
            LIFETIME.as_secs().unsigned_abs(),
        )),
        // Somebody else was faster with the same code.
        Err(StoreError::Conflict(_)) => Err(denied("the code is unknown, used or expired")),
        Err(error) => Err(failed(error)),
    }
}

fn check_tx_code(
    issuer: &Issuer,
    offer: &Offer,
    tx_code: Option<&str>,
) -> Result<(), ErrorResponse> {
    let unfit = |detail| ErrorResponse::new(ErrorCode::InvalidRequest, detail);
    match (&offer.tx_code_hash, tx_code) {
        (None, None) => Ok(()),
        // Section 6.3: invalid_request where one is missing or not expected.
        (None, Some(_)) => Err(unfit("this offer has no transaction code")),
        (Some(_), None) => Err(unfit("this offer needs its transaction code")),
        (Some(expected), Some(given)) => {
            // Counted first, so that guesses which come at once are counted as well.
            let count = Change::CountAttempt {
                offer: offer.id.clone(),
                most: MAX_ATTEMPTS,
            };
            match issuer.store().commit(&[count]) {
                Ok(_) if *expected == secret::hash(given) => Ok(()),
                Ok(_) => Err(denied("the transaction code is wrong")),
                Err(StoreError::Conflict(_)) => Err(denied(
                    "too many transaction codes were tried: ask for a new offer",
                )),
                Err(error) => Err(failed(error)),
            }
        }
    }
}

fn denied(detail: &str) -> ErrorResponse {
    ErrorResponse::new(ErrorCode::InvalidGrant, detail)
}

/// Time to fetch the credential.
const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// Guesses at a transaction code of six digits.
const MAX_ATTEMPTS: u32 = 5;
