//! Masking: what leads to a person is covered where it has a form of its own: addresses, numbers, accounts.
//!
//! Names have none. Whoever reads masked texts may still meet one, and whoever publishes a text reads it first.

/// Shortest run of digits that may be a number of a person.
const LONG: usize = 7;

/// Covers e-mail addresses, accounts, telephone numbers, other long numbers, postal codes and the exact part of
/// addresses. What is covered is named: 〔電話番号など〕. Masking twice is masking once.
#[must_use]
pub fn mask(text: &str) -> String {
    let text: Vec<char> = text.chars().collect();
    let mut scan = Scan {
        text: &text,
        no_mail_before: 0,
    };
    let mut masked = String::with_capacity(text.len() * 3);
    let mut at = 0;
    while let Some(c) = text.get(at) {
        match scan.at(at) {
            Some((end, label)) => {
                masked.push_str(label);
                at = end;
            }
            None => {
                masked.push(*c);
                at += 1;
            }
        }
    }
    masked
}

/// A text being looked through from its beginning to its end.
struct Scan<'a> {
    text: &'a [char],
    /// No e-mail address begins before this place.
    no_mail_before: usize,
}

impl Scan<'_> {
    /// What begins here and is covered, with its end.
    fn at(&mut self, at: usize) -> Option<(usize, &'static str)> {
        let mail = self.mail(at).map(|end| (end, "〔メール〕"));
        mail.or_else(|| self.account(at).map(|end| (end, "〔アカウント〕")))
            .or_else(|| self.postal_code(at).map(|end| (end, "〔郵便番号〕")))
            .or_else(|| self.number(at).map(|end| (end, "〔電話番号など〕")))
            .or_else(|| self.block(at).map(|end| (end, "〔番地〕")))
    }

    fn char(&self, at: usize) -> Option<char> {
        self.text.get(at).copied().map(narrow)
    }

    /// The end of the run of characters from here on for which this holds.
    fn run(&self, at: usize, is: impl Fn(char) -> bool) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        at + rest.iter().take_while(|c| is(narrow(**c))).count()
    }

    fn mail(&mut self, at: usize) -> Option<usize> {
        if at < self.no_mail_before {
            return None;
        }
        let local = |c: char| c.is_ascii_alphanumeric() || "._%+-".contains(c);
        let domain = |c: char| c.is_ascii_alphanumeric() || ".-".contains(c);
        let end = self.run(at, local);
        if end == at || self.char(end) != Some('@') {
            self.no_mail_before = end;
            return None;
        }
        let after = self.run(end + 1, domain);
        (after > end + 1).then_some(after)
    }

    /// `@name` of a social network.
    fn account(&self, at: usize) -> Option<usize> {
        if self.char(at) != Some('@') {
            return None;
        }
        let end = self.run(at + 1, |c| c.is_ascii_alphanumeric() || "_.-".contains(c));
        (end > at + 2).then_some(end)
    }

    fn postal_code(&self, at: usize) -> Option<usize> {
        if self.char(at) != Some('〒') {
            return None;
        }
        let from = self.run(at + 1, |c| c == ' ');
        let end = self.run(from, |c| c.is_ascii_digit() || is_dash(c));
        (end > from).then_some(end)
    }

    /// The end of a block number in an address: 3丁目5番12号, 5番地, 北2条西4丁目1-2, 1-2-3.
    fn block(&self, at: usize) -> Option<usize> {
        if self.is_inside_number(at) {
            return None;
        }
        let (mut end, mut parts) = (at, Parts::default());
        while let Some((next, part)) = self.part(end) {
            parts.add(part);
            end = next;
        }
        parts.is_exact().then_some(end)
    }

    /// One part of a block number: a number with the word behind it, and what joins it to the next.
    fn part(&self, at: usize) -> Option<(usize, Part)> {
        let is_number = |c: char| c.is_ascii_digit() || "〇一二三四五六七八九十".contains(c);
        let end = self.run(at, is_number);
        if end == at || end > at + 5 {
            return None;
        }
        let is_here = |word: &str| {
            word.chars()
                .zip(end..)
                .all(|(c, at)| self.char(at) == Some(c))
        };
        let named = WORDS.iter().find(|(word, _)| is_here(word));
        let end = end + named.map_or(0, |(word, _)| word.chars().count());
        let joins = self.char(end).is_some_and(|c| is_dash(c) || c == 'の')
            && self.char(end + 1).is_some_and(|c| c.is_ascii_digit());
        let in_digits = self.char(at).is_some_and(|c| c.is_ascii_digit());
        let part = match named {
            Some((_, part)) => *part,
            // 一番一緒に, 十人十色: only digits stand alone in an address.
            None if !in_digits => return None,
            None if joins => Part::Dash,
            None => Part::Bare,
        };
        Some((end + usize::from(joins), part))
    }

    /// A number long enough to be a person's, or a telephone number without its first part: 54-2121.
    fn number(&self, at: usize) -> Option<usize> {
        if self.is_inside_number(at) || !self.opens_number(at) {
            return None;
        }
        let (mut end, mut groups, mut group) = (at, Vec::new(), 0);
        let mut next = at;
        while let Some(c) = self.char(next) {
            if c.is_ascii_digit() {
                group += 1;
                end = next + 1;
            } else if group > 0 && (is_dash(c) || c == ' ' || c == '(' || c == ')' || c == '.') {
                groups.push(std::mem::take(&mut group));
            } else if group > 0 || !(c == '(' || c == '+') {
                break;
            }
            next += 1;
        }
        groups.push(group);
        groups.retain(|group| *group > 0);
        self.is_personal(at, end, &groups).then_some(end)
    }

    /// Whether digits stand before this place: what is here belongs to them.
    fn is_inside_number(&self, at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|before| self.char(before));
        before.is_some_and(|c| c.is_ascii_digit())
    }

    fn opens_number(&self, at: usize) -> bool {
        match self.char(at) {
            Some(c) if c.is_ascii_digit() => true,
            Some('(' | '+') => self.char(at + 1).is_some_and(|c| c.is_ascii_digit()),
            _ => false,
        }
    }

    /// Whether a run of digits may be a person's number. An amount is none, unless it begins with 0 or +.
    fn is_personal(&self, at: usize, end: usize, groups: &[usize]) -> bool {
        let all: usize = groups.iter().sum();
        let local = matches!(groups, [.., area, 4] if (1..=4).contains(area)) && all >= 6;
        if all < LONG && !local {
            return false;
        }
        let dials = self.char(at).is_some_and(|c| "0+(".contains(c));
        let is_amount = self.char(end).is_some_and(|c| UNITS.contains(c)) && groups.len() == 1;
        let is_years = groups == [4, 4] && self.char(at).is_some_and(|c| "12".contains(c));
        dials || !(is_amount || is_years)
    }
}

