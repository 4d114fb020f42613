//! The keys of a scenario: its buyer, facts, needs, states and transcripts.

use super::method::EXTRA_CHECK;
use super::{LABELS, NAME, NEED_KIND, PARAGRAPH, PATTERNS, SAY, SENTENCE, SENTENCES};
use crate::playbook::shape::Kind::{Define, Flag, Integer, List, OneOf, Refer, Table, Text};
use crate::playbook::shape::{Key, Kind, Space, opt, req};

pub(super) const SCENARIO: &[Key] = &[
    req("id", Define(Space::Scenario), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("method", Refer(Space::Method), "The method that it trains."),
    req("kind", OneOf(&KINDS), "What sort of exercise it is."),
    req("level", Integer(1, 4), "Difficulty."),
    opt("objection", OBJECTION, "The objection that it opens with."),
    req("industry", NAME, "The industry that it plays in."),
    req("source", Refer(Space::Source), "Where it comes from."),
    req("brief", PARAGRAPH, "What the rep knows before the buyer speaks."),
    req("goal", SENTENCE, "What the rep should reach."),
    req("max-turns", Integer(1, 40), "After so many replies the buyer has to go."),
    req("buyer", Table(BUYER), "Whom the rep talks to."),
    opt(
        "example",
        Table(OCCASION),
        "With `just-in-time`: stands for the customer of a touch; its words fill `{customer}`, `{touch}`, `{purpose}` \
         and `{note}`.",
    ),
    opt("facts", List(&Table(FACT), 1, 30), "The fact sheet: what the rep may state."),
    opt("needs", List(&Table(NEED), 1, 30), "What the buyer tells only when asked rightly."),
    req("start", Refer(Space::State), "The state in which the buyer opens."),
    req("gives-up", Refer(Space::State), "The state of a buyer whose patience is spent; it ends the talk."),
    opt("reactions", List(&Table(REACTION), 1, 40), "Reactions looked at first in every state."),
    req("states", List(&Table(STATE), 2, 60), "The buyer's states."),
    opt(
        "push-backs",
        List(&Table(PUSH_BACK), 1, 6),
        "What the buyer brings up before they agree: one for each level of difficulty above the first.",
    ),
    opt("checks", List(&Table(EXTRA_CHECK), 1, 30), "Checks beyond the method's."),
    req("transcripts", Table(TRANSCRIPTS), "What three reps would say; the scenario tests itself with them."),
    opt("next", Refer(Space::Scenario), "What to train after this is passed."),
];
const OBJECTION: Kind = OneOf(&["price", "product", "timing", "trust", "internal"]);
const KINDS: [&str; 16] = [
    "objection",
    "discovery",
    "rapid-fire",
    "pitch",
    "full-call",
    "signal",
    "pre-framing",
    "hypothetical",
    "referral",
    "cross-sell",
    "negotiation",
    "smart",
    "three-audiences",
    "who-decides",
    "just-in-time",
    "fixed-answer",
];
const BUYER: &[Key] = &[
    req("name", Text(40), "How the rep addresses them."),
    req("title", NAME, "Job title."),
    req("company", NAME, "The company, or what stands for it."),
    opt("parts", List(&Refer(Space::Part), 1, 4), "Persona parts: type, channel, buying role, level."),
    req("trust", Integer(0, 100), "Trust at the start."),
    req("interest", Integer(0, 100), "Interest at the start."),
    req("patience", Integer(1, 20), "How much pushing they bear."),
];
const FACT: &[Key] = &[
    req("id", Define(Space::Fact), "Its id within the scenario."),
    req("text", SENTENCE, "What it says."),
    req("says", PATTERNS, "How one recognises that a reply names it."),
];
const NEED: &[Key] = &[
    req("id", Define(Space::Need), "Its id within the scenario."),
    req("kind", NEED_KIND, "A mere fact, a complaint, or a wish."),
    req("text", SENTENCE, "What it says; shown after the drill only."),
    opt("given", Flag, "Told in the brief: it is open from the start."),
    opt("after", List(&Refer(Space::Need), 1, 5), "It opens only when these are open."),
    opt("about", PATTERNS, "What the question must be about; absent: anything."),
    opt("opens-with", LABELS, "What the question must do; any one of these. Required unless it is given."),
    opt("reveal", SAY, "What the buyer says when it opens. Required unless it is given."),
    opt("meets", PATTERNS, "How one recognises that a reply speaks to it; for the rule `answers`."),
];
const PUSH_BACK: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the scenario."),
    req("say", List(&SENTENCE, 2, 12), "What the buyer says; at least two, for it may come twice in a row."),
    req("eased-by", LABELS, "What a reply must do to ease it; any one of these."),
    req("why", SENTENCE, "Why the buyer brings it up; told in the review."),
];
const OCCASION: &[Key] = &[
    req("customer", Text(100), "The customer's name."),
    req("touch", NAME, "What the touch is called."),
    req("purpose", SENTENCE, "What it is for."),
    req("note", SENTENCE, "What was noted of the customer."),
];
const STATE: &[Key] = &[
    req("id", Define(Space::State), "Its id within the scenario."),
    opt("speaker", NAME, "Who speaks here, where it is not the buyer."),
    opt("say", SAY, "What the buyer says on coming here, unless the reaction has words of its own."),
    opt("expects", Text(40), "The method's step expected here; hints come from it."),
    opt("reactions", List(&Table(REACTION), 1, 30), "Tried in order; the first that holds is taken."),
    opt("otherwise", Table(OTHERWISE), "Taken when none holds; required unless the talk ends here."),
    opt("ends", OneOf(&["advance", "open", "lost"]), "How the talk ends here."),
];
const REACTION: &[Key] = &[
    req("when", Table(WHEN), "The condition; every part must hold."),
    opt("say", SAY, "What the buyer says; two or more where it may come twice in a row."),
    opt("go", Refer(Space::State), "The state it goes to; absent: it stays."),
    opt("opens", List(&Refer(Space::Need), 1, 10), "Needs that it brings to light."),
    opt(
        "raises",
        OBJECTION,
        "The objection that it brings up; the review names the replies that provoked it.",
    ),
    opt("trust", Integer(-50, 50), "Change of trust."),
    opt("interest", Integer(-50, 50), "Change of interest."),
    opt("patience", Integer(-5, 5), "Change of patience."),
    req("why", SENTENCE, "Why the buyer takes it so; told in the review."),
];
const OTHERWISE: &[Key] = &[
    req("say", List(&SENTENCE, 2, 12), "What the buyer says; at least two, for it may come twice in a row."),
    opt("go", Refer(Space::State), "The state it goes to; absent: it stays."),
    opt("trust", Integer(-50, 50), "Change of trust."),
    opt("interest", Integer(-50, 50), "Change of interest."),
    opt("patience", Integer(-5, 5), "Change of patience."),
    req("why", SENTENCE, "Why the buyer takes it so."),
];
const WHEN: &[Key] = &[
    opt("did", LABELS, "All of these were done in this reply."),
    opt("any", LABELS, "At least one of these."),
    opt("not", LABELS, "None of these."),
    opt("before", LABELS, "All of these were done in this or an earlier reply."),
    opt("never", LABELS, "None of these was done in this or an earlier reply."),
    opt("done", Table(DONE), "So many replies, this one included, did one of these."),
    opt("names", List(&Refer(Space::Fact), 1, 10), "All of these facts were named in this reply."),
    opt("facts", Integer(1, 10), "At least so many facts were named in this reply."),
    opt("finds", Flag, "Whether this reply opens a need, or opens none."),
    opt("opened", List(&Refer(Space::Need), 1, 10), "All of these needs are open."),
    opt("opened-at-least", Integer(1, 20), "At least so many needs are open by the rep's asking."),
    opt("opened-below", Integer(1, 20), "Fewer needs than this are open by the rep's asking."),
    opt("meets", Integer(1, 10), "This reply speaks to at least so many open needs, by their `meets`."),
    opt("invents", Flag, "With `true`: it names a number that neither sheet, brief nor buyer gave."),
    opt("longer", Integer(20, 4_000), "It has more characters than this."),
    opt("questions", Integer(2, 10), "It asks at least so many questions."),
    opt("mentions", PATTERNS, "The reply matches one of these."),
    opt("trust-at-least", Integer(0, 100), "Trust is at least this."),
    opt("trust-below", Integer(0, 100), "Trust is below this."),
    opt("turn-at-least", Integer(1, 40), "It is at least the so-manieth reply."),
];
const DONE: &[Key] =
    &[req("any", LABELS, "Any one of these counts."), req("times", Integer(1, 40), "How many replies.")];
const TRANSCRIPTS: &[Key] = &[
    req("model", SENTENCES, "A good rep's replies: must score at least 80 and pass."),
    req("weak", SENTENCES, "A middling rep's: must score between the two."),
    req("bad", SENTENCES, "A poor rep's: must score at most 30."),
];
