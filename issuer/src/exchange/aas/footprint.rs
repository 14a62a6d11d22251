//! Part 3 has one carbon footprint for each unit and each stage of life; the passport has three attributes.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::documents::Documents;
use super::take::text;
use super::walk::Claim;
use super::walk::each;
use crate::exchange::battery_pass::whole;
use crate::exchange::convert::{figure, tidy};
use crate::exchange::draft::Draft;
use crate::exchange::report::Fate;

/// The list of footprints while they are read and written; no place of the passport.
pub(super) const LIST: &str = "/footprints";

const PER_ENERGY: &str = "/carbonFootprint/batteryCarbonFootprint";
const PER_BATTERY: &str = "/carbonFootprint/absoluteCarbonFootprint";
const STAGES: &str = "/carbonFootprint/carbonFootprintPerLifecycleStage";
const CLASS: &str = "/carbonFootprint/carbonFootprintPerformanceClass";
const STUDY: &str = "/carbonFootprint/carbonFootprintStudy";

/// The stages of the template, as ECLASS names them, and ours. The first of each is written.
const PHASES: &[(&[&str], &str)] = &[
    (
        &[
            "A1 - raw material supply (and upstream production)",
            "0173-1#07-ABU208#003",
        ],
        "RawMaterialExtraction",
    ),
    (
        &["A3 - production", "0173-1#07-ABU210#003"],
        "MainProduction",
    ),
    (
        &[
            "A4 - transport to final destination",
            "0173-1#07-ABU211#003",
        ],
        "Distribution",
    ),
    (
        &["C3 - recycling, waste treatment", "0173-1#07-ABV503#003"],
        "Recycling",
    ),
];

const ENERGY: [&str; 2] = ["kWh", "0173-1#07-ACB997#001"];
const PIECE: [&str; 2] = ["piece", "0173-1#07-ABZ603#003"];

/// Whether a claim is of a footprint.
pub(super) fn has(claim: &Claim<'_>) -> bool {
    inside(&claim.to).is_some()
}

/// A claim with the number of its file.
type Numbered<'c, 's> = (usize, &'c Claim<'s>);

/// Takes all footprints.
pub(super) fn take<'c, 's>(
    claims: impl Iterator<Item = Numbered<'c, 's>>,
    draft: &mut Draft,
    documents: &mut Documents<'_, '_>,
) -> Vec<(Numbered<'c, 's>, Fate)> {
    let mut footprints: BTreeMap<usize, Footprint<'c, 's>> = BTreeMap::new();
    for (file, claim) in claims {
        if let Some((index, part)) = inside(&claim.to) {
            footprints
                .entry(index)
                .or_default()
                .claims
                .push((part, file, claim));
        }
    }
    footprints
        .values()
        .flat_map(|footprint| footprint.take(draft, documents))
        .collect()
}

#[derive(Default)]
struct Footprint<'c, 's> {
    claims: Vec<(&'c str, usize, &'c Claim<'s>)>,
}

impl<'c, 's> Footprint<'c, 's> {
    fn take(
        &self,
        draft: &mut Draft,
        documents: &mut Documents<'_, '_>,
    ) -> Vec<(Numbered<'c, 's>, Fate)> {
        let value = self.value(draft);
        let mut fates = Vec::new();
        for (part, file, claim) in &self.claims {
            let fate = match *part {
                "value" | "unit" | "quantity" => value.clone(),
                "class" => match text(claim.value) {
                    Ok(class) => match draft.settle(CLASS, json!(class)) {
                        Ok(()) => mapped(CLASS),
                        Err(fate) => fate,
                    },
                    Err(reason) => Fate::LeftOver { reason },
                },
                part if part.starts_with("study/") => self.study(claim, draft, documents),
                part if part.starts_with("phases/") => self.phase(claim, &value),
                _ => left("the passport has no attribute for the method"),
            };
            fates.push(((*file, *claim), fate));
        }
        fates
    }

    fn one(&self, part: &str) -> Option<String> {
        let (.., claim) = self.claims.iter().find(|(name, ..)| *name == part)?;
        text(claim.value).ok()
    }

    fn number(&self, part: &str) -> Option<f64> {
        let number: f64 = self.one(part)?.parse().ok()?;
        number.is_finite().then_some(number)
    }

    fn phases(&self) -> Vec<String> {
        let phases = self
            .claims
            .iter()
            .filter(|(part, ..)| part.starts_with("phases/"));
        phases
            .filter_map(|(.., claim)| text(claim.value).ok())
            .collect()
    }

