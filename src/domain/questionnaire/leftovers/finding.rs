//! What may be last year's in a text. Names are looked for with care: a word too few is better than every word.

use std::ops::Range;

use super::What;
use super::day;
use super::letters::Letters;

/// Words that mean another time each year, the longer before those they begin with.
const RELATIVE: [&str; 16] = [
    "一昨年度",
    "一昨年",
    "昨年度",
    "昨年",
    "前年度",
    "前年",
    "去年",
    "今年度",
    "本年度",
    "今年",
    "来年度",
    "来年",
    "前々回",
    "前回",
    "last year",
    "this year",
];

/// The offices behind which a name stands, the longer before those they end.
const OFFICES: [&str; 17] = [
    "副市長",
    "副町長",
    "副村長",
    "市長",
    "町長",
    "村長",
    "区長",
    "教育長",
    "議長",
    "副会長",
    "会長",
    "委員長",
    "部長",
    "課長",
    "係長",
    "担当者",
    "担当",
];

/// What stands before a number that is called, and before one that is sent to.
const CALLED: [&str; 6] = ["電話", "TEL", "Tel", "tel", "℡", "telephone"];
const SENT: [&str; 6] = [
    "FAX",
    "Fax",
    "fax",
    "ファクス",
    "ファックス",
    "ファクシミリ",
];
/// Most letters of a number, with what stands between them.
const LONGEST: usize = 24;
/// How far before its number that stands, in letters.
const NEAR: usize = 10;

/// The last part of a domain name that is written without `https://`.
const ENDINGS: [&str; 5] = [".jp", ".com", ".net", ".org", ".info"];

/// Everything that may be last year's, in its order: nothing overlaps.
pub(super) fn find(text: &str) -> Vec<(What, Range<usize>)> {
    let letters = Letters::of(text);
    let (mut at, mut all) = (0, Vec::new());
    while at < letters.len() {
        let found = here(&letters, at).filter(|(_, end)| *end > at);
        let Some((what, end)) = found else {
            at += 1;
            continue;
        };
        all.extend(letters.span(at..end).map(|span| (what, span)));
        at = end;
    }
    all
}

fn here(letters: &Letters, at: usize) -> Option<(What, usize)> {
    let as_what = |what: What| move |end: usize| (what, end);
    mail(letters, at)
        .map(as_what(What::Mail))
        .or_else(|| web(letters, at).map(as_what(What::Web)))
        .or_else(|| number(letters, at))
        .or_else(|| {
            let (written, end) = day::read(letters, at)?;
            let is_day = written.day.is_some();
            Some((if is_day { What::Day } else { What::Year }, end))
        })
        .or_else(|| relative(letters, at).map(as_what(What::Relative)))
        .or_else(|| person(letters, at).map(as_what(What::Person)))
}

/// The letters of an address before and behind its @.
fn is_of_mail(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_' | '+')
}

fn mail(letters: &Letters, at: usize) -> Option<usize> {
    if letters.before(at).is_some_and(is_of_mail) {
        return None;
    }
    let end = letters.run(at, is_of_mail);
    let domain = (end > at).then(|| letters.word(end, "@"))??;
    let end = without_stops(letters, domain, letters.run(domain, is_of_mail));
    letters.text(domain..end).contains('.').then_some(end)
}

fn web(letters: &Letters, at: usize) -> Option<usize> {
    if letters
        .before(at)
        .is_some_and(|c| c == '@' || is_of_mail(c))
    {
        return None;
    }
    let begun = letters.one_of(at, &["https://", "http://", "www."]);
    let host = letters.run(begun.unwrap_or(at), |c| {
        c.is_ascii_alphanumeric() || matches!(c, '.' | '-')
    });
    let host = without_stops(letters, at, host);
    let name = letters.text(at..host);
    let known = begun.is_some_and(|begun| host > begun)
        || ENDINGS.iter().any(|ending| name.ends_with(ending));
    let rest = letters
        .at(host)
        .filter(|c| matches!(c, '/' | ':' | '?' | '#'));
    known.then(|| match rest {
        Some(_) => without_stops(letters, host, letters.run(host, is_of_path)),
        None => host,
    })
}

fn is_of_path(c: char) -> bool {
    c.is_ascii_graphic()
        && !matches!(
            c,
            '"' | '<' | '>' | '(' | ')' | '[' | ']' | '\'' | '`' | '|'
        )
}

/// The end of an address: a stop behind it ends the sentence.
fn without_stops(letters: &Letters, from: usize, mut end: usize) -> usize {
    while end > from
        && matches!(
            letters.before(end),
            Some('.' | ',' | ':' | ';' | '-' | '!' | '?')
        )
    {
        end -= 1;
    }
    end
}

