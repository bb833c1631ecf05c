//! Pictures of the main states.

use super::bench::Bench;
use super::paint::{buffer, paint};
use super::sample::{refund_plan, release_plan};
use crate::tui::view::Theme;

#[test]
fn show_me() {
    for (size, keys) in [((80, 24), ""), ((80, 24), "⏎"), ((120, 40), "⇥"), ((200, 60), "")] {
        let mut bench = Bench::ready(size);
        bench.press(keys);
        println!("{}", paint(&bench.model, Theme::Dark).split("\n\n 0:").next().unwrap());
        let _ = buffer(&bench.model, Theme::Mono);
    }
    let mut bench = Bench::ready((80, 24));
    bench.press("u");
    bench.show_plan(release_plan());
    bench.draw();
    println!("{}", paint(&bench.model, Theme::Dark));
    let mut bench = Bench::ready((120, 40));
    bench.press("r");
    bench.show_plan(refund_plan());
    bench.draw();
    println!("{}", paint(&bench.model, Theme::Dark));
}
