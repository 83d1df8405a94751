//! What the review of a draft finds, as a sentence that says what to do about it. Every fault has its own; a new one
//! does not compile before it has.

use super::language::language;
use super::name::{Names, beginning, unknown_item};
use crate::domain::language::Language;
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::confusable::Confusion;
use crate::domain::questionnaire::finding::DesignFault;
use crate::domain::questionnaire::limits::{LONGEST_WRITTEN, MINUTES, PLACE, REPEATS};
use crate::domain::statistics::variable::MAX_OPTIONS;
use crate::views::datum::Datum;
use crate::views::ruby;
use crate::views::say::Say;

/// What to do about a fault. Questions it names are called by their codes; see [`finding_in`].
#[must_use]
pub fn finding(fault: &DesignFault) -> Say {
    said(fault, &unknown_item)
}

/// What to do about a fault of this draft. Questions it names are called by their numbers and first words.
#[must_use]
pub fn finding_in(fault: &DesignFault, draft: &Questionnaire, language: &Language) -> Say {
    let names = Names { draft, language };
    said(fault, &|item| names.item(item))
}

/// What to think of where something will be confused.
#[must_use]
pub fn advice(confusion: &Confusion) -> Say {
    match confusion {
        Confusion::Codes { code, other } => Say::new("advice-codes")
            .with("code", code.as_str())
            .with("other", other.as_str()),
        Confusion::Labels { label, .. } => {
            Say::new("advice-labels").with("label", beginning(&ruby::plain(label)))
        }
        Confusion::Reserved(code) => Say::new("advice-reserved").with("code", code.as_str()),
    }
}

#[expect(
    clippy::too_many_lines,
    reason = "one line for each fault, and none is forgotten"
)]
fn said(fault: &DesignFault, named: &dyn Fn(&str) -> Say) -> Say {
    use DesignFault as F;
    let of = |key: &'static str, item: &str| Say::new(key).with("item", named(item));
    let spoken =
        |key: &'static str, in_it: &Language| Say::new(key).with("language", language(in_it));
    let given = |key: &'static str, given: u16| Say::new(key).with("given", given);
    let typed = |key: &'static str, name: &str| Say::new(key).with("name", name);
    match fault {
        F::DuplicateCode(code) => Say::new("finding-code-twice").with("code", code.as_str()),
        F::Languages => Say::new("finding-languages"),
        F::MissingTranslation(language) => spoken("finding-untranslated", language),
        F::UnlistedLanguage(language) => spoken("finding-language-unlisted", language),
        F::NothingAsked => Say::new("finding-nothing-asked"),
        F::TooFewOptions => Say::new("finding-few-options"),
        F::TooManyOptions(count) => many("finding-many-options", *count, MAX_OPTIONS),
        F::NoRows => Say::new("finding-no-rows"),
        F::Min(least) => given("finding-least", *least),
        F::WithoutKana => Say::new("finding-without-reading"),
        F::NotKana => Say::new("finding-no-reading"),
        F::KanaElsewhere => Say::new("finding-reading-elsewhere"),
        F::SamePlace => Say::new("finding-same-place"),
        F::LongPlace => Say::new("finding-long-place").with("most", PLACE),
        F::SameKind => Say::new("finding-ditto-kind"),
        F::SameNotBefore(item) => of("finding-ditto-not-before", item),
        F::SameCodes(item) => of("finding-ditto-codes", item),
        F::Max => Say::new("finding-most"),
        F::Places => Say::new("finding-ranks"),
        F::ExclusiveNotMultiple => Say::new("finding-alone-elsewhere"),
        F::Other => Say::new("finding-line-elsewhere"),
        F::Order => Say::new("finding-order"),
        F::EmptyRange => Say::new("finding-empty-range"),
        F::TooPrecise => Say::new("finding-too-precise"),
        F::MaxLength(most) => given("finding-length", *most).with("most", LONGEST_WRITTEN),
        F::PatternOfLines => Say::new("finding-form-of-lines"),
        F::PatternWithLength => Say::new("finding-form-with-length"),
        F::Minutes(minutes) => given("finding-minutes", *minutes).with("most", MINUTES),
        F::EmptyText(language) => spoken("finding-empty", language),
        F::TextTooLong { length, most } => many("finding-text-long", *length, *most),
        F::TooMany { what, count, most } => many(too_many(what), *count, *most),
        F::PageTooLarge { .. } => Say::new("finding-page-large"),
        F::DraftTooLarge { .. } => Say::new("finding-all-large"),
        F::NoteAsks => Say::new("finding-note-asks"),
        F::ConsentNotRequired => Say::new("finding-consent-open"),
        F::ConsentAboutSubject => Say::new("finding-consent-subject"),
        F::UnknownItem(item) => of("finding-unknown-item", item),
        F::SeveralItems { name, such_as } => {
            of("finding-several-items", name).with("example", named(such_as))
        }
        F::ForwardItem(item) => of("finding-later-item", item),
        F::WithoutOptions(item) => of("finding-without-options", item),
        F::NotANumber(item) => of("finding-no-number", item),
        F::NotADay(item) => of("finding-no-day", item),
        F::WithoutLimits(item) => of("finding-without-limits", item),
        F::UnknownOption { item, .. } => of("finding-unknown-option", item),
        F::OnSamePage(item) => of("finding-same-page", item),
        F::UnknownPlaceholder(name) => typed("finding-unknown-filling", name),
        F::NestedPlaceholder(name) => typed("finding-nested-filling", name),
        F::NamesBoth(name) => typed("finding-names-both", name),
        F::WithoutFallback(name) => typed("finding-without-instead", name),
        F::NotInWords(item) => of("finding-not-in-words", item),
        F::Unnumbered => Say::new("finding-unnumbered"),
        F::Repeats(most) => given("finding-repeats", *most).with("most", REPEATS),
        F::RepeatOnOnePage => Say::new("finding-repeat-one-page"),
        F::NotHowOften(item) => of("finding-not-how-often", item),
        F::NeverSoOften(most) => given("finding-never-so-often", *most),
        F::OptionHangs => Say::new("finding-option-hangs"),
        F::NothingOffered(least) => Say::new("finding-nothing-offered").with("least", *least),
        F::DrawnOnOnePage => Say::new("finding-drawn-one-page"),
        F::DrawnAsks => Say::new("finding-drawn-asks"),
        F::Unreachable => Say::new("finding-unreachable"),
    }
}

