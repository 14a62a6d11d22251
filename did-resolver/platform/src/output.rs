//! Bytes out: whole or not at all, and secret files for their owner only.

use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

use credentials::Problem;

use crate::cli::Failure;
use crate::ui::Ui;

/// Writes a result to a file, or to standard output when the path is `-`. The file appears whole or not at all, and
/// is on disk when this returns.
pub fn write(ui: &Ui, path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    if path == Path::new("-") {
        ui.bytes(bytes);
        return Ok(());
    }
    write_file(path, bytes, Access::Shared).map_err(|error| cannot_write(path, &error))
}

/// Where a command's one result goes.
#[derive(Debug, Clone, clap::Args)]
pub struct Target {
    /// Write it to this file; - for standard output
    #[arg(
        short,
        long,
        alias = "output",
        value_name = "FILE",
        default_value = "-"
    )]
    out: PathBuf,
}

impl Target {
    /// The file; none for standard output.
    pub fn file(&self) -> Option<&Path> {
        Some(self.out.as_path()).filter(|path| *path != Path::new("-"))
    }

    /// Writes the result, as [`write()`] does; gives the file.
    pub fn write(&self, ui: &Ui, bytes: &[u8]) -> Result<Option<&Path>, Failure> {
        write(ui, &self.out, bytes)?;
        Ok(self.file())
    }

    /// The same for a result that the document of `--json` holds as well: it is not printed twice.
    pub fn write_or_tell(&self, ui: &Ui, bytes: &[u8]) -> Result<Option<&Path>, Failure> {
        match self.file() {
            None if ui.is_json() => Ok(None),
            _ => self.write(ui, bytes),
        }
    }
}

/// Writes a file that only its owner may read (0600), as [`write()`] does.
pub fn write_secret(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    write_file(path, bytes, Access::Owner).map_err(|error| cannot_write(path, &error))
}

/// Who may read a new file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Whoever the account's umask lets.
    Shared,
    /// The owner alone: 0600.
    Owner,
}

/// Replaces a file atomically: a new file beside it, synced, renamed over it, and the folder synced. A link stays and
/// the file it leads to is replaced; a device or a pipe is written to.
pub fn write_file(path: &Path, bytes: &[u8], access: Access) -> std::io::Result<()> {
    let mut draft = Draft::create(path, access)?;
    draft.file.write_all(bytes)?;
    draft.finish()
}

/// What is written before it gets its name; dropped unfinished, it leaves nothing.
#[derive(Debug)]
struct Draft {
    file: File,
    /// Where it is until then, and the name; none for what has no draft, a device or a pipe.
    places: Option<(PathBuf, PathBuf)>,
}

impl Draft {
    fn create(path: &Path, access: Access) -> std::io::Result<Self> {
        if std::fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let file = OpenOptions::new().write(true).open(path)?;
            return Ok(Self { file, places: None });
        }
        let path = match std::fs::symlink_metadata(path) {
            Ok(there) if there.is_symlink() => std::fs::canonicalize(path)?,
            _ => path.to_owned(),
        };
        let (file, beside) = create_beside(&path, access)?;
        let places = Some((beside, path));
        Ok(Self { file, places })
    }

    fn finish(mut self) -> std::io::Result<()> {
        let Some((beside, path)) = &self.places else {
            return self.file.flush();
        };
        self.file.sync_all()?;
        std::fs::rename(beside, path)?;
        let synced = sync_folder(path);
        self.places = None;
        synced
    }
}

impl Drop for Draft {
    fn drop(&mut self) {
        if let Some((beside, _)) = &self.places {
            // What is left is half a result under a name that nobody asked for.
            let _ = std::fs::remove_file(beside);
        }
    }
}

/// A long result that is written line by line; the file appears under its name when all of it is there.
#[derive(Debug)]
pub struct Stream {
    path: PathBuf,
    draft: Draft,
    lines: Vec<u8>,
}

impl Stream {
    const AT_ONCE: usize = 1 << 16;

