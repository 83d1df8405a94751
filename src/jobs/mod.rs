//! The time: the same workflows when nobody is asking.
