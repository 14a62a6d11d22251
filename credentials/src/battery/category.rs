//! Which batteries have a passport at all (Art. 77(1)).

use std::fmt;
use std::str::FromStr;

use serde_json::Value;

use crate::problem::Coded;

/// A battery category that has a passport.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Category {
    /// Electric vehicle battery, Art. 3(1)(14).
    Ev,
    /// Battery of a light means of transport, Art. 3(1)(11).
    Lmt,
    /// Industrial battery above 2 kWh, Art. 3(1)(13).
    Industrial,
    /// Stationary battery energy storage system above 2 kWh, Art. 3(1)(15): an industrial battery.
    Stationary,
}

/// Why a battery's category cannot be used.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum CategoryError {
    /// Portable or SLI.
    #[error(
        "a {0} battery needs no battery passport: Art. 77(1) asks one of EV, LMT and industrial batteries above 2 kWh only"
    )]
    NotRequired(&'static str),
    /// Industrial or stationary, but small.
    #[error(
        "an industrial battery of {0} kWh needs no battery passport: Art. 77(1) asks one above 2 kWh only"
    )]
    TooSmall(f64),
    /// None of the known names.
    #[error("unknown battery category {0:?}, expected one of ev, lmt, industrial, stationary")]
    Unknown(String),
    /// The subject does not say.
    #[error("the battery's category is missing")]
    Missing,
}

/// Pointer to the category in a subject.
pub const CATEGORY: &str = "/generalProductInformation/batteryCategory";
/// Pointer to the rated energy in a subject, kWh.
pub const RATED_ENERGY: &str = "/performanceAndDurability/batteryTechnicalProperties/ratedEnergy";

/// The most energy, in kWh, of an industrial battery without a passport (Art. 77(1)).
pub(super) const SMALL_INDUSTRIAL_KWH: f64 = 2.0;

impl Category {
    /// Every category.
    pub const ALL: [Category; 4] = [
        Category::Ev,
        Category::Lmt,
        Category::Industrial,
        Category::Stationary,
    ];

    /// The category a subject states, refused where the law asks no passport of such a battery.
    pub fn of(subject: &Value) -> Result<Self, CategoryError> {
        let category: Category = match subject.pointer(CATEGORY) {
            Some(Value::String(name)) => name.parse()?,
            Some(other) => return Err(CategoryError::Unknown(other.to_string())),
            None => return Err(CategoryError::Missing),
        };
        category.check_size(subject)?;
        Ok(category)
    }

    /// Refuses an industrial or stationary battery of 2 kWh or less; an unstated energy passes.
    pub fn check_size(self, subject: &Value) -> Result<(), CategoryError> {
        let energy = subject.pointer(RATED_ENERGY).and_then(Value::as_f64);
        match (self, energy) {
            (category, Some(kwh)) if category.is_industrial() && kwh <= SMALL_INDUSTRIAL_KWH => {
                Err(CategoryError::TooSmall(kwh))
            }
            _ => Ok(()),
        }
    }

    /// Whether it is one of these categories; every one is where there are none.
    pub fn is_in(self, scope: &[Self]) -> bool {
        // A stationary system is an industrial battery, Art. 3(1)(15).
        let industrial = self == Self::Stationary && scope.contains(&Self::Industrial);
        scope.is_empty() || scope.contains(&self) || industrial
    }

    /// Whether it is an industrial battery by Art. 3(1)(13), which stationary storage is too.
    pub(super) fn is_industrial(self) -> bool {
        matches!(self, Category::Industrial | Category::Stationary)
    }

    /// The value of `batteryCategory`.
    pub fn name(self) -> &'static str {
        match self {
            Category::Ev => "ev",
            Category::Lmt => "lmt",
            Category::Industrial => "industrial",
            Category::Stationary => "stationary",
        }
    }

    /// In words.
    pub fn title(self) -> &'static str {
        match self {
            Category::Ev => "Electric vehicle",
            Category::Lmt => "Light means of transport",
            Category::Industrial => "Industrial",
            Category::Stationary => "Stationary storage",
        }
    }
}

impl fmt::Display for Category {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Category {
    type Err = CategoryError;

    fn from_str(name: &str) -> Result<Self, CategoryError> {
        match name.trim().to_ascii_lowercase().as_str() {
            "ev" => Ok(Category::Ev),
            "lmt" => Ok(Category::Lmt),
            "industrial" => Ok(Category::Industrial),
            "stationary" => Ok(Category::Stationary),
            "portable" => Err(CategoryError::NotRequired("portable")),
            // Art. 3(1)(12): starting, lighting, ignition.
            "sli" | "starter" => Err(CategoryError::NotRequired("SLI")),
            _ => Err(CategoryError::Unknown(name.to_owned())),
        }
    }
}

impl Coded for CategoryError {
    fn code(&self) -> &'static str {
        match self {
            CategoryError::NotRequired(_) => "battery.passport_not_required",
            CategoryError::TooSmall(_) => "battery.passport_not_required",
            CategoryError::Unknown(_) => "battery.category_unknown",
            CategoryError::Missing => "battery.category_missing",
        }
    }

    fn pointer(&self) -> Option<String> {
        Some(match self {
            CategoryError::TooSmall(_) => RATED_ENERGY.to_owned(),
            _ => CATEGORY.to_owned(),
        })
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            CategoryError::NotRequired(_) => {
                "the label duties of Art. 13 still hold; issue no passport for this battery"
                    .to_owned()
            }
            CategoryError::TooSmall(_) => {
                "check that ratedEnergy is in kWh; otherwise issue no passport for this battery"
                    .to_owned()
            }
            _ => "state ev, lmt, industrial or stationary".to_owned(),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn subject(category: &str, kwh: f64) -> Value {
        json!({
            "generalProductInformation": {"batteryCategory": category},
            "performanceAndDurability": {"batteryTechnicalProperties": {"ratedEnergy": kwh}}
        })
    }

    #[test]
    fn the_four_categories_of_article_77_are_known() {
        for category in Category::ALL {
            assert_eq!(Category::of(&subject(category.name(), 75.0)), Ok(category));
        }
    }

    #[test]
    fn portable_and_sli_batteries_are_told_that_they_need_no_passport() {
        for name in ["portable", "SLI", "Portable"] {
            let error = Category::of(&subject(name, 1.0)).unwrap_err();
            assert_eq!(error.code(), "battery.passport_not_required", "{name}");
            assert_eq!(error.pointer().as_deref(), Some(CATEGORY));
            assert!(
                error.to_string().contains("needs no battery passport"),
                "{error}"
            );
        }
    }

    #[test]
    fn an_industrial_battery_needs_a_passport_only_above_two_kilowatt_hours() {
        for name in ["industrial", "stationary"] {
            assert_eq!(
                Category::of(&subject(name, 2.0)),
                Err(CategoryError::TooSmall(2.0))
            );
            assert!(Category::of(&subject(name, 2.1)).is_ok());
        }
        assert!(Category::of(&subject("lmt", 0.5)).is_ok());
    }
}
