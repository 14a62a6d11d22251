//! Orders of an authority that must not hand a battery over.

use serde_json::Value;
use tests::{Person, Run, Service};

use crate::reader::not_done;

const SERIAL: &str = "VC77-0001234";

/// A passport that is out in the world, an authority, and who is to follow.
struct Scene {
    maker: Person,
    authority: Person,
    taker: Person,
    did: String,
    _services: [Service; 2],
}

impl Scene {
    fn new() -> Self {
        let [maker, authority, taker] = [(); 3].map(|()| Person::new());
        let address = maker.becomes_operator("Voltcell");
        let content = address.host(issuer::sample::EV_PASSPORT, "id.voltcell.example");
        maker.write("content.json", content);
        let issue = ["issue", "passport", "content.json", "-o", "passport.vc"];
        maker.run("issuer", &issue).ok();
        maker.hand("passport.vc", &authority);
        let at = authority.becomes_operator("Surveillance");
        let did = taker.run("wallet", &["init", "--json"]).ok().text("/did");
        Self {
            _services: [maker.publishes(&address), authority.publishes(&at)],
            maker,
            authority,
            taker,
            did,
        }
    }

    fn order(&self, to: &str) -> Run {
        let what = ["transfer", "order", "passport.vc", "--to", to];
        let how = ["--ground", "insolvency", "-o", "order.json"];
        let run = self.authority.run(
            "issuer",
            &[&what[..], &how, &["--allow-loopback", "--json"]].concat(),
        );
        if run.code == 0 {
            self.authority.hand("order.json", &self.taker);
        }
        run
    }

    fn accept(&self) -> Run {
        let what = ["transfer", "accept", "order.json", "-o", "acceptance.json"];
        let network = ["--allow-loopback", "--json"];
        self.taker.run("wallet", &[&what[..], &network].concat())
    }

    fn status(&self, of: &Person, id: &str, verb: &str) {
        of.run("issuer", &["status", id, verb, "--yes"]).ok();
    }
}

#[test]
fn nobody_is_ordered_to_follow_where_a_passport_does_not_stand() {
    let scene = Scene::new();
    scene.status(&scene.maker, SERIAL, "suspend");
    let place = Some("/credentialStatus/1");
    not_done(
        "suspended",
        scene.order(&scene.did),
        1,
        "status.suspended",
        place,
    );

    // The operator is there after all, and hands the battery over itself.
    let scene = Scene::new();
    let other = Person::new();
    let to = other.run("wallet", &["init", "--json"]).ok().text("/did");
    let offer = ["transfer", "offer", SERIAL, "--to", &to, "-o", "offer.json"];
    scene.maker.run("issuer", &offer).ok();
    scene.maker.hand("offer.json", &other);
    let accept = ["transfer", "accept", "offer.json", "-o", "acceptance.json"];
    other
        .run("wallet", &[&accept[..], &["--allow-loopback"]].concat())
        .ok();
    other.hand("acceptance.json", &scene.maker);
    let again = [
        "transfer",
        "reissue",
        "acceptance.json",
        "-o",
        "bundle.json",
    ];
    scene
        .maker
        .run("issuer", &[&again[..], &["--allow-loopback"]].concat())
        .ok();
    let place = Some("/credentialStatus/2");
    not_done(
        "handed over",
        scene.order(&scene.did),
        1,
        "status.transferred",
        place,
    );
}

#[test]
fn an_order_is_accepted_by_whom_it_names_while_its_authority_stands_by_it() {
    let scene = Scene::new();
    scene.order("did:web:another.example").ok();
    not_done(
        "another's",
        scene.accept(),
        1,
        "transfer.not_addressed",
        Some("/issuer"),
    );

    let order = scene.order(&scene.did).ok().text("/id");
    let mut altered: Value = serde_json::from_str(&scene.taker.read("order.json")).unwrap();
    altered["credentialSubject"]["ground"] = "ceased".into();
    let signed = scene.taker.read("order.json");
    scene.taker.write("order.json", altered.to_string());
    let place = Some("/proof/proofValue");
    not_done(
        "altered",
        scene.accept(),
        1,
        "proof.signature_invalid",
        place,
    );
    scene.taker.write("order.json", signed);
    scene.status(&scene.authority, &order, "revoke");
    let run = scene.accept().ends(1);
    assert_eq!(run.error_code(), "status.revoked");
}

#[test]
fn nobody_orders_away_from_itself_to_itself_or_in_another_role() {
    let scene = Scene::new();
    let own = scene
        .authority
        .run("issuer", &["keys", "list", "--json"])
        .ok();
    let own = own.text("/keys/0/id");
    let own = own.split('#').next().unwrap();
    not_done(
        "to itself",
        scene.order(own),
        2,
        "transfer.own_order",
        Some("/issuer"),
    );
    scene.authority.hand("passport.vc", &scene.taker);
    let init = ["init", "--name", "Rewatt", "--role", "repurposer"];
    scene.taker.run("issuer", &init).ok();
    let what = ["transfer", "order", "passport.vc", "--to", &scene.did];
    let how = ["--ground", "ceased", "--allow-loopback", "--json"];
    let run = scene.taker.run("issuer", &[&what[..], &how].concat());
    assert_eq!(run.error_code(), "issuer.role");
}
