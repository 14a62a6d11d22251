//! Credential offers, taken up at a real server on this machine that speaks the same messages.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod common;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use common::{Issuer, now, reopened, run, wallet};
use credentials::keys::{Algorithm, SecretKey};
use credentials::protocol::oid4vci::{
    CredentialRequest, CredentialResponse, ErrorCode, ErrorResponse, IssuedCredential, IssuerUrl,
    KeyProof, NamedKey, NonceResponse, NotificationRequest, TokenRequest, TokenResponse,
};
use platform::qr::QrCode;
use platform::serve::{Running, Service};
use serde_json::{Value, json};

/// How the server misbehaves, if it does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mode {
    Sound,
    /// Wants a code that came on another way.
    TxCode,
    /// The first nonce is too old once the proof comes.
    StaleNonce,
    /// Binds to a key of its own.
    OtherKey,
    /// Signs, then changes what it signed.
    Altered,
    /// Names another issuer in its metadata.
    Impostor,
    /// Asks for an mdoc.
    OtherFormat,
}

struct Shop {
    mode: Mode,
    acme: Issuer,
    url: OnceLock<IssuerUrl>,
    nonces: Mutex<HashSet<String>>,
    asked: Mutex<usize>,
    used: Mutex<bool>,
    told: Mutex<Vec<String>>,
}

struct Open {
    shop: Arc<Shop>,
    _running: Running,
}

impl Open {
    fn new(mode: Mode) -> Self {
        let shop = Arc::new(Shop {
            mode,
            acme: Issuer::new(),
            url: OnceLock::new(),
            nonces: Mutex::default(),
            asked: Mutex::default(),
            used: Mutex::default(),
            told: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-credential-issuer", get(metadata))
            .route("/.well-known/oauth-authorization-server", get(server))
            .route("/offers/1", get(offer))
            .route("/token", post(token))
            .route("/nonce", post(nonce))
            .route("/credential", post(credential))
            .route("/notification", post(notification))
            .with_state(shop.clone());
        let running = Service::new(router)
            .start(([127, 0, 0, 1], 0).into())
            .unwrap();
        let url = format!("http://{}", running.address());
        shop.url.set(IssuerUrl::parse(&url).unwrap()).unwrap();
        Self {
            shop,
            _running: running,
        }
    }

    fn link(&self) -> String {
        let reference = format!("{}/offers/1", self.shop.issuer());
        let escaped = reference.replace(':', "%3A").replace('/', "%2F");
        format!("openid-credential-offer://?credential_offer_uri={escaped}")
    }

    fn told(&self) -> Vec<String> {
        self.shop.told.lock().unwrap().clone()
    }
}

impl Shop {
    fn issuer(&self) -> &IssuerUrl {
        self.url.get().unwrap()
    }
}

type Here = State<Arc<Shop>>;

fn answer(status: u16, body: String) -> Response {
    let status = StatusCode::from_u16(status).unwrap();
    (status, [(header::CONTENT_TYPE, "application/json")], body).into_response()
}

fn refuse(error: ErrorCode) -> Response {
    answer(400, ErrorResponse::new(error, "no").to_json())
}

async fn metadata(State(shop): Here) -> Response {
    let issuer = match shop.mode {
        Mode::Impostor => "https://acme.example",
        _ => shop.issuer().as_str(),
    };
    let format = match shop.mode {
        Mode::OtherFormat => "mso_mdoc",
        _ => "vc+sd-jwt",
    };
    let at = |path: &str| format!("{}/{path}", shop.issuer());
    let body = json!({
        "credential_issuer": issuer,
        "credential_endpoint": at("credential"),
        "nonce_endpoint": at("nonce"),
        "notification_endpoint": at("notification"),
        "credential_configurations_supported": {"passport": {
            "format": format,
            "credential_definition": {"type": ["VerifiableCredential", "DigitalBatteryPassport"]},
            "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": ["EdDSA", "ES256"]}}
        }}
    });
    answer(200, body.to_string())
}

