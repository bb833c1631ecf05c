//! One file per command; the JSON documents.
