//! The file format of playbooks: every kind of file with every key. This is the one place where it is written down;
//! `playbooks/README.md` is checked against it by a test.
//! It must not hold rules that look at more than one value; those are in `rules`.

use super::shape::Kind::{
    Choice, Decimal, Define, Flag, Integer, Language, List, Named, OneOf, Pattern, Refer, Table, Text, Time,
};
use super::shape::{Key, Kind, Space, opt, req};

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

/// Every kind of file.
pub const FILES: [FileKind; 9] = [
    FileKind { folder: "", keys: MANIFEST_KEYS },
    FileKind { folder: "methods", keys: METHOD },
    FileKind { folder: "recognisers", keys: RECOGNISER },
    FileKind { folder: "scenarios", keys: SCENARIO },
    FileKind { folder: "personas", keys: PERSONA },
    FileKind { folder: "quizzes", keys: QUIZ },
    FileKind { folder: "surveys", keys: SURVEY },
    FileKind { folder: "cards", keys: CARDS },
    FileKind { folder: "cadences", keys: CADENCE },
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

const METHOD: &[Key] = &[
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
const EXTRA_CHECK: &[Key] = &check(Text(40));
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
    req("order", Table(ORDER), "One thing was done before another; not rated when the other never came."),
    req("names", Table(AT_LEAST), "Facts of the scenario's sheet were named."),
    req("mentions", Table(MENTIONS), "The rep's words match patterns."),
    req("length", Table(LENGTH), "No reply was longer than this; the share of replies that were not."),
    req("opened", Table(AT_LEAST), "Hidden needs were brought to light."),
    req("reached", Table(REACHED), "The buyer came to one of these states."),
    req("numbers-known", Table(&[]), "Every number named stands on the fact sheet or came from the buyer."),
    req("exact", Table(EXACT), "This was said word for word; case, width and marks do not count."),
    req("talk-share", Table(TALK_SHARE), "The rep's share of all characters."),
];

const DID: &[Key] = &[
    req("any", LABELS, "Any one of these counts."),
    opt("times", Integer(1, 20), "How often; fewer earn a part. Default 1."),
];
const ORDER: &[Key] =
    &[req("first", LABEL, "What must come first."), req("then", LABEL, "What must not come earlier.")];
const AT_LEAST: &[Key] = &[req("at-least", Integer(1, 20), "How many; fewer earn a part.")];
const MENTIONS: &[Key] = &[
    req("any", PATTERNS, "Patterns."),
    opt("at-least", Integer(1, 20), "How many different ones; fewer earn a part. Default 1."),
];
const LENGTH: &[Key] = &[req("most", Integer(10, 4_000), "The most characters of one reply.")];
const REACHED: &[Key] = &[req("any", List(&Refer(Space::State), 1, 20), "The states.")];
const EXACT: &[Key] = &[req("text", SENTENCE, "What must be said.")];
const TALK_SHARE: &[Key] = &[req("most", Integer(1, 100), "The most, in percent.")];

const FAULT: &[Key] = &[
    req("id", Define(Space::Check), "Its id; receipts name it."),
    req("label", LABEL, "What a reply does when it has the fault."),
    req("cost", Integer(1, 100), "Points of the hundred, each time."),
    req("most", Integer(1, 100), "The most that it may cost in one drill."),
    req("title", NAME, "What it is, in a few words."),
    req("better", SENTENCE, "What to say instead."),
];

const VARIANT: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the method."),
    req("title", NAME, "Its name."),
    req("letters", List(&Table(LETTER), 1, 20), "Its letters, in their order."),
];
const LETTER: &[Key] =
    &[req("letter", Text(4), "The letter."), req("step", Refer(Space::Step), "The step that it stands for.")];

