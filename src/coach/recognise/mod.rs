//! Recognition: what a sentence *did*, with the words that carried it. Patterns that trainers write and a small learner
//! over their examples vote together; where the votes are too near to each other, the verdict is "unsure", not a guess.
//! It must not know what a label is worth, nor which playbook it came from.

mod features;
mod learner;
mod lexicon;
mod text;
mod verdict;

use std::ops::Range;
use std::sync::Arc;

use regex::Regex;

pub use lexicon::Lexicon;
pub use text::{MOST_CHARACTERS, Text, is_cjk};
pub use verdict::{Mark, Verdict};

use self::features::{Features, features};
use self::learner::Learner;
use self::lexicon::Lexicons;
use super::ids::{Id, Label, Place};

/// How many labels a task gives to one text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Select {
    /// As many as apply, or none.
    Many,
    /// Exactly one; this one when nothing else is found.
    One {
        /// The label's name within the task.
        fallback: Id,
    },
}

/// What a task is built from; all of it is playbook content.
#[derive(Debug, Clone)]
pub struct TaskSpec {
    /// The task's id.
    pub task: Id,
    /// How many labels a text gets.
    pub select: Select,
    /// Its labels' names, in the playbook's order.
    pub labels: Vec<Id>,
    /// Classes of words; every task hears those of all.
    pub lexicons: Vec<Lexicon>,
    /// What trainers wrote as patterns.
    pub patterns: Vec<Pattern>,
    /// What trainers wrote as examples.
    pub examples: Vec<Example>,
}

/// A pattern that speaks for or against a label.
#[derive(Debug, Clone)]
pub struct Pattern {
    /// The label's name within the task.
    pub label: Id,
    /// What it looks for, in a sentence's folded form.
    pub matches: Regex,
    /// It is silent in a sentence that also matches this.
    pub unless: Option<Regex>,
    /// How loud it speaks, −4 to 4; the learner's own voice is seldom louder than 1.5.
    pub weight: f32,
    /// Where it is written.
    pub place: Place,
}

/// A labelled text.
#[derive(Debug, Clone)]
pub struct Example {
    /// The text.
    pub text: String,
    /// What was said just before; may be empty.
    pub context: String,
    /// Names of its labels within the task; none for "nothing of this".
    pub labels: Vec<Id>,
}

/// Votes nearer to the border than this are "unsure".
const UNSURE: f32 = 0.08;

/// A question of so many characters or fewer is quoted with the sentence before it.
const SHORT_SENTENCE: usize = 14;

/// Recognises every task of one language.
#[derive(Debug, Clone)]
pub struct Recogniser {
    tasks: Vec<Task>,
    lexicons: Lexicons,
}

#[derive(Debug, Clone)]
struct Task {
    select: Select,
    labels: Vec<(Id, Label)>,
    patterns: Vec<(usize, Pattern)>,
    learner: Learner,
    because_examples: Arc<str>,
}

impl Recogniser {
    /// Learns the tasks' examples. The same specs give the same recogniser on any machine.
    pub fn new(specs: &[TaskSpec]) -> Self {
        let lexicons = Lexicons::new(specs.iter().flat_map(|spec| &spec.lexicons));
        Self { tasks: specs.iter().map(|spec| Task::new(spec, &lexicons)).collect(), lexicons }
    }

    /// The tasks that it knows.
    pub fn tasks(&self) -> impl Iterator<Item = &str> {
        self.tasks.iter().filter_map(|task| task.labels.first().map(|(_, label)| label.task()))
    }

    /// Judges a text in all tasks; `context` is what was said just before.
    pub fn judge(&self, text: &Text, context: &str) -> Verdict {
        self.judge_tasks(text, context, |_| true)
    }

    /// Judges a text in one task.
    pub fn judge_task(&self, task: &str, text: &Text, context: &str) -> Verdict {
        self.judge_tasks(text, context, |name| name == task)
    }

    fn judge_tasks(&self, text: &Text, context: &str, wanted: impl Fn(&str) -> bool) -> Verdict {
        let heard = Heard::new(text, context, &self.lexicons);
        let mut verdict = Verdict::default();
        for task in &self.tasks {
            if task.labels.first().is_some_and(|(_, label)| wanted(label.task())) {
                task.judge(&heard, &mut verdict);
            }
        }
        verdict.marks.sort_by(|a, b| (a.span.start, &a.label).cmp(&(b.span.start, &b.label)));
        verdict
    }
}

/// A text with what all tasks look at, computed once.
struct Heard<'t> {
    text: &'t Text,
    whole: Features,
    sentences: Vec<Features>,
}

impl<'t> Heard<'t> {
    fn new(text: &'t Text, context: &str, lexicons: &Lexicons) -> Self {
        let context = Text::new(context);
        let whole = features(text, text.sentences(), &context, lexicons);
        let sentences = if text.sentences().len() > 1 {
            text.sentences()
                .iter()
                .map(|s| features(text, std::slice::from_ref(s), &context, lexicons))
                .collect()
        } else {
            Vec::new()
        };
        Self { text, whole, sentences }
    }

