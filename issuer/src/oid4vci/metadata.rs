//! What the issuer says of itself to wallets.

use std::collections::BTreeMap;

use credentials::Suite;
use credentials::battery::passport::PASSPORT;
use credentials::context::{BATTERY_PASSPORT_V1, CREDENTIALS_V2};
use credentials::proof::Cryptosuite;
use credentials::protocol::oid4vci::{
    AuthorizationServerMetadata, CredentialConfiguration, CredentialDefinition, CredentialMetadata,
    Display, Format, IssuerMetadata, IssuerUrl, ProofType,
};
use serde_json::json;

use crate::store::{Credential, Kind};

/// The configuration under which a credential is offered.
pub fn configuration_of(credential: &Credential) -> &'static str {
    match credential.suite.parse() {
        Ok(Suite::SdJwt) => SD_JWT,
        Ok(Suite::DcSdJwt) => SD_JWT_VC,
        Ok(Suite::VcJwt) => JWT,
        Ok(suite) if suite.discloses_selectively() && credential.kind == Kind::Passport => {
            PROOF_BOUND
        }
        _ => DATA_INTEGRITY,
    }
}

/// The body of `/.well-known/openid-credential-issuer`.
pub fn issuer(url: &IssuerUrl, name: &str) -> IssuerMetadata {
    IssuerMetadata {
        authorization_servers: Vec::new(),
        credential_endpoint: url.endpoint("credential"),
        nonce_endpoint: Some(url.endpoint("nonce")),
        notification_endpoint: Some(url.endpoint("notification")),
        display: vec![named(name)],
        credential_configurations_supported: BTreeMap::from([
            (SD_JWT.to_owned(), sd_jwt()),
            (SD_JWT_VC.to_owned(), sd_jwt_vc()),
            (JWT.to_owned(), jwt()),
            (PROOF_BOUND.to_owned(), proof_bound()),
            (DATA_INTEGRITY.to_owned(), data_integrity()),
        ]),
        credential_issuer: url.clone(),
    }
}

/// The body of `/.well-known/oauth-authorization-server`.
pub fn authorization_server(url: &IssuerUrl) -> AuthorizationServerMetadata {
    AuthorizationServerMetadata::pre_authorized_only(url.clone())
}

fn sd_jwt() -> CredentialConfiguration {
    let proof = ProofType {
        proof_signing_alg_values_supported: ["EdDSA", "Ed25519", "ES256"]
            .map(str::to_owned)
            .to_vec(),
        key_attestations_required: None,
    };
    CredentialConfiguration {
        format: Format::VcSdJwt,
        scope: None,
        cryptographic_binding_methods_supported: ["jwk", "did:key", "did:jwk"]
            .map(str::to_owned)
            .to_vec(),
        credential_signing_alg_values_supported: vec![json!("EdDSA"), json!("ES256")],
        proof_types_supported: BTreeMap::from([("jwt".to_owned(), proof)]),
        ..configuration(PASSPORT, "EU digital battery passport")
    }
}

/// The same for wallets that know types by `vct` (appendix A.3).
fn sd_jwt_vc() -> CredentialConfiguration {
    CredentialConfiguration {
        format: Format::DcSdJwt,
        credential_definition: None,
        vct: Some(format!("{BATTERY_PASSPORT_V1}/{PASSPORT}")),
        ..sd_jwt()
    }
}

/// A passport with a proof that discloses selectively, which names its holder.
fn proof_bound() -> CredentialConfiguration {
    let suites = [Cryptosuite::EcdsaSd2023, Cryptosuite::Bbs2023];
    CredentialConfiguration {
        format: Format::LdpVc,
        credential_signing_alg_values_supported: suites.map(|suite| json!(suite.name())).to_vec(),
        ..sd_jwt()
    }
}

/// Nothing is bound here, so no key proof is asked for.
fn jwt() -> CredentialConfiguration {
    let algorithms = Suite::VcJwt.algorithms().iter();
    let algorithms = algorithms.filter_map(|algorithm| algorithm.jose_alg());
    CredentialConfiguration {
        format: Format::JwtVcJson,
        credential_signing_alg_values_supported: algorithms.map(|alg| json!(alg)).collect(),
        ..configuration("VerifiableCredential", "Battery credential as JWT")
    }
}

/// Nor here.
fn data_integrity() -> CredentialConfiguration {
    CredentialConfiguration {
        format: Format::LdpVc,
        credential_signing_alg_values_supported: vec![json!(Suite::EDDSA_JCS_2022.name())],
        ..configuration("VerifiableCredential", "Battery credential")
    }
}

fn configuration(kind: &str, name: &str) -> CredentialConfiguration {
    let mut types = vec!["VerifiableCredential".to_owned()];
    if kind != types[0] {
        types.push(kind.to_owned());
    }
    CredentialConfiguration {
        format: Format::VcSdJwt,
        scope: None,
        cryptographic_binding_methods_supported: Vec::new(),
        credential_signing_alg_values_supported: Vec::new(),
        proof_types_supported: BTreeMap::new(),
        credential_definition: Some(CredentialDefinition {
            context: vec![CREDENTIALS_V2.to_owned(), BATTERY_PASSPORT_V1.to_owned()],
            types,
        }),
        vct: None,
        credential_metadata: Some(CredentialMetadata {
            display: vec![named(name)],
            claims: Vec::new(),
        }),
    }
}

fn named(name: &str) -> Display {
    Display {
        name: Some(name.to_owned()),
        locale: Some("en".to_owned()),
        description: None,
    }
}

const SD_JWT: &str = "battery-passport-sd-jwt";
const SD_JWT_VC: &str = "battery-passport-sd-jwt-vc";
const JWT: &str = "battery-credential-jwt";
const PROOF_BOUND: &str = "battery-passport-data-integrity";
const DATA_INTEGRITY: &str = "battery-credential-data-integrity";
