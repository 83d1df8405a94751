//! What a letter is here.

use super::structure::{Part, Question};
use crate::domain::language::Language;
use crate::domain::questionnaire::code::Code;
use crate::domain::questionnaire::question::{Axis, Kind, Row};
use crate::domain::text::Text;
use crate::formats::foreign::assemble::Draft;
use crate::formats::foreign::codes::Codes;
use crate::formats::foreign::kinds::{self, NO, OTHER, Offered, Options, YES, rows, usual};
use crate::formats::foreign::lack::Lack;
use crate::formats::foreign::texts::told;

/// What becomes of a question.
pub(super) enum Mapped {
    Nothing,
    One(Box<Made>),
    /// Several fields under one wording.
    Several(Vec<(Part, Kind)>),
}

/// A kind with what its parts are called.
pub(super) struct Made {
    pub kind: Kind,
    pub options: Options,
    pub rows: Vec<(String, Row)>,
    /// The names of the options of two scales.
    pub of_axes: Vec<Vec<(String, Code)>>,
    /// What stands behind the name of a row.
    pub behind: String,
}

impl Made {
    pub(super) fn new(kind: Kind, options: Options, rows: Vec<(String, Row)>) -> Self {
        Self {
            kind,
            options,
            rows,
            of_axes: Vec::new(),
            behind: String::new(),
        }
    }
}

/// The words of scales that the program brings along: Japanese and English.
const AGREES: [(&str, [&str; 2]); 3] = [
    ("Y", YES),
    ("U", ["どちらともいえない", "Uncertain"]),
    ("N", NO),
];
const CHANGES: [(&str, [&str; 2]); 3] = [
    ("I", ["増えた", "Increase"]),
    ("S", ["変わらない", "Same"]),
    ("D", ["減った", "Decrease"]),
];
const SEXES: [(&str, [&str; 2]); 2] = [("F", ["女性", "Female"]), ("M", ["男性", "Male"])];
const ANSWERS: [(&str, [&str; 2]); 2] = [("Y", YES), ("N", NO)];

/// What a question becomes.
pub(super) fn made(
    source: &mut Question,
    default: &Language,
    languages: &[Language],
    draft: &mut Draft,
) -> Mapped {
    let mut making = Making {
        source,
        default,
        languages,
        draft,
    };
    let letter = making.source.letter.clone();
    let one = match letter.as_str() {
        "L" | "!" | "O" => making.single(),
        "M" | "P" => making.multiple(),
        "5" | "Y" | "G" => making.usual(&letter),
        "A" | "B" | "C" | "E" | "F" | "H" => {
            let options = making.steps(&letter);
            making.grid(options)
        }
        "1" => making.dual(),
        ":" => return making.numbers(),
        "K" => making.number_grid("", ""),
        "R" => making.ranking(),
        "N" => making.number(),
        "S" | "T" | "U" => making.text(&letter),
        "Q" => return Mapped::Several(making.fields()),
        "D" => making.day(),
        "X" => Made::new(Kind::Note { picture: None }, Options::default(), Vec::new()),
        "I" | ";" | "|" | "*" => return making.nothing(Lack::NoSuchKind(letter)),
        _ => return making.nothing(Lack::UnknownType(told(&letter))),
    };
    Mapped::One(Box::new(one))
}

/// A question on its way to become a kind.
pub(super) struct Making<'m> {
    pub source: &'m mut Question,
    pub default: &'m Language,
    languages: &'m [Language],
    pub draft: &'m mut Draft,
}

