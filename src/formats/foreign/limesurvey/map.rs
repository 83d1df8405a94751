//! From a structure to a questionnaire: groups as sections, questions by their letter.

use super::kinds::{Made, Mapped, made};
use super::structure::{Field, Part, Question, Structure};
use crate::domain::language::Language;
use crate::domain::questionnaire::question::{Kind, Question as Ours};
use crate::domain::text::Text;
use crate::formats::foreign::Foreign;
use crate::formats::foreign::assemble::{Asked, Draft, Head, Rule};
use crate::formats::foreign::expression::{Answer, parse};
use crate::formats::foreign::kinds::{answer, question};
use crate::formats::foreign::lack::{Instead, Lack};
use crate::formats::foreign::place::Place;
use crate::formats::foreign::texts::told;

/// The questionnaire of a structure.
pub(super) fn questionnaire(structure: Structure, mut draft: Draft) -> Foreign {
    let Structure {
        languages,
        title,
        purpose,
        layout,
        groups,
    } = structure;
    let default = languages
        .first()
        .cloned()
        .unwrap_or_else(Language::japanese);
    for (at, group) in groups.into_iter().enumerate() {
        draft.section(
            &format!("g{}", at + 1),
            group.title,
            group.rules,
            &group.place,
        );
        let note = (group.note != Text::default()).then_some(group.note);
        if let Some(drafted) = draft.sections.last_mut().filter(|_| note.is_some()) {
            drafted.section.note = note;
        }
        if group.questions.is_empty() {
            draft.lack(&group.place, Lack::NoQuestions);
        }
        for question in group.questions {
            asks(question, &default, &languages, &mut draft);
        }
    }
    draft.finish(Head {
        code: String::new(),
        title,
        purpose,
        minutes: None,
        layout,
        languages,
    })
}

fn asks(mut source: Question, default: &Language, languages: &[Language], draft: &mut Draft) {
    let place = source.place.clone();
    let code = source.code.clone();
    match made(&mut source, default, languages, draft) {
        Mapped::Nothing => {
            // With the question goes what is said of it.
            return;
        }
        Mapped::One(made) => one(&mut source, &code, *made, draft),
        Mapped::Several(fields) => several(&mut source, &code, fields, draft),
    }
    for (name, Field { value, place }) in std::mem::take(&mut source.attributes) {
        let says = !matches!(value.trim(), "" | "0" | "N" | "-1");
        if says {
            let (name, value) = (told(&name), told(&value));
            draft.lack(&place, Lack::NotRead { name, value });
        }
    }
    beside(&source, &code, &place, draft);
}

/// Letters that ask for a remark beside the answer.
fn beside(source: &Question, code: &str, place: &Place, draft: &mut Draft) {
    let to = match source.letter.as_str() {
        "O" => Instead::ListOnly,
        "P" => Instead::MarksOnly,
        "H" => Instead::Exchanged,
        _ => return,
    };
    let from = source.letter.clone();
    draft.lack(place, Lack::Downgraded { from, to });
    if source.letter == "O" {
        let name = format!("{code}_comment");
        let item = draft.code(&name, place);
        let (long, max_length, pattern) = (true, None, None);
        draft.name(name, item.to_string(), Answer::Other);
        let text = source.text.clone();
        let remark = question(
            item,
            text,
            Kind::Text {
                long,
                max_length,
                pattern,
            },
        );
        let rules = source.rules.clone();
        let of_options = Vec::new();
        draft.ask(
            Asked {
                question: remark,
                rules,
                of_options,
            },
            place,
        );
    }
}

fn one(source: &mut Question, name: &str, made: Made, draft: &mut Draft) {
    let place = source.place.clone();
    let code = draft.code(name, &place);
    named(name, code.as_str(), &made, draft);
    let of_options = rules_of_parts(source, &made.kind, draft);
    let mut question = question(code, source.text.clone(), made.kind);
    shared(source, &mut question);
    let rules = source.rules.clone();
    draft.ask(
        Asked {
            question,
            rules,
            of_options,
        },
        &place,
    );
}

