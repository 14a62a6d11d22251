//! The metals that must be recovered.

use std::fmt;

/// A metal for which Annex XII part C sets a target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Metal {
    /// Co
    Cobalt,
    /// Cu
    Copper,
    /// Pb
    Lead,
    /// Li
    Lithium,
    /// Ni
    Nickel,
}

impl Metal {
    /// Every one, in the order of Annex XII.
    pub const ALL: [Self; 5] = [
        Self::Cobalt,
        Self::Copper,
        Self::Lead,
        Self::Lithium,
        Self::Nickel,
    ];

    /// For people.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cobalt => "cobalt",
            Self::Copper => "copper",
            Self::Lead => "lead",
            Self::Lithium => "lithium",
            Self::Nickel => "nickel",
        }
    }

    /// The chemical symbol.
    pub const fn symbol(self) -> &'static str {
        match self {
            Self::Cobalt => "Co",
            Self::Copper => "Cu",
            Self::Lead => "Pb",
            Self::Lithium => "Li",
            Self::Nickel => "Ni",
        }
    }

    /// The CAS number of the element.
    pub const fn cas(self) -> &'static str {
        match self {
            Self::Cobalt => "7440-48-4",
            Self::Copper => "7440-50-8",
            Self::Lead => "7439-92-1",
            Self::Lithium => "7439-93-2",
            Self::Nickel => "7440-02-0",
        }
    }

    /// The metal that is named so: by name, symbol or CAS number. A compound, such as lithium carbonate, is none.
    pub fn named(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.into_iter().find(|metal| {
            text.eq_ignore_ascii_case(metal.name())
                || text.eq_ignore_ascii_case(metal.symbol())
                || text == metal.cas()
        })
    }
}

impl fmt::Display for Metal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_metal_is_known_by_name_symbol_and_cas_number_and_a_compound_is_none() {
        for metal in Metal::ALL {
            for name in [metal.name(), metal.symbol(), metal.cas()] {
                assert_eq!(Metal::named(name), Some(metal), "{name}");
            }
        }
        assert_eq!(Metal::named(" Lithium "), Some(Metal::Lithium));
        for other in ["lithium carbonate", "Cobaltum", "", "steel", "554-13-2"] {
            assert_eq!(Metal::named(other), None, "{other}");
        }
    }
}
