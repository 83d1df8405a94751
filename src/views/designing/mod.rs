//! What the pages of a draft (下書き) say: what its review finds, what an act changed, what a part of it is called, what
//! became of the file it was begun from.
//!
//! Who designs a questionnaire knows its questions by their printed numbers and first words, its pages by their
//! headings, its options by their labels. Nothing here says the name of a field of a file.

mod acts;
mod answers;
mod banked;
mod fate;
mod finding;
mod lack;
mod language;
mod name;
mod place;
mod telling;
mod thought;

pub use acts::act;
pub use banked::missed;
pub use fate::{became, line};
pub use finding::{advice, finding, finding_in};
pub use lack::{lack, stands};
pub use language::language;
pub use name::item;
pub use place::{place, question, text};
pub use thought::thought;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use crate::domain::language::Language;
    use crate::domain::questionnaire::Questionnaire;
    use crate::domain::questionnaire::code::Code;
    use crate::views::files::text_of;
    use crate::views::locale::Locales;
    use crate::views::say::Say;

    /// A sentence in both languages of staff, with nothing left to be filled.
    pub(super) fn said(locales: &Locales, say: &Say) -> [String; 2] {
        [Language::japanese(), Language::english()].map(|language| {
            let said = locales.say(&language, say).unwrap();
            assert!(!said.contains(['{', '}', '$']), "{said}");
            assert!(!said.trim().is_empty(), "{say:?}");
            said
        })
    }

    /// The Japanese of a sentence.
    pub(super) fn japanese(say: &Say) -> String {
        let [japanese, _] = said(&Locales::load().unwrap(), say);
        japanese
    }

    pub(super) fn code(text: &str) -> Code {
        Code::parse(text).unwrap()
    }

    /// The keys of a room that begin so; each with what it says.
    pub(super) fn keys(room: &str, beginnings: &[&str]) -> BTreeSet<String> {
        let text = text_of(&format!("locales/ja/staff/{room}.ftl")).unwrap();
        let keys = text.lines().filter_map(|line| line.split_once(" ="));
        let wanted = keys.map(|(key, _)| key.to_owned());
        wanted
            .filter(|key| beginnings.iter().any(|one| key.starts_with(one)))
            .collect()
    }

    /// Every key that a sentence says, those within it among them.
    pub(super) fn keys_of(say: &Say, into: &mut BTreeSet<String>) {
        fn gather(value: &serde_json::Value, into: &mut BTreeSet<String>) {
            match value {
                serde_json::Value::Object(fields) => {
                    let key = fields.get("key").and_then(serde_json::Value::as_str);
                    into.extend(key.map(str::to_owned));
                    fields.values().for_each(|value| gather(value, into));
                }
                serde_json::Value::Array(parts) => {
                    parts.iter().for_each(|part| gather(part, into));
                }
                _ => {}
            }
        }
        gather(&serde_json::to_value(say).unwrap(), into);
    }

    /// A draft with everything that has a name, in two languages, and some of it not written yet.
    pub(super) fn draft() -> Questionnaire {
        let picture = serde_json::json!({
            "hash": "0".repeat(64), "format": "png", "width": 1, "height": 1, "alt": "地図"
        });
        let options = serde_json::json!([
            {"code": "1", "label": {"ja": "よく読んでいる", "en": "Often"}}, {"code": "2", "label": "読まない"},
            {"code": "3", "label": ""}
        ]);
        let rows =
            serde_json::json!([{"code": "r1", "label": "道路"}, {"code": "r2", "label": ""}]);
        let axes = serde_json::json!([
            {"code": "sat", "label": "満足度", "options": options}, {"code": "imp", "label": "", "options": options}
        ]);
        serde_json::from_value(serde_json::json!({
            "code": "shimin", "title": "市民調査", "purpose": "計画のため", "minutes": 5, "languages": ["ja", "en"],
            "sections": [
                {"code": "s1", "title": "広報", "questions": [
                    {"code": "hello", "text": "はじめに", "type": "note", "picture": picture},
                    {"code": "bare-note", "text": "", "type": "note"},
                    {"code": "read", "text": {"ja": "広報紙《こうほうし》を\nどのくらい読んでいますか。お読みの方にうかがいます", "en": "Do you read it?"},
                     "hint": "紙の広報紙です", "type": "single", "options": options},
                    {"code": "roads", "text": "満足度", "type": "grid", "rows": rows, "options": options},
                ]},
                {"code": "s2", "title": "あなた自身について", "note": "あと少しです", "questions": [
                    {"code": "both", "text": "{read|広報紙}の満足", "type": "dual_grid", "rows": rows, "axes": axes},
                    {"code": "age", "text": "", "type": "number", "min": "0", "max": "120", "unit": "歳"},
                    {"code": "yes", "text": "確認", "type": "consent", "label": "同意します", "required": true, "role": "attribute"},
                    {"code": "lot", "text": "文の違い", "type": "drawn", "role": "attribute", "options": options},
                    {"code": "bare-lot", "text": "", "type": "drawn", "role": "attribute", "options": options},
                ]},
                {"code": "s3", "title": "", "questions": [
                    {"code": "say", "text": "ご意見", "type": "text", "long": true}
                ]},
            ],
        }))
        .unwrap()
    }
}