    /// What became of the figure, its unit and its quantity.
    fn value(&self, draft: &mut Draft) -> Fate {
        let Some(value) = self.number("value") else {
            return left("a carbon footprint needs a number");
        };
        let (unit, assumed) = match self.one("unit") {
            Some(unit) => (unit, None),
            None => (
                "kWh".to_owned(),
                Some("no reference unit is stated: taken for kWh"),
            ),
        };
        let quantity = self.number("quantity").unwrap_or(1.0);
        if quantity <= 0.0 {
            return left("a carbon footprint is of a quantity above zero");
        }
        let is = |names: &[&str]| names.iter().any(|name| unit.eq_ignore_ascii_case(name));
        let phases = self.phases();
        let stage = match phases.as_slice() {
            [only] => match ours(only) {
                Some(stage) => Some(stage),
                None => return left(&format!("the passport has no stage for {only}")),
            },
            _ => None,
        };
        let (to, beside) = match stage {
            _ if !is(&ENERGY) && !is(&PIECE) => {
                return left(&format!(
                    "the law asks for CO2 per kWh, and the unit is {unit}"
                ));
            }
            Some(_) if is(&PIECE) => {
                return left("the passport states the stages per kWh, not per battery");
            }
            None if is(&PIECE) => (PER_BATTERY.to_owned(), None),
            None => (PER_ENERGY.to_owned(), None),
            Some(stage) => {
                let index = (0..draft.length(STAGES))
                    .find(|index| {
                        draft.get(&format!("{STAGES}/{index}/lifecycleStage"))
                            == Some(&json!(stage))
                    })
                    .unwrap_or_else(|| draft.length(STAGES));
                (
                    format!("{STAGES}/{index}/carbonFootprint"),
                    Some((format!("{STAGES}/{index}/lifecycleStage"), stage)),
                )
            }
        };
        let ours = tidy(value / quantity);
        if let Some((place, stage)) = beside {
            draft.put(&place, json!(stage));
        }
        if let Err(fate) = draft.settle(&to, whole(ours)) {
            return fate;
        }
        let into = if to == PER_BATTERY {
            "kg CO2e"
        } else {
            "kg CO2e/kWh"
        };
        match assumed {
            Some(why) => Fate::Guessed {
                to: vec![to],
                why: why.to_owned(),
            },
            None => Fate::Converted {
                to: vec![to],
                from: format!("{} per {} {unit}", figure(value), figure(quantity)),
                into: format!("{} {into}", figure(ours)),
                note: None,
            },
        }
    }

    fn phase(&self, claim: &Claim<'_>, value: &Fate) -> Fate {
        let (Ok(theirs), Fate::Converted { to, .. } | Fate::Guessed { to, .. }) =
            (text(claim.value), value)
        else {
            return left("its footprint was not taken");
        };
        match to
            .first()
            .and_then(|to| to.strip_suffix("/carbonFootprint"))
        {
            Some(stage) if stage.starts_with(STAGES) => Fate::Converted {
                to: vec![format!("{stage}/lifecycleStage")],
                from: format!("{theirs:?}"),
                into: format!("{:?}", ours(&theirs).unwrap_or_default()),
                note: None,
            },
            _ => left("the figure of the whole life cycle names no stages"),
        }
    }

    fn study(
        &self,
        claim: &Claim<'_>,
        draft: &mut Draft,
        documents: &mut Documents<'_, '_>,
    ) -> Fate {
        match text(claim.value) {
            Ok(number) => documents.take(STUDY, &number, draft),
            Err(reason) => Fate::LeftOver { reason },
        }
    }
}

fn ours(phase: &str) -> Option<&'static str> {
    PHASES
        .iter()
        .find(|(theirs, ours)| {
            theirs.iter().any(|word| word.eq_ignore_ascii_case(phase)) || *ours == phase
        })
        .map(|(_, ours)| *ours)
}

fn mapped(to: &str) -> Fate {
    Fate::Mapped {
        to: vec![to.to_owned()],
    }
}

fn left(reason: &str) -> Fate {
    Fate::LeftOver {
        reason: reason.to_owned(),
    }
}

fn inside(to: &str) -> Option<(usize, &str)> {
    let (index, part) = to.strip_prefix(LIST)?.strip_prefix('/')?.split_once('/')?;
    Some((index.parse().ok()?, part))
}

/// The footprints of the passport as part 3 has them, and for each place of the passport where it stands there.
pub(super) fn listed(content: &Value) -> (Vec<Value>, Vec<(String, String)>) {
    let number = |place: &str| content.pointer(place).and_then(Value::as_f64);
    let stages: Vec<(String, &str, f64)> = each(content, &format!("{STAGES}/*"))
        .into_iter()
        .filter_map(|(place, stage)| {
            let name = stage.get("lifecycleStage")?.as_str()?;
            let (theirs, _) = PHASES.iter().find(|(_, ours)| *ours == name)?;
            Some((
                place,
                *theirs.first()?,
                stage.get("carbonFootprint")?.as_f64()?,
            ))
        })
        .collect();
    let all: Vec<&str> = match stages.as_slice() {
        // One stage alone would be read as the footprint of that stage.
        [_] => Vec::new(),
        stages => stages.iter().map(|(_, phase, _)| *phase).collect(),
    };
    let mut footprints = Vec::new();
    let mut told = Vec::new();
    for (place, unit) in [(PER_ENERGY, "kWh"), (PER_BATTERY, "piece")] {
        if let Some(value) = number(place) {
            told.push((
                place.to_owned(),
                format!("{LIST}/{}/value", footprints.len()),
            ));
            footprints.push(json!({"value": value, "unit": unit, "quantity": 1, "phases": all}));
        }
    }
    for (place, phase, value) in stages {
        let at = format!("{LIST}/{}", footprints.len());
        told.push((format!("{place}/carbonFootprint"), format!("{at}/value")));
        told.push((format!("{place}/lifecycleStage"), format!("{at}/phases/0")));
        footprints.push(json!({"value": value, "unit": "kWh", "quantity": 1, "phases": [phase]}));
    }
    // They are the battery's, and the template has them with the figure.
    if let Some(Value::Object(first)) = footprints.first_mut() {
        if let Some(class) = content.pointer(CLASS) {
            first.insert("class".to_owned(), class.clone());
            told.push((CLASS.to_owned(), format!("{LIST}/0/class")));
        }
        if let Some(study) = content.pointer(STUDY) {
            first.insert("study".to_owned(), json!([study]));
            told.push((STUDY.to_owned(), format!("{LIST}/0/study/0")));
        }
    }
    (footprints, told)
}
