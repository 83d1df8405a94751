//! The design check of a questionnaire: every fault at once, each at its place.
//!
//! What is checked here can be said without seeing a file: codes, languages, options, conditions. A questionnaire
//! without findings can be frozen as a version, and its answers can be read.

use std::collections::{BTreeSet, HashSet};

use super::limits::{self, LONGEST_WRITTEN, MINUTES};
use super::places::texts;
use super::question::{Choice, Code, Kind, Question};
use super::{Questionnaire, largest, reach};
use crate::domain::language::Language;
use crate::domain::statistics::variable::MAX_OPTIONS;

/// One design fault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Where, in the words of the file: `sections[2].questions[0].options[1].code`.
    pub path: String,
    /// What.
    pub fault: DesignFault,
}

/// What can be wrong with a design.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DesignFault {
    /// A code is used twice where it must be unique.
    #[error("the code “{0}” is used twice")]
    DuplicateCode(String),
    /// A language is listed twice, or none is.
    #[error("the languages must be one or more, each listed once")]
    Languages,
    /// A text lacks one of the languages the questionnaire is offered in.
    #[error("the text is missing in “{0}”")]
    MissingTranslation(Language),
    /// A text has a language the questionnaire is not offered in.
    #[error(
        "the text has the language “{0}”, which is not among the languages of the questionnaire"
    )]
    UnlistedLanguage(Language),
    /// A section without questions, or a questionnaire that asks nothing.
    #[error("nothing is asked here")]
    NothingAsked,
    /// Fewer options than a choice needs.
    #[error("a choice needs at least two options")]
    TooFewOptions,
    /// More options than can be counted.
    #[error("a choice has at most {MAX_OPTIONS} options, this one has {0}")]
    TooManyOptions(usize),
    /// A grid without rows.
    #[error("a grid needs at least one row")]
    NoRows,
    /// A limit that no answer or every answer meets.
    #[error("“max” must be between 1 and the number of options")]
    Max,
    /// Places of a ranking outside 1 to the number of options.
    #[error("“places” must be between 1 and the number of options")]
    Places,
    /// An option that stands alone where only one can be chosen anyway.
    #[error("“exclusive” has a meaning in multiple questions only")]
    ExclusiveNotMultiple,
    /// A line to write in where there is no place for it, or two of them.
    #[error("“other” is for one option of a single or multiple question")]
    Other,
    /// A range without a value in it.
    #[error("the smallest value is larger than the largest")]
    EmptyRange,
    /// A number that cannot be kept exactly everywhere.
    #[error("a number has at most 12 digits before the point and 3 after it")]
    TooPrecise,
    /// A limit of no characters, or of more than the door takes.
    #[error("“max_length” is {0}; it must be between 1 and {LONGEST_WRITTEN}")]
    MaxLength(u16),
    /// A questionnaire that takes no time, or a working day.
    #[error("“minutes” is {0}; it must be between 1 and {MINUTES}")]
    Minutes(u16),
    /// Nothing to read in a text.
    #[error("the text is empty in “{0}”")]
    EmptyText(Language),
    /// A text nobody would read.
    #[error("the text has {length} characters; at most {most} are taken")]
    TextTooLong {
        /// Its length.
        length: usize,
        /// The limit.
        most: usize,
    },
    /// More than can be asked, kept or counted.
    #[error("there are {count} {what}; at most {most} are taken")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there are.
        count: usize,
        /// The limit.
        most: usize,
    },
    /// An honest answer to this page would not be taken.
    #[error(
        "fully answered this page is a form of {bytes} bytes (a kanji is 9); at most {most} are taken: divide the \
         page into sections, or lower “max_length”"
    )]
    PageTooLarge {
        /// The size of its largest form.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// The answers to all pages could not be kept together.
    #[error(
        "fully answered all pages together are {bytes} bytes (a kanji is 9); at most {most} are taken: lower \
         “max_length”, or make two questionnaires"
    )]
    DraftTooLarge {
        /// The size of all forms.
        bytes: usize,
        /// The limit.
        most: usize,
    },
    /// A note cannot be answered.
    #[error("a note asks nothing: it cannot be required or an attribute")]
    NoteAsks,
    /// A condition names an item that does not exist.
    #[error("the condition names “{0}”, which is not an item of this questionnaire")]
    UnknownItem(String),
    /// A condition names an item that is asked at the same place or later.
    #[error("the condition names “{0}”, which is not asked before")]
    ForwardItem(String),
    /// A condition on an item without options.
    #[error("the condition names “{0}”, which has no options")]
    WithoutOptions(String),
    /// A condition names an option that does not exist.
    #[error("the condition names the option “{code}”, which “{item}” does not have")]
    UnknownOption {
        /// The item.
        item: String,
        /// The code.
        code: Code,
    },
    /// Conditions that can never hold together.
    #[error("this is never asked: its conditions cannot hold together")]
    Unreachable,
}

/// Every fault of a design, in no particular order of weight.
#[must_use]
pub fn review(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut review = Review {
        questionnaire,
        findings: Vec::new(),
    };
    review.languages();
    review.codes();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        if section.questions.is_empty() {
            review.find(&path, "questions", DesignFault::NothingAsked);
        }
        for (position, question) in section.questions.iter().enumerate() {
            review.question(&format!("{path}.questions[{position}]"), question);
        }
    }
    if questionnaire
        .questions()
        .all(|question| question.kind == Kind::Note)
    {
        review.find("", "sections", DesignFault::NothingAsked);
    }
    review.findings.extend(limits::findings(questionnaire));
    review.findings.extend(largest::findings(questionnaire));
    review.findings.extend(reach::findings(questionnaire));
    review.findings
}

