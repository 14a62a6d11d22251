//! Shares that are given more weight than they have, or less than nothing.

use super::*;

/// A total of which each share is committed to, whatever it is.
fn told(shares: &[Value]) -> Value {
    let mut subject = passport();
    let attribute = shares[0]["attribute"].as_str().unwrap().to_owned();
    let committer = commitment::Committer::new(ID, &attribute);
    let mut rng = StdRng::seed_from_u64(5);
    let (mut openings, mut commitments, mut statements) = (Vec::new(), Vec::new(), Vec::new());
    let amount = |one: &Value| one["share"].as_str().unwrap().parse::<Amount>().unwrap();
    for one in shares {
        let opening = commitment::Opening::random(&mut rng);
        commitments.push(committer.commit(amount(one), &opening).encode());
        let mut stated = one.clone();
        stated["opening"] = json!(opening.encode());
        statements.push(stated);
        openings.push(opening);
    }
    let sum = Amount::sum(shares.iter().map(amount)).unwrap();
    subject["sources"] = json!({
        "totals": [{
            "attribute": attribute, "sum": sum.to_string(), "unit": table().at(&attribute).unwrap().unit,
            "commitments": commitments, "opening": commitment::Opening::sum(&openings).encode(),
        }],
        "statements": statements,
    });
    subject
}

/// A share by a declaration; without a name, the issuer's own.
fn by(name: Option<&str>, attribute: &str, share: &str) -> Value {
    match name {
        None => {
            json!({"attribute": attribute, "statedBy": "did:web:voltcell.example", "share": share})
        }
        Some(name) => {
            json!({"attribute": attribute, "statedBy": format!("did:web:{name}.example"), "share": share,
            "declaration": format!("urn:example:{name}"), "declarationDigest": digest_multibase(name.as_bytes())})
        }
    }
}

#[test]
fn no_share_is_outweighed_by_one_below_zero() {
    let weighed = |name: &str, weight: &str, stated: &str, share: &str| {
        let mut one = by(Some(name), COBALT, share);
        one["weight"] = json!(weight);
        one["stated"] = json!(stated);
        one
    };
    let code = |shares: &[Value]| Sources::read(&told(shares)).unwrap_err().code();
    // 12 % recycled cobalt is told as 16.7 %: its supplier weighs more than the whole, and another takes that off again.
    let cobalt = [
        weighed("a", "139.166667", "12", "16.7"),
        weighed("b", "-39.166667", "0", "0"),
    ];
    assert_eq!(code(&cobalt), "composition.malformed");
    let cobalt = [
        weighed("a", "50", "43.4", "21.7"),
        weighed("b", "50", "-10", "-5"),
    ];
    assert_eq!(code(&cobalt), "composition.malformed");
    for (name, shown) in [("whole", 2), ("the first alone", 1)] {
        let mut subject = told(&[by(Some("a"), RAW, "0.091"), by(Some("b"), RAW, "-0.03")]);
        statements(&mut subject).truncate(shown);
        let code = Sources::read(&subject).unwrap_err().code();
        let expected = ["composition.exceeds", "composition.negative"][shown - 1];
        assert_eq!(code, expected, "{name}");
    }
    // Recycling earns credits. What the issuer takes off suppliers' shares is nobody's.
    let recycling = |shares: &[Value]| {
        let mut subject = told(shares);
        subject["carbonFootprint"]["carbonFootprintPerLifecycleStage"][0]["lifecycleStage"] =
            json!("Recycling");
        Sources::read(&subject).map(drop)
    };
    let credit = [by(Some("a"), RAW, "0.091"), by(Some("b"), RAW, "-0.03")];
    assert_eq!(recycling(&credit), Ok(()));
    let own = [by(Some("a"), RAW, "0.091"), by(None, RAW, "-0.03")];
    assert_eq!(recycling(&own).unwrap_err().code(), "composition.negative");
}

#[test]
fn a_declaration_is_one_by_its_id_whatever_its_digest() {
    let mut again = by(Some("a"), RAW, "0.02");
    again["declarationDigest"] = json!(digest_multibase(b"with one proof less"));
    let subject = told(&[by(Some("a"), RAW, "0.041"), again]);
    let error = Sources::read(&subject).unwrap_err();
    assert_eq!(error.code(), "composition.counted_twice");
}

#[test]
fn weights_are_those_of_the_masses_that_are_declared() {
    let (subject, sources) = bound();
    let suppliers = suppliers();
    let cobalt: Vec<&Stated> = sources
        .statements
        .iter()
        .filter(|one| one.attribute.to_string() == COBALT)
        .collect();
    let declared = |stated: &Stated| {
        let of = |one: &&Supplier| Some(&one.reference) == stated.declaration.as_ref();
        &suppliers.iter().find(of).unwrap().declaration
    };
    let mut weighed = Weighed::default();
    for stated in &cobalt {
        assert_eq!(weighed.add(stated, declared(stated), &subject), Ok(()));
    }
    // Four kilograms of one and two of the other, told as if the better one were most of it.
    let mut weighed = Weighed::default();
    let mut lying = cobalt.clone().into_iter().cloned().collect::<Vec<Stated>>();
    let [(first, _), (second, _)] = [0, 1].map(|at| lying[at].weighed.unwrap());
    assert_ne!(first, second);
    for (stated, weight) in lying.iter_mut().zip([second, first]) {
        stated.weighed = stated.weighed.map(|(_, said)| (weight, said));
    }
    weighed
        .add(&lying[0], declared(&lying[0]), &subject)
        .unwrap();
    let error = weighed.add(&lying[1], declared(&lying[1]), &subject);
    let error = error.unwrap_err();
    assert_eq!(error.code(), "composition.weights");
    assert!(error.pointer().unwrap().ends_with("/weight"));
}

#[test]
fn a_declaration_says_one_thing_of_each_stage_metal_and_mass() {
    for (place, list) in [
        (
            "/carbonFootprint/carbonFootprintPerLifecycleStage",
            raw(0.02),
        ),
        ("/circularity/recycledContent", cobalt(1.0, 2.0, 3.0)),
        ("/suppliedMasses", cobalt(1.0, 2.0, 3.0)),
    ] {
        let mut content = list;
        content["id"] = json!("urn:lot:1");
        let items = content.pointer_mut(place).unwrap().as_array_mut().unwrap();
        items.push(items[0].clone());
        let statement = supplier("a.example", &raw(0.02)).declaration.statement;
        let error = Declaration::new(statement, &content).unwrap_err();
        assert_eq!(error.code(), "composition.repeated", "{place}");
    }
}
