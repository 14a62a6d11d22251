//! Nothing goes over without both operators: the old one offers, the new one accepts.

use super::orders::{orphaned, vouched};
use super::parts::Split;
use super::*;

#[test]
fn a_battery_sold_twice_is_noticed() {
    let chain = Chain::new();
    let mut offer = offer_to(STRANGER, &chain.first.reference);
    offer.statement.id = "urn:example:offer-2".to_owned();
    let offer = Signed::new(offer.build().unwrap());
    let mut acceptance = acceptance_of(&offer.reference);
    acceptance.statement = statement("acceptance-2", STRANGER, "2034-08-10T00:00:00Z");
    let acceptance = Signed::new(acceptance.build());
    let mut members = chain.members();
    members.push(member(&offer, Word::Unknown));
    members.push(member(&acceptance, Word::Unknown));
    assert_eq!(codes(&members), ["chain.transferred_twice"]);
}

#[test]
fn nobody_takes_a_battery_over_without_the_old_operator() {
    let chain = Chain::new();
    // Its own passport, without any offer.
    let taken = own_after(&chain.again, "passport-9", STRANGER);
    let mut members = chain.members();
    members[4] = member(&taken, Word::Active);
    assert!(codes(&members).contains(&"chain.acceptance_missing"));

    // A version of somebody else's passport.
    let version = next(
        "passport-9",
        STRANGER,
        "2034-09-01T00:00:00Z",
        "supersedes",
        chain.first.reference.to_value(),
    );
    let members = [
        member(&chain.first, Word::Active),
        member(&version, Word::Active),
    ];
    assert_eq!(codes(&members), ["chain.superseded_by_stranger"]);

    // An offer of what is not one's own.
    let mut offer = offer_to(NEW, &chain.first.reference);
    offer.statement.issuer = STRANGER.parse().unwrap();
    let offer = Signed::new(offer.build().unwrap());
    let acceptance = Signed::new(acceptance_of(&offer.reference).build());
    let mut members = chain.members();
    members[1] = member(&offer, Word::Unknown);
    members[2] = member(&acceptance, Word::Unknown);
    assert_eq!(codes(&members), ["chain.offer_by_stranger"]);
}

#[test]
fn an_acceptance_that_does_not_fit_carries_nothing() {
    let mut chain = Chain::new();
    let mut late = acceptance_of(&chain.offer.reference);
    late.statement.valid_from = "2034-09-10T00:00:00Z".parse().unwrap();
    chain.acceptance = Signed::new(late.build());
    assert!(codes(&chain.members()).contains(&"transfer.offer_expired"));

    let mut chain = Chain::new();
    let end = |from| {
        let end = TransferEnd {
            statement: statement("end", OLD, from),
            kind: EndKind::Withdrawal,
            battery: BATTERY.parse().unwrap(),
            offer: chain.offer.reference.clone(),
            reason: None,
        };
        Signed::new(end.build())
    };
    let (before, after) = (end("2034-08-05T00:00:00Z"), end("2034-08-11T00:00:00Z"));
    let mut members = chain.members();
    members.push(member(&before, Word::Unknown));
    assert!(codes(&members).contains(&"transfer.offer_withdrawn"));
    members[5] = member(&after, Word::Unknown);
    assert_eq!(codes(&members), [""; 0]);

    chain.again.credential["validFrom"] = json!("2034-08-09T00:00:00Z");
    chain.again = Signed::new(chain.again.credential);
    chain.own = own_after(&chain.again, "passport-3", NEW);
    assert_eq!(codes(&chain.members()), ["chain.time_order"]);
}

#[test]
fn whoever_handed_a_battery_over_does_not_go_on_with_it() {
    // After an order that was accepted, the old operator comes back.
    let signed = orphaned(order_of(&passport().reference));
    let later =
        |name: &str, earlier: Value| next("later", OLD, "2034-10-01T00:00:00Z", name, earlier);
    let version = later("supersedes", signed[0].reference.to_value());
    let mut members = vouched(&signed, &[Role::Authority]);
    members[3] = member(&version, Word::Active);
    assert_eq!(codes(&members), ["chain.handed_away"]);

    // After a re-issue, by a passport of its own, or by a version of what was for the other.
    let chain = Chain::new();
    let again = chain.again.reference.to_value();
    for goes_on in [
        later("predecessor", json!([again])),
        later("supersedes", again.clone()),
    ] {
        let mut members = chain.members();
        members[4] = member(&goes_on, Word::Active);
        assert_eq!(codes(&members), ["chain.handed_away"]);
    }
    // With what is left it may: another part has gone.
    let split = Split::new();
    let rest = later("predecessor", json!([split.rest.reference.to_value()]));
    let correction = later("supersedes", split.rest.reference.to_value());
    let mut correction = correction.credential;
    correction["credentialSubject"]["partsRemoved"] = json!(["M1"]);
    let correction = Signed::new(correction);
    for goes_on in [rest, correction] {
        let mut members = split.members();
        members.push(member(&goes_on, Word::Active));
        assert_eq!(codes(&members), [""; 0]);
    }
}

