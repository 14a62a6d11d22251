//! Which statements say what stands at which places of the document: found while it is read.
//!
//! The selective-disclosure suites group statements by JSON pointers. Their specification reads each selected part of
//! a document as a document of its own and looks its statements up among those of the whole. Here every statement is
//! marked with the groups that its place is in as it is made, so that one reading is enough.

use std::collections::BTreeMap;

use crate::json::JsonPointer;

/// Groups of places, each a bit of a mask.
#[derive(Debug, Clone, Default)]
pub(crate) struct Marks {
    /// Groups that this place is in with all that is inside it.
    whole: u8,
    /// Groups that this place is in, at least as the way to what is inside it.
    part: u8,
    below: BTreeMap<String, Marks>,
}

impl Marks {
    /// Puts a place, and all that is inside it, into a group.
    pub(crate) fn add(&mut self, pointer: &JsonPointer, group: u8) {
        let mut marks = self;
        marks.part |= group;
        for token in pointer.tokens() {
            marks = marks.below.entry(token.clone()).or_default();
            marks.part |= group;
        }
        marks.whole |= group;
    }
}

/// The place that is being read, as far as the marks know it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Place<'m> {
    /// Groups that something around it is in as a whole.
    inherited: u8,
    marks: Option<&'m Marks>,
}

impl<'m> Place<'m> {
    pub(super) fn root(marks: &'m Marks) -> Self {
        Self {
            inherited: 0,
            marks: Some(marks),
        }
    }

    /// The place one level deeper.
    pub(super) fn enter(self, step: Step<'_>) -> Self {
        let Some(marks) = self.marks else { return self };
        let below = match step {
            _ if marks.below.is_empty() => None,
            Step::Name(name) => marks.below.get(name),
            Step::Index(index) => marks.below.get(index.to_string().as_str()),
        };
        Self {
            inherited: self.inherited | marks.whole,
            marks: below,
        }
    }

    /// The groups that have anything of this place.
    pub(super) fn groups(self) -> u8 {
        self.inherited | self.marks.map_or(0, |marks| marks.part)
    }

    /// The groups that have all of this place.
    pub(super) fn whole(self) -> u8 {
        self.inherited | self.marks.map_or(0, |marks| marks.whole)
    }
}

/// From a value to one inside it.
#[derive(Debug, Clone, Copy)]
pub(super) enum Step<'s> {
    Name(&'s str),
    Index(usize),
}

impl<'s> From<&'s str> for Step<'s> {
    fn from(name: &'s str) -> Self {
        Self::Name(name)
    }
}

impl From<usize> for Step<'_> {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

impl std::fmt::Display for Step<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Index(index) => index.fmt(f),
        }
    }
}
