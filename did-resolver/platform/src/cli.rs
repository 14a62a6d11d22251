//! The command line that all binaries share: global arguments, exit codes, and how a failure is printed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::builder::styling::{AnsiColor, Styles};
use clap::error::ErrorKind;
use credentials::Problem;
use jiff::Timestamp;
use serde_json::{Value, json};

use crate::ui::{Style, Ui};

/// Runs a program: parses the arguments, starts the log, calls `main`, prints a failure, and gives the exit code.
pub fn run<P: Program>(main: impl FnOnce(P, &Ui) -> Result<Exit, Failure>) -> ExitCode {
    let program = match P::try_parse() {
        Ok(program) => program,
        Err(error) => return not_parsed(&error).into(),
    };
    let global = program.global();
    crate::log::start(global.verbose, global.quiet);
    let ui = Ui::new(global);
    let exit = match main(program, &ui) {
        Ok(exit) => exit,
        Err(failure) => {
            failure.print(&ui);
            failure.exit
        }
    };
    match ui.finish() {
        Ok(()) => exit.into(),
        Err(failure) => {
            failure.print(&ui);
            failure.exit.into()
        }
    }
}

/// A point in time as an argument; the same words for whatever is none.
pub fn time(text: &str) -> Result<Timestamp, String> {
    let parsed = text.parse();
    parsed.map_err(|_| format!("expected a time such as {A_TIME}, found `{text}`"))
}

const A_TIME: &str = "2026-11-24T12:00:00Z";

/// A parsed command line that carries the [`Global`] arguments.
pub trait Program: clap::Parser {
    /// The global arguments.
    fn global(&self) -> &Global;
}

/// Arguments that every command of every binary takes; flatten it into the parser.
#[derive(Clone, Debug, Default, clap::Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// Folder for keys, databases and caches [default: the platform's data folder]
    #[arg(
        long,
        global = true,
        env = "DBP_HOME",
        value_name = "DIR",
        hide_env_values = true
    )]
    pub data_dir: Option<PathBuf>,
    /// Print exactly one JSON document on standard output, also for errors
    #[arg(long, global = true)]
    pub json: bool,
    /// Print only results and errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
    /// Log what is done to standard error; repeat for more
    #[arg(long, short, global = true, action = clap::ArgAction::Count)]
    pub verbose: u8,
    /// Never use the network: only what is cached
    #[arg(long, global = true)]
    pub offline: bool,
}

impl Global {
    /// The data folder, made if absent and readable by its owner only: `--data-dir` or `DBP_HOME` as given, else
    /// `voltproof/<binary>` in the platform's data folder.
    pub fn data_dir(&self, binary: &str) -> Result<PathBuf, Failure> {
        let folder = match &self.data_dir {
            Some(folder) => folder.clone(),
            None => platform_data_folder()
                .ok_or_else(|| {
                    Failure::environment(Problem {
                        code: "environment.no_data_folder",
                        message: "this account has no home folder to keep data in".into(),
                        pointer: None,
                        hint: Some("pass --data-dir DIR or set DBP_HOME".into()),
                    })
                })?
                .join("voltproof")
                .join(binary),
        };
        make_private_folder(&folder)?;
        Ok(folder)
    }
}

/// Makes a folder, with those above it, that only its owner may enter (0700); one that is there stays as it is.
pub fn make_private_folder(folder: &Path) -> Result<(), Failure> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder).map_err(|error| {
        Failure::environment(
            Problem::new(
                "environment.data_folder",
                format!("cannot make the folder {}: {error}", folder.display()),
            )
            .hint("name a folder that you may write to"),
        )
    })
}

/// How a program ends (DESIGN: command-line contract).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Exit {
    /// 0: done, verified, compliant.
    Ok,
    /// 1: the answer is no: not verified, not compliant.
    Negative,
    /// 2: the command line or an input file is wrong.
    Usage,
    /// 3: the machine, the network or the disk stands in the way.
    Environment,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}

/// Why a program stops: a [`Problem`], its exit code, and the file it was found in.
#[derive(Clone, Debug)]
pub struct Failure {
    /// The exit code.
    pub exit: Exit,
    /// What went wrong.
    pub problem: Problem,
    /// The file the problem is in, for people.
    pub file: Option<PathBuf>,
}

impl Failure {
    /// Exit code 1: the answer is no.
    pub fn negative(problem: impl Into<Problem>) -> Self {
        Self::new(Exit::Negative, problem)
    }

