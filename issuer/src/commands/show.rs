use std::path::{Path, PathBuf};

use credentials::battery::audience::UnknownAudience;
use credentials::battery::describe::describe;
use credentials::battery::{Audience, Parts, Predecessor, audit};
use credentials::context::Contexts;
use credentials::secured::Secured;
use credentials::{JsonPointer, Problem};
use platform::ui::{Mark, Style};
use platform::{Exit, Failure, Global, OrFail, Ui, output};
use serde_json::{Value, json};

use super::{list, status};
use crate::Error;
use crate::store::{Copy, Credential, Kind};

/// Show what was issued: its content, whom it is bound to, how it stands
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer show 6f1c7a52
  dbp-issuer show VC77-0001234 --audience recycler
  dbp-issuer show VC77-0001234 --audience public -o public.sd-jwt
  dbp-issuer show VC77-0001234 --audience owner --page owner.html
  dbp-issuer show 6f1c7a52 -o - | dbp-verifier verify -")]
pub struct Show {
    /// A credential's id or the beginning of it, or a battery's identifier or serial number for its passport
    id: String,
    /// Only what this audience may see: public, recycler, repairer, repurposer, owner, authority, notified-body
    #[arg(long, value_name = "AUDIENCE", value_parser = audience)]
    audience: Option<Audience>,
    /// Write the secured credential to this file; - for standard output
    #[arg(short, long, alias = "output", value_name = "FILE")]
    out: Option<PathBuf>,
    /// Write the passport's page as this audience may see it, with its state of health in time (HTML); - for standard output
    #[arg(long, value_name = "FILE", requires = "audience")]
    page: Option<PathBuf>,
}

impl Show {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let issuer = super::open(global)?;
        let kept = issuer.find(&self.id)?;
        let whole = Secured::parse(kept.text.as_bytes()).or_environment()?;
        let secured = match self.audience {
            None => whole,
            Some(audience) => disclosed(whole, &kept, audience)?,
        };
        if let Some(path) = &self.out {
            output::write(ui, path, secured.to_file().as_bytes())?;
            if path == Path::new("-") {
                return Ok(Exit::Ok);
            }
        }
        let credential = secured.credential();
        if let (Some(path), Some(audience)) = (&self.page, self.audience) {
            if kept.kind != Kind::Passport {
                return Err(Failure::usage(no_page(&kept)));
            }
            let page = issuer.page_for(audience, &kept, &credential)?;
            let html = page.to_html().map_err(Error::page)?;
            output::write(ui, path, html.as_bytes())?;
            if path == Path::new("-") {
                return Ok(Exit::Ok);
            }
        }
        let copies = issuer.store().copies(&kept.id).map_err(Error::from)?;
        let lists = status::lists(&issuer, &kept)?;
        let mut shown = list::to_json(&kept);
        shown["audience"] = json!(self.audience.map(Audience::name));
        shown["copies"] = copies.iter().map(copy_to_json).collect();
        shown["file"] = json!(self.out);
        shown["page"] = json!(self.page);
        shown["secured"] = json!(secured.to_text());
        shown["credential"] = credential.clone();
        ui.document(&shown);
        tell_content(&credential, ui);
        ui.line("");
        ui.mark(status::mark(&kept), list::standing(&kept));
        let mut pairs = facts(&kept, &credential, &copies);
        pairs.extend(lists);
        ui.pairs(&pairs);
        for path in self.out.iter().chain(&self.page) {
            ui.mark(Mark::Pass, format!("written to {}", path.display()));
        }
        Ok(Exit::Ok)
    }
}

/// What of it the audience may see.
fn disclosed(whole: Secured, kept: &Credential, audience: Audience) -> Result<Secured, Failure> {
    let part = whole.for_audience(audience, Contexts::pinned(), &mut rand::rng());
    if let Some(part) = part.or_usage()? {
        return Ok(part);
    }
    // Only a passport has content for some and not for others.
    if kept.kind != Kind::Passport {
        return Ok(whole);
    }
    let credential = whole.credential();
    let beyond = audit::audit(&credential["credentialSubject"], audience, None).beyond;
    match beyond.first() {
        None => Ok(whole),
        Some(place) => Err(Failure::usage(beyond_audience(kept, audience, place))),
    }
}

fn beyond_audience(kept: &Credential, audience: Audience, place: &JsonPointer) -> Problem {
    let suite = &kept.suite;
    let message = format!(
        "{audience} may not see this place, and nothing of a credential secured with {suite} can be withheld"
    );
    Problem::new("show.beyond_audience", message)
        .at(JsonPointer::from_iter(["credentialSubject"]).join(place))
        .hint("of a passport issued with --suite sd-jwt everything can be withheld")
}

fn no_page(kept: &Credential) -> Problem {
    let message = format!("only a passport has a page, {} is {}", kept.id, kept.title);
    Problem::new("show.no_page", message).hint("name the battery: its events are on the page")
}

fn tell_content(credential: &Value, ui: &Ui) {
    for line in describe(&credential["credentialSubject"]) {
        let indent = "  ".repeat(line.depth);
        match &line.text {
            Some(text) => ui.line(format!("{indent}{}: {text}", line.title)),
            None => ui.line(format!("{indent}{}", ui.paint(Style::Heading, &line.title))),
        }
    }
}

/// What is known of it beside its content.
fn facts(kept: &Credential, credential: &Value, copies: &[Copy]) -> Vec<(String, String)> {
    let what = match kept.kind {
        Kind::Passport => format!("{}, version {}", kept.title, kept.version),
        Kind::Event | Kind::Other => kept.title.clone(),
    };
    let holder = kept.holder.as_deref().unwrap_or("no key");
    let mut facts = vec![
        ("what", what),
        ("id", kept.id.clone()),
        (list::about(kept), kept.battery.clone()),
        ("issued", kept.issued.to_string()),
        ("secured with", kept.suite.clone()),
        ("digest", kept.digest.clone()),
        ("bound to", holder.to_owned()),
    ];
    for copy in copies {
        let holder = copy.holder.as_deref().unwrap_or("no key");
        facts.push(("copy bound to", format!("{holder}, {}", copy.issued)));
    }
    if let Some(until) = credential["validUntil"].as_str() {
        facts.push(("valid until", until.to_owned()));
    }
    let subject = &credential["credentialSubject"];
    if let Some(old) = subject["supersedes"]["id"].as_str() {
        facts.push(("supersedes", old.to_owned()));
    }
    for old in subject["predecessor"].as_array().into_iter().flatten() {
        if let Some(followed) = Predecessor::read(old) {
            let id = followed.passport.id;
            facts.push((
                "predecessor",
                match followed.parts.is_whole() {
                    true => id,
                    false => format!("{id}, only {}", followed.parts),
                },
            ));
        }
    }
    for (member, title) in [("parts", "only"), ("partsRemoved", "without")] {
        if let Some(parts) = subject.get(member).and_then(Parts::read) {
            facts.push((title, parts.to_string()));
        }
    }
    if let Some(by) = &kept.replaced_by {
        facts.push(("replaced by", by.clone()));
    }
    if let Some(slot) = kept.status {
        facts.push(("status index", slot.index.to_string()));
    }
    let named = |(name, value): (&str, String)| (name.to_owned(), value);
    facts.into_iter().map(named).collect()
}

fn copy_to_json(copy: &Copy) -> Value {
    json!({
        "holder": copy.holder,
        "issued": copy.issued.to_string(),
        "digestMultibase": copy.digest,
    })
}

fn audience(name: &str) -> Result<Audience, UnknownAudience> {
    name.parse()
}