const RECOGNISER: &[Key] = &[
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
pub(super) const OVERLAY: &[Key] =
    &[req("corrections", List(&Table(CORRECTION), 1, 2_000), "Sentences that a trainer labelled anew.")];
const CORRECTION: &[Key] = &[
    req("task", Text(40), "The task."),
    req("text", Text(4_000), "The sentence."),
    opt("context", Text(4_000), "What was said just before."),
    req("labels", List(&Text(40), 0, 10), "The labels that it should have had; `[]` for none."),
];

const SCENARIO: &[Key] = &[
    req("id", Define(Space::Scenario), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("method", Refer(Space::Method), "The method that it trains."),
    req("kind", OneOf(&KINDS), "What sort of exercise it is."),
    req("level", Integer(1, 4), "Difficulty."),
    opt(
        "objection",
        OneOf(&["price", "product", "timing", "trust", "internal"]),
        "The objection that it opens with.",
    ),
    req("industry", NAME, "The industry that it plays in."),
    req("source", Refer(Space::Source), "Where it comes from."),
    req("brief", PARAGRAPH, "What the rep knows before the buyer speaks."),
    req("goal", SENTENCE, "What the rep should reach."),
    req("max-turns", Integer(1, 40), "After so many replies the buyer has to go."),
    req("buyer", Table(BUYER), "Whom the rep talks to."),
    opt("facts", List(&Table(FACT), 1, 30), "The fact sheet: what the rep may state."),
    opt("needs", List(&Table(NEED), 1, 30), "What the buyer tells only when asked rightly."),
    req("start", Refer(Space::State), "The state in which the buyer opens."),
    req("gives-up", Refer(Space::State), "The state of a buyer whose patience is spent; it ends the talk."),
    opt("reactions", List(&Table(REACTION), 1, 40), "Reactions looked at first in every state."),
    req("states", List(&Table(STATE), 2, 60), "The buyer's states."),
    opt("checks", List(&Table(EXTRA_CHECK), 1, 30), "Checks beyond the method's."),
    req("transcripts", Table(TRANSCRIPTS), "What three reps would say; the scenario tests itself with them."),
    opt("next", Refer(Space::Scenario), "What to train after this is passed."),
];
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
    req("kind", OneOf(&["fact", "implied", "explicit"]), "A mere fact, a complaint, or a wish."),
    req("text", SENTENCE, "What it says; shown after the drill only."),
    opt("about", PATTERNS, "What the question must be about; absent: anything."),
    req("opens-with", LABELS, "What the question must do; any one of these."),
    req("reveal", SAY, "What the buyer says when it opens."),
];
const STATE: &[Key] = &[
    req("id", Define(Space::State), "Its id within the scenario."),
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
    opt("names", List(&Refer(Space::Fact), 1, 10), "All of these facts were named in this reply."),
    opt("facts", Integer(1, 10), "At least so many facts were named in this reply."),
    opt("opened", List(&Refer(Space::Need), 1, 10), "All of these needs are open."),
    opt("mentions", PATTERNS, "The reply matches one of these."),
    opt("trust-at-least", Integer(0, 100), "Trust is at least this."),
    opt("trust-below", Integer(0, 100), "Trust is below this."),
    opt("turn-at-least", Integer(1, 40), "It is at least the so-manieth reply."),
];
const TRANSCRIPTS: &[Key] = &[
    req("model", SENTENCES, "A good rep's replies: must score at least 80 and pass."),
    req("weak", SENTENCES, "A middling rep's: must score between the two."),
    req("bad", SENTENCES, "A poor rep's: must score at most 30."),
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
    opt("moved-by", List(&Table(MOVED_BY), 1, 10), "What their trust gains or loses by."),
];
const MOVED_BY: &[Key] = &[
    req("label", LABEL, "What a reply does."),
    req("trust", Integer(-20, 20), "How much trust it gains."),
    req("why", SENTENCE, "Why."),
];

const QUIZ: &[Key] = &[
    req("id", Define(Space::Quiz), "The file's name without `.toml`."),
    req("title", NAME, "Its name."),
    req("summary", SENTENCE, "What it is about."),
    req("pass", Integer(1, 100), "Right answers, in percent, from which it counts as passed."),
    opt("feedback", OneOf(&["at-once", "at-end"]), "When explanations come. Default `at-once`."),
    opt("survey", Refer(Space::Survey), "The survey asked afterwards."),
    opt("form", OneOf(&["pre", "post", "delayed"]), "Which of the parallel forms of a course test it is."),
    req("items", List(&Table(ITEM), 1, 300), "Its questions."),
];
const ITEM: &[Key] = &[
    req("id", Define(Space::Entry), "Its id within the quiz."),
    opt("topic", Text(40), "What it belongs to in the test's blueprint."),
    req("ask", Text(1_000), "The question."),
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

const SURVEY: &[Key] = &[
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
    req("draft", Text(1_000), "A message to start from; `{customer}` and `{rep}` are filled in."),
];
const TOUCH_WHEN: &[Key] = &[
    req("day", Integer(1, 3_650), "Once, so many days later."),
    req("every-months", Integer(1, 120), "Every so many months, on the date of signing."),
];
