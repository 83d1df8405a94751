//! What is chosen of a question from a list beside its words: the form of a text, the order of its options, the earlier
//! answer it may take over.

use serde::Serialize;

use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::changing::KindWord;
use crate::domain::questionnaire::order::Order;
use crate::domain::questionnaire::pattern::Pattern;
use crate::domain::questionnaire::question::{Kind, Question};
use crate::domain::questionnaire::same::sources;
use crate::views::ruby;
use crate::views::say::{Say, Wording};
use crate::web::page::form::FormView;

use super::super::Opened;
use super::super::fields::Fields;
use super::super::outline::shortened;

/// A value by its word in the form, with what it is called.
type Named<T> = (&'static str, T, &'static str);

const FORMS: [Named<Option<Pattern>>; 3] = [
    ("any", None, "draft-pattern-any"),
    (
        "postal_code",
        Some(Pattern::PostalCode),
        "draft-pattern-postal_code",
    ),
    (
        "telephone",
        Some(Pattern::Telephone),
        "draft-pattern-telephone",
    ),
];

const ORDERS: [Named<Order>; 3] = [
    ("as_written", Order::AsWritten, "draft-order-as_written"),
    ("random", Order::Random, "draft-order-random"),
    ("reversible", Order::Reversible, "draft-order-reversible"),
];

/// A list with what can be chosen.
#[derive(Serialize)]
pub(super) struct View {
    name: &'static str,
    text: &'static str,
    options: Vec<OptionView>,
}

#[derive(Serialize)]
struct OptionView {
    value: String,
    label: Wording,
    checked: bool,
}

/// The word of a value.
fn word<T: PartialEq>(all: &[Named<T>], value: &T) -> &'static str {
    let mut all = all.iter();
    all.find(|(_, one, _)| one == value)
        .map_or("", |(word, ..)| *word)
}

/// What stands in the fields.
pub(super) fn filled(question: &Question) -> Vec<(String, String)> {
    let pattern = match &question.kind {
        Kind::Text { pattern, .. } => word(&FORMS, pattern),
        _ => "",
    };
    let all = [
        ("pattern", pattern.to_owned()),
        ("order", word(&ORDERS, &question.order).to_owned()),
        ("same_as", question.same_as.clone().unwrap_or_default()),
    ];
    all.map(|(name, value)| (name.to_owned(), value)).into()
}

/// The lists that a question has.
pub(super) fn views(opened: &Opened, question: &Question, form: &FormView) -> Vec<View> {
    let kind = KindWord::of(&question.kind);
    let orders = ORDERS.iter().filter(|(_, order, _)| kind.can_stand(*order));
    let orders = orders.map(said);
    let patterns = FORMS.iter().map(said);
    let all = [
        ("order", "draft-order", orders.collect()),
        ("same_as", "draft-same", same(opened, question)),
        (
            "pattern",
            "draft-pattern",
            patterns.filter(|_| kind == KindWord::Text).collect(),
        ),
    ];
    let all = all
        .into_iter()
        .filter(|(_, _, options): &(_, _, Vec<_>)| options.len() > 1);
    all.map(|(name, text, options)| View {
        name,
        text,
        options: options
            .into_iter()
            .map(|(value, label)| OptionView {
                checked: form.value(name) == value,
                value,
                label,
            })
            .collect(),
    })
    .collect()
}

fn said<T>((word, _, key): &Named<T>) -> (String, Wording) {
    ((*word).to_owned(), Say::new(*key).into())
}

/// No answer, and those that can be taken over; the one that is taken over is there even where it cannot be.
fn same(opened: &Opened, question: &Question) -> Vec<(String, Wording)> {
    let draft = &opened.row.document;
    let none = (String::new(), Say::new("draft-same-none").into());
    let all = sources(draft, &question.code).into_iter().map(|item| {
        let asked = item.question(draft);
        let wording = asked.map_or("", |asked| asked.text.get(&opened.language));
        let wording = shortened(&ruby::plain(wording));
        (item.code, wording.into())
    });
    let mut all: Vec<(String, Wording)> = std::iter::once(none).chain(all).collect();
    if let Some(own) = &question.same_as
        && !all.iter().any(|(code, _)| code == own)
    {
        all.push((own.clone(), own.clone().into()));
    }
    all
}

/// Reads the lists into a question; what no list offers changes nothing.
pub(super) fn read(question: &mut Question, fields: &Fields, base: &Questionnaire) {
    let kind = KindWord::of(&question.kind);
    let sent = |name: &str| fields.sent(name);
    let order = sent("order").and_then(|sent| chosen(&ORDERS, &sent));
    question.order = order
        .filter(|order| kind.can_stand(*order))
        .unwrap_or(question.order);
    let form = sent("pattern").and_then(|sent| chosen(&FORMS, &sent));
    if let (
        Kind::Text {
            long,
            max_length,
            pattern,
        },
        Some(form),
    ) = (&mut question.kind, form)
    {
        *pattern = form;
        // A form says how long its texts are.
        *long = *long && form.is_none();
        *max_length = max_length.filter(|_| form.is_none());
    }
    match sent("same_as") {
        Some(none) if none.is_empty() => question.same_as = None,
        Some(item)
            if sources(base, &question.code)
                .iter()
                .any(|one| one.code == item) =>
        {
            question.same_as = Some(item);
        }
        _ => {}
    }
}

fn chosen<T: Copy>(all: &[Named<T>], sent: &str) -> Option<T> {
    let mut all = all.iter();
    all.find(|(word, ..)| *word == sent)
        .map(|(_, value, _)| *value)
}
