//! Issue, present, read.

use proptest::prelude::*;
use proptest::sample::subsequence;
use rand::RngExt;

use super::*;
use crate::problem::Coded;
use crate::sd_jwt::SdJwtError;

#[test]
fn what_was_issued_reads_back_whole() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    sd_jwt.verify(issuer().public()).unwrap();
    assert_eq!(sd_jwt.credential(), claims());
    assert_eq!(
        sd_jwt.claims()["cnf"],
        json!({"jwk": holder().public().to_jwk()})
    );
    assert_eq!(
        sd_jwt.holder_key().unwrap().as_ref(),
        Some(holder().public())
    );
    assert_eq!(sd_jwt.typ(), Some("vc+sd-jwt"));
    assert_eq!(sd_jwt.verification_method().unwrap(), kid());
    assert_eq!(sd_jwt.alg(), Algorithm::Ed25519);
    assert_eq!(sd_jwt.withheld(), 0);
    assert!(sd_jwt.key_binding().is_none());
    let header = sd_jwt.issuer_jwt().split('.').next().unwrap();
    assert_eq!(
        String::from_utf8(BASE64URL.decode(header).unwrap()).unwrap(),
        r#"{"alg":"EdDSA","typ":"vc+sd-jwt","cty":"vc","kid":"did:web:example.com#key-1"}"#
    );
}

#[test]
fn every_disclosure_tells_its_place_name_and_value() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let mut places: Vec<String> = Vec::new();
    for shown in sd_jwt.disclosed() {
        assert_eq!(shown.pointer.get(&claims()), Some(shown.value));
        let json = BASE64URL.decode(shown.text).unwrap();
        let json: Vec<Value> = serde_json::from_slice(&json).unwrap();
        // RFC 9901 section 9.3: 128 bits.
        assert_eq!(
            BASE64URL.decode(json[0].as_str().unwrap()).unwrap().len(),
            16
        );
        match shown.name {
            Some(name) => assert_eq!((json.len(), &json[1]), (3, &json!(name))),
            None => assert_eq!(json.len(), 2),
        }
        places.push(shown.pointer.to_string());
    }
    places.sort();
    let mut expected = DISCLOSABLE.to_vec();
    expected.sort_unstable();
    assert_eq!(places, expected);
}

#[test]
fn digests_are_sorted_and_decoys_are_among_them() {
    let issue_as = Issue {
        typ: "vc+sd-jwt",
        kid: &kid(),
        disclosable: &pointers(&["/a", "/b", "/c"]),
        holder: None,
        decoys: 5,
    };
    let mut rng = StdRng::seed_from_u64(4);
    let text = issue(
        &json!({"a": 1, "b": 2, "c": 3}),
        &issue_as,
        &issuer(),
        &mut rng,
    )
    .unwrap();
    let sd_jwt = SdJwt::parse(text.as_str()).unwrap();
    assert_eq!((sd_jwt.disclosed().len(), sd_jwt.withheld()), (3, 5));
    let payload = sd_jwt.issuer_jwt().split('.').nth(1).unwrap();
    let payload: Value = serde_json::from_slice(&BASE64URL.decode(payload).unwrap()).unwrap();
    let digests: Vec<&str> = payload["_sd"]
        .as_array()
        .unwrap()
        .iter()
        .map(|digest| digest.as_str().unwrap())
        .collect();
    assert_eq!(digests.len(), 8);
    assert!(digests.is_sorted() && digests.iter().all(|digest| digest.len() == 43));
    assert_eq!(payload["_sd_alg"], "sha-256");
    assert_eq!(*sd_jwt.claims(), json!({"a": 1, "b": 2, "c": 3}));
}

#[test]
fn no_salt_is_used_twice() {
    let many: Vec<u32> = (0..500).collect();
    let places: Vec<String> = many.iter().map(|at| format!("/list/{at}")).collect();
    let places: Vec<&str> = places.iter().map(String::as_str).collect();
    let sd_jwt = issued(&json!({"list": many}), &places);
    let mut salts: Vec<Value> = sd_jwt
        .disclosed()
        .iter()
        .map(|shown| {
            serde_json::from_slice::<Vec<Value>>(&BASE64URL.decode(shown.text).unwrap()).unwrap()[0]
                .clone()
        })
        .collect();
    salts.sort_by_key(Value::to_string);
    salts.dedup();
    assert_eq!(salts.len(), 500);
}

#[test]
fn without_anything_to_withhold_it_is_a_token_and_a_tilde() {
    let sd_jwt = issued(&json!({"a": 1}), &[]);
    assert!(sd_jwt.as_str().ends_with('~'));
    assert_eq!(sd_jwt.credential(), json!({"a": 1}));
    assert!(sd_jwt.claims().get("_sd_alg").is_none());
}

