//! A drill while its playbook is being written: a fake folder changes between two replies.

use std::sync::{Arc, Mutex};

use sparring::playbook::{SourceFile, Watch, load};
use sparring::terminal::{News, Stage};
use sparring::transcript::{Event, opening, turn};

use crate::broken::patch;
use crate::support::bench::tiny_files;

const QUOTE: &str = "tiny.en/scenarios/quote.toml";
const SAID: [&str; 3] = [
    "Tell me more, please.",
    "So the worry is a standstill in the season, do I get that right?",
    "Three firms went live in six weeks with two hours of standstill.",
];

/// A folder that changes; `None` when it cannot be read.
struct Folder(Mutex<Option<Vec<SourceFile>>>);

impl Folder {
    fn new() -> Self {
        let named = |file: SourceFile| SourceFile {
            path: file.path.rsplit_once("/playbooks/").expect("in a folder").1.into(),
            ..file
        };
        Self(Mutex::new(Some(tiny_files().into_iter().map(named).collect())))
    }

    fn files(&self) -> Option<Vec<SourceFile>> {
        self.0.lock().expect("sound").clone()
    }

    fn patch(&self, find: &str, replace: &str) {
        patch(self.0.lock().expect("sound").as_mut().expect("readable"), QUOTE, find, replace);
    }

    /// A drill on what is there now, with the first so many replies said.
    fn drill(&self, replies: usize) -> Stage {
        let loaded = load(&self.files().expect("readable"));
        assert!(loaded.problems.is_empty());
        let playbook = Arc::clone(loaded.library.exact_playbook("en").expect("English"));
        let mut stage = Stage::set(Arc::new(loaded.library), playbook, "quote", 0, 7, &[]).expect("set up");
        let recogniser = stage.recogniser().clone();
        stage.bout.say_again(&recogniser, SAID[..replies].iter().copied());
        stage
    }
}

/// The talk as its transcript tells it.
fn told(stage: &Stage) -> Vec<String> {
    let mut events = opening(stage.playbook(), &stage.bout);
    events.extend((1..=stage.bout.turns.len()).flat_map(|number| turn(&stage.bout, number)));
    events.iter().map(Event::line).collect()
}

#[test]
fn a_changed_playbook_judges_the_talk_again_from_its_first_line() {
    let folder = Folder::new();
    let mut stage = folder.drill(3);
    let before = told(&stage);
    let mut watch = Watch::new(folder.files().expect("readable"), || folder.files());
    assert!(stage.refresh(&mut watch, 0, &[]).is_none());

    // Who listened is now believed at once; and the wordings are others.
    folder.patch(
        "\"It is not only the price.\", \"There is more behind it, yes.\"",
        "\"You ask well.\", \"Good question.\"",
    );
    folder.patch("trust = 5", "trust = 50");
    assert!(matches!(stage.refresh(&mut watch, 0, &[]), Some(News::Taken)));
    assert_ne!(told(&stage), before);
    assert_eq!(told(&stage), told(&folder.drill(3)), "the same as if it had been so from the start");
    assert!(stage.refresh(&mut watch, 0, &[]).is_none(), "told once");

    // The same files as at first give the same talk as at first.
    folder.patch(
        "\"You ask well.\", \"Good question.\"",
        "\"It is not only the price.\", \"There is more behind it, yes.\"",
    );
    folder.patch("trust = 50", "trust = 5");
    assert!(matches!(stage.refresh(&mut watch, 0, &[]), Some(News::Taken)));
    assert_eq!(told(&stage), before);
}

#[test]
fn a_talk_that_has_come_to_its_end_under_the_new_content_ends_there() {
    let folder = Folder::new();
    let mut stage = folder.drill(3);
    assert!(stage.bout.end.is_none());
    let mut watch = Watch::new(folder.files().expect("readable"), || folder.files());
    folder.patch("go = \"confirmed\"", "go = \"agreed\"");
    folder.patch("[[states]]\nid = \"confirmed\"", "[[states]]\nid = \"left-over\"");
    folder.patch("[[states.reactions]]\nwhen = { did = [\"lscpa.listen\"] }", "[[states.reactions]]\nwhen = { mentions = [\"never said\"] }\ngo = \"left-over\"\nsay = [\"a\", \"b\"]\nwhy = \"so\"\n\n[[states.reactions]]\nwhen = { did = [\"lscpa.listen\"] }");
    assert!(matches!(stage.refresh(&mut watch, 0, &[]), Some(News::Taken)));
    assert!(stage.bout.end.is_some());
    assert_eq!(stage.bout.turns.len(), 2, "what was said after the end is left unsaid");
}

#[test]
fn problems_are_told_once_and_the_old_content_stays() {
    let folder = Folder::new();
    let mut stage = folder.drill(2);
    let before = told(&stage);
    let mut watch = Watch::new(folder.files().expect("readable"), || folder.files());
    folder.patch("level = 1", "level = 9");
    let Some(News::Broken(problems)) = stage.refresh(&mut watch, 0, &[]) else { panic!("problems") };
    assert_eq!((&*problems[0].file.path, problems[0].position()), (QUOTE, (5, 9)));
    assert!(stage.refresh(&mut watch, 0, &[]).is_none());
    assert_eq!(told(&stage), before);

    let readable = folder.0.lock().expect("sound").take();
    assert!(
        stage.refresh(&mut watch, 0, &[]).is_none(),
        "a folder that cannot be read just now is no change"
    );
    *folder.0.lock().expect("sound") = readable;

    folder.patch("level = 9", "level = 1");
    assert!(matches!(stage.refresh(&mut watch, 0, &[]), Some(News::Taken)));
    assert_eq!(told(&stage), before);
}

#[test]
fn a_scenario_that_is_gone_goes_on_as_it_was() {
    let folder = Folder::new();
    let mut stage = folder.drill(2);
    let before = told(&stage);
    let mut watch = Watch::new(folder.files().expect("readable"), || folder.files());
    let keep = |file: &SourceFile| !file.path.ends_with("scenarios/quote.toml");
    folder.0.lock().expect("sound").as_mut().expect("readable").retain(keep);
    assert!(matches!(stage.refresh(&mut watch, 0, &[]), Some(News::Gone)));
    assert_eq!(told(&stage), before);
}
