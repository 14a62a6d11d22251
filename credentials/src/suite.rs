//! The ways to secure a credential, as people choose them.

use std::fmt;
use std::str::FromStr;

use crate::keys::Algorithm;
use crate::problem::Coded;
use crate::proof::Cryptosuite;

/// How a credential is secured: one model, several envelopes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Suite {
    /// SD-JWT (RFC 9901) as VC-JOSE-COSE has it: every attribute can be withheld, presentations are bound to the
    /// holder's key.
    SdJwt,
    /// SD-JWT VC, which OpenID4VP wallets ask for, with the credential in it: as [`Suite::SdJwt`] otherwise.
    DcSdJwt,
    /// JWT (RFC 7519) as VC-JOSE-COSE has it: the credential is the payload, signed as a whole.
    VcJwt,
    /// A Data Integrity proof inside the credential.
    DataIntegrity(Cryptosuite),
}

/// A name that no suite has.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown suite {0:?}, expected one of {names}", names = Suite::names())]
pub struct UnknownSuite(pub String);

impl Suite {
    /// For events, status lists and transfers: no part of them is ever withheld.
    pub const EDDSA_JCS_2022: Self = Self::DataIntegrity(Cryptosuite::EddsaJcs2022);

    /// Every suite.
    pub fn all() -> impl Iterator<Item = Self> {
        let proofs = Cryptosuite::ALL.into_iter().map(Self::DataIntegrity);
        [Self::SdJwt, Self::DcSdJwt, Self::VcJwt]
            .into_iter()
            .chain(proofs)
    }

    /// The name on the command line and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Self::SdJwt => "sd-jwt",
            Self::DcSdJwt => "dc+sd-jwt",
            Self::VcJwt => "vc+jwt",
            Self::DataIntegrity(cryptosuite) => cryptosuite.name(),
        }
    }

    /// The algorithms whose keys sign so, the one that most others read first.
    pub fn algorithms(self) -> &'static [Algorithm] {
        match self {
            // P-256 is what wallets ask for (OpenID4VC HAIP).
            Self::SdJwt | Self::DcSdJwt => &[Algorithm::P256, Algorithm::Ed25519],
            Self::VcJwt => &[Algorithm::Ed25519, Algorithm::P256, Algorithm::P384],
            Self::DataIntegrity(cryptosuite) => cryptosuite.algorithms(),
        }
    }

    /// Whether it binds presentations to the holder's key, and lets attributes be withheld.
    pub fn is_sd_jwt(self) -> bool {
        matches!(self, Self::SdJwt | Self::DcSdJwt)
    }

    /// Whether a holder can withhold attributes of a passport that is secured so.
    pub fn discloses_selectively(self) -> bool {
        match self {
            Self::SdJwt | Self::DcSdJwt => true,
            Self::VcJwt => false,
            Self::DataIntegrity(cryptosuite) => cryptosuite.discloses_selectively(),
        }
    }

    /// Whether a passport that is secured so can name the key that presents it.
    pub fn binds_holder(self) -> bool {
        self != Self::VcJwt
    }

    fn names() -> String {
        let names: Vec<&str> = Self::all().map(Self::name).collect();
        names.join(", ")
    }
}

impl fmt::Display for Suite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Suite {
    type Err = UnknownSuite;

    fn from_str(name: &str) -> Result<Self, UnknownSuite> {
        Self::all()
            .find(|suite| suite.name() == name)
            .ok_or_else(|| UnknownSuite(name.to_owned()))
    }
}

impl Coded for UnknownSuite {
    fn code(&self) -> &'static str {
        "suite.unknown"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_suite_is_known_by_its_name() {
        for suite in Suite::all() {
            assert_eq!(suite.name().parse::<Suite>().unwrap(), suite);
        }
        let error = "rot13".parse::<Suite>().unwrap_err();
        assert_eq!(error.code(), "suite.unknown");
        assert!(error.to_string().contains("expected one of sd-jwt, "));
    }
}
