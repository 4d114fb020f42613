//! One task: what votes for each of its labels, and what is made of the votes.
//! It must not know of other tasks.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use super::correction::{Correction, Corrections};
use super::features::{Features, Seen, everything, seen};
use super::learner::{Labelled, Learner};
use super::sight::{Counts, Part, Sight};
use super::text::Text;
use super::verdict::{Mark, Verdict};
use super::{Pattern, Select, TaskSpec};
use crate::coach::ids::{Id, Label, Place};

/// With several labels, votes nearer to the border than this are "unsure".
const UNSURE: f32 = 0.08;
/// With one label, so much must be between the first and the second.
const UNSURE_WHICH: f32 = 0.12;

/// A question of so many characters or fewer is quoted with the sentence before it.
const SHORT_SENTENCE: usize = 14;

/// A text with what all tasks look at, computed once.
pub(super) struct Heard<'t> {
    pub(super) text: &'t Text,
    pub(super) context: Text,
    pub(super) seen: Seen,
    /// What was learnt says about each label of all tasks.
    learnt: Vec<f32>,
    /// For each sentence, the patterns of all tasks that are worth trying.
    promising: Vec<Vec<usize>>,
    pub(super) sight: &'t Sight,
    /// For corrections, which may be made of words that no example has.
    everything: Option<Features>,
}

impl<'t> Heard<'t> {
    pub(super) fn new(text: &'t Text, context: &str, sight: &'t Sight, corrected: bool) -> Self {
        let context = Text::new(context);
        let everything = corrected.then(|| everything(text, &context, sight));
        let seen = seen(text, &context, sight);
        let learnt = sight.model.votes(&seen.whole);
        let sentences = text.sentences().iter().map(|range| text.slice(range));
        let promising = sentences.map(|sentence| sight.telling.in_sentence(sentence)).collect();
        Self { text, seen, learnt, promising, sight, everything, context }
    }

    /// The sentence that speaks loudest for a label: where a reader would point.
    fn place(&self, label: usize) -> Range<usize> {
        let votes = self.seen.sentences.iter().map(|sentence| self.sight.model.vote(sentence, label));
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
#[derive(Debug, Clone, Default)]
pub(super) struct Vote {
    /// All of it; above 0 for the label.
    pub(super) sum: f32,
    /// What a server's corrections add, and the loudest of them.
    pub(super) corrected: f32,
    pub(super) correction: Option<usize>,
    /// The patterns that matched: their weight, the sentence in which they did, and where they are written.
    pub(super) patterns: Vec<(f32, usize, Place)>,
}

/// What is made of a vote.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// The text has the label.
    Has,
    /// It is not rated; a forced choice would take the label.
    Leaning,
    /// It is not rated; a forced choice would not take the label.
    Doubtful,
    /// The text does not have the label.
    Not,
}

impl Standing {
    /// Whether the evidence was enough.
    pub(super) fn rated(self) -> bool {
        matches!(self, Self::Has | Self::Not)
    }

    /// Whether the text has the label, or would have it if a choice were forced.
    pub(super) fn taken(self) -> bool {
        matches!(self, Self::Has | Self::Leaning)
    }
}

/// A task with what it learnt.
#[derive(Debug, Clone)]
pub(super) struct Task {
    spec: Arc<TaskSpec>,
    labels: Arc<[Label]>,
    /// Where its labels begin among those of all tasks, and its patterns.
    first: usize,
    first_pattern: usize,
    corrections: Corrections,
    because_examples: Arc<str>,
    hears_patterns: bool,
}

impl Task {
    /// A task that knows nothing but its patterns.
    pub(super) fn new(spec: Arc<TaskSpec>, first: usize, first_pattern: usize, part: Part) -> Self {
        Self {
            labels: spec.labels.iter().map(|name| Label::new(spec.task.as_str(), name.as_str())).collect(),
            first,
            first_pattern,
            corrections: Corrections::default(),
            because_examples: Arc::from(format!("{} examples of {}", spec.examples.len(), spec.task)),
            hears_patterns: matches!(part, Part::All | Part::Patterns),
            spec,
        }
    }

