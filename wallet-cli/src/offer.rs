//! Taking up a credential offer: OpenID4VCI 1.0, pre-authorized code flow, the wallet's side.

use credentials::jose::JoseError;
use credentials::keys::{Algorithm, Signer};
use credentials::protocol::oid4vci::{
    AuthorizationServerMetadata, CredentialConfiguration, CredentialOffer, CredentialRequest,
    CredentialResponse, EndpointUrl, ErrorCode, ErrorResponse, Event, Format, IssuerMetadata,
    MessageError, NonceResponse, NotificationRequest, OfferLink, PreAuthorizedGrant, Requested,
    TokenRequest, TokenResponse, TxCode, prove,
};
use credentials::{Coded, Problem};
use did_resolver::guard::{Client, FetchError, Fetched, Post};
use jiff::Timestamp;
use platform::{Exit, Failure};
use url::Url;

/// An offer that was read, and what its issuer says about itself.
#[derive(Debug)]
pub struct Offer {
    grant: PreAuthorizedGrant,
    configurations: Vec<String>,
    metadata: IssuerMetadata,
    server: AuthorizationServerMetadata,
}

/// One credential that was issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issued {
    /// The secured credential.
    pub bytes: Vec<u8>,
    /// Whether it must be bound to the key that was proven.
    pub bound: bool,
    /// What to name in a notification.
    notification: Option<String>,
}

