//! What the playbooks weigh: the memory of a process that does nothing but load them and learn both languages.
//! Linux only: elsewhere it shows zeros.

#![expect(clippy::print_stdout, reason = "it is a report")]

use std::time::Instant;

use sparring::playbook::{bundled, load};

/// A line of `/proc/self/status`, in MiB.
fn status(key: &str) -> f64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(key));
    let number = line.and_then(|rest| rest.split_whitespace().nth(1)).and_then(|n| n.parse().ok());
    number.unwrap_or(0.0) / 1024.0
}

fn tell(what: &str, since: Instant) {
    let (now, peak) = (status("VmRSS"), status("VmHWM"));
    println!(
        "{what:<24} {now:>6.1} MiB resident, {peak:>6.1} MiB at most, {:>5} ms",
        since.elapsed().as_millis()
    );
}

fn main() {
    tell("memory/start", Instant::now());
    let began = Instant::now();
    let library = load(&bundled()).library;
    tell("memory/loaded", began);
    for playbook in &library.playbooks {
        let began = Instant::now();
        playbook.recogniser();
        tell(&format!("memory/learnt/{}", playbook.language), began);
    }
}
