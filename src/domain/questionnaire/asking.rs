//! What is asked of one person, by what they have answered before (M-3): questions, and the options of each.

use super::answers::{Answer, Answers};
use super::item::{Accepts, Part};
use super::order::OrderSeed;
use super::question::Question;
use super::reading::Fault;
use super::refusal::{AnswerError, AnswerErrorKind as Refused};
use super::routing::{Asked, Condition, Path, Test};
use super::same::Same;

impl Answers {
    /// Which questions are asked (M-3): in order, with the answers to questions that are not asked left out.
    #[must_use]
    pub fn path(&self) -> Path {
        self.clone().keep_asked(&[])
    }

    /// Drops the answers to questions that are not asked, and says which are. Those that are the same as others are
    /// answered on the way: what they are the same as is asked before them, or not at all.
    pub(super) fn keep_asked(&mut self, same: &[Same]) -> Path {
        let reader = self.reader.clone();
        let mut path = Path::default();
        for (at, section) in reader.questionnaire().sections.iter().enumerate() {
            let shown = self.meets(section.show_if.as_ref(), &path);
            path.sections.push(Asked {
                holds: shown,
                ..Asked::default()
            });
            for (position, question) in section.questions.iter().enumerate() {
                let asks = shown && self.meets(question.show_if.as_ref(), &path);
                let items = reader.items_of(at, position);
                if asks {
                    self.take_over(same, items.clone());
                    if reader.is_personal(at, position) {
                        self.keep_offered(&path, items, question);
                    }
                } else {
                    self.clear(items);
                }
                path.push(asks, question.kind.is_seen());
            }
        }
        path
    }

    /// Too few of a multiple question. Looked for last: what is written beside 「その他」 has chosen it by then, and what is
    /// not offered is gone.
    pub(super) fn too_few(&self) -> Vec<Fault> {
        let reader = self.reader.clone();
        let mut faults = Vec::new();
        for (position, item) in reader.items().iter().enumerate() {
            let Accepts::Many { min: Some(min), .. } = item.accepts else {
                continue;
            };
            let Some(Answer::Many(options)) = self.at(position) else {
                continue;
            };
            let choices = item.choices(reader.questionnaire());
            let alone = |at: &usize| choices.get(*at).is_some_and(|choice| choice.exclusive);
            let chosen = options.len();
            if chosen < usize::from(min) && !options.iter().any(alone) {
                let kind = Refused::TooFewChosen { min, chosen };
                let item = item.code.clone();
                faults.push((Some(position), AnswerError { item, kind }));
            }
        }
        faults
    }

    /// Drops what was chosen, and written beside it, of options that are not offered.
    fn keep_offered(&mut self, path: &Path, items: std::ops::Range<usize>, question: &Question) {
        let options = question.kind.choices(0).iter().enumerate();
        let hidden = options.filter(|(_, option)| option.show_if.is_some());
        let hidden: Vec<usize> = hidden
            .filter(|(_, option)| !self.meets(option.show_if.as_ref(), path))
            .map(|(at, _)| at)
            .collect();
        if hidden.is_empty() {
            return;
        }
        let reader = self.reader.clone();
        for position in items {
            let part = reader.items().get(position).map(|item| item.part);
            let Some(slot) = self.values.get_mut(position) else {
                continue;
            };
            let dropped = match (part, slot.as_mut()) {
                (Some(Part::Other(at)), _) => hidden.contains(&at),
                (_, Some(Answer::One(at))) => hidden.contains(at),
                (_, Some(Answer::Many(chosen))) => {
                    chosen.retain(|at| !hidden.contains(at));
                    chosen.is_empty()
                }
                _ => false,
            };
            if dropped {
                *slot = None;
            }
        }
    }

    /// Puts what is drawn by lot in place of whatever was sent of it.
    pub(super) fn draw(&mut self, seed: OrderSeed) {
        let reader = self.reader.clone();
        for at in reader.drawn() {
            if let (Some(item), Some(slot)) = (reader.items().get(*at), self.values.get_mut(*at)) {
                let part = seed.part(&item.code, item.accepts.codes().len());
                *slot = Some(Answer::One(part));
            }
        }
    }

    /// Whether a condition holds; `before` is the path up to here.
    pub(super) fn meets(&self, condition: Option<&Condition>, before: &Path) -> bool {
        condition.is_none_or(|condition| {
            let mut passes = |item: &str, test: Test<'_>| self.passes(item, test, before);
            condition.verdict(&mut passes) == Some(true)
        })
    }

    /// Whether the answer to an item passes a test; none without a valid answer.
    fn passes(&self, item: &str, test: Test<'_>, before: &Path) -> Option<bool> {
        let (position, item) = self.reader.item(item)?;
        let answer = self
            .at(position)
            .filter(|answer| **answer != Answer::Invalid);
        let codes = item.accepts.codes();
        match (test, answer) {
            (Test::Answered, answer) => {
                let is_asked = before.asks(item.section, item.question);
                is_asked.then_some(answer.is_some())
            }
            (Test::AnyOf(wanted), Some(Answer::One(option))) => {
                Some(codes.get(*option).is_some_and(|code| wanted.contains(code)))
            }
            (Test::AnyOf(wanted), Some(Answer::Many(options))) => {
                let mut chosen = options.iter().filter_map(|option| codes.get(*option));
                Some(chosen.any(|code| wanted.contains(code)))
            }
            (Test::Number(between), Some(Answer::Number(number))) => {
                Some(between.contains(*number))
            }
            (Test::Day(between), Some(Answer::Date(day))) => Some(between.contains(*day)),
            _ => None,
        }
    }
}
