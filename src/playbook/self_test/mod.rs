//! A playbook tests itself: every scenario is played by its three transcripts, by synthetic reps and by imagined replies,
//! and whatever does not come out as its name says is a problem.
//! The wordings are chosen by several seeds; what a transcript scores must not depend on them.
//! It must not be part of starting up: it judges every line of every talk.

mod coverage;
mod patterns;
mod synthetic;
mod transcripts;

use std::collections::BTreeSet;
use std::panic::resume_unwind;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::library::{Library, Playbook};
use super::problem::{Problem, SourceFile, sorted};
use crate::coach::drill::{Bout, Plan};
use crate::coach::ids::{Id, Language, Place};
use crate::coach::recognise::{Correction, Recogniser};
use crate::coach::scenario::Scenario;
use crate::coach::score::Scorecard;
use coverage::Fired;
pub use transcripts::play;

/// What came of a self-test.
#[derive(Debug, Default)]
pub struct SelfTest {
    /// Transcripts played.
    pub played: usize,
    /// What the scenarios' transcripts reached, beside what can be reached.
    pub reached: Vec<Reached>,
    /// What did not come out as its name says.
    pub problems: Vec<Problem>,
}

/// The scores of one scenario.
#[derive(Debug)]
pub struct Reached {
    /// The playbook's language.
    pub language: Language,
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// The score from which a talk counts as passed.
    pub pass: u32,
    /// Scores of the model, the weak and the bad transcript.
    pub scores: [u32; 3],
    /// The best score that a search found.
    pub best: u32,
    /// In so many replies.
    pub replies: usize,
    /// Scores of the synthetic reps: the worst of one that must pass, the best of any other; none where one has nothing
    /// to say.
    pub synthetic: Vec<(Id, Option<u32>)>,
}

/// A talk that was played to its end.
type Talk = (Bout, Scorecard);

/// What one scenario is tested with.
struct Subject<'s> {
    playbook: &'s Playbook,
    recogniser: &'s Recogniser,
    plan: &'s Plan,
    files: &'s [SourceFile],
}

/// Plays every scenario of a library, with corrections in effect.
pub fn self_test(library: &Library, files: &[SourceFile], corrections: &[Correction]) -> SelfTest {
    let mut result = SelfTest::default();
    let mut seen = BTreeSet::new();
    for playbook in &library.playbooks {
        // All languages of a playbook are recognised together.
        if seen.insert(&playbook.id) {
            result.problems.extend(patterns::patterns(playbook, files));
        }
        let recogniser = playbook.recogniser().corrected(corrections);
        let mut fired = Fired::default();
        let before = result.problems.len();
        for (tested, found) in all(playbook, &recogniser, files) {
            result.played += tested.played;
            result.reached.extend(tested.reached);
            result.problems.extend(tested.problems);
            fired.join(found);
        }
        // A transcript that goes wrong leaves checks without an example; that is no problem of its own.
        if result.problems.len() == before {
            result.problems.extend(fired.problems(files));
        }
    }
    result.problems = sorted(std::mem::take(&mut result.problems));
    result
}

/// Tests one scenario of a playbook that may be in no library.
pub fn self_test_of(playbook: &Playbook, scenario: &str, files: &[SourceFile]) -> SelfTest {
    let mut result = SelfTest::default();
    if let Some(plan) = playbook.plan(scenario) {
        Subject { playbook, recogniser: playbook.recogniser(), plan: &plan, files }.test(&mut result);
    }
    result.problems = sorted(std::mem::take(&mut result.problems));
    result
}

/// Tests every scenario of a playbook, as many at once as there are processors; what comes of it is in their order.
fn all(playbook: &Playbook, recogniser: &Recogniser, files: &[SourceFile]) -> Vec<(SelfTest, Fired)> {
    let plans: Vec<Plan> = playbook.scenarios.keys().filter_map(|id| playbook.plan(id.as_str())).collect();
    let next = AtomicUsize::new(0);
    let tested = || {
        let mut own = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(plan) = plans.get(at) else { return own };
            let mut result = SelfTest::default();
            // Talks are large; what was found in them is not.
            let mut fired = Fired::default();
            fired.add(&Subject { playbook, recogniser, plan, files }.test(&mut result));
            own.push((at, (result, fired)));
        }
    };
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut done: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..workers).map(|_| scope.spawn(tested)).collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_else(|panic| resume_unwind(panic)))
            .collect()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, tested)| tested).collect()
}

impl Subject<'_> {
    /// Everything that can be tested about one scenario; the talks come back.
    fn test(&self, result: &mut SelfTest) -> Vec<Talk> {
        let (scores, mut talks) = self.transcripts(result);
        let (best, replies) = self.best(scores, result);
        let synthetic = self.synthetic(&mut talks, result);
        self.reactions_are_taken(result);
        result.reached.push(Reached {
            language: self.playbook.language.clone(),
            scenario: Arc::clone(&self.plan.scenario),
            pass: self.plan.method.pass,
            scores,
            best,
            replies,
            synthetic,
        });
        talks
    }

    /// A problem at a key of the scenario's file, looked for from a section's header on.
    fn problem(&self, rule: &'static str, within: &str, key: &str, what: String, help: String) -> Problem {
        let file = file_of(&self.plan.scenario.place, self.files);
        let section = file.text.find(within).unwrap_or(0);
        let searched = format!("\n{key} =");
        let found = file.text.get(section..).and_then(|rest| rest.find(&searched));
        let start = found.map_or(section, |at| section + at + 1);
        let end = (start + key.len()).min(file.text.len());
        Problem { file, span: start..end, rule, what, help }
    }
}

fn file_of(place: &Place, files: &[SourceFile]) -> SourceFile {
    let file = files.iter().find(|file| file.path == place.file).cloned();
    file.unwrap_or(SourceFile { path: place.file.clone(), text: "".into() })
}

/// A problem at a line of a file.
fn problem_at(place: &Place, files: &[SourceFile], rule: &'static str, what: String, help: &str) -> Problem {
    let file = file_of(place, files);
    let before = file.text.split_inclusive('\n').take(place.line.saturating_sub(1) as usize);
    let start = before.map(str::len).sum::<usize>();
    let line = file.text.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
    Problem { span: start..start + line, file, rule, what, help: help.to_owned() }
}
