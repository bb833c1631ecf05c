//! Pulls what the store says into the cache.
