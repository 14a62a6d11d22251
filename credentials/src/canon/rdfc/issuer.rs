//! Names for blank nodes in the order in which they are asked for (RDFC-1.0 section 4.5).

use foldhash::HashMap;

use crate::canon::rdf::Blank;

/// Numbers blank nodes from 0: `c14n0`, `b0` are such a number behind a prefix.
#[derive(Debug, Clone, Default)]
pub(super) struct Issuer {
    order: Vec<Blank>,
    /// Only kept once searching the order would take longer.
    numbers: HashMap<Blank, u32>,
}

const SEARCHED: usize = 16;

impl Issuer {
    /// The number of this node, a new one if it has none.
    pub(super) fn issue(&mut self, blank: Blank) -> u32 {
        if let Some(number) = self.get(blank) {
            return number;
        }
        self.order.push(blank);
        let number = self.order.len() as u32 - 1;
        if self.order.len() == SEARCHED {
            self.numbers = self.order.iter().copied().zip(0..).collect();
        } else if self.order.len() > SEARCHED {
            self.numbers.insert(blank, number);
        }
        number
    }

    pub(super) fn get(&self, blank: Blank) -> Option<u32> {
        if self.order.len() >= SEARCHED {
            return self.numbers.get(&blank).copied();
        }
        let at = self.order.iter().position(|known| *known == blank)?;
        Some(at as u32)
    }

    /// The nodes, by number.
    pub(super) fn order(&self) -> &[Blank] {
        &self.order
    }

    /// The number of each of `blanks` nodes.
    pub(super) fn into_numbers(self, blanks: usize) -> Vec<Option<u32>> {
        let mut numbers = vec![None; blanks];
        for (number, blank) in (0..).zip(self.order) {
            numbers[blank.0 as usize] = Some(number);
        }
        numbers
    }
}
