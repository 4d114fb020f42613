//! The file format of playbooks: every kind of file with every key. This is the one place where it is written down;
//! `playbooks/README.md` is checked against it by a test.
//! It must not hold rules that look at more than one value; those are in `rules`.

mod bank;
mod calendar;
mod method;
mod quiz;
mod recogniser;
mod scenario;
mod synthetic;

use super::shape::Kind::{
    Choice, Define, Flag, Integer, Language, List, Named, OneOf, Pattern, Refer, Table, Text, Time,
};
use super::shape::{Key, Kind, Space, opt, req};
use bank::BANK;
use calendar::CALENDAR;
use method::METHOD;
use quiz::{QUIZ, SURVEY};
pub(super) use recogniser::OVERLAY;
use recogniser::RECOGNISER;
use scenario::SCENARIO;
use synthetic::SYNTHETIC;

/// A kind of file: the folder that holds it and its keys.
#[derive(Debug)]
pub struct FileKind {
    /// The folder within a playbook; empty for the manifest.
    pub folder: &'static str,
    /// The keys at the top of the file.
    pub keys: &'static [Key],
}

/// The name of the manifest.
pub const MANIFEST: &str = "playbook.toml";

/// The folder of calendars, which lies beside the playbooks and not within one.
pub const CALENDARS: &str = "calendars";

/// Every kind of file.
pub const FILES: [FileKind; 12] = [
    FileKind { folder: "", keys: MANIFEST_KEYS },
    FileKind { folder: "methods", keys: METHOD },
    FileKind { folder: "recognisers", keys: RECOGNISER },
    FileKind { folder: "scenarios", keys: SCENARIO },
    FileKind { folder: "personas", keys: PERSONA },
    FileKind { folder: "quizzes", keys: QUIZ },
    FileKind { folder: "surveys", keys: SURVEY },
    FileKind { folder: "cards", keys: CARDS },
    FileKind { folder: "banks", keys: BANK },
    FileKind { folder: "cadences", keys: CADENCE },
    FileKind { folder: "synthetic", keys: SYNTHETIC },
    FileKind { folder: CALENDARS, keys: CALENDAR },
];

/// A title, a name: shown in lists and buttons' neighbourhood.
const NAME: Kind = Text(80);
/// A sentence or two.
const SENTENCE: Kind = Text(400);
/// A paragraph.
const PARAGRAPH: Kind = Text(1_500);
const GRADE: Kind = OneOf(&["strong", "moderate", "practice", "weak"]);
const LABEL: Kind = Refer(Space::Label);
const LABELS: Kind = List(&LABEL, 1, 20);
const PATTERNS: Kind = List(&Pattern, 1, 40);
const SENTENCES: Kind = List(&SENTENCE, 1, 40);
/// How ripe a need is.
const NEED_KIND: Kind = OneOf(&["fact", "implied", "explicit"]);
/// Wordings of one thing that the buyer says.
const SAY: Kind = List(&SENTENCE, 1, 12);

const MANIFEST_KEYS: &[Key] = &[
    req("format", Integer(1, 1), "The format's version; this program reads 1."),
    req("id", Define(Space::Entry), "The playbook's id; the same in every language."),
    req("title", NAME, "Its name."),
    req("language", Language, "The language of all its texts, such as `zh-CN` or `en`."),
    req("version", Text(20), "The content's version; attempts remember it."),
    req("sources", Named(Space::Source, SOURCE), "Where statements come from, by id."),
];

const SOURCE: &[Key] = &[
    req("title", Text(200), "What it is called."),
    req(
        "kind",
        OneOf(&["deck", "general", "house"]),
        "The course's deck, general knowledge, or this house's own.",
    ),
    opt("note", PARAGRAPH, "What to know about it."),
];

const PERSONA: &[Key] = &[
    req("id", Define(Space::Persona), "The file's name without `.toml`."),
    req("axis", OneOf(&["type", "channel", "role", "level"]), "Which side of a person the parts describe."),
    req("grade", GRADE, "How well it is supported; weak ones carry no score."),
    req("source", Refer(Space::Source), "Where it comes from."),
    req("parts", List(&Table(PART), 1, 20), "The parts."),
];
const PART: &[Key] = &[
    req("id", Define(Space::Part), "Its id."),
    req("name", NAME, "Its name."),
    req("emphasis", SENTENCE, "What moves such a person."),
    req("tips", SENTENCES, "How to talk to them."),
    opt("manner", List(&Text(80), 1, 12), "What such a person says before an answer now and then."),
    opt("moved-by", List(&Table(MOVED_BY), 1, 10), "What their trust gains or loses by."),
];
const MOVED_BY: &[Key] = &[
    req("label", LABEL, "What a reply does."),
    req("trust", Integer(-20, 20), "How much trust it gains."),
    req("why", SENTENCE, "Why."),
];

const CARDS: &[Key] = &[
    req("id", Define(Space::Cards), "The file's name without `.toml`."),
    req("cards", List(&Table(CARD), 1, 200), "The cards."),
];
const CARD: &[Key] = &[
    req("id", Define(Space::Card), "Its id."),
    req("title", NAME, "Its name."),
    opt("aliases", List(&NAME, 1, 20), "Other names under which it is looked for."),
    req("source", Refer(Space::Source), "Where it comes from."),
    opt("grade", GRADE, "How well it is supported."),
    opt("heading-only", Flag, "The source names it and gives no content."),
    req("body", PARAGRAPH, "What it says, in short."),
    opt("sections", List(&Table(SECTION), 1, 12), "Its parts."),
];
const SECTION: &[Key] =
    &[req("title", NAME, "Its heading."), req("lines", List(&SENTENCE, 1, 40), "Its lines.")];

const CADENCE: &[Key] = &[
    req("id", Define(Space::Cadence), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("source", Refer(Space::Source), "Where it comes from."),
    req("at", Time, "The local time of a ping."),
    req("touches", List(&Table(TOUCH), 1, 40), "Its touches."),
];
const TOUCH: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the cadence."),
    req("when", Choice(TOUCH_WHEN), "When it comes, counted from the day of signing, which is day 0."),
    req("title", NAME, "Its name."),
    req("purpose", SENTENCE, "What it is for; every touch has a purpose and a value."),
    req("checklist", List(&Text(200), 1, 10), "What to see to."),
    req(
        "draft",
        Text(1_000),
        "A message to start from. Filled in are `{customer}`, `{rep}` and `{signed}`, and where they are known `{contact}`, \
         `{product}` and, of the touch before, `{gave}` and `{promised}`; after a bar stands what is taken where they are \
         not: `{contact|customer}`, `{promised|[what]}`.",
    ),
];
const TOUCH_WHEN: &[Key] = &[
    req("day", Integer(1, 3_650), "Once, so many days later."),
    req("every-months", Integer(1, 120), "Every so many months, on the date of signing."),
];
