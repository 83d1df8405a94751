//! What became of each line: every letter of the sheet is in exactly one part, and no part is without a word.

use super::piece::Taken;
use crate::domain::questionnaire::question::Code;
use crate::formats::sheet::Line;

/// What became of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fate {
    /// Which line, from zero.
    pub line: usize,
    /// Its parts in order; put together they are the line as it was.
    pub parts: Vec<Part>,
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// As it stands in the sheet, with its number, brackets and spaces.
    pub source: String,
    /// What of it stands in the draft; nothing where it was left out or only says how to answer.
    pub kept: String,
    /// What became of it.
    pub became: Became,
}

/// What a part of a line became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// Of the questionnaire's title.
    Title,
    /// Of what is said before the questions.
    Purpose,
    /// Of a section's title.
    Section(Code),
    /// Of a question's wording.
    Question(Code),
    /// Of the help under a question.
    Hint(Code),
    /// An option. Of a grid with two scales, of one of them.
    Option {
        /// The question.
        question: Code,
        /// The option.
        code: Code,
    },
    /// A row of a grid.
    Row {
        /// The question.
        question: Code,
        /// The row.
        code: Code,
    },
    /// The heading of one of two scales.
    Axis {
        /// The question.
        question: Code,
        /// The scale.
        code: Code,
    },
    /// What is written behind the field for a number.
    Unit(Code),
    /// The kind of a question: it says how many options may be chosen, or leaves room for a day.
    Kind(Code),
    /// When a question is asked.
    ShowIf(Code),
    /// Of the lines under a section's title.
    Note(Code),
    /// Nothing.
    LeftOut(Reason),
}

/// Why a part of a line became nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// A line that is drawn with letters.
    Rule,
    /// A number of a page, or that the sheet goes on overleaf.
    PageNumber,
    /// Room to write in.
    AnswerBox,
    /// A number or a ring to be marked with a pen.
    Mark,
    /// Which question comes next.
    Arrow,
    /// How the sheet is filled in by hand and sent back.
    FillingIn,
    /// Whom to ask. Pages have their own.
    Contact,
    /// The day and the sender of the letter.
    Letterhead,
    /// Thanks at the end.
    Closing,
    /// A heading within a table.
    TableHeading,
    /// There are more of them than a questionnaire may have.
    TooMany,
    /// It was not understood.
    NotUnderstood,
}

/// A part that is spoken for.
struct Claim {
    start: usize,
    end: usize,
    kept: String,
    became: Became,
}

/// Who has which part of which line.
pub(super) struct Ledger<'l> {
    lines: &'l [Line],
    claims: Vec<Vec<Claim>>,
}

impl<'l> Ledger<'l> {
    /// Nobody has anything.
    pub fn new(lines: &'l [Line]) -> Self {
        let claims = lines.iter().map(|_| Vec::new()).collect();
        Self { lines, claims }
    }

    /// A part becomes something that is in the draft.
    pub fn keep(&mut self, taken: &Taken<'_>, became: Became) {
        self.claim(taken, taken.kept.to_owned(), became);
    }

    /// A part says something that the draft says in another way, or becomes nothing.
    pub fn note(&mut self, taken: &Taken<'_>, became: Became) {
        self.claim(taken, String::new(), became);
    }

    fn claim(&mut self, taken: &Taken<'_>, kept: String, became: Became) {
        if let Some(claims) = self.claims.get_mut(taken.line) {
            claims.push(Claim {
                start: taken.start,
                end: taken.end,
                kept,
                became,
            });
        }
    }

    /// What became of every line that is not blank.
    pub fn finish(self) -> Vec<Fate> {
        let all = self.lines.iter().zip(self.claims).enumerate();
        let filled = all.filter(|(_, (line, _))| !line.text.trim().is_empty());
        filled
            .map(|(at, (line, claims))| Fate {
                line: at,
                parts: parts(&line.text, claims),
            })
            .collect()
    }
}

/// The parts of a line: what lies between claims goes to the one before where it is blank, and is told where it is not.
fn parts(text: &str, mut claims: Vec<Claim>) -> Vec<Part> {
    claims.sort_by_key(|claim| (claim.start, claim.end));
    let mut parts: Vec<Part> = Vec::new();
    let mut at = 0;
    for claim in claims {
        // Two claims on one part would be a fault of this program: the first has it.
        let start = claim.start.max(at);
        between(text.get(at..start), &mut parts);
        let source = text.get(start..claim.end.max(start)).unwrap_or_default();
        let leading = match parts.last() {
            None => text.get(..start).filter(|before| before.trim().is_empty()),
            Some(_) => None,
        };
        parts.push(Part {
            source: format!("{}{source}", leading.unwrap_or_default()),
            kept: claim.kept,
            became: claim.became,
        });
        at = at.max(claim.end);
    }
    between(text.get(at..), &mut parts);
    parts
}

fn between(text: Option<&str>, parts: &mut Vec<Part>) {
    let text = text.unwrap_or_default();
    match parts.last_mut() {
        Some(last) if text.trim().is_empty() => last.source += text,
        // Before the first claim: it takes it along.
        None if text.trim().is_empty() => {}
        _ => parts.push(Part {
            source: text.to_owned(),
            kept: String::new(),
            became: Became::LeftOut(Reason::NotUnderstood),
        }),
    }
}
