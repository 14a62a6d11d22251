//! Companies and their addresses, as 3.0.0 to 4.0.0 have them in full.

use serde_json::Value;

use super::{Change, Taking};

/// Takes an address apart into country, postal code and street.
pub(super) fn address(taking: &mut Taking<'_, '_>, from: &str, to: &str) {
    let country = format!("{from}/country/shortName");
    let place = format!("{to}/addressCountry");
    match taking
        .ledger
        .text(&country)
        .map(|text| (text, text.split_once('-')))
    {
        // ISO 3166-2 names a region of a country.
        Some((text, Some((alone, _)))) if alone.len() == 2 => {
            let change = Change::text(alone, text).note("the country of the region");
            taking.changed(&country, &[], &[&place], change);
        }
        _ => taking.same(&country, &place),
    }
    taking.same(
        &format!("{from}/postCode/value"),
        &format!("{to}/postalCode"),
    );
    let [street, number] = ["value", "number"].map(|part| format!("{from}/thoroughfare/{part}"));
    let place = format!("{to}/streetAddress");
    match (taking.ledger.text(&street), taking.ledger.text(&number)) {
        (Some(name), Some(at)) if !name.trim().is_empty() && !at.trim().is_empty() => {
            let whole = format!("{} {}", name.trim(), at.trim());
            let change = Change::text(&whole, name).note(format!("street and number {at}"));
            taking.changed(&street, &[&number], &[&place], change);
        }
        _ => taking.same(&street, &place),
    }
    taking
        .ledger
        .leave_inside(from, "the passport keeps country, postal code and street");
}

/// Name, address and ways to be reached.
pub(super) fn company(taking: &mut Taking<'_, '_>, from: &Company<'_>, to: &str) {
    taking.same(
        &format!("{}/{}", from.at, from.name),
        &format!("{to}/contactName"),
    );
    address(
        taking,
        &format!("{}/address", from.at),
        &format!("{to}/postalAddress"),
    );
    let contact = format!("{}/{}", from.at, from.contact);
    taking.same(&format!("{contact}/email"), &format!("{to}/emailAddress"));
    taking.same(&format!("{contact}/website"), &format!("{to}/webAddress"));
    taking
        .ledger
        .leave_inside(&contact, "the passport keeps e-mail and web site");
    let listed = taking
        .ledger
        .value(&format!("{}/{}", from.at, from.name.trim_end_matches("/0")));
    if listed.is_some_and(Value::is_array) {
        taking.ledger.leave_inside(
            &format!("{}/companyName", from.at),
            "the passport has one name",
        );
    }
}

/// Where a company is, and what the version calls the parts.
pub(super) struct Company<'a> {
    pub at: &'a str,
    pub name: &'a str,
    pub contact: &'a str,
}