struct Review<'q> {
    questionnaire: &'q Questionnaire,
    findings: Vec<Finding>,
}

impl Review<'_> {
    fn find(&mut self, path: &str, field: &str, fault: DesignFault) {
        let dot = if path.is_empty() || field.is_empty() || field.starts_with('[') {
            ""
        } else {
            "."
        };
        self.findings.push(Finding {
            path: format!("{path}{dot}{field}"),
            fault,
        });
    }

    /// Every text in every language, and no other.
    fn languages(&mut self) {
        let languages = &self.questionnaire.languages;
        let distinct: BTreeSet<&Language> = languages.iter().collect();
        if distinct.is_empty() || distinct.len() < languages.len() {
            self.find("", "languages", DesignFault::Languages);
        }
        for (path, text) in texts(self.questionnaire) {
            for language in languages.iter().filter(|l| text.exact(l).is_none()) {
                self.find(&path, "", DesignFault::MissingTranslation(language.clone()));
            }
            for (language, _) in text.iter().filter(|(l, _)| !languages.contains(l)) {
                self.find(&path, "", DesignFault::UnlistedLanguage(language.clone()));
            }
        }
    }

    /// Codes of sections and of questions.
    fn codes(&mut self) {
        let questionnaire = self.questionnaire;
        let sections = questionnaire.sections.iter().map(|section| &section.code);
        self.unique(sections, |at| format!("sections[{at}].code"));
        let mut seen = HashSet::new();
        for (at, section) in questionnaire.sections.iter().enumerate() {
            for (position, question) in section.questions.iter().enumerate() {
                if !seen.insert(&question.code) {
                    let path = format!("sections[{at}].questions[{position}]");
                    let code = question.code.to_string();
                    self.find(&path, "code", DesignFault::DuplicateCode(code));
                }
            }
        }
    }

    fn unique<'c>(
        &mut self,
        codes: impl Iterator<Item = &'c Code>,
        path: impl Fn(usize) -> String,
    ) {
        let mut seen = HashSet::new();
        for (at, code) in codes.enumerate() {
            if !seen.insert(code) {
                self.find(&path(at), "", DesignFault::DuplicateCode(code.to_string()));
            }
        }
    }

    fn question(&mut self, path: &str, question: &Question) {
        match &question.kind {
            Kind::Single { options } | Kind::Scale { options } => {
                self.options(path, "options", question, options)
            }
            Kind::Multiple { options, max } => {
                self.options(path, "options", question, options);
                if max.is_some_and(|max| max == 0 || usize::from(max) > options.len()) {
                    self.find(path, "max", DesignFault::Max);
                }
            }
            Kind::Grid { rows, options } => {
                self.rows(path, rows.iter().map(|row| &row.code));
                self.options(path, "options", question, options);
            }
            Kind::DualGrid { rows, axes } => {
                self.rows(path, rows.iter().map(|row| &row.code));
                self.unique(axes.iter().map(|axis| &axis.code), |at| {
                    format!("{path}.axes[{at}].code")
                });
                for (at, axis) in axes.iter().enumerate() {
                    self.options(
                        path,
                        &format!("axes[{at}].options"),
                        question,
                        &axis.options,
                    );
                }
            }
            Kind::Ranking { options, places } => {
                self.options(path, "options", question, options);
                if *places == 0 || usize::from(*places) > options.len() {
                    self.find(path, "places", DesignFault::Places);
                }
            }
            _ => self.field(path, question),
        }
    }

    /// The kinds without options.
    fn field(&mut self, path: &str, question: &Question) {
        match &question.kind {
            Kind::Number {
                min, max, decimals, ..
            } => {
                if min > max {
                    self.find(path, "min", DesignFault::EmptyRange);
                }
                let large = rust_decimal::Decimal::from(999_999_999_999_i64);
                if *decimals > 3 || min.abs() > large || max.abs() > large {
                    self.find(path, "max", DesignFault::TooPrecise);
                }
            }
            Kind::Date {
                min: Some(min),
                max: Some(max),
                ..
            } if min > max => {
                self.find(path, "min", DesignFault::EmptyRange);
            }
            Kind::Note if question.required || question.role != super::question::Role::Subject => {
                self.find(path, "", DesignFault::NoteAsks);
            }
            _ => {}
        }
    }

    fn rows<'c>(&mut self, path: &str, codes: impl ExactSizeIterator<Item = &'c Code>) {
        if codes.len() == 0 {
            self.find(path, "rows", DesignFault::NoRows);
        }
        self.unique(codes, |at| format!("{path}.rows[{at}].code"));
    }

    fn options(&mut self, path: &str, field: &str, question: &Question, options: &[Choice]) {
        let multiple = matches!(question.kind, Kind::Multiple { .. });
        let writable = multiple || matches!(question.kind, Kind::Single { .. });
        if options.len() < if multiple { 1 } else { 2 } {
            self.find(path, field, DesignFault::TooFewOptions);
        }
        if options.len() > MAX_OPTIONS {
            self.find(path, field, DesignFault::TooManyOptions(options.len()));
        }
        self.unique(options.iter().map(|o| &o.code), |at| {
            format!("{path}.{field}[{at}].code")
        });
        let mut others = 0;
        for (at, option) in options.iter().enumerate() {
            let place = format!("{field}[{at}]");
            others += usize::from(option.other);
            if option.other && (!writable || others > 1) {
                self.find(path, &format!("{place}.other"), DesignFault::Other);
            }
            if option.exclusive && !multiple {
                self.find(
                    path,
                    &format!("{place}.exclusive"),
                    DesignFault::ExclusiveNotMultiple,
                );
            }
        }
    }
}
