//! SD-JWT on a passport of 73 disclosures, beside the floor: its hashes and its raw signature.
//!
//! One thread. `present` shows all 73 places, which is the most work; both keys are Ed25519.

#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

use std::hint::black_box;
use std::time::Duration;

use credentials::keys::{Algorithm, SecretKey, Signer};
use credentials::sd_jwt::{ExpectedBinding, Issue, KeyBinding, SdJwt, issue};
use credentials::{DidUrl, JsonPointer};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// What all benchmarks work on.
struct Bench {
    issuer: SecretKey,
    holder: SecretKey,
    kid: DidUrl,
    claims: Value,
    places: Vec<JsonPointer>,
    issued: String,
    presented: String,
}

const BINDING: KeyBinding<'static> = KeyBinding {
    nonce: "bUtJdJESdWp4qkDH",
    audience: "https://recycler.example",
    issued_at: Timestamp::UNIX_EPOCH,
};

const EXPECTED: ExpectedBinding<'static> = ExpectedBinding {
    nonce: Some(BINDING.nonce),
    audience: Some(BINDING.audience),
    now: Timestamp::UNIX_EPOCH,
    max_age: Duration::from_secs(300),
    skew: Duration::from_secs(60),
};

fn sd_jwt(c: &mut Criterion) {
    let bench = Bench::new();
    floor(c, &bench);
    let mut group = c.benchmark_group("sd-jwt");
    group.throughput(Throughput::Elements(1));
    let mut rng = StdRng::seed_from_u64(3);
    group.bench_function("issue", |b| b.iter(|| bench.issue(&mut rng)));
    let held = SdJwt::parse(&bench.issued).unwrap();
    group.bench_function("present and bind", |b| b.iter(|| bench.present(&held)));
    group.bench_function("parse, present and bind", |b| {
        b.iter(|| bench.present(&SdJwt::parse(&bench.issued).unwrap()));
    });
    group.bench_function("parse", |b| b.iter(|| SdJwt::parse(&bench.issued).unwrap()));
    group.bench_function("verify", |b| {
        b.iter(|| {
            let read = SdJwt::parse(&bench.issued).unwrap();
            read.verify(bench.issuer.public()).unwrap();
            read
        });
    });
    group.bench_function("verify and read the claims", |b| {
        b.iter(|| {
            let read = SdJwt::parse(&bench.issued).unwrap();
            read.verify(bench.issuer.public()).unwrap();
            read.claims();
            read
        });
    });
    group.bench_function("verify with key binding", |b| {
        b.iter(|| {
            let read = SdJwt::parse(&bench.presented).unwrap();
            read.verify(bench.issuer.public()).unwrap();
            read.verify_key_binding(&EXPECTED).unwrap();
            read
        });
    });
    group.finish();
}

/// What no implementation can go below: 73 hashes and the raw signature.
fn floor(c: &mut Criterion, bench: &Bench) {
    let token = SdJwt::parse(&bench.issued).unwrap();
    let (signed, signature) = token.issuer_jwt().rsplit_once('.').unwrap();
    let raw = bench.issuer.sign(signed.as_bytes()).unwrap();
    assert!(!signature.is_empty());
    let hash = |text: &str| {
        for disclosure in text.split('~').skip(1) {
            black_box(Sha256::digest(disclosure.as_bytes()));
        }
    };
    let mut group = c.benchmark_group("floor");
    group.throughput(Throughput::Elements(1));
    group.bench_function("sign", |b| {
        b.iter(|| bench.issuer.sign(signed.as_bytes()).unwrap());
    });
    group.bench_function("verify", |b| {
        b.iter(|| {
            bench
                .issuer
                .public()
                .verify(signed.as_bytes(), &raw)
                .unwrap()
        });
    });
    group.bench_function("hash and sign", |b| {
        b.iter(|| {
            hash(&bench.issued);
            bench.issuer.sign(signed.as_bytes()).unwrap()
        });
    });
    group.bench_function("hash and verify", |b| {
        b.iter(|| {
            hash(&bench.issued);
            bench
                .issuer
                .public()
                .verify(signed.as_bytes(), &raw)
                .unwrap();
        });
    });
    group.finish();
}

impl Bench {
    fn new() -> Self {
        let mut rng = StdRng::seed_from_u64(1);
        let (claims, places) = passport();
        let mut bench = Self {
            issuer: SecretKey::generate(Algorithm::Ed25519, &mut rng).unwrap(),
            holder: SecretKey::generate(Algorithm::Ed25519, &mut rng).unwrap(),
            kid: DidUrl::parse("did:web:manufacturer.example#key-1").unwrap(),
            claims,
            places,
            issued: String::new(),
            presented: String::new(),
        };
        bench.issued = bench.issue(&mut rng).to_string();
        let read = SdJwt::parse(&bench.issued).unwrap();
        assert_eq!(read.disclosed().len(), 73);
        bench.presented = bench.present(&read);
        println!(
            "passport {} bytes, SD-JWT {} bytes, presentation {} bytes",
            bench.claims.to_string().len(),
            bench.issued.len(),
            bench.presented.len()
        );
        bench
    }

    fn issue(&self, rng: &mut StdRng) -> SdJwt {
        let issue_as = Issue {
            typ: "vc+sd-jwt",
            kid: &self.kid,
            disclosable: &self.places,
            holder: Some(self.holder.public()),
            decoys: 0,
        };
        issue(&self.claims, &issue_as, &self.issuer, rng).unwrap()
    }

    fn present(&self, held: &SdJwt) -> String {
        let shown = held.present(&self.places).unwrap();
        shown.bind(&BINDING, &self.holder).unwrap()
    }
}

/// Eight content groups, each with its attributes: 155 leaves, of which each attribute and each group can be withheld.
fn passport() -> (Value, Vec<JsonPointer>) {
    let mut claims = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2", "https://passport.example/context/v1"],
        "id": "urn:uuid:58172aac-d8ba-11ed-83dd-0b3aef56cc33",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:manufacturer.example", "name": "Example Cells"},
        "validFrom": "2027-02-18T00:00:00Z",
        "credentialStatus": [{"id": "https://manufacturer.example/status/1#94567", "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation", "statusListIndex": "94567",
            "statusListCredential": "https://manufacturer.example/status/1"}],
        "credentialSubject": {"id": "https://manufacturer.example/01/04012345678901/21/S1", "type": ["Battery"]},
    });
    let subject = JsonPointer::root().child("credentialSubject");
    let mut places = Vec::new();
    for group in 0..8 {
        let outer = subject.child(format!("contentGroup{group}"));
        let attributes = if group == 0 { 9 } else { 8 };
        let mut content = json!({});
        for attribute in 0..attributes {
            let name = format!("attributeOfTheBattery{attribute}");
            content[&name] = match attribute % 4 {
                0 => json!({"value": 78.25 + f64::from(attribute), "unit": "kWh"}),
                1 => json!({"value": 1500 + attribute, "lastUpdate": "2027-02-18T09:30:00Z"}),
                2 => json!([
                    "https://manufacturer.example/declaration",
                    "sha-256 of the document",
                    "PDF"
                ]),
                _ => json!("a description in a sentence"),
            };
            places.push(outer.child(&name));
        }
        claims["credentialSubject"][format!("contentGroup{group}")] = content;
        places.push(outer);
    }
    (claims, places)
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(60).measurement_time(Duration::from_secs(3));
    targets = sd_jwt
}
criterion_main!(benches);
