//! Real requests to a real port.

use did_resolver::Client;
use did_resolver::guard::{Fetched, Policy};
use platform::serve::{Running, Service};
use serde_json::Value;

use super::*;
use crate::issuance::PassportOrder;
use crate::issuance::tests::{Scene, scene};
use crate::sample;
use credentials::Suite;
use credentials::battery::audit::audit;
use credentials::battery::{Audience, Category};
use credentials::context::Contexts;
use credentials::secured::Secured;
use credentials::status::ListToken;

struct Site {
    running: Running,
    client: Client,
}

fn served(scene: Scene) -> Site {
    let router = router(Arc::new(scene.issuer)).unwrap();
    Site {
        running: Service::new(router)
            .start("127.0.0.1:0".parse().unwrap())
            .unwrap(),
        client: Client::new(Policy {
            loopback: true,
            ..Policy::default()
        }),
    }
}

impl Site {
    fn get(&self, path: &str, accept: &str) -> Result<Fetched, did_resolver::FetchError> {
        let url = format!("http://{}{path}", self.running.address());
        self.client.get(&url.parse().unwrap(), accept, 1 << 20)
    }
}

const PASSPORT: &str = "/01/09506000134352/21/VC77-0001234";

#[test]
fn the_address_on_the_label_gives_each_client_its_form_and_nothing_that_is_not_public() {
    let scene = scene();
    scene.passport(PassportOrder::new(sample::ev_passport()));
    let site = served(scene);

    let page = site.get(PASSPORT, "text/html,*/*;q=0.8").unwrap();
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(html.contains("Current.") && html.contains("VC77"));

    let wanted = "application/vc+sd-jwt, application/vc";
    let signed = site.get(PASSPORT, wanted).unwrap();
    assert_eq!(
        signed.content_type.as_deref(),
        Some("application/vc+sd-jwt")
    );
    let credential = Secured::parse(&signed.bytes).unwrap().credential();
    let audit = audit(
        &credential["credentialSubject"],
        Audience::Public,
        Some(Category::Ev),
    );
    assert!(audit.is_clean(), "{audit:?}");

    let links = site.get(PASSPORT, "application/linkset+json").unwrap();
    let links: Value = serde_json::from_slice(&links.bytes).unwrap();
    assert!(links["linkset"][0]["https://gs1.org/voc/dpp"][1]["href"].is_string());
}

#[test]
fn a_passport_that_withholds_nothing_has_a_page_and_no_public_credential() {
    let scene = scene();
    scene.passport(PassportOrder {
        suite: credentials::Suite::EDDSA_JCS_2022,
        ..PassportOrder::new(sample::ev_passport())
    });
    let site = served(scene);
    assert!(site.get(PASSPORT, "application/vc").is_err());
    let page = site.get(PASSPORT, "text/html").unwrap();
    let html = String::from_utf8(page.bytes).unwrap();
    assert!(!html.contains("State of certified energy"));
    assert!(html.contains("Rated capacity"));
}

#[test]
fn a_status_list_is_signed_and_exists_only_where_somebody_has_a_place() {
    let scene = scene();
    scene.passport(PassportOrder::new(sample::ev_passport()));
    let ring = scene.issuer.ring().unwrap();
    let site = served(scene);
    for number in 0..3 {
        let list = site
            .get(&format!("/status/{number}"), "application/vc")
            .unwrap();
        let Secured::DataIntegrity(list) = Secured::parse(&list.bytes).unwrap() else {
            panic!("expected a proof");
        };
        let key = ring
            .for_suite(Suite::EDDSA_JCS_2022)
            .unwrap()
            .secret
            .public();
        list.proofs()[0]
            .verify(list.document(), key, Contexts::pinned())
            .unwrap();
    }
    let token = site
        .get("/status/tokens/0", "application/statuslist+jwt")
        .unwrap();
    let token = ListToken::parse(std::str::from_utf8(&token.bytes).unwrap()).unwrap();
    assert_eq!(token.uri, "https://voltcell.example/status/tokens/0");
    for path in [
        "/status/3",
        "/status/-1",
        "/status/x",
        "/status/tokens/1",
        "/status/tokens/x",
    ] {
        assert!(site.get(path, "application/vc").is_err(), "{path}");
    }
}

#[test]
fn the_did_document_is_where_did_web_looks_for_it() {
    let scene = scene();
    let expected = scene.issuer.did_document().unwrap();
    let site = served(scene);
    let document = site
        .get("/.well-known/did.json", "application/did+json")
        .unwrap();
    assert_eq!(
        serde_json::from_slice::<Value>(&document.bytes).unwrap(),
        expected
    );
}

#[test]
fn a_link_to_no_battery_of_ours_leads_to_a_page_that_says_so() {
    let site = served(scene());
    for path in [
        "/01/09506000134352/21/unknown",
        "/01/09506000134353/21/A1",
        "/01/x/21/%2e%2e",
    ] {
        assert!(site.get(path, "text/html").is_err(), "{path}");
    }
}
