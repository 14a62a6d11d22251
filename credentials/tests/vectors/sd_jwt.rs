//! The example specifications of RFC 9901: what can be withheld (`!sd`), what the holder shows of it, and with which keys
//! it is signed and bound.
//!
//! Salts are drawn, so no text can be compared; what is read back is. Two examples are in JSON serialization
//! (section 8), which is optional and not made here: their claims are issued and read in compact form.

use std::time::Duration;

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64URL;
use credentials::keys::{Algorithm, SecretKey};
use credentials::sd_jwt::{ExpectedBinding, Issue, KeyBinding, SdJwt, issue};
use credentials::{DidUrl, JsonPointer};
use jiff::Timestamp;
use rand::SeedableRng;
use rand::rngs::StdRng;
use serde_json::{Map, Value};
use yaml_rust2::parser::{Event, Parser, Tag};
use yaml_rust2::scanner::TScalarStyle;

use crate::{find, read};

#[test]
fn every_published_example_is_issued_shown_and_read_as_it_says() {
    let Some(folder) = find("sd_jwt", "sd-jwt") else {
        return;
    };
    let settings = Yaml::new(&read(folder.join("settings.yml"))).document();
    let mut examples = 0;
    for entry in std::fs::read_dir(&folder).unwrap() {
        let folder = entry.unwrap().path();
        if folder.is_dir() {
            let path = folder.join("specification.yml");
            check(&path.display().to_string(), &read(&path), &settings);
            examples += 1;
        }
    }
    println!("sd_jwt: {examples} examples");
    assert!(examples > 0);
}

fn check(name: &str, text: &str, settings: &Value) {
    let mut yaml = Yaml::new(text);
    let example = yaml.document();
    let prefix = JsonPointer::root().child("user_claims");
    let inside = |place: &JsonPointer| -> JsonPointer {
        place.tokens()[1..].iter().map(String::as_str).collect()
    };
    let disclosable: Vec<JsonPointer> = yaml
        .tagged
        .iter()
        .filter(|place| place.starts_with(&prefix))
        .map(inside)
        .collect();
    let claims = &example["user_claims"];
    let mut asked = Vec::new();
    shown(
        &example["holder_disclosed_claims"],
        claims,
        &JsonPointer::root(),
        &mut asked,
    );

    let keys = &settings["key_settings"];
    // The settings of SD-JWT VC have one.
    let key = keys.get("issuer_key").unwrap_or(&keys["issuer_keys"][0]);
    let key = secret(key);
    let holder = secret(&keys["holder_key"]);
    let binds = example["key_binding"] == true;
    let kid = DidUrl::parse("did:web:issuer.example.com#key-1").unwrap();
    let issue_as = Issue {
        typ: example["extra_header_parameters"]["typ"]
            .as_str()
            .unwrap_or("example+sd-jwt"),
        kid: &kid,
        disclosable: &disclosable,
        holder: binds.then_some(holder.public()),
        decoys: if example["add_decoy_claims"] == true {
            3
        } else {
            0
        },
    };
    let text = issue(claims, &issue_as, &key, &mut StdRng::seed_from_u64(2))
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let whole = SdJwt::parse(text.as_str()).unwrap();
    whole.verify(key.public()).unwrap();
    assert_eq!(said(&whole, binds), *claims, "{name}");
    assert_eq!(whole.disclosed().len(), disclosable.len(), "{name}");
    assert_eq!(whole.withheld() > 0, issue_as.decoys > 0, "{name}");

    let presented = whole
        .present(&asked)
        .unwrap_or_else(|error| panic!("{name}: {error}"));
    let nonce = settings["key_binding_nonce"].as_str().unwrap();
    let audience = settings["identifiers"]["verifier"].as_str().unwrap();
    let now = Timestamp::from_second(settings["iat"].as_i64().unwrap()).unwrap();
    let presented = match binds {
        true => {
            let binding = KeyBinding {
                nonce,
                audience,
                issued_at: now,
            };
            presented.bind(&binding, &holder).unwrap()
        }
        false => presented.to_string(),
    };
    let presented = SdJwt::parse(&presented).unwrap();
    presented.verify(key.public()).unwrap();
    let expected = ExpectedBinding {
        nonce: Some(nonce),
        audience: Some(audience),
        now,
        max_age: Duration::from_secs(300),
        skew: Duration::ZERO,
    };
    let bound = presented.verify_key_binding(&expected);
    assert_eq!(bound.is_ok(), binds, "{name}: {bound:?}");
    let hidden: Vec<JsonPointer> = disclosable
        .iter()
        .filter(|place| !asked.iter().any(|asked| asked.starts_with(place)))
        .cloned()
        .collect();
    let expected = without(claims, &JsonPointer::root(), &hidden);
    assert_eq!(said(&presented, binds), expected, "{name}");
}

