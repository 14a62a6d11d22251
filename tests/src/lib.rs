//! Fixtures for the tests of the whole: people with a folder of their own who type commands.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test ends where it cannot go on"
)]

mod site;
pub mod vectors;

pub use site::{Answer, Site, get};

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

/// One person or company: a home folder, and the commands typed in it.
#[derive(Debug)]
pub struct Person {
    home: tempfile::TempDir,
}

/// How a command ended.
#[derive(Debug)]
pub struct Run {
    command: String,
    /// Exit code.
    pub code: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// A service in the background, stopped when dropped.
#[derive(Debug)]
pub struct Service {
    child: Child,
    /// Where it listens, such as `http://127.0.0.1:40123`.
    pub url: String,
}

impl Person {
    /// Somebody with an empty folder, and a passphrase in a file.
    pub fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        std::fs::write(
            home.path().join("passphrase"),
            "correct horse battery staple\n",
        )
        .unwrap();
        Self { home }
    }

    /// A file of this person.
    pub fn file(&self, name: &str) -> PathBuf {
        self.home.path().join(name)
    }

    /// Writes a file of this person.
    pub fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.file(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Reads a file of this person as text.
    pub fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.file(name)).unwrap()
    }

    /// Hands a file to somebody else.
    pub fn hand(&self, name: &str, to: &Person) {
        std::fs::copy(self.file(name), to.file(name)).unwrap();
    }

    /// Types a command: the binary's short name (`issuer`, `wallet`, ...) and its arguments.
    pub fn run(&self, binary: &str, args: &[&str]) -> Run {
        self.run_with(binary, args, b"")
    }

    /// Types a command with this on its standard input.
    pub fn run_with(&self, binary: &str, args: &[&str], stdin: &[u8]) -> Run {
        let mut child = self
            .command(binary, args)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        // A command that does not read its input may be gone already.
        let _ = child.stdin.take().unwrap().write_all(stdin);
        let output = child.wait_with_output().unwrap();
        Run {
            command: format!("dbp-{binary} {}", args.join(" ")),
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }

    /// Starts a service on a free port.
    pub fn serve(&self, binary: &str, args: &[&str]) -> Service {
        let mut child = self
            .command(binary, args)
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let url = line
            .split_whitespace()
            .find(|word| word.starts_with("http://"));
        let url = url
            .unwrap_or_else(|| panic!("no address in {line:?}"))
            .to_owned();
        Service { child, url }
    }

    /// Becomes an operator that publishes at an address of this machine, and gives that address.
    pub fn becomes_operator(&self, name: &str) -> Address {
        self.becomes_operator_with(name, "ed25519")
    }

    /// The same, with this kind of key.
    pub fn becomes_operator_with(&self, name: &str, key: &str) -> Address {
        let address = Address::free();
        let url = address.url();
        self.run(
            "issuer",
            &["init", "--name", name, "--url", &url, "--key", key],
        )
        .ok();
        address
    }

    /// Starts this operator's service at the address it publishes at.
    pub fn publishes(&self, address: &Address) -> Service {
        self.serve("issuer", &["serve", "--listen", &address.0])
    }

    /// The command, ready to be started.
    pub fn command(&self, binary: &str, args: &[&str]) -> Command {
        let mut command = Command::new(binaries().join(format!("dbp-{binary}")));
        command
            .args(args)
            .current_dir(self.home.path())
            .env("HOME", self.home.path())
            .env("DBP_HOME", self.home.path().join(binary))
            .env("DBP_PASSPHRASE_FILE", self.file("passphrase"))
            .env("NO_COLOR", "1");
        command
    }
}

/// Where an operator publishes, such as `127.0.0.1:40123`.
#[derive(Debug, Clone)]
pub struct Address(String);

impl Address {
    /// A port that nothing listens on.
    pub fn free() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        Self(listener.local_addr().unwrap().to_string())
    }

    /// The address alone.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The root of what is published there.
    pub fn url(&self) -> String {
        format!("http://{}", self.0)
    }

    /// Content whose links lead here instead of to the sample operator's host.
    pub fn host(&self, content: &str, sample_host: &str) -> String {
        content.replace(
            &format!("https://{sample_host}/"),
            &format!("{}/", self.url()),
        )
    }
}

impl Default for Person {
    fn default() -> Self {
        Self::new()
    }
}

impl Run {
    /// The run, which must have ended well.
    pub fn ok(self) -> Self {
        self.ends(0)
    }

    /// The run, which must have ended with this code.
    pub fn ends(self, code: i32) -> Self {
        assert_eq!(
            self.code, code,
            "{}\n{}\n{}",
            self.command, self.stdout, self.stderr
        );
        self
    }

    /// The string at this place of the JSON document.
    pub fn text(&self, pointer: &str) -> String {
        let document = self.json();
        let text = document.pointer(pointer).and_then(Value::as_str);
        text.unwrap_or_else(|| panic!("{}: no text at {pointer} in {document}", self.command))
            .to_owned()
    }

    /// The one JSON document on standard output.
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.stdout)
            .unwrap_or_else(|error| panic!("{}: {error}\n{}", self.command, self.stdout))
    }

    /// The code of the error that a command given `--json` ended with.
    pub fn error_code(&self) -> String {
        let document = self.json();
        let code = document["error"]["code"].as_str();
        code.unwrap_or_else(|| panic!("{}: no error in {document}", self.command))
            .to_owned()
    }

    /// The check of this name in a verifier's report: its status and its code.
    pub fn check(&self, name: &str) -> (String, Option<String>) {
        let report = self.json();
        let checks = report["checks"].as_array().unwrap();
        let check = checks.iter().find(|check| check["name"] == name).unwrap();
        (
            check["status"].as_str().unwrap().to_owned(),
            check["code"].as_str().map(str::to_owned),
        )
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The folder in which cargo put the binaries of this build.
pub fn binaries() -> PathBuf {
    let mut folder = std::env::current_exe().unwrap();
    folder.pop();
    if folder.ends_with("deps") {
        folder.pop();
    }
    folder
}

/// The published passports and schemas; nothing where they are absent, which is said.
pub fn published_data() -> Option<PathBuf> {
    beside("PASSPORT_DATA_DIR", "data")
}

fn beside(variable: &str, name: &str) -> Option<PathBuf> {
    let given = std::env::var_os(variable).map(PathBuf::from);
    let folder = given.unwrap_or_else(|| {
        Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../../shared")
            .join(name)
    });
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: {} is absent; set {variable}", folder.display());
    None
}
