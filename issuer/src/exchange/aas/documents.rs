//! Part 2 keeps the documents, the other parts name them by their numbers; the passport has their addresses.

use std::collections::BTreeMap;

use credentials::battery::attributes::{Kind, table};
use credentials::battery::documents as named;
use serde_json::{Value, json};

use super::take::text;
use super::walk::{Claim, each};
use crate::exchange::draft::Draft;
use crate::exchange::report::Fate;

/// The documents of part 2, as far as they are stated.
#[derive(Debug, Default)]
pub(super) struct Documents<'c, 's> {
    documents: BTreeMap<usize, Document<'c, 's>>,
}

#[derive(Debug, Default)]
struct Document<'c, 's> {
    /// By their place in the document, with the number of their file.
    claims: Vec<(String, usize, &'c Claim<'s>)>,
    /// Where the passport has it.
    used: Vec<String>,
    /// What the passport has of its kind, and where.
    kind: Option<(String, String)>,
    media_type_at: Option<String>,
}

/// The list of a part's documents while it is read and written; no place of the passport.
pub(super) const LIST: &str = "/documents";

/// The classification of a document by what the passport calls its kind.
pub(super) const KINDS: &str = "DIN DKE SPEC 99100";

impl<'c, 's> Documents<'c, 's> {
    pub fn new(claims: impl Iterator<Item = (usize, &'c Claim<'s>)>) -> Self {
        let mut found = Self::default();
        for (file, claim) in claims {
            let Some((index, part)) = inside(&claim.to) else {
                continue;
            };
            let document = found.documents.entry(index).or_default();
            document.claims.push((part, file, claim));
        }
        found
    }

    /// Whether a claim is about a document and not about the battery.
    pub fn has(claim: &Claim<'_>) -> bool {
        inside(&claim.to).is_some()
    }

    /// Takes the address of the document that a number names.
    pub fn take(&mut self, to: &str, number: &str, draft: &mut Draft) -> Fate {
        let document = self
            .documents
            .values_mut()
            .find(|document| document.is_named(number));
        let address = match &document {
            Some(document) => document.address(),
            None => None,
        };
        let found = match (address.filter(|address| is_address(address)), &document) {
            (Some(address), _) => address,
            (None, _) if is_address(number) => number.to_owned(),
            (None, Some(document)) => {
                let reason = match document.address() {
                    Some(path) => format!(
                        "the document is the file {path}, and the passport needs its address"
                    ),
                    None => "part 2 has no file of this document".to_owned(),
                };
                return Fate::LeftOver { reason };
            }
            (None, None) => {
                let reason = "it is no address, and part 2 has no document of this number";
                return Fate::LeftOver {
                    reason: reason.to_owned(),
                };
            }
        };
        if let Err(fate) = draft.settle(to, json!(found)) {
            return fate;
        }
        if let Some(document) = document {
            document.used.push(to.to_owned());
            document.tell(to, draft);
        }
        let to = vec![to.to_owned()];
        if found == number {
            return Fate::Mapped { to };
        }
        Fate::Converted {
            to,
            from: format!("{number:?}"),
            into: format!("{found:?}"),
            note: Some("the address of the document of this number in part 2".to_owned()),
        }
    }

    /// What became of the documents' own values.
    pub fn finish(self) -> Vec<(usize, String, Fate, Option<String>)> {
        let mut fates = Vec::new();
        for document in self.documents.into_values() {
            for (part, file, claim) in &document.claims {
                let fate = document.fate(part, claim);
                fates.push((*file, claim.pointer.clone(), fate, claim.guess.clone()));
                if let Some((pointer, _)) = &claim.media_type {
                    let fate = match document.media_type_at.clone() {
                        Some(to) => Fate::Mapped { to: vec![to] },
                        None => unused("the passport keeps the address, not the kind of the file"),
                    };
                    fates.push((*file, pointer.clone(), fate, claim.guess.clone()));
                }
            }
        }
        fates
    }
}

impl Document<'_, '_> {
    fn of<'d>(&'d self, ending: &'d str) -> impl Iterator<Item = String> + 'd {
        let claims = self
            .claims
            .iter()
            .filter(move |(part, ..)| is(part, ending));
        claims.filter_map(|(.., claim)| text(claim.value).ok())
    }

    fn is_named(&self, number: &str) -> bool {
        self.of("ids/*/identifier").any(|id| id == number)
    }

    /// An address, before a path in the package.
    fn address(&self) -> Option<String> {
        let mut files: Vec<String> = self.of("versions/*/files/*").collect();
        files.sort_by_key(|file| !is_address(file));
        files.into_iter().next()
    }

    /// Kind and media type, where the passport has them beside the address.
    fn tell(&mut self, to: &str, draft: &mut Draft) {
        let Some(outer) = to.strip_suffix("/documentURL") else {
            return;
        };
        let kind_at = format!("{outer}/documentType");
        let kinds = match table().at(&kind_at).map(|row| row.kind) {
            Some(Kind::Enumeration(kinds)) => kinds,
            _ => &[],
        };
        let kind = self
            .of("classes/*/id")
            .find(|id| kinds.contains(&id.as_str()));
        if let Some(kind) = kind
            && draft.put(&kind_at, json!(kind))
        {
            self.kind = Some((kind, kind_at));
        }
        let media_type = self
            .claims
            .iter()
            .find_map(|(.., claim)| claim.media_type.as_ref());
        let media_type_at = format!("{outer}/mimeType");
        if let Some((_, media_type)) = media_type
            && draft.put(&media_type_at, json!(media_type))
        {
            self.media_type_at = Some(media_type_at);
        }
    }

