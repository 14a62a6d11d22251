//! Is every value known, and of its type?

mod form;
mod meant;
mod words;

use serde_json::Value;

use self::form::{Fault, fits};
use self::meant::suggestion;
use self::words::{Fix, fix, name, shown};
use super::finding::{Finding, Findings};
use crate::battery::attributes::{Attribute, Kind, table};
use crate::battery::category::CATEGORY;
use crate::battery::content::{Place, visit};
use crate::battery::reference::Reference;

pub(super) fn check(subject: &Value, findings: &mut Findings) {
    frame(subject, findings);
    visit(subject, &mut |place| match place.row {
        None => unknown(&place, findings),
        // `category` says more of what it is.
        Some(row) if row.pointer == CATEGORY && place.value.is_string() => {}
        Some(row) => {
            known(&place, row, findings);
            required_members(&place, row, findings);
        }
    });
}

/// What stands around the content.
fn frame(subject: &Value, findings: &mut Findings) {
    if let Some(level) = subject.get("granularityLevel")
        && level != "item"
    {
        findings.push(
            Finding::error(
                "structure.granularity",
                "/granularityLevel",
                format!("expected \"item\": one passport for each battery, found {level}"),
            )
            .article("Art. 77(2)")
            .replace("item"),
        );
    }
    let single = subject
        .get("supersedes")
        .into_iter()
        .map(|value| ("/supersedes".to_owned(), value));
    let list = super::elements(subject, "/predecessor");
    for (pointer, value) in single.chain(list) {
        if Reference::read(value).is_none() {
            findings.push(
                Finding::error(
                    "structure.reference",
                    &pointer,
                    "expected {\"id\", \"digestMultibase\"} of the other passport",
                )
                .article("Art. 77(7)"),
            );
        }
    }
}

fn unknown(place: &Place<'_, '_>, findings: &mut Findings) {
    let tokens = place.pointer.tokens();
    let name = tokens.last().map(String::as_str).unwrap_or_default();
    let finding = Finding::error(
        "structure.unknown",
        place.pointer,
        format!("no attribute is called {name:?} here"),
    );
    findings.push(match suggestion(place, name) {
        Some(known) => finding.hint(format!("did you mean {known}?")),
        None => finding.hint("leave it out: no reader would know what it means or who may see it"),
    });
}

fn known(place: &Place<'_, '_>, row: &Attribute, findings: &mut Findings) {
    let expected = if place.element {
        Kind::Object
    } else {
        row.kind
    };
    if place.value.is_null() {
        findings.push(
            Finding::error(
                "structure.null",
                place.pointer,
                format!("{}: found null", row.title),
            )
            .by(row)
            .hint("leave out what is not known"),
        );
        return;
    }
    let Err(fault) = fits(expected, place.value) else {
        return;
    };
    let found = shown(place.value);
    let finding = match fault {
        Fault::Kind => Finding::error(
            "structure.kind",
            place.pointer,
            format!(
                "{}: expected {}, found {found}",
                row.title,
                name(expected, row)
            ),
        ),
        Fault::Malformed(code, what) => Finding::error(
            code,
            place.pointer,
            format!("{}: expected {what}, found {found}", row.title),
        ),
        Fault::Doubtful(code, what) => Finding::warning(
            code,
            place.pointer,
            format!("{}: expected {what}, found {found}", row.title),
        ),
    }
    .by(row);
    findings.push(match fix(expected, place.value) {
        Some(Fix { hint, value }) => finding.hint(hint).replace(value),
        None => finding,
    });
}

