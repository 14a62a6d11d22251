use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use crate::store::{Credential, Kind};
use crate::{Error, Issuer};

/// List the batteries' passports and events, newest last
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer list
  dbp-issuer list --battery https://id.acme.example/01/09506000134352/21/A1
  dbp-issuer list --json | jq -r '.[] | select(.standing == \"active\") | .id'")]
pub struct List {
    /// Only those of this battery: its identifier, its serial number, or the id of a credential about it
    #[arg(long, value_name = "ID")]
    battery: Option<String>,
}

impl List {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = super::open(global)?;
        let mut shown = Vec::new();
        let mut rows = Vec::new();
        let mut tell = |credential: &Credential| match ui.is_json() {
            true => shown.push(to_json(credential)),
            false => rows.push(row(credential)),
        };
        match &self.battery {
            Some(text) => of_battery(&issuer, text)?.iter().for_each(&mut tell),
            None => every(&issuer, &mut tell)?,
        }
        ui.document(&shown);
        if rows.is_empty() {
            ui.line("nothing was issued yet");
            ui.note("\nNext: dbp-issuer issue passport passport.json");
        } else {
            ui.table(&HEADINGS, &rows);
        }
        Ok(Exit::Ok)
    }
}

/// A credential as `--json` lists it.
pub fn to_json(credential: &Credential) -> Value {
    json!({
        "id": credential.id,
        "kind": credential.kind.as_str(),
        "type": credential.title,
        "battery": credential.battery,
        "serial": credential.serial,
        "version": credential.version,
        "suite": credential.suite,
        "issued": credential.issued.to_string(),
        "holder": credential.holder,
        "standing": credential.standing.to_string(),
        "recorded": is_recorded(credential),
        "replacedBy": credential.replaced_by,
        "digestMultibase": credential.digest,
    })
}

/// What the id of its subject is called: a battery's, but where the credential is about an operator.
pub fn about(credential: &Credential) -> &'static str {
    match credential.kind {
        Kind::Passport | Kind::Event => "battery",
        Kind::Other => "about",
    }
}

/// Whether somebody else signed it: what this issuer signs of a battery has a place in its status lists.
fn is_recorded(credential: &Credential) -> bool {
    credential.kind == Kind::Event && credential.status.is_none()
}

/// How it stands, in a word or two; a passport that was replaced is not what a reader looks for.
pub fn standing(credential: &Credential) -> String {
    if is_recorded(credential) {
        return "recorded".to_owned();
    }
    match credential.is_current() {
        true => credential.standing.to_string(),
        false => format!("{}, replaced", credential.standing),
    }
}

/// The part of an id that is worth reading, short enough for a table and long enough for `show`.
fn short(id: &str) -> String {
    let bare = id.strip_prefix("urn:uuid:").unwrap_or(id);
    bare.chars().take(13).collect()
}

/// Everything, a page at a time: an issuer of many batteries does not fit in memory with the texts.
fn every(issuer: &Issuer, tell: &mut impl FnMut(&Credential)) -> Result<(), Error> {
    let mut last: Option<String> = None;
    loop {
        let page = issuer.store().page(last.as_deref(), PAGE)?;
        page.iter().for_each(&mut *tell);
        match page.last() {
            Some(credential) if page.len() == PAGE => last = Some(credential.id.clone()),
            _ => return Ok(()),
        }
    }
}

fn of_battery(issuer: &Issuer, text: &str) -> Result<Vec<Credential>, Error> {
    let battery = match issuer.find(text) {
        Ok(credential) => credential.battery,
        // A battery of which only events are known is one all the same.
        Err(Error::NoPassport { battery, .. }) => battery,
        Err(error) => return Err(error),
    };
    Ok(issuer.store().of_battery(&battery)?)
}

fn row(credential: &Credential) -> Vec<String> {
    vec![
        short(&credential.id),
        credential.title.clone(),
        credential.version.to_string(),
        credential.suite.clone(),
        credential.issued.strftime("%Y-%m-%d").to_string(),
        standing(credential),
        credential.battery.clone(),
    ]
}

const HEADINGS: [&str; 7] = [
    "ID", "WHAT", "VERSION", "SUITE", "ISSUED", "STANDING", "BATTERY",
];

/// Credentials that are read at once.
const PAGE: usize = 500;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuance::PassportOrder;
    use crate::issuance::tests::scene;
    use crate::sample;
    use crate::store::Change;

    #[test]
    fn more_than_a_page_is_told_once_each_and_in_order() {
        let scene = scene();
        let passport = scene.passport(PassportOrder::new(sample::ev_passport()));
        let store = scene.issuer.store();
        let first = store.credential(&passport.reference.id).unwrap().unwrap();
        // With the passport: a page that is full to the last place, and then one credential more.
        for beyond in [PAGE - 1, 1] {
            let keep: Vec<Change> = (0..beyond)
                .map(|_| Change::Keep {
                    credential: Box::new(Credential {
                        id: crate::issuance::new_id(),
                        kind: Kind::Event,
                        status: None,
                        text: String::new(),
                        ..first.clone()
                    }),
                    replaces: None,
                })
                .collect();
            store.commit(&keep).unwrap();
            let mut told = Vec::new();
            every(&scene.issuer, &mut |credential| {
                told.push(credential.id.clone())
            })
            .unwrap();
            let kept = store.of_battery(&first.battery).unwrap();
            let kept: Vec<String> = kept.into_iter().map(|one| one.id).collect();
            assert_eq!(told, kept);
        }
    }
}