    fn fate(&self, part: &str, claim: &Claim<'_>) -> Fate {
        if self.used.is_empty() {
            return unused("no other part names this document");
        }
        let value = text(claim.value).unwrap_or_default();
        let address = self.address().unwrap_or_default();
        let to = self.used.clone();
        if is(part, "versions/*/files/*") && value == address
            || is(part, "ids/*/identifier") && is_address(&value)
        {
            return Fate::Mapped { to };
        }
        if is(part, "ids/*/identifier") {
            return Fate::Converted {
                to,
                from: format!("{value:?}"),
                into: format!("{address:?}"),
                note: Some("the number by which other parts name it".to_owned()),
            };
        }
        match &self.kind {
            Some((kind, at)) if is(part, "classes/*/id") && *kind == value => Fate::Mapped {
                to: vec![at.clone()],
            },
            _ => unused("the passport keeps the document's address, not what is said about it"),
        }
    }
}

fn unused(reason: &str) -> Fate {
    Fate::LeftOver {
        reason: reason.to_owned(),
    }
}

/// Whether a path inside a document is as the pattern has it.
fn is(part: &str, pattern: &str) -> bool {
    let mut steps = part.split('/');
    let fits = pattern.split('/').all(|want| match steps.next() {
        Some(have) => want == "*" || want == have,
        None => false,
    });
    fits && steps.next().is_none()
}

fn inside(to: &str) -> Option<(usize, String)> {
    let (index, part) = to.strip_prefix(LIST)?.strip_prefix('/')?.split_once('/')?;
    Some((index.parse().ok()?, part.to_owned()))
}

pub(super) fn is_address(text: &str) -> bool {
    url::Url::parse(text)
        .is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host())
}

/// What the passport says of documents, as part 2 has it: one for each address; and for each place of the passport
/// that is told there, where.
pub(super) fn listed(content: &Value) -> (Vec<Value>, Vec<(String, String)>) {
    let mut documents: Vec<Value> = Vec::new();
    let mut addresses: Vec<&str> = Vec::new();
    let mut told = Vec::new();
    for (pointer, title, class) in PLACES {
        for (place, address) in each(content, pointer) {
            let Some(address) = address.as_str() else {
                continue;
            };
            if !is_address(address) || addresses.contains(&address) {
                continue;
            }
            let outer = place.strip_suffix("/documentURL");
            let beside = |name: &str| content.pointer(&format!("{}/{name}", outer?))?.as_str();
            let at = format!("{LIST}/{}", documents.len());
            let mut classes = vec![json!({
                "id": class.0, "name": {"en": class.1}, "system": "VDI2770 Blatt 1:2020",
            })];
            if let Some(kind) = beside("documentType") {
                classes.push(json!({"id": kind, "name": {"en": kind}, "system": KINDS}));
                let place = format!("{}/documentType", outer.unwrap_or_default());
                told.push((place, format!("{at}/classes/1/id")));
            }
            let host = url::Url::parse(address).ok();
            let host = host
                .as_ref()
                .and_then(url::Url::host_str)
                .unwrap_or_default();
            let stated = beside("mimeType");
            if stated.is_some() {
                let place = format!("{}/mimeType", outer.unwrap_or_default());
                told.push((place, format!("{at}/versions/0/files/0/mediaType")));
            }
            let media_type = media_type(address, stated);
            addresses.push(address);
            documents.push(json!({
                "classes": classes,
                "ids": [{"domain": host, "identifier": address, "primary": true}],
                "versions": [{
                    "languages": ["und"],
                    "version": "1",
                    "title": {"en": title},
                    "files": [{"url": address, "mediaType": media_type}],
                }],
            }));
        }
    }
    (documents, told)
}

/// As it is stated, else as the address ends.
pub(super) fn media_type<'a>(address: &str, stated: Option<&'a str>) -> &'a str {
    stated
        .or_else(|| named::media_type(address))
        .unwrap_or("application/octet-stream")
}

/// Where the passport has documents, what they are, and their class by VDI 2770.
type Place = (&'static str, &'static str, (&'static str, &'static str));
const PLACES: &[Place] = &[
    (
        "/labels/declarationOfConformity",
        "EU declaration of conformity",
        ("02-04", "Certificates, declarations"),
    ),
    (
        "/labels/resultOfTestReport",
        "Results of test reports proving compliance",
        ("02-04", "Certificates, declarations"),
    ),
    (
        "/carbonFootprint/carbonFootprintStudy",
        "Carbon footprint study",
        ("02-04", "Certificates, declarations"),
    ),
    (
        "/circularity/dismantlingAndRemovalInformation/*/documentURL",
        "Dismantling and removal information",
        ("03-04", "Maintenance, inspection"),
    ),
    (
        "/circularity/safetyMeasures/safetyInstructions",
        "Safety instructions",
        ("03-02", "Operation"),
    ),
    (
        "/circularity/endOfLifeInformation/wastePrevention",
        "Waste prevention",
        ("03-06", "Disassembly, disposal"),
    ),
    (
        "/circularity/endOfLifeInformation/separateCollection",
        "Separate collection",
        ("03-06", "Disassembly, disposal"),
    ),
    (
        "/circularity/endOfLifeInformation/informationOnCollection",
        "Information on collection",
        ("03-06", "Disassembly, disposal"),
    ),
];
