//! The tables of an `.lss` as a structure, with or without tables of their own for the texts.

use std::collections::BTreeMap;

use super::conditions::conditions;
use super::structure::{Field, Group, Part, Question, Structure, add, rule};
use super::tables::{Record, Tables};
use crate::domain::language::Language;
use crate::domain::questionnaire::Layout;
use crate::domain::text::Text;
use crate::formats::foreign::assemble::{Found, Rule};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::texts::told;

/// Columns that are keys, orders and settings of the program that say nothing about a questionnaire.
const SILENT: [&str; 22] = [
    "sid",
    "gid",
    "qid",
    "aid",
    "qaid",
    "id",
    "parent_qid",
    "language",
    "sortorder",
    "group_order",
    "question_order",
    "scale_id",
    "same_default",
    "same_script",
    "encrypted",
    "modulename",
    "question_theme_name",
    "type",
    "title",
    "other",
    "mandatory",
    "surveyls_survey_id",
];

/// Texts by key and language: the text itself and what stands beside it.
type Texts = BTreeMap<String, (Text, Text)>;

/// The structure that the tables hold.
pub(super) fn structure(mut tables: Tables, found: &mut Found) -> Structure {
    let mut structure = Structure::default();
    survey(&mut structure, &mut tables, found);
    let first = structure.languages.first().cloned();
    let default = first.unwrap_or_else(Language::japanese);
    let (groups, of_groups) = told_in(&mut tables, &GROUPS, Texts::new(), &default, found);
    let (questions, texts) = told_in(&mut tables, &QUESTIONS, Texts::new(), &default, found);
    // The texts of both stand in one table.
    let (subquestions, texts) = told_in(&mut tables, &SUBQUESTIONS, texts, &default, found);
    keyed(&mut tables);
    let (answers, of_answers) = told_in(&mut tables, &ANSWERS, Texts::new(), &default, found);
    let mut all = BTreeMap::new();
    for record in questions {
        let (gid, qid) = (record.key("gid").to_owned(), record.key("qid").to_owned());
        let question = question(record, &qid, &texts, found);
        all.entry(gid)
            .or_insert_with(Vec::new)
            .push((qid, question));
    }
    let mut parts = Parts {
        subquestions: by_question(subquestions, "parent_qid", &texts, "qid", found),
        answers: by_question(answers, "qid", &of_answers, "aid", found),
        attributes: attributes(&mut tables, found),
        conditions: conditions(&mut tables, &all),
    };
    for record in groups {
        let gid = record.key("gid").to_owned();
        let mut group = group(record, &gid, &of_groups, found);
        let own = all.remove(&gid).unwrap_or_default().into_iter();
        group.questions = own
            .map(|(qid, question)| parts.given_to(question, &qid))
            .collect();
        structure.groups.push(group);
    }
    rest(all, &tables, found);
    structure
}

/// What belongs to no group, and tables that no questionnaire here has.
fn rest(all: BTreeMap<String, Vec<(String, Question)>>, tables: &Tables, found: &mut Found) {
    for (_, question) in all.into_values().flatten() {
        found.lack(&question.place, Lack::Missing("groups".to_owned()));
    }
    for (name, records) in tables {
        let Some(first) = records.first() else {
            continue;
        };
        let (name, value) = (told(name), format!("{} rows", records.len()));
        found.lack(&first.place(), Lack::NotRead { name, value });
    }
}

