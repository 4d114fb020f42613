//! Replies that a rep could give, as far as a scenario's buyer and checks can tell them apart.
//! A reply does one thing (two where replies are scarce), or what a condition asks for together; it asks about one need,
//! names what the sheet offers, and may match the patterns of one condition or check.
//! It must not write sentences.

use std::collections::{BTreeMap, BTreeSet};

use crate::coach::drill::{Heard, Plan};
use crate::coach::ids::Label;
use crate::coach::method::Rule;
use crate::coach::pattern::Regex;
use crate::coach::scenario::{Need, PushBack};

/// Characters of an imagined reply, where shares of text are looked at.
const LENGTH: usize = 60;

/// A reply that a rep could give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Imagined {
    /// What it does.
    pub labels: Vec<Label>,
    /// The need that it asks about (index).
    pub asks: Option<usize>,
    /// Facts that it names (indexes).
    pub facts: BTreeSet<usize>,
    /// Needs that it speaks to (indexes).
    pub meets: BTreeSet<usize>,
    /// Patterns that it matches.
    pub patterns: BTreeSet<String>,
    /// Words of the occasion that it uses.
    pub recalls: u32,
}

impl Imagined {
    /// What would be heard in it.
    pub fn heard(&self) -> Heard {
        Heard {
            facts: self.facts.iter().map(|fact| (*fact, 0..0)).collect(),
            topics: self.asks.into_iter().collect(),
            meets: self.meets.clone(),
            matched: self.patterns.iter().map(|pattern| (pattern.clone(), 0..0)).collect(),
            recalled: (0..self.recalls).map(|word| (word.to_string(), 0..0)).collect::<BTreeMap<_, _>>(),
            length: LENGTH,
            questions: usize::from(self.asks.is_some()),
            ..Heard::doing(&self.labels)
        }
    }
}

/// All replies worth trying in a plan.
pub(super) fn replies(plan: &Plan) -> Vec<Imagined> {
    let scenario = &plan.scenario;
    let rich = Imagined {
        labels: Vec::new(),
        asks: None,
        facts: facts_wanted(plan),
        meets: BTreeSet::new(),
        patterns: BTreeSet::new(),
        recalls: recalled(plan),
    };
    let (deeds, patterns) = (deeds(plan), patterns(plan));
    let at_once: BTreeSet<String> = patterns.iter().flatten().cloned().collect();
    let words = patterns.into_iter().map(|one| Imagined { patterns: one, ..rich.clone() });
    let mut all: Vec<Imagined> = words.collect();
    let speaks = speaking(plan);
    for labels in &deeds {
        let plain = Imagined { labels: labels.clone(), ..rich.clone() };
        all.push(plain.clone());
        // What does two things at once asks about nothing in particular and says nothing in particular.
        if labels.len() > 1 {
            continue;
        }
        all.push(Imagined { patterns: at_once.clone(), ..plain.clone() });
        let needs = scenario.needs.iter().enumerate();
        let opens = |need: &Need| need.opens_with.iter().any(|label| labels.contains(label));
        for (at, _) in needs.clone().filter(|(_, need)| opens(need)) {
            all.push(Imagined { asks: Some(at), facts: BTreeSet::new(), ..plain.clone() });
        }
        let speaks = labels.iter().any(|label| speaks.contains(label));
        for (at, _) in needs.filter(|(_, need)| speaks && !need.meets.is_empty()) {
            all.push(Imagined { meets: BTreeSet::from([at]), ..plain.clone() });
        }
    }
    all
}

/// What a reply does that speaks to a need, where a condition or a check looks at that.
fn speaking(plan: &Plan) -> BTreeSet<&Label> {
    let conditions =
        plan.scenario.all_reactions().map(|reaction| &reaction.when).filter(|when| when.meets > 0);
    let checked =
        rules(plan).filter_map(|rule| if let Rule::Answers { any, .. } = rule { Some(any) } else { None });
    conditions.flat_map(|when| when.did.iter().chain(&when.any)).chain(checked.flatten()).collect()
}

