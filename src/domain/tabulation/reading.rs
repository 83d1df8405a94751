//! Reading documents into columns: cleaned answers, 非該当 computed from the routing (M-3), blank ones left out (M-1).

use std::collections::BTreeMap;

use super::Layout;
use super::responses::Responses;
use super::scan::Scanner;
use crate::domain::between::Between;
use crate::domain::ids::ResponseId;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::{Condition, Test};
use crate::domain::statistics::routing::is_answered;
use crate::domain::statistics::variable::{Answer, Cleaned, Index};
use crate::domain::submission::Duration;
use crate::domain::survey::Mode;
use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;
use sha2::{Digest, Sha256};

/// A stored document that does not fit the questionnaire of its survey: nothing is computed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored answers of response {response} do not fit the questionnaire")]
pub struct Unfitting {
    /// Whose.
    pub response: ResponseId,
}

/// Responses being read, in any order.
#[derive(Debug, Clone)]
pub struct Reading {
    layout: Layout,
    row: Vec<Cleaned>,
    responses: Responses,
    /// SHA-256 of each valid response, parallel to the columns.
    valid: Vec<[u8; 32]>,
    /// The same of the blank ones.
    blank: Vec<[u8; 32]>,
    /// How many are held back, and those that are so far, by their SHA-256; alike ones by their ids.
    holds: usize,
    held: BTreeMap<([u8; 32], ResponseId), Row>,
}

/// A response that was read.
#[derive(Debug, Clone)]
struct Row {
    /// None of a blank one.
    answers: Option<Vec<Cleaned>>,
    mode: Mode,
    duration: Option<Duration>,
}

/// One response as stored.
#[derive(Debug, Clone, Copy)]
pub struct Stored<'a> {
    /// Its id.
    pub id: ResponseId,
    /// How it came.
    pub mode: Mode,
    /// How long it took, where that is known.
    pub duration: Option<Duration>,
    /// Its answers as the database prints them.
    pub document: &'a str,
}

impl Reading {
    /// None yet.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        Self {
            row: vec![Cleaned::from(Answer::NoAnswer); layout.items.len()],
            responses: Responses::new(layout),
            layout: layout.clone(),
            valid: Vec::new(),
            blank: Vec::new(),
            holds: 0,
            held: BTreeMap::new(),
        }
    }

    /// So many responses are left out; chance says which. Provisional figures leave so many to the final ones that the
    /// difference is nobody's own answers (M-12.5). Those that were counted once are counted when more have come.
    #[must_use]
    pub fn holding_back(self, holds: u64) -> Self {
        Self {
            holds: usize::try_from(holds).unwrap_or(usize::MAX),
            ..self
        }
    }

    /// Adds one response.
    ///
    /// # Errors
    /// [`Unfitting`].
    pub fn add(&mut self, stored: Stored<'_>) -> Result<(), Unfitting> {
        let unfitting = Unfitting {
            response: stored.id,
        };
        self.read(stored.document).ok_or(unfitting)?;
        self.route();
        let leaf = leaf(stored);
        if self.holds == 0 {
            let row = std::mem::take(&mut self.row);
            let answers = (!self.is_blank_row(&row)).then_some(row.as_slice());
            self.count(leaf, answers, stored.mode, stored.duration);
            self.row = row;
            return Ok(());
        }
        let row = Row {
            answers: (!self.is_blank_row(&self.row)).then(|| self.row.clone()),
            mode: stored.mode,
            duration: stored.duration,
        };
        self.held.insert((leaf, stored.id), row);
        self.let_go();
        Ok(())
    }

    /// Counts those that are held back beyond what is to be.
    fn let_go(&mut self) {
        while self.held.len() > self.holds {
            let Some(((leaf, _), row)) = self.held.pop_last() else {
                return;
            };
            self.count(leaf, row.answers.as_deref(), row.mode, row.duration);
        }
    }

    fn count(
        &mut self,
        leaf: [u8; 32],
        answers: Option<&[Cleaned]>,
        mode: Mode,
        duration: Option<Duration>,
    ) {
        if let Some(answers) = answers {
            self.valid.push(leaf);
            self.responses.push(answers, mode, duration);
        } else {
            self.blank.push(leaf);
            self.responses.summary.blank += 1;
        }
    }

    /// How many are counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.valid.len() + self.blank.len()
    }

    /// Whether none is.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The responses of both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        self.responses = self.responses.and(other.responses);
        self.valid.extend(other.valid);
        self.blank.extend(other.blank);
        self.held.extend(other.held);
        self.let_go();
        self
    }

    /// The responses in an order that says nothing about when they came and does not depend on how they were read,
    /// and which responses these are: SHA-256 over the sorted SHA-256 of each (mode, document). Ids do not count:
    /// sealing gives new ones.
    #[must_use]
    pub fn finish(self) -> (Responses, Vec<u8>) {
        let valid = self
            .valid
            .into_iter()
            .zip(0..)
            .map(|(leaf, at)| (leaf, Some(at)));
        let blank = self.blank.into_iter().map(|leaf| (leaf, None));
        let mut leaves: Vec<([u8; 32], Option<u32>)> = valid.chain(blank).collect();
        leaves.sort_unstable();
        let mut digest = Sha256::new();
        for (leaf, _) in &leaves {
            digest.update(leaf);
        }
        let place = |(_, at): ([u8; 32], Option<u32>)| usize::try_from(at?).ok();
        let order: Vec<usize> = leaves.into_iter().filter_map(place).collect();
        (self.responses.in_order(&order), digest.finalize().to_vec())
    }

    /// Reads a document into the row; none when it does not fit.
    fn read(&mut self, document: &str) -> Option<()> {
        blank(&mut self.row, Answer::NoAnswer);
        let mut scanner = Scanner::new(document);
        let mut next = 0;
        if !scanner.take(b'{') {
            return None;
        }
        if scanner.take(b'}') {
            return Some(());
        }
        loop {
            let name = scanner.word()?;
            let at = self.find(name, &mut next)?;
            let colon = scanner.take(b':');
            let cell = self.layout.cells.get(at).filter(|_| colon)?;
            let answer = cell.read(&mut scanner)?;
            *self.row.get_mut(at)? = self.layout.clean(at, answer);
            if scanner.take(b'}') {
                return Some(());
            }
            if !scanner.take(b',') {
                return None;
            }
        }
    }

    /// The item of a name. Names come in the order of the layout, so the search goes on where it stopped.
    fn find(&self, name: &[u8], next: &mut usize) -> Option<usize> {
        let is = |at: &usize| {
            let cell = self.layout.cells.get(*at);
            cell.is_some_and(|cell| cell.name.as_ref() == name)
        };
        let (before, after) = self.layout.reader.stored_order().split_at_checked(*next)?;
        let found = after.iter().position(is).map(|ahead| *next + ahead);
        let place = found.or_else(|| before.iter().position(is))?;
        *next = place + 1;
        self.layout.reader.stored_order().get(place).copied()
    }

    /// What is not asked becomes 非該当, in questionnaire order, on cleaned answers.
    fn route(&mut self) {
        let reader = self.layout.reader.clone();
        for (section, content) in reader.questionnaire().sections.iter().enumerate() {
            let shown = self.holds(content.show_if.as_ref());
            for (position, question) in content.questions.iter().enumerate() {
                if shown && self.holds(question.show_if.as_ref()) {
                    continue;
                }
                let span = reader.items_of(section, position);
                if let Some(answers) = self.row.get_mut(span) {
                    blank(answers, Answer::NotApplicable);
                }
            }
        }
    }

    fn holds(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|condition| {
            let mut passes = |item: &str, test: Test<'_>| {
                let at = self.layout.position(item)?;
                self.layout.passes(at, &self.row.get(at)?.answer, test)
            };
            condition.verdict(&mut passes) == Some(true)
        })
    }

    fn is_blank_row(&self, row: &[Cleaned]) -> bool {
        let mut items = self.layout.items.iter().zip(row);
        !items.any(|(item, answer)| !item.attribute && answer.answer.is_answered())
    }
}

