//! The good cases of a row: a passport, an event, a presentation for each audience, a transfer and the history it
//! becomes part of.

use credentials::Suite;
use credentials::battery::Audience;
use credentials::secured::Secured;
use serde_json::{Map, Value, json};

use super::case::{Ask, Case, Expected, Kind, Set};
use super::cast::{Role, key_name};
use super::content;
use super::handover::Handover;
use super::row::Row;
use super::showing::{self, Answer, NONCE, READER};
use super::status::{Standing, entries};
use super::values::{self, Extent};
use super::{TRUST, time};

/// Adds every good case of the row.
pub fn add(row: Row, set: &mut Set) {
    let passport = passport(row);
    credential(
        row,
        set,
        Kind::Passport,
        "passport",
        &passport,
        ABOUT_PASSPORT,
    );
    let plain = brief(row);
    credential(row, set, Kind::Passport, "brief", &plain, ABOUT_BRIEF);
    let handover = Handover::new(row);
    credential(row, set, Kind::Event, "event", &handover.event, ABOUT_EVENT);
    presentations(row, set, &passport);
    transfer(row, set, &handover);
}

/// The passport with everything in it, whose presentations are bound to the holder.
pub fn passport(row: Row) -> Secured {
    let (issuer, holder) = (row.party(Role::Issuer), row.party(Role::Holder));
    let status = entries(row, Standing::Clear);
    let passport = row.passport("passport", content::whole(), status);
    let holder = Some(holder.public());
    row.secure_for(holder, &passport.build().unwrap(), &issuer, time::ISSUED)
}

/// A small passport that needs nothing but its issuer's key.
pub fn brief(row: Row) -> Secured {
    let passport = row.passport("brief", content::brief(&content::whole()), Vec::new());
    let issuer = row.party(Role::Issuer);
    row.secure(&passport.build().unwrap(), &issuer, time::ISSUED)
}

/// A case of this row without more to it.
pub fn case(row: Row, kind: Kind, name: &str, about: &str, files: Vec<String>) -> Case {
    Case {
        id: format!("{}/{name}", row.folder()),
        about: about.into(),
        kind,
        suite: row.suite.name().into(),
        key: key_name(row.algorithm).into(),
        files,
        values: None,
        verify: Ask::plain(),
        expected: Expected::good(),
        without_fault: None,
        alone: false,
    }
}

fn credential(row: Row, set: &mut Set, kind: Kind, name: &str, secured: &Secured, about: &str) {
    let file = set.put(row.file(name), secured.to_file());
    let values = values::of_credential(secured, Extent::Full);
    let values = set.put_json(format!("{}/{name}.values.json", row.folder()), &values);
    set.add(Case {
        values: Some(values),
        // An SD-JWT VC is no credential of the VCDM, and a base proof is for the holder.
        alone: row.suite != Suite::DcSdJwt
            && secured.base().is_none()
            && secured.credential().get("credentialStatus").is_none(),
        ..case(row, kind, name, about, vec![file])
    });
}

fn presentations(row: Row, set: &mut Set, passport: &Secured) {
    let holder = row.party(Role::Holder);
    let path = format!("{}/presentations.values.json", row.folder());
    let mut values = Map::new();
    for audience in Audience::ALL {
        let name = format!("presentation-{audience}");
        let shown = showing::cut(passport, audience);
        let (file, told) = match &shown {
            Some(Secured::SdJwt(shown)) => {
                let bound = showing::bind(shown, &holder, Answer::RIGHT);
                let file = set.put(row.file(&name), format!("{bound}\n"));
                (file, values::key_binding(&bound))
            }
            _ => {
                let (cut, told) = match &shown {
                    Some(derived) => (
                        derived.clone(),
                        values::of_derived(passport, derived, audience),
                    ),
                    None => {
                        let cut = cut(row, audience);
                        let told = values::of_credential(&cut, Extent::Hashes);
                        (cut, told)
                    }
                };
                let unsigned = showing::presentation(&holder, &[&cut]);
                let suite = row.presentations();
                let signed = showing::sign(&unsigned, suite, &holder, Answer::RIGHT);
                let told = json!({
                    "credential": told,
                    "presentation": values::of_document(&signed, Extent::Hashes),
                });
                let file = set.put_json(format!("{}/{name}.json", row.folder()), &signed);
                (file, told)
            }
        };
        values.insert(audience.name().into(), told);
        let about = format!("What the audience {audience} may see, in answer to a nonce");
        set.add(Case {
            values: Some(format!("{path}#/{audience}")),
            verify: Ask {
                audience: Some(audience.name().into()),
                nonce: Some(NONCE.into()),
                aud: Some(READER.into()),
                ..Ask::plain()
            },
            // What a holder cuts has its status still.
            alone: shown.is_none(),
            ..case(row, Kind::Presentation, &name, &about, vec![file])
        });
    }
    set.put_json(path, &Value::Object(values));
}

/// A passport of what one audience may see: in suites that withhold nothing, the issuer leaves the rest out.
fn cut(row: Row, audience: Audience) -> Secured {
    let what = format!("passport for {audience}");
    let passport = row.passport(&what, content::cut_to(audience), Vec::new());
    let (issuer, holder) = (row.party(Role::Issuer), row.party(Role::Holder));
    let holder = Some(holder.public());
    row.secure_for(holder, &passport.build().unwrap(), &issuer, time::ISSUED)
}

fn transfer(row: Row, set: &mut Set, handover: &Handover) {
    let folder = row.folder();
    let transfer = set.put_json(format!("{folder}/transfer.json"), &handover.transfer());
    set.add(case(
        row,
        Kind::Transfer,
        "transfer",
        ABOUT_TRANSFER,
        vec![transfer.clone()],
    ));
    let first = set.put(row.file("first"), handover.first.to_file());
    let own = set.put(row.file("own"), handover.own.to_file());
    set.add(Case {
        verify: Ask {
            chain: true,
            trust: Some(TRUST.into()),
            ..Ask::plain()
        },
        ..case(
            row,
            Kind::History,
            "history",
            ABOUT_HISTORY,
            vec![first, transfer, own],
        )
    });
}

const ABOUT_PASSPORT: &str =
    "The whole passport of the sample battery, with its places in status lists";
const ABOUT_BRIEF: &str = "A passport with the first group of attributes only and no status";
const ABOUT_EVENT: &str = "The battery's state of health after half a year";
const ABOUT_TRANSFER: &str =
    "Offer, acceptance, and what the manufacturer issued again for the new operator";
const ABOUT_HISTORY: &str = "The transfer between the passport that was offered and the new operator's own one, walked back to the first hand";
