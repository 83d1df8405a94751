//! The check of a proposal against a questionnaire: it goes on after each fault, so that all are found.

use std::collections::BTreeSet;

use super::{Fault, Proposal, Wanted};
use crate::domain::plan::definition::{Base, Measure};
use crate::domain::questionnaire::item::{self, Accepts};
use crate::domain::questionnaire::question::{Choice, Code, Meaning, Role};
use crate::domain::questionnaire::reader::Reader;
use crate::domain::questionnaire::routing::Condition;

/// A check under way: what was found so far.
pub(super) struct Check<'a> {
    pub reader: &'a Reader,
    pub faults: Vec<Fault>,
}

impl<'a> Check<'a> {
    /// The item of this name and its place; a fault where there is none.
    pub fn item(&mut self, name: &str) -> Option<(usize, &'a item::Item)> {
        let found = self.reader.item(name);
        if found.is_none() {
            let meant = self.meant(name);
            self.faults.push(Fault::NoSuchItem(name.to_owned(), meant));
        }
        found
    }

    /// The rows of a grid that was named as a whole; names that differ in case or leading zeros.
    fn meant(&self, name: &str) -> Vec<String> {
        let plain = |name: &str| name.to_ascii_lowercase().replace('0', "");
        let rows = format!("{name}.");
        let is_near =
            |item: &&item::Item| item.code.starts_with(&rows) || plain(&item.code) == plain(name);
        let near = self.reader.items().iter().filter(is_near);
        near.map(|item| item.code.clone()).take(8).collect()
    }

    pub fn measure(&mut self, said: &Proposal, item: &'a item::Item) -> Option<Measure> {
        let no = |measure, why| Fault::NoSuchMeasure(item.code.clone(), measure, why);
        const CHOICES: &str = "its answers are no options";
        match (&said.measure, &item.accepts) {
            (Wanted::Share(codes), Accepts::One(_) | Accepts::Many { .. }) => {
                let codes = self.codes(item, codes);
                self.share(said.base, item, &codes);
                Some(Measure::Share(codes))
            }
            (Wanted::Net(plus, minus), Accepts::One(_)) => {
                let (plus, minus) = (self.codes(item, plus), self.codes(item, minus));
                self.net(said.base, item, &plus, &minus);
                Some(Measure::Net {
                    positive: plus,
                    negative: minus,
                })
            }
            (Wanted::Mean, Accepts::One(_)) => {
                self.mean(said.base, item);
                Some(Measure::Mean)
            }
            (Wanted::Mean, Accepts::Number { .. }) => {
                if said.base != Base::Answered {
                    let fault = Fault::NotOnThisBase("a mean of numbers", "answered", said.base);
                    self.faults.push(fault);
                }
                Some(Measure::Mean)
            }
            (Wanted::Nps, Accepts::One(_)) => self.nps(said.base, item),
            (Wanted::Share(_), _) => self.refuse(no("share", CHOICES)),
            (Wanted::Mean, Accepts::Many { .. }) => {
                self.refuse(no("mean", "people may choose several options"))
            }
            (Wanted::Mean, _) => self.refuse(no("mean", "its answers are no numbers")),
            (Wanted::Net(..) | Wanted::Nps, Accepts::Many { .. }) => {
                self.refuse(no("net score", "people may choose several options"))
            }
            (Wanted::Net(..) | Wanted::Nps, _) => self.refuse(no("net score", CHOICES)),
        }
    }

    fn refuse(&mut self, fault: Fault) -> Option<Measure> {
        self.faults.push(fault);
        None
    }

    /// Codes of an item as typed, each known and once.
    fn codes(&mut self, item: &item::Item, typed: &[String]) -> BTreeSet<Code> {
        let choices = item.choices(self.reader.questionnaire());
        let mut codes = BTreeSet::new();
        if typed.is_empty() {
            self.faults.push(Fault::NoOption(item.code.clone()));
        }
        for code in typed {
            let Some(known) = choices.iter().find(|choice| choice.code.as_str() == code) else {
                let has = choices
                    .iter()
                    .map(|choice| choice.code.to_string())
                    .collect();
                self.faults
                    .push(Fault::NoSuchOption(item.code.clone(), code.clone(), has));
                continue;
            };
            if !codes.insert(known.code.clone()) {
                self.faults
                    .push(Fault::Twice(item.code.clone(), code.clone()));
            }
        }
        codes
    }

