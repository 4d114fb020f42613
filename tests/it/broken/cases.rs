//! What is broken in each case: the file, the text that is taken out and the text that comes in its place.

/// A broken playbook.
pub(crate) struct Case {
    /// The name of its picture.
    pub(crate) name: &'static str,
    /// The rule that it breaks.
    pub(crate) rule: &'static str,
    /// File, text to find, text in its place.
    pub(crate) patches: Vec<(&'static str, &'static str, String)>,
    /// Whether the Chinese playbook is there too.
    pub(crate) both_languages: bool,
}

const BOOK: &str = "tiny.en/playbook.toml";
const QUOTE: &str = "tiny.en/scenarios/quote.toml";
const METHOD: &str = "tiny.en/methods/lscpa.toml";
const WORDS: &str = "tiny.en/recognisers/lscpa.toml";
const QUIZ: &str = "tiny.en/quizzes/basics.toml";
const CARDS: &str = "tiny.en/cards/cards.toml";
const CADENCE: &str = "tiny.en/cadences/customer.toml";
const ENGLISH: &str = "phrases/en.toml";

/// The first reaction's wordings in the opening state.
const EXACTLY: &str = r#"say = ["Yes, exactly that.", "That is it."]
go = "confirmed""#;
/// What follows the reactions in the state `confirmed`, up to the next state.
const OTHERWISE: &str = r#"[states.otherwise]
say = ["And what does that mean for the price?", "I still see only the price.", "That does not help me yet."]
patience = -1
why = "It answers what I said."

[[states]]
id = "agreed""#;
const NO_OTHERWISE: &str = "[[states]]\nid = \"agreed\"";
/// From the second line of the model transcript to its end.
const MODEL: &str = "\"If you stand still in the high season, you lose it all: do I get that right?\", \"Our last rollouts took six weeks and no more than two hours of downtime.\", \"I own it. Shall we say Thursday at ten?\"]";
const LEFT: &str = "say = [\"We will leave it there.\"]\nends = \"lost\"";

pub(crate) fn cases() -> Vec<Case> {
    let mut all = written();
    all.extend(valued());
    all.extend(walked());
    all.extend(whole());
    all.extend(super::rubric::rubric());
    all.extend(super::worked::worked());
    all.extend(super::calendars::calendars());
    all
}

pub(super) fn case(
    name: &'static str,
    rule: &'static str,
    patches: &[(&'static str, &'static str, &str)],
) -> Case {
    let patches = patches.iter().map(|&(path, find, with)| (path, find, with.to_owned())).collect();
    Case { name, rule, patches, both_languages: rule == "translation" }
}

/// How a file is written: its syntax and its keys.
fn written() -> Vec<Case> {
    let title = r#"title = "The quote is too high""#;
    vec![
        case("syntax", "syntax", &[(QUOTE, title, "title = The quote is too high")]),
        case("syntax-unclosed", "syntax", &[(QUOTE, title, "title = \"The quote is too high")]),
        case("syntax-twice", "syntax", &[(QUOTE, "level = 1\n", "level = 1\nlevel = 2\n")]),
        case("syntax-bracket", "syntax", &[(QUOTE, "says = [\"six weeks\"]", "says = [\"six weeks\"")]),
        case("syntax-header", "syntax", &[(QUOTE, "[[facts]]\nid = \"hours\"", "[[facts]\nid = \"hours\"")]),
        case("syntax-of-phrases", "syntax", &[(ENGLISH, "goal = \"Your goal\"", "goal = Your goal")]),
        case(
            "syntax-quote",
            "syntax",
            &[(QUOTE, "brief = \"You sell pumps.\"", "brief = \"\"\"You sell pumps.\"")],
        ),
        case("syntax-of-the-manifest", "syntax", &[(BOOK, "[sources.deck]", "[sources.deck")]),
        case("unknown-key", "unknown-key", &[(QUOTE, "objection = ", "objektion = ")]),
        case("unknown-key-far", "unknown-key", &[(QUOTE, "level = 1\n", "level = 1\ncolour = \"red\"\n")]),
        case("unknown-key-required", "unknown-key", &[(QUOTE, "max-turns", "max-turn")]),
        case("unknown-key-choice", "unknown-key", &[(QUIZ, "{ single = ", "{ singel = ")]),
        case(
            "unknown-key-table",
            "unknown-key",
            &[(QUOTE, "[[facts]]\nid = \"weeks\"", "[[fact]]\nid = \"weeks\"")],
        ),
        case("unknown-key-id", "unknown-key", &[(QUOTE, "id = \"agreed\"", "ide = \"agreed\"")]),
        case("missing-key-id", "missing-key", &[(QUOTE, "id = \"agreed\"\n", "")]),
        case(
            "id-referred-to",
            "id",
            &[
                (QUOTE, "start = \"opening\"", "start = \"At first\""),
                (QUOTE, "id = \"opening\"", "id = \"At first\""),
            ],
        ),
        case(
            "type-states",
            "type",
            &[
                (QUOTE, "[buyer]", "reactions = \"none\"\n\n[buyer]"),
                (
                    QUOTE,
                    "[[reactions]]\nwhen = { did = [\"lscpa.argue\"] }\nsay = [\"I know my numbers, thank you.\", \"Do not tell me what I see.\"]\npatience = -1\ntrust = -10\nwhy = \"It answers what I said.\"\n",
                    "",
                ),
            ],
        ),
        case("missing-key", "missing-key", &[(QUOTE, "level = 1\n", "")]),
        case("missing-key-table", "missing-key", &[(QUOTE, "patience = 3\n", "")]),
        case("missing-key-inline", "missing-key", &[(QUIZ, ", correct = 1 }", " }")]),
        case("missing-key-task", "missing-key", &[(WORDS, "task = \"lscpa\"\n", "")]),
    ]
}