/// How many there are, and how many there may be.
fn many(key: &'static str, count: usize, most: usize) -> Say {
    let printed = |count: usize| Datum::how_many(u64::try_from(count).unwrap_or(u64::MAX));
    let say = Say::new(key).with("count", printed(count));
    say.with("most", printed(most))
}

/// What there are too many of, by what the review calls it.
fn too_many(what: &str) -> &'static str {
    match what {
        "sections" => "finding-many-sections",
        "questions" => "finding-many-questions",
        "pictures" => "finding-many-pictures",
        "rows" => "finding-many-rows",
        "fields on one page" => "finding-many-fields",
        items if items.starts_with("items") => "finding-many-items",
        _ => "finding-many",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::super::tests::{code, draft, japanese, keys, keys_of, said};
    use super::*;
    use crate::domain::questionnaire::confusable::remarks;
    use crate::domain::questionnaire::review::review;
    use crate::views::locale::Locales;

    const WHATS: [&str; 7] = [
        "sections",
        "questions",
        "pictures",
        "rows",
        "fields on one page",
        "items (rows of grids and places of rankings count)",
        "anything else",
    ];

    /// Every fault, those of the same keys apart.
    #[expect(clippy::too_many_lines, reason = "a list of cases")]
    fn every() -> Vec<DesignFault> {
        use DesignFault as F;
        let named = [
            F::SameNotBefore as fn(String) -> F,
            F::SameCodes,
            F::UnknownItem,
            F::ForwardItem,
            F::WithoutOptions,
            F::NotANumber,
            F::NotADay,
            F::WithoutLimits,
            F::OnSamePage,
            F::UnknownPlaceholder,
            F::NestedPlaceholder,
            F::NamesBoth,
            F::WithoutFallback,
            F::NotInWords,
            F::NotHowOften,
            F::DuplicateCode,
        ];
        let mut all: Vec<F> = named.map(|fault| fault("roads.r1".to_owned())).into();
        let spoken = [
            F::MissingTranslation as fn(Language) -> F,
            F::UnlistedLanguage,
            F::EmptyText,
        ];
        all.extend(spoken.map(|fault| fault(Language::english())));
        let counted = [
            F::Min as fn(u16) -> F,
            F::MaxLength,
            F::Minutes,
            F::Repeats,
            F::NeverSoOften,
        ];
        all.extend(counted.map(|fault| fault(700)));
        all.extend(WHATS.map(|what| F::TooMany {
            what,
            count: 2_001,
            most: 2_000,
        }));
        all.extend(alone());
        all
    }

    /// Those that are as they are.
    #[expect(clippy::too_many_lines, reason = "a list of cases")]
    fn alone() -> Vec<DesignFault> {
        use DesignFault as F;
        let (item, name) = ("roads".to_owned(), "roads".to_owned());
        vec![
            F::Languages,
            F::NothingAsked,
            F::TooFewOptions,
            F::TooManyOptions(2_000),
            F::NoRows,
            F::WithoutKana,
            F::NotKana,
            F::KanaElsewhere,
            F::SamePlace,
            F::LongPlace,
            F::SameKind,
            F::Max,
            F::Places,
            F::ExclusiveNotMultiple,
            F::Other,
            F::Order,
            F::EmptyRange,
            F::TooPrecise,
            F::PatternOfLines,
            F::PatternWithLength,
            F::TextTooLong {
                length: 4_001,
                most: 4_000,
            },
            F::PageTooLarge { bytes: 2, most: 1 },
            F::DraftTooLarge { bytes: 2, most: 1 },
            F::NoteAsks,
            F::ConsentNotRequired,
            F::ConsentAboutSubject,
            F::SeveralItems {
                such_as: "roads.r1".to_owned(),
                name,
            },
            F::UnknownOption {
                item,
                code: code("9"),
            },
            F::Unnumbered,
            F::RepeatOnOnePage,
            F::OptionHangs,
            F::NothingOffered(2),
            F::DrawnOnOnePage,
            F::DrawnAsks,
            F::Unreachable,
        ]
    }

    /// One for each sentence there is: a fault that is not in the list leaves its sentence unsaid.
    #[test]
    fn every_fault_says_what_to_do_in_both_languages() {
        let (locales, draft) = (Locales::load().unwrap(), draft());
        let mut told = BTreeSet::new();
        for fault in every() {
            said(&locales, &finding(&fault));
            let say = finding_in(&fault, &draft, &Language::japanese());
            let [japanese, english] = said(&locales, &say);
            assert!(
                japanese.ends_with('。') && english.ends_with('.'),
                "{japanese} {english}"
            );
            assert_eq!(finding(&fault).key, say.key);
            assert!(
                told.insert(say.key.to_string()),
                "{japanese} is said of two faults"
            );
        }
        assert_eq!(told, keys("findings", &["finding-"]));
    }

    #[test]
    fn nobody_reads_the_names_of_fields() {
        let text = crate::views::files::text_of("locales/ja/staff/findings.ftl").unwrap();
        for line in text.lines() {
            let Some((key, said)) = line.split_once(" =") else {
                continue;
            };
            let parts = said.split(['{', '}']).step_by(2);
            let letters = parts.flat_map(str::chars).any(|c| c.is_ascii_alphabetic());
            assert!(!letters, "{key}: {said}");
        }
    }

    #[test]
    fn questions_are_called_by_number_where_the_draft_is_known() {
        let fault = DesignFault::ForwardItem("say".to_owned());
        let known = finding_in(&fault, &draft(), &Language::japanese());
        assert!(japanese(&known).starts_with("問6「ご意見」は"), "{known:?}");
        assert!(japanese(&finding(&fault)).starts_with("設問「say」は"));
    }

    /// What the review itself calls what there is too much of is known here.
    #[test]
    fn what_is_too_much_is_known_by_name() {
        let mut large = draft();
        let section = large.sections[2].clone();
        large.sections.extend(vec![section; 501]);
        let found = review(&large);
        let many = found.iter().filter_map(|found| match found.fault {
            DesignFault::TooMany { what, .. } => Some(too_many(what)),
            _ => None,
        });
        let many: BTreeSet<&str> = many.collect();
        let expected = ["finding-many-questions", "finding-many-sections"];
        assert_eq!(many.into_iter().collect::<Vec<_>>(), expected);
    }

    #[test]
    fn what_will_be_confused_is_advice() {
        let mut draft = draft();
        let question = draft.sections[2].questions[0].clone();
        for name in ["Say", "total"] {
            let mut other = question.clone();
            other.code = code(name);
            draft.sections[2].questions.push(other);
        }
        let alike = draft.sections[0].questions[2].clone();
        let mut alike: serde_json::Value = serde_json::to_value(alike).unwrap();
        alike["code"] = "alike".into();
        alike["options"][1]["label"] = "よく読んでいる".into();
        draft.sections[2]
            .questions
            .push(serde_json::from_value(alike).unwrap());
        let locales = Locales::load().unwrap();
        let mut told = BTreeSet::new();
        for remark in remarks(&draft) {
            let say = advice(&remark.confusion);
            said(&locales, &say);
            keys_of(&say, &mut told);
        }
        assert_eq!(told, keys("findings", &["advice-"]));
    }
}
