//! What became of the answers of a question, as a sentence: an option more, another order, another kind.

use std::mem::discriminant;

use super::name::Names;
use crate::domain::questionnaire::picture::Picture;
use crate::domain::questionnaire::question::{Choice, Kind, Question, Row};
use crate::domain::text::Text;
use crate::views::say::Say;

/// The answers of a question, called `of`, became those of another kind or list. `names` knows the language only.
pub(super) fn answered(names: Names<'_>, old: &Question, new: &Kind, of: Say) -> Say {
    if discriminant(&old.kind) != discriminant(new) {
        return Say::new("act-kind")
            .with("of", of)
            .with("old", kind(&old.kind))
            .with("new", kind(new));
    }
    if let (Kind::Note { picture: before }, Kind::Note { picture: after }) = (&old.kind, new) {
        return pictured(before.as_ref(), after.as_ref()).with("of", of);
    }
    let options = change(old.kind.choices(0), new.choices(0));
    let others = change(old.kind.choices(1), new.choices(1));
    let rows = change(
        old.kind.rows().unwrap_or_default(),
        new.rows().unwrap_or_default(),
    );
    let is_axis = matches!(new, Kind::DualGrid { .. });
    let second = if is_axis { others } else { Change::None };
    let say = match (bare(&old.kind) == bare(new), options, second, rows) {
        (true, Change::Added(label), Change::None, Change::None) => {
            labelled(names, ["act-option-added", "act-options-changed"], label)
        }
        (true, Change::Removed(label), Change::None, Change::None) => {
            labelled(names, ["act-option-removed", "act-options-changed"], label)
        }
        (true, Change::Moved, Change::None, Change::None) => Say::new("act-options-moved"),
        (true, Change::None, Change::None, Change::Added(label)) => {
            labelled(names, ["act-row-added", "act-rows-changed"], label)
        }
        (true, Change::None, Change::None, Change::Removed(label)) => {
            labelled(names, ["act-row-removed", "act-rows-changed"], label)
        }
        (true, Change::None, Change::None, Change::Moved) => Say::new("act-rows-moved"),
        (true, Change::None, Change::None, Change::Other) => Say::new("act-rows-changed"),
        (true, Change::None, Change::None, Change::None) => Say::new("act-answers"),
        (true, _, _, Change::None) => Say::new("act-options-changed"),
        _ => Say::new("act-answers"),
    };
    say.with("of", of)
}

/// A note's picture became another one, or there is none any more.
fn pictured(before: Option<&Picture>, after: Option<&Picture>) -> Say {
    Say::new(match (before, after) {
        (None, _) => "act-picture-added",
        (Some(_), None) => "act-picture-removed",
        (Some(_), Some(_)) => "act-picture-changed",
    })
}

/// By the label of what came or went; by the other key where it has none.
fn labelled(names: Names<'_>, [key, bare]: [&'static str; 2], label: &Text) -> Say {
    match names.words(label) {
        words if words.is_empty() => Say::new(bare),
        words => Say::new(key).with("words", words),
    }
}

