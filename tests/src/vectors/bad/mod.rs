//! What must be refused: good cases with one fault each, one file a family.
//!
//! Whoever signs here has a real key: a fault that is not about a signature stands under one that holds.

mod apart;
mod binding;
mod content;
mod derived;
mod document;
mod keys;
mod life;
mod proof;
mod token_status;
mod tokens;
mod trusting;

use serde_json::Value;
use verifier::environment::Bundle;

use super::case::{Ask, Case, Expected, Set};

/// Adds every bad case.
pub fn add(set: &mut Set) {
    proof::add(set);
    keys::add(set);
    document::add(set);
    content::add(set);
    trusting::add(set);
    tokens::add(set);
    derived::add(set);
    token_status::add(set);
    binding::add(set);
    life::add(set);
    apart::add(set);
}

/// The check that fails, its code, and the place.
type Fault = (&'static str, &'static str, &'static str);

/// A good case that faults are put into.
struct Bad<'s> {
    set: &'s mut Set,
    good: Case,
}

impl<'s> Bad<'s> {
    /// Faults of the good case of this name.
    fn of(set: &'s mut Set, good: &str) -> Self {
        let good = set.case(good).clone();
        assert!(good.expected.verified, "{} is not good", good.id);
        Self { set, good }
    }

    /// The one file of the good case.
    fn text(&self) -> &str {
        let [file] = self.good.files.as_slice() else {
            panic!("{} is several files", self.good.id);
        };
        self.set.text(file)
    }

    /// The good case's document.
    fn document(&self) -> Value {
        serde_json::from_str(self.text()).unwrap()
    }

    /// The same asked of another text.
    fn text_is(&mut self, name: &str, about: &str, fault: Fault, text: impl Into<String>) {
        let ending = self.good.files[0].rsplit('.').next().unwrap().to_owned();
        let file = self.set.put(format!("bad/{name}.{ending}"), text);
        self.case(name, about, fault, |case| case.files = vec![file]);
    }

    /// The same asked of another document.
    fn document_is(&mut self, name: &str, about: &str, fault: Fault, document: &Value) {
        self.text_is(name, about, fault, format!("{document:#}\n"));
    }

    /// The same asked of the document with a change.
    fn change(&mut self, name: &str, about: &str, fault: Fault, change: impl FnOnce(&mut Value)) {
        let mut document = self.document();
        change(&mut document);
        self.document_is(name, about, fault, &document);
    }

    /// Something else asked of the same.
    fn asked(&mut self, name: &str, about: &str, fault: Fault, change: impl FnOnce(&mut Ask)) {
        self.case(name, about, fault, |case| {
            change(&mut case.verify);
            case.alone &= case.verify.at == Ask::plain().at;
        });
    }

    /// The same asked of other files.
    fn files_are(&mut self, name: &str, about: &str, fault: Fault, files: &[&str]) {
        let files = files.iter().map(|&file| file.to_owned()).collect();
        self.case(name, about, fault, |case| case.files = files);
    }

    /// The same asked where this is all that the network would give.
    fn bundle_is(&mut self, name: &str, about: &str, fault: Fault, bundle: &Bundle) {
        let path = format!("bundles/{}.json", name.replace('/', "-"));
        let path = self.set.put_json(path, &bundle.to_value());
        self.case(name, about, fault, |case| case.verify.bundle = path);
    }

    /// The last fault is one by our rules only.
    fn by_our_rules(&mut self) {
        if let Some(case) = self.set.cases.last_mut() {
            case.alone = false;
        }
    }

    fn case(&mut self, name: &str, about: &str, fault: Fault, change: impl FnOnce(&mut Case)) {
        let (check, code, pointer) = fault;
        let mut case = Case {
            id: format!("bad/{name}"),
            about: about.into(),
            values: None,
            expected: Expected::fault(check, code, pointer),
            without_fault: Some(self.good.id.clone()),
            alone: self.good.alone && ALONE.contains(&check),
            ..self.good.clone()
        };
        change(&mut case);
        self.set.add(case);
    }
}

/// The checks that need nothing but the document, its keys, its nonce and its reader.
const ALONE: [&str; 6] = [
    "parse",
    "model",
    "proof",
    "issuer-key",
    "validity",
    "holder-binding",
];

/// The text with another character in the middle of it.
fn changed(text: &str) -> String {
    let at = text.len() / 2;
    let other = if &text[at..=at] == "b" { "c" } else { "b" };
    [&text[..at], other, &text[at + 1..]].concat()
}
