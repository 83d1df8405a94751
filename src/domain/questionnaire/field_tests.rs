//! What the door promises of the fields of one question: least numbers of choices, known forms, consents, times.

use super::refusal::AnswerErrorKind as Refused;
use super::*;

/// A questionnaire of one section with these questions, each without code and text.
fn form(questions: &[serde_json::Value]) -> Questionnaire {
    let named = questions.iter().enumerate().map(|(at, question)| {
        let mut question = question.clone();
        question["code"] = format!("q{}", at + 1).into();
        question["text"] = "x".into();
        question
    });
    let document = serde_json::json!({
        "code": "c", "title": "t", "purpose": "p", "minutes": 1, "languages": ["ja"],
        "sections": [{"code": "s", "title": "t", "questions": named.collect::<Vec<_>>()}],
    });
    serde_json::from_value(document).unwrap()
}

/// What the review finds: field and sentence.
fn found(question: serde_json::Value) -> Vec<(String, String)> {
    let findings = review::review(&form(&[question])).into_iter();
    let told = findings.map(|found| {
        let field = found.path.trim_start_matches("sections[0].questions[0].");
        (field.to_owned(), found.fault.to_string())
    });
    told.collect()
}

fn read(questions: &[serde_json::Value], pairs: &[(&str, &str)]) -> Result<String, Vec<Refused>> {
    let questionnaire = form(questions);
    assert_eq!(review::review(&questionnaire), []);
    let reader = Reader::new(questionnaire);
    match Answers::read(&reader, &pairs.iter().copied().collect()) {
        Ok(answers) => {
            let stored = serde_json::from_str(&answers.document()).unwrap();
            assert_eq!(Answers::stored(&reader, stored).as_ref(), Ok(&answers));
            let printed: Raw = answers.pairs().into_iter().collect();
            assert_eq!(Answers::read(&reader, &printed).as_ref(), Ok(&answers));
            Ok(answers.document())
        }
        Err(errors) => Err(errors.into_iter().map(|error| error.kind).collect()),
    }
}

fn multiple(min: u16, max: Option<u16>) -> serde_json::Value {
    let mut question = serde_json::json!({"type": "multiple", "min": min, "options": [
        {"code": "a", "label": "a"}, {"code": "b", "label": "b"}, {"code": "c", "label": "c"},
        {"code": "other", "label": "その他", "other": true},
        {"code": "none", "label": "特にない", "exclusive": true},
    ]});
    if let Some(max) = max {
        question["max"] = max.into();
    }
    question
}