/// A number to call, or to send a fax to.
fn number(letters: &Letters, at: usize) -> Option<(What, usize)> {
    let joins = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.');
    let before = letters.text(at.saturating_sub(NEAR)..at);
    let named = CALLED
        .iter()
        .chain(&SENT)
        .any(|word| before.ends_with(word));
    if letters.before(at).is_some_and(joins) && !named {
        return None;
    }
    if let Some(end) = extension(letters, at) {
        return Some((What::Telephone, end));
    }
    let end = number_end(letters, at);
    let said = letters.text(at..end);
    let [called, sent] =
        [&CALLED, &SENT].map(|words| words.iter().filter_map(|word| before.rfind(word)).max());
    let what = match sent > called {
        true => What::Fax,
        false => What::Telephone,
    };
    is_number(&said, called.or(sent).is_some()).then_some((what, end))
}

/// 内線 123.
fn extension(letters: &Letters, at: usize) -> Option<usize> {
    let named = letters.word(at, "内線")?;
    let from = letters.while_at_most(named, 2, |c| matches!(c, ' ' | ':' | '('));
    let end = letters.run(from, |c| c.is_ascii_digit());
    (2..=5).contains(&(end - from)).then_some(end)
}

/// Whether somebody answers there: a whole number, or one within the town behind 「電話」.
fn is_number(said: &str, is_named: bool) -> bool {
    let digits = said.chars().filter(char::is_ascii_digit).count();
    let [open, closed] = ['(', ')'].map(|bracket| said.matches(bracket).count());
    let whole = match said.chars().find(|c| *c != '(') {
        Some('0') => matches!(digits, 10 | 11),
        Some('+') => (10..=13).contains(&digits),
        _ => false,
    };
    let local = is_named && (6..=8).contains(&digits) && said.contains('-');
    // 「（0125-54-2121」: a bracket that closes behind the number is not of it.
    open <= closed && (whole || local)
}

/// Digits and what stands between them; it ends with a digit.
fn number_end(letters: &Letters, at: usize) -> usize {
    let first = letters
        .at(at)
        .filter(|c| c.is_ascii_digit() || matches!(c, '(' | '+'));
    let Some(first) = first else { return at };
    let is_of_number = |c: char| {
        let spaced = c == ' ' && !first.is_ascii_digit();
        spaced || c.is_ascii_digit() || matches!(c, '-' | '(' | ')')
    };
    let mut end = letters.while_at_most(at + 1, LONGEST, is_of_number);
    while end > at && !letters.before(end).is_some_and(|c| c.is_ascii_digit()) {
        end -= 1;
    }
    end
}

fn relative(letters: &Letters, at: usize) -> Option<usize> {
    let end = letters.one_of(at, &RELATIVE)?;
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphabetic());
    let english = letters.at(at).is_some_and(|c| c.is_ascii());
    let whole = !english || (!joins(letters.at(end)) && !joins(letters.before(at)));
    whole.then_some(end)
}

/// An office, a space or colon, and a name: 市長　山田 太郎, 担当：佐藤.
fn person(letters: &Letters, at: usize) -> Option<usize> {
    let office = letters.one_of(at, &OFFICES)?;
    let from = letters.while_at_most(office, 3, |c| matches!(c, ' ' | ':' | '/'));
    let end = letters.while_at_most(from, 6, is_of_name);
    let name = letters.text(from..end);
    let is_word = OFFICES
        .iter()
        .chain(&CALLED)
        .any(|word| name.contains(word))
        || name.starts_with("内線");
    if from == office || end < from + 2 || is_word {
        return None;
    }
    let end = given_name(letters, end).unwrap_or(end);
    let behind = letters
        .at(end)
        .is_none_or(|c| !c.is_alphanumeric() || "様氏殿".contains(c));
    let led = letters.one_of(end, &["まで", "です", "から"]).is_some();
    (behind || led).then_some(end)
}

/// What stands behind a family name and a space.
fn given_name(letters: &Letters, at: usize) -> Option<usize> {
    let from = letters.word(at, " ")?;
    let end = letters.while_at_most(from, 4, |c| {
        is_of_name(c) || matches!(c, 'ぁ'..='ん' | 'ァ'..='ヶ')
    });
    let name = letters.text(from..end);
    let other = CALLED
        .iter()
        .chain(&OFFICES)
        .chain(&["内線", "課", "係"])
        .any(|word| name.contains(word));
    (end > from && !other).then_some(end)
}

fn is_of_name(c: char) -> bool {
    matches!(c, '\u{4e00}'..='\u{9fff}' | '々' | '〇' | '○' | '◯')
}
