//! `dbp-issuer`: Making, keeping and publishing battery passport credentials.

fn main() {}
