//! Pages outside, in the reviewer's own browser.

use super::lane::Desk;
use crate::domain::Fault;
use crate::tui::app::{Answer, Msg, Outside, Said};

/// Opens a look-up and logs it; an address that can only be shown is not logged, because
/// nobody looked yet. The child is detached from our terminal.
pub(super) fn open(desk: &Desk<'_>, place: Outside) {
    let url = desk.office.look_up_url(&place.order, place.look_up);
    let opened = has_screen() && url.as_ref().is_ok_and(|url| open::that_detached(url).is_ok());
    let logged = if opened { log(desk, &place) } else { Ok(()) };
    let url = logged.and(url).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Opened { place, url, opened }));
}

/// Logs a look-up whose address was taken along; only trouble is told.
pub(super) fn note(desk: &Desk<'_>, place: &Outside) {
    if let Err(fault) = log(desk, place) {
        (desk.answers)(Msg::Notice(Said::from(fault).whole()));
    }
}

fn log(desk: &Desk<'_>, place: &Outside) -> Result<(), Fault> {
    desk.office.opened(&place.order, place.step, place.look_up)
}

/// Whether a browser has a screen to open on. Over a plain remote line there is none, and
/// the starter would still report that all went well.
fn has_screen() -> bool {
    !cfg!(target_os = "linux") || names_screen(|name| std::env::var_os(name).is_some())
}

fn names_screen(is_set: impl Fn(&str) -> bool) -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME", "BROWSER"].into_iter().any(is_set)
}

#[cfg(test)]
mod tests {
    use super::names_screen;

    #[test]
    fn a_browser_needs_a_screen_or_a_named_browser() {
        assert!(names_screen(|name| name == "WAYLAND_DISPLAY"));
        assert!(names_screen(|name| name == "BROWSER"));
        assert!(!names_screen(|name| name == "TERM"));
    }
}
