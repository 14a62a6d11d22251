//! One byte is changed, and the check that notices says where.

use credentials::Problem;
use platform::Failure;
use serde_json::Value;

use super::{Stage, judge};

pub(super) fn forge(stage: &Stage<'_>) -> Result<Value, Failure> {
    let ui = stage.ui;
    ui.heading("Somebody changes one byte: 98.1 % of health becomes 99.1 %");
    let path = stage.folder.join("manufacturer/soh.vc.json");
    let honest = platform::input::read(&path, credentials::json::Limits::default().size)?;
    let at = honest
        .windows(TRUE.len())
        .position(|bytes| bytes == TRUE)
        .ok_or_else(|| {
            Failure::usage(Problem::new(
                "quickstart.unexpected",
                "the sample event says something else",
            ))
        })?;
    let mut forged = honest;
    forged[at + 1] = b'9';
    stage.write("forged.vc.json", &forged)?;
    let report = verifier::verify(&forged, &stage.policy(), &stage.world("recycler"));
    judge(stage, &report, false)
}

const TRUE: &[u8] = b"98.1";
