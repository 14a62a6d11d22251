//! A battery is recycled: the recycler certifies it, the manufacturer's passport ceases, and readers learn by whom.

use serde_json::{Value, json};
use tests::{Person, Run, Service};

use crate::scene::{Manufacturer, SERIAL, issuer, verify};

#[test]
fn a_recycled_battery_has_no_passport_any_more_and_everybody_learns_who_ended_it() {
    let maker = Manufacturer::new();
    let recycler = Other::new("Kreislauf AG");
    let did = |person: &Person, file: &str| verify(person, &[file]).text("/issuer");
    let end = recycler.says(&maker, "certificate.vc", recycled());
    let trust = |role: &str| {
        let entries = json!({"issuers": [
            {"did": did(&maker.person, "passport.vc"), "roles": ["manufacturer"]},
            {"did": did(&recycler.person, "certificate.vc"), "roles": [role]},
        ]});
        maker.person.write("operators.json", entries.to_string());
    };

    // Before it became waste nothing can be recycled.
    trust("recycler");
    let take = |file: &str| record(&maker.person, file);
    let early = take("certificate.vc").ends(1);
    assert_eq!(early.error_code(), "lifecycle.not_waste");
    let waste = json!({"type": "BecameWaste", "time": "2026-11-10T08:00:00Z"});
    maker.person.write("waste.json", of(&maker, waste));
    maker.does(&["issue", "event", "waste.json", "-o", "waste.vc"]);

    // By somebody who is no recycler it ends nothing.
    trust("waste-operator");
    let refused = take("certificate.vc").ends(1);
    assert_eq!(refused.error_code(), "trust.role");
    let bundle = [
        "passport.vc",
        "waste.vc",
        "certificate.vc",
        "--trust",
        "operators.json",
    ];
    let report = verify(&maker.person, &bundle).ends(1);
    assert_eq!(report.check("trust").1.as_deref(), Some("trust.role"));
    assert_eq!(report.check("lifecycle").0, "pass");
    assert_eq!(standing(&maker), "active");

    trust("recycler");
    let taken = take("certificate.vc").ok().json();
    assert_eq!(taken["ceased"], json!(maker.passport));
    assert_eq!(taken["id"], json!(end));
    assert_eq!(standing(&maker), "ceased");

    // A reader of the passport learns it from its status; with the certificate also by whom, and what was recovered.
    // (One that never asked before: lists are kept for minutes.)
    let reader = Person::new();
    maker.person.hand("passport.vc", &reader);
    let alone = verify(&reader, &["passport.vc"]).ends(1);
    assert_eq!(alone.check("status").1.as_deref(), Some("status.ceased"));
    let report = verify(&maker.person, &bundle).ends(1);
    assert_eq!(
        report.check("lifecycle").1.as_deref(),
        Some("lifecycle.ceased")
    );
    let recycling = &report.json()["life"]["recycling"];
    assert_eq!(recycling["certificate"], json!(end));
    assert_eq!(recycling["trusted"], true);
    assert_eq!(
        recycling["recoveredMasses"][0],
        json!({"material": "nickel", "mass": 46.5})
    );
    let told = [&["verify"], &bundle[..], &["--allow-loopback"]].concat();
    let told = maker.person.run("verifier", &told).ends(1).stdout;
    let verdict =
        "This battery passport has ceased: its battery was recycled on 2026-11-20 by Kreislauf AG";
    assert!(told.contains(verdict), "{told}");

    // Nothing more is signed of it, and nothing handed on.
    let late = json!({"type": "StateOfHealth", "time": "2026-11-22T08:00:00Z", "stateOfCertifiedEnergy": 40});
    maker.person.write("late.json", of(&maker, late));
    let late = maker
        .person
        .run("issuer", &["issue", "event", "late.json", "--json"])
        .ends(1);
    assert_eq!(late.error_code(), "lifecycle.after_recycling");
    let to = did(&recycler.person, "certificate.vc");
    let offer = [
        "transfer",
        "offer",
        SERIAL,
        "--to",
        &to,
        "-o",
        "offer.json",
        "--json",
    ];
    let offer = maker.person.run("issuer", &offer).ends(2);
    assert_eq!(offer.error_code(), "transfer.passport_ceased");
}

/// Another operator with a DID of its own, which publishes its status lists.
struct Other {
    person: Person,
    _service: Service,
}

impl Other {
    fn new(name: &str) -> Self {
        let person = Person::new();
        let address = person.becomes_operator(name);
        let _service = person.publishes(&address);
        Self { person, _service }
    }

    /// Signs an event of the manufacturer's battery and hands it over; its id.
    fn says(&self, maker: &Manufacturer, file: &str, event: Value) -> String {
        self.person.write("event.json", of(maker, event));
        let issued = issuer(&self.person, &["issue", "event", "event.json", "-o", file]);
        self.person.hand(file, &maker.person);
        issued.text("/id")
    }
}

fn recycled() -> Value {
    json!({"type": "Recycled", "time": "2026-11-20T08:00:00Z", "process": "hydrometallurgical", "inputMass": 470,
        "recoveredMasses": [{"material": "nickel", "mass": 46.5}, {"material": "cobalt", "mass": 6.0}]})
}

fn of(maker: &Manufacturer, mut event: Value) -> String {
    event["battery"] = json!(maker.battery());
    event.to_string()
}

fn record(person: &Person, file: &str) -> Run {
    let args = [
        "record",
        file,
        "--trust",
        "operators.json",
        "--allow-loopback",
        "--json",
    ];
    person.run("issuer", &args)
}

fn standing(maker: &Manufacturer) -> String {
    maker.does(&["status", SERIAL]).text("/lifecycle")
}
