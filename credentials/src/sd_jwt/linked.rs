//! SD-JWT VC that carries a credential of the data model 2.0: OpenID4VP 1.0 section B.3.7 (SD-JWT VCLD).
//!
//! The claims that every SD-JWT VC has (draft-ietf-oauth-sd-jwt-vc section 2.2) say type, issuer, period and status,
//! in place of what the data model has for them; all else stands in `ld`:
//!
//! | claim | member of the credential |
//! |---|---|
//! | `vct` | the last of `type`: [`BATTERY_PASSPORT_V1`], a slash, and the name |
//! | `iss` | `issuer`, its id; a name stays in `ld` |
//! | `nbf`, `exp` | `validFrom`, `validUntil` |
//! | `status` | the entry of `credentialStatus` that is in a Token Status List |
//!
//! `ld` says one of these again only where the claim cannot say all of it, and then both have to agree.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use super::SdJwtError;
use crate::context::BATTERY_PASSPORT_V1;
use crate::model::Credential;
use crate::status::{take_claim, with_claim};

/// Media type of an SD-JWT VC.
pub const DC_MEDIA_TYPE: &str = "application/dc+sd-jwt";

/// `typ` of an SD-JWT VC.
pub(crate) const DC: &str = "dc+sd-jwt";

/// The claim with what the data model says beyond the others.
pub(crate) const LD: &str = "ld";

/// The claims that say what the credential says, signed at this time.
pub fn claims(credential: &Value, created: Timestamp) -> Result<Value, SdJwtError> {
    let members = credential.as_object().ok_or(SdJwtError::NotAnObject)?;
    let view = Credential::new(credential);
    let mut ld = members.clone();
    let mut claims = Map::new();
    claims.insert("vct".into(), vct(view)?.into());
    let issuer = id(credential.get("issuer"));
    let issuer = issuer.ok_or(SdJwtError::NotSayable {
        member: "issuer",
        expected: "a URL",
    })?;
    claims.insert("iss".into(), issuer.into());
    claims.insert("iat".into(), created.as_second().into());
    for (claim, member, time) in [
        ("nbf", "validFrom", view.valid_from()),
        ("exp", "validUntil", view.valid_until()),
    ] {
        let Some(time) = time else {
            continue;
        };
        claims.insert(claim.into(), time.as_second().into());
        if written(time.as_second()).as_ref() == ld.get(member) {
            ld.shift_remove(member);
        }
    }
    if let Some(status) = take_claim(&mut ld) {
        claims.insert("status".into(), status);
    }
    match ld.get_mut("issuer") {
        Some(Value::Object(issuer)) => drop(issuer.shift_remove("id")),
        _ => drop(ld.shift_remove("issuer")),
    }
    if ld.get("type") == claims.get("vct").map(types).as_ref() {
        ld.shift_remove("type");
    }
    claims.insert(LD.into(), ld.into());
    Ok(claims.into())
}

/// Checks what an SD-JWT VC must have, and that `ld` repeats nothing differently.
pub(super) fn check(claims: &Value) -> Result<(), SdJwtError> {
    let vct = claims.get("vct").filter(|vct| vct.is_string());
    let vct = vct.ok_or(SdJwtError::Vct)?;
    let Some(ld) = claims.get(LD) else {
        return Ok(());
    };
    if !ld.is_object() {
        return Err(SdJwtError::Ld);
    }
    let view = Credential::new(ld);
    let kind = types(vct)
        .as_array()
        .and_then(|types| types.last())
        .cloned();
    let last = view.types().last().map(Value::from);
    let second = |claim: &str| claims.get(claim).and_then(Value::as_i64);
    let start = |time: Timestamp| Some(time.as_second());
    let issuer = id(ld.get("issuer"));
    let said_alike = [
        ("vct", last.is_none() || last == kind),
        (
            "iss",
            issuer.is_none() || issuer == claims.get("iss").and_then(Value::as_str),
        ),
        (
            "nbf",
            view.valid_from()
                .is_none_or(|time| start(time) == second("nbf")),
        ),
        (
            "exp",
            view.valid_until()
                .is_none_or(|time| start(time) == second("exp")),
        ),
    ];
    match said_alike.into_iter().find(|(_, alike)| !alike) {
        None => Ok(()),
        Some((name, _)) => Err(SdJwtError::Differs { name }),
    }
}

