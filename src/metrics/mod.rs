//! What is counted for the monitoring system. Numbers about the program, never about a person or an answer.
//!
//! A label is a [`Word`]: one of those the program knows, never one that was sent. Each new value of a label is kept for
//! as long as the process lives, so a label that a visitor can choose is memory that a visitor can take.

mod word;

use std::time::Duration;

use prometheus::{
    HistogramOpts, HistogramVec, IntCounter, IntCounterVec, IntGauge, IntGaugeVec, Opts, Registry,
    TextEncoder, core::Collector,
};

pub use word::Word;

/// The counters of one process.
pub struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    /// Requests ended by a bug.
    pub panics: IntCounter,
    /// Refusals that are counted here and not written into the log, because there were too many at once.
    pub unwritten: IntCounter,
    connections: IntGaugeVec,
    ended: IntCounterVec,
    bodies: IntGauge,
    refused_bodies: IntCounterVec,
}

const SECONDS: [f64; 11] = [
    0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

impl Metrics {
    /// Where other parts of the program register what they count.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// All at zero.
    ///
    /// # Errors
    /// When two have the same name.
    pub fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let gave_up = "Bodies that were not read to their end, by reason.";
        Ok(Self {
            requests: times(&registry)?,
            panics: number(
                &registry,
                ("kocho_panics_total", "Requests ended by a bug."),
            )?,
            unwritten: number(
                &registry,
                (
                    "kocho_log_lines_left_out_total",
                    "Refusals too many to write each.",
                ),
            )?,
            connections: levels(
                &registry,
                ("kocho_connections", "Open connections, by door and place."),
                &["door", "place"],
            )?,
            ended: numbers(
                &registry,
                (
                    "kocho_connections_ended_total",
                    "Connections the door ended, by reason.",
                ),
                &["door", "why"],
            )?,
            bodies: level(
                &registry,
                ("kocho_bodies_bytes", "Bytes of bodies held now."),
            )?,
            refused_bodies: numbers(&registry, ("kocho_bodies_refused_total", gave_up), &["why"])?,
            registry,
        })
    }

    /// One request was answered.
    pub fn answered(&self, method: &Word, route: &Word, status: u16, took: Duration) {
        let status = Word::from(status);
        let labels = [method.as_str(), route.as_str(), status.as_str()];
        self.requests
            .with_label_values(&labels)
            .observe(took.as_secs_f64());
    }

    /// A connection took a place at a door, or left it.
    pub fn connected(&self, door: &Word, place: &Word, change: i64) {
        let labels = [door.as_str(), place.as_str()];
        self.connections.with_label_values(&labels).add(change);
    }

    /// A door ended a connection, or did not let it in.
    pub fn ended(&self, door: &Word, why: &Word) {
        self.ended
            .with_label_values(&[door.as_str(), why.as_str()])
            .inc();
    }

    /// So many bytes of bodies are held now.
    pub fn holding(&self, bytes: usize) {
        self.bodies.set(i64::try_from(bytes).unwrap_or(i64::MAX));
    }

    /// A body was not read to its end.
    pub fn refused_body(&self, why: &Word) {
        self.refused_bodies.with_label_values(&[why.as_str()]).inc();
    }

    /// Everything, as Prometheus reads it.
    ///
    /// # Errors
    /// When a counter cannot be written.
    pub fn text(&self) -> prometheus::Result<String> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}

/// A name and what it says.
type Named<'a> = (&'a str, &'a str);

fn number(registry: &Registry, (name, help): Named<'_>) -> prometheus::Result<IntCounter> {
    kept(registry, IntCounter::new(name, help)?)
}

fn numbers(
    registry: &Registry,
    (name, help): Named<'_>,
    labels: &[&str],
) -> prometheus::Result<IntCounterVec> {
    kept(registry, IntCounterVec::new(Opts::new(name, help), labels)?)
}

fn level(registry: &Registry, (name, help): Named<'_>) -> prometheus::Result<IntGauge> {
    kept(registry, IntGauge::new(name, help)?)
}

fn levels(
    registry: &Registry,
    (name, help): Named<'_>,
    labels: &[&str],
) -> prometheus::Result<IntGaugeVec> {
    kept(registry, IntGaugeVec::new(Opts::new(name, help), labels)?)
}

fn times(registry: &Registry) -> prometheus::Result<HistogramVec> {
    let options = HistogramOpts::new(
        "kocho_request_seconds",
        "Time to answer a request, by route and status.",
    );
    let options = options.buckets(SECONDS.to_vec());
    kept(
        registry,
        HistogramVec::new(options, &["method", "route", "status"])?,
    )
}

/// Registers what is counted.
fn kept<C: Collector + Clone + 'static>(registry: &Registry, counter: C) -> prometheus::Result<C> {
    registry.register(Box::new(counter.clone()))?;
    Ok(counter)
}