/// Why an offer led to nothing.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum OfferError {
    /// A message is not what it should be.
    #[error(transparent)]
    Message(#[from] MessageError),
    /// The issuer cannot be reached, or must not be.
    #[error(transparent)]
    Fetch(#[from] FetchError),
    /// The issuer says no.
    #[error("{url} refuses: {response}")]
    Refused {
        /// The endpoint.
        url: Url,
        /// What it says.
        response: Box<ErrorResponse>,
    },
    /// An answer that says nothing.
    #[error("{url} answers with status {status}")]
    Status {
        /// The endpoint.
        url: Url,
        /// The status.
        status: u16,
    },
    /// Another flow is offered.
    #[error("the offer has no pre-authorized code, the one grant that is taken up here")]
    Grant,
    /// A code is needed that came on another way.
    #[error("the offer needs a code that the issuer gave you on another way{}", .0.description.as_ref().map(|d| format!(": {d}")).unwrap_or_default())]
    TxCode(TxCode),
    /// A format that the wallet cannot read.
    #[error("the offer is of credentials in the format {0}, which this wallet cannot read")]
    Format(String),
    /// A proof of another kind is asked for.
    #[error("the issuer asks for a key proof that an Ed25519 key and the type `jwt` cannot give")]
    Proof,
    /// The wallet's key could not sign.
    #[error(transparent)]
    Sign(#[from] JoseError),
}

impl Offer {
    /// Reads an offer link, and fetches what it leads to.
    pub fn open(link: &OfferLink, client: &Client) -> Result<Self, OfferError> {
        let offer = match link {
            OfferLink::Value(offer) => offer.as_ref().clone(),
            OfferLink::Reference(url) => {
                let fetched = client.get(url.as_url(), JSON, MAX_MESSAGE)?;
                CredentialOffer::parse(&fetched.bytes)?
            }
        };
        let grant = offer.grants.pre_authorized.ok_or(OfferError::Grant)?;
        let issuer = &offer.credential_issuer;
        let fetched = client.get(&issuer.metadata_url(), JSON, MAX_MESSAGE)?;
        let metadata = IssuerMetadata::parse(&fetched.bytes, issuer)?;
        for id in &offer.credential_configuration_ids {
            check(metadata.configuration(id)?)?;
        }
        let server = metadata.authorization_server(grant.authorization_server.as_ref())?;
        let url = server.authorization_server_metadata_url();
        let fetched = client.get(&url, JSON, MAX_MESSAGE)?;
        let server = AuthorizationServerMetadata::parse(&fetched.bytes, server)?;
        Ok(Self {
            grant,
            configurations: offer.credential_configuration_ids,
            metadata,
            server,
        })
    }

    /// Who offers.
    pub fn issuer(&self) -> &str {
        self.metadata.credential_issuer.as_str()
    }

    /// The code that is needed beside the offer, if one is.
    pub fn tx_code(&self) -> Option<&TxCode> {
        self.grant.tx_code.as_ref()
    }

    /// Trades the offer for its credentials, bound to this key.
    pub fn redeem(
        &self,
        tx_code: Option<&str>,
        key: &dyn Signer,
        client: &Client,
    ) -> Result<Redeemed, OfferError> {
        if let (Some(wanted), None) = (&self.grant.tx_code, tx_code) {
            return Err(OfferError::TxCode(wanted.clone()));
        }
        let request = TokenRequest {
            pre_authorized_code: self.grant.code.clone(),
            tx_code: tx_code.map(str::to_owned),
            configurations: Vec::new(),
        };
        let form = "application/x-www-form-urlencoded";
        let token = self.server.token_endpoint.as_url();
        let answer = post(client, token, request.to_form().as_bytes(), form, None)?;
        let token = TokenResponse::parse(&answer.bytes)?;
        let mut redeemed = Redeemed {
            access_token: token.access_token.clone(),
            notification: self.metadata.notification_endpoint.clone(),
            issued: Vec::new(),
        };
        for id in &self.configurations {
            let issued = self.request(id, &token, key, client)?;
            redeemed.issued.extend(issued);
        }
        Ok(redeemed)
    }

    fn request(
        &self,
        id: &str,
        token: &TokenResponse,
        key: &dyn Signer,
        client: &Client,
    ) -> Result<Vec<Issued>, OfferError> {
        let configuration = self.metadata.configuration(id)?;
        let bound = !configuration.proof_types_supported.is_empty();
        let mut tries = 0;
        let answer = loop {
            tries += 1;
            let proofs = match bound {
                true => vec![self.prove(key, client)?],
                false => Vec::new(),
            };
            let request = CredentialRequest {
                requested: match token.identifier_for(id) {
                    Some(identifier) => Requested::Identifier(identifier.to_owned()),
                    None => Requested::Configuration(id.to_owned()),
                },
                proofs,
            };
            let url = self.metadata.credential_endpoint.as_url();
            let body = request.to_json();
            match post(
                client,
                url,
                body.as_bytes(),
                JSON,
                Some(&token.access_token),
            ) {
                // Section 8.3.1.2: the nonce ran out while we signed; ask for a new one, once.
                Err(OfferError::Refused { response, .. })
                    if response.error == ErrorCode::InvalidNonce && tries == 1 => {}
                answer => break answer?,
            }
        };
        let response = CredentialResponse::parse(&answer.bytes)?;
        let issued = response.credentials.iter().map(|credential| Issued {
            bytes: credential.to_bytes(),
            bound,
            notification: response.notification_id.clone(),
        });
        Ok(issued.collect())
    }

    fn prove(&self, key: &dyn Signer, client: &Client) -> Result<String, OfferError> {
        let nonce = match &self.metadata.nonce_endpoint {
            Some(endpoint) => {
                let answer = post(client, endpoint.as_url(), b"", JSON, None)?;
                Some(NonceResponse::parse(&answer.bytes)?.c_nonce)
            }
            None => None,
        };
        let issuer = &self.metadata.credential_issuer;
        Ok(prove(key, issuer, nonce.as_deref(), Timestamp::now())?)
    }
}

/// What came of an offer. The issuer is still to be told how it went.
#[derive(Debug)]
pub struct Redeemed {
    access_token: String,
    notification: Option<EndpointUrl>,
    /// The credentials.
    pub issued: Vec<Issued>,
}

impl Redeemed {
    /// Tells the issuer how it went, if it wants to know. That it cannot be told takes nothing back.
    pub fn notify(&self, event: Event, client: &Client) {
        let Some(endpoint) = &self.notification else {
            return;
        };
        let mut ids: Vec<&String> = self
            .issued
            .iter()
            .filter_map(|one| one.notification.as_ref())
            .collect();
        ids.dedup();
        for id in ids {
            let request = NotificationRequest {
                notification_id: id.clone(),
                event,
                event_description: None,
            };
            let body = request.to_json();
            let told = post(
                client,
                endpoint.as_url(),
                body.as_bytes(),
                JSON,
                Some(&self.access_token),
            );
            if let Err(error) = told {
                tracing::info!("the issuer was not notified: {error}");
            }
        }
    }
}

impl Coded for OfferError {
    fn code(&self) -> &'static str {
        match self {
            Self::Message(error) => error.code(),
            Self::Fetch(error) => error.code(),
            Self::Refused { response, .. } => match response.error {
                ErrorCode::InvalidGrant => "offer.used_or_expired",
                _ => "offer.refused",
            },
            Self::Status { .. } => "offer.status",
            Self::Grant => "offer.grant",
            Self::TxCode(_) => "offer.tx_code",
            Self::Format(_) => "offer.format",
            Self::Proof => "offer.proof_type",
            Self::Sign(error) => error.code(),
        }
    }

    fn pointer(&self) -> Option<String> {
        match self {
            Self::Message(error) => error.pointer(),
            _ => None,
        }
    }

    fn hint(&self) -> Option<String> {
        Some(match self {
            Self::Message(error) => return error.hint(),
            Self::Fetch(error) => return error.hint(),
            Self::Refused { response, .. } if response.error == ErrorCode::InvalidGrant => {
                "the offer was used, has expired, or the code is wrong: ask the issuer for a new one".into()
            }
            Self::TxCode(_) => "pass it with --tx-code".into(),
            _ => return None,
        })
    }
}

impl From<OfferError> for Failure {
    fn from(error: OfferError) -> Self {
        let exit = match &error {
            OfferError::Fetch(_) | OfferError::Status { .. } => Exit::Environment,
            OfferError::Refused { .. } => Exit::Negative,
            _ => Exit::Usage,
        };
        let problem = Problem::from(error);
        match exit {
            Exit::Environment => Failure::environment(problem),
            Exit::Negative => Failure::negative(problem),
            _ => Failure::usage(problem),
        }
    }
}

/// Whether a credential of this configuration can be received here.
fn check(configuration: &CredentialConfiguration) -> Result<(), OfferError> {
    match &configuration.format {
        Format::VcSdJwt | Format::DcSdJwt | Format::JwtVcJson | Format::LdpVc => {}
        other => return Err(OfferError::Format(other.as_str().to_owned())),
    }
    let types = &configuration.proof_types_supported;
    if types.is_empty() {
        return Ok(());
    }
    let jwt = types.get("jwt").ok_or(OfferError::Proof)?;
    let ed25519 = jwt
        .proof_signing_alg_values_supported
        .iter()
        .any(|alg| Algorithm::Ed25519.answers_to(alg));
    if ed25519 && jwt.key_attestations_required.is_none() {
        Ok(())
    } else {
        Err(OfferError::Proof)
    }
}

fn post(
    client: &Client,
    url: &Url,
    body: &[u8],
    content_type: &str,
    bearer: Option<&str>,
) -> Result<Fetched, OfferError> {
    let post = Post {
        body,
        content_type,
        bearer,
        accept: JSON,
    };
    let fetched = client.post(url, &post, MAX_CREDENTIAL)?;
    if (200..300).contains(&fetched.status) {
        return Ok(fetched);
    }
    match ErrorResponse::parse(&fetched.bytes) {
        Ok(response) => Err(OfferError::Refused {
            url: url.clone(),
            response: Box::new(response),
        }),
        Err(_) => Err(OfferError::Status {
            url: url.clone(),
            status: fetched.status,
        }),
    }
}

const JSON: &str = "application/json";

/// Of offers and metadata, in bytes.
const MAX_MESSAGE: usize = 1 << 20;

/// Of an answer with a credential, in bytes.
const MAX_CREDENTIAL: usize = 8 << 20;
