//! Odd terminals, odd locales, odd homes: a clear sentence, and nothing drawn where it
//! cannot be.

use std::os::unix::fs::PermissionsExt;

use portable_pty::CommandBuilder;

use crate::home::{Home, SHOP, told};
use crate::store::Store;
use crate::terminal::{Seen, Terminal};

/// Bytes with which a program asks its terminal something and waits for the answer.
const QUERIES: &[&str] =
    &["\x1b[6n", "\x1b[c", "\x1b[?6n", "\x1b[>c", "\x1b[?u", "\x1b]11;?", "\x1b[18t"];

/// Runs a program in a terminal to its end.
fn ended(command: CommandBuilder) -> (u32, Terminal) {
    let mut screen = Terminal::start(command, 120, 40);
    let (_, code) = screen.end();
    (code, screen)
}

#[test]
fn small_windows_say_what_is_needed_and_the_least_works() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::ready(home.workstation(""));

    screen.resize(10, 3);
    screen.shows("This");
    screen.wait("three full rows", |seen| seen.text().contains("10x3"));
    screen.resize(40, 10);
    screen.shows("40x10; unhold needs");
    screen.resize(60, 20);
    screen.shows("of 2");
    screen.press("j");
    screen.shows("2 of 2");
    screen.press("\r");
    screen.shows("Fraud analysis");
    screen.resize(180, 50);
    screen.shows("Checklist");
    screen.quit();
}

#[test]
fn a_window_that_begins_too_small_can_be_quit() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::start(home.workstation(""), 10, 3);
    screen.shows("This");

    screen.press("x\r");
    screen.quit();
}

#[test]
fn a_storm_of_sizes_ends_in_a_whole_screen() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::ready(home.workstation(""));

    for at in 0..300_u16 {
        screen.tell_size(1 + at * 37 % 180, 1 + at * 17 % 50);
    }
    screen.resize(180, 50);

    screen.shows("Checklist");
    screen.shows("of 2");
    screen.shows("q quit");
    screen.quit();
}

#[test]
fn a_terminal_that_cannot_draw_gets_a_sentence_and_no_escape() {
    let (home, _store) = Store::synced();
    let mut command = home.workstation("");
    command.env("TERM", "dumb");

    let (code, screen) = ended(command);

    assert_eq!(code, 2);
    assert!(screen.text().contains("TERM=dumb") && screen.text().contains("unhold queue"));
    assert!(screen.look(|seen| !seen.bytes.contains(&0x1b)));
}

#[test]
fn without_a_terminal_nothing_is_drawn_and_nothing_waits() {
    let (home, _store) = Store::synced();

    for line in ["", "--offline"] {
        let told = home.run(line);

        assert_eq!((told.code, told.out.as_str()), (2, ""), "{line}");
        assert!(told.err.contains("needs a terminal"), "{}", told.err);
    }
    let fresh = Home::new();
    let mut demo = fresh.bare(&format!("demo {SHOP}"));
    demo.env("UNHOLD_DATA_DIR", fresh.path().join("data"));
    assert_eq!(told(demo).code, 2);
}

#[test]
fn a_locale_without_utf8_is_said_and_works() {
    let (home, _store) = Store::synced();
    for (name, value) in [("LANG", "C"), ("LC_ALL", "POSIX"), ("LC_CTYPE", "de_DE.ISO-8859-1")] {
        let mut command = home.workstation("");
        command.env(name, value);

        let mut screen = Terminal::ready(command);

        screen.shows("The locale is not UTF-8");
        screen.press("j");
        screen.shows("2 of 2");
        screen.quit();
    }
}

#[test]
fn nothing_is_asked_of_the_terminal() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::ready(home.workstation(""));
    screen.press("j\r");
    screen.shows("Enter unfold");
    screen.press("\x0c");
    screen.resize(100, 30);
    screen.resize(180, 50);
    screen.shows("Checklist");
    screen.quit();

    screen.look(|seen: &Seen| {
        let text = String::from_utf8_lossy(&seen.bytes);
        for query in QUERIES {
            assert!(!text.contains(query), "{query:?} was asked");
        }
    });
}

#[test]
fn no_colour_is_wanted_and_none_is_written() {
    let (home, _store) = Store::synced();
    let mut command = home.workstation("");
    command.env("NO_COLOR", "1");
    let mut screen = Terminal::ready(command);
    screen.press("j\r");
    screen.shows("Enter unfold");
    screen.quit();

    screen.look(|seen| {
        let text = String::from_utf8_lossy(&seen.bytes);
        for colour in [
            "\x1b[38;2;",
            "\x1b[38;5;",
            "\x1b[48;2;",
            "\x1b[48;5;",
            "\x1b[31m",
            "\x1b[32m",
            "\x1b[33m",
        ] {
            let at = text.find(colour);
            assert_eq!(at, None, "{colour:?}: {:?}", at.map(|at| text.get(at..at + 40)));
        }
    });
}

#[test]
fn a_second_workstation_on_the_same_data_works_beside_the_first() {
    let (home, _store) = Store::synced();
    let order = home.decidable(1).remove(0);
    let mut first = Terminal::ready(home.workstation(""));
    let mut second = Terminal::ready(home.workstation(""));

    second.open(&order);
    second.press("u");
    second.shows(&format!("Release {order}: x confirms"));
    second.press("x");
    second.shows("1 staged");

    first.shows("1 staged");
    second.press("z");
    second.shows_no("1 staged");
    first.shows_no("1 staged");
    assert_eq!(home.run("outbox --json").json()["outbox"][0]["state"], "dropped");
    second.back();
    second.quit();
    first.quit();
}

#[test]
fn a_second_demo_of_the_same_shop_is_refused_with_what_to_do() {
    let (home, _store) = Store::synced();

    let (code, screen) = ended(home.demo());

    assert_eq!(code, 1);
    assert!(screen.text().contains("unhold: "), "{}", screen.text());
    assert!(!screen.look(Seen::is_taken));
}

#[test]
fn no_config_no_home_and_no_place_to_write_each_get_a_sentence() {
    let home = Home::new();
    let (code, screen) = ended(home.in_terminal(""));
    assert_eq!(code, 3);
    assert!(screen.text().contains("unhold init") && screen.text().contains("unhold demo"));

    let mut homeless = home.bare("queue");
    homeless.env("HOME", "/nonexistent/nobody");
    assert_eq!(told(homeless).code, 3);

    let blocked = home.path().join("blocked");
    std::fs::write(&blocked, "a file where a folder is wanted").unwrap();
    let mut command = home.in_terminal(&format!("demo {SHOP}"));
    command.env("UNHOLD_DATA_DIR", &blocked);
    let (code, screen) = ended(command);
    assert_eq!(code, 1, "{}", screen.text());
    assert!(screen.text().contains("blocked"), "{}", screen.text());
    assert!(!screen.look(Seen::is_taken) && screen.is_cooked());
}

#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let (home, _store) = Store::synced();
    let desk = home.desk();
    let locked = std::fs::Permissions::from_mode(0o500);
    std::fs::set_permissions(&desk, locked).unwrap();
    if std::fs::write(desk.join("probe"), "").is_ok() {
        // Permissions do not bind this user, so there is nothing to see.
        std::fs::remove_file(desk.join("probe")).unwrap();
        return;
    }

    let told = home.run("act 1015 release --yes");

    std::fs::set_permissions(&desk, std::fs::Permissions::from_mode(0o700)).unwrap();
    assert_eq!(told.code, 1, "{}", told.err);
    assert!(told.err.contains("desk"), "{}", told.err);
}
