//! What holds of every sheet: nothing is dropped without a word, and what became something stands in the draft.

use proptest::prelude::*;

use super::*;
use crate::domain::questionnaire::Questionnaire;

/// Lines as they stand on sheets, and lines that are nothing.
fn line() -> impl Strategy<Value = String> {
    let number = "[1-9１-９]{1,2}";
    let words = "[ぁ-んァ-ン一-龠ー]{1,12}";
    let question = format!(
        "(問|設問|付問|Ｑ|F|【問){number}((-|の){number})?(】)?[　. ]{{0,2}}{words}(。|か。)?(（○は[1-3１-３]つ(まで)?）|（いくつでも）)?"
    );
    let option = format!(
        "(({number}(\\.|．|　|\\))|[①-⑨]|[ア-オ]．|□|\\({number}\\)) ?{words}(（　　）)?(　　| → 問3へ)?){{1,3}}"
    );
    let scale = "(1\\. 満足　2\\. やや満足　3\\. やや不満　4\\. 不満)|(満足　やや満足　やや不満　不満)|(　　満足度　　　重要度)";
    let row = format!("[①-⑨]?{words}　　1 2 3 4");
    let tabs = format!("{words}(\t({words}|[1-4])){{1,4}}");
    let route = "（問[1-3]で[「]?[1-3][」]?と答えた方のみ）|問[1-3]で「[1-3]」または「[1-3]」を選んだ方にお聞きします。";
    let others = "Ⅰ　あなた自身について|◆ 市政|【暮らし】|　　　歳|（　　）年|－1－|────|※ いくつでも|　年　月　日|　|その他（　　　）|ご協力ありがとうございました。|市民アンケート|令和7年8月|その他";
    let of = |pattern: &str| proptest::string::string_regex(pattern).unwrap();
    prop_oneof![
        3 => of(&question), 4 => of(&option), 1 => of(scale), 2 => of(&row), 1 => of(&tabs), 1 => of(route),
        3 => of(others), 2 => of(words), 1 => of("\\PC{0,30}")
    ]
}

fn sheet() -> impl Strategy<Value = Vec<Line>> {
    let place = |row: usize, kind: u8, column: usize| match kind {
        0 => Where::Cell {
            table: 1 + row / 6,
            row: 1 + row % 6,
            column,
        },
        1 => Where::Paragraph(row + 1),
        _ => Where::Line(row + 1),
    };
    let one = (
        line(),
        prop_oneof![1 => Just(0_u8), 1 => Just(1), 4 => Just(2)],
        1..4_usize,
    );
    proptest::collection::vec(one, 0..40).prop_map(move |lines| {
        let numbered = lines.into_iter().enumerate();
        numbered
            .map(|(row, (text, kind, column))| Line {
                place: place(row, kind, column),
                text,
            })
            .collect()
    })
}

/// What stands in the draft at the place a part says it has become.
fn stands(draft: &Questionnaire, became: &Became) -> Option<String> {
    let question = |code: &Code| draft.question(code).unwrap();
    let section = |code: &Code| {
        draft
            .sections
            .iter()
            .find(|section| section.code == *code)
            .unwrap()
    };
    let text = |text: &Text| said(text).to_owned();
    Some(match became {
        Became::Title => text(&draft.title),
        Became::Purpose => text(&draft.purpose),
        Became::Section(code) => text(&section(code).title),
        Became::Note(code) => text(section(code).note.as_ref().unwrap()),
        Became::Question(code) => text(&question(code).text),
        Became::Hint(code) => text(question(code).hint.as_ref().unwrap()),
        Became::Option { question: of, code } => {
            let kind = &question(of).kind;
            let all = kind.choices(0).iter().chain(kind.choices(1));
            let labels: Vec<&str> = all
                .filter(|option| option.code == *code)
                .map(|option| said(&option.label))
                .collect();
            assert!(!labels.is_empty());
            labels.join("\n")
        }
        Became::Row { question: of, code } => {
            let rows = question(of).kind.rows().unwrap();
            text(&rows.iter().find(|row| row.code == *code).unwrap().label)
        }
        Became::Axis { question: of, code } => {
            let Kind::DualGrid { axes, .. } = &question(of).kind else {
                panic!("no axes")
            };
            text(&axes.iter().find(|axis| axis.code == *code).unwrap().label)
        }
        Became::Unit(code) => {
            let Kind::Number { unit, .. } = &question(code).kind else {
                panic!("no number")
            };
            text(unit.as_ref().unwrap())
        }
        Became::Kind(code) => return draft.question(code).map(|_| String::new()),
        Became::ShowIf(code) => question(code).show_if.as_ref().map(|_| String::new())?,
        Became::LeftOut(_) => String::new(),
    })
}

