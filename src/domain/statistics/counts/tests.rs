//! Counting checked against the plainest way of counting.

use super::*;
use crate::domain::statistics::set::Set;
use crate::domain::statistics::stored::{from_bytes, to_bytes};
use crate::domain::statistics::variable::{
    Accepts, Answer, Cleaned, ExclusiveConflict, Level, MAX_OPTIONS, OverLimit, SetRule,
};
use proptest::prelude::*;

fn variable(options: usize, many: bool) -> Variable {
    let kind = |at| match at % 4 {
        3 => OptionKind::DontKnow,
        _ => OptionKind::Substantive,
    };
    let option = |at: usize| Level {
        code: at.to_string(),
        label: String::new(),
        score: None,
        kind: kind(at),
    };
    let options = (0..options).map(option).collect();
    let rule = SetRule {
        max_select: None,
        over_limit: OverLimit::All,
        exclusive: Set::default(),
        conflict: ExclusiveConflict::Invalid,
    };
    Variable {
        id: String::new(),
        question: String::new(),
        label: String::new(),
        attribute: false,
        accepts: if many {
            Accepts::Many(options, rule)
        } else {
            Accepts::One(options)
        },
        show_if: None,
    }
}

/// Any answer to a variable with so many options: often an option near the end of a byte or a word.
fn answer(options: usize, many: bool) -> impl Strategy<Value = Answer> {
    let most = Index::try_from(options).unwrap() - 1;
    let mark = prop_oneof![
        0..=most,
        Just(most),
        (59..=66_u16).prop_map(move |at| at.min(most)),
        (250..=258_u16).prop_map(move |at| at.min(most))
    ];
    let given = match many {
        false => mark.prop_map(Answer::Code).boxed(),
        true => prop::collection::vec(mark, 1..6)
            .prop_map(|marks| Answer::Codes(marks.into_iter().collect()))
            .boxed(),
    };
    prop_oneof![
        8 => given,
        1 => Just(Answer::NoAnswer),
        1 => Just(Answer::Invalid),
        1 => Just(Answer::NotApplicable),
    ]
}

type People = Vec<(Index, Answer, bool)>;

/// A variable, and people: their row in a table, their answer, whether they pass a filter.
fn survey(options: usize) -> impl Strategy<Value = (Variable, People)> {
    any::<bool>().prop_flat_map(move |many| {
        let person = (0..3_u16, answer(options, many), any::<bool>());
        let people = prop::collection::vec(person, 0..60);
        (Just(variable(options, many)), people)
    })
}

fn column(variable: &Variable, answers: impl Iterator<Item = Answer>) -> Column {
    let mut column = Column::for_variable(variable);
    answers.for_each(|answer| column.push(&answer));
    column
}

/// The people of each option, then without an answer, invalid, not asked, answered, with an opinion: one by one.
fn naive(
    variable: &Variable,
    people: &People,
    is_in: impl Fn(&(Index, Answer, bool)) -> bool,
) -> Vec<u64> {
    let mut counts = vec![0; variable.options().len() + STATES];
    for (_, answer, _) in people.iter().filter(|person| is_in(person)) {
        let states = variable.options().len();
        let marks: Vec<usize> = match answer {
            Answer::Code(code) => vec![usize::from(*code)],
            Answer::Codes(set) => set.iter().map(usize::from).collect(),
            Answer::NoAnswer => vec![states],
            Answer::NotApplicable => vec![states + 2],
            _ => vec![states + 1],
        };
        marks.iter().for_each(|at| counts[*at] += 1);
        let is_opinion = |at: &usize| variable.options()[*at].kind == OptionKind::Substantive;
        counts[states + 3] += u64::from(answer.is_answered());
        counts[states + 4] += u64::from(answer.is_answered() && marks.iter().any(is_opinion));
    }
    counts
}

fn told(tally: &Tally, options: usize) -> Vec<u64> {
    let states = [
        &tally.no_answer,
        &tally.invalid,
        &tally.not_applicable,
        &tally.answered,
        &tally.substantive,
    ];
    let codes = (0..options).map(|at| tally.code(Index::try_from(at).unwrap()));
    codes
        .chain(states.into_iter().copied())
        .map(|sums| sums.count)
        .collect()
}

