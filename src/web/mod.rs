//! The doors: who is asking, what they sent, what they get.
