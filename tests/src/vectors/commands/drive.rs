//! `dbp-vectors drive`

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, ensure};
use did_resolver::Client;
use did_resolver::guard::Policy;
use jiff::Timestamp;

use crate::vectors::drive::{Endpoint, Question, drive, table};

/// Ask implementations of the VC-API about the vectors, and about what the others issue
///
/// Good vectors have to be accepted, bad ones refused, and everyone's credentials accepted by everyone. Prints how often
/// that was so, and what was not. Exit code 0: all agree; 1: they do not; 2: the command is wrong.
#[derive(Debug, clap::Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Drive {
    /// An implementation, by any name, and the address above credentials/verify
    #[arg(long = "endpoint", value_name = "NAME=URL", required = true, value_parser = pair)]
    endpoints: Vec<(String, String)>,
    /// The file with the bearer token of an endpoint
    #[arg(long = "token", value_name = "NAME=FILE", value_parser = pair)]
    tokens: Vec<(String, String)>,
    /// The DID that an endpoint issues as, where it does not tell itself
    #[arg(long = "issuer", value_name = "NAME=DID", value_parser = pair)]
    issuers: Vec<(String, String)>,
    /// Only vectors of this suite, such as ecdsa-rdfc-2019; may be given several times
    #[arg(long = "suite", value_name = "SUITE")]
    suites: Vec<String>,
    /// The folder of the vectors
    #[arg(long, default_value = "tests/vectors", value_name = "FOLDER")]
    vectors: PathBuf,
    /// Also http and addresses of this machine
    #[arg(long)]
    allow_loopback: bool,
    /// One JSON document instead of a table
    #[arg(long)]
    json: bool,
}

impl Drive {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let client = Client::new(Policy {
            loopback: self.allow_loopback,
            timeout: Duration::from_secs(30),
            ..Policy::default()
        });
        let endpoints = self.endpoints(&client)?;
        let mut questions = Question::all(&self.vectors, Timestamp::now())?;
        questions
            .retain(|question| self.suites.is_empty() || self.suites.contains(&question.suite));
        ensure!(
            !questions.is_empty(),
            "no vectors of {}",
            self.suites.join(", ")
        );
        let outcome = drive(&endpoints, &questions);
        match self.json {
            true => println!("{}", serde_json::to_string_pretty(&outcome)?),
            false => print!("{}", table(&outcome)),
        }
        Ok(match outcome.is_agreed() {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        })
    }

    fn endpoints<'c>(&self, client: &'c Client) -> anyhow::Result<Vec<Endpoint<'c>>> {
        let known = |name: &String| self.endpoints.iter().any(|(endpoint, _)| endpoint == name);
        for (name, _) in self.tokens.iter().chain(&self.issuers) {
            ensure!(known(name), "no endpoint is called {name}");
        }
        let of = |pairs: &[(String, String)], name: &str| {
            let found = pairs.iter().find(|(other, _)| other == name);
            found.map(|(_, value)| value.clone())
        };
        let mut endpoints = Vec::new();
        for (name, url) in &self.endpoints {
            let token = match of(&self.tokens, name) {
                Some(file) => {
                    let text = std::fs::read_to_string(&file);
                    Some(
                        text.with_context(|| format!("reading {file}"))?
                            .trim()
                            .to_owned(),
                    )
                }
                None => None,
            };
            let endpoint = Endpoint::new(name, url, client)?;
            let issuer = of(&self.issuers, name);
            endpoints.push(endpoint.with_token(token).with_issuer(issuer));
        }
        Ok(endpoints)
    }
}

fn pair(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() && !value.is_empty() => {
            Ok((name.to_owned(), value.to_owned()))
        }
        _ => Err("expected a name, = and a value".into()),
    }
}

const EXAMPLES: &str = "\
Examples:
  dbp-vectors drive --endpoint ours=http://127.0.0.1:8080/vc-api/ecdsa-rdfc-2019 --allow-loopback
  dbp-vectors drive --endpoint a=https://a.example/vc --endpoint b=https://b.example/vc --token b=b.token
  dbp-vectors drive --endpoint a=https://a.example/vc --issuer a=did:web:a.example --suite eddsa-rdfc-2022 --json";
