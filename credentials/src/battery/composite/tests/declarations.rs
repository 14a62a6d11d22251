//! What a supplier declares, by itself.

use super::*;

#[test]
fn a_declaration_backs_what_is_told_of_it_and_nothing_else() {
    let (subject, sources) = bound();
    let suppliers = suppliers();
    for stated in &sources.statements {
        let of = |one: &&Supplier| Some(&one.reference) == stated.declaration.as_ref();
        let own = suppliers.iter().find(of).unwrap();
        assert_eq!(own.declaration.backs(stated, &subject), Ok(()));
        for other in suppliers
            .iter()
            .filter(|one| one.reference != own.reference)
        {
            let refused = other.declaration.backs(stated, &subject).unwrap_err();
            assert_eq!(refused.code(), "composition.other_issuer");
        }
    }
    let raw_share = sources
        .statements
        .iter()
        .find(|one| one.attribute.to_string() == RAW)
        .unwrap();
    let mut lying = supplier("mine.example", &raw(0.040));
    let code = |one: &Supplier| {
        one.declaration
            .backs(raw_share, &subject)
            .unwrap_err()
            .code()
    };
    assert_eq!(code(&lying), "composition.differs");
    lying = supplier(
        "mine.example",
        &json!({"origins": [{"material": "Cobalt", "country": "FI"}]}),
    );
    assert_eq!(code(&lying), "composition.silent");
}

#[test]
fn what_is_no_declaration_of_a_part_is_refused_where_it_is_not() {
    let statement = || supplier("a.example", &raw(1.0)).declaration.statement;
    let origin = |origin: Value| json!({"id": "urn:x", "origins": [origin]});
    for (content, code, pointer) in [
        (json!([]), "declaration.not_an_object", None),
        (
            json!({"carbonFootprint": {}}),
            "statement.member_missing",
            Some("/id"),
        ),
        (json!({"id": "urn:x"}), "declaration.empty", None),
        (
            json!({"id": "urn:x", "colour": "red"}),
            "declaration.unknown",
            Some("/colour"),
        ),
        (
            json!({"id": "urn:x", "sources": {}}),
            "declaration.unknown",
            Some("/sources"),
        ),
        (
            json!({"id": "urn:x", "performanceAndDurability": {"batteryCondition": {"stateOfCharge": {}}}}),
            "declaration.unknown",
            Some("/performanceAndDurability"),
        ),
        (
            json!({"id": "urn:x", "carbonFootprint": {"batteryCarbonFootprint": 1e-7}}),
            "composition.amount",
            Some("/carbonFootprint/batteryCarbonFootprint"),
        ),
        (
            json!({"id": "urn:x", "circularity": {"recycledContent": [{"recycledMaterial": "Nickel"}]}}),
            "composition.no_mass",
            Some("/circularity/recycledContent/0"),
        ),
        (
            json!({"id": "urn:x", "mass": 0, "origins": []}),
            "composition.malformed",
            Some("/mass"),
        ),
        (
            origin(json!({"material": "Cobalt", "country": "Finland"})),
            "composition.malformed",
            Some("/origins/0"),
        ),
        (
            origin(json!({"material": "", "country": "FI"})),
            "composition.malformed",
            Some("/origins/0"),
        ),
        (
            origin(json!({"material": "Co", "country": "FI", "mine": 1})),
            "composition.malformed",
            Some("/origins/0"),
        ),
    ] {
        let error = Declaration::new(statement(), &content).unwrap_err();
        assert_eq!(error.code(), code, "{content}");
        assert_eq!(error.pointer().as_deref(), pointer, "{content}");
    }
    let good = supplier("a.example", &raw(1.0)).declaration;
    let mut credential = good.build();
    assert_eq!(Declaration::read(&credential), Ok(good));
    credential["credentialSubject"]["mass"] = json!(-1);
    let error = Declaration::read(&credential).unwrap_err();
    assert_eq!(error.pointer().as_deref(), Some("/credentialSubject/mass"));
}
