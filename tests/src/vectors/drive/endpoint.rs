//! An implementation behind its VC-API.

use std::fmt;

use anyhow::{Context, bail};
use did_resolver::Client;
use did_resolver::guard::Post;
use serde_json::{Value, json};
use url::Url;

use super::Question;

/// Where an implementation issues and verifies.
#[derive(Debug)]
pub struct Endpoint<'c> {
    name: String,
    url: Url,
    token: Option<String>,
    issuer: Option<String>,
    client: &'c Client,
}

/// What came of a request to verify.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is good.
    Accepted,
    /// It is not good, for the reason given.
    Refused(String),
    /// Nothing was said about the document.
    Failed(String),
}

impl<'c> Endpoint<'c> {
    /// The implementation below this address.
    pub fn new(name: &str, url: &str, client: &'c Client) -> anyhow::Result<Self> {
        let url =
            Url::parse(url.trim_end_matches('/')).with_context(|| format!("{name}: {url}"))?;
        Ok(Self {
            name: name.to_owned(),
            url,
            token: None,
            issuer: None,
            client,
        })
    }

    /// The same, which wants this bearer token.
    pub fn with_token(self, token: Option<String>) -> Self {
        Self { token, ..self }
    }

    /// The same, which signs as this issuer.
    pub fn with_issuer(self, issuer: Option<String>) -> Self {
        Self { issuer, ..self }
    }

    /// What people call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The DID that it issues as: what it was said to be, else what `GET issuer` says, as our own service does.
    pub fn issuer(&self) -> anyhow::Result<String> {
        if let Some(issuer) = &self.issuer {
            return Ok(issuer.clone());
        }
        let hint = "give its DID as --issuer NAME=DID";
        let found = self.client.get(&self.at("issuer")?, JSON, MAX_ANSWER);
        let found: Value = serde_json::from_slice(&found.context(hint)?.bytes).context(hint)?;
        let id = found["id"].as_str().context(hint)?;
        Ok(id.to_owned())
    }

    /// Asks for a signature, and where that is a base proof, for one derived from it that shows everything.
    pub fn issue(&self, credential: &Value) -> anyhow::Result<Value> {
        let body = json!({"credential": credential, "options": {}});
        let issued = self.made("credentials/issue", &body)?;
        if !is_base(&issued) {
            return Ok(issued);
        }
        let options = json!({"selectivePointers": ["/credentialSubject"]});
        let body = json!({"verifiableCredential": issued, "options": options});
        self.made("credentials/derive", &body)
    }

    fn made(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let (status, answer) = self.post(path, &body.to_string())?;
        if status != 200 && status != 201 {
            bail!("{status}: {}", reason(&answer));
        }
        // The VC-API says the first, older implementations answer with the credential itself.
        match answer.get("verifiableCredential") {
            Some(issued) => Ok(issued.clone()),
            None if answer.is_object() => Ok(answer),
            None => bail!("{status}, but no credential"),
        }
    }

    /// Asks for a judgement.
    pub fn verify(&self, question: &Question) -> Answer {
        let (path, body) = question.request();
        match self.post(path, &body) {
            Err(error) => Answer::Failed(format!("{error:#}")),
            Ok((200 | 201, answer)) if answer["verified"] == false => {
                Answer::Refused(reason(&answer))
            }
            Ok((200 | 201, _)) => Answer::Accepted,
            // RFC 9110: the content is wrong, not the call.
            Ok((400 | 422, answer)) => Answer::Refused(reason(&answer)),
            Ok((status, answer)) => Answer::Failed(format!("{status}: {}", reason(&answer))),
        }
    }

    fn post(&self, path: &str, body: &str) -> anyhow::Result<(u16, Value)> {
        let post = Post {
            body: body.as_bytes(),
            content_type: JSON,
            bearer: self.token.as_deref(),
            accept: JSON,
        };
        let answer = self.client.post(&self.at(path)?, &post, MAX_ANSWER)?;
        let body = serde_json::from_slice(&answer.bytes).unwrap_or(Value::Null);
        Ok((answer.status, body))
    }

    fn at(&self, path: &str) -> anyhow::Result<Url> {
        Ok(Url::parse(&format!("{}/{path}", self.url))?)
    }
}

impl fmt::Display for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Accepted => f.write_str("accepted"),
            Self::Refused(reason) => write!(f, "refused ({reason})"),
            Self::Failed(reason) => write!(f, "no judgement ({reason})"),
        }
    }
}

/// Why, in the words of problem details (RFC 9457), of the VC-API, or of nobody.
fn reason(answer: &Value) -> String {
    let places = [
        "/detail",
        "/title",
        "/errors/0/detail",
        "/errors/0/message",
        "/errors/0",
        "/message",
        "/error",
    ];
    let mut found = places
        .iter()
        .filter_map(|place| answer.pointer(place)?.as_str());
    let reason = found.next().unwrap_or("no reason given");
    reason
        .chars()
        .take(160)
        .map(|c| if c.is_control() { ' ' } else { c })
        .collect()
}

/// Whether a holder derives proofs from this one: header of vc-di-ecdsa section 3.5.2 or vc-di-bbs section 3.3.1.
fn is_base(credential: &Value) -> bool {
    let value = credential["proof"]["proofValue"].as_str();
    // d95d00 and d95d02
    value.is_some_and(|value| value.starts_with("u2V0A") || value.starts_with("u2V0C"))
}

const JSON: &str = "application/json";
const MAX_ANSWER: usize = 4 << 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_is_found_wherever_implementations_put_it() {
        for (answer, expected) in [
            (json!({"detail": "a", "title": "b"}), "a"),
            (json!({"errors": [{"message": "a"}]}), "a"),
            (json!({"errors": ["a\nb"]}), "a b"),
            (json!({"error": {"code": "x"}}), "no reason given"),
            (Value::Null, "no reason given"),
        ] {
            assert_eq!(reason(&answer), expected);
        }
        let long = json!({"message": "x".repeat(1000)});
        assert_eq!(reason(&long).len(), 160);
    }
}
