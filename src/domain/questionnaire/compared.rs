//! Two versions of a questionnaire side by side (新旧対照表): one row for each part that changed, with what of it did.
//!
//! Made of [`compare()`], which finds every difference by field; here they are gathered as people speak of them: by
//! question, by page, by line of the head.

use std::collections::{BTreeMap, BTreeSet};

use super::comparison::{Change, Difference, Effect, compare};
use super::question::Code;
use super::{Questionnaire, Section};
use crate::domain::aligned::aligned;

/// The rows of the table, and how much is not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Compared {
    /// In the order of the newer one; what is gone stands where it stood.
    pub rows: Vec<Row>,
    /// How many questions are as they were.
    pub same: usize,
}

/// A part that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Which.
    pub part: Part,
    /// What became of it.
    pub became: Became,
    /// What of it changed; nothing of what is new or gone.
    pub aspects: BTreeSet<Aspect>,
    /// What that does to its figures before and after.
    pub effect: Effect,
}

/// A part of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// What it is called.
    Title,
    /// Why it is asked.
    Purpose,
    /// How long it takes.
    Minutes,
    /// In which languages it is offered.
    Languages,
    /// How it is laid out on the screen.
    Layout,
    /// A page: what stands over its questions.
    Section(Code),
    /// A question.
    Question(Code),
}

/// What became of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Became {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It is another.
    Changed,
}

/// What of a part changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Aspect {
    /// It stands on another page.
    Page,
    /// It stands elsewhere among the others.
    Place,
    /// The heading of a page.
    Heading,
    /// What stands under a heading.
    Note,
    /// The wording.
    Wording,
    /// What it is called in tables.
    Short,
    /// The help under it.
    Hint,
    /// Who is asked.
    Condition,
    /// How often a page is asked.
    Repeat,
    /// How it is answered.
    Kind,
    /// An option is new.
    OptionAdded,
    /// An option is gone.
    OptionRemoved,
    /// An option is worded otherwise.
    OptionWording,
    /// Options stand in another order.
    OptionOrder,
    /// To whom an option is offered.
    OptionCondition,
    /// How an option counts, or what it goes with.
    OptionUse,
    /// A row is new.
    RowAdded,
    /// A row is gone.
    RowRemoved,
    /// A row is worded otherwise.
    RowWording,
    /// Rows stand in another order.
    RowOrder,
    /// One of two scales.
    Axis,
    /// How much, how many, how long.
    Limits,
    /// Whether it must be answered.
    Required,
    /// Whether it is about the people who answer.
    Role,
    /// In which order a screen shows its options.
    Order,
    /// Whether an earlier answer may be taken over.
    SameAs,
    /// The picture.
    Picture,
    /// A translation.
    Translation,
}

/// Two versions side by side.
#[must_use]
pub fn compared(old: &Questionnaire, new: &Questionnaire) -> Compared {
    let first = new.languages.first();
    let language = first.map(|language| language.tag().to_owned());
    let mut gathering = Gathering {
        language: language.unwrap_or_default(),
        rows: BTreeMap::new(),
    };
    for found in compare(old, new) {
        gathering.take(&found);
    }
    for (code, is_section) in moved(old, new) {
        let part = match is_section {
            true => Part::Section(code),
            false => Part::Question(code),
        };
        gathering.add(part, Aspect::Place, Effect::Care);
    }
    let Gathering { mut rows, .. } = gathering;
    let same = new.questions().filter(|question| {
        let part = Part::Question(question.code.clone());
        old.question(&question.code).is_some() && !rows.contains_key(&part)
    });
    let same = same.count();
    let order = order(old, new).into_iter();
    Compared {
        rows: order.filter_map(|part| rows.remove(&part)).collect(),
        same,
    }
}

/// Rows that are being put together.
struct Gathering {
    /// The language in which the questionnaire was written.
    language: String,
    rows: BTreeMap<Part, Row>,
}

impl Gathering {
    fn take(&mut self, found: &Difference) {
        let steps: Vec<&str> = found.path.split('.').collect();
        let Some((first, rest)) = steps.split_first() else {
            return;
        };
        let Some(part) = part(first) else {
            return;
        };
        let became = match (&found.change, rest.is_empty(), &part) {
            (Change::Added, true, Part::Section(_) | Part::Question(_)) => Became::Added,
            (Change::Removed, true, Part::Section(_) | Part::Question(_)) => Became::Removed,
            _ => Became::Changed,
        };
        let aspect = match part {
            Part::Section(_) | Part::Question(_) => aspect(rest, &found.change, &self.language),
            _ => aspect(&steps, &found.change, &self.language),
        };
        let row = self.row(part);
        row.became = became;
        row.effect = row.effect.max(found.effect);
        if became == Became::Changed {
            row.aspects.insert(aspect);
        }
        if row.aspects.contains(&Aspect::Kind) {
            row.aspects.retain(|aspect| !is_of_answers(*aspect));
        }
    }

    fn add(&mut self, part: Part, aspect: Aspect, effect: Effect) {
        let row = self.row(part);
        row.effect = row.effect.max(effect);
        row.aspects.insert(aspect);
    }

    fn row(&mut self, part: Part) -> &mut Row {
        self.rows.entry(part.clone()).or_insert(Row {
            part,
            became: Became::Changed,
            aspects: BTreeSet::new(),
            effect: Effect::Nothing,
        })
    }
}

