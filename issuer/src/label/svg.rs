//! A label as SVG: 110 by 50 millimetres, dark on light.

use std::fmt::Write;

use super::Label;

/// The whole picture.
pub(super) fn draw(label: &Label) -> String {
    let mut svg = String::from(concat!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"110mm\" height=\"50mm\" viewBox=\"0 0 110 50\" ",
        "font-family=\"Helvetica, Arial, sans-serif\" fill=\"#000\">\n",
        "<rect width=\"110\" height=\"50\" rx=\"2\" fill=\"#fff\"/>\n",
    ));
    title(&mut svg, label);
    code(&mut svg, label);
    let mut y = 8.0;
    if let Some(maker) = &label.maker {
        text(
            &mut svg,
            (LEFT, y),
            "font-size=\"4\" font-weight=\"bold\"",
            &cut(maker, 27),
        );
        y += 5.0;
    }
    for line in label.model.iter().flat_map(|model| wrapped(model, 35, 2)) {
        text(&mut svg, (LEFT, y), "font-size=\"3\"", &line);
        y += 3.8;
    }
    y += 1.6;
    for (name, value) in &label.facts {
        text(&mut svg, (LEFT, y), "font-size=\"2.4\"", name);
        text(
            &mut svg,
            (LEFT + 14.0, y),
            "font-size=\"2.8\" font-weight=\"bold\"",
            &cut(value, 26),
        );
        y += 4.1;
    }
    svg.push_str(SEPARATE_COLLECTION);
    svg.push_str("</svg>\n");
    svg
}

/// For a screen reader, and the tooltip of a browser.
fn title(svg: &mut String, label: &Label) {
    // Writing to a string cannot fail.
    let _ = writeln!(
        svg,
        "<title>Battery passport {}</title>",
        escaped(&label.link)
    );
}

/// The code with its quiet zone, and its link in letters for who has no camera.
fn code(svg: &mut String, label: &Label) {
    let code = label.code.to_svg();
    let inner = code.strip_prefix("<svg ").unwrap_or(&code);
    let _ = write!(
        svg,
        "<svg x=\"2\" y=\"1\" width=\"43\" height=\"43\" {inner}"
    );
    for (line, y) in wrapped(&label.link, 44, 2).iter().zip([45.4, 47.8]) {
        text(svg, (4.5, y), "font-size=\"1.8\"", line);
    }
}

fn text(svg: &mut String, (x, y): (f64, f64), style: &str, text: &str) {
    let _ = writeln!(
        svg,
        "<text x=\"{x}\" y=\"{y:.1}\" {style}>{}</text>",
        escaped(text)
    );
}

/// At most this many characters.
fn cut(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let kept: String = text.chars().take(most - 1).collect();
    format!("{}…", kept.trim_end())
}

/// At most this many lines of at most this many characters, broken at spaces where there are some.
fn wrapped(text: &str, most: usize, lines: usize) -> Vec<String> {
    let mut wrapped = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() && wrapped.len() + 1 < lines {
        let Some((end, behind)) = rest.char_indices().nth(most) else {
            break;
        };
        // A space right behind the line breaks it too.
        let space = rest[..end + behind.len_utf8()].rfind(' ');
        let end = space.unwrap_or(end);
        let (line, next) = rest.split_at(end);
        wrapped.push(line.trim_end().to_owned());
        rest = next.trim_start();
    }
    if !rest.is_empty() {
        wrapped.push(cut(rest, most));
    }
    wrapped
}

/// Text that XML 1.0 takes for text.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&apos;"),
            // XML has no way to write these (section 2.2).
            '\u{fffe}' | '\u{ffff}' => escaped.push(' '),
            control if control.is_control() => escaped.push(' '),
            other => escaped.push(other),
        }
    }
    escaped
}

/// Where the text begins.
const LEFT: f64 = 49.0;

/// The crossed-out wheeled bin of Annex VI part B, which Article 13(4) asks for.
const SEPARATE_COLLECTION: &str = concat!(
    "<g transform=\"translate(93 30)\" fill=\"none\" stroke=\"#000\" stroke-width=\"0.7\" stroke-linejoin=\"round\" ",
    "stroke-linecap=\"round\"><title>Separate collection</title>",
    // Lid with its handle, body, foot, wheel.
    "<path d=\"M2.2 3.6L10.6 3.6Q10.2 1.9 6.6 1.8Q2.8 1.9 2.2 3.6z\"/>",
    "<path d=\"M4.6 1.9V1.1H7.4V1.8\"/>",
    "<path d=\"M3 3.6L3.9 13.2H8.6L9.8 3.6\"/>",
    "<path d=\"M4.2 5.2H7.6V6.6H4.3\"/>",
    "<circle cx=\"8.7\" cy=\"13.2\" r=\"1.1\" fill=\"#000\"/>",
    "<path d=\"M3.9 13.2V14.4H5\"/>",
    // Crossed out.
    "<path d=\"M0.6 1L12.4 15.4M12.4 1L0.6 15.4\" stroke-width=\"0.8\"/>",
    "</g>\n",
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_broken_at_spaces_and_cut_at_the_end() {
        assert_eq!(wrapped("one two three", 7, 2), ["one two", "three"]);
        assert_eq!(wrapped("ääääääää", 4, 2), ["ääää", "ääää"]);
        assert_eq!(wrapped("one two three four", 7, 2), ["one two", "three…"]);
        assert_eq!(wrapped("  ", 7, 2), [""; 0]);
        assert_eq!(cut("電池電池", 3), "電池…");
    }
}