#[test]
fn showing_an_inner_place_shows_the_outer_ones_and_nothing_beside_it() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let shown = sd_jwt
        .present(&pointers(&["/credentialSubject/performance/capacity/unit"]))
        .unwrap();
    shown.verify(issuer().public()).unwrap();
    assert_eq!(
        shown.credential(),
        json!({
            "type": ["VerifiableCredential"],
            "credentialSubject": {
                "id": "did:example:battery",
                "performance": {
                    "note": "a \"quoted\" é\n",
                    "cycles": [200],
                    "capacity": {"value": 78.5, "unit": "kWh"}
                }
            }
        })
    );
    // materials; two elements of cycles
    assert_eq!(shown.withheld(), 3);
}

#[test]
fn showing_a_place_that_cannot_be_withheld_shows_what_is_around_it() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let note = pointers(&["/credentialSubject/performance/note", "/type"]);
    let shown = sd_jwt.present(&note).unwrap();
    assert_eq!(shown.disclosed().len(), 1);
    assert!(note[0].get(shown.claims()).is_some());
}

#[test]
fn an_element_stands_where_the_shown_ones_leave_it() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let shown = sd_jwt
        .present(&pointers(&["/credentialSubject/performance/cycles/2"]))
        .unwrap();
    let last = shown
        .disclosed()
        .into_iter()
        .find(|shown| shown.name.is_none());
    let last = last.map(|shown| (shown.pointer.to_string(), shown.value.clone()));
    let expected = "/credentialSubject/performance/cycles/1".to_owned();
    assert_eq!(last, Some((expected, json!(300))));
}

#[test]
fn a_presentation_can_be_narrowed_and_never_widened() {
    let sd_jwt = issued(&claims(), &DISCLOSABLE);
    let wide = sd_jwt
        .present(&pointers(&["/credentialSubject/performance/capacity"]))
        .unwrap();
    let narrow = wide.present(&[]).unwrap();
    assert_eq!(narrow.disclosed().len(), 0);
    let error = narrow
        .present(&pointers(&["/credentialSubject/performance"]))
        .unwrap_err();
    assert_eq!(error.code(), "sd_jwt.no_such_place");
    assert_eq!(
        error.pointer().as_deref(),
        Some("/credentialSubject/performance")
    );
}

#[test]
fn a_plan_that_cannot_be_followed_is_refused() {
    let holder = holder();
    for (claims, place, bound, code, pointer) in [
        (
            json!({"a": 1}),
            "/b",
            false,
            "sd_jwt.no_such_place",
            Some("/b"),
        ),
        (
            json!({"a": [1]}),
            "/a/01",
            false,
            "sd_jwt.no_such_place",
            Some("/a/01"),
        ),
        (json!({"a": 1}), "", false, "sd_jwt.no_such_place", Some("")),
        (
            json!({"type": ["A"]}),
            "/type/0",
            false,
            "sd_jwt.always_shown",
            Some("/type/0"),
        ),
        (
            json!({"issuer": {"id": "did:a:b"}}),
            "/issuer",
            false,
            "sd_jwt.always_shown",
            Some("/issuer"),
        ),
        (
            json!({"credentialStatus": {}}),
            "/credentialStatus",
            false,
            "sd_jwt.always_shown",
            Some("/credentialStatus"),
        ),
        (
            json!({"cnf": {}}),
            "/cnf",
            false,
            "sd_jwt.always_shown",
            Some("/cnf"),
        ),
        (
            json!({"a": {"_sd": []}}),
            "/a",
            false,
            "sd_jwt.reserved_claim",
            Some("/a/_sd"),
        ),
        (
            json!({"a": [{"...": "x"}]}),
            "/a",
            false,
            "sd_jwt.reserved_claim",
            Some("/a/0/..."),
        ),
        (
            json!({"_sd_alg": "x", "a": 1}),
            "/a",
            false,
            "sd_jwt.reserved_claim",
            Some("/_sd_alg"),
        ),
        (
            json!({"cnf": {}, "a": 1}),
            "/a",
            true,
            "sd_jwt.cnf_taken",
            Some("/cnf"),
        ),
        (json!([]), "/a", false, "sd_jwt.not_an_object", None),
    ] {
        let issue_as = Issue {
            typ: "vc+sd-jwt",
            kid: &kid(),
            disclosable: &pointers(&[place]),
            holder: bound.then_some(holder.public()),
            decoys: 0,
        };
        let mut rng = StdRng::seed_from_u64(5);
        let error = issue(&claims, &issue_as, &issuer(), &mut rng).unwrap_err();
        assert_eq!(
            (error.code(), error.pointer().as_deref()),
            (code, pointer),
            "{claims} {place}"
        );
    }
}

/// Objects and arrays of distinct texts, and some of their places.
fn document() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        any::<bool>().prop_map(Value::from),
        any::<i32>().prop_map(Value::from),
        Just(Value::Null),
        "[a-z\"\\\\é]{0,6}".prop_map(Value::from)
    ];
    let value = leaf.prop_recursive(4, 40, 5, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::btree_map("[a-e~/0]{1,2}", inner, 0..5)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    });
    proptest::collection::btree_map("[a-e~/0]{1,2}", value, 0..5)
        .prop_map(|map| Value::Object(map.into_iter().collect()))
}

fn places(value: &Value, here: &JsonPointer, all: &mut Vec<JsonPointer>) {
    let children: Vec<(JsonPointer, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (here.child(name), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, value)| (here.child(at), value))
            .collect(),
        _ => Vec::new(),
    };
    for (place, value) in children {
        all.push(place.clone());
        places(value, &place, all);
    }
}

