//! Who may call, and with what.

use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use issuer::vc_api::Token;
use serde_json::json;

use crate::api::{Api, whole};

#[test]
fn every_prefix_signs_with_a_key_of_its_own_that_is_not_the_operators_and_stays() {
    let api = Api::new();
    let operator = api.issuer().did().to_string();
    let before: Vec<_> = whole().into_iter().map(|prefix| api.did(prefix)).collect();
    for (n, did) in before.iter().enumerate() {
        assert!(did.as_str().unwrap().starts_with("did:key:z"));
        assert_ne!(*did, operator);
        assert!(!before[..n].contains(did), "{did}");
    }
    let document = api.issuer().did_document().unwrap();
    assert_eq!(document["assertionMethod"].as_array().unwrap().len(), 1);
    let api = api.restarted(None);
    let after: Vec<_> = whole().into_iter().map(|prefix| api.did(prefix)).collect();
    assert_eq!(before, after);
}

#[test]
fn the_verification_method_of_a_prefix_is_the_one_that_its_proofs_name() {
    let api = Api::new();
    for prefix in whole() {
        let issuer = api.get(&format!("/vc-api/{prefix}/issuer")).body;
        let issued = api.issued(prefix, &api.credential(prefix));
        assert_eq!(
            issued["proof"]["verificationMethod"],
            issuer["verificationMethod"]
        );
    }
}

#[test]
fn with_a_token_only_who_presents_it_may_call() {
    let secret = "0123456789abcdef0123456789abcdef";
    let api = Api::new().restarted(Some(Token::new(secret).unwrap()));
    let ask = |authorization: Option<&str>| {
        let mut request = Request::get("/vc-api/eddsa-jcs-2022/issuer");
        if let Some(value) = authorization {
            request = request.header(header::AUTHORIZATION, value);
        }
        api.ask(request.body(Body::empty()).unwrap())
    };
    for wrong in [
        None,
        Some("Bearer"),
        Some("Bearer x"),
        Some("Basic 0123456789abcdef0123456789abcdef"),
    ] {
        let told = ask(wrong);
        assert_eq!(told.status, StatusCode::UNAUTHORIZED, "{wrong:?}");
        assert_eq!(told.body["code"], "vc_api.unauthorized");
    }
    assert_eq!(
        ask(Some(&format!("Bearer {secret}"))).status,
        StatusCode::OK
    );
    assert_eq!(
        ask(Some(&format!("bearer {secret}"))).status,
        StatusCode::OK
    );
    let told = api.issue("eddsa-jcs-2022", &json!({}));
    assert_eq!(told.status, StatusCode::UNAUTHORIZED);
}

#[test]
fn where_other_machines_can_connect_there_is_no_vc_api_without_a_token() {
    let serve = |arguments: &[&str]| {
        let place = tempfile::tempdir().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_dbp-issuer"))
            .args(["serve", "--json", "--vc-api", "--listen", "0.0.0.0:0"])
            .args(arguments)
            .env("DBP_HOME", place.path())
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let told: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        (output.status.code(), told["error"]["code"].clone())
    };
    assert_eq!(serve(&[]), (Some(2), json!("vc_api.no_token")));
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join("token");
    std::fs::write(&file, "secret\n").unwrap();
    let short = serve(&["--vc-api-token", file.to_str().unwrap()]);
    assert_eq!(short, (Some(2), json!("vc_api.token")));
}

#[test]
fn a_request_that_a_page_of_another_site_could_make_is_refused() {
    let api = Api::new();
    for content_type in ["text/plain", "application/x-www-form-urlencoded"] {
        let request = Request::post("/vc-api/eddsa-jcs-2022/credentials/issue")
            .header(header::CONTENT_TYPE, content_type)
            .body(Body::from("{}"))
            .unwrap();
        let told = api.ask(request);
        assert_eq!(
            told.status,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "{content_type}"
        );
    }
}

#[test]
fn a_prefix_that_is_none_is_told_the_others() {
    let told = Api::new().get("/vc-api/rsa-2018/issuer");
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert_eq!(told.body["code"], "vc_api.no_prefix");
    assert!(
        told.body["detail"]
            .as_str()
            .unwrap()
            .contains("eddsa-rdfc-2022")
    );
}

#[test]
fn what_is_not_a_request_is_told_why() {
    let api = Api::new();
    let post = |body: &str| {
        let request = Request::post("/vc-api/eddsa-jcs-2022/credentials/issue")
            .header(header::CONTENT_TYPE, "application/json")
            .body(Body::from(body.to_owned()));
        api.ask(request.unwrap())
    };
    assert_eq!(post("").faults()[0].0, "json.truncated");
    post("[]").refused("request.malformed", "");
    post("{}").refused("request.malformed", "/credential");
    post(r#"{"credential": "eyJ.eyJ.x"}"#).refused("request.malformed", "/credential");
    assert_eq!(
        post(r#"{"credential": {}, "credential": {}}"#).faults()[0].0,
        "json.duplicate_key"
    );
}
