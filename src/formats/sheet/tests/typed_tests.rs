//! One question in a box, and layouts of single questions.

use super::*;
use guess_of::questions;

mod guess_of {
    //! The questions of a sheet on one line each.

    pub fn questions(sheet: &str) -> Vec<String> {
        let guess = super::of_text(sheet);
        guess.draft.questions().map(super::shown).collect()
    }
}

#[test]
fn one_question_is_read_with_its_reason() {
    use Because::*;
    use guess::because::Family;
    for (typed, shown_as, because) in [
        (
            "住みやすいですか。（○は1つ）\nはい\nいいえ",
            "q1 住みやすいですか。 | single 1はい 2いいえ",
            SaysOne,
        ),
        (
            "住みやすいですか。\n1. はい\n9. わからない",
            "q1 住みやすいですか。 | single 1はい 9わからない?",
            OnlyOptions,
        ),
        (
            "問5 何が必要ですか（３つまで）\n道路\n公園\n学校\n特にない",
            "q1 何が必要ですか | multiple≤3 1道路 2公園 3学校 4特にない-",
            SaysUpTo(3),
        ),
        (
            "何で知りますか。いくつでも選んでください。\n広報\nその他（　　　）",
            "q1 何で知りますか。いくつでも選んでください。 | multiple 1広報 2その他…",
            SaysAny,
        ),
        (
            "良い順に3つ選んでください。\nA．窓口\nB．電話\nC．手紙",
            "q1 良い順に3つ選んでください。 | ranking3 1窓口 2電話 3手紙",
            SaysInOrder(3),
        ),
        (
            "満足していますか。\n満足／やや満足／やや不満／不満",
            "q1 満足していますか。 | scale 1満足+2 2やや満足+1 3やや不満-1 4不満-2",
            KnownScale(Family::Satisfaction),
        ),
        (
            "次のそれぞれについて\n満足　やや満足　やや不満　不満\n道路\n公園",
            "q1 次のそれぞれについて | grid 道路/公園 × 1満足+2 2やや満足+1 3やや不満-1 4不満-2",
            SharedScale,
        ),
        (
            "ご意見をご自由にお書きください。",
            "q1 ご意見をご自由にお書きください。 | text long",
            FreeText,
        ),
        (
            "何人で暮らしていますか。",
            "q1 何人で暮らしていますか。 | number ≤100人",
            Number,
        ),
        ("年齢（　　）歳", "q1 年齢 @ | number ≤120歳", Number),
        ("生まれた日\n　年　月　日", "q1 生まれた日 | date Day", Date),
        (
            "起きる時刻は何時ですか。\n　　時　　分",
            "q1 起きる時刻は何時ですか。 | time",
            Time,
        ),
        ("郵便番号", "q1 郵便番号 | text postal_code", Form),
        ("市について", "q1 市について | text long", NoOptions),
        ("", "q1  | text long", NoOptions),
    ] {
        let asked = kind_of_question(typed, code("q1"));
        assert_eq!(shown(&asked.question), shown_as);
        assert_eq!(asked.because, because, "{typed}");
    }
}

#[test]
fn marks_of_questions_are_read_in_every_form() {
    for mark in [
        "問1",
        "問１",
        "Q1",
        "Ｑ１.",
        "【問１】",
        "設問1",
        "問 1",
        "問一",
        "〔問1〕",
        "[Q1]",
    ] {
        let found = questions(&format!("{mark}　住みやすいですか。\n1. はい\n2. いいえ"));
        assert_eq!(
            found,
            ["q1 住みやすいですか。 | single 1はい 2いいえ"],
            "{mark}"
        );
    }
    for mark in ["問1-2", "問１の２", "問1－2", "問1(2)", "付問2", "SQ2"] {
        let found = questions(&format!("問1 好きですか。\n1. はい\n{mark}　なぜですか。"));
        assert_eq!(found[1], "q1_2 なぜですか。 | text long", "{mark}");
    }
    assert_eq!(
        questions("F1　性別\n1 男　2 女"),
        ["f1 性別 @ | single 1男 2女"]
    );
}

#[test]
fn options_are_read_in_every_form() {
    for options in [
        "1. 10代　2. 20代　3. 30代",
        "1.10代 2.20代 3.30代",
        "１．10代　　２．20代　　３．30代",
        "① 10代 ② 20代 ③ 30代",
        "①10代②20代③30代",
        "1 10代　　2 20代　　3 30代",
        "ア．10代　イ．20代　ウ．30代",
        "(1) 10代　(2) 20代　(3) 30代",
        "（１）10代\n（２）20代\n（３）30代",
        "1) 10代 2) 20代 3) 30代",
        "a. 10代\nb. 20代\nc. 30代",
        "□10代　□20代　□30代",
        "・10代\n・20代\n・30代",
        "1. 10代　　3. 30代\n2. 20代",
        "10代\n20代\n30代",
    ] {
        let found = questions(&format!("問1　あなたの年齢を教えてください。\n{options}"));
        assert_eq!(
            found,
            ["q1 あなたの年齢を教えてください。 @ | single 110代 220代 330代"],
            "{options}"
        );
    }
}

