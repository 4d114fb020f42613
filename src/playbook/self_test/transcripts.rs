//! The three transcripts of a scenario score as their names say, the model near to the best that can be reached, with
//! numbers that somebody gave and without what no model may say.

use std::ops::RangeInclusive;

use super::{SelfTest, Subject, Talk};
use crate::coach::drill::{Bout, Plan, known_numbers};
use crate::coach::ids::Label;
use crate::coach::recognise::{Recogniser, Text};
use crate::coach::scenario::{BAD_AT_MOST, MODEL_AT_LEAST};
use crate::coach::score::{Scorecard, score};
use crate::coach::tape::best;
use crate::playbook::problem::Problem;

/// Wordings that are tried: each seed chooses others.
const SEEDS: u64 = 8;
/// What the model transcript must reach of the best score, in percent.
const MODEL_OF_BEST: u32 = 90;
/// The header of the transcripts and the key of the model's.
const TRANSCRIPTS: &str = "[transcripts]";
const MODEL: &str = "model";

impl Subject<'_> {
    /// Plays the three; their scores and one talk of each come back.
    pub(super) fn transcripts(&self, result: &mut SelfTest) -> ([u32; 3], Vec<Talk>) {
        let (pass, transcripts) = (self.plan.method.pass, &self.plan.scenario.transcripts);
        let bounds = [
            (MODEL, &transcripts.model, MODEL_AT_LEAST.max(pass)..=100),
            ("weak", &transcripts.weak, BAD_AT_MOST + 1..=pass.min(MODEL_AT_LEAST) - 1),
            ("bad", &transcripts.bad, 0..=BAD_AT_MOST),
        ];
        let mut talks = Vec::new();
        let scores = bounds.map(|(name, lines, bounds)| {
            let mut played: Vec<(u32, Bout, Scorecard)> =
                (0..SEEDS).filter_map(|seed| play(self.recogniser, self.plan, lines, seed)).collect();
            result.played += 1;
            result.problems.extend(self.off(name, &bounds, &played));
            let (score, bout, card) = (!played.is_empty()).then(|| played.swap_remove(0))?;
            if name == MODEL {
                result.problems.extend(self.model_says_what_it_may(&bout));
            }
            talks.push((bout, card));
            Some(score)
        });
        (scores.map(Option::unwrap_or_default), talks)
    }

    /// What is wrong with the scores of one transcript.
    fn off(
        &self,
        name: &str,
        bounds: &RangeInclusive<u32>,
        played: &[(u32, Bout, Scorecard)],
    ) -> Option<Problem> {
        let (scored, bout, card) = played.first()?;
        let other = played.iter().find(|(other, ..)| other != scored);
        if other.is_none() && bounds.contains(scored) {
            return None;
        }
        let id = &self.plan.scenario.id;
        let (what, help) = match other {
            None => {
                let (least, most) = (bounds.start(), bounds.end());
                let what =
                    format!("the `{name}` transcript of `{id}` scores {scored}, not {least} to {most}");
                (what, explain(bout, card))
            }
            Some((score, otherwise, its)) => {
                let what = format!(
                    "the `{name}` transcript of `{id}` scores differently with other wordings of the buyer"
                );
                (what, format!("{scored}: {}; {score}: {}", explain(bout, card), explain(otherwise, its)))
            }
        };
        Some(self.problem("transcript", TRANSCRIPTS, name, what, help))
    }

    /// Looks for the best score and holds the model's against it.
    pub(super) fn best(&self, [model, ..]: [u32; 3], result: &mut SelfTest) -> (u32, usize) {
        let found = best(&Bout::begin(self.plan.clone(), 0));
        // The model is a way, too, and may do more at once than a search imagines.
        let (best, replies) = (found.score.max(model), found.line.len());
        let says_so_already = model < MODEL_AT_LEAST.max(self.plan.method.pass);
        if !says_so_already && model * 100 < best * MODEL_OF_BEST {
            let id = &self.plan.scenario.id;
            let what = format!(
                "the `model` transcript of `{id}` scores {model}; {best} can be reached in {replies} replies"
            );
            let help = format!("let it reach {MODEL_OF_BEST} % of that, or close the way that is too easy");
            result.problems.push(self.problem("best", TRANSCRIPTS, MODEL, what, help));
        }
        (best, replies)
    }

    /// A model names only numbers that somebody gave, and does nothing that no model may do.
    fn model_says_what_it_may(&self, bout: &Bout) -> Vec<Problem> {
        let methods = self.playbook.methods.values();
        let never: Vec<&Label> =
            methods.flat_map(|method| &method.faults).filter(|f| f.everywhere).map(|f| &f.label).collect();
        let mut problems = Vec::new();
        for (at, turn) in bout.turns.iter().enumerate() {
            let known = known_numbers(bout, at);
            for (number, _) in turn.heard.numbers.iter().filter(|(number, _)| !known.contains(number)) {
                let what = format!("the model names {number} in \"{}\", which nobody gave", turn.said);
                let help = "take it from the sheet, the brief or the buyer, or put it there".to_owned();
                problems.push(self.problem("model-number", TRANSCRIPTS, MODEL, what, help));
            }
            for label in never.iter().filter(|label| turn.heard.verdict.did(label)) {
                let what =
                    format!("the model does what no model may: `{label}` is heard in \"{}\"", turn.said);
                let help = "say it without absolutes, or correct the recogniser where it is wrong".to_owned();
                problems.push(self.problem("model-fault", TRANSCRIPTS, MODEL, what, help));
            }
        }
        problems
    }
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
pub(super) fn explain(bout: &Bout, card: &Scorecard) -> String {
    let tasks = bout.plan.method.tasks();
    let labels = |turn: &crate::coach::drill::Turn| {
        let marks = turn.heard.verdict.marks.iter().map(|m| &m.label);
        let names: Vec<&str> =
            marks.filter(|label| tasks.contains(label.task())).map(Label::as_str).collect();
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
