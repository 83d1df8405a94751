//! Boxes and strokes of a drawing, and whether they touch. Down is positive, as on a screen.

/// A box.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
}

/// A straight line from one place to another.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Stroke {
    pub(super) from: (f64, f64),
    pub(super) to: (f64, f64),
}

impl Rect {
    /// A box by its corner and its size.
    pub(super) fn sized((left, top): (f64, f64), (width, height): (f64, f64)) -> Self {
        let (right, bottom) = (left + width, top + height);
        Self {
            left,
            top,
            right,
            bottom,
        }
    }

    /// The square around a place.
    pub(super) fn around((x, y): (f64, f64), half: f64) -> Self {
        Self::sized((x - half, y - half), (2.0 * half, 2.0 * half))
    }

    /// The same with room on every side.
    pub(super) fn grown(self, by: f64) -> Self {
        Self {
            left: self.left - by,
            top: self.top - by,
            right: self.right + by,
            bottom: self.bottom + by,
        }
    }

    /// The box around both.
    pub(super) fn joined(self, other: Self) -> Self {
        Self {
            left: self.left.min(other.left),
            top: self.top.min(other.top),
            right: self.right.max(other.right),
            bottom: self.bottom.max(other.bottom),
        }
    }

    /// The same moved to the side until it stands between two places, where it can.
    pub(super) fn between(self, least: f64, most: f64) -> Self {
        let width = self.right - self.left;
        let left = self.left.min(most - width).max(least);
        let right = left + width;
        Self {
            left,
            right,
            ..self
        }
    }

    /// The same moved up or down until it ends there.
    pub(super) fn ending(self, bottom: f64) -> Self {
        let top = bottom - (self.bottom - self.top);
        Self {
            top,
            bottom,
            ..self
        }
    }

    /// Whether the two cover the same ground; edges may touch.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    /// Whether a line runs through the box: the part of the line that is within each pair of edges is not empty.
    pub(super) fn is_crossed(&self, stroke: &Stroke) -> bool {
        let (dx, dy) = (stroke.to.0 - stroke.from.0, stroke.to.1 - stroke.from.1);
        let across = within(stroke.from.0, dx, self.left, self.right);
        let down = within(stroke.from.1, dy, self.top, self.bottom);
        let (begin, end) = (across.0.max(down.0).max(0.0), across.1.min(down.1).min(1.0));
        begin < end
    }
}

/// From which to which part of its length a line is between two edges.
fn within(from: f64, length: f64, least: f64, most: f64) -> (f64, f64) {
    if length == 0.0 {
        return match least < from && from < most {
            true => (f64::NEG_INFINITY, f64::INFINITY),
            false => (1.0, 0.0),
        };
    }
    let (one, other) = ((least - from) / length, (most - from) / length);
    (one.min(other), one.max(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_cross_boxes_they_run_through() {
        let rect = Rect::sized((10.0, 10.0), (20.0, 10.0));
        let stroke = |from, to| Stroke { from, to };
        assert!(rect.is_crossed(&stroke((0.0, 0.0), (40.0, 30.0))));
        assert!(rect.is_crossed(&stroke((20.0, 0.0), (20.0, 12.0))));
        assert!(!rect.is_crossed(&stroke((20.0, 0.0), (20.0, 9.0))));
        assert!(!rect.is_crossed(&stroke((0.0, 12.0), (9.0, 30.0))));
        assert!(!rect.is_crossed(&stroke((0.0, 30.0), (40.0, 30.0))));
    }

    #[test]
    fn boxes_overlap_or_touch() {
        let rect = Rect::sized((0.0, 0.0), (10.0, 10.0));
        assert!(rect.overlaps(&Rect::around((12.0, 5.0), 3.0)));
        assert!(!rect.overlaps(&Rect::around((13.0, 5.0), 3.0)));
        assert_eq!(rect.ending(4.0).top, -6.0);
        let moved = Rect::around((2.0, 5.0), 5.0).between(0.0, 400.0);
        assert_eq!((moved.left, moved.right), (0.0, 10.0));
    }
}
