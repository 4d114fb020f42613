//! `sparring backup` and `sparring restore` as an operator types them: what is printed, and that a disk that is full or a
//! power cut leaves no file that looks like a backup.

use std::process::{Command, Stdio};
use std::time::Duration;

use sparring::coach::ids::{FollowUpId, RepId, ServerId};
use sparring::store::{Card, Limits, NewFollowUp, NewTouch, Store, restore};

use super::{Home, ran};

/// A database with some rows, as the bot leaves it.
async fn filled(home: &Home) {
    let store =
        Store::open(&format!("sqlite://{}", home.path("sparring.db").display())).await.expect("a store");
    let day = "2026-03-06".parse().expect("a day");
    let touch = NewTouch {
        plan: "day-1".into(),
        planned: day,
        merged: Vec::new(),
        due: chrono::DateTime::UNIX_EPOCH,
    };
    for id in 1..=40 {
        let new = NewFollowUp {
            id: FollowUpId(id),
            server: ServerId(1),
            owner: RepId(2),
            card: Card { customer: "Acme".into(), note: "secret ".repeat(3_000), ..Card::default() },
            signed: day,
            zone: "Europe/Berlin".into(),
            cadence: "customer".into(),
            playbook: "key-account".into(),
            language: "en".into(),
            edition: None,
            channel: 0,
            created: chrono::DateTime::UNIX_EPOCH,
            months: 12,
            look: chrono::DateTime::UNIX_EPOCH,
            touches: vec![touch.clone()],
        };
        store.add_follow_up(&new).await.expect("stored");
    }
    store.close().await;
}

#[tokio::test]
async fn a_backup_is_taken_and_put_back_as_the_readme_says() {
    let home = Home::new();
    filled(&home).await;
    let out = home.run(&["backup", "nightly.db"]).well();
    assert!(out.contains("          40  follow_ups\n") && out.contains("          40  touches\n"), "{out}");
    assert!(out.contains("backed up and read again: 120 rows in "), "{out}");
    home.run(&["backup", "nightly.db"]).failed(&["nightly.db is there already", "name another file"]);
    home.write("new.toml", "[database]\nurl = \"sqlite://there/new.db\"\n");
    home.run(&["restore", "nightly.db", "--config", "new.toml"])
        .failed(&["there/new.db", "see that its folder exists"]);
    std::fs::create_dir(home.path("there")).expect("a folder");
    let out = home.run(&["restore", "nightly.db", "--config", "new.toml"]).well();
    assert!(out.contains("restored: 120 rows in "), "{out}");
    home.run(&["restore", "nightly.db"]).failed(&["sparring.db is there already"]);
    home.run(&["restore", "nowhere.db", "--config", "new.toml"]).failed(&["nowhere.db"]);
    home.write("none.toml", "[database]\nurl = \"sqlite://none.db\"\n");
    home.run(&["backup", "a.db", "--config", "none.toml"]).failed(&["cannot reach the SQLite file"]);
    assert!(!home.path("none.db").exists() && !home.path("a.db").exists(), "a file was made for nothing");
}

#[tokio::test]
async fn tables_of_a_newer_sparring_are_left_alone_by_all_commands() {
    let home = Home::new();
    filled(&home).await;
    home.run(&["backup", "old.db"]).well();
    let url = format!("sqlite://{}", home.path("sparring.db").display());
    let mut raw = <sqlx::SqliteConnection as sqlx::Connection>::connect(&url).await.expect("a connection");
    let newer = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
         SELECT 9999, description, success, checksum, execution_time FROM _sqlx_migrations WHERE version = 1";
    sqlx::Executor::execute(&mut raw, newer).await.expect("written");
    sqlx::Connection::close(raw).await.expect("closed");
    let told = ["was written by a newer Sparring", "9999", "start the newer one"];
    home.run(&["backup", "newer.db"]).failed(&told);
    let mut serve = home.program(&["serve"]);
    serve.env("DISCORD_TOKEN", super::TOKEN).env("SPARRING_DISCORD__API_URL", "http://127.0.0.1:1");
    ran(serve, b"").failed(&told);
    std::fs::rename(home.path("sparring.db"), home.path("moved.db")).expect("moved");
    home.run(&["restore", "moved.db"]).failed(&told);
    home.run(&["restore", "old.db"]).well();
}

/// The program through a shell that lets no file grow beyond so many KiB and ignores the signal for it, as services do.
#[cfg(unix)]
fn within(home: &Home, kib: u32, arguments: &str) -> super::Ran {
    let mut program = Command::new("bash");
    let script = format!("trap '' XFSZ; ulimit -f {kib}; exec \"$0\" {arguments}");
    program.args(["-c", &script, env!("CARGO_BIN_EXE_sparring")]).current_dir(home.path("."));
    ran(program, b"")
}

#[cfg(unix)]
#[tokio::test]
async fn on_a_full_disk_no_backup_is_there_and_none_is_needed_to_try_again() {
    let home = Home::new();
    filled(&home).await;
    within(&home, 600, "backup a.db").failed(&["cannot copy the SQLite file", "see that there is room"]);
    within(&home, 600, "restore sparring.db --config a.toml").failed(&["a.toml"]);
    home.run(&["backup", "a.db"]).well();
    home.write("new.toml", "[database]\nurl = \"sqlite://new.db\"\n");
    within(&home, 600, "restore a.db --config new.toml")
        .failed(&["cannot copy the SQLite file", "see that there is room"]);
    let left: Vec<_> =
        std::fs::read_dir(home.path(".")).expect("a folder").map(|e| e.expect("one").file_name()).collect();
    let odd = |name: &std::ffi::OsString| {
        name.to_string_lossy().contains("new.db") || name.to_string_lossy().contains("unfinished")
    };
    assert!(!left.iter().any(odd), "{left:?}");
    home.run(&["restore", "a.db", "--config", "new.toml"]).well();
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_that_is_killed_leaves_no_file_that_looks_like_one() {
    let home = Home::new();
    filled(&home).await;
    let (mut whole, mut none) = (0, 0);
    for n in 0..24_u64 {
        let name = format!("{n}.db");
        let mut program = home.program(&["backup", &name]);
        let mut child = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("starts");
        // Later and later, until it is through.
        std::thread::sleep(Duration::from_millis(n * 4));
        child.kill().expect("killed");
        child.wait().expect("ended");
        let file = home.path(&name);
        if file.exists() {
            let there = format!("sqlite://{}", home.path(&format!("{n}-restored.db")).display());
            assert_eq!(restore(&file, &there, Limits::default()).await.expect("whole").rows(), 120);
            whole += 1;
        } else {
            none += 1;
        }
    }
    assert!(none > 0, "{whole} were whole, none was cut short");
    // What was left behind is told, and in nobody's way under another name.
    home.write("left.db.unfinished", "half");
    home.run(&["backup", "left.db"]).failed(&["left.db.unfinished is there already", "delete it"]);
    home.run(&["backup", "right.db"]).well();
}
