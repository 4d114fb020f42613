//! A playbook tests itself: every scenario's three transcripts are played and must score as their names say, and the
//! model must come near to the best that the buyer lets anybody reach.
//! The wordings are chosen by several seeds; the score must not depend on them.
//! It must not be part of starting up: it judges every line of every transcript.

use std::sync::Arc;

use super::library::{Library, Playbook};
use super::problem::{Problem, SourceFile, sorted};
use crate::coach::drill::{Bout, Plan};
use crate::coach::ids::{Label, Language};
use crate::coach::recognise::{Correction, Recogniser, Text};
use crate::coach::scenario::{BAD_AT_MOST, MODEL_AT_LEAST, Scenario};
use crate::coach::score::{Scorecard, score};
use crate::coach::tape::best;

/// Wordings that are tried: each seed chooses others.
const SEEDS: u64 = 8;

/// What came of a self-test.
#[derive(Debug, Default)]
pub struct SelfTest {
    /// Transcripts played.
    pub played: usize,
    /// What the scenarios' transcripts reached, beside what can be reached.
    pub reached: Vec<Reached>,
    /// What did not score as its name says.
    pub problems: Vec<Problem>,
}

/// The scores of one scenario.
#[derive(Debug)]
pub struct Reached {
    /// The playbook's language.
    pub language: Language,
    /// The scenario.
    pub scenario: Arc<Scenario>,
    /// Scores of the model, the weak and the bad transcript.
    pub scores: [u32; 3],
    /// The best score that a search found.
    pub best: u32,
    /// In so many replies.
    pub replies: usize,
}

/// What the model transcript must reach of the best score, in percent.
const MODEL_OF_BEST: u32 = 90;
/// The key of the model transcript.
const MODEL: &str = "model";

/// Plays all transcripts of a library, with corrections in effect.
pub fn self_test(library: &Library, files: &[SourceFile], corrections: &[Correction]) -> SelfTest {
    let mut result = SelfTest::default();
    for playbook in &library.playbooks {
        let recogniser = playbook.recogniser().corrected(corrections);
        for scenario in playbook.scenarios.values() {
            if let Some(plan) = playbook.plan(scenario.id.as_str()) {
                let scores = test_scenario(&recogniser, &plan, files, &mut result);
                test_reach(&playbook.language, &plan, scores, files, &mut result);
            }
        }
    }
    result.problems = sorted(std::mem::take(&mut result.problems));
    result
}

/// Plays the transcripts of one scenario of a playbook that may be in no library.
pub fn self_test_of(playbook: &Playbook, scenario: &str, files: &[SourceFile]) -> SelfTest {
    let mut result = SelfTest::default();
    if let Some(plan) = playbook.plan(scenario) {
        let scores = test_scenario(playbook.recogniser(), &plan, files, &mut result);
        test_reach(&playbook.language, &plan, scores, files, &mut result);
    }
    result.problems = sorted(std::mem::take(&mut result.problems));
    result
}

/// Looks for the best score and holds the model's against it.
fn test_reach(
    language: &Language,
    plan: &Plan,
    scores: [u32; 3],
    files: &[SourceFile],
    result: &mut SelfTest,
) {
    let [model, ..] = scores;
    let found = best(&Bout::begin(plan.clone(), 0));
    // The model is a way, too, and may do more at once than a search imagines.
    let best = found.score.max(model);
    let says_so_already = model < MODEL_AT_LEAST.max(plan.method.pass);
    if !says_so_already && model * 100 < best * MODEL_OF_BEST {
        let what = format!(
            "the `model` transcript of `{}` scores {model}; {best} can be reached in {} replies",
            plan.scenario.id,
            found.line.len()
        );
        let help = format!("let it reach {MODEL_OF_BEST} % of that, or close the way that is too easy");
        result.problems.push(Problem { rule: "best", ..problem(plan, MODEL, what, help, files) });
    }
    let (language, scenario) = (language.clone(), Arc::clone(&plan.scenario));
    result.reached.push(Reached { language, scenario, scores, best, replies: found.line.len() });
}

