//! A questionnaire under construction: what was read so far, the codes given, the rules that wait for all names.

use std::collections::{BTreeSet, HashMap};

use super::codes::Codes;
use super::expression::{Answer, Dialect, Names, Unresolved, parse, resolve};
use super::lack::{Counted, Lack, MINUTES_TAKEN};
use super::limits::LACKS;
use super::place::Place;
use super::texts::told;
use super::{Foreign, Unmapped};
use crate::domain::language::Language;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::limits::{MINUTES, QUESTIONS, SECTIONS};
use crate::domain::questionnaire::question::Question;
use crate::domain::questionnaire::routing::Condition;
use crate::domain::questionnaire::{Layout, Questionnaire, Section};
use crate::domain::text::Text;

/// What could not be mapped so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Everything, in the order it was met; after so many no more.
    pub lacks: Vec<Unmapped>,
}

impl Found {
    /// Tells one.
    pub(super) fn lack(&mut self, place: &Place, what: Lack) {
        let what = match self.lacks.len() {
            LACKS => Lack::More { limit: LACKS },
            more if more > LACKS => return,
            _ => what,
        };
        let place = place.clone();
        self.lacks.push(Unmapped { place, what });
    }
}

/// A rule as it stands in the file.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub raw: String,
    pub place: Place,
}

/// A question with the rules that say when it is asked.
#[derive(Debug)]
pub(super) struct Asked {
    pub question: Question,
    pub rules: Vec<Rule>,
    /// Rules of its options, by position.
    pub of_options: Vec<(usize, Rule)>,
}

/// A section with the rules that say when it is asked. Its own questions are empty until the end.
#[derive(Debug)]
pub(super) struct Drafted {
    pub section: Section,
    pub rules: Vec<Rule>,
    pub asked: Vec<Asked>,
}

/// What stands above the sections.
#[derive(Debug, Default)]
pub(super) struct Head {
    pub code: String,
    pub title: Text,
    pub purpose: Text,
    pub minutes: Option<u16>,
    pub layout: Layout,
    /// The languages the file names, the first one first.
    pub languages: Vec<Language>,
}

/// A questionnaire under construction.
#[derive(Debug)]
pub(super) struct Draft {
    pub dialect: Dialect,
    pub found: Found,
    /// Codes of questions.
    pub codes: Codes,
    pub section_codes: Codes,
    pub names: Names,
    pub sections: Vec<Drafted>,
    /// Bytes of all options so far.
    pub option_bytes: usize,
    questions: usize,
}

