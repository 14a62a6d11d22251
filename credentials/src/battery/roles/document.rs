//! `docs/roles.md` says what the table says.

use super::{RULES, Who};
use crate::battery::accreditation::Role;

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
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/roles.md");
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let right = format!("{before}{BEGIN}\n{}{END}{after}", tables());
    if std::env::var_os("WRITE_DOCS").is_some() {
        std::fs::write(path, &right).unwrap();
        return;
    }
    assert_eq!(page, right, "run this test with WRITE_DOCS=1");
}

const BEGIN: &str = "<!-- from credentials/src/battery/roles/table.rs -->";
const END: &str = "<!-- to here -->";
