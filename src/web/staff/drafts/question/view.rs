//! A question's lists and limits for its template.

use std::collections::HashMap;

use serde::Serialize;

use crate::domain::permission::EditQuestionnaires;
use crate::domain::questionnaire::changing::KindWord;
use crate::domain::questionnaire::question::{Choice, Code, Kind, Question};
use crate::views::say::Say;
use crate::web::page::form::{FormView, TICKED};
use crate::web::staff::Staff;

use super::super::surroundings::Surroundings;
use super::super::{Opened, adding, bank, continuing, picture, scales};
use super::beside;
use super::lists::{self, MEANINGS, ROWS};
use super::offer;
use super::places;

/// The lists and limits of a question.
#[derive(Serialize)]
pub(in super::super) struct View {
    kind: Say,
    /// Where it becomes another kind, and which: those that keep what it has, and the others.
    change: String,
    near: Vec<KindView>,
    far: Vec<KindView>,
    /// Why its kind was guessed, where it has just come in.
    because: Option<Say>,
    /// Whether it has just become another kind, for which not everything fitted.
    has_lost: bool,
    /// What it is for, where its name does not say it.
    about: Option<Say>,
    series: Option<continuing::View>,
    /// That it was asked before and has just come in, and what it left behind.
    brought: Vec<Say>,
    lists: Vec<ListView>,
    places: Option<places::View>,
    picture: Option<picture::View>,
    rows: Option<ListView>,
    limits: Vec<LimitView>,
    /// The scales of the town, for each of its lists.
    scales: Vec<scales::View>,
    /// Whether it may be required, and may be about who answers.
    is_open: bool,
    /// Whether tables are made of it or by it.
    is_counted: bool,
    has_long: bool,
    has_month: bool,
    /// What is chosen from lists.
    beside: Vec<beside::View>,
}

/// A kind with its button.
#[derive(Serialize)]
struct KindView {
    word: &'static str,
    label: Say,
}

impl KindView {
    fn of(word: KindWord) -> Self {
        Self {
            word: word.word(),
            label: named(word),
        }
    }
}

fn named(word: KindWord) -> Say {
    Say::new(format!("draft-kind-{}", word.word()))
}

/// A list with a field for each entry.
#[derive(Serialize)]
pub(in crate::web::staff) struct ListView {
    name: &'static str,
    label: Say,
    hint: Say,
    /// The heading of a scale, where there are two.
    heading: Option<EntryView>,
    entries: Vec<EntryView>,
    /// What was typed to come in, where the form came back.
    more: String,
}

/// An entry of a list.
#[derive(Serialize)]
struct EntryView {
    name: String,
    value: String,
    error: Option<Say>,
    label: Say,
    marks: Option<MarksView>,
    /// Whom it is offered to, of an option that may be offered to some only.
    offer: Option<offer::View>,
}

/// What an option is beside its words.
#[derive(Serialize)]
struct MarksView {
    score_id: String,
    score: String,
    error: Option<Say>,
    meanings: Vec<MeaningView>,
    exclusive: bool,
    other: bool,
}

#[derive(Serialize)]
struct MeaningView {
    value: &'static str,
    label: Say,
    checked: bool,
}

/// A limit: a field of its own.
#[derive(Serialize)]
struct LimitView {
    name: &'static str,
    text: &'static str,
    /// What browsers know it as.
    input: &'static str,
    value: String,
    error: Option<Say>,
}

impl View {
    pub(in super::super) fn of(
        staff: &Staff<EditQuestionnaires>,
        (opened, around): (&Opened, &Surroundings),
        question: &Question,
        form: &FormView,
    ) -> Self {
        let kind = &question.kind;
        let own = KindWord::of(kind);
        let others = KindWord::ALL.into_iter().filter(|word| *word != own);
        let alike = |word: &KindWord| own.alike().contains(word);
        let (near, far): (Vec<_>, Vec<_>) = others.partition(alike);
        let has_marks = !matches!(kind, Kind::Place { .. } | Kind::Drawn { .. });
        let is_first = opened.row.document.languages.first() == Some(&opened.language);
        let places = places::View::of(kind, form, is_first);
        let offers = offer::views(staff, opened, question);
        let lists = lists::of(kind).into_iter().filter(|_| places.is_none());
        Self {
            kind: named(own),
            change: opened.path(staff, &format!("/questions/{}/kind", question.code)),
            near: near.into_iter().map(KindView::of).collect(),
            far: far.into_iter().map(KindView::of).collect(),
            because: staff.query("because").and_then(adding::reason),
            has_lost: staff.query("lost").is_some(),
            about: matches!(kind, Kind::Drawn { .. }).then(|| Say::new("draft-about-drawn")),
            series: continuing::View::of(staff, opened, &around.consequences, question),
            brought: bank::said(staff),
            lists: lists
                .map(|one| list(form, kind, one, has_marks).offering(one.1, &offers))
                .collect(),
            places,
            picture: picture::View::of(staff, opened, question, form),
            rows: rows(kind, form),
            limits: limits(kind, form),
            scales: scales::views(staff, (opened, &around.scales), question, form),
            is_open: own.settled().is_none(),
            is_counted: !matches!(kind, Kind::Note { .. }),
            has_long: matches!(kind, Kind::Text { .. }),
            has_month: matches!(kind, Kind::Date { .. }),
            beside: beside::views(opened, question, form),
        }
    }
}

