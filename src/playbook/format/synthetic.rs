//! The keys of a synthetic rep.

use super::NAME;
use crate::playbook::shape::Kind::{Choice, Define, List, OneOf, Table, Text};
use crate::playbook::shape::{Key, Space, opt, req};

pub(super) const SYNTHETIC: &[Key] = &[
    req("id", Define(Space::Synthetic), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("must", OneOf(&["pass", "fail", "either"]), "What must come of each of its talks in every scenario."),
    opt("note", Text(400), "What such a rep is known for."),
    req("says", Choice(SAYS), "What it says."),
];
const SAYS: &[Key] = &[
    req(
        "lines",
        Table(&[req("all", List(&Text(1_000), 1, 40), "The lines.")]),
        "These lines, again and again.",
    ),
    req("facts", Table(&[]), "One fact of the sheet after the other."),
    req(
        "echo",
        Table(&[req(
            "frames",
            List(&Text(120), 1, 12),
            "What stands around it; `{line}` is what the buyer said.",
        )]),
        "What the buyer said last.",
    ),
    req("keywords", Table(&[]), "Words of the rubric, without a sentence."),
    req("model", Table(&[]), "The scenario's model transcript."),
];
