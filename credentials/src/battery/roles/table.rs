//! The table.

use super::{Act, Rule, Who};
use crate::battery::accreditation::Role;
use crate::battery::event::EventKind;
use Role::{
    AuthorisedRepresentative, Authority, BmsOwner, Distributor, Importer, Manufacturer,
    NotifiedBody, Recycler, Repurposer, Supplier, WasteOperator, Workshop,
};

/// A row for each act. A vehicle maker that finishes a battery is its manufacturer; whoever re-uses, repurposes or
/// remanufactures counts as one (Art. 38(11)) and is called a repurposer here.
pub static RULES: [Rule; 24] = [
    Rule {
        act: Act::FirstPassport,
        who: Who::Roles(&[
            (Manufacturer, "Art. 77(4)"),
            (AuthorisedRepresentative, "Art. 40, Art. 77(4)"),
            (Importer, "Art. 41, Art. 77(4)"),
            // Under its own name or after a change: then it counts as manufacturer.
            (Distributor, "Art. 44, Art. 77(4)"),
            // Of a battery from before there were passports.
            (Repurposer, "Art. 38(11), Art. 77(4)"),
        ]),
    },
    Rule {
        act: Act::SuccessorPassport,
        who: Who::Roles(ANSWERABLE),
    },
    Rule {
        act: Act::Correction,
        who: Who::Roles(ANSWERABLE),
    },
    event(
        EventKind::Manufactured,
        // Not who gives it a second life: a battery is made once.
        &[
            (Manufacturer, "Art. 38"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 41"),
        ],
    ),
    event(
        EventKind::PlacedOnMarket,
        &[
            (Manufacturer, "Art. 38"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 41"),
            (Distributor, "Art. 44"),
            (Repurposer, "Art. 38(11), Art. 45"),
        ],
    ),
    event(
        EventKind::PutIntoService,
        &[
            (Manufacturer, "Art. 38"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 41"),
            (Distributor, "Art. 42"),
            (BmsOwner, "Art. 14, Annex VII"),
            (Workshop, "Art. 78"),
            (Repurposer, "Art. 38(11), Art. 45"),
        ],
    ),
    event(
        EventKind::StateOfHealth,
        &[
            (Manufacturer, "Art. 14, Annex VII"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 41"),
            (BmsOwner, "Art. 14, Annex VII"),
            // Who bought the battery may let others read it.
            (Workshop, "Art. 14"),
            (Repurposer, "Art. 14"),
            (WasteOperator, "Art. 14"),
            (Recycler, "Art. 14"),
        ],
    ),
    event(
        EventKind::Maintenance,
        &[
            (Manufacturer, "Art. 78"),
            (BmsOwner, "Art. 78"),
            (Workshop, "Art. 78"),
            (Repurposer, "Art. 78"),
        ],
    ),
    event(
        EventKind::Incident,
        &[
            (Manufacturer, "Annex XIII 4(d)"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 41"),
            (Distributor, "Art. 42"),
            (BmsOwner, "Annex XIII 4(d)"),
            (Workshop, "Annex XIII 4(d)"),
            (Repurposer, "Annex XIII 4(d)"),
            (WasteOperator, "Annex XIII 4(d)"),
            (Recycler, "Annex XIII 4(d)"),
            (Authority, "Art. 79"),
        ],
    ),
    event(EventKind::PreparedForReuse, RENEWERS),
    event(EventKind::Repurposed, RENEWERS),
    event(
        EventKind::Remanufactured,
        &[(Manufacturer, "Art. 38"), (Repurposer, "Art. 38(11)")],
    ),
    event(
        EventKind::Recall,
        &[
            (Manufacturer, "Art. 38"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 41"),
            (Distributor, "Art. 42"),
            (Repurposer, "Art. 38(11)"),
            (Authority, "Art. 79"),
        ],
    ),
    event(
        EventKind::BecameWaste,
        // Everybody who takes a battery back, and its holder.
        &[
            (Manufacturer, "Art. 77(7)"),
            (AuthorisedRepresentative, "Art. 40"),
            (Importer, "Art. 77(7)"),
            (Distributor, "Art. 62"),
            (BmsOwner, "Art. 64"),
            (Workshop, "Art. 64"),
            (Repurposer, "Art. 77(7)"),
            (WasteOperator, "Art. 77(7)"),
            (Recycler, "Art. 77(7)"),
        ],
    ),
    event(
        EventKind::Recycled,
        &[(Recycler, "Art. 70, Art. 71, Art. 77(8)")],
    ),
    Rule {
        act: Act::SupplierDeclaration,
        who: Who::Roles(&[
            // Of cells and modules that it makes itself, or buys and answers for.
            (Manufacturer, "Art. 7(1), Art. 8(1), Art. 49(1)"),
            (Supplier, "Art. 49(1)"),
            (Importer, "Art. 41, Art. 49(1)"),
            // Of secondary raw materials.
            (Recycler, "Art. 8(1), Art. 71"),
            // Of what it has verified.
            (NotifiedBody, "Art. 48(2), Art. 51, Annex VIII"),
        ]),
    },
    Rule {
        act: Act::TransferOffer,
        who: Who::Roles(ANSWERABLE),
    },
    Rule {
        act: Act::TransferAcceptance,
        who: Who::Roles(ANSWERABLE),
    },
    Rule {
        act: Act::TransferRejection,
        who: Who::Party("whoever the battery was offered to", "Art. 77(7)"),
    },
    Rule {
        act: Act::TransferWithdrawal,
        who: Who::Party("whoever made the offer", "Art. 77(7)"),
    },
    Rule {
        act: Act::SuccessionOrder,
        who: Who::Roles(&[(Authority, "Art. 78")]),
    },
    Rule {
        act: Act::Accreditation,
        who: Who::Roles(&[(Authority, "Art. 77(9), Art. 78")]),
    },
    Rule {
        act: Act::Mandate,
        who: Who::Roles(&[
            (Manufacturer, "Art. 40, Art. 77(4)"),
            (Repurposer, "Art. 38(11), Art. 40, Art. 77(4)"),
            (Authority, "Art. 78"),
        ]),
    },
    Rule {
        act: Act::Status,
        who: Who::Party("whoever issued the credential", "Art. 77(4), Art. 78"),
    },
];

/// Who can answer for a battery after its first operator: who places it on the market again, and who takes it as waste.
const ANSWERABLE: &[(Role, &str)] = &[
    (Manufacturer, "Art. 77(4), Art. 77(7)"),
    (AuthorisedRepresentative, "Art. 40, Art. 77(4)"),
    (Importer, "Art. 41, Art. 77(7)"),
    (Distributor, "Art. 44, Art. 77(7)"),
    (Repurposer, "Art. 38(11), Art. 77(7)"),
    (WasteOperator, "Art. 77(7)"),
    (Recycler, "Art. 77(7)"),
];

/// Who prepares waste for another life (Art. 73), or gives what is no waste yet another purpose.
const RENEWERS: &[(Role, &str)] = &[
    (Manufacturer, "Art. 73"),
    (Repurposer, "Art. 38(11), Art. 73"),
    (WasteOperator, "Art. 73"),
    (Recycler, "Art. 73"),
];

const fn event(kind: EventKind, roles: &'static [(Role, &'static str)]) -> Rule {
    Rule {
        act: Act::Event(kind),
        who: Who::Roles(roles),
    }
}