/// The credential that these claims carry.
pub(super) fn credential(claims: &Value) -> Value {
    let claim = |name: &str| claims.get(name).cloned();
    // Without `ld`, the claims themselves are what is said (section B.3.7.2.2).
    let mut rest = match claim(LD) {
        Some(Value::Object(ld)) => ld,
        _ => {
            let mut rest = claims.as_object().cloned().unwrap_or_default();
            rest.retain(|name, _| !REGISTERED.contains(&name.as_str()));
            rest
        }
    };
    let mut take = |name: &str| rest.shift_remove(name);
    let time = |claim: &str| written(claims.get(claim)?.as_i64()?);
    let members = [
        ("@context", take("@context")),
        ("id", take("id")),
        (
            "type",
            take("type").or_else(|| claims.get("vct").map(types)),
        ),
        ("issuer", issuer(claim("iss"), take("issuer"))),
        ("validFrom", take("validFrom").or_else(|| time("nbf"))),
        ("validUntil", take("validUntil").or_else(|| time("exp"))),
        (
            "credentialStatus",
            with_claim(claim("status"), take("credentialStatus")),
        ),
    ];
    let members = members
        .into_iter()
        .filter_map(|(name, value)| Some((name.to_owned(), value?)));
    let members: Map<String, Value> = members.chain(rest).collect();
    members.into()
}

/// The name of the credential's type as a URL, under which its metadata can be published.
fn vct(credential: Credential<'_>) -> Result<String, SdJwtError> {
    let last = credential.types().last().unwrap_or_default();
    if last == VERIFIABLE_CREDENTIAL {
        return Ok(PLAIN.to_owned());
    }
    if last.contains(':') {
        return Ok(last.to_owned());
    }
    let contexts = credential
        .document()
        .get("@context")
        .and_then(Value::as_array);
    let ours = contexts.is_some_and(|all| all.iter().any(|one| one == BATTERY_PASSPORT_V1));
    match ours && !last.is_empty() {
        true => Ok(format!("{BATTERY_PASSPORT_V1}/{last}")),
        false => Err(SdJwtError::NotSayable {
            member: "type",
            expected: "a last type that is a URL or of our context",
        }),
    }
}

/// The types that a `vct` tells.
fn types(vct: &Value) -> Value {
    let name = vct.as_str().unwrap_or_default();
    let ours = name
        .strip_prefix(BATTERY_PASSPORT_V1)
        .and_then(|rest| rest.strip_prefix('/'));
    match name {
        PLAIN => json!([VERIFIABLE_CREDENTIAL]),
        _ => json!([VERIFIABLE_CREDENTIAL, ours.unwrap_or(name)]),
    }
}

/// `issuer`, from the claim and what `ld` says of it besides.
fn issuer(iss: Option<Value>, besides: Option<Value>) -> Option<Value> {
    match (iss, besides) {
        (Some(iss), Some(Value::Object(besides))) => {
            let id = [("id".to_owned(), iss)];
            let besides = besides.into_iter().filter(|(name, _)| name != "id");
            Some(Value::Object(id.into_iter().chain(besides).collect()))
        }
        (iss, besides) => iss.or(besides),
    }
}

fn id(named: Option<&Value>) -> Option<&str> {
    named?.as_str().or_else(|| named?.get("id")?.as_str())
}

/// A time as the data model writes it.
fn written(second: i64) -> Option<Value> {
    let time = Timestamp::from_second(second).ok()?;
    Some(time.to_string().into())
}

/// What says something of the token, or has a place of its own in the data model.
const REGISTERED: [&str; 12] = [
    "vct",
    "vct#integrity",
    "aka_vcts",
    "iss",
    "sub",
    "aud",
    "iat",
    "nbf",
    "exp",
    "jti",
    "cnf",
    "status",
];

const VERIFIABLE_CREDENTIAL: &str = "VerifiableCredential";

/// The type that every credential has, as the data model's context spells it out.
const PLAIN: &str = "https://www.w3.org/2018/credentials#VerifiableCredential";