impl Making<'_> {
    /// One answer with words of the program.
    fn usual(&mut self, letter: &str) -> Made {
        match letter {
            "Y" => self.fixed_single(&ANSWERS),
            "G" => self.fixed_single(&SEXES),
            _ => {
                let options = self.counted(5);
                self.scale(options)
            }
        }
    }

    /// The steps of a grid.
    fn steps(&mut self, letter: &str) -> Options {
        match letter {
            "A" => self.counted(5),
            "B" => self.counted(10),
            "C" => self.fixed(&AGREES),
            "E" => self.fixed(&CHANGES),
            _ => self.answers("0"),
        }
    }

    fn nothing(&mut self, what: Lack) -> Mapped {
        self.draft.lack(&self.source.place, what);
        Mapped::Nothing
    }

    /// The answers of one scale.
    pub(super) fn answers(&mut self, scale: &str) -> Options {
        let (own, rest): (Vec<Part>, Vec<Part>) = std::mem::take(&mut self.source.answers)
            .into_iter()
            .partition(|part| part.scale == scale || part.scale.is_empty());
        self.source.answers = rest;
        self.options(&own)
    }

    fn options(&mut self, parts: &[Part]) -> Options {
        let mut options = kinds::options(parts.iter().map(offered).collect(), self.draft);
        for (choice, part) in options.choices.iter_mut().zip(parts) {
            choice.score = part.score;
        }
        options
    }

    /// Options with words of the program.
    fn fixed(&mut self, words: &[(&str, [&str; 2])]) -> Options {
        let offered = words.iter().map(|(name, words)| Offered {
            name: (*name).to_owned(),
            label: usual(*words, self.languages),
            place: self.source.place.clone(),
        });
        kinds::options(offered.collect(), self.draft)
    }

    /// Options that are numbers.
    fn counted(&mut self, most: u16) -> Options {
        let offered = (1..=most).map(|at| Offered {
            name: at.to_string(),
            label: usual([&at.to_string(); 2], self.languages),
            place: self.source.place.clone(),
        });
        kinds::options(offered.collect(), self.draft)
    }

    /// 「その他」, where it is offered.
    fn with_other(&mut self, options: &mut Options, name: &str) {
        let own = self
            .source
            .text("other_replace_text", self.default, &mut self.draft.found);
        if !self.source.other {
            return;
        }
        let label = if own == Text::default() {
            usual(OTHER, self.languages)
        } else {
            own
        };
        let place = self.source.place.clone();
        let mut other = kinds::options(
            vec![Offered {
                name: "other".to_owned(),
                label,
                place,
            }],
            self.draft,
        );
        for choice in &mut other.choices {
            choice.other = true;
        }
        options.choices.extend(other.choices);
        options.names.extend(
            other
                .names
                .into_iter()
                .map(|(_, code)| (name.to_owned(), code)),
        );
    }

    fn single(&mut self) -> Made {
        let mut options = self.answers("0");
        self.with_other(&mut options, "-oth-");
        self.random();
        let all = options.choices.clone();
        Made::new(Kind::Single { options: all }, options, Vec::new())
    }

    fn multiple(&mut self) -> Made {
        let parts = std::mem::take(&mut self.source.subquestions);
        let mut options = self.options(&parts);
        self.source.subquestions = parts;
        self.with_other(&mut options, "other");
        self.random();
        let found = &mut self.draft.found;
        let (min, max) = (
            self.source.number("min_answers", found),
            self.source.number("max_answers", found),
        );
        self.alone(&mut options);
        let all = options.choices.clone();
        Made::new(
            Kind::Multiple {
                options: all,
                min,
                max,
            },
            options,
            Vec::new(),
        )
    }

    /// The options that exclude all others.
    fn alone(&mut self, options: &mut Options) {
        if let Some(field) = self.source.take("exclude_all_others") {
            for name in field
                .value
                .split([';', ','])
                .map(str::trim)
                .filter(|name| !name.is_empty())
            {
                let code = options
                    .names
                    .iter()
                    .find(|(known, _)| known == name)
                    .map(|(_, code)| code.clone());
                match options
                    .choices
                    .iter_mut()
                    .find(|choice| Some(&choice.code) == code.as_ref())
                {
                    Some(choice) => choice.exclusive = true,
                    None => self.draft.found.lack(&field.place, Lack::Value(told(name))),
                }
            }
        }
    }

    /// Options in another order for each person.
    pub(super) fn random(&mut self) {
        let switches = ["random_order", "answer_order"];
        self.source.random = switches.iter().any(|name| match self.source.take(name) {
            Some(field) if matches!(field.value.as_str(), "1" | "random") => true,
            Some(field) => {
                self.source.attributes.insert((*name).to_owned(), field);
                false
            }
            None => false,
        });
    }

    fn scale(&mut self, options: Options) -> Made {
        let all = options.choices.clone();
        Made::new(Kind::Scale { options: all }, options, Vec::new())
    }

    fn fixed_single(&mut self, words: &[(&str, [&str; 2])]) -> Made {
        let options = self.fixed(words);
        let all = options.choices.clone();
        Made::new(Kind::Single { options: all }, options, Vec::new())
    }

    /// The subquestions as rows.
    pub(super) fn rows(&mut self) -> Vec<(String, Row)> {
        let parts = self
            .source
            .subquestions
            .iter()
            .filter(|part| part.scale != "1");
        rows(parts.map(offered).collect(), self.draft)
    }

    fn grid(&mut self, options: Options) -> Made {
        let rows = self.rows();
        let kind = Kind::Grid {
            rows: rows.iter().map(|(_, row)| row.clone()).collect(),
            options: options.choices.clone(),
        };
        Made::new(kind, options, rows)
    }

    fn dual(&mut self) -> Made {
        let rows = self.rows();
        let mut of_axes = Vec::new();
        let axes = [
            ("0", "a", "dualscale_headerA"),
            ("1", "b", "dualscale_headerB"),
        ]
        .map(|(scale, code, header)| {
            let options = self.answers(scale);
            of_axes.push(options.names.clone());
            let own = self
                .source
                .text(header, self.default, &mut self.draft.found);
            let label = if own == Text::default() {
                usual([scale; 2], self.languages)
            } else {
                own
            };
            let code = Codes::default().peek(code, code);
            Axis {
                code,
                label,
                options: options.choices,
            }
        });
        let own = rows.iter().map(|(_, row)| row.clone()).collect();
        let mut made = Made::new(Kind::DualGrid { rows: own, axes }, Options::default(), rows);
        made.of_axes = of_axes;
        made
    }

    /// Numbers by row and column: boxes to tick, or numbers in one column.
    fn numbers(&mut self) -> Mapped {
        let columns: Vec<Part> = {
            let parts = std::mem::take(&mut self.source.subquestions);
            let (columns, rows) = parts.into_iter().partition(|part| part.scale == "1");
            self.source.subquestions = rows;
            columns
        };
        if self.source.is_set("multiflexible_checkbox") {
            let options = self.options(&columns);
            let rows = self.rows();
            let kind = Kind::MultipleGrid {
                rows: rows.iter().map(|(_, row)| row.clone()).collect(),
                options: options.choices.clone(),
                max: None,
            };
            return Mapped::One(Box::new(Made::new(kind, options, rows)));
        }
        match columns.as_slice() {
            [column] => {
                let behind = format!("_{}", column.code);
                Mapped::One(Box::new(self.number_grid(&behind, "multiflexible_")))
            }
            _ => self.nothing(Lack::NoSuchKind(":".to_owned())),
        }
    }
}

fn offered(part: &Part) -> Offered {
    Offered {
        name: part.code.clone(),
        label: part.label.clone(),
        place: part.place.clone(),
    }
}