#[test]
fn an_offer_or_an_order_is_about_the_battery_of_its_passport() {
    let other = || format!("{BATTERY}-9").parse().unwrap();
    let order = SuccessionOrder {
        battery: other(),
        ..order_of(&passport().reference)
    };
    let mut signed = orphaned(order);
    let mut accepted = acceptance_of(&signed[1].reference);
    accepted.battery = other();
    signed[2] = Signed::new(accepted.build());
    let members = vouched(&signed, &[Role::Authority]);
    assert_eq!(codes(&members), ["chain.other_battery"]);

    let mut chain = Chain::new();
    let mut offer = offer_to(NEW, &chain.first.reference);
    offer.battery = other();
    chain.offer = Signed::new(offer.build().unwrap());
    let mut accepted = acceptance_of(&chain.offer.reference);
    accepted.battery = other();
    chain.acceptance = Signed::new(accepted.build());
    assert_eq!(codes(&chain.members()), ["chain.other_battery"]);
}

#[test]
fn events_that_an_offer_names_and_nobody_shows_are_told() {
    let chain = Chain::new();
    let offered: Vec<_> = offer_to(NEW, &chain.first.reference).events;
    let missing = |members: &[Member<'_>]| {
        let withheld = provenance(members, None).withheld;
        withheld
            .into_iter()
            .map(|(_, event)| event)
            .collect::<Vec<_>>()
    };
    assert_eq!(missing(&chain.members()), offered);
    let events = events();
    let mut members = chain.members();
    members.push(member(&events[1], Word::Active));
    assert_eq!(missing(&members), offered[..1]);
    // Issued again, it is there.
    let mut again = events[0].credential.clone();
    again["id"] = json!("urn:example:event-again");
    again["credentialSubject"]["supersedes"] = events[0].reference.to_value();
    let again = Signed::new(again);
    members.push(member(&again, Word::Active));
    assert_eq!(missing(&members), [] as [Reference; 0]);
}

/// The same credential with a proof more: another digest, the same id.
fn with_a_proof_more(signed: &Signed) -> Signed {
    let mut again = signed.clone();
    again.reference.digest_multibase += "x";
    again
}

#[test]
fn a_battery_is_not_sold_twice_under_two_digests_of_one_passport() {
    let chain = Chain::new();
    let wrapped = with_a_proof_more(&chain.first);
    let mut offer = offer_to(STRANGER, &wrapped.reference);
    offer.statement.id = "urn:example:offer-2".to_owned();
    let offer = Signed::new(offer.build().unwrap());
    let mut acceptance = acceptance_of(&offer.reference);
    acceptance.statement = statement("acceptance-2", STRANGER, "2034-08-10T00:00:00Z");
    acceptance.operator = STRANGER.parse().unwrap();
    let acceptance = Signed::new(acceptance.build());
    let again = next(
        "passport-2b",
        OLD,
        "2034-08-12T00:00:00Z",
        "supersedes",
        wrapped.reference.to_value(),
    );
    let mut members = chain.members();
    for (signed, word) in [
        (&wrapped, Word::Transferred),
        (&offer, Word::Unknown),
        (&acceptance, Word::Unknown),
        (&again, Word::Active),
    ] {
        members.push(member(signed, word));
    }
    assert_eq!(codes(&members), ["chain.fork", "chain.transferred_twice"]);
}

#[test]
fn a_withdrawal_is_of_the_offer_and_not_of_one_of_its_digests() {
    let mut chain = Chain::new();
    let withdrawal = Signed::new(
        TransferEnd {
            statement: statement("end", OLD, "2034-08-05T00:00:00Z"),
            kind: EndKind::Withdrawal,
            battery: BATTERY.parse().unwrap(),
            offer: chain.offer.reference.clone(),
            reason: None,
        }
        .build(),
    );
    chain.offer = with_a_proof_more(&chain.offer);
    chain.acceptance = Signed::new(acceptance_of(&chain.offer.reference).build());
    assert_eq!(codes(&chain.members()), [""; 0]);
    let mut members = chain.members();
    members.push(member(&withdrawal, Word::Unknown));
    assert!(codes(&members).contains(&"transfer.offer_withdrawn"));
}
