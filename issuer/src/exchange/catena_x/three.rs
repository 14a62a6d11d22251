//! 3.0.0 and 3.0.1, from before the Regulation: one flat tree, each figure in the unit that the model gives it.

mod places;

use credentials::battery::attributes::table;
use credentials::battery::describe;
use serde_json::json;

#[cfg(test)]
pub(super) use self::places::places;
use self::places::{ELEMENTS, Element, FIGURES, FILES, LEFT, MATERIALS, TEXTS};
use super::addresses::{Company, address, company};
use super::circular::dismantling;
use super::{Change, Taking, identify};
use crate::exchange::convert::figure;
use crate::exchange::report::Fate;
use crate::exchange::units::Unit;

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    identify(taking, "/batteryIdentification/batteryIDDMCCode");
    for (from, to, unit) in FIGURES {
        figured(taking, from, to, unit);
    }
    for element in ELEMENTS {
        let Element {
            from, list, unit, ..
        } = element;
        let ((name, value), member) = (element.named, element.member);
        if taking.ledger.number(from).is_none() {
            continue;
        }
        let to = format!("{list}/{}", taking.draft.length(list));
        let named = value
            .parse::<u8>()
            .map_or_else(|_| json!(value), |number| json!(number));
        let figure = format!("{to}/{member}");
        figured(taking, from, &figure, unit);
        // An element says nothing without its figure.
        if taking.draft.get(&figure).is_some() {
            taking.draft.put(&format!("{to}/{name}"), named);
        }
    }
    for (from, to) in TEXTS {
        taking.same(from, to);
    }
    for (list, to) in FILES {
        taking.same(&format!("/document/{list}/0/fileLocation"), to);
    }
    let manuals = [
        ("/document/batteryDismantlingProcedure", "DismantlingManual"),
        ("/document/vehicleDismantlingProcedure", "RemovalManual"),
    ];
    dismantling(taking, manuals, "fileLocation");
    status(taking);
    let maker = Company {
        at: "/manufacturer",
        name: "name",
        contact: "contact",
    };
    company(
        taking,
        &maker,
        "/generalProductInformation/manufacturerInformation",
    );
    address(
        taking,
        "/manufacturing/address",
        "/generalProductInformation/manufacturingPlace",
    );
    for (list, component) in MATERIALS {
        materials(taking, list, *component);
    }
    critical(taking);
    suppliers(taking);
    for (place, reason) in LEFT {
        taking.ledger.leave_inside(place, reason);
    }
}

/// A figure, in the unit of the passport.
fn figured(taking: &mut Taking<'_, '_>, from: &str, to: &str, unit: &str) {
    let (Some(value), Some(ours)) = (
        taking.ledger.number(from),
        table().at(to).and_then(|row| row.unit),
    ) else {
        return;
    };
    let (Some(theirs), Some(mine)) = (Unit::parse(unit), Unit::parse(ours)) else {
        return;
    };
    if theirs.same(mine) {
        return taking.same(from, to);
    }
    match theirs
        .convert(value, mine)
        .filter(|value| value.is_finite())
    {
        Some(into) => {
            let before = format!("{} {}", figure(value), describe::unit(unit));
            let mut change = Change::number(into, describe::unit(ours), before);
            change.into = format!("{} {}", figure(into), describe::unit(ours));
            taking.changed(from, &[], &[to], change);
        }
        None => taking.ledger.leave(
            from,
            format!("{} {unit} is beyond any number of {ours}", figure(value)),
        ),
    }
}

/// A free text in the model; what it says is looked for in it.
fn status(taking: &mut Taking<'_, '_>) {
    let from = "/stateOfBattery/statusBattery";
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    let lower = text.to_lowercase();
    let known = [
        ("first life", "Original"),
        ("original", "Original"),
        ("repurposed", "Repurposed"),
        ("re-used", "Reused"),
        ("reused", "Reused"),
        ("remanufactured", "Remanufactured"),
        ("waste", "Waste"),
    ];
    let found: Vec<&str> = known
        .into_iter()
        .filter(|(word, _)| lower.contains(word))
        .map(|(_, status)| status)
        .collect();
    match found.as_slice() {
        [status] => {
            let change = Change::text(status, text);
            let to = "/generalProductInformation/batteryStatus";
            taking.changed(from, &[], &[to], change);
        }
        _ => taking
            .ledger
            .leave(from, format!("{text:?} is not one status of the law")),
    }
}