/// What a list became.
enum Change<'l> {
    None,
    /// One came in, and the others are as they were.
    Added(&'l Text),
    /// One went, and the others are as they were.
    Removed(&'l Text),
    /// Another order of the same.
    Moved,
    Other,
}

/// What stands in lists of a question.
trait Listed: PartialEq {
    fn label(&self) -> &Text;
}

impl Listed for Choice {
    fn label(&self) -> &Text {
        &self.label
    }
}

impl Listed for Row {
    fn label(&self) -> &Text {
        &self.label
    }
}

fn change<'l, T: Listed>(old: &'l [T], new: &'l [T]) -> Change<'l> {
    let added: Vec<&T> = new.iter().filter(|one| !old.contains(one)).collect();
    let removed: Vec<&T> = old.iter().filter(|one| !new.contains(one)).collect();
    let kept = |of: &'l [T], other: &'l [T]| of.iter().filter(|one| other.contains(one));
    let in_order = kept(old, new).eq(kept(new, old));
    match (added.as_slice(), removed.as_slice(), in_order) {
        ([], [], true) => Change::None,
        ([], [], false) => Change::Moved,
        ([one], [], true) => Change::Added(one.label()),
        ([], [one], true) => Change::Removed(one.label()),
        _ => Change::Other,
    }
}

/// The answers without their lists: the limits, the form, what stands around them.
fn bare(kind: &Kind) -> Kind {
    let mut kind = kind.clone();
    match &mut kind {
        Kind::Single { options }
        | Kind::Multiple { options, .. }
        | Kind::Scale { options }
        | Kind::Place { options }
        | Kind::Ranking { options, .. }
        | Kind::Drawn { options } => options.clear(),
        Kind::Grid { rows, options } | Kind::MultipleGrid { rows, options, .. } => {
            rows.clear();
            options.clear();
        }
        Kind::DualGrid { rows, axes } => {
            rows.clear();
            axes.iter_mut().for_each(|axis| axis.options.clear());
        }
        Kind::NumberGrid { rows, .. } => rows.clear(),
        Kind::Number { .. } | Kind::Date { .. } | Kind::Time { .. } | Kind::Text { .. } => {}
        Kind::Consent { .. } | Kind::Note { .. } => {}
    }
    kind
}

/// What a kind of question is called.
fn kind(kind: &Kind) -> Say {
    Say::new(match kind {
        Kind::Single { .. } => "named-kind-single",
        Kind::Multiple { .. } => "named-kind-multiple",
        Kind::Scale { .. } => "named-kind-scale",
        Kind::Place { .. } => "named-kind-place",
        Kind::Grid { .. } => "named-kind-grid",
        Kind::DualGrid { .. } => "named-kind-dual-grid",
        Kind::MultipleGrid { .. } => "named-kind-multiple-grid",
        Kind::NumberGrid { .. } => "named-kind-number-grid",
        Kind::Ranking { .. } => "named-kind-ranking",
        Kind::Number { .. } => "named-kind-number",
        Kind::Date { .. } => "named-kind-date",
        Kind::Time { .. } => "named-kind-time",
        Kind::Text { .. } => "named-kind-text",
        Kind::Consent { .. } => "named-kind-consent",
        Kind::Drawn { .. } => "named-kind-lot",
        Kind::Note { .. } => "named-kind-note",
    })
}

#[cfg(test)]
pub(super) mod tests {
    use serde_json::{Value, json};

    use super::super::act;
    use super::super::tests::{draft, japanese};
    use crate::domain::language::Language;
    use crate::domain::questionnaire::acts::Act;

    /// The answers of a question of the draft, changed.
    fn changed(question: &str, change: impl FnOnce(&mut Value)) -> Value {
        let draft = draft();
        let mut questions = draft.questions();
        let old = questions.find(|one| one.code.as_str() == question).unwrap();
        let mut kind = serde_json::to_value(&old.kind).unwrap();
        change(&mut kind);
        json!({"act": "answer", "question": question, "kind": kind})
    }

    fn list<'v>(kind: &'v mut Value, name: &str) -> &'v mut Vec<Value> {
        kind[name].as_array_mut().unwrap()
    }

    /// Every change that has a sentence of its own.
    #[expect(clippy::too_many_lines, reason = "a table of cases")]
    fn changes() -> Vec<(Value, &'static str)> {
        let new = || json!({"code": "9", "label": "分からない"});
        vec![
            (
                changed("say", |kind| *kind = json!({"type": "date"})),
                "問6「ご意見」の答え方を、「文章で答える」から「日付を入力する」に変えました。",
            ),
            (
                changed("hello", |kind| {
                    kind["picture"]["hash"] = "1".repeat(64).into()
                }),
                "説明文「はじめに」の画像を差し替えました。",
            ),
            (
                changed("bare-note", |kind| {
                    kind["picture"] = json!({
                        "hash": "1".repeat(64), "format": "png", "width": 1, "height": 1, "alt": "地図"
                    });
                }),
                "説明文に画像を加えました。",
            ),
            (
                changed("hello", |kind| *kind = json!({"type": "note"})),
                "説明文「はじめに」の画像を取り除きました。",
            ),
            (
                changed("roads", |kind| list(kind, "options").push(new())),
                "問2「満足度」に選択肢「分からない」を加えました。",
            ),
            (
                changed("roads", |kind| drop(list(kind, "options").remove(0))),
                "問2「満足度」の選択肢「よく読んでいる」を消しました。",
            ),
            (
                changed("roads", |kind| drop(list(kind, "options").pop())),
                "問2「満足度」の選択肢を変えました。",
            ),
            (
                changed("roads", |kind| list(kind, "options").reverse()),
                "問2「満足度」の選択肢の順番を変えました。",
            ),
            (
                changed("roads", |kind| kind["options"][0]["score"] = "1".into()),
                "問2「満足度」の選択肢を変えました。",
            ),
            (
                changed("roads", |kind| list(kind, "rows").push(new())),
                "問2「満足度」に行「分からない」を加えました。",
            ),
            (
                changed("roads", |kind| drop(list(kind, "rows").remove(0))),
                "問2「満足度」の行「道路」を消しました。",
            ),
            (
                changed("roads", |kind| drop(list(kind, "rows").pop())),
                "問2「満足度」の行を変えました。",
            ),
            (
                changed("roads", |kind| list(kind, "rows").reverse()),
                "問2「満足度」の行の順番を変えました。",
            ),
            (
                changed("roads", |kind| {
                    list(kind, "rows").push(new());
                    list(kind, "options").push(new());
                }),
                "問2「満足度」の答え方（選択肢や上限など）を変えました。",
            ),
            (
                changed("both", |kind| {
                    drop(list(&mut kind["axes"][1], "options").pop())
                }),
                "問3「広報紙の満足」の選択肢を変えました。",
            ),
            (
                changed("age", |kind| kind["max"] = "130".into()),
                "問4の答え方（選択肢や上限など）を変えました。",
            ),
        ]
    }

    /// Acts that change answers: these, and one to each kind there is.
    pub(in super::super) fn answers() -> Vec<Value> {
        let (min, max) = ("0", "9");
        let axis = |code: &str| json!({"code": code, "label": code, "options": []});
        let kinds = [
            json!({"type": "single", "options": []}),
            json!({"type": "multiple", "options": []}),
            json!({"type": "scale", "options": []}),
            json!({"type": "place", "options": []}),
            json!({"type": "grid", "rows": [], "options": []}),
            json!({"type": "dual_grid", "rows": [], "axes": [axis("a"), axis("b")]}),
            json!({"type": "multiple_grid", "rows": [], "options": []}),
            json!({"type": "number_grid", "rows": [], "min": min, "max": max}),
            json!({"type": "ranking", "options": [], "places": 1}),
            json!({"type": "number", "min": min, "max": max}),
            json!({"type": "time"}),
            json!({"type": "consent", "label": "同意"}),
            json!({"type": "drawn", "options": []}),
            json!({"type": "note"}),
        ];
        let others = kinds.map(|other| changed("say", |kind| *kind = other));
        let changes = changes().into_iter().map(|(act, _)| act);
        changes.chain(others).collect()
    }

    #[test]
    fn what_became_of_answers_is_told() {
        for (one, sentence) in changes() {
            let one: Act = serde_json::from_value(one).unwrap();
            let said = act(&one, &draft(), &Language::japanese());
            assert_eq!(japanese(&said[0]), sentence);
        }
    }

    #[test]
    fn what_is_as_it_was_is_told_of_the_whole() {
        let nothing: Act = serde_json::from_value(changed("roads", |_| {})).unwrap();
        let said = act(&nothing, &draft(), &Language::japanese());
        assert!(
            japanese(&said[0]).starts_with("問2「満足度」の答え方"),
            "{said:?}"
        );
    }
}
