//! What the repurposer's wallet does: receive, list, show, present, back up.

use tests::Person;

use crate::scene::{Manufacturer, SERIAL, verify, wallet};

/// A manufacturer, and a wallet that holds its passport by an offer.
struct Held {
    maker: Manufacturer,
    holder: Person,
}

impl Held {
    fn new() -> Self {
        Self::securing("sd-jwt")
    }

    fn securing(suite: &str) -> Self {
        let (maker, holder) = (Manufacturer::securing(suite), Person::new());
        wallet(&holder, &["init"]);
        let link = maker.does(&["offer", SERIAL]).text("/offer");
        wallet(&holder, &["receive", &link]);
        Self { maker, holder }
    }
}

#[test]
fn an_offer_is_taken_up_by_its_link_or_its_picture_and_once_only() {
    let (maker, holder) = (Manufacturer::new(), Person::new());
    let did = wallet(&holder, &["init"]).text("/did");
    let offer = maker.does(&["offer", SERIAL]).text("/offer");
    assert!(offer.starts_with("openid-credential-offer://"), "{offer}");
    let got = wallet(&holder, &["receive", &offer]);
    assert_eq!(got.text("/received/0/id"), maker.passport);
    assert_eq!(got.text("/received/0/kept"), "new");
    assert_eq!(got.json()["received"][0]["bound"], true);
    assert!(did.starts_with("did:key:z6Mk"));

    let again = holder.run("wallet", &["receive", &offer, "--allow-loopback", "--json"]);
    assert_eq!(
        (again.code, again.error_code().as_str()),
        (1, "offer.used_or_expired")
    );

    let other = Person::new();
    wallet(&other, &["init"]);
    let offered = maker
        .does(&["offer", &maker.event, "--qr", "offer.png", "--tx-code"])
        .json();
    maker.person.hand("offer.png", &other);
    let receive = ["receive", "offer.png", "--allow-loopback", "--json"];
    let without = other.run("wallet", &receive);
    assert_eq!(
        (without.code, without.error_code().as_str()),
        (2, "offer.tx_code")
    );
    let code = offered["txCode"].as_str().unwrap();
    let got = wallet(&other, &["receive", "offer.png", "--tx-code", code]);
    assert_eq!(got.text("/received/0/type"), "StateOfHealth");
}

#[test]
fn what_is_held_is_listed_and_shown() {
    let Held { maker, holder } = Held::new();
    maker.person.hand("event.json", &holder);
    wallet(&holder, &["receive", "event.json"]);
    let listed = wallet(&holder, &["list"]).json();
    assert_eq!(listed["credentials"].as_array().unwrap().len(), 2);
    let shown = wallet(&holder, &["show", &maker.passport]);
    assert_eq!(shown.text("/battery"), maker.battery());
    let told = holder
        .run("wallet", &["show", &maker.passport, "--pointers"])
        .ok()
        .stdout;
    assert!(
        told.contains("/generalProductInformation/batteryMass"),
        "{told}"
    );
    assert!(told.contains("this wallet's key"), "{told}");
}

#[test]
fn a_presentation_for_the_recycler_shows_its_part_and_is_bound_to_it() {
    let Held { maker, holder } = Held::new();
    let recycler = Person::new();
    let args = [
        "present",
        &maker.passport,
        "--audience",
        "recycler",
        "--nonce",
        "n-7f3a",
        "--aud",
        "https://recycler.example",
        "-o",
        "shown.sd-jwt",
    ];
    let told = wallet(&holder, &args).json();
    assert_eq!(told["bound"], true);
    assert!(told["withheld"].as_u64().unwrap() > 0, "{told}");
    holder.hand("shown.sd-jwt", &recycler);

    let asked = [
        "shown.sd-jwt",
        "--nonce",
        "n-7f3a",
        "--aud",
        "https://recycler.example",
    ];
    let report = verify(
        &recycler,
        &[&asked[..], &["--audience", "recycler"]].concat(),
    )
    .ok();
    assert_eq!(report.check("holder-binding").0, "pass");
    assert_eq!(report.check("audience").0, "pass");
    assert_eq!(report.text("/audience"), "recycler");
    let public = verify(&recycler, &[&asked[..], &["--audience", "public"]].concat()).ends(1);
    assert_eq!(
        public.check("audience"),
        ("fail".into(), Some("audience.beyond".into()))
    );
}

