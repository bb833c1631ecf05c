//! Text to checked settings; secrets by reference.
