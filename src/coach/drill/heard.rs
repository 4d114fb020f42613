//! What buyer and score go by in one reply: what it did, what it named, asked about and spoke to.
//! Words are looked at here, once; from then on nothing depends on them, so a reply can also be imagined.
//! It must not react.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use super::Plan;
use super::numbers::{self, Number};
use crate::coach::ids::Label;
use crate::coach::method::Rule;
use crate::coach::pattern::Regex;
use crate::coach::recognise::{Mark, Text, Verdict};
use crate::coach::scenario::Need;

/// One reply, as it is heard. Ranges are bytes of the reply as it was typed.
#[derive(Debug, Clone, Default)]
pub struct Heard {
    /// What it did.
    pub verdict: Verdict,
    /// Facts of the sheet that it named (indexes), with the words.
    pub facts: BTreeMap<usize, Range<usize>>,
    /// Needs whose topic it touched (indexes).
    pub topics: BTreeSet<usize>,
    /// Needs that it spoke to (indexes).
    pub meets: BTreeSet<usize>,
    /// Patterns of the scenario and its method that it matched, by their text, with the words.
    pub matched: BTreeMap<String, Range<usize>>,
    /// Numbers that it claimed something with.
    pub numbers: Vec<Number>,
    /// Words of the occasion that it used.
    pub recalled: BTreeMap<String, Range<usize>>,
    /// How many characters it has.
    pub length: usize,
    /// How many questions it asked.
    pub questions: usize,
}

impl Heard {
    /// What is heard in an imagined reply that does this and nothing else.
    pub(in crate::coach) fn doing<'l>(labels: impl IntoIterator<Item = &'l Label>) -> Self {
        let because: Arc<str> = Arc::from("");
        let mark = |label: &Label| Mark { label: label.clone(), span: 0..0, because: Arc::clone(&because) };
        let marks = labels.into_iter().map(mark).collect();
        Self { verdict: Verdict { marks, ..Verdict::default() }, ..Self::default() }
    }

    /// What is heard in a reply. A trick says nothing of the rep's own, so nothing but its length is heard.
    pub(super) fn new(plan: &Plan, text: &Text, mut verdict: Verdict) -> Self {
        let length = text.original().chars().count();
        if verdict.trick.is_some() {
            return Self { verdict, length, ..Self::default() };
        }
        let held = held_against(plan);
        verdict.marks.retain(|mark| !(held.contains(&mark.label) && is_question(text, &mark.span)));
        let scenario = &plan.scenario;
        let find = |patterns: &[Regex]| {
            let found = patterns.iter().filter_map(|pattern| pattern.find(text.folded()));
            found.min_by_key(|found| found.start()).map(|found| text.origin(&found.range()))
        };
        let touched = |patterns: fn(&Need) -> &[Regex]| -> BTreeSet<usize> {
            let needs = scenario.needs.iter().enumerate();
            needs.filter(|(_, need)| find(patterns(need)).is_some()).map(|(at, _)| at).collect()
        };
        let facts = scenario.facts.iter().enumerate();
        let matched = patterns(plan)
            .filter_map(|pattern| Some((pattern.as_str().to_owned(), find(std::slice::from_ref(pattern))?)));
        let exact = exact_texts(plan).filter(|wanted| says(text, wanted));
        let whole = 0..text.original().len();
        Self {
            verdict,
            facts: facts.filter_map(|(at, fact)| Some((at, find(&fact.says)?))).collect(),
            topics: touched(|need| &need.about),
            meets: touched(|need| &need.meets),
            matched: matched.chain(exact.map(|wanted| (wanted.to_owned(), whole.clone()))).collect(),
            numbers: numbers::claimed(text),
            recalled: scenario.occasion.as_ref().map(|occasion| occasion.words_in(text)).unwrap_or_default(),
            length,
            questions: questions(text),
        }
    }
}

/// Every pattern by which a condition or a check of the plan looks at words.
pub(crate) fn patterns(plan: &Plan) -> impl Iterator<Item = &Regex> {
    let reactions = plan.scenario.all_reactions().flat_map(|reaction| &reaction.when.mentions);
    let checked = plan
        .checks()
        .filter_map(|check| if let Rule::Mentions { any, .. } = &check.rule { Some(any) } else { None });
    reactions.chain(checked.flatten())
}

fn exact_texts(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.checks()
        .filter_map(|check| if let Rule::Exact { text } = &check.rule { Some(text.as_str()) } else { None })
}

/// Whether a reply says what must be said exactly: no copy then, for it is what was asked for.
pub(super) fn is_exact(plan: &Plan, text: &Text) -> bool {
    exact_texts(plan).any(|wanted| says(text, wanted))
}

fn says(text: &Text, wanted: &str) -> bool {
    bare(text).contains(&bare(&Text::new(wanted)))
}

/// What costs a rep something and is no part of the method's steps: a recogniser of answers heard it, and may well have
/// taken a question for one.
fn held_against(plan: &Plan) -> BTreeSet<Label> {
    let tasks = plan.method.tasks();
    let faults = plan.method.faults.iter().map(|fault| &fault.label);
    let avoided = plan
        .checks()
        .filter_map(|check| if let Rule::Avoid { any, .. } = &check.rule { Some(any) } else { None });
    faults.chain(avoided.flatten()).filter(|label| !tasks.contains(label.task())).cloned().collect()
}

fn is_question(text: &Text, span: &Range<usize>) -> bool {
    let words = text.original().get(span.clone()).unwrap_or_default();
    words.trim_end().ends_with(['?', '？'])
}

/// Letters and digits alone: case, width and marks do not count where something must be said exactly.
fn bare(text: &Text) -> String {
    text.folded().chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Questions by their marks; several marks in a row are one.
fn questions(text: &Text) -> usize {
    text.sentences().iter().filter(|range| text.slice(range).contains('?')).count()
}
