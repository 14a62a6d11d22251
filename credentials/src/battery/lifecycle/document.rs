//! `docs/lifecycle.md` draws and tells what the table says.

use std::collections::BTreeMap;

use super::{Phase, RULES, Rule};
use crate::battery::roles::Act;
use crate::battery::tables_in_docs::hold;

/// The picture: every transition that leads elsewhere, as a Mermaid state diagram. The others are in the table.
fn picture() -> String {
    let name = |phase: Phase| phase.name().replace(' ', "_");
    let mut text = String::from("```mermaid\nstateDiagram-v2\n");
    for phase in Phase::ALL {
        text += &format!("    {}: {}\n", name(phase), phase);
    }
    text += &format!("    [*] --> {}\n", name(Phase::Unmade));
    let mut edges: BTreeMap<(Phase, Phase), Vec<&str>> = BTreeMap::new();
    for rule in &RULES {
        let to = rule.to.into_iter();
        let steps = to.flat_map(|to| rule.from.iter().map(move |from| (*from, to)));
        for (from, to) in steps.filter(|(from, to)| from != to) {
            edges.entry((from, to)).or_default().push(rule.event.name());
        }
    }
    for ((from, to), events) in edges {
        text += &format!(
            "    {} --> {}: {}\n",
            name(from),
            name(to),
            events.join(", ")
        );
    }
    text += &format!("    {} --> [*]\n```\n", name(Phase::Ceased));
    text
}

/// The tables: what each event needs, does and rests on; who may report it.
fn tables() -> String {
    let mut text = String::from(
        "| event | where the battery may be | afterwards | status | by | else refused with |\n|---|---|---|---|---|---|\n",
    );
    for rule in &RULES {
        let from: Vec<&str> = rule.from.iter().map(|phase| phase.name()).collect();
        let after = rule.to.map_or("where it was", Phase::name);
        let status = rule.status.map_or("as it was", |status| status.name());
        let Rule {
            event,
            law,
            code,
            otherwise,
            ..
        } = rule;
        let from = from.join(", ");
        text +=
            &format!("| {event} | {from} | {after} | {status} | {law} | `{code}`: {otherwise} |\n");
    }
    text += "\n| event | who may report it, by which article | what it may say |\n|---|---|---|\n";
    for rule in &RULES {
        let roles = Act::Event(rule.event).roles().iter();
        let who: Vec<String> = roles
            .map(|(role, article)| format!("{role} ({article})"))
            .collect();
        let details: Vec<String> = rule
            .event
            .details()
            .iter()
            .map(|detail| {
                let must = if detail.required { ", required" } else { "" };
                format!("`{}` ({}{must})", detail.name, detail.title)
            })
            .collect();
        let said = match details.as_slice() {
            [] => "measured values".to_owned(),
            details => details.join(", "),
        };
        text += &format!("| {} | {} | {said} |\n", rule.event, who.join("; "));
    }
    text
}

#[test]
fn the_page_of_the_lifecycle_has_the_picture_and_the_tables_that_the_rules_give() {
    let part = format!("{}\n{}", picture(), tables());
    hold(
        "lifecycle.md",
        "credentials/src/battery/lifecycle/rules.rs",
        &part,
    );
}
