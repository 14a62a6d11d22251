//! SD-JWT VC and its Token Status List against `@sd-jwt/sd-jwt-vc`.

use credentials::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2, Contexts};
use credentials::keys::{Algorithm, PublicKey, SecretKey};
use credentials::sd_jwt::SdJwt;
use credentials::secured::{Secured, Securing, secure};
use credentials::status::{
    AnyStatusEntry, TokenDescription, TokenStatusEntry, TokenStatusList, issue_list_token,
};
use credentials::{JsonPointer, Suite};
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::binding::{AUDIENCE, NONCE, binding, expected, kid, now};
use super::judge::{accepts, ask};
use super::{key, secret};

const JUDGE: &str = "sd_jwt_vc.js";
const LIST: &str = "https://manufacturer.example/status/tokens/0";
const INDEX: u32 = 4711;

const KEYS: [(Algorithm, Algorithm); 2] = [
    (Algorithm::Ed25519, Algorithm::P256),
    (Algorithm::P256, Algorithm::Ed25519),
];

#[test]
fn a_passport_made_here_verifies_there_with_status_and_key_binding() {
    for (issuer, holder) in KEYS {
        let (issuer, holder) = (key(issuer, 40), key(holder, 41));
        let whole = passport(&issuer, holder.public());
        for shown in [vec![], vec![MASS], vec![MASS, PRODUCT]] {
            let shown: Vec<_> = shown
                .iter()
                .map(|text| JsonPointer::parse(text).unwrap())
                .collect();
            let shown = whole.present(&shown).unwrap();
            let bound = shown.bind(&binding(), &holder).unwrap();
            let answer = accepts(JUDGE, &verify(&bound, &issuer, 0));
            assert_eq!(answer["payload"], *shown.claims());
            assert_eq!(answer["header"]["typ"], "dc+sd-jwt");
            assert_eq!(
                answer["payload"]["vct"],
                format!("{BATTERY_PASSPORT_V1}/DigitalBatteryPassport")
            );
            assert_eq!(answer["kb"]["payload"]["aud"], AUDIENCE);
        }
    }
}

#[test]
fn what_our_status_list_says_is_understood_there() {
    let (issuer, holder) = (key(Algorithm::P256, 42), key(Algorithm::P256, 43));
    let whole = passport(&issuer, holder.public());
    let bound = whole.bind(&binding(), &holder).unwrap();
    accepts(JUDGE, &verify(&bound, &issuer, 0));
    for value in [1, 2, 0x0C, 0x0F] {
        let answer = ask(JUDGE, &verify(&bound, &issuer, value));
        assert!(answer.get("error").is_some(), "{value}: {answer}");
    }
    // Signed by somebody else.
    let mut request = verify(&bound, &issuer, 0);
    request["lists"][LIST] = json!(list(&key(Algorithm::P256, 44), 0));
    assert!(ask(JUDGE, &request).get("error").is_some());
}

#[test]
fn a_credential_made_there_verifies_here_with_key_binding() {
    for (issuer, holder) in KEYS {
        let (issuer, holder) = (key(issuer, 45), key(holder, 46));
        let text = made_there(&issuer, holder.public());
        let whole = SdJwt::parse(&text).unwrap();
        whole.verify(issuer.public()).unwrap();
        assert_eq!(whole.verification_method().unwrap(), kid());
        assert_eq!(
            Secured::parse(text.as_bytes()).unwrap().suite(),
            Suite::DcSdJwt
        );
        let credential = whole.credential();
        assert_eq!(credential["type"][1], "DigitalBatteryPassport");
        assert_eq!(credential["issuer"], "did:web:manufacturer.example");
        assert_eq!(credential["validFrom"], "2026-02-18T08:00:00Z");
        let entries = AnyStatusEntry::all(&credential).unwrap();
        assert_eq!(entries, [AnyStatusEntry::Token(entry())]);

        let frame = json!({"ld": {"credentialSubject": {"generalProductInformation": {"batteryMass": true}}}});
        let request = json!({"do": "present", "text": text, "frame": frame, "holder": secret(&holder),
            "nonce": NONCE, "aud": AUDIENCE, "iat": now().as_second()});
        let answer = accepts(JUDGE, &request);
        let bound = SdJwt::parse(answer["text"].as_str().unwrap()).unwrap();
        bound.verify(issuer.public()).unwrap();
        bound.verify_key_binding(&expected()).unwrap();
        let shown = &bound.credential()["credentialSubject"]["generalProductInformation"];
        assert_eq!(*shown, json!({"batteryMass": 450}));
    }
}

