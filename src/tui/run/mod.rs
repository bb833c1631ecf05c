//! The one door to the terminal: guard, input, signals, frames, and the loop over them.

mod canvas;
mod desk_loop;
mod frames;
mod guard;
mod input;
mod options;
mod signals;
mod still;

pub use desk_loop::run;
pub use options::{Colour, Options};
pub use still::picture;