/// The document without the places of `plan` that `shown` leaves out.
fn without(value: &Value, here: &JsonPointer, withheld: &[JsonPointer]) -> Value {
    let kept = |place: &JsonPointer| !withheld.contains(place);
    match value {
        Value::Object(map) => map
            .iter()
            .map(|(name, value)| (name.clone(), here.child(name), value))
            .filter(|(_, place, _)| kept(place))
            .map(|(name, place, value)| (name, without(value, &place, withheld)))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, value)| (here.child(at), value))
            .filter(|(place, _)| kept(place))
            .map(|(place, value)| without(value, &place, withheld))
            .collect(),
        scalar => scalar.clone(),
    }
}

proptest! {
    #[test]
    fn any_part_of_any_plan_can_be_shown_and_the_rest_is_gone(
        document in document(), seed in any::<u64>(), decoys in 0usize..3
    ) {
        let mut all = Vec::new();
        places(&document, &JsonPointer::root(), &mut all);
        let mut rng = StdRng::seed_from_u64(seed);
        let plan: Vec<JsonPointer> = all.iter().filter(|_| rng.random_bool(0.5)).cloned().collect();
        let asked: Vec<JsonPointer> = all.iter().filter(|_| rng.random_bool(0.3)).cloned().collect();
        let issue_as = Issue { typ: "example+sd-jwt", kid: &kid(), disclosable: &plan, holder: None, decoys };
        let text = issue(&document, &issue_as, &issuer(), &mut rng).unwrap();
        let whole = SdJwt::parse(text.as_str()).unwrap();
        prop_assert_eq!(whole.claims(), &document);
        let withheld: Vec<JsonPointer> = plan
            .iter()
            .filter(|place| !asked.iter().any(|asked| asked.starts_with(place)))
            .cloned()
            .collect();
        let shown = whole.present(&asked).unwrap();
        prop_assert_eq!(shown.claims(), &without(&document, &JsonPointer::root(), &withheld));
        prop_assert_eq!(shown.disclosed().len() + withheld.len(), plan.len());
        for disclosed in shown.disclosed() {
            prop_assert_eq!(disclosed.pointer.get(shown.claims()), Some(disclosed.value));
        }
        let read = SdJwt::parse(shown.as_str()).unwrap();
        prop_assert_eq!(read.claims(), shown.claims());
        prop_assert!(shown.verify(issuer().public()).is_ok());
    }

    #[test]
    fn what_is_withheld_is_nowhere_in_the_bytes(shown in subsequence((0..12).collect::<Vec<usize>>(), 0..12)) {
        let secret = |at: usize| format!("secret-value-{at:02}");
        let name = |at: usize| format!("secret-name-{at:02}");
        let mut claims = json!({"group": {}});
        for at in 0..12 {
            claims["group"][name(at)] = json!(secret(at));
        }
        let group = JsonPointer::root().child("group");
        let mut plan: Vec<JsonPointer> = (0..12).map(|at| group.child(name(at))).collect();
        plan.push(group.clone());
        let issue_as = Issue { typ: "example+sd-jwt", kid: &kid(), disclosable: &plan, holder: None, decoys: 0 };
        let text = issue(&claims, &issue_as, &issuer(), &mut StdRng::seed_from_u64(6)).unwrap();
        let asked: Vec<JsonPointer> = shown.iter().map(|at| group.child(name(*at))).collect();
        let text = SdJwt::parse(text.as_str()).unwrap().present(&asked).unwrap().to_string();
        let decoded: Vec<String> = text
            .split(['~', '.'])
            .map(|part| String::from_utf8_lossy(&BASE64URL.decode(part).unwrap()).into_owned())
            .collect();
        for at in 0..12 {
            let seen = decoded.iter().any(|part| part.contains(&secret(at)) || part.contains(&name(at)));
            prop_assert_eq!(seen, shown.contains(&at), "{}", at);
        }
    }

    #[test]
    fn arbitrary_text_never_panics(text in "[a-zA-Z0-9_.~-]{0,80}") {
        let _ = SdJwt::parse(&text);
    }

    #[test]
    fn arbitrary_payloads_and_disclosures_never_panic(
        payload in crate::json::arbitrary::value(), disclosure in crate::json::arbitrary::value()
    ) {
        let _ = SdJwt::parse(&signed(&payload.to_string(), &[&disclosure.to_string()]));
    }
}

#[test]
fn more_than_the_limits_is_refused() {
    let many = "~".repeat(crate::sd_jwt::MAX_DISCLOSURES + 1);
    let token = issued(&json!({}), &[]).issuer_jwt().to_owned();
    let error = SdJwt::parse(&format!("{token}~{many}")).unwrap_err();
    assert_eq!(error.code(), "sd_jwt.too_many_disclosures");
    let error = SdJwt::parse(&"~".repeat(crate::sd_jwt::MAX_SIZE + 1)).unwrap_err();
    assert!(matches!(error, SdJwtError::TooLarge { .. }));
}
