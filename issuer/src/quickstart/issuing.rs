//! The manufacturer issues a passport and an event, and prints the label.

use credentials::battery::EventDraft;
use platform::Failure;
use platform::cli::OrFail;
use platform::ui::Mark;
use serde_json::{Value, json};

use super::Stage;
use super::stage::SERIAL;
use crate::clock::now;
use crate::issuance::PassportOrder;
use crate::sample;

pub(super) fn issue(stage: &mut Stage<'_>) -> Result<Value, Failure> {
    stage
        .ui
        .heading("The manufacturer issues a passport and a state of health");
    let battery = stage.battery();
    let mut content = sample::ev_passport();
    content["id"] = battery.clone().into();
    content["generalProductInformation"]["productIdentifier"] = battery.clone().into();
    stage.write(
        "manufacturer/passport.json",
        format!("{content:#}\n").as_bytes(),
    )?;
    let issuer = &stage.maker.issuer;
    let prepared = issuer.prepare_passport(PassportOrder::new(content), now())?;
    let passport = issuer.issue(prepared, now())?;

    let mut event = sample::soh_event();
    event["battery"] = battery.into();
    stage.write("manufacturer/soh.json", format!("{event:#}\n").as_bytes())?;
    let draft = EventDraft::from_file(&event).or_usage()?;
    let health = issuer.issue(issuer.prepare_event(&draft, None, now())?, now())?;

    let ui = stage.ui;
    for (what, issued, file) in [
        ("passport", &passport, "manufacturer/passport.sd-jwt"),
        ("StateOfHealth", &health, "manufacturer/soh.vc.json"),
    ] {
        let path = stage.write(file, issued.secured.to_file().as_bytes())?;
        let size = issued.secured.to_text().len();
        ui.mark(
            Mark::Pass,
            format!(
                "{what}: {}, {size} bytes, {}",
                issued.secured.suite(),
                path.display()
            ),
        );
    }
    stage.passport = passport.reference.id.clone();
    Ok(json!({"passport": passport.reference.id, "event": health.reference.id}))
}

pub(super) fn label(stage: &Stage<'_>) -> Result<Value, Failure> {
    let ui = stage.ui;
    ui.heading("The label, whose code leads to the passport");
    let label = stage.maker.issuer.label(SERIAL)?;
    let svg = stage.write("label.svg", label.to_svg().as_bytes())?;
    let png = stage.write("label.png", &label.to_png().or_environment()?)?;
    ui.line(label.code().to_terminal(ui.has_colour()));
    ui.line(label.link());
    ui.mark(
        Mark::Pass,
        format!("{} and {}", svg.display(), png.display()),
    );
    Ok(json!({"link": label.link(), "svg": svg, "png": png}))
}
