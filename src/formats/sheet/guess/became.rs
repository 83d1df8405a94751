//! What became of each line: every letter of the sheet is in exactly one part, and no part is without a word.

use super::piece::Taken;
pub(super) use crate::domain::questionnaire::source::fate::{Became, Fate, Part, Reason};
use crate::formats::sheet::Line;

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
