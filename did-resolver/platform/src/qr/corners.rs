//! How many corner patterns of QR codes are in a picture?

use std::collections::BTreeSet;

/// How many rings have a spot in them, crossed by a row in the proportions 1:1:3:1:1 (ISO/IEC 18004 section 6.3.3),
/// with the tolerance of the crate that reads codes. `dark` is row by row.
pub(super) fn corners(width: usize, dark: &[bool]) -> usize {
    let mut runs = Runs::of(width, dark);
    let mut rings = BTreeSet::new();
    for at in 2..runs.dark.len() {
        let [left, spot, right] = [at - 2, at - 1, at].map(|at| runs.dark[at]);
        if left.y != right.y || !in_proportion(&left, &spot, &right) {
            continue;
        }
        let [ring, inner, again] = [left, spot, right].map(|run| runs.region(run.region));
        if again != ring || inner == ring {
            continue;
        }
        let percent = runs.sizes[inner] * 100 / runs.sizes[ring];
        if 10 < percent && percent < 70 {
            rings.insert(ring);
        }
    }
    rings.len()
}

fn in_proportion(left: &Run, spot: &Run, right: &Run) -> bool {
    let lengths = [
        left.length(),
        spot.from - left.to,
        spot.length(),
        right.from - spot.to,
        right.length(),
    ];
    let average = (lengths[0] + lengths[1] + lengths[3] + lengths[4]) / 4;
    let tolerance = average * 3 / 4;
    let fits = |(length, times): (usize, usize)| {
        let expected = times * average;
        (expected - tolerance..=expected + tolerance).contains(&length)
    };
    lengths.into_iter().zip([1, 1, 3, 1, 1]).all(fits)
}

/// Dark pixels of a row without a light one between them.
#[derive(Clone, Copy)]
struct Run {
    y: usize,
    from: usize,
    to: usize,
    region: usize,
}

impl Run {
    fn length(&self) -> usize {
        self.to - self.from
    }
}

/// The dark runs of a picture, and the regions that they make.
struct Runs {
    dark: Vec<Run>,
    /// Of each region, another that it belongs to; itself, when it is the first.
    parents: Vec<usize>,
    /// Pixels of each region that is the first.
    sizes: Vec<usize>,
}

impl Runs {
    fn of(width: usize, dark: &[bool]) -> Self {
        let mut runs = Self {
            dark: Vec::new(),
            parents: Vec::new(),
            sizes: Vec::new(),
        };
        let mut above = 0..0;
        for (y, row) in dark.chunks_exact(width.max(1)).enumerate() {
            let first = runs.dark.len();
            let mut at = 0;
            for same in row.chunk_by(|a, b| a == b) {
                if same[0] {
                    let (from, to) = (at, at + same.len());
                    let region = runs.dark.len();
                    runs.dark.push(Run {
                        y,
                        from,
                        to,
                        region,
                    });
                    runs.parents.push(region);
                    runs.sizes.push(to - from);
                }
                at += same.len();
            }
            runs.join(above, first);
            above = first..runs.dark.len();
        }
        runs
    }

    /// Joins the runs from `first` on to those of the row above that they touch.
    fn join(&mut self, above: std::ops::Range<usize>, first: usize) {
        let (mut upper, mut lower) = (above.start, first);
        while upper < above.end && lower < self.dark.len() {
            let (one, other) = (self.dark[upper], self.dark[lower]);
            if one.from < other.to && other.from < one.to {
                let [into, from] = [one, other].map(|run| self.region(run.region));
                if into != from {
                    self.parents[from] = into;
                    self.sizes[into] += self.sizes[from];
                }
            }
            match one.to < other.to {
                true => upper += 1,
                false => lower += 1,
            }
        }
    }

    fn region(&mut self, mut of: usize) -> usize {
        while self.parents[of] != of {
            self.parents[of] = self.parents[self.parents[of]];
            of = self.parents[of];
        }
        of
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A picture of letters: `#` is dark.
    fn count(rows: &[&str]) -> usize {
        let dark: Vec<bool> = rows.concat().bytes().map(|byte| byte == b'#').collect();
        corners(rows[0].len(), &dark)
    }

    #[test]
    fn a_ring_with_a_spot_in_it_is_one_and_nothing_else_is() {
        let corner = [
            "#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######",
        ];
        assert_eq!(count(&corner), 1);
        let twice: Vec<String> = corner.iter().map(|row| format!("{row}.{row}")).collect();
        let twice: Vec<&str> = twice.iter().map(String::as_str).collect();
        assert_eq!(count(&twice), 2);
        assert_eq!(
            count(&[&twice[..], &["..............."], &twice[..]].concat()),
            4
        );
        assert_eq!(count(&["#.###.#"]), 0, "strokes, of which none is a ring");
        assert_eq!(count(&["#######", "#.....#", "#######"]), 0);
        assert_eq!(count(&[""]), 0);
    }
}
