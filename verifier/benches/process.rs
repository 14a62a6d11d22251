//! Verifying one credential offline, from process start to exit: DESIGN 7 allows 10 ms.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark ends where it cannot go on"
)]

#[path = "../tests/verify/world.rs"]
#[allow(dead_code, reason = "the tests use more of it")]
mod world;

use std::process::{Command, Stdio};

use credentials::suite::Suite;
use criterion::{Criterion, criterion_group, criterion_main};
use world::World;

fn process(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let bundle = folder.path().join("bundle.json");
    let mut group = criterion.benchmark_group("process");
    group.sample_size(40);
    for suite in Suite::all() {
        let world = World::signing(suite);
        std::fs::write(&bundle, world.bundle.to_value().to_string()).unwrap();
        let secured = world.issuer.secure(&world.passport(), suite, None);
        let file = folder.path().join(suite.name());
        std::fs::write(&file, secured.to_text()).unwrap();
        group.bench_function(format!("verify/{suite}"), |bencher| {
            bencher.iter(|| {
                let status = Command::new(env!("CARGO_BIN_EXE_dbp-verifier"))
                    .arg("verify")
                    .arg(&file)
                    .arg("--bundle")
                    .arg(&bundle)
                    .args(["--json", "--at", "2026-11-24T12:00:00Z"])
                    .stdout(Stdio::null())
                    .status()
                    .unwrap();
                assert!(status.success());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, process);
criterion_main!(benches);
