//! Documents of responses counted in memory, without a database.

use kocho::domain::ids::ResponseId;
use kocho::domain::report::Report;
use kocho::domain::survey::Mode;
use kocho::domain::survey::design::Design;
use kocho::domain::tabulation::Layout;
use kocho::domain::tabulation::method::Method;
use kocho::domain::tabulation::reading::{Reading, Stored};
use kocho::domain::tabulation::report::{Counting, Facts};
use uuid::Uuid;

/// The report of these documents, all from the web; `population`: N, where it is known.
pub fn counted<'d>(
    layout: &Layout,
    documents: impl IntoIterator<Item = &'d String>,
    population: Option<i32>,
) -> Report {
    let mut reading = Reading::new(layout);
    for (at, document) in (0..).zip(documents) {
        let stored = Stored {
            id: ResponseId(Uuid::from_u128(at)),
            mode: Mode::Web,
            duration: None,
            document,
        };
        reading.add(stored).unwrap();
    }
    let (responses, _) = reading.finish();
    let facts = Facts {
        population,
        sample_size: None,
        census: false,
        is_sample: true,
    };
    let design = Design::default();
    Counting::new(layout, &responses, &design, facts, Method::CURRENT).report(Vec::new())
}
