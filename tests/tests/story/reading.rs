//! What anyone does who has a label before them: `dbp-verifier verify`, with a network and without.

use tests::Person;

use crate::scene::{Manufacturer, SERIAL, verify};

#[test]
fn the_recycler_reads_the_label_and_what_the_public_may_see_is_proven() {
    let maker = Manufacturer::new();
    maker.does(&["label", SERIAL, "--png", "label.png"]);
    let recycler = Person::new();
    maker.person.hand("label.png", &recycler);

    let report = verify(&recycler, &["label.png", "--audience", "public"]).ok();
    assert_eq!(report.json()["verified"], true);
    assert_eq!(report.text("/suite"), "sd-jwt");
    assert_eq!(
        report.text("/credential/credentialSubject/id"),
        maker.battery()
    );
    for name in [
        "parse",
        "model",
        "proof",
        "issuer-key",
        "validity",
        "status",
        "schema",
        "audience",
    ] {
        assert_eq!(report.check(name), ("pass".to_owned(), None), "{name}");
    }
    let names: Vec<String> = report.json()["checks"]
        .as_array()
        .unwrap()
        .iter()
        .map(|check| check["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names, CHECKS);
    // Point 2 of Annex XIII is not on the page.
    assert!(
        report
            .json()
            .pointer("/credential/credentialSubject/circularity/dismantlingAndRemovalInformation")
            .is_none()
    );

    let told = recycler
        .run("verifier", &["verify", "label.png", "--allow-loopback"])
        .ok()
        .stdout;
    assert!(told.contains("authentic and current"), "{told}");
}

#[test]
fn a_saved_passport_is_verified_without_a_network_once_its_lists_are_cached() {
    let maker = Manufacturer::new();
    maker.does(&["publish", "--out", "site"]);
    let recycler = Person::new();
    let saved = format!("site/01/09506000134352/21/{SERIAL}/passport.vc");
    recycler.write("passport.vc", maker.person.read(&saved));
    let offline = ["passport.vc", "--offline", "--audience", "public"];

    let unknown = verify(&recycler, &offline).ends(1);
    assert_eq!(
        unknown.check("status"),
        ("fail".into(), Some("status.list_unavailable".into()))
    );
    verify(&recycler, &["passport.vc", "--audience", "public"]).ok();
    drop(maker);
    verify(&recycler, &offline).ok();
    let nobody = verify(&Person::new(), &["label.png", "--offline"]);
    assert_eq!(
        (nobody.code, nobody.error_code().as_str()),
        (2, "input.unreadable")
    );
}

#[test]
fn a_bundle_made_with_a_network_is_enough_where_there_is_none() {
    let maker = Manufacturer::new();
    let recycler = Person::new();
    for file in ["passport.vc", "event.json"] {
        maker.person.hand(file, &recycler);
    }
    let make = [
        "bundle",
        "-o",
        "tonight.json",
        "passport.vc",
        "event.json",
        "--allow-loopback",
    ];
    recycler.run("verifier", &make).ok();
    drop(maker);
    for file in ["passport.vc", "event.json"] {
        verify(&recycler, &[file, "--bundle", "tonight.json"]).ok();
    }
    let both = verify(
        &recycler,
        &["passport.vc", "event.json", "--bundle", "tonight.json"],
    )
    .ok();
    assert_eq!(both.check("lifecycle").0, "pass");
}

#[test]
fn a_passport_comes_in_by_file_pipe_picture_and_link() {
    let maker = Manufacturer::new();
    let reader = Person::new();
    maker.person.hand("passport.vc", &reader);
    verify(&reader, &["passport.vc"]).ok();
    verify(&reader, &[&maker.battery()]).ok();
    let text = reader.read("passport.vc");
    let args = ["verify", "-", "--allow-loopback", "--json"];
    reader.run_with("verifier", &args, text.as_bytes()).ok();
}

#[test]
fn only_issuers_on_the_trust_list_count_where_there_is_one() {
    let maker = Manufacturer::new();
    let reader = Person::new();
    maker.person.hand("passport.vc", &reader);
    let did = verify(&reader, &["passport.vc"]).text("/issuer");
    let list = |roles: &str| format!(r#"{{"issuers":[{{"did":"{did}","roles":["{roles}"]}}]}}"#);
    reader.write("trust.json", list("manufacturer"));
    let trusted = verify(&reader, &["passport.vc", "--trust", "trust.json"]).ok();
    assert_eq!(trusted.check("trust").0, "pass");
    reader.write("trust.json", list("workshop"));
    let other = verify(&reader, &["passport.vc", "--trust", "trust.json"]).ends(1);
    assert_eq!(
        other.check("trust"),
        ("fail".into(), Some("trust.role".into()))
    );
}

#[test]
fn a_label_photographed_at_an_angle_is_read() {
    let maker = Manufacturer::new();
    maker.does(&["label", SERIAL, "--png", "label.png"]);
    let recycler = Person::new();
    let label = image::open(maker.person.file("label.png"))
        .unwrap()
        .into_luma8();
    recycler.write("photo.jpg", photograph(&label));
    let report = verify(&recycler, &["photo.jpg", "--audience", "public"]).ok();
    assert_eq!(
        report.text("/credential/credentialSubject/id"),
        maker.battery()
    );
}

/// The label on a grey bench, turned by 20 degrees and leaning away, as a JPEG.
fn photograph(label: &image::GrayImage) -> Vec<u8> {
    let (sin, cos) = 20_f64.to_radians().sin_cos();
    let size = f64::from(label.width());
    let photo = image::RgbImage::from_fn(1200, 900, |x, y| {
        let (x, y) = (f64::from(x) - 600.0, f64::from(y) - 450.0);
        let (x, y) = (x * cos + y * sin, y * cos - x * sin);
        // Farther away towards the top: things get smaller there.
        let away = 1.0 + y / 2400.0;
        let scale = size / 520.0;
        let (x, y) = (x / away * scale + size / 2.0, y / away * scale + size / 2.0);
        let inside = (0.0..size).contains(&x) && (0.0..size).contains(&y);
        let level = if inside {
            label.get_pixel(x as u32, y as u32).0[0] / 2 + 90
        } else {
            130
        };
        image::Rgb([level, level, level])
    });
    let mut jpeg = std::io::Cursor::new(Vec::new());
    photo.write_to(&mut jpeg, image::ImageFormat::Jpeg).unwrap();
    jpeg.into_inner()
}

const CHECKS: [&str; 12] = [
    "parse",
    "model",
    "proof",
    "issuer-key",
    "validity",
    "status",
    "schema",
    "trust",
    "audience",
    "holder-binding",
    "lifecycle",
    "chain",
];
