//! The sheets of a town: everybody answers differently, some leave something out, and not the same people answer as the
//! register knows. The same person is always the same.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::ops::Range;
use std::path::Path;

use diesel_async::SimpleAsyncConnection;
use kocho::domain::questionnaire::Reader;
use kocho::domain::questionnaire::item::{Accepts, Item};
use kocho::domain::questionnaire::question::{Code, Role};
use kocho::domain::questionnaire::routing::Test;
use kocho::domain::survey::design::{Category, Design, Dimension};
use kocho::storage::Conn;

use super::town::Asked;

/// Sex, age and district: what the register knows.
pub const KNOWN: [&str; 3] = ["q27", "q28", "q29"];

/// Not answered, marked in a way that cannot be read, not asked: as they stand in the wide table.
pub const NO_ANSWER: i64 = -1;
pub const INVALID: i64 = -2;
pub const NOT_ASKED: i64 = -3;

/// Rows that are written to a file and stored at a time.
const PART: usize = 100_000;

/// One person's sheet.
#[derive(Default)]
pub struct Sheet {
    /// As it is stored.
    pub document: String,
    /// For each item the code of the option, the mask of the options, the number, or one of the three above.
    pub cells: Vec<i64>,
    set: Vec<usize>,
}

/// Numbers that look like chance (splitmix64).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        (self.throw() % n as u64) as usize
    }
}

impl Sheet {
    /// Fills in the sheet of `nth` person. What one person likes colours all their answers, so that answers and
    /// attributes hang together; the first options are the likelier ones.
    pub fn fill(&mut self, form: &Reader, nth: u64) {
        let mut dice = Dice(nth << 20);
        let taste = dice.below(12);
        self.cells.clear();
        self.document.clear();
        for item in form.items() {
            let cell = self.answer(form, item, taste, &mut dice);
            self.cells.push(cell);
        }
        self.document.insert(0, '{');
        self.document.push('}');
    }

