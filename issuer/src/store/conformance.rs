//! What every engine must hold to. `fresh` makes an empty database and gives a way to open it, several times at once.

use std::collections::HashSet;

use credentials::battery::{Parts, Role};
use credentials::problem::Coded;
use credentials::status::{IndexSequence, MIN_ENTRIES, StatusPurpose};
use jiff::{SignedDuration, Timestamp};

use super::*;

/// Opens the one database of a test.
pub type Open = Box<dyn Fn() -> Box<dyn Store> + Sync>;

/// A promise by name, and how it is tested.
type Promise = (&'static str, fn(&Open));

/// Runs every test of the suite.
pub fn all(fresh: &mut dyn FnMut() -> Open) {
    let tests: &[Promise] = &[
        ("identity and keys", identity_and_keys),
        ("credentials", credentials),
        ("all or nothing", all_or_nothing),
        ("one current passport", one_current_passport),
        ("standing", standing),
        ("indexes are given once", indexes_are_given_once),
        ("a full group", a_full_group),
        ("transfers", transfers),
        ("offers", offers),
        ("paging", paging),
        ("ids by their beginning", ids_by_their_beginning),
    ];
    for (name, test) in tests {
        println!("store: {name}");
        test(&fresh());
    }
}

fn identity_and_keys(open: &Open) {
    let store = open();
    assert_eq!(store.identity().unwrap(), None);
    let identity = Identity {
        name: "Acme".into(),
        did: "did:web:acme.example".parse().unwrap(),
        base_url: "https://acme.example".into(),
        seal: vec![1],
        created: at(0),
        roles: vec![Role::Manufacturer, Role::Importer],
    };
    let key = |name: &str| Key {
        name: name.into(),
        public: "z6Mk".into(),
        sealed: vec![7; 3],
        state: KeyState::Active,
        created: at(0),
    };
    store
        .commit(&[Change::Init(identity.clone()), Change::AddKey(key("key-1"))])
        .unwrap();
    assert_eq!(open().identity().unwrap(), Some(identity.clone()));
    conflict(
        &*store,
        &[Change::Init(identity.clone())],
        "store.identity_exists",
    );
    for roles in [vec![], vec![Role::Recycler]] {
        store.commit(&[Change::SetRoles(roles.clone())]).unwrap();
        let anew = Identity {
            roles,
            ..identity.clone()
        };
        assert_eq!(open().identity().unwrap(), Some(anew));
    }
    conflict(
        &*store,
        &[Change::AddKey(key("key-1"))],
        "store.key_changed",
    );

    let retire = |name: &str| Change::RetireKey {
        name: name.into(),
        at: at(1),
    };
    store
        .commit(&[retire("key-1"), Change::AddKey(key("key-2"))])
        .unwrap();
    conflict(&*store, &[retire("key-1")], "store.key_changed");
    let states: Vec<KeyState> = open().keys().unwrap().iter().map(|key| key.state).collect();
    assert_eq!(states, [KeyState::Retired(at(1)), KeyState::Active]);
}

fn credentials(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    let kept = passport("a", "battery", 3);
    store.commit(&[keep(&kept, None)]).unwrap();
    assert_eq!(open().credential("a").unwrap(), Some(kept.clone()));
    assert_eq!(store.by_serial("S1").unwrap(), std::slice::from_ref(&kept));
    assert_eq!(store.credential("b").unwrap(), None);
    let same_index = passport("b", "other", 3);
    conflict(
        &*store,
        &[keep(&same_index, None)],
        "store.status_index_given",
    );
    let same_id = event("a", "other", 4);
    conflict(&*store, &[keep(&same_id, None)], "store.credential_exists");

    let copy = Copy {
        credential: "a".into(),
        digest: "uBound".into(),
        text: "bound".into(),
        holder: Some("did:key:z6Mk".into()),
        issued: at(5),
    };
    store.commit(&[Change::KeepCopy(copy.clone())]).unwrap();
    assert_eq!(store.copies("a").unwrap(), [copy]);
}

fn ids_by_their_beginning(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    let kept: Vec<Change> = ["ab%", "abc", "abc\u{10FFFF}", "b"]
        .iter()
        .zip(0..)
        .map(|(id, index)| keep(&event(id, "battery", index), None))
        .collect();
    store.commit(&kept).unwrap();
    let beginning = |prefix: &str, limit| ids(&store.by_id_prefix(prefix, limit).unwrap());
    assert_eq!(beginning("ab", 9), ["ab%", "abc", "abc\u{10FFFF}"]);
    assert_eq!(beginning("ab", 2), ["ab%", "abc"]);
    assert_eq!(beginning("ab%", 9), ["ab%"]);
    assert!(beginning("c", 9).is_empty());
}

fn all_or_nothing(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    let (first, second) = (passport("a", "battery", 1), passport("b", "other", 1));
    conflict(
        &*store,
        &[keep(&first, None), keep(&second, None)],
        "store.status_index_given",
    );
    assert_eq!(open().credential("a").unwrap(), None);
}

fn one_current_passport(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    store
        .commit(&[keep(&passport("a", "battery", 1), None)])
        .unwrap();
    let second = passport("b", "battery", 2);
    conflict(&*store, &[keep(&second, None)], "store.passport_changed");
    store.commit(&[keep(&second, Some("a"))]).unwrap();
    let third = passport("c", "battery", 3);
    conflict(
        &*store,
        &[keep(&third, Some("a"))],
        "store.passport_changed",
    );
    let current = store.current_passport("battery").unwrap().unwrap();
    assert_eq!(current.id, "b");
    let old = store.credential("a").unwrap().unwrap();
    assert_eq!(old.replaced_by.as_deref(), Some("b"));
    // Events are as many as there are.
    store
        .commit(&[
            keep(&event("e", "battery", 4), None),
            keep(&event("f", "battery", 5), None),
        ])
        .unwrap();
    let ids: Vec<String> = ids(&store.of_battery("battery").unwrap());
    assert_eq!(ids, ["a", "b", "e", "f"]);
}

fn standing(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    store
        .commit(&[keep(&passport("a", "battery", 6), None)])
        .unwrap();
    let before = store.status_group(0).unwrap().unwrap().changes;
    let gone = Standing {
        suspended: true,
        lifecycle: Lifecycle::Ceased,
        ..Standing::default()
    };
    let change = |from, to| Change::Stand {
        credential: "a".into(),
        from,
        to,
    };
    store.commit(&[change(Standing::default(), gone)]).unwrap();
    conflict(
        &*store,
        &[change(Standing::default(), gone)],
        "store.status_changed",
    );
    let other = open();
    assert_eq!(other.raised(0, &StatusPurpose::Revocation).unwrap(), []);
    assert_eq!(
        other.raised(0, &StatusPurpose::Suspension).unwrap(),
        [(6, 1)]
    );
    assert_eq!(other.raised(0, &StatusPurpose::Message).unwrap(), [(6, 2)]);
    assert_eq!(other.raised(1, &StatusPurpose::Message).unwrap(), []);
    assert!(other.status_group(0).unwrap().unwrap().changes > before);
}

fn indexes_are_given_once(open: &Open) {
    let given: Vec<u32> = std::thread::scope(|scope| {
        let writers: Vec<_> = (0..4)
            .map(|writer: u32| {
                scope.spawn(move || {
                    let store = open();
                    let mut given = Vec::new();
                    for round in 0..20 {
                        let taken = reserve(&*store, 1 + (writer + round) % 3);
                        given.extend(taken.counters);
                    }
                    given
                })
            })
            .collect();
        writers
            .into_iter()
            .flat_map(|writer| writer.join().unwrap())
            .collect()
    });
    let different: HashSet<u32> = given.iter().copied().collect();
    assert_eq!(different.len(), given.len());
    assert_eq!(
        given.iter().max().map(|most| *most as usize + 1),
        Some(given.len())
    );
}

fn a_full_group(open: &Open) {
    let store = open();
    let entries = MIN_ENTRIES as u32;
    let first = reserve(&*store, entries - 2);
    assert_eq!((first.group, first.counters), (0, 0..entries - 2));
    let rest = reserve(&*store, 5);
    assert_eq!((rest.group, rest.counters), (0, entries - 2..entries));
    let next = store
        .commit(&[Change::Reserve {
            count: 5,
            seed: [9; 32],
        }])
        .unwrap()
        .reserved
        .unwrap();
    assert_eq!(
        (next.group, next.seed, next.counters.clone()),
        (1, [9; 32], 0..5)
    );
    let sequence = IndexSequence::new(next.seed, entries);
    assert!(
        next.counters
            .map(|n| sequence.index(n))
            .all(|index| index.is_some())
    );
}

fn transfers(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    store
        .commit(&[keep(&passport("a", "battery", 1), None)])
        .unwrap();
    let transfer = |offer: &str| Transfer {
        offer: offer.into(),
        battery: "battery".into(),
        passport: "a".into(),
        parts: Parts::whole(),
        to: "did:key:z6Mk".parse().unwrap(),
        text: "offer".into(),
        created: at(0),
        expires: at(60),
        state: TransferState::Offered,
        answer: None,
        reissued: None,
        bundle: None,
    };
    let begin = |offer: &str| Change::OpenTransfer(Box::new(transfer(offer)));
    let advance = |from, to, answer: Option<&str>| Change::Advance {
        offer: "t1".into(),
        from,
        to,
        answer: answer.map(str::to_owned),
        reissued: None,
        bundle: None,
    };
    store.commit(&[begin("t1")]).unwrap();
    conflict(&*store, &[begin("t2")], "transfer.already_open");
    // Parts of a battery go different ways; which of them exclude each other the issuer sees to.
    let part = |offer: &str| Transfer {
        parts: Parts::named(["M1", "M2"]).unwrap(),
        ..transfer(offer)
    };
    for offer in ["p1", "p2"] {
        let begin = Change::OpenTransfer(Box::new(part(offer)));
        store.commit(&[begin]).unwrap();
        let kept = open().transfer(offer).unwrap().unwrap();
        assert_eq!(kept, part(offer));
    }
    store
        .commit(&[advance(
            TransferState::Offered,
            TransferState::Accepted,
            Some("yes"),
        )])
        .unwrap();
    conflict(
        &*store,
        &[advance(
            TransferState::Offered,
            TransferState::Withdrawn,
            None,
        )],
        "store.transfer_changed",
    );
    store
        .commit(&[
            advance(TransferState::Accepted, TransferState::Expired, None),
            begin("t2"),
        ])
        .unwrap();
    let first = open().transfer("t1").unwrap().unwrap();
    assert_eq!(
        (first.state, first.answer.as_deref()),
        (TransferState::Expired, Some("yes"))
    );
    assert_eq!(store.transfers().unwrap()[3], transfer("t2"));
}

fn offers(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    store
        .commit(&[keep(&passport("a", "battery", 1), None)])
        .unwrap();
    let offer = Offer {
        id: "o".into(),
        credential: "a".into(),
        code_hash: [1; 32],
        tx_code_hash: Some([2; 32]),
        attempts: 0,
        created: at(0),
        expires: at(60),
        token: None,
        redeemed: None,
    };
    let trade = |token| Change::TradeOffer {
        offer: "o".into(),
        token_hash: token,
        token_expires: at(30),
    };
    let redeem = Change::RedeemOffer {
        offer: "o".into(),
        at: at(9),
    };
    store
        .commit(&[Change::OpenOffer(Box::new(offer.clone()))])
        .unwrap();
    assert_eq!(open().offer_by_code(&[1; 32]).unwrap(), Some(offer));
    assert_eq!(store.offer_by_code(&[2; 32]).unwrap(), None);
    conflict(&*store, std::slice::from_ref(&redeem), "store.offer_used");
    let attempt = |most| Change::CountAttempt {
        offer: "o".into(),
        most,
    };
    store.commit(&[attempt(1), trade([3; 32])]).unwrap();
    conflict(&*store, &[attempt(1)], "store.offer_used");
    conflict(&*store, &[trade([4; 32])], "store.offer_used");
    store.commit(std::slice::from_ref(&redeem)).unwrap();
    conflict(&*store, &[redeem], "store.offer_used");
    let done = store.offer_by_token(&[3; 32]).unwrap().unwrap();
    assert_eq!(
        (done.attempts, done.token, done.redeemed),
        (1, Some(([3; 32], at(30))), Some(at(9)))
    );
}

fn paging(open: &Open) {
    let store = open();
    reserve(&*store, 8);
    for (index, id) in (0..).zip(["c", "a", "b"]) {
        store
            .commit(&[keep(&event(id, "battery", index), None)])
            .unwrap();
    }
    assert_eq!(ids(&store.page(None, 2).unwrap()), ["c", "a"]);
    assert_eq!(ids(&store.page(Some("a"), 2).unwrap()), ["b"]);
}

fn conflict(store: &dyn Store, changes: &[Change], code: &str) {
    let error = store.commit(changes).unwrap_err();
    assert!(matches!(error, StoreError::Conflict(_)), "{error}");
    assert_eq!(error.code(), code);
}

fn reserve(store: &dyn Store, count: u32) -> Reservation {
    let change = Change::Reserve {
        count,
        seed: [count as u8; 32],
    };
    store.commit(&[change]).unwrap().reserved.unwrap()
}

fn keep(credential: &Credential, replaces: Option<&str>) -> Change {
    Change::Keep {
        credential: Box::new(credential.clone()),
        replaces: replaces.map(str::to_owned),
    }
}

fn passport(id: &str, battery: &str, index: u32) -> Credential {
    Credential {
        id: id.into(),
        battery: battery.into(),
        serial: Some("S1".into()),
        kind: Kind::Passport,
        title: "DigitalBatteryPassport".into(),
        version: 1,
        suite: "sd-jwt".into(),
        text: format!("text of {id}"),
        digest: format!("digest of {id}"),
        issued: at(2),
        holder: None,
        status: Some(StatusSlot { group: 0, index }),
        standing: Standing::default(),
        replaced_by: None,
    }
}

fn event(id: &str, battery: &str, index: u32) -> Credential {
    Credential {
        kind: Kind::Event,
        title: "StateOfHealth".into(),
        serial: None,
        ..passport(id, battery, index)
    }
}

fn ids(credentials: &[Credential]) -> Vec<String> {
    credentials
        .iter()
        .map(|credential| credential.id.clone())
        .collect()
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::UNIX_EPOCH + SignedDuration::from_secs(seconds)
}
