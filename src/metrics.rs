//! What is counted for the monitoring system. Numbers about the program, never about a person or an answer.

use std::time::Duration;

use prometheus::{HistogramOpts, HistogramVec, IntCounter, Opts, Registry, TextEncoder};

/// The counters of one process.
pub struct Metrics {
    registry: Registry,
    requests: HistogramVec,
    /// Requests ended by a bug.
    pub panics: IntCounter,
}

const SECONDS: [f64; 11] = [
    0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0,
];

impl Metrics {
    /// All at zero.
    ///
    /// # Errors
    /// When two have the same name.
    pub fn new() -> prometheus::Result<Self> {
        let registry = Registry::new();
        let options = HistogramOpts::new(
            "kocho_request_seconds",
            "Time to answer a request, by route and status.",
        );
        let requests = HistogramVec::new(
            options.buckets(SECONDS.to_vec()),
            &["method", "route", "status"],
        )?;
        let panics =
            IntCounter::with_opts(Opts::new("kocho_panics_total", "Requests ended by a bug."))?;
        registry.register(Box::new(requests.clone()))?;
        registry.register(Box::new(panics.clone()))?;
        Ok(Self {
            registry,
            requests,
            panics,
        })
    }

    /// Where other parts of the program register what they count.
    #[must_use]
    pub fn registry(&self) -> &Registry {
        &self.registry
    }

    /// One request was answered. The route is the pattern of the program's own table, not what was asked for.
    pub fn answered(&self, method: &str, route: &str, status: u16, took: Duration) {
        self.requests
            .with_label_values(&[method, route, &status.to_string()])
            .observe(took.as_secs_f64());
    }

    /// Everything, as Prometheus reads it.
    ///
    /// # Errors
    /// When a counter cannot be written.
    pub fn text(&self) -> prometheus::Result<String> {
        TextEncoder::new().encode_to_string(&self.registry.gather())
    }
}
