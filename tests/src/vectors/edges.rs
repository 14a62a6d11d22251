//! Good cases that are easily refused, and those that bad ones need beside them.

use credentials::Suite;
use credentials::battery::{Audience, EventDraft, EventKind, Purpose, Statement};
use credentials::keys::Algorithm;
use credentials::proof::{self, Cryptosuite, ProofOptions};
use credentials::sd_jwt::SdJwt;
use credentials::secured::Secured;
use credentials::{Did, DidUrl};
use jiff::Timestamp;
use serde_json::{Value, json};
use verifier::environment::Bundle;

use super::case::{Ask, Case, Kind, Set};
use super::cast::{Party, Role};
use super::row::Row;
use super::showing::{self, Answer, NONCE, READER};
use super::status::{self, List, Standing};
use super::{TRUST, content, good, time};

/// The suite and key of all of these.
pub const ROW: Row = Row {
    suite: Suite::EDDSA_JCS_2022,
    algorithm: Algorithm::Ed25519,
};

/// Adds them all.
pub fn add(set: &mut Set) {
    let issuer = ROW.party(Role::Issuer);
    proofs(set, &issuer);
    reordered(set);
    let listed = ROW.secure(
        &listed_event(List::Revocation, Standing::Clear),
        &issuer,
        time::EVENT,
    );
    one(
        set,
        "status",
        "An event with one status entry, which is clear",
        listed.to_file(),
    );
    let until = with(
        ROW.event("until"),
        "validUntil",
        json!("2040-01-01T00:00:00Z"),
    );
    let until = ROW.secure(&until, &issuer, time::EVENT);
    one(
        set,
        "valid-until",
        "An event that holds until 2040",
        until.to_file(),
    );
    in_did_web(set, &issuer);
    life(set, &issuer);
    shown(set);
    derived(set);
}

/// The brief passport as an SD-JWT that is bound to the holder.
pub fn bound() -> SdJwt {
    let (issuer, holder) = (SD_JWT.party(Role::Issuer), SD_JWT.party(Role::Holder));
    let content = content::brief(&content::whole());
    let passport = SD_JWT
        .passport("bound", content, Vec::new())
        .build()
        .unwrap();
    match SD_JWT.secure_for(Some(holder.public()), &passport, &issuer, time::ISSUED) {
        Secured::SdJwt(passport) => *passport,
        _ => unreachable!("the row is of SD-JWTs"),
    }
}

/// An event with an entry of this list.
pub fn listed_event(list: List, standing: Standing) -> Value {
    let issuer = ROW.party(Role::Issuer);
    let entry = status::entry(&issuer, list, standing);
    let event = ROW.event(&format!("{} {standing:?}", list.purpose().as_str()));
    with(event, "credentialStatus", entry)
}

/// The credential with another member before its subject.
pub fn with(mut credential: Value, name: &str, value: Value) -> Value {
    let members = credential.as_object_mut().unwrap();
    let subject = members.shift_remove("credentialSubject").unwrap();
    members.insert(name.into(), value);
    members.insert("credentialSubject".into(), subject);
    credential
}

/// An event by an issuer whose DID says nothing about its key.
pub fn web_event() -> Value {
    with(ROW.event("did-web"), "issuer", json!(WEB))
}

/// The verification method of that issuer.
pub fn web_method() -> DidUrl {
    Did::parse(WEB).unwrap().with_fragment("key-1").unwrap()
}

/// Its DID document, in which the key has these members too, and is named under this relationship.
pub fn web_document(key: &Party, relationship: &str, more: Value) -> Value {
    let method = web_method().to_string();
    let mut entry = json!({
        "id": method,
        "type": "Multikey",
        "controller": WEB,
        "publicKeyMultibase": key.public().to_multikey(),
    });
    if let (Some(entry), Value::Object(more)) = (entry.as_object_mut(), more) {
        entry.extend(more);
    }
    let mut document = json!({
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": WEB,
        "verificationMethod": [entry],
    });
    document[relationship] = json!([method]);
    document
}

/// A bundle with that document and nothing else.
pub fn web_bundle(document: Value) -> Bundle {
    let mut bundle = Bundle::default();
    bundle.add_document(Did::parse(WEB).unwrap(), time::LISTED, document);
    bundle
}

/// An event of this kind, so many days before the clock of the vectors.
pub fn event(kind: EventKind, when: &str, details: Value) -> Value {
    let battery = issuer::sample::ev_passport()["id"]
        .as_str()
        .unwrap()
        .parse()
        .unwrap();
    let mut draft = EventDraft::new(kind, battery, when.parse::<Timestamp>().unwrap());
    if let Value::Object(details) = details {
        draft.details = details;
    }
    let issuer = ROW.party(Role::Issuer).did;
    let statement = Statement::new(ROW.id(&format!("{kind} {when}")), issuer, time::EVENT);
    draft.build(&statement).unwrap()
}

/// The files of a battery's life, in which the passport comes first.
pub fn life_files() -> Vec<String> {
    let mut files = vec![ROW.file("brief")];
    files.extend(["on-market", "in-service"].map(|name| format!("edge/{name}.json")));
    files.push(ROW.file("event"));
    files
}

fn one(set: &mut Set, name: &str, about: &str, text: String) {
    let file = set.put(format!("edge/{name}.json"), text);
    let alone = !text_has_status(set.text(&file));
    set.add(Case {
        id: format!("edge/{name}"),
        alone,
        ..good::case(ROW, Kind::Event, name, about, vec![file])
    });
}

fn text_has_status(text: &str) -> bool {
    text.contains("\"credentialStatus\"")
}