/// The members that an object, or each object of a list, cannot do without, and those that are expected of it.
fn required_members(place: &Place<'_, '_>, row: &Attribute, findings: &mut Findings) {
    let object = match (row.kind, place.element) {
        (Kind::Object, false) | (Kind::Array, true) => place.value.as_object(),
        _ => None,
    };
    let Some(members) = object else { return };
    for member in table().members(row) {
        if members.contains_key(member.name()) {
            continue;
        }
        let pointer = place.pointer.child(member.name());
        let finding = if member.required_member {
            let message = format!("{}: {} is missing", row.title, member.title);
            Finding::error("structure.member_missing", &pointer, message)
        } else if member.expected_member {
            let message = format!("{}: {} is not stated", row.title, member.title);
            Finding::warning("structure.member_expected", &pointer, message)
        } else {
            continue;
        };
        findings.push(finding.by(row).hint(format!("add {:?}", member.name())));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, complete, linted, with};
    use crate::battery::category::Category;

    #[test]
    fn an_unknown_attribute_is_refused_with_the_name_that_was_meant() {
        for (pointer, meant) in [
            ("/generalProductInformation/batteryMas", "batteryMass"),
            (
                "/generalProductInformation/warrentyPeriod",
                "/generalProductInformation/warrantyPeriod",
            ),
            (
                "/generalProductInformation/ratedEnergy",
                "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy",
            ),
            ("/materialComposit1on", "materialComposition"),
        ] {
            let findings = linted(&with(Category::Ev, pointer, json!(1)), None);
            let finding = findings
                .errors()
                .find(|finding| finding.pointer.to_string() == pointer)
                .unwrap_or_else(|| panic!("{pointer}"));
            assert_eq!(finding.code, "structure.unknown");
            assert_eq!(
                finding.hint.as_deref(),
                Some(format!("did you mean {meant}?").as_str())
            );
        }
    }

    #[test]
    fn what_frames_the_content_is_not_unknown() {
        let content = with(Category::Ev, "/version", json!(2));
        assert!(linted(&content, None).is_compliant());
    }

    #[test]
    fn a_value_of_another_type_is_refused() {
        for (pointer, value, code) in [
            (
                "/generalProductInformation/batteryMass",
                json!("430"),
                "structure.kind",
            ),
            (
                "/generalProductInformation/batteryMass",
                json!(null),
                "structure.null",
            ),
            (
                "/generalProductInformation/batteryStatus",
                json!("original"),
                "structure.enumeration",
            ),
            (
                "/generalProductInformation/manufacturingDate",
                json!("7172-75-08"),
                "date.malformed",
            ),
            (
                "/generalProductInformation/puttingIntoService",
                json!("2026-03-01"),
                "date.malformed",
            ),
            (
                "/generalProductInformation/manufacturerInformation/emailAddress",
                json!("nobody"),
                "structure.email",
            ),
            (
                "/generalProductInformation/manufacturerInformation",
                json!("Voltcell"),
                "structure.kind",
            ),
            (
                "/labels/declarationOfConformity",
                json!("see attachment"),
                "structure.url",
            ),
            (
                "/labels/labels/0/labelingMeaning",
                json!({"": "x"}),
                "structure.language_map",
            ),
            (
                "/labels/labels/0/labelingMeaning",
                json!("Separate collection"),
                "structure.kind",
            ),
            (
                "/materialComposition/criticalRawMaterials",
                json!("Cobalt"),
                "structure.kind",
            ),
            (
                "/materialComposition/criticalRawMaterials/0",
                json!(" "),
                "structure.empty",
            ),
            (
                "/materialComposition/batteryMaterials/0",
                json!("Nickel"),
                "structure.kind",
            ),
            (
                "/performanceAndDurability/batteryTechnicalProperties/expectedNumberOfCycles",
                json!(1500.5),
                "structure.not_whole",
            ),
        ] {
            let findings = linted(&with(Category::Ev, pointer, value.clone()), None);
            assert!(
                codes_at(&findings, pointer).contains(&code),
                "{pointer} {value}: {findings:#?}"
            );
            assert!(!findings.is_compliant());
        }
    }

    #[test]
    fn a_link_that_no_reader_can_follow_is_a_warning() {
        let pointer = "/labels/declarationOfConformity";
        let findings = linted(
            &with(Category::Ev, pointer, json!("telnet://192.0.2.16:80/")),
            None,
        );
        assert_eq!(codes_at(&findings, pointer), ["structure.url_scheme"]);
        assert!(findings.is_compliant());
    }

    #[test]
    fn a_member_that_its_object_cannot_do_without_is_missed() {
        let mut content = complete(Category::Ev);
        content["circularity"]["sparePartSources"][0]
            .as_object_mut()
            .unwrap()
            .remove("components");
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, "/circularity/sparePartSources/0/components"),
            ["structure.member_missing"]
        );
    }

    #[test]
    fn a_member_that_the_law_does_not_ask_for_is_only_expected() {
        let fade = "/performanceAndDurability/batteryCondition/powerFade";
        let content = with(Category::Ev, fade, json!({"powerFadeValue": 3}));
        let findings = linted(&content, None);
        assert_eq!(
            codes_at(&findings, &format!("{fade}/lastUpdate")),
            ["structure.member_expected"]
        );
        assert!(findings.is_compliant());
    }

    #[test]
    fn a_reference_without_digest_is_refused() {
        let content = with(Category::Ev, "/predecessor", json!([{"id": "urn:uuid:1"}]));
        assert_eq!(
            codes_at(&linted(&content, None), "/predecessor/0"),
            ["structure.reference"]
        );
    }
}