async fn server(State(shop): Here) -> Response {
    let body = json!({
        "issuer": shop.issuer().as_str(),
        "token_endpoint": format!("{}/token", shop.issuer()),
        "response_types_supported": [],
        "grant_types_supported": ["urn:ietf:params:oauth:grant-type:pre-authorized_code"],
        "pre-authorized_grant_anonymous_access_supported": true
    });
    answer(200, body.to_string())
}

async fn offer(State(shop): Here) -> Response {
    let mut grant = json!({"pre-authorized_code": "code-1"});
    if shop.mode == Mode::TxCode {
        grant["tx_code"] = json!({"input_mode": "numeric", "length": 4});
    }
    let body = json!({
        "credential_issuer": shop.issuer().as_str(),
        "credential_configuration_ids": ["passport"],
        "grants": {"urn:ietf:params:oauth:grant-type:pre-authorized_code": grant}
    });
    answer(200, body.to_string())
}

async fn token(State(shop): Here, body: Bytes) -> Response {
    let request = TokenRequest::parse(&body).unwrap();
    let expected = (shop.mode == Mode::TxCode).then_some("4711");
    let mut used = shop.used.lock().unwrap();
    if request.pre_authorized_code != "code-1" || request.tx_code.as_deref() != expected || *used {
        return refuse(ErrorCode::InvalidGrant);
    }
    *used = true;
    answer(200, TokenResponse::bearer("token-1".into(), 600).to_json())
}

async fn nonce(State(shop): Here) -> Response {
    let c_nonce = format!("nonce-{}", rand::random::<u64>());
    shop.nonces.lock().unwrap().insert(c_nonce.clone());
    answer(200, NonceResponse { c_nonce }.to_json())
}

async fn credential(State(shop): Here, headers: HeaderMap, body: Bytes) -> Response {
    assert_eq!(headers["authorization"], "Bearer token-1");
    let request = CredentialRequest::parse(&body).unwrap();
    let [proof] = request.proofs.as_slice() else {
        return refuse(ErrorCode::InvalidProof);
    };
    let proof = KeyProof::parse(proof, shop.issuer(), now()).unwrap();
    let NamedKey::Jwk(key) = &proof.key else {
        return refuse(ErrorCode::InvalidProof);
    };
    proof.verify(key).unwrap();
    let known = shop
        .nonces
        .lock()
        .unwrap()
        .remove(proof.nonce.as_deref().unwrap());
    let mut asked = shop.asked.lock().unwrap();
    *asked += 1;
    if !known || (shop.mode == Mode::StaleNonce && *asked == 1) {
        return refuse(ErrorCode::InvalidNonce);
    }
    let other = SecretKey::generate(Algorithm::Ed25519, &mut rand::rng()).unwrap();
    let holder = match shop.mode {
        Mode::OtherKey => other.public(),
        _ => key,
    };
    let mut text = shop.acme.passport("urn:uuid:a1", Some(holder)).to_text();
    if shop.mode == Mode::Altered {
        // In the signature, well before its last bits.
        let at = text.find('~').unwrap() - 20;
        let other = if &text[at..=at] == "A" { "B" } else { "A" };
        text.replace_range(at..=at, other);
    }
    let response = CredentialResponse {
        credentials: vec![IssuedCredential {
            credential: Value::String(text),
        }],
        notification_id: Some("note-1".into()),
    };
    answer(200, response.to_json())
}

async fn notification(State(shop): Here, body: Bytes) -> StatusCode {
    let request = NotificationRequest::parse(&body).unwrap();
    assert_eq!(request.notification_id, "note-1");
    shop.told
        .lock()
        .unwrap()
        .push(request.event.as_str().to_owned());
    StatusCode::NO_CONTENT
}

