//! Why a question was guessed to be of its kind.

/// The reason, as a page tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Because {
    /// It says that one is to be chosen.
    SaysOne,
    /// It says that any may be chosen.
    SaysAny,
    /// It says how many may be chosen.
    SaysUpTo(u16),
    /// It says that so many are to be put in order.
    SaysInOrder(u16),
    /// The options are the steps of a scale.
    KnownScale(Family),
    /// Rows share their options.
    SharedScale,
    /// Rows share two scales.
    TwoScales,
    /// It asks for free words.
    FreeText,
    /// It leaves room for a number, or asks how many.
    Number,
    /// It asks for a day.
    Date,
    /// It asks for a time of day.
    Time,
    /// It asks for a postal code or a telephone number.
    Form,
    /// There are options, and nothing says how many may be chosen.
    OnlyOptions,
    /// There are no options, and nothing else says what is asked.
    NoOptions,
    /// It only stands over others.
    Heading,
}

/// What the steps of a scale speak of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    /// そう思う, 思わない.
    Agreement,
    /// 満足, 不満.
    Satisfaction,
    /// 重要, 重要でない.
    Importance,
    /// 関心がある, 関心がない.
    Interest,
    /// 住みよい, 住みにくい.
    Livability,
    /// 評価する, 評価しない.
    Approval,
    /// 良い, 悪い.
    Quality,
    /// 感じる, 感じない.
    Feeling,
    /// 安心, 不安.
    Safety,
    /// 賛成, 反対.
    Favour,
    /// 進んでいる, 進んでいない.
    Progress,
}
