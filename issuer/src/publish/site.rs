//! Everything public as plain files, for any web server or object store.

use std::path::Path;

use credentials::battery::BatteryId;
use jiff::Timestamp;
use platform::output::{Access, write_file};
use url::Url;

use super::Lists;
use crate::pages::PassportPage;
use crate::store::Kind;
use crate::{Error, Issuer, identity};

/// What was written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Site {
    /// Status lists.
    pub lists: usize,
    /// Passports, each as a page and, where it can be, as a credential.
    pub passports: usize,
    /// Passports whose identifier is no link of this site's form, and so have no page.
    pub skipped: usize,
}

/// Writes the DID document, the status lists and the public part of all current passports below a folder, which
/// stands for the root of the host. Existing files are replaced one by one, each whole.
pub fn write_site(
    issuer: &Issuer,
    folder: &Path,
    now: Timestamp,
    each: impl Fn(),
) -> Result<Site, Error> {
    let mut site = Site::default();
    let base =
        Url::parse(issuer.base_url()).map_err(|_| Error::BaseUrl(issuer.base_url().to_owned()))?;
    let root = folder.join(base.path().trim_matches('/'));
    if let Some(path) = identity::document_path(issuer.did()) {
        let place = folder.join(path.trim_start_matches('/'));
        put(&place, format!("{:#}\n", issuer.did_document()?).as_bytes())?;
    }
    let lists = Lists::default();
    for number in 0.. {
        let Some(text) = lists.get(issuer, number, now)? else {
            break;
        };
        put(&root.join(format!("status/{number}")), text.as_bytes())?;
        site.lists += 1;
    }
    for group in 0.. {
        let Some(text) = lists.token(issuer, group, now)? else {
            break;
        };
        put(
            &root.join(format!("status/tokens/{group}")),
            text.as_bytes(),
        )?;
        site.lists += 1;
    }
    let mut after: Option<String> = None;
    loop {
        let page = issuer.store().page(after.as_deref(), PAGE)?;
        let Some(last) = page.last() else { break };
        after = Some(last.id.clone());
        for kept in page {
            each();
            if kept.kind != Kind::Passport || !kept.is_current() {
                continue;
            }
            let Ok(BatteryId::Gs1 { gtin, serial, .. }) = kept.battery.parse() else {
                site.skipped += 1;
                continue;
            };
            // As a folder's name these lead elsewhere.
            if matches!(serial.as_str(), "." | "..") {
                site.skipped += 1;
                continue;
            }
            let id = BatteryId::Gs1 {
                origin: String::new(),
                gtin,
                serial,
            };
            let place = folder.join(id.to_string().trim_start_matches('/'));
            let public = issuer.public_part(kept)?;
            let page = PassportPage::new(&public.credential, public.state, CREDENTIAL.into())
                .ended_by(public.end);
            put(
                &place.join("index.html"),
                page.to_html().map_err(Error::page)?.as_bytes(),
            )?;
            if let Some(secured) = &public.secured {
                put(&place.join(CREDENTIAL), secured.to_text().as_bytes())?;
            }
            site.passports += 1;
        }
    }
    Ok(site)
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let write = || {
        if let Some(parent) = path.parent() {
            std::fs::create_dir_all(parent)?;
        }
        write_file(path, bytes, Access::Shared)
    };
    write().map_err(|error| Error::Write {
        path: path.to_owned(),
        error,
    })
}

/// Credentials read from the store at a time.
const PAGE: usize = 256;

/// The signed passport beside its page.
const CREDENTIAL: &str = "passport.vc";