/// What the specification says; the holder's key of a bound example is the settings'.
fn said(sd_jwt: &SdJwt, binds: bool) -> Value {
    let mut claims = sd_jwt.claims().clone();
    if binds {
        claims.as_object_mut().unwrap().shift_remove("cnf");
    }
    claims
}

/// A key of the settings.
fn secret(jwk: &Value) -> SecretKey {
    let scalar = BASE64URL.decode(jwk["d"].as_str().unwrap()).unwrap();
    let key = SecretKey::from_seed(Algorithm::P256, &scalar).unwrap();
    assert_eq!(key.public().to_jwk()["x"], jwk["x"]);
    key
}

/// The places that `holder_disclosed_claims` names: everything but what is `false`. Some examples also name claims that the
/// credential does not have, which no holder can show.
fn shown(asked: &Value, claims: &Value, here: &JsonPointer, places: &mut Vec<JsonPointer>) {
    let children: Vec<(String, &Value)> = match asked {
        Value::Object(members) => members
            .iter()
            .map(|(name, asked)| (name.clone(), asked))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(at, asked)| (at.to_string(), asked))
            .collect(),
        _ => Vec::new(),
    };
    for (token, asked) in children {
        let place = here.child(token);
        if *asked != Value::Bool(false) && place.get(claims).is_some() {
            places.push(place.clone());
            shown(asked, claims, &place, places);
        }
    }
}

fn without(value: &Value, here: &JsonPointer, hidden: &[JsonPointer]) -> Value {
    match value {
        Value::Object(map) => {
            let places = map
                .iter()
                .map(|(name, value)| (name, here.child(name), value));
            let kept = places.filter(|(_, place, _)| !hidden.contains(place));
            kept.map(|(name, place, value)| (name.clone(), without(value, &place, hidden)))
                .collect()
        }
        Value::Array(items) => {
            let places = items
                .iter()
                .enumerate()
                .map(|(at, value)| (here.child(at), value));
            let kept = places.filter(|(place, _)| !hidden.contains(place));
            kept.map(|(place, value)| without(value, &place, hidden))
                .collect()
        }
        scalar => scalar.clone(),
    }
}

/// YAML as JSON, and the places whose name or element is tagged `!sd`.
struct Yaml<'t> {
    parser: Parser<std::str::Chars<'t>>,
    here: JsonPointer,
    tagged: Vec<JsonPointer>,
}

impl<'t> Yaml<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            parser: Parser::new_from_str(text),
            here: JsonPointer::root(),
            tagged: Vec::new(),
        }
    }

    fn document(&mut self) -> Value {
        loop {
            match self.next() {
                Event::StreamStart | Event::DocumentStart => {}
                event => return self.value(event),
            }
        }
    }

    fn next(&mut self) -> Event {
        self.parser.next_token().unwrap().0
    }

    fn value(&mut self, event: Event) -> Value {
        match event {
            Event::MappingStart(..) => self.mapping(),
            Event::SequenceStart(..) => self.sequence(),
            Event::Scalar(text, style, ..) => scalar(text, style),
            other => panic!("unexpected {other:?}"),
        }
    }

    fn mapping(&mut self) -> Value {
        let mut map = Map::new();
        loop {
            let (name, tag) = match self.next() {
                Event::MappingEnd => return map.into(),
                Event::Scalar(name, _, _, tag) => (name, tag),
                other => panic!("unexpected {other:?}"),
            };
            self.here.push(&name);
            self.note(tag.as_ref());
            let event = self.next();
            map.insert(name, self.value(event));
            self.here.pop();
        }
    }

    fn sequence(&mut self) -> Value {
        let mut items = Vec::new();
        loop {
            let event = self.next();
            let tag = match &event {
                Event::SequenceEnd => return items.into(),
                Event::Scalar(_, _, _, tag)
                | Event::MappingStart(_, tag)
                | Event::SequenceStart(_, tag) => tag.clone(),
                other => panic!("unexpected {other:?}"),
            };
            self.here.push(items.len());
            self.note(tag.as_ref());
            items.push(self.value(event));
            self.here.pop();
        }
    }

    fn note(&mut self, tag: Option<&Tag>) {
        if tag.is_some_and(|tag| tag.suffix == "sd") {
            self.tagged.push(self.here.clone());
        }
    }
}

fn scalar(text: String, style: TScalarStyle) -> Value {
    match (style, text.to_ascii_lowercase().as_str()) {
        (TScalarStyle::Plain, "true") => true.into(),
        (TScalarStyle::Plain, "false") => false.into(),
        (TScalarStyle::Plain, "null" | "~" | "") => Value::Null,
        (TScalarStyle::Plain, number) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
            number.parse::<u64>().unwrap().into()
        }
        _ => text.into(),
    }
}
