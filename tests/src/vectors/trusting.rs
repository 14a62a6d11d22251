//! A signed trust list, and what is done by an accreditation.

use credentials::battery::trust_list::TrustedIssuer;
use credentials::battery::{
    Accreditation, Category, EventDraft, Role as MarketRole, SignedTrustList, Statement, TrustList,
};
use jiff::Timestamp;
use serde_json::{Value, json};

use super::case::{Ask, Case, Kind, Set};
use super::cast::{Party, Role};
use super::edges::ROW;
use super::{good, time};

/// The good case of the bad ones: a passport, what a workshop read from the battery, and its accreditation.
pub(super) const ACCREDITED: &str = "edge/accredited";

/// The good case of a mandate: an event by somebody who acts for the battery's manufacturer.
pub(super) const MANDATED: &str = "edge/mandated";

/// The passport of that case.
pub(super) const PASSPORT: &str = "eddsa-jcs-2022/ed25519/brief.json";
/// The event of that case.
pub(super) const READING: &str = "edge/reading.json";

pub(super) fn add(set: &mut Set) {
    let trust = put_list(set, "edge/trust-list.json", &list(7, &json!({})));
    let reading = ROW.secure(&reading(), &ROW.party(Role::Stranger), time::EVENT);
    set.put(READING, reading.to_file());
    let accreditation = put_accreditation(set, "edge/accreditation.json", &accreditation());
    let about = "A workshop's event with its accreditation by the authority that signs the trust list, and the passport";
    let files = [PASSPORT, READING, &accreditation];
    add_case(set, ACCREDITED, about, &files, trust);
    let trust = put_list(set, "edge/two-manufacturers.json", &two_manufacturers());
    let mandate = put_accreditation(set, "edge/mandate.json", &mandate(Role::Issuer));
    let about =
        "An event by an authorised representative of the battery's manufacturer, and the passport";
    let files = [PASSPORT, READING, &mandate];
    add_case(set, MANDATED, about, &files, trust);
}

fn add_case(set: &mut Set, id: &str, about: &str, files: &[&str], trust: String) {
    let name = id.rsplit('/').next().unwrap_or(id);
    let files = files.iter().map(|&file| file.to_owned()).collect();
    set.add(Case {
        id: id.into(),
        verify: Ask {
            trust: Some(trust),
            trust_anchor: Some(ROW.party(Role::Authority).did),
            ..Ask::plain()
        },
        ..good::case(ROW, Kind::History, name, about, files)
    });
}

/// The manufacturer, and another one.
fn two_manufacturers() -> SignedTrustList {
    let mut list = list(11, &json!({}));
    list.operators.issuers.push(TrustedIssuer {
        roles: vec![MarketRole::Manufacturer],
        ..TrustedIssuer::new(ROW.party(Role::Successor).did)
    });
    list
}

/// What a manufacturer says of who acts for it.
pub(super) fn mandate(by: Role) -> Accreditation {
    let mut says = accreditation();
    says.statement.id = ROW.id("mandate");
    says.statement.issuer = ROW.party(by).did;
    says.role = MarketRole::AuthorisedRepresentative;
    says
}

/// Signs and puts a list; its file.
pub(super) fn put_list(set: &mut Set, file: &str, list: &SignedTrustList) -> String {
    let authority = ROW.party(Role::Authority);
    let signed = ROW.secure(&list.build().unwrap(), &authority, FROM);
    set.put(file, signed.to_file())
}

/// Signs an accreditation by whom it names and puts it; its file.
pub(super) fn put_accreditation(set: &mut Set, file: &str, says: &Accreditation) -> String {
    let by = Role::ALL
        .map(|role| ROW.party(role))
        .into_iter()
        .find(|party| party.did == says.statement.issuer)
        .unwrap();
    let signed = ROW.secure(&says.build().unwrap(), &by, FROM);
    set.put(file, signed.to_file())
}

/// The manufacturer alone, with this said of it as well.
pub(super) fn list(sequence: u64, more: &Value) -> SignedTrustList {
    let authority = ROW.party(Role::Authority).did;
    let mut entry = json!({"did": ROW.party(Role::Issuer).did, "name": "Volt Cell", "roles": ["manufacturer"],
        "scope": ["ev"], "from": "2026-01-01T00:00:00Z"});
    if let (Some(entry), Value::Object(more)) = (entry.as_object_mut(), more) {
        entry.extend(more.clone());
    }
    let file = json!({"issuers": [entry]}).to_string();
    SignedTrustList {
        statement: Statement {
            valid_until: Some(UNTIL),
            ..Statement::new(
                ROW.id(&format!("trust-list-{sequence}")),
                authority.clone(),
                FROM,
            )
        },
        list: format!("{authority}#operators"),
        sequence,
        operators: TrustList::parse(file.as_bytes()).unwrap(),
    }
}

/// What the authority says of the workshop.
pub(super) fn accreditation() -> Accreditation {
    Accreditation {
        statement: Statement {
            valid_until: Some(UNTIL),
            ..Statement::new(
                ROW.id("accreditation"),
                ROW.party(Role::Authority).did,
                FROM,
            )
        },
        operator: workshop().did,
        name: Some("Garage Nord".into()),
        role: MarketRole::Workshop,
        scope: vec![Category::Ev],
    }
}

/// Whoever has nothing to do with the battery otherwise.
pub(super) fn workshop() -> Party {
    ROW.party(Role::Stranger)
}

fn reading() -> Value {
    let draft = EventDraft::from_file(&issuer::sample::soh_event()).unwrap();
    let statement = Statement::new(ROW.id("reading"), workshop().did, time::EVENT);
    draft.build(&statement).unwrap()
}

/// 2026-01-01T00:00:00Z
pub(super) const FROM: Timestamp = Timestamp::constant(1_767_225_600, 0);
/// 2027-01-01T00:00:00Z
const UNTIL: Timestamp = Timestamp::constant(1_798_761_600, 0);
