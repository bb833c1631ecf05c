//! The model in, cells out: no lock, no clock, no question to anybody.

mod alerts;
mod ascii;
mod columns;
mod dialog;
mod footer;
mod header;
mod ink;
mod layout;
mod panel;
mod picture;
mod plan;
mod queue;
mod row;
mod screen;
mod status;
mod theme;

pub(crate) use ascii::to_ascii;
pub(crate) use layout::{
    dialog_height, dialog_width, is_too_small, panel_height, panel_widths, queue_height,
};
pub(crate) use picture::svg;
pub(crate) use screen::draw;
pub(crate) use theme::Theme;