    /// Exit code 2: wrong arguments or wrong input.
    pub fn usage(problem: impl Into<Problem>) -> Self {
        Self::new(Exit::Usage, problem)
    }

    /// Exit code 3: the machine, the network or the disk stands in the way.
    pub fn environment(problem: impl Into<Problem>) -> Self {
        Self::new(Exit::Environment, problem)
    }

    /// Names the file the problem is in.
    pub fn in_file(mut self, file: impl AsRef<Path>) -> Self {
        self.file = Some(file.as_ref().to_owned());
        self
    }

    /// The document that `--json` prints: `{"error":{code,message,pointer?,hint?}}`.
    pub fn to_json(&self) -> Value {
        error_document(&self.problem)
    }

    fn new(exit: Exit, problem: impl Into<Problem>) -> Self {
        Self {
            exit,
            problem: problem.into(),
            file: None,
        }
    }

    fn print(&self, ui: &Ui) {
        if ui.is_json() {
            ui.document(&self.to_json());
            return;
        }
        let Problem {
            code,
            message,
            pointer,
            hint,
        } = &self.problem;
        let mut text = format!(
            "{} {message}\n",
            ui.paint_err(Style::Bad, &format!("error[{code}]:"))
        );
        let file = self.file.as_ref().map(|file| match file.as_os_str() {
            dash if dash == "-" => "standard input".to_owned(),
            _ => file.display().to_string(),
        });
        // The empty pointer is the whole document.
        let pointer = pointer.as_ref().filter(|pointer| !pointer.is_empty());
        let place = match (file, pointer) {
            (Some(file), Some(pointer)) => Some(format!("{file}#{pointer}")),
            (file, pointer) => file.or_else(|| pointer.cloned()),
        };
        if let Some(place) = place {
            text += &format!("  {} {place}\n", ui.paint_err(Style::Accent, "-->"));
        }
        if let Some(hint) = hint {
            text += &format!("{} {hint}\n", ui.paint_err(Style::Accent, "hint:"));
        }
        ui.error_text(&text);
    }
}

/// Gives the error of a library call its exit code.
pub trait OrFail<T> {
    /// Exit code 1.
    fn or_negative(self) -> Result<T, Failure>;
    /// Exit code 2.
    fn or_usage(self) -> Result<T, Failure>;
    /// Exit code 3.
    fn or_environment(self) -> Result<T, Failure>;
}

impl<T, E: Into<Problem>> OrFail<T> for Result<T, E> {
    fn or_negative(self) -> Result<T, Failure> {
        self.map_err(Failure::negative)
    }

    fn or_usage(self) -> Result<T, Failure> {
        self.map_err(Failure::usage)
    }

    fn or_environment(self) -> Result<T, Failure> {
        self.map_err(Failure::environment)
    }
}

/// The `completions` subcommand.
#[derive(Clone, Debug, clap::Args)]
pub struct Completions {
    /// The shell to write completions for
    pub shell: clap_complete::Shell,
}

impl Completions {
    /// Prints the completion script of the program `P`.
    pub fn print<P: Program>(&self, ui: &Ui) {
        let mut command = P::command();
        let name = command.get_name().to_owned();
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, name, &mut script);
        match ui.is_json() {
            false => ui.bytes(&script),
            true => ui.document(&json!({
                "shell": self.shell.to_string(),
                "script": String::from_utf8_lossy(&script),
            })),
        }
    }
}

/// The colours of `--help`; give it to `#[command(styles = ...)]`.
pub const STYLES: Styles = Styles::styled()
    .header(AnsiColor::Green.on_default().bold())
    .usage(AnsiColor::Green.on_default().bold())
    .literal(AnsiColor::Cyan.on_default().bold())
    .placeholder(AnsiColor::Cyan.on_default());

fn not_parsed(error: &clap::Error) -> Exit {
    let asked_for_text = matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    );
    if asked_for_text || !json_asked_for(std::env::args_os()) {
        // Nowhere is left to say that the terminal is gone.
        let _ = error.print();
    } else {
        let mut stdout = std::io::stdout().lock();
        let _ = writeln!(stdout, "{}", error_document(&usage_problem(error)));
    }
    if asked_for_text {
        Exit::Ok
    } else {
        Exit::Usage
    }
}

