//! The letters: composing a letter from its data and handing it to a transport.
