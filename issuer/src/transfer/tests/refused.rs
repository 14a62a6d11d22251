//! What must not hand a battery over.

use super::*;

#[test]
fn a_battery_is_not_handed_over_twice() {
    let play = play();
    let other = Operator::new();
    let offer = play.offer();
    let second = |when| code(play.try_offer(&other.did, when));
    assert_eq!(second(days(1)), "transfer.already_open");
    let acceptance = play.new.accept(&offer, days(2));
    play.accept(&acceptance, days(2)).unwrap();
    assert_eq!(second(days(40)), "transfer.already_open");
    let different = play.new.accept(&offer, days(3));
    assert_eq!(
        code(play.accept(&different, days(3))),
        "transfer.accepted_twice"
    );
    play.reissue(&offer, days(4)).unwrap();
    assert_eq!(second(days(5)), "transfer.already_transferred");
    assert_eq!(
        code(play.accept(&different, days(5))),
        "transfer.accepted_twice"
    );
}

#[test]
fn only_the_exact_offer_accepted_in_time_by_its_addressee_counts() {
    let play = play();
    let offer = play.offer();
    let signed = |change: &dyn Fn(&mut TransferAcceptance)| {
        let mut acceptance = play.new.acceptance(&offer, days(1));
        change(&mut acceptance);
        let unsigned = acceptance.build();
        play.new.sign(&unsigned, days(1)).to_text()
    };
    let altered = |pointer: &str, to: &str| {
        let mut value: Value = serde_json::from_str(&signed(&|_| ())).unwrap();
        *value.pointer_mut(pointer).unwrap() = json!(to);
        value.to_string()
    };
    let stranger = Operator::new();
    let other_digest = play.passport.reference.digest_multibase.as_str();
    // An acceptance in the addressee's name, signed by somebody else.
    let forged = stranger.sign(&play.new.acceptance(&offer, days(1)).build(), days(1));
    let cases = [
        (
            "proof.signature_invalid",
            altered("/credentialSubject/operator", stranger.did.as_str()),
            days(1),
        ),
        ("issuer_key.not_assertion_method", forged.to_text(), days(1)),
        (
            "transfer.not_addressed",
            String::from_utf8(stranger.accept(&offer, days(1))).unwrap(),
            days(1),
        ),
        (
            "transfer.offer_altered",
            signed(&|acceptance| acceptance.offer.digest_multibase = other_digest.into()),
            days(1),
        ),
        (
            "transfer.other_battery",
            signed(&|acceptance| acceptance.battery = "urn:example:other".parse().unwrap()),
            days(1),
        ),
        ("transfer.offer_expired", signed(&|_| ()), days(30)),
        (
            "transfer.accepted_before_offer",
            signed(&|acceptance| acceptance.statement.valid_from = days(-1)),
            days(1),
        ),
    ];
    for (expected, acceptance, when) in cases {
        let error = play.accept(acceptance.as_bytes(), when).unwrap_err();
        assert_eq!(error.code(), expected, "{error}");
        assert!(error.pointer().is_some(), "{expected}");
        let failure = platform::Failure::from(error);
        assert_eq!(failure.exit, platform::Exit::Negative, "{expected}");
        assert_eq!(play.state(&offer), TransferState::Offered, "{expected}");
    }
    let unknown = signed(&|acceptance| acceptance.offer.id = "urn:example:offer".into());
    assert_eq!(
        code(play.accept(unknown.as_bytes(), days(1))),
        "transfer.unknown_offer"
    );
    assert_eq!(code(play.reissue(&offer, days(1))), "transfer.not_accepted");
}

#[test]
fn a_passport_that_is_revoked_or_on_hold_is_not_handed_over() {
    for (standing, expected) in [
        (
            Standing {
                revoked: true,
                ..Standing::default()
            },
            "transfer.passport_revoked",
        ),
        (
            Standing {
                suspended: true,
                ..Standing::default()
            },
            "transfer.passport_suspended",
        ),
        (
            Standing {
                lifecycle: Lifecycle::Ceased,
                ..Standing::default()
            },
            "transfer.passport_ceased",
        ),
    ] {
        let before = play();
        before.stand(standing);
        assert_eq!(code(before.try_offer(&before.new.did, at())), expected);

        let meanwhile = play();
        let offer = meanwhile.offer();
        meanwhile.stand(standing);
        let acceptance = meanwhile.new.accept(&offer, days(1));
        assert_eq!(code(meanwhile.accept(&acceptance, days(1))), expected);

        let later = play();
        let offer = later.offer();
        let acceptance = later.new.accept(&offer, days(1));
        later.accept(&acceptance, days(1)).unwrap();
        later.stand(standing);
        assert_eq!(code(later.reissue(&offer, days(1))), expected);
    }
}

#[test]
fn a_passport_that_is_on_offer_is_not_corrected_under_the_hands_of_the_new_operator() {
    let play = play();
    let offer = play.offer();
    let correct = |at| {
        let order = PassportOrder {
            supersede: true,
            ..PassportOrder::new(sample::ev_passport())
        };
        code(play.scene.issuer.prepare_passport(order, at))
    };
    assert_eq!(correct(days(1)), "issuer.in_transfer");
    let acceptance = play.new.accept(&offer, days(1));
    play.accept(&acceptance, days(1)).unwrap();
    assert_eq!(correct(days(2)), "issuer.in_transfer");
    play.reissue(&offer, days(3)).unwrap();
    assert_eq!(correct(days(4)), "issuer.in_transfer");
}

#[test]
fn one_cannot_offer_to_oneself_for_no_time_or_what_one_does_not_have() {
    let play = play();
    let own = play.scene.issuer.did().clone();
    assert_eq!(code(play.try_offer(&own, at())), "transfer.to_oneself");
    for (days, expected) in [(0, "transfer.days"), (u32::MAX, "transfer.days")] {
        let order = TransferOrder {
            days,
            ..order_to(&play.new.did)
        };
        let offered = play.scene.issuer.offer_transfer(SERIAL, order, at());
        assert_eq!(code(offered), expected);
    }
    let order = order_to(&play.new.did);
    let offered = play.scene.issuer.offer_transfer("nothing", order, at());
    assert_eq!(code(offered), "issuer.no_credential");
    assert!(play.scene.issuer.store().transfers().unwrap().is_empty());
}
