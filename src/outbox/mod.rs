//! Runs staged rows, reads back, settles the unknown.
