//! What a questionnaire can begin from: any file or text, recognised by what is in it and never by its name.

use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::source::lack::Lack;
use crate::domain::questionnaire::source::place::Place;
use crate::domain::questionnaire::source::{Kind, Line, Source, Unmapped};

use super::foreign::{self, Foreign, limesurvey, surveyjs, xlsform};
use super::questionnaire::{self as own, Fault, FaultKind};
use super::sheet::{self, guess};

/// Why nothing begins from it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// It is no sheet.
    Sheet(sheet::Refused),
    /// A file of ours with faults: all of them.
    Own(Vec<Fault>),
    /// A file of another program that cannot be read.
    Foreign(Vec<Unmapped>),
}

/// A questionnaire, and where it came from.
pub type Begun = (Questionnaire, Source);

/// Reads what somebody pasted. `code` is the one it is to have.
///
/// # Errors
/// [`Refused::Sheet`].
pub fn of_text(text: &str, code: Code) -> Result<Begun, Refused> {
    guessed(Kind::Pasted, None, text.as_bytes(), code)
}

/// Reads a file. `code` is the one it is to have, where it says none itself.
///
/// # Errors
/// [`Refused`].
pub fn of_file(name: &str, bytes: &[u8], code: Code) -> Result<Begun, Refused> {
    if bytes.len() > sheet::FILE_BYTES {
        return Err(Refused::Sheet(sheet::Refused::TooLarge));
    }
    let name = Some(name.to_owned()).filter(|name| !name.is_empty());
    match foreign::kind_of(bytes) {
        Some(kind) => of_foreign(kind, name, bytes),
        None if own::is_one(bytes) => of_own(name, bytes),
        None if bytes.starts_with(b"PK") => guessed(Kind::Word, name, bytes, code),
        None => guessed(Kind::Text, name, bytes, code),
    }
}

fn guessed(kind: Kind, name: Option<String>, bytes: &[u8], code: Code) -> Result<Begun, Refused> {
    let read = sheet::text(bytes).map_err(Refused::Sheet)?;
    let guessed = guess(&read.lines, code);
    let lines = guessed.fates.into_iter().filter_map(|fate| {
        let line = read.lines.get(fate.line)?;
        Some(Line {
            place: line.place,
            parts: fate.parts,
        })
    });
    let mut source = Source::new(kind, name, &guessed.draft).with_lines(lines.collect());
    source.passed_over = read.passed_over;
    Ok((guessed.draft, source))
}

/// A file of ours may have faults of design, which the review of the draft finds; it must be readable, all of it.
fn of_own(name: Option<String>, bytes: &[u8]) -> Result<Begun, Refused> {
    let examined = own::examine(bytes, |_| Err(std::io::ErrorKind::NotFound.into()));
    let is_readable = |fault: &Fault| matches!(fault.kind, FaultKind::Design(_));
    match examined.questionnaire {
        Some(questionnaire) if examined.faults.iter().all(is_readable) => {
            let source = Source::new(Kind::Own, name, &questionnaire);
            let cut = examined.remarks.into_iter().filter_map(cut);
            Ok((questionnaire, source.with_unmapped(cut.collect())))
        }
        _ => Err(Refused::Own(examined.faults)),
    }
}

/// What a comment has cut off a text.
fn cut(remark: Fault) -> Option<Unmapped> {
    let FaultKind::CutText(value) = remark.kind else {
        return None;
    };
    let (path, line) = (remark.path, remark.line);
    let what = Lack::NotRead {
        name: "#".to_owned(),
        value,
    };
    Some(Unmapped {
        place: Place::Element { path, line },
        what,
    })
}

fn of_foreign(kind: Kind, name: Option<String>, bytes: &[u8]) -> Result<Begun, Refused> {
    let read = match kind {
        Kind::XlsForm => xlsform::read,
        Kind::SurveyJs => surveyjs::read,
        _ => limesurvey::read,
    };
    let Foreign {
        questionnaire,
        unmapped,
    } = read(bytes);
    match questionnaire {
        Some(questionnaire) => {
            let source = Source::new(kind, name, &questionnaire);
            Ok((questionnaire, source.with_unmapped(unmapped)))
        }
        None => Err(Refused::Foreign(unmapped)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind(name: &str, bytes: &[u8]) -> Option<Kind> {
        let code = Code::parse("q").unwrap();
        of_file(name, bytes, code)
            .ok()
            .map(|(_, source)| source.kind)
    }

    const OWN: &str =
        "code: a\ntitle: 調査\npurpose: 目的\nminutes: 5\nlanguages: [ja]\nsections: []\n";

    #[test]
    fn a_file_is_known_by_what_is_in_it() {
        let sheet = "問1 広報を読んでいますか。\n1. はい\n2. いいえ\n";
        let json = own::write_json(
            &own::examine(OWN.as_bytes(), |_| Err(std::io::ErrorKind::NotFound.into()))
                .questionnaire
                .unwrap(),
        );
        let json = json.unwrap();
        let tsv = "id\tclass\tname\ttext\n1\tG\tA\tB\n";
        let survey = "{\"pages\":[{\"elements\":[{\"type\":\"text\",\"name\":\"a\"}]}]}";
        for name in ["a.yaml", "a.docx", "a.xlsx", "a.txt", "a", ""] {
            for (text, is) in [
                (sheet, Kind::Text),
                (OWN, Kind::Own),
                (json.as_str(), Kind::Own),
                (survey, Kind::SurveyJs),
                (tsv, Kind::Tsv),
            ] {
                assert_eq!(kind(name, text.as_bytes()), Some(is), "{name} {text}");
            }
        }
        let (cp932, ..) = encoding_rs::SHIFT_JIS.encode(sheet);
        assert_eq!(kind("a.txt", &cp932), Some(Kind::Text));
    }

    #[test]
    fn what_is_refused_says_all_that_is_wrong() {
        let code = || Code::parse("q").unwrap();
        let wrong = OWN.replace("minutes: 5", "minutes: 五\nodd: 1");
        let Err(Refused::Own(faults)) = of_file("a.yaml", wrong.as_bytes(), code()) else {
            panic!("it was read");
        };
        assert_eq!(faults.len(), 2, "{faults:?}");
        // A key that nobody reads would be gone silently.
        let odd = format!("{OWN}odd: 1\n");
        assert!(matches!(
            of_file("a.yaml", odd.as_bytes(), code()),
            Err(Refused::Own(_))
        ));
        let utf16: Vec<u8> = OWN.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let utf16 = [&b"\xff\xfe"[..], &utf16].concat();
        let Err(Refused::Own(faults)) = of_file("a.txt", &utf16, code()) else {
            panic!("it was read");
        };
        assert_eq!(faults[0].kind, FaultKind::Utf16);
        let large = vec![b'a'; sheet::FILE_BYTES + 1];
        let too_large = Refused::Sheet(sheet::Refused::TooLarge);
        assert_eq!(of_file("a.txt", &large, code()), Err(too_large));
        let page = of_file("a.lss", b"<html></html>", code());
        assert!(matches!(page, Err(Refused::Foreign(_))), "{page:?}");
    }
}
