//! The real program as somebody types it: what it prints, what it writes, how it ends, and what it says when it cannot go on.
//! A failure is one sentence on standard error: what, where and how to mend it; no panic, no secret.

mod backup;
mod new;
mod overlay;
mod practice;
mod preview;
mod quiz;
mod refused;
mod replay;
mod serve;
mod tools;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use crate::support::bench::tiny_files;

/// Longer than anything here may take, even on a machine with other work.
const PATIENCE: Duration = Duration::from_secs(120);

/// A token that must never be seen.
const TOKEN: &str = "MTE4hush.Gsecret.tokenhush";

/// What four replies of the tiny drill may be.
const REPLIES: [&str; 4] = [
    "Tell me more, please.",
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
    "I own it. Shall we say Thursday at ten?",
];

/// A folder to work in, with the tiny playbooks and the words of the interface.
struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        for file in tiny_files() {
            let path = file.path.rsplit_once("/playbooks/").expect("in a folder").1;
            home.write(&format!("books/{path}"), &*file.text);
        }
        home
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, text: impl AsRef<[u8]>) -> PathBuf {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(&path, text).expect("written");
        path
    }

    fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    fn program(&self, arguments: &[&str]) -> Command {
        let mut program = Command::new(env!("CARGO_BIN_EXE_sparring"));
        program
            .args(["--playbooks", "books", "--cache", "learnt"])
            .args(arguments)
            .current_dir(self.0.path());
        program.env_clear().env("LANG", "en_US.UTF-8").env("TMPDIR", self.0.path());
        program
    }

    fn run(&self, arguments: &[&str]) -> Ran {
        ran(self.program(arguments), b"")
    }

    fn hear(&self, arguments: &[&str], input: impl AsRef<[u8]>) -> Ran {
        ran(self.program(arguments), input.as_ref())
    }
}

/// How a run of the program ended.
#[derive(Debug)]
struct Ran {
    code: Option<i32>,
    out: String,
    err: String,
}

/// Runs it with that input, and waits for its end no longer than [`PATIENCE`].
fn ran(mut program: Command, input: &[u8]) -> Ran {
    program.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(Stdio::piped());
    wait(program, input)
}

/// The same with its standard output gone elsewhere.
fn ran_into(mut program: Command, out: impl Into<Stdio>, input: &[u8]) -> Ran {
    program.stdin(Stdio::piped()).stderr(Stdio::piped()).stdout(out);
    wait(program, input)
}

fn wait(mut program: Command, input: &[u8]) -> Ran {
    let mut child = program.spawn().expect("starts");
    // Our copies of what was redirected are closed with the command.
    drop(program);
    let mut stdin = child.stdin.take().expect("piped");
    let input = input.to_vec();
    // A program that does not want its input may have ended already.
    std::thread::spawn(move || stdin.write_all(&input).ok());
    let (tell, told) = mpsc::channel();
    std::thread::spawn(move || tell.send(child.wait_with_output()));
    let output = told.recv_timeout(PATIENCE).expect("it ends").expect("its output");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code(), out: text(output.stdout), err: text(output.stderr) }
}

impl Ran {
    /// It went well and had nothing to complain about.
    #[track_caller]
    fn well(self) -> String {
        assert_eq!((self.code, self.err.as_str()), (Some(0), ""), "{}", self.out);
        self.out
    }

    /// It failed with exactly one sentence that holds these words; what was printed comes back.
    #[track_caller]
    fn failed(self, words: &[&str]) -> String {
        assert_eq!(self.code, Some(1), "{self:?}");
        let sentence = self.err.strip_prefix("sparring: ").unwrap_or_else(|| panic!("{self:?}"));
        let sentence = sentence.strip_suffix('\n').unwrap_or_else(|| panic!("{self:?}"));
        assert!(!sentence.contains('\n'), "more than one line: {sentence}");
        assert!(!sentence.contains(". "), "more than one sentence: {sentence}");
        assert!(sentence.contains(';') || sentence.contains(": "), "no word on how to mend it: {sentence}");
        for odd in ["panicked", "unwrap", "backtrace", "hush", "Os {", "Error("] {
            assert!(!self.err.contains(odd) && !self.out.contains(odd), "{odd} in {self:?}");
        }
        for word in words {
            assert!(sentence.contains(word), "`{word}` is not in: {sentence}");
        }
        self.out
    }
}

fn lines(of: &[&str]) -> String {
    of.iter().map(|line| format!("{line}\n")).collect()
}