/// What values are and what ids name.
fn valued() -> Vec<Case> {
    let long = format!("says = [\"{}\"]", "six weeks ".repeat(61));
    vec![
        case("type", "type", &[(QUOTE, "level = 1", "level = \"1\"")]),
        case("type-list", "type", &[(QUOTE, "says = [\"six weeks\"]", "says = \"six weeks\"")]),
        case("type-flag", "type", &[(QUIZ, "correct = true", "correct = \"yes\"")]),
        case(
            "type-table",
            "type",
            &[(BOOK, "[sources.deck]\ntitle = \"A deck\"\nkind = \"deck\"", "[sources]\ndeck = \"A deck\"")],
        ),
        case("range", "range", &[(QUOTE, "level = 1", "level = 9")]),
        case("range-list", "range", &[(CADENCE, "[\"Call them\"]", "[]")]),
        case("one-of", "one-of", &[(QUOTE, "kind = \"objection\"", "kind = \"objektion\"")]),
        case("one-of-far", "one-of", &[(QUOTE, "ends = \"lost\"", "ends = \"gone\"")]),
        case("too-long", "too-long", &[(METHOD, "letter = \"L\"", "letter = \"LISTEN\"")]),
        case("empty", "empty", &[(QUOTE, "goal = \"A next step.\"", "goal = \"  \"")]),
        case("control-character", "control-character", &[(QUOTE, "A next step.", "A next\\u0007 step.")]),
        case("pattern", "pattern", &[(QUOTE, "[\"six weeks\"]", "[\"six weeks\", \"six (weeks\"]")]),
        case("pattern-empty", "pattern", &[(QUOTE, "\"six weeks\"]", "\"(six weeks)?\"]")]),
        case("pattern-large", "pattern", &[(QUOTE, "\"six weeks\"]", "'(\\w{200}){200}']")]),
        case("pattern-long", "pattern", &[(QUOTE, "says = [\"six weeks\"]", &long)]),
        case("id", "id", &[(QUOTE, "id = \"weeks\"", "id = \"Six weeks\"")]),
        case("duplicate-id", "duplicate-id", &[(QUOTE, "id = \"hours\"", "id = \"weeks\"")]),
        case("duplicate-id-files", "duplicate-id", &[("tiny.en/cards/more.toml", "", MORE_CARDS)]),
        case("reference", "reference", &[(QUOTE, "start = \"opening\"", "start = \"openin\"")]),
        case("reference-label", "reference", &[(METHOD, "[\"lscpa.listen\"]", "[\"lscpa.listn\"]")]),
        case("reference-own-label", "reference", &[(WORDS, "label = \"assure\"", "label = \"asure\"")]),
        case("reference-far", "reference", &[(QUIZ, "survey = \"reaction\"", "survey = \"something-else\"")]),
        case("choice", "choice", &[(METHOD, "rule = { did = { any = [\"lscpa.listen\"] } }", "rule = {}")]),
        case(
            "choice-two",
            "choice",
            &[(METHOD, "[\"lscpa.listen\"] } }", "[\"lscpa.listen\"] }, length = { most = 90 } }")],
        ),
        case("time", "time", &[(CADENCE, "at = \"09:00\"", "at = \"9 o'clock\"")]),
        case("language", "language", &[(BOOK, "language = \"en\"", "language = \"English\"")]),
    ]
}

