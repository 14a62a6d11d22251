//! A set of statements, compact.

use std::cmp::Ordering;

/// A blank node: its number in its dataset.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blank(pub(crate) u32);

/// A piece of a dataset's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Span {
    start: u32,
    length: u32,
}

/// Subject, object or graph name of a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Term {
    /// A blank node.
    Blank(Blank),
    /// An IRI or a literal, as N-Quads writes it.
    Text(Span),
}

/// One statement.
#[derive(Debug, Clone, Copy)]
pub struct Quad {
    /// An IRI or a blank node.
    pub subject: Term,
    /// An IRI.
    pub predicate: Span,
    /// An IRI, a literal or a blank node.
    pub object: Term,
    /// The graph's name; none in the default graph.
    pub graph: Option<Term>,
}

/// Statements over one text. The same statement may stand in it twice until [`Dataset::deduplicate`].
#[derive(Debug, Clone, Default)]
pub struct Dataset {
    text: Vec<u8>,
    quads: Vec<Quad>,
    blanks: u32,
}

impl Dataset {
    /// Room for this many bytes of text and statements.
    pub(crate) fn with_capacity(text: usize, quads: usize) -> Self {
        Self {
            text: Vec::with_capacity(text),
            quads: Vec::with_capacity(quads),
            blanks: 0,
        }
    }

    /// The statements.
    pub fn quads(&self) -> &[Quad] {
        &self.quads
    }

    /// How many blank nodes there are; their numbers count from 0.
    pub fn blanks(&self) -> usize {
        self.blanks as usize
    }

    /// What N-Quads writes for this piece.
    pub fn text(&self, span: Span) -> &[u8] {
        let start = span.start as usize;
        &self.text[start..start + span.length as usize]
    }

    /// A blank node of its own.
    pub(crate) fn blank(&mut self) -> Blank {
        self.blanks += 1;
        Blank(self.blanks - 1)
    }

    pub(crate) fn push(&mut self, quad: Quad) {
        self.quads.push(quad);
    }

    /// Keeps what `write` appends to the text. The limit on what is read keeps the text far below 4 GiB.
    pub(crate) fn span(&mut self, write: impl FnOnce(&mut Vec<u8>)) -> Span {
        let start = self.text.len();
        write(&mut self.text);
        Span {
            start: start as u32,
            length: (self.text.len() - start) as u32,
        }
    }

    /// The statements that are to be kept, over the same text and blank nodes.
    pub(crate) fn subset(&self, keep: &[bool]) -> Self {
        let quads = self.quads.iter().zip(keep);
        Self {
            text: self.text.clone(),
            quads: quads
                .filter_map(|(quad, keep)| keep.then_some(*quad))
                .collect(),
            blanks: self.blanks,
        }
    }

    /// Removes statements that stand here more than once; their order is kept. Gives the positions of the removed, in
    /// order, each with that of the one that stays.
    pub fn deduplicate(&mut self) -> Vec<(u32, u32)> {
        let mut keys: Vec<(u64, u32)> = (0u32..)
            .zip(&self.quads)
            .map(|(at, quad)| (self.key(quad), at))
            .collect();
        keys.sort_unstable();
        if keys.windows(2).all(|pair| pair[0].0 != pair[1].0) {
            return Vec::new();
        }
        let quad = |at: u32| &self.quads[at as usize];
        keys.sort_unstable_by(|a, b| {
            let order = a.0.cmp(&b.0);
            order
                .then_with(|| self.compare(quad(a.1), quad(b.1)))
                .then(a.1.cmp(&b.1))
        });
        let same =
            |a: &(u64, u32), b: &(u64, u32)| self.compare(quad(a.1), quad(b.1)) == Ordering::Equal;
        let mut removed: Vec<(u32, u32)> = Vec::new();
        for alike in keys.chunk_by(same) {
            if let [(_, kept), again @ ..] = alike {
                removed.extend(again.iter().map(|(_, at)| (*at, *kept)));
            }
        }
        removed.sort_unstable();
        let mut gone = removed.iter().map(|(at, _)| *at).peekable();
        let mut at = 0..;
        self.quads.retain(|_| {
            let at = at.next();
            gone.next_if(|gone| Some(*gone) == at).is_none()
        });
        removed
    }

    /// Equal for equal statements, and mostly for them alone; those that share it are compared.
    fn key(&self, quad: &Quad) -> u64 {
        let term = |term: Term| match term {
            Term::Blank(blank) => u64::from(blank.0) + 1,
            Term::Text(span) => fold(self.text(span)),
        };
        let graph = quad.graph.map_or(0, term);
        [
            term(quad.subject),
            fold(self.text(quad.predicate)),
            term(quad.object),
            graph,
        ]
        .into_iter()
        .fold(0, mix)
    }

    fn compare(&self, a: &Quad, b: &Quad) -> Ordering {
        let term = |a: Term, b: Term| match (a, b) {
            (Term::Blank(a), Term::Blank(b)) => a.cmp(&b),
            (Term::Text(a), Term::Text(b)) => self.text(a).cmp(self.text(b)),
            (Term::Blank(_), Term::Text(_)) => Ordering::Less,
            (Term::Text(_), Term::Blank(_)) => Ordering::Greater,
        };
        let graph = match (a.graph, b.graph) {
            (Some(a), Some(b)) => term(a, b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        term(a.subject, b.subject)
            .then_with(|| self.text(a.predicate).cmp(self.text(b.predicate)))
            .then_with(|| term(a.object, b.object))
            .then(graph)
    }

    /// Appends one statement as a line of N-Quads; `label` writes the name of a blank node, `_:` included.
    #[inline]
    pub(crate) fn write_line(
        &self,
        out: &mut Vec<u8>,
        quad: &Quad,
        label: &impl Fn(&mut Vec<u8>, Blank, Place),
    ) {
        let term = |out: &mut Vec<u8>, term: Term, place: Place| match term {
            Term::Blank(blank) => label(out, blank, place),
            Term::Text(span) => out.extend_from_slice(self.text(span)),
        };
        term(out, quad.subject, Place::Subject);
        out.push(b' ');
        out.extend_from_slice(self.text(quad.predicate));
        out.push(b' ');
        term(out, quad.object, Place::Object);
        if let Some(graph) = quad.graph {
            out.push(b' ');
            term(out, graph, Place::Graph);
        }
        out.extend_from_slice(b" .\n");
    }
}

/// The length, the beginning and the end of a term: literals of one type end alike, IRIs begin so.
fn fold(bytes: &[u8]) -> u64 {
    let length = (bytes.len() as u64).wrapping_mul(0xC2B2_AE3D_27D4_EB4F);
    let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) else {
        return bytes
            .iter()
            .fold(length, |seed, byte| mix(seed, u64::from(*byte)));
    };
    mix(
        length ^ u64::from_le_bytes(*first),
        u64::from_le_bytes(*last),
    )
}

fn mix(seed: u64, word: u64) -> u64 {
    (seed.rotate_left(5) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Where in a statement a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Subject,
    Object,
    Graph,
}

impl Quad {
    /// The blank nodes of this statement with their places.
    pub(crate) fn blanks(&self) -> impl Iterator<Item = (Blank, Place)> {
        [
            (Some(self.subject), Place::Subject),
            (Some(self.object), Place::Object),
            (self.graph, Place::Graph),
        ]
        .into_iter()
        .filter_map(|(term, place)| match term {
            Some(Term::Blank(blank)) => Some((blank, place)),
            _ => None,
        })
    }
}
