//! Places of a document as a tree, to be followed while the document is walked.

use crate::json::JsonPointer;

/// A set of places, by their tokens.
pub(super) struct Plan<'a> {
    nodes: Vec<Node<'a>>,
    count: usize,
}

struct Node<'a> {
    token: &'a str,
    /// Whether the place itself is in the set, and not only something inside it.
    own: bool,
    children: Vec<usize>,
}

/// What a [`Plan`] has at one place and inside it; nothing, for most places.
#[derive(Clone, Copy)]
pub(super) struct Branch<'p, 'a>(Option<(&'p Plan<'a>, usize)>);

impl<'a> Plan<'a> {
    pub(super) fn new(places: impl IntoIterator<Item = &'a JsonPointer>) -> Self {
        let mut plan = Self {
            nodes: vec![Node::new("")],
            count: 0,
        };
        for place in places {
            let at = (place.tokens().iter()).fold(0, |at, token| plan.child_or_new(at, token));
            plan.count += usize::from(!plan.nodes[at].own);
            plan.nodes[at].own = true;
        }
        plan
    }

    /// How many places it has.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// The plan for the whole document.
    pub(super) fn root(&self) -> Branch<'_, 'a> {
        Branch(Some((self, 0)))
    }

    /// Whether it has this place or one inside it.
    pub(super) fn reaches(&self, place: &JsonPointer) -> bool {
        let tokens = place.tokens().iter();
        let end = tokens.fold(self.root(), |branch, token| branch.child(token, &mut 0));
        end.0.is_some()
    }

    fn child_or_new(&mut self, at: usize, token: &'a str) -> usize {
        // Neighbours in the list are mostly neighbours in the document.
        let children = self.nodes[at].children.iter().rev();
        let known = children
            .copied()
            .find(|child| self.nodes[*child].token == token);
        known.unwrap_or_else(|| {
            let child = self.nodes.len();
            self.nodes.push(Node::new(token));
            self.nodes[at].children.push(child);
            child
        })
    }
}

impl<'a> Node<'a> {
    fn new(token: &'a str) -> Self {
        Self {
            token,
            own: false,
            children: Vec::new(),
        }
    }
}

impl Branch<'_, '_> {
    /// Whether nothing is planned here or inside.
    pub(super) fn is_empty(self) -> bool {
        self.0.is_none()
    }

    /// Whether the place itself is in the set.
    pub(super) fn is_own(self) -> bool {
        self.0.is_some_and(|(plan, at)| plan.nodes[at].own)
    }

    /// The plan for a child. `next` starts at 0 and is where the search begins: members mostly come in the plan's order.
    pub(super) fn child(self, token: &str, next: &mut usize) -> Self {
        let Some((plan, at)) = self.0 else {
            return Self(None);
        };
        let children = &plan.nodes[at].children;
        let start = (*next).min(children.len());
        let mut order = (start..children.len()).chain(0..start);
        let found = order.find(|position| plan.nodes[children[*position]].token == token);
        Self(found.map(|position| {
            *next = position + 1;
            (plan, children[position])
        }))
    }
}
