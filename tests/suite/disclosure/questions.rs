//! Random questionnaires: attributes, questions with one answer or several, numbers, grids of them, and follow-ups of
//! all of them.

use serde_json::{Value, json};

use super::dice::Dice;

/// What there is besides one or two plain questions and their follow-ups.
#[derive(Debug, Clone, Copy, Default)]
pub struct Besides {
    /// So many questions by which all others are crossed.
    pub attributes: usize,
    /// So many grids of two rows.
    pub grids: usize,
    /// So many numbers that follow-ups hang on.
    pub numbers: usize,
    /// So many questions on a second page with an option that hangs on an answer of the first.
    pub offers: usize,
}

/// Codes are positions from 1; the options have scores 0, 1, … where they have any.
pub fn thrown(dice: &mut Dice, besides: Besides) -> Value {
    let Besides {
        attributes,
        grids,
        numbers,
        offers,
    } = besides;
    let mut asked: Vec<(String, u64)> = Vec::new();
    let mut questions = Vec::new();
    for at in 0..attributes {
        let count = dice.between(1, 3);
        questions.push(single(&format!("a{at}"), count, dice, &[]));
        questions[at]["role"] = json!("attribute");
        asked.push((format!("a{at}"), count));
    }
    let plain = dice.between(1, 2);
    for at in 0..plain {
        let (code, count) = (format!("q{at}"), dice.between(2, 4 - at));
        let mut question = single(&code, count, dice, &[]);
        if dice.chance(35) {
            question["type"] = json!("multiple");
        } else if dice.chance(30) {
            let options = question["options"].as_array_mut().unwrap();
            options.last_mut().unwrap()["meaning"] = json!("dont_know");
        }
        questions.push(question);
        asked.push((code, count));
    }
    for at in 0..grids {
        let (code, count) = (format!("g{at}"), dice.between(2, 3));
        let follows = if dice.chance(40) { &asked[..] } else { &[] };
        let mut question = single(&code, count, dice, follows);
        question["type"] = json!(if dice.chance(30) {
            "multiple_grid"
        } else {
            "grid"
        });
        question["rows"] = json!([{"code": "1", "label": "一"}, {"code": "2", "label": "二"}]);
        questions.push(question);
        asked.extend((1..=2).map(|row| (format!("{code}.{row}"), count)));
    }
    for at in 0..numbers {
        let code = format!("n{at}");
        questions
            .push(json!({"code": code, "text": "いくつ", "type": "number", "min": 0, "max": 2}));
        // No options: it is asked for by limits.
        asked.push((code, 0));
    }
    for at in 0..dice.between(1, 2) {
        let code = format!("f{at}");
        if dice.chance(25) {
            let mut number = json!({
                "code": code, "text": "いくつ", "type": "number", "min": 0, "max": 2, "show_if": condition(&asked, dice),
            });
            if grids > 0 {
                number["type"] = json!("number_grid");
                number["rows"] = json!([{"code": "1", "label": "一"}]);
            }
            questions.push(number);
            continue;
        }
        questions.push(single(&code, 2, dice, &asked));
        asked.push((code, 2));
    }
    let mut sections = vec![json!({"code": "s1", "title": "問い", "questions": questions})];
    let offers: Vec<Value> = (0..offers).map(|at| offer(at, dice, &asked)).collect();
    if !offers.is_empty() {
        sections.push(json!({"code": "s2", "title": "次の問い", "questions": offers}));
    }
    json!({
        "code": "town", "title": "町", "purpose": "試験", "minutes": 1, "languages": ["ja"], "sections": sections,
    })
}

/// A question of which the last option is offered to some only.
fn offer(at: usize, dice: &mut Dice, asked: &[(String, u64)]) -> Value {
    let mut question = single(&format!("o{at}"), 3, dice, &[]);
    if dice.chance(35) {
        question["type"] = json!("multiple");
    }
    question["options"][2]["show_if"] = condition(asked, dice);
    question
}

/// A question with one answer; asked of some only where others were `asked` before.
fn single(code: &str, count: u64, dice: &mut Dice, asked: &[(String, u64)]) -> Value {
    let scored = dice.chance(40);
    let options: Vec<Value> = (1..=count)
        .map(|at| {
            let option = json!({"code": at.to_string(), "label": format!("答え{at}")});
            let mut option = option;
            if scored {
                option["score"] = json!(at - 1);
            }
            option
        })
        .collect();
    let mut question = json!({"code": code, "text": "どれ", "type": "single", "options": options});
    if !asked.is_empty() {
        question["show_if"] = condition(asked, dice);
    }
    question
}

/// A condition on a number.
fn typed(item: &str, dice: &mut Dice) -> Value {
    match dice.below(4) {
        0 => json!({"answered": {"item": item}}),
        1 => json!({"number": {"item": item, "max": 1}}),
        2 => json!({"number": {"item": item, "min": 2}}),
        _ => json!({"number": {"item": item, "min": 1}}),
    }
}

/// A condition on what was `asked`, each with the number of its options.
pub fn condition(asked: &[(String, u64)], dice: &mut Dice) -> Value {
    let mut leaf = || {
        let (item, count) = dice.pick(asked).clone();
        if count == 0 {
            return typed(&item, dice);
        }
        let mut codes: Vec<String> = (1..=count).map(|at| at.to_string()).collect();
        codes.retain(|_| dice.chance(50));
        if codes.is_empty() {
            codes.push(dice.between(1, count).to_string());
        }
        json!({"any_of": {"item": item, "codes": codes}})
    };
    let (one, other) = (leaf(), leaf());
    match dice.below(10) {
        0 => json!({"all": [one, other]}),
        1 => json!({"any": [one, other]}),
        2 => json!({"not": one}),
        3 => json!({"all": [one, {"not": other}]}),
        _ => one,
    }
}