/// Materials with their mass in grams; 3.0.0 misspells the names.
fn materials(taking: &mut Taking<'_, '_>, list: &str, component: Option<&str>) {
    let base = "/materialComposition/batteryMaterials";
    for entry in 0..taking.ledger.length(list) {
        let at = format!("{list}/{entry}");
        let to = format!("{base}/{}", taking.draft.length(base));
        let name = format!("{at}/materialName");
        if taking
            .ledger
            .text(&name)
            .is_none_or(|name| name.trim().is_empty())
        {
            taking
                .ledger
                .leave_inside(&at, "a material of the passport needs its name");
            continue;
        }
        taking.same(&name, &format!("{to}/batteryMaterialName"));
        for weight in ["materialWeight", "matierialWeight"] {
            figured(
                taking,
                &format!("{at}/{weight}"),
                &format!("{to}/batteryMaterialMass"),
                "g",
            );
        }
        if let Some(component) = component {
            taking.draft.put(
                &format!("{to}/batteryMaterialLocation/componentName"),
                json!(component),
            );
        }
        taking.ledger.leave_inside(
            &at,
            "the passport keeps the mass of a material, not its share",
        );
    }
}

/// One text with all names in it.
fn critical(taking: &mut Taking<'_, '_>) {
    let from = "/composition/criticalRawMaterials";
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    let list = "/materialComposition/criticalRawMaterials";
    let mut to = Vec::new();
    let names = text.split([',', ';', '/']).map(str::trim);
    for name in names.filter(|name| !name.is_empty()) {
        let place = format!("{list}/{}", taking.draft.length(list));
        if taking.draft.put(&place, json!(name)) {
            to.push(place);
        }
    }
    let alone = to.first().and_then(|place| taking.draft.get(place)) == Some(&json!(text));
    let fate = match to.len() {
        0 => return,
        _ if alone => Fate::Mapped { to },
        parts => Fate::Converted {
            to,
            from: format!("{text:?}"),
            into: format!("{parts} names"),
            note: Some("split at commas, semicolons and slashes".to_owned()),
        },
    };
    taking.ledger.seal(from, fate);
}

/// Suppliers of spare parts, and the numbers of parts, which say not whose they are.
fn suppliers(taking: &mut Taking<'_, '_>) {
    let list = "/composition/components/componentsSupplier";
    for entry in 0..taking.ledger.length(list) {
        let at = format!("{list}/{entry}");
        let to = format!("/circularity/sparePartSources/{entry}");
        taking.same(
            &format!("{at}/componentsSupplierName"),
            &format!("{to}/nameOfSupplier"),
        );
        address(
            taking,
            &format!("{at}/address"),
            &format!("{to}/addressOfSupplier"),
        );
        taking.same(
            &format!("{at}/contact/email"),
            &format!("{to}/emailAddressOfSupplier"),
        );
        taking.same(
            &format!("{at}/contact/website"),
            &format!("{to}/supplierWebAddress"),
        );
        taking
            .ledger
            .leave_inside(&at, "the passport keeps name, address, e-mail and web site");
    }
    let parts = "/composition/components/componentsPartNumber";
    let only = taking.ledger.length(list) == 1;
    for entry in 0..taking.ledger.length(parts) {
        let part = format!("{parts}/{entry}");
        match taking.ledger.text(&part) {
            Some(number) if only => {
                let to = format!("/circularity/sparePartSources/0/components/{entry}/partNumber");
                let change = Change::text(number, number)
                    .guess("one supplier is stated: the part is taken for its own");
                taking.changed(&part, &[], &[&to], change);
            }
            _ => taking
                .ledger
                .leave(&part, "of which supplier the part is, is not stated"),
        }
    }
}
