//! JWTs and SD-JWTs that were changed, or that a hostile issuer made.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::Suite;
use credentials::keys::{Algorithm, Signer};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{Bad, Fault, changed};
use crate::vectors::case::Set;
use crate::vectors::cast::{Party, Role};
use crate::vectors::row::Row;

pub(super) fn add(set: &mut Set) {
    for algorithm in Suite::VcJwt.algorithms() {
        changed_jwt(set, Suite::VcJwt, *algorithm, "jwt");
    }
    for suite in [Suite::SdJwt, Suite::DcSdJwt] {
        for algorithm in suite.algorithms() {
            changed_jwt(set, suite, *algorithm, "sd_jwt");
        }
    }
    headers(set);
    disclosures(set);
    hostile(set);
    linked(set);
}

/// The parts of a compact text.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    /// Header, payload, signature.
    pub token: [String; 3],
    /// Whether it is an SD-JWT, and its disclosures.
    pub disclosures: Option<Vec<String>>,
}

impl Parts {
    /// Takes a compact text without key binding apart.
    pub fn of(text: &str) -> Self {
        let mut parts = text.trim_end().split('~').map(str::to_owned);
        let token: Vec<String> = parts
            .next()
            .unwrap()
            .split('.')
            .map(str::to_owned)
            .collect();
        let disclosures = parts.filter(|part| !part.is_empty()).collect();
        Self {
            token: token.try_into().unwrap(),
            disclosures: text.contains('~').then_some(disclosures),
        }
    }

    /// Puts it together again.
    pub fn compact(&self) -> String {
        let mut text = self.token.join(".");
        if let Some(disclosures) = &self.disclosures {
            text.push('~');
            disclosures.iter().for_each(|one| text.extend([one, "~"]));
        }
        text
    }

    /// The file.
    fn file(&self) -> String {
        format!("{}\n", self.compact())
    }

    /// Header or payload, read.
    pub fn decoded(&self, part: usize) -> Value {
        serde_json::from_slice(&BASE64URL.decode(&self.token[part]).unwrap()).unwrap()
    }

    /// The same with another header and payload, signed.
    fn signed(&self, header: &str, payload: &str, by: &Party) -> Self {
        Self {
            token: jws(header, payload, by)
                .split('.')
                .map(str::to_owned)
                .collect::<Vec<_>>()
                .try_into()
                .unwrap(),
            disclosures: self.disclosures.clone(),
        }
    }
}

/// A compact JWS over these very texts.
pub(super) fn jws(header: &str, payload: &str, by: &Party) -> String {
    let input = format!("{}.{}", BASE64URL.encode(header), BASE64URL.encode(payload));
    let signature = by.sign(input.as_bytes()).unwrap();
    format!("{input}.{}", BASE64URL.encode(signature))
}

/// What every suite and key has to notice.
fn changed_jwt(set: &mut Set, suite: Suite, algorithm: Algorithm, family: &'static str) {
    let row = Row { suite, algorithm };
    let folder = row.folder();
    let mut bad = Bad::of(set, &format!("{folder}/brief"));
    let parts = Parts::of(bad.text());
    let ending = folder.replace('/', "-");
    let code = match family {
        "jwt" => "signature.invalid",
        _ => "sd_jwt.signature_invalid",
    };
    let fault = ("proof", code, "");
    let mut case = |name: &str, about: &str, token: [String; 3]| {
        let text = Parts {
            token,
            ..parts.clone()
        }
        .file();
        bad.text_is(
            &format!("{}/{name}-{ending}", family.replace('_', "-")),
            about,
            fault,
            text,
        );
    };
    let [header, payload, signature] = parts.token.clone();
    let mut claims = parts.decoded(1);
    let credential = match suite {
        Suite::DcSdJwt => &mut claims["ld"],
        _ => &mut claims,
    };
    credential["issuer"]["name"] = json!("Volt Call");
    let other = BASE64URL.encode(claims.to_string());
    case(
        "payload-changed",
        "The payload was changed after signing",
        [header.clone(), other, signature.clone()],
    );
    case(
        "signature-changed",
        "One character of the signature was changed",
        [header, payload, changed(&signature)],
    );
}

