//! A manufacturer, a wallet, a passport and status lists, all real; DID documents and lists come from a bundle.

use credentials::battery::PassportDraft;
use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::battery::statement::Statement;
use credentials::context::Contexts;
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::proof::Cryptosuite;
use credentials::sd_jwt::KeyBinding;
use credentials::secured::{Secured, Securing, secure};
use credentials::status::{
    ListDescription, MIN_ENTRIES, StatusEntry, StatusIndex, StatusList, StatusMessage,
    StatusPurpose, StatusSize, list_credential,
};
use credentials::suite::Suite;
use credentials::{Did, DidUrl};
use jiff::{SignedDuration, Timestamp};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Map, Value, json};
use url::Url;
use verifier::environment::Bundle;
use verifier::{CheckName, CheckStatus, Policy, Report};

/// Somebody with a key and a DID.
pub struct Party {
    pub key: SecretKey,
    pub did: Did,
    pub method: DidUrl,
}

impl Party {
    /// Somebody with a did:key.
    pub fn new(seed: u8) -> Self {
        Self::of(Algorithm::Ed25519, seed)
    }

    pub fn of(algorithm: Algorithm, seed: u8) -> Self {
        let seed = vec![seed; algorithm.secret_key_length()];
        let key = SecretKey::from_seed(algorithm, &seed).unwrap();
        let (did, document) = did_resolver::key::document(key.public());
        let method = document.to_value()["verificationMethod"][0]["id"]
            .as_str()
            .unwrap()
            .parse()
            .unwrap();
        Self { key, did, method }
    }

    /// The same key under a did:web.
    pub fn at_host(seed: u8, host: &str) -> Self {
        let key = SecretKey::from_seed(Algorithm::Ed25519, &[seed; 32]).unwrap();
        let did = Did::parse(&format!("did:web:{host}")).unwrap();
        let method = did.with_fragment("key-1").unwrap();
        Self { key, did, method }
    }

    /// A DID document that lists the key under these relationships.
    pub fn document(&self, relationships: &[&str]) -> Value {
        let mut document = json!({
            "@context": ["https://www.w3.org/ns/did/v1"],
            "id": self.did,
            "verificationMethod": [{
                "id": self.method, "type": "Multikey", "controller": self.did,
                "publicKeyMultibase": self.key.public().to_multikey(),
            }],
        });
        for relationship in relationships {
            document[*relationship] = json!([self.method]);
        }
        document
    }

    /// The suite of what it says for itself.
    pub fn attesting(&self) -> Suite {
        match self.key.algorithm() {
            Algorithm::Ed25519 => Suite::EDDSA_JCS_2022,
            Algorithm::Bls12381G2 => Suite::DataIntegrity(Cryptosuite::Bbs2023),
            _ => Suite::DataIntegrity(Cryptosuite::EcdsaJcs2019),
        }
    }

    pub fn secure(&self, credential: &Value, suite: Suite, holder: Option<&PublicKey>) -> Secured {
        self.secure_at(now(), credential, suite, holder)
    }

    pub fn secure_at(
        &self,
        created: Timestamp,
        credential: &Value,
        suite: Suite,
        holder: Option<&PublicKey>,
    ) -> Secured {
        let by = Securing {
            method: &self.method,
            holder,
            created,
            contexts: Contexts::pinned(),
        };
        let mut rng = StdRng::seed_from_u64(7);
        secure(credential, suite, &by, &self.key, &mut rng).unwrap()
    }
}

/// What exists besides the credential at hand.
pub struct World {
    pub issuer: Party,
    pub holder: Party,
    pub bundle: Bundle,
    /// Where the issuer publishes.
    pub base: String,
}

impl World {
    /// An issuer with a did:key whose lists are all clear.
    pub fn new() -> Self {
        Self::publishing_at("https://cells.example")
    }

    /// An issuer that can sign in this suite.
    pub fn signing(suite: Suite) -> Self {
        Self::made(suite.algorithms()[0], "https://cells.example")
    }

    /// The same issuer, publishing elsewhere.
    pub fn publishing_at(base: &str) -> Self {
        Self::made(Algorithm::Ed25519, base)
    }

    fn made(algorithm: Algorithm, base: &str) -> Self {
        let mut world = Self {
            base: base.to_owned(),
            issuer: Party::of(algorithm, 1),
            holder: Party::new(2),
            bundle: Bundle::default(),
        };
        for list in List::ALL {
            world.publish(list, None);
        }
        world
    }

