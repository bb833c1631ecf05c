//! What a process costs, as the kernel counts it (Linux only).

use std::fs;

/// Anonymous resident memory in kibibytes.
pub fn anonymous_kib(process: u32) -> u64 {
    status(process, "RssAnon:")
}

/// Voluntary context switches of all threads: wake-ups.
pub fn wake_ups(process: u32) -> u64 {
    threads(process).map(|thread| field(&thread, "voluntary_ctxt_switches:")).sum()
}

/// Processor time of the process in milliseconds, user and system.
pub fn processor_ms(process: u32) -> u64 {
    let text = fs::read_to_string(format!("/proc/{process}/stat")).unwrap_or_default();
    let after_name = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<&str> = after_name.split_whitespace().collect();
    let ticks: u64 = fields.iter().skip(11).take(2).filter_map(|f| f.parse::<u64>().ok()).sum();
    ticks * 10
}

fn status(process: u32, name: &str) -> u64 {
    field(&fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default(), name)
}

fn threads(process: u32) -> impl Iterator<Item = String> {
    fs::read_dir(format!("/proc/{process}/task"))
        .into_iter()
        .flatten()
        .filter_map(|task| fs::read_to_string(task.ok()?.path().join("status")).ok())
}

fn field(text: &str, name: &str) -> u64 {
    text.lines()
        .find_map(|line| line.strip_prefix(name))
        .and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .unwrap_or_default()
}
