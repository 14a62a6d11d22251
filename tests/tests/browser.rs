//! The passport's page in a real browser, on a phone and on a desk.
//!
//! `tests/run` installs Chromium and what drives it; CHROMIUM names another one.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tests::Person;
use verifier::life::{Health, HealthPoint};
use verifier::pages::{HealthSection, STYLE};

const SERIAL: &str = "VC77-0001234";

#[test]
fn a_person_reads_the_page_of_a_battery_on_phone_and_desk() {
    let browser = Browser::installed();
    let maker = Person::new();
    let address = maker.becomes_operator("Voltcell");
    let content = address.host(issuer::sample::EV_PASSPORT, "id.voltcell.example");
    maker.write("content.json", content);
    maker
        .run("issuer", &["issue", "passport", "content.json"])
        .ok();
    let service = maker.publishes(&address);
    let page = format!("{}/01/09506000134352/21/{SERIAL}", service.url);

    for (device, seen) in browser.opens(&page) {
        assert_eq!(seen["status"], 200, "{device}");
        assert_eq!(
            seen["heading"], "Voltcell VC77 400 V traction pack",
            "{device}"
        );
        assert_eq!(
            seen["title"], "Voltcell VC77 400 V traction pack · battery passport",
            "{device}"
        );
        assert!(
            seen["state"].as_str().unwrap().starts_with("Current."),
            "{device}: {seen}"
        );
        let facts = seen["facts"].as_array().unwrap();
        for fact in ["Electric vehicle", "77 kWh"] {
            assert!(
                facts.iter().any(|one| one == fact),
                "{device}: {fact} in {facts:?}"
            );
        }
        assert_eq!(seen["opened"], 1, "{device}");
        assert_eq!(seen["overflows"], false, "{device}");
        assert_eq!(seen["complaints"], json!([]), "{device}");
        assert_eq!(seen["elsewhere"], json!([]), "{device}");
        let text = seen["text"].as_str().unwrap();
        assert!(
            text.contains(&format!("dbp-verifier verify {page}")),
            "{device}: {text}"
        );
        // Point 2 of Annex XIII is for few.
        assert!(!text.contains("Dismantling"), "{device}: {text}");
    }

    for (verb, word) in [
        ("suspend", "Suspended."),
        ("reinstate", "Current."),
        ("revoke", "Revoked."),
    ] {
        maker.run("issuer", &["status", SERIAL, verb, "--yes"]).ok();
        for (device, seen) in browser.opens(&page) {
            let state = seen["state"].as_str().unwrap();
            assert!(state.starts_with(word), "{device} after {verb}: {state}");
        }
    }
}

#[test]
fn a_person_reads_how_a_battery_came_here_on_the_page_of_a_report() {
    let browser = Browser::installed();
    let maker = Person::new();
    let address = maker.becomes_operator("Voltcell");
    let content = address.host(issuer::sample::EV_PASSPORT, "id.voltcell.example");
    maker.write("content.json", content);
    let issue = ["issue", "passport", "content.json"];
    let issued = |args: &[&str]| maker.run("issuer", &[&issue[..], args].concat()).ok();
    issued(&["-o", "first.vc"]);
    issued(&["--supersede", "-o", "second.vc"]);
    let service = maker.publishes(&address);
    let walk = ["verify", "second.vc", "first.vc", "--chain"];
    let write = ["--allow-loopback", "--page", "report.html"];
    maker.run("verifier", &[&walk[..], &write].concat()).ok();
    drop(service);

    let page = format!("file://{}", maker.file("report.html").display());
    for (device, seen) in browser.opens(&page) {
        let state = seen["state"].as_str().unwrap();
        assert!(state.starts_with("Verified."), "{device}: {state}");
        let hands = seen["hands"].as_array().unwrap();
        let words: Vec<&str> = hands
            .iter()
            .map(|hand| hand["word"].as_str().unwrap())
            .collect();
        assert_eq!(words, ["active", "superseded"], "{device}");
        // One under the other, each beside its dot.
        assert!(
            hands[0]["top"].as_f64() < hands[1]["top"].as_f64(),
            "{device}"
        );
        let text = seen["text"].as_str().unwrap();
        assert!(text.contains("“Voltcell”"), "{device}: {text}");
        assert!(text.contains("issued a new version"), "{device}: {text}");
        assert_eq!(seen["overflows"], false, "{device}");
        assert_eq!(seen["complaints"], json!([]), "{device}");
        assert_eq!(seen["elsewhere"], json!([]), "{device}");
    }
}

