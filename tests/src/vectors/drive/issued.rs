//! What an implementation is asked to issue: from what everyone should be able to sign to what needs our context.

use serde_json::{Value, json};

use super::{Endpoint, Question};
use crate::vectors::edges::ROW;
use crate::vectors::good;

/// What the endpoint has issued, and what it has not, each with the reason.
pub(super) fn issue(endpoint: &Endpoint<'_>) -> (Vec<Question>, Vec<String>) {
    let issuer = match endpoint.issuer() {
        Ok(issuer) => issuer,
        Err(error) => return (Vec::new(), vec![format!("{error:#}")]),
    };
    let (mut issued, mut refused) = (Vec::new(), Vec::new());
    for (name, mut credential) in credentials() {
        credential["issuer"] = json!(issuer);
        match endpoint.issue(&credential) {
            Ok(signed) => issued.push(Question::issued(
                format!("{name} by {}", endpoint.name()),
                &signed,
            )),
            Err(error) => refused.push(format!("{name}: {error:#}")),
        }
    }
    (issued, refused)
}

/// Unsigned credentials without status.
fn credentials() -> [(&'static str, Value); 3] {
    let plain = json!({
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "urn:uuid:0b0c2a53-6f0d-4a5b-9a39-6b3c5f2f1d10",
        "type": ["VerifiableCredential"],
        "name": "Battery of a bicycle",
        "issuer": "",
        "validFrom": "2026-11-24T08:00:00Z",
        "credentialSubject": {
            "id": "https://id.voltcell.example/01/09506000134369/21/VB36-0098765",
            "description": "36 V, 630 Wh",
        },
    });
    let passport = good::brief(ROW).credential();
    [
        ("plain", plain),
        ("event", ROW.event("event")),
        ("passport", passport),
    ]
}
