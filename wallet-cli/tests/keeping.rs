//! What a wallet keeps, and for whom it opens.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod common;

use common::{Issuer, passphrase, record, reopened, wallet};
use credentials::Coded;
use platform::Passphrase;
use platform::sealed::seal_alone;
use wallet_cli::backup::{backup, restore};
use wallet_cli::{Kept, Wallet};

#[test]
fn what_was_kept_is_there_after_opening_again() {
    let (place, mut wallet) = wallet();
    let did = wallet.did();
    let acme = Issuer::new();
    let own = wallet.key().public().clone();
    let records = [
        record(&acme.passport("urn:uuid:a1", Some(&own))),
        record(&acme.event("urn:uuid:b1")),
    ];
    assert_eq!(wallet.keep(&records).unwrap(), [Kept::New, Kept::New]);
    drop(wallet);
    assert_eq!(*Wallet::open(place.path()).unwrap().did(), did);
    let again = reopened(place.path());
    let ids: Vec<String> = again
        .items()
        .unwrap()
        .iter()
        .map(|item| item.id().to_owned())
        .collect();
    assert_eq!(ids, ["urn:uuid:a1", "urn:uuid:b1"]);
    let passport = again.find("a").unwrap();
    assert_eq!(passport.holder(), Some(own));
    assert_eq!(passport.record, records[0]);
}

#[test]
fn nothing_in_the_file_can_be_read_without_the_passphrase() {
    let (place, mut wallet) = wallet();
    let acme = Issuer::new();
    wallet
        .keep(&[record(&acme.event("urn:uuid:secret-battery"))])
        .unwrap();
    let seed = wallet.key().to_bytes();
    drop(wallet);
    for file in std::fs::read_dir(place.path()).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        for hidden in [
            &b"secret-battery"[..],
            b"StateOfHealth",
            acme.did().as_str().as_bytes(),
            &seed,
        ] {
            assert!(!bytes.windows(hidden.len()).any(|window| window == hidden));
        }
    }
    let wrong = Passphrase::from("wrong horse".to_owned());
    let refused = Wallet::open(place.path()).unwrap().unlock(&wrong);
    assert_eq!(refused.unwrap_err().code(), "sealed.wrong_passphrase");
}

#[test]
fn a_second_wallet_in_a_folder_and_one_that_is_not_there_are_refused() {
    let (place, wallet) = wallet();
    let did = wallet.did();
    let again = Wallet::init(place.path(), &passphrase(), &mut rand::rng()).unwrap_err();
    assert_eq!(again.code(), "wallet.exists");
    drop(wallet);
    assert_eq!(reopened(place.path()).did(), did, "the first is untouched");
    let empty = tempfile::tempdir().unwrap();
    assert_eq!(
        Wallet::open(empty.path()).unwrap_err().code(),
        "wallet.absent"
    );
    assert_eq!(
        std::fs::read_dir(empty.path()).unwrap().count(),
        0,
        "nothing is made by looking"
    );
}

#[test]
fn the_same_credential_is_kept_once_and_a_later_one_of_its_id_replaces_it() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    let own = wallet.key().public().clone();
    let open = record(&acme.passport("urn:uuid:a1", None));
    let bound = record(&acme.passport("urn:uuid:a1", Some(&own)));
    assert_eq!(
        wallet.keep(std::slice::from_ref(&open)).unwrap(),
        [Kept::New]
    );
    assert_eq!(
        wallet.keep(std::slice::from_ref(&open)).unwrap(),
        [Kept::Same]
    );
    assert_eq!(
        wallet.keep(std::slice::from_ref(&bound)).unwrap(),
        [Kept::Replaced]
    );
    // The copy that anyone may have does not push out the one that only we can present.
    assert_eq!(wallet.keep(&[open]).unwrap(), [Kept::Same]);
    // Nor does a stranger's.
    let stranger = record(&Issuer::new().passport("urn:uuid:a1", Some(&own)));
    assert_eq!(wallet.keep(&[stranger]).unwrap(), [Kept::New]);
    let items = wallet.items().unwrap();
    assert_eq!(items.len(), 2);
    assert_eq!(items[0].record, bound);
}