/// A table of things with texts: its name, that of its texts, key, order, columns of texts.
struct Told {
    table: &'static str,
    texts: &'static str,
    key: &'static str,
    order: &'static str,
    columns: [&'static str; 2],
}

const GROUPS: Told = Told {
    table: "groups",
    texts: "group_l10ns",
    key: "gid",
    order: "group_order",
    columns: ["group_name", "description"],
};
const QUESTIONS: Told = Told {
    table: "questions",
    texts: "question_l10ns",
    key: "qid",
    order: "question_order",
    columns: ["question", "help"],
};
const SUBQUESTIONS: Told = Told {
    table: "subquestions",
    ..QUESTIONS
};
const ANSWERS: Told = Told {
    table: "answers",
    texts: "answer_l10ns",
    key: "aid",
    order: "sortorder",
    columns: ["answer", ""],
};

/// The rows of a table in their order, and their texts by key: from a table of their own or, as it was before, from a
/// row for each language. The first row of a key is the thing itself.
fn told_in(
    tables: &mut Tables,
    of: &Told,
    mut texts: Texts,
    default: &Language,
    found: &mut Found,
) -> (Vec<Record>, Texts) {
    for mut record in tables.remove(of.texts).unwrap_or_default() {
        spoken(&mut texts, &mut record, of, default, found);
        record.close(&SILENT, found);
    }
    let mut rows = tables.remove(of.table).unwrap_or_default();
    rows.sort_by_key(|row| row.key(of.order).trim().parse::<i64>().unwrap_or(i64::MAX));
    let mut first: Vec<Record> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for mut record in rows {
        spoken(&mut texts, &mut record, of, default, found);
        if known.insert(record.key(of.key).to_owned()) {
            first.push(record);
        }
    }
    (first, texts)
}

/// Answers once had no key: question, scale and code were it.
fn keyed(tables: &mut Tables) {
    for record in tables.get_mut("answers").into_iter().flatten() {
        if record.key("aid").is_empty() {
            let key = [
                record.key("qid"),
                record.key("scale_id"),
                record.key("code"),
            ];
            let (value, place) = (key.join("/"), record.place());
            record
                .fields
                .insert("aid".to_owned(), Field { value, place });
        }
    }
}

/// What stands above the groups.
fn survey(structure: &mut Structure, tables: &mut Tables, found: &mut Found) {
    for mut record in tables.remove("surveys").unwrap_or_default() {
        let tags = [record.take("language"), record.take("additional_languages")];
        for field in tags.into_iter().flatten() {
            for tag in field.value.split_whitespace() {
                match Language::parse(tag) {
                    Ok(language) => structure.languages.push(language),
                    Err(_) => found.lack(&field.place, Lack::Language(told(tag))),
                }
            }
        }
        match record.take("format") {
            Some(field) if field.value == "A" => structure.layout = Layout::OnePage,
            Some(field) if field.value != "G" && !field.value.is_empty() => {
                found.lack(&field.place, Lack::Value(told(&field.value)));
            }
            _ => {}
        }
        record.close(&SILENT, found);
    }
    for mut record in tables
        .remove("surveys_languagesettings")
        .unwrap_or_default()
    {
        let Ok(language) = Language::parse(record.key("surveyls_language")) else {
            let tag = told(record.key("surveyls_language"));
            found.lack(&record.place(), Lack::Language(tag));
            continue;
        };
        record.take("surveyls_language");
        if let Some(title) = record.take("surveyls_title") {
            add(&mut structure.title, &language, &title, found);
        }
        if let Some(purpose) = record.take("surveyls_description") {
            add(&mut structure.purpose, &language, &purpose, found);
        }
        record.close(&SILENT, found);
    }
}

/// Adds the texts of a row.
fn spoken(
    texts: &mut Texts,
    record: &mut Record,
    of: &Told,
    default: &Language,
    found: &mut Found,
) {
    let language = match record.take("language") {
        None => default.clone(),
        Some(field) => match Language::parse(&field.value) {
            Ok(language) => language,
            Err(_) => return found.lack(&field.place, Lack::Language(told(&field.value))),
        },
    };
    let [text, beside] = of.columns;
    let key = record.key(of.key).to_owned();
    let known = texts.entry(key).or_default();
    if let Some(field) = record.take(text) {
        add(&mut known.0, &language, &field, found);
    }
    if let Some(field) = record.take(beside) {
        add(&mut known.1, &language, &field, found);
    }
}

fn group(mut record: Record, gid: &str, texts: &Texts, found: &mut Found) -> Group {
    let (title, note) = texts.get(gid).cloned().unwrap_or_default();
    let rules = rule(record.take("grelevance")).into_iter().collect();
    let place = record.place();
    let questions = Vec::new();
    record.close(&SILENT, found);
    Group {
        title,
        note,
        rules,
        place,
        questions,
    }
}

fn question(mut record: Record, qid: &str, texts: &Texts, found: &mut Found) -> Question {
    let (text, help) = texts.get(qid).cloned().unwrap_or_default();
    let letter = record.key("type").to_owned();
    let code = record.key("title").to_owned();
    let required = matches!(record.key("mandatory"), "Y" | "S");
    let other = record.key("other") == "Y";
    let rules: Vec<Rule> = rule(record.take("relevance")).into_iter().collect();
    let place = record.place();
    if let Some(field) = record.take("preg").filter(|field| !field.value.is_empty()) {
        found.lack(&field.place, Lack::Expression(told(&field.value)));
    }
    record.close(&SILENT, found);
    Question {
        letter,
        code,
        text,
        help,
        required,
        other,
        random: false,
        rules,
        place,
        attributes: BTreeMap::new(),
        subquestions: Vec::new(),
        answers: Vec::new(),
    }
}

/// What belongs to questions, by their key.
struct Parts {
    subquestions: BTreeMap<String, Vec<Part>>,
    answers: BTreeMap<String, Vec<Part>>,
    attributes: BTreeMap<String, BTreeMap<String, Field>>,
    conditions: BTreeMap<String, Rule>,
}

impl Parts {
    fn given_to(&mut self, mut question: Question, qid: &str) -> Question {
        question.subquestions = self.subquestions.remove(qid).unwrap_or_default();
        question.answers = self.answers.remove(qid).unwrap_or_default();
        question.attributes = self.attributes.remove(qid).unwrap_or_default();
        // Where there is a rule, the program has put its conditions into it.
        if question.rules.is_empty() {
            question.rules.extend(self.conditions.remove(qid));
        }
        question
    }
}

/// Subquestions or answers by their question.
fn by_question(
    rows: Vec<Record>,
    of: &str,
    texts: &Texts,
    key: &str,
    found: &mut Found,
) -> BTreeMap<String, Vec<Part>> {
    let mut parts: BTreeMap<String, Vec<Part>> = BTreeMap::new();
    for mut record in rows {
        let (label, _) = texts.get(record.key(key)).cloned().unwrap_or_default();
        let score = record
            .take("assessment_value")
            .and_then(|field| field.value.trim().parse().ok());
        let code = record
            .take("code")
            .map_or_else(|| record.key("title").to_owned(), |field| field.value);
        let part = Part {
            scale: record.key("scale_id").to_owned(),
            code,
            label,
            score: score.filter(|score| *score != rust_decimal::Decimal::ZERO),
            rule: rule(record.take("relevance")),
            place: record.place(),
        };
        parts
            .entry(record.key(of).to_owned())
            .or_default()
            .push(part);
        record.close(&SILENT, found);
    }
    parts
}

fn attributes(tables: &mut Tables, found: &mut Found) -> BTreeMap<String, BTreeMap<String, Field>> {
    let mut attributes: BTreeMap<String, BTreeMap<String, Field>> = BTreeMap::new();
    for mut record in tables.remove("question_attributes").unwrap_or_default() {
        let name = record
            .take("attribute")
            .map_or(String::new(), |field| field.value);
        let language = record
            .take("language")
            .map_or(String::new(), |field| field.value);
        let name = match language.as_str() {
            "" => name,
            language => format!("{name}::{language}"),
        };
        if let Some(field) = record.take("value") {
            attributes
                .entry(record.key("qid").to_owned())
                .or_default()
                .insert(name, field);
        }
        record.close(&SILENT, found);
    }
    attributes
}
