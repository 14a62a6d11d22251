//! Substances: concentrations in many units, CAS numbers among other kinds, shares without their origin.

use credentials::battery::attributes::{Kind, table};
use serde_json::{Value, json};

use super::{Change, Taking, convert};
use crate::exchange::report::Fate;

/// Elements that are named by their place, with the CAS numbers that go without saying.
const HAZARDS: [(&str, &str, &str); 3] = [
    ("cadmium", "Cadmium", "7440-43-9"),
    ("mercury", "Mercury", "7439-97-6"),
    ("lead", "Lead", "7439-92-1"),
];
const ACTIVE: [(&str, &str); 4] = [
    ("cobalt", "Cobalt"),
    ("lithium", "Lithium"),
    ("nickel", "Nickel"),
    ("lead", "Lead"),
];

const UNSPLIT: &str =
    "Art. 8 asks for the shares from manufacturing and from post-consumer waste apart";
const DOCUMENTS: &str = "the passport keeps the figures";

pub(super) fn take(taking: &mut Taking<'_, '_>) {
    hazards(taking);
    composition(taking);
    for (name, title) in ACTIVE {
        active(taking, &format!("/materials/active/{name}"), Some(title));
    }
    for index in 0..taking.ledger.length("/materials/active/other") {
        let at = format!("/materials/active/other/{index}");
        active(taking, &at, None);
    }
    for (place, reason) in [
        (
            "/materials/active",
            "a material of the passport needs its mass, and none is stated",
        ),
        (
            "/materials/composition",
            "a material of the passport needs its mass, name and CAS number",
        ),
        (
            "/materials/hazardous",
            "the passport has no attribute for it",
        ),
    ] {
        taking.ledger.leave_inside(place, reason);
    }
}

fn hazards(taking: &mut Taking<'_, '_>) {
    let mut index = 0;
    for (name, title, cas) in HAZARDS {
        let from = format!("/materials/hazardous/{name}");
        if taking.ledger.value(&from).is_some() {
            let to = hazard(taking, &from, index);
            taking
                .draft
                .put(&format!("{to}/hazardousSubstanceName"), json!(title));
            taking
                .draft
                .put(&format!("{to}/hazardousSubstanceIdentifier"), json!(cas));
            critical(taking, &from, Some(title), None);
            index += 1;
        }
    }
    for other in 0..taking.ledger.length("/materials/hazardous/other") {
        let from = format!("/materials/hazardous/other/{other}");
        let to = hazard(taking, &from, index);
        let title = substance(
            taking,
            &format!("{from}/materialIdentification"),
            &format!("{to}/hazardousSubstanceName"),
            &format!("{to}/hazardousSubstanceIdentifier"),
        );
        critical(taking, &from, title.as_deref(), None);
        index += 1;
    }
}

/// What is the same for all hazardous substances; gives the place in the passport.
fn hazard(taking: &mut Taking<'_, '_>, from: &str, index: usize) -> String {
    let to = format!("/materialComposition/hazardousSubstances/{index}");
    let [share, unit] = ["concentration", "materialUnit"].map(|part| format!("{from}/{part}"));
    if let (Some(value), Some(name)) = (taking.ledger.number(&share), taking.ledger.text(&unit)) {
        match convert::of_samm(value, name, "%") {
            Some(percent) => {
                let change =
                    Change::number(percent, "%", format!("{value} {}", convert::unit(name)));
                let place = format!("{to}/hazardousSubstanceConcentration");
                taking.changed(&share, &[&unit], &[&place], change);
            }
            None => {
                for place in [&share, &unit] {
                    taking.ledger.leave(
                        place,
                        format!("{name} does not lead to a share of the mass"),
                    );
                }
            }
        }
    }
    taking.same(
        &format!("{from}/location"),
        &format!("{to}/hazardousSubstanceLocation/componentName"),
    );
    class(taking, &format!("{from}/hazardClass"), &to);
    let impacts = format!("{from}/impactOfSubstances");
    for link in 0..taking.ledger.length(&impacts) {
        taking.same(
            &format!("{impacts}/{link}/content"),
            &format!("{to}/hazardousSubstanceImpact/{link}"),
        );
    }
    taking.documents(&impacts, usize::MAX, "");
    taking
        .ledger
        .leave_inside(&format!("{from}/documentation"), DOCUMENTS);
    taking.ledger.leave(&format!("{from}/recycled"), UNSPLIT);
    to
}

