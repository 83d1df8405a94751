//! A reader with patience: tries every town that fits what is published. Knows nothing of how a release is made.

/// One kind of person: what it adds to each of the published numbers.
pub type Kind = Vec<u64>;

/// What is known of a number: it lies between these, ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Known {
    pub least: u64,
    pub most: u64,
}

/// More towns than this are not tried.
const PATIENCE: u64 = 4_000;

/// What the reader found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// A town that fits.
    Town,
    /// No town fits.
    Nothing,
    /// Too many to try.
    GaveUp,
}

/// Looks for numbers of each kind that add up to what is known.
pub fn town(kinds: &[Kind], known: &[Known]) -> Found {
    let mut search = Search { kinds, tried: 0 };
    let everybody: Vec<usize> = (0..kinds.len()).collect();
    match search.go(known, &everybody) {
        Some(true) => Found::Town,
        Some(false) => Found::Nothing,
        None => Found::GaveUp,
    }
}

struct Search<'k> {
    kinds: &'k [Kind],
    tried: u64,
}

impl Search<'_> {
    /// Whether what is left can be made up of these kinds; none when there is too much to try.
    fn go(&mut self, left: &[Known], allowed: &[usize]) -> Option<bool> {
        self.tried += 1;
        if self.tried > PATIENCE {
            return None;
        }
        let fits = |kind: &usize| {
            let mut numbers = self.kinds[*kind].iter().zip(left);
            numbers.all(|(adds, left)| *adds <= left.most)
        };
        let mut fitting: Vec<usize> = allowed.iter().copied().filter(fits).collect();
        let Some(choices) = self.choices(left, &fitting) else {
            return Some(true);
        };
        for kind in choices {
            let with: Vec<Known> = left.iter().zip(&self.kinds[kind]).map(take).collect();
            let found = self.go(&with, &fitting);
            if found != Some(false) {
                return found;
            }
            // Every town with one more of this kind has been tried.
            fitting.retain(|other| *other != kind);
        }
        Some(false)
    }

    /// The kinds one of which is needed: those of the number that leaves the fewest; none when nobody is missing.
    fn choices(&self, left: &[Known], fitting: &[usize]) -> Option<Vec<usize>> {
        let missing = (0..left.len()).filter(|at| left[*at].least > 0);
        missing
            .map(|at| {
                let adds = fitting.iter().copied();
                adds.filter(|kind| self.kinds[*kind][at] > 0)
                    .collect::<Vec<usize>>()
            })
            .min_by_key(Vec::len)
    }
}

fn take((left, adds): (&Known, &u64)) -> Known {
    Known {
        least: left.least.saturating_sub(*adds),
        most: left.most - adds,
    }
}

#[test]
fn the_reader_finds_what_there_is_and_nothing_else() {
    let exactly = |n| Known { least: n, most: n };
    // Three people; two of them in the first kind or the second.
    let kinds = [vec![1, 1, 0], vec![1, 1, 1], vec![1, 0, 0]];
    assert_eq!(
        town(&kinds, &[exactly(3), exactly(2), exactly(1)]),
        Found::Town
    );
    assert_eq!(
        town(&kinds, &[exactly(3), exactly(2), exactly(3)]),
        Found::Nothing
    );
    assert_eq!(
        town(&kinds, &[exactly(3), exactly(4), exactly(0)]),
        Found::Nothing
    );
    let open = Known { least: 0, most: 9 };
    assert_eq!(town(&kinds, &[exactly(3), open, exactly(3)]), Found::Town);
}