#[test]
fn an_owner_sees_the_health_of_a_battery_in_time_and_everyone_does_not() {
    let browser = Browser::installed();
    let maker = Person::new();
    let address = maker.becomes_operator("Voltcell");
    let content = address.host(issuer::sample::EV_PASSPORT, "id.voltcell.example");
    maker.write("content.json", content);
    let issue = |what: &str, file: &str| maker.run("issuer", &["issue", what, file]).ok();
    issue("passport", "content.json");
    let battery = format!("{}/01/09506000134352/21/{SERIAL}", address.url());
    for (day, energy) in [
        ("05-20", 99.8),
        ("05-27", 99.6),
        ("06-03", 99.5),
        ("10-02", 97.7),
        ("10-09", 97.6),
    ] {
        let reading = json!({"type": "StateOfHealth", "battery": battery, "time": format!("2026-{day}T08:00:00Z"),
            "stateOfCertifiedEnergy": energy, "remainingCapacity": 2.1 * energy});
        maker.write("soh.json", reading.to_string());
        issue("event", "soh.json");
    }
    let show = |audience: &str| {
        let page = format!("{audience}.html");
        let args = ["show", SERIAL, "--audience", audience, "--page", &page];
        maker.run("issuer", &args).ok();
        format!("file://{}", maker.file(&page).display())
    };

    for (device, seen) in browser.opens(&show("owner")) {
        let charts = seen["charts"].as_array().unwrap();
        assert_eq!(charts.len(), 2, "{device}: {charts:?}");
        for chart in charts {
            assert_eq!(chart["role"], "img", "{device}");
            assert_eq!(
                chart["dots"], 6,
                "{device}: the passport's own value and five readings"
            );
            assert_eq!(
                (&chart["lines"], &chart["gaps"]),
                (&json!(2), &json!(1)),
                "{device}"
            );
            assert_eq!(chart["rows"], 6, "{device}");
            assert_eq!(chart["inside"], true, "{device}: {chart}");
            // WCAG 2.2: 1.4.11 for graphics, 1.4.3 for text.
            assert!(
                chart["lineContrast"].as_f64() > Some(3.0),
                "{device}: {chart}"
            );
            assert!(
                chart["textContrast"].as_f64() > Some(4.5),
                "{device}: {chart}"
            );
            assert!(chart["letters"].as_f64() > Some(9.0), "{device}: {chart}");
            let texts = chart["texts"].as_array().unwrap();
            for text in ["date (UTC)", "2026-05-07", "2026-10-09", "100"] {
                assert!(
                    texts.iter().any(|one| one == text),
                    "{device}: {text} in {texts:?}"
                );
            }
        }
        let [title, told] = charts[0]["name"].as_array().unwrap().as_slice() else {
            panic!("{device}: {charts:?}")
        };
        assert_eq!(
            title, "State of certified energy in % over time",
            "{device}"
        );
        let told = told.as_str().unwrap();
        assert!(
            told.starts_with("6 readings, from 100 % on 2026-05-07 to 97.6 % on 2026-10-09"),
            "{device}: {told}"
        );
        assert!(
            charts[1]["texts"].to_string().contains("exhausted"),
            "{device}"
        );
        assert_eq!(seen["overflows"], false, "{device}");
        assert_eq!(seen["complaints"], json!([]), "{device}");
        assert_eq!(seen["elsewhere"], json!([]), "{device}");
    }
    for (device, seen) in browser.opens(&show("public")) {
        assert_eq!(seen["charts"], json!([]), "{device}");
        let text = seen["text"].as_str().unwrap();
        assert!(!text.contains("State of"), "{device}: {text}");
    }
}

#[test]
fn a_chart_of_one_value_of_equal_ones_and_of_thousands_stays_in_its_frame() {
    let browser = Browser::installed();
    let reader = Person::new();
    let begin: jiff::Timestamp = "2027-02-18T00:00:00Z".parse().unwrap();
    let course = |title: &'static str, count: u32, value: &dyn Fn(u32) -> f64| Health {
        attribute: title,
        title,
        unit: "%",
        rated: None,
        exhausted_at: (count > 1).then_some(70.0),
        warranty_until: Some(begin + jiff::SignedDuration::from_hours(24 * 365 * 8)),
        points: (0..count)
            .map(|day| HealthPoint {
                at: begin + jiff::SignedDuration::from_hours(24 * i64::from(day)),
                value: value(day),
                event: None,
            })
            .collect(),
    };
    let wearing = |day: u32| 100.0 - f64::from(day) / 250.0 + f64::from(day % 7) / 3.0;
    for (case, health, shown) in [
        ("one", vec![course("one", 1, &|_| 97.5)], (1, 0)),
        ("equal", vec![course("equal", 30, &|_| 90.0)], (30, 1)),
        (
            "thousands",
            vec![course("thousands", 5000, &wearing)],
            (1, 1),
        ),
    ] {
        let section = HealthSection::of(&health).unwrap();
        let page = format!(
            "<!doctype html><html lang=en><title>{case}</title><style>{STYLE}</style><main><h1>{case}</h1>\
             <p class=state>{case}</p>{section}</main></html>"
        );
        reader.write("page.html", &page);
        assert!(page.len() < 60_000, "{case}: {} bytes", page.len());
        let url = format!("file://{}", reader.file("page.html").display());
        for (device, seen) in browser.opens(&url) {
            let chart = &seen["charts"][0];
            let drawn = (
                chart["dots"].as_u64().unwrap(),
                chart["lines"].as_u64().unwrap(),
            );
            assert_eq!(drawn, shown, "{case}, {device}");
            assert_eq!(chart["inside"], true, "{case}, {device}: {chart}");
            assert!(chart["rows"].as_u64().unwrap() <= 24, "{case}, {device}");
            assert_eq!(seen["overflows"], false, "{case}, {device}");
            assert_eq!(seen["complaints"], json!([]), "{case}, {device}");
        }
    }
}

/// Node, its driver, and Chromium.
struct Browser {
    folder: &'static Path,
}

impl Browser {
    fn installed() -> Self {
        let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/browser"));
        assert!(
            folder.join("node_modules").is_dir(),
            "the browser's driver is not installed: run tests/run, or `npm ci --prefix tests/browser`"
        );
        Self { folder }
    }

    /// What a person sees there on each device.
    fn opens(&self, url: &str) -> Vec<(String, Value)> {
        let output = Command::new("node")
            .arg(self.folder.join("page.mjs"))
            .arg(url)
            .output()
            .unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
        let devices: Vec<_> = seen.as_object().unwrap().clone().into_iter().collect();
        assert_eq!(devices.len(), 2);
        devices
    }
}
