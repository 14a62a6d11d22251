//! What each audience sees, what the label's code leads to, and what a holder shows to one reader.

use credentials::Problem;
use credentials::battery::audience::pointers_for;
use credentials::battery::passport::disclosed_to;
use credentials::battery::{Audience, Purpose};
use credentials::secured::Secured;
use platform::Failure;
use platform::cli::OrFail;
use platform::ui::Mark;
use serde_json::{Value, json};
use wallet_cli::present::{Binding, Showing};

use super::{Stage, judge, result};
use crate::clock::now;

/// The passport, shown to each audience and judged by the verifier: nothing beyond the audience's set.
pub(super) fn as_each_audience(stage: &Stage<'_>) -> Result<Value, Failure> {
    let ui = stage.ui;
    ui.heading("The same passport, as each audience may see it");
    let kept = stage.maker.issuer.find(&stage.passport)?;
    let Secured::SdJwt(whole) = Secured::parse(kept.text.as_bytes()).or_usage()? else {
        return Err(Failure::usage(Problem::new(
            "quickstart.unexpected",
            "expected an SD-JWT",
        )));
    };
    let credential = whole.credential();
    let world = stage.world("recycler");
    let mut rows = Vec::new();
    let mut told = Vec::new();
    for audience in Audience::ALL {
        let shown = whole
            .present(&disclosed_to(&credential, audience))
            .or_usage()?;
        let file = stage.write(
            &format!("views/{}.sd-jwt", audience.name()),
            format!("{shown}\n").as_bytes(),
        )?;
        let mut policy = stage.policy();
        policy.audience = Some(audience);
        let report = verifier::verify(shown.as_str().as_bytes(), &policy, &world);
        let attributes = pointers_for(audience).into_iter().filter(|pointer| {
            shown
                .credential()
                .pointer(&format!("/credentialSubject{pointer}"))
                .is_some()
        });
        rows.push(vec![
            audience.name().to_owned(),
            audience.article().to_owned(),
            attributes.count().to_string(),
            format!("{} bytes", shown.as_str().len()),
            if report.verified {
                "verified"
            } else {
                "NOT VERIFIED"
            }
            .to_owned(),
            file.display().to_string(),
        ]);
        told.push(json!({"audience": audience.name(), "file": file, "result": result(&report)}));
        if !report.verified {
            return judge(stage, &report, true);
        }
    }
    ui.table(&["audience", "by", "attributes", "size", "", "file"], &rows);
    Ok(told.into())
}

/// The recycler photographs the label and asks what it is worth.
pub(super) fn scan(stage: &Stage<'_>) -> Result<Value, Failure> {
    stage.ui.heading("A recycler scans the label");
    let picture = stage.folder.join("label.png");
    let found = verifier::input::read(&picture.to_string_lossy(), &stage.client)?;
    stage.write("recycler/scanned.sd-jwt", &found)?;
    let mut policy = stage.policy();
    policy.audience = Some(Audience::Public);
    judge(
        stage,
        &verifier::verify(&found, &policy, &stage.world("recycler")),
        true,
    )
}

/// The new operator's wallet shows the recycler its part, bound to the recycler's nonce.
pub(super) fn present(stage: &Stage<'_>) -> Result<Value, Failure> {
    let ui = stage.ui;
    ui.heading("The wallet shows the recycler its part, bound to the recycler's nonce");
    let audience = Audience::LegitimateInterest(Purpose::Recycling);
    let (nonce, aud) = ("n-4fd1b8c0".to_owned(), stage.recycler.to_string());
    let item = stage.wallet.find(&stage.passport)?;
    let showing = Showing {
        audience: Some(audience),
        disclose: Vec::new(),
        binding: Some(Binding {
            nonce: nonce.clone(),
            audience: aud.clone(),
        }),
    };
    let shown = stage.wallet.present(&item, &showing, now())?;
    let file = stage.write("recycler/shown.sd-jwt", shown.file.as_bytes())?;
    ui.mark(
        Mark::Pass,
        format!(
            "{}: {} bytes, {} places withheld",
            file.display(),
            shown.text.len(),
            shown.withheld
        ),
    );
    let mut policy = stage.policy();
    policy.audience = Some(audience);
    policy.nonce = Some(nonce);
    policy.aud = Some(aud);
    let report = verifier::verify(shown.text.as_bytes(), &policy, &stage.world("recycler"));
    judge(stage, &report, true)
}
