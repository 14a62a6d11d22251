//! `dbp-wallet`: Holding, presenting and taking over battery passports.

fn main() {}
