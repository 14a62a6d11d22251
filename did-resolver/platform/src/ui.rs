//! Every line a person reads goes through [`Ui`]: it knows whether colour, width and progress make sense, keeps human
//! and `--json` output apart, and survives a reader that goes away.

use std::cell::RefCell;
use std::io::{ErrorKind, IsTerminal, Write};
use std::time::Duration;

use credentials::Problem;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::cli::{Failure, Global};
use crate::text;

/// The terminal of one run of a program.
#[derive(Debug)]
pub struct Ui {
    json: bool,
    quiet: bool,
    colour: bool,
    colour_err: bool,
    width: usize,
    broken: RefCell<Option<std::io::Error>>,
}

/// What a piece of text means; the terminal decides how it looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// It is as it should be.
    Good,
    /// It is wrong.
    Bad,
    /// Look at it.
    Warning,
    /// Not important.
    Dim,
    /// A heading.
    Heading,
    /// A name, a place, a command.
    Accent,
}

/// The mark in front of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// Passed, done.
    Pass,
    /// Failed.
    Fail,
    /// Passed with a warning.
    Warn,
    /// Not looked at.
    Skip,
}

/// A count with its noun: `1 passport`, `2 passports`.
pub fn counted(count: usize, noun: &str) -> String {
    match count {
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

impl Ui {
    /// The terminal as the global arguments and the environment want it.
    pub fn new(global: &Global) -> Self {
        Self {
            json: global.json,
            quiet: global.quiet,
            colour: colour_wanted(&std::io::stdout()),
            colour_err: colour_wanted(&std::io::stderr()),
            width: terminal_size::terminal_size()
                .map_or(100, |(width, _)| usize::from(width.0))
                .clamp(40, 120),
            broken: RefCell::new(None),
        }
    }

    /// Whether `--json` was given.
    pub fn is_json(&self) -> bool {
        self.json
    }

    /// Whether standard output shows colour.
    pub fn has_colour(&self) -> bool {
        self.colour
    }

    /// Columns to fill, between 40 and 120.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Prints the one JSON document of this run; nothing without `--json`.
    pub fn document(&self, value: &impl Serialize) {
        if !self.json {
            return;
        }
        match serde_json::to_string_pretty(value) {
            Ok(text) => self.write(format!("{text}\n").as_bytes()),
            Err(error) => self.remember(error.into()),
        }
    }

    /// Prints a line of the result for a person; nothing with `--json`.
    pub fn line(&self, text: impl AsRef<str>) {
        if !self.json {
            self.write(format!("{}\n", text::lines(text.as_ref())).as_bytes());
        }
    }

    /// Prints a line in passing (what was done, what comes next); nothing with `--json` or `--quiet`.
    pub fn note(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.line(text);
        }
    }

    /// Prints a heading with an empty line before it, as [`Ui::note`] does.
    pub fn heading(&self, text: &str) {
        self.note(format!("\n{}", self.paint(Style::Heading, text)));
    }

    /// Prints a warning on standard error, also with `--json`; nothing with `--quiet`.
    pub fn warn(&self, text: impl AsRef<str>) {
        if !self.quiet {
            self.error_text(&format!(
                "{} {}\n",
                self.paint_err(Style::Warning, "warning:"),
                text.as_ref()
            ));
        }
    }

    /// Prints `✓ text`, `✗ text`, `! text` or `- text` as [`Ui::line`] does.
    pub fn mark(&self, mark: Mark, text: impl AsRef<str>) {
        self.line(format!("{} {}", self.painted_mark(mark), text.as_ref()));
    }

    /// The coloured sign of a mark.
    pub fn painted_mark(&self, mark: Mark) -> String {
        let (style, sign) = match mark {
            Mark::Pass => (Style::Good, "✓"),
            Mark::Fail => (Style::Bad, "✗"),
            Mark::Warn => (Style::Warning, "!"),
            Mark::Skip => (Style::Dim, "-"),
        };
        self.paint(style, sign)
    }

    /// Prints `name  value` lines with the values in one column, as [`Ui::line`] does.
    pub fn pairs<N: AsRef<str>, V: AsRef<str>>(&self, pairs: &[(N, V)]) {
        let column = pairs
            .iter()
            .map(|(name, _)| name.as_ref().width())
            .max()
            .unwrap_or(0);
        for (name, value) in pairs {
            let name = pad(name.as_ref(), column);
            self.line(format!(
                "  {}  {}",
                self.paint(Style::Dim, &name),
                value.as_ref()
            ));
        }
    }

    /// Prints a table as [`Ui::line`] does; cells of the last column are never cut.
    pub fn table(&self, headings: &[&str], rows: &[Vec<String>]) {
        let widths: Vec<usize> = (0..headings.len())
            .map(|column| {
                let cells = rows
                    .iter()
                    .filter_map(|row| row.get(column))
                    .map(|cell| cell.width());
                cells.chain([headings[column].width()]).max().unwrap_or(0)
            })
            .collect();
        let join = |cells: &[String]| {
            let padded: Vec<String> = cells
                .iter()
                .zip(&widths)
                .map(|(cell, width)| pad(cell, *width))
                .collect();
            padded.join("  ").trim_end().to_owned()
        };
        let headings: Vec<String> = headings.iter().map(ToString::to_string).collect();
        self.line(self.paint(Style::Dim, &join(&headings)));
        for row in rows {
            self.line(join(row));
        }
    }

    /// Writes bytes that are the result themselves (a credential, a script) to standard output, whatever the mode.
    pub fn bytes(&self, bytes: &[u8]) {
        self.write(bytes);
    }

    /// Writes text to standard error.
    pub fn error_text(&self, text: &str) {
        // Nowhere is left to say that standard error is gone.
        let text = text::lines(text);
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
    }

    /// Text in the style's colour, for standard output.
    pub fn paint(&self, style: Style, text: &str) -> String {
        painted(self.colour, style, text)
    }

    /// Text in the style's colour, for standard error.
    pub fn paint_err(&self, style: Style, text: &str) -> String {
        painted(self.colour_err, style, text)
    }

    /// A bar over `length` steps on standard error; invisible with `--quiet` or without a terminal.
    pub fn progress(&self, length: u64, label: &str) -> ProgressBar {
        self.bar(
            ProgressBar::new(length),
            "{msg} [{bar:32}] {human_pos}/{human_len} {per_sec} {eta}",
            label,
        )
    }

    /// A sign of life on standard error while something of unknown length runs; invisible as [`Ui::progress`] is.
    pub fn spinner(&self, label: &str) -> ProgressBar {
        let bar = self.bar(ProgressBar::new_spinner(), "{spinner} {msg}", label);
        bar.enable_steady_tick(Duration::from_millis(120));
        bar
    }

    /// Says at the end whether all output was written. A reader that closed its end early wanted no more: no failure.
    pub(crate) fn finish(&self) -> Result<(), Failure> {
        match self.broken.take() {
            Some(error) if error.kind() != ErrorKind::BrokenPipe => {
                Err(Failure::environment(Problem {
                    code: "environment.output",
                    message: format!("cannot write to standard output: {error}"),
                    pointer: None,
                    hint: None,
                }))
            }
            _ => Ok(()),
        }
    }

    fn bar(&self, bar: ProgressBar, template: &str, label: &str) -> ProgressBar {
        let target = if self.quiet {
            ProgressDrawTarget::hidden()
        } else {
            ProgressDrawTarget::stderr()
        };
        bar.set_draw_target(target);
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("━╸ "));
        }
        bar.with_message(label.to_owned())
    }

    fn write(&self, bytes: &[u8]) {
        let mut stdout = std::io::stdout().lock();
        if let Err(error) = stdout.write_all(bytes).and_then(|()| stdout.flush()) {
            self.remember(error);
        }
    }

    fn remember(&self, error: std::io::Error) {
        self.broken.borrow_mut().get_or_insert(error);
    }
}

/// Colour only on a terminal, and never against <https://no-color.org>.
pub(crate) fn colour_wanted(stream: &impl IsTerminal) -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    stream.is_terminal() && !set("NO_COLOR") && !dumb
}

fn painted(colour: bool, style: Style, text: &str) -> String {
    if !colour {
        return text.to_owned();
    }
    let code = match style {
        Style::Good => "32",
        Style::Bad => "1;31",
        Style::Warning => "33",
        Style::Dim => "2",
        Style::Heading => "1",
        Style::Accent => "36",
    };
    format!("\x1b[{code}m{text}\x1b[0m")
}

fn pad(text: &str, width: usize) -> String {
    format!("{text}{}", " ".repeat(width.saturating_sub(text.width())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn padding_counts_columns_not_bytes() {
        assert_eq!(pad("Ω", 3), "Ω  ");
        assert_eq!(pad("電池", 5), "電池 ");
        assert_eq!(pad("long", 2), "long");
    }

    #[test]
    fn text_without_colour_is_left_alone() {
        assert_eq!(painted(false, Style::Bad, "no"), "no");
        assert_eq!(painted(true, Style::Good, "yes"), "\x1b[32myes\x1b[0m");
    }
}
