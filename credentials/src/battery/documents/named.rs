//! Which documents does a passport name?

use serde_json::Value;

use crate::battery::attributes::{Attribute, Kind, Point, table};
use crate::battery::content::visit;
use crate::json::JsonPointer;

/// A document that a passport names.
#[derive(Debug, Clone, PartialEq)]
pub struct Named<'v> {
    /// Where, relative to `credentialSubject`.
    pub pointer: JsonPointer,
    /// The row that describes the place.
    pub row: &'static Attribute,
    /// The document's address.
    pub url: &'v str,
}

/// Documents that claims of the passport rest on, so that one which is not bound leaves the evidence incomplete. Other
/// links (web sites, label symbols, the consumer's information of Art. 74 that changes from year to year) may be bound.
const EVIDENCE: [&str; 9] = [
    "/labels/declarationOfConformity",
    "/labels/resultOfTestReport",
    "/carbonFootprint/carbonFootprintStudy",
    "/supplyChainDueDiligence/supplyChainDueDiligenceReport",
    "/supplyChainDueDiligence/thirdPartyAssurances",
    "/circularity/dismantlingAndRemovalInformation/*/documentURL",
    "/circularity/safetyMeasures/safetyInstructions",
    "/performanceAndDurability/batteryTechnicalProperties/lifetimeReferenceTest",
    "/performanceAndDurability/batteryTechnicalProperties/idleStateReferenceTest",
];

/// Every link of a subject, in its order.
pub fn named(subject: &Value) -> Vec<Named<'_>> {
    let mut found = Vec::new();
    visit(subject, &mut |place| {
        if let (Some(row), Some(url)) = (place.row, place.value.as_str())
            && row.kind == Kind::Url
        {
            found.push(Named {
                pointer: place.pointer.clone(),
                row,
                url,
            });
        }
    });
    found
}

impl Named<'_> {
    /// Whether claims of the passport rest on it.
    pub fn is_evidence(&self) -> bool {
        EVIDENCE.contains(&self.row.pointer)
    }

    /// Whether everybody may see it (Annex XIII point 1).
    pub fn is_public(&self) -> bool {
        let attribute = table().governing(self.row.pointer);
        attribute.is_some_and(|row| matches!(row.point, Some(Point::One(_))))
    }

    /// Where its digest stands, if it is restricted: beside it.
    pub fn digest_place(&self) -> Option<JsonPointer> {
        let name = format!("{}Digest", self.row.name());
        let known = table().at(&format!("{}Digest", self.row.pointer)).is_some();
        let place = self.pointer.parent()?.child(&name);
        (known && !self.is_public()).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn at(pointer: &'static str) -> Named<'static> {
        Named {
            pointer: JsonPointer::parse(&pointer.replace('*', "0")).unwrap(),
            row: table().at(pointer).unwrap(),
            url: "https://example.com/",
        }
    }

    #[test]
    fn what_counts_as_evidence_is_a_link_of_the_table() {
        for pointer in EVIDENCE {
            let row = table().at(pointer).unwrap_or_else(|| panic!("{pointer}"));
            assert_eq!(row.kind, Kind::Url, "{pointer}");
            assert!(at(pointer).is_evidence(), "{pointer}");
        }
    }

    #[test]
    fn every_restricted_document_has_a_place_for_its_digest_with_the_same_audience() {
        let mut restricted = 0;
        for row in table().iter().filter(|row| EVIDENCE.contains(&row.pointer)) {
            let document = at(row.pointer);
            if document.is_public() {
                assert_eq!(document.digest_place(), None, "{}", row.pointer);
                continue;
            }
            restricted += 1;
            let place = document.digest_place();
            let place = place
                .unwrap_or_else(|| panic!("{}", row.pointer))
                .to_string();
            let [of, digest] =
                [row.pointer, place.as_str()].map(|at| table().governing(at).unwrap());
            assert_eq!(of.audiences, digest.audiences, "{place}");
            assert_eq!(of.point, digest.point, "{place}");
        }
        assert_eq!(restricted, 3);
    }

    #[test]
    fn links_are_found_wherever_they_stand() {
        let subject = json!({
            "id": "https://id.example/",
            "labels": {
                "labels": [{"labelingSymbol": "https://a.example/bin.svg"}],
                "declarationOfConformity": "https://a.example/doc.pdf",
                "resultOfTestReport": 7
            },
            "circularity": {"dismantlingAndRemovalInformation": [{"documentURL": "https://a.example/d.pdf"}]}
        });
        let found: Vec<_> = named(&subject)
            .iter()
            .map(|named| (named.pointer.to_string(), named.url, named.is_evidence()))
            .collect();
        assert_eq!(
            found,
            [
                (
                    "/labels/labels/0/labelingSymbol".to_owned(),
                    "https://a.example/bin.svg",
                    false
                ),
                (
                    "/labels/declarationOfConformity".to_owned(),
                    "https://a.example/doc.pdf",
                    true
                ),
                (
                    "/circularity/dismantlingAndRemovalInformation/0/documentURL".to_owned(),
                    "https://a.example/d.pdf",
                    true
                ),
            ]
        );
    }
}
