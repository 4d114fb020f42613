//! The keys of a recogniser: labels, words, patterns, examples; and of a server's own corrections.

use super::{NAME, SENTENCE};
use crate::playbook::shape::Kind::{Decimal, Define, List, OneOf, Pattern, Refer, Table, Text};
use crate::playbook::shape::{Key, Space, opt, req};

pub(super) const RECOGNISER: &[Key] = &[
    req("id", Define(Space::Recogniser), "The file's name without `.toml`."),
    req("task", Text(40), "The task that the file adds to; several files may add to one."),
    opt(
        "select",
        OneOf(&["many", "one"]),
        "How many labels a text gets; in the file that declares the labels.",
    ),
    opt("fallback", Refer(Space::OwnLabel), "With `one`: the label of a text in which nothing is found."),
    opt("labels", List(&Table(LABEL_ENTRY), 1, 30), "The task's labels."),
    opt("lexicons", List(&Table(LEXICON), 1, 200), "Classes of words; every task hears those of all."),
    opt("patterns", List(&Table(PATTERN_ENTRY), 1, 2_000), "Patterns that speak for or against a label."),
    opt("examples", List(&Table(EXAMPLE), 1, 20_000), "Labelled texts to learn from."),
    opt("tests", List(&Table(EXAMPLE), 1, 20_000), "Labelled texts that measure and are never learnt from."),
];
const LABEL_ENTRY: &[Key] = &[
    req("id", Define(Space::OwnLabel), "Its name; known elsewhere as `task.id`."),
    req("name", NAME, "What it is called when it is shown."),
    req("meaning", SENTENCE, "When a sentence has it."),
];
const LEXICON: &[Key] = &[
    req("id", Define(Space::Entry), "Its id; lists of the same id in several files are one class."),
    opt(
        "role",
        OneOf(&["class", "frame", "negation", "turn"]),
        "What it is for. Default `class`: words of one meaning. `frame`: words that hold sentences together; \
         `negation`: words that deny their clause; `turn`: words with which a clause begins.",
    ),
    req(
        "words",
        List(&Text(40), 1, 1_000),
        "Its words and phrases in lower case; one that ends in `*` goes on as it likes.",
    ),
];
const PATTERN_ENTRY: &[Key] = &[
    req("label", Refer(Space::OwnLabel), "The label that it speaks for."),
    req("match", Pattern, "What it looks for in a sentence."),
    opt("unless", Pattern, "It is silent in a sentence that also matches this."),
    opt("weight", Decimal(-4.0, 4.0), "How loud it speaks; below 0 against. Default 1.0."),
];
const EXAMPLE: &[Key] = &[
    req("text", Text(1_500), "The text."),
    opt("context", Text(1_500), "What was said just before."),
    req("labels", List(&Refer(Space::OwnLabel), 0, 10), "Its labels; `[]` for none."),
];

/// A server's own corrections; not part of a playbook.
pub(in crate::playbook) const OVERLAY: &[Key] = &[
    opt("corrections", List(&Table(CORRECTION), 1, 2_000), "Sentences that a trainer labelled anew."),
    opt("tests", List(&Table(CORRECTION), 1, 2_000), "The same that measure and are never learnt from."),
];
const CORRECTION: &[Key] = &[
    req("task", Text(40), "The task."),
    req("text", Text(4_000), "The sentence."),
    opt("context", Text(4_000), "What was said just before."),
    req("labels", List(&Text(40), 0, 10), "The labels that it should have had; `[]` for none."),
];