fn shared(source: &Question, question: &mut Ours) {
    question.hint = (source.help != Text::default()).then(|| source.help.clone());
    question.required = source.required && question.kind.is_asked();
    question.order = match source.random {
        true => crate::domain::questionnaire::order::Order::Random,
        false => question.order,
    };
}

/// What rules call the answers to a question: `Q1`, `Q1_SQ1`, `Q1_SQ1_0`, `Q1_other`.
fn named(name: &str, code: &str, made: &Made, draft: &mut Draft) {
    let names = &made.options.names;
    match &made.kind {
        Kind::Note { .. } => {}
        Kind::Multiple { .. } => {
            for (part, option) in names {
                draft.name(format!("{name}_{part}"), code, Answer::Tick(option.clone()));
            }
        }
        Kind::Ranking { places, .. } => {
            for place in 1..=*places {
                let item = format!("{code}.{place}");
                draft.name(format!("{name}_{place}"), item, Answer::One(names.clone()));
            }
        }
        kind if kind.rows().is_some() => rows_named(name, code, made, draft),
        kind => draft.name(name, code, answer(kind, names)),
    }
    draft.name(
        format!("{name}_other"),
        format!("{code}.other"),
        Answer::Other,
    );
}

/// The same of rows.
fn rows_named(name: &str, code: &str, made: &Made, draft: &mut Draft) {
    let names = &made.options.names;
    for (part, row) in &made.rows {
        let item = format!("{code}.{}", row.code);
        match &made.kind {
            Kind::DualGrid { axes, .. } => {
                for (at, (axis, names)) in axes.iter().zip(&made.of_axes).enumerate() {
                    let name = format!("{name}_{part}_{at}");
                    draft.name(
                        name,
                        format!("{item}.{}", axis.code),
                        Answer::One(names.clone()),
                    );
                }
            }
            Kind::MultipleGrid { .. } => {
                for (column, option) in names {
                    let name = format!("{name}_{part}_{column}");
                    draft.name(name, item.clone(), Answer::Tick(option.clone()));
                }
            }
            kind => {
                let behind = &made.behind;
                draft.name(format!("{name}_{part}{behind}"), item, answer(kind, names));
            }
        }
    }
}

/// The rules of subquestions: of options where they are options, else they are told.
fn rules_of_parts(source: &Question, kind: &Kind, draft: &mut Draft) -> Vec<(usize, Rule)> {
    let mut of_options = Vec::new();
    for (at, Part { rule, .. }) in source.subquestions.iter().enumerate() {
        let Some(rule) = rule else {
            continue;
        };
        match kind {
            Kind::Multiple { .. } => of_options.push((at, rule.clone())),
            _ if parse(&rule.raw, draft.dialect).is_some() => {
                let (name, value) = ("relevance".to_owned(), told(&rule.raw));
                draft.lack(&rule.place, Lack::NotRead { name, value });
            }
            _ => draft.lack(&rule.place, Lack::Expression(told(&rule.raw))),
        }
    }
    of_options
}

/// Several fields under one wording: a note, and a question for each.
fn several(source: &mut Question, name: &str, fields: Vec<(Part, Kind)>, draft: &mut Draft) {
    let place = source.place.clone();
    let (from, to) = (source.letter.clone(), Instead::Fields);
    draft.lack(&place, Lack::Downgraded { from, to });
    let code = draft.code(name, &place);
    let mut heading = question(code, source.text.clone(), Kind::Note { picture: None });
    heading.hint = (source.help != Text::default()).then(|| source.help.clone());
    let rules = source.rules.clone();
    let of_options = Vec::new();
    draft.ask(
        Asked {
            question: heading,
            rules: rules.clone(),
            of_options,
        },
        &place,
    );
    for (part, kind) in fields {
        let own = format!("{name}_{}", part.code);
        let code = draft.code(&own, &part.place);
        draft.name(own, code.to_string(), answer(&kind, &[]));
        let mut asked = question(code, part.label, kind);
        asked.required = source.required;
        let rules = rules.iter().cloned().chain(part.rule).collect();
        let of_options = Vec::new();
        draft.ask(
            Asked {
                question: asked,
                rules,
                of_options,
            },
            &part.place,
        );
    }
}
