//! IDTA 02035 parts 1 to 7: submodels of the Asset Administration Shell (AAS) V3, in one file or one a part, as JSON
//! or as AASX packages. Submodels of the Catena-X aspect (`samm`) are read by way of its payload.
//!
//! `parts` describes the published templates once, for both directions; `walk` goes through the values of an environment,
//! `find` says which element of a template each is, `take` puts them where they belong. Part 2 (`documents`) and part 3 (`footprint`) change their shape.

mod concept;
mod documents;
mod export;
mod fault;
mod find;
mod footprint;
mod frame;
mod package;
mod parts;
mod samm;
mod served;
mod stated_unit;
mod take;
mod template;
#[cfg(test)]
mod tests;
mod value;
mod walk;
mod xml;

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::Value;

use super::draft::Draft;
use super::ledger::Ledger;
use super::report::{Fate, Field};
use super::source::{Content, Source};
use super::{ExportError, Exported, Format, ImportError, catena_x, places};
pub use fault::PackageFault;
pub(super) use package::is_package;
pub(super) use xml::environment as from_xml;

use documents::Documents;
use template::Form;
use walk::{Claim, Counts, Walk};

/// Whether an object is an environment, or what a server gives of one.
pub(super) fn is_environment(value: &Value) -> bool {
    served::environment(value).is_some()
}

pub(super) fn import(sources: &[Source], draft: &mut Draft) -> Result<Vec<Field>, ImportError> {
    let mut environments = Vec::new();
    for source in sources {
        let file = &source.name;
        match &source.content {
            Content::Json(environment) => {
                environments.push((file.clone(), Cow::Borrowed(environment)));
            }
            Content::Package(bytes) => {
                let inside = package::open(bytes).map_err(|fault| ImportError::Package {
                    file: file.clone(),
                    fault,
                })?;
                for (part, environment) in inside {
                    let name = format!("{file}:{part}");
                    places::check(&name, &environment)?;
                    environments.push((name, Cow::Owned(environment)));
                }
            }
            Content::Description(_) => {
                return Err(ImportError::NotOfFormat {
                    file: file.clone(),
                    format: Format::Aas,
                });
            }
        }
    }
    let mut served = Vec::new();
    for (file, value) in &environments {
        let found = served::environment(value).ok_or_else(|| ImportError::NotOfFormat {
            file: file.clone(),
            format: Format::Aas,
        })?;
        if let Some(found) = served::earlier_version(&found.environment) {
            return Err(ImportError::Package {
                file: file.clone(),
                fault: PackageFault::Version { found },
            });
        }
        served.push((file, found));
    }
    let mut counts = Counts::default();
    let walks: Vec<Walk<'_>> = served
        .iter()
        .map(|(_, served)| walk::walk(&served.environment, &mut counts))
        .collect();
    if walks.iter().all(|walk| walk.leaves.is_empty()) {
        let (file, _) = served.first().ok_or(ImportError::Nothing)?;
        return Err(ImportError::NoValues {
            file: (*file).clone(),
        });
    }
    let is_battery = |(walk, (_, served)): (&Walk<'_>, &(_, served::Served<'_>))| {
        walk.has_part || !walk.claims.is_empty() || samm::payload(&served.environment).is_some()
    };
    if !walks.iter().zip(&served).any(is_battery) {
        let (file, _) = served.first().ok_or(ImportError::Nothing)?;
        let mut found: Vec<&str> = walks.iter().flat_map(|walk| walk.others.clone()).collect();
        found.truncate(NAMED);
        return Err(ImportError::NoPart {
            file: (*file).clone(),
            found: found.join(", "),
        });
    }
    let mut fates = take_all(&walks, draft);
    let mut fields = Vec::new();
    for (at, ((name, served), walk)) in served.iter().zip(walks).enumerate() {
        let environment = &*served.environment;
        let mut ledger = Ledger::only(name, environment, walk.leaves);
        for (pointer, reason) in walk.left {
            ledger.leave(&pointer, reason);
        }
        for (pointer, fate) in fates.remove(&at).unwrap_or_default() {
            ledger.seal(&pointer, fate);
        }
        let mut all = ledger.finish();
        if let Some(payload) = samm::payload(environment) {
            let ledger = Ledger::moved(name, &payload.root, &payload.moved);
            let taken = catena_x::take_newest(ledger, draft);
            replace(&mut all, taken);
        }
        served.place(&mut all);
        fields.extend(all);
    }
    Ok(fields)
}