/// What stands behind an amount.
const UNITS: &str = "円人名件台万億千％%年";

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    /// 丁目, 条: a quarter, where thousands live.
    Quarter,
    /// 番地.
    Lot,
    /// 番.
    Block,
    /// 号.
    House,
    /// A number with a hyphen behind it.
    Dash,
    /// A number with nothing behind it.
    Bare,
}

const WORDS: [(&str, Part); 8] = [
    ("丁目", Part::Quarter),
    ("条東", Part::Quarter),
    ("条西", Part::Quarter),
    ("条南", Part::Quarter),
    ("条北", Part::Quarter),
    ("番地", Part::Lot),
    ("番", Part::Block),
    ("号", Part::House),
];

#[derive(Default)]
struct Parts(Vec<Part>);

impl Parts {
    fn add(&mut self, part: Part) {
        self.0.push(part);
    }

    /// Whether the parts lead to a house: 国道12号, 1番 and 西1丁目 do not.
    fn is_exact(&self) -> bool {
        let has = |part| self.0.contains(&part);
        let count = |part| self.0.iter().filter(|other| **other == part).count();
        has(Part::Lot)
            || has(Part::Block) && (has(Part::House) || has(Part::Bare))
            || has(Part::Quarter) && (has(Part::Bare) || has(Part::Dash) || has(Part::House))
            || count(Part::Dash) >= 2
    }
}

