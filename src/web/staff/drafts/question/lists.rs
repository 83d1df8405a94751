//! The lists of a question: its options, those of each of two scales, its rows. A field for each entry, named by the list
//! and the code (`options.1`), and one to type more into, a line each (`options`).

use rust_decimal::Decimal;

use crate::domain::language::Language;
use crate::domain::questionnaire::question::{Choice, Code, Kind, Meaning, Row};
use crate::domain::text::Text;
use crate::views::say::Say;
use crate::web::page::form::{FieldErrors, TICKED};

use super::super::adding::free_code_from;
use super::super::fields::{Fields, shown, write};
use super::places;

/// The names of the lists of options: of the only one, or of two scales.
const ONE: &str = "options";
const TWO: [&str; 2] = ["first", "second"];
/// The name of the list of rows.
pub(super) const ROWS: &str = "rows";

/// The lists of options of a question, with their names.
pub(in crate::web::staff) fn of(kind: &Kind) -> Vec<(&'static str, &[Choice])> {
    match kind {
        Kind::DualGrid { axes, .. } => {
            let lists = TWO.into_iter().zip(axes);
            lists
                .map(|(name, axis)| (name, axis.options.as_slice()))
                .collect()
        }
        kind if kind.choices(0).is_empty() && !has_options(kind) => Vec::new(),
        kind => vec![(ONE, kind.choices(0))],
    }
}

/// Whether a question of this kind is answered with options.
fn has_options(kind: &Kind) -> bool {
    matches!(
        kind,
        Kind::Single { .. }
            | Kind::Multiple { .. }
            | Kind::Scale { .. }
            | Kind::Place { .. }
            | Kind::Grid { .. }
            | Kind::MultipleGrid { .. }
            | Kind::Ranking { .. }
            | Kind::Drawn { .. }
    )
}

/// What stands in the fields.
pub(in crate::web::staff) fn filled(kind: &Kind, language: &Language) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (list, options) in of(kind) {
        all.push((list.to_owned(), String::new()));
        for option in options {
            let name = format!("{list}.{}", option.code);
            let tick = |is_so: bool| if is_so { TICKED } else { "" }.to_owned();
            let score = option
                .score
                .map_or_else(String::new, |score| score.normalize().to_string());
            all.extend([
                (format!("{name}.score"), score),
                (
                    format!("{name}.meaning"),
                    meaning_word(option.meaning).to_owned(),
                ),
                (format!("{name}.exclusive"), tick(option.exclusive)),
                (format!("{name}.other"), tick(option.other)),
                (name, shown(Some(&option.label), language)),
            ]);
        }
    }
    if let Kind::DualGrid { axes, .. } = kind {
        let labels = TWO.into_iter().zip(axes);
        all.extend(
            labels
                .map(|(list, axis)| (format!("{list}-label"), shown(Some(&axis.label), language))),
        );
    }
    if let Some(rows) = kind.rows() {
        all.push((ROWS.to_owned(), String::new()));
        let rows = rows.iter();
        all.extend(rows.map(|row| {
            (
                format!("{ROWS}.{}", row.code),
                shown(Some(&row.label), language),
            )
        }));
    }
    all
}

/// The words of the meanings in the form.
pub(super) const MEANINGS: [(&str, Meaning); 3] = [
    ("substantive", Meaning::Substantive),
    ("dont_know", Meaning::DontKnow),
    ("not_applicable", Meaning::NotApplicable),
];

fn meaning_word(meaning: Meaning) -> &'static str {
    let mut all = MEANINGS.iter();
    all.find(|(_, one)| *one == meaning)
        .map_or("", |(word, _)| *word)
}

