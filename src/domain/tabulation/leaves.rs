//! Leaves: SHA-256 of each response, from which the digest of all is made, and an order that says nothing about when
//! they came.

use sha2::{Digest, Sha256};

use super::reading::Stored;

/// SHA-256 of mode and document. Ids do not count: sealing gives new ones.
pub(super) type Leaf = [u8; 32];

/// The leaf of a response.
pub(super) fn leaf(stored: Stored<'_>) -> Leaf {
    let mut leaf = Sha256::new();
    leaf.update(stored.mode.word());
    leaf.update([0]);
    leaf.update(stored.document);
    leaf.finalize().into()
}

/// Those of the responses that were read.
#[derive(Debug, Clone, Default)]
pub(super) struct Leaves {
    /// Of the valid ones, parallel to the columns.
    valid: Vec<Leaf>,
    blank: Vec<Leaf>,
}

impl Leaves {
    pub(super) fn push(&mut self, leaf: Leaf, is_valid: bool) {
        match is_valid {
            true => self.valid.push(leaf),
            false => self.blank.push(leaf),
        }
    }

    pub(super) fn append(&mut self, other: Self) {
        self.valid.extend(other.valid);
        self.blank.extend(other.blank);
    }

    pub(super) fn len(&self) -> usize {
        self.valid.len() + self.blank.len()
    }

    /// The places of all in their order; the blank ones have theirs behind the valid ones.
    pub(super) fn sorted(&self) -> Vec<u32> {
        let all = self.valid.iter().chain(&self.blank).zip(0..);
        // The first bytes tell nearly all apart.
        let front = |leaf: &Leaf| {
            leaf.first_chunk()
                .map_or(0, |front| u64::from_be_bytes(*front))
        };
        let mut places: Vec<(u64, u32)> = all.map(|(leaf, at)| (front(leaf), at)).collect();
        places.sort_unstable_by(|one, other| {
            let whole = |at| (self.get(at), at);
            let fronts = one.0.cmp(&other.0);
            fronts.then_with(|| whole(one.1).cmp(&whole(other.1)))
        });
        places.into_iter().map(|(_, at)| at).collect()
    }

    /// SHA-256 over all in this order.
    pub(super) fn digest(&self, sorted: &[u32]) -> Vec<u8> {
        let mut digest = Sha256::new();
        for leaf in sorted.iter().filter_map(|at| self.get(*at)) {
            digest.update(leaf);
        }
        digest.finalize().to_vec()
    }

    pub(super) fn is_valid(&self, at: u32) -> bool {
        usize::try_from(at).is_ok_and(|at| at < self.valid.len())
    }

    fn get(&self, at: u32) -> Option<&Leaf> {
        let at = usize::try_from(at).ok()?;
        let behind = at.checked_sub(self.valid.len());
        behind.map_or_else(|| self.valid.get(at), |behind| self.blank.get(behind))
    }
}
