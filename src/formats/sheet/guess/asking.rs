//! A question while its lines come: what is known of it before it is decided what it is.

use super::asks::{self, Asks};
use super::became::Reason;
use super::blanks::{self, Room};
use super::marks::{Offer, Style};
use super::piece::{Piece, Taken, has, inside, leading_bracket, squeezed, trailing_bracket};
use super::routes;
use super::table::Grid;
use crate::domain::questionnaire::limits::ROWS;
use crate::domain::statistics::variable::MAX_OPTIONS;

/// A question while its lines come.
#[derive(Debug, Clone, Default)]
pub(super) struct Asking<'l> {
    /// Its name by what is printed.
    pub printed: String,
    /// Its numbers.
    pub numbers: Vec<u16>,
    /// How it is marked where it stands among others in one question: (1), (2).
    pub style: Option<Style>,
    /// Its mark.
    pub mark: Option<Taken<'l>>,
    /// What is asked.
    pub wording: Vec<Taken<'l>>,
    /// Help under it.
    pub hints: Vec<Taken<'l>>,
    /// What says how many options are to be chosen.
    pub asks: Vec<(Taken<'l>, Asks)>,
    /// What says whom it is for.
    pub routes: Vec<Piece<'l>>,
    /// The options.
    pub options: Vec<Offer<'l>>,
    /// Lines without a mark under it.
    pub loose: Vec<Piece<'l>>,
    /// Room to write in.
    pub room: Option<(Piece<'l>, Room<'l>)>,
    /// The rows that share their options.
    pub grid: Option<Grid<'l>>,
    /// Whether others stand under it.
    pub has_children: bool,
    /// What became nothing.
    pub left: Vec<(Taken<'l>, Reason)>,
}

impl<'l> Asking<'l> {
    /// A line of the wording: whom it is for in front, how to answer and room to write behind.
    pub fn word(&mut self, line: Piece<'l>) {
        let mut rest = line.trim();
        while let Some((bracket, after)) = leading_bracket(rest) {
            if routes::is_route(bracket.text) {
                self.routes.push(bracket);
            } else if asks::is_instruction(inside(bracket)) {
                self.instruct(bracket);
            } else {
                break;
            }
            rest = after.trim();
        }
        let mut behind = Vec::new();
        while let Some((before, bracket)) = trailing_bracket(rest) {
            let says = inside(bracket);
            if !routes::is_route(says) && !asks::is_instruction(says) {
                break;
            }
            behind.push(bracket);
            rest = before;
        }
        if self.room.is_none()
            && let Some((before, room, kind)) = blanks::behind(rest)
        {
            self.room = Some((room, kind));
            rest = before;
        }
        if !rest.is_blank() {
            self.wording.push(rest.taken());
        }
        for bracket in behind {
            match routes::is_route(inside(bracket)) {
                true => self.routes.push(bracket),
                false => self.instruct(bracket),
            }
        }
    }

    /// Something that says how to answer.
    pub fn instruct(&mut self, piece: Piece<'l>) {
        if let Some(asks) = asks::asks(piece.text) {
            self.asks.push((piece.taken(), asks));
        }
    }

    /// Help under it, or how to answer.
    pub fn hint(&mut self, piece: Piece<'l>) {
        match asks::is_instruction(piece.text) {
            true => self.instruct(piece),
            false => self.hints.push(piece.taken()),
        }
    }

    /// Options of a line.
    pub fn offer(&mut self, offers: Vec<Offer<'l>>) {
        for offer in offers {
            match self.options.len() < MAX_OPTIONS {
                true => self.options.push(offer),
                false => self.left.push((offer.taken, Reason::TooMany)),
            }
        }
    }

    /// Rows that share their options.
    pub fn tabulate(&mut self, mut grid: Grid<'l>) {
        let beyond = grid.rows.split_off(grid.rows.len().min(ROWS));
        self.left.extend(
            beyond
                .iter()
                .flatten()
                .map(|piece| (piece.taken(), Reason::TooMany)),
        );
        self.grid = Some(grid);
    }

    /// The number of the option that came last.
    pub fn last_number(&self) -> Option<u16> {
        self.options.iter().rev().find_map(|offer| offer.number)
    }

    /// Whether nothing was given yet to answer with.
    pub fn is_open(&self) -> bool {
        self.options.is_empty()
            && self.grid.is_none()
            && self.room.is_none()
            && self.loose.is_empty()
    }

    /// Whether the line that came last goes on: it is long, and no sentence ends there.
    pub fn goes_on(&self) -> bool {
        const LONG: usize = 18;
        let Some(last) = self.wording.last() else {
            return true;
        };
        let said = squeezed(last.kept);
        let ends = [
            "。",
            "？",
            "?",
            "か",
            "ください",
            "下さい",
            "．",
            "」",
            "について",
        ];
        let ended = ends.iter().any(|end| said.ends_with(end));
        said.is_empty()
            || (!ended
                && said.chars().count() >= LONG
                && self.hints.is_empty()
                && self.asks.is_empty())
    }

    /// All that is asked, without gaps.
    pub fn said(&self) -> String {
        self.wording.iter().map(|taken| taken.kept).collect()
    }

    /// How many are to be chosen: what says nothing else before what says it by the way.
    pub fn how_many(&self) -> Option<Asks> {
        let by_the_way = || asks::asks(&self.said());
        self.asks.first().map(|(_, asks)| *asks).or_else(by_the_way)
    }

    /// Lines without a mark are options where there are no others, several, and all short; else they are help.
    pub fn settle_loose(&mut self, expects: bool) {
        const SHORT: usize = 40;
        let short = |piece: &Piece<'_>| {
            let said = squeezed(piece.text);
            said.chars().count() <= SHORT && !has(&said, &["。", "？", "ください", "※"])
        };
        let several = self.loose.len() > 1 && self.loose.iter().all(short);
        let free = !self.options.is_empty() || self.grid.is_some() || self.room.is_some();
        let loose = std::mem::take(&mut self.loose);
        match (expects || several) && !free {
            true => self.offer(loose.into_iter().map(super::marks::unmarked).collect()),
            false => loose.into_iter().for_each(|piece| self.hint(piece)),
        }
    }
}