#[test]
fn records_of_one_call_are_kept_all_or_none() {
    let (place, mut wallet) = wallet();
    let acme = Issuer::new();
    let mut broken = record(&acme.event("urn:uuid:b1"));
    broken.text.truncate(40);
    assert!(
        wallet
            .keep(&[record(&acme.event("urn:uuid:a1")), broken])
            .is_err()
    );
    drop(wallet);
    assert!(reopened(place.path()).items().unwrap().is_empty());
    // Within one call too, the later of two with one id stays.
    let mut wallet = reopened(place.path());
    let (first, second) = (
        record(&acme.event("urn:uuid:a1")),
        record(&acme.passport("urn:uuid:a1", None)),
    );
    assert_eq!(
        wallet.keep(&[first, second.clone()]).unwrap(),
        [Kept::New, Kept::Replaced]
    );
    drop(wallet);
    let items = reopened(place.path()).items().unwrap();
    assert_eq!(items.len(), 1);
    assert_eq!(items[0].record, second);
}

#[test]
fn the_beginning_of_an_id_is_enough_when_it_means_one() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    for id in [
        "urn:uuid:aa1",
        "urn:uuid:aa2",
        "urn:uuid:aa22",
        "https://acme.example/credentials/7",
    ] {
        wallet.keep(&[record(&acme.event(id))]).unwrap();
    }
    for (prefix, found) in [
        ("aa1", "urn:uuid:aa1"),
        ("urn:uuid:aa1", "urn:uuid:aa1"),
        ("urn:uuid:aa2", "urn:uuid:aa2"),
        ("https://acme", "https://acme.example/credentials/7"),
    ] {
        assert_eq!(wallet.find(prefix).unwrap().id(), found, "{prefix}");
    }
    assert_eq!(wallet.find("aa").unwrap_err().code(), "wallet.ambiguous_id");
    assert_eq!(wallet.find("bb").unwrap_err().code(), "wallet.not_found");
}

#[test]
fn a_backup_brings_key_and_credentials_back_and_opens_for_nobody_else() {
    let (_place, mut wallet) = wallet();
    let acme = Issuer::new();
    wallet.keep(&[record(&acme.event("urn:uuid:a1"))]).unwrap();
    let (sealed, count) = backup(&wallet, &passphrase()).unwrap();
    assert_eq!(count, 1);

    let other = tempfile::tempdir().unwrap();
    let wrong = Passphrase::from("wrong horse".to_owned());
    let refused = restore(other.path(), &wrong, &sealed).unwrap_err();
    assert_eq!(refused.code(), "sealed.wrong_passphrase");
    let mut altered = sealed.clone();
    *altered.last_mut().unwrap() ^= 1;
    let refused = restore(other.path(), &passphrase(), &altered).unwrap_err();
    assert_eq!(refused.code(), "sealed.corrupt");
    let foreign = seal_alone(&passphrase(), b"wallet/backup", b"{}").unwrap();
    let refused = restore(other.path(), &passphrase(), &foreign).unwrap_err();
    assert_eq!(refused.code(), "wallet.damaged");
    assert_eq!(
        Wallet::open(other.path()).unwrap_err().code(),
        "wallet.absent"
    );

    let (restored, count) = restore(other.path(), &passphrase(), &sealed).unwrap();
    assert_eq!((restored.did(), count), (wallet.did(), 1));
    drop(restored);
    let restored = reopened(other.path());
    assert_eq!(
        restored.items().unwrap()[0].record,
        wallet.items().unwrap()[0].record
    );
    let again = restore(other.path(), &passphrase(), &sealed).unwrap_err();
    assert_eq!(again.code(), "wallet.exists");
}

#[test]
fn a_row_that_was_moved_or_changed_is_noticed() {
    let (place, mut wallet) = wallet();
    let acme = Issuer::new();
    wallet
        .keep(&[
            record(&acme.event("urn:uuid:a1")),
            record(&acme.event("urn:uuid:a2")),
        ])
        .unwrap();
    drop(wallet);
    let file = rusqlite::Connection::open(place.path().join("wallet.db")).unwrap();
    file.execute_batch(
        "UPDATE item SET sealed = (SELECT sealed FROM item WHERE number = 1) WHERE number = 2",
    )
    .unwrap();
    drop(file);
    assert_eq!(
        reopened(place.path()).items().unwrap_err().code(),
        "sealed.corrupt"
    );
}

#[test]
fn two_processes_that_keep_at_once_lose_nothing() {
    let (place, wallet) = wallet();
    drop(wallet);
    let acme = Issuer::new();
    let records: Vec<_> = (0..8)
        .map(|n| record(&acme.event(&format!("urn:uuid:{n}"))))
        .collect();
    std::thread::scope(|scope| {
        for half in records.chunks(4) {
            let mut wallet = reopened(place.path());
            scope.spawn(move || {
                for record in half {
                    wallet.keep(std::slice::from_ref(record)).unwrap();
                }
            });
        }
    });
    assert_eq!(reopened(place.path()).items().unwrap().len(), 8);
}
