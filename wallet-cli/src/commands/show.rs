use credentials::battery::Parts;
use credentials::battery::describe::describe;
use platform::ui::Style;
use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use crate::item::Item;

/// Show a credential: what it says, who says it, and where it came from
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-wallet show 6f1c7a52
  dbp-wallet show 6f1c7a52 --pointers
  dbp-wallet show 6f1c7a52 --secured > passport.sd-jwt")]
pub struct Show {
    /// The beginning of the credential's id; or the serial number or identifier of the battery whose passport it is
    id: String,
    /// Print the places beside the values, as `present --disclose` takes them
    #[arg(long)]
    pointers: bool,
    /// Print the secured credential itself
    #[arg(long, conflicts_with = "pointers")]
    secured: bool,
}

impl Show {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let wallet = super::unlock(global)?;
        let item = wallet.find(&self.id)?;
        if ui.is_json() {
            let mut shown = super::list::to_json(&item, &wallet);
            shown["credential"] = item.credential.clone();
            if self.secured {
                shown["secured"] = json!(item.record.text);
            }
            ui.document(&shown);
        } else if self.secured {
            ui.bytes(item.secured.to_file().as_bytes());
        } else {
            let bound = match item.holder() {
                Some(_) if super::list::is_bound(&item, &wallet) => "this wallet's key",
                Some(_) => "another key",
                None => "no key",
            };
            tell(&item, bound, self.pointers, ui);
        }
        Ok(Exit::Ok)
    }
}

fn tell(item: &Item, bound: &str, pointers: bool, ui: &Ui) {
    ui.line(ui.paint(Style::Heading, item.kind()));
    if let Some(subject) = item.credential.get("credentialSubject") {
        for line in describe(subject) {
            let indent = "  ".repeat(line.depth + 1);
            let place = match pointers {
                true => format!("  {}", ui.paint(Style::Accent, &line.pointer.to_string())),
                false => String::new(),
            };
            match &line.text {
                Some(text) => ui.line(format!("{indent}{}: {text}{place}", line.title)),
                None => {
                    let title = ui.paint(Style::Heading, &line.title);
                    ui.line(format!("{indent}{title}{place}"));
                }
            }
        }
    }
    ui.line("");
    let mut pairs = vec![
        ("id", item.id().to_owned()),
        ("issuer", item.issuer().unwrap_or("?").to_owned()),
        ("secured with", item.suite().name().to_owned()),
        ("bound to", bound.to_owned()),
    ];
    for (name, title) in [("parts", "only"), ("partsRemoved", "without")] {
        let named = item
            .credential
            .pointer(&format!("/credentialSubject/{name}"));
        if let Some(parts) = named.and_then(Parts::read) {
            pairs.push((title, parts.to_string()));
        }
    }
    for (name, title) in [("validFrom", "from"), ("validUntil", "until")] {
        if let Some(time) = item.credential.get(name).and_then(Value::as_str) {
            pairs.push((title, time.to_owned()));
        }
    }
    let record = &item.record;
    pairs.push((
        "received",
        format!("{}, {}", record.received_at, record.source),
    ));
    if !record.unchecked.is_empty() {
        pairs.push(("not checked", record.unchecked.join(", ")));
    }
    ui.pairs(&pairs);
}
