//! `dbp-vectors write`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, ensure};

use crate::vectors::{self, INDEX};

/// Make the vectors again, byte for byte
///
/// Nothing is drawn by chance and no clock is read: the files change only when the code does.
#[derive(Debug, clap::Args)]
pub(super) struct Write {
    /// The folder, such as tests/vectors; what is generated in it and no longer made is removed
    folder: PathBuf,
}

impl Write {
    pub(super) fn run(&self) -> anyhow::Result<ExitCode> {
        let folder = &self.folder;
        let there = vectors::files_in(folder)?;
        ensure!(
            there.is_empty() || there.iter().any(|file| file == INDEX),
            "{} holds something else than vectors",
            folder.display()
        );
        let set = vectors::generate();
        for stale in there
            .iter()
            .filter(|file| !vectors::is_written_by_hand(file) && !set.files.contains_key(*file))
        {
            let path = folder.join(stale);
            fs::remove_file(&path).with_context(|| format!("removing {}", path.display()))?;
        }
        for (name, text) in &set.files {
            write(&folder.join(name), text)?;
        }
        let bytes: usize = set.files.values().map(String::len).sum();
        println!(
            "{} files, {} kB, {} cases",
            set.files.len(),
            bytes / 1000,
            set.cases.len()
        );
        Ok(ExitCode::SUCCESS)
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let doing = || format!("writing {}", path.display());
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).with_context(doing)?;
    }
    fs::write(path, text).with_context(doing)
}
