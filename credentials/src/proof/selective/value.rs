//! Proof values: multibase base64url of three header bytes and an array in CBOR.

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;

pub(in crate::proof) use super::cbor::{Reader, Writer};
use super::labels::{HMAC, Label};
use crate::json::JsonPointer;
use crate::proof::ProofError;

/// What a proof value begins with: of which suite it is, and whether the holder has derived it.
pub(in crate::proof) type Header = [u8; 3];

/// The text of a proof value.
pub(in crate::proof) fn encode(bytes: &[u8]) -> String {
    format!("u{}", BASE64_URL_SAFE_NO_PAD.encode(bytes))
}

/// The bytes that the text stands for, which have this header or that.
pub(in crate::proof) fn decode(
    text: &str,
    headers: [Header; 2],
    at: &JsonPointer,
) -> Result<Vec<u8>, ProofError> {
    let at = || at.child("proofValue");
    let digits = text.strip_prefix('u');
    let bytes = digits.and_then(|digits| BASE64_URL_SAFE_NO_PAD.decode(digits).ok());
    let bytes = bytes.ok_or_else(|| ProofError::ValueEncoding {
        at: at(),
        expected: "`u` and base64url without padding",
    })?;
    if headers.iter().any(|header| bytes.starts_with(header)) {
        return Ok(bytes);
    }
    match bytes.as_slice() {
        // vc-di-bbs section 3.2: anonymous holder binding and pseudonyms.
        [0xD9, 0x5D, 0x04..=0x09, ..] => Err(ProofError::FeatureUnsupported { at: at() }),
        _ => Err(malformed(at(), "the header of a proof value of this suite")),
    }
}

/// The five parts behind this header, which are all of the value.
pub(in crate::proof) fn parts<'b, T>(
    value: &'b [u8],
    header: &Header,
    expected: &'static str,
    at: &JsonPointer,
    read: impl FnOnce(&mut Reader<'b>) -> Option<T>,
) -> Result<T, ProofError> {
    let whole = || {
        let mut reader = Reader::new(value.strip_prefix(header)?);
        (reader.array()? == 5).then_some(())?;
        let parts = read(&mut reader)?;
        reader.end()?;
        Some(parts)
    };
    whole().ok_or_else(|| malformed(at.child("proofValue"), expected))
}

/// Adds JSON pointers as an array of texts.
pub(in crate::proof) fn write_pointers(writer: &mut Writer, pointers: &[JsonPointer]) {
    writer.array(pointers.len());
    for pointer in pointers {
        writer.text(&pointer.to_string());
    }
}

/// An array of JSON pointers.
pub(in crate::proof) fn read_pointers(reader: &mut Reader<'_>) -> Option<Vec<JsonPointer>> {
    reader.array_of(|reader| JsonPointer::parse(reader.text()?).ok())
}

/// Adds numbers as an array.
pub(in crate::proof) fn write_indexes(writer: &mut Writer, indexes: &[usize]) {
    writer.array(indexes.len());
    for index in indexes {
        writer.integer(*index as u64);
    }
}

/// An array of numbers that rise.
pub(in crate::proof) fn read_indexes(reader: &mut Reader<'_>) -> Option<Vec<usize>> {
    let indexes = reader.array_of(|reader| usize::try_from(reader.integer()?).ok())?;
    let rising = indexes.windows(2).all(|pair| pair[0] < pair[1]);
    rising.then_some(indexes)
}

/// Adds the names of blank nodes by canonical number (vc-di-ecdsa section 3.5.5: `compressLabelMap`).
pub(in crate::proof) fn write_labels(writer: &mut Writer, labels: &[Label]) {
    writer.map(labels.len());
    for (number, label) in (0..).zip(labels) {
        writer.integer(number);
        match label {
            Label::Hmac(hmac) => writer.bytes(hmac),
            Label::Shuffled(place) => writer.integer(u64::from(*place)),
        }
    }
}

/// The names of the blank nodes, one for each canonical number from 0 on.
pub(in crate::proof) fn read_labels(
    reader: &mut Reader<'_>,
    label: impl Fn(&mut Reader<'_>) -> Option<Label>,
) -> Option<Vec<Label>> {
    let length = reader.map()?;
    let mut labels = vec![None; length];
    for _ in 0..length {
        let number = usize::try_from(reader.integer()?).ok()?;
        let free = labels.get_mut(number).filter(|label| label.is_none())?;
        *free = Some(label(reader)?);
    }
    labels.into_iter().collect()
}

/// A name that is an HMAC.
pub(in crate::proof) fn read_hmac_label(reader: &mut Reader<'_>) -> Option<Label> {
    reader.bytes()?.try_into().ok().map(Label::Hmac)
}

/// A name that is a place.
pub(in crate::proof) fn read_shuffled_label(reader: &mut Reader<'_>) -> Option<Label> {
    let place = u32::try_from(reader.integer()?).ok()?;
    Some(Label::Shuffled(place))
}

/// The key of an HMAC.
pub(in crate::proof) fn read_hmac_key<'b>(reader: &mut Reader<'b>) -> Option<&'b [u8; HMAC]> {
    reader.bytes()?.try_into().ok()
}

/// A proof value that does not hold what it should.
pub(in crate::proof) fn malformed(at: JsonPointer, expected: &'static str) -> ProofError {
    ProofError::ValueMalformed { at, expected }
}
