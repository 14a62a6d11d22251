//! The hands a battery went through, as a small tree; see [`crate::provenance::drawing`].

use platform::Ui;
use platform::ui::{Mark, Style};

use super::content::{plain, shortened, wrapped};
use super::to_the_second;
use crate::provenance::drawing::{Drawing, Passport, Row};
use crate::provenance::{Chain, Fault, Hand};

/// The tree; nothing when nothing more is to be said than the check says.
pub(super) fn tree(chain: &Chain, ui: &Ui) -> String {
    if !chain.is_worth_drawing() {
        return String::new();
    }
    let drawing = Drawing::of(chain);
    let mut tree = Tree {
        chain,
        ui,
        rails: Vec::new(),
        begins: None,
        out: String::new(),
    };
    for row in &drawing.rows {
        tree.row(row);
    }
    for fault in drawing.elsewhere {
        tree.fault(fault, "  ");
    }
    format!(
        "\n{}\n{}",
        ui.paint(Style::Heading, "How it came here"),
        tree.out
    )
}

struct Tree<'t> {
    chain: &'t Chain,
    ui: &'t Ui,
    /// Of each branch that is open, whether it is the last of its siblings.
    rails: Vec<bool>,
    /// A branch that begins with the next row, and whether it is the last.
    begins: Option<bool>,
    out: String,
}

impl Tree<'_> {
    fn row(&mut self, row: &Row<'_>) {
        match row {
            Row::Passport(passport) => self.passport(passport),
            Row::Begin { last } => self.begins = Some(*last),
            Row::End => {
                self.rails.pop();
            }
            Row::Follows(link) => {
                let rails = self.indent();
                let (branch, under) = match self.begins {
                    None => ("├ ", "│ "),
                    Some(false) => ("├─┐ ", "│ │ "),
                    Some(true) => ("└─┐ ", "  │ "),
                };
                self.rails.extend(self.begins.take());
                let (first, then) = (format!("{rails}{branch}"), format!("{rails}{under}"));
                let told = format!("{} {}", to_the_second(link.at), link.told(self.chain));
                self.text(Style::Dim, &told, &first, &then);
            }
        }
    }

    fn passport(&mut self, passport: &Passport<'_>) {
        let rails = self.indent();
        let first = format!("{rails}● ");
        let under = format!("{rails}{} ", if passport.follows { "│" } else { " " });
        let what = passport.hand.map(Hand::what);
        let what = what.unwrap_or_else(|| passport.id.to_owned());
        if passport.again {
            let again = format!("{what} (see above)");
            self.lines(&again, &first, &under, str::to_owned);
            return;
        }
        let ui = self.ui;
        self.lines(&what, &first, &under, |line| ui.paint(Style::Heading, line));
        if let Some(hand) = passport.hand {
            self.lines(&hand.told(self.chain), &under, &under, str::to_owned);
            self.text(Style::Dim, &hand.battery, &under, &under);
            self.text(Style::Dim, passport.id, &under, &under);
        }
        for fault in &passport.faults {
            self.fault(fault, &under);
        }
    }

    fn fault(&mut self, fault: &Fault, indent: &str) {
        let mark = self.ui.painted_mark(Mark::Fail);
        let said = format!("{} [{}]", fault.detail, fault.code);
        let (first, then) = (format!("{indent}{mark} "), format!("{indent}  "));
        self.lines(&said, &first, &then, str::to_owned);
    }

    fn text(&mut self, style: Style, text: &str, first: &str, then: &str) {
        let ui = self.ui;
        self.lines(text, first, then, |line| ui.paint(style, line));
    }

    fn lines(&mut self, text: &str, first: &str, then: &str, paint: impl Fn(&str) -> String) {
        let room = self.ui.width().saturating_sub(then.chars().count()).max(24);
        for (n, line) in wrapped(&shortened(&plain(text)), room).iter().enumerate() {
            let before = if n == 0 { first } else { then };
            self.out += &format!("{before}{}\n", paint(line));
        }
    }

    fn indent(&self) -> String {
        let rails = self.rails.iter();
        let rails: String = rails.map(|last| if *last { "  " } else { "│ " }).collect();
        format!("  {rails}")
    }
}

impl Hand {
    fn told(&self, chain: &Chain) -> String {
        let since = to_the_second(self.from);
        let status = self.status.map(|status| format!(", {status}"));
        let who = chain.called(&self.issuer);
        format!("{who}, from {since}{}", status.unwrap_or_default())
    }
}