#[test]
fn a_passport_as_sd_jwt_vc_goes_the_whole_way_until_it_is_revoked() {
    let Held { maker, holder } = Held::securing("dc+sd-jwt");
    let recycler = Person::new();
    let bound = ["--nonce", "n-7f3a", "--aud", "https://recycler.example"];
    let present = ["present", &maker.passport, "--audience", "recycler"];
    let out = ["-o", "shown.sd-jwt"];
    let told = wallet(&holder, &[&present[..], &bound, &out].concat()).json();
    assert_eq!(told["bound"], true);
    holder.hand("shown.sd-jwt", &recycler);
    let asked = [&["shown.sd-jwt", "--audience", "recycler"], &bound[..]].concat();
    let report = verify(&recycler, &asked).ok();
    assert_eq!(report.text("/suite"), "dc+sd-jwt");
    for name in ["status", "audience", "holder-binding"] {
        assert_eq!(report.check(name).0, "pass", "{name}");
    }
    maker.does(&["status", &maker.passport, "revoke", "--yes"]);
    // Who has never asked before has no list in a cache.
    let other = Person::new();
    holder.hand("shown.sd-jwt", &other);
    let report = verify(&other, &asked).ends(1);
    let revoked = ("fail".into(), Some("status.revoked".into()));
    assert_eq!(report.check("status"), revoked);
}

#[test]
fn a_part_of_a_passport_is_shown_with_a_derived_proof() {
    for suite in ["ecdsa-sd-2023", "bbs-2023"] {
        let Held { maker, holder } = Held::securing(suite);
        let recycler = Person::new();
        let bound = ["--nonce", "n-7f3a", "--aud", "https://recycler.example"];
        let present = ["present", &maker.passport, "--audience", "recycler"];
        let out = ["-o", "shown.json"];
        let told = wallet(&holder, &[&present[..], &bound, &out].concat()).json();
        assert_eq!(told["bound"], true, "{suite}");
        assert!(told["withheld"].as_u64().unwrap() > 0, "{told}");
        holder.hand("shown.json", &recycler);
        let asked = [&["shown.json"], &bound[..]].concat();
        let audience = |name| [&asked[..], &["--audience", name]].concat();
        let report = verify(&recycler, &audience("recycler")).ok();
        assert_eq!(report.text("/suite"), suite);
        for name in ["proof", "status", "audience", "holder-binding"] {
            assert_eq!(report.check(name).0, "pass", "{suite} {name}");
        }
        let public = verify(&recycler, &audience("public")).ends(1);
        let beyond = ("fail".into(), Some("audience.beyond".into()));
        assert_eq!(public.check("audience"), beyond, "{suite}");

        // What the issuer gave out is the holder's: it shows all that could be withheld.
        maker.person.hand("passport.vc", &recycler);
        let whole = verify(&recycler, &["passport.vc"]).ok();
        let base = ("warning".into(), Some("proof.base".into()));
        assert_eq!(whole.check("proof"), base, "{suite}");
    }
}

#[test]
fn a_passport_as_jwt_is_held_and_shown_whole() {
    let Held { maker, holder } = Held::securing("vc+jwt");
    let authority = Person::new();
    let bound = ["--nonce", "n-1", "--aud", "https://authority.example"];
    let present = ["present", &maker.passport];
    wallet(
        &holder,
        &[&present[..], &bound, &["-o", "shown.json"]].concat(),
    );
    holder.hand("shown.json", &authority);
    let asked = [&["shown.json"], &bound[..]].concat();
    let report = verify(&authority, &asked).ok();
    assert_eq!(report.check("holder-binding").0, "pass");
    let public = ["present", &maker.passport, "--audience", "public", "--json"];
    let refused = holder.run("wallet", &public).ends(2);
    assert_eq!(refused.error_code(), "present.beyond_audience");
}

