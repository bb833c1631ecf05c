//! Text of strangers never reaches the terminal as anything but visible marks.

use crate::home::Home;
use crate::store::Store;
use crate::terminal::Terminal;

/// What the generator's strangers typed, as the terminal must never get it.
const NEVER: &[&str] = &[
    "\x1b]0;",
    "\x1b]2;",
    "\x1b]8;",
    "\x1bP",
    "\x1b[2J\x1b[HNorth",
    "\x1b]52;c;cm0",
    "\x1b[31m\r",
    "\u{9b}",
    "\u{202e}",
    "\u{202d}",
    "\u{2066}",
    "\u{2069}",
    "\u{200f}",
    "\u{feff}",
    "\u{2060}",
    "\u{e0001}",
    "\u{7}Please",
];

fn assert_harmless(bytes: &[u8], of: &str) {
    let text = String::from_utf8_lossy(bytes);
    for never in NEVER {
        assert!(!text.contains(never), "{of} holds {never:?}");
    }
}

/// Orders in which a stranger typed something tricky, flagged or not.
fn tricky(home: &Home) -> Vec<String> {
    let queue = home.run("queue --json").json();
    let orders = queue["orders"].as_array().unwrap().iter();
    let found: Vec<String> = orders
        .filter(|order| {
            order["customer"]
                .as_str()
                .unwrap()
                .chars()
                .any(|c| c.is_control() || NEVER.contains(&c.to_string().as_str()))
        })
        .map(|order| order["order"].as_str().unwrap().to_owned())
        .collect();
    assert!(found.len() >= 2, "{found:?}");
    found
}

#[test]
fn the_screen_and_the_clipboard_get_marks_instead_of_tricks() {
    let (home, _store) = Store::synced();
    let mut screen = Terminal::ready(home.workstation(""));

    for order in tricky(&home) {
        screen.open(&order);
        screen.press("GgG\t");
        for up in 0..7 {
            screen.press("y");
            screen.shows("Copy from");
            screen.press(&format!("G{}\r", "k".repeat(up)));
            screen.shows_no("Copy from");
        }
        screen.back();
    }
    screen.shows("Queue");

    screen.look(|seen| {
        assert_harmless(&without_clipboard(&seen.bytes), "the screen");
        for text in clipboard(&seen.bytes) {
            let tricks = text.chars().any(|c| c.is_control() && c != '\n');
            assert!(!tricks, "{text:?} was copied");
            assert_harmless(text.as_bytes(), "the clipboard");
        }
    });
    assert!(screen.text().contains("unhold"));
}

/// The texts that were put on the clipboard.
fn clipboard(bytes: &[u8]) -> Vec<String> {
    use base64::Engine as _;

    let all = String::from_utf8_lossy(bytes).into_owned();
    let parts = all.split("\x1b]52;c;").skip(1);
    let coded = parts.map(|part| part.split('\x07').next().unwrap().to_owned());
    coded
        .map(|coded| base64::engine::general_purpose::STANDARD.decode(coded).unwrap())
        .map(|bytes| String::from_utf8(bytes).unwrap())
        .collect()
}

/// All bytes but those of our own clipboard sequences.
fn without_clipboard(bytes: &[u8]) -> Vec<u8> {
    let all = String::from_utf8_lossy(bytes).into_owned();
    let mut parts = all.split("\x1b]52;c;");
    let mut left = parts.next().unwrap().to_owned();
    for part in parts {
        left.push_str(part.split_once('\x07').unwrap().1);
    }
    left.into_bytes()
}

#[test]
fn what_the_commands_print_holds_no_tricks() {
    let (home, _store) = Store::synced();
    let mut lines = vec!["queue".to_owned(), "queue --csv".to_owned(), "queue --json".to_owned()];
    for order in tricky(&home) {
        home.run(&format!("act {order} note --note x --yes"));
        for line in ["show O", "show O --json", "plan O refund", "plan O release", "plan O note"] {
            lines.push(line.replace('O', &order));
        }
    }
    lines.extend(["outbox", "outbox --json", "journal", "journal --json"].map(str::to_owned));

    for line in lines {
        let told = home.run(&line);

        for text in [&told.out, &told.err] {
            assert_harmless(text.as_bytes(), &line);
            assert!(!text.chars().any(|c| c.is_control() && c != '\n'), "{line}: {text:?}");
        }
    }
}