/// The part that the first step of a path is of; none of an order, which is found from the lists themselves.
fn part(step: &str) -> Option<Part> {
    let (name, code) = step.split_once('[').unwrap_or((step, ""));
    let code = Code::parse(code.trim_end_matches(']')).ok();
    match (name, code) {
        ("title", _) => Some(Part::Title),
        ("purpose", _) => Some(Part::Purpose),
        ("minutes", _) => Some(Part::Minutes),
        ("languages", _) => Some(Part::Languages),
        ("layout", _) => Some(Part::Layout),
        ("sections", Some(code)) => Some(Part::Section(code)),
        ("questions", Some(code)) => Some(Part::Question(code)),
        _ => None,
    }
}

/// What of a part changed, by the steps that lead to it.
fn aspect(steps: &[&str], change: &Change, language: &str) -> Aspect {
    let names: Vec<&str> = steps.iter().map(name).collect();
    let has = |name: &str| names.contains(&name);
    let last = names.last().copied().unwrap_or_default();
    let texts = [
        "text", "short", "hint", "label", "title", "purpose", "note", "unit",
    ];
    let is_text = matches!(names.as_slice(), [.., owner, _] if texts.contains(owner));
    if is_text && last != language {
        return Aspect::Translation;
    }
    match names.first().copied().unwrap_or_default() {
        _ if has("show_if") && has("options") => Aspect::OptionCondition,
        "show_if" => Aspect::Condition,
        _ if has("options") => of_options(last, is_text, change),
        "rows" => of_rows(last, change),
        "axes" => Aspect::Axis,
        "section" => Aspect::Page,
        "title" => Aspect::Heading,
        "note" => Aspect::Note,
        "text" | "label" | "purpose" => Aspect::Wording,
        "short" => Aspect::Short,
        "hint" => Aspect::Hint,
        "type" => Aspect::Kind,
        "repeat" => Aspect::Repeat,
        "required" => Aspect::Required,
        "role" => Aspect::Role,
        "order" => Aspect::Order,
        "same_as" => Aspect::SameAs,
        "picture" => Aspect::Picture,
        _ => Aspect::Limits,
    }
}

fn of_options(last: &str, is_text: bool, change: &Change) -> Aspect {
    match change {
        Change::Added if last == "options" => Aspect::OptionAdded,
        Change::Removed if last == "options" => Aspect::OptionRemoved,
        Change::Ordered(_) => Aspect::OptionOrder,
        _ if is_text => Aspect::OptionWording,
        _ => Aspect::OptionUse,
    }
}

fn of_rows(last: &str, change: &Change) -> Aspect {
    match change {
        Change::Added if last == "rows" => Aspect::RowAdded,
        Change::Removed if last == "rows" => Aspect::RowRemoved,
        Change::Ordered(_) => Aspect::RowOrder,
        _ => Aspect::RowWording,
    }
}

/// The name of a step, without the code behind it.
fn name<'p>(step: &&'p str) -> &'p str {
    step.split('[').next().unwrap_or(step)
}

/// What need not be told of a question that is answered in another way.
fn is_of_answers(aspect: Aspect) -> bool {
    (Aspect::OptionAdded..=Aspect::Limits).contains(&aspect)
}

/// The sections and questions that stand elsewhere among those that both have.
fn moved(old: &Questionnaire, new: &Questionnaire) -> Vec<(Code, bool)> {
    let sections = |of: &Questionnaire| -> Vec<Code> {
        of.sections.iter().map(|one| one.code.clone()).collect()
    };
    let questions =
        |of: &Questionnaire| -> Vec<Code> { of.questions().map(|one| one.code.clone()).collect() };
    let elsewhere = |old: &[Code], new: &[Code], is_section: bool| {
        let kept: Vec<&Code> = new.iter().filter(|code| old.contains(code)).collect();
        let were: Vec<&Code> = old.iter().filter(|code| new.contains(code)).collect();
        let pairs = aligned(&were, &kept).into_iter();
        let news = pairs.filter_map(|(old, new)| new.filter(|_| old.is_none()));
        let codes = news.filter_map(|at| kept.get(at).map(|code| (*code).clone()));
        codes.map(|code| (code, is_section)).collect::<Vec<_>>()
    };
    let mut found = elsewhere(&sections(old), &sections(new), true);
    found.extend(elsewhere(&questions(old), &questions(new), false));
    found
}

/// Every part of both in the order of the newer one; what only the older one has, where it stood in it.
fn order(old: &Questionnaire, new: &Questionnaire) -> Vec<Part> {
    let [before, after] = [old, new].map(parts);
    let places = aligned(&before, &after).into_iter();
    let walked = places.filter_map(|(old, new)| match (old, new) {
        (_, Some(at)) => after.get(at),
        (Some(at), None) => before.get(at).filter(|part| !after.contains(part)),
        (None, None) => None,
    });
    let head = [
        Part::Title,
        Part::Purpose,
        Part::Minutes,
        Part::Languages,
        Part::Layout,
    ];
    head.into_iter().chain(walked.cloned()).collect()
}

fn parts(of: &Questionnaire) -> Vec<Part> {
    let with_questions = |section: &Section| {
        let questions = section.questions.iter();
        let questions = questions.map(|question| Part::Question(question.code.clone()));
        let own = std::iter::once(Part::Section(section.code.clone()));
        own.chain(questions).collect::<Vec<_>>()
    };
    of.sections.iter().flat_map(with_questions).collect()
}