/// The laws, for one sheet.
fn hold(lines: &[Line]) -> Result<(), TestCaseError> {
    let guess = guess(lines, code("a"));
    let told: Vec<usize> = guess.fates.iter().map(|fate| fate.line).collect();
    let filled = lines
        .iter()
        .enumerate()
        .filter(|(_, line)| !line.text.trim().is_empty());
    prop_assert_eq!(told, filled.map(|(at, _)| at).collect::<Vec<_>>());
    for fate in &guess.fates {
        let line = &lines[fate.line].text;
        let whole: String = fate.parts.iter().map(|part| part.source.as_str()).collect();
        prop_assert_eq!(&whole, line);
        for part in &fate.parts {
            prop_assert!(part.source.contains(&part.kept), "{:?}", part);
            let Some(place) = stands(&guess.draft, &part.became) else {
                return Err(TestCaseError::fail(format!("{part:?} is nowhere")));
            };
            prop_assert!(
                place.contains(&part.kept),
                "{:?} is not in {:?}",
                part,
                place
            );
            // What is kept of a part is all of its words: around them stand numbers, brackets, and room to write.
            let around = part.source.replacen(&part.kept, "", 1);
            let is_words = matches!(
                part.became,
                Became::Title | Became::Purpose | Became::Hint(_) | Became::Note(_)
            );
            prop_assert!(!is_words || around.trim().is_empty(), "{:?}", part);
        }
    }
    let stored = serde_json::to_string(&guess.draft).unwrap();
    prop_assert_eq!(
        serde_json::from_str::<Questionnaire>(&stored).unwrap(),
        guess.draft.clone()
    );
    let mut codes: Vec<&str> = guess
        .draft
        .questions()
        .map(|question| question.code.as_str())
        .collect();
    let count = codes.len();
    codes.sort_unstable();
    codes.dedup();
    prop_assert_eq!(codes.len(), count);
    prop_assert_eq!(guess.because.len(), count);
    Ok(())
}

proptest! {
    #[test]
    fn nothing_is_dropped_without_a_word(lines in sheet()) {
        hold(&lines)?;
    }

    /// Whatever stands in a box, it is a question; its texts are of the box.
    #[test]
    fn whatever_is_typed_is_a_question(lines in proptest::collection::vec(line(), 0..8)) {
        let typed = lines.join("\n");
        let asked = kind_of_question(&typed, code("q1"));
        let kind = &asked.question.kind;
        for option in kind.choices(0).iter().chain(kind.choices(1)) {
            prop_assert!(typed.contains(said(&option.label)));
        }
    }
}

#[test]
fn too_many_questions_are_told() {
    let sheet: String = (1..=600)
        .map(|number| format!("問{number} 住みやすいですか。\n1. はい\n"))
        .collect();
    let guess = of_text(&sheet);
    assert_eq!(
        guess.draft.questions().count(),
        crate::domain::questionnaire::limits::QUESTIONS
    );
    let left = |fate: &&Fate| fate.parts[0].became == Became::LeftOut(Reason::TooMany);
    assert_eq!(guess.fates.iter().filter(left).count(), 200);
    hold(&text(sheet.as_bytes()).unwrap().lines).unwrap();
}
