use clap::ValueEnum;
use credentials::battery::Role;
use credentials::keys::Algorithm;
use platform::ui::Mark;
use platform::{Exit, Failure, Global, Passphrase, Ui};
use serde_json::json;

use crate::identity::DidChoice;
use crate::{Issuer, NewIssuer};

/// Make this data folder the issuer of an economic operator: its DID and its keys
///
/// With --did web:HOST the operator is known by its web address; `serve` and `publish` give out the DID document
/// that belongs at https://HOST/.well-known/did.json, and keys can be rotated. With --did key the DID is the key
/// itself: nothing to publish, nothing to rotate; good for trying out.
///
/// The kind of key decides which suites there are: ed25519 for sd-jwt and the eddsa suites, p256 for sd-jwt (ES256) and
/// the ecdsa suites (ecdsa-sd-2023 too), p384 for ecdsa-jcs-2019 and ecdsa-rdfc-2019, bls12381 for bbs-2023. With --did web:HOST an Ed25519 key for events, status
/// lists and transfers is made beside any other, and `keys add` makes more; a did:key is one key for everything, and
/// where that is bls12381, status lists and events are bbs-2023 too, which few other programs read: a did:web is the
/// better choice then.
#[derive(Debug, clap::Args)]
#[command(after_help = "\
Examples:
  dbp-issuer init --name 'Acme Batteries'
  dbp-issuer init --name 'Acme Batteries' --role manufacturer --role importer
  dbp-issuer init --name 'Acme Batteries' --did web:passports.acme.example --key p256")]
pub struct Init {
    /// The operator's name, as people read it in the passport
    #[arg(long)]
    name: String,
    /// Which DID: key, or web:HOST (web:HOST:PATH for a part of a site)
    #[arg(long, default_value = "key", value_name = "key|web:HOST")]
    did: String,
    /// The kind of key
    #[arg(long, value_enum, default_value_t = KeyKind::Ed25519)]
    key: KeyKind,
    /// Where status lists and passports are published [default: https://HOST, or http://127.0.0.1:8080 for a did:key]
    #[arg(long)]
    url: Option<String>,
    /// What the operator acts as, so that nothing is signed that readers refuse; repeat for several
    #[arg(long, value_parser = super::roles::role(), value_name = "ROLE")]
    role: Vec<Role>,
    /// Seal the keys under a passphrase, asked for or read from the file in DBP_PASSPHRASE_FILE; without it under a
    /// key file in the data folder, so that `serve` starts unattended
    #[arg(long)]
    passphrase: bool,
}

/// The kinds of key that an issuer can have.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum KeyKind {
    Ed25519,
    P256,
    P384,
    Bls12381,
}

impl KeyKind {
    pub fn algorithm(self) -> Algorithm {
        match self {
            Self::Ed25519 => Algorithm::Ed25519,
            Self::P256 => Algorithm::P256,
            Self::P384 => Algorithm::P384,
            Self::Bls12381 => Algorithm::Bls12381G2,
        }
    }
}

impl Init {
    pub fn run(self, global: &Global, ui: &Ui) -> Result<Exit, Failure> {
        let did: DidChoice = self.did.parse()?;
        let new = NewIssuer {
            name: self.name,
            did,
            algorithm: self.key.algorithm(),
            base_url: self.url,
            roles: self.role,
        };
        let folder = global.data_dir(super::BINARY)?;
        let passphrase = self
            .passphrase
            .then(|| Passphrase::ask_new("New passphrase for the issuer's keys"))
            .transpose()?;
        let issuer = Issuer::init(&folder, new, passphrase.as_ref(), super::now())?;
        let identity = issuer.identity();
        ui.document(&json!({
            "name": identity.name,
            "did": identity.did,
            "url": identity.base_url,
            "roles": super::roles::names(&identity.roles),
            "folder": folder,
            "keys": super::keys::to_json(&issuer)?,
        }));
        ui.mark(Mark::Pass, format!("{} is an issuer", identity.name));
        let mut pairs = vec![
            ("DID", identity.did.to_string()),
            ("publishes at", identity.base_url.clone()),
            ("kept in", folder.display().to_string()),
        ];
        if !identity.roles.is_empty() {
            pairs.push(("acts as", super::roles::names(&identity.roles).join(", ")));
        }
        ui.pairs(&pairs);
        ui.note("\nNext: dbp-issuer issue passport passport.json");
        Ok(Exit::Ok)
    }
}
