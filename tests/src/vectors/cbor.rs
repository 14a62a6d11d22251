//! As much of CBOR (RFC 8949) as proof values of the selective-disclosure suites are written in.

/// A data item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A number from zero on.
    Number(u64),
    /// Bytes.
    Bytes(Vec<u8>),
    /// A text.
    Text(String),
    /// Items in order.
    Array(Vec<Item>),
    /// Pairs in order.
    Map(Vec<(Item, Item)>),
}

impl Item {
    /// Reads the one item that these bytes are.
    pub fn read(bytes: &[u8]) -> Self {
        let mut rest = bytes;
        let item = next(&mut rest);
        assert!(rest.is_empty(), "{} bytes follow", rest.len());
        item
    }

    /// The item in the shortest form.
    pub fn write(&self) -> Vec<u8> {
        match self {
            Self::Number(number) => head(0, *number),
            Self::Bytes(bytes) => [head(2, bytes.len() as u64), bytes.clone()].concat(),
            Self::Text(text) => [head(3, text.len() as u64), text.clone().into_bytes()].concat(),
            Self::Array(items) => {
                let written: Vec<u8> = items.iter().flat_map(Self::write).collect();
                [head(4, items.len() as u64), written].concat()
            }
            Self::Map(pairs) => {
                let pair = |(name, value): &(Item, Item)| [name.write(), value.write()].concat();
                let written: Vec<u8> = pairs.iter().flat_map(pair).collect();
                [head(5, pairs.len() as u64), written].concat()
            }
        }
    }

    /// The bytes that it is.
    pub fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            other => panic!("expected bytes, found {other:?}"),
        }
    }

    /// The items that it holds.
    pub fn items(&self) -> &[Item] {
        match self {
            Self::Array(items) => items,
            other => panic!("expected an array, found {other:?}"),
        }
    }

    /// The text that it is.
    pub fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("expected a text, found {other:?}"),
        }
    }

    /// The number that it is.
    pub fn number(&self) -> u64 {
        match self {
            Self::Number(number) => *number,
            other => panic!("expected a number, found {other:?}"),
        }
    }
}

fn next(rest: &mut &[u8]) -> Item {
    let first = take(rest, 1)[0];
    let length = match first & 0x1F {
        short @ ..24 => u64::from(short),
        24 => u64::from(take(rest, 1)[0]),
        25 => take(rest, 2)
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        26 => take(rest, 4)
            .iter()
            .fold(0, |number, byte| number << 8 | u64::from(*byte)),
        other => panic!("a length of the form {other}"),
    };
    let count = length as usize;
    match first >> 5 {
        0 => Item::Number(length),
        2 => Item::Bytes(take(rest, count).to_vec()),
        3 => Item::Text(String::from_utf8(take(rest, count).to_vec()).unwrap()),
        4 => Item::Array((0..count).map(|_| next(rest)).collect()),
        5 => Item::Map((0..count).map(|_| (next(rest), next(rest))).collect()),
        other => panic!("an item of the kind {other}"),
    }
}

fn take<'b>(rest: &mut &'b [u8], count: usize) -> &'b [u8] {
    let (taken, left) = rest.split_at(count);
    *rest = left;
    taken
}

fn head(kind: u8, length: u64) -> Vec<u8> {
    let kind = kind << 5;
    match length {
        0..24 => vec![kind | length as u8],
        24..0x100 => vec![kind | 24, length as u8],
        0x100..0x1_0000 => [&[kind | 25][..], &(length as u16).to_be_bytes()].concat(),
        _ => [&[kind | 26][..], &(length as u32).to_be_bytes()].concat(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_read_back_as_they_were_written() {
        // RFC 8949 appendix A.
        for (hex, item) in [
            ("17", Item::Number(23)),
            ("1818", Item::Number(24)),
            ("1903e8", Item::Number(1000)),
            ("1a000f4240", Item::Number(1_000_000)),
            ("4401020304", Item::Bytes(vec![1, 2, 3, 4])),
            ("6449455446", Item::Text("IETF".into())),
            (
                "820102",
                Item::Array(vec![Item::Number(1), Item::Number(2)]),
            ),
            (
                "a10102",
                Item::Map(vec![(Item::Number(1), Item::Number(2))]),
            ),
        ] {
            assert_eq!(super::super::hex(&item.write()), hex);
            assert_eq!(Item::read(&item.write()), item);
        }
    }
}