impl Draft {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self {
            dialect,
            found: Found::default(),
            codes: Codes::default(),
            section_codes: Codes::default(),
            names: Names(HashMap::new()),
            sections: Vec::new(),
            option_bytes: 0,
            questions: 0,
        }
    }

    pub(super) fn lack(&mut self, place: &Place, what: Lack) {
        self.found.lack(place, what);
    }

    /// The code of a question.
    pub(super) fn code(&mut self, name: &str, place: &Place) -> Code {
        self.codes.give(name, "q", place, &mut self.found)
    }

    /// Begins a section; none where there are too many.
    pub(super) fn section(&mut self, name: &str, title: Text, rules: Vec<Rule>, place: &Place) {
        if self.sections.len() >= SECTIONS {
            let (what, limit) = (Counted::Sections, SECTIONS);
            // Its questions stand in the last one.
            return self.lack(place, Lack::TooMany { what, limit });
        }
        let section = Section {
            code: self.section_codes.give(name, "s", place, &mut self.found),
            title,
            note: None,
            show_if: None,
            repeat: None,
            nth: None,
            questions: Vec::new(),
        };
        let asked = Vec::new();
        self.sections.push(Drafted {
            section,
            rules,
            asked,
        });
    }

    /// Adds a question to the section begun last; one is begun where there is none.
    pub(super) fn ask(&mut self, asked: Asked, place: &Place) {
        if self.questions >= QUESTIONS {
            let (what, limit) = (Counted::Questions, QUESTIONS);
            return self.lack(place, Lack::TooMany { what, limit });
        }
        if self.sections.is_empty() {
            self.section("", Text::default(), Vec::new(), place);
        }
        self.questions += 1;
        if let Some(last) = self.sections.last_mut() {
            last.asked.push(asked);
        }
    }

    /// What the file calls an item; the first of a name is meant.
    pub(super) fn name(
        &mut self,
        name: impl Into<String>,
        item: impl Into<String>,
        answer: Answer,
    ) {
        self.names
            .0
            .entry(name.into())
            .or_insert((item.into(), answer));
    }

    /// The condition of some rules that must all hold. A rule that cannot be said is told and does not count.
    pub(super) fn condition(&mut self, rules: &[Rule]) -> Option<Condition> {
        let mut all: Vec<Condition> = rules.iter().filter_map(|rule| self.rule(rule)).collect();
        match all.len() {
            0 | 1 => all.pop(),
            _ => Some(Condition::All(all)),
        }
    }

    fn rule(&mut self, Rule { raw, place }: &Rule) -> Option<Condition> {
        let Some(logic) = parse(raw, self.dialect) else {
            self.lack(place, Lack::Expression(told(raw)));
            return None;
        };
        let what = match resolve(&logic, &self.names) {
            Ok((condition, differs)) => {
                if differs {
                    self.lack(place, Lack::UnansweredDiffers(told(raw)));
                }
                // What always holds says nothing.
                return (condition != Condition::All(Vec::new())).then_some(condition);
            }
            Err(Unresolved::Meaning) => Lack::Expression(told(raw)),
            Err(Unresolved::Name(name)) => Lack::UnknownName {
                name: told(&name),
                raw: told(raw),
            },
        };
        self.lack(place, what);
        None
    }

    /// The questionnaire, once everything is read.
    pub(super) fn finish(mut self, head: Head) -> Foreign {
        let drafted = std::mem::take(&mut self.sections);
        let sections: Vec<Section> = drafted
            .into_iter()
            .map(|drafted| self.settled(drafted))
            .collect();
        let code = Codes::default().give(&head.code, "form", &Place::File, &mut self.found);
        if head.purpose == Text::default() {
            self.lack(&Place::File, Lack::NoPurpose);
        }
        let minutes = head
            .minutes
            .filter(|minutes| (1..=MINUTES).contains(minutes));
        if minutes.is_none() {
            self.lack(&Place::File, Lack::NoMinutes);
        }
        let mut questionnaire = Questionnaire {
            code,
            title: head.title,
            purpose: head.purpose,
            minutes: minutes.unwrap_or(MINUTES_TAKEN),
            languages: head.languages,
            layout: head.layout,
            sections,
        };
        if questionnaire.languages.is_empty() {
            questionnaire.languages = spoken(&questionnaire);
        }
        if questionnaire.questions().next().is_none() {
            self.lack(&Place::File, Lack::NoQuestions);
        }
        Foreign {
            questionnaire: Some(questionnaire),
            unmapped: self.found.lacks,
        }
    }

    fn settled(&mut self, drafted: Drafted) -> Section {
        let mut section = drafted.section;
        section.show_if = self.condition(&drafted.rules);
        for asked in drafted.asked {
            let mut question = asked.question;
            question.show_if = self.condition(&asked.rules);
            for (at, rule) in asked.of_options {
                let condition = self.rule(&rule);
                if let Some(option) = super::kinds::option_mut(&mut question.kind, at) {
                    option.show_if = condition;
                }
            }
            section.questions.push(question);
        }
        section
    }
}

/// The languages of the wordings, Japanese first.
fn spoken(questionnaire: &Questionnaire) -> Vec<Language> {
    let questions = questionnaire.questions().map(|question| &question.text);
    let titles = questionnaire.sections.iter().map(|section| &section.title);
    let texts = questions.chain(titles).chain([&questionnaire.title]);
    let found: BTreeSet<Language> = texts
        .flat_map(Text::iter)
        .map(|(language, _)| language.clone())
        .collect();
    let mut found: Vec<Language> = found.into_iter().collect();
    found.sort_by_key(|language| *language != Language::japanese());
    match found.is_empty() {
        true => vec![Language::japanese()],
        false => found,
    }
}
