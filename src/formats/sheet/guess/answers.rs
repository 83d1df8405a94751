//! The lines under a question: options, room to write in, help.

use super::asking::Asking;
use super::asks;
use super::became::Reason;
use super::blanks;
use super::marks::{self, Lead, Offer, Style};
use super::piece::{Piece, has, plain, squeezed};
use super::reading::Reading;

impl<'l> Reading<'l> {
    /// A line under the question that is being read.
    pub(super) fn answer(&mut self, piece: Piece<'l>) {
        let Some(asking) = &mut self.asking else {
            return;
        };
        let offers = marks::options(piece, asking.last_number());
        if is_offered(asking, &offers, piece.text) {
            self.offers(offers);
        } else {
            asking.plain_line(piece);
        }
    }

    /// Options: of the question, or of one of several that stand in it, each marked (1), (2).
    fn offers(&mut self, offers: Vec<Offer<'l>>) {
        let Some(asking) = &mut self.asking else {
            return;
        };
        let Some(first) = offers.first().copied() else {
            return;
        };
        let (numbers, style) = (asking.numbers.clone(), asking.style);
        let single = offers.len() == 1;
        if let [over] = asking.options.as_slice()
            && over.style != first.style
            && first.number == Some(1)
            && !over.other
        {
            let over = *over;
            asking.options.clear();
            self.under(numbers, over);
        } else if let Some((own, above)) = numbers.split_last()
            && style == Some(first.style)
            && single
            && first.number == own.checked_add(1)
        {
            self.under(above.to_vec(), first);
            return;
        }
        if let Some(asking) = &mut self.asking {
            asking.settle_loose_as_hints();
            asking.offer(offers);
        }
    }

    /// What looked like an option is a question with options of its own.
    fn under(&mut self, mut numbers: Vec<u16>, offer: Offer<'l>) {
        numbers.push(offer.number.unwrap_or(1));
        self.open(Lead::Main, numbers, None);
        if let Some(asking) = &mut self.asking {
            asking.style = Some(offer.style);
            asking.wording.push(offer.taken);
            asking
                .left
                .extend(offer.arrow.map(|arrow| (arrow, Reason::Arrow)));
        }
    }
}

/// Whether a line holds options, and not help that begins with a dot, or how to answer.
fn is_offered(asking: &Asking<'_>, offers: &[Offer<'_>], text: &str) -> bool {
    let Some(first) = offers.first() else {
        return false;
    };
    let others = asking
        .options
        .first()
        .is_some_and(|offer| offer.style != Style::Box);
    first.style != Style::Box || !(others || asks::is_instruction(text))
}

impl<'l> Asking<'l> {
    /// A line under it that is no option.
    pub(super) fn plain_line(&mut self, piece: Piece<'l>) {
        let said = squeezed(piece.text);
        let first = said.chars().next().map_or(' ', plain);
        let has_options = !self.options.is_empty();
        if asks::is_instruction(piece.text) {
            self.instruct(piece);
        } else if let Some(room) = blanks::room(piece.text) {
            match self.room.is_none() && !has_options {
                true => self.room = Some((piece, room)),
                false => self.left.push((piece.taken(), Reason::AnswerBox)),
            }
        } else if has_options
            && has(&said, &["(具体的", "具体的に:", "内容:"])
            && said.chars().count() <= 20
        {
            if let Some(last) = self.options.last_mut() {
                last.other = true;
            }
            self.left.push((piece.taken(), Reason::AnswerBox));
        } else if matches!(first, '※' | '*' | '(' | '注') {
            self.hint(piece);
        } else if self.is_open() && self.goes_on() {
            self.word(piece);
        } else if !has_options && self.grid.is_none() {
            self.loose.push(piece);
        } else if said.starts_with("その他") {
            self.offer(vec![marks::unmarked(piece)]);
        } else {
            self.hint(piece);
        }
    }

    /// Lines without a mark before options with one are help.
    fn settle_loose_as_hints(&mut self) {
        for piece in std::mem::take(&mut self.loose) {
            self.hint(piece);
        }
    }
}
