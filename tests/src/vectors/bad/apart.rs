//! Parts that two claim, and orders that nobody may give.

use credentials::Did;
use serde_json::{Value, json};

use super::Bad;
use crate::vectors::apart::{MERGE, ORDER, SPLIT, Split, followed, own};
use crate::vectors::case::Set;
use crate::vectors::cast::Role;
use crate::vectors::edges::ROW;
use crate::vectors::time;

pub(super) fn add(set: &mut Set) {
    let split = Split::new();
    rest(set, &split);
    owns(set, &split);
    orders(set);
}

/// What the old operator says that it still has.
fn rest(set: &mut Set, split: &Split) {
    let maker = ROW.party(Role::Issuer);
    let mut bad = Bad::of(set, SPLIT);
    let said = split.rest.credential();
    let mut whole = said.clone();
    let subject = whole["credentialSubject"].as_object_mut().unwrap();
    subject.shift_remove("partsRemoved");
    let mut other = said;
    other["credentialSubject"]["partsRemoved"] = json!(["M2"]);
    let about_whole = "The new version of the pack's passport claims the module that has gone";
    let about_other = "The new version of the pack's passport leaves out another module than the one that has gone";
    for (name, about, rest) in [
        ("rest-is-whole", about_whole, whole),
        ("rest-without-another", about_other, other),
    ] {
        let secured = ROW.secure(&rest, &maker, time::REISSUED);
        let file = bad
            .set
            .put(format!("bad/chain/{name}.json"), secured.to_file());
        let fault = ("chain", "chain.fork", "/verifiableCredential/0/id");
        bad.case(&format!("chain/{name}"), about, fault, |case| {
            case.files[4] = file;
        });
    }
}

/// What the new operator makes of the module.
fn owns(set: &mut Set, split: &Split) {
    let mut bad = Bad::of(set, SPLIT);
    let file = "bad/chain/part-twice.json";
    bad.set.put(
        file,
        own(&[followed(&split.part, &["M1"])], "second of a part").to_file(),
    );
    let about = "Two batteries are made of the same module";
    let fault = ("chain", "chain.fork", "/verifiableCredential/3/id");
    bad.case("chain/part-twice", about, fault, |case| {
        case.files.push(file.into())
    });

    let file = "bad/chain/part-not-given.json";
    bad.set.put(
        file,
        own(&[followed(&split.part, &["M7"])], "own of another part").to_file(),
    );
    let about = "A battery is made of a module that nobody has handed over";
    let at = "/verifiableCredential/5/credentialSubject/predecessor";
    let fault = ("chain", "chain.parts_not_given", at);
    bad.case("chain/part-not-given", about, fault, |case| {
        case.files[5] = file.into()
    });

    let mut goes_on = split.part.credential();
    goes_on["id"] = json!(ROW.id("goes on"));
    goes_on["validFrom"] = json!(time::TAKEN_OVER.to_string());
    goes_on["credentialSubject"]["supersedes"] = split.part.reference().unwrap().to_value();
    goes_on["credentialSubject"]
        .as_object_mut()
        .unwrap()
        .shift_remove("parts");
    let maker = ROW.party(Role::Issuer);
    let file = "bad/chain/goes-on.json";
    let secured = ROW.secure(&goes_on, &maker, time::TAKEN_OVER);
    bad.set.put(file, secured.to_file());
    let about =
        "The manufacturer issues a version of what it had issued again for another operator";
    let fault = (
        "chain",
        "chain.handed_away",
        "/verifiableCredential/5/issuer",
    );
    bad.case("chain/goes-on", about, fault, |case| {
        case.files[5] = file.into();
    });

    let mut bad = Bad::of(set, MERGE);
    let successor = ROW.party(Role::Successor);
    let first = second_first(&split.first.credential(), &successor.did);
    let file = "bad/chain/second-first.json";
    let secured = ROW.secure(&first, &successor, time::ISSUED);
    bad.set.put(file, secured.to_file());
    let about = "Another operator has issued a first passport of the pack as well";
    let fault = (
        "chain",
        "chain.fork",
        "/verifiableCredential/7/credentialSubject/id",
    );
    bad.case("chain/second-first", about, fault, |case| {
        case.files.push(file.into());
    });
    let about = "The history of one of two predecessors is missing";
    let fault = ("chain", "chain.gap", at);
    bad.case("chain/one-of-two-left-out", about, fault, |case| {
        case.files.remove(5);
    });
    let file = "bad/chain/named-twice.json";
    let twice = [followed(&split.part, &[]), followed(&split.part, &[])];
    bad.set.put(file, own(&twice, "named twice").to_file());
    let about = "The same predecessor is named twice";
    let fault = (
        "chain",
        "chain.named_twice",
        "/verifiableCredential/6/credentialSubject/predecessor",
    );
    bad.case("chain/named-twice", about, fault, |case| {
        case.files[6] = file.into()
    });
}

/// The same passport, by another operator and under another id.
fn second_first(first: &Value, issuer: &Did) -> Value {
    let mut second = first.clone();
    second["id"] = json!(ROW.id("second first"));
    second["issuer"] = json!(issuer);
    second
        .as_object_mut()
        .unwrap()
        .shift_remove("credentialStatus");
    second
}

/// Who may order what.
fn orders(set: &mut Set) {
    let mut bad = Bad::of(set, ORDER);
    let at = "/verifiableCredential/3/credentialSubject/predecessor";
    let about = "No trust list says that whoever ordered is an authority";
    let fault = ("chain", "chain.order_unvouched", at);
    bad.asked("chain/order-unvouched", about, fault, |ask| {
        ask.trust = None
    });
    let other: Value = {
        let mut order: Value = serde_json::from_str(bad.set.text("edge/order.json")).unwrap();
        order.as_object_mut().unwrap().shift_remove("proof");
        order["credentialSubject"]["formerOperator"] = json!(ROW.party(Role::Stranger).did);
        order
    };
    // Whoever accepts it has to name this one.
    let order = ROW.secure(&other, &ROW.party(Role::Authority), time::OFFERED);
    let successor = ROW.party(Role::Successor);
    let mut accepted = crate::vectors::handover::acceptance(ROW, &order);
    accepted.statement.id = ROW.id("acceptance of another order");
    let accepted = ROW.secure(&accepted.build(), &successor, time::ACCEPTED);
    let files = [
        ("order-of-another", &order),
        ("order-of-another-accepted", &accepted),
    ]
    .map(|(name, secured)| {
        bad.set
            .put(format!("bad/chain/{name}.json"), secured.to_file())
    });
    let about = "The order is about another operator than the one that issued the passport";
    let place = "/verifiableCredential/1/credentialSubject/formerOperator";
    let fault = ("chain", "chain.order_of_another", place);
    bad.case("chain/order-of-another", about, fault, |case| {
        let [order, accepted] = files;
        case.files[1] = order;
        case.files[2] = accepted;
    });
}
