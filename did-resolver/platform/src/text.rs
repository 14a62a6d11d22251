//! Text of others on a terminal: it must not move the cursor, hide itself or turn what stands around it.

use std::borrow::Cow;

/// The text with `U+FFFD` for what nobody sees and a terminal obeys: control characters could repaint the verdict above,
/// bidirectional overrides turn a name around.
pub fn plain(text: &str) -> Cow<'_, str> {
    match text.contains(hidden) {
        false => Cow::Borrowed(text),
        true => Cow::Owned(text.replace(hidden, "\u{fffd}")),
    }
}

/// The same for lines that this program wrote, with its own colours and line ends, around text of others.
pub(crate) fn lines(text: &str) -> Cow<'_, str> {
    let obeyed = |c: char| hidden(c) && !matches!(c, '\n' | '\t');
    if !text.contains(obeyed) {
        return Cow::Borrowed(text);
    }
    let mut safe = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(obeyed) {
        let (before, from) = rest.split_at(at);
        safe.push_str(before);
        let length = colour(from);
        match length {
            0 => safe.push('\u{fffd}'),
            _ => safe.push_str(&from[..length]),
        }
        let width = from.chars().next().map_or(1, char::len_utf8);
        rest = &from[length.max(width)..];
    }
    safe.push_str(rest);
    Cow::Owned(safe)
}

/// The length of one of our own colours at the start of the text.
fn colour(text: &str) -> usize {
    let inner = text.strip_prefix("\u{1b}[");
    let code = inner.and_then(|inner| inner.split_once('m'));
    match code {
        Some((code, _)) if COLOURS.contains(&code) => code.len() + 3,
        _ => 0,
    }
}

/// What [`crate::ui::Style`] and the codes of [`crate::qr`] are painted with, and its end.
const COLOURS: [&str; 8] = ["32", "1;31", "33", "2", "1", "36", "0", "38;5;16;48;5;231"];

fn hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_terminal_obeys_is_shown_instead() {
        for (text, shown) in [
            ("Zellwerk Süd 電池", "Zellwerk Süd 電池"),
            ("\u{1b}[2Jgood\r\n", "\u{fffd}[2Jgood\u{fffd}\u{fffd}"),
            ("\u{202e}dab\u{61c}", "\u{fffd}dab\u{fffd}"),
            ("a\u{ad}b\u{e0041}", "a\u{fffd}b\u{fffd}"),
        ] {
            assert_eq!(plain(text), shown);
        }
    }

    #[test]
    fn of_lines_only_our_own_colours_and_line_ends_stay() {
        for (text, shown) in [
            ("\u{1b}[32m✓\u{1b}[0m fine\n", "\u{1b}[32m✓\u{1b}[0m fine\n"),
            ("\u{1b}[2J\u{1b}[8mx\r", "\u{fffd}[2J\u{fffd}[8mx\u{fffd}"),
            ("\u{1b}]0;title\u{7}", "\u{fffd}]0;title\u{fffd}"),
            ("\u{1b}", "\u{fffd}"),
            ("\u{1b}[32", "\u{fffd}[32"),
        ] {
            assert_eq!(lines(text), shown);
        }
    }
}
