//! What 4.0.0 has and later versions lack: companies in full, critical raw materials by name, ranges.

use super::addresses::{Company, address, company};
use super::{Taking, earlier};
use crate::exchange::report::{Fate, Field, Place};

const GENERAL: &str = "/generalProductInformation";

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    for (at, to) in [
        (
            "/generalInformation/manufacturer/manufacturer/left",
            "manufacturerInformation",
        ),
        (
            "/metadata/economicOperator/economicOperatorId/left",
            "operatorInformation",
        ),
    ] {
        let company = Company {
            at,
            name: "companyName/0",
            contact: "contactProperty",
        };
        self::company(taking, &company, &format!("{GENERAL}/{to}"));
    }
    address(
        taking,
        "/generalInformation/manufacturer/facility/left",
        &format!("{GENERAL}/manufacturingPlace"),
    );
    suppliers(taking);
    critical(taking);
    symbol(taking);
}

/// Suppliers of spare parts, with the parts that later versions have beside them.
fn suppliers(taking: &mut Taking<'_, '_>) {
    let list = "/handling/content/producer";
    for index in 0..taking.ledger.length(list) {
        let from = format!("{list}/{index}/id/left");
        let to = format!("/circularity/sparePartSources/{index}");
        taking.same(
            &format!("{from}/companyName/0"),
            &format!("{to}/nameOfSupplier"),
        );
        address(
            taking,
            &format!("{from}/address"),
            &format!("{to}/addressOfSupplier"),
        );
        for (part, member) in [
            ("email", "emailAddressOfSupplier"),
            ("website", "supplierWebAddress"),
        ] {
            taking.same(
                &format!("{from}/contactProperty/{part}"),
                &format!("{to}/{member}"),
            );
        }
        taking.ledger.leave_inside(
            &from,
            "the passport keeps name, address, e-mail and web site",
        );
    }
}

fn critical(taking: &mut Taking<'_, '_>) {
    let list = "/chemicalMaterial/criticalMaterial";
    for index in 0..taking.ledger.length(list) {
        let at = |part: &str| format!("{list}/{index}/{part}");
        let to = "/materialComposition/criticalRawMaterials";
        let place = format!("{to}/{}", taking.draft.length(to));
        taking.same(&at("criticalName"), &place);
        // Where the common name is not stated, the chemical one is the name.
        taking.same(&at("substanceName/chemicalName"), &place);
        taking.ledger.leave_inside(
            &format!("{list}/{index}"),
            "the list of the label has names alone",
        );
    }
}

fn symbol(taking: &mut Taking<'_, '_>) {
    let place = "/sustainability/documents/separateCollectionSymbol";
    taking.ledger.leave_inside(
        place,
        "the symbol is on every battery, Art. 13(4): the passport keeps what it means",
    );
    taking.ledger.leave_inside(
        "/sustainability/documents/impactOfSubstances",
        "the passport tells the impact substance by substance",
    );
}

/// One figure of a range was taken: that is a guess, and its other end is left over.
pub(super) fn ends_of_ranges(fields: &mut [Field]) {
    for field in fields {
        let Place::Pointer(pointer) = &field.place else {
            continue;
        };
        let place = pointer.to_string();
        if earlier::is_start_of_range(&place) && matches!(field.fate, Fate::LeftOver { .. }) {
            field.fate = Fate::LeftOver {
                reason: "the passport has one figure, and the upper end of the range was looked at"
                    .to_owned(),
            };
        }
        if !earlier::is_end_of_range(&place) {
            continue;
        }
        if let Fate::Converted { to, from, into, .. } = &field.fate {
            field.fate = Fate::Guessed {
                to: to.clone(),
                why: format!("the upper end of a range: {from} is {into}"),
            };
        }
    }
}