#[test]
fn fewer_choices_than_asked_for_are_refused() {
    let of = |pairs: &[(&str, &str)]| read(&[multiple(2, Some(3))], pairs);
    let few = Err(vec![Refused::TooFewChosen { min: 2, chosen: 1 }]);
    assert_eq!(of(&[("q1", "a")]), few);
    assert_eq!(of(&[("q1", "other"), ("q1.other", "猫")]), few);
    assert_eq!(of(&[("q1.other", "猫")]), few);
    let two = r#"{"q1": ["a", "other"], "q1.other": "猫"}"#;
    assert_eq!(
        of(&[("q1", "a"), ("q1.other", "猫")]).as_deref(),
        Ok(two),
        "what is written beside it has chosen it"
    );
    assert_eq!(
        of(&[("q1", "b"), ("q1", "a")]).as_deref(),
        Ok(r#"{"q1": ["a", "b"]}"#)
    );
    assert_eq!(
        of(&["a", "b", "c", "other"].map(|code| ("q1", code))),
        Err(vec![Refused::TooManyChosen { max: 3, chosen: 4 }])
    );
    assert_eq!(
        of(&[("q1", "a"), ("q1", "none")]),
        Err(vec![Refused::ExclusiveWithOthers])
    );
    assert_eq!(
        of(&[("q1", "a"), ("q1", "zzz")]),
        Err(vec![Refused::UnknownOption])
    );
}

#[test]
fn nothing_and_what_stands_alone_are_never_too_few() {
    for (min, max) in [(2, Some(3)), (3, Some(3)), (4, None)] {
        let of = |pairs: &[(&str, &str)]| read(&[multiple(min, max)], pairs);
        assert_eq!(of(&[]).as_deref(), Ok("{}"));
        assert_eq!(of(&[("q1", "")]).as_deref(), Ok("{}"));
        assert_eq!(of(&[("q1", "none")]).as_deref(), Ok(r#"{"q1": ["none"]}"#));
    }
    let mut required = multiple(2, None);
    required["required"] = true.into();
    assert_eq!(read(&[required], &[]), Err(vec![Refused::Required]));
}

#[test]
fn a_least_number_that_nobody_could_meet_is_a_fault_of_the_design() {
    for (min, max) in [(1, None), (4, None), (3, Some(3)), (4, Some(5))] {
        assert_eq!(found(multiple(min, max)), [], "{min} to {max:?}");
    }
    // Five options, one of which stands alone.
    for (min, max) in [(0, None), (5, None), (3, Some(2)), (u16::MAX, None)] {
        let said = format!(
            "“min” is {min}; it must be at least 1, and at most “max” and the number of options that are not exclusive"
        );
        assert_eq!(found(multiple(min, max)), [("min".to_owned(), said)]);
    }
}

#[test]
fn what_says_no_least_number_is_stored_as_before() {
    let question = serde_json::json!({"code": "q", "text": {"ja": "x"}, "required": false, "role": "subject",
        "type": "multiple", "options": [], "max": 2});
    let read: question::Question = serde_json::from_value(question.clone()).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), question);
}

#[test]
fn texts_of_a_known_form_are_kept_in_it() {
    let form = [
        serde_json::json!({"type": "text", "pattern": "postal_code"}),
        serde_json::json!({"type": "text", "pattern": "telephone"}),
    ];
    let of = |pairs: &[(&str, &str)]| read(&form, pairs);
    let kept = r#"{"q1": "073-0122", "q2": "0125-54-2121"}"#;
    assert_eq!(
        of(&[
            ("q1", "〒０７３０１２２"),
            ("q2", "０１２５（５４）２１２１")
        ])
        .as_deref(),
        Ok(kept)
    );
    assert_eq!(of(&[("q1", "\u{3000}"), ("q2", "")]).as_deref(), Ok("{}"));
    let long = "0".repeat(20_000);
    let deep = format!("0{}", "\u{301}".repeat(10_000));
    for bad in ["砂川市", "12", &long, &deep] {
        let both = vec![Refused::NotAPostalCode, Refused::NotATelephone];
        assert_eq!(of(&[("q1", bad), ("q2", bad)]), Err(both));
    }
    assert_eq!(
        of(&[("q1", "073-0122\0")]),
        Err(vec![Refused::ForbiddenCharacter])
    );
    assert_eq!(
        of(&[("q2", "0125-54\n-2121")]),
        Err(vec![Refused::NotOneLine])
    );
    let twice = [("q1", "073-0122"), ("q1", "073-0122")];
    assert_eq!(of(&twice), Err(vec![Refused::Repeated]));
}

#[test]
fn a_known_form_is_one_line_of_its_own_length() {
    let of = |more: &[(&str, serde_json::Value)]| {
        let mut question = serde_json::json!({"type": "text", "pattern": "telephone"});
        for (key, value) in more {
            question[*key] = value.clone();
        }
        found(question)
    };
    assert_eq!(of(&[]), []);
    let said = [
        ("long", "“pattern” is for a text of one line"),
        ("max_length", "“max_length” has no meaning beside “pattern”"),
    ];
    let said = said.map(|(field, said)| (field.to_owned(), said.to_owned()));
    assert_eq!(
        of(&[("long", true.into()), ("max_length", 20.into())]),
        said
    );
}

fn consent() -> serde_json::Value {
    serde_json::json!({"type": "consent", "label": "同意します", "required": true, "role": "attribute"})
}

#[test]
fn a_consent_is_one_tick_that_must_be_given() {
    let of = |pairs: &[(&str, &str)]| read(&[consent(), multiple(2, None)], pairs);
    assert_eq!(of(&[("q1", "1")]).as_deref(), Ok(r#"{"q1": "1"}"#));
    for blank in ["", " "] {
        assert_eq!(of(&[("q1", blank)]), Err(vec![Refused::Required]));
    }
    assert_eq!(of(&[]), Err(vec![Refused::Required]));
    let long = "1".repeat(20_000);
    for foreign in ["0", "2", "on", "true", " 1", &long] {
        assert_eq!(of(&[("q1", foreign)]), Err(vec![Refused::UnknownOption]));
    }
    let twice = of(&[("q1", "1"), ("q1", "1")]);
    assert_eq!(twice, Err(vec![Refused::Repeated]));
}

#[test]
fn a_consent_alone_is_a_blank_sheet() {
    let reader = Reader::new(form(&[consent(), multiple(2, None)]));
    let of = |pairs: &[(&str, &str)]| {
        Answers::read(&reader, &pairs.iter().copied().collect()).map(|answers| answers.is_blank())
    };
    assert_eq!(of(&[("q1", "1")]), Ok(true));
    assert_eq!(of(&[("q1", "1"), ("q2", "none")]), Ok(false));
    let stored = serde_json::from_str(r#"{"q1": "2"}"#).unwrap();
    assert!(Answers::stored(&reader, stored).is_err());
}

#[test]
fn a_consent_is_required_about_the_respondent_and_named_by_no_condition() {
    assert_eq!(found(consent()), []);
    let open = serde_json::json!({"type": "consent", "label": "同意します"});
    let said = [
        (
            "required",
            "a consent is always required: leave “required” out",
        ),
        (
            "role",
            "a consent says nothing about the subject: leave “role” out",
        ),
    ];
    let said = said.map(|(field, said)| (field.to_owned(), said.to_owned()));
    assert_eq!(found(open), said);
    let empty = serde_json::json!({"type": "consent", "label": "　", "required": true, "role": "attribute"});
    assert_eq!(found(empty)[0].0, "label");
    let mut follow = multiple(2, None);
    follow["show_if"] = serde_json::json!({"any_of": {"item": "q1", "codes": ["1"]}});
    let findings = review::review(&form(&[consent(), follow]));
    let fault = finding::DesignFault::WithoutOptions("q1".to_owned());
    assert_eq!(
        findings
            .iter()
            .map(|found| &found.fault)
            .collect::<Vec<_>>(),
        [&fault]
    );
}

#[test]
fn times_are_kept_as_a_clock_shows_them() {
    let asked = serde_json::json!({"type": "time", "min": "09:00", "max": "17:30"});
    assert_eq!(found(asked.clone()), []);
    let of = |pairs: &[(&str, &str)]| read(std::slice::from_ref(&asked), pairs);
    for good in ["14:30", "１４時３０分", "午後2時半", "2:30 pm"] {
        assert_eq!(of(&[("q1", good)]).as_deref(), Ok(r#"{"q1": "14:30"}"#));
    }
    for (end, kept) in [("9時", "09:00"), ("午後5時半", "17:30")] {
        let stored = format!(r#"{{"q1": "{kept}"}}"#);
        assert_eq!(of(&[("q1", end)]), Ok(stored));
    }
    assert_eq!(of(&[("q1", " ")]).as_deref(), Ok("{}"));
    let (min, max) = ("09:00".parse().unwrap(), "17:30".parse().unwrap());
    for outside in ["8:59", "17:31", "0時", "午後11時"] {
        let refused = Refused::TimeOutside { min, max };
        assert_eq!(of(&[("q1", outside)]), Err(vec![refused]), "{outside}");
    }
    let long = "1".repeat(20_000);
    for bad in ["24:00", "夕方", "午後12時", "14", "10時～12時", &long] {
        assert_eq!(of(&[("q1", bad)]), Err(vec![Refused::NotATime]), "{bad}");
    }
    let reader = Reader::new(form(&[asked]));
    for bad in [r#"{"q1": "9:00"}"#, r#"{"q1": 9}"#, r#"{"q1": ["09:00"]}"#] {
        let stored = serde_json::from_str(bad).unwrap();
        assert!(Answers::stored(&reader, stored).is_err(), "{bad}");
    }
}

#[test]
fn a_span_over_midnight_cannot_be_asked() {
    let night = serde_json::json!({"type": "time", "min": "22:00", "max": "05:00"});
    let said = "the smallest value is larger than the largest".to_owned();
    assert_eq!(found(night), [("min".to_owned(), said)]);
    let moment = serde_json::json!({"type": "time", "min": "22:00", "max": "22:00"});
    assert_eq!(found(moment), []);
    assert_eq!(found(serde_json::json!({"type": "time"})), []);
}