#[test]
fn a_small_presentation_travels_in_a_qr_code_and_a_large_one_says_why_it_cannot() {
    let Held { maker, holder } = Held::new();
    let recycler = Person::new();
    let place = "/credentialSubject/supplyChainDueDiligence/supplyChainIndices";
    let small = [
        "present",
        &maker.passport,
        "--disclose",
        place,
        "--qr",
        "shown.png",
    ];
    let told = wallet(&holder, &small).json();
    let mut disclosed: Vec<_> = told["disclosed"].as_array().unwrap().iter().collect();
    disclosed.sort_by_key(|place| place.to_string().len());
    assert_eq!(
        disclosed,
        ["/credentialSubject/supplyChainDueDiligence", place]
    );
    holder.hand("shown.png", &recycler);
    let report = verify(&recycler, &["shown.png"]).ok().json();
    let subject = &report["credential"]["credentialSubject"];
    assert_eq!(
        subject["supplyChainDueDiligence"],
        serde_json::json!({"supplyChainIndices": 74})
    );
    assert!(subject["generalProductInformation"].is_null());

    let large = [
        "present",
        &maker.passport,
        "--audience",
        "authority",
        "--qr",
        "all.png",
        "--json",
    ];
    let refused = holder.run("wallet", &large).ends(2);
    assert_eq!(refused.error_code(), "present.qr_too_large");
    let message = refused.text("/error/message");
    let sizes: Vec<u32> = message
        .split(' ')
        .filter_map(|word| word.parse().ok())
        .collect();
    assert!(
        matches!(sizes[..], [size, capacity] if size > capacity),
        "{message}"
    );
    assert!(!holder.file("all.png").exists());
}

#[test]
fn a_backup_brings_everything_back() {
    let Held { maker, holder } = Held::new();
    let did = wallet(&holder, &["did"]).text("/did");
    wallet(&holder, &["backup", "wallet.backup"]);
    let sealed = std::fs::read(holder.file("wallet.backup")).unwrap();
    assert!(!sealed.windows(8).any(|part| part == b"Voltcell"));

    let spare = Person::new();
    holder.hand("wallet.backup", &spare);
    let restored = wallet(&spare, &["restore", "wallet.backup"]);
    assert_eq!(
        (
            restored.text("/did"),
            restored.json()["credentials"].as_u64()
        ),
        (did, Some(1))
    );
    let present = [
        "present",
        &maker.passport,
        "--nonce",
        "n-1",
        "--aud",
        "me",
        "-o",
        "shown.sd-jwt",
    ];
    wallet(&spare, &present);
    verify(&spare, &["shown.sd-jwt", "--nonce", "n-1", "--aud", "me"]).ok();

    let stranger = Person::new();
    holder.hand("wallet.backup", &stranger);
    stranger.write("passphrase", "another passphrase\n");
    let refused = stranger
        .run("wallet", &["restore", "wallet.backup", "--json"])
        .ends(2);
    assert_eq!(refused.error_code(), "sealed.wrong_passphrase");
}

#[test]
fn what_is_forged_or_revoked_is_not_taken_in() {
    let (maker, holder) = (Manufacturer::new(), Person::new());
    wallet(&holder, &["init"]);
    let refused = |file: &str| {
        let args = ["receive", file, "--allow-loopback", "--json"];
        holder.run("wallet", &args).ends(1).error_code()
    };
    let event = maker.person.read("event.json").replace("98.1", "99.1");
    holder.write("forged.json", event);
    assert_eq!(refused("forged.json"), "proof.signature_invalid");

    maker.does(&["status", &maker.event, "revoke", "--yes"]);
    maker.person.hand("event.json", &holder);
    assert_eq!(refused("event.json"), "status.revoked");
    let held = wallet(&holder, &["list"]).json();
    assert!(held["credentials"].as_array().unwrap().is_empty());
}

#[test]
fn a_passport_that_is_issued_to_a_wallets_did_is_bound_to_its_key() {
    let (maker, holder) = (Manufacturer::new(), Person::new());
    let did = wallet(&holder, &["init"]).text("/did");
    let args = [
        "issue",
        "passport",
        "content.json",
        "--supersede",
        "--holder",
        &did,
    ];
    maker.does(&[&args[..], &["-o", "passport.vc"]].concat());
    for (file, bound) in [("passport.vc", true), ("event.json", false)] {
        maker.person.hand(file, &holder);
        let received = wallet(&holder, &["receive", file]).json();
        assert_eq!(received["received"][0]["bound"], bound, "{file}");
    }
}
