//! Lists follow the statuses; files hold what the service gives.

use credentials::Suite;
use credentials::secured::Secured;
use credentials::status::{
    AnyStatusEntry, ListToken, MIN_ENTRIES, StatusEntry, StatusList, StatusListCredential,
    StatusSize, TokenStatus,
};
use jiff::SignedDuration;

use super::*;
use crate::issuance::PassportOrder;
use crate::issuance::tests::{now, scene};
use crate::sample;
use crate::store::{Change, Lifecycle, Standing};

#[test]
fn a_list_is_signed_again_when_a_status_changed_or_it_grew_old_and_not_before() {
    let scene = scene();
    let issued = scene.passport(PassportOrder::new(sample::ev_passport()));
    let lists = Lists::default();
    let get = |at| lists.get(&scene.issuer, 0, at).unwrap().unwrap();
    let first = get(now());
    assert_eq!(get(now() + SignedDuration::from_mins(59)), first);
    assert_ne!(get(now() + SignedDuration::from_mins(61)), first);

    let credential = issued.secured.credential();
    let entry = StatusEntry::all(&credential).unwrap().remove(0);
    let status = |text: &str| {
        let list = Secured::parse(text.as_bytes()).unwrap().credential();
        let list = StatusListCredential::parse(&list).unwrap();
        list.status_of(&entry).unwrap().value
    };
    assert_eq!(status(&get(now())), 0);
    let revoke = Change::Stand {
        credential: issued.reference.id,
        from: Standing::default(),
        to: Standing {
            revoked: true,
            ..Standing::default()
        },
    };
    scene.issuer.store().commit(&[revoke]).unwrap();
    assert_eq!(status(&get(now())), 1);
}

#[test]
fn a_token_says_what_the_lists_of_its_group_say_the_final_first() {
    let scene = scene();
    let issued = scene.passport(PassportOrder {
        suite: Suite::DcSdJwt,
        ..PassportOrder::new(sample::ev_passport())
    });
    let entries = AnyStatusEntry::all(&issued.secured.credential()).unwrap();
    let [AnyStatusEntry::Token(entry)] = &entries[..] else {
        panic!("expected one place in a Token Status List");
    };
    let lists = Lists::default();
    let status = || {
        let text = lists.token(&scene.issuer, 0, now()).unwrap().unwrap();
        let token = ListToken::parse(&text).unwrap();
        let method = token.verification_method().unwrap();
        assert_eq!(method.did(), scene.issuer.did());
        token.status_of(entry).unwrap()
    };
    assert_eq!(status(), TokenStatus::Valid);
    let mut from = Standing::default();
    for (change, expected) in [
        (
            |to: &mut Standing| to.suspended = true,
            TokenStatus::Suspended,
        ),
        (
            |to| to.lifecycle = Lifecycle::Ceased,
            TokenStatus::Other(0x0D),
        ),
        (
            |to| to.lifecycle = Lifecycle::Transferred,
            TokenStatus::Other(0x0C),
        ),
        (
            |to| to.lifecycle = Lifecycle::Superseded,
            TokenStatus::Other(0x0E),
        ),
        (|to| to.revoked = true, TokenStatus::Invalid),
    ] as [(fn(&mut Standing), TokenStatus); 5]
    {
        let mut to = from;
        change(&mut to);
        let stand = Change::Stand {
            credential: issued.reference.id.clone(),
            from,
            to,
        };
        scene.issuer.store().commit(&[stand]).unwrap();
        assert_eq!(status(), expected);
        from = to;
    }
    assert_eq!(lists.token(&scene.issuer, 1, now()).unwrap(), None);
}

#[test]
fn a_site_is_written_as_the_service_would_answer() {
    let scene = scene();
    scene.passport(PassportOrder::new(sample::ev_passport()));
    let folder = tempfile::tempdir().unwrap();
    let site = write_site(&scene.issuer, folder.path(), now(), || {}).unwrap();
    assert_eq!(
        site,
        Site {
            lists: 4,
            passports: 1,
            skipped: 0
        }
    );
    for file in [
        ".well-known/did.json",
        "status/0",
        "status/2",
        "status/tokens/0",
        "01/09506000134352/21/VC77-0001234/index.html",
        "01/09506000134352/21/VC77-0001234/passport.vc",
    ] {
        assert!(folder.path().join(file).is_file(), "{file}");
    }
}

#[test]
fn a_serial_number_never_leads_out_of_the_folder() {
    let scene = scene();
    let mut subject = sample::ev_passport();
    let id = "https://id.voltcell.example/01/09506000134352/21/%2e%2e%2f%2e%2e%2fetc";
    subject["id"] = id.into();
    subject["generalProductInformation"]["productIdentifier"] = id.into();
    scene.passport(PassportOrder::new(subject));
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("site");
    write_site(&scene.issuer, &root, now(), || {}).unwrap();
    let outside: Vec<_> = std::fs::read_dir(folder.path()).unwrap().collect();
    assert_eq!(outside.len(), 1);
    assert!(!root.join("01/etc").exists() && !root.join("etc").exists());
}

#[test]
fn a_list_that_holds_one_credential_is_as_long_as_a_full_one() {
    let scene = scene();
    scene.passport(PassportOrder::new(sample::ev_passport()));
    let lists = Lists::default();
    for (number, size) in [
        (0, StatusSize::ONE),
        (1, StatusSize::ONE),
        (2, StatusSize::TWO),
    ] {
        let text = lists.get(&scene.issuer, number, now()).unwrap().unwrap();
        let credential = Secured::parse(text.as_bytes()).unwrap().credential();
        let encoded = credential["credentialSubject"]["encodedList"]
            .as_str()
            .unwrap();
        let list = StatusList::decode(encoded, size).unwrap();
        assert_eq!(list.len(), MIN_ENTRIES, "list {number}");
    }
}