/// Reads the lists into a question. In the language it is written in an emptied field takes its entry out; in another one
/// it takes the translation away.
pub(in crate::web::staff) fn read(
    kind: &mut Kind,
    fields: &Fields,
    (language, is_first): (&Language, bool),
) -> Result<(), FieldErrors> {
    let reading = Reading {
        fields,
        language,
        is_first,
    };
    if let Kind::Place { options } = kind
        && is_first
    {
        return places::read(options, fields, language);
    }
    if let Kind::DualGrid { axes, .. } = kind {
        for (list, axis) in TWO.into_iter().zip(axes) {
            if let Some(label) = fields.sent(&format!("{list}-label")) {
                write(&mut axis.label, language, label);
            }
            reading.options(list, &mut axis.options)?;
        }
    } else if let Some(options) = kind.options_mut() {
        reading.options(ONE, options)?;
    }
    if let Some(rows) = kind.rows_mut() {
        reading.rows(rows);
    }
    Ok(())
}

struct Reading<'a> {
    fields: &'a Fields,
    language: &'a Language,
    is_first: bool,
}

impl Reading<'_> {
    fn options(&self, list: &str, options: &mut Vec<Choice>) -> Result<(), FieldErrors> {
        let mut kept = Vec::with_capacity(options.len());
        for mut option in options.drain(..) {
            let name = format!("{list}.{}", option.code);
            let Some(label) = self.fields.sent(&name) else {
                kept.push(option);
                continue;
            };
            if label.is_empty() && self.is_first {
                continue;
            }
            write(&mut option.label, self.language, label);
            self.marks(&name, &mut option)?;
            kept.push(option);
        }
        for line in self.fields.lines(list) {
            let codes: Vec<&Code> = kept.iter().map(|option| &option.code).collect();
            let code = next_code(None, &codes);
            kept.push(fresh(code, self.text(line)));
        }
        *options = kept;
        Ok(())
    }

    /// What an option is beside its words.
    fn marks(&self, name: &str, option: &mut Choice) -> Result<(), FieldErrors> {
        let field = |end: &str| format!("{name}.{end}");
        if let Some(score) = self.fields.sent(&field("score")) {
            option.score = match score.as_str() {
                "" => None,
                typed => Some(decimal(typed).ok_or_else(|| {
                    FieldErrors::default().and(field("score"), Say::new("draft-not-a-number"))
                })?),
            };
        }
        if let Some(word) = self.fields.sent(&field("meaning")) {
            let mut all = MEANINGS.iter();
            let found = all.find(|(one, _)| *one == word);
            option.meaning = found.map_or(option.meaning, |(_, meaning)| *meaning);
            option.exclusive = self.fields.ticked(&field("exclusive"));
            option.other = self.fields.ticked(&field("other"));
        }
        Ok(())
    }

    fn rows(&self, rows: &mut Vec<Row>) {
        rows.retain_mut(
            |row| match self.fields.sent(&format!("{ROWS}.{}", row.code)) {
                None => true,
                Some(label) if label.is_empty() && self.is_first => false,
                Some(label) => {
                    write(&mut row.label, self.language, label);
                    true
                }
            },
        );
        for line in self.fields.lines(ROWS) {
            let codes: Vec<&Code> = rows.iter().map(|row| &row.code).collect();
            let code = next_code(Some('r'), &codes);
            let label = self.text(line);
            rows.push(Row { code, label });
        }
    }

    fn text(&self, line: String) -> Text {
        Text::from_iter([(self.language.clone(), line)])
    }
}

fn fresh(code: Code, label: Text) -> Choice {
    Choice {
        code,
        label,
        kana: None,
        score: None,
        meaning: Meaning::Substantive,
        exclusive: false,
        other: false,
        show_if: None,
    }
}

/// The code after the largest number there is, behind a letter: options count 1, 2, 3, rows r1, r2, r3.
fn next_code(letter: Option<char>, codes: &[&Code]) -> Code {
    let numbers = codes.iter().filter_map(|code| {
        let code = code.as_str();
        let number = letter.map_or(Some(code), |letter| code.strip_prefix(letter))?;
        number.parse::<u32>().ok()
    });
    let from = numbers.max().unwrap_or(0).saturating_add(1);
    free_code_from(letter, from, |code| codes.contains(&code))
}

/// A number as it is typed in Japan: full width is as good as half width.
pub(in super::super) fn decimal(typed: &str) -> Option<Decimal> {
    let narrow: String = typed.chars().map(crate::domain::text::narrow).collect();
    narrow.trim().parse().ok()
}
