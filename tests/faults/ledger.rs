//! The ledger: what each citizen sent and was told, in the memory of the run, which no fault reaches; and the judge.

use std::collections::HashMap;

use kocho::domain::ids::SurveyId;

use crate::citizens::{Form, Told};
use crate::town::{Stored, Town};

/// A form and what its sender was told, in order.
pub struct Entry {
    /// What was sent.
    pub form: Form,
    /// What was told.
    pub told: Vec<Told>,
}

impl Entry {
    /// The receipt, if one was given.
    pub fn receipt(&self) -> Option<&str> {
        self.told.iter().rev().find_map(|told| match told {
            Told::Recorded(receipt) | Told::Already(receipt) => Some(receipt.as_str()),
            _ => None,
        })
    }
}

/// What the judge found.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Forms whose sender has a receipt.
    pub acknowledged: usize,
    /// Of those, not stored.
    pub lost: usize,
    /// Stored more than once, or with two receipts.
    pub doubled: usize,
    /// Stored and never sent.
    pub ghosts: usize,
    /// Last told “not recorded”, and recorded.
    pub lies: usize,
}

impl Found {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.lost + self.doubled + self.ghosts + self.lies == 0
    }
}

impl std::fmt::Display for Found {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{} acknowledged: {} lost, {} doubled, {} ghosts, {} told a lie",
            self.acknowledged, self.lost, self.doubled, self.ghosts, self.lies
        )
    }
}

/// Compares what was told with what is stored.
pub fn judge(town: &Town, survey: SurveyId, entries: &[Entry], stored: &Stored) -> Found {
    let mut found = Found::default();
    let mut sent: HashMap<&str, usize> = HashMap::new();
    for entry in entries {
        *sent.entry(&entry.form.document).or_default() += 1;
        let is_recorded = stored
            .receipts
            .contains(&town.receipt(survey, entry.form.submission));
        let is_there = stored.documents.contains_key(&entry.form.document);
        if entry.receipt().is_some() {
            found.acknowledged += 1;
            found.lost += usize::from(!is_recorded || !is_there);
        }
        found.lies += usize::from(entry.told.last() == Some(&Told::NotRecorded) && is_recorded);
        let mut receipts: Vec<&str> = Vec::new();
        for told in &entry.told {
            if let Told::Recorded(receipt) | Told::Already(receipt) = told {
                receipts.push(receipt);
            }
        }
        receipts.dedup();
        found.doubled += usize::from(receipts.len() > 1);
    }
    for (document, times) in &stored.documents {
        match sent.get(document.as_str()) {
            None => found.ghosts += 1,
            Some(sent) => found.doubled += times.saturating_sub(*sent),
        }
    }
    found
}

/// The judge must notice: a copy of the ledger in which one acknowledged form is another than the stored one.
pub fn forged(town: &Town, survey: SurveyId, entries: &mut [Entry], stored: &Stored) -> Found {
    let at = entries.iter().position(|entry| entry.receipt().is_some());
    let Some(entry) = at.and_then(|at| entries.get_mut(at)) else {
        return Found::default();
    };
    let kept = std::mem::replace(&mut entry.form.document, "{}".to_owned());
    let found = judge(town, survey, entries, stored);
    if let Some(entry) = at.and_then(|at| entries.get_mut(at)) {
        entry.form.document = kept;
    }
    found
}