    /// The options of an item that its base admits.
    fn admitted(&self, base: Base, item: &item::Item) -> Vec<&'a Choice> {
        let choices = item.choices(self.reader.questionnaire()).iter();
        let is_in =
            |choice: &&Choice| base != Base::Substantive || choice.meaning == Meaning::Substantive;
        choices.filter(is_in).collect()
    }

    fn share(&mut self, base: Base, item: &item::Item, codes: &BTreeSet<Code>) {
        if matches!(item.accepts, Accepts::Many { .. }) {
            if codes.len() > 1 {
                self.faults.push(Fault::CountedTwice(item.code.clone()));
            }
            if base == Base::Substantive {
                let fault = Fault::NotOnThisBase(
                    "a share of a multiple choice",
                    "everyone, all or answered",
                    base,
                );
                self.faults.push(fault);
            }
            return;
        }
        self.inside(base, item, codes);
        let admitted = self.admitted(base, item);
        let all = admitted.iter().all(|choice| codes.contains(&choice.code));
        if all && matches!(base, Base::Answered | Base::Substantive) {
            self.faults.push(Fault::Everything);
        }
    }

    /// Every code is one of the base's.
    fn inside(&mut self, base: Base, item: &item::Item, codes: &BTreeSet<Code>) {
        let admitted = self.admitted(base, item);
        let outside = |code: &&Code| !admitted.iter().any(|choice| choice.code == **code);
        let faults = codes
            .iter()
            .filter(outside)
            .map(|code| Fault::OutsideTheBase(code.to_string()));
        self.faults.extend(faults);
    }

    fn net(
        &mut self,
        base: Base,
        item: &item::Item,
        plus: &BTreeSet<Code>,
        minus: &BTreeSet<Code>,
    ) {
        let both = plus.intersection(minus);
        let twice = |code: &Code| Fault::Twice(item.code.clone(), code.to_string());
        self.faults.extend(both.map(twice));
        self.inside(base, item, plus);
        self.inside(base, item, minus);
    }

    fn mean(&mut self, base: Base, item: &item::Item) {
        let choices = item.choices(self.reader.questionnaire());
        if !choices.iter().any(|choice| choice.score.is_some()) {
            let fault =
                Fault::NoSuchMeasure(item.code.clone(), "mean", "its options have no scores");
            self.faults.push(fault);
        }
        if !matches!(base, Base::Answered | Base::Substantive) {
            self.faults.push(Fault::NotOnThisBase(
                "a mean",
                "answered or substantive",
                base,
            ));
        }
    }

    /// Promoters and detractors by the scores of a scale from 0 to 10.
    fn nps(&mut self, base: Base, item: &item::Item) -> Option<Measure> {
        if base != Base::Answered {
            self.faults
                .push(Fault::NotOnThisBase("an NPS", "answered", base));
        }
        let choices = item.choices(self.reader.questionnaire());
        let score = |choice: &Choice| choice.score.map(|score| score.normalize().to_string());
        let of = |scores: std::ops::RangeInclusive<u8>| -> BTreeSet<Code> {
            let wanted =
                |choice: &&Choice| scores.clone().any(|s| score(choice) == Some(s.to_string()));
            choices
                .iter()
                .filter(wanted)
                .map(|choice| choice.code.clone())
                .collect()
        };
        if of(0..=10).len() != 11 || choices.len() != 11 {
            let why = "it is no scale of eleven options with the scores 0 to 10";
            return self.refuse(Fault::NoSuchMeasure(item.code.clone(), "NPS", why));
        }
        Some(Measure::Net {
            positive: of(9..=10),
            negative: of(0..=6),
        })
    }

    /// The filter as a condition; none where none was said.
    pub fn filter(&mut self, said: &Proposal) -> Option<Condition> {
        let measured = self.reader.item(&said.item);
        let mut parts = Vec::new();
        for (name, typed) in &said.only {
            let Some((at, item)) = self.item(name) else {
                continue;
            };
            if *name == said.item {
                self.faults.push(Fault::FilterOnItself(name.clone()));
            } else if measured.is_some_and(|(place, of)| at > place && self.depends(item, of)) {
                self.faults.push(Fault::FilterIsLater(name.clone()));
            }
            if parts
                .iter()
                .any(|part| matches!(part, Condition::AnyOf { item, .. } if item == name))
            {
                self.faults
                    .push(Fault::Twice("the filter".to_owned(), name.clone()));
            }
            let codes = self.codes(item, typed).into_iter().collect();
            parts.push(Condition::AnyOf {
                item: name.clone(),
                codes,
            });
        }
        match parts.len() {
            0 => None,
            1 => parts.pop(),
            _ => Some(Condition::All(parts)),
        }
    }

    /// Whether a later item may hang on the answer that is measured: it is about the subject, or is asked because of it.
    /// What is asked about the respondent stands at the end of most questionnaires and hangs on nothing.
    fn depends(&self, item: &item::Item, measured: &item::Item) -> bool {
        let questionnaire = self.reader.questionnaire();
        let section = questionnaire
            .sections
            .get(item.section)
            .and_then(|section| section.show_if.as_ref());
        let own = item
            .question(questionnaire)
            .and_then(|question| question.show_if.as_ref());
        let because = |condition: &Condition| {
            condition
                .references()
                .iter()
                .any(|(other, _)| *other == measured.code)
        };
        item.role != Role::Attribute || own.into_iter().chain(section).any(because)
    }
}
