//! Status of what is issued here: an entry in a list of the prefix's own DID, where the caller asks for one. It is
//! changed like that of every credential of this issuer: `dbp-issuer status ID revoke`.

use credentials::model::Credential;
use credentials::secured::Secured;
use credentials::status::StatusEntry;
use credentials::{Coded, Problem};
use jiff::Timestamp;
use serde_json::Value;
use url::Url;

use super::VcApi;
use super::answer::Refusal;
use super::prefix::Prefix;
use super::request::{Request, expected};
use super::sign::{Wishes, sign};
use crate::clock::now;
use crate::issuance::ListPurpose;
use crate::publish;
use crate::store::{self, Change, Kind, Standing, StatusSlot};
use crate::{Error, Issuer};

/// Gives the credential the status entry that `options.credentialStatus` asks for, if it does.
pub(super) fn reserve(
    api: &VcApi,
    prefix: &Prefix,
    request: &Request,
    credential: &mut Value,
) -> Result<Option<StatusSlot>, Refusal> {
    let Some(wanted) = request.option("credentialStatus") else {
        return Ok(None);
    };
    let at = "/options/credentialStatus";
    if wanted["type"] != "BitstringStatusListEntry" {
        return Err(expected("the type BitstringStatusListEntry", &format!("{at}/type")).into());
    }
    let purpose = ListPurpose::Revocation;
    let found = wanted.get("statusPurpose").and_then(Value::as_str);
    if found.is_some_and(|found| found != purpose.purpose().as_str()) {
        let place = format!("{at}/statusPurpose");
        return Err(expected("the purpose revocation", &place).into());
    }
    if !credential["id"].is_string() {
        let what = "an id, by which the status of the credential is changed";
        return Err(expected(what, "/credential/id").into());
    }
    let slots = api.issuer().reserve(1)?;
    let slot = *slots.first().ok_or(Error::NoStatusIndex)?;
    let entry = StatusEntry {
        id: None,
        purpose: purpose.purpose(),
        index: slot.index.into(),
        list: list_url(api.issuer(), prefix, purpose.list(slot.group))?,
        size: purpose.size(),
        messages: purpose.messages(),
        references: Vec::new(),
    };
    credential["credentialStatus"] = entry.to_value();
    Ok(Some(slot))
}

/// Keeps what was signed, so that its status can be changed.
pub(super) fn keep(
    api: &VcApi,
    prefix: &Prefix,
    secured: &Secured,
    slot: StatusSlot,
    now: Timestamp,
) -> Result<(), Refusal> {
    let reference = secured.reference().map_err(|error| error.problem())?;
    let credential = secured.credential();
    let title = Credential::new(&credential)
        .types()
        .last()
        .map(str::to_owned);
    let kept = store::Credential {
        battery: reference.id.clone(),
        id: reference.id,
        serial: None,
        kind: Kind::Other,
        title: title.unwrap_or_default(),
        version: 1,
        suite: prefix.suite.name().to_owned(),
        text: secured.to_text(),
        digest: reference.digest_multibase,
        issued: now,
        holder: None,
        status: Some(slot),
        standing: Standing::default(),
        replaced_by: None,
    };
    let keep = Change::Keep {
        credential: Box::new(kept),
        replaces: None,
    };
    match api.issuer().store().commit(&[keep]) {
        Ok(_) => Ok(()),
        Err(store::StoreError::Conflict(conflict)) => {
            let mut problem = Problem::from(store::StoreError::Conflict(conflict));
            problem.pointer = Some("/credential/id".into());
            Err(problem.into())
        }
        Err(error) => Err(Error::from(error).into()),
    }
}

/// The signed list with this number; none when no credential has a place in it.
pub(super) fn published(
    issuer: &Issuer,
    prefix: &Prefix,
    number: u32,
) -> Result<Option<Secured>, Error> {
    let now = now();
    let url = list_url(issuer, prefix, number)?;
    let list = publish::unsigned_list(issuer, number, &url, &prefix.did, now)?;
    match list {
        Some(list) => Ok(Some(sign(&list, prefix, &Wishes::whole(), now)?)),
        None => Ok(None),
    }
}

/// The list that is published here at this address, if one is.
pub(super) fn published_at(api: &VcApi, url: &Url) -> Result<Option<Secured>, Error> {
    for prefix in api.prefixes() {
        let base = format!("{}{}", api.issuer().base_url(), place(prefix));
        let number = url.as_str().strip_prefix(&base);
        if let Some(number) = number.and_then(|number| number.parse().ok()) {
            return published(api.issuer(), prefix, number);
        }
    }
    Ok(None)
}

fn list_url(issuer: &Issuer, prefix: &Prefix, number: u32) -> Result<Url, Error> {
    let text = format!("{}{}{number}", issuer.base_url(), place(prefix));
    Url::parse(&text).map_err(|_| Error::BaseUrl(text))
}

/// The path of a prefix's lists, without the number.
fn place(prefix: &Prefix) -> String {
    format!("/vc-api/{}/status/", prefix.name)
}
