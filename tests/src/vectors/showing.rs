//! Presentations: what one reader may see, bound to the reader's nonce by the holder's key.

use credentials::battery::Audience;
use credentials::context::{CREDENTIALS_V2, Contexts};
use credentials::proof::{self, Cryptosuite, ProofOptions, ProofPurpose};
use credentials::sd_jwt::{KeyBinding, SdJwt};
use credentials::secured::Secured;
use jiff::Timestamp;
use serde_json::{Value, json};

use super::cast::Party;
use super::stream::Stream;
use super::time;

/// What the reader gave to the holder.
pub const NONCE: &str = "n-7f3a-vectors";
/// What the reader calls itself.
pub const READER: &str = "recycler.example";

/// For whom, in answer to what, and when.
#[derive(Debug, Clone, Copy)]
pub struct Answer<'a> {
    /// The reader's nonce.
    pub nonce: &'a str,
    /// The reader's name.
    pub reader: &'a str,
    /// When the holder signs.
    pub at: Timestamp,
}

impl Answer<'_> {
    /// The right answer.
    pub const RIGHT: Answer<'static> = Answer {
        nonce: NONCE,
        reader: READER,
        at: time::PRESENTED,
    };
}

/// What this audience may see of a credential of which something can be withheld.
pub fn cut(passport: &Secured, audience: Audience) -> Option<Secured> {
    let mut rng = Stream::of(&format!("derived for {audience}"));
    passport
        .for_audience(audience, Contexts::pinned(), &mut rng)
        .unwrap()
}

/// An SD-JWT with the holder's key binding.
pub fn bind(shown: &SdJwt, holder: &Party, answer: Answer<'_>) -> String {
    let binding = KeyBinding {
        nonce: answer.nonce,
        audience: answer.reader,
        issued_at: answer.at,
    };
    shown.bind(&binding, holder).unwrap()
}

/// An unsigned presentation of these credentials.
pub fn presentation(holder: &Party, credentials: &[&Secured]) -> Value {
    let enveloped: Vec<Value> = credentials.iter().map(|one| one.enveloped()).collect();
    json!({
        "@context": [CREDENTIALS_V2],
        "type": ["VerifiablePresentation"],
        "holder": holder.did,
        "verifiableCredential": enveloped,
    })
}

/// A presentation with the holder's proof.
pub fn sign(presentation: &Value, suite: Cryptosuite, holder: &Party, answer: Answer<'_>) -> Value {
    let options = ProofOptions {
        purpose: ProofPurpose::Authentication,
        domain: vec![answer.reader.to_owned()],
        challenge: Some(answer.nonce.to_owned()),
        ..ProofOptions::assertion(holder.method.clone(), answer.at)
    };
    let mut unused = Stream::of("no presentation needs it");
    proof::sign(presentation, suite, &options, holder, &mut unused).unwrap()
}
