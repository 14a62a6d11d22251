//! Who signs in the vectors: keys that come from their labels, each behind its did:key.

use credentials::keys::{Algorithm, PublicKey, SecretKey, SignError, Signer};
use credentials::{Did, DidUrl};
use p256::ecdsa::signature::Signer as _;
use serde_json::{Value, json};

use super::stream::Stream;

/// Somebody with a key.
#[derive(Debug)]
pub struct Party {
    /// The role and the algorithm, such as `issuer p256`.
    pub label: String,
    /// Its DID.
    pub did: Did,
    /// The one verification method.
    pub method: DidUrl,
    secret: SecretKey,
}

/// What somebody does in the story.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Makes the battery and issues its first passport.
    Issuer,
    /// The responsible operator's key, which passports are bound to.
    Holder,
    /// Takes the battery over.
    Successor,
    /// Has nothing to do with the battery.
    Stranger,
    /// Says whom to trust.
    Authority,
}

impl Party {
    /// The party of this role with a key of this algorithm.
    pub fn new(role: Role, algorithm: Algorithm) -> Self {
        let label = format!("{} {}", role.name(), key_name(algorithm));
        let secret = SecretKey::generate(algorithm, &mut Stream::of(&label)).unwrap();
        Self::of(&label, secret)
    }

    /// Whoever has this key.
    pub fn of(label: &str, secret: SecretKey) -> Self {
        Self {
            did: Did::of_key(secret.public()),
            method: DidUrl::of_key(secret.public()),
            label: label.to_owned(),
            secret,
        }
    }

    /// The secret key.
    pub fn secret(&self) -> &SecretKey {
        &self.secret
    }

    /// Its public key.
    pub fn public(&self) -> &PublicKey {
        self.secret.public()
    }

    /// Its entry in `keys.json`.
    pub fn to_value(&self) -> Value {
        json!({
            "label": self.label,
            "did": self.did,
            "verificationMethod": self.method.to_string(),
            "publicKeyMultibase": self.public().to_multikey(),
            "publicKeyJwk": self.public().to_jwk(),
            "secretKeyHex": super::hex(&self.secret.to_bytes()),
        })
    }
}

impl Signer for Party {
    fn public_key(&self) -> &PublicKey {
        self.secret.public()
    }

    /// RFC 6979 where the library's own ECDSA would draw a nonce: the same message gives the same bytes.
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let refused = |error: p256::ecdsa::Error| SignError(error.to_string());
        let scalar = self.secret.to_bytes();
        match self.secret.algorithm() {
            Algorithm::P256 => {
                let key = p256::ecdsa::SigningKey::from_slice(&scalar).map_err(refused)?;
                let signature: p256::ecdsa::Signature = key.try_sign(message).map_err(refused)?;
                Ok(signature.to_bytes().to_vec())
            }
            Algorithm::P384 => {
                let key = p384::ecdsa::SigningKey::from_slice(&scalar).map_err(refused)?;
                let signature: p384::ecdsa::Signature = key.try_sign(message).map_err(refused)?;
                Ok(signature.to_bytes().to_vec())
            }
            Algorithm::Ed25519 | Algorithm::Bls12381G2 => self.secret.sign(message),
        }
    }

    fn sign_messages(&self, header: &[u8], messages: &[&[u8]]) -> Result<Vec<u8>, SignError> {
        self.secret.sign_messages(header, messages)
    }
}

impl Role {
    /// Every role.
    pub const ALL: [Self; 5] = [
        Self::Issuer,
        Self::Holder,
        Self::Successor,
        Self::Stranger,
        Self::Authority,
    ];

    fn name(self) -> &'static str {
        match self {
            Self::Issuer => "issuer",
            Self::Holder => "holder",
            Self::Successor => "successor",
            Self::Stranger => "stranger",
            Self::Authority => "authority",
        }
    }
}

/// The name of an algorithm in paths and labels: that of `init --key`.
pub fn key_name(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Ed25519 => "ed25519",
        Algorithm::P256 => "p256",
        Algorithm::P384 => "p384",
        Algorithm::Bls12381G2 => "bls12381",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_message_is_signed_with_the_same_bytes_and_they_hold() {
        for algorithm in [Algorithm::Ed25519, Algorithm::P256, Algorithm::P384] {
            let party = Party::new(Role::Issuer, algorithm);
            let signature = party.sign(b"battery").unwrap();
            assert_eq!(party.sign(b"battery").unwrap(), signature, "{algorithm}");
            assert_eq!(party.public().verify(b"battery", &signature), Ok(()));
            assert!(party.public().verify(b"Battery", &signature).is_err());
        }
    }

    #[test]
    fn rfc_6979_gives_the_nonce() {
        // RFC 6979 appendix A.2.5 and A.2.6, message "sample" with the curve's own hash.
        let x = "C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721";
        let r = "EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716";
        let secret = SecretKey::from_seed(Algorithm::P256, &unhex(x)).unwrap();
        assert_eq!(party(secret).sign(b"sample").unwrap()[..32], unhex(r));
        let x = "6B9D3DAD2E1B8C1C05B19875B6659F4DE23C3B667BF297BA9AA47740787137D896D5724E4C70A825F872C9EA60D2EDF5";
        let r = "94EDBB92A5ECB8AAD4736E56C691916B3F88140666CE9FA73D64C4EA95AD133C81A648152E44ACF96E36DD1E80FABE46";
        let secret = SecretKey::from_seed(Algorithm::P384, &unhex(x)).unwrap();
        assert_eq!(party(secret).sign(b"sample").unwrap()[..48], unhex(r));
    }

    fn party(secret: SecretKey) -> Party {
        Party::of("rfc 6979", secret)
    }

    fn unhex(text: &str) -> Vec<u8> {
        let byte = |at| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(byte).collect()
    }
}
