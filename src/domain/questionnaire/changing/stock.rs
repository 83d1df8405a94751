//! What a kind is made of, and the new one made of it.

use rust_decimal::Decimal;

use super::{KindWord, Lost, score};
use crate::domain::questionnaire::question::{Axis, Choice, Code, Exactness, Kind, Row};
use crate::domain::text::Text;

/// What a kind was made of, taken by the new one piece by piece.
#[derive(Default)]
pub(super) struct Stock {
    options: Option<Vec<Choice>>,
    rows: Option<Vec<Row>>,
    /// The scales of a dual grid, without the steps of the first.
    axes: Vec<Axis>,
    min: Option<u16>,
    max: Option<u16>,
    range: Option<(Decimal, Decimal, u16)>,
    unit: Option<Text>,
    label: Option<Text>,
    lost: Vec<Lost>,
}

impl Stock {
    /// What a kind is made of.
    pub fn of(kind: Kind) -> Self {
        let mut stock = Self::default();
        match kind {
            Kind::Single { options }
            | Kind::Scale { options }
            | Kind::Place { options }
            | Kind::Drawn { options } => stock.options = Some(options),
            Kind::Multiple { options, min, max } => {
                (stock.options, stock.min, stock.max) = (Some(options), min, max);
            }
            Kind::Ranking { options, places } => {
                (stock.options, stock.max) = (Some(options), Some(places));
            }
            Kind::Grid { rows, options } => {
                (stock.rows, stock.options) = (Some(rows), Some(options))
            }
            Kind::MultipleGrid { rows, options, max } => {
                (stock.rows, stock.options, stock.max) = (Some(rows), Some(options), max);
            }
            Kind::DualGrid { rows, axes } => {
                let [mut first, second] = axes;
                stock.rows = Some(rows);
                stock.options = Some(std::mem::take(&mut first.options));
                stock.axes = vec![first, second];
            }
            other => stock.typed(other),
        }
        stock
    }

    /// The kinds without options.
    fn typed(&mut self, kind: Kind) {
        match kind {
            Kind::NumberGrid {
                rows,
                min,
                max,
                decimals,
                unit,
            } => {
                self.rows = Some(rows);
                (self.range, self.unit) = (Some((min, max, decimals)), unit);
            }
            Kind::Number {
                min,
                max,
                decimals,
                unit,
            } => (self.range, self.unit) = (Some((min, max, decimals)), unit),
            Kind::Date { min, max, exact_to } => {
                let bounded = min.is_some() || max.is_some() || exact_to != Exactness::Day;
                self.lost.extend(bounded.then_some(Lost::Range));
            }
            Kind::Time { min, max } => {
                self.lost
                    .extend((min.is_some() || max.is_some()).then_some(Lost::Range));
            }
            Kind::Text {
                max_length,
                pattern,
                ..
            } => {
                self.lost.extend(max_length.map(Lost::Length));
                self.lost.extend(pattern.map(Lost::Form));
            }
            Kind::Consent { label } => self.label = Some(label),
            Kind::Note { picture } => {
                self.lost
                    .extend(picture.map(|picture| Lost::Picture(Box::new(picture))));
            }
            _ => {}
        }
    }

    /// The options as the new kind has them.
    fn options(&mut self, word: KindWord) -> Vec<Choice> {
        let mut options = self.options.take().unwrap_or_default();
        fit(&mut options, word, &mut self.lost);
        if word == KindWord::Scale && options.iter().all(|option| option.score.is_none()) {
            score(&mut options, true);
        }
        options
    }

    fn rows(&mut self) -> Vec<Row> {
        self.rows.take().unwrap_or_default()
    }

