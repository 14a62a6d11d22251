//! A pack that is taken apart: each part goes once, and the rest stays.

use credentials::battery::passport;

use super::*;
use crate::standing::Verb;
use crate::store;

#[test]
fn a_pack_that_is_taken_apart_goes_several_ways_and_each_part_once() {
    let play = play();
    let (one, two) = (Operator::new(), Operator::new());
    // Both before either has answered.
    let first = play.offer_parts(&one, &["M1", "M2"], at()).unwrap();
    let second = play.offer_parts(&two, &["M3"], at()).unwrap();
    let open = |parts: &[&str]| code(play.offer_parts(&two, parts, days(1)));
    assert_eq!(open(&["M2", "M4"]), "transfer.already_open");
    assert_eq!(open(&[]), "transfer.already_open");

    play.accept(&one.accept(&first, days(1)), days(1)).unwrap();
    let bundle = play.reissue(&first, days(2)).unwrap();
    let [_, _, passport, event] = bundle.credentials.as_slice() else {
        panic!("expected four credentials");
    };
    let subject = &passport.credential()["credentialSubject"];
    assert_eq!(subject["parts"], json!(["M1", "M2"]));
    assert_eq!(subject["supersedes"], play.passport.reference.to_value());
    assert!(subject.get("partsRemoved").is_none());
    assert_eq!(
        event.reference().unwrap(),
        play.event.reference,
        "as it was"
    );

    let store = play.scene.issuer.store();
    let old = store
        .credential(&play.passport.reference.id)
        .unwrap()
        .unwrap();
    assert_eq!(old.standing.lifecycle, Lifecycle::Superseded);
    let rest = play.current();
    assert_eq!(removed(&rest), ["M1", "M2"]);
    assert_eq!(rest.suite, old.suite);
    assert_eq!(rest.holder, old.holder);
    assert_eq!(old.replaced_by.as_ref(), Some(&rest.id));

    // The other offer is of the version before, and still good; after it all three are gone.
    play.accept(&two.accept(&second, days(3)), days(3)).unwrap();
    let bundle = play.reissue(&second, days(3)).unwrap();
    let subject = &bundle.credentials[2].credential()["credentialSubject"];
    assert_eq!(subject["parts"], json!(["M3"]));
    assert_eq!(removed(&play.current()), ["M1", "M2", "M3"]);
    assert_eq!(play.reissue(&first, days(9)).unwrap().credentials.len(), 4);

    // A correction of the rest brings none of them back.
    let order = PassportOrder {
        supersede: true,
        ..PassportOrder::new(sample::ev_passport())
    };
    play.scene.passport(order);
    assert_eq!(removed(&play.current()), ["M1", "M2", "M3"]);
    let gone = code(play.give(&two, &["M3"], days(5)));
    assert_eq!(gone, "transfer.part_gone");

    // Then the rest goes, as a whole.
    let rest = play.current();
    let bundle = play.give(&two, &[], days(6)).unwrap();
    let subject = &bundle.credentials[2].credential()["credentialSubject"];
    assert_eq!(subject["partsRemoved"], json!(["M1", "M2", "M3"]));
    assert!(subject.get("parts").is_none());
    let rest = store.credential(&rest.id).unwrap().unwrap();
    assert_eq!(rest.standing.lifecycle, Lifecycle::Transferred);
    assert_eq!(
        code(play.give(&one, &["M4"], days(7))),
        "transfer.already_transferred"
    );
}

#[test]
fn nobody_makes_a_battery_of_what_it_has_handed_over() {
    let play = play();
    let bundle = play.give(&play.new, &["M1"], days(1)).unwrap();
    let renew = |passport: Reference, parts: &[&str]| {
        let mut subject = sample::second_life_passport();
        let id = "https://id.rewatt.example/01/09506000134369/21/RW-7";
        subject["id"] = json!(id);
        subject["generalProductInformation"]["productIdentifier"] = json!(id);
        let order = PassportOrder {
            predecessor: vec![Predecessor {
                passport,
                parts: Parts::named(parts.iter().copied()).unwrap(),
            }],
            ..PassportOrder::new(subject)
        };
        let prepared = play.scene.issuer.prepare_passport(order, days(2));
        prepared.map(drop).map_err(|error| error.code())
    };
    let refused = Err("issuer.in_transfer");
    let again = bundle.credentials[2].reference().unwrap();
    assert_eq!(
        renew(again, &[]),
        refused,
        "what was issued again for another"
    );
    let first = || play.passport.reference.clone();
    assert_eq!(renew(first(), &["M1"]), refused);
    assert_eq!(renew(first(), &[]), refused);
    assert_eq!(renew(first(), &["M2"]), Ok(()));
    let rest = super::super::offer::reference(&play.current());
    assert_eq!(renew(rest.clone(), &[]), Ok(()));
    play.scene.issuer.stand(&rest.id, Verb::Cease).unwrap();
    assert_eq!(
        renew(rest, &[]),
        Err("transfer.passport_ceased"),
        "recycled"
    );
}

#[test]
fn a_part_whose_offer_ended_can_be_offered_anew() {
    let play = play();
    let offer = play.offer_parts(&play.new, &["M1"], at()).unwrap();
    let rejection = play.new.reject(&offer, days(1));
    let world = world();
    play.scene
        .issuer
        .reject_transfer(&rejection, &world, days(1))
        .unwrap();
    play.give(&play.new, &["M1"], days(2)).unwrap();
    assert_eq!(
        code(play.give(&play.new, &["M1"], days(3))),
        "transfer.part_gone"
    );
}

impl Play {
    fn offer_parts(
        &self,
        to: &Operator,
        parts: &[&str],
        when: Timestamp,
    ) -> Result<Secured, Error> {
        let order = TransferOrder {
            parts: Parts::named(parts.iter().copied()).unwrap(),
            ..order_to(&to.did)
        };
        self.scene.issuer.offer_transfer(SERIAL, order, when)
    }

    /// Gives these parts to an operator that accepts at once.
    fn give(&self, to: &Operator, parts: &[&str], when: Timestamp) -> Result<Bundle, Error> {
        let offer = self.offer_parts(to, parts, when)?;
        self.accept(&to.accept(&offer, when), when)?;
        self.reissue(&offer, when)
    }

    fn current(&self) -> store::Credential {
        self.scene.issuer.find(SERIAL).unwrap()
    }
}

fn removed(kept: &store::Credential) -> Vec<String> {
    let read = Read::parse(&kept.text).unwrap();
    let parts = passport::removed(&read.credential);
    parts.names().map(str::to_owned).collect()
}
