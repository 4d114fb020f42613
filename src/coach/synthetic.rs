//! Synthetic reps: they play every scenario so that a rubric can be tested. One recites the sheet, one only asks, one echoes;
//! a rubric that lets such a rep pass measures the wrong thing.
//! It must not judge: the talk is judged as any other.

use super::drill::Bout;
use super::ids::Id;
use super::recognise::Text;
use super::seed;

/// A synthetic rep.
#[derive(Debug, Clone)]
pub struct SyntheticRep {
    /// Its id.
    pub id: Id,
    /// Its name.
    pub title: String,
    /// What must come of its talks.
    pub must: Must,
    /// What it says.
    pub says: Says,
}

/// What must come of every talk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Must {
    /// It passes.
    Pass,
    /// It fails.
    Fail,
    /// Either; its score is only told.
    Either,
}

/// What a synthetic rep says.
#[derive(Debug, Clone)]
pub enum Says {
    /// These lines, again and again, in an order that the seed chooses.
    Lines(Vec<String>),
    /// One fact of the sheet after the other.
    Facts,
    /// What the buyer said last, in these frames with `{line}` in them.
    Echo(Vec<String>),
    /// Words of the rubric, without a sentence.
    Keywords,
    /// The model transcript.
    Model,
}

/// Words of the rubric in one reply of the keyword parrot.
const WORDS: usize = 14;

impl SyntheticRep {
    /// Its next reply; `None` when it has nothing more to say.
    pub fn reply(&self, bout: &Bout) -> Option<String> {
        let turn = bout.turns.len();
        match &self.says {
            Says::Lines(lines) => {
                let order = seed::shuffled(bout.seed, lines.len());
                order.get(turn % lines.len().max(1)).and_then(|&at| lines.get(at)).cloned()
            }
            Says::Facts => {
                let facts = &bout.plan.scenario.facts;
                facts.get(turn % facts.len().max(1)).map(|fact| fact.text.clone())
            }
            Says::Echo(frames) => {
                let frame =
                    frames.get((turn + seed::pick(bout.seed, 0, frames.len())) % frames.len().max(1))?;
                Some(frame.replace("{line}", bout.last_line()))
            }
            Says::Keywords => Some(keywords(bout, seed::mix(bout.seed, turn as u64))),
            Says::Model => bout.plan.scenario.transcripts.model.get(turn).cloned(),
        }
    }
}

/// Names of steps, titles of checks and words of the lines that would earn them, shuffled.
fn keywords(bout: &Bout, seed: u64) -> String {
    let plan = &bout.plan;
    let names = plan.method.steps.iter().map(|step| step.name.clone());
    let titles = plan.checks().map(|check| check.title.clone());
    let better = plan.checks().flat_map(|check| words(&check.better));
    let all: Vec<String> = names.chain(titles).chain(better).collect();
    let chosen = seed::shuffled(seed, all.len()).into_iter().take(WORDS);
    chosen.filter_map(|at| all.get(at)).map(String::as_str).collect::<Vec<_>>().join(" ")
}

/// Words of a line; where words are not parted by spaces, its clauses.
fn words(line: &str) -> Vec<String> {
    let text = Text::new(line);
    let parts = text.folded().split(|c: char| !(c.is_alphanumeric() || matches!(c, '\'' | '%')));
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}
