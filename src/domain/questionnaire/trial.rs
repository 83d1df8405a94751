//! 試行: a draft answered like the real thing by whoever has its link, until its day. Counted apart, part of no result.

use super::question::Code;
use super::{Answers, Reader};

/// Most days that a link leads anywhere.
pub const MOST_DAYS: u64 = 60;

/// Most answers of one trial: whoever has the link may send them, and nobody reads more.
pub const MOST_RESPONSES: i64 = 1_000;

/// Most notes of one trial.
pub const MOST_NOTES: i64 = 1_000;

/// What a trial shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tried {
    /// How many answered.
    pub responses: usize,
    /// The time that half of them took at most, in minutes, rounded up; none before anybody answered.
    pub minutes: Option<u32>,
    /// How many answered each question, in the order they are asked.
    pub questions: Vec<(Code, usize)>,
}

/// Counts what was answered on trial, each with its time in seconds.
#[must_use]
pub fn tried(reader: &Reader, responses: &[(u32, Answers)]) -> Tried {
    let mut seconds: Vec<u32> = responses.iter().map(|(seconds, _)| *seconds).collect();
    seconds.sort_unstable();
    let half = seconds.get(seconds.len().saturating_sub(1) / 2);
    let answered = |section, question| {
        let items = reader.items_of(section, question);
        let answers = |answers: &Answers| items.clone().any(|at| answers.at(at).is_some());
        responses.iter().filter(|(_, one)| answers(one)).count()
    };
    let sections = reader.questionnaire().sections.iter().enumerate();
    let questions = sections.flat_map(|(section, one)| {
        let questions = one.questions.iter().enumerate();
        let asked = questions.filter(|(_, question)| question.kind.is_asked());
        asked.map(move |(at, question)| (section, at, question.code.clone()))
    });
    Tried {
        responses: responses.len(),
        minutes: half.map(|seconds| seconds.div_ceil(60)),
        questions: questions
            .map(|(section, at, code)| (code, answered(section, at)))
            .collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questionnaire::answers::{Document, Written};
    use crate::domain::questionnaire::tests::every_kind;

    #[test]
    fn what_was_answered_is_counted_question_by_question() {
        let reader = every_kind();
        let first = reader.items().first().unwrap();
        let code = first.accepts.codes().first().unwrap().to_string();
        let document = Document::from([(first.code.clone(), Written::Word(code))]);
        let answered = Answers::stored(&reader, document).unwrap();
        let responses = [
            (61, answered.clone()),
            (600, Answers::none(&reader)),
            (30, answered),
        ];
        let tried = tried(&reader, &responses);
        assert_eq!((tried.responses, tried.minutes), (3, Some(2)));
        assert_eq!(tried.questions.len(), reader.question_count());
        assert_eq!(tried.questions[0].1, 2);
        assert!(tried.questions[1..].iter().all(|(_, count)| *count == 0));
        assert_eq!(super::tried(&reader, &[]).minutes, None);
    }
}
