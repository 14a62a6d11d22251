//! ecdsa-sd-2023 with signatures that come out the same: those of the key that is used once, made with RFC 6979 too.
//!
//! The library makes that key from the caller's randomness and signs with it at once, with nonces that nobody can give.
//! The issuer's own signature covers the public half of the key and not what it signs, so that its signatures can be
//! made again.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::context::Contexts;
use credentials::json::JsonPointer;
use credentials::keys::{Algorithm, SecretKey, Signer};
use credentials::proof::selective::{Grouped, Labelling};
use rand::Rng;
use serde_json::{Value, json};

use super::cast::Party;
use super::cbor::Item;
use super::stream::Stream;

/// The document of a base proof that was made with this randomness, its single signatures made again.
pub fn settle(mut document: Value, mut rng: Stream) -> Value {
    let (header, value) = read(document["proof"]["proofValue"].as_str().unwrap());
    if header != BASE {
        // Derived at once, since all of it is mandatory: no single signatures.
        assert!(
            value.items()[2].items().is_empty(),
            "a single signature is not settled"
        );
        return document;
    }
    let once = once(&mut rng);
    let mut parts = value.items().to_vec();
    let public = [&[0x80, 0x24], once.public_key().as_bytes()].concat();
    assert_eq!(
        parts[1].bytes(),
        public,
        "the key comes from other randomness"
    );
    let grouped = grouped(&document, &parts[2], &parts[4], Labelling::Hmac, &[]);
    let lines: Vec<&str> = grouped.lines().collect();
    let sign = |line| Item::Bytes(once.sign(str::as_bytes(lines[line])).unwrap());
    parts[3] = Item::Array(grouped.withholdable().map(sign).collect());
    document["proof"]["proofValue"] = json!(write(BASE, &Item::Array(parts)));
    document
}

/// The key that is used once, from the randomness of a base proof: first the HMAC key, then this.
pub fn once(rng: &mut Stream) -> Party {
    rng.fill_bytes(&mut [0; 32]);
    Party::of("once", SecretKey::generate(Algorithm::P256, rng).unwrap())
}

/// The statements of a document in the groups that a base proof has.
pub fn grouped(
    document: &Value,
    hmac_key: &Item,
    mandatory: &Item,
    labelling: Labelling,
    shown: &[JsonPointer],
) -> Grouped {
    let pointer = |item: &Item| JsonPointer::parse(item.text()).unwrap();
    let mandatory: Vec<JsonPointer> = mandatory.items().iter().map(pointer).collect();
    let key = hmac_key.bytes().try_into().unwrap();
    Grouped::of(
        document,
        &mandatory,
        shown,
        labelling,
        &key,
        Contexts::pinned(),
    )
    .unwrap()
}

/// Header and content of a proof value.
pub fn read(value: &str) -> ([u8; 3], Item) {
    let bytes = BASE64URL.decode(value.strip_prefix('u').unwrap()).unwrap();
    let (header, content) = bytes.split_at(3);
    (header.try_into().unwrap(), Item::read(content))
}

/// A proof value of this header and content.
pub fn write(header: [u8; 3], content: &Item) -> String {
    let bytes = [&header[..], &content.write()].concat();
    format!("u{}", BASE64URL.encode(bytes))
}

/// vc-di-ecdsa section 3.5.2.
const BASE: [u8; 3] = [0xD9, 0x5D, 0x00];
