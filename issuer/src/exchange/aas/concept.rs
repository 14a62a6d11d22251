//! Concepts by their ids, however they are spelled: IRDIs of ECLASS and of IEC, URNs of the semantic aspect meta model,
//! addresses.

/// How an element is known to be what a template describes; less is closer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Closeness(u8);

impl Closeness {
    /// Whether the element's own semantic id, not a supplement, says it.
    pub fn is_primary(self) -> bool {
        matches!(self.0 % 4, 0 | 1)
    }
}

/// How close the ids of an element (the semantic id first) are to those of a template. The semantic id outranks the
/// supplements; ids that are the same but for their version come after all that are the same.
pub(super) fn closeness<'i>(
    template: &[&str],
    element: impl Iterator<Item = &'i str>,
) -> Option<Closeness> {
    let mut closest = None;
    for (at, id) in element.enumerate() {
        let (same, unversioned) = (plain(id), unversioned(id));
        for (their_at, theirs) in template.iter().enumerate() {
            let apart = match () {
                () if plain(theirs) == same => 0,
                () if self::unversioned(theirs) == unversioned => 4,
                () => continue,
            };
            let rank = Closeness(apart + 2 * u8::from(at > 0) + u8::from(their_at > 0));
            if closest.is_none_or(|closest| rank < closest) {
                closest = Some(rank);
            }
        }
    }
    closest
}

/// One spelling of an id: `0173-1#02-ABL588#001` also where it is a URN or an address of ECLASS, and aspect models
/// without their version.
pub(super) fn plain(id: &str) -> String {
    let id = id.trim();
    for prefix in ["urn:irdi:", "urn:iridi:", "urn:idi:", "irdi:"] {
        if let Some(irdi) = strip_prefix_ignoring_case(id, prefix) {
            return plain_irdi(irdi);
        }
    }
    if let Some(rest) = id
        .strip_prefix("https://api.eclass-cdp.com/")
        .or_else(|| id.strip_prefix("http://api.eclass-cdp.com/"))
    {
        let irdis: Vec<String> = rest.split('/').map(from_dashes).collect();
        return irdis.join("/");
    }
    if let Some(aspect) = ["urn:samm:", "urn:bamm:"]
        .iter()
        .find_map(|prefix| strip_prefix_ignoring_case(id, prefix))
    {
        return without_aspect_version(aspect);
    }
    plain_irdi(id)
}

/// [`plain`], and without the version of an IRDI or address.
fn unversioned(id: &str) -> String {
    let plain = plain(id);
    if plain.contains("://") {
        let steps: Vec<&str> = plain.split('/').filter(|step| !is_number(step)).collect();
        return steps.join("/").trim_end_matches('/').to_owned();
    }
    let irdis: Vec<&str> = plain
        .split('/')
        .map(|irdi| match irdi.rsplit_once('#') {
            Some((code, version)) if code.contains('#') && is_number(version) => code,
            _ => irdi,
        })
        .collect();
    irdis.join("/")
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// In a path of IRDIs, `~0` marks one place in the class.
fn plain_irdi(irdi: &str) -> String {
    irdi.replace("~0", "")
}

/// `0173-1-02-ABK161-002` is `0173-1#02-ABK161#002`.
fn from_dashes(step: &str) -> String {
    match step.split('-').collect::<Vec<_>>().as_slice() {
        [agency, organisation, kind, code, version] => {
            format!("{agency}-{organisation}#{kind}-{code}#{version}")
        }
        _ => step.to_owned(),
    }
}

/// `io.admin-shell.idta.batterypass.circularity:1.0.0#components` without `:1.0.0`.
fn without_aspect_version(aspect: &str) -> String {
    let (model, name) = aspect.split_once('#').unwrap_or((aspect, ""));
    let model = match model.rsplit_once(':') {
        Some((space, version)) if version.split('.').all(is_number) => space,
        _ => model,
    };
    format!("samm:{model}#{name}")
}

fn strip_prefix_ignoring_case<'t>(text: &'t str, prefix: &str) -> Option<&'t str> {
    let start = text.get(..prefix.len())?;
    start
        .eq_ignore_ascii_case(prefix)
        .then(|| &text[prefix.len()..])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_concept_has_many_spellings() {
        for id in [
            "0173-1#02-ABL854#001",
            " 0173-1#02-ABL854#001 ",
            "urn:irdi:0173-1#02-ABL854#001",
            "urn:idi:0173-1#02-ABL854#001",
            "urn:iridi:0173-1#02-ABL854#001",
            "https://api.eclass-cdp.com/0173-1-02-ABL854-001",
        ] {
            assert_eq!(plain(id), "0173-1#02-ABL854#001", "{id}");
        }
        assert_eq!(
            plain("https://api.eclass-cdp.com/0173-1-02-ABI500-003/0173-1-01-AHF579-003"),
            plain("0173-1#02-ABI500#003~0/0173-1#01-AHF579#003")
        );
        let circularity = "urn:samm:io.admin-shell.idta.batterypass.circularity";
        assert_eq!(
            plain(&format!("{circularity}:1.0.0#components")),
            plain(&format!("{circularity}:1.0.1#components"))
        );
        assert_ne!(
            plain(&format!("{circularity}:1.0.0#Component")),
            plain(&format!("{circularity}:1.0.0#component"))
        );
    }

    #[test]
    fn the_semantic_id_outranks_supplements_and_the_same_version_another() {
        let template = ["0173-1#02-ABL588#001", "urn:samm:a.b:1.0.0#nominalVoltage"];
        let rank = |ids: &[&str]| closeness(&template, ids.iter().copied());
        let primary = rank(&["0173-1#02-ABL588#001"]).unwrap();
        let swapped = rank(&["urn:samm:a.b:2.1.0#nominalVoltage"]).unwrap();
        let supplement = rank(&["x", "0173-1#02-ABL588#001"]).unwrap();
        let newer = rank(&["0173-1#02-ABL588#002"]).unwrap();
        assert!(primary < swapped && swapped < supplement && supplement < newer);
        assert!(primary.is_primary() && swapped.is_primary() && newer.is_primary());
        assert!(!supplement.is_primary());
        assert_eq!(rank(&["0173-1#02-ABL589#001"]), None);
    }

    #[test]
    fn addresses_differ_in_their_version_only_after_all_else() {
        let nameplate = ["https://admin-shell.io/idta/nameplate/3/0/Nameplate"];
        let newer = "https://admin-shell.io/idta/nameplate/3/1/Nameplate";
        assert!(closeness(&nameplate, [newer].into_iter()).is_some());
        assert!(closeness(&nameplate, ["https://admin-shell.io/x/3/0/y"].into_iter()).is_none());
    }
}
