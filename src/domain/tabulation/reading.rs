//! Reading documents into columns: cleaned answers, 非該当 computed from the routing (M-3), blank ones left out (M-1).

use std::collections::BTreeMap;

use super::Layout;
use super::scan::Scanner;
use crate::domain::ids::SubmissionId;
use crate::domain::questionnaire::question::Code;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::statistics::columns::Column;
use crate::domain::statistics::item::Answer;
use crate::domain::survey::Mode;
use sha2::{Digest, Sha256};

/// A stored document that does not fit the questionnaire of its survey: nothing is computed then.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the stored answers of response {response} do not fit the questionnaire")]
pub struct Unfitting {
    /// Whose.
    pub response: SubmissionId,
}

/// The responses of a survey, column by column, and what they were: the same whatever order they come in.
#[derive(Debug, Clone)]
pub struct Responses {
    layout: Layout,
    row: Vec<Answer>,
    /// Parallel to the layout's items; one place each for a valid response.
    pub columns: Vec<Column>,
    /// Valid responses by mode.
    pub by_mode: BTreeMap<Mode, u64>,
    /// Responses without one valid answer about the subject: returned, not valid (M-1).
    pub blank: u64,
    leaves: Vec<[u8; 32]>,
}

impl Responses {
    /// None yet.
    #[must_use]
    pub fn new(layout: &Layout) -> Self {
        Self {
            row: vec![Answer::NoAnswer; layout.items.len()],
            columns: layout.items.iter().map(Column::for_item).collect(),
            layout: layout.clone(),
            by_mode: BTreeMap::new(),
            blank: 0,
            leaves: Vec::new(),
        }
    }

    /// Adds one response with its document as the database prints it.
    ///
    /// # Errors
    /// [`Unfitting`].
    pub fn add(&mut self, id: SubmissionId, mode: Mode, document: &str) -> Result<(), Unfitting> {
        self.read(document).ok_or(Unfitting { response: id })?;
        self.leaves.push(leaf(id, mode, document));
        self.route();
        if self.is_blank() {
            self.blank += 1;
            return Ok(());
        }
        for (column, answer) in self.columns.iter_mut().zip(&self.row) {
            column.push(*answer);
        }
        *self.by_mode.entry(mode).or_default() += 1;
        Ok(())
    }

    /// The responses of both.
    #[must_use]
    pub fn and(mut self, other: Self) -> Self {
        for (mine, theirs) in self.columns.iter_mut().zip(other.columns) {
            match (mine, theirs) {
                (Column::Codes(mine), Column::Codes(theirs)) => mine.extend(theirs),
                (Column::Sets(mine), Column::Sets(theirs)) => mine.extend(theirs),
                (Column::Numbers(mine), Column::Numbers(theirs)) => mine.extend(theirs),
                // Both have the columns of one layout.
                _ => {}
            }
        }
        for (mode, count) in other.by_mode {
            *self.by_mode.entry(mode).or_default() += count;
        }
        self.blank += other.blank;
        self.leaves.extend(other.leaves);
        self
    }

    /// Valid responses (有効回収数).
    #[must_use]
    pub fn valid(&self) -> u64 {
        self.by_mode.values().sum()
    }

    /// All responses (回収数).
    #[must_use]
    pub fn returned(&self) -> u64 {
        self.valid() + self.blank
    }

    /// SHA-256 over the sorted SHA-256 of each response (id, mode, document): which responses these are.
    #[must_use]
    pub fn digest(&mut self) -> Vec<u8> {
        self.leaves.sort_unstable();
        let mut digest = Sha256::new();
        for leaf in &self.leaves {
            digest.update(leaf);
        }
        digest.finalize().to_vec()
    }

    /// Reads a document into the row; none when it does not fit.
    fn read(&mut self, document: &str) -> Option<()> {
        self.row.fill(Answer::NoAnswer);
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
        let (before, after) = self.layout.order.split_at_checked(*next)?;
        let found = after.iter().position(is).map(|ahead| *next + ahead);
        let place = found.or_else(|| before.iter().position(is))?;
        *next = place + 1;
        self.layout.order.get(place).copied()
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
                    answers.fill(Answer::NotApplicable);
                }
            }
        }
    }

    fn holds(&self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|condition| {
            let mut given = |item: &str, codes: &[Code]| {
                let at = self.layout.position(item)?;
                self.layout.chosen(at, *self.row.get(at)?, codes)
            };
            condition.verdict(&mut given) == Some(true)
        })
    }

    fn is_blank(&self) -> bool {
        let mut items = self.layout.items.iter().zip(&self.row);
        !items.any(|(item, answer)| !item.attribute && answer.is_answered())
    }
}

impl Layout {
    fn clean(&self, at: usize, answer: Answer) -> Answer {
        use crate::domain::statistics::item::Accepts;
        match (self.items.get(at).map(|item| &item.accepts), answer) {
            (Some(Accepts::Many(_, rule)), Answer::Codes(set)) => rule.clean(set).answer,
            _ => answer,
        }
    }

    /// Whether an answer is (contains) one of the codes; none without a valid answer.
    pub(super) fn chosen(&self, at: usize, answer: Answer, codes: &[Code]) -> Option<bool> {
        let options = self.items.get(at)?.options();
        let wanted = |option: usize| {
            let code = options.get(option).map(|option| option.code.as_str());
            code.is_some_and(|code| codes.iter().any(|wanted| wanted.as_str() == code))
        };
        match answer {
            Answer::Code(option) => Some(wanted(option.into())),
            Answer::Codes(set) => Some((0..64).any(|at| set & (1 << at) != 0 && wanted(at))),
            _ => None,
        }
    }
}

fn leaf(id: SubmissionId, mode: Mode, document: &str) -> [u8; 32] {
    let mut leaf = Sha256::new();
    leaf.update(id.0.as_bytes());
    leaf.update(mode.word());
    leaf.update([0]);
    leaf.update(document);
    leaf.finalize().into()
}
