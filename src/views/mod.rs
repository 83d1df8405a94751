//! The pages: templates, languages, numbers and dates as text, charts. What a page *says* is decided elsewhere.
