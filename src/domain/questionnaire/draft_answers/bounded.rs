//! How much of what was typed is kept: never more than the questionnaire can hold, whatever was sent.
//!
//! What is cut away changes nothing in how the rest is read: the same answers, the same questions at fault. A text is
//! kept whole up to twice what its field takes, so that it can be shown again and shortened.

use super::super::item::{Accepts, Item};
use super::super::reader::Reader;
use super::super::same::SAME;
use super::super::{field, limits, place};
use super::Typed;

/// A value that is cut keeps so many bytes more than would do: the rest of a character, and one that is not blank.
const MORE: usize = 8;

/// What is kept of fields as typed: those of the questionnaire, each as long and as often as can matter.
#[must_use]
pub fn bounded(reader: &Reader, typed: &Typed) -> Typed {
    let known = typed.iter().filter_map(|(name, values)| {
        let (_, item) = reader.item(name)?;
        Some((name.clone(), of_item(item, values)))
    });
    known.collect()
}

/// Most bytes that [`bounded`] leaves, written as JSON: what is kept of a draft is never larger.
#[must_use]
pub fn most_bytes(reader: &Reader) -> usize {
    let items = reader.items().iter();
    items.map(most_of_item).sum::<usize>() + "{}".len()
}

/// Whether no question has an answer: nothing is written, nothing marked.
#[must_use]
pub fn is_blank(typed: &Typed) -> bool {
    let mut values = typed.values().flatten();
    values.all(|value| field::is_blank(value) || place::is_before(value))
}

fn most_of_item(item: &Item) -> usize {
    // A quotation mark or a line end is two bytes in JSON. Other controls, six, never pass the door.
    let value = 2 * (most(item) + MORE) + "\"\",".len();
    item.code.len() + "\"\":[],".len() + values(item) * value
}

/// Most bytes of one value that can be right, or be put right.
fn most(item: &Item) -> usize {
    match &item.accepts {
        // Half of it is what a text takes; the rest is for the code it is the name of.
        Accepts::One(_) if item.names.is_some() => 2 * limits::written_bytes(limits::PLACE),
        Accepts::One(codes) | Accepts::Many { codes, .. } => {
            let lengths = codes.iter().map(|code| code.as_str().len());
            lengths.max().unwrap_or(0).max(SAME.len())
        }
        Accepts::Consent(code) => code.as_str().len(),
        Accepts::Number { .. } | Accepts::Date { .. } | Accepts::Time { .. } => limits::TYPED_BYTES,
        // Line ends may shrink to half.
        Accepts::Text { max_length, .. } => 2 * limits::written_bytes(*max_length),
    }
}

/// Most values of one item: one more than can be right, so that it is seen to be wrong.
fn values(item: &Item) -> usize {
    match &item.accepts {
        Accepts::One(_) if item.names.is_some() => place::VALUES + 1,
        Accepts::Many { codes, .. } => codes.len() + 1,
        _ => 2,
    }
}

fn of_item(item: &Item, values: &[String]) -> Vec<String> {
    let Accepts::Many { codes, .. } = &item.accepts else {
        let first = values.iter().take(self::values(item));
        return first.map(|value| cut(value, most(item))).collect();
    };
    let mut kept: Vec<String> = Vec::new();
    let mut strange = false;
    for value in values {
        let known = codes.iter().any(|code| code.as_str() == value);
        if known && !kept.contains(value) {
            kept.push(value.clone());
        } else if !strange && (known || has_weight(value)) {
            strange = true;
            kept.push(cut(value, most(item)));
        }
    }
    kept
}

/// Whether a value is more than white space: it is refused where it is no option.
fn has_weight(value: &str) -> bool {
    !field::is_blank(value) || value.chars().any(char::is_control)
}

