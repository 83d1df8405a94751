//! Reading line by line: which line opens what, and what it belongs to.

use super::asking::Asking;
use super::became::{Became, Ledger, Reason};
use super::heads;
use super::letter;
use super::marks::{self, Lead, QuestionMark};
use super::pages::Pages;
use super::piece::{Piece, Taken, has, squeezed};
use super::routes;
use super::settling::settle;
use super::table::{self, Rows};
use super::{Guess, blanks};
use crate::domain::language::Language;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::{Layout, Questionnaire, limits};
use crate::formats::sheet::{Line, Where};

/// What is read so far.
pub(super) struct Reading<'l> {
    lines: &'l [Line],
    ledger: Ledger<'l>,
    /// The lines before the first question.
    head: Vec<Piece<'l>>,
    pages: Pages<'l>,
    /// The question that is being read.
    pub(super) asking: Option<Asking<'l>>,
    /// Whom the next question is for.
    routes: Vec<Piece<'l>>,
    /// The number of the last question that is none of another.
    main: u16,
    /// How many questions the last one has under it.
    subs: u16,
}

impl<'l> Reading<'l> {
    /// Nothing is read yet.
    pub fn of(lines: &'l [Line]) -> Self {
        Self {
            lines,
            ledger: Ledger::new(lines),
            head: Vec::new(),
            pages: Pages::default(),
            asking: None,
            routes: Vec::new(),
            main: 0,
            subs: 0,
        }
    }

    /// Reads what begins at a line; how many lines it takes.
    pub fn take(&mut self, at: usize) -> usize {
        let Some(line) = self.lines.get(at) else {
            return 1;
        };
        if let Some((rows, count)) = table::at(self.lines, at) {
            if !self.table(&rows) {
                for (at, line) in self.lines.iter().enumerate().skip(at).take(count) {
                    self.line(table::whole(at, line));
                }
            }
            return count;
        }
        self.line(table::whole(at, line));
        1
    }

    /// All that was read.
    pub fn finish(mut self, code: Code) -> Guess {
        self.close();
        for piece in std::mem::take(&mut self.routes) {
            self.leave(piece, Reason::NotUnderstood);
        }
        let letter = letter::read(&self.head, &mut self.ledger);
        let because = std::mem::take(&mut self.pages.because);
        // A third of a minute each, where nothing is said of it.
        let guessed = because.len().div_ceil(3).max(1);
        let guessed = u16::try_from(guessed).unwrap_or(limits::MINUTES);
        let draft = Questionnaire {
            code,
            sections: self.pages.finish(&letter.title),
            title: letter.title,
            purpose: letter.purpose,
            minutes: letter.minutes.unwrap_or(guessed),
            languages: vec![Language::japanese()],
            layout: Layout::Sections,
        };
        Guess {
            draft,
            fates: self.ledger.finish(),
            because,
        }
    }

    fn leave(&mut self, piece: Piece<'l>, reason: Reason) {
        self.ledger.note(&piece.taken(), Became::LeftOut(reason));
    }

    /// Puts the question that is being read into its section.
    fn close(&mut self) {
        let Some(asking) = self.asking.take() else {
            return;
        };
        let Some(code) = self.pages.code(&asking.printed) else {
            return;
        };
        let printed = asking.printed.clone();
        let about_you = self.pages.is_about_you();
        let before = self.pages.before();
        let (question, because) = settle(asking, code, &before, about_you, &mut self.ledger);
        self.pages.push(printed, question, because);
    }

    /// Begins a question.
    pub(super) fn open(&mut self, lead: Lead, numbers: Vec<u16>, mark: Option<Taken<'l>>) {
        if let Some(asking) = &mut self.asking {
            let under =
                numbers.len() > asking.numbers.len() && numbers.starts_with(&asking.numbers);
            asking.has_children = under && asking.is_open();
        }
        self.close();
        match numbers.as_slice() {
            [main] => (self.main, self.subs) = (*main, 0),
            [main, sub, ..] => (self.main, self.subs) = (*main, *sub),
            [] => {}
        }
        self.asking = Some(Asking {
            printed: routes::printed(lead, &numbers),
            numbers,
            mark,
            routes: std::mem::take(&mut self.routes),
            ..Asking::default()
        });
    }

    fn line(&mut self, piece: Piece<'l>) {
        let text = piece.text;
        if piece.is_blank() {
        } else if let Some(mark) = marks::question(text) {
            self.begin(piece, mark);
        } else if blanks::is_rule(text) {
            self.leave(piece, Reason::Rule);
        } else if blanks::is_page_number(text) {
            self.leave(piece, Reason::PageNumber);
        } else if routes::sends_on(text) {
            self.leave(piece, Reason::Arrow);
        } else if (self.asking.is_some() || self.pages.has_questions()) && heads::is_closing(text) {
            self.leave(piece, Reason::Closing);
        } else if self.is_route(text) {
            self.route(piece);
        } else if let Some(words) = self.heading(piece) {
            self.close();
            self.pages
                .head(words.taken().since(piece.start), &mut self.ledger);
        } else if self.asking.is_some() {
            self.answer(piece);
        } else if self.pages.is_empty() {
            self.head.push(piece);
        } else if self.pages.has_room() {
            self.pages.note(piece.taken(), &mut self.ledger);
        } else {
            self.leave(piece, Reason::TooMany);
        }
    }