    /// Counts what the examples are made of.
    pub(super) fn count(&self, sight: &Sight) -> Counts {
        Counts::new(self.examples(sight).map(|(seen, _)| seen))
    }

    /// Learns the examples. They are looked at again, which costs less than keeping all that there is to see.
    pub(super) fn learn(&self, counts: &Counts, sight: &Sight) -> Learner {
        Learner::train(counts, self.examples(sight), self.spec.labels.len())
    }

    /// The examples as the learner sees them; none where nothing is to be learnt.
    fn examples(&self, sight: &Sight) -> impl Iterator<Item = Labelled> {
        let learnt = if sight.part == Part::Patterns { &[][..] } else { &self.spec.examples };
        learnt.iter().map(|example| {
            let seen = seen(&Text::new(&example.text), &Text::new(&example.context), sight).whole;
            (seen, places(&self.spec, &example.labels))
        })
    }

    /// The same, with a server's corrections of this task in effect.
    pub(super) fn corrected(&self, corrections: &[Correction], sight: &Sight) -> Self {
        let plain = Self { corrections: Corrections::default(), ..self.clone() };
        let own = corrections.iter().filter(|correction| correction.task == self.spec.task);
        let heard = own.map(|correction| {
            let text = Text::new(&correction.example.text);
            let heard = Heard::new(&text, &correction.example.context, sight, true);
            let votes = plain.votes(&heard).into_iter().map(|vote| vote.sum).collect();
            let everything = heard.everything.unwrap_or_default();
            (correction.clone(), everything, votes, places(&self.spec, &correction.example.labels))
        });
        let corrections = Corrections::learn(heard.collect(), self.spec.labels.len());
        Self { corrections, ..plain }
    }

    pub(super) fn is_corrected(&self) -> bool {
        !self.corrections.is_empty()
    }

    pub(super) fn spec(&self) -> &TaskSpec {
        &self.spec
    }

    pub(super) fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// What one feature says about one of its labels.
    pub(super) fn weight(&self, bucket: u32, label: usize, sight: &Sight) -> f32 {
        sight.model.weight(bucket, self.first + label)
    }

    pub(super) fn judge(&self, heard: &Heard<'_>, verdict: &mut Verdict) {
        if heard.text.sentences().is_empty() {
            return self.say_fallback(heard, verdict);
        }
        let votes = self.votes(heard);
        for ((at, label), standing) in self.labels.iter().enumerate().zip(self.standings(&votes)) {
            match standing {
                Standing::Has => verdict.marks.extend(votes.get(at).map(|vote| self.mark(at, vote, heard))),
                Standing::Leaning | Standing::Doubtful => drop(verdict.unsure.insert(label.clone())),
                Standing::Not => {}
            }
        }
    }

    /// What speaks for each label.
    pub(super) fn votes(&self, heard: &Heard<'_>) -> Vec<Vote> {
        let learnt = heard.learnt.iter().skip(self.first).take(self.labels.len());
        let corrected = self.corrections.votes(heard.everything.as_ref(), self.labels.len());
        let mut votes: Vec<Vote> = learnt
            .zip(corrected)
            .map(|(learnt, (corrected, correction))| Vote {
                sum: learnt + corrected,
                corrected,
                correction,
                patterns: Vec::new(),
            })
            .collect();
        for (pattern, sentence) in self.patterns_found(heard) {
            let place = self.spec.labels.iter().position(|label| *label == pattern.label);
            let Some(vote) = place.and_then(|at| votes.get_mut(at)) else { continue };
            vote.sum += pattern.weight;
            vote.patterns.push((pattern.weight, sentence, pattern.place.clone()));
        }
        votes
    }

