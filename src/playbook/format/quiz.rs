//! The keys of a quiz and of a survey.

use super::{NAME, SENTENCE};
use crate::playbook::shape::Kind::{Choice, Define, Flag, Integer, List, OneOf, Refer, Table, Text};
use crate::playbook::shape::{Key, Kind, Space, opt, req};

pub(super) const QUIZ: &[Key] = &[
    req("id", Define(Space::Quiz), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("summary", SENTENCE, "What it is about."),
    req("pass", Integer(1, 100), "Right answers, in percent, from which it counts as passed."),
    opt("feedback", OneOf(&["at-once", "at-end"]), "When explanations come. Default `at-once`."),
    opt(
        "minutes",
        Integer(1, 240),
        "Minutes within which it is to be answered in chat. No limit when left out.",
    ),
    opt("survey", Refer(Space::Survey), "The survey asked afterwards."),
    opt("form", OneOf(&["pre", "post", "delayed"]), "Which of the parallel forms of a course test it is."),
    opt("test", Text(40), "The test of which it is a form; the forms of one test have the same blueprint."),
    req("items", List(&Table(ITEM), 1, 300), "Its questions."),
];
const ITEM: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the quiz."),
    opt("topic", Text(40), "What it belongs to in the test's blueprint."),
    req("ask", Text(1_000), "The question."),
    opt("scored", Flag, "Whether it counts. Default `true`; weakly supported matter is asked and does not."),
    req("explain", Text(800), "Why the right answer is right; shown at a miss."),
    req("source", Refer(Space::Source), "Where the answer comes from."),
    req("answer", Choice(ANSWER), "What is right."),
];
/// A choice fits a select's option and, with its letter, a line of the question.
const CHOICES: Kind = List(&Text(200), 2, 10);
const CORRECT: Kind = Integer(1, 10);
const ANSWER: &[Key] = &[
    req(
        "single",
        Table(&[req("choices", CHOICES, "The choices."), req("correct", CORRECT, "The right one, from 1.")]),
        "One choice is right.",
    ),
    req(
        "multiple",
        Table(&[
            req("choices", CHOICES, "The choices."),
            req("correct", List(&CORRECT, 1, 10), "The right ones, from 1."),
        ]),
        "All of the right choices and no other.",
    ),
    req(
        "true-false",
        Table(&[req("correct", Flag, "Whether the statement is true.")]),
        "Whether a statement is true.",
    ),
    req(
        "order",
        Table(&[req("items", List(&Text(200), 2, 10), "The items, in the right order.")]),
        "Put in order.",
    ),
    req(
        "match",
        Table(&[req("pairs", List(&Table(PAIR), 2, 10), "What belongs together.")]),
        "Which belongs to which.",
    ),
    req(
        "fill",
        Table(&[
            req("accepted", List(&Text(80), 1, 30), "Everything that is accepted."),
            opt("typos", Integer(0, 3), "Typing errors that are forgiven. Default 0."),
        ]),
        "A word or a number, typed.",
    ),
    req(
        "spot",
        Table(&[
            req("lines", CHOICES, "Lines of a talk."),
            req("correct", List(&CORRECT, 1, 10), "Those that show what is asked for, from 1."),
        ]),
        "Find the lines.",
    ),
    req(
        "classify",
        Table(&[
            req("line", SENTENCE, "The line."),
            req("choices", CHOICES, "The classes."),
            req("correct", CORRECT, "The right one, from 1."),
        ]),
        "Say what a line is.",
    ),
];
const PAIR: &[Key] = &[req("left", Text(200), "One."), req("right", Text(200), "What belongs to it.")];

pub(super) const SURVEY: &[Key] = &[
    req("id", Define(Space::Survey), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("source", Refer(Space::Source), "Where it comes from."),
    req("questions", List(&Table(QUESTION), 1, 10), "Its questions."),
];
const QUESTION: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the survey."),
    req("ask", SENTENCE, "The question."),
    req("choices", List(&Table(SURVEY_CHOICE), 2, 5), "What one may answer, in concrete words."),
];
const SURVEY_CHOICE: &[Key] = &[req("id", Text(30), "What is stored."), req("text", NAME, "The words.")];