fn usage_problem(error: &clap::Error) -> Problem {
    let rendered = error.to_string();
    let mut lines = rendered
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty());
    let message = lines.next().unwrap_or("wrong arguments");
    Problem {
        code: "usage.arguments",
        message: message
            .strip_prefix("error: ")
            .unwrap_or(message)
            .to_owned(),
        pointer: None,
        hint: lines.find(|line| line.starts_with("Usage:")).map(|usage| {
            format!(
                "{}; for more, try --help",
                usage.replacen("Usage:", "usage:", 1)
            )
        }),
    }
}

fn json_asked_for(args: impl Iterator<Item = std::ffi::OsString>) -> bool {
    args.take_while(|arg| arg != "--")
        .any(|arg| arg == "--json")
}

fn error_document(problem: &Problem) -> Value {
    let mut error = json!({ "code": problem.code, "message": problem.message });
    if let Some(pointer) = &problem.pointer {
        error["pointer"] = json!(pointer);
    }
    if let Some(hint) = &problem.hint {
        error["hint"] = json!(hint);
    }
    json!({ "error": error })
}

/// XDG base directories on Unix, Application Support on macOS, local application data on Windows.
fn platform_data_folder() -> Option<PathBuf> {
    let absolute = |name: &str| {
        std::env::var_os(name)
            .map(PathBuf::from)
            .filter(|path| path.is_absolute())
    };
    if cfg!(windows) {
        absolute("LOCALAPPDATA")
    } else if cfg!(target_os = "macos") {
        Some(absolute("HOME")?.join("Library/Application Support"))
    } else {
        // XDG Base Directory: a relative XDG_DATA_HOME is to be ignored.
        absolute("XDG_DATA_HOME").or_else(|| Some(absolute("HOME")?.join(".local/share")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::Parser;

    #[derive(Debug, Parser)]
    #[command(name = "demo")]
    struct Demo {
        #[command(flatten)]
        global: Global,
        #[arg(long)]
        number: Option<u8>,
    }

    impl Program for Demo {
        fn global(&self) -> &Global {
            &self.global
        }
    }

    #[test]
    fn a_time_has_a_day_an_hour_and_a_zone() {
        assert_eq!(time(A_TIME).unwrap().to_string(), A_TIME);
        assert_eq!(
            time("2026-11-24T13:00:00+01:00").unwrap().to_string(),
            A_TIME
        );
        for text in ["tomorrow", "2026-11-24", "2026-11-24T12:00:00", ""] {
            let said = time(text).unwrap_err();
            assert!(
                said.ends_with(&format!("{A_TIME}, found `{text}`")),
                "{said}"
            );
        }
    }

    #[test]
    fn a_wrong_argument_becomes_one_problem_with_the_usage_as_hint() {
        let error = Demo::try_parse_from(["demo", "--number", "x", "--json"]).unwrap_err();
        let problem = usage_problem(&error);
        assert_eq!(problem.code, "usage.arguments");
        assert!(
            problem
                .message
                .starts_with("invalid value 'x' for '--number"),
            "{}",
            problem.message
        );

        let error = Demo::try_parse_from(["demo", "--nummer"]).unwrap_err();
        assert!(
            usage_problem(&error)
                .hint
                .unwrap()
                .starts_with("usage: demo")
        );
    }

    #[test]
    fn json_after_the_double_dash_is_not_the_option() {
        let args = |list: &[&str]| list.iter().map(Into::into).collect::<Vec<_>>().into_iter();
        assert!(json_asked_for(args(&["demo", "--json"])));
        assert!(!json_asked_for(args(&["demo", "--", "--json"])));
    }

    #[test]
    fn the_error_document_leaves_out_what_is_absent() {
        let failure = Failure::usage(Problem {
            code: "demo.code",
            message: "expected a, found b".into(),
            pointer: Some("/a".into()),
            hint: None,
        });
        assert_eq!(
            failure.to_json().to_string(),
            r#"{"error":{"code":"demo.code","message":"expected a, found b","pointer":"/a"}}"#
        );
    }

    #[cfg(unix)]
    #[test]
    fn the_data_folder_is_made_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let place = tempfile::tempdir().unwrap();
        let wanted = place.path().join("a/b");
        let global = Global {
            data_dir: Some(wanted.clone()),
            ..Global::default()
        };
        assert_eq!(global.data_dir("demo").unwrap(), wanted);
        assert_eq!(
            std::fs::metadata(&wanted).unwrap().permissions().mode() & 0o777,
            0o700
        );
    }
}
