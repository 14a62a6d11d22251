//! Are times in order: made, then put into service, then measured, and nothing in the future?

use jiff::{SignedDuration, Timestamp};
use serde_json::Value;

use super::finding::{Finding, Findings};
use super::places::{IN_SERVICE, MANUFACTURED};
use super::when::When;
use crate::battery::attributes::{Attribute, Kind, table};
use crate::battery::content::visit;

/// Clocks of battery management systems differ from ours by this much at most.
const SKEW: SignedDuration = SignedDuration::from_mins(10);

pub(super) fn check(subject: &Value, now: Timestamp, findings: &mut Findings) {
    let dated = |pointer| {
        let text = subject.pointer(pointer)?.as_str()?;
        Some((text, When::date(text)?))
    };
    let made = dated(MANUFACTURED);
    if let (Some((made_on, made)), Some((served_on, served))) = (made, dated(IN_SERVICE))
        && served.latest < made.earliest
    {
        findings.push(rule(
            "date.order",
            IN_SERVICE,
            format!("put into service {served_on}, before it was manufactured ({made_on})"),
        ));
    }
    let soon = now.checked_add(SKEW).unwrap_or(now);
    visit(subject, &mut |place| {
        let (Some(row), Some(text)) = (place.row, place.value.as_str()) else {
            return;
        };
        if !matches!(row.kind, Kind::Date | Kind::DateTime) {
            return;
        }
        let Some(when) = When::date(text) else { return };
        if when.earliest > soon {
            let message = format!("{}: {text} lies in the future", row.title);
            findings.push(
                Finding::error("date.future", place.pointer, message)
                    .by(row)
                    .hint("state what has happened, when it has happened"),
            );
        } else if let Some((made_on, made)) = made
            && is_measurement(row)
            && when.latest < made.earliest
        {
            let message = format!("measured {text}, before it was manufactured ({made_on})");
            findings.push(Finding::error("date.order", place.pointer, message).by(row));
        }
    });
}

fn is_measurement(row: &Attribute) -> bool {
    row.name() == "lastUpdate"
}

fn rule(code: &'static str, pointer: &str, message: String) -> Finding {
    let finding = Finding::error(code, pointer, message);
    match table().at(pointer) {
        Some(row) => finding.by(row),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::super::testing::{codes_at, linted, with};
    use super::*;
    use crate::battery::category::Category;

    const CHARGE: &str = "/performanceAndDurability/batteryCondition/stateOfCharge/lastUpdate";

    #[test]
    fn times_out_of_order_are_refused() {
        for (pointer, value, code) in [
            (IN_SERVICE, "2020-01-01T00:00:00Z", "date.order"),
            (CHARGE, "2020-01-01T00:00:00Z", "date.order"),
            (MANUFACTURED, "2027-06-03", "date.future"),
            (MANUFACTURED, "2027-07", "date.future"),
            (IN_SERVICE, "2027-06-01T12:30:00Z", "date.future"),
            (CHARGE, "2027-06-01T12:30:00Z", "date.future"),
        ] {
            let findings = linted(&with(Category::Ev, pointer, json!(value)), None);
            assert!(
                codes_at(&findings, pointer).contains(&code),
                "{pointer} {value}"
            );
        }
    }

    #[test]
    fn what_may_be_in_order_is_left_alone() {
        for (pointer, value) in [
            // It is June already, and anywhere else the second of June too.
            (MANUFACTURED, "2027-06"),
            (MANUFACTURED, "2027-06-02"),
            (CHARGE, "2027-06-01T12:05:00Z"),
            (CHARGE, "2027-06-01T13:00:00+01:00"),
        ] {
            let findings = linted(&with(Category::Ev, pointer, json!(value)), None);
            assert_eq!(
                codes_at(&findings, pointer),
                [] as [&str; 0],
                "{pointer} {value}"
            );
        }
    }
}
