//! What a credential discloses: titles, values and units by the attribute table, group by group.

use credentials::battery::describe::{Line, describe};
use platform::Ui;
use platform::ui::Style;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;

/// All of `credentialSubject` that is disclosed, indented as it is nested.
pub(super) fn disclosed(subject: &Value, ui: &Ui) -> String {
    let mut lines = describe(subject);
    // Who says so is told with what came of checking it.
    lines.retain(|line| !is_source(line));
    if lines.is_empty() {
        return String::new();
    }
    let width = |depth: usize, title: &str| 2 * depth + title.width();
    let column = lines
        .iter()
        .filter(|line| line.text.is_some())
        .map(|line| width(line.depth, &line.title))
        .max()
        .unwrap_or(0)
        .min(WIDEST_TITLE);
    let room = ui.width().saturating_sub(column + 4).max(24);
    let hanging = format!("\n{}", " ".repeat(column + 4));
    let mut out = format!("\n{}\n", ui.paint(Style::Heading, "What it says"));
    for line in lines {
        let indent = " ".repeat(2 + 2 * line.depth);
        let title = plain(&line.title);
        let Some(text) = line.text else {
            let style = match line.depth {
                0 => Style::Accent,
                _ => Style::Dim,
            };
            out += &format!("{indent}{}\n", ui.paint(style, &title));
            continue;
        };
        let gap = " ".repeat(column.saturating_sub(width(line.depth, &title)) + 2);
        let text = wrapped(&plain(&text), room).join(&hanging);
        out += &format!("{indent}{}{gap}{text}\n", ui.paint(Style::Dim, &title));
    }
    out
}

/// Whether a line tells who says so.
pub(crate) fn is_source(line: &Line) -> bool {
    let group = line.pointer.tokens().first();
    group.is_some_and(|group| group == "sources")
}

/// Text from a credential, made safe for a terminal, and for a page that is read like one.
pub(crate) fn plain(text: &str) -> String {
    platform::text::plain(text).into_owned()
}

/// The same text with the ends of long keys only: nobody reads a did:key, and the head of the report has it in full.
pub(crate) fn shortened(text: &str) -> String {
    let short = |word: &str| -> String {
        let (open, word) = match word.strip_prefix('(') {
            Some(word) => ("(", word),
            None => ("", word),
        };
        let is_key = word.starts_with("did:key:") || word.starts_with("did:jwk:");
        let end = word.find(['#', ',', ';', ')']).unwrap_or(word.len());
        let (did, rest) = word.split_at(end);
        // A did:key has one method, which repeats the key.
        let rest = match rest.strip_prefix('#') {
            Some(method) => method
                .find([',', ';', ')'])
                .map_or("", |end| &method[end..]),
            None => rest,
        };
        match (
            is_key,
            did.get(..HEAD),
            did.get(did.len().saturating_sub(TAIL)..),
        ) {
            (true, Some(head), Some(tail)) if did.len() > HEAD + TAIL => {
                format!("{open}{head}…{tail}{rest}")
            }
            _ => format!("{open}{word}"),
        }
    };
    text.split(' ').map(short).collect::<Vec<_>>().join(" ")
}

/// Lines of at most this many columns, broken at spaces where there are any.
pub(super) fn wrapped(text: &str, columns: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.width() + 1 + word.width() <= columns {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines
}

/// Longer titles push their value to the right rather than the whole column.
const WIDEST_TITLE: usize = 44;

/// `did:key:z6Mk` and some of the key.
const HEAD: usize = 16;
const TAIL: usize = 6;

#[cfg(test)]
mod tests {
    use super::*;
    use platform::Global;
    use serde_json::json;

    #[test]
    fn a_credential_cannot_repaint_the_terminal() {
        let subject = json!({"labels": {"\u{1b}[2J": "\u{1b}[1A\u{202e}good\r\n"}});
        let text = disclosed(&subject, &Ui::new(&Global::default()));
        assert!(text.contains("good"), "{text:?}");
        assert!(!text.contains(['\u{1b}', '\r', '\u{202e}']), "{text:?}");
    }

    #[test]
    fn values_carry_their_units() {
        let subject = json!({"performanceAndDurability": {"batteryTechnicalProperties": {"ratedCapacity": 210}}});
        let text = disclosed(&subject, &Ui::new(&Global::default()));
        assert!(text.contains("210 Ah"), "{text}");
    }

    #[test]
    fn long_keys_are_cut_and_other_words_are_not() {
        let key = "did:key:z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX";
        let method = format!("signed by {key}#z6Mkon3Necd6NkkyfoGoHxid2znGc59LU3K7mubaRcFbLfLX");
        assert_eq!(shortened(&method), "signed by did:key:z6Mkon3N…FbLfLX");
        assert_eq!(
            shortened(&format!("A ({key}), as ({method}); ({key}) and (b")),
            "A (did:key:z6Mkon3N…FbLfLX), as (signed by did:key:z6Mkon3N…FbLfLX); (did:key:z6Mkon3N…FbLfLX) and (b"
        );
        assert_eq!(
            shortened("did:web:a.example#key-1, yes"),
            "did:web:a.example#key-1, yes"
        );
    }

    #[test]
    fn long_texts_wrap_at_spaces() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("indivisible", 4), ["indivisible"]);
        assert_eq!(wrapped("", 4), [""]);
    }
}
