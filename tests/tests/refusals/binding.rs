//! Presentations by the wrong holder, for another reader, or of another time.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::jose::{self, Header};
use credentials::keys::PublicKey;
use credentials::sd_jwt::{KeyBinding, SdJwt};
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::Run;

use crate::forger::{Forger, changed};
use crate::reader::{refused, verify};

const NONCE: &str = "n-7f3a";
const READER: &str = "https://recycler.example";

/// An issuer's passport that is bound to a holder.
struct Bound {
    issuer: Forger,
    holder: Forger,
}

impl Bound {
    fn new() -> Self {
        Self {
            issuer: Forger::new(),
            holder: Forger::new(),
        }
    }

    fn passport(&self) -> SdJwt {
        self.issuer.sd_jwt(Some(self.holder.key.public()))
    }

    fn presented(&self, nonce: &str, audience: &str, issued_at: Timestamp) -> String {
        let binding = KeyBinding {
            nonce,
            audience,
            issued_at,
        };
        self.passport().bind(&binding, &self.holder.key).unwrap()
    }
}

/// The reader gave nonce and name.
fn asked(presented: impl AsRef<[u8]>) -> Run {
    verify(presented, &["--nonce", NONCE, "--aud", READER])
}

#[test]
fn a_presentation_for_this_reader_is_verified() {
    let bound = Bound::new();
    asked(bound.presented(NONCE, READER, Timestamp::now())).ok();
}

#[test]
fn a_presentation_without_binding_is_never_enough_for_who_gave_a_nonce() {
    let bound = Bound::new();
    let refusal = ("holder-binding", "holder_binding.missing", None);
    refused("SD-JWT", asked(bound.passport().to_string()), refusal);
    let json = bound.issuer.json(&bound.issuer.passport());
    refused("document", asked(&json), refusal);
    refused("only a nonce", verify(&json, &["--nonce", NONCE]), refusal);
    refused("only a name", verify(&json, &["--aud", READER]), refusal);
}

#[test]
fn a_presentation_of_another_nonce_reader_or_time_is_refused() {
    let bound = Bound::new();
    let (now, hour) = (Timestamp::now(), SignedDuration::from_hours(1));
    for (case, nonce, audience, at, code, place) in [
        ("nonce", "n-0", READER, now, "key_binding.nonce", "/nonce"),
        (
            "reader",
            NONCE,
            "https://other.example",
            now,
            "key_binding.audience",
            "/aud",
        ),
        (
            "stale",
            NONCE,
            READER,
            now - hour,
            "key_binding.stale",
            "/iat",
        ),
        (
            "from the future",
            NONCE,
            READER,
            now + hour,
            "key_binding.future",
            "/iat",
        ),
    ] {
        let presented = bound.presented(nonce, audience, at);
        refused(
            case,
            asked(presented),
            ("holder-binding", code, Some(place)),
        );
    }
}

#[test]
fn a_binding_by_any_other_key_is_refused() {
    let bound = Bound::new();
    let stranger = Forger::new();
    // The stranger presents a passport of his own and puts the binding under the stolen one.
    let bind = |passport: &SdJwt, claims: &Value, by: &Forger| {
        let header = Header {
            typ: Some("kb+jwt".into()),
            ..Header::new(by.key.algorithm())
        };
        let jwt = jose::sign(&header, claims.to_string().as_bytes(), &by.key).unwrap();
        format!("{passport}{jwt}")
    };
    let passport = bound.passport();
    let claims = |over: &SdJwt| {
        let digest = BASE64URL.encode(Sha256::digest(over.as_str()));
        json!({"iat": Timestamp::now().as_second(), "aud": READER, "nonce": NONCE, "sd_hash": digest})
    };
    asked(bind(&passport, &claims(&passport), &bound.holder)).ok();
    let forged = bind(&passport, &claims(&passport), &stranger);
    refused(
        "stranger",
        asked(forged),
        ("holder-binding", "key_binding.signature_invalid", None),
    );
    let by_issuer = bind(&passport, &claims(&passport), &bound.issuer);
    refused(
        "issuer",
        asked(by_issuer),
        ("holder-binding", "key_binding.signature_invalid", None),
    );

    let other = bound.passport();
    let moved = bind(&passport, &claims(&other), &bound.holder);
    refused(
        "of another presentation",
        asked(moved),
        ("holder-binding", "key_binding.sd_hash", Some("/sd_hash")),
    );

    let unbound = bound.issuer.sd_jwt(None::<&PublicKey>);
    let claimed = bind(&unbound, &claims(&unbound), &stranger);
    refused(
        "a passport without holder",
        asked(claimed),
        ("parse", "key_binding.unexpected", None),
    );
}

#[test]
fn a_changed_byte_of_the_binding_is_refused() {
    let bound = Bound::new();
    let presented = bound.presented(NONCE, READER, Timestamp::now());
    let (start, signature) = presented.rsplit_once('.').unwrap();
    let forged = format!("{start}.{}", changed(signature));
    refused(
        "signature",
        asked(forged),
        ("holder-binding", "key_binding.signature_invalid", None),
    );

    let (passport, binding) = presented.rsplit_once('~').unwrap();
    let mut parts = binding.split('.');
    let header = parts.next().unwrap();
    let (payload, signature) = (parts.next().unwrap(), parts.next().unwrap());
    let header = changed(header);
    let forged = format!("{passport}~{header}.{payload}.{signature}");
    let run = asked(forged).ends(1);
    assert_eq!(run.json()["verified"], false);
}

#[test]
fn a_disclosure_taken_out_after_binding_is_noticed() {
    let bound = Bound::new();
    let presented = bound.presented(NONCE, READER, Timestamp::now());
    let mut parts: Vec<&str> = presented.split('~').collect();
    // The last part is the binding; the one before is a disclosure of the innermost.
    let leaf = parts
        .iter()
        .position(|part| !part.contains('.') && !decoded(part).contains("_sd"))
        .unwrap();
    parts.remove(leaf);
    let refusal = ("holder-binding", "key_binding.sd_hash", Some("/sd_hash"));
    refused("taken out", asked(parts.join("~")), refusal);
}

fn decoded(part: &str) -> String {
    let bytes = base64::prelude::BASE64_URL_SAFE_NO_PAD
        .decode(part)
        .unwrap();
    String::from_utf8(bytes).unwrap()
}
