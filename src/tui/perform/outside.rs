//! Pages outside, in the reviewer's own browser.

use super::lane::Desk;
use crate::domain::OrderId;
use crate::policy::{ChecklistStep, LookUp};
use crate::tui::app::{Answer, Msg, Said};

/// Opens a look-up and logs it. The child is detached from our terminal.
pub(super) fn open(desk: &Desk<'_>, order: &OrderId, (step, look_up): (ChecklistStep, LookUp)) {
    let url = desk.office.look_up_url(order, look_up);
    let opened = has_screen() && url.as_ref().is_ok_and(|url| open::that_detached(url).is_ok());
    let logged = match &url {
        Ok(_) => desk.office.opened(order, step, look_up),
        Err(_) => Ok(()),
    };
    let url = logged.and(url).map_err(Said::from);
    (desk.answers)(Msg::Answer(Answer::Opened { url, opened }));
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
