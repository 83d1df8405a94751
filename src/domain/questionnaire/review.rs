//! The design check of a questionnaire: every fault at once, each at its place.
//!
//! What is checked here can be said without seeing a file: codes, languages, options, conditions. A questionnaire
//! without findings can be frozen as a version, and its answers can be read.

use std::collections::{BTreeSet, HashSet};

use super::finding::{DesignFault, Finding};
use super::order::Order;
use super::places::texts;
use super::question::{Axis, Choice, Code, Kind, Question, Role};
use super::{Layout, Questionnaire, largest, piping, place, reach, repetition, same, sizes};
use crate::domain::language::Language;
use crate::domain::statistics::variable::MAX_OPTIONS;

/// Every fault of a design, in no particular order of weight. A repeated section is looked at as often as it is asked,
/// and each of its faults told once.
#[must_use]
pub fn review(questionnaire: &Questionnaire) -> Vec<Finding> {
    if !questionnaire.is_folded() {
        return findings(questionnaire);
    }
    let repeats = repetition::findings(questionnaire);
    if !repeats.is_empty() {
        return repeats;
    }
    let unfolded = questionnaire.clone().unfolded();
    let mut told = Vec::new();
    for mut finding in findings(&unfolded) {
        finding.path = folded(&finding.path, &unfolded);
        if !told.contains(&finding) {
            told.push(finding);
        }
    }
    told
}

/// The same place in the document that was unfolded.
fn folded(path: &str, unfolded: &Questionnaire) -> String {
    let place = || {
        let (at, rest) = path.strip_prefix("sections[")?.split_once(']')?;
        let of = unfolded.origin(at.parse().ok()?);
        Some(format!("sections[{of}]{rest}"))
    };
    place().unwrap_or_else(|| path.to_owned())
}

/// The faults of a questionnaire in which nothing is repeated.
fn findings(questionnaire: &Questionnaire) -> Vec<Finding> {
    let mut review = Review {
        questionnaire,
        findings: Vec::new(),
    };
    review.languages();
    review.codes();
    for (at, section) in questionnaire.sections.iter().enumerate() {
        let path = format!("sections[{at}]");
        if !section
            .questions
            .iter()
            .any(|question| question.kind.is_seen())
        {
            review.find(&path, "questions", DesignFault::NothingAsked);
        }
        for (position, question) in section.questions.iter().enumerate() {
            review.question(&format!("{path}.questions[{position}]"), question);
        }
    }
    if questionnaire
        .questions()
        .all(|question| !question.kind.is_asked())
    {
        review.find("", "sections", DesignFault::NothingAsked);
    }
    review
        .findings
        .extend(place::review::findings(questionnaire));
    review.findings.extend(same::findings(questionnaire));
    review.findings.extend(sizes::findings(questionnaire));
    review.findings.extend(largest::findings(questionnaire));
    review.findings.extend(reach::findings(questionnaire));
    review.findings.extend(piping::findings(questionnaire));
    review.findings
}