fn rules(plan: &Plan) -> impl Iterator<Item = &Rule> {
    plan.checks().map(|check| &check.rule)
}

/// What a reply may do.
fn deeds(plan: &Plan) -> Vec<Vec<Label>> {
    let faults: BTreeSet<&Label> = plan.method.faults.iter().map(|fault| &fault.label).collect();
    let single = single_labels(plan, &faults);
    let mut all: BTreeSet<Vec<Label>> = single.iter().map(|label| vec![(*label).clone()]).collect();
    // People do one thing at a time; only where there is hardly a reply for each step, two are tried at once.
    let hurried = (plan.scenario.max_turns as usize) < plan.method.steps.len() + 2;
    for (at, one) in single.iter().enumerate().filter(|_| hurried) {
        let others = single.iter().skip(at + 1).filter(|other| other.task() != one.task());
        all.extend(others.map(|other| vec![(*one).clone(), (*other).clone()]));
    }
    let together =
        plan.scenario.all_reactions().map(|reaction| &reaction.when.did).filter(|did| did.len() > 1);
    all.extend(together.filter(|did| !did.iter().any(|label| faults.contains(label))).cloned());
    all.insert(Vec::new());
    all.into_iter().collect()
}

fn single_labels<'p>(plan: &'p Plan, faults: &BTreeSet<&Label>) -> Vec<&'p Label> {
    let conditions = plan.scenario.all_reactions().flat_map(|reaction| {
        let when = &reaction.when;
        let done = when.done.iter().flat_map(|done| &done.any);
        when.did.iter().chain(&when.any).chain(&when.before).chain(done)
    });
    let needs = plan.scenario.needs.iter().flat_map(|need| &need.opens_with);
    let eased = plan.scenario.push_backs.iter().flat_map(|push: &PushBack| &push.eased_by);
    let checked = rules(plan).flat_map(|rule| match rule {
        Rule::Did { any, .. } | Rule::Answers { any, .. } => any.iter().collect(),
        Rule::Order { first, then } => vec![first, then],
        _ => Vec::new(),
    });
    let all: BTreeSet<&Label> = conditions.chain(needs).chain(eased).chain(checked).collect();
    all.into_iter().filter(|label| !faults.contains(label)).collect()
}

/// Facts that conditions and checks ask for by name, and as many more as some ask for by number.
fn facts_wanted(plan: &Plan) -> BTreeSet<usize> {
    let named = plan.scenario.all_reactions().flat_map(|reaction| &reaction.when.names).copied();
    let counted = plan.scenario.all_reactions().map(|reaction| reaction.when.facts as usize);
    let checked =
        rules(plan).map(|rule| if let Rule::Names { at_least } = rule { *at_least as usize } else { 0 });
    let many = counted.chain(checked).max().unwrap_or(0);
    named.chain(0..many.min(plan.scenario.facts.len())).collect()
}

fn recalled(plan: &Plan) -> u32 {
    rules(plan)
        .map(|rule| if let Rule::Recalls { at_least } = rule { *at_least } else { 0 })
        .max()
        .unwrap_or(0)
}

/// The patterns of each condition and of each check, all checks at once, and all of everything.
fn patterns(plan: &Plan) -> Vec<BTreeSet<String>> {
    let texts = |patterns: &[Regex]| -> BTreeSet<String> {
        patterns.iter().map(|pattern| pattern.as_str().to_owned()).collect()
    };
    let conditions = plan.scenario.all_reactions().map(|reaction| texts(&reaction.when.mentions));
    let checks = rules(plan).map(|rule| match rule {
        Rule::Mentions { any, .. } => texts(any),
        Rule::Exact { text } => BTreeSet::from([text.clone()]),
        _ => BTreeSet::new(),
    });
    let checks: Vec<BTreeSet<String>> = checks.collect();
    let at_once = checks.iter().flatten().cloned().collect();
    let all: BTreeSet<BTreeSet<String>> =
        conditions.chain(checks.iter().cloned()).chain([at_once]).filter(|one| !one.is_empty()).collect();
    all.into_iter().collect()
}
