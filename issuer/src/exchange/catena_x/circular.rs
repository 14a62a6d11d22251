//! Dismantling, spare parts, extinguishing agents: lists of the source that are lists of the passport too.

use serde_json::json;

use super::Taking;

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    let manuals = [
        ("/safety/dismantling", "DismantlingManual"),
        ("/safety/removalFromAppliance", "RemovalManual"),
    ];
    dismantling(taking, manuals, "content");
    for (list, _) in manuals {
        taking.documents(list, usize::MAX, "");
    }
    spare_parts(taking);
    let list = "/safety/usableExtinguishAgent";
    for index in 0..taking.ledger.length(list) {
        taking.same(
            &format!("{list}/{index}/media"),
            &format!("/circularity/safetyMeasures/extinguishingAgent/{index}"),
        );
        taking.ledger.leave(
            &format!("{list}/{index}/fireClass"),
            "the passport names the agent",
        );
        taking.ledger.leave_inside(
            &format!("{list}/{index}/document"),
            "the passport names the agent",
        );
    }
}

/// Links to manuals of these kinds: lists of the source, each element with its link in this member, in one list.
pub(super) fn dismantling(taking: &mut Taking<'_, '_>, lists: [(&str, &str); 2], member: &str) {
    let mut index = 0;
    for (list, kind) in lists {
        for document in 0..taking.ledger.length(list) {
            let link = format!("{list}/{document}/{member}");
            if taking.ledger.text(&link).is_none() {
                continue;
            }
            let to = format!("/circularity/dismantlingAndRemovalInformation/{index}");
            taking.draft.put(&format!("{to}/documentType"), json!(kind));
            taking.same(&link, &format!("{to}/documentURL"));
            index += 1;
        }
    }
}

fn spare_parts(taking: &mut Taking<'_, '_>) {
    let applicable = "/handling/applicable";
    if taking.ledger.value(applicable) == Some(&json!(false)) {
        taking.ledger.leave_inside(
            "/handling",
            "declared not applicable: what stands there is a dummy",
        );
        return;
    }
    let list = "/handling/content/sparePart";
    for index in 0..taking.ledger.length(list) {
        let to = format!("/circularity/sparePartSources/0/components/{index}");
        taking.same(
            &format!("{list}/{index}/manufacturerPartId"),
            &format!("{to}/partNumber"),
        );
        taking.same(
            &format!("{list}/{index}/nameAtManufacturer"),
            &format!("{to}/partName"),
        );
    }
    taking
        .ledger
        .leave(applicable, "the spare parts themselves say it");
    taking.ledger.leave_inside(
        "/handling/content/producer",
        "a partner number: the passport needs the supplier's name and addresses",
    );
}
