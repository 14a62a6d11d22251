//! Published passports, every value of which is accounted for.

use super::*;

#[test]
fn the_seven_published_aspects_become_one_passport_and_no_value_is_lost() {
    let Some(files) = folder("batterypass-1.2") else {
        return;
    };
    let imported = import(&files, &named()).unwrap();
    assert_accounted_for(&files, &imported);
    let report = &imported.report;
    assert_eq!(report.format, Format::BatteryPass);
    assert_eq!(report.category.map(Category::name), Some("lmt"));
    assert_eq!(report.skipped.len(), 7, "{:?}", report.skipped);
    let passport = imported.passport.as_object().unwrap();
    assert_eq!(passport.len(), 8);
    let counts = report.counts();
    assert_eq!(
        counts,
        Counts {
            mapped: 122,
            converted: 5,
            guessed: 2,
            conflicts: 1,
            left_over: 4,
            set: 0,
            missing: counts.missing
        }
    );
}

#[test]
fn the_published_catena_x_payload_is_accounted_for_with_its_units_converted() {
    let Some(file) = catena_x() else { return };
    let files = [file];
    let imported = import(&files, &named()).unwrap();
    assert_accounted_for(&files, &imported);
    let report = &imported.report;
    assert_eq!(report.format, Format::CatenaX);
    // SLI: no passport at all, which lint says.
    assert_eq!(report.category, None);
    assert_eq!(
        field(report, "/characteristics/physicalDimension/weight/value").fate,
        Fate::Converted {
            to: vec!["/generalProductInformation/batteryMass".to_owned()],
            from: "20 g".to_owned(),
            into: "0.02 kg".to_owned(),
            note: None,
        }
    );
    let findings = lint(
        &imported.passport,
        None,
        "2027-06-01T00:00:00Z".parse().unwrap(),
    );
    assert!(
        findings
            .errors()
            .any(|finding| finding.code == "battery.passport_not_required")
    );
    assert!(
        findings
            .iter()
            .all(|finding| finding.code != "structure.unknown")
    );
    let counts = report.counts();
    assert_eq!(
        counts,
        Counts {
            mapped: 94,
            converted: 27,
            guessed: 0,
            conflicts: 1,
            left_over: 166,
            set: 0,
            missing: counts.missing
        }
    );
}