/// 4.0.0 has the hazard class as CLP words it: Acute toxicity.
fn class(taking: &mut Taking<'_, '_>, from: &str, to: &str) {
    let to = format!("{to}/hazardousSubstanceClass");
    let bare = |text: &str| -> String {
        text.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let Some(text) = taking.ledger.text(from) else {
        return;
    };
    let Some(Kind::Enumeration(classes)) = table().at(&to).map(|row| row.kind) else {
        return;
    };
    match classes.iter().find(|class| bare(class) == bare(text)) {
        Some(class) => taking.changed(from, &[], &[&to], Change::text(class, text)),
        None => taking.ledger.leave(
            from,
            format!("{text:?} is none of the hazard classes of CLP"),
        ),
    }
}

/// Name and CAS number from a list of identifications; gives the name.
fn substance(taking: &mut Taking<'_, '_>, list: &str, name: &str, number: &str) -> Option<String> {
    let kind_of = |taking: &Taking<'_, '_>, index: usize| {
        taking.ledger.text(&format!("{list}/{index}/type")) == Some("CAS")
    };
    let index = (0..taking.ledger.length(list)).find(|index| kind_of(taking, *index));
    let at = |part: &str| format!("{list}/{}/{part}", index.unwrap_or_default());
    // The name need not stand beside the CAS number.
    let named = std::iter::once(at("name"))
        .chain((0..taking.ledger.length(list)).map(|index| format!("{list}/{index}/name")))
        .find(|place| taking.ledger.text(place).is_some());
    let title = named
        .as_deref()
        .and_then(|place| taking.ledger.text(place))
        .map(str::to_owned);
    if let Some(place) = named {
        taking.same(&place, name);
    }
    if index.is_some() {
        taking.same(&at("id"), number);
        taking
            .ledger
            .leave(&at("type"), "every number of the passport is a CAS number");
    }
    taking
        .ledger
        .leave_inside(list, "the passport identifies substances by one CAS number");
    title
}

/// The flag becomes a name on the public list; `flag_at` is where it stands as a flag too.
fn critical(taking: &mut Taking<'_, '_>, from: &str, title: Option<&str>, flag_at: Option<&str>) {
    let flag = format!("{from}/critical");
    let Some(stated) = taking.ledger.value(&flag).and_then(Value::as_bool) else {
        return;
    };
    let mut to: Vec<String> = Vec::new();
    if let Some(place) = flag_at
        && taking.draft.put(place, json!(stated))
    {
        to.push(place.to_owned());
    }
    if let (true, Some(title)) = (stated, title) {
        let list = "/materialComposition/criticalRawMaterials";
        let listed = taking.draft.get(list).and_then(Value::as_array);
        let index = listed.map_or(0, |listed| {
            let there = listed.iter().position(|name| name == title);
            there.unwrap_or(listed.len())
        });
        let place = format!("{list}/{index}");
        taking.draft.put(&place, json!(title));
        to.push(place);
        taking.ledger.seal(
            &flag,
            Fate::Converted {
                to,
                from: "true".to_owned(),
                into: format!("{title:?}"),
                note: Some(
                    "the flag becomes a name on the public list, Annex VI part A(10)".to_owned(),
                ),
            },
        );
    } else if !to.is_empty() {
        taking.ledger.seal(&flag, Fate::Mapped { to });
    } else if stated {
        taking
            .ledger
            .leave(&flag, "critical, but of what is not stated");
    } else {
        taking.ledger.leave(&flag, "not critical: nothing to list");
    }
}

/// A share of the battery's mass becomes a mass.
fn composition(taking: &mut Taking<'_, '_>) {
    let mass = taking
        .draft
        .number("/generalProductInformation/batteryMass");
    let mut index = 0;
    for entry in 0..taking.ledger.length("/materials/composition") {
        let from = format!("/materials/composition/{entry}");
        let [share, unit] = ["concentration", "unit"].map(|part| format!("{from}/{part}"));
        let grams = match (
            taking.ledger.number(&share),
            taking.ledger.text(&unit),
            mass,
        ) {
            (Some(value), Some(name), Some(mass)) => convert::of_samm(value, name, "%")
                .map(|percent| (value, name, convert::tidy(percent * mass * 10.0))),
            _ => None,
        };
        let to = format!("/materialComposition/batteryMaterials/{index}");
        let title = (0..taking.ledger.length(&format!("{from}/id")))
            .find_map(|index| taking.ledger.text(&format!("{from}/id/{index}/name")))
            .map(str::to_owned);
        let mut flag_at = None;
        if let (Some((value, name, grams)), Some(mass)) = (grams, mass) {
            let change = Change::number(grams, "g", format!("{value} {}", convert::unit(name)))
                .note(format!("of the battery's {mass} kg"));
            taking.changed(
                &share,
                &[&unit],
                &[&format!("{to}/batteryMaterialMass")],
                change,
            );
            substance(
                taking,
                &format!("{from}/id"),
                &format!("{to}/batteryMaterialName"),
                &format!("{to}/batteryMaterialIdentifier"),
            );
            taking.same(
                &format!("{from}/location"),
                &format!("{to}/batteryMaterialLocation/componentName"),
            );
            flag_at = Some(format!("{to}/isCriticalRawMaterial"));
            index += 1;
        }
        critical(taking, &from, title.as_deref(), flag_at.as_deref());
        taking.ledger.leave(&format!("{from}/recycled"), UNSPLIT);
        taking.ledger.leave(
            &format!("{from}/renewable"),
            "the passport states the share of the whole battery, not of a material",
        );
        taking
            .ledger
            .leave_inside(&format!("{from}/documentation"), DOCUMENTS);
    }
}

fn active(taking: &mut Taking<'_, '_>, from: &str, title: Option<&str>) {
    let named = format!("{from}/materialIdentification/0/name");
    let title = title
        .map(str::to_owned)
        .or_else(|| taking.ledger.text(&named).map(str::to_owned));
    critical(taking, from, title.as_deref(), None);
    taking.ledger.leave(&format!("{from}/recycled"), UNSPLIT);
    for list in ["documentation", "impactOfSubstances"] {
        taking
            .ledger
            .leave_inside(&format!("{from}/{list}"), DOCUMENTS);
    }
}