/// Proof sets and chains.
fn proofs(set: &mut Set, issuer: &Party) {
    let notary = ROW.party(Role::Stranger);
    let sign = |document: &Value, by: &Party, options: ProofOptions| {
        proof::sign(
            document,
            Cryptosuite::EddsaJcs2022,
            &options,
            by,
            &mut rand::rng(),
        )
        .unwrap()
    };
    let named = ProofOptions {
        id: Some(ROW.id("proof")),
        ..ProofOptions::assertion(issuer.method.clone(), time::EVENT)
    };
    let first = sign(&ROW.event("proofs"), issuer, named.clone());
    let beside = ProofOptions::assertion(notary.method.clone(), time::OFFERED);
    let both = sign(&first, &notary, beside.clone());
    one(
        set,
        "proof-set",
        "A notary signed beside the issuer",
        format!("{both:#}\n"),
    );
    let after = ProofOptions {
        previous: named.id.into_iter().collect(),
        ..beside
    };
    let chain = sign(&first, &notary, after);
    one(
        set,
        "proof-chain",
        "A notary signed what the issuer signed, proof and all",
        format!("{chain:#}\n"),
    );
}

/// What canonical forms do not tell apart.
fn reordered(set: &mut Set) {
    let document: Value = serde_json::from_str(set.text(&ROW.file("event"))).unwrap();
    let members = document.as_object().unwrap().clone().into_iter().rev();
    let document = Value::Object(members.collect());
    let text = document
        .to_string()
        .replace("\"StateOfHealth\"", "\"\\u0053tateOfHealth\"");
    one(
        set,
        "written-otherwise",
        "The same event with its members in reverse, without white space, a letter escaped",
        text,
    );
    let mut document = document;
    document["@context"]
        .as_array_mut()
        .unwrap()
        .push(json!("https://www.w3.org/2018/credentials/v1"));
    let about = "A context was appended after signing, which vc-di-eddsa 3.3.2 step 4 allows";
    one(set, "context-appended", about, format!("{document:#}\n"));
}

/// An issuer with a DID document.
fn in_did_web(set: &mut Set, key: &Party) {
    let options = ProofOptions::assertion(web_method(), time::EVENT);
    let signed = proof::sign(
        &web_event(),
        Cryptosuite::EddsaJcs2022,
        &options,
        key,
        &mut rand::rng(),
    )
    .unwrap();
    let bundle = web_bundle(web_document(key, "assertionMethod", json!({})));
    let bundle = set.put_json("bundles/did-web.json", &bundle.to_value());
    let file = set.put_json("edge/did-web.json", &signed);
    let about = "The issuer has a did:web, whose document is in the bundle";
    set.add(Case {
        id: "edge/did-web".into(),
        verify: Ask {
            bundle,
            ..Ask::plain()
        },
        ..good::case(ROW, Kind::Event, "did-web", about, vec![file])
    });
}

/// A passport with what happened to the battery.
fn life(set: &mut Set, issuer: &Party) {
    for (name, kind, when, details) in [
        (
            "on-market",
            EventKind::PlacedOnMarket,
            "2026-05-01T00:00:00Z",
            json!({"country": "DE"}),
        ),
        (
            "in-service",
            EventKind::PutIntoService,
            "2026-05-20T00:00:00Z",
            json!({}),
        ),
    ] {
        let secured = ROW.secure(&event(kind, when, details), issuer, time::EVENT);
        set.put(format!("edge/{name}.json"), secured.to_file());
    }
    let about = "A passport with events in an order that the law allows, by issuers that a trust list names";
    set.add(Case {
        id: "edge/life".into(),
        verify: Ask {
            trust: Some(TRUST.into()),
            ..Ask::plain()
        },
        ..good::case(ROW, Kind::History, "life", about, life_files())
    });
}

/// What a recycler may see of a small passport, in each suite that lets holders withhold the rest.
fn derived(set: &mut Set) {
    for row in Row::all() {
        let name = format!("derived-{}", row.suite);
        let brief = good::brief(row);
        if brief.base().is_none() {
            continue;
        }
        let recycler = Audience::LegitimateInterest(Purpose::Recycling);
        let shown = showing::cut(&brief, recycler).unwrap();
        let file = set.put(format!("edge/{name}.json"), shown.to_file());
        let about = "A small passport with a proof that its holder derived for a recycler";
        set.add(Case {
            id: format!("edge/{name}"),
            alone: true,
            ..good::case(row, Kind::Passport, &name, about, vec![file])
        });
    }
}

/// Small presentations, one of each kind.
fn shown(set: &mut Set) {
    let holder = SD_JWT.party(Role::Holder);
    let text = showing::bind(&bound(), &holder, Answer::RIGHT);
    let bound = set.put("edge/bound.sd-jwt", format!("{text}\n"));
    let brief = good::brief(ROW);
    let unsigned = showing::presentation(&holder, &[&brief]);
    let signed = showing::sign(&unsigned, Cryptosuite::EddsaJcs2022, &holder, Answer::RIGHT);
    let presentation = set.put_json("edge/presentation.json", &signed);
    for (row, name, about, file, alone) in [
        (
            SD_JWT,
            "bound",
            "A small SD-JWT with the holder's key binding",
            bound,
            false,
        ),
        (
            ROW,
            "presentation",
            "A small presentation with the holder's proof",
            presentation,
            true,
        ),
    ] {
        set.add(Case {
            id: format!("edge/{name}"),
            verify: Ask {
                nonce: Some(NONCE.into()),
                aud: Some(READER.into()),
                ..Ask::plain()
            },
            alone,
            ..good::case(row, Kind::Presentation, name, about, vec![file])
        });
    }
}

/// The suite and key of the small SD-JWT.
const SD_JWT: Row = Row {
    suite: Suite::SdJwt,
    algorithm: Algorithm::Ed25519,
};

const WEB: &str = "did:web:voltcell.example";