/// Headers that a reader must not go by.
fn headers(set: &mut Set) {
    let issuer = Party::new(Role::Issuer, Algorithm::Ed25519);
    let stranger = Party::new(Role::Stranger, Algorithm::Ed25519);
    for (good, family) in [
        ("vc-jwt/ed25519/brief", "jwt"),
        ("sd-jwt/ed25519/brief", "sd-jwt"),
    ] {
        let mut bad = Bad::of(set, good);
        let parts = Parts::of(bad.text());
        let payload = parts.decoded(1).to_string();
        let mut case =
            |name: &str, about: &str, fault: Fault, member: &str, value: Value, by: &Party| {
                let mut header = parts.decoded(0);
                header[member] = value;
                let signed = parts.signed(&header.to_string(), &payload, by);
                bad.text_is(&format!("{family}/{name}"), about, fault, signed.file());
            };
        let alg = |code| ("parse", code, "/alg");
        case(
            "alg-none",
            "The header says that nothing signs it",
            alg("jose.alg_none"),
            "alg",
            json!("none"),
            &issuer,
        );
        case(
            "alg-hs256",
            "The header asks for a shared secret",
            alg("jose.alg_unsupported"),
            "alg",
            json!("HS256"),
            &issuer,
        );
        case(
            "alg-of-another-key",
            "The header says ES256, the key is Ed25519",
            ("proof", "jose.alg_mismatch", "/alg"),
            "alg",
            json!("ES256"),
            &issuer,
        );
        case(
            "critical-unknown",
            "The header has an extension that has to be understood",
            ("parse", "jose.critical", "/crit"),
            "crit",
            json!(["b64"]),
            &issuer,
        );
        let kid = json!(stranger.method.to_string());
        let another = ("issuer-key", "issuer_key.not_assertion_method", "/issuer");
        case(
            "signed-by-another",
            "Somebody else signed in the name of the issuer",
            another,
            "kid",
            kid,
            &stranger,
        );
        let header = parts
            .decoded(0)
            .to_string()
            .replacen('{', r#"{"alg":"none","#, 1);
        let twice = parts.signed(&header, &payload, &issuer);
        bad.text_is(
            &format!("{family}/header-name-twice"),
            "A member stands twice in the header",
            ("parse", "json.duplicate_key", "/alg"),
            twice.file(),
        );
    }
    let mut bad = Bad::of(set, "vc-jwt/ed25519/brief");
    let parts = Parts::of(bad.text());
    let mut claims = parts.decoded(1);
    claims["exp"] = json!(1_795_521_599);
    let signed = parts.signed(&parts.decoded(0).to_string(), &claims.to_string(), &issuer);
    bad.text_is(
        "jwt/exp-passed",
        "Its exp has passed a second ago",
        ("validity", "vc_jwt.expired", "/exp"),
        signed.file(),
    );
}

/// Disclosures that were changed on the way.
fn disclosures(set: &mut Set) {
    let mut bad = Bad::of(set, "sd-jwt/ed25519/brief");
    let parts = Parts::of(bad.text());
    let mut case = |name: &str, about: &str, fault: Fault, change: &dyn Fn(&mut Vec<String>)| {
        let mut parts = parts.clone();
        change(parts.disclosures.as_mut().unwrap());
        bad.text_is(&format!("sd-jwt/{name}"), about, fault, parts.file());
    };
    let unreferenced = ("parse", "sd_jwt.disclosure_unreferenced", "");
    case(
        "disclosure-changed",
        "A disclosed value was changed",
        unreferenced,
        &|disclosures| {
            let text = BASE64URL.decode(&disclosures[0]).unwrap();
            let text = String::from_utf8(text).unwrap();
            disclosures[0] = BASE64URL.encode(text.replacen("[\"", "[\"x", 1));
        },
    );
    case(
        "disclosure-twice",
        "A disclosure stands twice",
        ("parse", "sd_jwt.disclosure_repeated", ""),
        &|disclosures| {
            disclosures.push(disclosures[0].clone());
        },
    );
    case(
        "disclosure-of-another",
        "A disclosure that no digest is of was added",
        unreferenced,
        &|disclosures| {
            disclosures.push(BASE64URL.encode(r#"["xOQh0dOa8x2jYv5S0nJm0g","batteryMass",1]"#));
        },
    );
    case(
        "outer-withheld",
        "A disclosure was left out, those inside it were not",
        unreferenced,
        &|disclosures| {
            disclosures.pop();
        },
    );
    case(
        "disclosure-no-array",
        "A disclosure is a text and no array",
        ("parse", "sd_jwt.disclosure_malformed", ""),
        &|disclosures| {
            disclosures[0] = BASE64URL.encode(r#""batteryMass""#);
        },
    );
}

/// What the issuer signed, but reads in two ways or lets the holder leave out what may not be left out.
fn hostile(set: &mut Set) {
    let issuer = Party::new(Role::Issuer, Algorithm::Ed25519);
    let mut bad = Bad::of(set, "sd-jwt/ed25519/brief");
    let parts = Parts::of(bad.text());
    let header = parts.decoded(0).to_string();
    let mut case = |name: &str,
                    about: &str,
                    code: &'static str,
                    pointer: &'static str,
                    make: &dyn Fn(&mut Value, &mut Vec<String>)| {
        let (mut claims, mut parts) = (parts.decoded(1), parts.clone());
        make(&mut claims, parts.disclosures.as_mut().unwrap());
        let signed = parts.signed(&header, &claims.to_string(), &issuer);
        bad.text_is(
            &format!("sd-jwt/{name}"),
            about,
            ("parse", code, pointer),
            signed.file(),
        );
    };
    case(
        "digest-twice",
        "A digest stands twice",
        "sd_jwt.digest_repeated",
        "",
        &|claims, _| {
            let digest = claims["credentialSubject"]["_sd"][0].clone();
            claims["_sd"] = json!([digest]);
        },
    );
    case(
        "disclosure-named-sd",
        "A disclosure is named _sd",
        "sd_jwt.disclosure_reserved",
        "/credentialSubject",
        &|claims, disclosures| {
            add_disclosure(
                claims,
                disclosures,
                r#"["c29tZSByYW5kb20gc2FsdA","_sd",["x"]]"#,
            );
        },
    );
    case(
        "disclosure-named-dots",
        "A disclosure is named with three dots",
        "sd_jwt.disclosure_reserved",
        "/credentialSubject",
        &|claims, disclosures| {
            add_disclosure(
                claims,
                disclosures,
                r#"["c29tZSByYW5kb20gc2FsdA","...","x"]"#,
            );
        },
    );
    case(
        "name-taken",
        "A disclosure is named like what stands there already",
        "sd_jwt.disclosure_name_taken",
        "/credentialSubject/version",
        &|claims, disclosures| {
            add_disclosure(
                claims,
                disclosures,
                r#"["c29tZSByYW5kb20gc2FsdA","version",9]"#,
            );
        },
    );
    case(
        "disclosure-name-twice",
        "A member stands twice inside a disclosure",
        "json.duplicate_key",
        "/2/a",
        &|claims, disclosures| {
            add_disclosure(
                claims,
                disclosures,
                r#"["c29tZSByYW5kb20gc2FsdA","x",{"a":1,"a":2}]"#,
            );
        },
    );
    case(
        "status-withheld",
        "The holder could leave the status out",
        "sd_jwt.always_shown",
        "/credentialStatus",
        &|claims, disclosures| {
            let (text, digest) = disclosure(r#"["c29tZSByYW5kb20gc2FsdA","credentialStatus",[]]"#);
            claims["_sd"] = json!([digest]);
            disclosures.push(text);
        },
    );
    case(
        "hash-unknown",
        "The digests are of a hash that is not accepted",
        "sd_jwt.hash_unsupported",
        "/_sd_alg",
        &|claims, _| {
            claims["_sd_alg"] = json!("md5");
        },
    );
}

/// SD-JWT VCs whose claims say something else than the credential in them.
fn linked(set: &mut Set) {
    let issuer = Party::new(Role::Issuer, Algorithm::Ed25519);
    let mut bad = Bad::of(set, "dc-sd-jwt/ed25519/brief");
    let parts = Parts::of(bad.text());
    let header = parts.decoded(0).to_string();
    let mut case = |name: &str, about: &str, fault: Fault, make: &dyn Fn(&mut Value)| {
        let mut claims = parts.decoded(1);
        make(&mut claims);
        let signed = parts.signed(&header, &claims.to_string(), &issuer);
        bad.text_is(&format!("sd-jwt/{name}"), about, fault, signed.file());
    };
    let about = "An SD-JWT VC does not say of which type it is";
    case(
        "vct-missing",
        about,
        ("parse", "sd_jwt.vct", "/vct"),
        &|claims| {
            claims.as_object_mut().unwrap().shift_remove("vct");
        },
    );
    let about = "An SD-JWT VC names one issuer and its credential another";
    case(
        "linked-issuer-differs",
        about,
        ("parse", "sd_jwt.differs", "/iss"),
        &|claims| {
            claims["ld"]["issuer"]["id"] = json!("did:web:voltcell.example");
        },
    );
}

fn add_disclosure(claims: &mut Value, disclosures: &mut Vec<String>, content: &str) {
    let (text, digest) = disclosure(content);
    let digests = claims["credentialSubject"]["_sd"].as_array_mut().unwrap();
    digests.push(json!(digest));
    disclosures.push(text);
}

fn disclosure(content: &str) -> (String, String) {
    let text = BASE64URL.encode(content);
    let digest = BASE64URL.encode(Sha256::digest(&text));
    (text, digest)
}
