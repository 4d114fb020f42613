//! What this process is called among those that share a database, and whether another one that ran here is gone.
//! Only a name from this very machine and system start can be told to be gone; of others nobody knows.
//! It must not start, ask or end any process.

use std::fs;
use std::path::Path;

/// A name that no other process has: where it runs, its number there, and when it began (there: clock ticks since the
/// system's start). Where the system does not tell, the moment that is passed tells it from earlier ones.
pub fn name(now_ms: i64) -> String {
    let pid = std::process::id();
    match (here(), began(pid)) {
        (Some(here), Some(began)) => format!("{here:x}-{pid}-{began}"),
        _ => format!("0-{pid}-{now_ms}"),
    }
}

/// Whether the process of that name ran here and runs no more. `false` where that cannot be told.
pub fn is_gone(name: &str) -> bool {
    let mut parts = name.split('-');
    let (Some(place), Some(pid), Some(at)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let (Some(here), Ok(pid)) = (here(), pid.parse()) else {
        return false;
    };
    // Where processes of others are hidden, one that is not seen may live.
    place == format!("{here:x}")
        && began(1).is_some()
        && began(pid).is_none_or(|began| began.to_string() != at)
}

/// This start of the system and this view on its processes, as a number; Linux tells it.
fn here() -> Option<u32> {
    let boot = fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    let view = fs::read_link("/proc/self/ns/pid").ok()?;
    // FNV-1a: the name stands in many rows, so it is short.
    let text = format!("{} {}", boot.trim(), view.display());
    Some(text.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)))
}

/// When a process began, in clock ticks since the system's start; `None` where it does not run.
fn began(pid: u32) -> Option<u64> {
    let stat = fs::read_to_string(Path::new("/proc").join(pid.to_string()).join("stat")).ok()?;
    // The name in parentheses may hold anything; what follows it is counted from the state, the third field.
    let (_, fields) = stat.rsplit_once(')')?;
    let mut fields = fields.split_whitespace();
    let state = fields.next()?;
    let began = fields.nth(18)?.parse().ok()?;
    (!matches!(state, "Z" | "X")).then_some(began)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_process_has_one_name_and_is_not_gone() {
        assert_eq!(name(1).rsplit_once('-').map(|(start, _)| start.to_owned()), {
            name(2).rsplit_once('-').map(|(start, _)| start.to_owned())
        });
        assert!(!is_gone(&name(1)));
        assert!(name(1).len() < 40);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_process_that_ended_here_is_gone_and_one_from_elsewhere_may_live() {
        let mut child = std::process::Command::new("sleep").arg("10").spawn().expect("it starts");
        let (place, began) = (here().expect("Linux"), began(child.id()).expect("it runs"));
        let known = format!("{place:x}-{}-{began}", child.id());
        assert!(!is_gone(&known));
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert!(is_gone(&known));
        // Its number is another's now.
        assert!(is_gone(&format!("{place:x}-{}-{}", std::process::id(), began + 1_000_000)));
        for elsewhere in [format!("{:x}-{}-1", place ^ 1, child.id()), "test".to_owned(), "0-1-2".to_owned()]
        {
            assert!(!is_gone(&elsewhere), "{elsewhere}");
        }
    }
}
