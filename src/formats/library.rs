//! Questionnaires to begin from: the files of `config/library`, in the binary.

use std::sync::LazyLock;

use rust_embed::RustEmbed;

use super::questionnaire::{self, Fault};
use crate::domain::questionnaire::Questionnaire;
use crate::domain::questionnaire::scales::{self, Scale};
use crate::domain::words::words;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/config/library"]
struct Files;

words! {
    /// A questionnaire that is ready to be made one's own. The word is the name of its file, and its code.
    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    pub enum Template {
        /// 満足度×重要度: forty policies.
        Policies = "manzoku-juyo",
        /// 情報提供・広聴: how the town informs and listens.
        Information = "joho-kocho",
        /// 窓口の一言: three questions at the counter.
        Counter = "madoguchi",
        /// 町内会: associations of neighbours.
        Neighbours = "chonaikai",
        /// 転入者: those who moved here.
        Newcomers = "tennyu",
        /// 子育て: families with children.
        Families = "kosodate",
        /// 高齢者: from 65 years.
        Elderly = "koreisha",
        /// 地域の幸福度: how people find their lives, from 0 to 10.
        Happiness = "kofukudo",
        /// 職員研修: what staff understood of a training.
        Training = "kenshu",
    }
}

impl Template {
    /// Its questionnaire.
    ///
    /// # Errors
    /// The faults of its file: never, as a test reads them all.
    pub fn read(self) -> Result<Questionnaire, Vec<Fault>> {
        let file = Files::get(&format!("{}.yaml", self.word()));
        questionnaire::read(&file.map_or_else(Default::default, |file| file.data))
    }
}

/// The scales that the templates judge on.
pub fn scales() -> &'static [Scale] {
    static SCALES: LazyLock<Vec<Scale>> = LazyLock::new(|| {
        let all = Template::ALL.into_iter().filter_map(|one| one.read().ok());
        let mut found: Vec<Scale> = Vec::new();
        for scale in all.flat_map(|questionnaire| scales::of(&questionnaire)) {
            if !found.iter().any(|one| one.name == scale.name) {
                found.push(scale);
            }
        }
        found
    });
    &SCALES
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::language::Language;
    use crate::domain::questionnaire::acts::at::texts;
    use crate::domain::questionnaire::question::{Kind, Role};
    use crate::domain::questionnaire::reader::Reader;

    #[test]
    fn every_file_is_offered_and_has_neither_faults_nor_remarks() {
        let files: BTreeSet<String> = Files::iter().map(|file| file.to_string()).collect();
        let offered = Template::ALL.map(|one| format!("{}.yaml", one.word()));
        assert_eq!(files, offered.into_iter().collect());
        for template in Template::ALL {
            let name = format!("{}.yaml", template.word());
            let bytes = Files::get(&name).unwrap().data;
            let examined =
                questionnaire::examine(&bytes, |_| Err(std::io::ErrorKind::NotFound.into()));
            assert_eq!(examined.faults, [], "{name}");
            assert_eq!(examined.remarks, [], "{name}");
            let read = template.read().unwrap();
            assert_eq!(read.code.as_str(), template.word());
            assert_eq!(Reader::new(read.clone()).questionnaire().code, read.code);
        }
    }

    #[test]
    fn they_are_in_the_languages_they_are_meant_for() {
        let all = [
            Language::japanese(),
            Language::easy_japanese(),
            Language::english(),
        ];
        for template in Template::ALL {
            let wide = matches!(
                template,
                Template::Information | Template::Counter | Template::Newcomers
            );
            let languages = if wide { all.as_slice() } else { &all[..1] };
            assert_eq!(
                template.read().unwrap().languages,
                languages,
                "{template:?}"
            );
        }
    }

    #[test]
    fn who_answers_may_keep_silent_about_themselves() {
        for template in Template::ALL {
            let read = template.read().unwrap();
            for question in read.questions().filter(|one| one.role == Role::Attribute) {
                assert!(!question.required, "{template:?} {}", question.code);
                let labels = question
                    .kind
                    .choices(0)
                    .iter()
                    .map(|one| one.label.get(&Language::japanese()));
                let labels: Vec<&str> = labels.collect();
                if question.code.as_str() == "sex" {
                    assert!(labels.contains(&"答えたくない"), "{template:?}");
                }
            }
        }
    }

    #[test]
    fn forty_policies_are_asked_for_both_ways() {
        let read = Template::Policies.read().unwrap();
        let grids = read
            .questions()
            .filter(|one| matches!(one.kind, Kind::DualGrid { .. }));
        assert_eq!(
            grids
                .filter_map(|one| one.kind.rows())
                .map(<[_]>::len)
                .sum::<usize>(),
            40
        );
    }

    /// Whatever names a year would be wrong in the next one.
    #[test]
    fn nothing_in_them_is_of_a_year() {
        let digits = |text: &str| {
            text.split(|c: char| !c.is_ascii_digit())
                .any(|run| run.len() == 4)
        };
        for template in Template::ALL {
            let read = template.read().unwrap();
            for (at, text) in texts(&read) {
                let dated = text
                    .iter()
                    .any(|(_, words)| words.contains("令和") || digits(words));
                assert!(!dated, "{template:?} {at:?}");
            }
        }
    }
}