#[test]
fn a_link_and_a_picture_give_a_credential_bound_to_the_wallets_key() {
    for picture in [false, true] {
        let open = Open::new(Mode::Sound);
        let (place, wallet) = wallet();
        let own = wallet.key().public().clone();
        drop(wallet);
        let mut source = open.link();
        if picture {
            let file = place.path().join("offer.png");
            let code = QrCode::encode_robust(source.as_bytes()).unwrap();
            std::fs::write(&file, code.to_png(4).unwrap()).unwrap();
            source = file.to_str().unwrap().to_owned();
        }
        let received = run(
            place.path(),
            &["receive", &source, "--allow-loopback", "--json"],
        );
        assert_eq!(received.code, 0, "{}{}", received.out, received.err);
        let shown = &received.json()["received"][0];
        assert_eq!(
            (&shown["bound"], &shown["kept"]),
            (&json!(true), &json!("new"))
        );
        assert_eq!(open.told(), ["credential_accepted"]);
        let held = reopened(place.path()).find("a1").unwrap();
        assert_eq!(held.holder(), Some(own));
        // The code is good for one time.
        let again = run(
            place.path(),
            &["receive", &source, "--allow-loopback", "--json"],
        );
        assert_eq!(again.failure(), (1, "offer.used_or_expired".into()));
    }
}

#[test]
fn a_code_is_asked_for_and_a_wrong_one_is_refused() {
    let open = Open::new(Mode::TxCode);
    let (place, wallet) = wallet();
    drop(wallet);
    let link = open.link();
    // Nobody is at the terminal.
    let without = run(
        place.path(),
        &["receive", &link, "--allow-loopback", "--json"],
    );
    assert_eq!(without.failure(), (2, "offer.tx_code".into()));
    let wrong = run(
        place.path(),
        &[
            "receive",
            &link,
            "--tx-code",
            "1",
            "--allow-loopback",
            "--json",
        ],
    );
    assert_eq!(wrong.failure(), (1, "offer.used_or_expired".into()));
    let right = run(
        place.path(),
        &[
            "receive",
            &link,
            "--tx-code",
            "4711",
            "--allow-loopback",
            "--json",
        ],
    );
    assert_eq!(right.code, 0, "{}{}", right.out, right.err);
}

#[test]
fn a_nonce_that_ran_out_is_asked_for_once_more() {
    let open = Open::new(Mode::StaleNonce);
    let (place, wallet) = wallet();
    drop(wallet);
    let received = run(
        place.path(),
        &["receive", &open.link(), "--allow-loopback", "--json"],
    );
    assert_eq!(received.code, 0, "{}{}", received.out, received.err);
    assert_eq!(*open.shop.asked.lock().unwrap(), 2);
}

#[test]
fn what_an_issuer_gives_is_verified_and_the_issuer_told() {
    for (mode, code) in [
        (Mode::OtherKey, "receive.not_bound"),
        (Mode::Altered, "sd_jwt.signature_invalid"),
    ] {
        let open = Open::new(mode);
        let (place, wallet) = wallet();
        drop(wallet);
        let refused = run(
            place.path(),
            &["receive", &open.link(), "--allow-loopback", "--json"],
        );
        assert_eq!(refused.failure(), (1, code.into()), "{}", refused.out);
        assert_eq!(open.told(), ["credential_failure"]);
        assert!(reopened(place.path()).items().unwrap().is_empty());
    }
}

#[test]
fn an_issuer_that_is_another_or_offers_another_format_is_left_alone() {
    for (mode, exit, code) in [
        (Mode::Impostor, 2, "oid4vci.other_issuer"),
        (Mode::OtherFormat, 2, "offer.format"),
    ] {
        let open = Open::new(mode);
        let (place, wallet) = wallet();
        drop(wallet);
        let refused = run(
            place.path(),
            &["receive", &open.link(), "--allow-loopback", "--json"],
        );
        assert_eq!(refused.failure(), (exit, code.into()), "{}", refused.out);
        assert!(!*open.shop.used.lock().unwrap(), "the code was not spent");
    }
}

#[test]
fn an_offer_on_this_machine_is_not_followed_unless_allowed() {
    let open = Open::new(Mode::Sound);
    let (place, wallet) = wallet();
    drop(wallet);
    let refused = run(place.path(), &["receive", &open.link(), "--json"]);
    assert_eq!(refused.failure(), (3, "fetch.not_https".into()));
    let refused = run(
        place.path(),
        &[
            "receive",
            &open.link(),
            "--allow-loopback",
            "--offline",
            "--json",
        ],
    );
    assert_eq!(refused.failure(), (3, "fetch.offline".into()));
}