    /// Publishes a list where the passport's entry has this value.
    pub fn publish(&mut self, list: List, value: Option<u8>) {
        let credential = self.list(list, value);
        self.publish_signed(list, credential);
    }

    /// Publishes a list where the entry with this index has this value, and all others none.
    pub fn publish_at(&mut self, list: List, index: u32, value: u8) {
        let credential = self.list_with(list, Some((index, value)));
        self.publish_signed(list, credential);
    }

    fn publish_signed(&mut self, list: List, mut credential: Value) {
        let issuer = &self.issuer;
        credential["issuer"] = json!(issuer.did);
        let secured = issuer.secure(&credential, issuer.attesting(), None);
        self.put(list, secured.to_text().as_bytes());
    }

    /// Where the issuer publishes a list.
    pub fn url(&self, list: List) -> Url {
        Url::parse(&format!("{}/status/{}", self.base, list as u8 + 1)).unwrap()
    }

    /// The entry of a credential at this place of a list.
    pub fn entry(&self, list: List, index: u32) -> Value {
        StatusEntry {
            id: None,
            purpose: list.purpose(),
            index: StatusIndex::from(index),
            list: self.url(list),
            size: list.size(),
            messages: list.messages(),
            references: Vec::new(),
        }
        .to_value()
    }

    /// The unsigned credential of a list.
    pub fn list(&self, list: List, value: Option<u8>) -> Value {
        self.list_with(list, value.map(|value| (INDEX, value)))
    }

    fn list_with(&self, list: List, set: Option<(u32, u8)>) -> Value {
        let mut bits = StatusList::new(MIN_ENTRIES, list.size()).unwrap();
        if let Some((index, value)) = set {
            bits.set(index.into(), value).unwrap();
        }
        list_credential(
            &bits,
            &ListDescription {
                id: self.url(list).as_str(),
                issuer: self.issuer.did.as_str(),
                purpose: &list.purpose(),
                valid_from: now(),
                // The bundle command has no other clock than that of the machine.
                valid_until: Some(now() + SignedDuration::from_hours(24 * 365 * 50)),
                ttl: Some(SignedDuration::from_mins(5)),
                messages: &list.messages(),
            },
        )
    }

    /// Serves these bytes as the list.
    pub fn put(&mut self, list: List, bytes: &[u8]) {
        let url = self.url(list);
        self.bundle.add_list(url, now(), bytes);
    }

    /// A passport with everything in it.
    pub fn passport(&self) -> Value {
        self.passport_of(full_subject())
    }

    pub fn passport_of(&self, subject: Value) -> Value {
        PassportDraft {
            id: "urn:uuid:7f1c1f0e-2f4b-4a67-9a0c-0d5a3b1c9e11".into(),
            issuer: self.issuer.did.to_string(),
            issuer_name: Some("Cells SE".into()),
            valid_from: "2026-06-01T00:00:00Z".parse().unwrap(),
            valid_until: Some("2040-01-01T00:00:00Z".parse().unwrap()),
            subject,
            version: 1,
            supersedes: None,
            predecessor: Vec::new(),
            status: List::ALL.map(|list| self.entry(list, INDEX)).to_vec(),
        }
        .build()
        .unwrap()
    }

    /// The frame of something the issuer says, without status.
    pub fn statement(&self, id: &str, said: &str) -> Statement {
        Statement::new(id, self.issuer.did.clone(), said.parse().unwrap())
    }

    /// The passport as an SD-JWT that is bound to the holder.
    pub fn sd_jwt(&self) -> credentials::sd_jwt::SdJwt {
        let bound = Some(self.holder.key.public());
        match self.issuer.secure(&self.passport(), Suite::SdJwt, bound) {
            Secured::SdJwt(sd_jwt) => *sd_jwt,
            _ => unreachable!("it was asked for as an SD-JWT"),
        }
    }

    /// A presentation of the whole passport by its holder.
    pub fn presented(&self, nonce: &str, audience: &str, at: Timestamp) -> String {
        let binding = KeyBinding {
            nonce,
            audience,
            issued_at: at,
        };
        self.sd_jwt().bind(&binding, &self.holder.key).unwrap()
    }

    pub fn verify(&self, secured: impl AsRef<[u8]>, policy: &Policy) -> Report {
        verifier::verify(secured.as_ref(), policy, &self.bundle.clone().environment())
    }
}

/// The lists of one issuer.
#[derive(Clone, Copy, PartialEq)]
pub enum List {
    Revocation,
    Suspension,
    Message,
}

impl List {
    pub const ALL: [Self; 3] = [Self::Revocation, Self::Suspension, Self::Message];

