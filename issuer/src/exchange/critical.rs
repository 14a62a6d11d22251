//! Critical raw materials: formats that flag them inside the restricted detail give the public list too
//! (Annex VI part A(10), Annex XIII point 1(b)).

use serde_json::{Value, json};

use super::convert::tidy;
use super::draft::Draft;
use super::report::{Fate, Field};

const LIST: &str = "/materialComposition/criticalRawMaterials";
const MATERIALS: &str = "/materialComposition/batteryMaterials";
const MASS: &str = "/generalProductInformation/batteryMass";

/// Above this share of the battery's mass a critical raw material is on the label.
const LISTED_ABOVE: f64 = 0.1;

/// Makes the list of the flags, where the source has none.
pub(super) fn list_flagged(draft: &mut Draft, fields: &mut [Field]) {
    if draft.get(LIST).is_some() {
        return;
    }
    for index in 0..draft.length(MATERIALS) {
        let at = |member: &str| format!("{MATERIALS}/{index}/{member}");
        let flag = at("isCriticalRawMaterial");
        let name = draft.get(&at("batteryMaterialName")).cloned();
        let (Some(Value::Bool(true)), Some(Value::String(name))) = (draft.get(&flag), name) else {
            continue;
        };
        let share = share(draft, &at("batteryMaterialMass"));
        if share.is_some_and(|share| share <= LISTED_ABOVE) {
            continue;
        }
        let listed = draft.get(LIST).and_then(Value::as_array);
        let place = listed.map_or(0, |names| {
            let there = names.iter().position(|known| known == &json!(name));
            there.unwrap_or(names.len())
        });
        let place = format!("{LIST}/{place}");
        draft.put(&place, json!(name));
        let note = match share {
            Some(share) => format!("{} % of the battery, on its label", tidy(share)),
            None => "on the battery's label above 0.1 %: its share is not stated".to_owned(),
        };
        for field in fields.iter_mut() {
            also_listed(&mut field.fate, &flag, &place, &name, &note);
        }
    }
}

/// The share of the battery's mass, where both are stated and can be.
fn share(draft: &Draft, mass: &str) -> Option<f64> {
    let grams = draft.number(mass).filter(|grams| *grams > 0.0)?;
    let battery = draft.number(MASS).filter(|kilograms| *kilograms > 0.0)?;
    let share = grams / 10.0 / battery;
    (share <= 100.0).then_some(share)
}

/// The flag went to the list, too.
fn also_listed(fate: &mut Fate, flag: &str, place: &str, name: &str, note: &str) {
    let there = |to: &[String]| to.iter().any(|to| to == flag);
    match fate {
        Fate::Mapped { to } if there(to) => {
            let mut to = std::mem::take(to);
            to.push(place.to_owned());
            *fate = Fate::Converted {
                to,
                from: "true".to_owned(),
                into: format!("{name:?}"),
                note: Some(note.to_owned()),
            };
        }
        Fate::Converted { to, .. } | Fate::Guessed { to, .. } if there(to) => {
            to.push(place.to_owned());
        }
        _ => {}
    }
}
