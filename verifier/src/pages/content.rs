//! What a credential says, group by group, for people.

use credentials::battery::describe::{Line, describe};
use serde_json::Value;

use crate::render::content::{is_source, plain};

/// A group of what is said; the template is `content.html`.
#[derive(Debug)]
pub struct Group {
    /// What it is called.
    pub title: String,
    /// What it says.
    pub lines: Vec<Row>,
}

/// One thing that is said.
#[derive(Debug)]
pub struct Row {
    /// How far inside the group, from 1 on.
    pub depth: usize,
    /// What is told.
    pub title: String,
    /// The value with its unit; nothing for a heading.
    pub text: Option<String>,
}

impl Group {
    /// The groups of a `credentialSubject`; who says so is told with what came of checking it.
    pub fn all(subject: &Value) -> Vec<Self> {
        let mut lines = describe(subject);
        lines.retain(|line| !is_source(line));
        Self::of(lines)
    }

    /// The groups of lines.
    pub fn of(lines: Vec<Line>) -> Vec<Self> {
        let mut groups: Vec<Self> = Vec::new();
        for line in lines {
            let title = plain(&line.title);
            let text = line.text.as_deref().map(plain);
            let depth = line.depth.clamp(1, 4);
            match groups.last_mut() {
                Some(group) if line.depth > 0 => group.lines.push(Row { depth, title, text }),
                _ => groups.push(Self {
                    // Said at the top by itself, such as a version: a row under its own name.
                    lines: match text {
                        None => Vec::new(),
                        text => vec![Row {
                            depth,
                            title: title.clone(),
                            text,
                        }],
                    },
                    title,
                }),
            }
        }
        groups
    }
}

impl Row {
    /// Whether the text is the address of a page.
    pub fn is_link(&self) -> bool {
        let text = self.text.as_deref().unwrap_or_default();
        // Anything else in `href`, such as `javascript:`, would run in the reader's browser.
        text.starts_with("https://") && !text.contains(char::is_whitespace)
    }
}
