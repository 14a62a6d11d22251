//! `dbp-verifier`: Is this credential good, and for whom?

fn main() {}
