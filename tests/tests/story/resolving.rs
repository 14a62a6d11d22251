//! What `dbp-resolver` finds: the keys of those who sign, on the command line and over HTTP.

use tests::{Address, Person, Run};

use crate::scene::{issuer, verify};

/// An operator at a did:web of this machine, and its DID.
fn operator() -> (Person, Address, String) {
    let person = Person::new();
    let address = Address::free();
    let port = address.as_str().rsplit(':').next().unwrap();
    let (did, url) = (
        format!("web:localhost%3A{port}"),
        format!("http://localhost:{port}"),
    );
    issuer(
        &person,
        &["init", "--name", "Voltcell", "--did", &did, "--url", &url],
    );
    (person, address, format!("did:{did}"))
}

fn resolve(person: &Person, did: &str, more: &[&str]) -> Run {
    person.run("resolver", &[&["resolve", did, "--json"], more].concat())
}

#[test]
fn the_document_of_an_operator_is_found_and_kept() {
    let (maker, address, did) = operator();
    let service = maker.publishes(&address);
    let reader = Person::new();
    let found = resolve(&reader, &did, &["--allow-loopback"]).ok();
    assert_eq!(found.text("/didDocument/id"), did);
    let key = issuer(&maker, &["keys", "list"]).text("/keys/0/id");
    assert_eq!(found.text("/didDocument/assertionMethod/0"), key);

    drop(service);
    let kept = resolve(&reader, &did, &["--offline"]).ok();
    assert_eq!(kept.json()["didDocument"], found.json()["didDocument"]);
    assert_ne!(resolve(&Person::new(), &did, &["--offline"]).code, 0);
}

#[test]
fn names_of_this_machine_and_of_networks_inside_are_not_asked() {
    let (maker, address, did) = operator();
    let _service = maker.publishes(&address);
    for did in [
        &did,
        "did:web:127.0.0.1%3A8080",
        "did:web:169.254.169.254",
        "did:web:10.0.0.1",
        "did:web:%5B%3A%3A1%5D",
    ] {
        let run = resolve(&Person::new(), did, &[]);
        assert_ne!(run.code, 0, "{did}: {}", run.stdout);
    }
}

#[test]
fn a_did_key_of_every_kind_is_its_own_document_without_a_network() {
    use credentials::keys::{Algorithm, SecretKey};
    let reader = Person::new();
    for algorithm in [
        Algorithm::Ed25519,
        Algorithm::P256,
        Algorithm::P384,
        Algorithm::Bls12381G2,
    ] {
        let key = SecretKey::generate(algorithm, &mut rand::rng()).unwrap();
        let multikey = key.public().to_multikey();
        let found = resolve(&reader, &format!("did:key:{multikey}"), &["--offline"]).ok();
        assert_eq!(
            found.text("/didDocument/verificationMethod/0/publicKeyMultibase"),
            multikey
        );
    }
}

#[test]
fn the_http_binding_answers_what_the_command_line_does() {
    let reader = Person::new();
    let service = reader.serve("resolver", &["serve", "--listen", "127.0.0.1:0"]);
    let did = "did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2";
    let expected = resolve(&reader, did, &[]).ok().json();
    let answer = tests::get(&format!("{}/1.0/identifiers/{did}", service.url));
    assert_eq!(answer.status, 200);
    let found: serde_json::Value = serde_json::from_slice(&answer.body).unwrap();
    let document = found.get("didDocument").unwrap_or(&found);
    assert_eq!(*document, expected["didDocument"]);
    for (did, status) in [
        ("did:key:z6Mk", 400),
        ("nonsense", 400),
        ("did:unknown:x", 501),
    ] {
        assert_eq!(
            tests::get(&format!("{}/1.0/identifiers/{did}", service.url)).status,
            status,
            "{did}"
        );
    }
}

#[test]
fn a_verifier_finds_a_document_by_itself() {
    let (maker, address, did) = operator();
    maker.write("content.json", issuer::sample::EV_PASSPORT);
    issuer(
        &maker,
        &["issue", "passport", "content.json", "-o", "passport.vc"],
    );
    let _service = maker.publishes(&address);
    assert_eq!(verify(&maker, &["passport.vc"]).ok().text("/issuer"), did);
}
