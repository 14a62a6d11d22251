//! What is printed on a battery: a QR code with its identifier's link, and what the law has beside it.
//!
//! Article 13(6) and Annex VI part C of Regulation (EU) 2023/1542: the code is dark on light and of a size that is
//! easily read. Everything printed is public (Annex XIII point 1), whatever else the passport holds.

mod svg;

use credentials::battery::attributes::{Attribute, Kind, table};
use credentials::battery::category::CATEGORY;
use credentials::battery::describe::describe;
use credentials::battery::{BatteryId, Category, naming};
use credentials::secured::Secured;
use credentials::{Problem, model};
use platform::qr::{Correction, QrCode};
use serde_json::Value;

use crate::{Error, Issuer};

/// A label, to be drawn as SVG, as a picture of the code alone, or on a terminal.
#[derive(Debug, Clone)]
pub struct Label {
    link: String,
    code: QrCode,
    maker: Option<String>,
    model: Option<String>,
    facts: Vec<(&'static str, String)>,
}

impl Issuer {
    /// The label of the battery that a credential's id, a battery's identifier or a serial number leads to: see
    /// [`Issuer::find`].
    pub fn label(&self, name: &str) -> Result<Label, Error> {
        let passport = self.find_passport(name)?;
        let secured = Secured::parse(passport.text.as_bytes()).map_err(Problem::from)?;
        Ok(Label::of(&secured.credential())?)
    }
}

impl Label {
    /// The label of a passport's battery.
    pub fn of(passport: &Value) -> Result<Self, Problem> {
        let subject = model::Credential::new(passport)
            .subject()
            .ok_or_else(|| Problem::new("label.no_subject", "the passport is about nothing"))?;
        let battery: BatteryId = subject["id"]
            .as_str()
            .unwrap_or_default()
            .parse()
            .map_err(|error| Problem::from(error).at("/credentialSubject/id"))?;
        let link = battery.to_string();
        let mut facts = Vec::new();
        if let Some(serial) = battery.serial() {
            facts.push(("Serial", serial.as_str().to_owned()));
        }
        if let Some(gtin) = battery.gtin() {
            facts.push(("GTIN", gtin.to_string()));
        }
        facts.extend(described(subject));
        Ok(Self {
            // A label is scratched and dirtied.
            code: QrCode::encode(link.as_bytes(), Correction::Quartile)?,
            link,
            maker: naming::maker(subject).map(str::to_owned),
            model: naming::model(subject).map(str::to_owned),
            facts,
        })
    }

    /// What the code says.
    pub fn link(&self) -> &str {
        &self.link
    }

    /// The code.
    pub fn code(&self) -> &QrCode {
        &self.code
    }

    /// The label, in millimetres: code on the left, what it is on the right.
    pub fn to_svg(&self) -> String {
        svg::draw(self)
    }

    /// The code alone as PNG, with its quiet zone.
    pub fn to_png(&self) -> Result<Vec<u8>, Problem> {
        self.code.to_png(PIXELS)
    }
}

/// What Annex VI part A has on the label of what readers look for first, as people read it.
fn described(subject: &Value) -> Vec<(&'static str, String)> {
    let lines = describe(subject);
    let text = |(title, row): (&'static str, &Attribute)| {
        let line = lines
            .iter()
            .find(|line| line.pointer.to_string() == row.pointer)?;
        let text = match row.pointer {
            CATEGORY => Category::of(subject).ok()?.title().to_owned(),
            _ if row.kind == Kind::Date => month_and_year(line.text.as_deref()?)?,
            _ => line.text.clone()?,
        };
        Some((title, text))
    };
    let printed = |row: &Attribute| {
        let governing = table().governing(row.pointer);
        governing.is_some_and(|row| row.law.contains("Annex VI part A"))
    };
    let first = naming::at_a_glance().filter(|(_, row)| printed(row));
    first.filter_map(text).collect()
}

/// `2026-03-18` as `03/2026`: Annex VI part A point 4 asks for month and year.
fn month_and_year(date: &str) -> Option<String> {
    let (year, rest) = date.split_at_checked(4)?;
    let month = rest.strip_prefix('-')?.get(..2)?;
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(year) && digits(month)).then(|| format!("{month}/{year}"))
}

/// Pixels a module: sharp on a label of 3 cm at 300 dots an inch.
const PIXELS: u16 = 10;

#[cfg(test)]
mod tests {
    use platform::qr::read_picture;
    use serde_json::json;

    use super::*;
    use crate::issuance::PassportOrder;
    use crate::issuance::tests::scene;
    use crate::sample;

    const LINK: &str = "https://id.voltcell.example/01/09506000134352/21/VC77-0001234";

    fn label_with(change: impl FnOnce(&mut Value)) -> Label {
        let mut subject = sample::ev_passport();
        change(&mut subject);
        Label::of(&json!({"credentialSubject": subject})).unwrap()
    }

    #[test]
    fn the_picture_is_read_back_as_the_batterys_link() {
        let scene = scene();
        scene.passport(PassportOrder::new(sample::ev_passport()));
        let label = scene.issuer.label("VC77-0001234").unwrap();
        let read = read_picture(&label.to_png().unwrap()).unwrap();
        assert_eq!(read, [LINK.as_bytes().to_vec()]);
        assert_eq!(label.link(), LINK);
        assert!(label.code().correction() >= Correction::Quartile);
    }

    #[test]
    fn a_label_tells_what_the_battery_is_in_words_and_units() {
        let label = label_with(|_| ());
        assert_eq!(label.maker.as_deref(), Some("Voltcell GmbH"));
        let expected = [
            ("Serial", "VC77-0001234"),
            ("GTIN", "09506000134352"),
            ("Category", "Electric vehicle"),
            ("Made", "03/2026"),
            ("Mass", "478 kg"),
            ("Chemistry", "NMC"),
            ("Capacity", "217 Ah"),
        ];
        let facts: Vec<_> = label.facts.iter().map(|(t, v)| (*t, v.as_str())).collect();
        assert_eq!(facts, expected);
    }

    #[test]
    fn text_of_an_issuer_never_becomes_markup_and_is_cut_to_fit() {
        let label = label_with(|subject| {
            let general = &mut subject["generalProductInformation"];
            general["modelIdentifier"] = json!("<script>\"a\" & 'b'\u{1}</script>".repeat(9));
            general["manufacturingDate"] = json!("ä026-03");
        });
        let svg = label.to_svg();
        assert!(
            !svg.contains("<script>")
                && svg.contains("&lt;script&gt;&quot;a&quot; &amp; &apos;b&apos;")
        );
        assert!(!svg.contains('\u{1}') && svg.contains('…'));
        assert!(!svg.contains(">Made<"));
        assert!(
            svg.lines()
                .all(|line| line.len() < 400 || line.contains("<path"))
        );
    }

    #[test]
    fn a_passport_without_an_identifier_has_no_label() {
        let error = Label::of(&json!({"credentialSubject": {"id": "VC77"}})).unwrap_err();
        assert_eq!(error.code, "identifier.not_a_link");
        assert_eq!(error.pointer.as_deref(), Some("/credentialSubject/id"));
    }
}