    /// The sentence that speaks loudest for a label: where a reader would point.
    fn place(&self, learner: &Learner, label: usize) -> Range<usize> {
        let votes = self.sentences.iter().map(|sentence| learner.vote(sentence, label));
        let loudest = votes.enumerate().max_by(|(_, a), (_, b)| a.total_cmp(b)).map_or(0, |(at, _)| at);
        self.readable(loudest)
    }

    /// The words to quote for the so-manieth sentence: all of it, and the one before where it is a question as short as
    /// "is that right?", which says nothing by itself.
    fn readable(&self, sentence: usize) -> Range<usize> {
        let all = self.text.sentences();
        let Some(range) = all.get(sentence).cloned() else { return 0..self.text.folded().len() };
        let words = self.text.slice(&range);
        let short = words.ends_with('?') && words.chars().count() <= SHORT_SENTENCE;
        match sentence.checked_sub(1).and_then(|before| all.get(before)).filter(|_| short) {
            Some(before) => before.start..range.end,
            None => range,
        }
    }
}

/// What speaks for one label.
#[derive(Clone, Default)]
struct Vote {
    sum: f32,
    /// The loudest pattern that matched, with the sentence in which it did.
    pattern: Option<(f32, usize, Place)>,
}

impl Task {
    fn new(spec: &TaskSpec, lexicons: &Lexicons) -> Self {
        let labels: Vec<(Id, Label)> = spec
            .labels
            .iter()
            .map(|name| (name.clone(), Label::new(spec.task.as_str(), name.as_str())))
            .collect();
        let place = |name: &Id| spec.labels.iter().position(|label| label == name);
        let examples: Vec<(Features, Vec<usize>)> = spec
            .examples
            .iter()
            .map(|example| {
                let text = Text::new(&example.text);
                let seen = features(&text, text.sentences(), &Text::new(&example.context), lexicons);
                (seen, example.labels.iter().filter_map(place).collect())
            })
            .collect();
        let patterns =
            spec.patterns.iter().filter_map(|p| place(&p.label).map(|at| (at, p.clone()))).collect();
        Self {
            select: spec.select.clone(),
            patterns,
            learner: Learner::train(&examples, labels.len()),
            because_examples: Arc::from(format!("{} examples of {}", examples.len(), spec.task)),
            labels,
        }
    }

    fn judge(&self, heard: &Heard<'_>, verdict: &mut Verdict) {
        if heard.text.sentences().is_empty() {
            return self.say_fallback(heard, verdict);
        }
        let votes = self.votes(heard);
        match &self.select {
            Select::Many => {
                for (at, vote) in votes.iter().enumerate() {
                    if vote.sum >= UNSURE {
                        self.mark(at, vote, heard, verdict);
                    } else if vote.sum > -UNSURE {
                        self.doubt(at, verdict);
                    }
                }
            }
            Select::One { .. } => {
                let best = votes.iter().enumerate().max_by(|(_, a), (_, b)| a.sum.total_cmp(&b.sum));
                if let Some((at, vote)) = best {
                    self.mark(at, vote, heard, verdict);
                }
            }
        }
    }

    fn votes(&self, heard: &Heard<'_>) -> Vec<Vote> {
        let learnt = self.learner.votes(&heard.whole);
        let mut votes: Vec<Vote> = learnt.into_iter().map(|sum| Vote { sum, pattern: None }).collect();
        for (at, pattern) in &self.patterns {
            let Some(vote) = votes.get_mut(*at) else {
                continue;
            };
            let Some(found) = pattern_in(pattern, heard.text) else {
                continue;
            };
            vote.sum += pattern.weight;
            if vote.pattern.as_ref().is_none_or(|(loudest, ..)| *loudest < pattern.weight) {
                vote.pattern = Some((pattern.weight, found, pattern.place.clone()));
            }
        }
        votes
    }

    fn mark(&self, at: usize, vote: &Vote, heard: &Heard<'_>, verdict: &mut Verdict) {
        let Some((_, label)) = self.labels.get(at) else {
            return;
        };
        let (range, because) = match &vote.pattern {
            Some((weight, sentence, place)) if *weight > 0.0 => {
                (heard.readable(*sentence), Arc::from(place.to_string()))
            }
            _ => (heard.place(&self.learner, at), Arc::clone(&self.because_examples)),
        };
        verdict.marks.push(Mark { label: label.clone(), span: heard.text.origin(&range), because });
    }

    fn doubt(&self, at: usize, verdict: &mut Verdict) {
        if let Some((_, label)) = self.labels.get(at) {
            verdict.unsure.insert(label.clone());
        }
    }

    /// A text without words does nothing, which a single-label task has a name for.
    fn say_fallback(&self, heard: &Heard<'_>, verdict: &mut Verdict) {
        let Select::One { fallback } = &self.select else {
            return;
        };
        if let Some((_, label)) = self.labels.iter().find(|(name, _)| name == fallback) {
            let span = 0..heard.text.original().len();
            verdict.marks.push(Mark { label: label.clone(), span, because: Arc::from("no words") });
        }
    }
}

/// The first sentence in which a pattern holds and its exception does not.
fn pattern_in(pattern: &Pattern, text: &Text) -> Option<usize> {
    text.sentences().iter().position(|sentence| {
        let words = text.slice(sentence);
        pattern.matches.is_match(words)
            && !pattern.unless.as_ref().is_some_and(|unless| unless.is_match(words))
    })
}