const PRODUCT: &str = "/credentialSubject/generalProductInformation";
const MASS: &str = "/credentialSubject/generalProductInformation/batteryMass";

fn passport(issuer: &SecretKey, holder: &PublicKey) -> SdJwt {
    let by = Securing {
        method: &kid(),
        holder: Some(holder),
        created: now(),
        contexts: Contexts::pinned(),
    };
    let mut rng = StdRng::seed_from_u64(47);
    match secure(&credential(), Suite::DcSdJwt, &by, issuer, &mut rng).unwrap() {
        Secured::SdJwt(sd_jwt) => *sd_jwt,
        _ => panic!("expected an SD-JWT"),
    }
}

fn made_there(issuer: &SecretKey, holder: &PublicKey) -> String {
    let subject = credential()["credentialSubject"].clone();
    let claims = json!({
        "vct": format!("{BATTERY_PASSPORT_V1}/DigitalBatteryPassport"),
        "iss": "did:web:manufacturer.example",
        "iat": now().as_second(),
        "nbf": now().as_second() - 4 * 3600,
        "status": {"status_list": {"idx": INDEX, "uri": LIST}},
        "cnf": {"jwk": holder.to_jwk()},
        "ld": {"@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1], "credentialSubject": subject},
    });
    let frame = json!({"ld": {"credentialSubject": {
        "_sd": ["generalProductInformation"],
        "generalProductInformation": {"_sd": ["batteryMass", "batteryCategory"]},
    }}});
    let request = json!({"do": "issue", "secret": secret(issuer), "header": {"kid": kid()}, "claims": claims,
        "frame": frame});
    accepts(JUDGE, &request)["text"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn verify(text: &str, issuer: &SecretKey, value: u8) -> Value {
    json!({"do": "verify", "text": text, "public": issuer.public().to_jwk(), "nonce": NONCE,
        "lists": {LIST: list(issuer, value)}, "now": now().as_second()})
}

/// Our list, where the passport has this value.
fn list(issuer: &SecretKey, value: u8) -> String {
    let mut list = TokenStatusList::new(1 << 17, 4).unwrap();
    list.set(INDEX.into(), value).unwrap();
    let about = TokenDescription {
        uri: LIST,
        issued_at: now(),
        expires: None,
        ttl: None,
    };
    issue_list_token(&list, &about, &kid(), issuer).unwrap()
}

fn entry() -> TokenStatusEntry {
    TokenStatusEntry {
        index: INDEX.into(),
        uri: LIST.parse().unwrap(),
    }
}

fn credential() -> Value {
    json!({
        "@context": [CREDENTIALS_V2, BATTERY_PASSPORT_V1],
        "id": "urn:uuid:6f1c7a52-9a3e-4d5c-8a44-0b6f5d0c1e2f",
        "type": ["VerifiableCredential", "DigitalBatteryPassport"],
        "issuer": {"id": "did:web:manufacturer.example", "name": "Zürich Cells"},
        "validFrom": "2026-02-18T08:00:00Z",
        "credentialStatus": [entry().to_value()],
        "credentialSubject": {
            "id": "https://manufacturer.example/01/04012345678901/21/S1",
            "type": ["Battery"],
            "generalProductInformation": {"batteryCategory": "ev", "batteryMass": 450}
        }
    })
}