impl Layout {
    fn clean(&self, at: usize, answer: Answer) -> Cleaned {
        use crate::domain::statistics::variable::Accepts;
        match (self.items.get(at).map(|item| &item.accepts), answer) {
            (Some(Accepts::Many(_, rule)), Answer::Codes(set)) => rule.clean(set),
            (_, answer) => Cleaned::from(answer),
        }
    }

    /// Whether an answer passes a test; none without a valid answer.
    fn passes(&self, at: usize, answer: &Answer, test: Test<'_>) -> Option<bool> {
        match (test, answer) {
            (Test::AnyOf(codes), answer) => self.chosen(at, answer, codes),
            (Test::Answered, answer) => is_answered(answer),
            (Test::Number(between), Answer::Number(number)) => {
                Some(floats(between).contains(*number))
            }
            (Test::Day(between), Answer::Day(day)) => Some(between.contains(*day)),
            _ => None,
        }
    }

    /// Whether an answer is (contains) one of the codes; none without a valid answer.
    pub(super) fn chosen(&self, at: usize, answer: &Answer, codes: &[Code]) -> Option<bool> {
        let options = self.items.get(at)?.options();
        let wanted = |option: Index| {
            let code = options.get(usize::from(option));
            code.is_some_and(|o| codes.iter().any(|wanted| wanted.as_str() == o.code))
        };
        match answer {
            Answer::Code(option) => Some(wanted(*option)),
            Answer::Codes(set) => Some(set.iter().any(wanted)),
            _ => None,
        }
    }
}

/// The limits as the numbers they are compared with.
pub(super) fn floats(between: Between<Decimal>) -> Between<f64> {
    Between {
        min: between.min.and_then(|min| min.to_f64()),
        max: between.max.and_then(|max| max.to_f64()),
    }
}

/// The same state for all of them.
fn blank(answers: &mut [Cleaned], state: Answer) {
    for answer in answers {
        *answer = Cleaned::from(state.clone());
    }
}

fn leaf(stored: Stored<'_>) -> [u8; 32] {
    let mut leaf = Sha256::new();
    leaf.update(stored.mode.word());
    leaf.update([0]);
    leaf.update(stored.document);
    leaf.finalize().into()
}
