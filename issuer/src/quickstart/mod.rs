//! The whole story on one machine: a battery is issued, labelled, looked at, handed on, and lied about.
//!
//! Everything is real: keys, folders, services on loopback, QR codes read back from their pictures. `stage` sets up
//! the people; the chapters follow in order; `by_hand` tells how to do each step oneself.

mod by_hand;
mod handover;
mod issuing;
mod looking;
mod lying;
mod stage;

use std::path::Path;

use credentials::Problem;
use platform::{Failure, Ui};
use serde_json::{Map, Value, json};
use verifier::{CheckStatus, Report, render};

pub use stage::Stage;

/// Plays the story in a new folder; the result is what `--json` prints.
pub fn play(folder: &Path, ui: &Ui) -> Result<Value, Failure> {
    let mut stage = Stage::set(folder, ui)?;
    let mut told = Map::new();
    told.insert("folder".into(), json!(folder));
    told.insert("operators".into(), stage.introduce());
    told.insert("issued".into(), issuing::issue(&mut stage)?);
    told.insert("label".into(), issuing::label(&stage)?);
    told.insert("audiences".into(), looking::as_each_audience(&stage)?);
    told.insert("scanned".into(), looking::scan(&stage)?);
    told.insert("transfer".into(), handover::hand_over(&mut stage)?);
    told.insert("presented".into(), looking::present(&stage)?);
    told.insert("chain".into(), handover::walk_back(&stage)?);
    told.insert("forged".into(), lying::forge(&stage)?);
    by_hand::tell(&stage);
    Ok(told.into())
}

/// What a report comes to, for `--json`.
fn result(report: &Report) -> Value {
    let failed: Vec<Value> = report
        .failures()
        .map(|check| json!({"name": check.name.as_str(), "code": check.code, "pointer": check.pointer}))
        .collect();
    json!({"verified": report.verified, "failed": failed})
}

/// Shows the verdict and the checks that say something; the story ends here when it is not the one expected.
fn judge(stage: &Stage<'_>, report: &Report, expected: bool) -> Result<Value, Failure> {
    let ui = stage.ui;
    ui.line(render::verdict(report, ui).trim_end());
    let asked = report
        .checks
        .iter()
        .filter(|check| check.status != CheckStatus::Skipped);
    for check in asked {
        ui.line(render::check(check, ui).trim_end());
    }
    if report.verified == expected {
        return Ok(result(report));
    }
    Err(Failure::negative(
        Problem::new(
            "quickstart.unexpected",
            "the story went another way than it should: this is a defect",
        )
        .hint("please report it with the lines above"),
    ))
}
