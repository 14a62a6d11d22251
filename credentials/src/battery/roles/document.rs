//! `docs/roles.md` says what the table says.

use super::{RULES, Who};
use crate::battery::accreditation::Role;
use crate::battery::tables_in_docs::hold;

/// The tables of the page, between its two marks.
fn tables() -> String {
    let mut text = String::from("| |");
    for role in Role::ALL {
        text += &format!(" {} |", role.name());
    }
    text += "\n|---|";
    text += &":-:|".repeat(Role::ALL.len());
    text += "\n";
    for rule in &RULES {
        if let Who::Roles(_) = rule.who {
            text += &format!("| {} |", rule.act);
            for role in Role::ALL {
                text += match rule.act.is_open_to(role) {
                    true => " yes |",
                    false => " |",
                };
            }
            text += "\n";
        }
    }
    text += "\n| act | who, and by which article |\n|---|---|\n";
    for rule in &RULES {
        let who = match rule.who {
            Who::Party(who, article) => format!("{who} ({article})"),
            Who::Roles(roles) => roles
                .iter()
                .map(|(role, article)| format!("{role} ({article})"))
                .collect::<Vec<_>>()
                .join("; "),
        };
        text += &format!("| {} | {who} |\n", rule.act);
    }
    text
}

#[test]
fn the_page_who_may_issue_what_has_the_tables_that_the_rules_give() {
    hold(
        "roles.md",
        "credentials/src/battery/roles/table.rs",
        &tables(),
    );
}
