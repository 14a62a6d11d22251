//! Attacks the readers of tables, with the sample's mapping: the bytes are both the batteries and the materials.

#![no_main]

use issuer::exchange::Options;
use issuer::exchange::table::{Mapping, Table, TableContent, TableFile, template};

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let file = |name: &str| TableFile {
        name: name.to_owned(),
        content: TableContent::Memory(bytes.to_vec()),
    };
    let _ = template(file("template"));
    let Ok(mapping) = Mapping::parse("mapping.toml", issuer::sample::MAPPING) else {
        return;
    };
    let options = Options::default();
    if let Ok(mut table) = Table::open(file("batteries"), Some(file("materials")), &mapping, &options)
    {
        while table.next_outcome().is_some() {}
    }
});
