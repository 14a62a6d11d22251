//! Where the old operator is gone, an authority's order takes the place of its offer.

use super::*;

#[test]
fn a_battery_of_an_operator_that_is_gone_goes_on_by_an_authoritys_order() {
    let signed = orphaned(order_of(&passport().reference));
    let members = vouched(&signed, &[Role::Authority]);
    let found = provenance(&members, None);
    assert_eq!(found.faults, []);
    assert_eq!(found.links.len(), 1);
    assert_eq!(found.links[0].kind, LinkKind::Succession);
    assert_eq!(found.links[0].order, Some(signed[1].reference.clone()));
    assert_eq!(found.links[0].acceptance, Some(signed[2].reference.clone()));
}

#[test]
fn an_order_counts_only_by_somebody_who_is_known_to_be_an_authority() {
    let signed = orphaned(order_of(&passport().reference));
    for (roles, code) in [
        (None, "chain.order_unvouched"),
        (Some(&[][..]), "chain.role"),
        (Some(&[Role::Manufacturer][..]), "chain.role"),
    ] {
        let mut members = vouched(&signed, &[]);
        members[1].roles = roles;
        assert_eq!(codes(&members), [code], "{roles:?}");
    }
}

#[test]
fn an_order_that_its_authority_took_back_carries_nothing() {
    let signed = orphaned(order_of(&passport().reference));
    let mut members = vouched(&signed, &[Role::Authority]);
    members[1].status = Word::Revoked;
    assert_eq!(codes(&members), ["chain.order_revoked"]);
}

#[test]
fn an_order_is_about_the_passport_and_the_operators_it_names_and_takes_an_acceptance() {
    let order = || order_of(&passport().reference);
    let another = SuccessionOrder {
        former_operator: STRANGER.parse().unwrap(),
        ..order()
    };
    let too_early = SuccessionOrder {
        statement: statement("order", AUTHORITY, "2026-01-01T00:00:00Z"),
        ..order()
    };
    for (order, code) in [
        (another, "chain.order_of_another"),
        (too_early, "chain.time_order"),
    ] {
        let signed = orphaned(order);
        assert_eq!(codes(&vouched(&signed, &[Role::Authority])), [code]);
    }
    let signed = orphaned(order());
    for (without, code) in [
        (0, "chain.gap"),
        (2, "chain.acceptance_missing"),
        // Who reads the old label and has the order: the passport is not the newest any more.
        (3, "chain.successor_missing"),
    ] {
        let mut members = vouched(&signed, &[Role::Authority]);
        members.remove(without);
        assert_eq!(codes(&members), [code], "without member {without}");
    }
    // For the one it names alone.
    let mut signed = signed;
    signed[3] = own_after(&signed[0], "passport-2", STRANGER);
    let members = vouched(&signed, &[Role::Authority]);
    assert!(codes(&members).contains(&"chain.acceptance_missing"));
}

#[test]
fn an_order_is_of_a_passport_that_stood() {
    let signed = orphaned(order_of(&passport().reference));
    for (word, code) in [
        (Word::Superseded, "chain.member_not_good"),
        (Word::Transferred, "chain.member_not_good"),
        (Word::Ceased, "chain.ceased"),
    ] {
        let mut members = vouched(&signed, &[Role::Authority]);
        members[0].status = word;
        assert_eq!(codes(&members), [code], "{word}");
    }
}

#[test]
fn what_is_an_order_and_something_else_carries_nothing() {
    let mut signed = orphaned(order_of(&passport().reference));
    let mut order = signed[1].credential.clone();
    order["type"] = json!([
        "VerifiableCredential",
        "SuccessionOrder",
        "TransferRejection"
    ]);
    signed[1] = Signed::new(order);
    let accepted = acceptance_of(&signed[1].reference);
    signed[2] = Signed::new(accepted.build());
    let members = vouched(&signed, &[Role::Workshop]);
    assert!(codes(&members).contains(&"statement.several_kinds"));
}

#[test]
fn an_offer_that_was_accepted_and_never_carried_out_may_be_ordered_to_the_same_operator() {
    let signed = orphaned(order_of(&passport().reference));
    let offer = Signed::new(offer_to(NEW, &signed[0].reference).build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    let mut members = vouched(&signed, &[Role::Authority]);
    members.push(member(&offer, Word::Unknown));
    members.push(member(&acceptance, Word::Unknown));
    assert_eq!(codes(&members), [""; 0]);
    // And if the old operator comes back and issues it again after all, two passports follow one.
    let again = next(
        "passport-again",
        OLD,
        "2034-10-01T00:00:00Z",
        "supersedes",
        signed[0].reference.to_value(),
    );
    members.push(member(&again, Word::Active));
    assert!(codes(&members).contains(&"chain.fork"));
}

/// The same battery, of an operator that is gone: its passport, the order, the acceptance, the new operator's own.
pub(super) fn orphaned(order: SuccessionOrder) -> [Signed; 4] {
    let first = passport();
    let order = Signed::new(order.build().unwrap());
    let mut acceptance = acceptance_of(&order.reference);
    acceptance.statement.id = "urn:example:acceptance-of-order".to_owned();
    let acceptance = Signed::new(acceptance.build());
    let own = own_after(&first, "passport-2", NEW);
    [first, order, acceptance, own]
}

/// As a reader sees them who has a trust list: the old passport stands as it did.
pub(super) fn vouched<'c>(signed: &'c [Signed; 4], authority: &'c [Role]) -> Vec<Member<'c>> {
    let mut members: Vec<Member<'_>> = signed
        .iter()
        .map(|signed| member(signed, Word::Active))
        .collect();
    members[1].roles = Some(authority);
    members
}