fn rows(kind: &Kind, form: &FormView) -> Option<ListView> {
    let entries = kind
        .rows()?
        .iter()
        .map(|row| entry(form, format!("{ROWS}.{}", row.code), None));
    Some(ListView {
        name: ROWS,
        label: Say::new("draft-rows"),
        hint: Say::new("draft-rows-more"),
        heading: None,
        entries: entries.collect(),
        more: form.value(ROWS).to_owned(),
    })
}

pub(in crate::web::staff) fn list(
    form: &FormView,
    kind: &Kind,
    (name, options): (&'static str, &[Choice]),
    has_marks: bool,
) -> ListView {
    let heading =
        matches!(kind, Kind::DualGrid { .. }).then(|| entry(form, format!("{name}-label"), None));
    let entries = options.iter().map(|option| {
        let name = format!("{name}.{}", option.code);
        let marks = has_marks.then(|| marks(form, &name));
        entry(form, name, marks)
    });
    ListView {
        name,
        label: Say::new(format!("draft-list-{name}")),
        hint: Say::new("draft-options-more"),
        heading,
        entries: entries.collect(),
        more: form.value(name).to_owned(),
    }
}

impl ListView {
    /// With whom its options are offered to.
    fn offering(mut self, options: &[Choice], offers: &HashMap<Code, offer::View>) -> Self {
        for (entry, option) in self.entries.iter_mut().zip(options) {
            entry.offer = offers.get(&option.code).cloned();
        }
        self
    }
}

fn entry(form: &FormView, name: String, marks: Option<MarksView>) -> EntryView {
    let code = name.rsplit('.').next().unwrap_or_default();
    EntryView {
        value: form.value(&name).to_owned(),
        error: form.error(&name).cloned(),
        label: Say::new("draft-entry").with("code", code),
        marks,
        offer: None,
        name,
    }
}

fn marks(form: &FormView, name: &str) -> MarksView {
    let value = |end: &str| form.value(&format!("{name}.{end}"));
    let meaning = |(word, _): &(&'static str, _)| MeaningView {
        value: word,
        label: Say::new(format!("draft-meaning-{word}")),
        checked: value("meaning") == *word,
    };
    MarksView {
        score_id: format!("{name}.score"),
        score: value("score").to_owned(),
        error: form.error(&format!("{name}.score")).cloned(),
        meanings: MEANINGS.iter().map(meaning).collect(),
        exclusive: value("exclusive") == TICKED,
        other: value("other") == TICKED,
    }
}

fn limits(kind: &Kind, form: &FormView) -> Vec<LimitView> {
    let names: &[(&'static str, &'static str)] = match kind {
        Kind::Multiple { .. } => &[("min", "draft-least"), ("max", "draft-most")],
        Kind::MultipleGrid { .. } => &[("max", "draft-most")],
        Kind::Ranking { .. } => &[("places", "draft-places")],
        Kind::Number { .. } | Kind::NumberGrid { .. } => &[
            ("min", "draft-smallest"),
            ("max", "draft-largest"),
            ("decimals", "draft-decimals"),
            ("unit", "draft-unit"),
        ],
        Kind::Text { .. } => &[("max_length", "draft-length")],
        Kind::Date { .. } => &[("min", "draft-earliest"), ("max", "draft-latest")],
        Kind::Time { .. } => &[("min", "draft-from"), ("max", "draft-until")],
        Kind::Consent { .. } => &[("label", "draft-consent")],
        _ => &[],
    };
    let input = match kind {
        Kind::Date { .. } => "date",
        Kind::Time { .. } => "time",
        _ => "text",
    };
    let limit = |(name, text): &(&'static str, &'static str)| LimitView {
        name,
        text,
        input,
        value: form.value(name).to_owned(),
        error: form.error(name).cloned(),
    };
    names.iter().map(limit).collect()
}
