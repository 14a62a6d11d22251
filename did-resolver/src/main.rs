//! `dbp-resolver`: From a DID to verification keys, through one guarded client.

fn main() {}
