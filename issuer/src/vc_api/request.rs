//! What is asked: a JSON object with a document and options.

use credentials::Problem;
use credentials::json::{self, JsonPointer, Limits};
use credentials::model::date_time;
use jiff::Timestamp;
use serde_json::Value;

/// A request body.
#[derive(Debug)]
pub(super) struct Request(Value);

impl Request {
    /// Reads the body. Members that are not known here are left alone.
    pub(super) fn parse(body: &[u8]) -> Result<Self, Problem> {
        let body = json::parse_with(body, LIMITS)?;
        match body {
            Value::Object(_) => Ok(Self(body)),
            _ => Err(expected("a JSON object as the request", "")),
        }
    }

    /// The document in this member, which has to be an object.
    pub(super) fn document(&self, member: &str) -> Result<&Value, Problem> {
        let found = self.0.get(member).filter(|found| found.is_object());
        found.ok_or_else(|| expected("a document as an object", &format!("/{member}")))
    }

    /// An option that is a text.
    pub(super) fn text(&self, option: &str) -> Result<Option<&str>, Problem> {
        match self.option(option) {
            None => Ok(None),
            Some(found) => found
                .as_str()
                .map(Some)
                .ok_or_else(|| expected("a string", &format!("/options/{option}"))),
        }
    }

    /// An option that is a time.
    pub(super) fn time(&self, option: &str) -> Result<Option<Timestamp>, Problem> {
        let wanted = "a dateTimeStamp such as 2026-02-18T00:00:00Z";
        let Some(text) = self.text(option)? else {
            return Ok(None);
        };
        date_time::parse(text)
            .map(Some)
            .ok_or_else(|| expected(wanted, &format!("/options/{option}")))
    }

    /// An option that is a list of JSON pointers.
    pub(super) fn pointers(&self, option: &str) -> Result<Option<Vec<JsonPointer>>, Problem> {
        let Some(found) = self.option(option) else {
            return Ok(None);
        };
        let place = format!("/options/{option}");
        let several = found
            .as_array()
            .ok_or_else(|| expected("a list of JSON pointers", &place))?;
        let read = |(n, one): (usize, &Value)| {
            let pointer = one.as_str().and_then(|text| JsonPointer::parse(text).ok());
            pointer.ok_or_else(|| expected("a JSON pointer", &format!("{place}/{n}")))
        };
        let pointers = several.iter().enumerate().map(read);
        pointers.collect::<Result<_, _>>().map(Some)
    }

    /// An option as it is; `null` is none.
    pub(super) fn option(&self, option: &str) -> Option<&Value> {
        let found = self.0.get("options")?.get(option)?;
        (!found.is_null()).then_some(found)
    }
}

/// The problem of a request with something else in this place.
pub(super) fn expected(what: &str, at: &str) -> Problem {
    Problem::new("request.malformed", format!("expected {what}")).at(at)
}

/// Bodies are at most as large as the service lets through.
const LIMITS: Limits = Limits {
    size: 2 << 20,
    depth: 64,
};