/// Whether the options of a question can stand in its order.
fn can_stand(question: &Question) -> bool {
    let kind = &question.kind;
    match question.order {
        Order::AsWritten => true,
        Order::Random => matches!(
            kind,
            Kind::Single { .. }
                | Kind::Multiple { .. }
                | Kind::MultipleGrid { .. }
                | Kind::Ranking { .. }
        ),
        Order::Reversible => matches!(
            kind,
            Kind::Scale { .. } | Kind::Grid { .. } | Kind::DualGrid { .. }
        ),
    }
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
        if !can_stand(question) {
            self.find(path, "order", DesignFault::Order);
        }
        if let Some(rows) = question.kind.rows() {
            self.rows(path, rows.iter().map(|row| &row.code));
        }
        match &question.kind {
            Kind::Single { options }
            | Kind::Scale { options }
            | Kind::Place { options }
            | Kind::Grid { options, .. } => self.options(path, "options", question, options),
            Kind::MultipleGrid { options, max, .. } => {
                self.options(path, "options", question, options);
                self.marks(path, options, None, *max);
            }
            Kind::Multiple { options, min, max } => {
                self.options(path, "options", question, options);
                self.marks(path, options, *min, *max);
            }
            Kind::Drawn { options } => {
                self.options(path, "options", question, options);
                self.drawn(path, question);
            }
            Kind::DualGrid { axes, .. } => self.axes(path, question, axes),
            Kind::Ranking { options, places } => {
                self.options(path, "options", question, options);
                if *places == 0 || usize::from(*places) > options.len() {
                    self.find(path, "places", DesignFault::Places);
                }
            }
            _ => self.field(path, question),
        }
    }

    /// The two scales of a dual grid.
    fn axes(&mut self, path: &str, question: &Question, axes: &[Axis]) {
        self.unique(axes.iter().map(|axis| &axis.code), |at| {
            format!("{path}.axes[{at}].code")
        });
        for (at, axis) in axes.iter().enumerate() {
            let field = format!("axes[{at}].options");
            self.options(path, &field, question, &axis.options);
        }
    }

    /// How many options of a multiple question may be chosen.
    fn marks(&mut self, path: &str, options: &[Choice], min: Option<u16>, max: Option<u16>) {
        let together = options
            .iter()
            .filter(|o| !o.exclusive && o.show_if.is_none())
            .count();
        let most = max.map_or(together, |max| together.min(max.into()));
        if let Some(min) = min.filter(|min| !(1..=most).contains(&usize::from(*min))) {
            self.find(path, "min", DesignFault::Min(min));
        }
        if max.is_some_and(|max| max == 0 || usize::from(max) > options.len()) {
            self.find(path, "max", DesignFault::Max);
        }
    }

    /// The kinds without options.
    fn field(&mut self, path: &str, question: &Question) {
        match &question.kind {
            Kind::Number {
                min, max, decimals, ..
            }
            | Kind::NumberGrid {
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
            // A span over midnight would be one that nobody could check in his head.
            Kind::Time {
                min: Some(min),
                max: Some(max),
            } if min > max => {
                self.find(path, "min", DesignFault::EmptyRange);
            }
            Kind::Text {
                long,
                max_length,
                pattern: Some(_),
            } => self.pattern(path, *long, max_length.is_some()),
            Kind::Consent { .. } => self.consent(path, question),
            Kind::Note { .. } if question.required || question.role != Role::Subject => {
                self.find(path, "", DesignFault::NoteAsks);
            }
            _ => {}
        }
    }

    /// A text of a known form.
    fn pattern(&mut self, path: &str, long: bool, has_length: bool) {
        if long {
            self.find(path, "long", DesignFault::PatternOfLines);
        }
        if has_length {
            self.find(path, "max_length", DesignFault::PatternWithLength);
        }
    }

    fn drawn(&mut self, path: &str, question: &Question) {
        if question.required || question.role != Role::Attribute {
            self.find(path, "", DesignFault::DrawnAsks);
        }
        if self.questionnaire.layout == Layout::OnePage {
            self.find(path, "type", DesignFault::DrawnOnOnePage);
        }
    }

    /// Options that are offered to some only.
    fn offers(
        &mut self,
        path: &str,
        field: &str,
        options: &[Choice],
        may_hang: bool,
        least: usize,
    ) {
        let always = options
            .iter()
            .filter(|option| option.show_if.is_none())
            .count();
        if may_hang && always < least && always < options.len() {
            self.find(path, field, DesignFault::NothingOffered(least));
        }
        for (at, _) in options
            .iter()
            .enumerate()
            .filter(|(_, option)| option.show_if.is_some() && !may_hang)
        {
            self.find(
                path,
                &format!("{field}[{at}].show_if"),
                DesignFault::OptionHangs,
            );
        }
    }

    fn consent(&mut self, path: &str, question: &Question) {
        if !question.required {
            self.find(path, "required", DesignFault::ConsentNotRequired);
        }
        if question.role != Role::Attribute {
            self.find(path, "role", DesignFault::ConsentAboutSubject);
        }
    }

    fn rows<'c>(&mut self, path: &str, codes: impl ExactSizeIterator<Item = &'c Code>) {
        if codes.len() == 0 {
            self.find(path, "rows", DesignFault::NoRows);
        }
        self.unique(codes, |at| format!("{path}.rows[{at}].code"));
    }

    fn options(&mut self, path: &str, field: &str, question: &Question, options: &[Choice]) {
        let multiple = matches!(
            question.kind,
            Kind::Multiple { .. } | Kind::MultipleGrid { .. }
        );
        let writable = matches!(question.kind, Kind::Multiple { .. } | Kind::Single { .. });
        let least = if multiple { 1 } else { 2 };
        if options.len() < least {
            self.find(path, field, DesignFault::TooFewOptions);
        }
        self.offers(path, field, options, writable, least);
        if options.len() > MAX_OPTIONS {
            self.find(path, field, DesignFault::TooManyOptions(options.len()));
        }
        self.unique(options.iter().map(|o| &o.code), |at| {
            format!("{path}.{field}[{at}].code")
        });
        for (at, option) in options.iter().enumerate() {
            let place = format!("{field}[{at}]");
            if option.other && !writable {
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
