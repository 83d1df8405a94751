//! What an act changed, as sentences of the history of a draft: 「問3の文を変えました」. Things are called as they were
//! called before it.

use super::name::Names;
use super::telling::Telling;
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::acts::{Act, apply};
use crate::views::say::Say;

/// Most sentences about one act; of the rest it is said how many there are.
const SENTENCES: usize = 5;

/// What an act changes in the draft it is done on, one sentence for each of its parts: at most five, and how many more
/// there are.
#[must_use]
pub fn act(act: &Act, before: &Questionnaire, language: &Language) -> Vec<Say> {
    let parts = act.parts();
    if parts.is_empty() {
        return vec![Say::new("act-nothing")];
    }
    let mut now = before.clone();
    let mut said = Vec::new();
    for part in parts.iter().take(SENTENCES) {
        let telling = Telling {
            before: Names {
                draft: before,
                language,
            },
            now: Names {
                draft: &now,
                language,
            },
        };
        said.push(telling.told(part));
        // What cannot be done changes nothing.
        if let Ok(applied) = apply(&now, part) {
            now = applied.draft;
        }
    }
    let more = parts.len().saturating_sub(SENTENCES);
    said.extend((more > 0).then(|| Say::new("act-more").with("count", more)));
    said
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;
    use serde_json::json;

    use super::super::tests::{draft, japanese, keys, keys_of, said};
    use super::*;
    use crate::views::locale::Locales;

    /// An act as it is stored.
    fn read(act: serde_json::Value) -> Act {
        serde_json::from_value(act).unwrap()
    }

    fn told(one: serde_json::Value) -> String {
        let said = act(&read(one), &draft(), &Language::japanese());
        assert_eq!(said.len(), 1);
        japanese(&said[0])
    }

    fn write(at: serde_json::Value, language: &str, text: Option<&str>) -> serde_json::Value {
        json!({"act": "write", "at": at, "language": language, "text": text})
    }

    /// Texts, by where they stand.
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn writings() -> Vec<(serde_json::Value, &'static str)> {
        let new = Some("新しい文");
        let of = |part: &str| json!({"of": part, "question": "read"});
        let option = |option: &str| json!({"of": "option", "question": "read", "option": option});
        let row = |row: &str| json!({"of": "row", "question": "roads", "row": row});
        vec![
            (
                write(json!({"of": "title"}), "ja", new),
                "調査票の題名を変えました。",
            ),
            (
                write(json!({"of": "purpose"}), "en", new),
                "調査票の目的の文（英語）を書きました。",
            ),
            (
                write(json!({"of": "section", "section": "s1"}), "ja", new),
                "ページ「広報」の見出しを変えました。",
            ),
            (
                write(json!({"of": "section_note", "section": "s1"}), "ja", new),
                "ページ「広報」の説明を書きました。",
            ),
            (
                write(of("question"), "en", new),
                "問1「広報紙を どのくらい読んでいますか。お読みの方に…」の文（英語）を変えました。",
            ),
            (
                write(of("hint"), "ja", None),
                "問1「広報紙を どのくらい読んでいますか。お読みの方に…」の補足を消しました。",
            ),
            (
                write(option("1"), "en", None),
                "問1「広報紙を どのくらい読んでいますか。お読みの方に…」の選択肢「よく読んでいる」（英語）を消しました。",
            ),
            (
                write(option("3"), "xx", new),
                "問1「広報紙を どのくらい読んでいますか。お読みの方に…」の3番目の選択肢（xx）を書きました。",
            ),
            (
                write(row("r1"), "ja", new),
                "問2「満足度」の行「道路」を変えました。",
            ),
            (
                write(row("gone"), "ja", None),
                "問2「満足度」を消しました。",
            ),
            (
                write(json!({"of": "unit", "question": "age"}), "ja", new),
                "問4の単位を変えました。",
            ),
            (
                write(json!({"of": "label", "question": "yes"}), "ja", new),
                "問5「確認」の同意の文を変えました。",
            ),
            (
                write(json!({"of": "picture", "question": "hello"}), "ja", new),
                "説明文「はじめに」の画像の説明を変えました。",
            ),
            (
                write(json!({"of": "hint", "question": "gone"}), "ja", new),
                "設問「gone」を書きました。",
            ),
        ]
    }

    /// Everything else that is done with a draft.
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn doings() -> Vec<(serde_json::Value, &'static str)> {
        let condition = json!({"answered": {"item": "age"}});
        let section = |questions: serde_json::Value| json!({"code": "new", "title": "暮らし", "questions": questions});
        let question = json!({"code": "own", "text": "趣味は何ですか", "type": "text"});
        let q = |act: &str, name: &str, value: serde_json::Value| json!({"act": act, "question": "say", name: value});
        let s = |act: &str, name: &str, value: serde_json::Value| json!({"act": act, "section": "s2", name: value});
        let to = |section: &str, before: Option<&str>| json!({"act": "move_question", "question": "age", "section": section, "before": before});
        vec![
            (
                json!({"act": "take", "minutes": 12}),
                "回答にかかる時間を12分に変えました。",
            ),
            (
                json!({"act": "lay", "layout": "one_page"}),
                "すべての設問を1つの画面に表示することにしました。",
            ),
            (
                json!({"act": "lay", "layout": "sections"}),
                "ページごとに分けて表示することにしました。",
            ),
            (
                json!({"act": "offer", "languages": ["ja", "vi"]}),
                "調査票の言語を「日本語、ベトナム語」にしました。",
            ),
            (
                json!({"act": "add_section", "section": section(json!([]))}),
                "ページ「暮らし」を加えました。",
            ),
            (
                json!({"act": "add_section", "section": section(json!([question]))}),
                "ページ「暮らし」を、設問1件とともに加えました。",
            ),
            (
                json!({"act": "remove_section", "section": "s2"}),
                "ページ「あなた自身について」を、設問5件とともに消しました。",
            ),
            (
                json!({"act": "remove_section", "section": "gone"}),
                "ページ「gone」を消しました。",
            ),
            (
                s("move_section", "before", json!("s1")),
                "ページ「あなた自身について」をページ「広報」の前に移しました。",
            ),
            (
                s("move_section", "before", json!(null)),
                "ページ「あなた自身について」を最後に移しました。",
            ),
            (
                s("show_section", "show_if", condition.clone()),
                "ページ「あなた自身について」を、条件に合う方だけに尋ねることにしました。",
            ),
            (
                s("repeat_section", "repeat", json!({"item": "age", "max": 3})),
                "ページ「あなた自身について」を、問4の答えの回数だけ（3回まで）繰り返すことにしました。",
            ),
            (
                s("repeat_section", "repeat", json!(null)),
                "ページ「あなた自身について」を繰り返さないことにしました。",
            ),
            (
                json!({"act": "add_question", "section": "s3", "question": question}),
                "3ページ目に設問「趣味は何ですか」を加えました。",
            ),
            (
                json!({"act": "remove_question", "question": "say"}),
                "問6「ご意見」を消しました。",
            ),
            (
                to("s1", Some("read")),
                "問4を1ページ目「広報」に移しました。",
            ),
            (to("s3", None), "問4を3ページ目に移しました。"),
            (to("s2", Some("yes")), "問4を問5「確認」の前に移しました。"),
            (
                to("s2", Some("age")),
                "問4を2ページ目「あなた自身について」に移しました。",
            ),
            (to("s2", None), "問4をページの最後に移しました。"),
            (
                json!({"act": "remove_question", "question": "hello"}),
                "説明文「はじめに」を消しました。",
            ),
            (
                q("show_question", "show_if", condition),
                "問6「ご意見」を、条件に合う方だけに尋ねることにしました。",
            ),
            (
                q("show_question", "show_if", json!(null)),
                "問6「ご意見」を、条件を付けずに尋ねることにしました。",
            ),
            (
                q("require", "required", json!(true)),
                "問6「ご意見」を、必ず答える設問にしました。",
            ),
            (
                q("require", "required", json!(false)),
                "問6「ご意見」を、答えなくても進める設問にしました。",
            ),
            (
                q("mean", "role", json!("subject")),
                "問6「ご意見」を、調査の内容についての設問にしました。",
            ),
            (
                q("mean", "role", json!("attribute")),
                "問6「ご意見」を、回答者自身について（属性）の設問にしました。",
            ),
            (
                q("arrange", "order", json!("as_written")),
                "問6「ご意見」の選択肢を、書いた順に並べることにしました。",
            ),
            (
                q("arrange", "order", json!("random")),
                "問6「ご意見」の選択肢を、人ごとに違う順番で並べることにしました。",
            ),
            (
                q("arrange", "order", json!("reversible")),
                "問6「ご意見」の選択肢を、半分の方には逆の順番で並べることにしました。",
            ),
            (
                q("copy", "same_as", json!("age")),
                "問6「ご意見」に、問4と同じ（同上）と答えられるようにしました。",
            ),
            (
                q("copy", "same_as", json!(null)),
                "問6「ご意見」で「同上」を使わないことにしました。",
            ),
        ]
    }

    #[test]
    fn every_act_is_a_sentence() {
        for (act, sentence) in writings().into_iter().chain(doings()) {
            assert_eq!(told(act.clone()), sentence, "{act}");
        }
    }

    /// A page with a question comes in, the question is changed; its number nobody has seen.
    fn coming() -> Vec<serde_json::Value> {
        let question = json!({"code": "own", "text": "", "type": "text", "show_if": {"answered": {"item": "say"}}});
        vec![
            json!({"act": "add_section", "section": {"code": "new", "title": "", "questions": []}, "before": "s1"}),
            json!({"act": "add_question", "section": "new", "question": question}),
            json!({"act": "show_question", "question": "own", "show_if": {"answered": {"item": "age"}}}),
            write(json!({"of": "hint", "question": "own"}), "ja", Some("補足")),
            json!({"act": "move_section", "section": "new", "before": null}),
        ]
    }

    fn together(acts: &[serde_json::Value]) -> Vec<Say> {
        let acts = json!({"act": "together", "acts": acts});
        act(&read(acts), &draft(), &Language::japanese())
    }

    #[test]
    fn things_are_called_as_they_were_before_all_of_it() {
        let mut acts = coming();
        let all =
            |acts: &[serde_json::Value]| together(acts).iter().map(japanese).collect::<Vec<_>>();
        let expected = [
            "新しいページを加えました。",
            "新しいページに新しい設問を加えました。",
            "新しい設問を尋ねる条件を変えました。",
            "新しい設問の補足を書きました。",
            "新しいページを最後に移しました。",
        ];
        assert_eq!(all(&acts), expected);
        acts.push(json!({"act": "take", "minutes": 1}));
        assert_eq!(all(&acts)[5..], ["ほかに1件を変えました。"]);
        assert_eq!(all(&[]), ["変わったものはありません。"]);
        // What went by a part before keeps its number, and so does what stands behind it.
        let gone = [
            json!({"act": "remove_question", "question": "read"}),
            json!({"act": "require", "question": "say", "required": true}),
            write(json!({"of": "hint", "question": "read"}), "ja", None),
        ];
        assert_eq!(all(&gone)[1], "問6「ご意見」を、必ず答える設問にしました。");
        assert!(all(&gone)[2].ends_with("の補足を消しました。"));
    }

    /// Acts on parts that say nothing, or are said together.
    fn others() -> Vec<Vec<serde_json::Value>> {
        let bare = |of: &str, part: &str, code: &str| {
            let part = json!({"of": of, "question": "both", part: code});
            write(part, "ja", Some("x"))
        };
        let remove = |code: &str| json!({"act": "remove_question", "question": code});
        let short = json!({"of": "short", "question": "read"});
        vec![
            vec![
                bare("axis", "axis", "sat"),
                bare("axis", "axis", "imp"),
                bare("row", "row", "r2"),
            ],
            ["bare-note", "lot", "bare-lot"].map(remove).to_vec(),
            coming(),
            vec![write(short, "ja", Some("広報"))],
            vec![json!({"act": "take", "minutes": 1}); 7],
            Vec::new(),
        ]
    }

    /// Each sentence of the history, and each name, is said by one of these acts: in both languages.
    #[test]
    fn every_sentence_is_said_in_both_languages() {
        let (locales, mut told) = (Locales::load().unwrap(), BTreeSet::new());
        let one = |(act, _): (serde_json::Value, &str)| vec![act];
        let mut all: Vec<Vec<serde_json::Value>> = writings().into_iter().map(one).collect();
        all.extend(doings().into_iter().map(one));
        all.extend(
            super::super::answers::tests::answers()
                .into_iter()
                .map(|act| vec![act]),
        );
        all.extend(others());
        for acts in all {
            for say in together(&acts) {
                said(&locales, &say);
                keys_of(&say, &mut told);
            }
        }
        told.retain(|key| !key.starts_with("language-"));
        let wanted: BTreeSet<String> = keys("acts", &["act-"])
            .union(&keys("names", &["named-"]))
            .cloned()
            .collect();
        assert_eq!(told, wanted);
    }

    /// Any acts on any parts, there or not, one or many: no sentence is without its words.
    #[test]
    fn any_acts_are_told() {
        let locales = Locales::load().unwrap();
        let known = writings().into_iter().chain(doings());
        let mut all: Vec<String> = known.map(|(act, _)| act.to_string()).collect();
        let other = |act: &String| act.replace("say", "gone").replace("\"s2\"", "\"s9\"");
        let others: Vec<String> = all.iter().map(other).collect();
        all.extend(others);
        proptest!(|(picked in prop::collection::vec(0..all.len(), 0..9))| {
            let acts = picked.into_iter().map(|at| serde_json::from_str(&all[at]).unwrap());
            let acts: Vec<serde_json::Value> = acts.collect();
            let told = together(&acts);
            prop_assert_eq!(told.len(), acts.len().clamp(1, SENTENCES + 1));
            for say in told {
                for language in [Language::japanese(), Language::english()] {
                    prop_assert!(locales.say(&language, &say).is_ok());
                }
            }
        });
    }
}
