//! How a number of a list is written (ECMA-376, 17.18.59, `ST_NumberFormat`).

/// A number in a format by its name. A format that is not known is written in digits.
pub(super) fn written(format: &str, number: usize) -> String {
    let digits = number.to_string();
    match format {
        "decimalZero" => format!("{number:02}"),
        "decimalFullWidth" | "decimalFullWidth2" => digits.chars().map(widened).collect(),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => {
            one_of('①', 20, number).unwrap_or(digits)
        }
        "upperRoman" => roman(number).unwrap_or(digits),
        "lowerRoman" => roman(number).map_or(digits, |roman| roman.to_ascii_lowercase()),
        "upperLetter" => one_of('A', 26, number).unwrap_or(digits),
        "lowerLetter" => one_of('a', 26, number).unwrap_or(digits),
        "aiueo" | "aiueoFullWidth" => nth(KANA, number).unwrap_or(digits),
        "iroha" | "irohaFullWidth" => nth(IROHA, number).unwrap_or(digits),
        "japaneseCounting"
        | "ideographDigital"
        | "japaneseDigitalTenThousand"
        | "chineseCounting" => kanji(number).unwrap_or(digits),
        "none" => String::new(),
        _ => digits,
    }
}

const KANA: &str =
    "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン";
const IROHA: &str = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン";

fn nth(letters: &str, number: usize) -> Option<String> {
    let at = number.checked_sub(1)?;
    letters.chars().nth(at).map(String::from)
}

/// The letter that stands so many places behind the first.
fn one_of(first: char, count: usize, number: usize) -> Option<String> {
    let at = number.checked_sub(1).filter(|at| *at < count)?;
    let letter = char::from_u32(u32::from(first) + u32::try_from(at).ok()?)?;
    Some(letter.to_string())
}

fn widened(digit: char) -> char {
    char::from_u32(u32::from(digit) + 0xFEE0).unwrap_or(digit)
}

fn roman(number: usize) -> Option<String> {
    const SIGNS: [(usize, &str); 9] = [
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut rest = Some(number).filter(|number| (1..400).contains(number))?;
    let mut written = String::new();
    for (worth, sign) in SIGNS {
        while rest >= worth {
            written += sign;
            rest -= worth;
        }
    }
    Some(written)
}

fn kanji(number: usize) -> Option<String> {
    let digit = |digit: usize| nth("一二三四五六七八九", digit).unwrap_or_default();
    let number = Some(number).filter(|number| (1..100).contains(number))?;
    let tens = match number / 10 {
        0 => String::new(),
        1 => "十".to_owned(),
        tens => digit(tens) + "十",
    };
    Some(tens + &digit(number % 10))
}

#[cfg(test)]
mod tests {
    use super::written;

    #[test]
    fn numbers_are_written_as_word_writes_them() {
        for (format, number, expected) in [
            ("decimal", 12, "12"),
            ("decimalFullWidth", 12, "１２"),
            ("decimalEnclosedCircle", 3, "③"),
            ("decimalEnclosedCircle", 21, "21"),
            ("upperRoman", 4, "IV"),
            ("lowerRoman", 9, "ix"),
            ("upperLetter", 2, "B"),
            ("aiueoFullWidth", 3, "ウ"),
            ("iroha", 2, "ロ"),
            ("japaneseCounting", 12, "十二"),
            ("japaneseCounting", 20, "二十"),
            ("none", 1, ""),
            ("upperRoman", 0, "0"),
            ("aiueo", 99, "99"),
        ] {
            assert_eq!(written(format, number), expected, "{format} {number}");
        }
    }
}
