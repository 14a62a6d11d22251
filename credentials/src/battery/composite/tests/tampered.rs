//! Sources that somebody has changed.

use super::*;

/// One place of the sources, spoilt.
type Spoil = fn(&mut Value);

#[test]
fn sources_that_were_tampered_with_are_refused_each_with_its_code() {
    let cases: [(&str, &str, Spoil); 22] = [
        ("a changed share", "composition.share", |s| {
            share(s)["share"] = json!("0.042")
        }),
        ("a changed sum", "composition.total", |s| {
            total(s)["sum"] = json!("0.062")
        }),
        ("a share of another", "composition.share", |s| {
            let other = last(s)["opening"].clone();
            share(s)["opening"] = other;
        }),
        ("a commitment left out", "composition.commitments", |s| {
            drop(commitments(s).pop())
        }),
        ("a commitment twice", "composition.commitments", |s| {
            let one = commitments(s)[0].clone();
            commitments(s).push(one);
        }),
        ("the opening of nothing", "composition.commitments", |s| {
            total(s)["opening"] = json!("A".repeat(43));
        }),
        ("no point", "composition.malformed", |s| {
            commitments(s)[0] = json!("_".repeat(43))
        }),
        ("no commitments", "composition.malformed", |s| {
            commitments(s).clear()
        }),
        ("more than anybody adds up", "composition.malformed", |s| {
            let one = commitments(s)[0].clone();
            commitments(s).resize(1001, one);
        }),
        ("a share counted twice", "composition.counted_twice", |s| {
            let one = share(s).clone();
            statements(s).push(one);
        }),
        (
            "a declaration bound twice",
            "composition.counted_twice",
            |s| {
                let (id, digest) = (
                    share(s)["declaration"].clone(),
                    share(s)["declarationDigest"].clone(),
                );
                let other = statements(s)
                    .iter_mut()
                    .rfind(|one| one["attribute"] == RAW)
                    .unwrap();
                other["declaration"] = id;
                other["declarationDigest"] = digest;
            },
        ),
        (
            "more statements than anybody reads",
            "composition.malformed",
            |s| {
                let one = share(s).clone();
                statements(s).resize(2001, one);
            },
        ),
        ("another unit", "composition.unit", |s| {
            total(s)["unit"] = json!("g/kW.h")
        }),
        (
            "an attribute that is none",
            "composition.unknown_attribute",
            |s| {
                share(s)["attribute"] = json!("/carbonFootprint/colour");
            },
        ),
        ("a pattern", "composition.unknown_attribute", |s| {
            share(s)["attribute"] =
                json!("/carbonFootprint/carbonFootprintPerLifecycleStage/*/carbonFootprint");
        }),
        (
            "a stage that is not there",
            "composition.unknown_attribute",
            |s| {
                total(s)["attribute"] = json!(RAW.replace("/0/", "/2/"));
            },
        ),
        ("another stage", "composition.total", |s| {
            total(s)["attribute"] = json!(RAW.replace("/0/", "/1/"))
        }),
        ("a number that is no total", "composition.no_total", |s| {
            s["generalProductInformation"] = json!({"batteryMass": 478});
            total(s)["attribute"] = json!("/generalProductInformation/batteryMass");
        }),
        ("a total twice", "composition.repeated", |s| {
            let one = total(s).clone();
            s["sources"]["totals"].as_array_mut().unwrap().push(one);
        }),
        (
            "a share without its total",
            "composition.total_not_shown",
            |s| {
                s["sources"].as_object_mut().unwrap().remove("totals");
            },
        ),
        ("another battery", "composition.commitments", |s| {
            s["id"] = json!(ID.replace("1234", "1235"))
        }),
        ("a list that is none", "composition.malformed", |s| {
            s["sources"]["totals"] = json!({})
        }),
    ];
    for (name, code, spoil) in cases {
        let (mut subject, _) = bound();
        spoil(&mut subject);
        let error = Sources::read(&subject).unwrap_err();
        assert_eq!(error.code(), code, "{name}: {error}");
        let pointer = error.pointer().unwrap();
        assert!(pointer.starts_with("/sources/"), "{name}: {pointer}");
    }
}

#[test]
fn weights_are_of_the_whole_and_a_part_is_not_more_than_it() {
    let weighed = |subject: &mut Value, weight: &str| {
        let one = statements(subject)
            .iter_mut()
            .find(|one| one["attribute"] == COBALT)
            .unwrap();
        one["weight"] = json!(weight);
        Sources::read(subject).unwrap_err().code()
    };
    assert_eq!(weighed(&mut bound().0, "60"), "composition.weighed");
    // Two suppliers who recycle nothing could be weighed at will, if weights had not to be the whole.
    let mut subject = passport();
    *subject.pointer_mut(COBALT).unwrap() = json!(0);
    *subject.pointer_mut(&COBALT.replace("post", "pre")).unwrap() = json!(0);
    let none = [
        supplier("a.example", &cobalt(0.0, 0.0, 1.0)),
        supplier("b.example", &cobalt(0.0, 0.0, 1.0)),
    ];
    bind(
        &mut subject,
        &none,
        &own(false),
        &mut StdRng::seed_from_u64(1),
    )
    .unwrap();
    assert_eq!(weighed(&mut subject, "40"), "composition.weights");
}

fn share(subject: &mut Value) -> &mut Value {
    statements(subject)
        .iter_mut()
        .find(|one| one["attribute"] == RAW)
        .unwrap()
}

fn last(subject: &mut Value) -> &mut Value {
    statements(subject)
        .iter_mut()
        .rfind(|one| one["attribute"] == RAW)
        .unwrap()
}

fn total(subject: &mut Value) -> &mut Value {
    &mut subject["sources"]["totals"][0]
}

fn commitments(subject: &mut Value) -> &mut Vec<Value> {
    total(subject)["commitments"].as_array_mut().unwrap()
}
