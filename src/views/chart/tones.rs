//! Tones of the segments of a bar: blues for yes, grey for neither, ambers for no, hatched greys for no opinion. Two
//! neighbours differ also in greyscale.

use crate::domain::questionnaire::question::{Choice, Meaning};

/// The tone of a segment, as a class of the style sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Positive; 1 is light, 3 is dark.
    Yes(u8),
    /// Neither.
    Neither,
    /// Negative; 1 is light, 3 is dark.
    No(u8),
    /// わからない and the like.
    NoOpinion,
    /// 無回答.
    NoAnswer,
    /// Hidden because of a small number.
    Hidden,
}

impl Tone {
    /// Its class.
    #[must_use]
    pub fn class(self) -> &'static str {
        match self {
            Self::Yes(1) => "t-y1",
            Self::Yes(2) => "t-y2",
            Self::Yes(_) => "t-y3",
            Self::Neither => "t-z",
            Self::No(1) => "t-n1",
            Self::No(2) => "t-n2",
            Self::No(_) => "t-n3",
            Self::NoOpinion => "t-dk",
            Self::NoAnswer => "t-na",
            Self::Hidden => "t-x",
        }
    }
}

/// The tones of the options of a scale or a choice, in their order: by the sign of the scores where there are scores on
/// both sides, by their place otherwise.
#[must_use]
pub fn tones(choices: &[Choice]) -> Vec<Tone> {
    let opinions: Vec<&Choice> = choices
        .iter()
        .filter(|choice| choice.meaning == Meaning::Substantive)
        .collect();
    let scores = || opinions.iter().filter_map(|choice| choice.score);
    let signed = scores().any(|score| score.is_sign_negative())
        && scores().any(|score| score.is_sign_positive() && !score.is_zero());
    let mut place = 0;
    let positive = scores()
        .filter(|s| s.is_sign_positive() && !s.is_zero())
        .count();
    let negative = scores().filter(|s| s.is_sign_negative()).count();
    let (mut yes, mut no) = (0, 0);
    let mut tone = |choice: &Choice| {
        if choice.meaning != Meaning::Substantive {
            return Tone::NoOpinion;
        }
        place += 1;
        match choice.score {
            Some(score) if signed && score.is_zero() => Tone::Neither,
            Some(score) if signed && score.is_sign_negative() => {
                no += 1;
                Tone::No(strength(negative, negative - no))
            }
            Some(_) if signed => {
                yes += 1;
                Tone::Yes(strength(positive, yes - 1))
            }
            _ => by_place(opinions.len(), place - 1),
        }
    };
    choices.iter().map(&mut tone).collect()
}

/// First half yes from dark to light, the middle neither, second half no from light to dark.
fn by_place(count: usize, at: usize) -> Tone {
    let half = count / 2;
    if at < half {
        Tone::Yes(strength(half, at))
    } else if count % 2 == 1 && at == half {
        Tone::Neither
    } else {
        Tone::No(strength(half, count - 1 - at))
    }
}

/// How dark the `at`-th of `count` is, the first being the strongest; more than three begin again.
fn strength(count: usize, at: usize) -> u8 {
    let steps = [3, 2, 1];
    let first = if count < 3 { 1 } else { 0 };
    steps.get((at + first) % steps.len()).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questionnaire::question::Code;
    use crate::domain::text::Text;

    fn choices(scores: &[Option<i64>]) -> Vec<Choice> {
        let choice = |(at, score): (usize, &Option<i64>)| Choice {
            code: Code::parse(&at.to_string()).unwrap(),
            label: Text::japanese("選択肢"),
            kana: None,
            score: score.map(Into::into),
            meaning: Meaning::Substantive,
            exclusive: false,
            other: false,
            show_if: None,
        };
        scores.iter().enumerate().map(choice).collect()
    }

    #[test]
    fn a_scale_goes_from_blue_over_grey_to_amber() {
        let scale = tones(&choices(&[Some(2), Some(1), Some(0), Some(-1), Some(-2)]));
        use Tone::{Neither, No, Yes};
        assert_eq!(scale, [Yes(2), Yes(1), Neither, No(1), No(2)]);
        assert_eq!(tones(&choices(&[None; 4])), [Yes(2), Yes(1), No(1), No(2)]);
        assert_eq!(
            tones(&choices(&[None; 7])),
            [Yes(3), Yes(2), Yes(1), Neither, No(1), No(2), No(3)]
        );
    }

    #[test]
    fn neighbours_differ_however_many() {
        for count in 1..30 {
            let tones = tones(&choices(&vec![None; count]));
            assert!(tones.windows(2).all(|pair| pair[0] != pair[1]), "{count}");
        }
    }
}
