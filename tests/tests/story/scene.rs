//! A manufacturer whose passport and event of one traction pack are out in the world.

use issuer::sample;
use tests::{Address, Person, Run, Service};

/// The pack's serial number, by which its operator speaks of it.
pub const SERIAL: &str = "VC77-0001234";

/// The manufacturer at work.
pub struct Manufacturer {
    pub person: Person,
    /// The passport's id.
    pub passport: String,
    /// The event's id.
    pub event: String,
    pub service: Service,
}

impl Manufacturer {
    /// With `passport.vc` and `event.json` in the manufacturer's folder.
    pub fn new() -> Self {
        Self::securing("sd-jwt")
    }

    /// The same, with the passport secured in this way.
    pub fn securing(suite: &str) -> Self {
        let person = Person::new();
        let key = match suite {
            "ecdsa-sd-2023" => "p256",
            "bbs-2023" => "bls12381",
            _ => "ed25519",
        };
        let address = person.becomes_operator_with("Voltcell", key);
        put_samples(&person, &address);
        let issue = |args: &[&str]| issuer(&person, &[&["issue"], args].concat()).text("/id");
        let args = ["passport", "content.json", "-o", "passport.vc"];
        let passport = issue(&[&args[..], &["--suite", suite]].concat());
        let event = issue(&["event", "soh.json", "-o", "event.json"]);
        let service = person.publishes(&address);
        Self {
            passport,
            event,
            service,
            person,
        }
    }

    /// A command of `dbp-issuer` that must succeed.
    pub fn does(&self, args: &[&str]) -> Run {
        issuer(&self.person, args)
    }

    /// The battery's identifier, which is the link on its label.
    pub fn battery(&self) -> String {
        format!("{}/01/09506000134352/21/{SERIAL}", self.service.url)
    }
}

/// The sample's passport content and event, of a battery at this address.
pub fn put_samples(person: &Person, address: &Address) {
    for (file, text) in [
        ("content.json", sample::EV_PASSPORT),
        ("soh.json", sample::SOH_EVENT),
    ] {
        person.write(file, address.host(text, "id.voltcell.example"));
    }
}

/// A command of `dbp-issuer` that must succeed; its document.
pub fn issuer(person: &Person, args: &[&str]) -> Run {
    // Only answers of others make the issuer look up DIDs.
    let network: &[&str] = match args {
        ["transfer", "accept" | "reject" | "reissue" | "order", ..] => &["--allow-loopback"],
        _ => &[],
    };
    person
        .run("issuer", &[args, network, &["--json"]].concat())
        .ok()
}

/// A command of `dbp-wallet` that must succeed; its document.
pub fn wallet(person: &Person, args: &[&str]) -> Run {
    person
        .run("wallet", &[args, &["--json", "--allow-loopback"]].concat())
        .ok()
}

/// `dbp-verifier verify` on a machine where everybody is at loopback addresses.
pub fn verify(person: &Person, args: &[&str]) -> Run {
    person.run(
        "verifier",
        &[&["verify", "--json", "--allow-loopback"], args].concat(),
    )
}
