//! Every command that the README and `docs/` show is run, in order, page by page.
//!
//! A fenced block marked `console` is run: lines that begin with `$ ` in one shell a
//! page, in an empty folder, with the four binaries on the path. A block marked
//! `console norun` is only read by people. A command that ends with `\` goes on in the next line. A line `# exit 1` behind a command says that
//! the command is expected to end so.

#![allow(clippy::unwrap_used, reason = "a test ends where it cannot go on")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

#[test]
fn every_command_in_the_docs_runs() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut pages: Vec<PathBuf> = fs::read_dir(root.join("docs"))
        .into_iter()
        .flatten()
        .flatten()
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "md"))
        .collect();
    pages.push(root.join("README.md"));
    pages.sort();
    let mut ran = 0;
    for page in pages {
        ran += run(&page);
    }
    assert!(ran > 0, "the docs show no command that runs");
}

/// Runs one page; gives how many commands it held.
fn run(page: &Path) -> usize {
    let commands = commands(&fs::read_to_string(page).unwrap());
    if commands.is_empty() {
        return 0;
    }
    // A service that a page started must not outlive it, nor keep its output open.
    let mut script = String::from("set -u\ntrap 'kill $(jobs -p) 2>/dev/null' EXIT\n");
    for shown in &commands {
        let line = &shown.line;
        let exit = shown.exit;
        script.push_str(&format!(
            "{line}\ngot=$?; if [ $got != {exit} ]; then printf 'exit %s, not {exit}: %s\\n' $got {quoted} >&2; exit 99; fi\n",
            quoted = quote(line),
        ));
    }
    let folder = tempfile::tempdir().unwrap();
    let binaries = tests::binaries();
    let path = format!("{}:{}", binaries.display(), std::env::var("PATH").unwrap());
    let output = Command::new("bash")
        .args(["-c", &script])
        .current_dir(&folder)
        .env("PATH", path)
        .env("HOME", folder.path())
        .env_remove("DBP_HOME")
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}:\n{}\n{}",
        page.display(),
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    commands.len()
}

struct Shown {
    line: String,
    exit: i32,
}

fn commands(text: &str) -> Vec<Shown> {
    let mut found = Vec::new();
    let mut inside = false;
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        if let Some(info) = line.strip_prefix("```") {
            inside = !inside && info.trim() == "console";
        } else if inside && let Some(command) = line.strip_prefix("$ ") {
            let mut command = command.to_owned();
            while let Some(begun) = command.strip_suffix('\\') {
                command = format!("{begun}{}", lines.next().unwrap().trim());
            }
            let (line, exit) = match command.rsplit_once("# exit ") {
                Some((line, code)) => (line.trim().to_owned(), code.trim().parse().unwrap()),
                None => (command, 0),
            };
            found.push(Shown { line, exit });
        }
    }
    found
}

fn quote(line: &str) -> String {
    format!("'{}'", line.replace('\'', r"'\''"))
}
