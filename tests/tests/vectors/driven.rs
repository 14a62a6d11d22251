//! Our own service, driven as others' are.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use serde_json::Value;
use tests::{Address, Person, Service};

/// An operator that also serves the VC-API.
fn service(operator: &Person) -> Service {
    let address = operator.becomes_operator("Cells SE");
    let listen = address.as_str();
    let service = operator.serve("issuer", &["serve", "--vc-api", "--listen", listen]);
    let began = Instant::now();
    while TcpStream::connect(listen).is_err() {
        assert!(began.elapsed() < Duration::from_secs(30), "{listen}");
        std::thread::sleep(Duration::from_millis(20));
    }
    service
}

#[test]
fn our_endpoints_agree_with_the_vectors_and_with_each_other() {
    let operator = Person::new();
    let service = service(&operator);
    let endpoint = |suite: &str| format!("{suite}={}/vc-api/{suite}", service.url);
    let vectors = crate::folder();
    let run = operator.run(
        "vectors",
        &[
            "drive",
            "--allow-loopback",
            "--json",
            "--vectors",
            vectors.to_str().unwrap(),
            "--endpoint",
            &endpoint("eddsa-rdfc-2022"),
            "--endpoint",
            &endpoint("ecdsa-jcs-2019-p384"),
            "--endpoint",
            &endpoint("bbs-2023"),
        ],
    );
    let outcome = run.json();
    let rows = outcome["rows"].as_array().unwrap();
    let told = |row: &Value| row["documents"].as_str().unwrap().to_owned();
    let documents: Vec<String> = rows.iter().map(told).collect();
    let expected = [
        "vectors, good",
        "vectors, bad",
        "eddsa-rdfc-2022",
        "ecdsa-jcs-2019-p384",
        "bbs-2023",
    ];
    assert_eq!(documents, expected);
    for row in rows {
        assert!(row.get("notIssued").is_none(), "{row:#}");
        for cell in row["cells"].as_array().unwrap() {
            assert_eq!(cell["wrong"], Value::Array(Vec::new()), "{}", told(row));
            assert_eq!(cell["passed"], cell["of"]);
            let least = if told(row).starts_with("vectors") {
                50
            } else {
                3
            };
            assert!(cell["of"].as_u64().unwrap() >= least, "{row:#}");
        }
    }
    run.ends(0);
}

#[test]
fn an_endpoint_that_is_not_there_is_told_and_is_no_agreement() {
    let reader = Person::new();
    let nobody = Address::free();
    let endpoint = format!("nobody={}", nobody.url());
    let vectors = crate::folder();
    let run = reader.run(
        "vectors",
        &[
            "drive",
            "--allow-loopback",
            "--suite",
            "eddsa-jcs-2022",
            "--vectors",
            vectors.to_str().unwrap(),
            "--endpoint",
            &endpoint,
        ],
    );
    let run = run.ends(1);
    // A bad case is not refused by whoever does not answer.
    let bad = run
        .stdout
        .lines()
        .find(|line| line.starts_with("vectors, bad"))
        .unwrap();
    assert!(bad.contains("  0/"), "{bad}");
    assert!(
        run.stdout.contains("nobody did not issue: give its DID"),
        "{}",
        run.stdout
    );
    reader
        .run("vectors", &["drive", "--endpoint", "nobody"])
        .ends(2);
}
