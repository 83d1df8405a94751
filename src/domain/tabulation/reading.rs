//! Reading documents into columns: cleaned answers, 非該当 computed from the routing (M-3), blank ones left out (M-1).

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::thread;

use super::Layout;
use super::leaves::{Leaf, Leaves, leaf};
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
    leaves: Leaves,
    /// How many are held back, and those that are so far, by their leaves; alike ones by their ids.
    holds: usize,
    held: BTreeMap<(Leaf, ResponseId), Row>,
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
            leaves: Leaves::default(),
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
        let row = std::mem::take(&mut self.row);
        let answers = (!self.is_blank_row(&row)).then_some(row.as_slice());
        let name = (leaf(stored), stored.id);
        if self.is_held(&name) {
            let row = Row {
                answers: answers.map(<[_]>::to_vec),
                mode: stored.mode,
                duration: stored.duration,
            };
            self.held.insert(name, row);
            self.let_go();
        } else {
            self.count(name.0, answers, stored.mode, stored.duration);
        }
        self.row = row;
        Ok(())
    }

    /// Whether a response is held back, as far as those before it say: the lowest are.
    fn is_held(&self, name: &(Leaf, ResponseId)) -> bool {
        let last = self.held.last_key_value();
        self.held.len() < self.holds || last.is_some_and(|(last, _)| name < last)
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
        leaf: Leaf,
        answers: Option<&[Cleaned]>,
        mode: Mode,
        duration: Option<Duration>,
    ) {
        self.leaves.push(leaf, answers.is_some());
        match answers {
            Some(answers) => self.responses.push(answers, mode, duration),
            None => self.responses.summary.blank += 1,
        }
    }

    /// How many are counted.
    #[must_use]
    pub fn len(&self) -> usize {
        self.leaves.len()
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
        self.leaves.append(other.leaves);
        self.held.extend(other.held);
        self.let_go();
        self
    }

    /// The responses in an order that says nothing about when they came and does not depend on how they were read,
    /// and which responses these are: SHA-256 over the sorted SHA-256 of each.
    #[must_use]
    pub fn finish(self) -> (Responses, Vec<u8>) {
        let leaves = self.leaves;
        let sorted = leaves.sorted();
        thread::scope(|scope| {
            let digest = scope.spawn(|| leaves.digest(&sorted));
            let is_valid = |at: &u32| leaves.is_valid(*at);
            let order: Vec<u32> = sorted.iter().copied().filter(is_valid).collect();
            let responses = self.responses.in_order(&order);
            let digest = digest.join().unwrap_or_else(|panic| resume_unwind(panic));
            (responses, digest)
        })
    }

    /// Reads a document into the row; none when it does not fit.
    fn read(&mut self, document: &str) -> Option<()> {
        self.row.fill_with(|| Cleaned::from(Answer::NoAnswer));
        let mut scanner = Scanner::new(document);
        let mut next = 0;
        if !scanner.take(b'{') {
            return None;
        }
        if scanner.take(b'}') {
            return Some(());
        }
        loop {
            let at = self.item(&mut scanner, &mut next)?;
            let answer = self.layout.cells.get(at)?.read(&mut scanner)?;
            *self.row.get_mut(at)? = self.layout.clean(at, answer);
            if scanner.take(b'}') {
                return Some(());
            }
            if !scanner.take(b',') {
                return None;
            }
        }
    }

    /// The item that is answered next; mostly the next one of the layout.
    fn item(&self, scanner: &mut Scanner<'_>, next: &mut usize) -> Option<usize> {
        scanner.peek()?;
        let expected = self.layout.reader.stored_order().get(*next).copied();
        let cell = expected.and_then(|at| self.layout.cells.get(at));
        if cell.is_some_and(|cell| scanner.literal(&cell.lead)) {
            *next += 1;
            return expected;
        }
        let at = self.find(scanner.word()?, next)?;
        scanner.take(b':').then_some(at)
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
        let layout = &self.layout;
        for route in &layout.routes {
            let row = self.row.as_slice();
            let is_asked = route.conditions.iter().all(|asks| layout.holds(asks, row));
            if let Some(answers) = self.row.get_mut(route.items.clone())
                && !is_asked
            {
                answers.fill_with(|| Cleaned::from(Answer::NotApplicable));
            }
        }
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

    /// Whether a condition holds for the answers of a response.
    fn holds(&self, condition: &Condition, row: &[Cleaned]) -> bool {
        let mut passes = |item: &str, test: Test<'_>| {
            let at = self.position(item)?;
            self.passes(at, &row.get(at)?.answer, test)
        };
        condition.verdict(&mut passes) == Some(true)
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
