//! Either form of a JSON tree, so that what hashes and checks is written once.

use serde_json::Value;

use super::Node;

/// A JSON tree by reference: a `serde_json` value or the borrowed tree of the hot path.
#[derive(Debug, Clone, Copy)]
pub enum Tree<'v, 'd> {
    /// A `serde_json` value.
    Value(&'v Value),
    /// The borrowed tree.
    Node(&'v Node<'d>),
}

impl<'v, 'd> Tree<'v, 'd> {
    /// The member of this name, when this is an object that has one.
    pub fn get(self, name: &str) -> Option<Self> {
        match self {
            Self::Value(value) => value.get(name).map(Self::Value),
            Self::Node(node) => node.get(name).map(Self::Node),
        }
    }

    /// The string, when this is one.
    pub fn as_str(self) -> Option<&'v str> {
        match self {
            Self::Value(value) => value.as_str(),
            Self::Node(node) => node.as_str(),
        }
    }

    /// How many elements an array has; none when this is not an array.
    pub fn length(self) -> Option<usize> {
        match self {
            Self::Value(value) => value.as_array().map(Vec::len),
            Self::Node(node) => node.as_array().map(<[_]>::len),
        }
    }

    /// The element at this position, when this is an array that has one.
    pub fn item(self, position: usize) -> Option<Self> {
        match self {
            Self::Value(value) => value.as_array()?.get(position).map(Self::Value),
            Self::Node(node) => node.as_array()?.get(position).map(Self::Node),
        }
    }

    /// The elements of an array; none when this is not an array.
    pub fn items(self) -> Option<impl Iterator<Item = Self>> {
        let length = self.length()?;
        Some((0..length).filter_map(move |position| self.item(position)))
    }

    /// Whether this is an object.
    pub fn is_object(self) -> bool {
        match self {
            Self::Value(value) => value.is_object(),
            Self::Node(node) => node.as_object().is_some(),
        }
    }

    /// A value of its own.
    pub fn to_value(self) -> Value {
        match self {
            Self::Value(value) => value.clone(),
            Self::Node(node) => node.into(),
        }
    }

    /// Whether it is the same JSON value as this one; the order of members makes no difference.
    pub fn is(self, other: &Value) -> bool {
        match self {
            Self::Value(value) => value == other,
            Self::Node(node) => *node == Node::from(other),
        }
    }
}

impl<'v> From<&'v Value> for Tree<'v, 'v> {
    fn from(value: &'v Value) -> Self {
        Self::Value(value)
    }
}

impl<'v, 'd> From<&'v Node<'d>> for Tree<'v, 'd> {
    fn from(node: &'v Node<'d>) -> Self {
        Self::Node(node)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn both_trees_answer_alike() {
        let value = json!({"b": [1, "x"], "a": {"c": "d"}});
        let node = Node::from(&value);
        for tree in [Tree::from(&value), Tree::from(&node)] {
            assert!(tree.is_object());
            assert!(tree.is(&json!({"a": {"c": "d"}, "b": [1, "x"]})));
            assert!(!tree.is(&json!({"a": {"c": "d"}, "b": ["x", 1]})));
            let list = tree.get("b").unwrap();
            assert_eq!(list.length(), Some(2));
            assert_eq!(list.item(1).and_then(Tree::as_str), Some("x"));
            assert!(list.item(2).is_none() && list.get("b").is_none());
            assert_eq!(list.items().unwrap().count(), 2);
            assert!(tree.items().is_none());
            assert_eq!(tree.get("a").unwrap().to_value(), value["a"]);
        }
    }
}