/// The beginning of a value that is too long to be right: too long still, and as blank as before.
fn cut(value: &str, most: usize) -> String {
    if value.len() <= most {
        return value.to_owned();
    }
    let (start, rest) = value.split_at(value.ceil_char_boundary(most + 1));
    let mut kept = start.to_owned();
    let blank = |c: &char| field::is_blank(c.encode_utf8(&mut [0; 4]));
    if field::is_blank(start) {
        let written = rest.chars().find(|c| !blank(c));
        let control = || rest.chars().find(|c| c.is_control());
        kept.extend(written.or_else(control));
    }
    kept
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::super::super::tests::every_kind;
    use super::super::DraftAnswers;
    use super::*;

    /// What passes the door: any text without control characters but tabulators and line ends.
    fn value() -> impl Strategy<Value = String> {
        let plain = "[^\\p{Cc}]{0,30}";
        let odd = prop_oneof![
            Just("\"\\\r\n\t"),
            Just("字"),
            Just("👨‍👩‍👧"),
            Just(" "),
            Just("\u{3000}"),
            Just("1"),
            Just("\n")
        ];
        prop_oneof![
            4 => prop_oneof![Just("1"), Just("2"), Just("3"), Just("a"), Just("b"), Just("99"), Just(""), Just(SAME), Just("東")]
                .prop_map(str::to_owned),
            2 => plain,
            2 => (odd, 0..60_000_usize).prop_map(|(text, times)| text.repeat(times / text.len())),
            1 => (" {0,400}", "[^\\p{Cc}]{0,3}").prop_map(|(blank, text)| blank + &text),
        ]
    }

    fn typed(names: Vec<String>) -> impl Strategy<Value = Typed> {
        let name = prop_oneof![
            9 => proptest::sample::select(names),
            1 => "[a-z.0-9]{0,200}",
        ];
        proptest::collection::btree_map(name, proptest::collection::vec(value(), 0..12), 0..20)
    }

    fn any_typed() -> impl Strategy<Value = Typed> {
        let reader = every_kind();
        typed(
            reader
                .items()
                .iter()
                .map(|item| item.code.clone())
                .collect(),
        )
    }

    proptest! {
        /// Whatever was sent: what is kept is bounded by the questionnaire, and keeping it again changes nothing.
        #[test]
        fn what_is_kept_is_bounded(typed in any_typed()) {
            let reader = every_kind();
            let kept = bounded(&reader, &typed);
            let bytes = serde_json::to_vec(&kept).unwrap().len();
            prop_assert!(bytes <= most_bytes(&reader), "{} > {}", bytes, most_bytes(&reader));
            prop_assert_eq!(&bounded(&reader, &kept), &kept);
        }

        /// What is cut away is not missed: the same answers, the same path, the same questions at fault.
        #[test]
        fn what_is_cut_changes_nothing(typed in any_typed()) {
            let reader = every_kind();
            let known: Typed = typed.into_iter().filter(|(name, _)| reader.item(name).is_some()).collect();
            let whole = DraftAnswers::of_draft(&reader, &known, None);
            let kept = DraftAnswers::of_draft(&reader, &bounded(&reader, &known), None);
            prop_assert_eq!(whole.answers(), kept.answers());
            prop_assert_eq!(whole.path(), kept.path());
            let items = |read: &DraftAnswers| -> BTreeSet<String> {
                read.faults().into_iter().map(|fault| fault.item).collect()
            };
            prop_assert_eq!(items(&whole), items(&kept));
        }
    }

    #[test]
    fn a_quarter_of_a_megabyte_in_a_radio_button_is_some_bytes() {
        let reader = every_kind();
        let typed = Typed::from([("q1".to_owned(), vec!["x".repeat(250_000); 3])]);
        let kept = bounded(&reader, &typed);
        assert!(serde_json::to_vec(&kept).unwrap().len() < 100);
        let faults = DraftAnswers::of_draft(&reader, &kept, None).faults();
        assert!(faults.iter().any(|fault| fault.item == "q1"));
    }
}
