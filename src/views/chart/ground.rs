//! What stands in a drawing already, and where there is still room for words: none covers another, and none covers a
//! mark or a line where that can be avoided.

use super::rect::{Rect, Stroke};
use super::words::{Anchor, Placed, Words};

/// How far words stay from marks and from each other.
const GAP: f64 = 4.0;

/// How far words stay from the edges: a slanted or thickened letter is wider than it says.
pub(super) const EDGE: f64 = 2.0;

/// How much further away from their mark words may move.
const STEPS: [f64; 3] = [0.0, 14.0, 28.0];

/// What is too bad for a place: the words go above the drawing then.
const TOO_BAD: f64 = 24.0;

/// A mark that words belong to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    /// Its middle.
    pub(super) at: (f64, f64),
    /// The mark itself.
    pub(super) core: Rect,
    /// The mark with its margin.
    pub(super) whole: Rect,
}

/// On which side of its mark words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
    Right,
    Left,
    AboveRight,
    AboveLeft,
    BelowRight,
    BelowLeft,
}

/// Everything placed so far.
#[derive(Debug, Default)]
pub(super) struct Ground {
    /// From the left to the right edge.
    pub(super) width: f64,
    /// Right of here are the marks, left of it the numbers of the axis.
    pub(super) start: f64,
    /// Words beside marks end here.
    pub(super) floor: f64,
    /// Words that are not beside their mark end here, or above.
    pub(super) ceiling: f64,
    pub(super) texts: Vec<Placed>,
    pub(super) marks: Vec<Rect>,
    pub(super) strokes: Vec<Stroke>,
    /// From words to their mark, where they stand apart.
    pub(super) leaders: Vec<Stroke>,
}

impl Ground {
    /// Whether no words are there.
    pub(super) fn is_free(&self, rect: &Rect) -> bool {
        let rect = rect.grown(1.0);
        !self.texts.iter().any(|placed| placed.rect.overlaps(&rect))
    }

    /// Puts words into their place.
    pub(super) fn put(&mut self, words: Words, rect: Rect, anchor: Anchor) {
        self.texts.push(Placed {
            words,
            rect,
            anchor,
        });
    }

    /// Puts words above the drawing, as low as there is room, with their middle at `x` or as near to it as they fit;
    /// where they stand.
    pub(super) fn put_above(&mut self, words: Words, x: f64, anchor: Anchor) -> Rect {
        let (width, height) = words.extent();
        let left = x - width / 2.0;
        let rect = Rect::sized((left, 0.0), (width, height)).between(EDGE, self.width - EDGE);
        let mut rect = rect.ending(self.ceiling);
        let in_the_way = |rect: Rect| {
            let near = rect.grown(1.0);
            let mut tops = self.texts.iter().filter(|text| text.rect.overlaps(&near));
            tops.next().map(|text| text.rect.top)
        };
        while let Some(top) = in_the_way(rect) {
            rect = rect.ending(top - 2.0);
        }
        self.put(words, rect, anchor);
        rect
    }

    /// Puts words beside their mark: on the side that is best, the first of equally good ones.
    pub(super) fn put_beside(&mut self, words: Words, spot: &Spot, sides: &[Side]) {
        let mut best: Option<(f64, f64, Rect)> = None;
        for (rank, side) in (0_u8..).zip(sides) {
            for step in STEPS {
                let rect = side
                    .rect(&words, spot, step)
                    .between(EDGE, self.width - EDGE);
                if rect.bottom > self.floor || !self.is_free(&rect) {
                    continue;
                }
                let ink = words.ink(rect);
                let led = if step > 0.0 {
                    self.crossed(&leader(ink, spot))
                } else {
                    0.0
                };
                let bad = f64::from(rank) + step / 2.0 + self.badness(&ink) + led;
                if best.is_none_or(|(least, ..)| bad < least) {
                    best = Some((bad, step, rect));
                }
            }
        }
        match best.filter(|(bad, ..)| *bad < TOO_BAD) {
            Some((_, step, rect)) => {
                if step > 0.0 {
                    self.leaders.push(leader(words.ink(rect), spot));
                }
                self.put(words, rect, Anchor::Middle);
            }
            None => {
                let rect = self.put_above(words.clone(), spot.at.0, Anchor::Middle);
                self.leaders.push(leader(words.ink(rect), spot));
            }
        }
    }

    /// How bad it is to cover what is there, or to stand among the numbers of the axis.
    fn badness(&self, ink: &Rect) -> f64 {
        let marks = self.marks.iter().filter(|mark| mark.overlaps(ink));
        let strokes = self.strokes.iter().chain(&self.leaders);
        let strokes = strokes.filter(|stroke| ink.is_crossed(stroke));
        let outside = if ink.left < self.start { 4.0 } else { 0.0 };
        marks.map(|_| 12.0).chain(strokes.map(|_| 5.0)).sum::<f64>() + outside
    }

    /// How bad it is that a line to a mark runs through words and other marks.
    fn crossed(&self, leader: &Stroke) -> f64 {
        let words = self.texts.iter().map(|text| text.words.ink(text.rect));
        let words = words.filter(|ink| ink.is_crossed(leader));
        let marks = self.marks.iter().filter(|mark| mark.is_crossed(leader));
        words.map(|_| 8.0).chain(marks.map(|_| 4.0)).sum()
    }

    /// The box around all of it.
    pub(super) fn whole(&self) -> Option<Rect> {
        let texts = self.texts.iter().map(|text| text.rect);
        texts.chain(self.marks.iter().copied()).reduce(Rect::joined)
    }
}

/// A line from words to their mark. Most words are narrower than their box.
fn leader(ink: Rect, spot: &Spot) -> Stroke {
    let ((x, y), Spot { core, whole, .. }) = (spot.at, *spot);
    let side = (ink.right - ink.left) / 5.0;
    let near = x.max(ink.left + side).min(ink.right - side);
    let (from, to) = match () {
        () if ink.bottom <= y => ((near, ink.bottom), (x, whole.top)),
        () if ink.top >= y => ((near, ink.top), (x, whole.bottom)),
        () if ink.left > x => ((ink.left, y), (core.right, y)),
        () => ((ink.right, y), (core.left, y)),
    };
    Stroke { from, to }
}

impl Side {
    /// The box of words on this side of a mark.
    fn rect(self, words: &Words, spot: &Spot, further: f64) -> Rect {
        let ((x, y), Spot { core, whole, .. }) = (spot.at, *spot);
        let ((width, height), (above, below)) = (words.extent(), words.air());
        let gap = GAP + further;
        let middle = x - width / 2.0;
        let (right, left) = (x + 2.0 * GAP + further, x - 2.0 * GAP - further - width);
        let over = |top: f64| top - gap - height + below;
        let under = |bottom: f64| bottom + gap - above;
        let level = y - height / 2.0;
        let corner = match self {
            Self::Above => (middle, over(whole.top)),
            Self::Below => (middle, under(whole.bottom)),
            Self::Right => (core.right + gap, level),
            Self::Left => (core.left - gap - width, level),
            Self::AboveRight => (right, over(core.top)),
            Self::AboveLeft => (left, over(core.top)),
            Self::BelowRight => (right, under(core.bottom)),
            Self::BelowLeft => (left, under(core.bottom)),
        };
        Rect::sized(corner, (width, height))
    }
}
