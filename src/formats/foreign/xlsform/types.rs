//! The column `type`: what a row of the survey is.

/// What a row is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum RowType {
    BeginGroup,
    EndGroup,
    BeginRepeat,
    EndRepeat,
    /// A question with the options of a list.
    Select {
        how: Select,
        list: String,
        or_other: bool,
    },
    Integer,
    Decimal,
    Range,
    Text,
    Date,
    DateTime,
    Time,
    Note,
    Acknowledge,
    /// Known there, and nothing like it here.
    Foreign,
    Unknown,
}

/// How options are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Select {
    One,
    Multiple,
    Rank,
}

const SELECTS: [(&str, Select); 11] = [
    ("select one from ", Select::One),
    ("select_one ", Select::One),
    ("select one ", Select::One),
    ("select1 ", Select::One),
    ("select all that apply from ", Select::Multiple),
    ("select all that apply ", Select::Multiple),
    ("select_multiple ", Select::Multiple),
    ("select multiple from ", Select::Multiple),
    ("select multiple ", Select::Multiple),
    ("select ", Select::Multiple),
    ("rank ", Select::Rank),
];

/// Types that ask for what no questionnaire here can take, or compute something.
const FOREIGN: [&str; 33] = [
    "audio",
    "audit",
    "background-audio",
    "barcode",
    "calculate",
    "csv-external",
    "deviceid",
    "email",
    "end",
    "file",
    "geopoint",
    "geoshape",
    "geotrace",
    "hidden",
    "image",
    "osm",
    "password",
    "phonenumber",
    "photo",
    "select_multiple_from_file",
    "select_one_external",
    "select_one_from_file",
    "simserial",
    "start",
    "start-geopoint",
    "start-geotrace",
    "start-geoshape",
    "subscriberid",
    "today",
    "trigger",
    "username",
    "video",
    "xml-external",
];

/// Reads a type, however its words are spaced and written.
pub(super) fn row_type(written: &str) -> RowType {
    let words: Vec<&str> = written.split_whitespace().collect();
    let joined = words.join(" ");
    let lower = joined.to_lowercase();
    match lower.as_str() {
        "begin group" | "begin_group" => return RowType::BeginGroup,
        "end group" | "end_group" => return RowType::EndGroup,
        "begin repeat" | "begin_repeat" | "begin lgroup" => return RowType::BeginRepeat,
        "end repeat" | "end_repeat" | "end lgroup" => return RowType::EndRepeat,
        "integer" | "int" => return RowType::Integer,
        "decimal" => return RowType::Decimal,
        "range" => return RowType::Range,
        "text" | "string" => return RowType::Text,
        "date" => return RowType::Date,
        "datetime" => return RowType::DateTime,
        "time" => return RowType::Time,
        "note" => return RowType::Note,
        "acknowledge" => return RowType::Acknowledge,
        _ => {}
    }
    let first = lower.split(' ').next().unwrap_or_default();
    if FOREIGN.contains(&first) {
        return RowType::Foreign;
    }
    let select = SELECTS.iter().find(|(begin, _)| lower.starts_with(begin));
    let Some((begin, how)) = select else {
        return RowType::Unknown;
    };
    // Names of lists keep their letters.
    let rest = joined.get(begin.len()..).unwrap_or_default();
    let (list, or_other) = match rest.rsplit_once(' ') {
        Some((list, last)) if matches!(last.to_lowercase().as_str(), "or_other" | "other") => {
            (list.strip_suffix(" or").unwrap_or(list), true)
        }
        _ => (rest, false),
    };
    let (how, list) = (*how, list.to_owned());
    RowType::Select {
        how,
        list,
        or_other,
    }
}

/// What stands for yes.
pub(super) fn truth(written: &str) -> Option<bool> {
    match written.to_lowercase().as_str() {
        "yes" | "true" | "true()" | "1" => Some(true),
        "no" | "false" | "false()" | "0" | "" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_read_as_people_write_them() {
        let select = |how, list: &str, or_other| RowType::Select {
            how,
            list: list.to_owned(),
            or_other,
        };
        for (written, is) in [
            ("select_one Sex", select(Select::One, "Sex", false)),
            ("select1 sex", select(Select::One, "sex", false)),
            ("Select One from sex", select(Select::One, "sex", false)),
            (
                "select_multiple  why or_other",
                select(Select::Multiple, "why", true),
            ),
            (
                "select all that apply from why",
                select(Select::Multiple, "why", false),
            ),
            ("select_one sex or other", select(Select::One, "sex", true)),
            ("rank best", select(Select::Rank, "best", false)),
            ("begin group", RowType::BeginGroup),
            ("end_repeat", RowType::EndRepeat),
            ("dateTime", RowType::DateTime),
            ("geopoint", RowType::Foreign),
            ("select_one_from_file towns.csv", RowType::Foreign),
            ("selekt_one a", RowType::Unknown),
            ("select_one", RowType::Unknown),
        ] {
            assert_eq!(row_type(written), is, "{written}");
        }
    }
}