#[test]
fn whom_a_question_is_for() {
    let head = "問1 好きですか。\n1. はい\n2. いいえ\n3. どちらでもない\n9. わからない\n";
    for (route, expected) in [
        ("（問1で2と答えた方のみ）\n問2 なぜですか。", " if q1=2"),
        (
            "問1で「1」または「2」と答えた方にお聞きします。\n問2 なぜですか。",
            " if q1=1,2",
        ),
        (
            "問2 【問１で「1」～「3」を選んだ方】なぜですか。",
            " if q1=1,2,3",
        ),
        ("問2 （問1で1～3に○をつけた方）なぜですか。", " if q1=1,2,3"),
        ("問2 なぜですか。（前問で「はい」と答えた方）", " if q1=1"),
        (
            "問2 （問1で「2．いいえ」を選んだ方のみ）なぜですか。",
            " if q1=2",
        ),
        (
            "問2 （問1で7と答えた方のみ）なぜですか。",
            " ?（問1で7と答えた方のみ）",
        ),
        (
            "問2 （お子さんがいる方で問1に関心がある方）なぜですか。",
            " ?（お子さんがいる方で問1に関心がある方）",
        ),
    ] {
        let found = questions(&format!("{head}{route}"));
        let expected = format!("q2 なぜですか。{expected} | text long");
        assert_eq!(found.get(1), Some(&expected), "{route}");
    }
    let found = of_text(&format!(
        "{head}問2 （問1で「1」以外を選んだ方）なぜですか。"
    ));
    let found = found.draft.questions().nth(1).unwrap().show_if.clone();
    assert!(matches!(found, Some(Condition::Not(_))), "{found:?}");
}

#[test]
fn questions_that_stand_in_one() {
    let expected = [
        "q1 あなたのことをお答えください。 | note",
        "q1_1 性別 @ | single 1男性 2女性",
        "q1_2 年代 @ | single 1若い 2若くない",
    ];
    for sheet in [
        "◆あなた自身について\n問1 あなたのことをお答えください。\n(1) 性別\n1. 男性　2. 女性\n(2) 年代\n1. 若い　2. 若くない",
        "◆あなた自身について\n問1 あなたのことをお答えください。\n問1-1 性別\n1. 男性　2. 女性\n問1-2 年代\n1. 若い　2. 若くない",
    ] {
        assert_eq!(questions(sheet), expected);
    }
    let mut docx = word_tests::Docx::default();
    docx.paragraph("◆あなた自身について");
    docx.paragraph("問1 あなたのことをお答えください。");
    let row = |cells: [&str; 2]| cells.map(str::to_owned).to_vec();
    docx.table(&[
        row(["① 性別", "1. 男性　2. 女性"]),
        row(["② 年代", "1. 若い　2. 若くない"]),
    ]);
    let draft = guess(&text(&docx.file()).unwrap().lines, code("a")).draft;
    assert_eq!(draft.questions().map(shown).collect::<Vec<_>>(), expected);
}

#[test]
fn tables_are_read_in_every_form() {
    let row = |cells: &str| cells.split('|').map(str::to_owned).collect::<Vec<String>>();
    let scale = "1満足+2 2やや満足+1 3やや不満-1 4不満-2";
    for (before, rows, expected) in [
        (
            "",
            vec![
                "|満足|やや満足|やや不満|不満",
                "道路|○|○|○|○",
                "公園|○|○|○|○",
            ],
            format!("grid 道路/公園 × {scale}"),
        ),
        (
            "",
            vec![
                "項目|満足|やや満足|やや不満|不満",
                "1 道路||||",
                "2 公園||||",
            ],
            format!("grid 道路/公園 × {scale}"),
        ),
        (
            "1 満足　2 やや満足　3 やや不満　4 不満",
            vec!["|1|2|3|4", "道路|1|2|3|4", "公園|1|2|3|4"],
            format!("grid 道路/公園 × {scale}"),
        ),
        (
            "1 満足　2 やや満足　3 やや不満　4 不満",
            vec!["道路|1|2|3|4", "公園|1|2|3|4"],
            format!("grid 道路/公園 × {scale}"),
        ),
        (
            "",
            vec![
                "|満足|やや満足|やや不満|不満|満足|やや満足|やや不満|不満",
                "道路|1|2|3|4|1|2|3|4",
                "公園|1|2|3|4|1|2|3|4",
            ],
            format!("dual_grid 道路/公園 × satisfaction: {scale} + axis2: {scale}"),
        ),
        (
            "",
            vec![
                "|4 満足|3 やや満足|2 やや不満|1 不満",
                "道路||||",
                "公園||||",
            ],
            "grid 道路/公園 × 4満足+2 3やや満足+1 2やや不満-1 1不満-2".to_owned(),
        ),
        (
            "",
            vec!["|はい|いいえ", "道路|1|2", "公園|1|2"],
            "grid 道路/公園 × 1はい 2いいえ".to_owned(),
        ),
    ] {
        let mut docx = word_tests::Docx::default();
        docx.paragraph("問1 次のそれぞれについてお答えください。");
        docx.paragraph(before);
        docx.table(&rows.iter().map(|cells| row(cells)).collect::<Vec<_>>());
        let draft = guess(&text(&docx.file()).unwrap().lines, code("a")).draft;
        let found: Vec<String> = draft.questions().map(shown).collect();
        assert_eq!(
            found,
            [format!(
                "q1 次のそれぞれについてお答えください。 | {expected}"
            )]
        );
    }
}