    /// The patterns that hold, in their order, each with the first sentence in which it does.
    fn patterns_found<'t>(&'t self, heard: &Heard<'_>) -> impl Iterator<Item = (&'t Pattern, usize)> {
        let patterns = if self.hears_patterns { &self.spec.patterns[..] } else { &[] };
        let own = self.first_pattern..self.first_pattern + patterns.len();
        let mut found: BTreeMap<usize, usize> = BTreeMap::new();
        for ((sentence, range), those) in heard.text.sentences().iter().enumerate().zip(&heard.promising) {
            for number in
                those.iter().filter(|number| own.contains(number)).map(|number| number - self.first_pattern)
            {
                let new = !found.contains_key(&number);
                if new && patterns.get(number).is_some_and(|pattern| holds(pattern, heard.text.slice(range)))
                {
                    found.insert(number, sentence);
                }
            }
        }
        found.into_iter().filter_map(|(number, sentence)| Some((patterns.get(number)?, sentence)))
    }

    /// What is made of the votes, for each label.
    pub(super) fn standings(&self, votes: &[Vote]) -> Vec<Standing> {
        if !matches!(self.spec.select, Some(Select::One { .. })) {
            return votes.iter().map(|vote| several(vote.sum)).collect();
        }
        let mut sums: Vec<(usize, f32)> = votes.iter().map(|vote| vote.sum).enumerate().collect();
        // Of equal votes the label that stands first wins.
        sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        let mut standings = vec![Standing::Not; votes.len()];
        let mut set = |at: usize, standing| {
            if let Some(place) = standings.get_mut(at) {
                *place = standing;
            }
        };
        match sums.as_slice() {
            [(first, best), (second, next), ..] if best - next < UNSURE_WHICH => {
                set(*first, Standing::Leaning);
                set(*second, Standing::Doubtful);
            }
            [(first, _), ..] => set(*first, Standing::Has),
            [] => {}
        }
        standings
    }

    /// A label that the text has, with the words that carried it.
    pub(super) fn mark(&self, at: usize, vote: &Vote, heard: &Heard<'_>) -> Mark {
        let loudest =
            vote.patterns.iter().max_by(|a, b| a.0.total_cmp(&b.0)).filter(|(weight, ..)| *weight > 0.0);
        let corrected = vote.correction.filter(|_| vote.sum - vote.corrected <= 0.0);
        let (range, because) = match (corrected.and_then(|at| self.corrections.get(at)), loudest) {
            (Some(correction), _) => {
                (heard.place(self.first + at), Arc::from(format!("corrected: {}", correction.example.text)))
            }
            (None, Some((_, sentence, place))) => (heard.readable(*sentence), Arc::from(place.to_string())),
            (None, None) => (heard.place(self.first + at), Arc::clone(&self.because_examples)),
        };
        let label = self.labels.get(at).cloned().unwrap_or_else(|| Label::new(self.spec.task.as_str(), ""));
        Mark { label, span: heard.text.origin(&range), because }
    }

    /// A text without words does nothing, which a single-label task has a name for.
    fn say_fallback(&self, heard: &Heard<'_>, verdict: &mut Verdict) {
        let Some(Select::One { fallback }) = &self.spec.select else { return };
        let place = self.spec.labels.iter().position(|name| name == fallback);
        if let Some(label) = place.and_then(|at| self.labels.get(at)) {
            let span = 0..heard.text.original().len();
            verdict.marks.push(Mark { label: label.clone(), span, because: Arc::from("no words") });
        }
    }
}

fn several(sum: f32) -> Standing {
    match sum {
        sum if sum >= UNSURE => Standing::Has,
        sum if sum > 0.0 => Standing::Leaning,
        sum if sum > -UNSURE => Standing::Doubtful,
        _ => Standing::Not,
    }
}

/// The places of labels among a task's labels.
fn places(spec: &TaskSpec, labels: &[Id]) -> Vec<usize> {
    labels.iter().filter_map(|name| spec.labels.iter().position(|label| label == name)).collect()
}

/// Whether a pattern holds in a sentence and its exception does not.
fn holds(pattern: &Pattern, words: &str) -> bool {
    pattern.matches.is_match(words) && !pattern.unless.as_ref().is_some_and(|unless| unless.is_match(words))
}
