use std::io::{BufRead, IsTerminal, Write};

use credentials::Problem;
use platform::ui::{Mark, Style};
use platform::{Exit, Failure, Global, Ui};
use serde_json::{Value, json};

use super::list;
use crate::issuance::ListPurpose;
use crate::store::{Credential, Kind};
use crate::{Error, Issuer, Verb};

/// Show how a credential stands, or change it
///
/// A change counts from the moment that the status lists with it are published: a running `serve` does that by
/// itself, `publish` writes them for another web server. Verifiers may still trust a list they fetched shortly
/// before.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer status 6f1c7a52
  dbp-issuer status 6f1c7a52 suspend
  dbp-issuer status https://id.acme.example/01/09506000134352/21/A1 cease --yes")]
pub struct Status {
    /// A credential's id or the beginning of it, or a battery's identifier or serial number for its passport
    id: String,
    /// What to change
    #[arg(value_enum)]
    verb: Option<Verb>,
    /// Do not ask before what is final
    #[arg(long, short, requires = "verb")]
    yes: bool,
}

impl Status {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = super::open(global)?;
        let mut credential = issuer.find(&self.id)?;
        if let Some(verb) = self.verb {
            verb.check(&credential).map_err(Error::from)?;
            if verb.is_final() && !self.yes {
                confirm(verb, &credential, ui)?;
            }
            credential = issuer.stand(&credential.id, verb)?;
        }
        let lists = lists(&issuer, &credential)?;
        let mut shown = list::to_json(&credential);
        shown["revoked"] = json!(credential.standing.revoked);
        shown["suspended"] = json!(credential.standing.suspended);
        shown["lifecycle"] = json!(credential.standing.lifecycle.message());
        shown["index"] = json!(credential.status.map(|slot| slot.index));
        shown["lists"] = lists
            .iter()
            .map(|(purpose, url)| json!({ "purpose": purpose, "url": url }))
            .collect::<Value>();
        ui.document(&shown);
        tell(&credential, &lists, ui);
        if self.verb.is_some() {
            ui.note("\nA running `serve` publishes the change by itself; otherwise: dbp-issuer publish --out DIR");
        }
        Ok(Exit::Ok)
    }
}

fn tell(credential: &Credential, lists: &[(String, String)], ui: &Ui) {
    ui.mark(mark(credential), list::standing(credential));
    let mut pairs = vec![
        ("what".to_owned(), credential.title.clone()),
        ("id".to_owned(), credential.id.clone()),
        (
            list::about(credential).to_owned(),
            credential.battery.clone(),
        ),
    ];
    pairs.extend(
        credential
            .replaced_by
            .iter()
            .map(|by| ("replaced by".to_owned(), by.clone())),
    );
    if let Some(slot) = credential.status {
        pairs.push(("index".to_owned(), slot.index.to_string()));
    }
    pairs.extend(lists.iter().cloned());
    ui.pairs(&pairs);
}

/// What the sign in front of a standing says: good, over, or look at it.
pub fn mark(credential: &Credential) -> Mark {
    let standing = &credential.standing;
    match () {
        () if standing.revoked => Mark::Fail,
        () if *standing == Default::default() && credential.is_current() => Mark::Pass,
        () => Mark::Warn,
    }
}

/// Purpose and address of the lists that say how it stands.
pub fn lists(issuer: &Issuer, credential: &Credential) -> Result<Vec<(String, String)>, Error> {
    let Some(slot) = credential.status else {
        return Ok(Vec::new());
    };
    ListPurpose::of_kind(credential.kind)
        .iter()
        .map(|purpose| {
            let url = issuer.list_url(purpose.list(slot.group))?;
            Ok((purpose.purpose().to_string(), url.to_string()))
        })
        .collect()
}

/// Asks a person; who cannot be asked must have said `--yes`.
fn confirm(verb: Verb, credential: &Credential, ui: &Ui) -> Result<(), Failure> {
    let Credential { id, battery, .. } = credential;
    if !std::io::stdin().is_terminal() {
        let problem = Problem::new(
            "status.not_confirmed",
            format!("to {verb} {id} is final and nobody is there to confirm it"),
        );
        return Err(Failure::usage(problem.hint("say so with --yes")));
    }
    let what = match credential.kind {
        Kind::Passport => "the passport",
        Kind::Event | Kind::Other => credential.title.as_str(),
    };
    let warning = ui.paint_err(Style::Warning, "This is final.");
    let mut line = String::new();
    let mut terminal = std::io::stderr().lock();
    let read = write!(
        terminal,
        "{verb} {what} {id}\nof {battery}\n{warning} Go on? [y/N] "
    )
    .and_then(|()| terminal.flush())
    .and_then(|()| std::io::stdin().lock().read_line(&mut line));
    let answer = line.trim().to_ascii_lowercase();
    match read {
        Ok(_) if matches!(answer.as_str(), "y" | "yes") => Ok(()),
        _ => Err(Failure::negative(Problem::new(
            "status.declined",
            "nothing was changed",
        ))),
    }
}