    /// The kind of this word, made of what fits it.
    pub fn made(&mut self, word: KindWord) -> Kind {
        let options = |stock: &mut Self| stock.options(word);
        match word {
            KindWord::Single => Kind::Single {
                options: options(self),
            },
            KindWord::Scale => Kind::Scale {
                options: options(self),
            },
            KindWord::Place => Kind::Place {
                options: options(self),
            },
            KindWord::Drawn => Kind::Drawn {
                options: options(self),
            },
            KindWord::Multiple => Kind::Multiple {
                options: options(self),
                min: self.min.take(),
                max: self.max.take(),
            },
            KindWord::Ranking => {
                let options = options(self);
                let count = u16::try_from(options.len()).unwrap_or(u16::MAX);
                let places = self.max.take().unwrap_or(3).clamp(1, count.max(1));
                Kind::Ranking { options, places }
            }
            KindWord::Grid => Kind::Grid {
                rows: self.rows(),
                options: options(self),
            },
            KindWord::MultipleGrid => Kind::MultipleGrid {
                rows: self.rows(),
                options: options(self),
                max: self.max.take(),
            },
            KindWord::DualGrid => self.dual_grid(),
            other => self.field(other),
        }
    }

    /// Both scales have the options there were.
    fn dual_grid(&mut self) -> Kind {
        let rows = self.rows();
        let options = self.options(KindWord::DualGrid);
        let axis = |code: &str| {
            let code = Code::parse(code).ok();
            code.map(|code| Axis {
                code,
                label: Text::default(),
                options: options.clone(),
            })
        };
        match (axis("axis1"), axis("axis2")) {
            (Some(first), Some(second)) => Kind::DualGrid {
                rows,
                axes: [first, second],
            },
            // Both are codes, which the type does not know.
            _ => Kind::Grid { rows, options },
        }
    }

    /// The kinds without options.
    fn field(&mut self, word: KindWord) -> Kind {
        let usual = (Decimal::ZERO, Decimal::from(999), 0);
        match word {
            KindWord::Number => {
                let (min, max, decimals) = self.range.take().unwrap_or(usual);
                Kind::Number {
                    min,
                    max,
                    decimals,
                    unit: self.unit.take(),
                }
            }
            KindWord::NumberGrid => {
                let (min, max, decimals) = self.range.take().unwrap_or(usual);
                Kind::NumberGrid {
                    rows: self.rows(),
                    min,
                    max,
                    decimals,
                    unit: self.unit.take(),
                }
            }
            KindWord::Date => Kind::Date {
                min: None,
                max: None,
                exact_to: Exactness::Day,
            },
            KindWord::Time => Kind::Time {
                min: None,
                max: None,
            },
            KindWord::Text => Kind::Text {
                long: true,
                max_length: None,
                pattern: None,
            },
            KindWord::Consent => Kind::Consent {
                label: self.label.take().unwrap_or_default(),
            },
            _ => Kind::Note { picture: None },
        }
    }

    /// What nobody took.
    pub fn rest(mut self) -> Vec<Lost> {
        let mut lost = std::mem::take(&mut self.lost);
        lost.extend(self.rows.into_iter().flatten().map(Lost::Row));
        lost.extend(self.options.into_iter().flatten().map(Lost::Option));
        for axis in self.axes {
            lost.push(Lost::Axis(axis.code, axis.label));
            lost.extend(axis.options.into_iter().map(Lost::Option));
        }
        if self.min.is_some() || self.max.is_some() {
            let (min, max) = (self.min, self.max);
            lost.push(Lost::Marks { min, max });
        }
        lost.extend(self.range.map(|_| Lost::Range));
        lost.extend(self.unit.map(Lost::Unit));
        lost.extend(self.label.map(Lost::Label));
        lost
    }
}

/// Takes from options what a kind has no place for.
pub(super) fn fit(options: &mut [Choice], word: KindWord, lost: &mut Vec<Lost>) {
    for option in options {
        let code = || option.code.clone();
        if option.exclusive && !word.is_multiple() {
            lost.push(Lost::Exclusive(code()));
        }
        if option.other && !word.writes() {
            lost.push(Lost::Line(code()));
        }
        if option.show_if.is_some() && !word.writes() {
            lost.push(Lost::Offered(code()));
        }
        option.exclusive &= word.is_multiple();
        option.other &= word.writes();
        option.show_if = option.show_if.take().filter(|_| word.writes());
        if word != KindWord::Place
            && let Some(kana) = option.kana.take()
        {
            lost.push(Lost::Reading(option.code.clone(), kana));
        }
    }
}
