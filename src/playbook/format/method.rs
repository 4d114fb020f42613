//! The keys of a method, its steps, checks and faults.

use super::{GRADE, LABEL, LABELS, NAME, NEED_KIND, PARAGRAPH, PATTERNS, SENTENCE};
use crate::playbook::shape::Kind::{Choice, Define, Flag, Integer, List, Refer, Table, Text};
use crate::playbook::shape::{Key, Kind, Space, opt, req};

pub(super) const METHOD: &[Key] = &[
    req("id", Define(Space::Method), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("summary", PARAGRAPH, "What it is, in two or three sentences."),
    req("source", Refer(Space::Source), "Where it comes from."),
    req("grade", GRADE, "How well it is supported by research."),
    req("pass", Integer(1, 100), "The score from which a drill counts as passed."),
    req("steps", List(&Table(STEP), 1, 20), "The steps, in their order."),
    opt("checks", List(&Table(CHECK), 1, 60), "What a drill is scored by."),
    opt("faults", List(&Table(FAULT), 1, 20), "What costs points."),
    opt("variants", List(&Table(VARIANT), 1, 10), "Other letterings of the same steps."),
];

const STEP: &[Key] = &[
    req("id", Define(Space::Step), "Its id within the method."),
    req("letter", Text(4), "Its letter in the method's name."),
    req("name", NAME, "Its name."),
    req("intent", SENTENCE, "What the rep wants to reach with it."),
    req("hint", SENTENCE, "What the coach whispers to somebody who is stuck here."),
    req("labels", LABELS, "What a sentence must do to fill it; any one of them does."),
];

const CHECK: &[Key] = &check(Refer(Space::Step));
/// A scenario's check names a step of its method, which stands in another file; a rule looks it up.
pub(super) const EXTRA_CHECK: &[Key] = &check(Text(40));
const fn check(step: Kind) -> [Key; 6] {
    [
        req("id", Define(Space::Check), "Its id; receipts name it."),
        req("step", step, "The method's step that it belongs to."),
        req("weight", Integer(1, 100), "What it is worth, in points."),
        req("title", NAME, "What it asks, in a few words."),
        req("better", SENTENCE, "A line that would have earned it."),
        req("rule", Choice(RULE), "How it is decided."),
    ]
}

const RULE: &[Key] = &[
    req("did", Table(DID), "Some reply did this."),
    req("avoid", Table(AVOID), "No reply did this; not rated when there was no occasion."),
    req("order", Table(ORDER), "One thing was done before another; not rated when the other never came."),
    req("names", Table(AT_LEAST), "Facts of the scenario's sheet were named."),
    req("mentions", Table(MENTIONS), "The rep's words match patterns."),
    req("length", Table(LENGTH), "No reply was longer than this; the share of replies that were not."),
    req("opened", Table(OPENED), "Hidden needs were brought to light."),
    req("answers", Table(ANSWERS), "Replies that did this spoke to needs that were open, by their `meets`."),
    req("recalls", Table(AT_LEAST), "Words of the occasion's note were used."),
    req("reached", Table(REACHED), "The buyer came to one of these states."),
    req("numbers-known", Table(&[]), "Every number named stands on the fact sheet or came from the buyer."),
    req("exact", Table(EXACT), "This was said word for word; case, width and marks do not count."),
    req("talk-share", Table(TALK_SHARE), "The rep's share of all characters."),
];

const DID: &[Key] = &[
    req("any", LABELS, "Any one of these counts."),
    opt("times", Integer(1, 20), "How often; fewer earn a part. Default 1."),
    opt("in", STATES, "Only in these states of the buyer."),
];
const STATES: Kind = List(&Refer(Space::State), 1, 20);
const AVOID: &[Key] = &[
    req("any", LABELS, "Any one of these is too much."),
    opt("in", STATES, "Only in these states of the buyer."),
    opt("until-opened", Integer(1, 20), "Only until so many needs are open."),
];
const OPENED: &[Key] = &[
    req("at-least", Integer(1, 20), "How many; fewer earn a part."),
    opt("kind", NEED_KIND, "Only needs as ripe as this."),
];
const ANSWERS: &[Key] = &[
    req("any", LABELS, "What the reply must do; any one of these counts."),
    req("at-least", Integer(1, 20), "How many different needs; fewer earn a part."),
];
const ORDER: &[Key] =
    &[req("first", LABEL, "What must come first."), req("then", LABEL, "What must not come earlier.")];
const AT_LEAST: &[Key] = &[req("at-least", Integer(1, 20), "How many; fewer earn a part.")];
const MENTIONS: &[Key] = &[
    req("any", PATTERNS, "Patterns."),
    opt("at-least", Integer(1, 20), "How many different ones; fewer earn a part. Default 1."),
    opt("in", STATES, "Only in these states of the buyer."),
];
const LENGTH: &[Key] = &[req("most", Integer(10, 4_000), "The most characters of one reply.")];
const REACHED: &[Key] = &[req("any", STATES, "The states.")];
const EXACT: &[Key] = &[req("text", SENTENCE, "What must be said.")];
const TALK_SHARE: &[Key] = &[req("most", Integer(1, 100), "The most, in percent.")];

const FAULT: &[Key] = &[
    req("id", Define(Space::Check), "Its id; receipts name it."),
    req("label", LABEL, "What a reply does when it has the fault."),
    req("cost", Integer(1, 100), "Points of the hundred, each time."),
    req("most", Integer(1, 100), "The most that it may cost in one drill."),
    req("title", NAME, "What it is, in a few words."),
    req("better", SENTENCE, "What to say instead."),
    opt("everywhere", Flag, "No model transcript of any method may have it. Default `false`."),
];

const VARIANT: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the method."),
    req("title", NAME, "Its name."),
    req("letters", List(&Table(LETTER), 1, 20), "Its letters, in their order."),
];
const LETTER: &[Key] =
    &[req("letter", Text(4), "The letter."), req("step", Refer(Space::Step), "The step that it stands for.")];
