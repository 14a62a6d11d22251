//! Three operators, each with a folder of their own, and what they share: one machine.

use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use credentials::battery::accreditation::Role;
use credentials::keys::Algorithm;
use credentials::{Did, Problem};
use did_resolver::guard::{Client, Policy};
use jiff::Timestamp;
use platform::cli::make_private_folder;
use platform::output::{self, Access};
use platform::serve::{Running, Service};
use platform::{Failure, Passphrase, Ui};
use rand::RngExt;
use serde_json::{Value, json};
use verifier::environment::Online;
use verifier::{Environment, TrustList};
use wallet_cli::{Unlocked, Wallet};

use crate::clock::now;
use crate::identity::DidChoice;
use crate::{Issuer, NewIssuer, service};

/// Everybody and everything of the story.
pub struct Stage<'u> {
    pub(super) ui: &'u Ui,
    pub(super) folder: PathBuf,
    pub(super) maker: Operator,
    pub(super) repurposer: Operator,
    pub(super) wallet: Unlocked,
    pub(super) recycler: Did,
    pub(super) client: Arc<Client>,
    pub(super) trust: TrustList,
    /// The passport's id, from when it is issued; of the re-issued one after the transfer.
    pub(super) passport: String,
}

/// An issuer that is served on loopback for the time of the story.
pub(super) struct Operator {
    pub(super) issuer: Arc<Issuer>,
    pub(super) address: SocketAddr,
    _service: Running,
}

impl<'u> Stage<'u> {
    /// Makes the folder and everybody in it.
    pub(super) fn set(folder: &Path, ui: &'u Ui) -> Result<Self, Failure> {
        if folder
            .read_dir()
            .is_ok_and(|mut entries| entries.next().is_some())
        {
            return Err(Failure::usage(
                Problem::new(
                    "quickstart.folder",
                    format!("{} is there already and not empty", folder.display()),
                )
                .hint("name another folder, or remove this one"),
            ));
        }
        let maker = Operator::open(&folder.join("manufacturer"), MAKER, Role::Manufacturer)?;
        let repurposer = Operator::open(
            &folder.join("repurposer/issuer"),
            REPURPOSER,
            Role::Repurposer,
        )?;
        let wallet = wallet(&folder.join("repurposer"))?;
        make_private_folder(&folder.join("views"))?;
        let recycler = wallet_of(&folder.join("recycler"))?;
        let trust = json!({"issuers": [
            {"did": maker.issuer.did(), "name": MAKER, "roles": [Role::Manufacturer.name()]},
            {"did": repurposer.issuer.did(), "name": REPURPOSER, "roles": [Role::Repurposer.name()]},
            // Its wallet signs the acceptance.
            {"did": wallet.did(), "name": REPURPOSER, "roles": [Role::Repurposer.name()]},
        ]});
        let stage = Self {
            ui,
            folder: folder.to_owned(),
            maker,
            repurposer,
            wallet,
            recycler,
            client: Arc::new(Client::new(Policy {
                loopback: true,
                ..Policy::default()
            })),
            trust: TrustList::parse(trust.to_string().as_bytes()).map_err(Failure::usage)?,
            passport: String::new(),
        };
        stage.write("recycler/trust.json", format!("{trust:#}\n").as_bytes())?;
        Ok(stage)
    }

    /// Who is who.
    pub(super) fn introduce(&self) -> Value {
        self.ui.heading("Three operators");
        let people = [
            (MAKER, "manufacturer", self.maker.issuer.did().clone()),
            (
                REPURPOSER,
                "repurposer: issuer",
                self.repurposer.issuer.did().clone(),
            ),
            (REPURPOSER, "repurposer: wallet", self.wallet.did()),
            (RECYCLER, "recycler", self.recycler.clone()),
        ];
        let rows: Vec<Vec<String>> = people
            .iter()
            .map(|(name, what, did)| vec![name.to_string(), what.to_string(), did.to_string()])
            .collect();
        self.ui.table(&["who", "as", "DID"], &rows);
        people
            .iter()
            .map(|(name, what, did)| json!({"name": name, "as": what, "did": did}))
            .collect()
    }

    /// What this person sees of the world; each keeps what was fetched in a cache of their own.
    pub(super) fn world(&self, person: &str) -> Environment {
        let folder = self.folder.join(person).join("verifier");
        let open = move || {
            make_private_folder(&folder)?;
            Ok(folder.clone())
        };
        Online::new(Arc::clone(&self.client), open, Timestamp::now()).environment()
    }

    /// What the recycler asks of a credential.
    pub(super) fn policy(&self) -> verifier::Policy {
        verifier::Policy {
            trust: Some(self.trust.clone().into()),
            ..verifier::Policy::at(Timestamp::now())
        }
    }

    /// Writes a file into the folder of the story.
    pub(super) fn write(&self, name: &str, bytes: &[u8]) -> Result<PathBuf, Failure> {
        let path = self.folder.join(name);
        output::write(self.ui, &path, bytes)?;
        Ok(path)
    }

    /// The battery of the story, at the address that the manufacturer serves.
    pub(super) fn battery(&self) -> String {
        format!("{}{BATTERY}", self.maker.issuer.base_url())
    }
}

impl Operator {
    fn open(folder: &Path, name: &str, role: Role) -> Result<Self, Failure> {
        make_private_folder(folder)?;
        let free = TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr());
        let address = free.map_err(|error| {
            Failure::environment(Problem::new("service.bind", error.to_string()))
        })?;
        let new = NewIssuer {
            name: name.to_owned(),
            did: DidChoice::Key,
            algorithm: Algorithm::Ed25519,
            base_url: Some(format!("http://{address}")),
            roles: vec![role],
        };
        let issuer = Arc::new(Issuer::init(folder, new, None, now())?);
        let service = Service::new(service::router(Arc::clone(&issuer))?).start(address)?;
        Ok(Self {
            issuer,
            address,
            _service: service,
        })
    }
}

/// A wallet whose passphrase lies in a file beside it, so that the commands by hand find it.
fn wallet(folder: &Path) -> Result<Unlocked, Failure> {
    let place = folder.join("wallet");
    make_private_folder(&place)?;
    let words: String = (0..4)
        .map(|_| format!("{:04x}", rand::rng().random::<u16>()))
        .collect::<Vec<_>>()
        .join("-");
    output::write_file(
        &folder.join("passphrase"),
        format!("{words}\n").as_bytes(),
        Access::Owner,
    )
    .map_err(|error| Failure::environment(Problem::new("environment.output", error.to_string())))?;
    Ok(Wallet::init(
        &place,
        &Passphrase::from(words),
        &mut rand::rng(),
    )?)
}

fn wallet_of(folder: &Path) -> Result<Did, Failure> {
    Ok(wallet(folder)?.did())
}

pub(super) const MAKER: &str = "Voltcell GmbH";
pub(super) const REPURPOSER: &str = "Rewatt BV";
pub(super) const RECYCLER: &str = "Regain Recycling";

/// The path of the sample's identifier.
pub(super) const BATTERY: &str = "/01/09506000134352/21/VC77-0001234";
pub(super) const SERIAL: &str = "VC77-0001234";
/// The path of the identifier in its second life.
pub(super) const SECOND_LIFE: &str = "/01/09506000134369/21/RW-0001234";
