//! The documents, each under its URL.

/// A context that is part of this crate.
#[derive(Debug, Clone, Copy)]
pub struct Pinned {
    /// What credentials name.
    pub url: &'static str,
    /// SHA-256 of the document, in hexadecimal.
    pub sha256: &'static str,
    /// The document, byte for byte as published.
    pub text: &'static str,
}

/// Every pinned context.
pub fn pinned() -> &'static [Pinned] {
    DOCUMENTS
}

/// Provenance and licences stand in `documents/README.md`.
static DOCUMENTS: &[Pinned] = &[
    document(
        "https://w3id.org/voltproof/dbp/v1",
        "ec85131eaf464ba23af7254d72085c9546da0e7637b2effe2017274eff7f6c60",
        include_str!("documents/voltproof-dbp-v1.jsonld"),
    ),
    document(
        "https://www.w3.org/2018/credentials/v1",
        "ab4ddd9a531758807a79a5b450510d61ae8d147eab966cc9a200c07095b0cdcc",
        include_str!("documents/credentials-v1.jsonld"),
    ),
    document(
        "https://www.w3.org/ns/credentials/v2",
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734",
        include_str!("documents/credentials-v2.jsonld"),
    ),
    document(
        "https://www.w3.org/ns/credentials/examples/v2",
        "57393fbc69d6efb9b9b5dc9cb6b9880b0944360abfe2eaf459c9e58cf2279d7c",
        include_str!("documents/credentials-examples-v2.jsonld"),
    ),
    document(
        "https://www.w3.org/ns/credentials/undefined-terms/v2",
        "82dab514ba44eb18f5d1b0f638c5e140c6a556fbfb5089601bdc0fa5eb8b2581",
        include_str!("documents/credentials-undefined-terms-v2.jsonld"),
    ),
    document(
        "https://w3id.org/security/data-integrity/v1",
        "b5d829bd09aa7c42abc6efa0c8ed7635313b5487f37ccfce3ecd149ca9418554",
        include_str!("documents/data-integrity-v1.jsonld"),
    ),
    document(
        "https://w3id.org/security/data-integrity/v2",
        "67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4",
        include_str!("documents/data-integrity-v2.jsonld"),
    ),
    document(
        "https://w3id.org/security/multikey/v1",
        "ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597",
        include_str!("documents/multikey-v1.jsonld"),
    ),
    document(
        "https://w3id.org/security/jwk/v1",
        "0f14b62f6071aafe00df265770ea0c7508e118247d79b7d861a406d2aa00bece",
        include_str!("documents/jwk-v1.jsonld"),
    ),
    document(
        "https://w3id.org/security/suites/ed25519-2020/v1",
        "b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588",
        include_str!("documents/ed25519-2020-v1.jsonld"),
    ),
    document(
        "https://www.w3.org/ns/cid/v1",
        "ea216ecc1cb02cd39b693dba2250141e270ba0bf95890be107dd9a9e8e43de85",
        include_str!("documents/cid-v1.jsonld"),
    ),
    document(
        "https://www.w3.org/ns/did/v1",
        "62c1054bf404d6dd3a4b26b64f830fd72095f6a26edc4469908c94351352ce5f",
        include_str!("documents/did-v1.jsonld"),
    ),
    document(
        "https://w3id.org/citizenship/v4rc1",
        "5038c7383afd7ab2158f1b997913a8f60978a0abcf96e0b0d08e29f146d2db1e",
        include_str!("documents/citizenship-v4rc1.jsonld"),
    ),
    document(
        "https://www.w3.org/ns/credentials/status/v1",
        "fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7",
        include_str!("documents/status-v1.jsonld"),
    ),
    document(
        "https://w3id.org/vdl/v1",
        "b069d7ad1fab36cdc811d6bfa46d8d897277635258b9b9ccb130e3ed76df28d6",
        include_str!("documents/vdl-v1.jsonld"),
    ),
];

const fn document(url: &'static str, sha256: &'static str, text: &'static str) -> Pinned {
    Pinned { url, sha256, text }
}

#[cfg(test)]
mod tests {
    use sha2::{Digest, Sha256};

    use super::*;

    #[test]
    fn every_document_has_the_digest_it_is_pinned_by() {
        for pinned in pinned() {
            let digest = Sha256::digest(pinned.text);
            let digest: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
            assert_eq!(digest, pinned.sha256, "{}", pinned.url);
        }
    }

    #[test]
    fn the_credentials_context_is_the_one_of_the_recommendation() {
        let v2 = pinned()
            .iter()
            .find(|pinned| pinned.url == super::super::CREDENTIALS_V2);
        // Verifiable Credentials Data Model v2.0, appendix B.1.
        assert_eq!(
            v2.unwrap().sha256,
            "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
        );
    }
}
