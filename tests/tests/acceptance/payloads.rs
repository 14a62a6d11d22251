//! The published payloads, and the corrections without which no honest issuer signs them.

use std::path::Path;

use serde_json::Value;

use crate::corrections::{self, Correction, Why};

/// One published passport.
pub struct Payload {
    pub name: &'static str,
    /// Its files, below the folder of published data.
    files: &'static [&'static str],
    /// The line that sets the category, where the published one needs no passport.
    category: Option<&'static str>,
    /// The table of what is set, and why.
    corrections: &'static str,
}

pub const BATTERY_PASS: Payload = Payload {
    name: "battery_pass_1_2",
    files: &["batterypass-1.2"],
    category: None,
    corrections: corrections::BATTERY_PASS,
};

pub const CATENA_X: Payload = Payload {
    name: "catena_x_6_1_0",
    files: &["catena-x-battery-pass-6.1.0/BatteryPass.json"],
    category: Some(corrections::NO_SLI_BATTERY),
    corrections: corrections::CATENA_X,
};

pub const IDTA: Payload = Payload {
    name: "idta_02035",
    files: &[
        "idta-02035/1.0/IDTA 02035-1_DBP-Part-1_Digital Nameplate.json",
        "idta-02035/1.0/IDTA 02035-2_DBP-Part-2_HandoverDocumentation.json",
        "idta-02035/1.0/IDTA 02035-3_DBP-Part-3_ProductCarbonFootprint.json",
        "idta-02035/1.0.1/IDTA 02035-4_DBP-Part-4_TechnicalData.json",
        "idta-02035/1.0.1/IDTA 02035-5_DBP-Part-5_ProductCondition.json",
        "idta-02035/1.0.1/IDTA 02035-6_DBP-Part-6_MaterialComposition.json",
        "idta-02035/1.0.1/IDTA 02035-7_DBP-Part-7_Circularity.json",
    ],
    category: None,
    corrections: corrections::IDTA,
};

impl Payload {
    /// Nothing where the data is absent, which is said.
    pub fn files(&self) -> Option<Vec<String>> {
        let data = tests::published_data()?;
        let path = |file: &&str| Path::join(&data, file).to_str().unwrap().to_owned();
        Some(self.files.iter().map(path).collect())
    }

    pub fn category(&self) -> Option<Correction> {
        self.category.and_then(|line| Correction::all(line).next())
    }

    pub fn corrections(&self) -> Vec<Correction> {
        Correction::all(self.corrections).collect()
    }

    /// Each correction answers an error of the payload as it is, and no error but of the identifier is left without.
    pub fn assert_corrections_are_needed(&self, lint: &Value) {
        let errors: Vec<&str> = lint["findings"]
            .as_array()
            .unwrap()
            .iter()
            .filter(|finding| finding["severity"] == "error")
            .map(|finding| finding["pointer"].as_str().unwrap())
            .collect();
        assert!(!errors.is_empty());
        let about = |correction: &Correction, error: &str| {
            let (place, error) = (format!("{}/", correction.pointer), format!("{error}/"));
            place.starts_with(&error)
                || error.starts_with(&place)
                || correction.with.is_some_and(|with| error.contains(with))
        };
        let corrections = self.corrections();
        for correction in &corrections {
            let needed = errors.iter().any(|error| about(correction, error));
            assert!(
                needed,
                "{}: nothing is wrong with {}",
                self.name, correction.pointer
            );
        }
        for error in errors {
            let named = matches!(
                error,
                "/id" | "/generalProductInformation/productIdentifier"
            );
            let mended = corrections
                .iter()
                .any(|correction| about(correction, error));
            assert!(named || mended, "{}: {error} is not mended", self.name);
        }
    }

    /// The report of the import says of each what it replaced; only a dummy was there before.
    pub fn assert_corrections_are_told(&self, report: &Value) {
        let told = report["set"].as_array().unwrap();
        let mut made: Vec<_> = self.category().into_iter().collect();
        made.extend(self.corrections());
        assert_eq!(told.len(), made.len(), "{}", self.name);
        for (told, made) in told.iter().zip(made) {
            assert_eq!(told["pointer"], made.pointer);
            let replaced = told.get("replaced").is_some();
            assert!(!replaced || made.why == Why::Dummy, "{}: {told}", self.name);
        }
    }
}
