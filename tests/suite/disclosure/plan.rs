//! What a reader learns from the pages of indicators.

use kocho::domain::plan::definition::{Base, Measure};

use super::reader::{Adds, Knowledge, chose, exactly, is_given};
use super::town::{Answer, Bound, Person, holds};

impl<'t> Knowledge<'t> {
    fn is_counted(&self, bound: &Bound) -> impl Fn(&Person) -> bool + Copy + use<'t> {
        let reader = &self.town.reader;
        let filter: Option<&'t _> = self
            .town
            .bound
            .iter()
            .find(|known| known.sum.indicator == bound.sum.indicator)
            .and_then(|known| known.item.filter.as_ref());
        move |p: &Person| filter.is_none_or(|filter| holds(reader, filter, p) == Some(true))
    }

    pub(super) fn indicator(&mut self, bound: &Bound) {
        let (at, measured) = (self.at(&bound.item.item), &bound.measured);
        let (is_in, n) = (self.is_counted(bound), measured.figure.n);
        let opinion = self.opinions(at);
        match &bound.item.measure {
            Measure::Mean => self.mean((at, bound.item.base), (measured.shown, n), is_in),
            Measure::Share(_) => {
                let base = bound.item.base;
                let inside = move |p: &Person| {
                    let in_base = match base {
                        Base::Everyone => true,
                        Base::All => p[at] != Answer::NotAsked,
                        Base::Answered => is_given(p[at]),
                        Base::Substantive => opinion(p[at]),
                    };
                    u64::from(is_in(p) && in_base)
                };
                let name = format!("indicator {at}");
                self.fact(format!("{name} n"), Box::new(inside), exactly(n));
                let numerator = measured.figure.numerator.unwrap();
                let chosen = self.chosen(bound);
                self.fact(name, chosen, exactly(numerator));
            }
            Measure::Net { .. } => unreachable!("the towns have no net scores"),
        }
    }

    /// Who is in the numerator.
    fn chosen(&self, bound: &Bound) -> Adds<'t> {
        let at = self.at(&bound.item.item);
        let is_in = self.is_counted(bound);
        let opinion = self.opinions(at);
        let item = &self.town.reader.items()[at];
        let choices = item.choices(self.town.reader.questionnaire());
        let Measure::Share(codes) = &bound.item.measure else {
            return Box::new(|_| 0);
        };
        let wanted: Vec<bool> = choices.iter().map(|c| codes.contains(&c.code)).collect();
        let all = bound.item.base != Base::Substantive;
        Box::new(move |p| {
            let has = (0..wanted.len()).any(|option| wanted[option] && chose(p[at], option) == 1);
            u64::from(is_in(p) && has && (all || opinion(p[at])))
        })
    }

    pub(super) fn small_indicator(&mut self, bound: &Bound) {
        let adds = self.chosen(bound);
        self.secret(format!("numerator of {}", bound.item.item), adds);
    }
}