    pub fn purpose(self) -> StatusPurpose {
        match self {
            Self::Revocation => StatusPurpose::Revocation,
            Self::Suspension => StatusPurpose::Suspension,
            Self::Message => StatusPurpose::Message,
        }
    }

    fn size(self) -> StatusSize {
        match self {
            Self::Message => StatusSize::TWO,
            _ => StatusSize::ONE,
        }
    }

    fn messages(self) -> Vec<StatusMessage> {
        match self {
            Self::Message => {
                StatusMessage::for_values(["active", "transferred", "ceased", "undefined"])
            }
            _ => Vec::new(),
        }
    }
}

const INDEX: u32 = 94_567;

pub fn now() -> Timestamp {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

pub fn policy() -> Policy {
    Policy::at(now())
}

/// Expects exactly this check to fail, with this code and pointer, and to give advice.
#[track_caller]
pub fn refused(report: &Report, name: CheckName, code: &str, pointer: Option<&str>) {
    let found: Vec<_> = report
        .failures()
        .map(|check| (check.name, check.code, check.detail.clone()))
        .collect();
    let check = report.check(name).unwrap();
    assert_eq!(
        check.status,
        CheckStatus::Fail,
        "{name}: {found:?} {check:?}"
    );
    assert_eq!(check.code, Some(code), "{check:?}");
    assert_eq!(check.pointer.as_deref(), pointer, "{check:?}");
    assert!(check.hint.is_some(), "no hint: {check:?}");
    assert!(!report.verified);
    assert_eq!(found.len(), 1, "{found:?}");
}

#[track_caller]
pub fn status_of(report: &Report, name: CheckName) -> CheckStatus {
    report.check(name).unwrap().status
}

#[track_caller]
pub fn verified(report: &Report) {
    let failures: Vec<_> = report.failures().collect();
    assert!(report.verified, "{failures:#?}");
}

/// Every attribute of the table but its sources, filled with something of its kind.
pub fn full_subject() -> Value {
    let mut subject = Map::new();
    subject.insert("id".into(), json!(BATTERY));
    // Who says so is proved, not made up.
    for group in table().groups().filter(|group| group.name() != "sources") {
        subject.insert(group.name().into(), filled(group));
    }
    let mut subject = Value::Object(subject);
    // What has to fit together.
    for (place, value) in [
        ("/generalProductInformation/batteryCategory", json!("ev")),
        ("/generalProductInformation/batteryMass", json!(450)),
        (
            "/performanceAndDurability/batteryTechnicalProperties/ratedCapacity",
            json!(210),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
            json!(75),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/minimumVoltage",
            json!(270),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/nominalVoltage",
            json!(357),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/maximumVoltage",
            json!(420),
        ),
        (
            "/performanceAndDurability/batteryCondition/remainingCapacity/remainingCapacityValue",
            json!(200),
        ),
        (
            "/performanceAndDurability/batteryCondition/remainingEnergy/remainingEnergyValue",
            json!(70),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/ratedMaximumPower",
            json!(150_000),
        ),
        (
            "/performanceAndDurability/batteryTechnicalProperties/originalPowerCapability/0/powerCapabilityAt",
            json!(150_000),
        ),
    ] {
        *subject.pointer_mut(place).unwrap() = value;
    }
    subject
}

fn filled(row: &Attribute) -> Value {
    let members = || -> Value {
        let filled = table()
            .members(row)
            .map(|member| (member.name().to_owned(), filled(member)));
        Value::Object(filled.collect())
    };
    match row.kind {
        Kind::Object => members(),
        Kind::Array => match table().member(row, "*") {
            Some(plain) => json!([filled(plain)]),
            None => json!([members()]),
        },
        Kind::Number | Kind::Integer => {
            let bounds = row.plausible.or(row.range).unwrap();
            // A whole number reads back as it was written.
            json!(bounds.min.ceil().max(1.0).min(bounds.max) as i64)
        }
        Kind::Text => json!(row.title),
        Kind::LanguageMap => json!({"en": row.title}),
        Kind::Boolean => json!(true),
        Kind::Date => json!("2026-05-01"),
        Kind::DateTime => json!("2026-05-01T00:00:00Z"),
        Kind::Url => json!("https://cells.example/document"),
        Kind::Email => json!("service@cells.example"),
        Kind::Cas => json!("7440-44-0"),
        Kind::BatteryId => json!(BATTERY),
        Kind::Enumeration(values) => json!(values[0]),
    }
}

pub const BATTERY: &str = "https://id.cells.example/01/09506000134352/21/A1";
