//! An issuer with the VC-API, asked without a network.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use credentials::keys::Algorithm;
use credentials::proof::Cryptosuite;
use issuer::identity::DidChoice;
use issuer::vc_api::{Token, VcApi, router};
use issuer::{Issuer, NewIssuer};
use jiff::Timestamp;
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tower::ServiceExt;

pub struct Api {
    runtime: Runtime,
    router: Router,
    place: tempfile::TempDir,
}

/// What came back.
#[derive(Debug)]
pub struct Told {
    pub status: StatusCode,
    pub content_type: String,
    pub body: Value,
}

impl Api {
    pub fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        let new = NewIssuer {
            name: "Suites".into(),
            did: DidChoice::Key,
            algorithm: Algorithm::Ed25519,
            base_url: Some("https://localhost:8443".into()),
            roles: Vec::new(),
        };
        Issuer::init(place.path(), new, None, Timestamp::now()).unwrap();
        Self {
            runtime: Runtime::new().unwrap(),
            router: router(VcApi::open(open(place.path())).unwrap(), None),
            place,
        }
    }

    /// The same after a restart, with a token.
    pub fn restarted(self, token: Option<Token>) -> Self {
        let api = VcApi::open(open(self.place.path())).unwrap();
        Self {
            router: router(api, token),
            ..self
        }
    }

    /// The issuer behind it.
    pub fn issuer(&self) -> Arc<Issuer> {
        open(self.place.path())
    }

    pub fn ask(&self, request: Request<Body>) -> Told {
        let router = self.router.clone();
        self.runtime.block_on(async {
            let response = router.oneshot(request).await.unwrap();
            let status = response.status();
            let content_type = response.headers().get(header::CONTENT_TYPE);
            let content_type = content_type.map(|value| value.to_str().unwrap().to_owned());
            let bytes = to_bytes(response.into_body(), 1 << 22).await.unwrap();
            Told {
                status,
                content_type: content_type.unwrap_or_default(),
                body: serde_json::from_slice(&bytes).unwrap_or_default(),
            }
        })
    }

    pub fn get(&self, path: &str) -> Told {
        self.ask(Request::get(path).body(Body::empty()).unwrap())
    }

    pub fn post(&self, path: &str, body: &Value) -> Told {
        let request = Request::post(path).header(header::CONTENT_TYPE, "application/json");
        self.ask(request.body(Body::from(body.to_string())).unwrap())
    }

    /// Whose key signs under a prefix.
    pub fn did(&self, prefix: &str) -> Value {
        self.get(&format!("/vc-api/{prefix}/issuer")).body["id"].clone()
    }

    /// A credential of the prefix's issuer that needs no other context.
    pub fn credential(&self, prefix: &str) -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/credentials/v2"],
            "id": "urn:uuid:86294362-4254-4f36-854f-3952fe42555d",
            "type": ["VerifiableCredential"],
            "issuer": self.did(prefix),
            "credentialSubject": {"id": "did:example:subject", "name": "Ada"}
        })
    }

    pub fn issue(&self, prefix: &str, credential: &Value) -> Told {
        let path = format!("/vc-api/{prefix}/credentials/issue");
        self.post(&path, &json!({"credential": credential}))
    }

    /// The credential, signed.
    pub fn issued(&self, prefix: &str, credential: &Value) -> Value {
        let told = self.issue(prefix, credential);
        assert_eq!(told.status, StatusCode::CREATED, "{prefix}: {}", told.body);
        told.body["verifiableCredential"].clone()
    }

    pub fn verify(&self, credential: &Value) -> Told {
        let path = "/vc-api/eddsa-rdfc-2022/credentials/verify";
        self.post(path, &json!({"verifiableCredential": credential}))
    }

    pub fn verify_presentation(&self, presentation: &Value, options: &Value) -> Told {
        let path = "/vc-api/eddsa-rdfc-2022/presentations/verify";
        let body = json!({"verifiablePresentation": presentation, "options": options});
        self.post(path, &body)
    }
}

impl Told {
    /// Code and pointer of each fault.
    pub fn faults(&self) -> Vec<(String, String)> {
        assert_eq!(self.status, StatusCode::BAD_REQUEST, "{}", self.body);
        assert_eq!(self.content_type, "application/problem+json");
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let errors = self.body["errors"].as_array().unwrap();
        // VCDM 2.0 section 7.2: each has a type that is a URL.
        for error in errors {
            let kind = text(&error["type"]);
            assert!(
                kind.contains(':') && !text(&error["detail"]).is_empty(),
                "{error}"
            );
        }
        errors
            .iter()
            .map(|error| (text(&error["code"]), text(&error["pointer"])))
            .collect()
    }

    /// That this one fault is named.
    #[track_caller]
    pub fn refused(&self, code: &str, pointer: &str) {
        let expected = (code.to_owned(), pointer.to_owned());
        let faults = self.faults();
        assert!(
            faults.contains(&expected),
            "expected {expected:?}, found {faults:?}"
        );
    }

    /// That it was called good.
    #[track_caller]
    pub fn verified(&self) {
        assert_eq!(self.status, StatusCode::OK, "{}", self.body);
        assert_eq!(self.body["verified"], true);
    }
}

/// The names of the prefixes whose proofs cover a whole document.
pub fn whole() -> Vec<&'static str> {
    vec![
        "eddsa-jcs-2022",
        "eddsa-rdfc-2022",
        "ecdsa-jcs-2019",
        "ecdsa-jcs-2019-p384",
        "ecdsa-rdfc-2019",
        "ecdsa-rdfc-2019-p384",
    ]
}

/// The suite of a prefix.
pub fn suite(prefix: &str) -> Cryptosuite {
    let name = prefix.trim_end_matches("-p384");
    Cryptosuite::named(name).unwrap()
}

fn open(folder: &Path) -> Arc<Issuer> {
    let issuer = Issuer::open(folder).unwrap();
    issuer.unlock(None).unwrap();
    Arc::new(issuer)
}
