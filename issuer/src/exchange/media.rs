//! Media types that a source does not state and the address of the document tells.

use credentials::battery::documents::media_type;
use serde_json::{Value, json};

use super::draft::Draft;
use super::report::{Fate, Field};

const DISMANTLING: &str = "/circularity/dismantlingAndRemovalInformation";

/// States what documents on dismantling are, where their ending says it.
pub(super) fn tell_by_endings(draft: &mut Draft, fields: &mut [Field]) {
    for index in 0..draft.length(DISMANTLING) {
        let [address, stated] =
            ["documentURL", "mimeType"].map(|member| format!("{DISMANTLING}/{index}/{member}"));
        if draft.get(&stated).is_some() {
            continue;
        }
        let Some(kind) = draft
            .get(&address)
            .and_then(Value::as_str)
            .and_then(media_type)
        else {
            continue;
        };
        draft.put(&stated, json!(kind));
        let why = format!("by its ending it is {kind}");
        for field in fields.iter_mut() {
            let (Fate::Mapped { to } | Fate::Converted { to, .. } | Fate::Guessed { to, .. }) =
                &mut field.fate
            else {
                continue;
            };
            if to.contains(&address) {
                let mut to = std::mem::take(to);
                to.push(stated.clone());
                field.fate = Fate::Guessed {
                    to,
                    why: why.clone(),
                };
            }
        }
    }
}
