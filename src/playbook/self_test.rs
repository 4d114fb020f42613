//! A playbook tests itself: every scenario's three transcripts are played and must score as their names say.
//! The wordings are chosen by several seeds; the score must not depend on them.
//! It must not be part of starting up: it judges every line of every transcript.

use super::library::Library;
use super::problem::{Problem, SourceFile, sorted};
use crate::coach::drill::{Bout, Plan};
use crate::coach::recognise::{Correction, Recogniser, Text};
use crate::coach::scenario::{BAD_AT_MOST, MODEL_AT_LEAST};
use crate::coach::score::{Scorecard, score};

/// Wordings that are tried: each seed chooses others.
const SEEDS: u64 = 8;

/// What came of a self-test.
#[derive(Debug, Default)]
pub struct SelfTest {
    /// Transcripts played.
    pub played: usize,
    /// What did not score as its name says.
    pub problems: Vec<Problem>,
}

/// Plays all transcripts of a library, with corrections in effect.
pub fn self_test(library: &Library, files: &[SourceFile], corrections: &[Correction]) -> SelfTest {
    let mut result = SelfTest::default();
    for playbook in &library.playbooks {
        let recogniser = playbook.recogniser().corrected(corrections);
        for scenario in playbook.scenarios.values() {
            if let Some(plan) = playbook.plan(scenario.id.as_str()) {
                test_scenario(&recogniser, &plan, files, &mut result);
            }
        }
    }
    result.problems = sorted(std::mem::take(&mut result.problems));
    result
}

fn test_scenario(recogniser: &Recogniser, plan: &Plan, files: &[SourceFile], result: &mut SelfTest) {
    let transcripts = &plan.scenario.transcripts;
    let pass = MODEL_AT_LEAST.max(plan.method.pass);
    let bounds = [
        ("model", &transcripts.model, pass..=100),
        ("weak", &transcripts.weak, BAD_AT_MOST + 1..=plan.method.pass.min(MODEL_AT_LEAST) - 1),
        ("bad", &transcripts.bad, 0..=BAD_AT_MOST),
    ];
    for (name, lines, bounds) in bounds {
        let scores: Vec<(u32, Bout, Scorecard)> =
            (0..SEEDS).filter_map(|seed| play(recogniser, plan, lines, seed)).collect();
        result.played += 1;
        let Some((scored, bout, card)) = scores.first() else {
            continue;
        };
        let same = scores.iter().all(|(other, ..)| other == scored);
        if same && bounds.contains(scored) {
            continue;
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
    }
}

/// Plays lines until they or the talk end. Lines that come after the end are left unsaid.
fn play(recogniser: &Recogniser, plan: &Plan, lines: &[String], seed: u64) -> Option<(u32, Bout, Scorecard)> {
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
    let labels = |turn: &crate::coach::drill::Turn| {
        let names: Vec<&str> = turn
            .verdict
            .marks
            .iter()
            .map(|m| m.label.as_str())
            .filter(|l| l.starts_with(bout.plan.method.id.as_str()))
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