/// An error names no more submodels.
const NAMED: usize = 5;

/// Gives fields the fate that they have in `others`.
fn replace(fields: &mut [Field], others: Vec<Field>) {
    let mut fates: HashMap<String, Fate> = others
        .into_iter()
        .map(|field| (field.place.to_string(), field.fate))
        .collect();
    for field in fields {
        if let Some(fate) = fates.remove(&field.place.to_string()) {
            field.fate = fate;
        }
    }
}

/// The fate of every claim, by file.
type Fates = HashMap<usize, Vec<(String, Fate)>>;

fn take_all(walks: &[Walk<'_>], draft: &mut Draft) -> Fates {
    let all: Vec<(usize, &Claim<'_>)> = walks
        .iter()
        .enumerate()
        .flat_map(|(at, walk)| walk.claims.iter().map(move |claim| (at, claim)))
        .collect();
    let mut documents = Documents::new(all.iter().copied());
    let mut fates = Fates::new();
    let mut seal = |at: usize, pointer: &str, fate: Fate, guess: Option<&str>| {
        let fate = take::assumed(fate, guess);
        fates
            .entry(at)
            .or_default()
            .push((pointer.to_owned(), fate));
    };
    let mut own: Vec<(usize, &Claim<'_>)> = all
        .iter()
        .copied()
        .filter(|(_, claim)| !Documents::has(claim) && !footprint::has(claim))
        .collect();
    own.sort_by_key(|(_, claim)| take::rank(claim));
    let dependent = own.partition_point(|(_, claim)| take::rank(claim) == 0);
    let (identifiers, rest) = own.split_at(dependent);
    for (at, claim) in identifiers {
        let fate = take::take(claim, draft, &mut documents);
        seal(*at, &claim.pointer, fate, claim.guess.as_deref());
    }
    for (at, walk) in walks.iter().enumerate() {
        for asset in &walk.assets {
            seal(at, &asset.pointer, take::asset(asset, draft), None);
        }
    }
    for (at, claim) in rest {
        let fate = match claim.element.form {
            Form::Joined(_) => continue,
            _ => take::take(claim, draft, &mut documents),
        };
        if let Some((pointer, _)) = &claim.media_type {
            let reason = "the passport keeps the address, not the kind of the file".to_owned();
            seal(*at, pointer, Fate::LeftOver { reason }, None);
        }
        seal(*at, &claim.pointer, fate, claim.guess.as_deref());
    }
    let joined = rest
        .iter()
        .filter(|(_, claim)| matches!(claim.element.form, Form::Joined(_)));
    for ((at, claim), fate) in take::join(joined.copied().collect(), draft) {
        seal(at, &claim.pointer, fate, claim.guess.as_deref());
    }
    let footprints = all
        .iter()
        .copied()
        .filter(|(_, claim)| footprint::has(claim));
    for ((at, claim), fate) in footprint::take(footprints, draft, &mut documents) {
        seal(at, &claim.pointer, fate, claim.guess.as_deref());
    }
    for (at, pointer, fate, guess) in documents.finish() {
        seal(at, &pointer, fate, guess.as_deref());
    }
    fates
}

/// The passport as one JSON file: a shell with a submodel for each part of IDTA 02035 that it has anything for.
pub fn export(content: &Value) -> Result<Exported, ExportError> {
    let (environment, report) = export::environment(content)?;
    let mut text = format!("{environment:#}").into_bytes();
    text.push(b'\n');
    Ok(Exported {
        files: vec![("passport.aas.json".to_owned(), text)],
        report,
        beyond: Vec::new(),
    })
}

/// The same in an AASX package.
pub fn export_package(content: &Value) -> Result<Exported, ExportError> {
    let mut exported = export(content)?;
    for (name, bytes) in &mut exported.files {
        *bytes = package::pack(bytes)?;
        *name = "passport.aasx".to_owned();
    }
    Ok(exported)
}
