//! Contexts that were compiled, so that each is once.

use std::sync::{Arc, PoisonError, RwLock};

use foldhash::HashMap;

use super::context::Active;

/// What one context made of another. Grows with the combinations that documents use; beyond a
/// limit it starts anew.
#[derive(Debug, Default)]
pub(crate) struct Compiled {
    known: RwLock<HashMap<Step, Arc<Active>>>,
}

/// An active context, the context that is applied to it, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Step {
    pub(super) from: u64,
    pub(super) by: u64,
    pub(super) manner: Manner,
}

/// Where a context comes from decides what it may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Manner {
    /// Named or embedded in the document.
    Document,
    /// Of the property whose value is read: may redefine protected terms.
    Property,
    /// Of a type: ends with the object.
    Type,
}

/// Contexts can be combined without end; ordinary documents use a few dozen combinations.
const LIMIT: usize = 2048;

impl Compiled {
    pub(super) fn get(&self, step: Step) -> Option<Arc<Active>> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.get(&step).cloned()
    }

    /// The context to use from now on: the one that was kept first.
    pub(super) fn keep(&self, step: Step, active: Arc<Active>) -> Arc<Active> {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= LIMIT {
            known.clear();
        }
        known.entry(step).or_insert(active).clone()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        known.len()
    }
}