proptest! {
    /// With one option or with more than a thousand: counted by groups, one by one, or naively, from the column or
    /// from its stored bytes, everybody is counted where they belong.
    #[test]
    fn every_option_is_counted((variable, people) in (1..=1_100_usize).prop_flat_map(survey)) {
        let options = variable.options().len();
        let column = column(&variable, people.iter().map(|person| person.1.clone()));
        prop_assert!(column.fits(&variable));
        let kept = to_bytes(&column);
        // Sets of which only the first options were chosen come back narrower; the answers are the same.
        let column = from_bytes(&kept).unwrap();
        prop_assert!(column.fits(&variable));
        prop_assert_eq!(to_bytes(&column), kept);
        let filter: Vec<bool> = people.iter().map(|person| person.2).collect();
        let rows = Column::Codes(people.iter().map(|person| u8::try_from(person.0).unwrap()).collect());
        let groups = Groups::everybody(people.len()).split(&rows);
        let counts = Counts::of(&variable, &column, &groups, Some(&filter));
        let all = naive(&variable, &people, |person| person.2);
        prop_assert_eq!(&told(&counts.tally(&groups, false, |_| true), options), &all);
        prop_assert_eq!(&told(&Tally::of(&column, variable.options(), None, Some(&filter)), options), &all);
        let row = naive(&variable, &people, |person| person.2 && person.0 == 1);
        prop_assert_eq!(told(&counts.tally(&groups, false, |g| g.codes == [Some(1)]), options), row);
        for (at, (_, answer, _)) in people.iter().enumerate() {
            let chosen = if answer.is_answered() { answer.clone() } else { Answer::NoAnswer };
            prop_assert_eq!(column.chosen(at), chosen);
            prop_assert_eq!(column.is_answered(at), answer.is_answered());
        }
        // People alike in the variable itself stand together, however many options it has.
        let own = Groups::everybody(people.len()).split(&column);
        for group in own.groups() {
            let alike = people.iter().filter(|p| match &p.1 {
                Answer::Code(code) => group.codes == [Some(*code)],
                _ => group.codes == [None],
            });
            prop_assert_eq!(u64::try_from(alike.count()).unwrap(), group.people);
        }
        let wanted = [0, Index::try_from(options).unwrap() - 1];
        let chose: Vec<bool> = people.iter().map(|p| match &p.1 {
            Answer::Code(code) => wanted.contains(code),
            Answer::Codes(set) => wanted.iter().any(|at| set.contains(*at)),
            _ => false,
        }).collect();
        prop_assert_eq!(column.chose(&wanted), chose);
    }

    /// Counted by groups or one by one: the same people, whatever the part and the weights.
    #[test]
    fn groups_count_what_one_by_one_counts(
        (variable, people) in prop_oneof![Just(5_usize), Just(300)].prop_flat_map(survey),
        weights in prop::collection::vec(1..9u8, 4),
    ) {
        let options = variable.options().len();
        let column = column(&variable, people.iter().map(|person| person.1.clone()));
        let by = Column::Codes(people.iter().map(|p| u8::try_from(p.0).unwrap()).collect());
        let groups = Groups::everybody(people.len()).split(&by);
        let weights: Vec<f64> = weights.into_iter().map(f64::from).collect();
        let groups = groups.weighted(&weights);
        let of = |group: &Group| group.weight;
        let each = groups.each(&groups.groups().iter().map(of).collect::<Vec<_>>());
        let filter: Vec<bool> = people.iter().map(|p| p.2).collect();
        let counts = Counts::of(&variable, &column, &groups, Some(&filter));
        let mut slow = Tally::of(&column, variable.options(), Some(&each), Some(&filter));
        slow.codes.truncate(options);
        prop_assert_eq!(&counts.tally(&groups, true, |_| true), &slow);
    }
}

/// What is one too many is invalid in the narrow column and counted in the wide one, and nothing is cut.
#[test]
fn columns_are_as_narrow_as_their_items_allow() {
    for (options, many, narrow) in [
        (253, false, true),
        (254, false, false),
        (MAX_OPTIONS, false, false),
        (13, true, true),
        (14, true, true),
        (61, true, true),
        (62, true, false),
        (MAX_OPTIONS, true, false),
    ] {
        let variable = variable(options, many);
        let column = Column::for_variable(&variable);
        let is_narrow = !matches!(column, Column::WideCodes(_) | Column::Lists(_));
        assert_eq!(is_narrow, narrow, "{options} {many}");
        let last = variable.clean(&(options - 1).to_string());
        assert_ne!(last, Cleaned::from(Answer::Invalid));
        let mut column = column;
        column.push(&last.answer);
        assert_eq!(column.chosen(0), last.answer);
    }
    let mut narrow = Column::Codes(Vec::new());
    narrow.push(&Answer::Code(256));
    assert_eq!(narrow, Column::Codes(vec![INVALID]));
    let mut narrow = Column::Sets(Vec::new());
    narrow.push(&Answer::Codes([3, 61].into_iter().collect()));
    assert_eq!(narrow, Column::Sets(vec![SET_INVALID]));
    let mut narrow = Column::SmallSets(Vec::new());
    narrow.push(&Answer::Codes([3, 13].into_iter().collect()));
    assert_eq!(narrow.len(), 1);
    assert!(!narrow.is_answered(0));
}