    /// Begins a file; one of that name stays as it is until [`Stream::finish`].
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let draft =
            Draft::create(path, Access::Shared).map_err(|error| cannot_write(path, &error))?;
        Ok(Self {
            path: path.to_owned(),
            draft,
            lines: Vec::with_capacity(Self::AT_ONCE),
        })
    }

    /// Adds a line.
    pub fn line(&mut self, text: &str) -> Result<(), Failure> {
        self.lines.extend_from_slice(text.as_bytes());
        self.lines.push(b'\n');
        match self.lines.len() < Self::AT_ONCE {
            true => Ok(()),
            false => self.flush(),
        }
    }

    /// Gives the file its name, all of it on disk.
    pub fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        let finished = self.draft.finish();
        finished.map_err(|error| cannot_write(&self.path, &error))
    }

    fn flush(&mut self) -> Result<(), Failure> {
        let written = self.draft.file.write_all(&self.lines);
        self.lines.clear();
        written.map_err(|error| cannot_write(&self.path, &error))
    }
}

/// Makes a file that must not exist yet, for its owner only, and syncs it and its folder.
pub fn create_secret(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = create_new(path, Access::Owner)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    sync_folder(path)
}

fn create_beside(path: &Path, access: Access) -> std::io::Result<(File, PathBuf)> {
    let name = path
        .file_name()
        .ok_or(std::io::ErrorKind::InvalidFilename)?;
    for _ in 0..16 {
        let mut random = [0; 6];
        getrandom::fill(&mut random).map_err(std::io::Error::other)?;
        let random: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
        let beside = path.with_file_name(format!(".{}.{random}", name.to_string_lossy()));
        match create_new(&beside, access) {
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            made => return Ok((made?, beside)),
        }
    }
    Err(std::io::ErrorKind::AlreadyExists.into())
}

fn create_new(path: &Path, access: Access) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if access == Access::Owner {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = access;
    options.open(path)
}

/// A rename survives a crash only once the folder is on disk too.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    if cfg!(unix) {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        File::open(folder)?.sync_all()?;
    }
    Ok(())
}

/// What a failed write is called, wherever it fails.
pub fn cannot_write(path: &Path, error: &std::io::Error) -> Failure {
    Failure::environment(Problem {
        code: "environment.output",
        message: format!("cannot write {}: {error}", path.display()),
        pointer: None,
        hint: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_nothing_is_left_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("out");
        write_file(&path, b"old", Access::Shared).unwrap();
        write_file(&path, b"new", Access::Shared).unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_failed_write_leaves_the_old_file_and_nothing_beside_it() {
        let place = tempfile::tempdir().unwrap();
        let folder = place.path().join("folder");
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("kept"), b"").unwrap();
        assert!(write_file(&folder, b"new", Access::Shared).is_err());
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_stream_appears_when_it_is_finished_and_leaves_nothing_when_it_is_not() {
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("out");
        std::fs::write(&path, b"old").unwrap();
        let mut stream = Stream::create(&path).unwrap();
        stream.line("new").unwrap();
        drop(stream);
        assert_eq!(std::fs::read(&path).unwrap(), b"old");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
        let mut stream = Stream::create(&path).unwrap();
        stream.line("new").unwrap();
        stream.finish().unwrap();
        assert_eq!(std::fs::read(&path).unwrap(), b"new\n");
        assert_eq!(std::fs::read_dir(place.path()).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_and_a_device_or_a_pipe_is_written_to() {
        use std::os::unix::fs::FileTypeExt;
        let place = tempfile::tempdir().unwrap();
        let (file, link) = (place.path().join("file"), place.path().join("link"));
        std::fs::write(&file, b"old").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        write_file(&link, b"new", Access::Shared).unwrap();
        assert_eq!(std::fs::read(&file).unwrap(), b"new");
        assert!(std::fs::symlink_metadata(&link).unwrap().is_symlink());

        let pipe = place.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || std::fs::read(pipe).unwrap()
        });
        let mut stream = Stream::create(&pipe).unwrap();
        stream.line("through").unwrap();
        stream.finish().unwrap();
        assert_eq!(reader.join().unwrap(), b"through\n");
        let there = std::fs::metadata(&pipe).unwrap();
        assert!(there.file_type().is_fifo());
    }

    #[cfg(unix)]
    #[test]
    fn a_secret_file_is_for_its_owner_only_and_is_not_made_twice() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let path = place.path().join("key");
        create_secret(&path, b"secret").unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
        assert!(create_secret(&path, b"other").is_err());
        write_secret(&path, b"third").unwrap();
        assert_eq!(
            std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
}