fn is_dash(c: char) -> bool {
    matches!(
        c,
        '-' | '−' | '‐' | '‑' | '–' | '—' | '―' | 'ー' | 'ｰ' | '─'
    )
}

/// Full-width letters, digits and signs in their narrow form.
fn narrow(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_leads_to_a_person_is_covered() {
        for (text, masked) in [
            (
                "連絡は taro.y+x@town.example.jp まで",
                "連絡は 〔メール〕 まで",
            ),
            ("ｔａｒｏ＠ｔｏｗｎ．ｊｐ", "〔メール〕"),
            ("LINEは@taro_yamada です", "LINEは〔アカウント〕 です"),
            ("電話0125-54-2121へ", "電話〔電話番号など〕へ"),
            ("０９０－１２３４－５６７８", "〔電話番号など〕"),
            ("(0125)54-2121", "〔電話番号など〕"),
            ("090 1234 5678", "〔電話番号など〕"),
            ("+81 90 1234 5678", "〔電話番号など〕"),
            ("54-2121に電話した", "〔電話番号など〕に電話した"),
            ("09012345678円", "〔電話番号など〕円"),
            ("マイナンバー123456789012", "マイナンバー〔電話番号など〕"),
            (
                "〒073-0195 砂川市西6条北3丁目1-1",
                "〔郵便番号〕 砂川市西〔番地〕",
            ),
            ("東１条南１０丁目２番１号に住む", "東〔番地〕に住む"),
            ("三丁目五番地の二", "〔番地〕の二"),
            ("本町1-2-3の角", "本町〔番地〕の角"),
            ("12番地の角", "〔番地〕の角"),
            ("5番地の3に", "〔番地〕に"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    #[test]
    fn what_leads_to_nobody_stays() {
        for text in [
            "国道12号の西1丁目のバス停",
            "1番困るのは、第3土曜日の30分の遅れ",
            "予算は12000000円、人口1234567人",
            "2019-2025年の計画",
            "令和5年4月10日、10時から17時",
            "1,234,567円",
            "3～5人",
            "一番よい",
            "一番一緒に行きたい、十人十色",
            "@",
            "a@",
            "@a",
            "50代",
            "10-20人",
            "C1 5-6",
        ] {
            assert_eq!(mask(text), text);
        }
    }

    proptest! {
        #[test]
        fn no_long_number_and_no_address_is_left(text in "[0-9０-９a-z＠@.\\-－ 〒丁目番地号の町はん円（）()+]{0,40}") {
            let masked = mask(&text);
            prop_assert_eq!(mask(&masked), masked.clone(), "masking twice");
            let narrowed: String = masked.chars().map(narrow).collect();
            let runs = narrowed.split(|c: char| !c.is_ascii_digit());
            let amount = |run: &str| UNITS.chars().any(|unit| narrowed.contains(&format!("{run}{unit}")));
            for run in runs {
                prop_assert!(run.len() < LONG || amount(run) && !run.starts_with('0'), "{masked}");
            }
            let after = narrowed.split('@').skip(1);
            for (before, after) in narrowed.split('@').zip(after) {
                let local = before.ends_with(|c: char| c.is_ascii_alphanumeric());
                prop_assert!(!local || !after.starts_with(|c: char| c.is_ascii_alphanumeric()), "{masked}");
            }
        }

        #[test]
        fn words_stay_as_they_are(text in "[ぁ-んァ-ンa-zA-Z、。 \n]{0,60}") {
            prop_assert_eq!(mask(&text), text);
        }
    }
}
