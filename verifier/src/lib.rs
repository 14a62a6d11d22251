//! Is this credential good, and for whom?
