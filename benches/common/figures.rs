//! The lines that are printed.

/// Prints one line of the report; `goal` is met or not, said in words.
pub fn line(what: &str, measured: &str, goal: &str, met: bool) {
    println!(
        "{:<52} {:>28}   goal {:<34} {}",
        what,
        measured,
        goal,
        if met { "met" } else { "MISSED" }
    );
}

/// Prints a figure that has no goal of its own.
pub fn fact(what: &str, measured: &str) {
    println!("{what:<52} {measured:>28}");
}