const TWO_CARDS: &str = "body = \"It is about value.\"\n\n[[cards]]\nid = \"time\"\ntitle = \"Time\"\nsource = \"deck\"\nbody = \"Not now.\"\n";
const MORE_CARDS: &str =
    "id = \"more\"\n\n[[cards]]\nid = \"price\"\ntitle = \"Price\"\nsource = \"deck\"\nbody = \"Value.\"\n";

/// What the parts of one file mean together.
fn walked() -> Vec<Case> {
    let reactions = "ends = \"advance\"\n\n[[states.reactions]]\nwhen = { did = [\"lscpa.listen\"] }\nsay = [\"Oh.\", \"Ah.\"]\nwhy = \"It does.\"";
    let stays = format!(
        "say = [\"We will leave it there.\"]\n\n{}",
        OTHERWISE.replace("\n\n[[states]]\nid = \"agreed\"", "")
    );
    let lobby = "[[states]]\nid = \"lobby\"\nsay = [\"Bye.\"]\nends = \"open\"\n\n[transcripts]";
    let extra = "[[checks]]\nid = \"extra\"\nstep = \"listn\"\nweight = 5\ntitle = \"Extra\"\nbetter = \"So.\"\nrule = { length = { most = 90 } }\n\n[transcripts]";
    let opening = "say = [\"Your quote is 20 % above the other one.\", \"Twenty per cent above the other one, that is what your quote is.\"]\n";
    let again = "[[states]]\nid = \"agreed\"\nsay = [\"Good. Thursday at ten.\"]\nends = \"advance\"\n";
    let comes_back = "say = [\"Go on.\"]\n\n[[states.reactions]]\nwhen = { did = [\"lscpa.listen\"] }\ngo = \"confirmed\"\nwhy = \"It does.\"\n\n[[states.reactions]]\nwhen = { did = [\"lscpa.assure\"]";
    let sent_on = "why = \"It answers what I said.\"\n\n[[reactions]]\nwhen = { turn-at-least = 5 }\nsay = [\"To the point, please.\"]\ngo = \"confirmed\"\nwhy = \"It does.\"\n\n[[states]]\nid = \"opening\"";
    vec![
        case("folder", "folder", &[("tiny.en/scenes/late.toml", "", "id = \"late\"\n")]),
        case("folder-near", "folder", &[("tiny.en/card/late.toml", "", "id = \"late\"\n")]),
        case("folder-top", "folder", &[("tiny.en/late.toml", "", "id = \"late\"\n")]),
        case("id-is-file-name", "id-is-file-name", &[(QUOTE, "id = \"quote\"", "id = \"quotes\"")]),
        case("answer-exists", "answer-exists", &[(QUIZ, "correct = 1 }", "correct = 3 }")]),
        case("answer-exists-many", "answer-exists", &[(QUIZ, "correct = [1, 3]", "correct = [1, 4]")]),
        case("fallback", "fallback", &[(WORDS, "select = \"many\"", "select = \"one\"")]),
        case(
            "draft-hole",
            "hole",
            &[(CADENCE, "Dear {customer}, thank you.", "Dear {custommer}, thank you.")],
        ),
        case(
            "draft-hole-unknown",
            "hole",
            &[(CADENCE, "Dear {customer}, thank you.", "Dear {contact}, thank you.")],
        ),
        case("touch-twice", "touch-twice", &[(CADENCE, "when = { day = 3 }", "when = { day = 1 }")]),
        case("dead-end", "dead-end", &[(QUOTE, OTHERWISE, NO_OTHERWISE)]),
        case("after-the-end", "after-the-end", &[(QUOTE, "ends = \"advance\"", reactions)]),
        case("silent-end", "silent-end", &[(QUOTE, LEFT, "ends = \"lost\"")]),
        case("gives-up", "gives-up", &[(QUOTE, LEFT, &stays)]),
        case("opening", "opening", &[(QUOTE, opening, "")]),
        case("silent-reaction", "silent-reaction", &[(QUOTE, EXACTLY, "go = \"confirmed\"")]),
        case("same-words", "same-words", &[(QUOTE, "\"There is more behind it, yes.\"", "")]),
        case(
            "same-words-twice",
            "same-words",
            &[(QUOTE, "\"There is more behind it, yes.\"", "\"It is not only the price.\"")],
        ),
        case(
            "same-words-otherwise",
            "same-words",
            &[(QUOTE, "\"I still see only the price.\", \"That", "\"That does not help me yet.\", \"That")],
        ),
        case(
            "same-words-state",
            "same-words",
            &[(
                QUOTE,
                "expects = \"position\"\n\n[[states.reactions]]\nwhen = { did = [\"lscpa.assure\"]",
                comes_back,
            )],
        ),
        case(
            "same-words-everywhere",
            "same-words",
            &[(QUOTE, "why = \"It answers what I said.\"\n\n[[states]]\nid = \"opening\"", sent_on)],
        ),
        case("unreachable-state", "unreachable-state", &[(QUOTE, "[transcripts]", lobby)]),
        case("no-way-to-win", "no-way-to-win", &[(QUOTE, again, &again.replace("advance", "open"))]),
        case("need-opens", "need-opens", &[(QUOTE, "opens-with = [\"lscpa.listen\"]\n", "")]),
        case(
            "need-circle",
            "need-circle",
            &[(QUOTE, "kind = \"implied\"\n", "kind = \"implied\"\nafter = [\"standstill\"]\n")],
        ),
        case("example", "example", &[(QUOTE, "kind = \"objection\"", "kind = \"just-in-time\"")]),
        case("hole", "hole", &[(QUOTE, "You sell pumps.", "You sell pumps to {customer}.")]),
        case("step", "step", &[(QUOTE, "expects = \"listen\"", "expects = \"lissen\"")]),
        case("step-of-a-check", "step", &[(QUOTE, "[transcripts]", extra)]),
    ]
}

