//! Why a text got its labels: the patterns that matched, the features that weighed most, and the examples that are
//! most like it. This is slow (it looks at every example anew) and is asked for one text at a time.
//! It must not decide anything; the votes are those that decided.

use std::collections::BTreeMap;

use super::features::{self, seen};
use super::task::{Heard, Standing, Task};
use super::text::Text;
use super::verdict::Mark;
use super::{Example, Recogniser};
use crate::coach::ids::{Label, Place};

/// How many features, and how many examples, are told of.
const TOLD: usize = 3;

/// What one label weighed.
#[derive(Debug, Clone)]
pub struct Weighing {
    /// The label, with the words that speak loudest for it and the reason in short.
    pub mark: Mark,
    /// All votes together; above 0 for the label.
    pub vote: f32,
    /// Whether the evidence was enough to rate it.
    pub rated: bool,
    /// Whether the text has the label; where it is not rated, whether a forced choice would take it.
    pub taken: bool,
    /// What spoke loudest for it, and against it.
    pub reasons: Vec<Reason>,
}

/// What was made of one label.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The label.
    pub label: Label,
    /// Whether the evidence was enough to rate it.
    pub rated: bool,
    /// Whether the text has the label; where it is not rated, whether a forced choice would take it.
    pub taken: bool,
}

/// Something that spoke for a label or against it.
#[derive(Debug, Clone)]
pub enum Reason {
    /// A pattern that matched.
    Pattern(Place, f32),
    /// Something about the text, in words.
    Feature(String, f32),
    /// A server's corrections.
    Corrections(f32),
}

/// An example and how like the text it is.
#[derive(Debug, Clone)]
pub struct Likeness {
    /// The example.
    pub example: Example,
    /// 0 to 1.
    pub likeness: f32,
}

impl Recogniser {
    /// What is made of every label of a task, the doubtful ones too; empty when there is no such task.
    pub fn forced(&self, task: &str, text: &Text, context: &str) -> Vec<Choice> {
        let Some(task) = self.task(task) else { return Vec::new() };
        let votes = task.votes(&self.heard(text, context));
        let choice = |(label, standing): (&Label, Standing)| Choice {
            label: label.clone(),
            rated: standing.rated(),
            taken: standing.taken(),
        };
        task.labels().iter().zip(task.standings(&votes)).map(choice).collect()
    }

    /// What every label of a task weighed for a text, with the reasons if they are wanted, which takes longer; empty when
    /// there is no such task.
    pub fn weigh(&self, task: &str, text: &Text, context: &str, reasons: bool) -> Vec<Weighing> {
        let Some(task) = self.task(task) else { return Vec::new() };
        let heard = self.heard(text, context);
        let votes = task.votes(&heard);
        let told = reasons.then(|| features::told(text, &heard.context, &self.sight));
        let standings = task.standings(&votes);
        let weighing = |((at, vote), standing): ((usize, _), Standing)| Weighing {
            mark: task.mark(at, vote, &heard),
            vote: vote.sum,
            rated: standing.rated(),
            taken: standing.taken(),
            reasons: told.as_ref().map_or_else(Vec::new, |told| why(task, at, vote, &heard, told)),
        };
        votes.iter().enumerate().zip(standings).map(weighing).collect()
    }

    /// The examples of a task that are most like a text, the likest first.
    pub fn nearest(&self, task: &str, text: &Text, context: &str) -> Vec<Likeness> {
        let Some(task) = self.task(task) else { return Vec::new() };
        let own = self.heard(text, context).seen.whole;
        let like = |example: &Example| Likeness {
            likeness: seen(&Text::new(&example.text), &Text::new(&example.context), &self.sight)
                .whole
                .likeness(&own),
            example: example.clone(),
        };
        let mut all: Vec<Likeness> = task.spec().examples.iter().map(like).collect();
        all.sort_by(|a, b| b.likeness.total_cmp(&a.likeness));
        all.truncate(TOLD);
        all
    }

    fn task(&self, task: &str) -> Option<&Task> {
        self.tasks.iter().find(|known| known.spec().task.as_str() == task)
    }
}

fn why(
    task: &Task,
    label: usize,
    vote: &super::task::Vote,
    heard: &Heard<'_>,
    told: &[(u32, String)],
) -> Vec<Reason> {
    let patterns = vote.patterns.iter().map(|(weight, _, place)| Reason::Pattern(place.clone(), *weight));
    let corrections = (vote.corrected != 0.0).then_some(Reason::Corrections(vote.corrected));
    // Different features may share a bucket; the first to name it is told.
    let names: BTreeMap<u32, &String> = told.iter().rev().map(|(bucket, name)| (*bucket, name)).collect();
    let weigh = |feature: &features::Feature| task.weight(feature.bucket, label, heard.sight) * feature.value;
    let named =
        heard.seen.whole.0.iter().filter_map(|feature| Some((*names.get(&feature.bucket)?, weigh(feature))));
    let mut weights: Vec<(&String, f32)> = named.filter(|(_, weight)| *weight != 0.0).collect();
    weights.sort_by(|a, b| b.1.total_cmp(&a.1));
    let most = weights.len();
    let ends = weights.into_iter().enumerate().filter(|(at, _)| *at < TOLD || *at + 1 >= most);
    let features = ends.map(|(_, (what, weight))| Reason::Feature(what.clone(), weight));
    patterns.chain(corrections).chain(features).collect()
}
