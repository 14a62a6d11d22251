//! A credential is bound to the wallet's key, signed and given (section 8).

use credentials::Suite;
use credentials::context::Contexts;
use credentials::json;
use credentials::keys::PublicKey;
use credentials::protocol::oid4vci::{
    CredentialRequest, CredentialResponse, ErrorCode, ErrorResponse, IssuedCredential, IssuerUrl,
    KeyProof, NamedKey, Requested,
};
use credentials::secured::{Secured, Securing, secure};
use did_resolver::{Relationship, jwk, key};
use jiff::Timestamp;

use super::{failed, metadata, nonce, secret};
use crate::Issuer;
use crate::standing::check_alive;
use crate::store::{Change, Copy, Credential, Kind, Offer, StoreError};

/// Gives the credential of the offer that this access token belongs to. The same wallet may ask again while the token
/// is good, in case the answer was lost.
pub fn give(
    issuer: &Issuer,
    token: Option<&str>,
    body: &[u8],
    now: Timestamp,
) -> Result<CredentialResponse, ErrorResponse> {
    let offer = authorized(issuer, token, now)?;
    let request = CredentialRequest::parse(body)?;
    let kept = issuer
        .store()
        .credential(&offer.credential)
        .map_err(failed)?;
    let kept = kept.ok_or_else(|| {
        ErrorResponse::new(ErrorCode::CredentialRequestDenied, "the credential is gone")
    })?;
    if request.requested != Requested::Configuration(metadata::configuration_of(&kept).into()) {
        return Err(ErrorResponse::new(
            ErrorCode::UnknownCredentialConfiguration,
            "expected the configuration of the offer",
        ));
    }
    check_alive(&kept).map_err(|error| {
        ErrorResponse::new(ErrorCode::CredentialRequestDenied, error.to_string())
    })?;
    let suite = kept.suite.parse().ok().filter(|suite: &Suite| {
        suite.is_sd_jwt() || suite.discloses_selectively() && kept.kind == Kind::Passport
    });
    let text = if let Some(suite) = suite {
        let holder = holder(issuer, &request.proofs, now)?;
        bound(issuer, &offer, (&kept, suite), &holder, now)?
    } else {
        redeem(issuer, &offer, None, now)?;
        kept.text
    };
    let credential = match text.starts_with('{') {
        true => json::parse(text.as_bytes())
            .map_err(|error| failed(credentials::Problem::from(error)))?,
        false => text.into(),
    };
    Ok(CredentialResponse {
        credentials: vec![IssuedCredential { credential }],
        notification_id: Some(offer.id),
    })
}

fn authorized(
    issuer: &Issuer,
    token: Option<&str>,
    now: Timestamp,
) -> Result<Offer, ErrorResponse> {
    let refused = || {
        ErrorResponse::new(
            ErrorCode::InvalidToken,
            "the access token is missing, unknown or expired",
        )
    };
    let hash = secret::hash(token.ok_or_else(refused)?);
    let offer = issuer.store().offer_by_token(&hash).map_err(failed)?;
    offer
        .filter(|offer| offer.token.is_some_and(|(_, until)| now < until))
        .ok_or_else(refused)
}

/// The key that the wallet proves to hold.
fn holder(issuer: &Issuer, proofs: &[String], now: Timestamp) -> Result<PublicKey, ErrorResponse> {
    let invalid = |detail: &str| ErrorResponse::new(ErrorCode::InvalidProof, detail);
    let [proof] = proofs else {
        return Err(invalid("expected one key proof"));
    };
    let url = IssuerUrl::parse(issuer.base_url())
        .map_err(|error| failed(credentials::Problem::from(error)))?;
    let proof = KeyProof::parse(proof, &url, now)?;
    let good = match &proof.nonce {
        Some(nonce) => nonce::is_good(issuer, nonce, now).map_err(failed)?,
        None => false,
    };
    if !good {
        return Err(ErrorResponse::new(
            ErrorCode::InvalidNonce,
            "fetch a nonce and prove again",
        ));
    }
    let key = match &proof.key {
        NamedKey::Jwk(key) => key.clone(),
        NamedKey::Method(method) => {
            let document = match method.did().method() {
                "key" => key::resolve(method.did()),
                "jwk" => jwk::resolve(method.did()),
                _ => return Err(invalid("expected kid to be of did:key or did:jwk")),
            };
            let document = document.map_err(|error| invalid(&error.to_string()))?;
            document
                .method(method)
                .filter(|_| document.has(Relationship::Authentication, method))
                .ok_or_else(|| invalid("the DID has no such authentication key"))?
                .key
                .clone()
        }
    };
    proof.verify(&key)?;
    Ok(key)
}

/// The credential bound to this holder: made now, or made before for the same offer.
fn bound(
    issuer: &Issuer,
    offer: &Offer,
    (kept, suite): (&Credential, Suite),
    holder: &PublicKey,
    now: Timestamp,
) -> Result<String, ErrorResponse> {
    let (did, _) = key::document(holder);
    if offer.redeemed.is_some() {
        let copies = issuer.store().copies(&kept.id).map_err(failed)?;
        let again = copies
            .into_iter()
            .rev()
            .find(|copy| copy.holder.as_deref() == Some(did.as_str()));
        return again.map(|copy| copy.text).ok_or_else(used);
    }
    let problem = |error| failed(credentials::Problem::from(error));
    let credential = Secured::parse(kept.text.as_bytes())
        .map_err(problem)?
        .credential();
    let ring = issuer.ring().map_err(failed)?;
    let signing = ring.for_suite(suite).map_err(failed)?;
    let by = Securing {
        method: &signing.method,
        holder: Some(holder),
        created: now,
        contexts: Contexts::pinned(),
    };
    let secured =
        secure(&credential, suite, &by, &signing.secret, &mut rand::rng()).map_err(problem)?;
    let copy = Copy {
        credential: kept.id.clone(),
        digest: secured.digest(),
        text: secured.to_text(),
        holder: Some(did.as_str().to_owned()),
        issued: now,
    };
    redeem(issuer, offer, Some(copy), now)?;
    Ok(secured.to_text())
}

/// Ends the offer and keeps what was made for it, both or neither.
fn redeem(
    issuer: &Issuer,
    offer: &Offer,
    copy: Option<Copy>,
    now: Timestamp,
) -> Result<(), ErrorResponse> {
    if offer.redeemed.is_some() {
        return Ok(());
    }
    let mut changes = vec![Change::RedeemOffer {
        offer: offer.id.clone(),
        at: now,
    }];
    changes.extend(copy.map(Change::KeepCopy));
    match issuer.store().commit(&changes) {
        Ok(_) => Ok(()),
        Err(StoreError::Conflict(_)) => Err(used()),
        Err(error) => Err(failed(error)),
    }
}

fn used() -> ErrorResponse {
    ErrorResponse::new(
        ErrorCode::CredentialRequestDenied,
        "the credential was given to another key",
    )
}
