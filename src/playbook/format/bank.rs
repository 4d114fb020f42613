//! The keys of a bank of worked lines.

use super::{GRADE, NAME, SENTENCE, SENTENCES};
use crate::playbook::shape::Kind::{Define, List, OneOf, Refer, Table, Text};
use crate::playbook::shape::{Key, Space, opt, req};

pub(super) const BANK: &[Key] = &[
    req("id", Define(Space::Bank), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    opt("method", Refer(Space::Method), "The method whose lines they are."),
    req("source", Refer(Space::Source), "Where its entries come from, unless they say otherwise."),
    req("grade", GRADE, "How well it is supported."),
    req(
        "page",
        OneOf(&["entry", "industry"]),
        "What is looked up at once: one entry, or all of an industry.",
    ),
    req("entries", List(&Table(ENTRY), 1, 300), "Its entries."),
];
const ENTRY: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the bank."),
    opt("title", NAME, "Its name; needed where entries are looked up one by one."),
    opt("aliases", List(&NAME, 1, 20), "Other names under which it is looked for."),
    opt("industry", NAME, "The industry that it plays in."),
    opt("label", Refer(Space::Label), "What the customer's words are."),
    opt("source", Refer(Space::Source), "Where it comes from, if not from where the bank does."),
    opt("situation", SENTENCE, "Where things stand before anything is said."),
    opt("customer", SENTENCES, "What the customer says, in several wordings."),
    opt("behind", SENTENCE, "What is behind the customer's words, or what the rep's open."),
    req("says", List(&Table(SAYING), 1, 8), "What the rep says, part by part."),
    opt("bad", SENTENCE, "What not to say."),
    opt("why", SENTENCE, "Why not; needed with `bad`."),
    opt("sums", List(&Text(120), 1, 12), "Sums that are recomputed; words in them are passed over."),
    opt("evidence", Table(EVIDENCE), "Where the proof comes from; needed with a line of evidence."),
    opt("note", SENTENCE, "What else to know."),
];
const SAYING: &[Key] = &[
    opt("label", Refer(Space::Label), "What the lines do; it heads them."),
    opt("title", NAME, "What heads them instead."),
    req("good", SENTENCES, "Good lines."),
    opt("bad", SENTENCE, "A bad one."),
    opt("why", SENTENCE, "Why it is bad; needed with `bad`."),
];
const EVIDENCE: &[Key] = &[
    req("source", SENTENCE, "Who says so, and how one can see it."),
    req("may-say", SENTENCE, "What of it may be told a customer."),
];
