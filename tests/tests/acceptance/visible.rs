//! Which attributes a reader sees, held against the points of Annex XIII.

use std::collections::{BTreeMap, BTreeSet};

use credentials::battery::Audience;
use credentials::battery::attributes::{Point, table};
use serde_json::Value;

/// What each audience saw of one passport.
#[derive(Default)]
pub struct Seen(BTreeMap<String, BTreeSet<&'static str>>);

impl Seen {
    /// Notes what this audience saw, which must be what the table gives it and nothing else.
    pub fn add(&mut self, audience: &str, content: &Value, subject: &Value) {
        let reader: Audience = audience.parse().unwrap();
        let seen = attributes(subject);
        let expected: BTreeSet<&str> = attributes(content)
            .into_iter()
            .filter(|pointer| table().at(pointer).unwrap().audiences.contains(reader))
            .collect();
        assert_eq!(seen, expected, "{audience}");
        for pointer in &seen {
            // Disclosed whole: what was stated is what is seen.
            let [shown, stated] = [subject, content].map(|of| plain(of.pointer(pointer).unwrap()));
            assert_eq!(shown, stated, "{audience} {pointer}");
        }
        self.0.insert(audience.to_owned(), seen);
    }

    /// Art. 77(2): the public sees point 1; authorities 1, 2 and 3; legitimate interests together 1, 2 and 4.
    pub fn assert_the_sets_of_article_77(&self, content: &Value) {
        let of_points = |wanted: &[u8]| -> BTreeSet<&'static str> {
            attributes(content)
                .into_iter()
                .filter(|pointer| wanted.contains(&point(pointer)))
                .collect()
        };
        assert_eq!(self.0["public"], of_points(&[1]));
        assert_eq!(self.0["authority"], of_points(&[1, 2, 3]));
        assert_eq!(self.0["notified-body"], self.0["authority"]);
        let interests: BTreeSet<&str> = ["repairer", "repurposer", "recycler", "owner"]
            .iter()
            .flat_map(|purpose| &self.0[*purpose])
            .copied()
            .collect();
        assert_eq!(interests, of_points(&[1, 2, 4]));
        for point in 1..=4 {
            assert!(
                !of_points(&[point]).is_empty(),
                "the payload has nothing of point {point}"
            );
        }
    }
}

/// 100 and 100.0 are one number.
fn plain(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().into(),
        Value::Array(items) => items.iter().map(plain).collect(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(name, value)| (name.clone(), plain(value)))
                .collect()
        }
        other => other.clone(),
    }
}

/// The attributes that stand in a subject.
fn attributes(subject: &Value) -> BTreeSet<&'static str> {
    table()
        .attributes()
        .map(|row| row.pointer)
        .filter(|pointer| subject.pointer(pointer).is_some())
        .collect()
}

fn point(pointer: &str) -> u8 {
    match table().at(pointer).unwrap().point.unwrap() {
        Point::One(_) => 1,
        Point::Two(_) => 2,
        Point::Three => 3,
        Point::Four(_) => 4,
    }
}
