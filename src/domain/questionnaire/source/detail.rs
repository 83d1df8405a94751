//! What a file of another program cannot say of a questionnaire, and what became of a kind it does not have.

use crate::domain::words::words;

words! {
    /// What the other format has no word for.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Detail {
        /// A form of a long text.
        LongPattern = "pattern",
        /// A grid of numbers; each row became a question.
        NumberGrid = "number-grid",
        /// A grid of two scales; it became two grids.
        DualGrid = "dual-grid",
        /// A list of one option; it is read as a tick to be given.
        OnlyOption = "only-option",
        /// A part drawn by lot; the question was left out.
        Drawn = "drawn",
        /// A picture.
        Picture = "picture",
        /// A place found by its reading; it became a list.
        PlaceList = "place",
        /// A ranking of some of the options.
        Ranking = "ranking",
        /// A scale that is turned round for some.
        Turned = "turned",
        /// A section with the code of a question.
        SectionCode = "section-code",
        /// An answer taken over from an earlier question.
        CopiedAnswer = "copied",
        /// What a question is called in tables.
        ShortName = "short",
        /// An option that is offered to some only.
        OptionShown = "option-shown",
        /// How long it takes.
        Minutes = "minutes",
        /// How often a section is repeated at most.
        Repeats = "repeats",
        /// Options of a grid in another order for each person.
        GridOrder = "grid-order",
        /// So many digits behind the point.
        Decimals = "decimals",
        /// How many digits stand behind the point.
        Digits = "digits",
        /// Words beside a tick other than the question.
        TickWords = "tick-words",
        /// The code of the questionnaire.
        Code = "code",
        /// The condition.
        Condition = "condition",
        /// The earliest and the latest time.
        Times = "times",
        /// The lines under the heading of a section.
        Note = "note",
        /// The most marks in a row of a grid.
        RowMarks = "row-marks",
        /// The purpose.
        Purpose = "purpose",
        /// The reading of a name.
        Kana = "kana",
        /// The unit of a number.
        Unit = "unit",
        /// This order of the options.
        Order = "order",
        /// Whether it asks about the respondent.
        Role = "role",
        /// An answer in a text; look whether the name is the right one.
        AnswerInText = "answer-in-text",
    }
}

words! {
    /// What a question became whose kind there is not here.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Instead {
        /// A day without a time.
        DayOnly = "day",
        /// A list; the remark beside it was left out.
        ListOnly = "list",
        /// Several marks; the remarks beside them were left out.
        MarksOnly = "marks",
        /// A grid with rows and columns exchanged.
        Exchanged = "exchanged",
        /// One question for each field.
        Fields = "fields",
        /// A text of any form.
        AnyText = "any-text",
        /// A tick that must be given.
        Tick = "tick",
    }
}