fn test_scenario(
    recogniser: &Recogniser,
    plan: &Plan,
    files: &[SourceFile],
    result: &mut SelfTest,
) -> [u32; 3] {
    let transcripts = &plan.scenario.transcripts;
    let pass = MODEL_AT_LEAST.max(plan.method.pass);
    let bounds = [
        (MODEL, &transcripts.model, pass..=100),
        ("weak", &transcripts.weak, BAD_AT_MOST + 1..=plan.method.pass.min(MODEL_AT_LEAST) - 1),
        ("bad", &transcripts.bad, 0..=BAD_AT_MOST),
    ];
    bounds.map(|(name, lines, bounds)| {
        let scores: Vec<(u32, Bout, Scorecard)> =
            (0..SEEDS).filter_map(|seed| play(recogniser, plan, lines, seed)).collect();
        result.played += 1;
        let Some((scored, bout, card)) = scores.first() else {
            return 0;
        };
        let same = scores.iter().all(|(other, ..)| other == scored);
        if same && bounds.contains(scored) {
            return *scored;
        }
        let what = if same {
            format!(
                "the `{name}` transcript of `{}` scores {scored}, not {} to {}",
                plan.scenario.id,
                bounds.start(),
                bounds.end()
            )
        } else {
            format!(
                "the `{name}` transcript of `{}` scores differently with other wordings of the buyer",
                plan.scenario.id
            )
        };
        result.problems.push(problem(plan, name, what, explain(bout, card), files));
        *scored
    })
}

/// Plays lines until they or the talk end. Lines that come after the end are left unsaid.
pub fn play(
    recogniser: &Recogniser,
    plan: &Plan,
    lines: &[String],
    seed: u64,
) -> Option<(u32, Bout, Scorecard)> {
    let mut bout = Bout::begin(plan.clone(), seed);
    for line in lines {
        let verdict = recogniser.judge(&Text::new(line), bout.last_line());
        if bout.answer(line, verdict).is_err() {
            break;
        }
    }
    bout.stop();
    let card = score(&bout);
    Some((card.score?, bout, card))
}

/// What an author needs to mend a transcript: what each line did, and which checks were missed.
fn explain(bout: &Bout, card: &Scorecard) -> String {
    let tasks = bout.plan.method.tasks();
    let labels = |turn: &crate::coach::drill::Turn| {
        let names: Vec<&str> = turn
            .heard
            .verdict
            .marks
            .iter()
            .map(|m| &m.label)
            .filter(|label| tasks.contains(label.task()))
            .map(Label::as_str)
            .collect();
        format!("[{}] → {}", names.join(" "), turn.answer.state)
    };
    let turns: Vec<String> =
        bout.turns.iter().enumerate().map(|(at, turn)| format!("{}: {}", at + 1, labels(turn))).collect();
    let missed =
        card.receipts.iter().filter(|r| r.earned() != Some(r.weight * 1000)).map(|r| r.check.as_str());
    let missed: Vec<&str> = missed.chain(card.faults.iter().map(|f| f.fault.as_str())).collect();
    let missed = if missed.is_empty() { "nothing".to_owned() } else { missed.join(", ") };
    format!("what the lines did: {}; not earned: {missed}", turns.join("; "))
}

fn problem(plan: &Plan, name: &str, what: String, help: String, files: &[SourceFile]) -> Problem {
    let path = &plan.scenario.place.file;
    let file = files.iter().find(|file| file.path == *path).cloned();
    let file = file.unwrap_or(SourceFile { path: path.clone(), text: "".into() });
    let section = file.text.find("[transcripts]").unwrap_or(0);
    let key = format!("\n{name} =");
    let start =
        file.text.get(section..).and_then(|rest| rest.find(&key)).map_or(section, |at| section + at + 1);
    let end = (start + name.len()).min(file.text.len());
    Problem { file, span: start..end, rule: "transcript", what, help }
}