/// What files mean together, the interface's words and the self-test.
fn whole() -> Vec<Case> {
    let model =
        "bad = [\"Tell me more, please.\", \"So the worry is a standstill?\", \"Six weeks.\", \"I own it.\"]";
    vec![
        case("translation", "translation", &[(METHOD, "weight = 20", "weight = 25")]),
        case("translation-card", "translation", &[(CARDS, "body = \"It is about value.\"\n", TWO_CARDS)]),
        case(
            "syntax-of-phrases-bracket",
            "syntax",
            &[(ENGLISH, "goal = \"Your goal\"", "goal = [\"Your goal\"")],
        ),
        case("unknown-phrase", "unknown-phrase", &[(ENGLISH, "brief = ", "breif = \"x\"\nbrief = ")]),
        case("unknown-phrase-needed", "unknown-phrase", &[(ENGLISH, "brief = ", "breif = ")]),
        case("missing-phrase", "missing-phrase", &[(ENGLISH, "hint = \"Hint: {hint}\"\n", "")]),
        case("phrase", "phrase", &[(ENGLISH, "Hint: {hint}", "Hint")]),
        case("phrase-placeholder", "phrase", &[(ENGLISH, "Hint: {hint}", "Hint: {hint} {name}")]),
        case("phrase-type", "phrase", &[(ENGLISH, "\"Hint: {hint}\"", "3")]),
        case("phrase-empty", "phrase", &[(ENGLISH, "\"Your goal\"", "\" \"")]),
        case("transcript", "transcript", &[(QUOTE, "bad = [\"You are wrong.\", \"It is cheap.\"]", model)]),
        case("best", "best", &[(QUOTE, ", \"I own it. Shall we say Thursday at ten?\"]", "]")]),
        case("transcript-model", "transcript", &[(QUOTE, MODEL, "\"Well.\"]")]),
        case(
            "transcript-weak",
            "transcript",
            &[(QUOTE, "weak = [\"So the worry is a standstill?\", ", "weak = [")],
        ),
    ]
}