    /// A line that begins a question.
    fn begin(&mut self, piece: Piece<'l>, mark: QuestionMark) {
        let waiting = usize::from(self.asking.is_some());
        if !self.pages.has_room() || (waiting > 0 && self.is_last()) {
            self.close();
            return self.leave(piece, Reason::TooMany);
        }
        let numbers = match (mark.lead, mark.numbers.as_slice()) {
            (Lead::Sub, []) => vec![self.main, self.subs.saturating_add(1)],
            (Lead::Sub, [number]) => vec![self.main, *number],
            (_, numbers) => numbers.to_vec(),
        };
        let sign = piece.cut(0, mark.length);
        let mut taken = sign.taken();
        taken.kept = "";
        self.open(mark.lead, numbers, Some(taken));
        if let Some(asking) = &mut self.asking {
            asking.word(piece.from(mark.length));
        }
    }

    /// Whether the question that is being read is the last there is room for.
    fn is_last(&self) -> bool {
        self.pages.before().len() + 1 >= limits::QUESTIONS
    }

    /// Whether a line says whom a question is for, and asks nothing itself.
    fn is_route(&self, text: &str) -> bool {
        let said = squeezed(text);
        let asks = has(&said, &["ですか", "ますか", "？", "でしょうか"]);
        let everybody = has(
            &said,
            &[
                "全員に",
                "すべての方に",
                "全ての方に",
                "皆さんに",
                "みなさんに",
            ],
        ) && has(
            &said,
            &["聞き", "伺い", "うかが", "尋ね", "たずね", "お答え"],
        );
        let known = self.asking.is_some() || !self.pages.is_empty();
        !asks && (routes::is_route(text) || (everybody && known && said.chars().count() <= 30))
    }

    /// Whom a question is for: the one that begins on the next line, else the one that waits for its options.
    fn route(&mut self, piece: Piece<'l>) {
        let next = self
            .lines
            .get(piece.line + 1)
            .map_or("", |line| line.text.as_str());
        let waits = |asking: &&mut Asking<'l>| asking.options.is_empty() && asking.grid.is_none();
        match self.asking.as_mut().filter(waits) {
            Some(asking) if marks::question(next).is_none() => asking.routes.push(piece),
            _ => self.routes.push(piece),
        }
    }

    fn heading(&self, piece: Piece<'l>) -> Option<Piece<'l>> {
        if let Some(words) = heads::heading(piece) {
            let is_begun = !self.pages.is_empty() || self.asking.is_some();
            return (is_begun || !heads::is_of_letter(words.text)).then_some(words);
        }
        let in_cell = matches!(self.lines.get(piece.line)?.place, Where::Cell { .. });
        let asking = self.asking.as_ref();
        let is_free = asking.is_none_or(|asking| !asking.is_open()) && !in_cell;
        let next = asking
            .and_then(Asking::last_number)
            .map(|last| last.saturating_add(1));
        heads::spoken_heading(piece, next).filter(|_| is_free)
    }

    /// A table: rows that share their options, or a question in each row.
    fn table(&mut self, rows: &Rows<'l>) -> bool {
        if let Some(asking) = self.asking.as_mut().filter(|asking| asking.grid.is_none())
            && let Some(grid) = table::grid(rows)
        {
            let said = grid.axes.iter().all(|axis| !axis.options.is_empty());
            let said_before = grid.axes.len() == 1 && !asking.options.is_empty();
            if said || said_before {
                asking.settle_loose(false);
                asking.tabulate(grid);
                return true;
            }
        }
        let asks = rows
            .iter()
            .filter(|row| table::asking(row).is_some())
            .count();
        let is_asked = self.asking.is_some() || !self.pages.is_empty();
        if asks == 0 || asks * 2 < rows.len() || !is_asked || rows.iter().all(|row| row.len() < 2) {
            return false;
        }
        self.rows(rows);
        true
    }

    /// A question in each row.
    fn rows(&mut self, rows: &Rows<'l>) {
        let waits = |asking: &&Asking<'l>| asking.is_open();
        let over = self
            .asking
            .as_ref()
            .filter(waits)
            .map(|asking| asking.numbers.clone());
        let mut count = 0;
        for row in rows {
            let Some((asked, answers)) = table::asking(row) else {
                for piece in row.values().flatten() {
                    self.line(*piece);
                }
                continue;
            };
            count += 1;
            self.row(over.as_deref(), count, &asked);
            for piece in answers {
                self.answer(piece);
            }
        }
    }

    fn row(&mut self, over: Option<&[u16]>, count: u16, asked: &[Piece<'l>]) {
        let mut pieces = asked.iter().copied();
        let Some(first) = pieces.next() else {
            return;
        };
        if let Some(mark) = marks::question(first.text) {
            self.begin(first, mark);
        } else {
            let mark = marks::option(first.text.trim_start(), count);
            let lead = first.text.len() - first.text.trim_start().len();
            let length = mark.map_or(0, |mark| lead + mark.length);
            let number = mark.and_then(|mark| mark.number).unwrap_or(count);
            let numbers = match over {
                Some(over) => over.iter().copied().chain([number]).collect(),
                None => vec![self.main.saturating_add(1)],
            };
            let mut taken = first.cut(0, length).taken();
            taken.kept = "";
            self.open(Lead::Main, numbers, (length > 0).then_some(taken));
            if let Some(asking) = &mut self.asking {
                asking.word(first.from(length));
            }
        }
        for piece in pieces {
            if let Some(asking) = &mut self.asking {
                asking.word(piece);
            }
        }
    }
}
