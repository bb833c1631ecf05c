//! What each thread of a process did, as Linux counts it; elsewhere nothing is known.

use std::collections::BTreeMap;
use std::fs;
use std::time::Duration;

/// Time on a processor, and time ready to run while others had all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Spent {
    pub ran: Duration,
    pub waited: Duration,
}

/// By thread name; threads of one name are added up.
pub fn of(process: u32) -> BTreeMap<String, Spent> {
    let mut all: BTreeMap<String, Spent> = BTreeMap::new();
    for task in fs::read_dir(format!("/proc/{process}/task")).into_iter().flatten().flatten() {
        let read = |file: &str| fs::read_to_string(task.path().join(file)).unwrap_or_default();
        let numbers: Vec<u64> =
            read("schedstat").split_whitespace().filter_map(|word| word.parse().ok()).collect();
        if let [ran, waited, ..] = numbers[..] {
            let spent = all.entry(read("comm").trim().to_owned()).or_default();
            spent.ran += Duration::from_nanos(ran);
            spent.waited += Duration::from_nanos(waited);
        }
    }
    all
}

/// What came after `before`.
pub fn since(
    before: &BTreeMap<String, Spent>,
    now: BTreeMap<String, Spent>,
) -> BTreeMap<String, Spent> {
    let less = |name: &String, spent: Spent| {
        let old = before.get(name).copied().unwrap_or_default();
        Spent {
            ran: spent.ran.saturating_sub(old.ran),
            waited: spent.waited.saturating_sub(old.waited),
        }
    };
    now.into_iter().map(|(name, spent)| (name.clone(), less(&name, spent))).collect()
}