    fn answer(&mut self, form: &Reader, item: &Item, taste: usize, dice: &mut Dice) -> i64 {
        if !self.is_asked(form, item) {
            return NOT_ASKED;
        }
        let luck = dice.throw() % 256;
        if luck < 6 {
            return NO_ANSWER;
        }
        let comma = if self.document.is_empty() { "" } else { ", " };
        let name = &item.code;
        if luck == 6 && item.role != Role::Attribute {
            let _ = write!(self.document, r#"{comma}"{name}": {{"invalid": true}}"#);
            return INVALID;
        }
        let mut one = |options: usize| match dice.below(3) {
            0 => taste % options,
            _ => dice.below(options).min(dice.below(options)),
        };
        let (value, cell) = match &item.accepts {
            Accepts::One(codes) => {
                let code = codes[one(codes.len())].as_str();
                (format!("\"{code}\""), code.parse().unwrap_or(0))
            }
            Accepts::Many { codes, .. } => {
                self.set.clear();
                let options = codes.len() - 1;
                self.set.extend([one(options), one(options), one(options)]);
                self.set.sort_unstable();
                self.set.dedup();
                if luck > 240 {
                    // The last option excludes the others.
                    self.set.clear();
                    self.set.push(options);
                }
                let marks = self.set.iter().map(|at| format!("\"{}\"", codes[*at]));
                let mask = self.set.iter().fold(0, |mask, at| mask | 1 << at);
                (format!("[{}]", marks.collect::<Vec<_>>().join(", ")), mask)
            }
            _ => {
                let number = one(40);
                (number.to_string(), number as i64)
            }
        };
        let _ = write!(self.document, r#"{comma}"{name}": {value}"#);
        cell
    }

    fn is_asked(&self, form: &Reader, item: &Item) -> bool {
        let question = item.question(form.questionnaire());
        let Some(condition) = question.and_then(|question| question.show_if.as_ref()) else {
            return true;
        };
        let mut passes = |item: &str, test: Test<'_>| {
            let Test::AnyOf(codes) = test else {
                return None;
            };
            let cell = *self.cells.get(form.item(item)?.0)?;
            let is = |code: &Code| code.as_str().parse() == Ok(cell);
            (cell >= 0).then(|| codes.iter().any(is))
        };
        condition.verdict(&mut passes) == Some(true)
    }
}

/// Stores so many sheets as the door stores them.
pub async fn store(
    conn: &mut Conn,
    asked: &Asked,
    responses: usize,
    directory: &Path,
) -> anyhow::Result<()> {
    let survey = &asked.survey;
    let columns = "responses (municipality_id, survey_id, id, mode, language, duration, answers)";
    let mut dice = Dice(7);
    let mut row = |sheet: &Sheet, line: &mut String| {
        let (a, b) = (dice.throw(), dice.throw());
        let id = uuid::Uuid::from_u64_pair(a, b);
        let _ = write!(
            line,
            "{}\t{}\t{id}\tweb\tja\tusual\t{}",
            survey.municipality_id, survey.id, sheet.document
        );
    };
    let path = directory.join("part.txt");
    for start in (0..responses).step_by(PART) {
        let part = start..responses.min(start + PART);
        write(asked, part, File::create(&path)?, &mut row)?;
        let copy = format!("copy {columns} from '{}'", path.display());
        conn.batch_execute(&copy).await?;
    }
    Ok(fs::remove_file(&path)?)
}

/// Stores the same sheets as a table of small numbers, one column for each item, and leaves them in a CSV file.
pub async fn store_wide(
    conn: &mut Conn,
    asked: &Asked,
    responses: usize,
    csv: &Path,
) -> anyhow::Result<()> {
    let names = asked.form.items().iter().map(|item| column(&item.code));
    let names: Vec<String> = names.collect();
    let columns: Vec<String> = names
        .iter()
        .map(|name| format!("{name} smallint"))
        .collect();
    let create = format!(
        "drop table if exists wide; create table wide ({})",
        columns.join(", ")
    );
    conn.batch_execute(&create).await?;
    let mut row = |sheet: &Sheet, line: &mut String| {
        let cells: Vec<String> = sheet.cells.iter().map(ToString::to_string).collect();
        line.push_str(&cells.join(","));
    };
    let mut file = File::create(csv)?;
    writeln!(file, "{}", names.join(","))?;
    write(asked, 0..responses, file, &mut row)?;
    let copy = format!("copy wide from '{}' csv header", csv.display());
    Ok(conn.batch_execute(&copy).await?)
}

/// The column of an item in the wide table.
pub fn column(item: &str) -> String {
    item.replace('.', "_")
}

/// Writes a line for each of these people.
fn write(
    asked: &Asked,
    people: Range<usize>,
    file: File,
    row: &mut impl FnMut(&Sheet, &mut String),
) -> anyhow::Result<()> {
    let (mut sheet, mut line) = (Sheet::default(), String::new());
    let mut file = BufWriter::new(file);
    for nth in people {
        sheet.fill(&asked.form, nth as u64);
        line.clear();
        row(&sheet, &mut line);
        line.push('\n');
        file.write_all(line.as_bytes())?;
    }
    Ok(file.flush()?)
}

/// The register: people by sex, by age and by district, other shares than among those who answer.
pub fn register(form: &Reader) -> Design {
    let dimension = |name: &str| {
        let codes = form
            .item(name)
            .map_or(&[][..], |(_, item)| match &item.accepts {
                Accepts::One(codes) => codes,
                _ => &[],
            });
        let category = |(code, at): (&Code, u64)| Category {
            codes: vec![code.to_string()],
            people: 100_000 + 37_000 * ((at * 5) % 7),
            mailed: None,
        };
        Dimension {
            items: vec![name.to_owned()],
            categories: codes.iter().zip(0..).map(category).collect(),
        }
    };
    Design {
        population: KNOWN.map(dimension).into(),
        ..Design::default()
    }
}
