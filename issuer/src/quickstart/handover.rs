//! The battery passes to the repurposer, with both consents, and its hands are followed back.

use credentials::battery::passport::PASSPORT;
use credentials::battery::{Bundle, BundleKind, Parts};
use credentials::model::Credential;
use credentials::secured::Secured;
use credentials::{Problem, json};
use did_resolver::Resolver;
use platform::Failure;
use platform::cli::OrFail;
use platform::ui::Mark;
use serde_json::{Value, json};
use std::sync::Arc;
use wallet_cli::receive::Receiving;

use super::stage::{SECOND_LIFE, SERIAL};
use super::{Stage, judge};
use crate::clock::now;
use crate::issuance::PassportOrder;
use crate::sample;
use crate::transfer::TransferOrder;

pub(super) fn hand_over(stage: &mut Stage<'_>) -> Result<Value, Failure> {
    let ui = stage.ui;
    ui.heading("The battery passes to the repurposer");
    let maker = Arc::clone(&stage.maker.issuer);
    let order = TransferOrder {
        to: stage.wallet.did(),
        parts: Parts::whole(),
        days: 30,
        terms: None,
    };
    let offer = maker.offer_transfer(SERIAL, order, now())?;
    stage.write("repurposer/offer.json", offer.to_file().as_bytes())?;
    ui.mark(Mark::Pass, "the manufacturer offers: repurposer/offer.json");

    let world = stage.world("repurposer");
    let receiving = |source: &str| Receiving {
        environment: &world,
        now: now(),
        source: source.to_owned(),
        unreachable: false,
    };
    let operator = stage.repurposer.issuer.did().clone();
    let answer = stage.wallet.accept(
        offer.to_text().as_bytes(),
        Some(operator),
        &receiving("offer.json"),
    )?;
    let acceptance = answer.secured;
    stage.write(
        "repurposer/acceptance.json",
        acceptance.to_file().as_bytes(),
    )?;
    ui.mark(Mark::Pass, "the wallet accepts: repurposer/acceptance.json");

    let transfer = maker.accept_transfer(acceptance.to_text().as_bytes(), &world, now())?;
    let resolver = Resolver::new(Arc::clone(&stage.client), None, false);
    let bundle = maker.reissue(&transfer.offer, &resolver, now())?;
    let text = format!("{:#}\n", bundle.to_value());
    stage.write("repurposer/bundle.json", text.as_bytes())?;
    ui.mark(
        Mark::Pass,
        "the manufacturer issues passport and event again, for the wallet's key: repurposer/bundle.json",
    );

    let records = stage
        .wallet
        .examine(text.as_bytes(), &receiving("bundle.json"))?;
    stage.wallet.keep(&records)?;
    ui.mark(
        Mark::Pass,
        format!("the wallet verifies and keeps all {}", records.len()),
    );

    let reissued = passport(&bundle)?;
    let reference = reissued.reference().or_usage()?;
    let mut content = sample::second_life_passport();
    let id = format!("{}{SECOND_LIFE}", stage.repurposer.issuer.base_url());
    content["id"] = id.clone().into();
    content["generalProductInformation"]["productIdentifier"] = id.into();
    stage.write(
        "repurposer/passport.json",
        format!("{content:#}\n").as_bytes(),
    )?;
    let order = PassportOrder {
        predecessor: vec![reference.clone().into()],
        ..PassportOrder::new(content)
    };
    let issuer = &stage.repurposer.issuer;
    let own = issuer.issue(issuer.prepare_passport(order, now())?, now())?;
    stage.write(
        "repurposer/passport.sd-jwt",
        own.secured.to_file().as_bytes(),
    )?;
    ui.mark(
        Mark::Pass,
        "the repurposer issues its own passport, which names the old one by its digest: repurposer/passport.sd-jwt",
    );
    stage.passport = reference.id.clone();
    Ok(json!({"offer": transfer.offer, "reissued": reference.id, "next": own.reference.id}))
}

/// Everything from the first passport to the newest, verified as one.
pub(super) fn walk_back(stage: &Stage<'_>) -> Result<Value, Failure> {
    stage
        .ui
        .heading("Anyone can follow the battery back through its hands");
    let read = |name: &str| {
        let path = stage.folder.join(name);
        platform::input::read(&path, json::Limits::default().size)
    };
    let mut credentials = vec![Secured::parse(&read("manufacturer/passport.sd-jwt")?).or_usage()?];
    credentials.extend(
        Bundle::parse(&read("repurposer/bundle.json")?)
            .or_usage()?
            .credentials,
    );
    credentials.push(Secured::parse(&read("repurposer/passport.sd-jwt")?).or_usage()?);
    let history = Bundle {
        kind: BundleKind::History,
        credentials,
    };
    let text = format!("{:#}\n", history.to_value());
    stage.write("history.json", text.as_bytes())?;
    let mut policy = stage.policy();
    policy.chain = true;
    judge(
        stage,
        &verifier::verify(text.as_bytes(), &policy, &stage.world("anyone")),
        true,
    )
}

fn passport(bundle: &Bundle) -> Result<&Secured, Failure> {
    let mut passports = bundle
        .credentials
        .iter()
        .filter(|secured| Credential::new(&secured.credential()).has_type(PASSPORT));
    passports.next().ok_or_else(|| {
        Failure::usage(Problem::new(
            "quickstart.unexpected",
            "the bundle has no passport",
        ))
    })
}
