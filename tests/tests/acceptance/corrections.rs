//! What is wrong with each published payload, and what an issuer would put there.
//!
//! A table each; a line is why the published value cannot stand, its place, and what `--set` puts there. Where values are
//! told by one another, part of the place of the other errors that this mends follows.

pub const BATTERY_PASS: &str = include_str!("corrections/battery_pass_1_2.txt");
pub const CATENA_X: &str = include_str!("corrections/catena_x_6_1_0.txt");
pub const IDTA: &str = include_str!("corrections/idta_02035.txt");

/// The published example is of a starter battery.
pub const NO_SLI_BATTERY: &str = "dummy | /generalProductInformation/batteryCategory | ev";

/// Values that stand in several places.
const ADDRESS: &str = r#"{"addressCountry": "Germany", "streetAddress": "Zellenring 12, Salzgitter", "postalCode": "38239"}"#;
const LABELS: &str = r#"[{"labelingSubject": "SeparateCollection", "labelingSymbol": "https://docs.voltcell.example/collection.svg", "labelingMeaning": {"en": "Do not put this battery in household waste"}}]"#;

/// One value that the caller sets.
pub struct Correction {
    pub pointer: &'static str,
    /// As `--set` takes it.
    value: &'static str,
    /// Why the published value cannot stand.
    pub why: Why,
    /// Part of the place of other errors that this mends too.
    pub with: Option<&'static str>,
}

/// Why a value is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The published value is made by chance or a dummy, and no battery has it.
    Dummy,
    /// The law asks for it and the model has no place for it.
    NoPlace,
    /// The model has a place, and the payload nothing in it.
    Unstated,
    /// The model has a partner number or a code, and the law asks for name and address.
    Numbered,
}

impl Correction {
    /// The lines of a table.
    pub fn all(table: &'static str) -> impl Iterator<Item = Self> {
        table
            .lines()
            .map(|line| Self::read(line).ok_or(line).unwrap())
    }

    fn read(line: &'static str) -> Option<Self> {
        let mut columns = line.split(" | ");
        let why = match columns.next()? {
            "dummy" => Why::Dummy,
            "no place" => Why::NoPlace,
            "unstated" => Why::Unstated,
            "numbered" => Why::Numbered,
            _ => return None,
        };
        let pointer = columns.next()?;
        let value = match columns.next()? {
            "ADDRESS" => ADDRESS,
            "LABELS" => LABELS,
            value => value,
        };
        let with = columns.next();
        columns.next().is_none().then_some(Self {
            pointer,
            value,
            why,
            with,
        })
    }

    /// As it is typed.
    pub fn argument(&self) -> [String; 2] {
        let Self { pointer, value, .. } = self;
        ["--set".to_owned(), format!("{pointer}={value}")]
    }
}
