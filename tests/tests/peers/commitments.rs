//! Commitments to suppliers' shares, opened by a library that knows nothing of ours but the page that describes them.

use credentials::Did;
use credentials::battery::composite::{Declaration, Own, Supplier, bind};
use credentials::battery::{Reference, Statement};
use issuer::sample;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Value, json};

use super::judge::ask;

const JUDGE: &str = "commitments.js";

/// The sample's content with both sources of its cathode powder, and a rest of its own.
fn composed() -> Value {
    let suppliers: Vec<Supplier> = sample::cathodes()
        .iter()
        .enumerate()
        .map(|(at, content)| {
            let issuer: Did = format!("did:web:source-{at}.example").parse().unwrap();
            let from = "2026-06-01T00:00:00Z".parse().unwrap();
            let statement = Statement::new(format!("urn:example:{at}"), issuer, from);
            Supplier {
                reference: Reference {
                    id: statement.id.clone(),
                    digest_multibase: format!("u{at}"),
                },
                declaration: Declaration::new(statement, content).unwrap(),
            }
        })
        .collect();
    let own = Own {
        did: "did:web:voltcell.example".parse().unwrap(),
        name: None,
        rest: true,
    };
    let mut content = sample::ev_passport();
    let stage = "/carbonFootprint/carbonFootprintPerLifecycleStage/0/carbonFootprint";
    *content.pointer_mut(stage).unwrap() = json!(0.0615);
    bind(
        &mut content,
        &suppliers,
        &own,
        &mut StdRng::seed_from_u64(20),
    )
    .unwrap();
    content
}

fn opened(battery: &Value, sources: &Value) -> Value {
    ask(
        JUDGE,
        &json!({"do": "open", "battery": battery, "sources": sources}),
    )
}

#[test]
fn the_point_of_values_is_the_one_that_the_page_states() {
    let battery = "https://id.example.com/01/09506000134352/21/A1";
    let attribute = "/carbonFootprint/batteryCarbonFootprint";
    let request = json!({"do": "point", "battery": battery, "attribute": attribute});
    let point = ask(JUDGE, &request)["point"].clone();
    let page = include_str!("../../../docs/composite.md");
    for said in [battery, attribute, point.as_str().unwrap()] {
        assert!(page.contains(said), "{said}");
    }
}

#[test]
fn every_total_and_every_share_opens_and_a_changed_one_does_not() {
    let content = composed();
    let sources = &content["sources"];
    let (totals, shares) = (vec![true; 7], vec![true; 15]);
    assert_eq!(
        opened(&content["id"], sources),
        json!({"totals": totals, "shares": shares})
    );
    let mut off = sources.clone();
    off["totals"][0]["sum"] = json!("0.061501");
    off["statements"][0]["share"] = json!("-0.036");
    let judged = opened(&content["id"], &off);
    assert_eq!(judged["totals"][0], false);
    assert_eq!(judged["shares"][0], false);
    let other = opened(
        &json!("https://id.example.com/01/09506000134352/21/A1"),
        sources,
    );
    assert_eq!(other["totals"], json!(vec![false; 7]));
}
