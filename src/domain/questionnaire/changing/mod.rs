//! Changing the kind of a question: what fits the new kind stays, and what does not is named.

mod stock;
#[cfg(test)]
mod tests;

use rust_decimal::Decimal;
use stock::Stock;

use super::order::Order;
use super::pattern::Pattern;
use super::picture::Picture;
use super::question::{Choice, Code, Kind, Meaning, Question, Role, Row};
use crate::domain::text::Text;
use crate::domain::words::words;

words! {
    /// The kinds of questions by their words, as files have them.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum KindWord {
        /// One of several options.
        Single = "single",
        /// Any of several options.
        Multiple = "multiple",
        /// One step of a scale.
        Scale = "scale",
        /// A place found by its name.
        Place = "place",
        /// Rows on one scale.
        Grid = "grid",
        /// Rows on two scales.
        DualGrid = "dual_grid",
        /// Rows with any of the same options.
        MultipleGrid = "multiple_grid",
        /// Rows with a number each.
        NumberGrid = "number_grid",
        /// Options in order.
        Ranking = "ranking",
        /// A number.
        Number = "number",
        /// A day.
        Date = "date",
        /// A time of day.
        Time = "time",
        /// Free text.
        Text = "text",
        /// One tick.
        Consent = "consent",
        /// A part drawn by lot.
        Drawn = "drawn",
        /// A text between questions.
        Note = "note",
    }
}

impl KindWord {
    /// The word of a kind.
    #[must_use]
    pub const fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Single { .. } => Self::Single,
            Kind::Multiple { .. } => Self::Multiple,
            Kind::Scale { .. } => Self::Scale,
            Kind::Place { .. } => Self::Place,
            Kind::Grid { .. } => Self::Grid,
            Kind::DualGrid { .. } => Self::DualGrid,
            Kind::MultipleGrid { .. } => Self::MultipleGrid,
            Kind::NumberGrid { .. } => Self::NumberGrid,
            Kind::Ranking { .. } => Self::Ranking,
            Kind::Number { .. } => Self::Number,
            Kind::Date { .. } => Self::Date,
            Kind::Time { .. } => Self::Time,
            Kind::Text { .. } => Self::Text,
            Kind::Consent { .. } => Self::Consent,
            Kind::Drawn { .. } => Self::Drawn,
            Kind::Note { .. } => Self::Note,
        }
    }

    /// The kinds a question is usually changed into, this one among them: what is answered with options stays so, what
    /// has rows keeps them, what is typed is typed.
    #[must_use]
    pub const fn alike(self) -> &'static [Self] {
        match self {
            Self::Single
            | Self::Multiple
            | Self::Scale
            | Self::Ranking
            | Self::Place
            | Self::Drawn => &[Self::Single, Self::Multiple, Self::Scale, Self::Ranking],
            Self::Grid | Self::DualGrid | Self::MultipleGrid | Self::NumberGrid => {
                &[Self::Grid, Self::DualGrid, Self::MultipleGrid]
            }
            Self::Number | Self::Date | Self::Time | Self::Text | Self::Note | Self::Consent => {
                &[Self::Text, Self::Number, Self::Date, Self::Time, Self::Note]
            }
        }
    }

    /// Whether such a question must be answered and what it is about, where that is no choice: nobody answers a note or
    /// a lot, and a consent is always wanted.
    #[must_use]
    pub const fn settled(self) -> Option<(bool, Role)> {
        match self {
            Self::Note => Some((false, Role::Subject)),
            Self::Drawn => Some((false, Role::Attribute)),
            Self::Consent => Some((true, Role::Attribute)),
            _ => None,
        }
    }

    /// Whether an option may offer a line to write in.
    const fn writes(self) -> bool {
        matches!(self, Self::Single | Self::Multiple)
    }

    /// Whether several options may be chosen, so that one can exclude the others.
    const fn is_multiple(self) -> bool {
        matches!(self, Self::Multiple | Self::MultipleGrid)
    }

    /// Whether its options can stand in an order.
    #[must_use]
    pub const fn can_stand(self, order: Order) -> bool {
        match order {
            Order::AsWritten => true,
            Order::Random => self.is_multiple() || matches!(self, Self::Single | Self::Ranking),
            Order::Reversible => matches!(self, Self::Scale | Self::Grid | Self::DualGrid),
        }
    }
}

/// What a question had that its new kind has no place for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lost {
    /// An option.
    Option(Choice),
    /// A row.
    Row(Row),
    /// A scale of a dual grid, with its steps where they are not the options now.
    Axis(Code, Text),
    /// That an option excludes the others.
    Exclusive(Code),
    /// The line beside an option.
    Line(Code),
    /// That an option is offered to some only.
    Offered(Code),
    /// The reading of a place.
    Reading(Code, String),
    /// How many options at least and at most.
    Marks {
        /// At least.
        min: Option<u16>,
        /// At most, or how many places were given.
        max: Option<u16>,
    },
    /// Between which numbers, days or times an answer was.
    Range,
    /// The unit behind a number.
    Unit(Text),
    /// The form of a text.
    Form(Pattern),
    /// The longest text, in characters.
    Length(u16),
    /// What was ticked.
    Label(Text),
    /// The picture of a note.
    Picture(Box<Picture>),
    /// The order in which its options stood.
    Order(Order),
    /// The item its answer could be taken from.
    SameAs(String),
    /// That it must be answered, or need not.
    Required(bool),
    /// Whether it was about the subject.
    Role(Role),
}

/// A question as another kind, with what could not stay. Its own kind changes nothing.
#[must_use]
pub fn as_kind(question: &Question, word: KindWord) -> (Question, Vec<Lost>) {
    let mut question = question.clone();
    if KindWord::of(&question.kind) == word {
        return (question, Vec::new());
    }
    let note = Kind::Note { picture: None };
    let mut stock = Stock::of(std::mem::replace(&mut question.kind, note));
    question.kind = stock.made(word);
    let mut lost = stock.rest();
    if !word.can_stand(question.order) {
        lost.push(Lost::Order(std::mem::take(&mut question.order)));
    }
    lost.extend(question.same_as.take().map(Lost::SameAs));
    let own = (question.required, question.role);
    let (required, role) = word.settled().unwrap_or(own);
    if question.required != required {
        lost.push(Lost::Required(std::mem::replace(
            &mut question.required,
            required,
        )));
    }
    if question.role != role {
        lost.push(Lost::Role(std::mem::replace(&mut question.role, role)));
    }
    (question, lost)
}

/// Options as a kind has room for them, and what of them it has no place for.
#[must_use]
pub fn fitted(mut options: Vec<Choice>, word: KindWord) -> (Vec<Choice>, Vec<Lost>) {
    let mut lost = Vec::new();
    stock::fit(&mut options, word, &mut lost);
    (options, lost)
}

/// Gives points to the steps of a scale: descending from its best step, around zero; even numbers of steps have no zero.
/// What says nothing about the subject has none.
pub fn score(options: &mut [Choice], best_first: bool) {
    let steps = options
        .iter_mut()
        .filter(|option| option.meaning == Meaning::Substantive);
    let mut steps: Vec<&mut Choice> = steps.collect();
    if !best_first {
        steps.reverse();
    }
    let count = i64::try_from(steps.len()).unwrap_or(i64::MAX);
    for (place, step) in (0..).zip(steps) {
        let points = count / 2 - place;
        let skips = count % 2 == 0 && points <= 0;
        step.score = Some(Decimal::from(points - i64::from(skips)));
    }
}
